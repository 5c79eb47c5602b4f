// What the options of a job script come to.
#pragma once

#include <vector>

#include "migadvise/job_check.hpp"

namespace migadvise {

/// Reads the values of the directives that count, each of them the last of its option, and adds what is wrong with them to
/// `findings`. Host RAM and CPUs that are not asked for are as the partition gives them; without a known partition, as the site's
/// default one does.
JobRequest read_request(const JobScript& script, const Table& table, const Site& site, std::vector<JobFinding>& findings);

}  // namespace migadvise
