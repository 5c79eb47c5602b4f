#include "input/sinfo_rows.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/decimal.hpp"
#include "migadvise/live.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

struct ColumnName {
  std::string_view name;
  SinfoColumn column;
};

// The first of a column's names is the one that is asked for.
constexpr std::array<ColumnName, 12> column_names{{{"PARTITION", SinfoColumn::partition},
                                                   {"STATE", SinfoColumn::state},
                                                   {"STATECOMPLETE", SinfoColumn::state},
                                                   {"GRES", SinfoColumn::gres},
                                                   {"GRES_USED", SinfoColumn::gres_used},
                                                   {"NODES", SinfoColumn::nodes},
                                                   {"NODELIST", SinfoColumn::node_list},
                                                   {"HOSTNAMES", SinfoColumn::node_list},
                                                   {"AVAIL", SinfoColumn::available},
                                                   {"CPUS(A/I/O/T)", SinfoColumn::cpus},
                                                   {"MEMORY", SinfoColumn::memory},
                                                   {"ALLOCMEM", SinfoColumn::alloc_memory}}};

constexpr std::array<SinfoColumn, 4> needed_columns{SinfoColumn::partition, SinfoColumn::state, SinfoColumn::gres,
                                                    SinfoColumn::gres_used};

// A value as it stands between the separators or in its place, blanks included.
struct Field {
  std::string_view raw;
  std::size_t offset = 0;
};

struct Line {
  std::string_view text;
  std::size_t offset = 0;
};

bool is_padded(std::string_view raw) { return !raw.empty() && (is_space_or_tab(raw.front()) || is_space_or_tab(raw.back())); }

SinfoCell without_blanks(const Field& field) {
  const std::string_view text = trim(field.raw);
  return {text, field.offset + (text.empty() ? 0 : static_cast<std::size_t>(text.data() - field.raw.data()))};
}

// Takes a line off the text, and the line feed, the carriage return or both behind it.
Line take_line(std::string_view bytes, std::size_t& at) {
  const std::size_t start = at;
  const std::size_t end = std::min(bytes.find_first_of("\r\n", start), bytes.size());
  at = end < bytes.size() && bytes.substr(end, 2) == "\r\n" ? end + 2 : std::min(end + 1, bytes.size());
  return {bytes.substr(start, end - start), start};
}

std::vector<Field> between_bars(const Line& line) {
  std::vector<Field> fields;
  for (std::size_t start = 0; start <= line.text.size();) {
    const std::size_t end = std::min(line.text.find('|', start), line.text.size());
    fields.push_back({line.text.substr(start, end - start), line.offset + start});
    start = end + 1;
  }
  if (fields.size() > 1 && trim(fields.back().raw).empty()) {
    fields.pop_back();  // behind a bar that ends the line
  }
  return fields;
}

std::vector<Field> between_blanks(const Line& line) {
  std::vector<Field> fields;
  for (std::size_t i = 0; i < line.text.size();) {
    const std::size_t start = i;
    const bool blank = is_space_or_tab(line.text[i]);
    while (i < line.text.size() && is_space_or_tab(line.text[i]) == blank) {
      ++i;
    }
    if (!blank) {
      fields.push_back({line.text.substr(start, i - start), line.offset + start});
    }
  }
  return fields;
}

// What stands below the names of the head, each value in the place of its own.
std::vector<Field> in_places(const Line& line, const std::vector<Field>& head, std::size_t head_offset) {
  std::vector<Field> fields;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const std::size_t start = std::min(i == 0 ? 0 : head[i].offset - head_offset, line.text.size());
    const std::size_t end = i + 1 < head.size() ? head[i + 1].offset - head_offset : line.text.size();
    fields.push_back({line.text.substr(start, std::max(end, start) - start), line.offset + start});
  }
  return fields;
}

class Reader {
 public:
  explicit Reader(const SourceText& source) : source_(source) {}

  SinfoRows read() {
    const std::string_view bytes = source_.bytes();
    std::size_t at = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    while (at < bytes.size() && !is_done()) {
      const Line line = take_line(bytes, at);
      if (!trim(line.text).empty()) {
        read_line(line);
      }
    }
    if (head_.empty() && read_.errors.empty()) {
      error(Code::live_no_head, 0, {});
    }
    return std::move(read_);
  }

 private:
  [[nodiscard]] bool is_done() const { return ended_ || read_.errors.size() >= max_diagnostics; }

  // The hint is long, and the same for all: it stands below the first.
  void error(Code code, std::size_t offset, std::vector<std::string> args) {
    read_.errors.push_back(source_.diagnostic(code, offset, std::move(args), read_.errors.empty() ? sinfo_hint() : ""));
  }

