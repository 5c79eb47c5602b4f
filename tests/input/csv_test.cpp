#include "input/csv.hpp"

#include <random>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"

namespace migadvise {
namespace {

using namespace std::string_literals;

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::string> show(const std::vector<Diagnostic>& errors) {
  std::vector<std::string> lines;
  for (const Diagnostic& error : errors) {
    lines.push_back(show(error));
  }
  return lines;
}

Rows texts(const CsvFile& file) {
  Rows rows;
  for (const CsvRow& row : file.rows) {
    rows.emplace_back();
    for (const CsvCell& cell : row.cells) {
      rows.back().push_back(cell.text);
    }
  }
  return rows;
}

/// Whether each cell stands where its offset says, in the words of SourceText.
bool places_agree(const CsvFile& file, const SourceText& source) {
  for (const CsvRow& row : file.rows) {
    for (const CsvCell& cell : row.cells) {
      if (!(source.position(cell.offset) == cell.at)) {
        return false;
      }
    }
  }
  return true;
}

std::string quoted(const Rows& rows, const std::string& line_end) {
  std::string bytes;
  for (const std::vector<std::string>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      bytes += i == 0 ? "\"" : ",\"";
      for (const char c : row[i]) {
        bytes += c == '"' ? "\"\""s : std::string(1, c);
      }
      bytes += '"';
    }
    bytes += line_end;
  }
  return bytes;
}

TEST_CASE("what is well formed is read without errors", "[csv]") {
  struct Case {
    const char* description;
    std::string bytes;
    Rows rows;
  };
  const std::vector<Case> cases = {
      {"an empty file has no rows", "", {}},
      {"one cell without a line end", "a", {{"a"}}},
      {"cells and rows", "a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
      {"no final line end", "a,b\n1,2", {{"a", "b"}, {"1", "2"}}},

      {"CRLF", "a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
      {"lone CR", "a,b\r1,2\r", {{"a", "b"}, {"1", "2"}}},
      {"lone CR without a final one", "a\rb", {{"a"}, {"b"}}},
      {"CRLF, LF and CR in one file", "a\r\nb\nc\rd", {{"a"}, {"b"}, {"c"}, {"d"}}},
      {"the CR of a CRLF is no part of the cell", "a,b\r\n", {{"a", "b"}}},

      {"lines of no bytes are skipped, whatever ends them", "\n\r\n\ra\n\n\rb\r\n\r\n", {{"a"}, {"b"}}},
      {"only line ends", "\n\r\n\r\r\n\n", {}},
      {"a line of blanks is a row", "a\n \n\t\n", {{"a"}, {" "}, {"\t"}}},
      {"a line of a no-break space is a row", "\u00A0\n", {{"\u00A0"}}},
      {"a line of one comma is two empty cells", ",\n,", {{"", ""}, {"", ""}}},

      {"empty cells at every place", ",a,\n,,\nb,,c\n", {{"", "a", ""}, {"", "", ""}, {"b", "", "c"}}},
      {"the last cell of the file is empty", "a,b\n1,", {{"a", "b"}, {"1", ""}}},
      {"blanks around a cell are kept", " a ,\tb\t\n", {{" a ", "\tb\t"}}},

      {"quotes are taken off", "\"a\",\"b\"\n", {{"a", "b"}}},
      {"some cells quoted", "\"a\",b,\"c\"\n", {{"a", "b", "c"}}},
      {"a doubled quote is one", "\"a\"\"b\"", {{"a\"b"}}},
      {"doubled quotes at both ends", "\"\"\"a\"\"\"", {{"\"a\""}}},
      {"a cell of one quote", "\"\"\"\"", {{"\""}}},
      {"a cell of two quotes", "\"\"\"\"\"\"", {{"\"\""}}},
      {"an empty quoted cell is a row", "\"\"", {{""}}},
      {"an empty quoted cell between empty lines", "\n\"\"\n\n", {{""}}},
      {"two empty quoted cells", "\"\",\"\"", {{"", ""}}},
      {"a separator in quotes", "\"a,b\",c", {{"a,b", "c"}}},
      {"a LF in quotes", "\"a\nb\",c\n", {{"a\nb", "c"}}},
      {"a CRLF in quotes is kept as it is", "\"a\r\nb\",c\r\n", {{"a\r\nb", "c"}}},
      {"a CR in quotes is kept as it is", "\"a\rb\",c\r", {{"a\rb", "c"}}},
      {"line ends only, in quotes", "\"\n\r\n\r\"\n", {{"\n\r\n\r"}}},
      {"an empty line in quotes is no empty line", "\"a\n\nb\"\n", {{"a\n\nb"}}},
      {"a quote, a comma and a line end in one cell", "\"\"\",\n\"", {{"\",\n"}}},
      {"a quoted last cell at the end of the file", "a,\"b\"", {{"a", "b"}}},
      {"a quoted cell before CR", "\"a\"\r\"b\"\r", {{"a"}, {"b"}}},

      {"a quote inside an unquoted cell is text", "5\" disk,a\"b\"\n", {{"5\" disk", "a\"b\""}}},
      {"a quote at the end of an unquoted cell is text", "5\",6\"", {{"5\"", "6\""}}},
      {"a blank before a quote makes the cell unquoted", " \"a\"\n", {{" \"a\""}}},
      {"a lone quote behind text does not reach over the line", "a\"\nb\n", {{"a\""}, {"b"}}},

      {"a byte order mark is skipped", "\uFEFFa,b\n", {{"a", "b"}}},
      {"a byte order mark before a quote", "\uFEFF\"a,b\",c\n", {{"a,b", "c"}}},
      {"a byte order mark alone", "\uFEFF", {}},
      {"a byte order mark before an empty line", "\uFEFF\n\na", {{"a"}}},
      {"only the first byte order mark is skipped", "\uFEFF\uFEFFa", {{"\uFEFFa"}}},
      {"a byte order mark in the second line is text", "a\n\uFEFFb", {{"a"}, {"\uFEFFb"}}},

      {"any UTF-8",
       "2\u00B3\u00B9-1 \u00D7 65535,\u00F7,\U0001F600,~\u00A09.5\u00A0GB\n",
       {{"2\u00B3\u00B9-1 \u00D7 65535", "\u00F7", "\U0001F600", "~\u00A09.5\u00A0GB"}}},
      {"Unicode's own line separators end no row", "a\u2028b\u2029c\u0085d\n", {{"a\u2028b\u2029c\u0085d"}}},
      {"form feed and vertical tab end no row", "a\fb\vc\n", {{"a\fb\vc"}}},
      {"semicolons and tabs separate nothing", "a;b\tc\n", {{"a;b\tc"}}},
      {"single quotes are text", "'a,b'\n", {{"'a", "b'"}}},
      {"a backslash escapes nothing", "\"a\\\",b\n", {{"a\\", "b"}}},
      {"a line that begins with # is a row", "#a\n", {{"#a"}}},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.description) {
      const SourceText source("f.csv", c.bytes);
      const CsvFile file = read_csv(source);
      CHECK(texts(file) == c.rows);
      CHECK(show(file.errors).empty());
      CHECK(places_agree(file, source));
    }
  }
}

TEST_CASE("every cell has its place", "[csv]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::vector<std::string> places;  // of all cells: place and offset
  };
  const std::vector<Case> cases = {
      {"plain", "a,bc,d\ne,f,g", {"1:1+0", "1:3+2", "1:6+5", "2:1+7", "2:3+9", "2:5+11"}},
      {"a quoted cell begins at its quote", "\"a\",\"b\"", {"1:1+0", "1:5+4"}},
      {"behind a cell over two lines", "a,\"b\nc\",d\ne,f,g", {"1:1+0", "1:3+2", "2:4+8", "3:1+10", "3:3+12", "3:5+14"}},
      {"behind a cell with CRLF", "a,\"b\r\nc\",d\r\ne,f,g", {"1:1+0", "1:3+2", "2:4+9", "3:1+12", "3:3+14", "3:5+16"}},
      {"behind a cell with lone CRs", "\"\r\r\",b\rc,d", {"1:1+0", "3:3+5", "4:1+7", "4:3+9"}},
      {"CRLF counts once, CR and LF too", "a\r\nb\rc\nd", {"1:1+0", "2:1+3", "3:1+5", "4:1+7"}},
      {"skipped lines count", "\n\r\n\ra\n\nb", {"4:1+4", "6:1+7"}},
      {"a byte order mark has no width", "\uFEFFa,b\nc,d", {"1:1+3", "1:3+5", "2:1+7", "2:3+9"}},
      {"a byte order mark before a quote", "\uFEFF\"a\",b", {"1:1+3", "1:5+7"}},
      {"columns are bytes", "\u00D7,b", {"1:1+0", "1:4+3"}},
      {"empty cells", ",,", {"1:1+0", "1:2+1", "1:3+2"}},
      {"an empty cell at the end of the file", "a,b\n1,", {"1:1+0", "1:3+2", "2:1+4", "2:3+6"}},
      {"an empty cell before CRLF", "a,\r\nb,", {"1:1+0", "1:3+2", "2:1+4", "2:3+6"}},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.description) {
      const SourceText source("f.csv", c.bytes);
      const CsvFile file = read_csv(source);
      std::vector<std::string> places;
      for (const CsvRow& row : file.rows) {
        for (const CsvCell& cell : row.cells) {
          places.push_back(show(cell.at) + "+" + std::to_string(cell.offset));
        }
      }
      CHECK(places == c.places);
      CHECK(places_agree(file, source));
    }
  }
}

