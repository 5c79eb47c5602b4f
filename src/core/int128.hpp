// 128-bit products: two 64-bit figures multiplied never overflow here.
#pragma once

#include <algorithm>

#include "migadvise/units.hpp"

namespace migadvise {

__extension__ using Int128 = __int128;

/// What a run of so long costs at that rate, in micro-SU times milliseconds per hour: exact, for comparing.
inline Int128 run_cost(SuPerHour rate, Duration time) { return static_cast<Int128>(rate.micro) * time.milliseconds; }

/// value ÷ unit in millionths, rounded to nearest and held within max_figure; neither is negative, unit is above 0.
inline Ratio quotient(Int128 value, Int128 unit) {
  // Beyond this size the last digits are of no interest, and the product would not fit.
  while (unit > max_figure) {
    unit /= 2;
    value /= 2;
  }
  const Int128 most = max_figure / micro_per_unit;
  return Ratio{static_cast<std::int64_t>(value >= unit * most ? Int128{max_figure} : (value * micro_per_unit + unit / 2) / unit)};
}

}  // namespace migadvise
