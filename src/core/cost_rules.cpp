// Cost per hour. Without run times the same time is assumed on every option, so the cheapest per hour is recommended and the
// break-even speed-up says when a larger option would finish the work for less.
#include <algorithm>

#include "core/charge.hpp"
#include "core/rules.hpp"

namespace migadvise {

namespace {

std::int64_t count_eligible(const Advice& advice) {
  return std::count_if(advice.options.begin(), advice.options.end(), [](const OptionAdvice& option) { return option.eligible; });
}

}  // namespace

std::optional<Reason> judge_price(const Advice& advice, std::size_t option) {
  if (price(advice, option, advice.needs.cpus, advice.ram)) {
    return std::nullopt;
  }
  return Reason(Rule::price_unknown, Verdict::reject, option, {});
}

std::optional<Reason> explain_charge(const Advice& advice, std::size_t option) {
  const Charge& charge = advice.options[option].charge;
  if (!advice.options[option].priced) {
    return std::nullopt;
  }
  return Reason(Rule::charge, Verdict::note, option,
                {{FigureName::cpus, advice.needs.cpus},
                 {FigureName::ram, advice.ram.value},
                 {FigureName::gpus, gpus_of_job(advice, option)},
                 {FigureName::cpu_rate, charge.cpu.micro},
                 {FigureName::ram_rate, charge.ram.micro},
                 {FigureName::gpu_rate, charge.gpu.micro},
                 {FigureName::rate, charge.total.micro}});
}

std::optional<Reason> explain_break_even(const Advice& advice, std::size_t option) {
  const OptionAdvice& larger = advice.options[option];
  if (!larger.break_even_speedup || !advice.place.qos->charged || advice.by_time) {
    return std::nullopt;
  }
  return Reason(Rule::break_even, Verdict::note, option,
                {{FigureName::rate, larger.charge.total.micro},
                 {FigureName::option, static_cast<std::int64_t>(*advice.recommended)},
                 {FigureName::other_rate, advice.options[*advice.recommended].charge.total.micro},
                 {FigureName::speedup, larger.break_even_speedup->micro}});
}

std::optional<Reason> explain_only_option(const Advice& advice) {
  if (!advice.recommended || count_eligible(advice) != 1) {
    return std::nullopt;
  }
  return Reason(Rule::only_option, Verdict::note, *advice.recommended, {});
}

std::optional<Reason> explain_cheapest(const Advice& advice) {
  const std::int64_t eligible = count_eligible(advice);
  if (!advice.recommended || advice.by_time || eligible < 2 || advice.needs.prefer == Prefer::speed) {
    return std::nullopt;
  }
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  if (chosen.fit == Fit::tight) {
    return std::nullopt;
  }
  const std::int64_t equal = std::count_if(advice.options.begin(), advice.options.end(), [&](const OptionAdvice& option) {
    return option.eligible && option.charge.total == chosen.charge.total;
  });
  return Reason(Rule::cheapest, Verdict::note, *advice.recommended,
                {{FigureName::options, eligible}, {FigureName::equal, equal}, {FigureName::rate, chosen.charge.total.micro}});
}

std::optional<Reason> explain_largest(const Advice& advice) {
  const std::int64_t eligible = count_eligible(advice);
  if (!advice.recommended || advice.by_time || eligible < 2) {
    return std::nullopt;
  }
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  if (advice.needs.prefer != Prefer::speed || chosen.fit == Fit::tight) {
    return std::nullopt;
  }
  std::size_t cheapest = *advice.recommended;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    if (advice.options[i].eligible && advice.options[i].charge.total < advice.options[cheapest].charge.total) {
      cheapest = i;
    }
  }
  return Reason(Rule::largest, Verdict::note, *advice.recommended,
                {{FigureName::options, eligible},
                 {FigureName::sms, chosen.sms},
                 {FigureName::rate, chosen.charge.total.micro},
                 {FigureName::option, static_cast<std::int64_t>(cheapest)},
                 {FigureName::other_rate, advice.options[cheapest].charge.total.micro}});
}

std::optional<Reason> explain_smaller_dearer(const Advice& advice) {
  if (!advice.recommended || advice.by_time || advice.needs.prefer == Prefer::speed ||
      advice.options[*advice.recommended].fit == Fit::tight) {
    return std::nullopt;
  }
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  std::optional<std::size_t> cheapest;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& other = advice.options[i];
    const bool smaller = other.capacity < chosen.capacity && other.sms <= chosen.sms;
    if (other.eligible && smaller && other.charge.total > chosen.charge.total &&
        (!cheapest || other.charge.total < advice.options[*cheapest].charge.total)) {
      cheapest = i;
    }
  }
  if (!cheapest) {
    return std::nullopt;
  }
  return Reason(Rule::smaller_dearer, Verdict::note, *advice.recommended,
                {{FigureName::rate, chosen.charge.total.micro},
                 {FigureName::option, static_cast<std::int64_t>(*cheapest)},
                 {FigureName::other_rate, advice.options[*cheapest].charge.total.micro}});
}