TEST_CASE("errors have their place and reading goes on", "[csv]") {
  struct Case {
    const char* description;
    std::string bytes;
    Rows rows;
    std::vector<std::string> errors;
  };
  const std::vector<Case> cases = {
      {"a quote that is not closed", "a,\"b", {{"a", "b"}}, {"1:3 C001"}},
      {"a quote as the last byte", "a,\"", {{"a", ""}}, {"1:3 C001"}},
      {"a file of one quote", "\"", {{""}}, {"1:1 C001"}},
      {"a file of three quotes", "\"\"\"", {{"\""}}, {"1:1 C001"}},
      {"a doubled quote closes nothing", "\"a\"\"", {{"a\""}}, {"1:1 C001"}},
      {"it swallows the rest and its row is not reported as short",
       "a,b,c\n1,\"2,3\n4,5,6\n",
       {{"a", "b", "c"}, {"1", "2,3\n4,5,6\n"}},
       {"2:3 C001"}},
      {"it stands behind a cell of two lines", "\"a\r\nb\",\"c", {{"a\r\nb", "c"}}, {"2:4 C001"}},
      {"it stands behind a byte order mark", "\uFEFF\"a", {{"a"}}, {"1:1 C001"}},

      {"text after a closing quote", "\"a\"b,c\nd,e\n", {{"ab", "c"}, {"d", "e"}}, {"1:4 C002 [b]"}},
      {"a blank after a closing quote", "\"a\" ,c\n", {{"a ", "c"}}, {"1:4 C002 [ ]"}},
      {"the text reaches to the end of the line", "\"a\" x y\r\n1\n", {{"a x y"}, {"1"}}, {"1:4 C002 [ x y]"}},
      {"the text reaches to the end of the file", "\"\"x", {{"x"}}, {"1:3 C002 [x]"}},
      {"a quote in the text opens nothing", "\"a\"b\"c\",d\n", {{"ab\"c\"", "d"}}, {"1:4 C002 [b\"c\"]"}},
      {"a quote that should have been doubled", "\"a \"b\" c\",d\n", {{"a b\" c\"", "d"}}, {"1:5 C002 [b\" c\"]"}},
      {"behind a cell of two lines", "\"a\nbc\"d\n", {{"a\nbcd"}}, {"2:4 C002 [d]"}},
      {"twice in a row", "\"a\"1,\"b\"2", {{"a1", "b2"}}, {"1:4 C002 [1]", "1:9 C002 [2]"}},

      {"a NUL stays in the cell", "a\0b,c\n"s, {{"a\0b"s, "c"}}, {"1:2 C003"}},
      {"NULs once a line", "\0\0,\0\na,b\n\0,\0"s, {{"\0\0"s, "\0"s}, {"a", "b"}, {"\0"s, "\0"s}}, {"1:1 C003", "3:1 C003"}},
      {"NULs once a line, also inside a cell",
       "\"\0\n\0\0\r\n\0\r\0\""s,
       {{"\0\n\0\0\r\n\0\r\0"s}},
       {"1:2 C003", "2:1 C003", "3:1 C003", "4:1 C003"}},
      {"a line of one NUL is a row", "\0\n"s, {{"\0"s}}, {"1:1 C003"}},
      {"a NUL behind a byte order mark", "\uFEFF\0"s, {{"\0"s}}, {"1:1 C003"}},

      {"Latin-1", "caf\xE9,b\n", {{"caf\xE9", "b"}}, {"1:4 C004 [0xE9]"}},
      {"Latin-1 once a line", "\xE9,\xE9\n\xE9,b", {{"\xE9", "\xE9"}, {"\xE9", "b"}}, {"1:1 C004 [0xE9]", "2:1 C004 [0xE9]"}},
      {"a no-break space of Latin-1", "9.5\xA0GB", {{"9.5\xA0GB"}}, {"1:4 C004 [0xA0]"}},
      {"a sequence cut off by a line end", "a\xE2\x82\nb", {{"a\xE2\x82"}, {"b"}}, {"1:2 C004 [0xE2]"}},
      {"a sequence cut off by the end of the file", "ab\xF0\x9F\x98", {{"ab\xF0\x9F\x98"}}, {"1:3 C004 [0xF0]"}},
      {"a sequence cut off by a quote", "\"\xC3\"", {{"\xC3"}}, {"1:2 C004 [0xC3]"}},
      {"overlong", "\xC0\xAF", {{"\xC0\xAF"}}, {"1:1 C004 [0xC0]"}},
      {"an overlong line end ends no line", "a\xC0\x8A,b", {{"a\xC0\x8A", "b"}}, {"1:2 C004 [0xC0]"}},
      {"a surrogate", "a\xED\xA0\x80", {{"a\xED\xA0\x80"}}, {"1:2 C004 [0xED]"}},
      {"in the third line, behind a byte order mark and a cell of two lines",
       "\uFEFF\"a\nb\"\nc\x80",
       {{"a\nb"}, {"c\x80"}},
       {"3:2 C004 [0x80]"}},
      {"part of a byte order mark", "\xEF\xBB,a", {{"\xEF\xBB", "a"}}, {"1:1 C004 [0xEF]"}},

      {"UTF-16, low byte first, is one error and no rows",
       "\xFF\xFE"
       "a\0,\0b\0\n\0"s,
       {},
       {"1:1 C004 [0xFF]"}},
      {"UTF-16, high byte first, is one error and no rows", "\xFE\xFF\0a\0,\0b\0\n"s, {}, {"1:1 C004 [0xFE]"}},
      {"UTF-16 without anything in it", "\xFF\xFE", {}, {"1:1 C004 [0xFF]"}},
      {"0xFF alone is not UTF-16", "\xFF,a", {{"\xFF", "a"}}, {"1:1 C004 [0xFF]"}},

      {"a row too short", "a,b,c\n1,2\n3,4,5\n", {{"a", "b", "c"}, {"1", "2"}, {"3", "4", "5"}}, {"2:1 C005 [2] [3]"}},
      {"a row too long", "a,b\n1,2,3\n", {{"a", "b"}, {"1", "2", "3"}}, {"2:1 C005 [3] [2]"}},
      {"a comma too many at the end of a row", "a,b\n1,2,\n", {{"a", "b"}, {"1", "2", ""}}, {"2:1 C005 [3] [2]"}},
      {"a row of blanks is too short", "a,b\n  \n", {{"a", "b"}, {"  "}}, {"2:1 C005 [1] [2]"}},
      {"an empty quoted cell is too short", "a,b\n\"\"\n", {{"a", "b"}, {""}}, {"2:1 C005 [1] [2]"}},
      {"the first row behind empty lines sets the length", "\n\na,b\n1\n", {{"a", "b"}, {"1"}}, {"4:1 C005 [1] [2]"}},
      {"behind a cell of two lines",
       "a,b\n\"1\n2\",3,4\n5\n",
       {{"a", "b"}, {"1\n2", "3", "4"}, {"5"}},
       {"2:1 C005 [3] [2]", "4:1 C005 [1] [2]"}},
      {"the first row alone has its length", "a,b,c", {{"a", "b", "c"}}, {}},

      {"a row's length is reported before what is wrong inside it",
       "a\n1,\"2\"3\n",
       {{"a"}, {"1", "23"}},
       {"2:1 C005 [2] [1]", "2:6 C002 [3]"}},
      {"all kinds together, in file order",
       "a,b\n1\xE9,2\0\n3\n\"4\"4,\"5"s,
       {{"a", "b"}, {"1\xE9", "2\0"s}, {"3"}, {"44", "5"}},
       {"2:2 C004 [0xE9]", "2:5 C003", "3:1 C005 [1] [2]", "4:4 C002 [4]", "4:6 C001"}},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.description) {
      const SourceText source("f.csv", c.bytes);
      const CsvFile file = read_csv(source);
      CHECK(texts(file) == c.rows);
      CHECK(show(file.errors) == c.errors);
      CHECK(places_agree(file, source));
    }
  }
}

