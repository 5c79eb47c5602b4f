// How the run time on one option follows from the run times on others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "migadvise/run_time.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

/// The time on every option of the table.
struct TimePrediction {
  std::vector<TimeEstimate> options;
  TimeFit fit = TimeFit::none;
};

/// From one measurement or more, each of another option. With one, the others are bounded; with more, they are predicted.
/// Measured options keep their times.
TimePrediction predict_times(const Table& table, std::span<const RunTime> measured);

/// Whether an option with so many SMs lies so far above the largest measured one that predictions for it are the least certain:
/// more than 1.5 times its SMs (docs/evidence.md).
constexpr bool is_far_above(std::int64_t sms, std::int64_t largest_measured) { return 2 * sms > 3 * largest_measured; }

/// How far two measurements of the same work may lie apart for no reason that counts.
inline constexpr std::int64_t scatter_percent = 10;

/// The options in the order of their expected speed, the slowest first.
std::vector<std::size_t> by_expected_speed(const Table& table);

}  // namespace migadvise