std::optional<Reason> explain_free_qos(const Advice& advice) {
  if (!advice.recommended || advice.place.qos->charged) {
    return std::nullopt;
  }
  return Reason(Rule::free_qos, Verdict::note, *advice.recommended,
                {{FigureName::rate, advice.options[*advice.recommended].charge.total.micro}});
}

std::optional<Reason> explain_host_ram_term(const Advice& advice) {
  if (!advice.recommended || !advice.place.qos->charged) {
    return std::nullopt;
  }
  const Charge& charge = advice.options[*advice.recommended].charge;
  const std::optional<Bytes> enough =
      ram_without_surcharge(formula_of(advice), charge, default_ram(advice.place, advice.needs.cpus));
  if (!enough || *enough >= advice.ram) {
    return std::nullopt;
  }
  const std::optional<Charge> cheaper = price(advice, *advice.recommended, advice.needs.cpus, *enough);
  if (!cheaper || cheaper->total >= charge.total) {
    return std::nullopt;
  }
  return Reason(Rule::host_ram_term, Verdict::note, *advice.recommended,
                {{FigureName::ram, advice.ram.value},
                 {FigureName::ram_rate, charge.ram.micro},
                 {FigureName::cpus, advice.needs.cpus},
                 {FigureName::cpu_rate, charge.cpu.micro},
                 {FigureName::ram_covered, enough->value},
                 {FigureName::rate, charge.total.micro},
                 {FigureName::other_rate, cheaper->total.micro}});
}

std::optional<Reason> explain_cpu_term(const Advice& advice) {
  if (!advice.recommended || advice.needs.cpus == 1 || !advice.place.qos->charged) {
    return std::nullopt;
  }
  const Charge& charge = advice.options[*advice.recommended].charge;
  if (charge.cpu < charge.ram || charge.cpu <= charge.gpu) {
    return std::nullopt;
  }
  const Bytes ram = advice.needs.ram.value_or(default_ram(advice.place, 1));
  const std::optional<Charge> cheaper = price(advice, *advice.recommended, 1, ram);
  if (!cheaper || cheaper->total >= charge.total) {
    return std::nullopt;
  }
  return Reason(Rule::cpu_term, Verdict::note, *advice.recommended,
                {{FigureName::cpus, advice.needs.cpus},
                 {FigureName::cpu_rate, charge.cpu.micro},
                 {FigureName::gpu_rate, charge.gpu.micro},
                 {FigureName::rate, charge.total.micro},
                 {FigureName::other_rate, cheaper->total.micro}});
}

std::optional<Reason> explain_at_most(const Advice& advice) {
  if (!advice.recommended || !advice.options[*advice.recommended].at_most || !advice.place.qos->charged) {
    return std::nullopt;
  }
  return Reason(Rule::at_most, Verdict::note, *advice.recommended,
                {{FigureName::time, advice.needs.time->milliseconds},
                 {FigureName::jobs, advice.jobs},
                 {FigureName::at_most, advice.options[*advice.recommended].at_most->micro}});
}

std::optional<Reason> explain_budget(const Advice& advice) {
  if (!advice.recommended || !advice.needs.budget) {
    return std::nullopt;
  }
  if (advice.all_jobs.micro == 0) {
    return Reason(Rule::budget, Verdict::note, *advice.recommended,
                  {{FigureName::budget, advice.needs.budget->micro}, {FigureName::rate, 0}, {FigureName::jobs, advice.jobs}});
  }
  if (const std::optional<Range<Su>>& cost = advice.options[*advice.recommended].su_total) {
    Reason reason(Rule::budget, Verdict::note, *advice.recommended,
                  {{FigureName::budget, advice.needs.budget->micro}, {FigureName::rate, advice.all_jobs.micro}});
    add_cost(reason, *cost);
    return reason;
  }
  const std::int64_t time =
      multiply_divide(advice.needs.budget->micro, milliseconds_per_hour, advice.all_jobs.micro, Rounding::down);
  return Reason(Rule::budget, Verdict::note, *advice.recommended,
                {{FigureName::budget, advice.needs.budget->micro},
                 {FigureName::rate, advice.all_jobs.micro},
                 {FigureName::jobs, advice.jobs},
                 {FigureName::budget_time, time}});
}

std::optional<Reason> warn_over_budget(const Advice& advice) {
  if (!advice.recommended || !advice.needs.budget) {
    return std::nullopt;
  }
  const std::optional<Su> at_most = advice.options[*advice.recommended].at_most;
  // Where the run time is known, what it costs is held against the budget instead.
  if (!at_most || advice.options[*advice.recommended].su_total || *at_most <= *advice.needs.budget) {
    return std::nullopt;
  }
  return Reason(Rule::over_budget, Verdict::note, *advice.recommended,
                {{FigureName::time, advice.needs.time->milliseconds},
                 {FigureName::jobs, advice.jobs},
                 {FigureName::at_most, at_most->micro},
                 {FigureName::budget, advice.needs.budget->micro}});
}

}  // namespace migadvise