TEST_CASE("an error carries the file, the line and a likely repair", "[csv]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::string excerpt;
    std::string hint;
  };
  const std::vector<Case> cases = {
      {"unclosed quote", "a,b\nc,\"d\ne\n", "c,\"d",
       "put a quote at the end of the cell; a quote that belongs to the text is written twice"},
      {"text after a quote", "a\n\"b\"c\r\n", "\"b\"c", "a quote inside a quoted cell is written twice"},
      {"text after a cell of two lines", "\"a\nb\"c\n", "b\"c", "a quote inside a quoted cell is written twice"},
      {"NUL", "a\0b\n"s, "a\0b"s, "save the file as UTF-8"},
      {"Latin-1", "\uFEFFa\xE9\n", "a\xE9", "save the file as UTF-8"},
      {"UTF-16",
       "\xFF\xFE"
       "a\0"s,
       "\xFF\xFE"
       "a\0"s,
       "the file looks like UTF-16; save it as UTF-8"},
      {"a row too long", "a,b\n1,2,3\n", "1,2,3", "put a cell that contains a comma in quotes"},
      {"a row too short has no likely repair", "a,b\n1\n", "1", ""},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.description) {
      const CsvFile file = read_csv(SourceText("table.csv", c.bytes));
      REQUIRE(file.errors.size() == 1);
      CHECK(file.errors[0].file == "table.csv");
      CHECK(file.errors[0].excerpt == c.excerpt);
      CHECK(file.errors[0].hint == c.hint);
    }
  }
}

