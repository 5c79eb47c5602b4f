#include "cli/command_line.hpp"

#include <regex.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "cli/files.hpp"
#include "cli/option_parser.hpp"
#include "core/decimal.hpp"
#include "core/slurm_word.hpp"
#include "migadvise/compare.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

constexpr std::string_view help_word = "help";
constexpr std::string_view end_of_options = "--";  // what follows is a command
constexpr std::string_view script_call = "migadvise script [OPTIONS] -- COMMAND...";
constexpr std::string_view probe_call = "migadvise probe [OPTIONS] -- COMMAND...";
constexpr std::array<std::string_view, format_count> format_words{"text", "json", "markdown", "csv", "gres", "sbatch", "srun"};

constexpr std::array<Habit, 57> habits{{
    {"-c", "--cpus", "CPUs per job are --cpus N"},
    {"--cpus-per-task", "--cpus", "CPUs per job are --cpus N"},
    {"--cores", "--cpus", "CPUs per job are --cpus N"},
    {"--mem-per-cpu", "--ram", "host RAM is --ram SIZE, for the whole job"},
    {"--mem-per-gpu", "--ram", "host RAM is --ram SIZE, for the whole job"},
    {"--host-mem", "--ram", "host RAM is --ram SIZE"},
    {"--gres", "--mem", "migadvise finds the GRES; say what the job needs, such as --mem 30"},
    {"-G", "--gpus", "full GPUs of one program are --gpus N"},
    {"--gpus-per-node", "--gpus", "full GPUs of one program are --gpus N"},
    {"--gpus-per-task", "--gpus", "full GPUs of one program are --gpus N"},
    {"--gpus-per-socket", "--gpus", "full GPUs of one program are --gpus N"},
    {"-n", "--tasks", "separate jobs are --tasks N; MPI ranks of one job are not tasks"},
    {"--ntasks", "--tasks", "separate jobs are --tasks N; MPI ranks of one job are not tasks"},
    {"--ntasks-per-node", "--tasks", "separate jobs are --tasks N; MPI ranks of one job are not tasks"},
    {"-a", "--tasks", "separate jobs are --tasks N"},
    {"--array", "--tasks", "separate jobs are --tasks N"},
    {"--vram", "--mem", "GPU memory is --mem SIZE"},
    {"--gpu-mem", "--mem", "GPU memory is --mem SIZE"},
    {"--gpu-memory", "--mem", "GPU memory is --mem SIZE"},
    {"--memory", "--mem", "GPU memory is --mem SIZE"},
    {"-m", "--mem", "GPU memory is --mem SIZE"},
    {"--sms", "--min-sms", "the least number of SMs is --min-sms N"},
    {"-t", "--time", "the walltime to ask for is --time LIMIT"},
    {"--walltime", "--time", "the walltime to ask for is --time LIMIT"},
    {"--time-limit", "--time", "the walltime to ask for is --time LIMIT"},
    {"--timelimit", "--time", "the walltime to ask for is --time LIMIT"},
    {"--hours", "--time",
     "the walltime to ask for is --time LIMIT, such as --time 10h; migadvise cost OPTION --hours N prices a run"},
    {"-t", "--minutes", "the most that the command runs on each option is --minutes N"},
    {"--time", "--minutes", "the most that the command runs on each option is --minutes N"},
    {"--walltime", "--minutes", "the most that the command runs on each option is --minutes N"},
    {"--hours", "--minutes", "the most that the command runs on each option is --minutes N"},
    {"-t", "--hours", "the hours to price are --hours N"},
    {"--time", "--hours", "the hours to price are --hours N"},
    {"--walltime", "--hours", "the hours to price are --hours N"},
    {"-p", "--partition", "the partition is --partition NAME"},
    {"--queue", "--partition", "the partition is --partition NAME"},
    {"-q", "--qos", "the QoS is --qos NAME; --quiet has no short form"},
    {"-A", "--account", "the account is --account NAME"},
    {"--project", "--account", "the account is --account NAME"},
    {"--walltime-measured", "--measured", "a run time is --measured OPTION=TIME"},
    {"--runtime", "--measured", "a run time is --measured OPTION=TIME, such as --measured 1g=1h5m"},
    {"--benchmark", "--like", "a published benchmark is --like WORKLOAD"},
    {"-Q", "--quiet", "--quiet has no short form"},
    {"--verbose", "--explain", "every rule on every option is shown by --explain"},
    {"--output", "--format", "migadvise writes to stdout; how it prints is --format"},
    {"-J", "--job-name", "the name of the job is --job-name NAME"},
    {"-o", "--output", "the file that the script goes to is --output FILE"},
    {"--error", "--job-name", "the job writes to NAME.ID.out and NAME.ID.err, where NAME is --job-name"},
    {"--modules", "--module", "modules are --module NAME, once for each"},
    {"--overwrite", "--force", "an existing file is overwritten with --force"},
    {"--table", "FILE", "the table to check needs no option: migadvise lint-table FILE"},
    {"--option", "OPTION", "the option to price stands by itself: migadvise cost 2g.20gb"},
    {"--profile", "OPTION", "the option to price stands by itself: migadvise cost 2g.20gb"},
    {"--gres", "OPTION", "the option to price stands by itself: migadvise cost 2g.20gb"},
    {"--tasks", "CHOICE", "separate jobs stand behind the option: migadvise compare 3g.40gb 1g.10gb:3"},
    {"--jobs", "CHOICE", "separate jobs stand behind the option: migadvise compare 3g.40gb 1g.10gb:3"},
    {"--mem", "--ram", "host RAM is --ram SIZE; advice by GPU memory needs no command: migadvise --mem SIZE"},
}};

constexpr std::array<Format, format_count> every_format{Format::text, Format::json,   Format::markdown, Format::csv,
                                                        Format::gres, Format::sbatch, Format::srun};
