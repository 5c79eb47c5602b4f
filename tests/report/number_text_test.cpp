#include "report/number_text.hpp"

#include <algorithm>
#include <compare>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

constexpr std::int64_t gib = bytes_per_gib;
constexpr std::int64_t su = micro_per_unit;

// A printed decimal number in 10^-12.
std::int64_t value_of(const std::string& text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string places = point < text.size() ? text.substr(point + 1) : "";
  places.resize(12, '0');
  return std::stoll(text.substr(0, point)) * 1'000'000'000'000 + std::stoll(places);
}

TEST_CASE("a need and a capacity are shown with as many places as tell them apart", "[number_text]") {
  struct Case {
    const char* description;
    std::int64_t need;
    std::int64_t capacity;
    std::string printed_need;
    std::string printed_capacity;
  };
  const std::vector<Case> cases{
      {"far apart", 30 * gib, 20'900'000'000, "30", "19.4"},
      {"9.5 GiB against 9.4994", 10'200'547'328, 10'200'000'000, "9.5", "9.4"},
      {"9.45 GiB against 9.4994", 10'146'860'237, 10'200'000'000, "9.45", "9.49"},
      {"the same whole number", 9 * gib, 9 * gib, "9", "9"},
      {"30 GiB and what holds it", 30 * gib, 42'400'000'000, "30", "39.4"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const GibPair pair = gib_pair(Bytes{c.need}, Bytes{c.capacity});
    CHECK(pair.need == c.printed_need);
    CHECK(pair.capacity == c.printed_capacity);
  }
}

TEST_CASE("the order that is printed is the order that is", "[number_text]") {
  std::mt19937_64 random(5);
  const auto check = [](std::int64_t need, std::int64_t capacity) {
    const GibPair pair = gib_pair(Bytes{need}, Bytes{capacity});
    CAPTURE(need, capacity, pair.need, pair.capacity);
    CHECK((need <=> capacity) == (value_of(pair.need) <=> value_of(pair.capacity)));
  };
  for (int i = 0; i < 3000; ++i) {
    const std::int64_t capacity = std::uniform_int_distribution<std::int64_t>(1'000'000'000, 400'000'000'000)(random);
    const std::int64_t near = std::int64_t{1} << std::uniform_int_distribution<int>(1, 36)(random);
    const std::int64_t apart = std::uniform_int_distribution<std::int64_t>(-near, near)(random);
    check(std::max<std::int64_t>(capacity + apart, 1), capacity);
  }
  INFO("neighbours");
  for (const std::int64_t capacity : {10'200'000'000, 20'900'000'000, 42'400'000'000, 85'200'000'000, 9 * gib, 40 * gib}) {
    for (std::int64_t apart = -4; apart <= 4; ++apart) {
      check(capacity + apart, capacity);
    }
  }
}

TEST_CASE("two figures are printed so that the larger one shows", "[number_text]") {
  constexpr Rounding up = Rounding::up;
  constexpr Rounding down = Rounding::down;
  struct Case {
    const char* description;
    RoundedFigure one;
    RoundedFigure other;
    int fewest;
    std::string printed;
    std::string other_printed;
  };
  const std::vector<Case> cases{
      {"far apart", {2 * su, down}, {su, up}, 2, "2", "1"},
      {"alike with two places", {1'581'000, down}, {1'582'000, down}, 2, "1.581", "1.582"},
      {"crossed by their rounding", {1'579'000, down}, {1'571'429, up}, 2, "1.579", "1.572"},
      {"equal, each rounded its own way", {1'571'429, down}, {1'571'429, up}, 2, "1.58", "1.58"},
      {"whole numbers are enough", {1'900'000, down}, {2'100'000, down}, 0, "1", "2"},
      {"alike as whole numbers", {1'900'000, Rounding::nearest}, {2'100'000, Rounding::nearest}, 0, "1.9", "2.1"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const FigurePair pair = figure_pair(c.one, c.other, su, c.fewest);
    CHECK(pair.one == c.printed);
    CHECK(pair.other == c.other_printed);
  }
  CHECK(places_to_tell_apart({1, down}, {2, down}, max_figure, 1) == most_places);
}

TEST_CASE("a speed-up that was found stays on its side of the one that is needed", "[number_text]") {
  struct Case {
    const char* description;
    Range<Ratio> found;
    std::int64_t needed;
    std::string printed;
    std::string needed_printed;
  };
  const auto exactly = [](std::int64_t micro) { return Range<Ratio>{Ratio{micro}, Ratio{micro}, Ratio{micro}, Basis::measured}; };
  const std::vector<Case> cases{
      {"11/7 is needed", exactly(2'000'000), 1'571'429, "2", "1.58"},
      {"just enough", exactly(1'571'430), 1'571'429, "1.57143", "1.571429"},
      {"just the same", exactly(1'571'429), 1'571'429, "1.58", "1.58"},
      {"not quite", exactly(1'571'428), 1'571'429, "1.57", "1.58"},
      {"1.999 is not 2", exactly(1'999'000), 2'000'000, "1.99", "2"},
      {"a range below",
       {Ratio{1'389'000}, Ratio{1'748'000}, Ratio{2'199'000}, Basis::assumed},
       3'400'000,
       "1.74 (1.38 to 2.19)",
       "3.4"},
      {"one end just above", {Ratio{900'000}, {}, Ratio{1'575'000}, Basis::bounded}, 1'571'429, "between 0.9 and 1.575", "1.572"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const FigurePair pair = speedup_pair(c.found, Ratio{c.needed});
    CHECK(pair.one == c.printed);
    CHECK(pair.other == c.needed_printed);
  }
}

TEST_CASE("of two costs the smaller shows", "[number_text]") {
  const auto exactly = [](std::int64_t micro) { return Range<Su>{Su{micro}, Su{micro}, Su{micro}, Basis::measured}; };
  struct Case {
    const char* description;
    Range<Su> smaller;
    Range<Su> larger;
    std::string printed;
    std::string larger_printed;
  };
  const std::vector<Case> cases{
      {"far apart", exactly(3 * su), exactly(6 * su), "3 SU", "6"},
      {"alike with two places", exactly(831'000), exactly(834'000), "0.831 SU", "0.834"},
      {"both nearly nothing", exactly(1200), exactly(2400), "0.001 SU", "0.002"},
      {"ranges that nearly meet",
       {Su{2'700'000}, Su{3'000'000}, Su{3'301'000}, Basis::predicted},
       {Su{3'304'000}, {}, Su{4'000'000}, Basis::bounded},
       "3 SU (2.7 to 3.301)",
       "between 3.304 and 4"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const FigurePair pair = su_range_pair(c.smaller, c.larger);
    CHECK(pair.one == c.printed);
    CHECK(pair.other == c.larger_printed);
  }
}

TEST_CASE("a factor that is needed is rounded up", "[number_text]") {
  CHECK(needed_factor_text(Ratio{1'571'429}) == "1.58");
  CHECK(needed_factor_text(Ratio{1'500'000}) == "1.5");
  CHECK(needed_factor_text(Ratio{1'500'001}) == "1.51");
  CHECK(needed_factor_text(Ratio{3'000'000}) == "3");
}

TEST_CASE("GiB to the first place: needs up, capacities down", "[number_text]") {
  CHECK(need_text(Bytes{30 * gib}) == "30");
  CHECK(need_text(parse_gpu_memory("19.8").value()) == "19.8");
  CHECK(need_text(parse_gpu_memory("9.45").value()) == "9.5");
  CHECK(need_text(Bytes{80'000'000'000}) == "74.6");
  CHECK(capacity_text(Bytes{85'200'000'000}) == "79.3");
  CHECK(capacity_text(Bytes{10'200'000'000}) == "9.4");
  CHECK(capacity_text(Bytes{10 * gib}) == "10");
  for (const char* const text : {"0.1", "9.9", "33", "19.8", "1.1", "7.3", "64.7"}) {
    CAPTURE(text);
    CHECK(need_text(parse_gpu_memory(text).value()) == text);
  }
}

TEST_CASE("figures as people read them", "[number_text]") {
  CHECK(su_text(9 * su) == "9");
  CHECK(su_text(2'780'000) == "2.78");
  CHECK(su_text(2'785'000) == "2.79");
  CHECK(su_text(0) == "0");
  CHECK(su_text(5000) == "0.01");
  CHECK(su_text(4999) == "<0.01");
  CHECK(su_text(1) == "<0.01");
  INFO("what may be charged at most is rounded up");
  CHECK(su_bound_text(9 * su) == "9");
  CHECK(su_bound_text(11'333'333) == "11.34");
  CHECK(su_bound_text(11'330'000) == "11.33");
  CHECK(su_bound_text(1) == "0.01");
  CHECK(su_bound_text(0) == "0");
  const FigurePair pair = su_bound_pair(Su{10'000'001}, Su{10 * su});
  CHECK(pair.one == "10.01");
  CHECK(pair.other == "10");
  CHECK(percent_text(76, 100) == "76 %");
  CHECK(percent_text(1, 3) == "33 %");
  CHECK(percent_text(2, 3) == "67 %");
  CHECK(percent_text(0, 3) == "0 %");
  CHECK(percent_text(1, 1000) == "<1 %");
  CHECK(percent_text(5, 1000) == "1 %");
  CHECK(percent_text(3, 2) == "150 %");
  CHECK(speedup_text(Ratio{1'888'889}) == "1.89");
  CHECK(speedup_text(Ratio{3'000'000}) == "3");
  CHECK(ratio_text(Ratio{7'700'000}) == "7.7");
  CHECK(ratio_text(Ratio{1}) == "0.000001");
  CHECK(score_text(Ratio{100 * su}) == "100");
  CHECK(score_text(Ratio{52'941'176}) == "53");
  CHECK(score_text(Ratio{500'000}) == "1");
  CHECK(score_text(Ratio{499'999}) == "<1");
  CHECK(count_text(1, "CPU") == "1 CPU");
  CHECK(count_text(4, "CPU") == "4 CPUs");
  CHECK(count_text(0, "CPU") == "0 CPUs");
}

TEST_CASE("a run time is printed in the largest unit that it fills", "[number_text]") {
  CHECK(time_text(Duration{1}) == "<0.01 s");
  CHECK(time_text(Duration{20'000}) == "20 s");
  CHECK(time_text(Duration{59'940}) == "59.9 s");
  CHECK(time_text(Duration{182'142}) == "3.04 min");
  CHECK(time_text(Duration{2'001'600}) == "33.4 min");
  CHECK(time_text(Duration{3'931'200}) == "1.09 h");
  CHECK(time_text(Duration{270'000'000}) == "75 h");
  const Range<Duration> predicted{Duration{1'780'000}, Duration{2'091'000}, Duration{2'510'000}, Basis::predicted};
  CHECK(time_range_text(predicted) == "34.9 min (29.7 to 41.8)");
  CHECK(time_range_text({Duration{873'000}, std::nullopt, Duration{2'715'000}, Basis::bounded}) == "between 14.6 and 45.3 min");
}

TEST_CASE("what is predicted has no more than three digits", "[number_text]") {
  CHECK(su_text_of(2'904'600, false) == "2.9");
  CHECK(su_text_of(46'198'000, false) == "46.2");
  CHECK(su_text_of(213'570'000, false) == "214");
  CHECK(su_text_of(213'570'000, true) == "213.57");
}

TEST_CASE("an axis ends at a round figure with room above", "[number_text]") {
  CHECK(time_to_round_up(Duration{3'931'200}) == Duration{4'320'000});
  CHECK(time_to_round_up(Duration{16 * 60'000}) == Duration{20 * 60'000});
  CHECK(su_to_round_up(Su{4'539'000}) == Su{5'000'000});
  CHECK(su_to_round_up(Su{10'920'000}) == Su{12'000'000});
  CHECK(su_to_round_up(Su{1}) >= Su{1});
}

}  // namespace
}  // namespace migadvise
