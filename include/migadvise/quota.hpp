// What an account may still use: its quota of SU, and what a job takes of the rest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "migadvise/run_time.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// What a report such as that of `quota_info` says of one account.
struct Quota {
  std::string account;        ///< a word of Slurm; empty where the report does not name it
  Su used;                    ///< so far; 0 or more
  std::optional<Su> allowed;  ///< in all, 0 or more; nothing where there is no limit
  /// What may still be used, below 0 where more was used than allowed; nothing where there is no limit.
  [[nodiscard]] std::optional<Su> left() const;
  friend bool operator==(const Quota&, const Quota&) = default;
};

/// A job held against what an account has left. Without a limit, with nothing left, or where nothing is charged there are neither
/// runs nor hours.
struct QuotaUse {
  std::optional<Su> left;         ///< below 0 where more was used than allowed; nothing where there is no limit
  SuPerHour rate;                 ///< of all jobs together, as charged
  std::optional<Range<Su>> cost;  ///< of all jobs for their whole runs, as charged, where the run time is known
  std::optional<Su> at_most;      ///< of all jobs, as charged, if each runs its whole walltime
  /// How many such runs, each of all jobs, the rest pays for: counts, so `low` is what it pays for in any case.
  std::optional<Range<std::int64_t>> runs;
  std::optional<std::int64_t> runs_at_least;  ///< the same if each job runs its whole walltime
  std::optional<Duration> hours;              ///< how long each of the jobs can run for the rest, rounded down
};

/// Holds jobs that cost `rate` in all against a quota. Pure; every count is exact, rounded down.
QuotaUse hold_against(const Quota& quota, SuPerHour rate, const std::optional<Range<Su>>& cost, std::optional<Su> at_most);

}  // namespace migadvise
