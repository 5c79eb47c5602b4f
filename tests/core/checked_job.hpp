// Job scripts for Wulver, and what is found in them.
#pragma once

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/embedded_data.hpp"
#include "migadvise/job_check.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

struct Wulver {
  Site site = *load_site(embedded_site(), "site.json").value;
  Table table = *load_table(embedded_table(), "table.csv").value;
  Wulver() { REQUIRE(name_options(table, site).empty()); }
};

inline const Wulver& wulver() {
  static const Wulver both;
  return both;
}

/// A script with these options in one line.
inline std::string script_of(const std::string& options, const std::string& commands = "./program\n") {
  return "#!/bin/bash -l\n#SBATCH " + options + "\n" + commands;
}

/// All that a job must say beside its GPU.
inline constexpr const char* whole = " -p gpu -q standard -A ab123 -t 10:00:00";

inline JobReport report_of(const std::string& bytes, const Needs* needs = nullptr) {
  // A report that outlives its script must not need it.
  return check_job(read_job_script(bytes), wulver().table, wulver().site, needs);
}

inline std::vector<JobCode> codes_of(const JobReport& report) {
  std::vector<JobCode> codes;
  for (const JobFinding& finding : report.findings) {
    codes.push_back(finding.code);
  }
  return codes;
}

inline std::vector<JobCode> codes_of(const std::string& options, const std::string& commands = "./program\n") {
  return codes_of(report_of(script_of(options, commands)));
}

/// The options once all that can be mended is.
inline std::string mended(const std::string& options, const Needs* needs = nullptr) {
  const std::string bytes = script_of(options);
  const std::string now = with_edits(bytes, repairs_of(report_of(bytes, needs).findings));
  const std::size_t start = now.find("#SBATCH ") + 8;
  return now.substr(start, now.find('\n', start) - start);
}

using Codes = std::vector<JobCode>;

}  // namespace migadvise
