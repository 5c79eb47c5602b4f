// Problems in words. The one place of every message.
#pragma once

#include <string>
#include <string_view>

#include "migadvise/diagnostic.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// The stable id, such as `T010`, under which docs/diagnostics.md explains it.
std::string_view diagnostic_id(DiagnosticCode code);

/// `migadvise: FILE:LINE:COLUMN: error[ID]: message`, the offending line with a caret below the place, what was expected, and a
/// hint. Without a file, `migadvise: error[ID]: message`. Everything from an input is made safe to print.
std::string diagnostic_text(const Diagnostic& diagnostic);

/// What is wrong with a quantity, to stand behind its text: `is negative`.
std::string_view quantity_error_text(QuantityError error);

}  // namespace migadvise
