// `migadvise check`: job scripts.
#pragma once

#include "cli/command.hpp"

namespace migadvise {

/// Reads, checks and prices job scripts, or prints them mended.
Outcome run_check(const CheckRequest& request, const Io& io);

}  // namespace migadvise
