#include "core/decimal.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

using Error = QuantityError;

TEST_CASE("a plain decimal number is read exactly", "[decimal]") {
  struct Case {
    const char* description;
    std::string text;
    std::int64_t digits;
    int scale;
    std::size_t length;
  };
  const std::vector<Case> cases{
      {"whole", "30", 30, 0, 2},
      {"a fraction", "19.8", 198, 1, 4},
      {"nothing before the point", ".5", 5, 1, 2},
      {"zero", "0", 0, 0, 1},
      {"zero with places", "0.00", 0, 2, 4},
      {"zeros before", "007", 7, 0, 3},
      {"zeros behind stay", "1.50", 150, 2, 4},
      {"a unit ends it", "30GiB", 30, 0, 2},
      {"a blank ends it", "30 GiB", 30, 0, 2},
      {"a point without digits behind it does not belong to it", "5.", 5, 0, 1},
      {"a second point ends it", "1.2.3", 12, 1, 3},
      {"an underscore ends it", "1_000", 1, 0, 1},
      {"a letter e without digits is no exponent", "5e", 5, 0, 1},
      {"nor with a sign alone", "5e+", 5, 0, 1},
      {"a hexadecimal number ends behind its zero", "0x10", 0, 0, 1},
      {"18 digits", "999999999999999999", 999999999999999999, 0, 18},
      {"18 digits around a point", "1234567890.12345678", 123456789012345678, 8, 19},
      {"many zeros before are not significant", std::string(400, '0') + "30", 30, 0, 402},
      {"zeros behind the point before the first digit neither", "0.0000000000000000000000000001", 1, 28, 30},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    const auto number = read_decimal(c.text);
    REQUIRE(number.ok());
    CHECK(number->digits == c.digits);
    CHECK(number->scale == c.scale);
    CHECK(number->length == c.length);
  }
}

TEST_CASE("what is no plain decimal number is refused, each with its own error", "[decimal]") {
  struct Case {
    const char* description;
    std::string text;
    Error error;
  };
  const std::vector<Case> cases{
      {"nothing", "", Error::empty},
      {"a word", "ten", Error::not_a_number},
      {"not a number", "nan", Error::not_a_number},
      {"infinity", "inf", Error::not_a_number},
      {"a plus sign", "+3", Error::not_a_number},
      {"a point alone", ".", Error::not_a_number},
      {"a minus alone", "-", Error::not_a_number},
      {"a minus before a word", "-x", Error::not_a_number},
      {"two minus signs", "--4", Error::not_a_number},
      {"a blank first", " 3", Error::not_a_number},
      {"a comma first", ",5", Error::not_a_number},
      {"full-width digits", "\uFF13", Error::not_a_number},
      {"a minus", "-4", Error::negative},
      {"a minus before a point", "-.5", Error::negative},
      {"a typeset minus", "\u22124", Error::negative},
      {"an exponent", "1e400", Error::exponent},
      {"a capital exponent", "1E9", Error::exponent},
      {"a signed exponent", "1e-9", Error::exponent},
      {"a positive exponent", "2.5e+9", Error::exponent},
      {"a decimal comma", "1,5", Error::comma},
      {"a comma behind it", "1,", Error::comma},
      {"thousands", "1,000,000", Error::comma},
      {"19 digits", "1234567890123456789", Error::too_large},
      {"400 digits", std::string(400, '9'), Error::too_large},
      {"19 significant digits around a point", "1234567890.123456789", Error::too_precise},
      {"400 places", "0." + std::string(400, '3'), Error::too_precise},
      {"400 zeros behind the point", "0." + std::string(400, '0') + "1", Error::too_precise},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    const auto number = read_decimal(c.text);
    REQUIRE_FALSE(number.ok());
    CHECK(number.error() == c.error);
  }
}

