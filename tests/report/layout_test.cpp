#include "report/layout.hpp"

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

using namespace std::string_literals;

TEST_CASE("what could act on a terminal is shown as text", "[layout]") {
  struct Case {
    const char* description;
    std::string text;
    std::string shown;
  };
  const std::vector<Case> cases{
      {"nothing", "", ""},
      {"plain text", "a b ~!", "a b ~!"},
      {"letters of any script", "\u00C9\u00D7\u2588\U0001F600", "\u00C9\u00D7\u2588\U0001F600"},
      {"a no-break space", "a\u00A0b", "a\u00A0b"},
      {"ESC", "\x1B[31m", "\\u{1B}[31m"},
      {"NUL", "a\0b"s, "a\\u{0}b"},
      {"a line break", "a\nb", "a\\u{A}b"},
      {"a carriage return", "a\rb", "a\\u{D}b"},
      {"a tab", "a\tb", "a\\u{9}b"},
      {"a backspace", "a\bb", "a\\u{8}b"},
      {"DEL", "a\x7F", "a\\u{7F}"},
      {"C1: CSI", "\u009B31m", "\\u{9B}31m"},
      {"C1: next line", "a\u0085b", "a\\u{85}b"},
      {"bidi override", "a\u202Eb", "a\\u{202E}b"},
      {"bidi embedding", "\u202A\u202B\u202C\u202D", "\\u{202A}\\u{202B}\\u{202C}\\u{202D}"},
      {"bidi isolates", "\u2066\u2067\u2068\u2069", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}"},
      {"bidi marks", "\u200E\u200F\u061C", "\\u{200E}\\u{200F}\\u{61C}"},
      {"zero width", "\u200B\u200C\u200D\u2060\uFEFF", "\\u{200B}\\u{200C}\\u{200D}\\u{2060}\\u{FEFF}"},
      {"a soft hyphen", "a\u00ADb", "a\\u{AD}b"},
      {"line and paragraph separators", "\u2028\u2029", "\\u{2028}\\u{2029}"},
      {"tags", "\U000E0041", "\\u{E0041}"},
      {"a variation selector", "\uFE0F", "\\u{FE0F}"},
      {"a byte that is no character", "a\xFF", "a\\xFF"},
      {"a raw C1 byte", "\x9B", "\\x9B"},
      {"a character cut short", "\xE2\x96", "\\xE2\\x96"},
      {"an overlong slash", "\xC0\xAF", "\\xC0\\xAF"},
      {"an overlong ESC", "\xE0\x80\x9B", "\\xE0\\x80\\x9B"},
      {"a surrogate", "\xED\xA0\x80", "\\xED\\xA0\\x80"},
      {"beyond Unicode", "\xF4\x90\x80\x80", "\\xF4\\x90\\x80\\x80"},
      {"valid behind invalid", "\xE2\xC3\x97", "\\xE2\u00D7"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(printable(c.text) == c.shown);
    CHECK(printable(c.shown) == c.shown);
  }
}

TEST_CASE("text of many lines keeps its line feeds and tabs") {
  CHECK(printable_lines("").empty());
  CHECK(printable_lines("a\n\tb\n") == "a\n\tb\n");
  CHECK(printable_lines("\n\na") == "\n\na");
  CHECK(printable_lines("a\x1B[31m\n\xFF\r\nb\xE2\x80\xAE") == "a\\u{1B}[31m\n\\xFF\\u{D}\nb\\u{202E}");
}

TEST_CASE("no random bytes bring a control character to the terminal", "[layout]") {
  std::mt19937 random(6);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes;
    for (int k = 0; k < 20; ++k) {
      bytes += static_cast<char>(std::uniform_int_distribution<int>(0, 255)(random));
    }
    const std::string shown = printable(bytes);
    CHECK(std::none_of(shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }));
    CHECK(printable(shown) == shown);
    const std::string plain = to_ascii(shown);
    CHECK(std::all_of(plain.begin(), plain.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
  }
}

TEST_CASE("ASCII is what any terminal shows", "[layout]") {
  CHECK(to_ascii("a b\n") == "a b\n");
  CHECK(to_ascii("3 \u00D7 1g \u00F7 2") == "3 x 1g / 2");
  CHECK(to_ascii("\u2588\u2591") == "#.");
  CHECK(to_ascii("a\u00A0b\u202Fc") == "a b c");
  CHECK(to_ascii("\u2018a\u2019 \u2013") == "'a' -");
  CHECK(to_ascii("\u00C9\U0001F600") == "\\u{C9}\\u{1F600}");
  CHECK(to_ascii("\xFF\xC3") == "\\xFF\\xC3");
  INFO("the colours of the program itself stay");
  CHECK(to_ascii("\x1B[1ma\x1B[0m") == "\x1B[1ma\x1B[0m");
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    const std::string plain = to_ascii(std::string(1, static_cast<char>(byte)));
    CHECK(std::all_of(plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) < 0x7F; }));
  }
}

