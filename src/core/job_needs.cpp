#include "core/job_needs.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/decimal.hpp"
#include "core/job_findings.hpp"
#include "migadvise/engine.hpp"

namespace migadvise {

namespace {

// Of the rule that rules an option out, what it asks for and what there is.
std::pair<std::string, std::string> needed_and_there(const Reason& reason) {
  const auto gib = [&](FigureName name, Rounding rounding) {
    return format_decimal(reason[name], bytes_per_gib, 1, rounding) + " GiB";
  };
  switch (reason.rule) {
    case Rule::min_sms:
      return {std::to_string(reason[FigureName::sms_asked]) + " SMs", std::to_string(reason[FigureName::sms]) + " SMs"};
    case Rule::min_compute:
      return {format_decimal(reason[FigureName::compute_asked], micro_per_unit, 2) + "x",
              format_decimal(reason[FigureName::compute], micro_per_unit, 2) + "x"};
    default:
      return {gib(FigureName::needed, Rounding::up), gib(FigureName::capacity, Rounding::down)};
  }
}

// A figure as it was measured, else how far it is known and on what that rests.
template <class T, class Print>
std::string range_text(const Range<T>& range, Print print) {
  if (range.exact()) {
    return print(*range.likely);
  }
  const std::string ends = print(range.low) + " to " + print(range.high);
  const std::string basis(basis_id(range.basis));
  return range.likely ? "about " + print(*range.likely) + " (" + ends + ", " + basis + ")" : ends + " (" + basis + ")";
}

// The request that the needs and the script make together.
Needs needs_of_job(Needs asked, const JobReport& report) {
  const JobRequest& request = report.request;
  asked.cpus = static_cast<int>(std::min<std::int64_t>(request.cpus, 100'000));
  asked.cpus_given = true;
  asked.ram = request.ram.value > 0 ? std::optional(request.ram) : std::nullopt;
  asked.time = request.time;
  asked.partition = report.place.partition->name;
  asked.qos = report.place.qos_name;
  asked.tasks = request.jobs;
  asked.gpus = 0;
  return asked;
}

// How the script's own option stands in the answer.
void hold_option_against(const Advice& answer, const JobScript& script, const Table& table, const Site& site, JobReport& report) {
  const JobRequest& request = report.request;
  const Directive& by = script.directives[*request.asked_by];
  const OptionAdvice& own = answer.options[*request.option];
  const std::string& name = table.profiles[*request.option].name;
  const std::string* const own_gres = site.find_gres(table.profiles[*request.option].name);
  const std::string* const best_gres = answer.recommended ? site.find_gres(table.profiles[*answer.recommended].name) : nullptr;
  const std::string instead = best_gres != nullptr && answer.needs.gpus == 0 ? *best_gres : "";
  const auto replaced = [&] {
    const std::size_t within = own_gres == nullptr ? std::string::npos : by.value.find(*own_gres);
    const bool possible = !instead.empty() && within != std::string::npos && by.plain && request.gpus == 1;
    return possible ? std::vector<Edit>{{{by.value_at.offset + within, own_gres->size()}, instead}} : std::vector<Edit>{};
  };
  // Times are those on one GPU.
  if (request.gpus == 1 && request.time && own.run && !answer.relative_times && own.run->time.high > *request.time) {
    const Directive* const time = script.find(JobOption::time);
    add_finding(report, JobCode::run_beyond_time, time->at,
                {name, range_text(own.run->time, print_slurm_time), print_slurm_time(*request.time)});
  }
  const std::vector<Rule> against = excluded_by(own);
  const bool too_small = !against.empty() && (against.front() == Rule::gpu_memory || against.front() == Rule::min_sms ||
                                              against.front() == Rule::min_compute);
  if (too_small) {
    const Reason& reason = *own.reasons.find(against.front());
    const auto [needed, there] = needed_and_there(reason);
    const bool tight = own.fit == Fit::tight && reason.rule == Rule::gpu_memory;
    add_finding(report, tight ? JobCode::tight_option : JobCode::too_small, by.place(),
                {name, instead, needed, there, report.place.partition->name}, tight ? std::vector<Edit>{} : replaced());
    return;
  }
  if (!answer.recommended || *answer.recommended == *request.option || !own.eligible || !report.charge) {
    return;
  }
  const OptionAdvice& best = answer.options[*answer.recommended];
  const bool by_run =
      request.gpus == 1 && answer.by_time && own.su_total_standard && best.su_total_standard && !answer.relative_times;
  const auto likely = [](const Range<Su>& cost) { return cost.likely.value_or(cost.high).micro; };
  const std::int64_t own_cost = by_run ? likely(*own.su_total_standard) : report.charge->total.micro;
  const std::int64_t best_cost = by_run ? likely(*best.su_total_standard) : best.charge.total.micro;
  if (best_cost >= own_cost) {
    return;  // another preference than the cost
  }
  const std::string pays_below = by_run ? "" : rounded_su(multiply_divide(own_cost, micro_per_unit, best_cost));
  const auto cost_text = [&](const std::optional<Range<Su>>& run, std::int64_t per_hour) {
    return by_run ? range_text(*run, [](Su su) { return rounded_su(su.micro); }) : rounded_su(per_hour);
  };
  const std::string count = std::to_string(request.gpus);
  const bool full = table.profiles[*request.option].full();
  const std::string asked_for = request.gpus == 1 ? name : "a job on " + count + (full ? " full GPUs" : " slices " + name);
  add_finding(report, JobCode::better_option, by.place(),
              {asked_for, table.profiles[*answer.recommended].name, cost_text(own.su_total_standard, own_cost),
               cost_text(best.su_total_standard, best_cost), by_run ? "run" : "hour", instead, pays_below},
              by_run && run_time_doubts(answer).empty() ? replaced() : std::vector<Edit>{});
}

}  // namespace

void hold_against_needs(const JobScript& script, const Needs& needs, const Table& table, const Site& site, JobReport& report) {
  if (report.place.partition == nullptr || report.several_parts) {
    return;
  }
  const JobRequest& request = report.request;
  Needs asked = needs_of_job(needs, report);
  report.advice = advise(asked, table, site);
  const bool spreads = request.option && table.profiles[*request.option].full() && request.gpus > 1 && !asked.single_model;
  if (spreads && report.advice->options[*request.option].fit == Fit::does_not_fit) {
    asked.gpus = request.gpus;  // the program as a whole
    report.advice = advise(asked, table, site);
  }
  if (request.option) {
    hold_option_against(*report.advice, script, table, site, report);
  }
  // Where no GPU is asked for, it is known now which one is needed.
  const std::optional<std::size_t> needed = report.advice->recommended;
  for (JobFinding& finding : report.findings) {
    if (finding.code == JobCode::no_gpu && needed && site.find_gres(table.profiles[*needed].name) != nullptr) {
      finding.args[1] = *site.find_gres(table.profiles[*needed].name);
    }
  }
}

std::vector<Reason> remarks_beside(const JobReport& report) {
  std::vector<Reason> remarks = report.advice ? run_time_doubts(*report.advice) : std::vector<Reason>{};
  const auto found = [&](JobCode code) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const JobFinding& finding) { return finding.code == code; });
  };
  std::erase_if(remarks, [&](const Reason& remark) {
    return remark.rule == Rule::run_beyond_time && report.advice->recommended == report.request.option &&
           found(JobCode::run_beyond_time);
  });
  return remarks;
}

std::vector<Reason> run_time_doubts(const Advice& answer) {
  constexpr std::array<Rule, 5> doubts{Rule::cost_undecided, Rule::ranges_overlap, Rule::not_measured, Rule::run_beyond_time,
                                       Rule::run_near_limit};
  std::vector<Reason> found;
  std::copy_if(answer.warnings.begin(), answer.warnings.end(), std::back_inserter(found),
               [&](const Reason& warning) { return std::find(doubts.begin(), doubts.end(), warning.rule) != doubts.end(); });
  return found;
}

}  // namespace migadvise
