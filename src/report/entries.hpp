// Tables of texts that stand in the order of an enum.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace migadvise {

/// Whether the entry for each value of the enum stands at its place, so that a value without an entry does not compile.
template <class Entry, std::size_t count, class Key>
constexpr bool in_order(const std::array<Entry, count>& entries, Key Entry::*key) {
  for (std::size_t i = 0; i < count; ++i) {
    if (entries[i].*key != static_cast<Key>(i)) {
      return false;
    }
  }
  return true;
}

/// The pattern with `{0}` and so on replaced by the words; nothing where there is no such word.
std::string fill_pattern(std::string_view pattern, std::span<const std::string> words);

}  // namespace migadvise
