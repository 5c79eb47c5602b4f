#include "report/time_sentences.hpp"

#include <fmt/format.h>

#include "report/layout.hpp"

namespace migadvise {

namespace {

using F = FigureName;

Range<Duration> run_of(const Wording& w) {
  const std::optional<Duration> likely = w.count(F::run) > 0 ? std::optional(w.time(F::run)) : std::nullopt;
  return {w.time(F::run_low), likely, w.time(F::run_high), Basis::predicted};
}

// The basis of the run time that the reason speaks of.
Basis basis_of(const Wording& w) { return w.advice.options[static_cast<std::size_t>(w.reason.option)].run->time.basis; }

std::string of_jobs(const Wording& w) { return w.advice.jobs > 1 ? fmt::format(" of the {} jobs", w.advice.jobs) : ""; }

std::string_view class_of(const Wording& w) { return compute_class_id(*w.advice.needs.compute); }

// The limit that is held against a run: the shorter one of the QoS and the partition.
std::string place_of_limit(const Wording& w) {
  const std::optional<Duration> of_partition = w.advice.place.partition->walltime;
  return of_partition == w.time(F::time_allowed) ? "partition " + w.partition() : "QoS " + w.qos();
}

std::string assumption(const Wording& w) {
  return w.advice.needs.compute ? fmt::format("--compute {}", class_of(w))
                                : fmt::format("--like {}", printable(w.advice.needs.like->name));
}

// What is predicted has no more than three digits that mean something.
std::string recommended_cost(const Wording& w) {
  return su_text_of(w.count(F::cost), w.advice.options[*w.advice.recommended].run->time.exact());
}

std::string percent(std::int64_t micro) { return format_decimal(micro, micro_per_unit / 100, 1) + " %"; }

}  // namespace

std::string cost_text(const Wording& w) {
  const std::optional<Su> likely = w.count(F::cost) > 0 ? std::optional(Su{w.count(F::cost)}) : std::nullopt;
  return su_range_text({Su{w.count(F::cost_low)}, likely, Su{w.count(F::cost_high)}, Basis::predicted});
}

std::string of_each_job(const Wording& w) {
  return w.count(F::jobs) > 1 ? fmt::format(" of each of the {} jobs", w.count(F::jobs)) : "";
}

std::string run_time_limit(const Wording& w) {
  return fmt::format("run time {}, {} allows {}", time_range_text(run_of(w)), place_of_limit(w),
                     walltime_text(w.time(F::time_allowed)));
}

std::string budget_limit(const Wording& w) {
  return fmt::format("{} for the run{}, {} the budget of {} SU", cost_text(w), of_jobs(w),
                     w.reason.verdict == Verdict::reject ? "more than" : "within", w.su(F::budget));
}

std::string run_time(const Wording& w) {
  const std::string time = time_range_text(run_of(w));
  switch (basis_of(w)) {
    case Basis::measured:
      return fmt::format("run time {}, as measured", time);
    case Basis::published:
      return fmt::format("run time {}, as published for {}", time, printable(w.advice.needs.like->name));
    case Basis::predicted:
      return fmt::format("run time {}, predicted from {} measurements", time, w.advice.needs.measured.size());
    case Basis::bounded:
      return fmt::format("run time {}: all that one measurement says of it", time);
    case Basis::assumed:
      break;
  }
  return fmt::format("run time {}, assumed by {} from one measurement", time, assumption(w));
}

std::string cost_to_finish(const Wording& w) { return fmt::format("{} for the run{}", cost_text(w), of_jobs(w)); }

std::string best_to_finish(const Wording& w) {
  const std::string options =
      w.count(F::options) == w.count(F::eligible) ? fmt::format("of the {} options that will do", w.count(F::options))
      : w.count(F::options) == 1                  ? std::string("of those whose run time is known well enough")
                                 : fmt::format("of the {} options whose run time is known well enough", w.count(F::options));
  const bool alone = w.count(F::relative_cost) == 0;
  switch (w.advice.needs.prefer) {
    case Prefer::cost: {
      const std::string beside =
          alone ? "" : fmt::format(", about {} of what {} costs", speedup_text(Ratio{w.count(F::relative_cost)}), w.other());
      const std::string least = fmt::format("finishes the work{} for the least {}", of_jobs(w), options);
      return w.count(F::cost) == 0 || !w.charged() ? fmt::format("it {}{}", least, beside)
                                                   : fmt::format("at {} SU it {}{}", recommended_cost(w), least, beside);
    }
    case Prefer::speed: {
      const std::string time = w.count(F::run) == 0 ? "" : " with " + time_text(w.time(F::run));
      const std::string beside =
          alone ? "" : fmt::format(", {} times as fast as {}", speedup_text(Ratio{w.count(F::speedup)}), w.other());
      return fmt::format("it is the fastest{} {}{}", time, options, beside);
    }
    case Prefer::balanced:
      break;
  }
  return fmt::format("its SU times its run time are the least {}", options);
}

std::string equal_to_best(const Wording& w) {
  const std::string within = fmt::format("up to {} % count as equal", w.count(F::equal_within));
  const std::int64_t dearer = micro_per_unit - w.count(F::relative_cost);
  constexpr std::int64_t shown = micro_per_unit / 2000;  // what rounds to a tenth of a percent
  switch (w.advice.needs.prefer) {
    case Prefer::cost:
      return dearer < shown
                 ? fmt::format("{} would cost the same; this one takes {} less time", w.other(), percent(-w.count(F::faster_by)))
                 : fmt::format("{} would cost {} less; {}, and this one takes {} less time", w.other(), percent(dearer), within,
                               percent(-w.count(F::faster_by)));
    case Prefer::speed:
      return w.count(F::faster_by) < shown
                 ? fmt::format("{} is as fast at {} times the rate", w.other(), speedup_text(Ratio{w.count(F::speedup)}))
                 : fmt::format("{} is {} faster at {} times the rate; {}, and this one is cheaper", w.other(),
                               percent(w.count(F::faster_by)), speedup_text(Ratio{w.count(F::speedup)}), within);
    case Prefer::balanced:
      break;
  }
  return fmt::format("{} is no more than a little better; {}, and this one is cheaper", w.other(), within);
}

std::string other_cpus(const Wording& w) {
  std::string text;
  if (w.count(F::cpus_allowed) > 0) {
    text = fmt::format("with {} it would be {}", count_text(w.count(F::cpus_allowed), "CPU"), w.other());
  }
  if (w.count(F::cpus) > 0) {
    text += fmt::format("{}with {} {}{}", text.empty() ? "" : ", ", count_text(w.count(F::cpus), "CPU"),
                        text.empty() ? "it would be " : "", w.other(F::other_option));
  }
  return text + ", if the run times stay as they are";
}

std::string cost_undecided(const Wording& w) {
  const std::string_view instead = w.advice.why.find(Rule::cheapest) == nullptr ? "" : ", so this is the cheapest per hour";
  return fmt::format(
      "the cost to finish is undecided: a run on {} alone only bounds the others{}; a second run, on {}, would tell most",
      w.other(F::other_option), instead, w.other());
}

std::string ranges_overlap(const Wording& w) {
  return fmt::format("{} may turn out better, as the ranges overlap: a run on {} would tell most", w.other(F::other_option),
                     w.other());
}

std::string not_measured(const Wording& w) {
  if (w.advice.recommended == static_cast<std::size_t>(w.reason.option)) {
    return fmt::format("{} is far above what was measured, so its run time is likely to be longer than predicted: measure it",
                       w.subject());
  }
  const bool by_cost = w.advice.needs.prefer == Prefer::cost && w.count(F::cost_high) > 0;
  // A likely value would be taken for more than it is.
  const Range<Su> cost{Su{w.count(F::cost_low)}, std::nullopt, Su{w.count(F::cost_high)}, Basis::bounded};
  const Range<Duration> run{w.time(F::run_low), std::nullopt, w.time(F::run_high), Basis::bounded};
  const std::string_view better = by_cost ? "cheaper" : w.advice.needs.prefer == Prefer::speed ? "faster" : "better";
  return fmt::format("{} may be {} ({}), but it is too far above what was measured to be recommended on a prediction: measure it",
                     w.subject(), better, by_cost ? su_range_text(cost) : time_range_text(run));
}

std::string free_measurement(const Wording& w) {
  return fmt::format("a run on {} costs nothing under QoS {}", w.subject(), w.qos_named());
}

std::string time_unknown(const Wording& w) {
  const std::string_view known = w.reason.verdict == Verdict::reject ? "nothing is known" : "no more than bounds are known";
  return fmt::format("{} of the run time on {}; what is not known is ranked last", known, w.subject());
}

std::string stand_in(const Wording& w) {
  const std::string name = printable(w.advice.needs.like->name);
  if (w.count(F::options) > 0) {
    return fmt::format("the published runs of {} are scaled to your measurement; another job scales otherwise", name);
  }
  return fmt::format("the run times are those published for {}, not your job's", name);
}

std::string assumption_unused(const Wording& w) {
  if (w.reason.option >= 0) {
    return fmt::format("{} says nothing of {}, which was measured, and is not used", assumption(w), w.subject());
  }
  if (w.reason.verdict == Verdict::reject) {
    return fmt::format("your runs contradict {}: {} was {} times as fast as {}, and {} to {} was to be expected; the runs count",
                       assumption(w), w.other(), speedup_text(Ratio{w.count(F::speedup)}), w.other(F::other_option),
                       speedup_text(Ratio{w.count(F::speedup_low)}), speedup_text(Ratio{w.count(F::speedup_high)}));
  }
  return fmt::format("{} is not used: your runs say more", assumption(w));
}

std::string larger_slower(const Wording& w) {
  return fmt::format("{} took longer than the smaller {}, {} against {}: did both do the same work?", w.subject(), w.other(),
                     time_text(w.time(F::run)), time_text(w.time(F::other_run)));
}

std::string flat_times(const Wording&) {
  return "the measured times do not fall on larger options, so their mean is predicted for the others";
}

std::string no_fixed_part(const Wording&) {
  return "the measured times fall faster than the options grow, so what is predicted is less certain than its range says";
}

std::string short_run(const Wording& w) {
  return fmt::format("the run on {} took {}: below a minute start-up decides, so measure a longer one", w.subject(),
                     time_text(w.time(F::run)));
}

std::string measured_beyond_memory(const Wording& w) {
  const GibPair pair = gib_pair(w.bytes(F::needed), w.bytes(F::capacity));
  return fmt::format("a run on {} was measured, which holds {} GiB, though {} GiB are said to be needed: one of them is wrong",
                     w.subject(), pair.capacity, pair.need);
}

std::string run_near_limit(const Wording& w) {
  return fmt::format("the run may take up to {}, more than the {} that {} allows", time_text(w.time(F::run_high)),
                     walltime_text(w.time(F::time_allowed)), place_of_limit(w));
}

std::string run_beyond_time(const Wording& w) {
  const bool likely = w.time(F::run) > w.time(F::time);
  return fmt::format("the run {} {}, longer than --time {}: Slurm would stop it{}", likely ? "takes" : "may take up to",
                     time_text(w.time(likely ? F::run : F::run_high)), print_slurm_time(w.time(F::time)),
                     w.has(F::option) ? fmt::format("; on {} it would end in time", w.other()) : "");
}

std::string larger_budget(const Wording& w) {
  const std::string enough = format_decimal(w.count(F::cost), micro_per_unit, 2, Rounding::up);
  const std::string at_no_charge = w.has(F::qos) ? fmt::format(", or --qos {}, which charges nothing", w.qos_named()) : "";
  return fmt::format("the cheapest would be {}: --budget {}{}", w.subject(), enough, at_no_charge);
}

std::string run_too_long(const Wording& w) {
  const std::string_view jobs = "let it write checkpoints and go on in a second job";
  const std::string other = w.has(F::qos) ? fmt::format(", or ask for QoS {}, which allows more", w.qos_named()) : "";
  return fmt::format("even on {} the run takes {}, longer than {} allows: {}{}", w.subject(), time_text(w.time(F::run)),
                     place_of_limit(w), jobs, other);
}

std::string run_near_budget(const Wording& w) {
  const FigurePair pair = su_bound_pair(Su{w.count(F::cost_high)}, Su{w.count(F::budget)});
  return fmt::format("the run may cost up to {} SU, more than the budget of {} SU", pair.one, pair.other);
}

}  // namespace migadvise