constexpr std::array<Format, 4> table_formats{Format::text, Format::json, Format::markdown, Format::csv};
constexpr std::array<Format, 3> reading_formats{Format::text, Format::json, Format::markdown};
constexpr std::array<Format, 1> script_formats{Format::text};
constexpr std::array<Format, 2> finding_formats{Format::text, Format::json};

std::string advice_footer();
std::string check_footer();
std::string compare_footer();
std::string probe_footer();
std::string script_footer();
Diagnostic unknown_command(const std::string& word);
std::string find_elsewhere(std::string_view option);

struct CommandEntry {
  std::string_view word;
  std::string_view operand;  // the word it must have
  std::span<const Format> formats;
  CommandText text;
};

// In the order of Command.
constexpr std::array<CommandEntry, command_count> commands{{
    {"",
     "",
     every_format,
     {.title = "Which GPU should this job ask for, and what will it cost?",
      .call = "migadvise",
      .usage = "migadvise [OPTIONS]\n       migadvise COMMAND ...",
      .footer = advice_footer,
      .habits = habits,
      .elsewhere = find_elsewhere,
      .extra_word = unknown_command}},
    {"profiles",
     "",
     table_formats,
     {.title = "Every option of the profile table, with its charge",
      .call = "migadvise profiles",
      .usage = "migadvise profiles [OPTIONS]",
      .footer = [] { return std::string("Example: migadvise profiles --cpus 4\n"); },
      .habits = habits,
      .elsewhere = find_elsewhere}},
    {"compare",
     "CHOICE CHOICE...",
     reading_formats,
     {.title = "Two to eight choices side by side",
      .call = "migadvise compare",
      .usage = "migadvise compare CHOICE CHOICE... [OPTIONS]",
      .footer = compare_footer,
      .habits = habits,
      .elsewhere = find_elsewhere}},
    {"cost",
     "OPTION",
     table_formats,
     {.title = "What one option is charged, with the formula",
      .call = "migadvise cost",
      .usage = "migadvise cost OPTION [OPTIONS]",
      .footer = [] { return std::string("Example: migadvise cost 2g.20gb --cpus 4 --hours 10\n"); },
      .habits = habits,
      .elsewhere = find_elsewhere}},
    {"script",
     "-- COMMAND...",
     script_formats,
     {.title = "A batch script that runs a command on the best option",
      .call = "migadvise script",
      .usage = script_call,
      .footer = script_footer,
      .habits = habits,
      .elsewhere = find_elsewhere}},
    {"probe",
     "-- COMMAND...",
     script_formats,
     {.title = "A script that measures a command on each slice",
      .call = "migadvise probe",
      .usage = probe_call,
      .footer = probe_footer,
      .habits = habits,
      .elsewhere = find_elsewhere}},
    {"check",
     "FILE...",
     finding_formats,
     {.title = "Read job scripts: what is wrong, what they cost",
      .call = "migadvise check",
      .usage = "migadvise check FILE... [OPTIONS]",
      .footer = check_footer,
      .habits = habits,
      .elsewhere = find_elsewhere}},
    {"lint-table",
     "FILE",
     finding_formats,
     {.title = "Check a profile table for mistakes",
      .call = "migadvise lint-table",
      .usage = "migadvise lint-table FILE [OPTIONS]",
      .footer = [] { return std::string("Example: migadvise lint-table profiles.csv\n"); },
      .habits = habits,
      .elsewhere = find_elsewhere}},
}};

const CommandEntry& entry(Command command) { return commands[static_cast<std::size_t>(command)]; }

std::optional<Command> command_named(std::string_view word) {
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (!word.empty() && commands[i].word == word) {
      return static_cast<Command>(i);
    }
  }
  return std::nullopt;
}

// ---- the options, each described once ----

void describe_tasks(OptionParser& options, Needs& needs) {
  options.quantity<int>({.names = "--tasks,--jobs",
                         .type = "N",
                         .description = "Separate jobs, each of this need; not MPI ranks",
                         .accepted = "a whole number from 1"},
                        parse_count, needs.tasks);
}

void describe_gpus(OptionParser& options, Needs& needs, std::string_view description) {
  options.quantity<int>({.names = "--gpus", .type = "N", .description = description, .accepted = "a whole number from 1"},
                        parse_count, needs.gpus);
}

void describe_memory(OptionParser& options, Needs& needs) {
  options.group("Needs");
  options.quantity_with<Bytes>({.names = "--mem",
                                .type = "SIZE",
                                .description = "GPU memory of one process, in GiB unless GB is said",
                                .accepted = "GPU memory such as 30, 19.8GB or 9500MiB"},
                               parse_gpu_memory, [&needs](Bytes value, const std::string& written) {
                                 needs.gpu_memory = value;
                                 needs.memory_spelling = size_spelling(written);
                               });
  options.flag("--single-model", "One model in one process: cannot be split", needs.single_model);
}

void describe_floors(OptionParser& options, Needs& needs) {
  options.quantity<int>(
      {.names = "--min-sms", .type = "N", .description = "At least so many SMs", .accepted = "a whole number from 1"},
      parse_count, needs.min_sms);
  options.quantity<Ratio>({.names = "--min-compute",
                           .type = "FACTOR",
                           .description = "At least so much Relative Compute Power",
                           .accepted = "a factor such as 2x"},
                          parse_ratio, needs.min_compute);
}

void describe_usage(OptionParser& options, RunRequest& request) {
  options.path({.names = "--usage",
                .type = "FILE",
                .description = "GPU memory from the log of a probe instead",
                .accepted = "the name of a file, or - for the standard input"},
               request.usage);
}

