#include "input/csv.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>

#include "migadvise/table.hpp"

namespace migadvise {
namespace {

constexpr const char* unclosed_quote_hint =
    "put a quote at the end of the cell; a quote that belongs to the text is written twice";
constexpr const char* text_after_quote_hint = "a quote inside a quoted cell is written twice";
constexpr const char* row_too_long_hint = "put a cell that contains a comma in quotes";
constexpr const char* encoding_hint = "save the file as UTF-8";
constexpr const char* utf16_hint = "the file looks like UTF-16; save it as UTF-8";

bool starts_as_utf16(std::string_view bytes) { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

std::string hex(char byte) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  return {'0', 'x', digits[value >> 4U], digits[value & 0x0FU]};
}

bool stands_before(const Diagnostic& a, const Diagnostic& b) {
  return std::tie(a.at.line, a.at.column) < std::tie(b.at.line, b.at.column);
}

/// Where reading has got to. Every step over a line end goes through `pass_line_end`, so the place is always known.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) { start_over(); }

  void start_over() {
    offset_ = line_start_ = bytes_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    line_ = 1;
  }

  [[nodiscard]] std::size_t offset() const { return offset_; }
  [[nodiscard]] Position position() const { return position(offset_); }
  [[nodiscard]] Position position(std::size_t offset_in_line) const {
    return {line_, static_cast<std::int64_t>(offset_in_line - line_start_) + 1};
  }
  [[nodiscard]] bool at_end() const { return offset_ == bytes_.size(); }
  [[nodiscard]] bool at(char byte) const { return !at_end() && bytes_[offset_] == byte; }
  [[nodiscard]] bool at_line_end() const { return at('\n') || at('\r'); }

  /// The bytes from here to the first of `stops`, which must contain both line ends, or to the end of the file.
  std::string_view take_until(std::string_view stops) {
    const std::string_view taken = bytes_.substr(offset_, bytes_.find_first_of(stops, offset_) - offset_);
    offset_ += taken.size();
    return taken;
  }

  void pass_byte() { ++offset_; }

  std::string_view pass_line_end() {
    const std::string_view end = bytes_.substr(offset_, bytes_.substr(offset_).starts_with("\r\n") ? 2 : 1);
    offset_ += end.size();
    line_start_ = offset_;
    ++line_;
    return end;
  }

 private:
  std::string_view bytes_;
  std::size_t offset_ = 0;
  std::size_t line_start_ = 0;
  std::int64_t line_ = 1;
};

class CsvReader {
 public:
  explicit CsvReader(const SourceText& source) : source_(source), cursor_(source.bytes()) {}

  CsvFile read() {
    if (starts_as_utf16(source_.bytes())) {
      add_error(DiagnosticCode::csv_invalid_utf8, 0, cursor_.position(), {hex(source_.bytes().front())}, utf16_hint);
      return std::move(file_);
    }
    read_rows();
    std::vector<Diagnostic> row_errors = std::exchange(file_.errors, {});
    check_bytes();
    file_.errors.insert(file_.errors.end(), std::make_move_iterator(row_errors.begin()),
                        std::make_move_iterator(row_errors.end()));
    std::stable_sort(file_.errors.begin(), file_.errors.end(), stands_before);
    file_.errors.resize(std::min(file_.errors.size(), max_diagnostics));
    return std::move(file_);
  }

 private:
  void add_error(DiagnosticCode code, std::size_t offset, Position at, std::vector<std::string> args, const char* hint) {
    SourceText::Excerpt excerpt = source_.excerpt_at(offset);
    file_.errors.push_back(
        {code, std::string(source_.name()), at, std::move(args), std::move(excerpt.text), hint, excerpt.start});
  }

  [[nodiscard]] bool full() const { return file_.errors.size() >= max_diagnostics; }

