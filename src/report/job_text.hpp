// What is found in a job script, in words. The one place of every message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migadvise/job_check.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// The stable id, such as `K021`, under which docs/diagnostics.md explains it.
std::string_view job_code_id(JobCode code);

/// `error`, `warning`, `note`.
std::string_view job_level_id(JobLevel level);

/// `sbatch`, `policy`, `advice`.
std::string_view job_judge_id(JobJudge judge);

/// What was found, in one line. Safe to print.
std::string job_message(const JobFinding& finding);

/// How to mend it, or nothing where no way is likely. Safe to print.
std::string job_hint(const JobFinding& finding);

/// How many findings of a level there are.
std::size_t count_of(const std::vector<JobFinding>& findings, JobLevel level);

/// A script that was checked.
struct CheckedScript {
  std::string file;
  JobScript script;
  JobReport report;
};

/// Every finding as `FILE:LINE:COLUMN: error[ID]: message` with the line quoted and a hint; of one that is the site's own rule,
/// `error[ID policy]`. With `quiet`, errors alone.
std::string write_findings(const CheckedScript& checked, const Style& style, bool quiet);

/// The findings, then what the job asks for and what it is charged, the answer to the needs where they are given, and how many
/// findings there are.
std::string write_check_text(const CheckedScript& checked, const Table& table, const Style& style, bool quiet);

/// What is left of a script that was mended in so many places, for the side of the mended script.
std::string write_mended(const CheckedScript& checked, std::size_t repairs, const Style& style);

/// `1 error, 2 warnings; --fix mends 2`.
std::string count_line(const std::vector<JobFinding>& findings);

}  // namespace migadvise
