// Run times and what the whole run costs. The smallest option that will do is often not the cheapest: a job runs longer on it
// while its CPUs are charged by the hour. What is not known well enough to decide is said, with the run that would decide.
#include <algorithm>

#include "core/estimates.hpp"
#include "core/int128.hpp"
#include "core/ranking.hpp"
#include "core/rules.hpp"
#include "core/time_model.hpp"

namespace migadvise {

namespace {

// Times in hours, not only relative to each other.
const Range<Duration>* run_of(const Advice& advice, std::size_t option) {
  const std::optional<TimeEstimate>& run = advice.options[option].run;
  return run && !advice.relative_times ? &run->time : nullptr;
}

const Range<Duration>* recommended_run(const Advice& advice) {
  return advice.recommended ? run_of(advice, *advice.recommended) : nullptr;
}

// The likely figure; where there is none, the least.
template <class T>
T likely_or_low(const Range<T>& range) {
  return range.likely.value_or(range.low);
}

std::int64_t ratio_of(std::int64_t numerator, std::int64_t denominator) {
  return denominator == 0 ? 0 : multiply_divide(numerator, micro_per_unit, denominator);
}

// SU of one option for the run ÷ those of another, both at the times by which they are ranked.
std::int64_t cost_ratio(const OptionAdvice& a, const OptionAdvice& b) {
  const Int128 unit = run_cost(b.charge.total, ranking_time(b));
  return unit == 0 ? 0 : quotient(run_cost(a.charge.total, ranking_time(a)), unit).micro;
}

// Whether a published run or a class of programs says where the times are likely to be.
bool uses_assumption(const Advice& advice) {
  return std::any_of(advice.options.begin(), advice.options.end(),
                     [](const OptionAdvice& option) { return option.run && option.run->time.basis == Basis::assumed; });
}

// Of an answer that is ranked by time, another option that is as good by what is preferred, or better by what counts as equal.
std::optional<std::size_t> as_good_by_preference(const Advice& advice) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const std::optional<Ratio>& score = advice.options[i].score;
    if (i != advice.recommended && score && score >= advice.options[*advice.recommended].score &&
        (!best || score > advice.options[*best].score)) {
      best = i;
    }
  }
  return best;
}

std::int64_t count_ranked(const Advice& advice) {
  return std::count_if(advice.options.begin(), advice.options.end(),
                       [](const OptionAdvice& option) { return option.eligible && option.score; });
}

// What an answer by SU per hour alone would have been.
std::size_t cheapest_per_hour(const Advice& advice) {
  std::size_t cheapest = *advice.recommended;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    if (option.eligible && has_likely_time(option) && option.charge.total < advice.options[cheapest].charge.total) {
      cheapest = i;
    }
  }
  return cheapest;
}

// Of the others that are ranked, the one that comes next.
std::size_t runner_up(const Advice& advice) {
  std::size_t next = *advice.recommended;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    if (i != advice.recommended && option.score && (next == advice.recommended || option.rank < advice.options[next].rank)) {
      next = i;
    }
  }
  return next;
}

// The measured runs, the slowest expected first.
std::vector<RunTime> in_expected_order(const Advice& advice) {
  std::vector<RunTime> runs;
  for (const std::size_t option : by_expected_speed(*advice.table)) {
    for (const RunTime& run : advice.needs.measured) {
      if (run.option == option) {
        runs.push_back(run);
      }
    }
  }
  return runs;
}

}  // namespace

void add_run(Reason& reason, const Range<Duration>& run) {
  reason.add({FigureName::run_low, run.low.milliseconds});
  if (run.likely) {
    reason.add({FigureName::run, run.likely->milliseconds});
  }
  reason.add({FigureName::run_high, run.high.milliseconds});
}

void add_cost(Reason& reason, const Range<Su>& cost) {
  reason.add({FigureName::cost_low, cost.low.micro});
  if (cost.likely) {
    reason.add({FigureName::cost, cost.likely->micro});
  }
  reason.add({FigureName::cost_high, cost.high.micro});
}

std::optional<Reason> hold_run_time(const Range<Duration>& run, const Advice& advice, std::size_t option) {
  const std::optional<Duration> allowed = limits_of(advice.place).walltime;
  if (!allowed) {
    return std::nullopt;
  }
  Reason reason(Rule::run_time_limit, likely_or_low(run) <= *allowed ? Verdict::accept : Verdict::reject, option,
                {{FigureName::time_allowed, allowed->milliseconds}});
  add_run(reason, run);
  return reason;
}

std::optional<Reason> judge_run_time(const Advice& advice, std::size_t option) {
  const Range<Duration>* const run = run_of(advice, option);
  return run == nullptr ? std::nullopt : hold_run_time(*run, advice, option);
}

