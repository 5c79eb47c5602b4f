// What the figures of a profile table say about each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "migadvise/diagnostic.hpp"
#include "migadvise/table.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// Every check of a table that loads. All are warnings: the table can be used. The id of each and its message stand in
/// src/report/lint_text.cpp, its entry in docs/diagnostics.md.
enum class LintCode : std::uint8_t {
  unreadable_figure,    ///< a cell of a checked row that is no figure and does not say that it is unknown
  threads,              ///< Total Parallel Threads against SMs × Max Threads per SMP
  relative_compute,     ///< Relative Compute Power against the SMs of the smallest option
  bandwidth,            ///< Memory Bandwidth against memory_bandwidth
  bandwidth_note,       ///< Memory Bandwidth against the formulas that the note of its own row states
  usable_in_gib,        ///< Usable Memory in GB has the numbers of Global Memory in GiB: the same quantity
  usable_above_global,  ///< Usable Memory is more than Global Memory
  l2_cache,             ///< L2 Cache Size against memory_share of the largest option's
  profile_name,         ///< Global Memory against the GB in the option's name
  su_factor,            ///< SU Usage factor against the ratio of Global Memory to the largest option's
};

/// What the figures of a finding are counted in.
enum class LintUnit : std::uint8_t { threads, ratio, bytes_per_second, bytes, su_per_hour };

/// An option of the table with the figure that deviates and what was expected instead, both in the base unit of the finding's
/// row. An unreadable figure has neither; what is expected is rounded to whole base units.
struct LintFigure {
  std::size_t profile = 0;
  std::optional<std::int64_t> printed;
  std::optional<std::int64_t> expected;
  friend bool operator==(const LintFigure&, const LintFigure&) = default;
};

/// One check of one row, with every option that deviates, in table order; at least one.
struct Finding {
  LintCode code = LintCode::unreadable_figure;
  std::size_t row = 0;  ///< index into the table's rows
  Position at;          ///< of the first cell that deviates
  std::vector<LintFigure> figures;
  /// For a bandwidth that is wrong by one and the same factor in all of `figures`: printed ÷ expected.
  std::optional<Ratio> factor;
};

/// The unit of a finding's figures. Unreadable figures have none; what is given for them means nothing.
LintUnit lint_unit(LintCode code);

/// Checks a table that loaded; its options may or may not have been named by name_options. At most one finding for each code, but
/// one for each row with unreadable figures; in the order of the table, those of one place in the order of LintCode. A printed
/// figure may deviate by half a unit of its last digit and by what the rounding of the figures it is computed from allows; a name
/// in GB and a SU Usage factor by 10 %. Figures that are missing are not checked.
std::vector<Finding> lint_table(const Table& table);

}  // namespace migadvise
