// Any bytes are read as a job script and checked: every finding has its place, and mending comes to an end.
#include <algorithm>
#include <string>

#include "fuzz.hpp"
#include "input/embedded_data.hpp"
#include "migadvise/job_check.hpp"
#include "migadvise/migadvise.hpp"
#include "report/diff.hpp"
#include "report/job_text.hpp"

namespace migadvise {
namespace {

struct Wulver {
  Site site = *load_site(embedded_site(), "site").value;
  Table table = *load_table(embedded_table(), "table").value;
  Wulver() { fuzz_check(name_options(table, site).empty()); }
};

const Wulver& wulver() {
  static const Wulver both;
  return both;
}

void check_finding(const JobScript& script, const JobFinding& finding) {
  const bool located = finding.at.offset != static_cast<std::size_t>(-1);
  fuzz_check(!located || finding.at.end() <= script.bytes.size());
  for (const Edit& edit : finding.repair) {
    fuzz_check(edit.at.end() <= script.bytes.size());
  }
  const std::string message = job_message(finding);
  fuzz_check(!message.empty() && message.find_first_of(std::string_view("\0\n\r\x1b", 4)) == std::string::npos);
  fuzz_check(job_hint(finding).find_first_of(std::string_view("\0\n\r\x1b", 4)) == std::string::npos);
}

void check_directives(const JobScript& script) {
  for (const Directive& directive : script.directives) {
    fuzz_check(directive.at.end() <= script.bytes.size() && directive.value_at.end() <= script.bytes.size());
    fuzz_check(!directive.plain || directive.value_at.length == 0 ||
               script.bytes.compare(directive.value_at.offset, directive.value_at.length, directive.value) == 0);
  }
}

JobReport check_once(const CheckedScript& checked) {
  const JobReport& report = checked.report;
  for (const JobFinding& finding : report.findings) {
    check_finding(checked.script, finding);
  }
  check_directives(checked.script);
  fuzz_check(!report.charge || (report.charged.micro >= 0 && report.charge->total.micro >= report.charged.micro));
  fuzz_check(report.request.jobs >= 1 && report.request.nodes >= 1 && report.request.cpus >= 1 && report.request.gpus >= 0);
  fuzz_check(!write_check_text(checked, wulver().table, Style{}, false).empty());
  return report;
}

// A patch made by following the diff line by line.
std::string patched(std::string_view before, std::string_view diff) {
  std::string out;
  std::size_t done = 0;
  bool head = true;
  while (!diff.empty()) {
    const std::size_t end = std::min(diff.find('\n'), diff.size() - 1) + 1;
    const std::string_view line = diff.substr(0, end);
    diff.remove_prefix(end);
    if (line.starts_with("@@ -")) {
      head = false;
      const std::size_t from = static_cast<std::size_t>(std::stoull(std::string(line.substr(4))));
      const bool of_none = line.substr(0, line.find(" +")).ends_with(",0");
      std::size_t start = 0;
      for (std::size_t at = 1; at < from + (of_none ? 1 : 0); ++at) {
        start = before.find('\n', start) + 1;
      }
      fuzz_check(start >= done && start <= before.size());
      out += before.substr(done, start - done);
      done = start;
      continue;
    }
    if (head) {
      continue;
    }
    const bool cut = diff.starts_with("\\ No newline");
    const std::string_view text = line.substr(1, line.size() - 1 - (cut ? 1 : 0));
    if (line[0] != '+') {
      fuzz_check(before.substr(done).starts_with(text));
      done += text.size();
    }
    if (line[0] != '-') {
      out += text;
    }
    if (cut) {
      diff.remove_prefix(std::min(diff.find('\n'), diff.size() - 1) + 1);
    }
  }
  return out + std::string(before.substr(done));
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  const std::string first(fuzz_text(data, size));
  Needs needs;
  needs.gpu_memory = Bytes{12 * bytes_per_gib};
  const Needs* const asked = size % 2 == 0 ? &needs : nullptr;
  std::string bytes = first;
  constexpr int rounds = 8;
  for (int round = 0; round <= rounds; ++round) {
    CheckedScript checked{"input", read_job_script(bytes), {}};
    checked.report = check_job(checked.script, wulver().table, wulver().site, asked);
    const JobReport report = check_once(checked);
    std::string next = with_edits(bytes, repairs_of(report.findings));
    if (next == bytes) {
      break;
    }
    fuzz_check(round < rounds);
    fuzz_check(patched(bytes, unified_diff(bytes, next, "a", "b")) == next);
    bytes = std::move(next);
  }
  return 0;
}
