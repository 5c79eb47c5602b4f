// The price of one request: an option asked for by name.
#pragma once

#include <cstddef>
#include <optional>

#include "migadvise/advice.hpp"

namespace migadvise {

/// What an option costs. `advice` is the answer to the same request without a wish for GPU memory: the option's place, charge and
/// whatever stands in its way are there.
struct Cost {
  Advice advice;
  std::size_t option = 0;             ///< index in the advice's options
  std::optional<Duration> hours;      ///< how long each job runs
  bool accepted = false;              ///< whether partition and QoS take such a job
  SuPerHour all_jobs;                 ///< of all jobs together, as charged
  SuPerHour all_jobs_standard;        ///< the same before a QoS that charges nothing
  std::optional<Su> total;            ///< of all jobs in those hours, as charged
  std::optional<Su> total_standard;   ///< the same before a QoS that charges nothing
  Reasons warnings;                   ///< of an accepted job: what its place brings with it, and a quota that it does not fit
  std::optional<QuotaUse> quota;      ///< what it takes of the quota, where there is one and a price
  std::optional<Reason> quota_share;  ///< the same as a reason of the rule `quota`
  const Allocation* allocation = nullptr;  ///< what it is taken from, where the site says
  std::optional<Ratio> money;              ///< what so many SU cost beyond the site's allocation, in its currency
};

/// Prices `needs` on the option of that index. `hours` is held against the walltime that the QoS allows. Pure; table and site
/// must outlive the result.
Cost price_request(const Needs& needs, std::size_t option, std::optional<Duration> hours, const Table& table, const Site& site);

}  // namespace migadvise