TEST_CASE("text is padded to a width in characters", "[layout]") {
  CHECK(display_width("") == 0);
  CHECK(display_width("a\u00D7\u2588\U0001F600") == 4);
  CHECK(pad_left("ab", 4) == "  ab");
  CHECK(pad_right("ab", 4) == "ab  ");
  CHECK(pad_left("\u00D7", 3) == "  \u00D7");
  CHECK(pad_right("\u2588", 3) == "\u2588  ");
  CHECK(pad_left("abcd", 3) == "abcd");
  CHECK(pad_right("abcd", 3) == "abcd");
  CHECK(pad_left("", 2) == "  ");
}

TEST_CASE("text is wrapped at blanks", "[layout]") {
  CHECK(wrap("", "- ", 10) == "- \n");
  CHECK(wrap("one two", "- ", 10) == "- one two\n");
  CHECK(wrap("one two", "- ", 9) == "- one two\n");
  CHECK(wrap("one two", "- ", 8) == "- one\n  two\n");
  CHECK(wrap("one two three four", "", 9) == "one two\nthree\nfour\n");
  CHECK(wrap("\u00D7\u00D7\u00D7 \u00D7\u00D7", "", 6) == "\u00D7\u00D7\u00D7 \u00D7\u00D7\n");
  CHECK(wrap("incomprehensibilities of", "  * ", 10) == "  * incomprehensibilities\n    of\n");
  CHECK(wrap("one two", "", 0) == "one\ntwo\n");
  CHECK(wrap("one two", "", -5) == "one\ntwo\n");
  CHECK(wrap("with 10 % headroom", "", 8) == "with\n10 %\nheadroom\n");
}

TEST_CASE("wrapping loses no word and keeps the width", "[layout]") {
  std::mt19937 random(7);
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    std::vector<std::string> words;
    for (int k = pick(0, 30); k > 0; --k) {
      std::string word;
      for (int letter = pick(1, 14); letter > 0; --letter) {
        word += pick(0, 3) == 0 ? "\u2588" : "x";
      }
      text += (words.empty() ? "" : " ") + word;
      words.push_back(word);
    }
    const std::string first(static_cast<std::size_t>(pick(0, 6)), '*');
    const int width = pick(1, 60);
    const std::string wrapped = wrap(text, first, width);
    CAPTURE(text, first, width, wrapped);
    REQUIRE(wrapped.starts_with(first));
    REQUIRE(wrapped.ends_with('\n'));
    std::istringstream lines(wrapped.substr(first.size()));
    std::vector<std::string> found;
    std::string line;
    for (int number = 0; std::getline(lines, line); ++number) {
      std::istringstream in(line);
      std::size_t in_line = 0;
      for (std::string word; in >> word; ++in_line) {
        found.push_back(word);
      }
      const std::size_t columns = display_width(line) + (number == 0 ? first.size() : 0);
      CHECK((columns <= static_cast<std::size_t>(width) || in_line <= 1));
      CHECK_FALSE(line.ends_with(' '));
      if (number > 0) {
        CHECK(line.find_first_not_of(' ') == first.size());
      }
    }
    CHECK(found == words);
  }
}

TEST_CASE("lines are painted only where colour is wanted", "[layout]") {
  const Style plain;
  Style color;
  color.color = true;
  for (const Paint how : {Paint::plain, Paint::heading, Paint::good, Paint::bad}) {
    CHECK(paint("line", how, plain) == "line");
  }
  CHECK(paint("line", Paint::plain, color) == "line");
  CHECK(paint("line", Paint::heading, color) == "\x1B[1mline\x1B[0m");
  CHECK(paint("line", Paint::good, color) == "\x1B[1;32mline\x1B[0m");
  CHECK(paint("line", Paint::bad, color) == "\x1B[1;31mline\x1B[0m");
}

TEST_CASE("a share is drawn as ten signs", "[layout]") {
  const auto signs = [](int filled) {
    std::string text;
    for (int i = 0; i < 10; ++i) {
      text += i < filled ? "\u2588" : "\u2591";
    }
    return text;
  };
  CHECK(bar(0, 100) == signs(0));
  CHECK(bar(4, 100) == signs(0));
  CHECK(bar(5, 100) == signs(1));
  CHECK(bar(76, 100) == signs(8));
  CHECK(bar(100, 100) == signs(10));
  CHECK(bar(200, 100) == signs(10));
  CHECK(bar(32'212'254'720, 42'400'000'000) == signs(8));
}

}  // namespace
}  // namespace migadvise
