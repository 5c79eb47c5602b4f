#include "report/chart.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

constexpr std::int64_t huge = std::int64_t{1} << 60;

// Places in hundredths of the axes.
const ChartAxis x_axis{"hours", 100, "1.2"};
const ChartAxis y_axis{"SU", 100, "5"};

Style style_of(int width, bool ascii = false, bool color = false) {
  Style style;
  style.width = width;
  style.ascii = ascii;
  style.color = color;
  return style;
}

ChartPoint at(std::string name, Mark mark, std::int64_t x, std::int64_t y) {
  return {std::move(name), mark, {x, x, x}, {y, y, y}};
}

ChartPoint with_range(ChartPoint point, std::int64_t x_low, std::int64_t x_high, std::int64_t y_low, std::int64_t y_high) {
  point.x.low = x_low;
  point.x.high = x_high;
  point.y.low = y_low;
  point.y.high = y_high;
  return point;
}

ChartPoint bounded(std::string name, Mark mark, std::int64_t x_low, std::int64_t x_high, std::int64_t y_low,
                   std::int64_t y_high) {
  return {std::move(name), mark, {x_low, std::nullopt, x_high}, {y_low, std::nullopt, y_high}};
}

std::string picture(const std::vector<ChartPoint>& points, const Style& style) { return chart(points, x_axis, y_axis, style); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t i = text.find(part); i != std::string::npos; i = text.find(part, i + part.size())) {
    ++found;
  }
  return found;
}

std::string without_color(std::string text) {
  for (std::size_t i = text.find('\x1B'); i != std::string::npos; i = text.find('\x1B')) {
    text.erase(i, text.find('m', i) - i + 1);
  }
  return text;
}

// The rows between title and axis, the highest first.
std::vector<std::string> plot_of(const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  REQUIRE(lines.size() > 3);
  return {lines.begin() + 1, lines.end() - 2};
}

// An A100's options with measured times: 1.092, 0.556, 0.353 and 0.267 hours.
const std::vector<ChartPoint> measured{{"1g.10gb", Mark::contender, {91, 91, 91}, {66, 66, 66}},
                                       {"2g.20gb", Mark::best, {46, 46, 46}, {56, 56, 56}},
                                       {"3g.40gb", Mark::contender, {29, 29, 29}, {64, 64, 64}},
                                       {"full GPU", Mark::contender, {22, 22, 22}, {91, 91, 91}}};

const std::vector<ChartPoint> predicted{{"1g.10gb", Mark::dominated, {67, 83, 130}, {40, 50, 78}},
                                        {"2g.20gb", Mark::best, {37, 46, 55}, {38, 46, 55}},
                                        {"3g.40gb", Mark::unknown, {23, std::nullopt, 37}, {42, std::nullopt, 66}},
                                        {"full GPU", Mark::contender, {12, 17, 27}, {42, 57, 120}}};

TEST_CASE("a picture of measured run times", "[chart]") {
  CHECK(picture(measured, style_of(80)) == R"(  5 SU
  │                ● full GPU
  │
  │
  │                     ● 3g.40gb                            1g.10gb ●
  │                                 ★ 2g.20gb
  │
  │
  │
  │
  │
  └─────────────────────────────────────────────────────────────────────────
  0                                                                1.2 hours
)");
}

TEST_CASE("a picture of ranges in a narrow terminal without UTF-8", "[chart]") {
  CHECK(picture(predicted, style_of(60, true)) == R"(  5 SU
  |             ^
  |            .
  |           .
  |          .        ...                              ....>
  |        .o     ..?. 3g.40gb  ...   1g.10gb ....x....
  |      ..     ..         ..*.. 2g.20gb .....
  |                     ...
  |
  |
  |
  +---------------------------------------------------------
  0                                                1.2 hours
)");
}

TEST_CASE("every mark has a sign of its own, one column wide", "[chart]") {
  for (const bool ascii : {false, true}) {
    std::set<std::string> signs;
    for (const Mark mark : {Mark::best, Mark::contender, Mark::dominated, Mark::unknown}) {
      const std::string sign = mark_sign(mark, style_of(80, ascii));
      CHECK(display_width(sign) == 1);
      CHECK((!ascii || sign == to_ascii(sign)));
      signs.insert(sign);
    }
    CHECK(signs.size() == 4);
  }
}

