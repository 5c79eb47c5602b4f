#include "migadvise/compare.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "core/int128.hpp"
#include "core/rules.hpp"
#include "migadvise/engine.hpp"

namespace migadvise {

namespace {

using F = FigureName;
using K = RemarkKind;

constexpr std::array<std::string_view, remark_kind_count> remark_ids{
    "more_memory",    "more_sms",         "more_sms_each",  "larger_share", "larger_share_each", "training",
    "simpler_code",   "independent_work", "many_users",     "isolation",    "cheaper",           "cheaper_gpu",
    "cheaper_in_all", "break_even",       "pays",           "pays_not",     "pays_open",         "cheaper_to_finish",
    "finish_open",    "no_communication", "separate_gpus",  "scheduling",   "sharding",          "start_up",
    "collecting",     "even_parts",       "run_near_limit", "far_above"};

// ---- the figures of a choice ----

Duration part_of(Duration time, int parts) {
  return Duration{std::max<std::int64_t>(multiply_divide(time.milliseconds, 1, parts), 1)};
}

Range<Duration> part_of(const Range<Duration>& time, int parts) {
  return {part_of(time.low, parts), time.likely ? std::optional(part_of(*time.likely, parts)) : std::nullopt,
          part_of(time.high, parts), time.basis};
}

MemoryShare times(const MemoryShare& share, int jobs) {
  const std::int64_t numerator = multiply_divide(share.numerator, jobs, 1);
  const std::int64_t divisor = std::gcd(numerator, share.denominator);
  return {numerator / divisor, share.denominator / divisor};
}

// What rules the option out for one of the jobs, and what it is charged; a job's part of the work is held against the walltime.
OptionAdvice job_of(const Advice& advice, const Choice& choice) {
  OptionAdvice job = advice.options[choice.option];
  if (job.run) {
    job.run->time = part_of(job.run->time, choice.jobs);
  }
  job.reasons = {};
  job.eligible = true;
  for (const Reason& reason : advice.options[choice.option].reasons) {
    const bool of_time = reason.rule == Rule::run_time_limit;
    if (reason.rule > Rule::gres_unknown && reason.rule != Rule::charge) {
      continue;
    }
    job.reasons.add(of_time ? *hold_run_time(job.run->time, advice, choice.option) : reason);
    job.eligible = job.eligible && (job.reasons.end() - 1)->verdict != Verdict::reject;
  }
  // The cheapest and the fastest are found among the choices, not among all options.
  job.at_most.reset();
  job.relative_cost.reset();
  job.pareto.reset();
  job.score.reset();
  job.rank.reset();
  job.break_even_speedup.reset();
  return job;
}

// N jobs of a part each come to as much as one job of it all: su_total of the option is that of the choice.
ComparedChoice compared(const Advice& advice, const Choice& choice) {
  ComparedChoice one;
  one.choice = choice;
  one.job = job_of(advice, choice);
  const int jobs = choice.jobs;
  one.capacity_in_all = Bytes{multiply_divide(one.job.capacity.value, jobs, 1)};
  one.sms_in_all = multiply_divide(one.job.sms, jobs, 1);
  one.share = memory_share(*advice.table, choice.option);
  one.share_in_all = one.share ? std::optional(times(*one.share, jobs)) : std::nullopt;
  const auto in_all = [&](SuPerHour rate) { return SuPerHour{multiply_divide(rate.micro, jobs, 1)}; };
  one.gpu_in_all = in_all(one.job.charge.gpu);
  one.in_all = in_all(one.job.charged);
  one.in_all_standard = in_all(one.job.charge.total);
  return one;
}

// ---- what is the shortest and the cheapest ----

bool is_established(const ComparedChoice& one) {
  return one.job.eligible && one.job.run && one.job.run->time.likely && !one.job.run->far_above;
}

// What all jobs come to when the whole work, done by one job, takes so long: the rate of one job times that.
Int128 cost_of(const ComparedChoice& one, Duration whole) { return run_cost(one.job.charge.total, whole); }

template <class Measure>
Range<Ratio> relative_to(Int128 unit, const Range<Duration>& time, Measure measure) {
  return {quotient(measure(time.low), unit), time.likely ? std::optional(quotient(measure(*time.likely), unit)) : std::nullopt,
          quotient(measure(time.high), unit), time.basis};
}

// The time of the whole work on one job of each choice, which the advice has.
const Range<Duration>& whole_run(const Comparison& comparison, const ComparedChoice& one) {
  return comparison.advice.options[one.choice.option].run->time;
}

void find_relations(Comparison& comparison) {
  std::optional<Int128> shortest;
  std::optional<Int128> cheapest;
  const auto smaller = [](std::optional<Int128>& least, Int128 value) { least = least ? std::min(*least, value) : value; };
  for (const ComparedChoice& one : comparison.choices) {
    if (is_established(one)) {
      smaller(shortest, one.job.run->time.likely->milliseconds);
      if (one.job.priced) {
        smaller(cheapest, cost_of(one, *whole_run(comparison, one).likely));
      }
    }
  }
  for (ComparedChoice& one : comparison.choices) {
    if (!one.job.eligible || !one.job.run) {
      continue;
    }
    if (shortest) {
      one.relative_time =
          relative_to(*shortest, one.job.run->time, [](Duration time) { return static_cast<Int128>(time.milliseconds); });
    }
    if (cheapest && *cheapest > 0 && one.job.priced) {
      one.job.relative_cost =
          relative_to(*cheapest, whole_run(comparison, one), [&](Duration time) { return cost_of(one, time); });
    }
  }
}

// ---- what speaks for one choice rather than another ----

struct Pair {
  const Comparison& comparison;
  std::size_t index;
  std::size_t other_index;
  const ComparedChoice& one;
  const ComparedChoice& other;

