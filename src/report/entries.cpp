#include "report/entries.hpp"

namespace migadvise {

std::string fill_pattern(std::string_view pattern, std::span<const std::string> words) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}') {
      const auto index = static_cast<std::size_t>(pattern[i + 1] - '0');
      out += index < words.size() ? words[index] : "";
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

}  // namespace migadvise