TEST_CASE("at every width each sign is there and no line is too wide", "[chart]") {
  const std::string long_name(200, 'n');
  struct Case {
    const char* description;
    std::vector<ChartPoint> points;
    ChartAxis x = x_axis;
    ChartAxis y = y_axis;
  };
  const std::vector<Case> cases{
      {"measured", measured},
      {"predicted", predicted},
      {"a name wider than the picture", {at(long_name, Mark::best, 20, 20), at(long_name, Mark::unknown, 80, 20)}},
      {"names beyond ASCII", {at("\u00C9\u00C9\u2588\U0001F600", Mark::best, 95, 20), at("\u2588", Mark::dominated, 80, 99)}},
      {"no names", {at("", Mark::best, 20, 20), at("", Mark::contender, 23, 20)}},
      {"corners",
       {at("a", Mark::best, 0, 0), at("b", Mark::contender, 100, 0), at("c", Mark::dominated, 0, 100),
        at("d", Mark::unknown, 100, 100)}},
      {"side by side", {at("a", Mark::best, 50, 50), at("b", Mark::contender, 53, 50), at("c", Mark::dominated, 56, 50)}},
      {"on another's range",
       {at("a", Mark::best, 50, 50), at("b", Mark::dominated, 20, 20),
        with_range(at("c", Mark::unknown, 80, 80), 0, 100, 0, 100)}},
      {"beyond the axes",
       {at("a", Mark::best, huge, 50), at("b", Mark::contender, 50, huge), at("c", Mark::unknown, huge, huge)}},
      {"long titles", measured, {long_name, 100, "1.2"}, {long_name, 100, long_name}},
  };
  for (const Case& c : cases) {
    for (int width = 40; width <= 120; ++width) {
      for (const bool ascii : {false, true}) {
        const Style style = style_of(width, ascii);
        const std::string text = chart(c.points, c.x, c.y, style);
        INFO(c.description << ", width " << width << "\n" << text);
        const auto limit = static_cast<std::size_t>(std::min(width, 76));
        CHECK(std::ranges::all_of(lines_of(text),
                                  [&](const std::string& line) { return display_width(line) <= limit && !line.ends_with(' '); }));
        std::string plot;
        for (const std::string& row : plot_of(text)) {
          plot += row;
        }
        for (const Mark mark : {Mark::best, Mark::contender, Mark::dominated, Mark::unknown}) {
          const auto expected = std::ranges::count(c.points, mark, &ChartPoint::mark);
          CHECK(count(plot, mark_sign(mark, style)) == expected);
        }
      }
    }
  }
}

