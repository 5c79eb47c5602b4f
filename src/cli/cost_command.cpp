#include "cli/cost_command.hpp"

#include <optional>
#include <vector>

#include "report/cost_writer.hpp"
#include "report/json_writer.hpp"

namespace migadvise {

Outcome run_cost(const CostRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  std::vector<Diagnostic> errors = unknown_places(request.needs, inputs->site);
  const std::optional<std::size_t> option = find_option(request.option, inputs->table, inputs->site);
  if (!option) {
    errors.insert(errors.begin(), unknown_name("OPTION", request.option, inputs->table.profiles));
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
