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

}  // namespace
}  // namespace migadvise
