// The command `compare`: choices side by side.
#pragma once

#include "cli/command.hpp"

namespace migadvise {

/// Shows what each choice is and costs, and what speaks for which.
Outcome run_compare(const CompareRequest& request, const Io& io);

}  // namespace migadvise
