// Comma-separated values as in RFC 4180, with the place of every cell.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "input/source_text.hpp"
#include "migadvise/diagnostic.hpp"

namespace migadvise {

/// One cell, its quotes taken off. The place is that of its first byte: the opening quote, when it is quoted.
struct CsvCell {
  std::string text;
  Position at;
  std::size_t offset = 0;
};

/// The cells of one row; at least one.
struct CsvRow {
  std::vector<CsvCell> cells;
};

/// What was read, and what is wrong with it.
struct CsvFile {
  std::vector<CsvRow> rows;
  std::vector<Diagnostic> errors;
};

/// All rows of a file. LF, CRLF and a lone CR end a row; a line without any byte is no row; a quote inside an unquoted cell is
/// text. Reading goes on after an error, so `rows` may hold damaged cells when there are errors. The errors stand in file order:
/// csv_unclosed_quote, csv_text_after_quote (the text), csv_nul and csv_invalid_utf8 (the byte), both once a line, and
/// csv_row_length (the cells of this row, of the first row). A UTF-16 file gives one error and no rows.
CsvFile read_csv(const SourceText& source);

/// Takes off what spreadsheets add: rows of empty cells, and empty columns behind the last one.
void drop_blank_edges(std::vector<CsvRow>& rows);

/// What stands between the cells of a head row that was not split, `tabs` or `';'`; empty when that is none of these.
std::string_view other_separator(const CsvRow& head);

}  // namespace migadvise
