// What a command line says of run times, looked up in the table, the site and the published benchmarks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace migadvise {

/// Adds the measured runs, the benchmark and the class of a request to its needs; what cannot be looked up is an error.
std::vector<Diagnostic> add_run_times(const std::vector<WrittenRun>& measured, const std::optional<std::string>& like,
                                      const Inputs& inputs, Needs& needs);

}  // namespace migadvise