TEST_CASE("the first errors of a file are kept, up to the limit", "[csv]") {
  const auto last = [](const std::string& bytes) {
    const CsvFile file = read_csv(SourceText("f.csv", bytes));
    CHECK(file.errors.size() == max_diagnostics);
    return show(file.errors.back());
  };
  const auto repeat = [](const std::string& text, std::size_t times) {
    std::string bytes;
    for (std::size_t i = 0; i < times; ++i) {
      bytes += text;
    }
    return bytes;
  };

  SECTION("rows of another length") { CHECK(last("a,b\n" + repeat("1\n", 99)) == "51:1 C005 [1] [2]"); }
  SECTION("NULs") { CHECK(last(repeat("\0\n"s, 99)) == "50:1 C003"); }
  SECTION("bad bytes") { CHECK(last(repeat("\xFF\n", 99)) == "50:1 C004 [0xFF]"); }
  SECTION("text after quotes in one line") { CHECK(last(repeat("\"\"x,", 99)) == "1:199 C002 [x]"); }
  SECTION("a bad byte at the end of the file pushes nothing out") {
    CHECK(last("a,b\n" + repeat("1\n", 50) + "\xFF,c\n") == "51:1 C005 [1] [2]");
  }
  SECTION("a bad byte at the start of the file is not pushed out") {
    const CsvFile file = read_csv(SourceText("f.csv", "\xFF,b\n" + repeat("1\n", 50)));
    CHECK(file.errors.size() == max_diagnostics);
    CHECK(show(file.errors.front()) == "1:1 C004 [0xFF]");
    CHECK(show(file.errors.back()) == "50:1 C005 [1] [2]");
  }
  SECTION("the length of a row is not pushed out by the errors inside it") {
    const CsvFile file = read_csv(SourceText("f.csv", "a\n" + repeat("\"\"x,", 99)));
    CHECK(file.errors.size() == max_diagnostics);
    CHECK(show(file.errors.front()) == "2:1 C005 [100] [1]");
    CHECK(show(file.errors.back()) == "2:195 C002 [x]");
  }
  SECTION("an unclosed quote behind the limit is left out") {
    CHECK(last("a,b\n" + repeat("1\n", 50) + "\"") == "51:1 C005 [1] [2]");
  }
  SECTION("all rows are read all the same") {
    CHECK(read_csv(SourceText("f.csv", "a,b\n" + repeat("1\n", 99))).rows.size() == 100);
  }
}

