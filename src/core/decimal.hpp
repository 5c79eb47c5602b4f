// Plain decimal numbers, exactly: no floating point, no locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/int128.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// digits · 10^-scale, and how many bytes of the text it took.
struct Decimal {
  std::int64_t digits = 0;
  int scale = 0;
  std::size_t length = 0;
};

/// 10^exponent; the exponent is from 0 to 38.
constexpr Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) {
    power *= 10;
  }
  return power;
}

/// Reads the number at the start of `text`: `30`, `19.8`, `.5`. Up to 18 significant digits. A sign, an exponent and a comma
/// within it are errors of their own, because each has a different repair.
Result<Decimal, QuantityError> read_decimal(std::string_view text);

/// The number in units of `unit` each, such as bytes per GiB; too_large above `maximum`. Rounds as told.
Result<std::int64_t, QuantityError> scale_decimal(const Decimal& number, std::int64_t unit, std::int64_t maximum,
                                                  Rounding rounding);

/// The text with every kind of blank as a plain one: tab, line break, no-break (U+00A0, U+202F) and thin (U+2009).
std::string plain_blanks(std::string_view text);

/// Text without blanks at either end.
std::string_view trim(std::string_view text);

constexpr bool is_space_or_tab(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// True when the texts are the same but for the case of ASCII letters.
bool equal_folded(std::string_view a, std::string_view b);

/// Whether the text is one of the words, the case of ASCII letters ignored.
bool is_one_of_folded(std::string_view text, std::span<const std::string_view> words);

}  // namespace migadvise
