// Formulas of the memory bandwidth, as people write them into a note.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "migadvise/table.hpp"

namespace migadvise {

/// memory clock × bus width × numerator ÷ denominator, in bytes per second. A clock in Hz or a width in bits that the formula
/// gives as a figure stands in it; otherwise the option's own is meant.
struct BandwidthFormula {
  std::int64_t numerator = 1;    ///< above 0, at most 10^9
  std::int64_t denominator = 1;  ///< likewise
  std::optional<PrintedFigure> clock;
  std::optional<std::int64_t> width;
};

/// The formulas in a free text: `memory clock × bus width ÷ 8`, `(Clock * 2 * Memory Bus Width) / 8`, `1593 MHz x 5120 bits / 8`.
/// Signs are × x * · and ÷ /; a remark in parentheses may follow each of their parts. Strict, because half a formula understood
/// would be a false charge: none at all is returned when a sign in the text belongs to no formula (`... ÷ 8 × efficiency`). A
/// formula has one clock, one bus width, and a divisor that turns bits into bytes but none that turns bytes into GB.
std::vector<BandwidthFormula> read_bandwidth_formulas(std::string_view text);

}  // namespace migadvise
