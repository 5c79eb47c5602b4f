#include "cli/run.hpp"

#include <exception>

#include "cli/advice_command.hpp"
#include "cli/check_command.hpp"
#include "cli/command_line.hpp"
#include "cli/compare_command.hpp"
#include "cli/cost_command.hpp"
#include "cli/lint_command.hpp"
#include "cli/probe_command.hpp"
#include "cli/profiles_command.hpp"
#include "cli/script_command.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {

namespace {

std::string internal_error(const char* what) { return diagnostic_text({DiagnosticCode::internal, "", {}, {what}, "", ""}); }

template <class Request>
Outcome answer(const CommandLine<Request>& line, Outcome (*command)(const Request&, const Io&), const Io& io) {
  if (!line.errors.empty()) {
    return failed(line.errors);
  }
  return line.request ? command(*line.request, io) : Outcome{Status::answered, line.text, ""};
}

Outcome run_command(const std::vector<std::string>& arguments, const Io& io) {
  const CommandCall call = find_command(arguments);
  switch (call.command) {
    case Command::advice:
      break;
    case Command::profiles:
      return answer(read_profiles_arguments(call.arguments), run_profiles, io);
    case Command::compare:
      return answer(read_compare_arguments(call.arguments), run_compare, io);
    case Command::cost:
      return answer(read_cost_arguments(call.arguments), run_cost, io);
    case Command::script:
      return answer(read_script_arguments(call.arguments), run_script, io);
    case Command::probe:
      return answer(read_probe_arguments(call.arguments), run_probe, io);
    case Command::check:
      return answer(read_check_arguments(call.arguments), run_check, io);
    case Command::lint_table:
      return answer(read_lint_arguments(call.arguments), run_lint, io);
  }
  return answer(read_advice_arguments(call.arguments), run_advice, io);
}

Outcome outcome_of(const std::vector<std::string>& arguments, const Io& io) {
  try {
    return run_command(arguments, io);
  } catch (const std::exception& error) {
    return {Status::bug, "", internal_error(error.what())};
  } catch (...) {
    return {Status::bug, "", internal_error("unknown exception")};
  }
}

}  // namespace

Status run(const std::vector<std::string>& arguments, Io& io) {
  const Outcome outcome = outcome_of(arguments, io);
  if (!outcome.err.empty()) {
    (void)io.err.write(outcome.err);  // there is no further place to report to
  }
  std::optional<std::string> problem = outcome.out.empty() ? std::nullopt : io.out.write(outcome.out);
  if (!problem && !outcome.out.empty()) {
    problem = io.out.close();
  }
  if (problem) {
    (void)io.err.write(diagnostic_text({DiagnosticCode::output_failed, "", {}, {*problem}, "", ""}));
    return Status::no_output;
  }
  return outcome.status;
}

}  // namespace migadvise
