// Run times: what is measured or published of them, and what follows for options where nothing was measured.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/units.hpp"

namespace migadvise {

/// On what a figure rests.
enum class Basis : std::uint8_t {
  measured,   ///< by the user, on that option
  published,  ///< somebody else's measurement of a program that stands in for this one
  predicted,  ///< from measurements on two or more other options
  bounded,    ///< what one measurement and the hardware allow; there is no likely value
  assumed,    ///< from words about the program
};

/// Stable id in JSON and CSV.
std::string_view basis_id(Basis basis);

/// A figure and how far it can be trusted: low ≤ likely ≤ high, all three the same where it was measured.
template <class T>
struct Range {
  T low{};
  std::optional<T> likely;
  T high{};
  Basis basis = Basis::bounded;
  [[nodiscard]] bool exact() const { return likely && low == high; }
};

/// A run time on an option, which is an index in Table::profiles.
struct RunTime {
  std::size_t option = 0;
  Duration time;  ///< above 0
};

/// A published benchmark on the options of a table. Where it was published as a rate, its times are of no unit: only their
/// ratios mean something.
struct PublishedRun {
  std::string name;
  bool relative = false;
  std::vector<RunTime> times;  ///< at least two, each option at most once
};

/// How the speed of a program depends on the GPU, in words about the program; the figures are the site's (Site::compute_classes).
enum class ComputeClass : std::uint8_t {
  light,   ///< waits for the host or the user
  medium,  ///< fills a slice but not the whole GPU
  heavy,   ///< fills the whole GPU
};
inline constexpr std::size_t compute_class_count = static_cast<std::size_t>(ComputeClass::heavy) + 1;

/// The word for a class, on the command line, in site files and in JSON.
std::string_view compute_class_id(ComputeClass name);

/// What is known of the run time on one option.
struct TimeEstimate {
  Range<Duration> time;
  /// More than 1.5 times the SMs of the largest measured option, which is the one of the greatest expected speed, and faster than
  /// that: its likely time decides nothing.
  bool far_above = false;
};

/// How the times that were measured on two or more options lie to each other.
enum class TimeFit : std::uint8_t {
  none,           ///< fewer than two
  scaling,        ///< a part that scales and a part that does not
  no_fixed_part,  ///< they fall faster than the options grow: the part that does not scale is taken as 0
  flat,           ///< they do not fall at all: what is predicted is their mean
};

}  // namespace migadvise
