#include "core/slurm_word.hpp"

#include <algorithm>

#include "core/decimal.hpp"

namespace migadvise {

namespace {

// A word of letters, digits and these signs that is not taken for an option.
bool is_word(std::string_view text, std::size_t longest, std::string_view signs) {
  const auto is_allowed = [signs](char c) { return is_digit(c) || is_letter(c) || signs.find(c) != std::string_view::npos; };
  return !text.empty() && text.size() <= longest && text.front() != '-' && std::all_of(text.begin(), text.end(), is_allowed);
}

}  // namespace

bool is_slurm_word(std::string_view text) { return is_word(text, 64, "_-.+@"); }

bool is_module_name(std::string_view text) { return is_word(text, 200, "_-.+/"); }

}  // namespace migadvise
