// What to say when no option will do: how much there is, and what would help.
#include <algorithm>

#include "core/charge.hpp"
#include "core/rules.hpp"

namespace migadvise {

namespace {

// The option with the most GPU memory of those that are offered there, or of all where none is.
std::size_t largest_capacity(const Advice& advice) {
  const auto offered = [](const OptionAdvice& option) {
    const Reason* const offer = option.reasons.find(Rule::partition_offer);
    return offer == nullptr || offer->verdict != Verdict::reject;
  };
  const auto largest =
      std::max_element(advice.options.begin(), advice.options.end(), [&](const OptionAdvice& a, const OptionAdvice& b) {
        return offered(a) != offered(b) ? offered(b) : a.capacity < b.capacity;
      });
  return static_cast<std::size_t>(largest - advice.options.begin());
}

bool memory_is_short(const Advice& advice) {
  return !advice.recommended && advice.memory_needed && advice.options[largest_capacity(advice)].capacity < *advice.memory_needed;
}

// What has to be cut down for an alternative, and what it costs; 0 stands for what stays as asked.
std::optional<Reason> reason_for(Rule rule, const Advice& advice, const std::optional<Alternative>& alternative) {
  if (!alternative) {
    return std::nullopt;
  }
  const Needs& needs = alternative->needs;
  const bool tight = alternative->fit == Fit::tight;
  return Reason(rule, tight ? Verdict::tight : Verdict::note, alternative->option,
                {{FigureName::cpus_allowed, needs.cpus < advice.needs.cpus ? needs.cpus : 0},
                 {FigureName::ram_allowed, needs.ram != advice.needs.ram ? needs.ram->value : 0},
                 {FigureName::time_allowed, needs.time != advice.needs.time ? needs.time->milliseconds : 0},
                 {FigureName::rate, alternative->charged.micro},
                 {FigureName::needed, tight ? advice.memory_needed->value : 0},
                 {FigureName::capacity, advice.options[alternative->option].capacity.value}});
}

}  // namespace

std::optional<Reason> repair_nothing_fits(const Advice& advice) {
  if (!memory_is_short(advice)) {
    return std::nullopt;
  }
  const std::size_t largest = largest_capacity(advice);
  return Reason(Rule::nothing_fits, Verdict::reject, largest,
                {{FigureName::needed, advice.memory_needed->value},
                 {FigureName::capacity, advice.options[largest].capacity.value},
                 {FigureName::gpus_asked, advice.needs.gpus},
                 {FigureName::tasks, advice.needs.coupled ? advice.needs.tasks : 1}});
}

std::optional<Reason> repair_nothing_eligible(const Advice& advice) {
  if (advice.recommended || memory_is_short(advice)) {
    return std::nullopt;
  }
  return Reason(Rule::nothing_eligible, Verdict::reject,
                {{FigureName::options, static_cast<std::int64_t>(advice.options.size())}});
}

std::optional<Reason> repair_larger_budget(const Advice& advice) {
  const OptionAdvice* cheapest = nullptr;
  // Where a run is only bounded, what pays for it in any case.
  const auto cost = [](const OptionAdvice& option) { return option.su_total->likely.value_or(option.su_total->high); };
  for (const OptionAdvice& option : advice.options) {
    const bool only_budget = option.su_total && option.fit != Fit::tight && rejected_only_by(option, {Rule::budget_limit});
    if (only_budget && (cheapest == nullptr || cost(option) < cost(*cheapest))) {
      cheapest = &option;
    }
  }
  if (advice.recommended || cheapest == nullptr) {
    return std::nullopt;
  }
  Reason reason(Rule::larger_budget, Verdict::note, cheapest->profile, {{FigureName::cost, cost(*cheapest).micro}});
  if (const Qos* const free = find_free_qos(*advice.site, advice.table->profiles[cheapest->profile].name)) {
    reason.add({FigureName::qos, free - advice.site->qos.data()});
  }
  return reason;
}

std::optional<Reason> repair_run_too_long(const Advice& advice) {
  const OptionAdvice* fastest = nullptr;
  const auto time = [](const OptionAdvice& option) { return option.run->time.likely.value_or(option.run->time.low); };
  for (const OptionAdvice& option : advice.options) {
    const bool only_time = option.fit != Fit::tight && rejected_only_by(option, {Rule::run_time_limit});
    if (only_time && option.run && (fastest == nullptr || time(option) < time(*fastest))) {
      fastest = &option;
    }
  }
  if (advice.recommended || fastest == nullptr) {
    return std::nullopt;
  }
  Reason reason(Rule::run_too_long, Verdict::note, fastest->profile,
                {{FigureName::run, time(*fastest).milliseconds},
                 {FigureName::time_allowed, limits_of(advice.place).walltime->milliseconds}});
  // Another QoS of the partition that allows it.
  for (const Qos& qos : advice.site->qos) {
    const std::optional<Duration> allowed = limits_of({advice.place.partition, &qos, qos.name}).walltime;
    if (goes_with(*advice.place.partition, qos) && (!allowed || *allowed >= time(*fastest))) {
      reason.add({FigureName::qos, &qos - advice.site->qos.data()});
      break;
    }
  }
  return reason;
}

std::optional<Reason> repair_decimal_reading(const Advice& advice) {
  const Needs& needs = advice.needs;
  if (!memory_is_short(advice) || needs.memory_spelling == SizeSpelling::decimal || needs.used) {
    return std::nullopt;
  }
  const Bytes decimal{multiply_divide(advice.memory_needed->value, bytes_per_gb, bytes_per_gib, Rounding::up)};
  const std::size_t largest = largest_capacity(advice);
  if (!rejected_only_by(advice.options[largest], {Rule::gpu_memory}) || decimal > advice.options[largest].capacity) {
    return std::nullopt;
  }
  return Reason(Rule::decimal_reading, Verdict::note, largest,
                {{FigureName::per_process, needs.gpu_memory->value},
                 {FigureName::tasks, needs.coupled ? needs.tasks : 1},
                 {FigureName::needed, decimal.value},
                 {FigureName::capacity, advice.options[largest].capacity.value}});
}

std::optional<Reason> repair_several_gpus(const Advice& advice) {
  const std::optional<std::size_t> full = full_option(advice);
  // Where full GPUs are out for another reason, more of them are too.
  if (advice.recommended || !full ||
      !rejected_only_by(advice.options[*full], {Rule::gpu_memory, Rule::min_sms, Rule::min_compute, Rule::gpus_per_node})) {
    return std::nullopt;
  }
  const Profile& one = advice.table->profiles[*full];
  int headroom = advice.needs.headroom_percent;
  std::optional<std::int64_t> enough = fewest_gpus(advice, headroom);
  if (!enough && advice.memory_needed) {
    enough = fewest_gpus(advice, 0);
    if (enough) {
      const std::int64_t spare = multiply_divide(one.capacity.value, *enough, 1) - advice.memory_needed->value;
      headroom = static_cast<int>(multiply_divide(spare, 100, advice.memory_needed->value, Rounding::down));
    }
  }
  if (!enough) {
    const std::optional<int> in_node = advice.place.partition->gpus_per_node;
    if (!in_node) {
      return std::nullopt;
    }
    return Reason(Rule::several_gpus, Verdict::reject, *full,
                  {{FigureName::gpus, *in_node},
                   {FigureName::capacity, multiply_divide(one.capacity.value, *in_node, 1)},
                   {FigureName::sms, multiply_divide(one.sms, *in_node, 1)}});
  }
  const std::optional<Charge> charge =
      hourly_charge(formula_of(advice), one, advice.needs.cpus, advice.ram, static_cast<int>(*enough));
  return Reason(Rule::several_gpus, Verdict::note, *full,
                {{FigureName::gpus, *enough},
                 {FigureName::capacity, multiply_divide(one.capacity.value, *enough, 1)},
                 {FigureName::headroom, advice.needs.headroom_percent},
                 {FigureName::headroom_left, headroom},
                 {FigureName::rate, charge ? as_charged(advice, charge->total).micro : 0}});
}

std::optional<Reason> repair_within_limits(const Advice& advice) {
  return reason_for(Rule::within_limits, advice, advice.within_limits);
}

std::optional<Reason> repair_elsewhere(const Advice& advice) { return reason_for(Rule::elsewhere, advice, advice.elsewhere); }

std::optional<Reason> repair_host_ram_spelling(const Advice& advice) {
  if (advice.needs.memory_spelling != SizeSpelling::slurm || advice.needs.ram || !advice.memory_needed) {
    return std::nullopt;
  }
  // `--mem 8G` fits everywhere in earnest; `--mem 64G` is what job scripts say of host RAM.
  const bool only_full = advice.recommended && full_option(advice) == advice.recommended && advice.needs.gpus == 0;
  if (advice.recommended && !only_full) {
    return std::nullopt;
  }
  return Reason(Rule::host_ram_spelling, Verdict::note, {{FigureName::needed, advice.needs.gpu_memory->value}});
}

}  // namespace migadvise
