#include "cli/compare_command.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/run_times.hpp"
#include "core/decimal.hpp"
#include "migadvise/compare.hpp"
#include "report/compare_writer.hpp"
#include "report/diagnostic_text.hpp"
#include "report/json_writer.hpp"

namespace migadvise {

namespace {

constexpr std::string_view operand = "CHOICE";

// Names of options can have colons, as `gpu:a100_10g:1`: a number behind the last is a count where an option stands before it.
Result<Choice, Diagnostic> find_choice(const std::string& written, const Inputs& inputs) {
  if (const std::optional<std::size_t> option = find_option(written, inputs.table, inputs.site)) {
    return Choice{*option, 1};
  }
  const std::size_t colon = written.rfind(':');
  if (colon == std::string::npos) {
    return unknown_name(std::string(operand), written, inputs.table.profiles);
  }
  const std::string name(trim(std::string_view(written).substr(0, colon)));
  const std::string count = written.substr(colon + 1);
  const std::optional<std::size_t> option = find_option(name, inputs.table, inputs.site);
  const Result<int, QuantityError> jobs = parse_count(count);
  if (!option) {
    return unknown_name(std::string(operand), jobs ? name : written, inputs.table.profiles);
  }
  if (!jobs) {
    return usage_error(
        DiagnosticCode::usage_bad_value,
        {std::string(operand), written, "has a number of jobs that " + std::string(quantity_error_text(jobs.error())),
         "a whole number from 1 to 100000 behind the colon"});
  }
  return Choice{*option, *jobs};
}

std::vector<Diagnostic> find_choices(const CompareRequest& request, const Inputs& inputs, std::vector<Choice>& choices) {
  const std::string same_hint = "a choice has one column; other numbers of jobs are other choices";
  std::vector<Diagnostic> errors;
  for (const std::string& written : request.choices) {
    const Result<Choice, Diagnostic> choice = find_choice(written, inputs);
    if (!choice) {
      errors.push_back(choice.error());
    } else if (std::ranges::find(choices, *choice) != choices.end()) {
      errors.push_back(usage_error(DiagnosticCode::usage_given_twice, {std::string(operand) + " " + written}, same_hint));
    } else {
      choices.push_back(*choice);
    }
  }
  return errors;
}

}  // namespace

Outcome run_compare(const CompareRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  std::vector<Choice> choices;
  std::vector<Diagnostic> errors = find_choices(request, *inputs, choices);
  Needs needs = request.needs;
  for (const std::vector<Diagnostic>& more :
       {unknown_places(needs, inputs->site), add_run_times(request.measured, request.like, *inputs, needs)}) {
    errors.insert(errors.end(), more.begin(), more.end());
  }
  if (!errors.empty()) {
    return failed(errors);
  }
  const Comparison comparison = compare_choices(needs, choices, inputs->table, inputs->site);
  const Style style = style_for(request, io);
  const Status status = comparison.any_accepted() ? Status::answered : Status::no_option;
  switch (request.format) {
    case Format::json:
      return {status, write_compare_json(comparison, MIGADVISE_VERSION, request.ascii), ""};
    case Format::markdown:
      return {status, in_style(write_compare_markdown(comparison), style), ""};
    default:
      return {status, write_compare_text(comparison, style, request.quiet), ""};
  }
}

}  // namespace migadvise
