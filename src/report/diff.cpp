#include "report/diff.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

namespace migadvise {

namespace {

constexpr std::size_t around = 3;
constexpr std::size_t lookahead = 100;

// Lines with their ends; the last may have none.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

// Lines `from` up to `to` of one text in the place of lines of the other.
struct Change {
  std::size_t before_from;
  std::size_t before_to;
  std::size_t after_from;
  std::size_t after_to;
};

std::size_t distance_to(std::string_view line, const std::vector<std::string_view>& lines, std::size_t from) {
  const std::size_t end = std::min(lines.size(), from + lookahead);
  const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(from);
  return static_cast<std::size_t>(std::find(begin, lines.begin() + static_cast<std::ptrdiff_t>(end), line) - begin);
}

// Goes along both texts; where they part, they meet again at the nearest line that stands in both, or a line was changed.
std::vector<Change> changes_between(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after) {
  std::vector<Change> changes;
  const auto add = [&](const Change& change) {
    if (!changes.empty() && changes.back().before_to == change.before_from && changes.back().after_to == change.after_from) {
      changes.back().before_to = change.before_to;
      changes.back().after_to = change.after_to;
    } else {
      changes.push_back(change);
    }
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
  return changes;
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

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view name_before,
                         std::string_view name_after) {
  const std::vector<std::string_view> old_lines = lines_of(before);
  const std::vector<std::string_view> new_lines = lines_of(after);
  const std::vector<Change> changes = changes_between(old_lines, new_lines);
  std::string out;
  if (!changes.empty()) {
    out = fmt::format("--- {}\n+++ {}\n", name_before, name_after);
  }
  for (std::size_t first = 0; first < changes.size();) {
    // Changes whose surroundings touch stand in one hunk.
    std::size_t last = first;
    while (last + 1 < changes.size() && changes[last + 1].before_from - changes[last].before_to <= 2 * around) {
      ++last;
    }
    const std::size_t lead = std::min(around, changes[first].before_from);
    const std::size_t trail = std::min(around, old_lines.size() - changes[last].before_to);
    out += fmt::format("@@ -{} +{} @@\n", range_text(changes[first].before_from - lead, changes[last].before_to + trail),
                       range_text(changes[first].after_from - lead, changes[last].after_to + trail));
    std::size_t at = changes[first].before_from - lead;
    for (std::size_t i = first; i <= last; ++i) {
      for (; at < changes[i].before_from; ++at) {
        add_line(out, ' ', old_lines[at]);
      }
      for (; at < changes[i].before_to; ++at) {
        add_line(out, '-', old_lines[at]);
      }
      for (std::size_t j = changes[i].after_from; j < changes[i].after_to; ++j) {
        add_line(out, '+', new_lines[j]);
      }
    }
    for (const std::size_t end = at + trail; at < end; ++at) {
      add_line(out, ' ', old_lines[at]);
    }
    first = last + 1;
  }
  return out;
}

}  // namespace migadvise
