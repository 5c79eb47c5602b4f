// Whether a place takes a job, before it is asked for there.
#pragma once

#include <optional>
#include <string_view>

#include "migadvise/site.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// What a job asks of the place that it goes to, beside an option.
struct JobSize {
  int cpus = 1;
  std::optional<Bytes> ram;      ///< of one job; the default there when missing
  std::optional<Duration> time;  ///< that it has to be let run; no matter how long when missing
  int gpus = 1;                  ///< of one job
  int jobs = 1;                  ///< at once
};

/// Whether partition and QoS go together, have the option, and take such jobs with it, as far as their limits are known.
/// Allocates nothing.
bool takes_job(const Partition& partition, const Qos& qos, std::string_view profile, const JobSize& job);

}  // namespace migadvise
