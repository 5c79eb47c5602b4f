#include "report/argument_writer.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/layout.hpp"

namespace migadvise {

namespace {

// As a login shell it reads the profile, where sites define `module`.
constexpr std::string_view interactive_shell = "bash -l";

constexpr std::string_view time_placeholder = "HH:MM:SS";

bool can_be_asked_for(const Advice& advice) { return advice.recommended && !advice.options[*advice.recommended].gres.empty(); }

// Away from the usual place, both are said even where only one was asked for: a job there needs them.
bool says_partition(const Advice& advice) {
  return !advice.needs.partition.empty() || advice.place.partition != &advice.site->partitions[advice.site->default_partition];
}

bool says_qos(const Advice& advice) {
  return !advice.needs.qos.empty() || advice.place.qos != &advice.site->qos[advice.site->default_qos];
}

// Where a report of a quota has one account only, it is that one.
std::string known_account(const Needs& needs) {
  return needs.account.empty() && needs.quota ? needs.quota->account : needs.account;
}

std::string account_text(const Advice& advice) {
  const std::string account = known_account(advice.needs);
  return account.empty() ? advice.site->account_placeholder : account;
}

JobOptionSource account_source(const Needs& needs) {
  return !needs.account.empty()          ? JobOptionSource::asked
         : !known_account(needs).empty() ? JobOptionSource::place
                                         : JobOptionSource::placeholder;
}

std::string time_text(const Advice& advice) {
  return advice.needs.time ? print_slurm_time(*advice.needs.time) : std::string(time_placeholder);
}

// The texts of the arguments that `wanted` is true of.
template <class Wanted>
std::vector<std::string> texts_of(const std::vector<JobArgument>& arguments, Wanted wanted) {
  std::vector<std::string> texts;
  for (const JobArgument& argument : arguments) {
    if (wanted(argument)) {
      texts.push_back(argument.text);
    }
  }
  return texts;
}

bool is_asked(const JobArgument& argument) { return argument.source == JobOptionSource::asked; }

// What every job of the site needs beside what was asked for.
bool is_needed(const JobArgument& argument) {
  return argument.source == JobOptionSource::place || argument.source == JobOptionSource::placeholder;
}

// First what was asked for, then what every job needs.
std::vector<std::string> complete_texts(const std::vector<JobArgument>& arguments) {
  std::vector<std::string> texts = texts_of(arguments, is_asked);
  for (std::string& text : texts_of(arguments, is_needed)) {
    texts.push_back(std::move(text));
  }
  return texts;
}

// The site's own command, where it can ask for all of the request.
std::optional<std::string> interactive_line(const Advice& advice) {
  const std::optional<InteractiveCommand>& command = advice.site->interactive;
  const Needs& needs = advice.needs;
  if (!command || needs.ram) {
    return std::nullopt;
  }
  const std::string& profile = advice.table->profiles[*advice.recommended].name;
  const bool whole_hours = !needs.time || needs.time->milliseconds % milliseconds_per_hour == 0;
  if (std::ranges::find(command->options, profile) == command->options.end() || !whole_hours) {
    return std::nullopt;
  }
  const std::vector<std::pair<std::string_view, std::string>> values{
      {"{account}", account_text(advice)},
      {"{qos}", advice.place.qos_name},
      {"{partition}", advice.place.partition->name},
      {"{gpus}", std::to_string(std::max(needs.gpus, 1))},
      {"{cpus}", std::to_string(needs.cpus)},
      {"{hours}", needs.time ? std::to_string(needs.time->milliseconds / milliseconds_per_hour) : "HOURS"}};
  std::string line = command->line;
  for (const auto& [name, value] : values) {
    if (const std::size_t at = line.find(name); at != std::string::npos) {
      line.replace(at, name.size(), value);
    }
  }
  return line;
}

}  // namespace

std::vector<JobArgument> job_arguments(const Advice& advice) {
  return can_be_asked_for(advice) ? job_arguments(advice, *advice.recommended) : std::vector<JobArgument>{};
}

std::vector<JobArgument> job_arguments(const Advice& advice, std::size_t option) {
  using Source = JobOptionSource;
  const Needs& needs = advice.needs;
  std::vector<JobArgument> arguments{
      {JobOption::gres, Source::asked, "--gres=" + advice.options[option].gres},
      {JobOption::partition, says_partition(advice) ? Source::asked : Source::place,
       "--partition=" + advice.place.partition->name},
      {JobOption::qos, says_qos(advice) ? Source::asked : Source::place, "--qos=" + advice.place.qos_name},
      {JobOption::account, account_source(needs), "--account=" + account_text(advice)},
      {JobOption::cpus_per_task, needs.cpus_given ? Source::asked : Source::filled_in,
       fmt::format("--cpus-per-task={}", needs.cpus)},
      {JobOption::mem, needs.ram ? Source::asked : Source::filled_in, "--mem=" + print_host_ram(advice.ram)},
      {JobOption::time, needs.time ? Source::asked : Source::placeholder, "--time=" + time_text(advice)}};
  if (advice.jobs > 1) {
    arguments.push_back({JobOption::array, Source::asked, fmt::format("--array=1-{}", advice.jobs)});
  }
  return arguments;
}

std::vector<std::string> sbatch_arguments(const Advice& advice) { return texts_of(job_arguments(advice), is_asked); }

std::vector<std::string> complete_arguments(const Advice& advice) { return complete_texts(job_arguments(advice)); }

bool has_placeholders(const Advice& advice) {
  const std::vector<JobArgument> all = job_arguments(advice);
  return std::ranges::find(all, JobOptionSource::placeholder, &JobArgument::source) != all.end();
}

std::string write_sbatch(const Advice& advice) {
  const std::vector<std::string> arguments = sbatch_arguments(advice);
  return arguments.empty() ? "" : fmt::format("{}\n", fmt::join(arguments, " "));
}

std::string write_gres(const Advice& advice) {
  return can_be_asked_for(advice) ? advice.options[*advice.recommended].gres + "\n" : "";
}

std::string write_srun(const Advice& advice) {
  // A session is one job.
  std::vector<JobArgument> all = job_arguments(advice);
  std::erase_if(all, [](const JobArgument& argument) { return argument.option == JobOption::array; });
  if (all.empty()) {
    return "";
  }
  std::string out = fmt::format("srun {} --pty {}\n", fmt::join(complete_texts(all), " "), interactive_shell);
  if (advice.jobs > 1) {
    out += fmt::format("# a session for one of the {} jobs\n", advice.jobs);
  }
  if (const std::optional<std::string> line = interactive_line(advice)) {
    out += "# or: " + printable(*line) + "\n";
  }
  return out;
}

}  // namespace migadvise
