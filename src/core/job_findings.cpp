#include "core/job_findings.hpp"

namespace migadvise {

JobFinding* find_value(std::vector<JobFinding>& findings, JobCode code, const Directive& directive, std::vector<std::string> args,
                       const std::optional<std::string>& instead) {
  if (!has_room_for(code, findings)) {
    return nullptr;
  }
  args.insert(args.begin(), {directive.name, directive.value});
  JobFinding finding{code, directive.place(), std::move(args), {}};
  if (instead && directive.plain) {
    finding.repair.push_back({directive.value_at, *instead});
  }
  findings.push_back(std::move(finding));
  return &findings.back();
}

}  // namespace migadvise
