// The command `script` as a whole, without a file system or a shell; tests/script_test.py has those.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "cli/random_request.hpp"
#include "report/layout.hpp"

namespace {

using Arguments = std::vector<std::string>;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The values of an option in the script's own lines.
std::vector<std::string> directives(const std::string& script, const std::string& name) {
  const std::string start = "#SBATCH --" + name + "=";
  std::vector<std::string> values;
  for (const std::string& line : lines_of(script)) {
    if (line.starts_with(start)) {
      values.push_back(line.substr(start.size()));
    }
  }
  return values;
}

Printed script_of(Arguments options, const Arguments& command = {"./x"}) {
  options.insert(options.begin(), "script");
  options.emplace_back("--");
  options.insert(options.end(), command.begin(), command.end());
  return run_program(options);
}

using Values = std::vector<std::string>;

}  // namespace

TEST_CASE("a script asks for what was advised, defaults filled in", "[script]") {
  struct Case {
    const char* description;
    Arguments options;
    const char* name;
    Values values;
  };
  const std::vector<Case> cases{
      {"the GRES", {"--mem", "30"}, "gres", {"gpu:a100_40g:1"}},
      {"several GPUs", {"--mem", "100", "--gpus", "2"}, "gres", {"gpu:a100:2"}},
      {"several GPUs, in one node", {"--mem", "100", "--gpus", "2"}, "nodes", {"1"}},
      {"the usual partition", {"--mem", "30"}, "partition", {"gpu"}},
      {"the usual QoS", {"--mem", "30"}, "qos", {"standard"}},
      {"what a QoS brings with it", {"--mem", "8", "--qos", "debug"}, "partition", {"debug_gpu"}},
      {"a QoS with a name in it", {"--mem", "8", "--qos", "high_abc"}, "qos", {"high_abc"}},
      {"an account", {"--mem", "8", "--account", "abc"}, "account", {"abc"}},
      {"no account", {"--mem", "8"}, "account", {"PI_UCID"}},
      {"a walltime", {"--mem", "8", "--time", "36h"}, "time", {"1-12:00:00"}},
      {"no walltime", {"--mem", "8"}, "time", {"HH:MM:SS"}},
      {"CPUs", {"--mem", "8", "--cpus", "4"}, "cpus-per-task", {"4"}},
      {"no CPUs said", {"--mem", "8"}, "cpus-per-task", {"1"}},
      {"host RAM by CPUs", {"--mem", "8", "--cpus", "4"}, "mem", {"16G"}},
      {"host RAM", {"--mem", "8", "--ram", "1.5G"}, "mem", {"1536M"}},
      {"one task", {"--mem", "8"}, "ntasks-per-node", {"1"}},
      {"one task for coupled processes", {"--mem", "8", "--tasks", "3", "--coupled", "--cpus", "6"}, "ntasks-per-node", {"1"}},
      {"and all the CPUs", {"--mem", "8", "--tasks", "3", "--coupled", "--cpus", "6"}, "cpus-per-task", {"6"}},
      {"no array", {"--mem", "8"}, "array", {}},
      {"no array of coupled processes", {"--mem", "8", "--tasks", "3", "--coupled"}, "array", {}},
      {"an array", {"--mem", "8", "--tasks", "3"}, "array", {"1-3"}},
      {"files of a job", {"--mem", "8"}, "output", {"%x.%j.out"}},
      {"files of an array", {"--mem", "8", "--tasks", "3"}, "output", {"%x.%A_%a.out"}},
      {"errors of a job", {"--mem", "8"}, "error", {"%x.%j.err"}},
      {"errors of an array", {"--mem", "8", "--tasks", "3"}, "error", {"%x.%A_%a.err"}},
      {"a name", {"--mem", "8", "--job-name", "fold-1"}, "job-name", {"fold-1"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Printed printed = script_of(c.options);
    CHECK(printed.status == 0);
    CHECK(directives(printed.out, c.name) == c.values);
  }
}

TEST_CASE("a job is named after its command's file", "[script]") {
  struct Case {
    const char* program;
    std::string name;
  };
  const std::vector<Case> cases{
      {"./train.py", "train.py"},
      {"python3", "python3"},
      {"/a/b/c", "c"},
      {"a b", "a_b"},
      {"-x", "_x"},
      {"x-y", "x-y"},
      {"$(id)", "__id_"},
      {"caf\u00E9", "caf__"},
      {"a/", "job"},
      {"%j", "_j"},
      {".hidden", ".hidden"},
      {"#SBATCH", "_SBATCH"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.program);
    CHECK(directives(script_of({"--mem", "8"}, {c.program}).out, "job-name") == Values{c.name});
  }
  CHECK(directives(script_of({"--mem", "8"}, {std::string(100, 'a')}).out, "job-name") == Values{std::string(64, 'a')});
}

TEST_CASE("what is not known is marked in the script and told on stderr", "[script]") {
  const Printed both = script_of({"--mem", "8"});
  CHECK(both.out.find("\n# FILL IN: the account that the job is charged to\n#SBATCH --account=PI_UCID\n") != std::string::npos);
  CHECK(both.out.find("\n# FILL IN: the longest time that the job may run\n#SBATCH --time=HH:MM:SS\n") != std::string::npos);
  CHECK(lines_of(both.err).size() == 2);
  CHECK(both.err.find("migadvise: --account=PI_UCID stands for") == 0);
  CHECK(both.err.find("or give --time LIMIT\n") != std::string::npos);

  const Printed neither = script_of({"--mem", "8", "--account", "abc", "--time", "2h"});
  CHECK(neither.out.find("FILL IN") == std::string::npos);
  CHECK(neither.err.empty());
  CHECK(script_of({"--mem", "8", "--quiet"}).err.empty());
  CHECK(script_of({"--mem", "8", "--quiet"}).out.find("FILL IN") != std::string::npos);
}

TEST_CASE("an account that is a text to be replaced is told of", "[script]") {
  const std::vector<std::string> words{"script", "--mem", "5", "--time", "1h", "--account", "your_account", "--", "./x"};
  CHECK(run_program(words).err == "migadvise: the account 'your_account' is still to be filled in\n");
  CHECK(run_program({"probe", "--account", "PI_UCID", "--", "./x"}).err.find("the account 'PI_UCID' is still to be filled in") !=
        std::string::npos);
  CHECK(run_program({"script", "--mem", "5", "--time", "1h", "--account", "ab123", "--", "./x"}).err.empty());
}

TEST_CASE("a dash names the standard output", "[script]") {
  const Printed named = run_program({"script", "--output", "-", "--mem", "5", "--time", "1h", "--account", "ab123", "--", "./x"});
  CHECK(named.status == 0);
  CHECK(named.out.find("#SBATCH --gres=gpu:a100_10g:1\n") != std::string::npos);
  CHECK(named.err.empty());
}

TEST_CASE("modules are loaded in their order, and the job ends where one cannot be", "[script]") {
  const Printed printed = script_of({"--mem", "8", "--module", "foss/2023a", "--module", "CUDA"}, {"./x", "a b"});
  CHECK(printed.out.ends_with("\n\nmodule load foss/2023a || exit 1\nmodule load CUDA || exit 1\n\n./x 'a b'\n"));
  CHECK(script_of({"--mem", "8"}).out.find("module") == std::string::npos);
}

TEST_CASE("without a recommendation, or a GRES, there is no script", "[script]") {
  const Printed none = script_of({"--mem", "90"});
  CHECK(none.status == 1);
  CHECK(none.out.empty());
  CHECK(none.err == run_program({"--mem", "90", "--format", "sbatch"}).err);
  const std::string table = std::string(MIGADVISE_TEST_DATA) + "/tables/another-gpu.csv";
  const Printed no_gres = script_of({"--mem", "8", "--table", table});
  CHECK(no_gres.status == 1);
  CHECK(no_gres.out.empty());
  CHECK(no_gres.err == run_program({"--mem", "8", "--table", table, "--format", "sbatch"}).err);
}

TEST_CASE("a word of 1 MiB stands in the script as it is", "[script]") {
  for (const char c : {'a', ' ', '\'', '\xff'}) {
    const std::string word(std::size_t{1024} * 1024, c);
    const Printed printed = script_of({"--mem", "8"}, {"./x", word});
    REQUIRE(printed.status == 0);
    const std::vector<std::string> lines = lines_of(printed.out);
    CHECK(lines.back().size() > word.size());
    CHECK(printed.out.find("-- " + lines.back() + "\n") != std::string::npos);  // also in the line that made it
  }
}

TEST_CASE("ASCII holds for all of a script, and its comments keep within 80 columns", "[script]") {
  const Arguments options{"--mem", "8", "--tasks", "3", "--coupled", "--ascii"};
  const Printed printed = script_of(options, {"./caf\u00E9"});
  CHECK(std::ranges::all_of(printed.out + printed.err, [](char c) { return c == '\n' || (c >= ' ' && c < 127); }));
  CHECK(printed.out.ends_with("\n$'./caf\\xc3\\xa9'\n"));
  CHECK(printed.out.find(" 3 x 8 =") != std::string::npos);
  Dice dice(41);
  for (int i = 0; i < rounds(200); ++i) {
    for (const std::string& line : lines_of(script_of(flattened(random_options(dice), "--quiet")).out)) {
      CHECK((migadvise::display_width(line) <= 80 || line.starts_with("# migadvise script ")));
    }
  }
}

// The options of a script as the words of sbatch.
TEST_CASE("a script and the arguments of sbatch ask for the same", "[script]") {
  Dice dice(43);
  int scripts = 0;
  for (int i = 0; i < rounds(400); ++i) {
    std::vector<std::vector<std::string>> options = random_options(dice);
    const Printed sbatch = run_program(flattened(options, "--format=sbatch"));
    const Printed script = script_of(flattened(options, "--quiet"), {"./x", "a b"});
    CAPTURE(script.out, sbatch.out);
    REQUIRE(script.status == sbatch.status);
    REQUIRE(script.out.empty() == sbatch.out.empty());
    if (script.out.empty()) {
      continue;
    }
    ++scripts;
    std::istringstream words(sbatch.out);
    for (std::string word; words >> word;) {
      REQUIRE(script.out.find("\n#SBATCH " + word + "\n") != std::string::npos);
    }
    // Every option once, all of them ahead of what is run: Slurm reads no further.
    std::vector<std::string> names;
    bool runs = false;
    for (const std::string& line : lines_of(script.out)) {
      REQUIRE(!(runs && line.starts_with("#")));
      runs = runs || (!line.empty() && !line.starts_with("#"));
      if (line.starts_with("#SBATCH ")) {
        names.push_back(line.substr(0, line.find('=')));
      }
    }
    std::ranges::sort(names);
    REQUIRE(std::ranges::adjacent_find(names) == names.end());
    REQUIRE(script.out.starts_with("#!/bin/bash -l\n"));
    REQUIRE(script.out.ends_with("\n\n./x 'a b'\n"));

    // The order of the options changes nothing but the line that tells them.
    std::ranges::shuffle(options, dice.engine());
    const Printed mixed = script_of(flattened(options, "--quiet"), {"./x", "a b"});
    const auto without_call = [](std::string text) {
      const std::size_t at = text.find("\n# migadvise script ");
      return text.erase(at, text.find('\n', at + 1) - at);
    };
    REQUIRE(without_call(mixed.out) == without_call(script.out));
  }
  CHECK(scripts > rounds(100));
}

TEST_CASE("a script says what it costs as the answer does", "[script]") {
  for (const Arguments& needs : {Arguments{"--mem", "30"},
                                 {"--mem", "8", "--tasks", "3"},
                                 {"--mem", "30", "--qos", "low"},
                                 {"--mem", "6", "--like", "qlora"},
                                 {"--mem", "100", "--gpus", "2"}}) {
    Arguments quiet = needs;
    quiet.emplace_back("--quiet");
    const std::string headline = run_program(quiet).out;
    const std::string script = script_of(needs).out;
    std::string told = lines_of(script)[1];
    CAPTURE(headline, told);
    const std::string price = headline.substr(headline.find("   ", headline.find("--gres")) + 3);
    std::string as_comment = price.substr(0, price.size() - 1);
    if (const std::size_t gap = as_comment.find("   "); gap != std::string::npos) {
      as_comment.replace(gap, 3, ", ");
    }
    CHECK(told.ends_with(": " + as_comment));
  }
  CHECK(script_of({"--mem", "8", "--time", "4h"}).out.find("# - 12 SU at most, for the whole walltime of 04:00:00\n") !=
        std::string::npos);
  // A third of an SU.
  const Printed third = script_of({"--mem", "8", "--cpus", "2", "--time", "5m", "--budget", "0.33"});
  CHECK(third.out.find("# - 0.34 SU at most, for the whole walltime of 00:05:00\n") != std::string::npos);
  CHECK(third.err.find("for the whole walltime of 00:05:00 it costs 0.34 SU, more than the budget of 0.33 SU") !=
        std::string::npos);
}

TEST_CASE("a command that starts its processes itself gets a task for each, with its part of the CPUs") {
  for (const std::string launcher : {"srun", "mpirun", "/usr/bin/mpiexec"}) {
    INFO(launcher);
    const Printed printed = script_of({"--mem", "8", "--tasks", "3", "--coupled", "--cpus", "6"}, {launcher, "./x"});
    CHECK(directives(printed.out, "ntasks-per-node") == Values{"3"});
    CHECK(directives(printed.out, "cpus-per-task") == Values{"2"});
  }
  const Printed uneven = script_of({"--mem", "8", "--tasks", "3", "--coupled", "--cpus", "4"}, {"srun", "./x"});
  CHECK(uneven.status == 2);
  CHECK(uneven.out.empty());
  CHECK(uneven.err.find("U008") != std::string::npos);
  CHECK(directives(script_of({"--mem", "8", "--tasks", "3", "--cpus", "4"}, {"srun", "./x"}).out, "ntasks-per-node") ==
        Values{"1"});
}

TEST_CASE("a command that looks like a line for the shell is run word for word, with a warning") {
  const auto warning = [](const Arguments& command) { return script_of({"--mem", "8"}, command).err; };
  const auto told = [&](const Arguments& command, const std::string& word) {
    return warning(command).find("migadvise: '" + word + "' ") != std::string::npos;
  };
  CHECK(told({"python train.py"}, "python train.py"));
  CHECK(told({"cd d && ./x"}, "cd d && ./x"));
  CHECK(told({"A=1", "./x"}, "A=1"));
  CHECK(told({"cd", "d", "&&", "./x"}, "&&"));
  CHECK(told({"./x", ">", "log"}, ">"));
  const std::string plain = warning({"./x"});
  CHECK(warning({"./my program", "a b"}) == plain);
  CHECK(warning({"bash", "-c", "A=1 ./x > log"}) == plain);
  CHECK(warning({"./x", "A=1", "a&b"}) == plain);
}

TEST_CASE("a job is named after the script that its command runs") {
  const auto name = [](const Arguments& command) { return directives(script_of({"--mem", "8"}, command).out, "job-name"); };
  CHECK(name({"python", "src/train.py", "--lr", "1"}) == Values{"train.py"});
  CHECK(name({"srun", "torchrun", "--nproc-per-node", "2", "train.py"}) == Values{"train.py"});
  CHECK(name({"bash", "-c", "python a.py"}) == Values{"bash"});
  CHECK(name({"./program", "data.txt"}) == Values{"program"});
}
