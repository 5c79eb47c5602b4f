#include "core/slurm_word.hpp"

#include <algorithm>

#include "core/decimal.hpp"

namespace migadvise {

bool is_slurm_word(std::string_view text) {
  constexpr std::size_t longest = 64;
  const auto is_allowed = [](char c) {
    return is_digit(c) || is_letter(c) || c == '_' || c == '-' || c == '.' || c == '+' || c == '@';
  };
  return !text.empty() && text.size() <= longest && text.front() != '-' && std::all_of(text.begin(), text.end(), is_allowed);
}

}  // namespace migadvise
