// Characters of UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace migadvise {

struct Character {
  char32_t code = 0;
  std::size_t length = 0;  ///< in bytes; 0 when the bytes are no valid character
};

/// The character at the start of a text that is not empty. Overlong forms, surrogates and values above U+10FFFF are none.
Character first_character(std::string_view text);

}  // namespace migadvise
