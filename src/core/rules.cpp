#include "core/rules.hpp"

#include <algorithm>
#include <array>

namespace migadvise {

namespace {

constexpr std::array<OptionRule, 6> eligibility{judge_gpu_memory, judge_min_sms,       judge_min_compute,
                                                judge_whole_gpus, judge_gpus_per_node, note_gres_unknown};

constexpr std::array<OptionRule, 2> explanation{explain_charge, explain_break_even};

constexpr std::array<AnswerRule, 12> why{explain_gpu_memory,   explain_min_sms,     explain_min_compute,   explain_tasks,
                                         explain_single_model, explain_only_option, explain_cheapest,      explain_largest,
                                         explain_fewer_gpus,   explain_split,       explain_host_ram_term, explain_cpu_term};

constexpr std::array<AnswerRule, 9> warnings{
    warn_memory_unknown,    warn_headroom_missed, warn_gres_missing, repair_nothing_fits,     repair_nothing_eligible,
    repair_decimal_reading, repair_several_gpus,  repair_split,      repair_host_ram_spelling};

}  // namespace

std::span<const OptionRule> eligibility_rules() { return eligibility; }
std::span<const OptionRule> explanation_rules() { return explanation; }
std::span<const AnswerRule> why_rules() { return why; }
std::span<const AnswerRule> warning_rules() { return warnings; }

bool holds(Bytes capacity, Bytes need, int percent) {
  return compare_products(need.value, 100 + percent, capacity.value, 100) <= 0;
}

std::int64_t instances_for(Bytes need, int percent, Bytes capacity) {
  const std::int64_t in_all = multiply_divide(need.value, 100 + percent, 100, Rounding::up);
  return multiply_divide(in_all, 1, capacity.value, Rounding::up);
}

Bytes with_headroom(Bytes need, int percent) { return Bytes{multiply_divide(need.value, 100 + percent, 100, Rounding::down)}; }

std::optional<std::int64_t> fewest_gpus(const Advice& advice, int percent) {
  const std::optional<std::size_t> full = full_option(advice);
  if (!full) {
    return std::nullopt;
  }
  const Profile& one = advice.table->profiles[*full];
  const Needs& needs = advice.needs;
  std::int64_t enough = 1;
  if (advice.memory_needed) {
    enough = instances_for(*advice.memory_needed, percent, one.capacity);
  }
  if (needs.min_sms) {
    enough = std::max(enough, multiply_divide(*needs.min_sms, 1, one.sms, Rounding::up));
  }
  if (needs.min_compute) {
    if (!one.relative_compute) {
      return std::nullopt;
    }
    enough = std::max(enough, multiply_divide(needs.min_compute->micro, 1, one.relative_compute->micro, Rounding::up));
  }
  return enough <= advice.site->gpus_per_node ? std::optional(enough) : std::nullopt;
}

bool meets_floors(const OptionAdvice& option) {
  return std::none_of(option.reasons.begin(), option.reasons.end(),
                      [](const Reason& reason) { return reason.verdict == Verdict::reject && reason.rule != Rule::gpu_memory; });
}

std::optional<std::size_t> full_option(const Advice& advice) {
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    if (advice.table->profiles[i].full()) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace migadvise
