#include "input/source_text.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"

namespace migadvise {
namespace {

using namespace std::string_literals;

TEST_CASE("an offset becomes a line and a byte column", "[source_text]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::vector<std::string> positions;  // of offset 0, 1, ... up to the end of the file
  };
  const std::vector<Case> cases = {
      {"an empty file", "", {"1:1"}},
      {"one line without an end", "ab", {"1:1", "1:2", "1:3"}},
      {"LF belongs to the line that it ends", "a\nb", {"1:1", "1:2", "2:1", "2:2"}},
      {"CRLF is one end", "a\r\nb", {"1:1", "1:2", "1:3", "2:1", "2:2"}},
      {"a lone CR is an end", "a\rb", {"1:1", "1:2", "2:1", "2:2"}},
      {"a CR at the end of the file is an end", "a\r", {"1:1", "1:2", "2:1"}},
      {"LF CR is two ends", "\n\ra", {"1:1", "2:1", "3:1", "3:2"}},
      {"CR CR LF is two ends", "\r\r\n", {"1:1", "2:1", "2:2", "3:1"}},
      {"empty lines count", "\n\n\n", {"1:1", "2:1", "3:1", "4:1"}},
      {"a character of two bytes is two columns", "\u00D7a", {"1:1", "1:2", "1:3", "1:4"}},
      {"NUL and tab are one column each", "\0\ta"s, {"1:1", "1:2", "1:3", "1:4"}},
      {"a byte order mark has no width", "\uFEFFa\nb", {"1:1", "1:1", "1:1", "1:1", "1:2", "2:1", "2:2"}},
      {"a byte order mark alone", "\uFEFF", {"1:1", "1:1", "1:1", "1:1"}},
      {"a byte order mark in the second line has a width", "\n\uFEFFa", {"1:1", "2:1", "2:2", "2:3", "2:4", "2:5"}},
      {"part of a byte order mark has a width", "\xEF\xBB", {"1:1", "1:2", "1:3"}},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.description) {
      const SourceText source("f", c.bytes);
      std::vector<std::string> positions;
      for (std::size_t i = 0; i <= c.bytes.size(); ++i) {
        positions.push_back(show(source.position(i)));
      }
      CHECK(positions == c.positions);
      CHECK(show(source.position(c.bytes.size() + 7)) == c.positions.back());
    }
  }
}

TEST_CASE("the line around an offset is quoted without its end", "[source_text]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::size_t offset;
    std::string line;
  };
  const std::vector<Case> cases = {
      {"an empty file", "", 0, ""},
      {"first line, LF", "ab\ncd\n", 1, "ab"},
      {"the LF itself", "ab\ncd\n", 2, "ab"},
      {"second line", "ab\ncd\n", 3, "cd"},
      {"behind the last line end", "ab\ncd\n", 6, ""},
      {"far behind the end of the file", "ab\ncd", 99, "cd"},
      {"CRLF", "ab\r\ncd\r\n", 5, "cd"},
      {"lone CR", "ab\rcd\ref", 4, "cd"},
      {"no final line end", "ab\ncd", 5, "cd"},
      {"an empty line", "ab\n\ncd", 3, ""},
      {"without the byte order mark", "\uFEFFab\ncd", 4, "ab"},
      {"an offset inside the byte order mark", "\uFEFFab\ncd", 1, "ab"},
      {"NUL does not end it", "a\0b\nc"s, 0, "a\0b"s},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.description) { CHECK(SourceText("f", c.bytes).excerpt_at(c.offset).text == c.line); }
  }
}

TEST_CASE("a diagnostic carries the file, the place and the line", "[source_text]") {
  const SourceText source("table.csv", "a,b\n1,2,3\n");
  const Diagnostic error = source.diagnostic(DiagnosticCode::csv_row_length, 6, {"3", "2"}, "quote it");
  CHECK(error.code == DiagnosticCode::csv_row_length);
  CHECK(error.file == "table.csv");
  CHECK(show(error.at) == "2:3");
  CHECK(error.args == std::vector<std::string>{"3", "2"});
  CHECK(error.excerpt == "1,2,3");
  CHECK(error.hint == "quote it");
  CHECK(source.name() == "table.csv");
  CHECK(source.bytes() == "a,b\n1,2,3\n");
}

