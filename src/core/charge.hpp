// What an hour of a job costs.
#pragma once

#include <optional>

#include "migadvise/advice.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// SU per hour of one job with `cpus` CPUs, `ram` of host RAM and `gpus` GPUs (or one slice) of an option. Each term is rounded
/// once, to a millionth of an SU. Nothing when the figure for the GPU is missing: a flat rate that the site file does not give,
/// or the table's SU Usage factor.
std::optional<Charge> hourly_charge(const ChargeFormula& formula, const Profile& profile, int cpus, Bytes ram, int gpus);

/// Where host RAM has a price: the most that adds nothing to what the rest of such a job costs, or for a plain sum, where every
/// byte counts, what the job gets when it asks for none (`by_default`). Nothing when host RAM has no price.
std::optional<Bytes> ram_without_surcharge(const ChargeFormula& formula, const Charge& charge, Bytes by_default);

}  // namespace migadvise
