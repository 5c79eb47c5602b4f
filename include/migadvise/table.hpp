// The profile comparison table: what each option of a GPU has to offer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/diagnostic.hpp"
#include "migadvise/profile_name.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// One option of the table: a MIG slice or the full GPU.
struct Profile {
  std::string name;                       ///< canonical: `1g.10gb`, `full`
  std::string label;                      ///< the column head as the table has it
  OptionName head;                        ///< what the head says
  Bytes capacity;                         ///< Global Memory; above 0
  std::optional<Ratio> su_factor;         ///< SU Usage factor; above 0
  int sms = 0;                            ///< Multiprocessors (SMs); above 0
  std::optional<Ratio> relative_compute;  ///< Relative Compute Power
  std::optional<int> bus_width_bits;      ///< Memory Bus Width
  [[nodiscard]] bool full() const { return name == "full"; }
};

/// The rows whose figures are read. The first two and the SMs are in every table.
enum class Specification : std::uint8_t {
  su_factor,         ///< SU Usage factor, in millionths
  global_memory,     ///< Global Memory, in bytes
  sms,               ///< Multiprocessors (SMs)
  relative_compute,  ///< Relative Compute Power, in millionths
  bus_width,         ///< Memory Bus Width, in bits
  usable_memory,     ///< Usable Memory, in bytes
  threads,           ///< Total Parallel Threads
  threads_per_sm,    ///< Max Threads per SMP
  bandwidth,         ///< Memory Bandwidth limits, in bytes per second
  l2_cache,          ///< L2 Cache Size, in bytes
  memory_clock,      ///< Memory Clock, in Hz
};

/// A figure as it is printed, in the base unit of its row. What was rounded to it lies within half a `step` of `value`.
struct PrintedFigure {
  std::int64_t value = 0;  ///< above 0, rounded to the nearest whole base unit
  std::int64_t step = 1;   ///< one unit of the last printed digit, at least 1: 100'000'000 for `10.2 GB`
  bool binary = false;     ///< printed in MiB, GiB and the like
  friend bool operator==(const PrintedFigure&, const PrintedFigure&) = default;
};

/// A cell as it stands, its place (of the opening quote, when it is quoted), and in a row whose figures are read the figure, or
/// why there is none. Neither where the cell says that the figure is unknown.
struct TableCell {
  std::string text;
  Position at;
  std::optional<PrintedFigure> figure;
  std::optional<QuantityError> unreadable;
  friend bool operator==(const TableCell&, const TableCell&) = default;
};

/// A row of the table as it stands: label, one cell per profile, note.
struct TableRow {
  std::string label;
  std::vector<TableCell> cells;
  std::string note;
  std::optional<Specification> specification;  ///< of several rows with one meaning only the first has it
  Position at;                                 ///< of the label
  std::string source;                          ///< the lines that hold the row, from `at.line` on, as they stand in the file
};

/// The table in its own order. Every row is kept, also those that no rule reads.
struct Table {
  std::vector<Profile> profiles;
  std::vector<TableRow> rows;

  /// The row with this label, compared without regard to case and blanks, or null.
  [[nodiscard]] const TableRow* find_row(std::string_view label) const;

  /// The row with these figures, or null.
  [[nodiscard]] const TableRow* find_row(Specification specification) const;

  /// The figure of the profile with this index, or nothing where there is none.
  [[nodiscard]] std::optional<PrintedFigure> figure(Specification specification, std::size_t profile) const;
};

/// The full GPU, or in a table without it the option with the most GPU memory, the first of several; the index of a profile.
/// The table has at least one.
std::size_t largest_profile(const Table& table);

/// Double data rate memory moves two bits a clock on every wire.
inline constexpr std::int64_t bits_per_clock = 2;
inline constexpr std::int64_t bits_per_byte = 8;

/// What the memory moves in bytes per second: memory clock × bus width × bits_per_clock ÷ bits_per_byte. Nothing without the
/// figures.
std::optional<std::int64_t> memory_bandwidth(const Table& table, std::size_t profile);

/// A share as a fraction in lowest terms: 1/8, 1/4, 1/1.
struct MemoryShare {
  std::int64_t numerator = 0;    ///< above 0
  std::int64_t denominator = 1;  ///< above 0, not below the numerator
  friend bool operator==(const MemoryShare&, const MemoryShare&) = default;
};

/// The option's share of the memory slices of largest_profile: the ratio of the bus widths where both are known, else that of
/// Global Memory in whole eighths, the nearest. Nothing when that is none of it or more than all of it.
std::optional<MemoryShare> memory_share(const Table& table, std::size_t profile);

/// A row label without case, blanks, no-break blanks: what two labels are compared by.
std::string fold_label(std::string_view label);

}  // namespace migadvise
