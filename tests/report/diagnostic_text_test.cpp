#include "report/diagnostic_text.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "report/layout.hpp"

namespace migadvise {
namespace {

using Code = DiagnosticCode;

std::vector<Code> all_codes() {
  std::vector<Code> codes;
  for (int i = 0; i <= static_cast<int>(Code::internal); ++i) {
    codes.push_back(static_cast<Code>(i));
  }
  return codes;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

TEST_CASE("every code has an id of its own", "[diagnostic]") {
  std::set<std::string> seen;
  for (const Code code : all_codes()) {
    const std::string id(diagnostic_id(code));
    CAPTURE(id);
    REQUIRE(id.size() == 4);
    CHECK(std::string("CTJSBPQNAFUOX").find(id[0]) != std::string::npos);
    CHECK(std::all_of(id.begin() + 1, id.end(), [](char c) { return c >= '0' && c <= '9'; }));
    CHECK(seen.insert(id).second);
  }
}

TEST_CASE("the ids are frozen", "[diagnostic]") {
  CHECK(diagnostic_id(Code::csv_unclosed_quote) == "C001");
  CHECK(diagnostic_id(Code::csv_row_length) == "C005");
  CHECK(diagnostic_id(Code::table_empty) == "T001");
  CHECK(diagnostic_id(Code::table_bad_head) == "T004");
  CHECK(diagnostic_id(Code::table_missing_row) == "T007");
  CHECK(diagnostic_id(Code::table_not_positive) == "T010");
  CHECK(diagnostic_id(Code::table_other_separator) == "T014");
  CHECK(diagnostic_id(Code::json_syntax) == "J001");
  CHECK(diagnostic_id(Code::json_invalid_utf8) == "J004");
  CHECK(diagnostic_id(Code::site_missing_key) == "S001");
  CHECK(diagnostic_id(Code::site_duplicate) == "S006");
  CHECK(diagnostic_id(Code::benchmark_none) == "B001");
  CHECK(diagnostic_id(Code::benchmark_bad_profile) == "B011");
  CHECK(diagnostic_id(Code::quota_none) == "Q001");
  CHECK(diagnostic_id(Code::quota_of_user) == "Q010");
  CHECK(diagnostic_id(Code::quota_differs) == "Q008");
  CHECK(diagnostic_id(Code::benchmark_too_many) == "B018");
  CHECK(diagnostic_id(Code::file_missing) == "F001");
  CHECK(diagnostic_id(Code::usage_unknown_option) == "U001");
  CHECK(diagnostic_id(Code::usage_bad_value) == "U006");
  CHECK(diagnostic_id(Code::output_failed) == "O001");
  CHECK(diagnostic_id(Code::internal) == "X001");
}

TEST_CASE("every message is filled, with and without its args", "[diagnostic]") {
  for (const Code code : all_codes()) {
    CAPTURE(diagnostic_id(code));
    Diagnostic diagnostic;
    diagnostic.code = code;
    for (const std::vector<std::string>& args :
         {std::vector<std::string>{"ARG0", "ARG1", "ARG2", "ARG3"}, std::vector<std::string>{}}) {
      diagnostic.args = args;
      const std::string text = diagnostic_text(diagnostic);
      CHECK(text.starts_with("migadvise: error[" + std::string(diagnostic_id(code)) + "]: "));
      CHECK(text.find('{') == std::string::npos);
      CHECK(text.find('}') == std::string::npos);
      CHECK(lines_of(text).size() == 1);
    }
  }
  Diagnostic braces;
  braces.code = Code::usage_unknown_option;
  braces.args = {"{0}{1}"};
  INFO("an arg is not filled in turn");
  CHECK(diagnostic_text(braces).find("{0}{1}") != std::string::npos);
}

TEST_CASE("a diagnostic reads as it should", "[diagnostic]") {
  Diagnostic diagnostic;
  diagnostic.code = Code::table_not_positive;
  diagnostic.file = "t.csv";
  diagnostic.at = {3, 15};
  diagnostic.args = {"Global Memory", "1g.10gb", "-1 GB", "42.4 GB"};
  diagnostic.excerpt = "Global Memory,-1 GB,20 GB";
  diagnostic.hint = "look again";
  CHECK(diagnostic_text(diagnostic) ==
        "migadvise: t.csv:3:15: error[T010]: Global Memory of 1g.10gb: '-1 GB' is not above 0\n"
        "  Global Memory,-1 GB,20 GB\n"
        "                ^\n"
        "  expected: a figure such as 42.4 GB\n"
        "  hint: look again\n");
  diagnostic.code = Code::table_missing_row;
  diagnostic.at = {};
  diagnostic.args = {"Global Memory"};
  diagnostic.excerpt.clear();
  diagnostic.hint.clear();
  CHECK(diagnostic_text(diagnostic) == "migadvise: t.csv: error[T007]: the row 'Global Memory' is missing\n");
}

// The lines of the excerpt and of the caret of a diagnostic at `column` of `line`.
std::vector<std::string> quoted(const std::string& line, std::size_t column) {
  Diagnostic diagnostic;
  diagnostic.code = Code::json_syntax;
  diagnostic.file = "f";
  diagnostic.at = {1, static_cast<std::int64_t>(column)};
  diagnostic.excerpt = line;
  std::vector<std::string> lines = lines_of(diagnostic_text(diagnostic));
  REQUIRE(lines.size() == 3);
  return {lines[1], lines[2]};
}

// The character above the caret.
std::string marked(const std::vector<std::string>& lines) {
  const std::size_t caret = lines[1].find('^');
  REQUIRE(caret != std::string::npos);
  CHECK(lines[1].find_first_not_of(' ') == caret);
  std::string rest = lines[0];
  for (std::size_t i = 0; i < caret; ++i) {
    REQUIRE_FALSE(rest.empty());
    std::size_t length = 1;
    while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80U) {
      ++length;
    }
    rest.erase(0, length);
  }
  return rest.substr(0, 1);
}

TEST_CASE("the caret stands under the place", "[diagnostic]") {
  CHECK(quoted("abc", 1) == std::vector<std::string>{"  abc", "  ^"});
  CHECK(quoted("abc", 3) == std::vector<std::string>{"  abc", "    ^"});
  CHECK(quoted("abc", 4) == std::vector<std::string>{"  abc", "     ^"});
  INFO("beyond the line it stands behind it");
  CHECK(quoted("abc", 400) == std::vector<std::string>{"  abc", "     ^"});
  struct Case {
    const char* description;
    std::string before;
    std::string after;
  };
  const auto times = [](int count, const std::string& text) {
    std::string all;
    for (int i = 0; i < count; ++i) {
      all += text;
    }
    return all;
  };
  const std::vector<Case> cases{
      {"behind nothing", "", "rest"},
      {"behind plain text", "some text ", "rest"},
      {"behind characters of two bytes", times(10, "\u00D7"), "rest"},
      {"behind characters of three bytes", times(7, "\u2588"), "rest"},
      {"behind characters of four bytes", times(3, "\U0001F600"), "rest"},
      {"behind a tab", "a\tb", "rest"},
      {"behind ESC", "a\x1B[2J", "rest"},
      {"behind invalid bytes", "a\xFF\xFE", "rest"},
      {"behind a zero width space", "a\u200Bb", "rest"},
      {"in a very long line", std::string(100'000, 'a'), std::string(100'000, 'b')},
      {"at the end of a very long line", std::string(100'000, 'a'), ""},
      {"at the start of a very long line", "", std::string(100'000, 'b')},
      {"in a long line of two bytes", times(5000, "\u00D7"), times(5000, "\u00D7")},
      {"in a long line of three bytes", times(5000, "\u2588"), times(5000, "\u2588")},
      {"in a long line of three bytes, one off", "a" + times(5000, "\u2588"), "b" + times(5000, "\u2588")},
      {"in a long line of four bytes", times(5001, "\U0001F600"), "cd" + times(5000, "\U0001F600")},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const std::vector<std::string> lines = quoted(c.before + "!" + c.after, c.before.size() + 1);
    CHECK(marked(lines) == "!");
    CHECK(lines[0].size() < 500);
    CHECK(lines[0] == printable(lines[0]));
    const bool cut_short = c.before.size() + c.after.size() > 1000;
    if (cut_short) {
      CHECK(lines[0].find("...") != std::string::npos);
      INFO("no character is cut in two");
      CHECK(lines[0].find("\\x") == std::string::npos);
    }
  }
}

TEST_CASE("nothing hostile reaches the terminal", "[diagnostic]") {
  const std::string hostile = "a\x1B]0;x\a\r\n\u009B2J\u202E\u200B\xFF\t\x7F";
  for (const Code code : all_codes()) {
    for (const bool with_excerpt : {false, true}) {
      Diagnostic diagnostic;
      diagnostic.code = code;
      diagnostic.file = hostile;
      diagnostic.at = {2, 3};
      diagnostic.args = {hostile, hostile, hostile, hostile};
      diagnostic.excerpt = with_excerpt ? hostile : "";
      diagnostic.hint = hostile;
      const std::string text = diagnostic_text(diagnostic);
      CAPTURE(diagnostic_id(code), with_excerpt);
      for (const std::string& line : lines_of(text)) {
        CHECK(line == printable(line));
      }
      // The message, the excerpt with its caret, what was expected, the hint.
      CHECK(lines_of(text).size() <= 5);
      CHECK(text.ends_with('\n'));
    }
  }
}

TEST_CASE("long args are quoted in part", "[diagnostic]") {
  Diagnostic diagnostic;
  diagnostic.code = Code::usage_unknown_option;
  for (const std::string unit : {"x", "\u00D7", "\u2588", "\U0001F600"}) {
    std::string arg = "y";
    for (int i = 0; i < 100'000; ++i) {
      arg += unit;
    }
    diagnostic.args = {arg};
    const std::string text = diagnostic_text(diagnostic);
    CHECK(text.size() < 300);
    CHECK(text.find("...") != std::string::npos);
    CHECK(text.find("\\x") == std::string::npos);
  }
}

TEST_CASE("every error of a quantity has words of its own", "[diagnostic]") {
  std::set<std::string_view> seen;
  for (int i = 0; i <= static_cast<int>(QuantityError::bad_clock); ++i) {
    const std::string_view text = quantity_error_text(static_cast<QuantityError>(i));
    CAPTURE(i, text);
    CHECK_FALSE(text.empty());
    CHECK(seen.insert(text).second);
  }
  CHECK(quantity_error_text(QuantityError::negative) == "is negative");
}

}  // namespace
}  // namespace migadvise
