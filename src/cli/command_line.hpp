// The command line: which command is meant, what its options are, and how they are held against each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/diagnostic.hpp"
#include "migadvise/needs.hpp"

namespace migadvise {

enum class Command : std::uint8_t { advice, profiles, compare, cost, script, probe, check, lint_table };
inline constexpr std::size_t command_count = static_cast<std::size_t>(Command::lint_table) + 1;

/// The word that names a command; empty for the advice command, which needs none.
std::string_view command_word(Command command);

enum class Format : std::uint8_t { text, json, markdown, csv, gres, sbatch, srun };
inline constexpr std::size_t format_count = static_cast<std::size_t>(Format::srun) + 1;

/// A format as `--format` takes it.
std::string_view format_word(Format format);

/// The formats that a command can answer in; docs/formats.md shows the same.
std::span<const Format> formats_of(Command command);

enum class ColorChoice : std::uint8_t { automatic, always, never };

/// What every command can be told.
struct CommonRequest {
  Format format = Format::text;
  ColorChoice color = ColorChoice::automatic;
  bool ascii = false;
  bool quiet = false;
  std::optional<std::string> site;  ///< name or path; the built-in site when missing
};

/// What every command can be told that answers from a profile table.
struct TableRequest : CommonRequest {
  std::optional<std::string> table;  ///< path; the built-in table when missing
  std::optional<std::string> quota;  ///< path, or `-` for the standard input; of those commands that price a job to be run
};

/// A run time on an option, as it was written.
struct WrittenRun {
  std::string option;  ///< not empty
  Duration time;
};

/// The benchmark name that asks for all of them.
inline constexpr std::string_view list_word = "list";

/// What is asked about a job whose run time may be known. The options and the benchmark are looked up once the table is known.
struct RunRequest : TableRequest {
  Needs needs;
  std::vector<WrittenRun> measured;
  std::optional<std::string> like;
  std::optional<std::string> usage;  ///< path of a log that shows the GPU memory needed, or `-` for the standard input
  [[nodiscard]] bool lists_benchmarks() const { return like && *like == list_word; }
};

/// What the advice command was asked.
struct AdviceRequest : RunRequest {
  bool explain = false;
  bool ask_sinfo = false;                ///< for idle instances
  std::optional<std::string> live_file;  ///< path of what sinfo has printed, or `-` for the standard input; never with the above
};

/// What `profiles` was asked: of the needs CPUs, host RAM, partition and QoS.
struct ProfilesRequest : TableRequest {
  Needs needs;
};

/// What `compare` was asked: of the needs CPUs, host RAM, partition, QoS and what the run time depends on.
struct CompareRequest : RunRequest {
  std::vector<std::string> choices;  ///< as they were written; none is empty
};

/// What `cost` was asked: of the needs CPUs, host RAM, tasks, GPUs, partition, QoS and account.
struct CostRequest : TableRequest {
  std::string option;  ///< as it was written; not empty
  std::optional<Duration> hours;
  Needs needs;
};

/// A script that is to be written for a command.
struct ScriptFile {
  std::string job_name;               ///< a word that Slurm takes; empty when the script is named after its command
  std::vector<std::string> modules;   ///< names of modules, in order
  std::optional<std::string> output;  ///< path; stdout when missing
  bool force = false;                 ///< the file may be overwritten
  std::vector<std::string> command;   ///< word for word; not empty, nor is the first, and none has a control character but tabs
  std::vector<std::string> made_by;   ///< the whole command line, from `migadvise` on
};

/// What `script` was asked: all that an advice is asked for, and the job that the script is for.
struct ScriptRequest : RunRequest, ScriptFile {};

/// What `probe` was asked: of the needs CPUs, host RAM, partition, QoS and account.
struct ProbeRequest : TableRequest, ScriptFile {
  Needs needs;
  int minutes = 10;                  ///< the most that the command runs on each option
  std::string rate_regex;            ///< a POSIX extended regular expression with one group; empty without one
  std::vector<std::string> options;  ///< as they were written; none for all
};

/// What `check` does with what it finds.
enum class CheckMode : std::uint8_t {
  report,  ///< tells of it
  fix,     ///< prints the script as it would be mended
  diff,    ///< prints what would be changed
};

/// What `check` was asked: of the needs GPU memory, floors, headroom, preference and what the run time depends on.
struct CheckRequest : RunRequest {
  std::vector<std::string> files;  ///< paths, or `-` for the standard input; none is empty
  CheckMode mode = CheckMode::report;
  bool has_needs = false;  ///< something is said of the job that a script does not say
};

/// What `lint-table` was asked.
struct LintRequest : CommonRequest {
  std::string file;  ///< path; not empty
};

/// A command line as read: a request, or a text to print (help, version), or errors.
template <class Request>
struct CommandLine {
  std::optional<Request> request;
  std::string text;
  std::vector<Diagnostic> errors;
};

/// The command that is meant, and its arguments without the word that names it.
struct CommandCall {
  Command command = Command::advice;
  std::vector<std::string> arguments;
};

/// Only the first argument can name a command. `help COMMAND` is the same as `COMMAND --help`.
CommandCall find_command(const std::vector<std::string>& arguments);

/// Reads the arguments of a command. Their order does not matter; every option that takes a value may stand once.
CommandLine<AdviceRequest> read_advice_arguments(const std::vector<std::string>& arguments);
CommandLine<ProfilesRequest> read_profiles_arguments(const std::vector<std::string>& arguments);
CommandLine<CompareRequest> read_compare_arguments(const std::vector<std::string>& arguments);
CommandLine<CostRequest> read_cost_arguments(const std::vector<std::string>& arguments);
/// What stands behind the first `--` is the command of the script and is not read.
CommandLine<ScriptRequest> read_script_arguments(const std::vector<std::string>& arguments);
/// Likewise, of the script that measures it.
CommandLine<ProbeRequest> read_probe_arguments(const std::vector<std::string>& arguments);
CommandLine<CheckRequest> read_check_arguments(const std::vector<std::string>& arguments);
CommandLine<LintRequest> read_lint_arguments(const std::vector<std::string>& arguments);

}  // namespace migadvise
