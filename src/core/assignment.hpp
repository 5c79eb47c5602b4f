// How a shell sets a variable.
#pragma once

#include <algorithm>
#include <string_view>

#include "core/decimal.hpp"

namespace migadvise {

/// Whether a shell takes the word, where a command begins, as the setting of a variable: `NAME=` and anything behind it.
inline bool is_assignment(std::string_view word) {
  const std::string_view name = word.substr(0, word.find('='));
  return !name.empty() && name.size() < word.size() && !is_digit(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

}  // namespace migadvise