TEST_CASE("the first invalid byte of UTF-8 is found", "[source_text]") {
  constexpr std::size_t none = std::string_view::npos;
  struct Case {
    const char* description;
    std::string bytes;
    std::size_t offset;
  };
  const std::vector<Case> cases = {
      {"empty", "", none},
      {"ASCII with NUL and control characters", "a\0\x01\x7F"s, none},
      {"two bytes, smallest and largest", "\xC2\x80\xDF\xBF", none},
      {"three bytes, smallest and largest", "\xE0\xA0\x80\xEF\xBF\xBF", none},
      {"four bytes, smallest and largest", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", none},
      {"the values around the surrogates", "\xED\x9F\xBF\xEE\x80\x80", none},
      {"byte order mark", "\xEF\xBB\xBF", none},
      {"no-break space, multiplication sign, superscripts", "\u00A0\u00D7\u00B3\u00B9", none},
      {"Latin-1", "caf\xE9 ", 3},
      {"Latin-1 at the end", "caf\xE9", 3},
      {"a continuation byte alone", "ab\x80", 2},
      {"one continuation byte too many", "\xC3\xA9\xA9", 2},
      {"overlong NUL", "a\xC0\x80", 1},
      {"overlong slash in two bytes", "a\xC1\xAF", 1},
      {"overlong in three bytes", "a\xE0\x9F\xBF", 1},
      {"overlong in four bytes", "a\xF0\x8F\xBF\xBF", 1},
      {"first surrogate", "ab\xED\xA0\x80", 2},
      {"last surrogate", "ab\xED\xBF\xBF", 2},
      {"a surrogate pair", "\xED\xA0\xBD\xED\xB8\x80", 0},
      {"above U+10FFFF", "\xF4\x90\x80\x80", 0},
      {"a lead byte of five bytes", "a\xF8\x88\x80\x80\x80", 1},
      {"bytes that never occur", "a\xFF", 1},
      {"two bytes cut off", "a\xC3", 1},
      {"three bytes cut off after two", "a\xE2\x82", 1},
      {"four bytes cut off after three", "a\xF0\x9F\x98", 1},
      {"a sequence broken by ASCII", "a\xE2\x82z", 1},
      {"a sequence broken by another lead byte", "a\xE2\xC3\xA9", 1},
      {"four bytes broken at the last", "\xF0\x9F\x98\x7F", 0},
      {"only the first of two is given", "\xFF\xFE", 0},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.description) { CHECK(find_invalid_utf8(c.bytes) == c.offset); }
  }
}

TEST_CASE("every code point but the surrogates is valid UTF-8", "[source_text]") {
  std::string bytes;
  for (char32_t value = 0x80; value <= 0x10FFFF; ++value) {
    const auto tail = [value](unsigned shift) { return static_cast<char>(0x80U | ((value >> shift) & 0x3FU)); };
    if (value < 0x800) {
      bytes = {static_cast<char>(0xC0U | (value >> 6U)), tail(0)};
    } else if (value < 0x10000) {
      bytes = {static_cast<char>(0xE0U | (value >> 12U)), tail(6), tail(0)};
    } else {
      bytes = {static_cast<char>(0xF0U | (value >> 18U)), tail(12), tail(6), tail(0)};
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if ((find_invalid_utf8(bytes) == std::string_view::npos) == surrogate) {
      FAIL("code point " << static_cast<std::uint32_t>(value));
    }
  }
}

TEST_CASE("a very long line is quoted around the place") {
  std::string line(1000, 'a');
  line[600] = 'X';
  const std::string text = "short\n" + line + "\nend\n";
  const SourceText source("f", text);
  const SourceText::Excerpt excerpt = source.excerpt_at(606);
  CHECK(excerpt.text.size() == 400);
  CHECK(excerpt.start == 400);
  CHECK(excerpt.text[static_cast<std::size_t>(source.position(606).column - 1 - excerpt.start)] == 'X');
  CHECK(source.excerpt_at(6).text == std::string(200, 'a'));
  CHECK(source.excerpt_at(6).start == 0);
}

}  // namespace
}  // namespace migadvise
