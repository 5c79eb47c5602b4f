// The recommendation as arguments for Slurm.
#pragma once

#include <string>
#include <vector>

#include "migadvise/advice.hpp"

namespace migadvise {

/// Arguments for sbatch: --gres, and beside it only what the request named, since arguments override a script's own lines.
/// Empty when nothing is recommended or the site names no GRES for it.
std::vector<std::string> sbatch_arguments(const Advice& advice);

/// `--gres=gpu:a100_40g:1` and the rest on one line; empty when there are none.
std::string write_sbatch(const Advice& advice);

/// `gpu:a100_40g:1` on a line; empty when there is none.
std::string write_gres(const Advice& advice);

}  // namespace migadvise