TEST_CASE("large files are read", "[csv]") {
  constexpr std::size_t count = 100'000;
  SECTION("many cells on a line") {
    std::string bytes = "x";
    for (std::size_t i = 1; i < count; ++i) {
      bytes += ",x";
    }
    const CsvFile file = read_csv(SourceText("f.csv", bytes));
    REQUIRE(file.rows.size() == 1);
    REQUIRE(file.rows[0].cells.size() == count);
    CHECK(show(file.rows[0].cells.back().at) == "1:199999");
    CHECK(file.errors.empty());
  }
  SECTION("many lines in a cell") {
    std::string bytes = "\"";
    for (std::size_t i = 0; i < count; ++i) {
      bytes += i % 3 == 0 ? "\n" : i % 3 == 1 ? "\r\n" : "\rx";
    }
    bytes += "\",y\n";
    const CsvFile file = read_csv(SourceText("f.csv", bytes));
    REQUIRE(file.rows.size() == 1);
    REQUIRE(file.rows[0].cells.size() == 2);
    CHECK(show(file.rows[0].cells[1].at) == "100001:3");
  }
  SECTION("many rows") {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
      bytes += "a,\"b\nc\"\r\n";
    }
    const CsvFile file = read_csv(SourceText("f.csv", bytes));
    REQUIRE(file.rows.size() == count);
    CHECK(show(file.rows.back().cells[1].at) == "199999:3");
  }
  SECTION("many errors on a line") {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
      bytes += "\"\"x,";
    }
    CHECK(read_csv(SourceText("f.csv", bytes)).errors.size() == max_diagnostics);
  }
  SECTION("a quote that is never closed") {
    const CsvFile file = read_csv(SourceText("f.csv", "\"" + std::string(1'000'000, 'x')));
    CHECK(show(file.errors) == std::vector<std::string>{"1:1 C001"});
  }
}

