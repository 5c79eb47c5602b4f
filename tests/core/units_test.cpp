#include "migadvise/units.hpp"

#include <algorithm>
#include <compare>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

using Error = QuantityError;

constexpr std::int64_t kib = bytes_per_kib;
constexpr std::int64_t mib = bytes_per_mib;
constexpr std::int64_t gib = bytes_per_gib;
constexpr std::int64_t tib = 1024 * gib;
constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

struct Refused {
  const char* description;
  std::string text;
  Error error;
};

// What no quantity accepts.
const std::vector<Refused>& refused_everywhere() {
  static const std::vector<Refused> cases{
      {"nothing", "", Error::empty},
      {"blanks", " \t ", Error::empty},
      {"a word", "ten", Error::not_a_number},
      {"not a number", "nan", Error::not_a_number},
      {"infinity", "inf", Error::not_a_number},
      {"a plus sign", "+3", Error::not_a_number},
      {"a unit alone", "G", Error::not_a_number},
      {"a point alone", ".", Error::not_a_number},
      {"a minus alone", "-", Error::not_a_number},
      {"a minus", "-4", Error::negative},
      {"a minus and a unit", "-4G", Error::negative},
      {"a typeset minus", "\u22124", Error::negative},
      {"an exponent beyond a double", "1e400", Error::exponent},
      {"an exponent", "1e3", Error::exponent},
      {"an exponent and a unit", "1e3G", Error::exponent},
      {"a decimal comma", "1,5", Error::comma},
      {"19 digits", "1234567890123456789", Error::too_large},
      {"400 digits", std::string(400, '1'), Error::too_large},
      {"19 significant digits", "1.234567890123456789", Error::too_precise},
  };
  return cases;
}

template <class Parse>
void check_refused(Parse parse, const std::vector<Refused>& cases) {
  for (const Refused& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    const auto result = parse(c.text);
    CHECK_FALSE(result.ok());
    if (!result.ok()) {
      CHECK(static_cast<int>(result.error()) == static_cast<int>(c.error));
    }
  }
}

TEST_CASE("what is no number is refused by every quantity", "[units]") {
  check_refused(parse_gpu_memory, refused_everywhere());
  check_refused(parse_host_ram, refused_everywhere());
  check_refused(parse_duration, refused_everywhere());
  check_refused(parse_su, refused_everywhere());
  check_refused(parse_ratio, refused_everywhere());
  check_refused(parse_count, refused_everywhere());
  check_refused(parse_percent, refused_everywhere());
}

