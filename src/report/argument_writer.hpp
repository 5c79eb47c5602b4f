// The recommendation as arguments for Slurm.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/advice.hpp"
#include "migadvise/job_script.hpp"

namespace migadvise {

/// Why an option has its value.
enum class JobOptionSource : std::uint8_t {
  asked,        ///< the request names it, or the recommended option cannot do without
  place,        ///< where the job goes anyway
  filled_in,    ///< the default that the price was made with
  placeholder,  ///< not known: stands in capitals, to be filled in
};

/// One option with its value: `--gres=gpu:a100_40g:1`.
struct JobArgument {
  JobOption option{};
  JobOptionSource source{};
  std::string text;
};

/// All of them, each once, in their order; the array only for several jobs. None when nothing is recommended or the site names no
/// GRES for it.
std::vector<JobArgument> job_arguments(const Advice& advice);

/// The same for an option that is not the recommended one; the site names a GRES for it.
std::vector<JobArgument> job_arguments(const Advice& advice, std::size_t option);

/// Arguments for sbatch: --gres, and beside it only what the request named and what the option cannot do without, since arguments
/// override a script's own lines. Empty when nothing is recommended or the site names no GRES for it.
std::vector<std::string> sbatch_arguments(const Advice& advice);

/// The same with partition, QoS, account and walltime in any case; what is not known stands in capitals, to be filled in.
std::vector<std::string> complete_arguments(const Advice& advice);

/// Whether complete_arguments leaves something to be filled in.
bool has_placeholders(const Advice& advice);

/// `--gres=gpu:a100_40g:1` and the rest on one line; empty when there are none.
std::string write_sbatch(const Advice& advice);

/// `gpu:a100_40g:1` on a line; empty when there is none.
std::string write_gres(const Advice& advice);

/// An interactive session: the srun line, and as a comment below it the site's own command where that can ask for the same. Empty
/// as the others.
std::string write_srun(const Advice& advice);

}  // namespace migadvise
