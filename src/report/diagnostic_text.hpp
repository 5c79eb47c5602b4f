// Problems in words. The one place of every message.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// The same without the program's name in front, where a list of problems is the answer itself. With `ascii`, no byte above 126.
std::string located_text(const Diagnostic& diagnostic, bool ascii);

/// What is wrong and what was expected, in one line without the place.
std::string diagnostic_message(const Diagnostic& diagnostic);

/// `FILE:LINE:COLUMN: `, of a file as a whole `FILE: `, without a file nothing.
std::string place_text(std::string_view file, const Position& at);

/// The part of a line around byte column `column`, which counts from 1, and a caret below it. `left_out` bytes of the line stand
/// before `line`.
std::string quoted_line(std::string_view line, std::int64_t column, std::int64_t left_out, bool ascii);

/// A piece of an input as a message quotes it: safe to print, and of a long one the beginning.
std::string shortened(std::string_view text);

/// What is wrong with a quantity, to stand behind its text: `is negative`.
std::string_view quantity_error_text(QuantityError error);

}  // namespace migadvise