void describe_needs(OptionParser& options, RunRequest& request) {
  Needs& needs = request.needs;
  describe_memory(options, needs);
  describe_usage(options, request);
  describe_tasks(options, needs);
  options.flag("--coupled", "The tasks exchange data and share one job", needs.coupled);
  describe_gpus(options, needs, "Full GPUs for one program; --mem is then for all");
  describe_floors(options, needs);
}

// What the run time depends on, or what is known of it.
void describe_run(OptionParser& options, RunRequest& request) {
  options.group("Run time");
  options.choice<std::optional<ComputeClass>>(
      {.names = "--compute", .description = "How the speed depends on the GPU, see below"},
      {{compute_class_id(ComputeClass::light), ComputeClass::light},
       {compute_class_id(ComputeClass::medium), ComputeClass::medium},
       {compute_class_id(ComputeClass::heavy), ComputeClass::heavy}},
      request.needs.compute);
  options.repeatable_value(
      {.names = "--measured",
       .type = "OPTION=TIME",
       .description = "A run time of this job there; repeatable",
       .accepted = "an option and its run time, such as 1g=1h5m or full=16m"},
      [&request](const ValueOption& self, const std::string& written) -> std::optional<Diagnostic> {
        const std::size_t equals = written.find('=');
        const std::string_view option = trim(std::string_view(written).substr(0, equals));
        if (equals == std::string::npos || option.empty()) {
          return self.bad_value(written,
                                equals == std::string::npos ? "has no = between the option and the time" : "names no option");
        }
        const std::string time_text(trim(std::string_view(written).substr(equals + 1)));
        const Result<Duration, QuantityError> time = parse_duration(time_text);
        if (const Result<Decimal, QuantityError> number = read_decimal(time_text); number && number->length == time_text.size()) {
          return number->digits == 0 ? self.bad_value(written, QuantityError::zero)
                                     : self.bad_value(written, "has no unit of time",
                                                      "write " + time_text + "m for minutes, " + time_text + "h for hours");
        }
        if (!time) {
          return self.bad_value(written, time.error());
        }
        request.measured.push_back({std::string(option), *time});
        return std::nullopt;
      });
  options.value({.names = "--like",
                 .type = "WORKLOAD",
                 .description = "A published benchmark stands in; list shows all",
                 .accepted = "the name of a benchmark, or list"},
                [&request](const ValueOption& self, const std::string& written) {
                  request.like = written;
                  return written.empty() ? std::optional(self.bad_value(written, QuantityError::empty)) : std::nullopt;
                });
}

void describe_host(OptionParser& options, Needs& needs) {
  options.group("Job");
  options.quantity_with<int>(
      {.names = "--cpus", .type = "N", .description = "CPUs per job (default 1)", .accepted = "a whole number from 1"},
      parse_count, [&needs](int value, const std::string&) {
        needs.cpus = value;
        needs.cpus_given = true;
      });
  options.quantity<Bytes>({.names = "--ram",
                           .type = "SIZE",
                           .description = "Host RAM per job, with unit: 64G (default: per CPU)",
                           .accepted = "host RAM with its unit such as 64G or 4000M",
                           .without_unit = "Slurm would take a bare number as MB: write {0}M for MB, {0}G for GB"},
                          parse_host_ram, needs.ram);
}

void describe_place(OptionParser& options, Needs& needs, std::string_view partition = "Partition (default: the site's)",
                    std::string_view qos = "QoS (default: the site's)") {
  options.group("Job");
  options.slurm_name("--partition", partition, needs.partition);
  options.slurm_name("--qos", qos, needs.qos, pattern_hint);
}

// Slurm counts a walltime in whole minutes, and lets a job run, and be charged, to the end of the last.
Duration in_whole_minutes(Duration time) {
  return {(time.milliseconds + milliseconds_per_minute - 1) / milliseconds_per_minute * milliseconds_per_minute};
}

// Slurm's words for no limit are well-formed, but there is nothing to hold against the QoS or to price.
void describe_time(OptionParser& options, Needs& needs) {
  options.value({.names = "--time",
                 .type = "LIMIT",
                 .description = "Walltime to ask for: 10h, 90m, 2-12:00:00",
                 .accepted = "a walltime such as 10h, 90m or 2-12:00:00",
                 .without_unit = "Slurm would take a bare number as minutes: write {0}m for minutes, {0}h for hours"},
                [&needs](const ValueOption& self, const std::string& written) -> std::optional<Diagnostic> {
                  const std::string_view word = trim(written);
                  if (word == "0" || equal_folded(word, "unlimited") || equal_folded(word, "infinite")) {
                    return self.bad_value(written, "is no limit", "leave --time out, or give the longest time the job may run");
                  }
                  const Result<Duration, QuantityError> time = parse_duration(written);
                  if (!time) {
                    return self.bad_value(written, time.error());
                  }
                  needs.time = in_whole_minutes(*time);
                  return std::nullopt;
                });
}

void describe_account(OptionParser& options, Needs& needs) {
  options.slurm_name("--account", "Account that the job is charged to", needs.account);
}

void describe_quota(OptionParser& options, TableRequest& request) {
  options.path({.names = "--quota",
                .type = "FILE",
                .description = "What quota_info prints; - for the standard input",
                .accepted = "a file with what quota_info prints, or - for the standard input"},
               request.quota);
}

void describe_preference(OptionParser& options, Needs& needs) {
  options.quantity<int>({.names = "--headroom",
                         .type = "PERCENT",
                         .description = "GPU memory to keep spare (default 10)",
                         .accepted = "a whole number of percent from 0 to 1000"},
                        parse_percent, needs.headroom_percent);
  options.choice<Prefer>({.names = "--prefer", .description = "What counts (default cost)"},
                         {{"cost", Prefer::cost}, {"speed", Prefer::speed}, {"balanced", Prefer::balanced}}, needs.prefer);
}

