// Quantities as people write them into the cells of a table.
#pragma once

#include <cstdint>
#include <string_view>

#include "migadvise/table.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// What a cell is expected to hold.
enum class CellKind : std::uint8_t {
  memory,  ///< `10.2 GB`, decimal unless the unit has an `i`; in bytes, rounded down, since a capacity is never rounded up
  factor,  ///< `8`, `8 SU`; in millionths
  ratio,   ///< `7.7x`, `7.7×`, `7.7`; in millionths
  count,   ///< `42`, `1,024`; a whole number
  bits,    ///< `5120 bits`; a whole number
  // Kinds of rows that are only checked:
  threads,    ///< `221184`; a whole number
  bandwidth,  ///< `2.04 TB/s`, decimal unless the unit has an `i`; in bytes per second. A small b, which means bits, is refused
  cache,      ///< `40 MB`, `5120 KiB`; in bytes
  clock,      ///< `1593 MHz`, `1.41 GHz`; in Hz
};

/// An example of the kind, for messages.
std::string_view cell_example(CellKind kind);

/// Reads a cell. `~` and `≈` before the number, blanks of every kind, and thousands separated by commas, blanks or apostrophes
/// are accepted. The value is above 0 and at most 2^44 bytes, a factor or ratio of 10^6, a count of 10^5, 10^9 threads, 10^16
/// bytes per second or 10^12 Hz.
Result<std::int64_t, QuantityError> parse_cell(std::string_view cell, CellKind kind);

/// The same with the precision as printed; the value is rounded to the nearest instead of down.
Result<PrintedFigure, QuantityError> parse_figure(std::string_view cell, CellKind kind);

}  // namespace migadvise
