// Any bytes are read without harm; every place is right; what was read comes back when it is written in quotes.
#include <algorithm>
#include <string>

#include "fuzz.hpp"
#include "input/csv.hpp"

namespace migadvise {
namespace {

/// How many places are compared: SourceText counts each from the start of the file.
constexpr std::size_t max_places = 64;

void check_places(const CsvFile& file, const SourceText& source) {
  std::size_t cells = 0;
  for (const CsvRow& row : file.rows) {
    cells += row.cells.size();
  }
  const std::size_t step = 1 + cells / max_places;
  std::size_t index = 0;
  std::size_t least = 0;
  for (const CsvRow& row : file.rows) {
    fuzz_check(!row.cells.empty());
    for (const CsvCell& cell : row.cells) {
      fuzz_check(cell.offset >= least && cell.offset <= source.bytes().size());
      fuzz_check(cell.offset + cell.text.size() <= source.bytes().size());
      least = cell.offset + 1;
      if (index++ % step == 0) {
        fuzz_check(source.position(cell.offset) == cell.at);
      }
    }
  }
}

void check_errors(const CsvFile& file, const SourceText& source) {
  fuzz_check(file.errors.size() <= max_diagnostics);
  const Position end = source.position(source.bytes().size());
  Position before{1, 1};
  for (const Diagnostic& error : file.errors) {
    const bool in_order = error.at.line > before.line || (error.at.line == before.line && error.at.column >= before.column);
    fuzz_check(in_order);
    fuzz_check(error.at.line <= end.line && error.at.column >= 1);
    fuzz_check(error.code <= DiagnosticCode::csv_row_length);
    fuzz_check(error.excerpt.find_first_of("\r\n") == std::string::npos);
    before = error.at;
  }
}

/// What holds of a file without errors.
void check_clean(const CsvFile& file, const SourceText& source) {
  fuzz_check(find_invalid_utf8(source.bytes()) == std::string_view::npos);
  fuzz_check(source.bytes().find('\0') == std::string_view::npos);
  std::string written;
  for (const CsvRow& row : file.rows) {
    fuzz_check(row.cells.size() == file.rows.front().cells.size());
    for (const CsvCell& cell : row.cells) {
      written += &cell == &row.cells.front() ? "\"" : ",\"";
      for (const char c : cell.text) {
        written += c;
        if (c == '"') {
          written += c;
        }
      }
      written += '"';
    }
    written += '\n';
  }
  const CsvFile again = read_csv(SourceText("again", written));
  const auto same_text = [](const CsvCell& a, const CsvCell& b) { return a.text == b.text; };
  const auto same_cells = [same_text](const CsvRow& a, const CsvRow& b) {
    return std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(), same_text);
  };
  fuzz_check(again.errors.empty());
  fuzz_check(std::equal(file.rows.begin(), file.rows.end(), again.rows.begin(), again.rows.end(), same_cells));
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  const SourceText source("input", fuzz_text(data, size));
  const CsvFile file = read_csv(source);
  check_places(file, source);
  check_errors(file, source);
  if (file.errors.empty()) {
    check_clean(file, source);
  }
  return 0;
}
