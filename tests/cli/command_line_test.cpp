#include "cli/command_line.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "cli/program.hpp"
#include "migadvise/advice.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {
namespace {

using Arguments = std::vector<std::string>;
using Lines = std::vector<std::string>;

const std::vector<Command> all_commands{Command::advice, Command::profiles, Command::compare, Command::cost,
                                        Command::script, Command::probe,    Command::check,   Command::lint_table};

/// The least that a command can be called with.
Arguments shortest_call(Command command) {
  switch (command) {
    case Command::advice:
      return {"--mem", "30"};
    case Command::profiles:
      return {"profiles"};
    case Command::compare:
      return {"compare", "2g.20gb", "full"};
    case Command::cost:
      return {"cost", "2g.20gb"};
    case Command::script:
      return {"script", "--mem", "30", "--", "./x"};
    case Command::probe:
      return {"probe", "--", "./x"};
    case Command::check:
      return {"check", "job.sh"};
    case Command::lint_table:
      return {"lint-table", "t.csv"};
  }
  return {};
}

Arguments joined(std::initializer_list<Arguments> parts) {
  Arguments all;
  for (const Arguments& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

/// The same with more options: they stand ahead of the command of a script.
Arguments shortest_call(Command command, const Arguments& options) {
  const Arguments call = shortest_call(command);
  const auto mark = std::ranges::find(call, "--");
  return joined({Arguments(call.begin(), mark), options, Arguments(mark, call.end())});
}

std::string errors_of(const std::vector<Diagnostic>& errors) {
  std::string text;
  for (const Diagnostic& error : errors) {
    text += diagnostic_text(error);
  }
  return text;
}

/// What is wrong with a command line, its own command found first.
std::string errors_of(const Arguments& arguments) {
  const CommandCall call = find_command(arguments);
  switch (call.command) {
    case Command::advice:
      return errors_of(read_advice_arguments(call.arguments).errors);
    case Command::profiles:
      return errors_of(read_profiles_arguments(call.arguments).errors);
    case Command::compare:
      return errors_of(read_compare_arguments(call.arguments).errors);
    case Command::cost:
      return errors_of(read_cost_arguments(call.arguments).errors);
    case Command::script:
      return errors_of(read_script_arguments(call.arguments).errors);
    case Command::probe:
      return errors_of(read_probe_arguments(call.arguments).errors);
    case Command::check:
      return errors_of(read_check_arguments(call.arguments).errors);
    case Command::lint_table:
      return errors_of(read_lint_arguments(call.arguments).errors);
  }
  return "";
}

// Requests as text, so that two can be compared and a part looked for.

std::string shown(const CommonRequest& request) {
  return "format=" + std::string(format_word(request.format)) + " color=" + std::to_string(static_cast<int>(request.color)) +
         (request.ascii ? " ascii" : "") + (request.quiet ? " quiet" : "") + " site=" + request.site.value_or("-");
}

std::string shown(const Needs& needs) {
  std::string text = " mem=" + (needs.gpu_memory ? print_gpu_memory(*needs.gpu_memory) : "-");
  text += " single=" + std::to_string(needs.single_model) + " tasks=" + std::to_string(needs.tasks);
  text += " gpus=" + std::to_string(needs.gpus) + " cpus=" + std::to_string(needs.cpus);
  text += (needs.cpus_given ? " given" : "");
  text += " ram=" + (needs.ram ? print_host_ram(*needs.ram) : "-") + " headroom=" + std::to_string(needs.headroom_percent);
  text += " time=" + (needs.time ? print_duration(*needs.time) : "-") + " partition=" + needs.partition + " qos=" + needs.qos;
  text += " account=" + needs.account + " budget=" + (needs.budget ? print_su(*needs.budget) : "-");
  return text + " prefer=" + std::to_string(static_cast<int>(needs.prefer)) + " ";
}

std::string shown(const AdviceRequest& request) {
  return shown(static_cast<const CommonRequest&>(request)) + " table=" + request.table.value_or("-") +
         (request.explain ? " explain" : "") + " quota=" + request.quota.value_or("-") + shown(request.needs);
}

std::string shown(const ProfilesRequest& request) {
  return shown(static_cast<const CommonRequest&>(request)) + " table=" + request.table.value_or("-") + shown(request.needs);
}

std::string shown(const CompareRequest& request) {
  std::string text = shown(static_cast<const CommonRequest&>(request)) + " table=" + request.table.value_or("-") +
                     shown(request.needs) + "like=" + request.like.value_or("-") + " ";
  for (const WrittenRun& run : request.measured) {
    text += "measured=" + run.option + "=" + print_duration(run.time) + " ";
  }
  for (const std::string& choice : request.choices) {
    text += "choice=" + choice + " ";
  }
  return text;
}

std::string shown(const CostRequest& request) {
  return shown(static_cast<const CommonRequest&>(request)) + " table=" + request.table.value_or("-") + shown(request.needs) +
         "option=" + request.option + " hours=" + (request.hours ? print_duration(*request.hours) : "-") +
         " quota=" + request.quota.value_or("-") + " ";
}

// Without the command line that it was made by, in which the order of the options stays.
std::string shown(const ScriptFile& request) {
  std::string text =
      "job-name=" + request.job_name + (request.force ? " force" : "") + " output=" + request.output.value_or("-") + " ";
  for (const std::string& name : request.modules) {
    text += "module=" + name + " ";
  }
  for (const std::string& word : request.command) {
    text += "word=" + word + "; ";
  }
  return text;
}

std::string shown(const ScriptRequest& request) {
  return shown(static_cast<const CommonRequest&>(request)) + " table=" + request.table.value_or("-") + shown(request.needs) +
         " quota=" + request.quota.value_or("-") + " " + shown(static_cast<const ScriptFile&>(request));
}

std::string shown(const ProbeRequest& request) {
  std::string text = shown(static_cast<const CommonRequest&>(request)) + " table=" + request.table.value_or("-") +
                     shown(request.needs) + " minutes=" + std::to_string(request.minutes) + " rate=" + request.rate_regex + " ";
  for (const std::string& option : request.options) {
    text += "option=" + option + " ";
  }
  return text + shown(static_cast<const ScriptFile&>(request));
}

std::string shown(const CheckRequest& request) {
  std::string text = shown(static_cast<const CommonRequest&>(request)) + " table=" + request.table.value_or("-") +
                     shown(request.needs) + "like=" + request.like.value_or("-") +
                     " mode=" + std::to_string(static_cast<int>(request.mode));
  for (const std::string& file : request.files) {
    text += " file=" + file;
  }
  return text + (request.has_needs ? " needs" : "") + " ";
}

std::string shown(const LintRequest& request) {
  return shown(static_cast<const CommonRequest&>(request)) + " file=" + request.file + " ";
}

template <class Request>
std::string shown(const CommandLine<Request>& line) {
  return line.request ? shown(*line.request) : errors_of(line.errors);
}

/// The request of a command line, its own command found first.
std::string request_of(const Arguments& arguments) {
  const CommandCall call = find_command(arguments);
  switch (call.command) {
    case Command::advice:
      return shown(read_advice_arguments(call.arguments));
    case Command::profiles:
      return shown(read_profiles_arguments(call.arguments));
    case Command::compare:
      return shown(read_compare_arguments(call.arguments));
    case Command::cost:
      return shown(read_cost_arguments(call.arguments));
    case Command::script:
      return shown(read_script_arguments(call.arguments));
    case Command::probe:
      return shown(read_probe_arguments(call.arguments));
    case Command::check:
      return shown(read_check_arguments(call.arguments));
    case Command::lint_table:
      return shown(read_lint_arguments(call.arguments));
  }
  return "";
}

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string help_of(Command command) {
  Arguments arguments{"--help"};
  if (command != Command::advice) {
    arguments.insert(arguments.begin(), std::string(command_word(command)));
  }
  const Printed printed = run_program(arguments);
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  return printed.out;
}

}  // namespace

TEST_CASE("only the first word can name a command") {
  struct Case {
    const char* description;
    Arguments arguments;
    Command command;
    Arguments rest;
  };
  const std::vector<Case> cases{
      {"nothing", {}, Command::advice, {}},
      {"options only", {"--mem", "30"}, Command::advice, {"--mem", "30"}},
      {"profiles", {"profiles", "--cpus", "4"}, Command::profiles, {"--cpus", "4"}},
      {"cost", {"cost", "2g.20gb"}, Command::cost, {"2g.20gb"}},
      {"check", {"check", "job.sh", "-"}, Command::check, {"job.sh", "-"}},
      {"lint-table", {"lint-table", "t.csv"}, Command::lint_table, {"t.csv"}},
      {"a name twice is a word of the first", {"cost", "cost"}, Command::cost, {"cost"}},
      {"a name as a value", {"--account", "cost"}, Command::advice, {"--account", "cost"}},
      {"a name further on", {"--mem", "30", "cost"}, Command::advice, {"--mem", "30", "cost"}},
      {"another case", {"Cost"}, Command::advice, {"Cost"}},
      {"an empty word", {""}, Command::advice, {""}},
      {"help", {"help"}, Command::advice, {"--help"}},
      {"help for a command", {"help", "cost"}, Command::cost, {"--help"}},
      {"help for a command and more", {"help", "cost", "--mem"}, Command::cost, {"--help"}},
      {"help for help", {"help", "help"}, Command::advice, {"--help"}},
      {"help for an option", {"help", "--mem"}, Command::advice, {"--help"}},
      {"help for what is no command", {"help", "costs"}, Command::advice, {"costs"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const CommandCall call = find_command(c.arguments);
    CHECK(call.command == c.command);
    CHECK(call.arguments == c.rest);
  }
}

TEST_CASE("the new options are read") {
  struct Case {
    const char* description;
    Arguments arguments;
    const char* part;
  };
  const std::vector<Case> cases{
      {"a time with units", {"--mem", "30", "--time", "1h30m"}, " time=1h30m "},
      {"a clock form of Slurm's", {"--mem", "30", "--time", "2-12:00:00"}, " time=60h "},
      {"a walltime of whole minutes", {"--mem", "30", "--time", "60s"}, " time=1m "},
      {"a walltime that Slurm rounds up to minutes", {"--mem", "30", "--time", "8:00:01"}, " time=8h1m "},
      {"one that is rounded up from next to nothing", {"--mem", "30", "--time", "1ms"}, " time=1m "},
      {"the longest walltime", {"--mem", "30", "--time", "3650d"}, " time=87600h "},
      {"two parts are minutes and seconds", {"--mem", "30", "--time=16:00"}, " time=16m "},
      {"a partition", {"--mem", "30", "--partition", "debug_gpu"}, " partition=debug_gpu "},
      {"a QoS", {"--mem", "30", "--qos", "high.prio"}, " qos=high.prio "},
      {"an account", {"--mem", "30", "--account", "pi@group+1"}, " account=pi@group+1 "},
      {"a budget", {"--mem", "30", "--budget", "12.5"}, " budget=12.5 "},
      {"a quota", {"--mem", "30", "--quota", "q.txt"}, " quota=q.txt "},
      {"a quota from the standard input", {"--mem", "30", "--quota", "-"}, " quota=- "},
      {"a quota of an account, for a price", {"cost", "full", "--quota", "-", "--account", "ab12"}, " account=ab12 "},
      {"a budget with its unit", {"--mem", "30", "--budget", "100 SU"}, " budget=100 "},
      {"explain", {"--mem", "30", "--explain"}, " explain"},
      {"explain in JSON, which always does", {"--mem", "30", "--explain", "--json"}, " explain"},
      {"quiet", {"--mem", "30", "--quiet"}, " quiet"},
      {"quiet for a script", {"--mem", "30", "--quiet", "--format", "sbatch"}, " quiet"},
      {"json", {"--mem", "30", "--json"}, "format=json"},
      {"json said twice over", {"--mem", "30", "--json", "--format", "json"}, "format=json"},
      {"markdown", {"--mem", "30", "--format", "markdown"}, "format=markdown"},
      {"srun", {"--mem", "30", "--format=srun"}, "format=srun"},
      {"profiles", {"profiles"}, " cpus=1 ram=-"},
      {"profiles with a job", {"profiles", "--cpus", "4", "--ram", "8G"}, " cpus=4 given ram=8G"},
      {"profiles in JSON", {"profiles", "--json"}, "format=json"},
      {"a command, word for word",
       {"script", "--mem", "30", "--", "./x", "--mem", "8", "--", "[a,b]", "[]", "", "-h"},
       "word=./x; word=--mem; word=8; word=--; word=[a,b]; word=[]; word=; word=-h; "},
      {"a command that needs no options", {"script", "--mem", "30", "--", "-x"}, "word=-x; "},
      {"a tab", {"script", "--mem", "30", "--", "a\tb"}, "word=a\tb; "},
      {"bytes that are no characters", {"script", "--mem", "30", "--", "\xff\xfe"}, "word=\xff\xfe; "},
      {"modules in order", {"script", "--mem=30", "--module", "b/1.2", "--module=a+", "--", "x"}, "module=b/1.2 module=a+ "},
      {"a name of the job", {"script", "--mem=30", "--job-name", "a.b", "--", "x"}, "job-name=a.b "},
      {"a file", {"script", "--mem=30", "--output", "a b\n", "--force", "--", "x"}, "force output=a b\n "},
      {"two choices", {"compare", "3g.40gb", "1g.10gb:3"}, " choice=3g.40gb choice=1g.10gb:3 "},
      {"choices between options", {"compare", "b", "--cpus", "4", "a", "--json", "c"}, " choice=b choice=a choice=c "},
      {"a choice in any spelling", {"compare", "gpu:a100_10g:1", "MIG [a,b] "}, " choice=gpu:a100_10g:1 choice=MIG [a,b]  "},
      {"eight choices", {"compare", "a", "b", "c", "d", "e", "f", "g", "h"}, " choice=g choice=h "},
      {"compare with a run time", {"compare", "a", "b", "--measured", "1g=1h"}, " measured=1g=1h "},
      {"compare with two", {"compare", "a", "b", "--measured=1g=1h", "--measured=2g=30m"}, " measured=1g=1h measured=2g=30m "},
      {"compare with a benchmark", {"compare", "a", "b", "--like", "qlora"}, " like=qlora "},
      {"check alone", {"check", "a.sh", "-"}, " mode=0 file=a.sh file=- "},
      {"check with needs", {"check", "a.sh", "--mem", "5", "--diff"}, " mode=2 file=a.sh needs "},
      {"check and mend", {"check", "--fix", "a.sh"}, " mode=1 file=a.sh "},
      {"compare in a partition", {"compare", "a", "b", "--partition", "p", "--qos", "q"}, " partition=p qos=q "},
      {"the option of cost as it is written", {"cost", "MIG 2G.20GB"}, " hours=- "},
      {"the same", {"cost", "MIG 2G.20GB"}, " prefer=0 option=MIG 2G.20GB "},
      {"hours as a plain number", {"cost", "full", "--hours", "10"}, " hours=10h "},
      {"hours with a fraction", {"cost", "full", "--hours", "0.556"}, " hours=33m21s600ms "},
      {"hours with blanks around them", {"cost", "full", "--hours", " 2 "}, " hours=2h "},
      {"hours as a time", {"cost", "full", "--hours", "1h30m"}, " hours=1h30m "},
      {"hours as a clock form of Slurm's", {"cost", "full", "--hours", "1-06"}, " hours=30h "},
      {"cost of several jobs", {"cost", "full", "--tasks", "3"}, " tasks=3 "},
      {"cost of several GPUs", {"cost", "full", "--gpus", "2"}, " gpus=2 "},
      {"cost in a partition", {"cost", "full", "--partition", "gpu", "--qos", "low"}, " partition=gpu qos=low "},
      {"the file to check", {"lint-table", "[a,b] c.csv"}, " file=[a,b] c.csv "},
      {"a file that is called as a command is", {"lint-table", "cost"}, " file=cost "},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const std::string request = request_of(c.arguments);
    CAPTURE(request);
    CHECK(request.find(c.part) != std::string::npos);
  }
}

TEST_CASE("what is not accepted is told with its repair") {
  struct Case {
    const char* description;
    Arguments arguments;
    Lines parts;
  };
  const std::vector<Case> cases{
      {"a bare time",
       {"--mem", "30", "--time", "90"},
       {"U006", "--time '90' has no unit", "write 90m for minutes, 90h for hours"}},
      {"no time", {"--mem", "30", "--time", "0h"}, {"U006", "is not above 0"}},
      {"no limit", {"--mem", "30", "--time", "UNLIMITED"}, {"U006", "--time 'UNLIMITED' is no limit", "leave --time out"}},
      {"no limit in another way", {"--mem", "30", "--time", "infinite"}, {"U006", "'infinite' is no limit"}},
      {"no limit as a number", {"--mem", "30", "--time", "0"}, {"U006", "'0' is no limit"}},
      {"a clock that is none", {"--mem", "30", "--time", "1:99"}, {"U006", "is not a clock form"}},
      {"a time that is none", {"--mem", "30", "--time", "long"}, {"U006", "is not a number"}},
      {"a partition with a blank", {"--mem", "30", "--partition", "a b"}, {"U006", "is no plain name"}},
      {"several partitions", {"--mem", "30", "--partition", "a,b"}, {"U006", "one name, not a list"}},
      {"a QoS like an option", {"--mem", "30", "--qos", "-x"}, {"U006", "--qos '-x' is no plain name"}},
      {"a QoS that a shell would run", {"--mem", "30", "--qos", "$(id)"}, {"U006", "is no plain name"}},
      {"a QoS pattern as it stands",
       {"--mem", "30", "--qos", "high_*"},
       {"U006", "hint: high_ followed by a name, such as high_abc"}},
      {"a partition like a pattern", {"--mem", "30", "--partition", "gpu*"}, {"U006", "is no plain name;"}},
      {"an account that is too long", {"--mem", "30", "--account", std::string(65, 'a')}, {"U006", "up to 64"}},
      {"an account with an option behind it", {"--mem", "30", "--account", "--json"}, {"U003", "--account needs a value"}},
      {"an account and nothing that it would pick",
       {"cost", "full", "--account", "ab12"},
       {"U008", "--account needs --quota FILE"}},
      {"a quota without a name", {"--mem", "30", "--quota="}, {"U006", "--quota '' is empty"}},
      {"no budget", {"--mem", "30", "--budget", "0"}, {"U006", "--budget '0' is not above 0"}},
      {"a budget in another unit", {"--mem", "30", "--budget", "5 hours"}, {"U006", "has an unknown unit"}},
      {"a flag with a value", {"--mem", "30", "--quiet=yes"}, {"U004", "--quiet takes no value"}},
      {"time twice", {"--mem", "30", "--time", "1h", "--time", "2h"}, {"U005", "--time"}},
      {"explain and quiet", {"--mem", "30", "--explain", "--quiet"}, {"U007", "--explain and --quiet"}},
      {"explain and a word for a script",
       {"--mem", "30", "--explain", "--format", "gres"},
       {"U007", "--explain and --format gres"}},
      {"explain and csv", {"--mem", "30", "--explain", "--format", "csv"}, {"U007", "--explain and --format csv"}},
      {"json and csv", {"profiles", "--json", "--format", "csv"}, {"U007", "--json and --format"}},
      {"no hours", {"cost", "full", "--hours", "0"}, {"U006", "--hours '0' is not above 0"}},
      {"hours and a bare rest", {"cost", "full", "--hours", "1h30"}, {"U006", "'1h30' has no unit"}},
      {"negative hours", {"cost", "full", "--hours", "-1"}, {"U006", "'-1' is negative"}},
      {"a comma in the hours", {"cost", "full", "--hours", "1,5"}, {"U006", "has a comma"}},
      {"cost of nothing", {"cost"}, {"U013", "OPTION is missing; expected the option to price"}},
      {"cost of nothing, with options", {"cost", "--cpus", "0"}, {"U013", "U006", "--cpus '0'"}},
      {"cost of an empty word", {"cost", ""}, {"U006", "OPTION '' is empty"}},
      {"cost of two", {"cost", "full", "1g.10gb"}, {"U014", "'1g.10gb' is a word too many; expected one OPTION"}},
      {"compare of nothing", {"compare"}, {"U013", "CHOICE is missing; expected two to eight options"}},
      {"compare of one", {"compare", "full"}, {"U013", "another CHOICE is missing; expected two to eight options"}},
      {"compare of an empty word", {"compare", "full", ""}, {"U006", "CHOICE '' is empty"}},
      {"compare of nine",
       {"compare", "a", "b", "c", "d", "e", "f", "g", "h", "i"},
       {"U014", "'i' is a word too many; expected at most 8 of CHOICE"}},
      {"a class and a benchmark to compare by",
       {"compare", "a", "b", "--compute", "heavy", "--like", "qlora"},
       {"U007", "--compute and --like"}},
      {"a list to compare by", {"compare", "a", "b", "--like", "list"}, {"U006", "--like 'list' is no benchmark"}},
      {"a list to check by", {"check", "a", "--mem", "1", "--like", "list"}, {"U006", "--like 'list' is no benchmark"}},
      {"fix and diff", {"check", "a", "--fix", "--diff"}, {"U007", "--fix and --diff"}},
      {"fix and JSON", {"check", "a", "--fix", "--json"}, {"U007", "--fix and --json"}},
      {"fix of several files", {"check", "a", "b", "--fix"}, {"U007", "--fix and several files"}},
      {"headroom of nothing",
       {"check", "a", "--headroom", "5"},
       {"U008", "--headroom needs --mem, --usage, --min-sms or --min-compute"}},
      {"an empty file name", {"check", ""}, {"U006", "is empty"}},
      {"a format that compare does not have", {"compare", "a", "b", "--format", "csv"}, {"U012", "with compare"}},
      {"GPUs of one program to compare",
       {"compare", "full", "1g", "--gpus", "2"},
       {"U001", "migadvise without a command has --gpus"}},
      {"a word for profiles", {"profiles", "full"}, {"U014", "'full' is a word too many; expected options only"}},
      {"nothing to check", {"lint-table"}, {"U013", "FILE is missing"}},
      {"two to check", {"lint-table", "my", "table.csv"}, {"U014", "'table.csv' is a word too many", "quotes"}},
      {"a format that is not for this command",
       {"profiles", "--format", "gres"},
       {"U012", "--format gres makes no sense with profiles; expected text|json|markdown|csv\n"}},
      {"a format that nobody knows", {"profiles", "--format", "jsn"}, {"U010", "expected text|json|markdown|csv\n", "json?"}},
      {"nearly a command", {"costs", "full"}, {"U002", "did you mean cost?"}},
      {"the start of a command", {"lint", "t.csv"}, {"U002", "did you mean lint-table?"}},
      {"a command in another case", {"Profiles"}, {"U002", "did you mean profiles?"}},
      {"a command further on", {"--mem", "30", "profiles"}, {"U002", "the command stands first: migadvise profiles"}},
      {"help further on", {"--mem", "30", "help"}, {"U002", "the command stands first: migadvise help"}},
      {"a number where a command stands", {"30"}, {"U002", "GPU memory is --mem 30"}},
      {"a unit of memory apart from its number", {"--mem", "16", "G"}, {"U002", "one word, such as 2G"}},
      {"a unit of time apart from its number", {"--mem", "16", "--time", "4", "h"}, {"U002", "one word, such as 2h"}},
      {"an option of the advice command",
       {"profiles", "--headroom", "5"},
       {"U001", "migadvise without a command has --headroom"}},
      {"an option of cost", {"profiles", "--hours", "5"}, {"U001", "migadvise cost has --hours"}},
      {"an option of nobody", {"cost", "full", "--foo"}, {"U001", "migadvise cost --help lists them"}},
      {"an option that sbatch has and this command nothing like it",
       {"lint-table", "t.csv", "-c", "4"},
       {"U001", "migadvise lint-table --help lists them"}},
      {"an option with a letter wrong", {"cost", "full", "--huors", "1"}, {"U001", "did you mean --hours?"}},
      {"the end of the options", {"cost", "--", "full"}, {"U001", "unknown option '--'"}},
      {"a command without the word script", {"--", "./x"}, {"U001", "unknown option '--'", "migadvise script [OPTIONS] --"}},
      {"the same behind needs, whatever the command's options are",
       {"--mem", "30", "--", "./x", "--mem"},
       {"U001", "unknown option '--'", "migadvise script [OPTIONS] --"}},
      {"a script of nothing", {"script"}, {"U009", "script --mem 30 -- COMMAND", "U016", "no -- stands on the line"}},
      {"a script without a command", {"script", "--mem", "30"}, {"U016", "no -- stands on the line"}},
      {"nothing behind the mark", {"script", "--mem", "30", "--"}, {"U016", "nothing stands behind --"}},
      {"an empty program", {"script", "--mem", "30", "--", "", "a"}, {"U016", "the first word behind -- is empty"}},
      {"a command without the mark",
       {"script", "--mem", "30", "./train.py", "--lr", "1"},
       {"U016", "no -- stands ahead of './train.py'", "hint: migadvise script [OPTIONS] -- ./train.py ..."}},
      {"a word ahead of the mark", {"script", "--mem", "30", "x", "--", "y"}, {"U014", "'x' is a word too many"}},
      {"a line break",
       {"script", "--mem", "30", "--", "x", "a\nb"},
       {"U017", "word 2 of the command, 'a\\u{A}b', has a line break"}},
      {"a carriage return", {"script", "--mem", "30", "--", "x\r"}, {"U017", "word 1 of the command", "has a line break"}},
      {"an escape", {"script", "--mem", "30", "--", "x", "\x1b[31m"}, {"U017", "has the control character 0x1B"}},
      {"a NUL", {"script", "--mem", "30", "--", std::string("x\0y", 3)}, {"U017", "has the control character 0x00"}},
      {"a DEL", {"script", "--mem", "30", "--", "\x7f"}, {"U017", "has the control character 0x7F"}},
      {"everything at once", {"script", "--cpus", "0", "--", "x", "\n"}, {"U006", "--cpus '0'", "U017", "word 2 of the command"}},
      {"a module that a shell would run",
       {"script", "--mem", "30", "--module", "a;id", "--", "x"},
       {"U006", "no name of a module"}},
      {"a list of modules", {"script", "--mem", "30", "--module", "a,b", "--", "x"}, {"U006", "--module once for each"}},
      {"a module that is an option", {"script", "--mem", "30", "--module=-a", "--", "x"}, {"U006", "no name of a module"}},
      {"a module without a name", {"script", "--mem", "30", "--module=", "--", "x"}, {"U006", "--module '' is empty"}},
      {"a name of a job with a line break",
       {"script", "--mem", "30", "--job-name", "a\nb", "--", "x"},
       {"U006", "--job-name 'a\\u{A}b'"}},
      {"force without a file", {"script", "--mem", "30", "--force", "--", "x"}, {"U008", "--force needs --output FILE"}},
      {"a list for a script", {"script", "--mem", "30", "--like", "list", "--", "x"}, {"U006", "'list' is no benchmark"}},
      {"a script as JSON",
       {"script", "--mem", "30", "--format", "json", "--", "x"},
       {"U012", "makes no sense with script; expected text"}},
      {"an option of script", {"cost", "full", "--module", "a"}, {"U001", "migadvise script has --module"}},
      {"an option of script, without a command", {"--mem", "30", "--job-name", "a"}, {"U001", "migadvise script has --job-name"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const std::string errors = errors_of(c.arguments);
    CAPTURE(errors);
    for (const std::string& part : c.parts) {
      CAPTURE(part);
      CHECK(errors.find(part) != std::string::npos);
    }
    const Printed printed = run_program(c.arguments);
    CHECK(printed.status == 2);
    CHECK(printed.out.empty());
    CHECK(printed.err == errors);
  }
}

TEST_CASE("what Slurm's users write is answered with our spelling") {
  struct Case {
    Arguments arguments;
    const char* part;
  };
  const std::vector<Case> cases{
      {{"--mem", "30", "-q", "low"}, "--qos"},
      {{"--mem", "30", "-qlow"}, "--qos"},
      {{"--mem", "30", "-p", "gpu"}, "--partition"},
      {{"--mem", "30", "--queue", "gpu"}, "--partition"},
      {{"--mem", "30", "-A", "pi"}, "--account"},
      {{"--mem", "30", "-t", "10:00"}, "--time"},
      {{"--mem", "30", "--walltime=10h"}, "--time"},
      {{"--mem", "30", "--hours", "10"}, "--time"},
      {{"--mem", "30", "-Q"}, "--quiet"},
      {{"--mem", "30", "-c4"}, "--cpus"},
      {{"cost", "full", "-c", "4"}, "--cpus"},
      {{"cost", "full", "-p", "gpu"}, "--partition"},
      {{"compare", "full", "1g", "--tasks", "3"}, "1g.10gb:3"},
      {{"compare", "full", "1g", "--mem", "30"}, "--ram"},
      {{"cost", "full", "-t", "10h"}, "--hours"},
      {{"cost", "full", "--time", "10h"}, "--hours"},
      {{"cost", "full", "--mem", "64G"}, "--ram"},
      {{"cost", "--gres", "gpu:1"}, "migadvise cost 2g.20gb"},
      {{"lint-table", "--table", "t.csv"}, "migadvise lint-table FILE"},
      {{"script", "--mem", "30", "-J", "a", "--", "x"}, "--job-name"},
      {{"probe", "--time", "10m", "--", "x"}, "--minutes N"},
      {{"probe", "-t10", "--", "x"}, "--minutes N"},
      {{"probe", "--walltime=10", "--", "x"}, "--minutes N"},
      {{"probe", "--hours", "1", "--", "x"}, "--minutes N"},
      {{"script", "--mem", "30", "-o", "a", "--", "x"}, "--output"},
      {{"script", "--mem", "30", "--array", "1-3", "--", "x"}, "--tasks"},
  };
  for (const Case& c : cases) {
    const std::string errors = errors_of(c.arguments);
    CAPTURE(c.arguments, errors);
    CHECK(errors.starts_with("migadvise: error[U001]: unknown option '-"));
    const std::size_t hint = errors.find("\n  hint: ");
    REQUIRE(hint != std::string::npos);
    CHECK(errors.find(c.part, hint) != std::string::npos);
  }
}

TEST_CASE("the order of the options does not matter to any command") {
  const std::map<Command, std::vector<Arguments>> options{
      {Command::advice,
       {{"--mem", "30"},
        {"--time", "2h"},
        {"--qos=low"},
        {"--account", "a"},
        {"--budget", "5"},
        {"--quota", "q"},
        {"--explain"}}},
      {Command::profiles, {{"--cpus", "4"}, {"--ram=8G"}, {"--partition", "p"}, {"--json"}, {"--quiet"}}},
      {Command::compare, {{"full", "1g:2"}, {"--measured=1g=1h"}, {"--qos", "low"}, {"--cpus=2"}, {"--json"}, {"--site", "s"}}},
      {Command::cost, {{"full"}, {"--hours", "2"}, {"--gpus", "2"}, {"--format=csv"}, {"--table", "t"}, {"--ascii"}}},
      {Command::script,
       {{"--mem", "30"}, {"--tasks=3"}, {"--output", "o"}, {"--force"}, {"--module=a/1"}, {"--job-name", "j"}, {"--ascii"}}},
      {Command::probe,
       {{"--minutes", "5"}, {"--options=1g,3g"}, {"--rate-regex", "(a)"}, {"--output", "o"}, {"--force"}, {"--cpus", "2"}}},
      {Command::check, {{"a.sh"}, {"--mem", "12"}, {"--measured=1g=1h"}, {"--json"}, {"--table", "t"}, {"--quiet"}}},
      {Command::lint_table, {{"t.csv"}, {"--site", "s"}, {"--color=never"}, {"--quiet"}}},
  };
  for (const Command command : all_commands) {
    std::vector<Arguments> parts = options.at(command);
    std::set<std::string> requests;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      for (std::size_t j = 0; j < parts.size(); ++j) {
        std::swap(parts[i], parts[j]);
        Arguments arguments;
        if (command != Command::advice) {
          arguments.emplace_back(command_word(command));
        }
        for (const Arguments& part : parts) {
          arguments = joined({arguments, part});
        }
        if (command == Command::script || command == Command::probe) {
          arguments = joined({arguments, {"--", "x", "--mem", "--", ""}});
        }
        REQUIRE(errors_of(arguments).empty());
        requests.insert(request_of(arguments));
      }
    }
    CAPTURE(requests);
    CHECK(requests.size() == 1);
  }
}

TEST_CASE("the help of a command lists its options, all of them and no others") {
  const std::set<std::string> output{"--format", "--json", "--quiet", "--color", "--ascii", "--site", "--help", "--version"};
  const std::map<Command, std::set<std::string>> expected{
      {Command::advice, {"--mem",         "--single-model", "--tasks",    "--jobs",   "--coupled",  "--gpus",   "--min-sms",
                         "--min-compute", "--compute",      "--measured", "--like",   "--cpus",     "--ram",    "--time",
                         "--partition",   "--qos",          "--account",  "--budget", "--headroom", "--prefer", "--explain",
                         "--table",       "--usage",        "--quota",    "--live"}},
      {Command::profiles, {"--cpus", "--ram", "--partition", "--qos", "--table"}},
      {Command::compare, {"--compute", "--measured", "--like", "--cpus", "--ram", "--partition", "--qos", "--table"}},
      {Command::cost,
       {"--hours", "--tasks", "--jobs", "--gpus", "--cpus", "--ram", "--partition", "--qos", "--account", "--quota", "--table"}},
      {Command::script, {"--mem",         "--single-model", "--tasks",    "--jobs",   "--coupled",  "--gpus",   "--min-sms",
                         "--min-compute", "--compute",      "--measured", "--like",   "--cpus",     "--ram",    "--time",
                         "--partition",   "--qos",          "--account",  "--budget", "--headroom", "--prefer", "--job-name",
                         "--module",      "--output",       "--force",    "--table",  "--usage",    "--quota"}},
      {Command::probe,
       {"--minutes", "--rate-regex", "--options", "--cpus", "--ram", "--partition", "--qos", "--account", "--job-name",
        "--module", "--output", "--force", "--table"}},
      {Command::check,
       {"--fix", "--diff", "--mem", "--usage", "--single-model", "--min-sms", "--min-compute", "--headroom", "--prefer",
        "--compute", "--measured", "--like", "--table"}},
      {Command::lint_table, {}},
  };
  for (const Command command : all_commands) {
    const std::string help = help_of(command);
    CAPTURE(help);
    std::set<std::string> listed;
    for (const std::string& line : lines_of(help)) {
      CHECK((line.size() <= 80 || line.starts_with("Submit:")));
      std::istringstream names(line.starts_with("  -") ? line.substr(2, line.find(' ', 2) - 2) : "");
      for (std::string name; std::getline(names, name, ',');) {
        listed.insert(name);
      }
    }
    std::set<std::string> all = expected.at(command);
    all.insert(output.begin(), output.end());
    all.insert("-h");
    if (formats_of(command).size() == 1) {
      all.erase("--json");
    }
    CHECK(listed == all);
    // What the help lists is known, and what it does not list is not.
    for (const auto& [other, names] : expected) {
      for (const std::string& name : names) {
        CAPTURE(name);
        const bool known = errors_of(shortest_call(command, {name})).find("U001") == std::string::npos;
        CHECK(known == all.contains(name));
      }
    }
  }
}

TEST_CASE("every command has its help, however it is asked for, and an example that is right") {
  const std::string overview = help_of(Command::advice);
  for (const Command command : all_commands) {
    const std::string word(command_word(command));
    const std::string help = help_of(command);
    CAPTURE(word, help);
    CHECK(overview.find(word) != std::string::npos);
    CHECK(help.find("\nUsage: migadvise " + word) != std::string::npos);
    CHECK(run_program(word.empty() ? Arguments{"help"} : Arguments{"help", word}).out == help);
    CHECK(run_program(shortest_call(command, {"-h"})).out == help);
    CHECK(run_program(shortest_call(command, {"--version"})).out == "migadvise " MIGADVISE_VERSION "\n");
    const std::string mark = "\nExample: migadvise ";
    const std::size_t at = help.find(mark);
    REQUIRE(at != std::string::npos);
    std::istringstream words(help.substr(at + mark.size(), help.find('\n', at + 1) - at - mark.size()));
    Arguments example;
    for (std::string one; words >> one;) {
      example.push_back(one);
    }
    CHECK(find_command(example).command == command);
    CHECK(errors_of(example).empty());
  }
}

TEST_CASE("docs/guide.md says what each rule means") {
  std::ifstream page(MIGADVISE_DOCS "/guide.md");
  std::map<std::string, int> told;
  bool in_chapter = false;
  for (std::string line; std::getline(page, line);) {
    in_chapter = line.starts_with("## ") ? line == "## What each rule means" : in_chapter;
    if (!in_chapter || !line.starts_with("| `")) {
      continue;
    }
    const std::string cell = line.substr(2, line.find('|', 2) - 2);
    for (std::size_t at = cell.find('`'); at != std::string::npos;) {
      const std::size_t end = cell.find('`', at + 1);
      REQUIRE(end != std::string::npos);
      ++told[cell.substr(at + 1, end - at - 1)];
      at = cell.find('`', end + 1);
    }
  }
  CHECK(told.size() == rule_count);
  for (std::size_t i = 0; i < rule_count; ++i) {
    CAPTURE(rule_id(static_cast<Rule>(i)));
    CHECK(told[std::string(rule_id(static_cast<Rule>(i)))] == 1);
  }
}

TEST_CASE("each command has the formats that the table in docs/formats.md shows") {
  std::ifstream page(MIGADVISE_DOCS "/formats.md");
  std::map<std::string, Lines> rows;
  bool in_example = false;
  for (std::string line; std::getline(page, line);) {
    in_example = in_example != line.starts_with("```");
    if (in_example || !line.starts_with("| ")) {
      continue;
    }
    std::istringstream cells(line.substr(2));
    Lines row;
    for (std::string cell; std::getline(cells, cell, '|');) {
      const std::size_t first = cell.find_first_not_of(" `");
      row.push_back(first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(" `") - first + 1));
    }
    REQUIRE(row.size() == format_count + 1);
    rows[row[0]] = Lines(row.begin() + 1, row.end());
  }
  REQUIRE(rows.size() == command_count + 1);
  REQUIRE(rows.contains("command"));
  for (const Command command : all_commands) {
    const std::string word(command_word(command));
    const std::string title = word.empty() ? "migadvise" : "migadvise " + word;
    REQUIRE(rows.contains(title));
    for (std::size_t i = 0; i < format_count; ++i) {
      const std::string format(format_word(static_cast<Format>(i)));
      CAPTURE(title, format);
      CHECK(rows["command"][i] == format);
      const bool shown_as_there = rows[title][i] == "yes";
      CHECK((shown_as_there || rows[title][i] == "–"));
      const std::string errors = errors_of(shortest_call(command, {"--format", format}));
      CHECK(errors.empty() == shown_as_there);
      CHECK((errors.find("error[U012]: --format " + format + " makes no sense with " + word + ";") != std::string::npos) !=
            shown_as_there);
      const std::span<const Format> formats = formats_of(command);
      CHECK((std::ranges::find(formats, static_cast<Format>(i)) != formats.end()) == shown_as_there);
    }
  }
}

}  // namespace migadvise
