// The words of a line of options, as sbatch takes it apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/job_script.hpp"

namespace migadvise {

/// Blank to sbatch, as to C.
inline bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// How many blanks a text begins with.
std::size_t blanks_at(std::string_view text);

/// Of a longer line only so many bytes are read: no one writes so much, and what would be kept of it has to end somewhere.
inline constexpr std::size_t longest_line = std::size_t{64} * 1024;

struct Word {
  std::string text;  ///< without quotes and escapes
  TextRange at;
  std::vector<std::size_t> origin;  ///< where each byte of the text stands in the script
};

/// Why there are no more words.
enum class WordsEnd : std::uint8_t { line, unclosed_quote, colon, too_long };

struct Words {
  std::vector<Word> words;
  WordsEnd end = WordsEnd::line;
  std::size_t end_at = 0;  ///< of a quote or a colon
};

/// Blanks separate, quotes and backslashes keep, an unquoted # ends the line, but a blank behind a backslash separates all the
/// same, a word cannot begin with a colon, and one that is nothing but quotes ends the line.
Words split_words(std::string_view bytes, TextRange line);

}  // namespace migadvise