void describe_job(OptionParser& options, RunRequest& request) {
  Needs& needs = request.needs;
  describe_host(options, needs);
  describe_time(options, needs);
  describe_place(options, needs);
  describe_account(options, needs);
  describe_quota(options, request);
  options.quantity<Su>({.names = "--budget",
                        .type = "SU",
                        .description = "The most that all jobs together may cost",
                        .accepted = "an amount of SU such as 100 or 2.5"},
                       parse_su, needs.budget);
  describe_preference(options, needs);
}

// A known format that the command does not have is told apart from an unknown word. --json is looked at once all is read.
void describe_format(OptionParser& options, Command command, Format& to) {
  options.group("Output");
  std::vector<std::string_view> words;
  for (const Format format : formats_of(command)) {
    words.push_back(format_word(format));
  }
  options.value(
      {.names = "--format", .description = "How to print the answer (default text)"},
      [command, words, &to](const ValueOption& self, const std::string& written) -> std::optional<Diagnostic> {
        const auto* const known = std::ranges::find(format_words, written);
        if (known == format_words.end()) {
          return usage_error(Code::usage_unknown_name, {std::string(self.name()), written, self.accepted()},
                             did_you_mean(written, words));
        }
        if (std::ranges::find(words, written) == words.end()) {
          return usage_error(Code::usage_other_format, {written, std::string(command_word(command)), self.accepted()});
        }
        to = static_cast<Format>(known - format_words.begin());
        return std::nullopt;
      },
      words);
  if (std::ranges::find(formats_of(command), Format::json) != formats_of(command).end()) {
    options.flag("--json", "The same as --format json");
  }
}

void describe_style(OptionParser& options, CommonRequest& request,
                    std::string_view quiet = "The answer alone, without reasons or remarks") {
  options.flag("--quiet", quiet, request.quiet);
  options.choice<ColorChoice>({.names = "--color", .description = "Colour (default auto: on a terminal)"},
                              {{"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}},
                              request.color);
  options.flag("--ascii", "No character beyond ASCII", request.ascii);
}

void describe_site(OptionParser& options, CommonRequest& request) {
  options.path({.names = "--site",
                .type = "NAME|FILE",
                .description = "Site instead of the built-in one",
                .accepted = "the name of a file"},
               request.site);
}

void describe_data(OptionParser& options, TableRequest& request) {
  options.path({.names = "--table",
                .type = "FILE",
                .description = "Profile table instead of the built-in one",
                .accepted = "the name of a file"},
               request.table);
  describe_site(options, request);
}

// A run is priced in hours, so a bare number is hours here and `1h30m` is one and a half.
Result<Duration, QuantityError> parse_hours(std::string_view text) {
  const std::string_view number = trim(text);
  const Result<Decimal, QuantityError> plain = read_decimal(number);
  return parse_duration(plain && plain->length == number.size() ? std::string(number) + "h" : std::string(number));
}

// A line break would be the least that a reader of the script does not see; the others act on terminals. A tab does neither.
std::string control_character_in(std::string_view word) {
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' || c == '\r') {
      return "a line break";
    }
    if (byte == 0x7F || (byte < 0x20 && c != '\t')) {
      constexpr std::string_view digits = "0123456789ABCDEF";
      return std::string("the control character 0x") + digits[byte >> 4U] + digits[byte & 15U];
    }
  }
  return "";
}

// ---- what each command takes ----

void describe(OptionParser& options, AdviceRequest& request) {
  describe_needs(options, request);
  describe_run(options, request);
  describe_job(options, request);
  describe_format(options, Command::advice, request.format);
  options.flag("--explain", "Every rule on every option", request.explain);
  options.optional_path({.names = "--live",
                         .type = "[FILE]",
                         .description = "Idle instances: asks sinfo, or reads its output",
                         .accepted = "the name of a file, or - for the standard input"},
                        request.ask_sinfo, request.live_file);
  describe_style(options, request);
  describe_data(options, request);
}

void describe(OptionParser& options, ProfilesRequest& request) {
  describe_host(options, request.needs);
  describe_place(options, request.needs);
  describe_format(options, Command::profiles, request.format);
  describe_style(options, request);
  describe_data(options, request);
}

void describe(OptionParser& options, CompareRequest& request) {
  options.group("Request");
  options.repeatable_operand(
      {.names = "CHOICE",
       .description = "An option; OPTION:N for N separate jobs",
       .accepted = "two to eight options, such as 3g.40gb 1g.10gb:3"},
      [&request](const ValueOption& self, const std::string& written) {
        request.choices.push_back(written);
        return written.empty() ? std::optional(self.bad_value(written, QuantityError::empty)) : std::nullopt;
      },
      fewest_choices, most_choices);
  describe_run(options, request);
  describe_host(options, request.needs);
  describe_place(options, request.needs);
  describe_format(options, Command::compare, request.format);
  describe_style(options, request, "The table alone, without remarks");
  describe_data(options, request);
}

void describe(OptionParser& options, CostRequest& request) {
  options.group("Request");
  options.operand({.names = "OPTION",
                   .description = "What to price, such as 2g.20gb or full",
                   .accepted = "the option to price, such as 2g.20gb or full"},
                  request.option);
  options.quantity<Duration>({.names = "--hours",
                              .type = "NUMBER",
                              .description = "Run time: hours such as 0.556, or 1h30m",
                              .accepted = "hours such as 10 or 0.556, or a time such as 1h30m"},
                             parse_hours, request.hours);
  describe_tasks(options, request.needs);
  describe_gpus(options, request.needs, "Full GPUs for one program");
  describe_host(options, request.needs);
  describe_place(options, request.needs);
  describe_account(options, request.needs);
  describe_quota(options, request);
  describe_format(options, Command::cost, request.format);
  describe_style(options, request);
  describe_data(options, request);
}

