// The command `lint-table`: finds mistakes in a profile table.
#pragma once

#include "cli/command.hpp"

namespace migadvise {

/// Checks a profile table and lists what is wrong or doubtful.
Outcome run_lint(const LintRequest& request, const Io& io);

}  // namespace migadvise
