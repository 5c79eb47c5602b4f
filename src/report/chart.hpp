// A picture of options in a terminal: SU against run time, with ranges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/layout.hpp"

namespace migadvise {

/// How an option stands among the others, the better the earlier.
enum class Mark : std::uint8_t {
  best,       ///< recommended
  contender,  ///< nothing is both faster and cheaper
  dominated,  ///< another is at least as fast and as cheap
  unknown,    ///< its place is not known well enough to say
};

/// An extent on one axis, in whatever the axis counts: 0 ≤ low ≤ likely ≤ high. Where either axis lacks `likely`, the sign stands
/// in the middle of the range that is drawn.
struct Extent {
  std::int64_t low = 0;
  std::optional<std::int64_t> likely;
  std::int64_t high = 0;
};

struct ChartPoint {
  std::string name;  ///< printable
  Mark mark = Mark::unknown;
  Extent x;
  Extent y;
};

/// An axis from 0: what it counts, and the figure at its end and how that is printed.
struct ChartAxis {
  std::string title;         ///< `hours`; printed behind the figure, printable
  std::int64_t maximum = 0;  ///< above 0
  std::string maximum_text;  ///< `1.2`
};

/// The sign of a mark, one column wide; each has its own, also in ASCII and without colour.
std::string mark_sign(Mark mark, const Style& style);

/// Lines with line ends, indented by two and at most as wide as the terminal: an L of two axes from 0, a sign for each point at
/// its likely place with its name beside it where there is room, and its range as a line through it, with an arrow where it
/// leaves the picture. A place beyond an axis is drawn at its end. Neither ranges nor names hide signs, nor names ranges. Of
/// several signs in one place the best mark is drawn, with all their names. Nothing without points, and nothing where the
/// terminal is too narrow for a picture.
std::string chart(const std::vector<ChartPoint>& points, const ChartAxis& x, const ChartAxis& y, const Style& style);

}  // namespace migadvise