// Blanks and the like would need quotes, and nothing that a shell reads may stand in a line of the script that is not the
// command.
void describe_script(OptionParser& options, ScriptFile& request) {
  options.group("Script");
  options.slurm_name("--job-name", "Name of the job (default: the command's)", request.job_name);
  options.repeatable_value({.names = "--module",
                            .type = "NAME",
                            .description = "Module to load before the command; repeatable",
                            .accepted = "the name of a module: letters, digits and / . _ + -"},
                           [&request](const ValueOption& self, const std::string& written) -> std::optional<Diagnostic> {
                             if (written.empty()) {
                               return self.bad_value(written, QuantityError::empty);
                             }
                             if (!is_module_name(written)) {
                               const bool is_list = written.find_first_of(", ") != std::string::npos;
                               return self.bad_value(written, "is no name of a module",
                                                     is_list ? "give --module once for each module" : "");
                             }
                             request.modules.push_back(written);
                             return std::nullopt;
                           });
  options.path({.names = "--output",
                .type = "FILE",
                .description = "Write the script there instead of to stdout",
                .accepted = "the name of a file, or - for the standard output"},
               request.output);
  options.flag("--force", "Overwrite the file of --output", request.force);
}

void describe(OptionParser& options, ScriptRequest& request) {
  describe_needs(options, request);
  describe_run(options, request);
  describe_job(options, request);
  describe_script(options, request);
  describe_format(options, Command::script, request.format);
  describe_style(options, request, "Nothing on stderr but errors");
  describe_data(options, request);
}

// The shell of the probe reads it with the same functions of the C library.
std::optional<Diagnostic> read_rate_regex(const ValueOption& self, const std::string& written, std::string& to) {
  constexpr std::string_view around_number = "put ( ) around the number and nothing else: --rate-regex 'tokens/s: ([0-9.]+)'";
  if (written.empty()) {
    return self.bad_value(written, QuantityError::empty);
  }
  if (const std::string found = control_character_in(written); !found.empty()) {
    return self.bad_value(written, "has " + found, "it is held against one line at a time");
  }
  regex_t compiled{};
  if (const int status = regcomp(&compiled, written.c_str(), REG_EXTENDED); status != 0) {
    std::array<char, 200> reason{};
    regerror(status, &compiled, reason.data(), reason.size());
    return self.bad_value(written, "is no extended regular expression: " + std::string(reason.data()));
  }
  const std::size_t groups = compiled.re_nsub;
  regfree(&compiled);
  if (groups != 1) {
    return self.bad_value(written, groups == 0 ? "has no group" : "has several groups", std::string(around_number));
  }
  to = written;
  return std::nullopt;
}

void describe_probe(OptionParser& options, ProbeRequest& request) {
  options.group("Probe");
  options.quantity<int>({.names = "--minutes",
                         .type = "N",
                         .description = "The most that it runs on each option (default 10)",
                         .accepted = "a whole number of minutes from 1"},
                        parse_count, request.minutes);
  options.value({.names = "--rate-regex",
                 .type = "REGEX",
                 .description = "Finds a rate that it prints: the group in ( )",
                 .accepted = "an extended regular expression with one group, the number"},
                [&request](const ValueOption& self, const std::string& written) {
                  return read_rate_regex(self, written, request.rate_regex);
                });
  options.value({.names = "--options",
                 .type = "LIST",
                 .description = "Options to measure, such as 1g,3g (default: all)",
                 .accepted = "options with commas between, such as 1g,3g"},
                [&request](const ValueOption& self, const std::string& written) -> std::optional<Diagnostic> {
                  std::string_view rest = written;
                  while (true) {
                    const std::size_t comma = rest.find(',');
                    const std::string_view name = trim(rest.substr(0, comma));
                    if (name.empty()) {
                      return written.empty() ? self.bad_value(written, QuantityError::empty)
                                             : self.bad_value(written, "has an empty name");
                    }
                    request.options.emplace_back(name);
                    if (comma == std::string_view::npos) {
                      return std::nullopt;
                    }
                    rest.remove_prefix(comma + 1);
                  }
                });
}

void describe(OptionParser& options, ProbeRequest& request) {
  describe_probe(options, request);
  describe_host(options, request.needs);
  describe_place(options, request.needs, "Partition (default: one that is free)", "QoS (default: one that is free)");
  options.slurm_name("--account", "Account of the jobs", request.needs.account);
  describe_script(options, request);
  describe_format(options, Command::probe, request.format);
  describe_style(options, request, "Nothing on stderr but errors");
  describe_data(options, request);
}

constexpr std::size_t most_scripts = 1000;

void describe(OptionParser& options, CheckRequest& request) {
  options.group("Request");
  options.repeatable_operand(
      {.names = "FILE",
       .description = "A job script; - for the standard input",
       .accepted = "a job script, such as job.sh, or - for the standard input"},
      [&request](const ValueOption& self, const std::string& written) {
        request.files.push_back(written);
        return written.empty() ? std::optional(self.bad_value(written, QuantityError::empty)) : std::nullopt;
      },
      1, most_scripts);
  options.flag("--fix", "Print the script as it is once mended");
  options.flag("--diff", "Print what --fix changes");
  describe_memory(options, request.needs);
  describe_usage(options, request);
  describe_floors(options, request.needs);
  describe_preference(options, request.needs);
  describe_run(options, request);
  describe_format(options, Command::check, request.format);
  describe_style(options, request, "Errors alone, the charge, and how many findings");
  describe_data(options, request);
}

void describe(OptionParser& options, LintRequest& request) {
  options.group("Request");
  options.operand({.names = "FILE",
                   .description = "Profile table to check, as CSV",
                   .accepted = "the profile table to check, such as profiles.csv"},
                  request.file);
  describe_format(options, Command::lint_table, request.format);
  describe_style(options, request, "Errors, and how many warnings there are");
  describe_site(options, request);
}

