#include "cli/check_command.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/files.hpp"
#include "cli/run_times.hpp"
#include "report/diff.hpp"
#include "report/job_text.hpp"
#include "report/json_writer.hpp"

namespace migadvise {

namespace {

// What sbatch takes by default (max_script_size).
constexpr std::size_t max_script_bytes = std::size_t{4} * 1024 * 1024;

// A repair may show what is to be repaired next: a line that sbatch did not read, say.
constexpr int most_rounds = 8;

// The pointers in a report are into its script, so both stay where they are.
CheckedScript checked_script(std::string file, std::string_view bytes, const Inputs& inputs, const Needs* needs) {
  CheckedScript checked{std::move(file), read_job_script(bytes), {}};
  checked.report = check_job(checked.script, inputs.table, inputs.site, needs);
  return checked;
}

struct Mended {
  CheckedScript checked;  ///< as it is then
  std::size_t repairs = 0;
};

Mended mend(const std::string& file, std::string bytes, const Inputs& inputs, const Needs* needs) {
  Mended mended{checked_script(file, bytes, inputs, needs), 0};
  for (int round = 0; round < most_rounds; ++round) {
    const std::vector<JobFinding>& findings = mended.checked.report.findings;
    std::string next = with_edits(bytes, repairs_of(findings));
    if (next == bytes) {
      break;
    }
    for (const JobFinding& finding : findings) {
      mended.repairs += finding.repair.empty() ? 0 : 1;
    }
    bytes = std::move(next);
    mended.checked = checked_script(file, bytes, inputs, needs);
  }
  return mended;
}

}  // namespace

Outcome run_check(const CheckRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  Needs needs = request.needs;
  std::vector<Diagnostic> errors = add_run_times(request.measured, request.like, *inputs, needs);
  std::vector<std::pair<std::string, std::string>> scripts;
  for (const std::string& file : request.files) {
    const Result<std::string, Diagnostic> bytes =
        file == standard_input ? io.in(max_script_bytes) : read_file(file, max_script_bytes);
    if (bytes) {
      scripts.emplace_back(file == standard_input ? "standard input" : file, *bytes);
    } else {
      errors.push_back(bytes.error());
    }
  }
  if (!errors.empty()) {
    return failed(errors);
  }
  const Needs* const asked = request.has_needs ? &needs : nullptr;
  const Style style = style_for(request, io);
  Outcome outcome;
  std::vector<CheckedScript> all;
  for (auto& [file, bytes] : scripts) {
    if (request.mode == CheckMode::report) {
      all.push_back(checked_script(file, bytes, *inputs, asked));
      outcome.status = all.back().report.has_errors() ? Status::no_option : outcome.status;
      continue;
    }
    const Mended mended = mend(file, bytes, *inputs, asked);
    const std::string& now = mended.checked.script.bytes;
    outcome.out += request.mode == CheckMode::fix ? now : unified_diff(bytes, now, "a/" + file, "b/" + file);
    if (!request.quiet) {
      outcome.err += write_mended(mended.checked, mended.repairs, style);
    }
    outcome.status = mended.checked.report.has_errors() ? Status::no_option : outcome.status;
  }
  if (request.mode != CheckMode::report) {
    return outcome;
  }
  if (request.format == Format::json) {
    outcome.out = write_check_json(all, inputs->table, inputs->site, MIGADVISE_VERSION, request.ascii);
    return outcome;
  }
  for (const CheckedScript& checked : all) {
    outcome.out += write_check_text(checked, inputs->table, style, request.quiet);
  }
  return outcome;
}

}  // namespace migadvise
