// How text stands on a terminal: widths, wrapping, colour, ASCII, and what of an input may be shown at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace migadvise {

/// What the terminal takes.
struct Style {
  bool color = false;
  bool ascii = false;
  int width = 80;
};

enum class Paint : std::uint8_t { plain, heading, good, bad };

/// Text that is safe to print: control characters, line breaks, invalid UTF-8 and characters that reorder or hide text become
/// `\xNN` or `\u{NNNN}`.
std::string printable(std::string_view text);

/// `a, b and c`, each of them printable.
std::string and_list(const std::vector<std::string>& words);

/// The same line by line, for text of many lines: line feeds and tabs stay.
std::string printable_lines(std::string_view text);

/// Whether a character is a control character or one that hides, joins or reorders others.
bool is_hidden_character(char32_t code);

/// The same without any byte above 126: known signs get an ASCII likeness, the rest becomes `\u{NNNN}`. Line feeds stay.
std::string to_ascii(std::string_view text);

/// Columns of a terminal that printable text takes: one for each character.
std::size_t display_width(std::string_view text);

/// `text` with blanks before or behind up to `width` columns.
std::string pad_left(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);

/// Text broken at blanks into lines of at most `width` columns where that is possible, the first begun with `first`, the others
/// with as many blanks. A percent sign stays with its figure. Ends with a line feed.
std::string wrap(std::string_view text, std::string_view first, int width);

/// A whole line (without its end) in colour, or as it is.
std::string paint(std::string_view line, Paint how, const Style& style);

/// `part` of `whole` as ten signs.
std::string bar(std::int64_t part, std::int64_t whole);

}  // namespace migadvise
