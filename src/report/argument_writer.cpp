#include "report/argument_writer.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/layout.hpp"

namespace migadvise {

namespace {

constexpr std::string_view time_placeholder = "HH:MM:SS";

bool can_be_asked_for(const Advice& advice) { return advice.recommended && !advice.options[*advice.recommended].gres.empty(); }

// Away from the usual place, both are said even where only one was asked for: a job there needs them.
bool says_partition(const Advice& advice) {
  return !advice.needs.partition.empty() || advice.place.partition != &advice.site->partitions[advice.site->default_partition];
}

bool says_qos(const Advice& advice) {
  return !advice.needs.qos.empty() || advice.place.qos != &advice.site->qos[advice.site->default_qos];
}

std::string account_text(const Advice& advice) {
  return advice.needs.account.empty() ? advice.site->account_placeholder : advice.needs.account;
}

std::string time_text(const Advice& advice) {
  return advice.needs.time ? print_slurm_time(*advice.needs.time) : std::string(time_placeholder);
}

// What the request says and the option forces, in a fixed order.
std::vector<std::string> said_arguments(const Advice& advice, bool as_array) {
  if (!can_be_asked_for(advice)) {
    return {};
  }
  const Needs& needs = advice.needs;
  std::vector<std::string> arguments{"--gres=" + advice.options[*advice.recommended].gres};
  if (says_partition(advice)) {
    arguments.push_back("--partition=" + advice.place.partition->name);
  }
  if (says_qos(advice)) {
    arguments.push_back("--qos=" + advice.place.qos_name);
  }
  if (!needs.account.empty()) {
    arguments.push_back("--account=" + needs.account);
  }
  if (needs.cpus_given) {
    arguments.push_back(fmt::format("--cpus-per-task={}", needs.cpus));
  }
  if (needs.ram) {
    arguments.push_back("--mem=" + print_host_ram(*needs.ram));
  }
  if (needs.time) {
    arguments.push_back("--time=" + time_text(advice));
  }
  if (as_array && advice.jobs > 1) {
    arguments.push_back(fmt::format("--array=1-{}", advice.jobs));
  }
  return arguments;
}

// What every job of the site needs beside that.
std::vector<std::string> with_the_rest(const Advice& advice, std::vector<std::string> arguments) {
  if (arguments.empty()) {
    return arguments;
  }
  if (!says_partition(advice)) {
    arguments.push_back("--partition=" + advice.place.partition->name);
  }
  if (!says_qos(advice)) {
    arguments.push_back("--qos=" + advice.place.qos_name);
  }
  if (advice.needs.account.empty()) {
    arguments.push_back("--account=" + account_text(advice));
  }
  if (!advice.needs.time) {
    arguments.push_back("--time=" + time_text(advice));
  }
  return arguments;
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

std::vector<std::string> sbatch_arguments(const Advice& advice) { return said_arguments(advice, true); }

std::vector<std::string> complete_arguments(const Advice& advice) { return with_the_rest(advice, said_arguments(advice, true)); }

bool has_placeholders(const Advice& advice) { return advice.needs.account.empty() || !advice.needs.time; }

std::string write_sbatch(const Advice& advice) {
  const std::vector<std::string> arguments = sbatch_arguments(advice);
  return arguments.empty() ? "" : fmt::format("{}\n", fmt::join(arguments, " "));
}

std::string write_gres(const Advice& advice) {
  return can_be_asked_for(advice) ? advice.options[*advice.recommended].gres + "\n" : "";
}

std::string write_srun(const Advice& advice) {
  const std::vector<std::string> arguments = with_the_rest(advice, said_arguments(advice, false));
  if (arguments.empty()) {
    return "";
  }
  std::string out = fmt::format("srun {} --pty bash -l\n", fmt::join(arguments, " "));
  if (advice.jobs > 1) {
    out += fmt::format("# a session for one of the {} jobs\n", advice.jobs);
  }
  if (const std::optional<std::string> line = interactive_line(advice)) {
    out += "# or: " + printable(*line) + "\n";
  }
  return out;
}

}  // namespace migadvise
