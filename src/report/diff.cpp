#include "report/diff.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include "core/utf8.hpp"
#include "report/layout.hpp"

namespace migadvise {

namespace {

constexpr std::size_t around = 3;
constexpr std::size_t lookahead = 100;

// The lines of a text with their ends; the last may have none.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {
    starts_.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 2);
    for (std::size_t start = 0; start < text.size();) {
      starts_.push_back(static_cast<std::uint32_t>(start));
      start = std::min(text.find('\n', start), text.size() - 1) + 1;
    }
    starts_.push_back(static_cast<std::uint32_t>(text.size()));
  }
  [[nodiscard]] std::size_t size() const { return starts_.size() - 1; }
  std::string_view operator[](std::size_t i) const { return text_.substr(starts_[i], starts_[i + 1] - starts_[i]); }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
};

// Lines `from` up to `to` of one text in the place of lines of the other.
struct Change {
  std::size_t before_from;
  std::size_t before_to;
  std::size_t after_from;
  std::size_t after_to;
};

std::size_t distance_to(std::string_view line, const Lines& lines, std::size_t from) {
  const std::size_t end = std::min(lines.size(), from + lookahead);
  std::size_t at = from;
  while (at < end && lines[at] != line) {
    ++at;
  }
  return at - from;
}

// Goes along both texts; where they part, they meet again at the nearest line that stands in both, or a line was changed.
template <class Take>
void find_changes(const Lines& before, const Lines& after, Take take) {
  Change pending{};
  const auto add = [&](const Change& change) {
    if (pending.before_to == change.before_from && pending.after_to == change.after_from) {
      pending.before_to = change.before_to;
      pending.after_to = change.after_to;
      return;
    }
    take(pending);
    pending = change;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() && j < after.size()) {
    if (before[i] == after[j]) {
      ++i;
      ++j;
      continue;
    }
    const std::size_t inserted = distance_to(before[i], after, j);
    const std::size_t removed = distance_to(after[j], before, i);
    const bool meets_after = j + inserted < after.size() && inserted < lookahead;
    const bool meets_before = i + removed < before.size() && removed < lookahead;
    if (meets_after && (!meets_before || inserted <= removed)) {
      add({i, i, j, j + inserted});
      j += inserted;
    } else if (meets_before) {
      add({i, i + removed, j, j});
      i += removed;
    } else {
      add({i, i + 1, j, j + 1});
      ++i;
      ++j;
    }
  }
  if (i < before.size() || j < after.size()) {
    add({i, before.size(), j, after.size()});
  }
  take(pending);
}

void add_line(std::string& out, char sign, std::string_view line) {
  out += sign;
  out += line;
  if (!line.ends_with('\n')) {
    out += "\n\\ No newline at end of file\n";
  }
}

// `12,7`; of no lines, the line before.
std::string range_text(std::size_t from, std::size_t to) {
  const std::size_t count = to - from;
  return count == 1 ? std::to_string(from + 1) : fmt::format("{},{}", count == 0 ? from : from + 1, count);
}

// A name as git and patch read it: in quotes with escapes where it has characters that end it or are not to be seen; behind
// one with blanks, a tab shows where it ends.
std::string file_name(std::string_view name) {
  std::string quoted;
  bool plain = true;
  for (std::string_view rest = name; !rest.empty();) {
    const Character character = first_character(rest);
    const std::size_t length = std::max<std::size_t>(character.length, 1);
    if (character.length == 0 || is_hidden_character(character.code)) {
      plain = false;
      for (const char byte : rest.substr(0, length)) {
        quoted += fmt::format("\\{:03o}", static_cast<unsigned char>(byte));
      }
    } else {
      const bool escaped = rest.front() == '"' || rest.front() == '\\';
      plain = plain && !escaped;
      quoted += (escaped ? "\\" : "") + std::string(rest.substr(0, length));
    }
    rest.remove_prefix(length);
  }
  return plain ? std::string(name) + (name.find(' ') == std::string_view::npos ? "" : "\t") : '"' + quoted + '"';
}

// Writes hunks as the changes come: changes whose surroundings touch stand in one.
class HunkWriter {
 public:
  HunkWriter(const Lines& before, const Lines& after, std::string& out) : before_(before), after_(after), out_(out) {}

  void add(const Change& change) {
    if (open_ && change.before_from - at_ > 2 * around) {
      close();
    }
    if (!open_) {
      open_ = true;
      const std::size_t lead = std::min(around, change.before_from);
      first_ = {change.before_from - lead, 0, change.after_from - lead, 0};
      at_ = first_.before_from;
      begin_ = out_.size();
    }
    keep_up_to(change.before_from);
    for (; at_ < change.before_to; ++at_) {
      add_line(out_, '-', before_[at_]);
    }
    for (after_at_ = change.after_from; after_at_ < change.after_to; ++after_at_) {
      add_line(out_, '+', after_[after_at_]);
    }
  }

  void close() {
    if (!open_) {
      return;
    }
    const std::size_t trail = std::min(around, before_.size() - at_);
    keep_up_to(at_ + trail);
    out_.insert(begin_, fmt::format("@@ -{} +{} @@\n", range_text(first_.before_from, at_),
                                    range_text(first_.after_from, after_at_ + trail)));
    open_ = false;
  }

 private:
  void keep_up_to(std::size_t end) {
    for (; at_ < end; ++at_) {
      add_line(out_, ' ', before_[at_]);
    }
  }

  const Lines& before_;
  const Lines& after_;
  std::string& out_;
  bool open_ = false;
  Change first_{};            // where both parts of the hunk begin
  std::size_t begin_ = 0;     // of the hunk in `out_`
  std::size_t at_ = 0;        // lines written up to there
  std::size_t after_at_ = 0;  // behind the last change
};

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view name_before,
                         std::string_view name_after) {
  if (before == after) {
    return "";
  }
  const Lines old_lines(before);
  const Lines new_lines(after);
  std::string out = fmt::format("--- {}\n+++ {}\n", file_name(name_before), file_name(name_after));
  HunkWriter writer(old_lines, new_lines, out);
  find_changes(old_lines, new_lines, [&](const Change& change) {
    if (change.before_from != change.before_to || change.after_from != change.after_to) {
      writer.add(change);
    }
  });
  writer.close();
  return out;
}

}  // namespace migadvise
