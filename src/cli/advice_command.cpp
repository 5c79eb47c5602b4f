#include "cli/advice_command.hpp"

#include <algorithm>
#include <utility>

#include "cli/live.hpp"
#include "cli/option_parser.hpp"
#include "cli/quota_choice.hpp"
#include "cli/run_times.hpp"
#include "cli/usage.hpp"
#include "report/argument_writer.hpp"
#include "report/benchmarks_writer.hpp"
#include "report/csv_writer.hpp"
#include "report/json_writer.hpp"
#include "report/markdown_writer.hpp"
#include "report/reason_text.hpp"
#include "report/text_writer.hpp"

namespace migadvise {

namespace {

bool knows_compute(const Table& table) {
  return std::ranges::any_of(table.profiles, [](const Profile& profile) { return profile.relative_compute.has_value(); });
}

// The formats for scripts have no room for words.
Outcome for_script(const Advice& advice, std::string answer, const Style& style, bool quiet) {
  const Status status = answer.empty() || !advice.recommended ? Status::no_option : Status::answered;
  return {status, std::move(answer), quiet ? "" : in_style(words_beside(advice), style)};
}

Outcome list_benchmarks(const AdviceRequest& request, const Io& io) {
  const Loaded<std::vector<Benchmark>> known = load_known_benchmarks();
  if (!known.value) {
    return failed(known.errors);
  }
  const Style style = style_for(request, io);
  switch (request.format) {
    case Format::markdown:
      return {Status::answered, in_style(write_benchmarks_markdown(*known.value), style), ""};
    case Format::csv:
      return {Status::answered, in_style(write_benchmarks_csv(*known.value), style), ""};
    default:
      return {Status::answered, write_benchmarks_text(*known.value, style), ""};
  }
}

}  // namespace

Result<Question, Outcome> load_question(const RunRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  if (request.needs.min_compute && !knows_compute(inputs->table)) {
    return failed({usage_error(DiagnosticCode::usage_missing_row, {"--min-compute", "Relative Compute Power"},
                               "--min-sms works with every table")});
  }
  Needs needs = request.needs;
  std::vector<Diagnostic> errors = unknown_places(needs, inputs->site);
  if (request.usage) {
    const std::vector<Diagnostic> of_usage = add_usage(*request.usage, *inputs, needs, io);
    errors.insert(errors.end(), of_usage.begin(), of_usage.end());
  }
  const std::vector<Diagnostic> of_times = add_run_times(request.measured, request.like, *inputs, needs);
  errors.insert(errors.end(), of_times.begin(), of_times.end());
  add_chosen_quota(request.quota, needs, errors, io);
  if (!errors.empty()) {
    return failed(errors);
  }
  return Question{*inputs, std::move(needs)};
}

std::string words_beside(const Advice& advice) {
  std::string words;
  for (const Reason& reason : advice.warnings) {
    words += "migadvise: " + reason_text(advice, reason) + "\n";
  }
  if (!advice.recommended) {
    for (const std::string& line : job_fault_lines(advice)) {
      words += "migadvise: " + line + "\n";
    }
    for (const OptionAdvice& option : advice.options) {
      words +=
          "migadvise: " + printable(advice.table->profiles[option.profile].name) + ": " + exclusion_text(advice, option) + "\n";
    }
  }
  return words;
}

Outcome run_advice(const AdviceRequest& request, const Io& io) {
  if (request.lists_benchmarks()) {
    return list_benchmarks(request, io);
  }
  const Result<Question, Outcome> question = load_question(request, io);
  if (!question) {
    return question.error();
  }
  const Result<std::optional<LiveCluster>, Outcome> live = load_live_nodes(request, *question, io);
  if (!live) {
    return live.error();
  }
  const Advice advice = advise(question->needs, question->inputs.table, question->inputs.site, *live ? &**live : nullptr);
  const Style style = style_for(request, io);
  const Status status = advice.recommended ? Status::answered : Status::no_option;
  switch (request.format) {
    case Format::json:
      return {status, write_json(advice, MIGADVISE_VERSION, request.ascii), ""};
    case Format::gres:
      return for_script(advice, write_gres(advice), style, request.quiet);
    case Format::sbatch:
      return for_script(advice, write_sbatch(advice), style, request.quiet);
    case Format::srun:
      return for_script(advice, write_srun(advice), style, request.quiet);
    case Format::markdown:
      return {status, in_style(write_markdown(advice, request.explain), style), ""};
    case Format::csv:
      return for_script(advice, in_style(write_csv(advice), style), style, request.quiet);
    case Format::text:
      break;
  }
  return {status, request.quiet ? write_headline(advice, style) : write_text(advice, style, request.explain), ""};
}

}  // namespace migadvise
