#include "migadvise/table.hpp"

#include <algorithm>
#include <numeric>

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

const TableRow* Table::find_row(Specification specification) const {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const TableRow& row) { return row.specification == specification; });
  return found == rows.end() ? nullptr : &*found;
}

std::optional<PrintedFigure> Table::figure(Specification specification, std::size_t profile) const {
  const TableRow* const row = find_row(specification);
  return row == nullptr || profile >= row->cells.size() ? std::nullopt : row->cells[profile].figure;
}

std::size_t largest_profile(const Table& table) {
  const auto smaller = [](const Profile& a, const Profile& b) {
    return a.full() != b.full() ? b.full() : a.capacity < b.capacity;
  };
  return static_cast<std::size_t>(std::max_element(table.profiles.begin(), table.profiles.end(), smaller) -
                                  table.profiles.begin());
}

std::optional<std::int64_t> memory_bandwidth(const Table& table, std::size_t profile) {
  const std::optional<PrintedFigure> clock = table.figure(Specification::memory_clock, profile);
  const std::optional<PrintedFigure> width = table.figure(Specification::bus_width, profile);
  if (!clock || !width) {
    return std::nullopt;
  }
  return multiply_divide(clock->value, width->value * bits_per_clock, bits_per_byte);
}

std::optional<MemoryShare> memory_share(const Table& table, std::size_t profile) {
  const std::size_t largest = largest_profile(table);
  const Profile& part = table.profiles[profile];
  const Profile& whole = table.profiles[largest];
  constexpr std::int64_t slices = 8;
  const bool by_width = part.bus_width_bits && whole.bus_width_bits;
  const std::int64_t numerator =
      by_width ? *part.bus_width_bits : multiply_divide(part.capacity.value, slices, whole.capacity.value);
  const std::int64_t denominator = by_width ? *whole.bus_width_bits : slices;
  if (numerator == 0 || numerator > denominator) {
    return std::nullopt;
  }
  const std::int64_t divisor = std::gcd(numerator, denominator);
  return MemoryShare{numerator / divisor, denominator / divisor};
}

}  // namespace migadvise