std::optional<Reason> judge_budget(const Advice& advice, std::size_t option) {
  const std::optional<Range<Su>>& cost = advice.options[option].su_total;
  if (!cost || !advice.needs.budget) {
    return std::nullopt;
  }
  Reason reason(Rule::budget_limit, likely_or_low(*cost) <= *advice.needs.budget ? Verdict::accept : Verdict::reject, option,
                {{FigureName::budget, advice.needs.budget->micro}});
  add_cost(reason, *cost);
  return reason;
}

std::optional<Reason> explain_run_time(const Advice& advice, std::size_t option) {
  const Range<Duration>* const run = run_of(advice, option);
  if (run == nullptr) {
    return std::nullopt;
  }
  Reason reason(Rule::run_time, Verdict::note, option, {});
  add_run(reason, *run);
  return reason;
}

std::optional<Reason> explain_cost_to_finish(const Advice& advice, std::size_t option) {
  const std::optional<Range<Su>>& cost = advice.options[option].su_total_standard;
  if (!cost) {
    return std::nullopt;
  }
  Reason reason(Rule::cost_to_finish, Verdict::note, option, {{FigureName::jobs, advice.jobs}});
  add_cost(reason, *cost);
  return reason;
}

std::optional<Reason> explain_best_to_finish(const Advice& advice) {
  // Of the only option, and of one that is the best for another reason than this, other rules speak.
  if (!advice.recommended || !advice.by_time || advice.why.find(Rule::only_option) != nullptr || as_good_by_preference(advice)) {
    return std::nullopt;
  }
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  const auto eligible = [](const OptionAdvice& option) { return option.eligible; };
  Reason reason(Rule::best_to_finish, Verdict::note, *advice.recommended,
                {{FigureName::options, count_ranked(advice)},
                 {FigureName::eligible, std::count_if(advice.options.begin(), advice.options.end(), eligible)}});
  if (chosen.su_total_standard) {
    reason.add({FigureName::cost, chosen.su_total_standard->likely->micro});
  }
  if (!advice.relative_times) {
    reason.add({FigureName::run, ranking_time(chosen).milliseconds});
  }
  const std::size_t usual = cheapest_per_hour(advice);
  const std::size_t other = usual == advice.recommended ? runner_up(advice) : usual;
  if (other != advice.recommended) {
    const OptionAdvice& beside = advice.options[other];
    reason.add({FigureName::option, static_cast<std::int64_t>(other)});
    reason.add({FigureName::relative_cost, cost_ratio(chosen, beside)});
    reason.add({FigureName::speedup, ratio_of(ranking_time(beside).milliseconds, ranking_time(chosen).milliseconds)});
  }
  return reason;
}

std::optional<Reason> explain_equal_to_best(const Advice& advice) {
  if (!advice.recommended || !advice.by_time) {
    return std::nullopt;
  }
  const std::optional<std::size_t> first = as_good_by_preference(advice);
  if (!first) {
    return std::nullopt;
  }
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  const OptionAdvice& best = advice.options[*first];
  return Reason(
      Rule::equal_to_best, Verdict::note, *advice.recommended,
      {{FigureName::option, static_cast<std::int64_t>(*first)},
       {FigureName::equal_within, equal_percent},
       {FigureName::faster_by, ratio_of(ranking_time(chosen).milliseconds, ranking_time(best).milliseconds) - micro_per_unit},
       {FigureName::relative_cost, cost_ratio(best, chosen)},
       {FigureName::speedup, ratio_of(best.charge.total.micro, chosen.charge.total.micro)}});
}

std::optional<Reason> explain_other_cpus(const Advice& advice) {
  if (!advice.fewer_cpus && !advice.more_cpus) {
    return std::nullopt;
  }
  Reason reason(Rule::other_cpus, Verdict::note, *advice.recommended, {});
  if (advice.fewer_cpus) {
    reason.add({FigureName::cpus_allowed, advice.fewer_cpus->cpus});
    reason.add({FigureName::option, static_cast<std::int64_t>(advice.fewer_cpus->option)});
  }
  if (advice.more_cpus) {
    reason.add({FigureName::cpus, advice.more_cpus->cpus});
    reason.add({FigureName::other_option, static_cast<std::int64_t>(advice.more_cpus->option)});
  }
  return reason;
}

std::optional<Reason> warn_cost_undecided(const Advice& advice) {
  if (!advice.recommended || advice.by_time || advice.needs.measured.empty() || !advice.next_measurement) {
    return std::nullopt;
  }
  return Reason(Rule::cost_undecided, Verdict::note, *advice.recommended,
                {{FigureName::option, static_cast<std::int64_t>(*advice.next_measurement)},
                 {FigureName::other_option, static_cast<std::int64_t>(advice.needs.measured.front().option)}});
}

