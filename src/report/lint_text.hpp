// Findings about a profile table in words. The one place of every message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migadvise/diagnostic.hpp"
#include "migadvise/lint.hpp"
#include "migadvise/table.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// The stable id, such as `L004`, under which docs/diagnostics.md explains it.
std::string_view lint_id(LintCode code);

/// What is wrong, with the figures of the options that deviate, in one line. Safe to print.
std::string lint_message(const Table& table, const Finding& finding);

/// Every error and every finding as `FILE:LINE:COLUMN: warning[ID]: message` with the line quoted, what was expected and a hint,
/// then a line that counts them. With `quiet` the findings are
/// only counted. `table` may be null when there are errors, which leave none.
std::string write_lint_text(const std::vector<Diagnostic>& errors, const Table* table, const std::vector<Finding>& findings,
                            std::string_view file, const Style& style, bool quiet = false);

}  // namespace migadvise
