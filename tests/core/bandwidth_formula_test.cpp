#include "core/bandwidth_formula.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

// `clock*width*1/8`, or with figures `1593000000Hz*5120*1/8`; several joined by a semicolon.
std::string read(const std::string& text) {
  std::string out;
  for (const BandwidthFormula& formula : read_bandwidth_formulas(text)) {
    out += out.empty() ? "" : "; ";
    out += formula.clock ? std::to_string(formula.clock->value) + "Hz" : "clock";
    out += "*" + (formula.width ? std::to_string(*formula.width) : "width");
    out += "*" + std::to_string(formula.numerator) + "/" + std::to_string(formula.denominator);
  }
  return out;
}

TEST_CASE("a formula of the bandwidth is found in a note", "[bandwidth_formula]") {
  struct Case {
    const char* description;
    std::string text;
    std::string formula;
  };
  const std::string plain = "clock*width*1/8";
  const std::string doubled = "clock*width*1/4";
  const std::string figures = "1593000000Hz*5120*1/8";
  const std::vector<Case> cases{
      {"typeset signs", "memory clock \u00D7 bus width \u00F7 8", plain},
      {"with words in front", "Stated as memory clock \u00D7 bus width \u00F7 8", plain},
      {"signs of a keyboard", "Memory Clock * Memory Bus Width / 8", plain},
      {"the letter x", "Memory Clock x Bus Width / 8", plain},
      {"a dot", "clock \u00B7 bus \u00F7 8", plain},
      {"short names without blanks", "clock*bus/8", plain},
      {"memory bus", "mem clock * memory bus / 8", plain},
      {"the clock's rate", "memory clock rate * bus width / 8", plain},
      {"the width first", "bus width \u00D7 memory clock \u00F7 8", plain},
      {"double data rate", "memory clock \u00D7 bus width \u00D7 2 \u00F7 8", doubled},
      {"the 2 in front", "2 \u00D7 memory clock \u00D7 bus width / 8", doubled},
      {"the 2 without a blank", "2x memory clock x bus width / 8", doubled},
      {"a group", "(memory clock \u00D7 bus width) / 8", plain},
      {"a group of all", "Limit (memory clock \u00D7 bus width / 8)", plain},
      {"square brackets", "[memory clock * bus width] / 8", plain},
      {"the width in bytes", "memory clock \u00D7 (bus width \u00F7 8)", plain},
      {"divided by a quotient", "memory clock \u00F7 (8 \u00F7 bus width)", plain},
      {"a division right behind the first word", "Limit clock \u00F7 (8 \u00F7 bus width)", plain},
      {"divided twice", "memory clock * bus width / 4 / 2", plain},
      {"a decimal factor", "memory clock * bus width * 0.125", plain},
      {"a factor below the line with places", "memory clock * bus width / 8.0", plain},
      {"remarks", "memory clock (MHz) \u00D7 bus width (bits) \u00F7 8 (bits to bytes)", plain},
      {"remarks within a group", "(memory clock (as read) \u00D7 bus width [bits]) \u00F7 8", plain},
      {"bits per byte", "memory clock \u00D7 bus width \u00F7 8 bits/byte", plain},
      {"bits per byte in words", "memory clock \u00D7 bus width \u00F7 8 bits per byte", plain},
      {"a sentence goes on", "memory clock \u00D7 bus width \u00F7 8, which is in GB/s and/or TB/s.", plain},
      {"a full stop", "It is memory clock \u00D7 bus width \u00F7 8.", plain},
      {"no-break blanks and line breaks", "memory\u00A0clock \u00D7\u202Fbus\nwidth \u00F7\u00A08", plain},
      {"a dash in front", "Limit \u2013 memory clock \u00D7 bus width \u00F7 8", plain},
      {"figures", "1593 MHz x 5120 bits / 8", figures},
      {"figures without blanks", "1593MHz*5120bit/8", figures},
      {"thousands", "1,593 MHz x 5,120 bits / 8", figures},
      {"GHz", "1.593 GHz x 5120-bit / 8", figures},
      {"units in parentheses", "1593 (MHz) x 5120 (bits) / 8", figures},
      {"a figure and a name", "1593 MHz * bus width / 8", "1593000000Hz*width*1/8"},
      {"a result behind", "1593 MHz x 5120 bits / 8 = 1.02 TB/s", figures},
      {"behind a word that would make another clock of a name", "full GPU 1593 MHz x 5120 bits / 8", figures},
      {"a GPU memory clock", "GPU memory clock x bus width / 8", plain},
      {"two formulas", "memory clock x bus width / 8 = 1593 MHz x 5120 bits / 8", plain + "; " + figures},
      {"a formula in a remark", "memory clock x bus width / 8 (1593 MHz x 5120 bits / 8)", plain + "; " + figures},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    CHECK(read(c.text) == c.formula);
  }
}

