#include "report/chart.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/utf8.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

namespace {

constexpr int most_columns = 76;
constexpr int least_columns = 20;
constexpr int plot_rows = 10;
constexpr std::string_view indent = "  ";
constexpr int left_of_plot = 3;  // the indent and the axis
constexpr int apart = 2;         // blanks between two texts

struct Place {
  std::int64_t x = 0;
  std::int64_t y = 0;
};

// Rows count upwards from the axis.
struct Spot {
  int column = 0;
  int row = 0;
  friend bool operator==(const Spot&, const Spot&) = default;
};

enum class Ink : std::uint8_t { blank, range, name, sign };

struct Cell {
  std::string text = " ";
  Ink ink = Ink::blank;
  Paint paint = Paint::plain;
};

class Canvas {
 public:
  explicit Canvas(int columns) : columns_(columns), cells_(static_cast<std::size_t>(columns) * plot_rows) {}

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] bool contains(Spot spot) const {
    return spot.column >= 0 && spot.column < columns_ && spot.row >= 0 && spot.row < plot_rows;
  }
  [[nodiscard]] Ink ink(Spot spot) const { return contains(spot) ? cells_[index(spot)].ink : Ink::blank; }
  [[nodiscard]] const Cell& at(Spot spot) const { return cells_[index(spot)]; }
  Cell& at(Spot spot) { return cells_[index(spot)]; }

 private:
  [[nodiscard]] std::size_t index(Spot spot) const {
    return static_cast<std::size_t>(spot.row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(spot.column);
  }

  int columns_;
  std::vector<Cell> cells_;
};

struct Signs {
  std::array<std::string_view, 4> marks;  // in the order of Mark
  std::string_view range;
  std::string_view leaves_right;
  std::string_view leaves_above;
  std::string_view upright;
  std::string_view corner;
  std::string_view level;
};

const Signs& signs_for(const Style& style) {
  static constexpr Signs utf8{{"\u2605", "\u25CF", "\u25CB", "?"}, "\u00B7", "\u2192", "\u2191", "\u2502", "\u2514", "\u2500"};
  static constexpr Signs ascii{{"*", "o", "x", "?"}, ".", ">", "^", "|", "+", "-"};
  return style.ascii ? ascii : utf8;
}

std::string shown(std::string_view text, const Style& style) { return style.ascii ? to_ascii(text) : std::string(text); }

int width_of(std::string_view text) { return static_cast<int>(std::min<std::size_t>(display_width(text), 1000)); }

// A range between the axes: from `low` through `middle` to `high`.
struct Course {
  Place low;
  Place middle;
  Place high;
  bool leaves_right = false;
  bool leaves_above = false;
};

class Scale {
 public:
  Scale(const ChartAxis& x, const ChartAxis& y, int columns) : end_{x.maximum, y.maximum}, columns_(columns) {}

  [[nodiscard]] Spot spot(Place place) const { return {cell(place.x, end_.x, columns_), cell(place.y, end_.y, plot_rows)}; }

  [[nodiscard]] Course course(const ChartPoint& point) const {
    const bool likely = point.x.likely && point.y.likely;
    Course course;
    course.low = within({point.x.low, point.y.low});
    course.middle = likely ? within({*point.x.likely, *point.y.likely}) : course.low;
    course.high = {std::max(point.x.high, course.middle.x), std::max(point.y.high, course.middle.y)};
    cut(course);
    if (!likely) {
      course.middle = {half_way(course.low.x, course.high.x), half_way(course.low.y, course.high.y)};
    }
    return course;
  }

 private:
  static std::int64_t half_way(std::int64_t low, std::int64_t high) { return low + (high - low) / 2; }

  static int cell(std::int64_t value, std::int64_t end, int cells) {
    return static_cast<int>(std::clamp<std::int64_t>(multiply_divide(value, cells, end, Rounding::down), 0, cells - 1));
  }

  [[nodiscard]] Place within(Place place) const {
    return {std::clamp<std::int64_t>(place.x, 0, end_.x), std::clamp<std::int64_t>(place.y, 0, end_.y)};
  }

  // Ends the line from the middle to the high end where it meets an axis's maximum.
  void cut(Course& course) const {
    const Place from = course.middle;
    Place& to = course.high;
    if (to.x > end_.x) {
      to = {end_.x, from.y + multiply_divide(to.y - from.y, end_.x - from.x, to.x - from.x)};
      course.leaves_right = true;
    }
    if (to.y > end_.y) {
      to = {from.x + multiply_divide(to.x - from.x, end_.y - from.y, to.y - from.y), end_.y};
      course.leaves_right = false;
      course.leaves_above = true;
    }
  }