TEST_CASE("ASCII pictures are ASCII", "[chart]") {
  std::vector<ChartPoint> points = predicted;
  points.push_back(at("3 \u00D7 1g.10gb \U0001F600", Mark::contender, 60, 20));
  const std::string text = chart(points, {"\u00B5s", 100, "1\u202F000"}, y_axis, style_of(80, true));
  CHECK(std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
  CHECK(count(text, "o 3 x 1g.10gb \\u{1F600}") == 1);
  CHECK(count(text, "1 000 \\u{B5}s\n") == 1);
}

TEST_CASE("a place is drawn where the axes say", "[chart]") {
  struct Case {
    const char* description;
    std::int64_t x;
    std::int64_t y;
    std::size_t column;
    std::size_t row;  // from above
  };
  const std::vector<Case> cases{
      {"the origin", 0, 0, 0, 9},
      {"the middle", 50, 50, 10, 4},
      {"just below a border", 49, 49, 9, 5},
      {"the ends of the axes", 100, 100, 19, 0},
      {"beyond the axes", 250, huge, 19, 0},
      {"below 0", -5, std::numeric_limits<std::int64_t>::min(), 0, 9},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const std::vector<std::string> plot = plot_of(picture({at("", Mark::best, c.x, c.y)}, style_of(23, true)));
    REQUIRE(plot.size() == 10);
    for (std::size_t row = 0; row < plot.size(); ++row) {
      CHECK(plot[row] == (row == c.row ? "  |" + std::string(c.column, ' ') + "*" : "  |"));
    }
  }
}

TEST_CASE("a range is a line through its sign, within the axes", "[chart]") {
  struct Case {
    const char* description;
    ChartPoint point;
    std::vector<std::string> rows;  // from below, behind the axis; those above are empty
  };
  const std::vector<Case> cases{
      {"along the axis", with_range(at("", Mark::best, 50, 0), 25, 75, 0, 0), {"     .....*....."}},
      {"upright", with_range(at("", Mark::best, 0, 10), 0, 0, 0, 20), {".", "*", "."}},
      {"rising", with_range(at("", Mark::best, 10, 10), 0, 20, 0, 20), {".", " .*", "   .."}},
      {"bent at the likely place",
       with_range(at("", Mark::best, 25, 0), 0, 40, 0, 30),
       {".....*", "      .", "       .", "        ."}},
      {"nothing likely: the sign is in the middle", bounded("", Mark::unknown, 0, 100, 0, 0), {"..........?........."}},
      {"likely on one axis only", {"", Mark::dominated, {0, 5, 100}, {0, std::nullopt, 0}}, {"..........x........."}},
      {"nothing known to be between", bounded("", Mark::unknown, 50, 50, 0, 0), {"          ?"}},
      {"leaving on the right", with_range(at("", Mark::best, 75, 0), 50, 200, 0, 0), {"          .....*...>"}},
      {"leaving above", with_range(at("", Mark::best, 0, 80), 0, 0, 60, 300), {"", "", "", "", "", "", ".", ".", "*", "^"}},
      {"leaving on the right first",
       with_range(at("", Mark::best, 80, 0), 80, 160, 0, 80),
       {"                *", "                 ..", "                   >"}},
      {"without an end", with_range(at("", Mark::best, 75, 0), 50, huge, 0, 0), {"          .....*...>"}},
      {"the sign beyond the axis", with_range(at("", Mark::best, 150, 0), 75, 200, 0, 0), {"               ....*"}},
      {"all of it beyond the axis", bounded("", Mark::unknown, 150, 200, 0, 0), {"                   ?"}},
      {"the wrong way round", bounded("", Mark::unknown, 75, 25, 0, 0), {"               ?"}},
  };
  for (const Case& c : cases) {
    const std::string text = picture({c.point}, style_of(23, true));
    INFO(c.description << "\n" << text);
    const std::vector<std::string> plot = plot_of(text);
    REQUIRE(plot.size() == 10);
    for (std::size_t row = 0; row < plot.size(); ++row) {
      CHECK(plot[9 - row] == "  |" + (row < c.rows.size() ? c.rows[row] : ""));
    }
    CHECK(lines_of(text)[11] == "  +" + std::string(20, '-'));
  }
}

TEST_CASE("names stand beside their signs", "[chart]") {
  struct Case {
    const char* description;
    std::vector<ChartPoint> points;
    std::vector<std::string> shown;
    std::vector<std::string> left_out;
  };
  const std::vector<Case> cases{
      {"on the right", {at("name", Mark::best, 50, 50)}, {"* name\n"}, {}},
      {"on the left at the end of the axis", {at("name", Mark::best, 100, 50)}, {" name *\n"}, {}},
      {"behind the range in its row", {with_range(at("name", Mark::best, 50, 0), 40, 60, 0, 0)}, {"....*.... name\n"}, {}},
      {"before the range in its row", {with_range(at("name", Mark::best, 90, 0), 80, 100, 0, 0)}, {" name ....*...\n"}, {}},
      {"below when both sides are taken",
       {at("name", Mark::best, 50, 50), at("", Mark::contender, 36, 50), at("", Mark::contender, 64, 50)},
       {"o    *    o\n  |                  name\n"},
       {}},
      {"above in the corner",
       {with_range(at("name", Mark::best, 50, 0), 0, 100, 0, 0)},
       {"  |               name\n  |..................*..................\n"},
       {}},
      {"not where it could be another's",
       {at("left", Mark::best, 30, 50), at("right", Mark::contender, 50, 50)},
       {" left *      o right\n"},
       {}},
      {"wider than the picture", {at(std::string(40, 'n'), Mark::best, 50, 50)}, {"*\n"}, {"n"}},
      {"as wide as there is room", {at(std::string(34, 'n'), Mark::best, 0, 50)}, {"|* " + std::string(34, 'n') + "\n"}, {}},
  };
  for (const Case& c : cases) {
    const std::string text = picture(c.points, style_of(40, true));
    INFO(c.description << "\n" << text);
    for (const std::string& part : c.shown) {
      CHECK(count(text, part) == 1);
    }
    for (const std::string& part : c.left_out) {
      CHECK(count(text, part) == 0);
    }
  }
}

TEST_CASE("signs in one place show the best mark and all names", "[chart]") {
  struct Case {
    const char* description;
    std::vector<Mark> marks;  // of a, b, c
    std::string shown;
  };
  const std::vector<Case> cases{
      {"best before contender", {Mark::contender, Mark::best, Mark::unknown}, "* b, a, c\n"},
      {"contender before dominated", {Mark::dominated, Mark::dominated, Mark::contender}, "o c, a, b\n"},
      {"dominated before unknown", {Mark::unknown, Mark::dominated, Mark::unknown}, "x b, a, c\n"},
      {"the same mark", {Mark::unknown, Mark::unknown, Mark::unknown}, "? a, b, c\n"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const std::string text =
        picture({at("a", c.marks[0], 50, 50), at("b", c.marks[1], 50, 50), at("c", c.marks[2], 50, 50)}, style_of(80, true));
    CHECK(count(text, c.shown) == 1);
  }
  INFO("a number where there is no room for the names");
  const std::string name(20, 'n');
  CHECK(count(picture({at("a", Mark::best, 50, 50), at(name, Mark::unknown, 50, 50), at(name, Mark::unknown, 50, 50)},
                      style_of(40, true)),
              "* a +2\n") == 1);
}

TEST_CASE("the order of points does not matter", "[chart]") {
  std::mt19937 random(3);
  std::vector<ChartPoint> points = predicted;
  points.insert(points.end(), measured.begin(), measured.end());
  points.push_back(at("other", Mark::contender, 46, 46));
  points.push_back(with_range(at("2g.20gb", Mark::best, 46, 46), 0, 300, 0, 120));
  for (const int width : {40, 80}) {
    const std::string expected = picture(points, style_of(width));
    for (int i = 0; i < 200; ++i) {
      std::shuffle(points.begin(), points.end(), random);
      CHECK(picture(points, style_of(width)) == expected);
    }
  }
}

TEST_CASE("names hide neither signs nor ranges", "[chart]") {
  std::mt19937 random(4);
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
  for (int i = 0; i < 1000; ++i) {
    std::vector<ChartPoint> points;
    for (int k = pick(1, 9); k > 0; --k) {
      const int x = pick(0, 100);
      const int y = pick(0, 100);
      const ChartPoint point = at(std::string(static_cast<std::size_t>(pick(1, 12)), 'n'), static_cast<Mark>(pick(0, 3)), x, y);
      points.push_back(pick(0, 1) == 0 ? point : with_range(point, pick(0, x), pick(x, 150), pick(0, y), pick(y, 150)));
    }
    std::vector<ChartPoint> nameless = points;
    for (ChartPoint& point : nameless) {
      point.name.clear();
    }
    const Style style = style_of(pick(40, 80), true);
    const std::vector<std::string> with = lines_of(picture(points, style));
    const std::vector<std::string> without = lines_of(picture(nameless, style));
    INFO(picture(points, style));
    REQUIRE(with.size() == without.size());
    for (std::size_t row = 0; row < with.size(); ++row) {
      std::string left = with[row];
      left.resize(without[row].size(), ' ');
      std::ranges::transform(left, without[row], left.begin(), [](char a, char b) { return b == ' ' ? b : a; });
      CHECK(left == without[row]);
    }
  }
}

TEST_CASE("colour shows the recommended option and nothing that is not there without it", "[chart]") {
  for (const bool ascii : {false, true}) {
    for (const std::vector<ChartPoint>& points : {measured, predicted}) {
      const std::string colored = picture(points, style_of(80, ascii, true));
      const Style plain = style_of(80, ascii);
      CHECK(without_color(colored) == picture(points, plain));
      CHECK(count(colored, "\x1B[1;32m" + mark_sign(Mark::best, plain) + "\x1B[0m") == 1);
      CHECK(count(colored, " \x1B[1;32m2g.20gb\x1B[0m") == 1);
      CHECK(count(colored, "\x1B[0m") == 2);
    }
  }
  INFO("of several names in one place none is more than the others");
  CHECK(count(picture({at("a", Mark::best, 50, 50), at("b", Mark::unknown, 50, 50)}, style_of(80, true, true)),
              "\x1B[1;32m*\x1B[0m a, b\n") == 1);
}

TEST_CASE("an axis says what there is room for", "[chart]") {
  const std::string wide(30, 'w');
  const auto axes = [](const ChartAxis& x, const ChartAxis& y) {
    const std::vector<std::string> lines = lines_of(chart(measured, x, y, style_of(30, true)));
    return lines.front() + "\n" + lines.back();
  };
  CHECK(axes(x_axis, y_axis) == "  5 SU\n  0                  1.2 hours");
  CHECK(axes({"", 100, "1.2"}, {"", 100, "5"}) == "  5\n  0                        1.2");
  CHECK(axes({wide, 100, "1.2"}, {wide, 100, "5"}) == "  5\n  0                        1.2");
  CHECK(axes({"hours", 100, wide}, {"SU", 100, wide}) == "\n  0");
}

TEST_CASE("there is no picture of nothing, nor where there is no room", "[chart]") {
  for (const bool ascii : {false, true}) {
    CHECK(picture({}, style_of(80, ascii)).empty());
    for (const int width : {std::numeric_limits<int>::min(), -1, 0, 1, 19}) {
      CHECK(picture(measured, style_of(width, ascii)).empty());
    }
    CHECK_FALSE(picture(measured, style_of(20, ascii)).empty());
    CHECK(picture(measured, style_of(std::numeric_limits<int>::max(), ascii)) == picture(measured, style_of(76, ascii)));
  }
  CHECK(chart(measured, {"hours", 0, "0"}, y_axis, style_of(80)).empty());
  CHECK(chart(measured, x_axis, {"SU", -1, "-1"}, style_of(80)).empty());
}

}  // namespace
}  // namespace migadvise