// ---- what is said of a command ----

constexpr std::string_view class_words =
    "--compute light: waits for the host or the user, as in debugging\n"
    "--compute medium: fills a slice but not the whole GPU, as most training does\n"
    "--compute heavy: fills the whole GPU: large batches, dense algebra\n";

std::string check_footer() {
  return "What a script asks for is checked and priced as it stands. With needs, such as\n"
         "--mem 12, it is also held against the option that they call for.\n"
         "An error gives exit status 1.\n\n"
         "Example: migadvise check job.sh --mem 12\nMend:    migadvise check job.sh --fix >mended.sh\n";
}

std::string compare_footer() { return std::string(class_words) + "\nExample: migadvise compare 3g.40gb 1g.10gb:3 --cpus 4\n"; }

std::string probe_footer() {
  return "What stands behind -- is the command, word for word. The script submits a job\n"
         "for each option, one after the other. The report of the last one ends with the\n"
         "call of migadvise that has the measurements filled in. A command that takes\n"
         "longer than --minutes is stopped; then its rate counts.\n"
         "\nExample: migadvise probe --output probe.sh -- ./train.py --lr 1e-4\n"
         "Start:   bash probe.sh\n";
}

std::string script_footer() {
  return std::string(class_words) +
         "\nWhat stands behind -- is the command, word for word; a line of shell is\n"
         "-- bash -c 'LINE'.\n"
         "\nExample: migadvise script --mem 30 --time 2h -- ./train.py --lr 1e-4\n";
}

std::string advice_footer() {
  std::string text = "Commands:\n";
  for (const CommandEntry& command : commands) {
    if (!command.word.empty()) {
      constexpr std::size_t column = 25;
      std::string call = std::string(command.word) + (command.operand.empty() ? "" : " ") + std::string(command.operand);
      call.append(column - call.size(), ' ');
      text.append("  ").append(call).append(command.text.title).append("\n");
    }
  }
  return std::string(class_words) + "\n" + text +
         "migadvise COMMAND --help lists the options of a command.\n\n"
         "Example: migadvise --mem 30 --single-model\nJSON:    migadvise --mem 30 --json\n"
         "Submit:  args=$(migadvise --mem 30 --format sbatch) && sbatch $args job.sh\n";
}

template <class Request>
bool takes(std::string_view option) {
  OptionParser options(CommandText{});
  Request request;
  describe(options, request);
  return options.has(option);
}

// Another command that has the option, told when the one that was named has not.
std::string find_elsewhere(std::string_view option) {
  if (takes<AdviceRequest>(option)) {
    return "migadvise without a command has " + std::string(option);
  }
  if (takes<CostRequest>(option)) {
    return "migadvise cost has " + std::string(option);
  }
  if (takes<ScriptRequest>(option)) {
    return "migadvise script has " + std::string(option);
  }
  if (takes<ProbeRequest>(option)) {
    return "migadvise probe has " + std::string(option);
  }
  return "";
}

Diagnostic unknown_command(const std::string& word) {
  std::string hint = "needs are given as options, such as --mem 30; migadvise --help lists them";
  std::vector<std::string_view> known{help_word};
  std::vector<std::string_view> begin_so;
  for (const CommandEntry& command : commands) {
    if (!command.word.empty()) {
      known.push_back(command.word);
      if (word.size() > 2 && command.word.starts_with(word)) {
        begin_so.push_back(command.word);
      }
    }
  }
  if (std::ranges::find(known, std::string_view(word)) != known.end()) {
    hint = "the command stands first: migadvise " + word;
  } else if (parse_gpu_memory(word)) {
    hint = "GPU memory is --mem " + word;
  } else if (parse_gpu_memory("2" + word) || parse_duration("2" + word)) {
    hint = "a number and its unit are one word, such as 2" + word;
  } else if (begin_so.size() == 1) {
    hint = "did you mean " + std::string(begin_so.front()) + "?";
  } else if (std::string near = did_you_mean(word, known); !near.empty()) {
    hint = std::move(near);
  }
  return usage_error(Code::usage_unknown_command, {word}, std::move(hint));
}

// ---- what must go together ----

void check_output(const OptionParser& options, CommonRequest& request, std::vector<Diagnostic>& errors) {
  if (options.given("--json")) {
    if (options.given("--format") && request.format != Format::json) {
      errors.push_back(usage_error(Code::usage_contradiction, {"--json", "--format", "one of them"}));
    }
    request.format = Format::json;
  }
}

void check_run(const RunRequest& request, std::vector<Diagnostic>& errors) {
  if (request.needs.compute && request.like) {
    errors.push_back(usage_error(Code::usage_contradiction, {"--compute", "--like", "one of them"}));
  }
}

void check_needs(const RunRequest& request, std::vector<Diagnostic>& errors) {
  const Needs& needs = request.needs;
  if (needs.coupled && needs.single_model) {
    errors.push_back(usage_error(Code::usage_contradiction, {"--coupled", "--single-model", "one of them"},
                                 "one model in one process has no tasks that could exchange data"));
  } else if (needs.coupled && needs.tasks < 2) {
    errors.push_back(usage_error(Code::usage_needs_other, {"--coupled", "--tasks N with N of at least 2"}));
  }
  check_run(request, errors);
  if (needs.gpus > 1 && (needs.compute.has_value() != request.like.has_value())) {
    errors.push_back(usage_error(Code::usage_contradiction, {"--gpus", needs.compute ? "--compute" : "--like", "one of them"},
                                 "what is known of one GPU says nothing of a program that spreads over several"));
  }
}

