// The command `probe`: a script that measures a command on several options.
#pragma once

#include "cli/command.hpp"

namespace migadvise {

/// Writes the script to stdout, or to the file that the request names; that file has been written when the outcome is given back.
Outcome run_probe(const ProbeRequest& request, const Io& io);

}  // namespace migadvise
