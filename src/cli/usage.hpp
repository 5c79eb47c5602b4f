// `--usage`: the GPU memory that a log shows a job to need.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace migadvise {

/// Takes the GPU memory of the needs from the log at this path, which may be the standard input; gives what is wrong with it.
std::vector<Diagnostic> add_usage(const std::string& path, const Inputs& inputs, Needs& needs, const Io& io);

}  // namespace migadvise
