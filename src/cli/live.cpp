#include "cli/live.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "cli/files.hpp"
#include "core/decimal.hpp"
#include "input/sinfo_rows.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

constexpr std::size_t mib = std::size_t{1024} * 1024;
constexpr std::size_t max_sinfo_bytes = 16 * mib;

// Bytes of a row in the format that is asked for: the widths in it, a bar behind each, and the end of the line.
constexpr std::size_t row_bytes() {
  std::size_t bytes = 1;
  std::size_t width = 0;
  for (const char c : sinfo_format) {
    width = is_digit(c) ? width * 10 + static_cast<std::size_t>(c - '0') : width;
    if (c == '|') {
      bytes += width + 1;
      width = 0;
    }
  }
  return bytes;
}
static_assert((max_live_rows + 1) * row_bytes() <= max_sinfo_bytes, "as many rows as are read, and their head");

constexpr std::chrono::seconds patience{5};
constexpr const char* program_name = "sinfo";

std::string saved_hint() { return "save elsewhere what this prints, and give --live FILE: " + sinfo_command(); }

// The last line says why it has given up; those before it, what it tried.
std::string last_line(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  const std::size_t start = text.rfind('\n');
  return std::string(start == std::string_view::npos ? text : text.substr(start + 1));
}

std::vector<Diagnostic> problems_of(const ProgramAnswer& answer) {
  const auto problem = [](Code code, std::vector<std::string> args) {
    args.insert(args.begin(), program_name);
    return std::vector<Diagnostic>{{code, "", {}, std::move(args), "", saved_hint()}};
  };
  switch (answer.end) {
    case ProgramEnd::missing:
      return problem(Code::program_missing, {answer.what});
    case ProgramEnd::silent:
      return problem(Code::program_silent, {std::to_string(patience.count())});
    case ProgramEnd::too_much:
      return problem(Code::program_too_much, {std::to_string(max_sinfo_bytes / mib) + " MiB"});
    case ProgramEnd::exited:
    case ProgramEnd::killed:
      break;
  }
  if (answer.end == ProgramEnd::exited && answer.status == 0) {
    return {};
  }
  const std::string said = last_line(answer.err);
  const std::string how = answer.end == ProgramEnd::killed ? "has been ended by signal " : "has ended with status ";
  return problem(Code::program_failed, {how + std::to_string(answer.status) + (said.empty() ? "" : ": " + said)});
}

// What a program answers and cannot be used is no file of the user's: it has to be saved before it can be mended.
Outcome unusable_answer(std::vector<Diagnostic> errors) {
  for (Diagnostic& error : errors) {
    if (error.code == Code::live_no_partition) {
      error.hint = "sinfo --summarize lists the partitions that there are; a cluster with others needs --site FILE";
    } else if (error.code == Code::live_unknown_state) {
      error.hint =
          "save what sinfo prints, write drained in its place to leave the node out, and give --live FILE: " + sinfo_command();
    }
  }
  Outcome outcome = failed(errors);
  outcome.status = Status::unavailable;
  return outcome;
}

}  // namespace

Result<std::optional<LiveCluster>, Outcome> load_live_nodes(const AdviceRequest& request, const Question& question,
                                                            const Io& io) {
  if (!request.ask_sinfo && !request.live_file) {
    return std::optional<LiveCluster>();
  }
  const Place place = find_place(question.inputs.site, question.needs.partition, question.needs.qos);
  const std::string& partition = place.partition->name;
  if (request.live_file) {
    const Result<InputFile, Diagnostic> file = read_input(*request.live_file, max_sinfo_bytes, io);
    if (!file) {
      return failed({with_file_hint(file.error(), saved_hint())});
    }
    Loaded<LiveCluster> live = load_live(file->bytes, file->name, partition);
    return live.value ? Result<std::optional<LiveCluster>, Outcome>(std::move(live.value)) : failed(live.errors);
  }
  const ProgramAnswer answer =
      io.ask({program_name, "--Node", "--partition=" + partition, "--Format=" + std::string(sinfo_format)},
             {"SINFO_", "SLURM_TIME_FORMAT="}, {patience, max_sinfo_bytes});
  if (const std::vector<Diagnostic> problems = problems_of(answer); !problems.empty()) {
    return failed(problems);
  }
  Loaded<LiveCluster> live = load_live(answer.out, program_name, partition);
  return live.value ? Result<std::optional<LiveCluster>, Outcome>(std::move(live.value)) : unusable_answer(live.errors);
}

}  // namespace migadvise
