// The run times of a request, from whatever it says about them.
#pragma once

#include <optional>
#include <vector>

#include "migadvise/needs.hpp"
#include "migadvise/run_time.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

struct Estimates {
  std::vector<std::optional<TimeEstimate>> options;  ///< one for each profile of the table
  bool relative = false;                             ///< in no unit: only the ratios mean something
  TimeFit fit = TimeFit::none;
};

/// Measurements go before a published run, that before a class of programs. One measurement alone bounds the others; a published
/// run or a class then says where within the bounds they are likely to be.
Estimates estimate_times(const Needs& needs, const Table& table, const Site& site);

/// How many times faster a class of programs runs on option `to` than on `from`; nothing where the site does not say.
std::optional<Range<Ratio>> expected_speedup(const ComputeSpeeds& speeds, const Table& table, std::size_t from, std::size_t to);

}  // namespace migadvise