  void read_line(const Line& line) {
    // Asked about clusters by name, sinfo writes the name of each above its nodes.
    const bool is_cluster = line.text.starts_with("CLUSTER:");
    if (head_.empty()) {
      if (!is_cluster) {
        read_head(line);
      }
    } else if (is_cluster || line.text == head_line_.text) {
      error(Code::live_second_answer, line.offset, {});
      ended_ = true;
    } else if (read_.rows.size() == max_live_rows) {
      error(Code::live_too_many, line.offset, {std::to_string(max_live_rows)});
      ended_ = true;
    } else {
      read_row(line);
    }
  }

  void read_head(const Line& line) {
    has_bars_ = line.text.find('|') != std::string_view::npos;
    head_line_ = line;
    head_ = has_bars_ ? between_bars(line) : between_blanks(line);
    for (std::size_t i = 0; i < head_.size(); ++i) {
      const std::string_view name = trim(head_[i].raw);
      for (const ColumnName& known : column_names) {
        std::optional<std::size_t>& place = places_[static_cast<std::size_t>(known.column)];
        if (equal_folded(known.name, name) && !place) {
          place = i;
        }
      }
    }
    if (std::ranges::none_of(needed_columns, [&](SinfoColumn column) { return has(column); })) {
      head_.clear();
      places_ = {};
      ended_ = is_dated_;
      is_dated_ = true;
      return;
    }
    for (const SinfoColumn column : needed_columns) {
      if (!has(column)) {
        error(Code::live_missing_column, line.offset, {std::string(sinfo_column_name(column))});
        ended_ = true;
      }
    }
    // Without either nobody knows how many nodes a row is of.
    if (!has(SinfoColumn::nodes) && !has(SinfoColumn::node_list)) {
      error(Code::live_missing_column, line.offset, {std::string(sinfo_column_name(SinfoColumn::node_list))});
      ended_ = true;
    }
  }

  [[nodiscard]] bool has(SinfoColumn column) const { return places_[static_cast<std::size_t>(column)].has_value(); }

  void read_row(const Line& line) {
    std::vector<Field> fields = has_bars_ ? between_bars(line) : between_blanks(line);
    const bool placed = !has_bars_ && fields.size() != head_.size();
    if (has_bars_ && fields.size() != head_.size()) {
      error(Code::live_row_length, line.offset, {std::to_string(fields.size()), std::to_string(head_.size())});
      return;
    }
    if (placed) {
      fields = in_places(line, head_, head_line_.offset);
    }
    SinfoRow row;
    for (std::size_t i = 0; i < sinfo_column_count; ++i) {
      const auto column = static_cast<SinfoColumn>(i);
      if (!places_[i]) {
        continue;
      }
      const std::size_t place = *places_[i];
      const SinfoCell cell = without_blanks(fields[place]);
      if (may_be_cut(fields, place, line, placed)) {
        error(Code::live_cut_value, cell.offset, {std::string(sinfo_column_name(column)), std::string(cell.text)});
        return;
      }
      row.cells[i] = cell;
    }
    read_.rows.push_back(row);
  }

  // Whether a value takes all the room that its column has, so that more of it may have been cut off.
  [[nodiscard]] bool may_be_cut(const std::vector<Field>& fields, std::size_t place, const Line& line, bool placed) const {
    const std::string_view raw = fields[place].raw;
    if (has_bars_) {
      return is_padded(head_[place].raw) && raw.size() >= head_[place].raw.size() && !is_padded(raw);
    }
    if (place + 1 == head_.size()) {
      const std::string_view head = head_line_.text;
      return is_space_or_tab(head.back()) && line.text.size() >= head.size() && !is_space_or_tab(line.text.back());
    }
    // Only values in their places can run into the next.
    const std::size_t next = head_[place + 1].offset - head_line_.offset;
    const bool runs_on = next < line.text.size() && !is_space_or_tab(line.text[next - 1]);
    const bool runs_in = place > 0 && !raw.empty() && fields[place].offset > line.offset && !is_space_or_tab(raw.front()) &&
                         !is_space_or_tab(line.text[fields[place].offset - line.offset - 1]);
    return placed && (runs_on || runs_in);
  }

  const SourceText& source_;
  SinfoRows read_;
  Line head_line_;
  std::vector<Field> head_;
  std::array<std::optional<std::size_t>, sinfo_column_count> places_;
  bool has_bars_ = false;
  bool is_dated_ = false;  // a line without names stands above the head: `sinfo --long` writes the date there
  bool ended_ = false;
};

}  // namespace

std::string sinfo_command() { return "sinfo -N -O '" + std::string(sinfo_format) + "'"; }

std::string sinfo_hint() { return sinfo_command() + " prints all that is needed"; }

std::string_view sinfo_column_name(SinfoColumn column) {
  return std::ranges::find(column_names, column, &ColumnName::column)->name;
}

SinfoRows read_sinfo_rows(const SourceText& source) { return Reader(source).read(); }

}  // namespace migadvise