TEST_CASE("a number is scaled to a unit with one rounding", "[decimal]") {
  struct Case {
    const char* description;
    Decimal number;
    std::int64_t unit;
    std::int64_t up;
    std::int64_t nearest;
    std::int64_t down;
  };
  const std::vector<Case> cases{
      {"exact", {198, 1, 0}, 10, 198, 198, 198},
      {"just below half", {149, 2, 0}, 1, 2, 1, 1},
      {"half goes away from zero", {15, 1, 0}, 1, 2, 2, 1},
      {"half of an even number too", {25, 1, 0}, 1, 3, 3, 2},
      {"just above half", {151, 2, 0}, 1, 2, 2, 1},
      {"a trace", {1, 28, 0}, 1, 1, 0, 0},
      {"zero", {0, 5, 0}, 1000, 0, 0, 0},
      {"a product beyond 64 bits", {999999999999999999, 17, 0}, bytes_per_gib, 10737418240, 10737418240, 10737418239},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const std::int64_t most = max_bytes.value;
    CHECK(scale_decimal(c.number, c.unit, most, Rounding::up).value() == c.up);
    CHECK(scale_decimal(c.number, c.unit, most, Rounding::nearest).value() == c.nearest);
    CHECK(scale_decimal(c.number, c.unit, most, Rounding::down).value() == c.down);
  }
}

TEST_CASE("a scaled number is held against its maximum after rounding", "[decimal]") {
  CHECK(scale_decimal({1000, 0, 4}, 1, 1000, Rounding::nearest).value() == 1000);
  CHECK(scale_decimal({1001, 0, 4}, 1, 1000, Rounding::nearest).error() == Error::too_large);
  CHECK(scale_decimal({10004, 1, 4}, 1, 1000, Rounding::nearest).value() == 1000);
  CHECK(scale_decimal({10004, 1, 4}, 1, 1000, Rounding::up).error() == Error::too_large);
  CHECK(scale_decimal({10009, 1, 4}, 1, 1000, Rounding::down).value() == 1000);
  CHECK(scale_decimal({999999999999999999, 0, 18}, 1024 * bytes_per_gib, max_bytes.value, Rounding::up).error() ==
        Error::too_large);
}

TEST_CASE("blanks are trimmed and cases folded", "[decimal]") {
  CHECK(trim("  a b\t ") == "a b");
  CHECK(trim(" \t ").empty());
  CHECK(trim("").empty());
  CHECK(trim("a") == "a");
  CHECK(equal_folded("GiB", "gIb"));
  CHECK_FALSE(equal_folded("GiB", "Gi"));
  CHECK_FALSE(equal_folded("Gi", "GiB"));
  CHECK(equal_folded("", ""));
  // '@' and '`', '[' and '{' are one bit apart, as the cases of a letter are.
  CHECK_FALSE(equal_folded("@[", "`{"));
  CHECK_FALSE(is_digit('/'));
  CHECK_FALSE(is_digit(':'));
  CHECK_FALSE(is_letter('@'));
  CHECK_FALSE(is_letter('{'));
  CHECK(is_letter('a'));
  CHECK(is_letter('Z'));
}

TEST_CASE("any number that is written is read back", "[decimal]") {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const std::int64_t most = i % 2 == 0 ? 1000 : 999'999'999'999'999'999;
    const std::int64_t digits = std::uniform_int_distribution<std::int64_t>(0, most)(random);
    const int scale = std::uniform_int_distribution<int>(0, 12)(random);
    std::string text = std::to_string(digits);
    if (text.size() < static_cast<std::size_t>(scale)) {
      text.insert(0, static_cast<std::size_t>(scale) - text.size(), '0');
    }
    if (scale > 0) {
      text.insert(text.size() - static_cast<std::size_t>(scale), ".");
    }
    CAPTURE(text);
    const auto number = read_decimal(text);
    REQUIRE(number.ok());
    CHECK(number->digits == digits);
    CHECK(number->scale == scale);
    CHECK(number->length == text.size());
  }
}

}  // namespace
}  // namespace migadvise