std::optional<Reason> warn_ranges_overlap(const Advice& advice) {
  if (!advice.recommended || !advice.by_time || !advice.next_measurement) {
    return std::nullopt;
  }
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  const OptionAdvice* rival = nullptr;
  for (const OptionAdvice& option : advice.options) {
    if (option.score && may_be_better(advice, option, chosen) && (rival == nullptr || option.rank < rival->rank)) {
      rival = &option;
    }
  }
  if (rival == nullptr) {
    return std::nullopt;
  }
  return Reason(Rule::ranges_overlap, Verdict::note, *advice.recommended,
                {{FigureName::other_option, static_cast<std::int64_t>(rival->profile)},
                 {FigureName::option, static_cast<std::int64_t>(*advice.next_measurement)}});
}

std::optional<Reason> warn_not_measured(const Advice& advice) {
  // The one that is to be measured next, where it is one that prediction does not reach.
  if (!advice.recommended || !advice.by_time || !advice.next_measurement ||
      !advice.options[*advice.next_measurement].run->far_above) {
    return std::nullopt;
  }
  const OptionAdvice& option = advice.options[*advice.next_measurement];
  Reason reason(Rule::not_measured, Verdict::note, option.profile, {});
  add_run(reason, option.run->time);
  if (option.su_total_standard) {
    add_cost(reason, *option.su_total_standard);
  }
  return reason;
}

std::optional<Reason> note_free_measurement(const Advice& advice) {
  const Qos* const free = advice.next_measurement && advice.place.qos->charged
                              ? find_free_qos(*advice.site, advice.table->profiles[*advice.next_measurement].name)
                              : nullptr;
  if (free == nullptr) {
    return std::nullopt;
  }
  return Reason(Rule::free_measurement, Verdict::note, *advice.next_measurement,
                {{FigureName::qos, free - advice.site->qos.data()}});
}

std::optional<Reason> warn_time_unknown(const Advice& advice) {
  if (!advice.recommended || !advice.by_time) {
    return std::nullopt;
  }
  const auto unknown = std::find_if(advice.options.begin(), advice.options.end(),
                                    [](const OptionAdvice& option) { return option.eligible && !has_likely_time(option); });
  if (unknown == advice.options.end()) {
    return std::nullopt;
  }
  // One measurement may bound what nothing else is known of.
  return Reason(Rule::time_unknown, unknown->run ? Verdict::note : Verdict::reject, unknown->profile, {});
}

std::optional<Reason> warn_stand_in(const Advice& advice) {
  const std::size_t runs = advice.needs.measured.size();
  if (!advice.recommended || !advice.needs.like || runs > 1 || (runs == 1 && !uses_assumption(advice))) {
    return std::nullopt;
  }
  return Reason(Rule::stand_in, Verdict::note, {{FigureName::options, static_cast<std::int64_t>(advice.needs.measured.size())}});
}

std::optional<Reason> warn_assumption_unused(const Advice& advice) {
  const Needs& needs = advice.needs;
  if (needs.measured.empty() || (!needs.compute && !needs.like)) {
    return std::nullopt;
  }
  if (needs.measured.size() == 1) {
    // Used, unless it has no figure for the option that was measured.
    return uses_assumption(advice)
               ? std::nullopt
               : std::optional(Reason(Rule::assumption_unused, Verdict::note, needs.measured.front().option, {}));
  }
  const ComputeSpeeds* const speeds = needs.compute ? advice.site->find_compute(*needs.compute) : nullptr;
  const std::vector<RunTime> runs = in_expected_order(advice);
  const RunTime& slow = runs.front();
  const RunTime& fast = runs.back();
  const std::optional<Range<Ratio>> expected =
      speeds == nullptr ? std::nullopt : expected_speedup(*speeds, *advice.table, slow.option, fast.option);
  const std::int64_t found = ratio_of(slow.time.milliseconds, fast.time.milliseconds);
  const auto reason = [&](Verdict verdict, Ratio low, Ratio high) {
    return Reason(Rule::assumption_unused, verdict,
                  {{FigureName::option, static_cast<std::int64_t>(fast.option)},
                   {FigureName::other_option, static_cast<std::int64_t>(slow.option)},
                   {FigureName::speedup, found},
                   {FigureName::speedup_low, low.micro},
                   {FigureName::speedup_high, high.micro}});
  };
  if (!expected) {
    return reason(Verdict::note, {}, {});
  }
  // The scatter that the bounds of a measurement allow for as well.
  constexpr std::int64_t more = 100 + scatter_percent;
  const bool agrees = compare_products(found, more, expected->low.micro, 100) >= 0 &&
                      compare_products(found, 100, expected->high.micro, more) <= 0;
  return reason(agrees ? Verdict::note : Verdict::reject, expected->low, expected->high);
}

