// The expected milliseconds were worked out apart from the program, with 60 decimal digits.
#include "core/time_model.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/random_request.hpp"

namespace migadvise {
namespace {

constexpr std::int64_t longest = 3650 * 24 * milliseconds_per_hour;

Profile option(std::string name, int sms, std::int64_t megabytes, std::optional<int> bus_width) {
  Profile profile;
  profile.name = profile.label = std::move(name);
  profile.sms = sms;
  profile.capacity = Bytes{megabytes * 1'000'000};
  profile.bus_width_bits = bus_width;
  return profile;
}

enum At : std::size_t { g1, g2, g3, g4, g7, full };

Table a100() {
  Table table;
  table.profiles = {option("1g.10gb", 14, 10'200, 640),  option("2g.20gb", 28, 20'900, 1280), option("3g.40gb", 42, 42'400, 2560),
                    option("4g.40gb", 56, 42'400, 2560), option("7g.80gb", 98, 85'200, 5120), option("full", 108, 85'200, 5120)};
  return table;
}

std::vector<RunTime> runs(std::initializer_list<std::pair<std::size_t, std::int64_t>> times) {
  std::vector<RunTime> all;
  for (const auto& [at, milliseconds] : times) {
    all.push_back({at, Duration{milliseconds}});
  }
  return all;
}

// `1228098 (1094883 to 1416908) predicted`, with `far above` behind where it is so.
std::string show(const TimeEstimate& estimate) {
  const Range<Duration>& time = estimate.time;
  return (time.likely ? std::to_string(time.likely->milliseconds) : "?") + " (" + std::to_string(time.low.milliseconds) + " to " +
         std::to_string(time.high.milliseconds) + ") " + std::string(basis_id(time.basis)) +
         (estimate.far_above ? " far above" : "");
}

std::string show(const TimePrediction& prediction, std::size_t at) { return show(prediction.options.at(at)); }

std::vector<std::string> show(const TimePrediction& prediction) {
  std::vector<std::string> all;
  for (const TimeEstimate& estimate : prediction.options) {
    all.push_back(show(estimate));
  }
  return all;
}

double hours(const TimePrediction& prediction, std::size_t at) {
  return static_cast<double>(prediction.options.at(at).time.likely->milliseconds) / static_cast<double>(milliseconds_per_hour);
}

// What one measurement alone allows for another option.
Range<Duration> bounds_from(const Table& table, const RunTime& measured, std::size_t option) {
  return predict_times(table, std::span(&measured, 1)).options[option].time;
}

TEST_CASE("the published QLoRA times follow from the smallest and the largest option", "[time_model]") {
  const TimePrediction prediction = predict_times(a100(), runs({{g1, 3'931'200}, {full, 961'200}}));
  CHECK(prediction.fit == TimeFit::scaling);
  CHECK(std::abs(hours(prediction, g2) - 0.556) < 0.05 * 0.556);
  CHECK(std::abs(hours(prediction, g3) - 0.353) < 0.15 * 0.353);
  CHECK(show(prediction) ==
        std::vector<std::string>{"3931200 (3931200 to 3931200) measured", "2091332 (1786909 to 2509599) predicted",
                                 "1449747 (1232284 to 1739697) predicted", "1266295 (1076350 to 1519554) predicted",
                                 "980896 (873818 to 1165210) predicted", "961200 (961200 to 961200) measured"});
}

TEST_CASE("the band depends on where an option lies to the measured ones", "[time_model]") {
  struct Case {
    const char* description;
    std::vector<RunTime> measured;
    std::size_t at;
    const char* expected;
  };
  const std::vector<Case> cases{
      {"between: -15 and +20 %", runs({{g3, 2'160'000}, {full, 1'440'000}}), g4, "1889213 (1605831 to 2267056) predicted"},
      {"above, just 1.5 times the SMs: -15 and +10 %", runs({{g1, 3'600'000}, {g2, 2'160'000}}), g3,
       "1721909 (1463622 to 1894100) predicted"},
      {"further above: -30 % up to the largest measured", runs({{g1, 3'600'000}, {g2, 2'160'000}}), g4,
       "1609969 (1126978 to 2160000) predicted far above"},
      {"much further above", runs({{g1, 3'600'000}, {g2, 2'160'000}}), full, "1443360 (1010352 to 2160000) predicted far above"},
      {"below, just half the SMs: -15 and +35 %, the latter clipped", runs({{g2, 2'160'000}, {full, 1'440'000}}), g1,
       "3604319 (3063671 to 4752000) predicted"},
      {"below, more than half the SMs", runs({{g3, 2'160'000}, {full, 1'440'000}}), g2, "3108884 (2642551 to 4196994) predicted"},
      {"further below: -30 % up to what the hardware allows", runs({{g3, 2'160'000}, {full, 1'440'000}}), g1,
       "5835176 (4084623 to 9504000) predicted"},
      {"measured", runs({{g3, 2'160'000}, {full, 1'440'000}}), g3, "2160000 (2160000 to 2160000) measured"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const TimePrediction prediction = predict_times(a100(), c.measured);
    CHECK(prediction.fit == TimeFit::scaling);
    CHECK(show(prediction, c.at) == c.expected);
  }
}

TEST_CASE("one SM more than 1.5 times those of the largest measured option is far above", "[time_model]") {
  Table table = a100();
  CHECK_FALSE(predict_times(table, runs({{g1, 3'600'000}, {g2, 2'160'000}})).options[g3].far_above);
  table.profiles[g3].sms = 43;
  CHECK(predict_times(table, runs({{g1, 3'600'000}, {g2, 2'160'000}})).options[g3].far_above);
}

TEST_CASE("one SM less than half of those of the smallest measured option is far below", "[time_model]") {
  Table table = a100();
  table.profiles[g1].sms = 13;
  const TimePrediction prediction = predict_times(table, runs({{g2, 2'160'000}, {full, 1'440'000}}));
  // The slow end is the hardware limit of the smallest measured: 2160000 · 1.1 · 28 ÷ 13.
  CHECK(prediction.options[g1].time.high.milliseconds == 5'117'539);
  CHECK(prediction.options[g1].time.low.milliseconds == prediction.options[g1].time.likely->milliseconds * 70 / 100);
}

TEST_CASE("what is predicted lies within the bounds of every measurement", "[time_model]") {
  struct Case {
    const char* description;
    std::vector<RunTime> measured;
    std::size_t at;
    const char* expected;
  };
  const std::vector<Case> cases{
      {"the fast end is clipped: 2001600 ÷ 2.2", runs({{g1, 3'931'200}, {g2, 2'001'600}}), g4,
       "1069776 (909818 to 2001600) predicted far above"},
      {"both ends: 1440000 ÷ 1.1 and 1440000 · 1.1 · 108 ÷ 98", runs({{g3, 2'160'000}, {full, 1'440'000}}), g7,
       "1468937 (1309090 to 1745633) predicted"},
      {"the likely time too: 900000 · 1.1 · 2", runs({{g2, 4'000'000}, {full, 900'000}}), g4,
       "1980000 (1818181 to 1980000) predicted"},
      {"a band beyond the bounds becomes the bounds", runs({{g1, 1'000'000}, {g2, 3'000'000}}), full,
       "1100000 (681818 to 1100000) predicted far above"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(show(predict_times(a100(), c.measured), c.at) == c.expected);
  }
}

TEST_CASE("measurements that contradict each other do not bound", "[time_model]") {
  // The full GPU is slower than 1g.10gb by more than scatter: no time of 2g.20gb agrees with both.
  const std::vector<RunTime> measured = runs({{g1, 1'000'000}, {full, 2'000'000}});
  const Range<Duration> small = bounds_from(a100(), measured[0], g2);
  const Range<Duration> large = bounds_from(a100(), measured[1], g2);
  REQUIRE(small.high < large.low);
  CHECK(show(predict_times(a100(), measured), g2) == "1500000 (1275000 to 1800000) predicted");
}

TEST_CASE("times that do not fall with the size are predicted flat", "[time_model]") {
  const TimePrediction same = predict_times(a100(), runs({{g1, 3'600'000}, {full, 3'600'000}}));
  CHECK(same.fit == TimeFit::flat);
  CHECK(show(same, g3) == "3600000 (3272727 to 3960000) predicted");
  const TimePrediction rising = predict_times(a100(), runs({{g1, 3'600'000}, {full, 3'700'000}}));
  CHECK(rising.fit == TimeFit::flat);
  CHECK(show(rising, g2) == "3650000 (3363636 to 3960000) predicted");
}

TEST_CASE("times that are all the same are flat, however many there are", "[time_model]") {
  Table table;
  std::vector<RunTime> measured;
  for (std::size_t i = 0; i < 12; ++i) {
    table.profiles.push_back(option("o" + std::to_string(i), static_cast<int>(7 + 5 * i), 1000, 640));
    measured.push_back({i, Duration{3'600'000}});
    if (i > 0) {
      INFO(i + 1);
      CHECK(predict_times(table, measured).fit == TimeFit::flat);
    }
  }
}

TEST_CASE("options of the same size tell nothing of others", "[time_model]") {
  Table table = a100();
  table.profiles.push_back(option("1g.20gb", 14, 20'900, 640));
  const TimePrediction prediction = predict_times(table, runs({{g1, 1'000'000}, {6, 1'050'000}}));
  CHECK(prediction.fit == TimeFit::flat);
  // The slow end is the time on the largest measured option: of equal ones the last in the table.
  CHECK(show(prediction, g3) == "1025000 (717500 to 1050000) predicted far above");
}

TEST_CASE("times that fall faster than the options grow have no fixed part", "[time_model]") {
  const TimePrediction two = predict_times(a100(), runs({{g1, 4'000'000}, {g2, 1'900'000}}));
  CHECK(two.fit == TimeFit::no_fixed_part);
  CHECK(show(two, g3) == "1237243 (1051656 to 1360968) predicted");
  const TimePrediction three = predict_times(a100(), runs({{g1, 4'000'000}, {g2, 1'900'000}, {g3, 1'000'000}}));
  CHECK(three.fit == TimeFit::no_fixed_part);
  CHECK(show(three, g4) == "995634 (909090 to 1095198) predicted");
}

TEST_CASE("times that fall just as the options grow scale", "[time_model]") {
  // 2g.20gb is expected to be twice as fast as 1g.10gb, so that nothing is left that does not scale, whatever the times are.
  for (std::int64_t half = 1; half < longest / 2; half += half / 64 + 1) {
    INFO(half);
    const TimePrediction prediction = predict_times(a100(), runs({{g1, 2 * half}, {g2, half}}));
    CHECK(prediction.fit == TimeFit::scaling);
  }
  Table table;
  table.profiles = {option("a", 10, 1000, 100), option("b", 20, 1000, 200), option("c", 40, 1000, 400),
                    option("d", 80, 1000, 800)};
  for (std::int64_t eighth = 1; eighth < longest / 8; eighth += eighth / 64 + 1) {
    INFO(eighth);
    CHECK(predict_times(table, runs({{0, 8 * eighth}, {1, 4 * eighth}, {2, 2 * eighth}, {3, eighth}})).fit == TimeFit::scaling);
  }
  CHECK(show(predict_times(a100(), runs({{g1, 7'200'000}, {g2, 3'600'000}})), g3) == "2233452 (1898434 to 2456798) predicted");
}

TEST_CASE("three measurements are fitted by least squares", "[time_model]") {
  const TimePrediction prediction = predict_times(a100(), runs({{g1, 3'931'200}, {g2, 2'001'600}, {g3, 1'270'800}}));
  CHECK(prediction.fit == TimeFit::scaling);
  CHECK(show(prediction, g2) == "2001600 (2001600 to 2001600) measured");
  CHECK(show(prediction, g4) == "1056777 (909818 to 1162455) predicted");
  CHECK(show(prediction, full) == "642744 (454909 to 1270800) predicted far above");
}

TEST_CASE("one measurement bounds the other options", "[time_model]") {
  const TimePrediction prediction = predict_times(a100(), runs({{g2, 1'100'000}}));
  CHECK(prediction.fit == TimeFit::none);
  CHECK(show(prediction) ==
        std::vector<std::string>{"? (1000000 to 2420000) bounded",         // half of everything
                                 "1100000 (1100000 to 1100000) measured",  //
                                 "? (500000 to 1210000) bounded",          // 1.5 times the SMs, twice the memory system
                                 "? (500000 to 1210000) bounded",          // twice both
                                 "? (250000 to 1210000) bounded",          // 3.5 times the SMs, four times the memory system
                                 "? (250000 to 1210000) bounded"});        // 3.86 times the SMs, four times the memory system
  // Where the SMs differ the most they are what counts, and parts of a millisecond are rounded outwards.
  const TimePrediction from_full = predict_times(a100(), runs({{full, 1'000'000}}));
  CHECK(show(from_full, g2) == "? (909090 to 4400000) bounded");
  CHECK(show(from_full, g3) == "? (909090 to 2828572) bounded");
  CHECK(show(from_full, g7) == "? (909090 to 1212245) bounded");
  const Range<Duration> bounds = bounds_from(a100(), {full, Duration{1'000'000}}, g3);
  CHECK(bounds.low.milliseconds == 909'090);
  CHECK(bounds.high.milliseconds == 2'828'572);
}

TEST_CASE("an option with more SMs and less memory is bounded on both sides", "[time_model]") {
  Table table;
  table.profiles = {option("many SMs", 60, 10'000, 1000), option("much memory", 20, 40'000, 2000)};
  // From the first to the second: at most twice as fast, at most three times as slow.
  CHECK(show(predict_times(table, runs({{0, 1'100'000}})), 1) == "? (500000 to 3630000) bounded");
}

TEST_CASE("without all bus widths the memory counts in eighths", "[time_model]") {
  const std::vector<RunTime> measured = runs({{g1, 3'931'200}, {full, 961'200}});
  Table table = a100();
  const std::vector<std::string> by_width = show(predict_times(table, measured));
  // 10.2, 20.9 and 42.4 of 85.2 GB are nearly one, two and four eighths, as the bus widths say.
  table.profiles[g3].bus_width_bits.reset();
  CHECK(show(predict_times(table, measured)) == by_width);
  // A bus width beside an unknown one does not count.
  table.profiles[g1].bus_width_bits = 5120;
  CHECK(show(predict_times(table, measured)) == by_width);
  table.profiles[g3].bus_width_bits = 2560;
  CHECK(show(predict_times(table, measured)) != by_width);
  // An option with next to no memory has an eighth all the same.
  table = a100();
  table.profiles[g1].bus_width_bits.reset();
  table.profiles[g1].capacity = Bytes{1};
  CHECK(show(predict_times(table, measured)) == by_width);
}

TEST_CASE("options are put in the order of their expected speed", "[time_model]") {
  CHECK(by_expected_speed(a100()) == std::vector<std::size_t>{g1, g2, g3, g4, g7, full});
  Table table = a100();
  std::reverse(table.profiles.begin(), table.profiles.end());
  CHECK(by_expected_speed(table) == std::vector<std::size_t>{5, 4, 3, 2, 1, 0});
  // More memory makes up for fewer SMs, by the fourth root of its cube; equal ones stay in the order of the table.
  table.profiles = {option("a", 20, 1000, 100), option("b", 10, 1000, 801), option("c", 10, 1000, 799),
                    option("d", 20, 1000, 100)};
  CHECK(by_expected_speed(table) == std::vector<std::size_t>{2, 0, 3, 1});
}

TEST_CASE("the shortest and the longest times are predicted", "[time_model]") {
  CHECK(show(predict_times(a100(), runs({{g1, 1}, {full, 1}}))) ==
        std::vector<std::string>{"1 (1 to 1) measured", "1 (1 to 2) predicted", "1 (1 to 2) predicted", "1 (1 to 2) predicted",
                                 "1 (1 to 2) predicted", "1 (1 to 1) measured"});
  CHECK(show(predict_times(a100(), runs({{g1, 1}})), full) == "? (1 to 2) bounded");
  CHECK(show(predict_times(a100(), runs({{full, 1}})), g1) == "? (1 to 9) bounded");
  const TimePrediction long_times = predict_times(a100(), runs({{g1, longest}, {full, longest / 3}}));
  CHECK(show(long_times, g2) == "178992310021 (152143463517 to 214790772026) predicted");
  CHECK(show(long_times, g7) == "106221139306 (95563636363 to 127431183674) predicted");
  // The two together: the model has no room for what lies so far apart, but keeps within the bounds.
  CHECK(show(predict_times(a100(), runs({{g1, 1}, {full, longest}})), g4) ==
        "157680000001 (134028000000 to 189216000002) predicted");
  const TimePrediction falling = predict_times(a100(), runs({{g1, longest}, {full, 1}}));
  CHECK(falling.fit == TimeFit::no_fixed_part);
  CHECK(falling.options[full].time.likely->milliseconds == 1);
}

// A table in which sizes come in any order and combination; now and then without bus widths.
Table random_table(Dice& dice, std::int64_t most) {
  Table table;
  const std::int64_t count = dice.between(2, most);
  const bool widths = dice.chance(70);
  for (std::int64_t i = 0; i < count; ++i) {
    const int bus = static_cast<int>(dice.between(1, 16)) * (dice.chance(50) ? 320 : 1);
    table.profiles.push_back(option("o" + std::to_string(i), static_cast<int>(dice.between(1, dice.chance(80) ? 140 : 100'000)),
                                    dice.between(1, 200'000), widths || dice.chance(50) ? std::optional(bus) : std::nullopt));
  }
  return table;
}

std::int64_t random_time(Dice& dice) {
  std::int64_t most = 10;
  for (std::int64_t digits = dice.between(0, 11); digits > 0; --digits) {
    most *= 10;
  }
  return dice.between(1, std::min(most, longest));
}

// Some options, each once, in any order.
std::vector<RunTime> random_runs(Dice& dice, const Table& table) {
  std::vector<std::size_t> options(table.profiles.size());
  for (std::size_t i = 0; i < options.size(); ++i) {
    options[i] = i;
  }
  std::shuffle(options.begin(), options.end(), dice.engine());
  options.resize(static_cast<std::size_t>(dice.between(1, static_cast<std::int64_t>(options.size()))));
  const std::int64_t around = random_time(dice);
  const bool alike = dice.chance(70);
  std::vector<RunTime> measured;
  for (const std::size_t at : options) {
    measured.push_back({at, Duration{alike ? dice.between(std::max<std::int64_t>(around / 8, 1), around) : random_time(dice)}});
  }
  return measured;
}

TEST_CASE("whatever is measured, the ends of a range stand in order", "[time_model]") {
  Dice dice(1);
  for (int round = 0; round < 3000; ++round) {
    INFO(round);
    const Table table = random_table(dice, 9);
    const std::vector<RunTime> measured = random_runs(dice, table);
    const TimePrediction prediction = predict_times(table, measured);
    REQUIRE(prediction.options.size() == table.profiles.size());
    REQUIRE((prediction.fit == TimeFit::none) == (measured.size() == 1));
    std::vector<bool> known(table.profiles.size());
    for (const RunTime& run : measured) {
      const TimeEstimate& estimate = prediction.options[run.option];
      REQUIRE((estimate.time.basis == Basis::measured && estimate.time.exact() && !estimate.far_above));
      REQUIRE(estimate.time.low == run.time);
      known[run.option] = true;
    }
    const std::vector<std::size_t> order = by_expected_speed(table);
    const auto place = [&](std::size_t option) { return std::ranges::find(order, option); };
    const std::size_t largest = *std::ranges::max_element(
        order, {}, [&](std::size_t option) { return known[option] ? place(option) - order.begin() : std::ptrdiff_t{-1}; });
    for (std::size_t i = 0; i < prediction.options.size(); ++i) {
      const TimeEstimate& estimate = prediction.options[i];
      INFO(show(estimate));
      REQUIRE(estimate.time.low.milliseconds >= 1);
      REQUIRE(estimate.time.low <= estimate.time.high);
      REQUIRE(estimate.time.likely.has_value() == (known[i] || measured.size() > 1));
      if (estimate.time.likely) {
        REQUIRE(estimate.time.low <= *estimate.time.likely);
        REQUIRE(*estimate.time.likely <= estimate.time.high);
      }
      const bool many_sms = 2 * table.profiles[i].sms > 3 * table.profiles[largest].sms;
      const bool faster = place(i) > place(largest);
      REQUIRE(estimate.far_above == (!known[i] && measured.size() > 1 && faster && many_sms));
    }
  }
}

TEST_CASE("predictions keep to the bounds of measurements that agree with each other", "[time_model]") {
  Dice dice(2);
  int agreeing = 0;
  for (int round = 0; round < 3000; ++round) {
    INFO(round);
    const Table table = random_table(dice, 7);
    const std::vector<RunTime> measured = random_runs(dice, table);
    const TimePrediction prediction = predict_times(table, measured);
    for (std::size_t i = 0; i < prediction.options.size(); ++i) {
      if (prediction.options[i].time.basis == Basis::measured) {
        continue;
      }
      Range<Duration> allowed{Duration{1}, std::nullopt, Duration{max_figure}, Basis::bounded};
      for (const RunTime& run : measured) {
        const Range<Duration> one = bounds_from(table, run, i);
        allowed.low = std::max(allowed.low, one.low);
        allowed.high = std::min(allowed.high, one.high);
      }
      if (allowed.low <= allowed.high) {
        ++agreeing;
        INFO(show(prediction, i));
        REQUIRE(prediction.options[i].time.low >= allowed.low);
        REQUIRE(prediction.options[i].time.high <= allowed.high);
      }
    }
  }
  CHECK(agreeing > 1000);
}

TEST_CASE("the order of measurements does not matter", "[time_model]") {
  Dice dice(3);
  for (int round = 0; round < 3000; ++round) {
    INFO(round);
    const Table table = random_table(dice, 9);
    std::vector<RunTime> measured = random_runs(dice, table);
    if (dice.chance(30)) {  // equal times, where noise would show first
      for (RunTime& run : measured) {
        run.time = measured.front().time;
      }
    }
    const TimePrediction first = predict_times(table, measured);
    std::shuffle(measured.begin(), measured.end(), dice.engine());
    const TimePrediction second = predict_times(table, measured);
    REQUIRE(show(first) == show(second));
    REQUIRE(first.fit == second.fit);
  }
}

TEST_CASE("times so many times as long give predictions so many times as long", "[time_model]") {
  Dice dice(4);
  for (int round = 0; round < 3000; ++round) {
    INFO(round);
    const Table table = random_table(dice, 7);
    std::vector<RunTime> measured = random_runs(dice, table);
    for (RunTime& run : measured) {
      run.time.milliseconds = run.time.milliseconds % 1'000'000'000 + 1'000'000;  // where a millisecond decides nothing
    }
    const TimePrediction once = predict_times(table, measured);
    const std::int64_t factor = dice.between(2, 1000);
    for (RunTime& run : measured) {
      run.time.milliseconds *= factor;
    }
    const TimePrediction longer = predict_times(table, measured);
    REQUIRE(longer.fit == once.fit);
    for (std::size_t i = 0; i < table.profiles.size(); ++i) {
      INFO(show(once, i) << ", " << factor << " times: " << show(longer, i));
      const Range<Duration>& a = once.options[i].time;
      const Range<Duration>& b = longer.options[i].time;
      REQUIRE(once.options[i].far_above == longer.options[i].far_above);
      // Half a millisecond of the likely time and a whole one of what is made of it, times the factor.
      const auto alike = [&](Duration x, Duration y) { return std::abs(x.milliseconds * factor - y.milliseconds) <= 3 * factor; };
      REQUIRE(alike(a.low, b.low));
      REQUIRE(alike(a.high, b.high));
      REQUIRE(a.likely.has_value() == b.likely.has_value());
      REQUIRE((!a.likely || alike(*a.likely, *b.likely)));
    }
  }
}

TEST_CASE("what a table's other options are changes no prediction", "[time_model]") {
  Table table = a100();
  const std::vector<RunTime> measured = runs({{g1, 3'931'200}, {full, 961'200}});
  const std::string before = show(predict_times(table, measured), g2);
  table.profiles.push_back(option("huge", 10'000, 1'000'000, 80'000));
  table.profiles.push_back(option("tiny", 1, 1, 1));
  CHECK(show(predict_times(table, measured), g2) == before);
}

TEST_CASE("a thousand options are predicted", "[time_model]") {
  Table table;
  std::vector<RunTime> measured;
  for (int i = 0; i < 1000; ++i) {
    table.profiles.push_back(option("o" + std::to_string(i), 1000 - i, 1000 + i, 640));
    if (i % 2 == 0) {
      measured.push_back({static_cast<std::size_t>(i), Duration{1'000'000 + i * 1'000'000}});
    }
  }
  const TimePrediction prediction = predict_times(table, measured);
  REQUIRE(prediction.options.size() == 1000);
  CHECK(prediction.fit == TimeFit::scaling);
  for (std::size_t i = 1; i < 1000; i += 2) {
    const Range<Duration>& time = prediction.options[i].time;
    CHECK(time.basis == Basis::predicted);
    CHECK((time.low <= *time.likely && *time.likely <= time.high));
  }
  CHECK(by_expected_speed(table).front() == 999);
}

}  // namespace
}  // namespace migadvise
