#include "cli/usage.hpp"

#include <optional>

#include "cli/files.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

constexpr std::size_t max_log_bytes = std::size_t{1024} * 1024;

// The error that a record names an option which the table does not have.
Diagnostic unknown_option(const std::string& file, const ProbeRecord& record, const Table& table) {
  const Diagnostic known = unknown_name("", record.option, table.profiles);
  return {Code::probe_unknown_option, file, record.at, {record.option, known.args.back()}, record.line, known.hint};
}

// Where the log is: in the folder that a probe has made, which is named after its job.
std::string log_hint(const Diagnostic& error, const std::string& path) {
  return error.code == Code::file_missing ? "the log of a probe is probe.log in the folder that it has made: probe-NAME/probe.log"
                                          : "--usage " + path + (path.ends_with('/') ? "" : "/") + "probe.log";
}

}  // namespace

std::vector<Diagnostic> add_usage(const std::string& path, const Inputs& inputs, Needs& needs, const Io& io) {
  const Result<InputFile, Diagnostic> file = read_input(path, max_log_bytes, io);
  if (!file) {
    return {with_file_hint(file.error(), log_hint(file.error(), path))};
  }
  const Loaded<ProbeLog> log = load_probe_log(file->bytes, file->name);
  if (!log.value) {
    return log.errors;
  }
  std::vector<Diagnostic> errors;
  std::vector<ProbedOption> runs;
  for (const ProbeRecord& record : *log.value) {
    if (const std::optional<std::size_t> option = find_option(record.option, inputs.table, inputs.site)) {
      runs.push_back({*option, record.end, record.used, record.total, record.time});
    } else if (errors.size() < max_diagnostics) {
      errors.push_back(unknown_option(file->name, record, inputs.table));
    }
  }
  if (!errors.empty()) {
    return errors;
  }
  needs.used = memory_by_runs(runs, inputs.table);
  if (!needs.used) {
    return {
        {Code::probe_no_runs, file->name, {}, {}, "", "the files beside it with the names of the options tell why it failed"}};
  }
  needs.gpu_memory = needs.used->bytes;
  return {};
}

}  // namespace migadvise
