// What the options of a job script come to.
#pragma once

#include <vector>

#include "migadvise/job_check.hpp"

namespace migadvise {

/// Reads the values of the directives that count, each of them the last of its option, and adds what is wrong with them to
/// `findings`. Host RAM and CPUs that are not asked for are as the partition gives them; without a known partition, as the site's
/// default one does.
JobRequest read_request(const JobScript& script, const Table& table, const Site& site, std::vector<JobFinding>& findings);

/// Where the place of a finding about the script as a whole is; it has no line.
inline constexpr TextRange whole_script{static_cast<std::size_t>(-1), 0};

}  // namespace migadvise
