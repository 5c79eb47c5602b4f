#include "cli/check_command.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/files.hpp"
#include "cli/run_times.hpp"
#include "cli/usage.hpp"
#include "report/diff.hpp"
#include "report/job_text.hpp"
#include "report/json_writer.hpp"
#include "report/layout.hpp"

namespace migadvise {

namespace {

// What sbatch takes by default (max_script_size).
constexpr std::size_t max_script_bytes = std::size_t{4} * 1024 * 1024;

// A repair may show what is to be repaired next: a line that sbatch did not read, say.
constexpr int most_rounds = 8;
constexpr std::size_t large_script = std::size_t{1024} * 1024;  // no one's, and so it is not gone through so often
constexpr int most_large_rounds = 2;

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
  const int rounds = bytes.size() > large_script ? most_large_rounds : most_rounds;
  for (int round = 0; round < rounds; ++round) {
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

// A file's name in a diff that is applied in this folder, or for one named in full, in the root.
std::string name_in_diff(std::string_view file) {
  while (file.starts_with("./") || file.starts_with('/')) {
    file.remove_prefix(file.starts_with('/') ? 1 : 2);
  }
  return std::string(file);
}

}  // namespace

Outcome run_check(const CheckRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  Needs needs = request.needs;
  std::vector<Diagnostic> errors = request.usage ? add_usage(*request.usage, *inputs, needs, io) : std::vector<Diagnostic>{};
  const std::vector<Diagnostic> of_times = add_run_times(request.measured, request.like, *inputs, needs);
  errors.insert(errors.end(), of_times.begin(), of_times.end());
  if (!errors.empty()) {
    return failed(errors);
  }
  const Needs* const asked = request.has_needs ? &needs : nullptr;
  const Style style = style_for(request, io);
  Outcome outcome;
  CheckJson json(inputs->site, MIGADVISE_VERSION);
  // One after the other: of many large scripts only what is found is kept.
  for (const std::string& path : request.files) {
    const Result<InputFile, Diagnostic> input = read_input(path, max_script_bytes, io);
    if (!input) {
      errors.push_back(input.error());
      continue;
    }
    const auto& [file, bytes] = *input;
    if (request.mode == CheckMode::report) {
      const CheckedScript checked = checked_script(file, bytes, *inputs, asked);
      outcome.status = checked.report.has_errors() ? Status::no_option : outcome.status;
      if (request.format == Format::json) {
        json.add(checked, inputs->table);
      } else {
        outcome.out += write_check_text(checked, inputs->table, style, request.quiet);
      }
      continue;
    }
    const Mended mended = mend(file, bytes, *inputs, asked);
    const std::string& now = mended.checked.script.bytes;
    const std::string answer =
        request.mode == CheckMode::fix ? now : unified_diff(bytes, now, "a/" + name_in_diff(file), "b/" + name_in_diff(file));
    outcome.out += io.out_is_terminal ? printable_lines(answer) : answer;
    if (!request.quiet) {
      outcome.err += write_mended(mended.checked, mended.repairs, style);
    }
    outcome.status = mended.checked.report.has_errors() ? Status::no_option : outcome.status;
  }
  if (!errors.empty()) {
    // What is found in the other files is told all the same; a document or a diff without one of them would pass for the whole.
    Outcome failure = failed(errors);
    const bool stands_alone = request.mode == CheckMode::report && request.format != Format::json;
    failure.out = stands_alone ? std::move(outcome.out) : "";
    return failure;
  }
  if (request.mode == CheckMode::report && request.format == Format::json) {
    outcome.out = json.text(request.ascii);
  }
  return outcome;
}

}  // namespace migadvise
