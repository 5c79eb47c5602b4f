#include "cli/cost_command.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/quota_choice.hpp"
#include "report/cost_writer.hpp"
#include "report/json_writer.hpp"

namespace migadvise {

namespace {

// `gpu:a100:2` is a GRES and how many of it; here the option stands alone, and how many is said by an option of its own.
std::string count_hint(const std::string& asked, const Inputs& inputs) {
  const std::size_t colon = std::min(asked.rfind(':'), asked.size());
  const std::optional<std::size_t> option = find_option(asked.substr(0, colon) + ":1", inputs.table, inputs.site);
  const Result<int, QuantityError> count = parse_count(std::string_view(asked).substr(std::min(colon + 1, asked.size())));
  if (!option || !count) {
    return "";
  }
  const Profile& profile = inputs.table.profiles[*option];
  return profile.full() ? "several full GPUs are " + profile.name + " --gpus " + std::to_string(*count)
                        : "a job gets one slice; separate jobs are " + profile.name + " --tasks " + std::to_string(*count);
}

Diagnostic unknown_option(const std::string& asked, const Inputs& inputs) {
  Diagnostic error = unknown_name("OPTION", asked, inputs.table.profiles);
  if (std::string hint = count_hint(asked, inputs); !hint.empty()) {
    error.hint = std::move(hint);
  }
  return error;
}

// CSV has no room for words.
std::string warning_texts(const Cost& cost) {
  std::string words;
  for (const std::string& line : cost_warning_lines(cost)) {
    words += "migadvise: " + line + "\n";
  }
  return words;
}

}  // namespace

Outcome run_cost(const CostRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  Needs needs = request.needs;
  std::vector<Diagnostic> errors = unknown_places(needs, inputs->site);
  const std::optional<std::size_t> option = find_option(request.option, inputs->table, inputs->site);
  if (!option) {
    errors.insert(errors.begin(), unknown_option(request.option, *inputs));
  }
  add_chosen_quota(request.quota, needs, errors, io);
  if (!errors.empty()) {
    return failed(errors);
  }
  const Cost cost = price_request(needs, *option, request.hours, inputs->table, inputs->site);
  const Style style = style_for(request, io);
  const Status status = cost.accepted ? Status::answered : Status::no_option;
  switch (request.format) {
    case Format::json:
      return {status, write_cost_json(cost, MIGADVISE_VERSION, request.ascii), ""};
    case Format::markdown:
      return {status, in_style(write_cost_markdown(cost), style), ""};
    case Format::csv:
      return {status, in_style(write_cost_csv(cost), style), request.quiet ? "" : in_style(warning_texts(cost), style)};
    default:
      return {status, write_cost_text(cost, style, request.quiet), ""};
  }
}

}  // namespace migadvise
