// --live: idle instances, from sinfo or from what it has printed.
#pragma once

#include <optional>

#include "cli/advice_command.hpp"
#include "migadvise/live.hpp"

namespace migadvise {

/// The nodes that `--live` is about, or nothing where it is not given; the outcome with the errors when they cannot be had, or
/// when none is of the partition that the jobs go to.
Result<std::optional<LiveCluster>, Outcome> load_live_nodes(const AdviceRequest& request, const Question& question, const Io& io);

}  // namespace migadvise
