#include "report/shell_word.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/utf8.hpp"
#include "report/layout.hpp"

namespace migadvise {

namespace {

// Left out although harmless in most places: `%` (a job of the shell), `~`, `^`, and `=` where it would make an assignment.
bool is_bare(std::string_view word) {
  const bool option = word.starts_with('-');
  return !word.empty() && std::ranges::all_of(word, [&](char c) {
    return is_digit(c) || is_letter(c) || std::string_view("_-./:,+@").find(c) != std::string_view::npos || (c == '=' && option);
  });
}

bool is_keyword(std::string_view word) {
  constexpr std::array<std::string_view, 17> keywords{"case",   "coproc", "do",   "done",     "elif", "else",
                                                      "esac",   "fi",     "for",  "function", "if",   "in",
                                                      "select", "then",   "time", "until",    "while"};
  return std::ranges::find(keywords, word) != keywords.end();
}

// Whether a character cannot stand in the script as it is.
bool is_spelled_out(const Character& character, bool ascii) {
  return character.length == 0 || is_hidden_character(character.code) || (ascii && character.length > 1);
}

std::string single_quoted(std::string_view word) {
  std::string text = "'";
  for (const char c : word) {
    text += c == '\'' ? std::string_view("'\\''") : std::string_view(&c, 1);
  }
  return text + "'";
}

}  // namespace

std::string shell_quoted(std::string_view word, bool ascii) {
  if (is_bare(word)) {
    return std::string(word);
  }
  std::string text = "$'";
  bool spelled_out = false;
  for (std::string_view rest = word; !rest.empty();) {
    const Character character = first_character(rest);
    const std::string_view bytes = rest.substr(0, std::max<std::size_t>(character.length, 1));
    rest.remove_prefix(bytes.size());
    if (bytes == "\t") {
      text += "\\t";
      spelled_out = true;
    } else if (is_spelled_out(character, ascii)) {
      for (const char byte : bytes) {
        text += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
      }
      spelled_out = true;
    } else {
      text += bytes == "'" || bytes == "\\" ? "\\" : "";
      text += bytes;
    }
  }
  return spelled_out ? text + "'" : single_quoted(word);
}

std::string shell_command(std::span<const std::string> words, bool ascii) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) {
      line += " " + shell_quoted(word, ascii);
    } else if (is_keyword(word)) {
      line = single_quoted(word);
    } else {
      // A name with a percent sign in front means a job of the shell, even in quotes and behind `command`.
      line = (word.starts_with('%') ? "env " : "") + shell_quoted(word, ascii);
    }
  }
  return line;
}

}  // namespace migadvise
