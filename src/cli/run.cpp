#include "cli/run.hpp"

#include <exception>

#include "cli/advice_command.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {

namespace {

std::string internal_error(const char* what) { return diagnostic_text({DiagnosticCode::internal, "", {}, {what}, "", ""}); }

Outcome outcome_of(const std::vector<std::string>& arguments, const Io& io) {
  try {
    return run_advice(arguments, io);
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
