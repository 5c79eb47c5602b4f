// What to say when no option will do: how much there is, and what would help.
#include <algorithm>

#include "core/charge.hpp"
#include "core/rules.hpp"

namespace migadvise {

namespace {

// The option with the most GPU memory.
std::size_t largest_capacity(const Advice& advice) {
  const auto largest = std::max_element(advice.options.begin(), advice.options.end(),
                                        [](const OptionAdvice& a, const OptionAdvice& b) { return a.capacity < b.capacity; });
  return static_cast<std::size_t>(largest - advice.options.begin());
}

bool memory_is_short(const Advice& advice) {
  return !advice.recommended && advice.memory_needed && advice.options[largest_capacity(advice)].capacity < *advice.memory_needed;
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

std::optional<Reason> repair_decimal_reading(const Advice& advice) {
  const Needs& needs = advice.needs;
  if (!memory_is_short(advice) || needs.memory_spelling == SizeSpelling::decimal) {
    return std::nullopt;
  }
  const Bytes decimal{multiply_divide(advice.memory_needed->value, bytes_per_gb, bytes_per_gib, Rounding::up)};
  const std::size_t largest = largest_capacity(advice);
  if (!meets_floors(advice.options[largest]) || decimal > advice.options[largest].capacity) {
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
  if (advice.recommended || !full) {
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
    return Reason(Rule::several_gpus, Verdict::reject, *full,
                  {{FigureName::gpus, advice.site->gpus_per_node},
                   {FigureName::capacity, multiply_divide(one.capacity.value, advice.site->gpus_per_node, 1)},
                   {FigureName::sms, multiply_divide(one.sms, advice.site->gpus_per_node, 1)}});
  }
  const Charge charge =
      hourly_charge(advice.site->charge, advice.needs.cpus, advice.ram, one.su_factor, static_cast<int>(*enough));
  return Reason(Rule::several_gpus, Verdict::note, *full,
                {{FigureName::gpus, *enough},
                 {FigureName::capacity, multiply_divide(one.capacity.value, *enough, 1)},
                 {FigureName::headroom, advice.needs.headroom_percent},
                 {FigureName::headroom_left, headroom},
                 {FigureName::rate, charge.total.micro}});
}

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
