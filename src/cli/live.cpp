#include "cli/live.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "cli/files.hpp"
#include "input/sinfo_rows.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

constexpr std::size_t mib = std::size_t{1024} * 1024;
constexpr std::size_t max_sinfo_bytes = 16 * mib;  // about 1.1 KB for each of its rows
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

// Partitions of which something is told, a few of them.
std::string partitions_told(const LiveCluster& live) {
  constexpr std::size_t most = 10;
  std::vector<std::string_view> names;
  for (const LiveNodes& nodes : live.nodes) {
    if (names.size() < most && std::ranges::find(names, nodes.partition) == names.end()) {
      names.push_back(nodes.partition);
    }
  }
  std::string text;
  for (const std::string_view name : names) {
    text.append(text.empty() ? "it tells of partition " : ", ").append(name);
  }
  return text;
}

std::vector<Diagnostic> unless_told(const Loaded<LiveCluster>& live, const std::string& partition, const std::string& file) {
  if (!live.value) {
    return live.errors;
  }
  if (std::ranges::any_of(live.value->nodes, [&](const LiveNodes& nodes) { return nodes.partition == partition; })) {
    return {};
  }
  return {{Code::live_no_partition, file, {}, {partition}, "", partitions_told(*live.value)}};
}

}  // namespace

Result<std::optional<LiveCluster>, Outcome> load_live_nodes(const AdviceRequest& request, const Question& question,
                                                            const Io& io) {
  if (!request.ask_sinfo && !request.live_file) {
    return std::optional<LiveCluster>();
  }
  const Place place = find_place(question.inputs.site, question.needs.partition, question.needs.qos);
  std::string bytes;
  std::string file = program_name;
  if (request.live_file) {
    const bool is_stdin = *request.live_file == standard_input;
    const Result<std::string, Diagnostic> read =
        is_stdin ? io.in(max_sinfo_bytes) : read_file(*request.live_file, max_sinfo_bytes);
    if (!read) {
      return failed({read.error()});
    }
    bytes = *read;
    file = is_stdin ? "standard input" : *request.live_file;
  } else {
    const ProgramAnswer answer =
        io.ask({program_name, "--Node", "--partition=" + place.partition->name, "--Format=" + std::string(sinfo_format)},
               {"SINFO_", "SLURM_TIME_FORMAT="}, {patience, max_sinfo_bytes});
    if (const std::vector<Diagnostic> problems = problems_of(answer); !problems.empty()) {
      return failed(problems);
    }
    bytes = answer.out;
  }
  Loaded<LiveCluster> live = load_live(bytes, file);
  if (const std::vector<Diagnostic> errors = unless_told(live, place.partition->name, file); !errors.empty()) {
    Outcome outcome = failed(errors);
    // What a program answers and cannot be used is no file of the user's.
    outcome.status = request.ask_sinfo ? Status::unavailable : outcome.status;
    return outcome;
  }
  return std::optional(*std::move(live.value));
}

}  // namespace migadvise
