#include "migadvise/quota.hpp"

namespace migadvise {

std::optional<Su> Quota::left() const { return allowed ? std::optional(Su{allowed->micro - used.micro}) : std::nullopt; }

QuotaUse hold_against(const Quota& quota, SuPerHour rate, const std::optional<Range<Su>>& cost, std::optional<Su> at_most) {
  QuotaUse use{quota.left(), rate, cost, at_most, {}, {}, {}};
  if (!use.left || use.left->micro <= 0 || rate.micro == 0) {
    return use;
  }
  const auto runs = [&](Su one) { return multiply_divide(use.left->micro, 1, one.micro, Rounding::down); };
  use.hours = Duration{multiply_divide(use.left->micro, milliseconds_per_hour, rate.micro, Rounding::down)};
  // The dearest run is the one that the rest pays for least often. A run of a moment may cost less than is counted.
  if (cost && cost->low.micro > 0) {
    use.runs = {runs(cost->high), cost->likely ? std::optional(runs(*cost->likely)) : std::nullopt, runs(cost->low), cost->basis};
  }
  if (at_most && at_most->micro > 0) {
    use.runs_at_least = runs(*at_most);
  }
  return use;
}

}  // namespace migadvise
