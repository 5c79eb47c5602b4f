#include "report/layout.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/utf8.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

namespace {

// Calls `visit(character, bytes)` for each character; bytes that are none come alone with length 0.
template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const Character character = first_character(text);
    const std::size_t length = std::max<std::size_t>(character.length, 1);
    visit(character, text.substr(0, length));
    text.remove_prefix(length);
  }
}

std::string escaped(const Character& character, std::string_view bytes) {
  if (character.length == 0) {
    return fmt::format("\\x{:02X}", static_cast<unsigned char>(bytes[0]));
  }
  return fmt::format("\\u{{{:X}}}", static_cast<std::uint32_t>(character.code));
}

}  // namespace

bool is_hidden_character(char32_t code) {
  constexpr std::array<std::pair<char32_t, char32_t>, 13> ranges{{{0x00, 0x1F},
                                                                  {0x7F, 0x9F},
                                                                  {0xAD, 0xAD},
                                                                  {0x61C, 0x61C},
                                                                  {0x180E, 0x180E},
                                                                  {0x200B, 0x200F},
                                                                  {0x2028, 0x202E},
                                                                  {0x2060, 0x206F},
                                                                  {0xFE00, 0xFE0F},
                                                                  {0xFEFF, 0xFEFF},
                                                                  {0xFFF0, 0xFFFB},
                                                                  {0xE0000, 0xE0FFF},
                                                                  {0xF0000, 0x10FFFF}}};
  return std::ranges::any_of(ranges, [&](const auto& range) { return code >= range.first && code <= range.second; });
}

std::string printable(std::string_view text) {
  std::string safe;
  for_each_character(text, [&](const Character& character, std::string_view bytes) {
    if (character.length == 0 || is_hidden_character(character.code)) {
      safe += escaped(character, bytes);
    } else {
      safe += bytes;
    }
  });
  return safe;
}

std::string and_list(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + printable(words[i]);
  }
  return text;
}

std::string printable_lines(std::string_view text) {
  std::string safe;
  for (std::size_t end = text.find_first_of("\n\t"); end != std::string_view::npos; end = text.find_first_of("\n\t")) {
    safe += printable(text.substr(0, end)) + text[end];
    text.remove_prefix(end + 1);
  }
  return safe + printable(text);
}

std::string to_ascii(std::string_view text) {
  constexpr std::array<std::pair<char32_t, std::string_view>, 9> likenesses{{{0xA0, " "},
                                                                             {0xD7, "x"},
                                                                             {0xF7, "/"},
                                                                             {0x2013, "-"},
                                                                             {0x2018, "'"},
                                                                             {0x2019, "'"},
                                                                             {0x2588, "#"},
                                                                             {0x2591, "."},
                                                                             {0x202F, " "}}};
  std::string plain;
  for_each_character(text, [&](const Character& character, std::string_view bytes) {
    const auto* const likeness = std::ranges::find_if(
        likenesses, [&](const auto& entry) { return character.length > 0 && entry.first == character.code; });
    if (character.length == 1 && character.code < 0x7F) {
      plain += bytes;
    } else if (likeness != likenesses.end()) {
      plain += likeness->second;
    } else {
      plain += escaped(character, bytes);
    }
  });
  return plain;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for_each_character(text, [&](const Character&, std::string_view) { ++width; });
  return width;
}

std::string pad_left(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, display_width(text)), ' ').append(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width - std::min(width, display_width(text)), ' ');
}

std::string wrap(std::string_view text, std::string_view first, int width) {
  const std::size_t indent = display_width(first);
  const auto limit = static_cast<std::size_t>(std::max(width, 0));
  std::string out(first);
  std::size_t column = indent;
  bool line_is_empty = true;
  while (!text.empty()) {
    std::size_t end = std::min(text.find(' '), text.size());
    while (text.substr(end).starts_with(" %")) {  // a percent sign stays with its figure
      end = std::min(text.find(' ', end + 1), text.size());
    }
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t length = display_width(word);
    if (!line_is_empty && column + 1 + length > limit) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
      line_is_empty = true;
    }
    if (!line_is_empty) {
      out += ' ';
      ++column;
    }
    out += word;
    column += length;
    line_is_empty = false;
  }
  return out + '\n';
}

std::string paint(std::string_view line, Paint how, const Style& style) {
  if (!style.color || how == Paint::plain) {
    return std::string(line);
  }
  constexpr std::array<std::string_view, 4> codes{"", "1", "1;32", "1;31"};
  return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(how)], line);
}

std::string bar(std::int64_t part, std::int64_t whole) {
  constexpr std::int64_t cells = 10;
  const std::int64_t filled = std::clamp<std::int64_t>(multiply_divide(part, cells, whole), 0, cells);
  std::string text;
  for (std::int64_t i = 0; i < cells; ++i) {
    text += i < filled ? "\xE2\x96\x88" : "\xE2\x96\x91";
  }
  return text;
}

}  // namespace migadvise