TEST_CASE("a note that is not wholly understood states no formula", "[bandwidth_formula]") {
  struct Case {
    const char* description;
    std::string text;
  };
  const std::string good = "memory clock \u00D7 bus width \u00F7 8";
  const std::vector<Case> cases{
      {"nothing", ""},
      {"words", "Peak bandwidth in TB/s and/or GB/s"},
      {"no divisor: in bits", "memory clock \u00D7 bus width"},
      {"no clock", "bus width \u00F7 8"},
      {"no width", "memory clock \u00F7 8"},
      {"two clocks", "memory clock \u00D7 memory clock \u00D7 bus width \u00F7 8"},
      {"the width below the line", "memory clock / bus width / 8"},
      {"the width below the line in a group", "8 \u00F7 (memory clock \u00D7 bus width)"},
      {"an unknown factor behind", good + " \u00D7 efficiency"},
      {"an unknown factor in front", "efficiency \u00D7 " + good},
      {"an unknown factor in between", "memory clock \u00D7 pumps \u00D7 bus width \u00F7 8"},
      {"an afterthought", good + ", then \u00D7 2"},
      {"an afterthought in parentheses", good + " (\u00D7 2 for double data rate)"},
      {"a sum", good + " + 5"},
      {"a sum in front", "5 + " + good},
      {"a difference", good + " \u2212 10 %"},
      {"a power", good + " ^ 2"},
      {"percent", good + " \u00D7 80 %"},
      {"converted to GB", "memory clock (MHz) \u00D7 bus width \u00F7 8 \u00F7 1000"},
      {"converted from MHz", "1000000 \u00D7 memory clock \u00D7 bus width \u00F7 8"},
      {"a power of ten", "memory clock \u00D7 10^6 \u00D7 bus width \u00F7 8"},
      {"an exponent", "memory clock \u00D7 1e6 \u00D7 bus width \u00F7 8"},
      {"millions", "memory clock \u00D7 bus width \u00F7 8 million"},
      {"the effective clock", "effective " + good},
      {"the clock of the SMs", "SM clock \u00D7 bus width \u00F7 8"},
      {"the clock rate, another row", "clock rate \u00D7 bus width \u00F7 8"},
      {"an unknown unit", "1593 MHzz \u00D7 5120 bits \u00F7 8"},
      {"a unit in the wrong place", "memory clock \u00D7 bus width \u00F7 8 MHz"},
      {"a decimal comma", "1,59 GHz \u00D7 5120 bits \u00F7 8"},
      {"no factor of zero", "memory clock \u00D7 bus width \u00F7 0"},
      {"no clock of zero", "0 MHz \u00D7 5120 bits \u00F7 8"},
      {"divided by a figure that has no blank before it", good + ", memory/2"},
      {"a width of a part", "1593 MHz \u00D7 5120.5 bits \u00F7 8"},
      {"a width beyond sense", "1593 MHz \u00D7 999999 bits \u00F7 8"},
      {"a sum behind a group", "(" + good + ") + 5"},
      {"a sum in front of a group", "5 + (" + good + ")"},
      {"a sign at the end", good + " \u00D7"},
      {"too many digits", "memory clock \u00D7 bus width \u00F7 99999999999999999999"},
      {"factors beyond sense", "999999999 \u00D7 999999999 \u00D7 memory clock \u00D7 bus width \u00F7 8"},
      {"nested too deep", std::string(50, '(') + "memory clock \u00D7 bus width \u00F7 8" + std::string(50, ')') + " \u00D7 2"},
      {"a book", good + std::string(3000, ' ')},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    CHECK(read(c.text).empty());
  }
}

TEST_CASE("a clock of another part is not the memory clock", "[bandwidth_formula]") {
  for (const char* word : {"SM", "core", "GPU", "graphics", "boost", "base", "data"}) {
    CAPTURE(word);
    CHECK(read(word + std::string(" clock x bus width / 8")).empty());
  }
  for (const char* word : {"effective", "double", "doubled", "half"}) {
    CAPTURE(word);
    CHECK(read(word + std::string(" memory clock x bus width / 8")).empty());
  }
}

TEST_CASE("a figure in a formula keeps its precision", "[bandwidth_formula]") {
  const std::vector<BandwidthFormula> formulas = read_bandwidth_formulas("1.6 GHz x 5120 bits / 8");
  REQUIRE(formulas.size() == 1);
  REQUIRE(formulas[0].clock.has_value());
  CHECK(formulas[0].clock->value == 1'600'000'000);
  CHECK(formulas[0].clock->step == 100'000'000);
}

}  // namespace
}  // namespace migadvise
