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

std::optional<Duration> find_bad_time(std::vector<JobFinding>& findings, const Directive& directive) {
  const Result<Duration, QuantityError> meant = parse_duration(directive.value);
  const std::optional<std::string> instead = meant ? std::optional(print_slurm_time(*meant)) : std::nullopt;
  find_value(findings, JobCode::bad_time, directive, {instead.value_or("")}, instead);
  return meant ? std::optional(*meant) : std::nullopt;
}

std::optional<Bytes> find_bad_size(std::vector<JobFinding>& findings, const Directive& directive) {
  const Result<Bytes, QuantityError> meant = parse_host_ram(directive.value);
  const std::optional<std::string> instead = meant ? std::optional(print_host_ram(*meant)) : std::nullopt;
  find_value(findings, JobCode::bad_size, directive, {instead.value_or("")}, instead);
  return meant ? std::optional(*meant) : std::nullopt;
}

}  // namespace migadvise
