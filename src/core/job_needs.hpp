// A job script against what its program needs.
#pragma once

#include "migadvise/job_check.hpp"

namespace migadvise {

/// Answers the needs for a job as the script asks for it (`report.request` and `report.place`; nothing where the place is not
/// known) into `report.advice`, and adds to the findings how the script's own option stands there.
void hold_against_needs(const JobScript& script, const Needs& needs, const Table& table, const Site& site, JobReport& report);

}  // namespace migadvise