// Of all that may name the standard input, one can.
void check_read_once(std::int64_t named, std::vector<Diagnostic>& errors) {
  if (named > 1) {
    errors.push_back(usage_error(Code::usage_given_twice, {std::string(standard_input)}, "the standard input can be read once"));
  }
}

void check_read_once(std::initializer_list<std::optional<std::string>> paths, std::vector<Diagnostic>& errors) {
  check_read_once(std::count(paths.begin(), paths.end(), standard_input), errors);
}

void check_memory_once(const RunRequest& request, std::vector<Diagnostic>& errors) {
  if (request.usage && request.needs.gpu_memory) {
    errors.push_back(usage_error(Code::usage_contradiction, {"--usage", "--mem", "one of them"}));
  }
}

// `call` is one that says something.
void check_says_needs(const RunRequest& request, std::string_view call, std::vector<Diagnostic>& errors) {
  const Needs& needs = request.needs;
  check_memory_once(request, errors);
  if (!request.usage && !needs.gpu_memory && !needs.min_sms && !needs.min_compute && needs.gpus == 0) {
    errors.push_back(usage_error(Code::usage_no_needs, {}, "try " + std::string(call) + "; migadvise --help lists every option"));
  }
}

// The benchmarks can be listed by the advice command only.
void check_no_list(const RunRequest& request, std::vector<Diagnostic>& errors) {
  if (request.lists_benchmarks()) {
    errors.push_back(usage_error(Code::usage_bad_value, {"--like", *request.like, "is no benchmark", "the name of a benchmark"},
                                 "migadvise --like list shows all"));
  }
}

void check_together(const AdviceRequest& request, std::vector<Diagnostic>& errors) {
  if (request.explain && request.quiet) {
    errors.push_back(usage_error(Code::usage_contradiction, {"--explain", "--quiet", "one of them"}));
  }
  const bool has_room = request.format == Format::text || request.format == Format::json || request.format == Format::markdown;
  if (request.explain && !has_room) {
    errors.push_back(usage_error(Code::usage_contradiction,
                                 {"--explain", "--format " + std::string(format_word(request.format)), "one of them"},
                                 "text, markdown and json have room for reasons"));
  }
  check_needs(request, errors);
  if (request.lists_benchmarks()) {
    if (request.format != Format::text && request.format != Format::markdown && request.format != Format::csv) {
      errors.push_back(
          usage_error(Code::usage_other_format, {std::string(format_word(request.format)), "--like list", "text|markdown|csv"}));
    }
    return;
  }
  check_says_needs(request, "migadvise --mem 30", errors);
  check_read_once({request.usage, request.quota, request.live_file}, errors);
}

void check_file(const ScriptFile& file, std::vector<Diagnostic>& errors) {
  if (file.force && !file.output) {
    errors.push_back(usage_error(Code::usage_needs_other, {"--force", "--output FILE"}));
  }
}

void check_together(const ScriptRequest& request, std::vector<Diagnostic>& errors) {
  check_needs(request, errors);
  check_no_list(request, errors);
  check_says_needs(request, "migadvise script --mem 30 -- COMMAND", errors);
  check_read_once({request.usage, request.quota}, errors);
  check_file(request, errors);
}

void check_together(const ProbeRequest& request, std::vector<Diagnostic>& errors) { check_file(request, errors); }
void check_together(const CostRequest& request, std::vector<Diagnostic>& errors) {
  if (!request.needs.account.empty() && !request.quota) {
    errors.push_back(
        usage_error(Code::usage_needs_other, {"--account", "--quota FILE"}, "a price is the same for every account"));
  }
}

void check_together(const CompareRequest& request, std::vector<Diagnostic>& errors) {
  check_run(request, errors);
  check_no_list(request, errors);
}

void check_together(const CheckRequest& request, std::vector<Diagnostic>& errors) {
  check_run(request, errors);
  check_no_list(request, errors);
  const std::string_view mode = request.mode == CheckMode::fix ? "--fix" : "--diff";
  if (request.mode != CheckMode::report && request.format != Format::text) {
    errors.push_back(usage_error(Code::usage_contradiction, {std::string(mode), "--json", "one of them"}));
  }
  check_memory_once(request, errors);
  const auto scripts = std::count(request.files.begin(), request.files.end(), standard_input);
  check_read_once(scripts + (request.usage == standard_input ? 1 : 0), errors);
  if (request.mode == CheckMode::fix && request.files.size() > 1) {
    errors.push_back(usage_error(Code::usage_contradiction, {"--fix", "several files", "one of them"},
                                 "the mended script is printed: one file at a time; --diff takes several"));
  }
}

void check_together(const CommonRequest&, std::vector<Diagnostic>&) {}

void note_given(const OptionParser& options, CheckRequest& request, std::vector<Diagnostic>& errors) {
  if (options.given("--fix") && options.given("--diff")) {
    errors.push_back(usage_error(Code::usage_contradiction, {"--fix", "--diff", "one of them"}));
  }
  request.mode = options.given("--fix") ? CheckMode::fix : options.given("--diff") ? CheckMode::diff : CheckMode::report;
  constexpr std::array<std::string_view, 4> needs{"--mem", "--usage", "--min-sms", "--min-compute"};
  request.has_needs = std::ranges::any_of(needs, [&](std::string_view need) { return options.given(need); });
  for (const std::string_view other : {"--single-model", "--headroom", "--prefer", "--measured", "--like", "--compute"}) {
    if (!request.has_needs && options.given(other)) {
      errors.push_back(usage_error(Code::usage_needs_other, {std::string(other), "--mem, --usage, --min-sms or --min-compute"}));
    }
  }
}

void note_given(const OptionParser&, CommonRequest&, std::vector<Diagnostic>&) {}

