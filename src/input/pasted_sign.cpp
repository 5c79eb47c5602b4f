#include "input/pasted_sign.hpp"

#include <algorithm>
#include <array>

#include "core/decimal.hpp"
#include "core/utf8.hpp"

namespace migadvise {

namespace {

Sign sign_of(char32_t code) {
  switch (code) {
    case 0xA0:
    case 0x2007:
    case 0x2009:
    case 0x202F:
    case 0x3000:
      return Sign::blank;
    case 0x2018:
    case 0x2019:
      return Sign::quote;
    case 0x201C:
    case 0x201D:
      return Sign::double_quote;
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
      return Sign::invisible;
    case 0x2212:
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D:
      return Sign::dash;
    default:
      return code >= 0x2010 && code <= 0x2015 ? Sign::dash : Sign::none;
  }
}

}  // namespace

std::string_view meant_by(Sign sign) {
  constexpr std::array<std::string_view, 6> texts{"", "-", " ", "'", "\"", ""};
  return texts[static_cast<std::size_t>(sign)];
}

std::string code_point(std::string_view bytes, const FoundSign& sign) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto code = static_cast<std::uint32_t>(first_character(bytes.substr(sign.at.offset, sign.at.length)).code);
  std::string text = "U+";
  for (int shift = 12; shift >= 0; shift -= 4) {
    text += digits[(code >> shift) & 0xF];
  }
  return text;
}

std::vector<FoundSign> signs_in(std::string_view bytes, TextRange part) {
  std::vector<FoundSign> found;
  for (std::size_t i = part.offset; i < part.end();) {
    const Character character = first_character(bytes.substr(i, part.end() - i));
    const std::size_t length = std::max<std::size_t>(character.length, 1);
    if (const Sign sign = character.length > 1 ? sign_of(character.code) : Sign::none; sign != Sign::none) {
      found.push_back({{i, length}, sign});
    }
    i += length;
  }
  return found;
}

std::vector<Edit> plain_signs(std::string_view bytes, TextRange word, const std::vector<FoundSign>& signs) {
  std::vector<Edit> edits;
  std::size_t dashes_end = word.offset;
  bool pasted_dash = false;
  auto sign = signs.begin();
  while (dashes_end < word.end()) {
    if (sign != signs.end() && sign->at.offset == dashes_end && sign->sign == Sign::dash) {
      pasted_dash = true;
      dashes_end = sign->at.end();
      ++sign;
    } else if (bytes[dashes_end] == '-') {
      ++dashes_end;
    } else {
      break;
    }
  }
  if (pasted_dash) {
    const std::string_view behind = bytes.substr(dashes_end, word.end() - dashes_end);
    const bool is_long = behind.size() > 1 && is_letter(behind[0]) && (is_letter(behind[1]) || behind[1] == '-');
    edits.push_back({{word.offset, dashes_end - word.offset}, is_long ? "--" : "-"});
  }
  for (const FoundSign& other : signs) {
    if (other.at.offset >= (pasted_dash ? dashes_end : word.offset) && other.at.end() <= word.end()) {
      edits.push_back({other.at, std::string(meant_by(other.sign))});
    }
  }
  return edits;
}

}  // namespace migadvise
