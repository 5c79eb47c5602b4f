#include "report/grid.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "migadvise/migadvise.hpp"
#include "report/markdown_table.hpp"

namespace migadvise {
namespace {

Grid grid_of(std::vector<std::vector<std::string>> rows) {
  Grid grid;
  grid.columns = {{"option", "option", false}, {"SU/hour", "su_per_hour", true}};
  grid.rows = std::move(rows);
  return grid;
}

TEST_CASE("plain text is escaped for Markdown", "[grid]") {
  struct Case {
    const char* description;
    std::string text;
    std::string markdown;
  };
  const std::vector<Case> cases{
      {"nothing to escape", "3g.40gb (33 of 39.4 GiB)", "3g.40gb (33 of 39.4 GiB)"},
      {"a bar would end the cell", "a|b", "a\\|b"},
      {"a backslash before a bar", "a\\|b", "a\\\\\\|b"},
      {"typewriter face", "`a`", "\\`a\\`"},
      {"emphasis", "*a* _b_", "\\*a\\* \\_b\\_"},
      {"a link", "[a](b)", "\\[a\\](b)"},
      {"HTML", "<b>", "&lt;b>"},
      {"an entity", "&lt;", "&amp;lt;"},
      {"characters of several bytes", "2 × é", "2 × é"},
      {"nothing at all", "", ""},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(markdown_text(c.text) == c.markdown);
    CHECK(shown_by_markdown(markdown_text(c.text)) == c.text);
  }
  CHECK(markdown_text("a\nb").find('\n') == std::string::npos);  // a line break would end the row
  CHECK(markdown_code("gpu:a100:1") == "`gpu:a100:1`");
  CHECK(markdown_code("").empty());  // two marks alone would be shown
}

TEST_CASE("a Markdown table is read as a table with every cell in its column", "[grid]") {
  const std::vector<std::string> texts{"full", "a|b", "\\", "a\\|", "||", "`x", "**x**", "<&>", "", "é × ⁿ"};
  std::vector<std::vector<std::string>> rows;
  for (const std::string& text : texts) {
    rows.push_back({markdown_text(text), "9"});
  }
  const std::string page = grid_markdown(grid_of(rows));
  CAPTURE(page);
  const auto tables = markdown_tables(page);
  REQUIRE(tables);
  REQUIRE(tables->size() == 1);
  const MarkdownTable& table = tables->front();
  CHECK(table.heads == std::vector<std::string>{"option", "SU/hour"});
  CHECK(table.to_the_right == std::vector<bool>{false, true});
  REQUIRE(table.rows.size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK(shown_by_markdown(table.rows[i][0]) == texts[i]);
    CHECK(table.rows[i][1] == "9");
  }
}

TEST_CASE("the columns of a Markdown table stand below each other, counted in characters", "[grid]") {
  CHECK(grid_markdown(grid_of({{"2 × full", "36"}, {"é", "5"}})) ==
        "| option   | SU/hour |\n"
        "| -------- | ------: |\n"
        "| 2 × full |      36 |\n"
        "| é        |       5 |\n");
  Grid narrow;
  narrow.columns = {{"", "", false}, {"", "", true}};
  CHECK(grid_markdown(narrow) == "|     |     |\n| --- | --: |\n");
}

TEST_CASE("a table of text is aligned in characters and ends no line with blanks", "[grid]") {
  CHECK(grid_text(grid_of({{"2 × full", "36"}, {"é", ""}}), Style{false, false, 80}) ==
        "  option    SU/hour\n"
        "  2 × full       36\n"
        "  é\n");
}

TEST_CASE("CSV cells are quoted where RFC 4180 asks for it, and read back as they were", "[grid]") {
  struct Case {
    const char* description;
    std::string cell;
    std::string written;
  };
  const std::vector<Case> cases{
      {"plain", "1g.10gb", "1g.10gb"},
      {"empty", "", ""},
      {"a comma", "a,b", "\"a,b\""},
      {"a quote", "a\"b", "\"a\"\"b\""},
      {"only quotes", "\"\"", "\"\"\"\"\"\""},
      {"a line feed", "a\nb", "\"a\nb\""},
      {"a carriage return", "a\rb", "\"a\rb\""},
      {"blanks stay and need no quotes", " a ", " a "},
      {"a semicolon needs no quotes", "gpu_memory;whole_gpus", "gpu_memory;whole_gpus"},
      {"characters of several bytes", "~1.3 TB/s ×", "~1.3 TB/s ×"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(grid_csv(grid_of({{c.cell, "9"}})) == "option,su_per_hour\n" + c.written + ",9\n");
  }
  CHECK(grid_csv(grid_of({})) == "option,su_per_hour\n");
}

TEST_CASE("the reader of Markdown tables refuses what is none", "[grid]") {
  struct Case {
    const char* description;
    std::string page;
  };
  const std::vector<Case> cases{
      {"no row of signs", "| a | b |\n"},
      {"text below the heads", "| a | b |\n| 1 | 2 |\n"},
      {"a cell too many", "| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n"},
      {"a cell too few", "| a | b |\n| --- | --- |\n| 1 |\n"},
      {"a row without its last bar", "| a | b |\n| --- | --- |\n| 1 | 2\n"},
      {"an escaped bar does not end a cell", "| a | b |\n| --- | --- |\n| 1 \\| 2 |\n"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK_FALSE(markdown_tables(c.page));
  }
}

}  // namespace
}  // namespace migadvise