template <class Request>
CommandLine<Request> read(const CommandText& text, const std::vector<std::string>& arguments) {
  Request request;
  OptionParser options(text);
  describe(options, request);
  ParsedLine parsed = options.parse(arguments);
  if (!parsed.text.empty() || !parsed.errors.empty()) {
    return {std::nullopt, std::move(parsed.text), std::move(parsed.errors)};
  }
  check_output(options, request, parsed.errors);
  note_given(options, request, parsed.errors);
  check_together(request, parsed.errors);
  if (!parsed.errors.empty()) {
    return {std::nullopt, "", std::move(parsed.errors)};
  }
  return {std::move(request), "", {}};
}

template <class Request>
CommandLine<Request> read(Command command, const std::vector<std::string>& arguments) {
  return read<Request>(entry(command).text, arguments);
}

// ---- the command of a script ----

Diagnostic no_command(std::string problem, std::string hint = {}) {
  return usage_error(Code::usage_no_command, {std::move(problem)}, std::move(hint));
}

// A word among the options of a line without `--`: most likely the command begins there.
template <Command command>
Diagnostic command_without_mark(const std::string& word) {
  return no_command("no -- stands ahead of '" + word + "'",
                    std::string(entry(command).text.call) + " [OPTIONS] -- " + word + " ...");
}

std::vector<Diagnostic> check_command(const std::vector<std::string>& command, bool has_mark, std::string_view call) {
  if (!has_mark) {
    return {no_command("no -- stands on the line", std::string(call))};
  }
  if (command.empty()) {
    return {no_command("nothing stands behind --", std::string(call))};
  }
  std::vector<Diagnostic> errors;
  if (command.front().empty()) {
    errors.push_back(
        no_command("the first word behind -- is empty", "a variable of the shell that is not set gives an empty word in quotes"));
  }
  for (std::size_t i = 0; i < command.size() && errors.size() < max_diagnostics; ++i) {
    if (std::string found = control_character_in(command[i]); !found.empty()) {
      errors.push_back(usage_error(Code::usage_control_character, {std::to_string(i + 1), command[i], std::move(found)},
                                   "what needs several lines goes into a file, and the command runs that"));
    }
  }
  return errors;
}

// A line whose words behind the first `--` are a command.
template <class Request, Command command>
CommandLine<Request> read_with_command(const std::vector<std::string>& arguments) {
  const auto mark = std::ranges::find(arguments, end_of_options);
  const bool has_mark = mark != arguments.end();
  CommandText text = entry(command).text;
  text.extra_word = has_mark ? nullptr : command_without_mark<command>;
  auto line = read<Request>(text, {arguments.begin(), mark});
  if (!line.text.empty()) {
    return line;
  }
  std::vector<std::string> words(has_mark ? mark + 1 : mark, arguments.end());
  const bool is_told = std::ranges::find(line.errors, Code::usage_no_command, &Diagnostic::code) != line.errors.end();
  for (Diagnostic& error : is_told ? std::vector<Diagnostic>{} : check_command(words, has_mark, text.usage)) {
    line.errors.push_back(std::move(error));
  }
  if (!line.errors.empty()) {
    return {std::nullopt, "", std::move(line.errors)};
  }
  line.request->command = std::move(words);
  line.request->made_by = {"migadvise", std::string(command_word(command))};
  line.request->made_by.insert(line.request->made_by.end(), arguments.begin(), arguments.end());
  return line;
}

}  // namespace

std::string_view command_word(Command command) { return entry(command).word; }

std::string_view format_word(Format format) { return format_words[static_cast<std::size_t>(format)]; }

std::span<const Format> formats_of(Command command) { return entry(command).formats; }

CommandCall find_command(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return {Command::advice, {}};
  }
  const bool help = arguments.front() == help_word;
  const std::size_t at = help && arguments.size() > 1 ? 1 : 0;
  const std::optional<Command> named = command_named(arguments[at]);
  if (help) {
    // `help --mem` and `help help` are about the advice command; `help nonsense` is told to be none.
    const bool about_none = at == 1 && !named && arguments[1] != help_word && !arguments[1].starts_with('-');
    return {named.value_or(Command::advice), {about_none ? arguments[1] : "--help"}};
  }
  if (named) {
    return {*named, {arguments.begin() + 1, arguments.end()}};
  }
  return {Command::advice, arguments};
}

CommandLine<AdviceRequest> read_advice_arguments(const std::vector<std::string>& arguments) {
  if (std::ranges::find(arguments, end_of_options) != arguments.end()) {
    return {std::nullopt,
            "",
            {usage_error(Code::usage_unknown_option, {std::string(end_of_options)},
                         "a batch script that runs a command is " + std::string(script_call))}};
  }
  return read<AdviceRequest>(Command::advice, arguments);
}

CommandLine<ProfilesRequest> read_profiles_arguments(const std::vector<std::string>& arguments) {
  return read<ProfilesRequest>(Command::profiles, arguments);
}

CommandLine<CompareRequest> read_compare_arguments(const std::vector<std::string>& arguments) {
  return read<CompareRequest>(Command::compare, arguments);
}

CommandLine<CostRequest> read_cost_arguments(const std::vector<std::string>& arguments) {
  return read<CostRequest>(Command::cost, arguments);
}

CommandLine<ScriptRequest> read_script_arguments(const std::vector<std::string>& arguments) {
  return read_with_command<ScriptRequest, Command::script>(arguments);
}

CommandLine<ProbeRequest> read_probe_arguments(const std::vector<std::string>& arguments) {
  return read_with_command<ProbeRequest, Command::probe>(arguments);
}

CommandLine<CheckRequest> read_check_arguments(const std::vector<std::string>& arguments) {
  return read<CheckRequest>(Command::check, arguments);
}

CommandLine<LintRequest> read_lint_arguments(const std::vector<std::string>& arguments) {
  return read<LintRequest>(Command::lint_table, arguments);
}

}  // namespace migadvise
