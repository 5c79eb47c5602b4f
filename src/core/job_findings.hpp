// What the checks of a job script share.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/decimal.hpp"
#include "migadvise/job_check.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// Adds a finding to the report, where there is room for one more of its level.
inline void add_finding(JobReport& report, JobCode code, TextRange at, std::vector<std::string> args,
                        std::vector<Edit> repair = {}) {
  if (has_room_for(code, report.findings)) {
    report.findings.push_back({code, at, std::move(args), std::move(repair)});
  }
}

/// Adds a finding about the value of a directive, whose name and value come first among its words; `instead` mends it. The
/// finding, or null when there are too many already.
JobFinding* find_value(std::vector<JobFinding>& findings, JobCode code, const Directive& directive, std::vector<std::string> args,
                       const std::optional<std::string>& instead = {});

/// Adds that the value of a directive is no time that sbatch reads. The time that was meant, which mends it, if there is one.
std::optional<Duration> find_bad_time(std::vector<JobFinding>& findings, const Directive& directive);

/// The same for a size.
std::optional<Bytes> find_bad_size(std::vector<JobFinding>& findings, const Directive& directive);

/// An amount of SU in millionths, with at most two decimals.
inline std::string rounded_su(std::int64_t micro) { return format_decimal(micro, micro_per_unit, 2); }

}  // namespace migadvise