TEST_CASE("GPU memory is read in binary units unless the unit is decimal", "[units]") {
  struct Case {
    const char* description;
    std::string text;
    std::int64_t bytes;
  };
  const std::vector<Case> cases{
      {"a bare number is GiB", "30", 30 * gib},
      {"G is GiB", "30G", 30 * gib},
      {"GiB", "30GiB", 30 * gib},
      {"GB is decimal", "30GB", 30 * bytes_per_gb},
      {"M is MiB", "9500M", 9500 * mib},
      {"MiB", "9500MiB", 9500 * mib},
      {"MB is decimal", "9500MB", 9'500'000'000},
      {"T is TiB", "1T", tib},
      {"TiB", "1TiB", tib},
      {"TB is decimal", "1TB", 1'000'000'000'000},
      {"K is KiB", "3K", 3 * kib},
      {"KiB", "3KiB", 3 * kib},
      {"KB is decimal", "3KB", 3000},
      {"bytes, as they are printed", "17B", 17},
      {"small letters", "30gib", 30 * gib},
      {"mixed letters", "30gIb", 30 * gib},
      {"small decimal", "30gb", 30 * bytes_per_gb},
      {"a blank before the unit", "30 GiB", 30 * gib},
      {"a tab before the unit", "30\tGB", 30 * bytes_per_gb},
      {"blanks around", "  30 GiB ", 30 * gib},
      {"a fraction of a decimal unit", "19.8GB", 19'800'000'000},
      {"a fraction without a leading zero", ".5", gib / 2},
      {"leading zeros", "030", 30 * gib},
      {"a part of a byte is rounded up: 19.8 GiB is 21260088115.2 bytes", "19.8", 21'260'088'116},
      {"a trace is one byte", "0.0000000001", 1},
      {"a part of a byte in bytes", "1.1B", 2},
      {"the most", "16384", max_bytes.value},
      {"the most in TiB", "16TiB", max_bytes.value},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    const auto memory = parse_gpu_memory(c.text);
    REQUIRE(memory.ok());
    CHECK(memory->value == c.bytes);
  }
}

TEST_CASE("GPU memory is refused with the reason", "[units]") {
  check_refused(parse_gpu_memory, {
                                      {"zero", "0", Error::zero},
                                      {"zero with places and a unit", "0.00GB", Error::zero},
                                      {"an unknown unit", "30XB", Error::unknown_unit},
                                      {"a unit of time", "30h", Error::unknown_unit},
                                      {"a unit cut short", "30Gi", Error::unknown_unit},
                                      {"a unit with more letters", "30GiBs", Error::unknown_unit},
                                      {"a rate", "30GB/s", Error::trailing_text},
                                      {"a hexadecimal number", "0x10", Error::unknown_unit},
                                      {"a word behind the unit", "30 GB each", Error::trailing_text},
                                      {"a number behind the number", "30 30", Error::trailing_text},
                                      {"a point behind the number", "5.", Error::trailing_text},
                                      {"a percent sign", "30%", Error::trailing_text},
                                      {"one byte more than the most", "17592186044417B", Error::too_large},
                                      {"one GiB more than the most", "16385", Error::too_large},
                                      {"18 digits of TiB", "999999999999999999TiB", Error::too_large},
                                  });
}

TEST_CASE("the spelling of a size is told", "[units]") {
  struct Case {
    const char* description;
    std::string text;
    SizeSpelling spelling;
  };
  const std::vector<Case> cases{
      {"bare", "80", SizeSpelling::bare},
      {"bare with blanks", " 80 ", SizeSpelling::bare},
      {"bare fraction", "19.8", SizeSpelling::bare},
      {"one letter", "80G", SizeSpelling::slurm},
      {"small letter", "80g", SizeSpelling::slurm},
      {"letter behind a blank", "80 M", SizeSpelling::slurm},
      {"binary", "80GiB", SizeSpelling::binary},
      {"small binary", "80 gib", SizeSpelling::binary},
      {"MiB", "9500MiB", SizeSpelling::binary},
      {"decimal", "80GB", SizeSpelling::decimal},
      {"small decimal", "80 gb", SizeSpelling::decimal},
      {"MB", "9500MB", SizeSpelling::decimal},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    CHECK(size_spelling(c.text) == c.spelling);
  }
}

TEST_CASE("host RAM is read in Slurm's units", "[units]") {
  struct Case {
    const char* description;
    std::string text;
    std::int64_t bytes;
  };
  const std::vector<Case> cases{
      {"K", "512K", 512 * kib},
      {"M", "4000M", 4000 * mib},
      {"G", "64G", 64 * gib},
      {"T", "2T", 2 * tib},
      {"small", "64g", 64 * gib},
      {"KB as K", "512KB", 512 * kib},
      {"MB as M", "4000MB", 4000 * mib},
      {"GB as G", "64GB", 64 * gib},
      {"TB as T", "2TB", 2 * tib},
      {"KiB", "512KiB", 512 * kib},
      {"MiB", "4000MiB", 4000 * mib},
      {"GiB", "64GiB", 64 * gib},
      {"TiB", "2TiB", 2 * tib},
      {"a blank before the unit", "64 G", 64 * gib},
      {"a fraction", "1.5G", 3 * gib / 2},
      {"a part of a byte is rounded up", "0.0001K", 1},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    const auto ram = parse_host_ram(c.text);
    REQUIRE(ram.ok());
    CHECK(ram->value == c.bytes);
  }
  check_refused(parse_host_ram, {
                                    {"bare, which Slurm would take as MB", "64", Error::missing_unit},
                                    {"a bare zero", "0", Error::missing_unit},
                                    {"zero", "0G", Error::zero},
                                    {"bytes", "64B", Error::unknown_unit},
                                    {"an unknown unit", "30XB", Error::unknown_unit},
                                    {"a word behind the unit", "64G each", Error::trailing_text},
                                    {"more than the most", "17T", Error::too_large},
                                });
}

TEST_CASE("a run time is read with units and in Slurm's clock forms", "[units]") {
  struct Case {
    const char* description;
    std::string text;
    std::int64_t milliseconds;
  };
  const std::vector<Case> cases{
      {"hours and minutes", "1h5m", hour + 5 * minute},
      {"minutes", "16m", 16 * minute},
      {"seconds", "90s", 90 * second},
      {"days and hours", "1d2h", day + 2 * hour},
      {"a fraction of an hour", "0.556h", 2'001'600},
      {"milliseconds", "250ms", 250},
      {"all units", "1d2h3m4s5ms", day + 2 * hour + 3 * minute + 4 * second + 5},
      {"units may be left out", "1d5s", day + 5 * second},
      {"blanks between", " 1 h 5 m ", hour + 5 * minute},
      {"capitals", "1H5M", hour + 5 * minute},
      {"words", "1 day 2 hours 3 minutes 4 seconds", day + 2 * hour + 3 * minute + 4 * second},
      {"words of one", "2 days 1 hour 1 minute 1 second", 2 * day + hour + minute + second},
      {"short words", "1hr 2min 3sec", hour + 2 * minute + 3 * second},
      {"mins", "2mins", 2 * minute},
      {"more than 59 minutes", "90m", 90 * minute},
      {"fractions add up", "0.5h0.5m", 30 * minute + 30 * second},
      {"half a millisecond is rounded up", "0.5ms", 1},
      {"less than half is rounded down", "1.4ms", 1},
      {"a third of a second", "0.3333s", 333},
      {"two clock parts are minutes and seconds", "16:00", 16 * minute},
      {"one digit each", "6:5", 6 * minute + 5 * second},
      {"minutes may be more than 59 when they come first", "90:00", 90 * minute},
      {"three clock parts", "00:21:10", 21 * minute + 10 * second},
      {"more than 23 hours", "100:00:00", 100 * hour},
      {"days and hours in clock form", "2-12", 2 * day + 12 * hour},
      {"days, hours, minutes", "2-12:30", 2 * day + 12 * hour + 30 * minute},
      {"days, hours, minutes, seconds", "2-12:30:00", 2 * day + 12 * hour + 30 * minute},
      {"the last second of a day", "0-23:59:59", day - second},
      {"no hours but days", "1-0", day},
      {"blanks around a clock", " 16:00 ", 16 * minute},
      {"ten years", "3650d", 3650 * day},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    const auto time = parse_duration(c.text);
    REQUIRE(time.ok());
    CHECK(time->milliseconds == c.milliseconds);
  }
}

TEST_CASE("a run time is refused with the reason", "[units]") {
  check_refused(parse_duration, {
                                    {"bare", "16", Error::missing_unit},
                                    {"a bare fraction", "0.5", Error::missing_unit},
                                    {"bare behind a unit", "1h5", Error::missing_unit},
                                    {"zero", "0s", Error::zero},
                                    {"zero in all units", "0h0m", Error::zero},
                                    {"zero in clock form", "0:00", Error::zero},
                                    {"zero days", "0-0", Error::zero},
                                    {"less than half a millisecond", "0.4ms", Error::zero},
                                    {"an unknown unit", "5w", Error::unknown_unit},
                                    {"a size", "5GB", Error::unknown_unit},
                                    {"an unknown unit behind a known one", "1h5x", Error::unknown_unit},
                                    {"units in the wrong order", "5m1h", Error::trailing_text},
                                    {"a unit twice", "1h1h", Error::trailing_text},
                                    {"something behind the unit", "5m!", Error::trailing_text},
                                    {"something between number and unit", "5 !m", Error::trailing_text},
                                    {"a negative part", "-5m", Error::negative},
                                    {"60 seconds", "16:60", Error::bad_clock},
                                    {"60 minutes", "1:60:00", Error::bad_clock},
                                    {"60 minutes behind days", "1-1:60", Error::bad_clock},
                                    {"60 seconds behind days", "1-1:00:60", Error::bad_clock},
                                    {"a day of 24 hours", "2-24", Error::bad_clock},
                                    {"nothing behind the colon", "5:", Error::bad_clock},
                                    {"nothing between colons", "5::10", Error::bad_clock},
                                    {"nothing behind the dash", "2-", Error::bad_clock},
                                    {"a colon behind the dash", "2-:30", Error::bad_clock},
                                    {"two dashes", "1-2-3", Error::bad_clock},
                                    {"a dash behind a colon", "1:2-3", Error::bad_clock},
                                    {"four parts without days", "1:02:03:04", Error::bad_clock},
                                    {"five parts", "1-02:03:04:05", Error::bad_clock},
                                    {"a letter in the clock", "1:02x", Error::trailing_text},
                                    {"a fraction in the clock", "1:02.5", Error::trailing_text},
                                    {"nothing before the colon", ":30", Error::not_a_number},
                                    {"more than ten years", "3651d", Error::too_large},
                                    {"more than ten years together", "3650d1ms", Error::too_large},
                                    {"more than ten years in clock form", "3651-0", Error::too_large},
                                    {"a clock of many digits", "12345678901234567890:00", Error::too_large},
                                });
}

TEST_CASE("SU are read", "[units]") {
  CHECK(parse_su("5").value().micro == 5'000'000);
  CHECK(parse_su("2.78 SU").value().micro == 2'780'000);
  CHECK(parse_su("2.78su").value().micro == 2'780'000);
  CHECK(parse_su("0.000001").value().micro == 1);
  CHECK(parse_su("0.0000005").value().micro == 1);
  CHECK(parse_su("1000000000000").value().micro == 1'000'000'000'000'000'000);
  check_refused(parse_su, {
                              {"zero", "0", Error::zero},
                              {"zero with a unit", "0.0 SU", Error::zero},
                              {"an hour", "5 SU/h", Error::trailing_text},
                              {"another unit", "5 USD", Error::unknown_unit},
                              {"too much", "1000000000001", Error::too_large},
                          });
  INFO("an amount of SU is above 0, also when it would be rounded to nothing");
  CHECK_FALSE(parse_su("0.0000001").ok());
}

TEST_CASE("a ratio is read", "[units]") {
  CHECK(parse_ratio("2x").value().micro == 2'000'000);
  CHECK(parse_ratio("2X").value().micro == 2'000'000);
  CHECK(parse_ratio("7.7x").value().micro == 7'700'000);
  CHECK(parse_ratio("7.7").value().micro == 7'700'000);
  CHECK(parse_ratio("7.7 x").value().micro == 7'700'000);
  CHECK(parse_ratio("7.7\u00D7").value().micro == 7'700'000);
  CHECK(parse_ratio("7.7 \u00D7 ").value().micro == 7'700'000);
  CHECK(parse_ratio("0.000001").value().micro == 1);
  CHECK(parse_ratio("1000000").value().micro == 1'000'000'000'000);
  check_refused(parse_ratio, {
                                 {"zero", "0x", Error::zero},
                                 {"another unit", "2y", Error::unknown_unit},
                                 {"two units", "2x x", Error::trailing_text},
                                 {"a hexadecimal number", "0x10", Error::trailing_text},
                                 {"too much", "1000001", Error::too_large},
                                 {"rounded to nothing", "0.0000001", Error::too_precise},
                             });
  CHECK_FALSE(parse_ratio("\u00D7").ok());
  INFO("one sign is enough");
  CHECK_FALSE(parse_ratio("2x\u00D7").ok());
}

TEST_CASE("counts and percents are whole numbers", "[units]") {
  CHECK(parse_count("1").value() == 1);
  CHECK(parse_count(" 43 ").value() == 43);
  CHECK(parse_count("100000").value() == 100'000);
  check_refused(parse_count, {
                                 {"zero", "0", Error::zero},
                                 {"a fraction", "1.5", Error::not_whole},
                                 {"a fraction of nothing", "2.0", Error::not_whole},
                                 {"a unit", "3x", Error::trailing_text},
                                 {"a percent sign", "3%", Error::trailing_text},
                                 {"a point behind it", "5.", Error::trailing_text},
                                 {"one more than the most", "100001", Error::too_large},
                                 {"18 digits", "999999999999999999", Error::too_large},
                             });
  CHECK(parse_percent("0").value() == 0);
  CHECK(parse_percent("10").value() == 10);
  CHECK(parse_percent("10%").value() == 10);
  CHECK(parse_percent("10 %").value() == 10);
  CHECK(parse_percent("1000").value() == 1000);
  check_refused(parse_percent, {
                                   {"one more than the most", "1001", Error::too_large},
                                   {"a fraction", "10.5", Error::not_whole},
                                   {"two signs", "10%%", Error::trailing_text},
                                   {"a word", "10 percent", Error::trailing_text},
                               });
}

TEST_CASE("a fraction is printed as a decimal number", "[units]") {
  struct Case {
    const char* description;
    std::int64_t numerator;
    std::int64_t denominator;
    int decimals;
    const char* up;
    const char* nearest;
    const char* down;
  };
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const std::vector<Case> cases{
      {"whole", 9, 1, 2, "9", "9", "9"},
      {"zero", 0, 7, 3, "0", "0", "0"},
      {"no trailing zeros", 2'780'000, 1'000'000, 6, "2.78", "2.78", "2.78"},
      {"zeros inside stay", 20'005, 1000, 3, "20.005", "20.005", "20.005"},
      {"zeros of a whole number stay", 100, 1, 2, "100", "100", "100"},
      {"half is rounded away from zero", 2675, 1000, 2, "2.68", "2.68", "2.67"},
      {"below half", 26749, 10000, 2, "2.68", "2.67", "2.67"},
      {"half of a whole number", 5, 2, 0, "3", "3", "2"},
      {"a third", 1, 3, 9, "0.333333334", "0.333333333", "0.333333333"},
      {"rounding carries over", 9999, 1000, 2, "10", "10", "9.99"},
      {"negative half away from zero", -5, 2, 0, "-2", "-3", "-3"},
      {"negative", -2675, 1000, 2, "-2.67", "-2.68", "-2.68"},
      {"a negative trace has no sign when it is rounded to 0", -1, 1000, 2, "0", "0", "-0.01"},
      {"a trace", 1, 1000, 2, "0.01", "0", "0"},
      {"the largest number", most, 1, 9, "9223372036854775807", "9223372036854775807", "9223372036854775807"},
      {"the smallest number", least, 1, 0, "-9223372036854775808", "-9223372036854775808", "-9223372036854775808"},
      {"the largest denominator", 1, most, 9, "0.000000001", "0", "0"},
      {"both", most, most, 9, "1", "1", "1"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(format_decimal(c.numerator, c.denominator, c.decimals, Rounding::up) == c.up);
    CHECK(format_decimal(c.numerator, c.denominator, c.decimals, Rounding::nearest) == c.nearest);
    CHECK(format_decimal(c.numerator, c.denominator, c.decimals, Rounding::down) == c.down);
  }
  CHECK(format_decimal(1, 3, 2) == "0.33");
}

TEST_CASE("GPU memory is printed in the largest unit that is whole", "[units]") {
  CHECK(print_gpu_memory(Bytes{30 * gib}) == "30GiB");
  CHECK(print_gpu_memory(Bytes{30 * bytes_per_gb}) == "30GB");
  CHECK(print_gpu_memory(Bytes{9500 * mib}) == "9500MiB");
  CHECK(print_gpu_memory(Bytes{19'800'000'000}) == "19800MB");
  CHECK(print_gpu_memory(Bytes{19'800'001'000}) == "19800001KB");
  CHECK(print_gpu_memory(Bytes{3 * kib}) == "3KiB");
  CHECK(print_gpu_memory(Bytes{17}) == "17B");
  CHECK(print_gpu_memory(max_bytes) == "16384GiB");
}

TEST_CASE("host RAM is printed as Slurm takes it, never less than asked", "[units]") {
  CHECK(print_host_ram(Bytes{64 * gib}) == "64G");
  CHECK(print_host_ram(Bytes{1500 * mib}) == "1500M");
  CHECK(print_host_ram(Bytes{3 * tib}) == "3T");
  CHECK(print_host_ram(Bytes{1025 * gib}) == "1025G");
  CHECK(print_host_ram(Bytes{7 * kib}) == "7K");
  CHECK(print_host_ram(Bytes{7 * kib + 1}) == "8K");
  CHECK(print_host_ram(Bytes{1}) == "1K");
}

TEST_CASE("times are printed", "[units]") {
  CHECK(print_slurm_time(Duration{16 * hour}) == "16:00:00");
  CHECK(print_slurm_time(Duration{2 * day + 12 * hour + 30 * minute}) == "2-12:30:00");
  CHECK(print_slurm_time(Duration{16 * minute}) == "00:16:00");
  CHECK(print_slurm_time(Duration{1}) == "00:00:01");
  CHECK(print_slurm_time(Duration{1001}) == "00:00:02");
  CHECK(print_slurm_time(Duration{1000}) == "00:00:01");
  CHECK(print_slurm_time(Duration{day - 1}) == "1-00:00:00");
  CHECK(print_slurm_time(Duration{day - second}) == "23:59:59");

  CHECK(print_duration(Duration{hour + 5 * minute}) == "1h5m");
  CHECK(print_duration(Duration{16 * minute}) == "16m");
  CHECK(print_duration(Duration{500}) == "500ms");
  CHECK(print_duration(Duration{50 * hour + 1}) == "50h1ms");
  CHECK(print_duration(Duration{hour + minute + second + 1}) == "1h1m1s1ms");

  CHECK(print_su(Su{2'780'000}) == "2.78");
  CHECK(print_su(Su{9'000'000}) == "9");
  CHECK(print_su(Su{1}) == "0.000001");
}

TEST_CASE("what is printed is read back as the same value", "[units]") {
  std::mt19937_64 random(2);
  const auto below = [&](std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(1, most)(random); };
  const std::vector<std::int64_t> units{1, 1000, kib, 1'000'000, mib, bytes_per_gb, gib, tib};
  for (int i = 0; i < 3000; ++i) {
    const std::int64_t unit = units[static_cast<std::size_t>(i) % units.size()];
    const Bytes memory{unit * below(std::max<std::int64_t>(max_bytes.value / unit / (i % 2 == 0 ? 1 : 1000), 1))};
    CAPTURE(memory.value, print_gpu_memory(memory), print_host_ram(memory));
    if (memory.value < 1'000'000'000'000'000'000) {  // more digits than that are not read
      CHECK(parse_gpu_memory(print_gpu_memory(memory)).value() == memory);
    }
    const Bytes ram = parse_host_ram(print_host_ram(memory)).value();
    CHECK(ram >= memory);
    CHECK(ram.value - memory.value < kib);

    const Duration time{below(i % 2 == 0 ? 3650 * day : hour)};
    CAPTURE(time.milliseconds, print_duration(time), print_slurm_time(time));
    CHECK(parse_duration(print_duration(time)).value() == time);
    if (time.milliseconds <= 3650 * day - second) {
      const Duration clock = parse_duration(print_slurm_time(time)).value();
      CHECK(clock >= time);
      CHECK(clock.milliseconds - time.milliseconds < second);
    }

    const Su su{below(i % 2 == 0 ? 1'000'000'000'000'000'000 - 1 : 10'000'000)};
    CAPTURE(su.micro);
    CHECK(parse_su(print_su(su)).value() == su);
  }
}

TEST_CASE("a product is divided in 128 bits and held within the largest figure", "[units]") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  CHECK(multiply_divide(10, 3, 4) == 8);
  CHECK(multiply_divide(10, 3, 4, Rounding::down) == 7);
  CHECK(multiply_divide(9, 1, 4) == 2);
  CHECK(multiply_divide(9, 1, 4, Rounding::up) == 3);
  CHECK(multiply_divide(-10, 3, 4) == -8);
  CHECK(multiply_divide(-9, 1, 4, Rounding::up) == -2);
  CHECK(multiply_divide(-9, 1, 4, Rounding::down) == -3);
  CHECK(multiply_divide(0, most, 1) == 0);
  CHECK(multiply_divide(max_figure, 7, 7) == max_figure);
  CHECK(multiply_divide(max_bytes.value, 1'000'000, 1'000'000) == max_bytes.value);
  CHECK(multiply_divide(max_figure, 1, 1) == max_figure);
  CHECK(multiply_divide(max_figure + 1, 1, 1) == max_figure);
  CHECK(multiply_divide(most, most, 1) == max_figure);
  CHECK(multiply_divide(most, least, 1) == -max_figure);
  CHECK(multiply_divide(least, least, 1) == max_figure);
  CHECK(multiply_divide(most, most, most) == max_figure);
  CHECK(multiply_divide(most, 1, most) == 1);
  CHECK(multiply_divide(1, 1, most) == 0);
  CHECK(multiply_divide(1, 1, most, Rounding::up) == 1);
}

TEST_CASE("products are compared exactly", "[units]") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  CHECK(compare_products(2, 3, 6, 1) == std::strong_ordering::equal);
  CHECK(compare_products(2, 3, 7, 1) == std::strong_ordering::less);
  CHECK(compare_products(2, 4, 7, 1) == std::strong_ordering::greater);
  CHECK(compare_products(most, most, most, most) == std::strong_ordering::equal);
  CHECK(compare_products(most, most - 1, most, most) == std::strong_ordering::less);
  // In a double both sides are 2^126.
  CHECK(compare_products(most - 1, most + 0, most, most - 2) == std::strong_ordering::greater);
  CHECK(compare_products(least, most, 0, 0) == std::strong_ordering::less);
  CHECK(compare_products(least, least, most, most) == std::strong_ordering::greater);
  CHECK(compare_products(-1, 1, 1, -1) == std::strong_ordering::equal);
  // 19.8 GB with 5 % is 20.79 GB, which floating point denies.
  CHECK(compare_products(19'800'000'000, 105, 20'790'000'000, 100) == std::strong_ordering::equal);
}

}  // namespace
}  // namespace migadvise
