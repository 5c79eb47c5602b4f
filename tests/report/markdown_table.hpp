// Reads the tables of a Markdown page as GitHub does: what a reader of the page sees, not how it is written.
#pragma once

#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

struct MarkdownTable {
  std::vector<std::string> heads;
  std::vector<bool> to_the_right;
  std::vector<std::vector<std::string>> rows;
};

/// The cells between the bars of a line, blanks at their ends removed; a bar behind a backslash belongs to its cell. Nothing when
/// the line does not begin and end with a bar.
inline std::optional<std::vector<std::string>> markdown_cells(std::string_view line) {
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      cell += line.substr(i++, 2);
    } else if (line[i] == '|') {
      cells.push_back(cell);
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  if (cells.size() < 2 || !cells.front().empty() || !cell.empty()) {
    return std::nullopt;
  }
  cells.erase(cells.begin());
  for (std::string& text : cells) {
    text.erase(0, text.find_first_not_of(' ') == std::string::npos ? text.size() : text.find_first_not_of(' '));
    text.erase(text.find_last_not_of(' ') + 1);
  }
  return cells;
}

/// What a cell shows: escapes and entities resolved, the marks of bold and typewriter face removed.
inline std::string shown_by_markdown(std::string_view cell) {
  std::string out;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '\\' && i + 1 < cell.size()) {
      out += cell[++i];
    } else if (cell.substr(i, 4) == "&lt;") {
      out += '<';
      i += 3;
    } else if (cell.substr(i, 5) == "&amp;") {
      out += '&';
      i += 4;
    } else if (cell[i] != '*' && cell[i] != '`') {
      out += cell[i];
    }
  }
  return out;
}

/// Every table of a page, or nothing when lines with bars do not make one: no row of signs below the heads, or a row with more or
/// fewer cells than heads.
inline std::optional<std::vector<MarkdownTable>> markdown_tables(const std::string& page) {
  std::vector<MarkdownTable> tables;
  std::istringstream lines(page);
  std::size_t line_in_table = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('|')) {
      if (line_in_table == 1) {
        return std::nullopt;
      }
      line_in_table = 0;
      continue;
    }
    const std::optional<std::vector<std::string>> cells = markdown_cells(line);
    if (!cells || (line_in_table > 0 && cells->size() != tables.back().heads.size())) {
      return std::nullopt;
    }
    if (line_in_table == 0) {
      tables.push_back({*cells, {}, {}});
    } else if (line_in_table == 1) {
      for (const std::string& cell : *cells) {
        const std::size_t signs = cell.find_first_not_of('-');
        if (cell.empty() || cell.front() != '-' || (signs != std::string::npos && cell.substr(signs) != ":")) {
          return std::nullopt;
        }
        tables.back().to_the_right.push_back(cell.back() == ':');
      }
    } else {
      tables.back().rows.push_back(*cells);
    }
    ++line_in_table;
  }
  return line_in_table == 1 ? std::nullopt : std::optional(tables);
}