  Place end_;
  int columns_;
};

template <class Visit>
void walk(Spot from, Spot to, Visit visit) {
  const int steps = std::max(std::abs(to.column - from.column), std::abs(to.row - from.row));
  const auto between = [&](int first, int last, int step) {
    return first + static_cast<int>(multiply_divide(last - first, step, std::max(steps, 1)));
  };
  for (int step = 0; step <= steps; ++step) {
    visit(Spot{between(from.column, to.column, step), between(from.row, to.row, step)});
  }
}

void draw_range(Canvas& canvas, const Scale& scale, const Course& course, const Signs& signs) {
  const auto dot = [&](Spot spot) {
    if (Cell& cell = canvas.at(spot); cell.ink == Ink::blank) {
      cell = {std::string(signs.range), Ink::range};
    }
  };
  const Spot middle = scale.spot(course.middle);
  walk(scale.spot(course.low), middle, dot);
  walk(middle, scale.spot(course.high), dot);
}

void draw_arrow(Canvas& canvas, const Scale& scale, const Course& course, const Signs& signs) {
  if (course.leaves_right || course.leaves_above) {
    canvas.at(scale.spot(course.high)).text = course.leaves_right ? signs.leaves_right : signs.leaves_above;
  }
}

// The points in one place, the best mark first.
using Group = std::vector<const ChartPoint*>;

Paint paint_of(const ChartPoint& point) { return point.mark == Mark::best ? Paint::good : Paint::plain; }

// What can be written beside a sign, the fullest first.
std::vector<std::string> labels_of(const Group& group, const Style& style) {
  std::string all;
  for (const ChartPoint* point : group) {
    all += (all.empty() ? "" : ", ") + shown(point->name, style);
  }
  if (group.size() == 1) {
    return {all};
  }
  return {all, shown(group.front()->name, style) + " +" + std::to_string(group.size() - 1)};
}

// Whether the columns of a name, and those on both sides of it, hold no sign but its own.
bool is_clear_of_signs(const Canvas& canvas, Spot start, int width, Spot own) {
  for (int column = start.column - 1; column <= start.column + width; ++column) {
    if (const Spot spot{column, start.row}; spot != own && canvas.ink(spot) == Ink::sign) {
      return false;
    }
  }
  return true;
}

bool is_blank(const Canvas& canvas, Spot start, int width) {
  for (int column = start.column; column < start.column + width; ++column) {
    if (canvas.ink({column, start.row}) != Ink::blank) {
      return false;
    }
  }
  return true;
}

// Whether a name hides nothing and cannot be taken for the name of another sign.
bool has_room(const Canvas& canvas, Spot start, int width, Spot sign) {
  const Spot before{start.column - 1, start.row};
  const Spot last{start.column + width - 1, start.row};
  const auto may_be_near = [&](Spot spot) { return spot == sign || canvas.ink(spot) <= Ink::range; };
  if (!canvas.contains(before) || !canvas.contains(last) || !is_blank(canvas, before, width + 2) ||
      !may_be_near({before.column - 1, start.row}) || !may_be_near({last.column + 2, start.row})) {
    return false;
  }
  return start.row == sign.row || (is_clear_of_signs(canvas, {start.column, start.row + 1}, width, sign) &&
                                   is_clear_of_signs(canvas, {start.column, start.row - 1}, width, sign));
}

// Where a name can begin, the best place first.
std::array<Spot, 6> name_places(const Canvas& canvas, Spot sign, int width) {
  const auto end_of_range = [&](int step) {
    int column = sign.column;
    while (canvas.ink({column + step, sign.row}) == Ink::range) {
      column += step;
    }
    return column;
  };
  // Ranges rise to the right: there is more room below them on the right and above them on the left.
  const int to_the_left = sign.column - width + 1;
  return {{{end_of_range(1) + 2, sign.row},
           {end_of_range(-1) - 1 - width, sign.row},
           {sign.column, sign.row - 1},
           {to_the_left, sign.row + 1},
           {sign.column, sign.row + 1},
           {to_the_left, sign.row - 1}}};
}

void write(Canvas& canvas, Spot start, std::string_view text, Paint how) {
  for (Spot spot = start; !text.empty(); ++spot.column) {
    const std::size_t length = std::max<std::size_t>(first_character(text).length, 1);
    canvas.at(spot) = {std::string(text.substr(0, length)), Ink::name, how};
    text.remove_prefix(length);
  }
}

void draw_name(Canvas& canvas, Spot sign, const Group& group, const Style& style) {
  const Paint how = group.size() == 1 ? paint_of(*group.front()) : Paint::plain;
  for (const std::string& label : labels_of(group, style)) {
    const int width = width_of(label);
    for (const Spot start : name_places(canvas, sign, width)) {
      if (has_room(canvas, start, width, sign)) {
        write(canvas, start, label, how);
        return;
      }
    }
  }
}

std::vector<const ChartPoint*> in_order(const std::vector<ChartPoint>& points) {
  std::vector<const ChartPoint*> sorted;
  sorted.reserve(points.size());
  for (const ChartPoint& point : points) {
    sorted.push_back(&point);
  }
  const auto key = [](const ChartPoint* point) {
    return std::tie(point->mark, point->name, point->x.low, point->x.likely, point->x.high, point->y.low, point->y.likely,
                    point->y.high);
  };
  std::ranges::sort(sorted, [&](const auto* a, const auto* b) { return key(a) < key(b); });
  return sorted;
}

void draw(Canvas& canvas, const std::vector<ChartPoint>& points, const Scale& scale, const Style& style) {
  const Signs& signs = signs_for(style);
  std::vector<Course> courses;
  std::vector<std::pair<Spot, Group>> groups;
  for (const ChartPoint* point : in_order(points)) {
    courses.push_back(scale.course(*point));
    const Spot spot = scale.spot(courses.back().middle);
    auto group = std::ranges::find(groups, spot, &std::pair<Spot, Group>::first);
    if (group == groups.end()) {
      group = groups.insert(group, {spot, {}});
    }
    group->second.push_back(point);
  }
  for (const Course& course : courses) {
    draw_range(canvas, scale, course, signs);
  }
  for (const Course& course : courses) {
    draw_arrow(canvas, scale, course, signs);
  }
  for (const auto& [spot, group] : groups) {
    canvas.at(spot) = {mark_sign(group.front()->mark, style), Ink::sign, paint_of(*group.front())};
  }
  for (const auto& [spot, group] : groups) {
    draw_name(canvas, spot, group, style);
  }
}

std::string row_text(const Canvas& canvas, int row, const Style& style) {
  int end = canvas.columns();
  while (end > 0 && canvas.ink({end - 1, row}) == Ink::blank) {
    --end;
  }
  std::string text;
  for (int column = 0; column < end;) {
    const Paint how = canvas.at({column, row}).paint;
    std::string run;
    for (; column < end && canvas.at({column, row}).paint == how; ++column) {
      run += canvas.at({column, row}).text;
    }
    text += paint(run, how, style);
  }
  return text;
}

// The figure at the end of an axis with its title, or what of it there is room for.
std::string axis_text(const ChartAxis& axis, int columns, const Style& style) {
  const std::string figure = shown(axis.maximum_text, style);
  std::string full = axis.title.empty() ? figure : figure + " " + shown(axis.title, style);
  if (width_of(full) <= columns) {
    return full;
  }
  return width_of(figure) <= columns ? figure : "";
}

std::string line(std::string_view first, std::string_view text) {
  std::string whole = std::string(indent).append(first).append(text);
  whole.erase(whole.find_last_not_of(' ') + 1);
  return whole + "\n";
}

}  // namespace

std::string mark_sign(Mark mark, const Style& style) {
  return std::string(signs_for(style).marks[static_cast<std::size_t>(mark)]);
}

std::string chart(const std::vector<ChartPoint>& points, const ChartAxis& x, const ChartAxis& y, const Style& style) {
  const int width = std::min(style.width, most_columns);
  if (points.empty() || width < least_columns || x.maximum <= 0 || y.maximum <= 0) {
    return "";
  }
  const Signs& signs = signs_for(style);
  Canvas canvas(width - left_of_plot);
  draw(canvas, points, Scale(x, y, canvas.columns()), style);

  const auto below = static_cast<std::size_t>(canvas.columns());
  std::string out = line("", axis_text(y, canvas.columns(), style));
  for (int row = plot_rows - 1; row >= 0; --row) {
    out += line(signs.upright, row_text(canvas, row, style));
  }
  std::string level;
  for (int column = 0; column < canvas.columns(); ++column) {
    level += signs.level;
  }
  return out + line(signs.corner, level) + line("0", pad_left(axis_text(x, canvas.columns() - apart, style), below));
}

}  // namespace migadvise
