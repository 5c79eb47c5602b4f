// What an hour of a job costs.
#pragma once

#include "migadvise/advice.hpp"
#include "migadvise/site.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// SU per hour of one job with `cpus` CPUs, `ram` of host RAM and `gpus` GPUs (or one slice) of an option with this SU factor:
/// max(CPUs, RAM) + GPU. Each term is rounded once, to a millionth of an SU.
Charge hourly_charge(const AdditiveCharge& charge, int cpus, Bytes ram, Ratio su_factor, int gpus);

/// The host RAM that costs no more than `cpus` CPUs do.
Bytes ram_within_cpus(const AdditiveCharge& charge, int cpus);

}  // namespace migadvise
