// Diagnostics in a line, as the tests of the readers write them.
#pragma once

#include <string>

#include "migadvise/diagnostic.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {

inline std::string show(const Position& at) { return std::to_string(at.line) + ":" + std::to_string(at.column); }

/// `2:3 C002 [x]`
inline std::string show(const Diagnostic& error) {
  std::string text = show(error.at) + " " + std::string(diagnostic_id(error.code));
  for (const std::string& arg : error.args) {
    text += " [" + arg + "]";
  }
  return text;
}

/// `3:5 T010 [arg] hint: ...`
inline std::string show_with_hint(const Diagnostic& error) {
  return show(error) + (error.hint.empty() ? "" : " hint: " + error.hint);
}

}  // namespace migadvise
