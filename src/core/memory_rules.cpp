// GPU memory: does the need go into the option, with room to spare? An out-of-memory kill wastes the whole run, so an option
// that holds the need but not the headroom is kept for the case that nothing else is left.
#include "core/rules.hpp"

namespace migadvise {

namespace {

// The largest headroom in whole percent that `capacity` still grants.
std::int64_t headroom_left(Bytes need, Bytes capacity) {
  return multiply_divide(capacity.value - need.value, 100, need.value, Rounding::down);
}

}  // namespace

std::optional<Reason> judge_gpu_memory(const Advice& advice, std::size_t option) {
  if (!advice.memory_needed) {
    return std::nullopt;
  }
  const Bytes need = *advice.memory_needed;
  const int percent = advice.needs.headroom_percent;
  const Bytes capacity = advice.options[option].capacity;
  if (capacity < need) {
    return Reason(Rule::gpu_memory, Verdict::reject, option,
                  {{FigureName::needed, need.value}, {FigureName::capacity, capacity.value}});
  }
  if (!holds(capacity, need, percent)) {
    return Reason(Rule::gpu_memory, Verdict::tight, option,
                  {{FigureName::needed, need.value},
                   {FigureName::capacity, capacity.value},
                   {FigureName::spare, capacity.value - need.value},
                   {FigureName::headroom, percent},
                   {FigureName::headroom_left, headroom_left(need, capacity)}});
  }
  std::int64_t smaller = 0;
  for (const OptionAdvice& other : advice.options) {
    const bool is_smaller = other.capacity < capacity || (other.capacity == capacity && other.sms < advice.options[option].sms);
    smaller += is_smaller && holds(other.capacity, need, percent) ? 1 : 0;
  }
  return Reason(Rule::gpu_memory, Verdict::accept, option,
                {{FigureName::needed, need.value},
                 {FigureName::with_headroom, with_headroom(need, percent).value},
                 {FigureName::capacity, capacity.value},
                 {FigureName::headroom, percent},
                 {FigureName::smaller_fitting, smaller}});
}

std::optional<Reason> explain_gpu_memory(const Advice& advice) {
  if (!advice.recommended) {
    return std::nullopt;
  }
  const Reason* const found = advice.options[*advice.recommended].reasons.find(Rule::gpu_memory);
  if (found == nullptr || found->verdict != Verdict::accept) {
    return std::nullopt;
  }
  return *found;
}

std::optional<Reason> explain_memory_used(const Advice& advice) {
  const std::optional<UsedMemory>& used = advice.needs.used;
  if (!used) {
    return std::nullopt;
  }
  Reason reason(Rule::memory_used, Verdict::note, used->option, {{FigureName::needed, used->seen.value}});
  if (used->too_small && *used->too_small != used->option) {
    reason.add({FigureName::option, static_cast<std::int64_t>(*used->too_small)});
  }
  return reason;
}

std::optional<Reason> warn_memory_ceiling(const Advice& advice) {
  const std::optional<UsedMemory>& used = advice.needs.used;
  if (!used || used->basis == MemoryBasis::peak) {
    return std::nullopt;
  }
  return Reason(Rule::memory_ceiling, Verdict::note, used->option,
                {{FigureName::capacity, advice.options[used->option].capacity.value}});
}

std::optional<Reason> warn_memory_of_stopped_run(const Advice& advice) {
  const std::optional<UsedMemory>& used = advice.needs.used;
  if (!used || !used->stopped) {
    return std::nullopt;
  }
  Reason reason(Rule::memory_of_stopped_run, Verdict::note, used->option, {});
  if (used->stopped_after) {
    reason.add({FigureName::ran_for, used->stopped_after->milliseconds});
  }
  return reason;
}

std::optional<Reason> warn_memory_unknown(const Advice& advice) {
  if (advice.memory_needed || !advice.recommended) {
    return std::nullopt;
  }
  return Reason(Rule::memory_unknown, Verdict::note, *advice.recommended,
                {{FigureName::capacity, advice.options[*advice.recommended].capacity.value}});
}

std::optional<Reason> warn_headroom_missed(const Advice& advice) {
  if (!advice.recommended || advice.options[*advice.recommended].fit != Fit::tight) {
    return std::nullopt;
  }
  Reason reason = *advice.options[*advice.recommended].reasons.find(Rule::gpu_memory);
  reason.rule = Rule::headroom_missed;
  return reason;
}

std::optional<Reason> warn_host_ram_small(const Advice& advice) {
  const Needs& needs = advice.needs;
  if (!advice.recommended || !needs.single_model || !needs.gpu_memory || advice.ram >= *needs.gpu_memory) {
    return std::nullopt;
  }
  // In whole GiB, as one would ask for it.
  const Bytes enough{multiply_divide(multiply_divide(needs.gpu_memory->value, 1, bytes_per_gib, Rounding::up), bytes_per_gib, 1)};
  const std::optional<Bytes> allowed = limits_of(advice.place).ram;
  const std::optional<Charge> charge = price(advice, *advice.recommended, needs.cpus, enough);
  const bool can_be_had = charge && (!allowed || enough <= *allowed);
  return Reason(Rule::host_ram_small, Verdict::note, *advice.recommended,
                {{FigureName::needed, needs.gpu_memory->value},
                 {FigureName::ram, advice.ram.value},
                 {FigureName::ram_covered, can_be_had ? enough.value : 0},
                 {FigureName::rate, advice.options[*advice.recommended].charged.micro},
                 {FigureName::other_rate, can_be_had ? as_charged(advice, charge->total).micro : 0}});
}

}  // namespace migadvise
