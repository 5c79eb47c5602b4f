// The command `probe` and `--usage` as a whole; tests/probe_test.py runs the scripts.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

namespace {

using Arguments = std::vector<std::string>;

Printed probe_of(Arguments options, const Arguments& command = {"./x"}) {
  options.insert(options.begin(), "probe");
  options.emplace_back("--");
  options.insert(options.end(), command.begin(), command.end());
  return run_program(options);
}

std::string line_with(const std::string& script, const std::string& start) {
  const std::size_t at = ("\n" + script).find("\n" + start);
  return at == std::string::npos ? "" : script.substr(at, script.find('\n', at) - at);
}

const std::string logs = std::string(MIGADVISE_TEST_DATA) + "/probes/";

}  // namespace

TEST_CASE("a probe asks for what is free, and for what the user says", "[probe]") {
  struct Case {
    const char* description;
    Arguments options;
    std::string line;
  };
  const std::vector<Case> cases{
      {"the partition", {}, "#SBATCH --partition=debug_gpu"},
      {"the QoS", {}, "#SBATCH --qos=debug"},
      {"the first option", {}, "#SBATCH --gres=gpu:a100_10g:1"},
      {"the options", {}, "options=(1g.10gb 2g.20gb 3g.40gb)"},
      {"their GRES", {}, "gres=(gpu:a100_10g:1 gpu:a100_20g:1 gpu:a100_40g:1)"},
      {"time for the command and around it", {}, "#SBATCH --time=00:20:00"},
      {"more time", {"--minutes", "90"}, "#SBATCH --time=01:40:00"},
      {"an account", {"--account", "abc"}, "#SBATCH --account=abc"},
      {"no account", {}, "#SBATCH --account=PI_UCID"},
      {"CPUs", {"--cpus", "4"}, "#SBATCH --cpus-per-task=4"},
      {"host RAM", {"--ram", "9G"}, "#SBATCH --mem=9G"},
      {"the same CPUs and host RAM in the answer", {"--cpus", "4", "--ram", "9G"}, "answer=(migadvise --cpus 4 --ram 9G)"},
      {"and the same account", {"--account", "abc"}, "answer=(migadvise --account abc)"},
      {"nothing in the answer that was not said", {}, "answer=(migadvise)"},
      {"options by any of their names", {"--options", "a100_40g, 10gb"}, "options=(1g.10gb 3g.40gb)"},
      {"what begins with the first of them", {"--options", "3g"}, "#SBATCH --gres=gpu:a100_40g:1"},
      {"an option twice", {"--options", "1g,1g"}, "options=(1g.10gb)"},
      {"the full GPU is no slice", {"--qos", "low", "--options", "1g,full"}, "slices=(yes no)"},
      {"another free QoS", {"--qos", "low"}, "options=(1g.10gb 2g.20gb 3g.40gb full)"},
      {"a QoS of a partition", {"--partition", "gpu"}, "#SBATCH --qos=low"},
      {"a free QoS that takes more CPUs", {"--cpus", "8"}, "#SBATCH --qos=low"},
      {"and more host RAM", {"--ram", "32G"}, "#SBATCH --qos=low"},
      {"and more time", {"--minutes", "500"}, "#SBATCH --qos=low"},
      {"and the full GPU", {"--options", "1g,full"}, "options=(1g.10gb full)"},
      {"a regular expression", {"--rate-regex", "it's ([0-9.]+)"}, R"(rate_regex='it'\''s ([0-9.]+)')"},
      {"none", {}, "rate_regex=''"},
      {"a module", {"--module", "CUDA/12.4"}, "  module load CUDA/12.4 || return"},
      {"a name", {"--job-name", "mine"}, "name=mine"},
      {"the name of the command", {}, "name=x"},
      {"the command", {}, "command=(./x)"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Printed printed = probe_of(c.options);
    CHECK(printed.status == 0);
    CHECK(line_with(printed.out, c.line) == c.line);
  }
  CHECK(line_with(probe_of({}, {"time", "a b", "", "$x"}).out, "command=") == "command=(time 'a b' '' '$x')");
}

TEST_CASE("what a probe leaves unmeasured is said, with what it means", "[probe]") {
  const Printed plain = probe_of({"--account", "abc"});
  CHECK(plain.err.find("no SU are charged: partition debug_gpu, QoS debug") != std::string::npos);
  CHECK(plain.err.find("the full GPU is not measured") != std::string::npos);
  CHECK(plain.err.find("can then only be predicted") != std::string::npos);
  CHECK(line_with(plain.out, "remarks=").find("The full GPU is not measured") != std::string::npos);
  CHECK(probe_of({"--account", "abc", "--quiet"}).err.empty());
  const Printed all = probe_of({"--account", "abc", "--qos", "low"});
  CHECK(line_with(all.out, "remarks=") == "remarks=()");
  CHECK(all.err.find("can be stopped at any time") != std::string::npos);
  // An option that was not asked for needs no word, unless it is far above those that were.
  CHECK(line_with(probe_of({"--qos", "low", "--options", "2g,full"}).out, "remarks=") == "remarks=()");
  CHECK(line_with(probe_of({"--qos", "low", "--options", "1g,2g"}).out, "remarks=").find("--options leaves it out") !=
        std::string::npos);
  CHECK(probe_of({"--account", "abc", "--options", "1g"}).err.find("2g.20gb is not measured: --options leaves it out\n") !=
        std::string::npos);
  CHECK(probe_of({"--qos", "standard"}).err.find("QoS standard charges at most 11.34 SU for all of it") != std::string::npos);
}

TEST_CASE("of a place that takes a probe and can be preempted that is said, whoever has chosen it", "[probe]") {
  CHECK(probe_of({"--account", "abc", "--cpus", "8"}).err == probe_of({"--account", "abc", "--cpus", "8", "--qos", "low"}).err);
  CHECK(probe_of({"--cpus", "8"}).err.find("a job under QoS low can be stopped at any time") != std::string::npos);
}

TEST_CASE("a probe goes by the site file of another site", "[probe]") {
  const std::string sites = std::string(MIGADVISE_TEST_DATA) + "/sites/";
  const std::string site = sites + "larkspur.json";
  const std::string table = std::string(MIGADVISE_TEST_DATA) + "/tables/larkspur.csv";
  const Printed printed = probe_of({"--site", site, "--table", table});
  CHECK(printed.status == 0);
  CHECK(line_with(printed.out, "#SBATCH --qos=") == "#SBATCH --qos=scavenger");
  CHECK(printed.err.find("can be stopped at any time by jobs under normal") != std::string::npos);
  CHECK(line_with(printed.out, "answer=") == "answer=(migadvise --site " + site + " --table " + table + ")");
  CHECK(line_with(printed.out, "options=") == "options=(1g.12gb 2g.24gb 4g.48gb full)");
  INFO("what is named by its way from here is found from anywhere");
  const auto whole = [](const std::string& path) { return std::filesystem::canonical(path).string(); };
  const auto from_here = [](const std::string& path) { return "./" + std::filesystem::proximate(path).string(); };
  const Printed near = probe_of({"--site", from_here(site), "--table", from_here(table)});
  CHECK(line_with(near.out, "answer=") == "answer=(migadvise --site " + whole(site) + " --table " + whole(table) + ")");
  CHECK(line_with(probe_of({"--site", "wulver"}).out, "answer=") == "answer=(migadvise --site wulver)");
  const Printed unknown = probe_of({"--site", site});
  CHECK(unknown.status == 1);
  CHECK(unknown.err.find("names no GRES for the options of the table") != std::string::npos);
  const Printed none = probe_of({"--site", sites + "moor.json"});
  CHECK(none.status == 1);
  CHECK(none.out.empty());
  CHECK(none.err.find("has no QoS with GPUs that everyone may use and that charges nothing") != std::string::npos);
}

TEST_CASE("a probe that cannot be had is refused with the reason", "[probe]") {
  struct Case {
    const char* description;
    Arguments options;
    int status;
    const char* part;
  };
  const std::vector<Case> cases{
      {"too many CPUs", {"--qos", "debug", "--cpus", "5"}, 1, "5 CPUs asked for, QoS debug allows 4"},
      {"who takes so many", {"--qos", "debug", "--cpus", "5"}, 1, "--qos low takes such jobs at no charge, though its jobs can"},
      {"too much host RAM", {"--qos", "debug", "--ram", "17G"}, 1, "17G of host RAM"},
      {"too long", {"--qos", "debug", "--minutes", "471"}, 1, "at most --minutes 470"},
      {"who takes all that is asked for",
       {"--partition", "debug_gpu", "--minutes", "471", "--options", "1g,full"},
       1,
       "--partition gpu --qos low takes such jobs at no charge, though its jobs can be preempted"},
      {"too many CPUs for every place", {"--cpus", "999"}, 1, "999 CPUs asked for, QoS debug allows 4"},
      {"an option that is not there",
       {"--qos", "debug", "--options", "1g,full"},
       1,
       "the full GPU is not measured: partition debug_gpu offers only"},
      {"the way to it", {"--qos", "debug", "--options", "full"}, 1, "; --qos low measures it at no charge"},
      {"the way to it from a partition",
       {"--partition", "debug_gpu", "--options", "full"},
       1,
       "; --partition gpu --qos low measures it at no charge"},
      {"a partition that charges for everything", {"--partition", "course_gpu"}, 1, "has no QoS with GPUs that everyone may use"},
      {"a partition without GPUs", {"--partition", "general"}, 1, "has no QoS with GPUs that everyone may use"},
      {"QoS and partition that do not go together",
       {"--partition", "gpu", "--qos", "debug"},
       1,
       "QoS debug does not go with partition gpu"},
      {"an unknown option", {"--options", "5g"}, 2, "--options: '5g' is unknown"},
      {"an empty name", {"--options", "1g,,3g"}, 2, "has an empty name"},
      {"an unknown QoS", {"--qos", "debgu"}, 2, "did you mean debug?"},
      {"no time", {"--minutes", "0"}, 2, "--minutes '0'"},
      {"no group", {"--rate-regex", "[0-9]+"}, 2, "has no group"},
      {"two groups", {"--rate-regex", "(a)([0-9]+)"}, 2, "has several groups"},
      {"no regular expression", {"--rate-regex", "([0-9]"}, 2, "is no extended regular expression"},
      {"a line break", {"--rate-regex", "(a)\nb"}, 2, "has a line break"},
      {"no file to overwrite", {"--force"}, 2, "--force needs --output FILE"},
      {"a format that it does not have", {"--format", "json"}, 2, "U012"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Printed printed = probe_of(c.options);
    CHECK(printed.status == c.status);
    CHECK(printed.out.empty());
    CHECK(printed.err.find(c.part) != std::string::npos);
  }
  CHECK(run_program({"probe", "./x"}).err.find("migadvise probe [OPTIONS] -- ./x ...") != std::string::npos);
  CHECK(run_program({"probe"}).status == 2);
  CHECK(probe_of({}, {"a\nb"}).err.find("U017") != std::string::npos);
}

TEST_CASE("with ASCII no byte of a probe is beyond it, and yet the command keeps its own", "[probe]") {
  const Printed printed = probe_of({"--ascii", "--rate-regex", "é ([0-9]+)"}, {"./x", "é"});
  CHECK(std::all_of(printed.out.begin(), printed.out.end(), [](char c) { return static_cast<unsigned char>(c) < 127; }));
  CHECK(line_with(printed.out, "command=") == R"(command=(./x $'\xc3\xa9'))");
}

TEST_CASE("GPU memory is taken from the log of a probe", "[probe]") {
  struct Case {
    const char* log;
    const char* recommended;
    const char* basis;
    const char* part;
  };
  const std::vector<Case> cases{
      {"out-of-memory-on-1g.log", "2g.20gb", "bounded",
       "the most GPU memory that the job was seen to use on 2g.20gb was 11.9 GiB; it ran out of memory on 1g.10gb"},
      {"out-of-memory-on-1g.log", "2g.20gb", "bounded",
       "the job was stopped on 2g.20gb after 10 min: later it may need more GPU memory than until then"},
      {"ended.log", "1g.10gb", "measured", "the most GPU memory that the job was seen to use on 1g.10gb was 4.9 GiB"},
      {"stopped-unread.log", "2g.20gb", "bounded",
       "the job ran on 1g.10gb until it was stopped, so all the 9.4 GiB there are taken as what it needs"},
      {"stopped-unread.log", "2g.20gb", "bounded", "2g.20gb is the smallest option that holds 9.4 GiB with 10 % headroom"},
      {"stopped-unread.log", "2g.20gb", "bounded", "9.4 GiB needed of 9.4"},
      {"takes-all.log", "2g.20gb", "bounded", "1g.10gb was nearly full"},
      {"out-of-memory.log", "full", "bounded", "ran out of memory on 3g.40gb, so it needs more than the 39.4 GiB there"},
      {"memory-unread.log", "3g.40gb", "bounded", "how much of its GPU memory the job used on 2g.20gb is not known"},
  };
  for (const Case& c : cases) {
    INFO(c.log);
    const Printed json = run_program({"--usage", logs + c.log, "--json"});
    REQUIRE(json.status == 0);
    const auto answer = nlohmann::json::parse(json.out);
    CHECK(answer["recommendation"]["option"] == c.recommended);
    CHECK(answer["request"]["gpu_memory_basis"] == c.basis);
    std::string text = run_program({"--usage", logs + c.log}, {.terminal = true, .width = 300}).out;
    CHECK(text.find(c.part) != std::string::npos);
  }
  const std::string unread = run_program({"--usage", logs + "stopped-unread.log"}).out;
  CHECK(unread.find("9.5") == std::string::npos);
  CHECK(unread.find("no more than") == std::string::npos);
  CHECK(run_program({"--usage", logs + "ended.log"}).out.find("stopped") == std::string::npos);
  CHECK(nlohmann::json::parse(run_program({"--mem", "8", "--json"}).out)["request"]["gpu_memory_basis"] == "given");
  CHECK(nlohmann::json::parse(run_program({"--min-sms", "8", "--json"}).out)["request"]["gpu_memory_basis"].is_null());
}

TEST_CASE("a log that says nothing of the job is refused", "[probe]") {
  struct Case {
    const char* description;
    Arguments arguments;
    int status;
    const char* part;
  };
  const std::vector<Case> cases{
      {"nothing ran", {"--usage", logs + "failed.log"}, 65, "error[P005]"},
      {"an option of another table",
       {"--usage", logs + "unknown-option.log"},
       65,
       ":2:1: error[P006]: '1g.5gb' is no option of the table"},
      {"figures that cannot be", {"--usage", logs + "more-used-than-there.log"}, 65, ":2:69: error[P004]"},
      {"no log", {"--usage", std::string(MIGADVISE_TEST_DATA) + "/tables/text-after-quote.csv"}, 65, "error[P001]"},
      {"no file", {"--usage", logs + "none.log"}, 66, "error[F001]"},
      {"GPU memory said twice", {"--usage", logs + "takes-all.log", "--mem", "8"}, 2, "--usage and --mem contradict"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Printed printed = run_program(c.arguments);
    CHECK(printed.status == c.status);
    CHECK(printed.out.empty());
    CHECK(printed.err.find(c.part) != std::string::npos);
  }
}
