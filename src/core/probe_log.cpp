#include "migadvise/probe_log.hpp"

#include <algorithm>

namespace migadvise {

namespace {

// Programs that take what they see leave a little; so much of an option in use says nothing of the need.
constexpr int nearly_all_percent = 97;

}  // namespace

std::optional<UsedMemory> memory_by_runs(const std::vector<ProbedOption>& runs, const Table& table) {
  std::vector<const ProbedOption*> last(table.profiles.size(), nullptr);
  for (const ProbedOption& run : runs) {
    last[run.option] = &run;
  }
  const auto capacity = [&](std::size_t option) { return table.profiles[option].capacity; };
  std::optional<UsedMemory> found;
  std::optional<Bytes> smallest;  // option on which it ran
  for (const ProbedOption* const run : last) {
    if (run == nullptr || (run->end != ProbeEnd::finished && run->end != ProbeEnd::cut)) {
      continue;
    }
    const Bytes used = run->used.value_or(capacity(run->option));
    const bool nearly_all =
        run->used && compare_products(run->used->value, 100, run->total->value, nearly_all_percent) != std::strong_ordering::less;
    const bool stopped = run->end == ProbeEnd::cut;
    if (!found || used < found->bytes || (used == found->bytes && found->stopped && !stopped)) {
      const MemoryBasis basis = !run->used ? MemoryBasis::ran : nearly_all ? MemoryBasis::ceiling : MemoryBasis::peak;
      found = UsedMemory{used, used, run->option, basis, {}, stopped, stopped ? run->time : std::nullopt};
    }
    smallest = !smallest || capacity(run->option) < *smallest ? capacity(run->option) : *smallest;
  }
  // Where it runs on one no larger, that it ran out of memory has had another reason.
  for (const ProbedOption* const run : last) {
    if (run == nullptr || run->end != ProbeEnd::out_of_memory || (smallest && capacity(run->option) >= *smallest)) {
      continue;
    }
    const Bytes more{capacity(run->option).value + 1};
    if (!found) {
      found = UsedMemory{more, more, run->option, MemoryBasis::more_than, run->option, false, {}};
    } else if (found->basis == MemoryBasis::more_than && more > found->bytes) {
      *found = {more, more, run->option, MemoryBasis::more_than, run->option, false, {}};
    } else if (found->basis != MemoryBasis::more_than &&
               (!found->too_small || capacity(run->option) > capacity(*found->too_small))) {
      found->too_small = run->option;
      // What was in use is looked at once in a while; what was too little is certain.
      found->bytes = std::max(found->bytes, more);
    }
  }
  return found;
}

}  // namespace migadvise
