// Quantities as people write them into the cells of a table.
#pragma once

#include <cstdint>
#include <string_view>

#include "migadvise/units.hpp"

namespace migadvise {

/// What a cell is expected to hold.
enum class CellKind : std::uint8_t {
  memory,  ///< `10.2 GB`, decimal unless the unit has an `i`; in bytes, rounded down, since a capacity is never rounded up
  factor,  ///< `8`, `8 SU`; in millionths
  ratio,   ///< `7.7x`, `7.7×`, `7.7`; in millionths
  count,   ///< `42`, `1,024`; a whole number
  bits,    ///< `5120 bits`; a whole number
};

/// An example of the kind, for messages.
std::string_view cell_example(CellKind kind);

/// Reads a cell. `~` and `≈` before the number, blanks of every kind, and thousands separated by commas, blanks or apostrophes
/// are accepted. The value is above 0 and at most 2^44 bytes, a factor or ratio of 10^6, or a count of 10^5.
Result<std::int64_t, QuantityError> parse_cell(std::string_view cell, CellKind kind);

}  // namespace migadvise