  [[nodiscard]] Remark remark(K kind, std::initializer_list<Figure> with) const { return {kind, index, other_index, with}; }
  [[nodiscard]] bool one_for_several() const { return !one.several() && other.several(); }
  [[nodiscard]] bool several_for_one() const { return one.several() && !other.several(); }
  [[nodiscard]] Pair reversed() const { return {comparison, other_index, index, other, one}; }
  [[nodiscard]] bool priced() const { return one.job.priced && other.job.priced; }
};

using PairRule = std::optional<Remark> (*)(const Pair&);

std::optional<Remark> more_memory(const Pair& pair) {
  if (pair.one.job.capacity <= pair.other.job.capacity) {
    return std::nullopt;
  }
  return pair.remark(K::more_memory, {{F::capacity, pair.one.job.capacity.value},
                                      {F::other_capacity, pair.other.job.capacity.value},
                                      {F::jobs, pair.one.choice.jobs},
                                      {F::other_jobs, pair.other.choice.jobs}});
}

std::optional<Remark> more_sms(const Pair& pair) {
  if (pair.one.sms_in_all <= pair.other.sms_in_all) {
    return std::nullopt;
  }
  return pair.remark(K::more_sms, {{F::sms, pair.one.sms_in_all},
                                   {F::other_sms, pair.other.sms_in_all},
                                   {F::jobs, pair.one.choice.jobs},
                                   {F::other_jobs, pair.other.choice.jobs}});
}

// Where there are no more in all, one process may still have more of them.
std::optional<Remark> more_sms_each(const Pair& pair) {
  if (pair.one.sms_in_all > pair.other.sms_in_all || pair.one.job.sms <= pair.other.job.sms) {
    return std::nullopt;
  }
  return pair.remark(K::more_sms_each, {{F::sms, pair.one.job.sms},
                                        {F::other_sms, pair.other.job.sms},
                                        {F::jobs, pair.one.choice.jobs},
                                        {F::other_jobs, pair.other.choice.jobs}});
}

bool is_larger(const MemoryShare& share, const MemoryShare& other) {
  return compare_products(share.numerator, other.denominator, other.numerator, share.denominator) > 0;
}

// Both in parts of the same size.
Remark with_shares(const Pair& pair, K kind, const MemoryShare& share, const MemoryShare& other) {
  const std::int64_t parts =
      multiply_divide(share.denominator / std::gcd(share.denominator, other.denominator), other.denominator, 1);
  return pair.remark(kind, {{F::memory_slices, multiply_divide(share.numerator, parts, share.denominator)},
                            {F::other_slices, multiply_divide(other.numerator, parts, other.denominator)},
                            {F::gpu_slices, parts},
                            {F::jobs, pair.one.choice.jobs},
                            {F::other_jobs, pair.other.choice.jobs}});
}

std::optional<Remark> larger_share(const Pair& pair) {
  if (!pair.one.share || !pair.other.share || !is_larger(*pair.one.share_in_all, *pair.other.share_in_all)) {
    return std::nullopt;
  }
  return with_shares(pair, K::larger_share, *pair.one.share_in_all, *pair.other.share_in_all);
}

std::optional<Remark> larger_share_each(const Pair& pair) {
  if (!pair.one.share || !pair.other.share || is_larger(*pair.one.share_in_all, *pair.other.share_in_all) ||
      !is_larger(*pair.one.share, *pair.other.share)) {
    return std::nullopt;
  }
  return with_shares(pair, K::larger_share_each, *pair.one.share, *pair.other.share);
}

std::optional<Remark> training(const Pair& pair) {
  return pair.one_for_several() ? std::optional(pair.remark(K::training, {})) : std::nullopt;
}

std::optional<Remark> simpler_code(const Pair& pair) {
  return pair.one_for_several() ? std::optional(pair.remark(K::simpler_code, {})) : std::nullopt;
}

std::optional<Remark> independent_work(const Pair& pair) {
  return pair.several_for_one() ? std::optional(pair.remark(K::independent_work, {{F::jobs, pair.one.choice.jobs}}))
                                : std::nullopt;
}

std::optional<Remark> many_users(const Pair& pair) {
  return pair.several_for_one() ? std::optional(pair.remark(K::many_users, {{F::jobs, pair.one.choice.jobs}})) : std::nullopt;
}

std::optional<Remark> isolation(const Pair& pair) {
  return pair.several_for_one() ? std::optional(pair.remark(K::isolation, {{F::jobs, pair.one.choice.jobs}})) : std::nullopt;
}

// A smaller charge for the GPUs may be a larger one in all, since every job pays for its own CPUs.
std::optional<Remark> cheaper(const Pair& pair) {
  const bool gpu = pair.one.gpu_in_all < pair.other.gpu_in_all;
  const bool in_all = pair.one.in_all_standard < pair.other.in_all_standard;
  if (!pair.priced() || (!gpu && !in_all)) {
    return std::nullopt;
  }
  return pair.remark(gpu && in_all ? K::cheaper
                     : gpu         ? K::cheaper_gpu
                                   : K::cheaper_in_all,
                     {{F::gpu_rate, pair.one.gpu_in_all.micro},
                      {F::other_gpu_rate, pair.other.gpu_in_all.micro},
                      {F::rate, pair.one.in_all_standard.micro},
                      {F::other_rate, pair.other.in_all_standard.micro},
                      {F::jobs, pair.one.choice.jobs},
                      {F::other_jobs, pair.other.choice.jobs}});
}

// What one choice comes to for the whole work is no more than what the other does, at these times.
bool costs_no_more(const Pair& pair, Duration whole, Duration other_whole) {
  return cost_of(pair.one, whole) <= cost_of(pair.other, other_whole);
}

// How many times sooner one choice is done than the other. The last digit is rounded to the side of the factor needed to cost the
// same on which the true figure lies; that factor is rounded up.
Ratio speedup(const Pair& pair, Duration whole, Duration other_whole) {
  const std::int64_t one = multiply_divide(whole.milliseconds, pair.other.choice.jobs, 1);
  const std::int64_t other = multiply_divide(other_whole.milliseconds, pair.one.choice.jobs, 1);
  const Rounding rounding = costs_no_more(pair, whole, other_whole) ? Rounding::up : Rounding::down;
  return Ratio{multiply_divide(other, micro_per_unit, one, rounding)};
}

Range<Ratio> speedup(const Pair& pair) {
  const Range<Duration>& one = whole_run(pair.comparison, pair.one);
  const Range<Duration>& other = whole_run(pair.comparison, pair.other);
  return {speedup(pair, one.high, other.low),
          one.likely && other.likely ? std::optional(speedup(pair, *one.likely, *other.likely)) : std::nullopt,
          speedup(pair, one.low, other.high), one.basis};
}

Remark with_speedup(const Pair& pair, K kind, std::initializer_list<Figure> with) {
  const Range<Ratio> found = speedup(pair);
  Remark remark = pair.remark(kind, with);
  remark.add({F::speedup_low, found.low.micro});
  remark.add({F::speedup_high, found.high.micro});
  if (found.likely) {
    remark.add({F::speedup, found.likely->micro});
  }
  return remark;
}

// Of the choice that costs more per hour: how much sooner it must be done to cost the same, and whether it is.
std::optional<Remark> break_even(const Pair& pair) {
  const std::int64_t rate = pair.one.in_all_standard.micro;
  const std::int64_t other_rate = pair.other.in_all_standard.micro;
  if (!pair.priced() || rate <= other_rate || other_rate == 0 || !pair.comparison.advice.place.qos->charged) {
    return std::nullopt;
  }
  const std::int64_t needed = multiply_divide(rate, micro_per_unit, other_rate, Rounding::up);
  if (!pair.one.job.run || !pair.other.job.run) {
    return pair.remark(K::break_even, {{F::break_even, needed},
                                       {F::rate, rate},
                                       {F::other_rate, other_rate},
                                       {F::jobs, pair.one.choice.jobs},
                                       {F::other_jobs, pair.other.choice.jobs}});
  }
  const Range<Duration>& whole = whole_run(pair.comparison, pair.one);
  const Range<Duration>& other_whole = whole_run(pair.comparison, pair.other);
  const bool open = pair.one.job.run->far_above || pair.other.job.run->far_above;
  const bool pays = !open && costs_no_more(pair, whole.high, other_whole.low);
  const bool pays_not = !open && !costs_no_more(pair, whole.low, other_whole.high);
  return with_speedup(pair,
                      pays       ? K::pays
                      : pays_not ? K::pays_not
                                 : K::pays_open,
                      {{F::break_even, needed},
                       {F::rate, rate},
                       {F::other_rate, other_rate},
                       {F::jobs, pair.one.choice.jobs},
                       {F::other_jobs, pair.other.choice.jobs}});
}

// Both are charged the same per hour: which of them comes to less for the whole work.
std::optional<Remark> cheaper_to_finish(const Pair& pair) {
  const SuPerHour rate = pair.one.in_all_standard;
  if (!pair.priced() || rate != pair.other.in_all_standard || rate.micro == 0 || !pair.comparison.advice.place.qos->charged ||
      !pair.one.job.run || !pair.other.job.run) {
    return std::nullopt;
  }
  const Range<Duration>& whole = whole_run(pair.comparison, pair.one);
  const Range<Duration>& other_whole = whole_run(pair.comparison, pair.other);
  const bool open = pair.one.job.run->far_above || pair.other.job.run->far_above;
  const bool cheaper = !open && !costs_no_more(pair.reversed(), other_whole.low, whole.high);
  const bool dearer = !open && !costs_no_more(pair, whole.low, other_whole.high);
  const bool same = !open && !cheaper && !dearer && whole.exact() && other_whole.exact();
  // What is open is open both ways; it is said of the choice that is held against the first.
  if (!cheaper && (dearer || same || pair.index < pair.other_index)) {
    return std::nullopt;
  }
  Remark remark = with_speedup(pair, cheaper ? K::cheaper_to_finish : K::finish_open,
                               {{F::rate, rate.micro}, {F::jobs, pair.one.choice.jobs}, {F::other_jobs, pair.other.choice.jobs}});
  if (const std::optional<Range<Su>>& cost = pair.one.job.su_total) {
    remark.add({F::cost_low, cost->low.micro});
    remark.add({F::cost_high, cost->high.micro});
    if (cost->likely) {
      remark.add({F::cost, cost->likely->micro});
    }
  }
  return remark;
}

constexpr std::array<PairRule, 13> pair_rules{more_memory, more_sms,     more_sms_each,    larger_share, larger_share_each,
                                              training,    simpler_code, independent_work, many_users,   isolation,
                                              cheaper,     break_even,   cheaper_to_finish};

// ---- what several jobs cannot do and what they need ----

using ChoiceRule = std::optional<Remark> (*)(const Comparison&, std::size_t choice);
using SeveralRule = std::optional<Remark> (*)(const Comparison&);

bool is_full(const Comparison& comparison, const ComparedChoice& one) {
  return comparison.advice.table->profiles[one.choice.option].full();
}

// A remark on all choices of several jobs, with the number of jobs of the smallest and of the largest.
std::optional<Remark> on_several(const Comparison& comparison, K kind) {
  std::int64_t fewest = 0;
  std::int64_t most = 0;
  for (const ComparedChoice& one : comparison.choices) {
    if (one.several() && one.job.eligible) {
      fewest = fewest == 0 ? one.choice.jobs : std::min<std::int64_t>(fewest, one.choice.jobs);
      most = std::max<std::int64_t>(most, one.choice.jobs);
    }
  }
  return most == 0 ? std::nullopt : std::optional(Remark(kind, {}, {}, {{F::jobs, most}, {F::fewest_jobs, fewest}}));
}

std::optional<Remark> no_communication(const Comparison& comparison) {
  const bool slices = std::any_of(comparison.choices.begin(), comparison.choices.end(), [&](const ComparedChoice& one) {
    return one.several() && one.job.eligible && !is_full(comparison, one);
  });
  return slices ? std::optional(Remark(K::no_communication, {}, {}, {})) : std::nullopt;
}

std::optional<Remark> scheduling(const Comparison& comparison) { return on_several(comparison, K::scheduling); }
std::optional<Remark> sharding(const Comparison& comparison) { return on_several(comparison, K::sharding); }
std::optional<Remark> start_up(const Comparison& comparison) { return on_several(comparison, K::start_up); }
std::optional<Remark> collecting(const Comparison& comparison) { return on_several(comparison, K::collecting); }

std::optional<Remark> even_parts(const Comparison& comparison) {
  const bool divides = std::any_of(comparison.choices.begin(), comparison.choices.end(),
                                   [](const ComparedChoice& one) { return one.several() && one.job.eligible && one.job.run; });
  return divides ? on_several(comparison, K::even_parts) : std::nullopt;
}

constexpr std::array<SeveralRule, 6> several_rules{no_communication, scheduling, sharding, start_up, collecting, even_parts};

// One job may have several full GPUs, which can exchange data; jobs of one GPU each cannot.
std::optional<Remark> separate_gpus(const Comparison& comparison, std::size_t choice) {
  const ComparedChoice& one = comparison.choices[choice];
  if (!one.several() || !one.job.eligible || !is_full(comparison, one)) {
    return std::nullopt;
  }
  return Remark(K::separate_gpus, choice, {},
                {{F::jobs, one.choice.jobs}, {F::gpus, comparison.advice.place.partition->gpus_per_node.value_or(0)}});
}

std::optional<Remark> far_above(const Comparison& comparison, std::size_t choice) {
  const std::optional<TimeEstimate>& run = comparison.choices[choice].job.run;
  return run && run->far_above && comparison.choices[choice].job.eligible ? std::optional(Remark(K::far_above, choice, {}, {}))
                                                                          : std::nullopt;
}

// A job that is likely to end in time may still take longer than it is allowed.
std::optional<Remark> run_near_limit(const Comparison& comparison, std::size_t choice) {
  const OptionAdvice& job = comparison.choices[choice].job;
  const std::optional<Duration> allowed = limits_of(comparison.advice.place).walltime;
  if (!job.eligible || !job.run || comparison.advice.relative_times || !allowed || job.run->time.high <= *allowed) {
    return std::nullopt;
  }
  return Remark(K::run_near_limit, choice, {},
                {{F::run_high, job.run->time.high.milliseconds}, {F::time_allowed, allowed->milliseconds}});
}

constexpr std::array<ChoiceRule, 3> choice_rules{separate_gpus, run_near_limit, far_above};

void add_remarks(Comparison& comparison) {
  const auto add = [&](const std::optional<Remark>& remark) {
    if (remark) {
      comparison.remarks.push_back(*remark);
    }
  };
  const std::vector<ComparedChoice>& choices = comparison.choices;
  const auto can_be_had = [](const ComparedChoice& one) { return one.job.eligible; };
  const auto first = static_cast<std::size_t>(std::find_if(choices.begin(), choices.end(), can_be_had) - choices.begin());
  for (std::size_t i = first + 1; i < choices.size(); ++i) {
    if (!choices[i].job.eligible) {
      continue;
    }
    for (const auto& [one, other] : {std::pair(first, i), std::pair(i, first)}) {
      for (const PairRule rule : pair_rules) {
        add(rule({comparison, one, other, choices[one], choices[other]}));
      }
    }
  }
  for (const ChoiceRule rule : choice_rules) {
    for (std::size_t i = 0; i < comparison.choices.size(); ++i) {
      add(rule(comparison, i));
    }
  }
  for (const SeveralRule rule : several_rules) {
    add(rule(comparison));
  }
}

// ---- what to beware of ----

// As if the first choice that can be had were recommended, with as many jobs as the largest has.
void add_warnings(Comparison& comparison) {
  Advice view = comparison.advice;
  view.recommended.reset();
  for (const ComparedChoice& one : comparison.choices) {
    if (one.job.eligible) {
      view.recommended = view.recommended.value_or(one.choice.option);
      view.jobs = std::max(view.jobs, one.choice.jobs);
    }
  }
  for (const AnswerRule rule : {warn_stand_in, warn_assumption_unused, warn_larger_slower, warn_flat_times, warn_no_fixed_part,
                                warn_short_run, warn_preemption, warn_qos_users, warn_jobs_at_once}) {
    if (const std::optional<Reason> reason = rule(view)) {
      comparison.warnings.add(*reason);
    }
  }
}

}  // namespace

std::string_view remark_id(RemarkKind kind) { return remark_ids[static_cast<std::size_t>(kind)]; }

RemarkTheme remark_theme(RemarkKind kind) {
  return kind <= K::finish_open     ? RemarkTheme::rather
         : kind <= K::separate_gpus ? RemarkTheme::cannot
         : kind <= K::collecting    ? RemarkTheme::needs
                                    : RemarkTheme::note;
}

std::string_view remark_theme_id(RemarkTheme theme) {
  constexpr std::array<std::string_view, 4> ids{"rather", "cannot", "needs", "note"};
  return ids[static_cast<std::size_t>(theme)];
}

bool Comparison::any_accepted() const {
  return std::any_of(choices.begin(), choices.end(), [](const ComparedChoice& one) { return one.job.eligible; });
}

Comparison compare_choices(const Needs& needs, std::span<const Choice> choices, const Table& table, const Site& site) {
  Comparison comparison;
  comparison.advice = advise(needs, table, site);
  comparison.choices.reserve(choices.size());
  for (const Choice& choice : choices) {
    comparison.choices.push_back(compared(comparison.advice, choice));
  }
  find_relations(comparison);
  add_remarks(comparison);
  add_warnings(comparison);
  return comparison;
}

}  // namespace migadvise