TEST_CASE("what is written in quotes is read back", "[csv]") {
  const std::vector<std::string> pieces = {"a", "7.7x", ",", "\"",     "\n",     "\r",     "\r\n",
                                           " ", "\t",   ";", "\u00A0", "\u00D7", "\uFEFF", "\U0001F600"};
  const std::vector<std::string> line_ends = {"\n", "\r\n", "\r"};
  std::mt19937 random(20250822);
  // std::uniform_int_distribution differs between libraries; the remainder does not.
  const auto below = [&random](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
  for (int round = 0; round < 2000; ++round) {
    Rows rows(below(6));
    const std::size_t columns = 1 + below(5);
    for (std::vector<std::string>& row : rows) {
      for (std::size_t i = 0; i < columns; ++i) {
        std::string cell;
        for (std::size_t k = below(6); k > 0; --k) {
          cell += pieces[below(pieces.size())];
        }
        row.push_back(cell);
      }
    }
    const std::string bytes = (below(2) == 0 ? "\uFEFF" : "") + quoted(rows, line_ends[below(line_ends.size())]);
    const SourceText source("f.csv", bytes);
    const CsvFile file = read_csv(source);
    INFO(bytes);
    REQUIRE(texts(file) == rows);
    REQUIRE(file.errors.empty());
    REQUIRE(places_agree(file, source));
  }
}

}  // namespace
}  // namespace migadvise
