#include "cli/cost_command.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include "cli/option_parser.hpp"
#include "report/cost_writer.hpp"
#include "report/json_writer.hpp"

namespace migadvise {

namespace {

// The option of the table that is meant.
std::optional<std::size_t> find_option(const std::string& asked, const Table& table, const Site& site) {
  std::vector<NameCandidate> candidates;
  for (const Profile& profile : table.profiles) {
    const std::optional<ProfileName> name = parse_profile_name(profile.name);
    candidates.push_back({profile.name, name ? name->memory_gb : profile.head.memory_gb.value_or(site.gpu_memory_gb)});
  }
  const std::optional<OptionName> name = parse_option_name(asked);
  return name ? resolve_name(*name, candidates) : std::nullopt;
}

Diagnostic unknown_option(const std::string& asked, const Table& table) {
  std::vector<std::string_view> names;
  std::string known;
  for (const Profile& profile : table.profiles) {
    names.push_back(profile.name);
    known += (known.empty() ? "" : ", ") + profile.name;
  }
  return usage_error(DiagnosticCode::usage_unknown_name, {"OPTION", asked, known}, did_you_mean(asked, names));
}

}  // namespace

Outcome run_cost(const CostRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  std::vector<Diagnostic> errors = unknown_places(request.needs, inputs->site);
  const std::optional<std::size_t> option = find_option(request.option, inputs->table, inputs->site);
  if (!option) {
    errors.insert(errors.begin(), unknown_option(request.option, inputs->table));
  }
  if (!errors.empty()) {
    return failed(errors);
  }
  const Cost cost = price_request(request.needs, *option, request.hours, inputs->table, inputs->site);
  const Style style = style_for(request, io);
  const Status status = cost.accepted ? Status::answered : Status::no_option;
  switch (request.format) {
    case Format::json:
      return {status, write_cost_json(cost, MIGADVISE_VERSION, request.ascii), ""};
    case Format::markdown:
      return {status, in_style(write_cost_markdown(cost), style), ""};
    case Format::csv:
      return {status, in_style(write_cost_csv(cost), style), ""};
    default:
      return {status, write_cost_text(cost, style, request.quiet), ""};
  }
}

}  // namespace migadvise
