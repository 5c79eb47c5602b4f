#include "core/decimal.hpp"

#include <algorithm>
#include <array>

namespace migadvise {

namespace {

constexpr int max_significant_digits = 18;
constexpr int max_scale = 30;

}  // namespace

std::string plain_blanks(std::string_view text) {
  constexpr std::array<std::string_view, 6> blanks{"\t", "\r", "\n", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
  std::string plain;
  while (!text.empty()) {
    const auto* const blank =
        std::find_if(blanks.begin(), blanks.end(), [&](std::string_view kind) { return text.starts_with(kind); });
    plain += blank == blanks.end() ? text.front() : ' ';
    text.remove_prefix(blank == blanks.end() ? 1 : blank->size());
  }
  return plain;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool equal_folded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

bool is_one_of_folded(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return equal_folded(text, word); });
}

Result<Decimal, QuantityError> read_decimal(std::string_view text) {
  if (text.empty()) {
    return QuantityError::empty;
  }
  constexpr std::string_view typeset_minus = "\xE2\x88\x92";
  const std::size_t minus = text.front() == '-' ? 1 : text.starts_with(typeset_minus) ? typeset_minus.size() : 0;
  if (minus > 0) {
    const std::string_view behind = text.substr(minus);
    return !behind.empty() && (is_digit(behind.front()) || behind.front() == '.') ? QuantityError::negative
                                                                                  : QuantityError::not_a_number;
  }
  Decimal number;
  int significant = 0;
  int digits_seen = 0;
  bool after_point = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.' && !after_point && i + 1 < text.size() && is_digit(text[i + 1])) {
      after_point = true;
    } else if (is_digit(c)) {
      ++digits_seen;
      if (significant > 0 || c != '0') {
        ++significant;
      }
      if (significant > max_significant_digits || number.scale == max_scale) {
        return after_point ? QuantityError::too_precise : QuantityError::too_large;
      }
      number.digits = number.digits * 10 + (c - '0');
      number.scale += after_point ? 1 : 0;
    } else {
      break;
    }
  }
  if (digits_seen == 0) {
    return QuantityError::not_a_number;
  }
  number.length = i;
  const std::string_view rest = text.substr(i);
  const bool signed_exponent = rest.size() > 2 && (rest[1] == '+' || rest[1] == '-') && is_digit(rest[2]);
  if (rest.size() > 1 && to_lower(rest[0]) == 'e' && (is_digit(rest[1]) || signed_exponent)) {
    return QuantityError::exponent;
  }
  if (rest.starts_with(',')) {
    return QuantityError::comma;
  }
  return number;
}

Result<std::int64_t, QuantityError> scale_decimal(const Decimal& number, std::int64_t unit, std::int64_t maximum,
                                                  Rounding rounding) {
  const Int128 power = power_of_ten(number.scale);
  const Int128 product = static_cast<Int128>(number.digits) * unit;
  Int128 value = product / power;
  const Int128 rest = product % power;
  if ((rounding == Rounding::up && rest > 0) || (rounding == Rounding::nearest && rest >= power - rest)) {
    ++value;
  }
  if (value > maximum) {
    return QuantityError::too_large;
  }
  return static_cast<std::int64_t>(value);
}

}  // namespace migadvise
