// The advice command: needs in, recommendation out.
#pragma once

#include "cli/command.hpp"

namespace migadvise {

/// Ranks the options of the table for what the job needs.
Outcome run_advice(const AdviceRequest& request, const Io& io);

}  // namespace migadvise
