#include "report/grid.hpp"

#include <algorithm>
#include <string_view>

namespace migadvise {

namespace {

std::vector<std::size_t> widths_of(const Grid& grid, std::size_t least) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    std::size_t width = std::max(least, display_width(grid.columns[i].head));
    for (const std::vector<std::string>& row : grid.rows) {
      width = std::max(width, display_width(row[i]));
    }
    widths.push_back(width);
  }
  return widths;
}

std::string padded(const GridColumn& column, std::string_view text, std::size_t width) {
  return column.to_the_right ? pad_left(text, width) : pad_right(text, width);
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

std::vector<std::string> heads_of(const Grid& grid) {
  std::vector<std::string> heads;
  for (const GridColumn& column : grid.columns) {
    heads.push_back(column.head);
  }
  return heads;
}

}  // namespace

std::string grid_text(const Grid& grid, const Style& style) {
  const std::vector<std::size_t> widths = widths_of(grid, 1);
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += "  " + padded(grid.columns[i], cells[i], widths[i]);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  };
  std::string out = paint(line(heads_of(grid)), Paint::heading, style) + "\n";
  for (const std::vector<std::string>& row : grid.rows) {
    out += line(row) + "\n";
  }
  return out;
}

std::string grid_markdown(const Grid& grid) {
  // A column that is aligned to the right needs two signs below its head, every column three for older readers.
  const std::vector<std::size_t> widths = widths_of(grid, 3);
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text = "|";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += " " + padded(grid.columns[i], cells[i], widths[i]) + " |";
    }
    return text + "\n";
  };
  std::string out = line(heads_of(grid)) + "|";
  for (std::size_t i = 0; i < widths.size(); ++i) {
    out +=
        grid.columns[i].to_the_right ? " " + std::string(widths[i] - 1, '-') + ": |" : " " + std::string(widths[i], '-') + " |";
  }
  out += "\n";
  for (const std::vector<std::string>& row : grid.rows) {
    out += line(row);
  }
  return out;
}

std::string grid_csv(const Grid& grid) {
  std::string out;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    out += (i == 0 ? "" : ",") + csv_cell(grid.columns[i].key);
  }
  out += "\n";
  for (const std::vector<std::string>& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += (i == 0 ? "" : ",") + csv_cell(row[i]);
    }
    out += "\n";
  }
  return out;
}

std::string yes_or_no(bool value) { return value ? "yes" : "no"; }

std::string markdown_text(std::string_view text) {
  // Both GitHub's reader and Python-Markdown know these escapes; of `<` and `&` only the entities.
  constexpr std::string_view escaped = "\\`*_[]|";
  std::string out;
  for (const char c : printable(text)) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (escaped.find(c) != std::string_view::npos) {
      out += std::string("\\") + c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string markdown_code(std::string_view text) { return text.empty() ? "" : "`" + std::string(text) + "`"; }

}  // namespace migadvise
