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

std::optional<Reason> explain_charge(const Advice& advice, std::size_t option) {
  const Charge& charge = advice.options[option].charge;
  return Reason(Rule::charge, Verdict::note, option,
                {{FigureName::cpus, advice.needs.cpus},
                 {FigureName::ram, advice.ram.value},
                 {FigureName::cpu_rate, charge.cpu.micro},
                 {FigureName::ram_rate, charge.ram.micro},
                 {FigureName::gpu_rate, charge.gpu.micro},
                 {FigureName::rate, charge.total.micro}});
}

std::optional<Reason> explain_break_even(const Advice& advice, std::size_t option) {
  const OptionAdvice& larger = advice.options[option];
  if (!larger.break_even_speedup) {
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
  if (!advice.recommended || eligible < 2 || advice.needs.prefer == Prefer::speed) {
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
  if (!advice.recommended || eligible < 2) {
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

std::optional<Reason> explain_host_ram_term(const Advice& advice) {
  if (!advice.recommended) {
    return std::nullopt;
  }
  const Charge& charge = advice.options[*advice.recommended].charge;
  if (charge.ram <= charge.cpu) {
    return std::nullopt;
  }
  return Reason(Rule::host_ram_term, Verdict::note, *advice.recommended,
                {{FigureName::ram, advice.ram.value},
                 {FigureName::ram_rate, charge.ram.micro},
                 {FigureName::cpus, advice.needs.cpus},
                 {FigureName::cpu_rate, charge.cpu.micro},
                 {FigureName::ram_covered, ram_within_cpus(advice.site->charge, advice.needs.cpus).value},
                 {FigureName::rate, charge.total.micro},
                 {FigureName::other_rate, charge.cpu.micro + charge.gpu.micro}});
}

std::optional<Reason> explain_cpu_term(const Advice& advice) {
  if (!advice.recommended || advice.needs.cpus == 1) {
    return std::nullopt;
  }
  const Charge& charge = advice.options[*advice.recommended].charge;
  if (charge.cpu < charge.ram || charge.cpu <= charge.gpu) {
    return std::nullopt;
  }
  const Bytes ram = advice.needs.ram.value_or(advice.site->default_ram_per_cpu);
  const std::int64_t host = std::max(advice.site->charge.su_per_cpu.micro,
                                     multiply_divide(ram.value, micro_per_unit, advice.site->charge.ram_per_su.value));
  if (host >= charge.cpu.micro) {
    return std::nullopt;
  }
  return Reason(Rule::cpu_term, Verdict::note, *advice.recommended,
                {{FigureName::cpus, advice.needs.cpus},
                 {FigureName::cpu_rate, charge.cpu.micro},
                 {FigureName::gpu_rate, charge.gpu.micro},
                 {FigureName::rate, charge.total.micro},
                 {FigureName::other_rate, host + charge.gpu.micro}});
}

}  // namespace migadvise
