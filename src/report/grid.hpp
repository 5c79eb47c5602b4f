// A table of texts, and the three ways to print it.
#pragma once

#include <string>
#include <vector>

#include "report/layout.hpp"

namespace migadvise {

struct GridColumn {
  std::string head;  ///< for people
  std::string key;   ///< in CSV: snake_case, with the unit
  bool to_the_right = false;
};

/// Every row has a text for each column.
struct Grid {
  std::vector<GridColumn> columns;
  std::vector<std::vector<std::string>> rows;
};

/// Lines of columns two blanks apart, indented by two. A grid that is wider than the terminal is printed as it is: cut off
/// columns would say less than a line that wraps.
std::string grid_text(const Grid& grid, const Style& style);

/// A table as GitHub and MkDocs read it. The cells are Markdown already: plain text goes through markdown_text first.
std::string grid_markdown(const Grid& grid);

/// RFC 4180 with LF line ends: a head of keys, then the rows. Cells are quoted where they have to be.
std::string grid_csv(const Grid& grid);

/// How CSV says whether something is so.
std::string yes_or_no(bool value);

/// Plain text for Markdown: characters that would be markup are escaped so that both renderers show them as they are.
std::string markdown_text(std::string_view text);

/// A word in Markdown's typewriter face.
std::string markdown_code(std::string_view text);

}  // namespace migadvise
