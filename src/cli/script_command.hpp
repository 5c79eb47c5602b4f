// The command `script`: a batch script for the recommended option.
#pragma once

#include "cli/command.hpp"

namespace migadvise {

/// Writes the script to stdout, or to the file that the request names; that file has been written when the outcome is given back.
Outcome run_script(const ScriptRequest& request, const Io& io);

}  // namespace migadvise