std::optional<Reason> warn_larger_slower(const Advice& advice) {
  if (!advice.recommended || advice.needs.measured.size() < 2) {
    return std::nullopt;
  }
  const std::vector<RunTime> runs = in_expected_order(advice);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (std::size_t j = i + 1; j < runs.size(); ++j) {
      if (compare_products(runs[j].time.milliseconds, 100, runs[i].time.milliseconds, 100 + scatter_percent) > 0) {
        return Reason(Rule::larger_slower, Verdict::note, runs[j].option,
                      {{FigureName::run, runs[j].time.milliseconds},
                       {FigureName::option, static_cast<std::int64_t>(runs[i].option)},
                       {FigureName::other_run, runs[i].time.milliseconds}});
      }
    }
  }
  return std::nullopt;
}

std::optional<Reason> warn_flat_times(const Advice& advice) {
  const bool predicts = std::any_of(advice.options.begin(), advice.options.end(), [](const OptionAdvice& option) {
    return option.run && option.run->time.basis == Basis::predicted;
  });
  return advice.recommended && advice.time_fit == TimeFit::flat && predicts
             ? std::optional(Reason(Rule::flat_times, Verdict::note, {}))
             : std::nullopt;
}

std::optional<Reason> warn_no_fixed_part(const Advice& advice) {
  return advice.recommended && advice.time_fit == TimeFit::no_fixed_part
             ? std::optional(Reason(Rule::no_fixed_part, Verdict::note, {}))
             : std::nullopt;
}

std::optional<Reason> warn_short_run(const Advice& advice) {
  constexpr std::int64_t start_up_decides = 60'000;  // milliseconds
  for (const RunTime& run : advice.needs.measured) {
    if (advice.recommended && run.time.milliseconds < start_up_decides) {
      return Reason(Rule::short_run, Verdict::note, run.option, {{FigureName::run, run.time.milliseconds}});
    }
  }
  return std::nullopt;
}

std::optional<Reason> warn_measured_beyond_memory(const Advice& advice) {
  for (const RunTime& run : advice.needs.measured) {
    const OptionAdvice& option = advice.options[run.option];
    if (option.fit == Fit::does_not_fit) {
      return Reason(Rule::measured_beyond_memory, Verdict::note, run.option,
                    {{FigureName::needed, advice.memory_needed->value}, {FigureName::capacity, option.capacity.value}});
    }
  }
  return std::nullopt;
}

std::optional<Reason> warn_run_near_limit(const Advice& advice) {
  const Range<Duration>* const run = recommended_run(advice);
  const std::optional<Duration> allowed = limits_of(advice.place).walltime;
  if (run == nullptr || !allowed || run->high <= *allowed) {
    return std::nullopt;
  }
  return Reason(Rule::run_near_limit, Verdict::note, *advice.recommended,
                {{FigureName::run_high, run->high.milliseconds}, {FigureName::time_allowed, allowed->milliseconds}});
}

std::optional<Reason> warn_run_beyond_time(const Advice& advice) {
  const Range<Duration>* const run = recommended_run(advice);
  if (run == nullptr || !advice.needs.time || run->high <= *advice.needs.time) {
    return std::nullopt;
  }
  Reason reason(Rule::run_beyond_time, Verdict::note, *advice.recommended, {{FigureName::time, advice.needs.time->milliseconds}});
  add_run(reason, *run);
  // The best of those that end in time.
  const OptionAdvice* in_time = nullptr;
  for (const OptionAdvice& option : advice.options) {
    if (option.rank && option.run->time.high <= *advice.needs.time && (in_time == nullptr || option.rank < in_time->rank)) {
      in_time = &option;
    }
  }
  if (in_time != nullptr) {
    reason.add({FigureName::option, static_cast<std::int64_t>(in_time->profile)});
  }
  return reason;
}

std::optional<Reason> warn_run_near_budget(const Advice& advice) {
  if (!advice.recommended || !advice.needs.budget) {
    return std::nullopt;
  }
  const std::optional<Range<Su>>& cost = advice.options[*advice.recommended].su_total;
  if (!cost || cost->high <= *advice.needs.budget) {
    return std::nullopt;
  }
  return Reason(Rule::run_near_budget, Verdict::note, *advice.recommended,
                {{FigureName::cost_high, cost->high.micro}, {FigureName::budget, advice.needs.budget->micro}});
}

}  // namespace migadvise
