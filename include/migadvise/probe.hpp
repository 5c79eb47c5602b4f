// Measuring a program on several options before it is known which one to ask for.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "migadvise/advice.hpp"
#include "migadvise/needs.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

/// Where else measuring is free.
struct OtherPlace {
  const Qos* qos = nullptr;
  const Partition* partition = nullptr;
  bool by_qos = false;  ///< asking for the QoS is enough to get there; else the partition has to be asked for as well
};

/// An option that is not measured.
struct Unmeasured {
  std::size_t option = 0;
  bool far_above = false;          ///< so much larger than all that are measured that a prediction for it is least certain
  std::optional<OtherPlace> free;  ///< where it cannot be measured here: another place that takes such a job with it at no charge
};

/// Where and on what a program is measured: one job for each option, one after the other.
struct Probe {
  Advice advice;                        ///< of one of the jobs; what rules an option out is said there
  std::vector<std::size_t> options;     ///< to measure, in table order; none where none will do
  std::vector<Unmeasured> left_out;     ///< the table's other options that the site names a GRES for
  Su at_most;                           ///< what all jobs are charged when each takes its whole walltime
  std::optional<int> most_minutes;      ///< the most that the place allows, where that is less than was asked for
  std::optional<OtherPlace> elsewhere;  ///< where not all that is wanted can be measured here: one that takes all of it
};

/// What a measuring job may take beside the time for the program: to load modules, and to end it.
inline constexpr Duration probe_margin{milliseconds_per_hour / 6};

/// Plans a probe of `minutes` (above 0) on each option. Of the needs CPUs, host RAM, partition, QoS and account count. `wanted`
/// are the options to measure, in any order; all that will do when empty. Where no QoS is asked for, it is one that everyone may
/// use and that charges nothing, of the partition asked for if one is: rather one that takes such jobs with what is wanted, of
/// these rather one whose jobs are not preempted, and else the first in the site file. Nothing when there is none. Pure; table
/// and site must outlive the probe.
std::optional<Probe> plan_probe(const Needs& needs, int minutes, const std::vector<std::size_t>& wanted, const Table& table,
                                const Site& site);

}  // namespace migadvise
