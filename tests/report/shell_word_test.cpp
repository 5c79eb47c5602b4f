#include "report/shell_word.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

using namespace std::string_literals;

TEST_CASE("a word is bare, in single quotes, or with its bytes spelled out", "[shell]") {
  struct Case {
    const char* description;
    std::string word;
    std::string quoted;
  };
  const std::vector<Case> cases{
      {"nothing", "", "''"},
      {"a name", "train.py", "train.py"},
      {"a path", "./a_b/c-d+e@f,1:2", "./a_b/c-d+e@f,1:2"},
      {"an option", "--lr", "--lr"},
      {"an option with a value", "--lr=1e-4", "--lr=1e-4"},
      {"what would be an assignment", "A=b", "'A=b'"},
      {"a blank", "a b", "'a b'"},
      {"a quote", "it's", "'it'\\''s'"},
      {"only a quote", "'", "''\\'''"},
      {"double quotes", "\"a\"", "'\"a\"'"},
      {"a backslash", "a\\", "'a\\'"},
      {"a substitution", "$(id)`id`$x", "'$(id)`id`$x'"},
      {"a pattern", "*?[a]", "'*?[a]'"},
      {"braces", "{a,b}", "'{a,b}'"},
      {"a home", "~", "'~'"},
      {"a job of the shell", "%1", "'%1'"},
      {"history", "!!", "'!!'"},
      {"a comment", "#a", "'#a'"},
      {"operators", ";&|<>()", "';&|<>()'"},
      {"a letter beyond ASCII", "\u00E9", "'\u00E9'"},
      {"a tab", "a\tb", "$'a\\tb'"},
      {"a tab beside quote and backslash", "\t'\\", "$'\\t\\'\\\\'"},
      {"a line break", "a\nb", "$'a\\x0ab'"},
      {"an escape", "\x1b[31m", "$'\\x1b[31m'"},
      {"DEL", "\x7f", "$'\\x7f'"},
      {"a byte that is no character", "a\xff", "$'a\\xff'"},
      {"such a byte before a digit", "\xff"s + "1", "$'\\xff1'"},
      {"a C1 control", "\u009b", "$'\\xc2\\x9b'"},
      {"text that runs backwards", "\u202e", "$'\\xe2\\x80\\xae'"},
      {"letters beside it stay", "\u00E9\u202e", "$'\u00E9\\xe2\\x80\\xae'"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(shell_quoted(c.word) == c.quoted);
  }
}

TEST_CASE("in ASCII the bytes of other letters are spelled out", "[shell]") {
  CHECK(shell_quoted("\u00E9'", true) == "$'\\xc3\\xa9\\''");
  CHECK(shell_quoted("a b", true) == "'a b'");
  CHECK(shell_quoted("a", true) == "a");
}

TEST_CASE("the first word of a command is no keyword and no assignment", "[shell]") {
  struct Case {
    std::vector<std::string> words;
    const char* line;
  };
  const std::vector<Case> cases{
      {{}, ""},
      {{"./x"}, "./x"},
      {{"time", "time", "if"}, "'time' time if"},
      {{"if"}, "'if'"},
      {{"A=1", "B=2"}, "'A=1' 'B=2'"},
      {{"x", "", "--"}, "x '' --"},
      {{"times"}, "times"},
      {{"%1", "%2"}, "env '%1' '%2'"},
  };
  for (const Case& c : cases) {
    CHECK(shell_command(c.words) == c.line);
  }
}

TEST_CASE("a word of 1 MiB stays one word on one line", "[shell]") {
  constexpr std::size_t mib = std::size_t{1024} * 1024;
  CHECK(shell_quoted(std::string(mib, 'a')) == std::string(mib, 'a'));
  CHECK(shell_quoted(std::string(mib, ' ')) == "'" + std::string(mib, ' ') + "'");
  const std::string bytes = shell_quoted(std::string(mib, '\xff'));
  CHECK(bytes.size() == 4 * mib + 3);
  CHECK(bytes.find('\n') == std::string::npos);
}

}  // namespace
}  // namespace migadvise
