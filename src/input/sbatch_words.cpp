#include "input/sbatch_words.hpp"

#include <algorithm>
#include <utility>

namespace migadvise {

std::size_t blanks_at(std::string_view text) {
  const auto* const end = std::find_if_not(text.begin(), text.end(), is_blank);
  return static_cast<std::size_t>(end - text.begin());
}

Words split_words(std::string_view bytes, TextRange line) {
  Words found;
  std::size_t i = line.offset;
  const bool too_long = line.length > longest_line;
  line.length = std::min(line.length, longest_line);
  const auto at_blank = [&] { return i < line.end() && is_blank(bytes[i]); };
  while (true) {
    while (at_blank()) {
      ++i;
    }
    if (i >= line.end() || bytes[i] == '#') {
      found.end = too_long && i >= line.end() ? WordsEnd::too_long : WordsEnd::line;
      return found;
    }
    if (bytes[i] == ':') {
      found.end = WordsEnd::colon;
      found.end_at = i;
      return found;
    }
    Word word;
    word.at.offset = i;
    char quote = '\0';
    std::size_t quote_at = i;
    bool escaped = false;
    for (; i < line.end() && (quote != '\0' || !is_blank(bytes[i])); ++i) {
      const char c = bytes[i];
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
        continue;
      } else if (quote != '\0' ? c == quote : c == '"' || c == '\'') {
        quote_at = i;
        quote = quote == '\0' ? c : '\0';
        continue;
      } else if (c == '#' && quote == '\0') {
        break;
      }
      word.text += c;
      word.origin.push_back(i);
    }
    word.at.length = i - word.at.offset;
    if (too_long && i >= line.end()) {
      found.end = WordsEnd::too_long;  // who knows where the word ends
      return found;
    }
    if (word.text.empty() && quote == '\0') {
      return found;  // sbatch takes '' for the end of the line
    }
    found.words.push_back(std::move(word));
    if (quote != '\0') {
      found.end = WordsEnd::unclosed_quote;
      found.end_at = quote_at;
      return found;
    }
  }
}

}  // namespace migadvise