  void check_bytes() {
    for (cursor_.start_over(); !cursor_.at_end() && !full(); cursor_.pass_line_end()) {
      const std::size_t start = cursor_.offset();
      const std::string_view line = cursor_.take_until("\r\n");
      if (const std::size_t nul = line.find('\0'); nul != std::string_view::npos) {
        add_error(DiagnosticCode::csv_nul, start + nul, cursor_.position(start + nul), {}, encoding_hint);
      }
      if (const std::size_t bad = find_invalid_utf8(line); bad != std::string_view::npos) {
        add_error(DiagnosticCode::csv_invalid_utf8, start + bad, cursor_.position(start + bad), {hex(line[bad])}, encoding_hint);
      }
      if (cursor_.at_end()) {
        return;
      }
    }
  }

  void read_rows() {
    while (!cursor_.at_end()) {
      if (!cursor_.at_line_end()) {
        // A row's length is known after the errors inside it but reported before them, so it may not be pushed out by them.
        const bool full_before = full();
        file_.rows.push_back(read_row());
        if (!full_before) {
          check_length(file_.rows.back());
        }
      }
      if (!cursor_.at_end()) {
        cursor_.pass_line_end();
      }
    }
  }

  CsvRow read_row() {
    CsvRow row;
    row.cells.push_back(read_cell());
    while (cursor_.at(',')) {
      cursor_.pass_byte();
      row.cells.push_back(read_cell());
    }
    return row;
  }

  CsvCell read_cell() {
    CsvCell cell{{}, cursor_.position(), cursor_.offset()};
    const bool quoted = cursor_.at('"');
    if (quoted) {
      read_quoted(cell);
    }
    const std::size_t offset = cursor_.offset();
    const Position at = cursor_.position();
    const std::string_view unquoted = cursor_.take_until(",\r\n");
    if (quoted && !unquoted.empty() && !full()) {
      add_error(DiagnosticCode::csv_text_after_quote, offset, at, {std::string(unquoted)}, text_after_quote_hint);
    }
    cell.text += unquoted;
    return cell;
  }

  void read_quoted(CsvCell& cell) {
    cursor_.pass_byte();
    while (!cursor_.at_end()) {
      cell.text += cursor_.take_until("\"\r\n");
      if (cursor_.at_line_end()) {
        cell.text += cursor_.pass_line_end();
      } else if (cursor_.at('"')) {
        cursor_.pass_byte();
        if (!cursor_.at('"')) {
          return;
        }
        cursor_.pass_byte();
        cell.text += '"';
      }
    }
    unclosed_quote_ = true;
    add_error(DiagnosticCode::csv_unclosed_quote, cell.offset, cell.at, {}, unclosed_quote_hint);
  }

  void check_length(const CsvRow& row) {
    const std::size_t length = row.cells.size();
    const std::size_t expected = file_.rows.front().cells.size();
    // An unclosed quote swallows the cells behind it: their absence is no second error.
    if (length != expected && !unclosed_quote_) {
      const CsvCell& first = row.cells.front();
      add_error(DiagnosticCode::csv_row_length, first.offset, first.at, {std::to_string(length), std::to_string(expected)},
                length > expected ? row_too_long_hint : "");
    }
  }

  const SourceText& source_;
  Cursor cursor_;
  CsvFile file_;
  bool unclosed_quote_ = false;
};

}  // namespace

CsvFile read_csv(const SourceText& source) { return CsvReader(source).read(); }

void drop_blank_edges(std::vector<CsvRow>& rows) {
  const auto is_blank = [](const CsvCell& cell) { return fold_label(cell.text).empty(); };
  std::erase_if(rows, [&](const CsvRow& row) { return std::ranges::all_of(row.cells, is_blank); });
  if (rows.empty()) {
    return;
  }
  const std::size_t width = rows.front().cells.size();
  std::size_t used = 1;
  for (const CsvRow& row : rows) {
    for (std::size_t i = row.cells.size(); i > used; --i) {
      if (!is_blank(row.cells[i - 1])) {
        used = i;
      }
    }
  }
  for (CsvRow& row : rows) {
    if (row.cells.size() == width) {  // another length is an error of the row already
      row.cells.resize(std::min(used, width));
    }
  }
}

std::string_view other_separator(const CsvRow& head) {
  const std::string& text = head.cells.front().text;
  if (head.cells.size() > 1 || text.find_first_of(";\t") == std::string::npos) {
    return {};
  }
  return text.find('\t') != std::string::npos ? "tabs" : "';'";
}

}  // namespace migadvise
