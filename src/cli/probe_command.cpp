#include "cli/probe_command.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/script_file.hpp"
#include "migadvise/probe.hpp"
#include "report/probe_writer.hpp"

namespace migadvise {

namespace {

// The name of the same file in whatever folder it is used.
std::string from_anywhere(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::canonical(path, error);
  return error || path.starts_with('/') ? path : whole.string();
}

// A call for advice on the same job, to which the measurements are to be added.
std::vector<std::string> answer_words(const ProbeRequest& request) {
  std::vector<std::string> words{"migadvise"};
  const auto add = [&](std::string option, std::string value) {
    words.insert(words.end(), {std::move(option), std::move(value)});
  };
  if (request.needs.cpus_given) {
    add("--cpus", std::to_string(request.needs.cpus));
  }
  if (request.needs.ram) {
    add("--ram", print_host_ram(*request.needs.ram));
  }
  if (!request.needs.account.empty()) {
    add("--account", request.needs.account);
  }
  if (request.site) {
    add("--site", is_built_in_site(*request.site) ? *request.site : from_anywhere(*request.site));
  }
  if (request.table) {
    add("--table", from_anywhere(*request.table));
  }
  return words;
}

// The options that are asked for, in table order and each once.
std::vector<std::size_t> find_options(const ProbeRequest& request, const Inputs& inputs, std::vector<Diagnostic>& errors) {
  std::vector<std::size_t> found;
  for (const std::string& written : request.options) {
    if (const std::optional<std::size_t> option = find_option(written, inputs.table, inputs.site)) {
      found.push_back(*option);
    } else {
      errors.push_back(unknown_name("--options", written, inputs.table.profiles));
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace

Outcome run_probe(const ProbeRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  std::vector<Diagnostic> errors = unknown_places(request.needs, inputs->site);
  const std::vector<std::size_t> wanted = find_options(request, *inputs, errors);
  if (!errors.empty()) {
    return failed(errors);
  }
  const Style style = style_for(request, io);
  const auto refused = [&](const std::vector<std::string>& reasons) {
    return Outcome{Status::no_option, "", request.quiet ? "" : in_style(told(reasons), style)};
  };
  const std::optional<Probe> probe = plan_probe(request.needs, request.minutes, wanted, inputs->table, inputs->site);
  if (!probe) {
    return refused({no_free_place(inputs->site, request.needs.partition)});
  }
  // What was asked for by name is not left out in silence.
  if (probe->options.empty() || !std::ranges::includes(probe->options, wanted)) {
    return refused(probe_refusals(*probe, wanted));
  }
  const std::string job_name = request.job_name.empty() ? job_name_of(request.command) : request.job_name;
  std::string script = write_probe(
      *probe,
      {job_name, request.modules, request.command, request.minutes, request.rate_regex, answer_words(request), request.made_by},
      request.ascii);
  return give_script(
      {std::move(script), "bash", "start", told(probe_remarks(*probe)) + account_words(request.needs.account, inputs->site),
       probe_fill_in_lines(*probe)},
      request, request.quiet, style);
}

}  // namespace migadvise
