// Values of a job script's options that decide neither place nor price, but whether sbatch takes it.
#pragma once

#include <vector>

#include "migadvise/job_script.hpp"

namespace migadvise {

/// Adds what sbatch would refuse, or leave out, in the values whose form is known: of every directive, since sbatch looks at
/// those that do not count as well.
void check_option_values(const JobScript& script, std::vector<JobFinding>& findings);

}  // namespace migadvise
