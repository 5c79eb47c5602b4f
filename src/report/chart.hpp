// A picture of options in a terminal: SU against run time, with ranges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/layout.hpp"

namespace migadvise {

/// How an option stands among the others.
enum class Mark : std::uint8_t {
  best,       ///< recommended
  contender,  ///< nothing is both faster and cheaper
  dominated,  ///< another is at least as fast and as cheap
  unknown,    ///< its place is not known well enough to say
};

/// An extent on one axis, in whatever the axis counts. Without `likely` only the range is drawn.
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

/// An axis: its title, and the largest and the middle figure as they are printed.
struct ChartAxis {
  std::string title;         ///< `hours`
  std::int64_t maximum = 0;  ///< above 0: where the axis ends
  std::string maximum_text;  ///< `1.2`
};

/// The sign of a mark, one column wide; each has its own, also in ASCII and without colour.
std::string mark_sign(Mark mark, const Style& style);

/// Lines with line ends, indented by two and at most as wide as the terminal: an L of two axes from 0, a sign for each point at
/// its likely place with its name beside it where there is room, and its range as a line through it. Signs are never hidden by
/// ranges or names; of two signs in one place the better mark wins. Nothing when no point can be drawn.
std::string chart(const std::vector<ChartPoint>& points, const ChartAxis& x, const ChartAxis& y, const Style& style);

}  // namespace migadvise
