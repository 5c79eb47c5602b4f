// The command `cost`: the charge of one option.
#pragma once

#include "cli/command.hpp"

namespace migadvise {

/// Prices a request of one option, with the formula filled in.
Outcome run_cost(const CostRequest& request, const Io& io);

}  // namespace migadvise
