#include "input/json_reader.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"

namespace migadvise {
namespace {

using namespace std::string_literals;
using Kind = JsonValue::Kind;

std::vector<std::string> errors_of(const std::string& bytes) {
  const SourceText source("f.json", bytes);
  const JsonFile file = read_json(source);
  CHECK(file.value.has_value() == file.errors.empty());
  std::vector<std::string> lines;
  for (const Diagnostic& error : file.errors) {
    CHECK(error.file == "f.json");
    lines.push_back(show(error));
  }
  return lines;
}

// Every value and key of a tree: where it stands and what it is.
void walk(const JsonValue& value, const SourceText& source, std::vector<std::string>& lines) {
  std::string line = show(source.position(value.offset)) + " " + std::string(json_kind_name(value.kind));
  if (value.kind == Kind::boolean) {
    line += value.boolean ? " true" : " false";
  }
  if (value.kind == Kind::number || value.kind == Kind::string) {
    line += " " + value.text;
  }
  lines.push_back(line);
  for (const JsonValue& item : value.items) {
    walk(item, source, lines);
  }
  for (const JsonMember& member : value.members) {
    lines.push_back(show(source.position(member.key_offset)) + " key " + member.key);
    walk(member.value, source, lines);
  }
}

TEST_CASE("every value of a JSON text has its place", "[json]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::vector<std::string> lines;
  };
  const std::vector<Case> cases{
      {"null", "null", {"1:1 null"}},
      {"true", " true ", {"1:2 true or false true"}},
      {"false", "\n\tfalse\n", {"2:2 true or false false"}},
      {"a string", "\"a b\"", {"1:1 a string a b"}},
      {"an empty string", "\"\"", {"1:1 a string "}},
      {"a number keeps its spelling", "1.50", {"1:1 a number 1.50"}},
      {"also with an exponent", "-1.5E+3", {"1:1 a number -1.5E+3"}},
      {"also beyond 64 bits", "123456789012345678901234567890", {"1:1 a number 123456789012345678901234567890"}},
      {"an empty array", "[ ]", {"1:1 an array"}},
      {"an empty object", "{ }", {"1:1 an object"}},
      {"numbers before each delimiter",
       "[1,2 ,3\n,4\t,[5],{\"a\":6},{\"b\":7 },{\"c\":8\r\n}]",
       {"1:1 an array", "1:2 a number 1", "1:4 a number 2", "1:7 a number 3", "2:2 a number 4", "2:5 an array", "2:6 a number 5",
        "2:9 an object", "2:10 key a", "2:14 a number 6", "2:17 an object", "2:18 key b", "2:22 a number 7", "2:26 an object",
        "2:27 key c", "2:31 a number 8"}},
      {"a number behind everything",
       "[\"a\",1,null,2,true,3,[],4,{},5]",
       {"1:1 an array", "1:2 a string a", "1:6 a number 1", "1:8 null", "1:13 a number 2", "1:15 true or false true",
        "1:20 a number 3", "1:22 an array", "1:25 a number 4", "1:27 an object", "1:30 a number 5"}},
      {"behind strings with escapes",
       "[\"a\\n\\\"\\\\\\u00e9\",\n \"\\ud83d\\ude00\", 1]",
       {"1:1 an array", "1:2 a string a\n\"\\\u00E9", "2:2 a string \U0001F600", "2:18 a number 1"}},
      {"behind characters of several bytes",
       "[\"\u00D7\u2588\", 1]",
       {"1:1 an array", "1:2 a string \u00D7\u2588", "1:11 a number 1"}},
      {"separators in strings",
       "[\",:]}\", {\":,\" : \"{[\"}]",
       {"1:1 an array", "1:2 a string ,:]}", "1:10 an object", "1:11 key :,", "1:18 a string {["}},
      {"blanks around separators",
       "{ \"a\" : 1 , \"b\" : [ ] }",
       {"1:1 an object", "1:3 key a", "1:9 a number 1", "1:13 key b", "1:19 an array"}},
      {"CRLF", "{\r\n\"a\":\r\n1\r\n}\r\n", {"1:1 an object", "2:1 key a", "3:1 a number 1"}},
      {"a byte order mark has no width", "\uFEFF[1]", {"1:1 an array", "1:2 a number 1"}},
      {"an escaped NUL", "[\"\\u0000\", 1]", {"1:1 an array", "1:2 a string "s + '\0', "1:12 a number 1"}},
      {"nested",
       "{\"a\": {\"b\": [{\"c\": null}]}}",
       {"1:1 an object", "1:2 key a", "1:7 an object", "1:8 key b", "1:13 an array", "1:14 an object", "1:15 key c",
        "1:20 null"}},
      {"the same key in two objects",
       "[{\"a\": 1}, {\"a\": 2}]",
       {"1:1 an array", "1:2 an object", "1:3 key a", "1:8 a number 1", "1:12 an object", "1:13 key a", "1:18 a number 2"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.bytes);
    const SourceText source("f.json", c.bytes);
    const JsonFile file = read_json(source);
    CHECK(file.errors.empty());
    REQUIRE(file.value.has_value());
    std::vector<std::string> lines;
    walk(*file.value, source, lines);
    CHECK(lines == c.lines);
  }
}

TEST_CASE("what is not JSON is refused with its place", "[json]") {
  struct Case {
    const char* description;
    std::string bytes;
    const char* error;
  };
  const std::vector<Case> cases{
      {"an empty file", "", "1:1 J001"},
      {"a byte order mark alone", "\uFEFF", "1:1 J001"},
      {"a trailing comma in an array", "[1,]", "1:3 J001"},
      {"a trailing comma in an object", "{\"a\":1,}", "1:7 J001"},
      {"a comment first", "// x\n{}", "1:1 J001"},
      {"a comment of C", "/* x */ {}", "1:1 J001"},
      {"a comment behind", "{} // x", "1:4 J001"},
      {"a comment of a script", "# x\n{}", "1:1 J001"},
      {"a second text", "{} {}", "1:4 J001"},
      {"a number behind the text", "{} 1\n", "1:4 J001"},
      {"a word behind the text", "{}\nx", "2:1 J001"},
      {"a bracket behind the text", "[]]", "1:3 J001"},
      {"a word", "nothing", "1:1 J001"},
      {"a word in an array", "[1, tru]", "1:5 J001"},
      {"Python's None", "[None]", "1:2 J001"},
      {"not a number", "[NaN]", "1:2 J001"},
      {"infinity", "[Infinity]", "1:2 J001"},
      {"single quotes", "['a']", "1:2 J001"},
      {"a key without quotes", "{a:1}", "1:2 J001"},
      {"an unknown escape", "[\"\\x\"]", "1:2 J001"},
      {"half a surrogate pair", "[\"\\ud800\"]", "1:2 J001"},
      {"a tab in a string", "[\"a\tb\"]", "1:2 J001"},
      {"a string without end", "[\"abc", "1:2 J001"},
      {"a number that begins with a point", "[.5]", "1:2 J001"},
      {"a number that ends with a point", "[1.]", "1:2 J001"},
      {"a plus sign", "[+1]", "1:2 J001"},
      {"a minus alone", "[-]", "1:2 J001"},
      {"half an exponent", "[1e]", "1:2 J001"},
      {"two numbers", "[1 2]", "1:4 J001"},
      {"two numbers on the next line", "[12,\n  34 56]", "2:6 J001"},
      {"two values in an object", "{\"a\":12 34}", "1:9 J001"},
      {"a word behind a number", "[12 true]", "1:5 J001"},
      {"a missing comma", "{\"a\":1 \"b\":2}", "1:8 J001"},
      {"a missing colon", "{\"a\" 1}", "1:6 J001"},
      {"the wrong bracket", "[1}", "1:3 J001"},
      {"a bracket alone", "]", "1:1 J001"},
      {"no end of an array", "[", "1:2 J001"},
      {"no end of an array behind a number", "[1", "1:3 J001"},
      {"beyond a double", "[1e999]", "1:2 J001"},
      {"beyond a double at the end", "1e999", "1:1 J001"},
      {"beyond a double, negative", "[0, -1e999,2]", "1:5 J001"},
      {"a NUL first", "\0{}"s, "1:1 J001"},
      {"a NUL behind", "{}\0"s, "1:3 J001"},
      {"anything behind a NUL", "{}\0 and more"s, "1:3 J001"},
      {"a second byte order mark", "\uFEFF\uFEFF{}", "1:1 J001"},
      {"invalid UTF-8", "{\n\"a\": \"\xC3\x28\"}", "2:7 J004"},
      {"Latin-1 outside a string", "[\xE9]", "1:2 J004"},
      {"a surrogate in UTF-8", "[\"\xED\xA0\x80\"]", "1:3 J004"},
      {"UTF-16", "\xFF\xFE[\0]\0"s, "1:1 J004"},
      {"a key twice", "{\"a\": 1, \"a\": 2}", "1:10 J003 [a]"},
      {"a key twice, once escaped", "{\"a\": 1,\n \"\\u0061\": 2}", "2:2 J003 [a]"},
      {"a key twice in an inner object", "[{\"b\": {\"a\": 1, \"c\": 2, \"a\": 3}}]", "1:25 J003 [a]"},
      {"an empty key twice", "{\"\": 1, \"\": 2}", "1:9 J003 []"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.bytes);
    CHECK(errors_of(c.bytes) == std::vector<std::string>{c.error});
  }
}

TEST_CASE("other texts that are not JSON are refused", "[json]") {
  for (const std::string bytes :
       {"  \n ", "[1,,2]",       "[,]",      "{,}",     "{\"a\":}", "{\"a\"}", "{1:2}", "[01]", "[0x10]", "[1_000]", "[truee]",
        "nullx", "[\"a\"\"b\"]", "{\"a\":1", "{\"a\":", "{\"a\"",   "{",       "\"",    "\\",   "-",      ",",       ":"}) {
    CAPTURE(bytes);
    const SourceText source("f.json", bytes);
    const JsonFile file = read_json(source);
    CHECK_FALSE(file.value.has_value());
    REQUIRE(file.errors.size() == 1);
    CHECK(file.errors[0].code == DiagnosticCode::json_syntax);
    CHECK(file.errors[0].at.line >= 1);
    CHECK(file.errors[0].at.column >= 1);
  }
}

TEST_CASE("a line break in a string is found on its line", "[json]") {
  const std::string bytes = "[\"a long first string\",\n \"ab\n\"]";
  const SourceText source("f.json", bytes);
  const JsonFile file = read_json(source);
  REQUIRE(file.errors.size() == 1);
  CHECK(file.errors[0].at.line == 2);
  CHECK(file.errors[0].excerpt == " \"ab");
}

TEST_CASE("several keys twice are all told, up to the limit", "[json]") {
  CHECK(errors_of("{\"a\": 1, \"a\": 2,\n\"b\": {\"c\": 1, \"c\": 1}, \"a\": 3}") ==
        std::vector<std::string>{"1:10 J003 [a]", "2:15 J003 [c]", "2:24 J003 [a]"});
  std::string many = "{\"a\": 1";
  for (int i = 0; i < 1000; ++i) {
    many += ", \"a\": 1";
  }
  CHECK(errors_of(many + "}").size() == max_diagnostics);
}

TEST_CASE("nesting is held to 64 levels", "[json]") {
  const auto arrays = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(errors_of(arrays(64)).empty());
  CHECK(errors_of(arrays(65)) == std::vector<std::string>{"1:65 J002 [64]"});
  CHECK(errors_of(std::string(1'000'000, '[')) == std::vector<std::string>{"1:65 J002 [64]"});
  std::string objects;
  for (int i = 0; i < 64; ++i) {
    objects += "{\"a\":";
  }
  CHECK(errors_of(objects + "1" + std::string(64, '}')).empty());
  CHECK(errors_of(objects + "{}" + std::string(64, '}')) == std::vector<std::string>{"1:321 J002 [64]"});
  INFO("what is closed again does not count");
  std::string wide = "[";
  for (int i = 0; i < 100; ++i) {
    wide += "[[]],{\"a\":[]},";
  }
  CHECK(errors_of(wide + "1]").empty());
}

// Were reading quadratic, these would not end.
TEST_CASE("large files are read in one go", "[json]") {
  std::string array = "[";
  std::string object = "{";
  constexpr int count = 300'000;
  for (int i = 0; i < count; ++i) {
    array += (i == 0 ? "" : ",\n") + std::to_string(i);
    object += (i == 0 ? "\"" : ",\n\"") + std::to_string(i) + "\": {}";
  }
  array += "]";
  object += "}";
  const SourceText array_source("f.json", array);
  const JsonFile items = read_json(array_source);
  REQUIRE(items.value.has_value());
  REQUIRE(items.value->items.size() == count);
  CHECK(items.value->items.back().text == std::to_string(count - 1));
  CHECK(show(array_source.position(items.value->items.back().offset)) == "300000:1");
  const SourceText object_source("f.json", object);
  const JsonFile members = read_json(object_source);
  REQUIRE(members.value.has_value());
  CHECK(members.value->members.size() == count);
  const std::string text = "\"" + std::string(5'000'000, 'x') + "\"";
  CHECK(errors_of(text).empty());
}

TEST_CASE("members are found by key", "[json]") {
  const std::string bytes = "{\"a\": 1, \"\": 2, \"A\": 3}";
  const SourceText source("f.json", bytes);
  const JsonFile file = read_json(source);
  REQUIRE(file.value.has_value());
  REQUIRE(file.value->find("A") != nullptr);
  CHECK(file.value->find("A")->value.text == "3");
  CHECK(file.value->find("")->value.text == "2");
  CHECK(file.value->find("b") == nullptr);
  CHECK(JsonValue{}.find("a") == nullptr);
}

}  // namespace
}  // namespace migadvise
