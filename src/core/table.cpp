#include "migadvise/table.hpp"

#include <algorithm>

#include "core/decimal.hpp"

namespace migadvise {

std::string fold_label(std::string_view label) {
  constexpr std::string_view no_break = "\xC2\xA0";
  constexpr std::string_view narrow_no_break = "\xE2\x80\xAF";
  constexpr std::string_view blanks = " \t\r\n";
  std::string folded;
  while (!label.empty()) {
    if (label.starts_with(no_break)) {
      label.remove_prefix(no_break.size());
    } else if (label.starts_with(narrow_no_break)) {
      label.remove_prefix(narrow_no_break.size());
    } else {
      if (blanks.find(label.front()) == std::string_view::npos) {
        folded += to_lower(label.front());
      }
      label.remove_prefix(1);
    }
  }
  return folded;
}

const TableRow* Table::find_row(std::string_view label) const {
  const std::string wanted = fold_label(label);
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const TableRow& row) { return fold_label(row.label) == wanted; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace migadvise
