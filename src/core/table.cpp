#include "migadvise/table.hpp"

#include <algorithm>

#include "core/decimal.hpp"

namespace migadvise {

std::string fold_label(std::string_view label) {
  std::string folded = plain_blanks(label);
  std::erase(folded, ' ');
  std::transform(folded.begin(), folded.end(), folded.begin(), to_lower);
  return folded;
}

const TableRow* Table::find_row(std::string_view label) const {
  const std::string wanted = fold_label(label);
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const TableRow& row) { return fold_label(row.label) == wanted; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace migadvise
