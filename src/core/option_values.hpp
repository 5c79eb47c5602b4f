// Values of a job script's options that decide neither place nor price, but whether sbatch takes it.
#pragma once

#include <vector>

#include "migadvise/job_check.hpp"

namespace migadvise {

/// Adds what sbatch would refuse, or leave out, in the values whose form is known: of every directive, since sbatch looks at
/// those that do not count as well. Of the request, the walltime must have been read.
void check_option_values(const JobScript& script, const JobRequest& request, std::vector<JobFinding>& findings);

}  // namespace migadvise
