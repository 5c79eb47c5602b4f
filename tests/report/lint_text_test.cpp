#include "report/lint_text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "input/embedded_data.hpp"
#include "migadvise/migadvise.hpp"
#include "report/json_writer.hpp"

namespace migadvise {
namespace {

using Code = LintCode;

std::string linted(const std::string& bytes, const Style& style = {}) {
  const Loaded<Table> table = load_table(bytes, "t.csv");
  return table.value ? write_lint_text({}, &*table.value, lint_table(*table.value), "t.csv", style)
                     : write_lint_text(table.errors, nullptr, {}, "t.csv", style);
}

nlohmann::json linted_json(const std::string& bytes, bool ascii = false) {
  const Loaded<Table> table = load_table(bytes, "t.csv");
  const std::string text = table.value ? write_lint_json({}, &*table.value, lint_table(*table.value), "t.csv", "1.2.3", ascii)
                                       : write_lint_json(table.errors, nullptr, {}, "t.csv", "1.2.3", ascii);
  CHECK(text.ends_with("}\n"));
  return nlohmann::json::parse(text);
}

const std::string start =
    "Specification,1g.10gb,full\nSU Usage factor,2,16\nGlobal Memory,10.0 GB,80.0 GB\nSMs,10,80\nMax Threads per SMP,2048,2048\n";
const std::string bandwidth_rows = start + "Memory Clock,1000 MHz,1000 MHz\nMemory Bus Width,1000 bits,8000 bits\n";

TEST_CASE("every check has an id of its own, and they are frozen", "[lint_text]") {
  const std::vector<std::string> ids{"L001", "L002", "L003", "L004", "L005", "L006", "L007", "L008", "L009", "L010"};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    CHECK(lint_id(static_cast<Code>(i)) == ids[i]);
  }
  CHECK(lint_id(Code::bandwidth) == "L004");
  CHECK(lint_id(Code::su_factor) == "L010");
}

TEST_CASE("a finding reads as it should", "[lint_text]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::string text;  // without the line that counts
  };
  const std::vector<Case> cases{
      {"a figure that cannot be read", start + "L2 Cache Size,fast,40 MB\n",
       "t.csv:6:15: warning[L001]: L2 Cache Size cannot be read and is not checked: 'fast' is not a number (1g.10gb)\n"
       "  L2 Cache Size,fast,40 MB\n"
       "                ^\n"
       "  expected: a figure such as 40 MB, or an empty cell where it is not known\n"},
      {"bits for bytes", start + "Memory Bandwidth,250 Gb/s,2 TB/s\n",
       "t.csv:6:18: warning[L001]: Memory Bandwidth cannot be read and is not checked: '250 Gb/s' has an unknown unit (1g.10gb)\n"
       "  Memory Bandwidth,250 Gb/s,2 TB/s\n"
       "                   ^\n"
       "  expected: a figure such as 2.04 TB/s, or an empty cell where it is not known\n"
       "  hint: bandwidths are in bytes, such as TB/s or GB/s; a small b means bits\n"},
      {"threads", start + "Total Parallel Threads,20480,163841\n",
       "t.csv:6:30: warning[L002]: Total Parallel Threads is not SMs \u00D7 threads per SM: 163841 (full)\n"
       "  Total Parallel Threads,20480,163841\n"
       "                               ^\n"
       "  expected: 163840 (full)\n"},
      {"compute", start + "Relative Compute Power,1x,7.7x\n",
       "t.csv:6:27: warning[L003]: Relative Compute Power is not the ratio of the SMs: 7.7x (full)\n"
       "  Relative Compute Power,1x,7.7x\n"
       "                            ^\n"
       "  expected: 8x (full)\n"},
      {"a bandwidth half as high", bandwidth_rows + "Memory Bandwidth,125 GB/s,1.00 TB/s\n",
       "t.csv:8:18: warning[L004]: Memory Bandwidth is 2 times too low for memory clock \u00D7 bus width \u00D7 2 \u00F7 8: "
       "125 GB/s (1g.10gb), 1.00 TB/s (full)\n"
       "  Memory Bandwidth,125 GB/s,1.00 TB/s\n"
       "                   ^\n"
       "  expected: 250 GB/s (1g.10gb), 2 TB/s (full)\n"
       "  hint: the factor of 2 is missing: memory of double data rate moves two bits a clock on every wire\n"},
      {"two figures that look alike to three digits", bandwidth_rows + "Memory Bandwidth,250 GB/s,2.0035 TB/s\n",
       "t.csv:8:27: warning[L004]: Memory Bandwidth does not agree with memory clock \u00D7 bus width \u00D7 2 \u00F7 8: "
       "2.0035 TB/s (full)\n"
       "  Memory Bandwidth,250 GB/s,2.0035 TB/s\n"
       "                            ^\n"
       "  expected: 2 TB/s (full)\n"},
      {"a figure that would look the same with three digits",
       start + "Memory Clock,,1593.0 MHz\nMemory Bus Width,,5120 bits\nMemory Bandwidth,,2.042 TB/s\n",
       "t.csv:8:19: warning[L004]: Memory Bandwidth does not agree with memory clock \u00D7 bus width \u00D7 2 \u00F7 8: "
       "2.042 TB/s (full)\n"
       "  Memory Bandwidth,,2.042 TB/s\n"
       "                    ^\n"
       "  expected: 2.039 TB/s (full)\n"},
      {"usable memory above all of it, in its own unit", start + "Usable Memory,9.0 GiB,80.0 GiB\n",
       "t.csv:6:23: warning[L007]: Usable Memory is more than Global Memory: 80.0 GiB (full)\n"
       "  Usable Memory,9.0 GiB,80.0 GiB\n"
       "                        ^\n"
       "  expected: at most 74.51 GiB (full)\n"},
      {"usable memory in GiB", start + "Usable Memory,9.3 GB,74.5 GB\n",
       "t.csv:6:15: warning[L006]: Usable Memory is Global Memory in GiB, printed as GB: 9.3 GB (1g.10gb), 74.5 GB (full)\n"
       "  Usable Memory,9.3 GB,74.5 GB\n"
       "                ^\n"
       "  expected: 10 GB = 9.31 GiB (1g.10gb), 80 GB = 74.51 GiB (full)\n"
       "  hint: write GiB, or leave the row out: it says the same as Global Memory\n"},
      {"a factor", "Specification,1g.10gb,full\nSU Usage factor,3,16\nGlobal Memory,10.0 GB,80.0 GB\nSMs,10,80\n",
       "t.csv:2:17: warning[L010]: SU Usage factor does not follow the share of Global Memory: 3 (1g.10gb)\n"
       "  SU Usage factor,3,16\n"
       "                  ^\n"
       "  expected: about 2 (1g.10gb)\n"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(linted(c.bytes) == c.text + "1 warning, no errors\n");
  }
}

TEST_CASE("the factor of a bandwidth is said as people say it", "[lint_text]") {
  struct Case {
    const char* description;
    std::string bandwidth;  // of the full GPU, where 2 TB/s are right
    std::string words;
  };
  const std::vector<Case> cases{
      {"nearly a whole number", "10.1 TB/s", " is 5 times too high for "},
      {"between whole numbers", "5.00 TB/s", " is 2.5 times too high for "},
      {"half as high again", "3.00 TB/s", " is 1.5 times too high for "},
      {"less than that", "2.90 TB/s", " is 45 % too high for "},
      {"a bit", "2.04 TB/s", " is 2 % too high for "},
      {"less than half a percent", "2.0035 TB/s", " does not agree with "},
      {"too low", "0.20 TB/s", " is 10 times too low for "},
      {"too low by less", "1.60 TB/s", " is 20 % too low for "},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(linted(bandwidth_rows + "Memory Bandwidth,n/a," + c.bandwidth + "\n").find(c.words) != std::string::npos);
  }
}

TEST_CASE("the last line counts", "[lint_text]") {
  const auto last_line = [](const std::string& text) { return text.substr(text.rfind('\n', text.size() - 2) + 1); };
  CHECK(linted(start) == "clean: no findings\n");
  CHECK(last_line(linted(start + "L2 Cache,1 MB,40 MB\n")) == "1 warning, no errors\n");
  CHECK(last_line(linted(start + "L2 Cache,1 MB,40 MB\nUsable Memory,x,y\n")) == "2 warnings, no errors\n");
  CHECK(linted("") ==
        "t.csv:1:1: error[T001]: the table is empty; expected a row per specification, a column per option\n"
        "no warnings, 1 error\n");
}

TEST_CASE("an error of the table stands without the program's name", "[lint_text]") {
  CHECK(linted("Specification,1g.10gb,full\nSU Usage factor,2,16\nGlobal Memory,10.2 GB,85.2\nSMs,14,0\n") ==
        "t.csv:3:23: error[T012]: Global Memory of full: '85.2' does not have the unit needed\n"
        "  Global Memory,10.2 GB,85.2\n"
        "                        ^\n"
        "  expected: a figure such as 42.4 GB\n"
        "  hint: add the unit\n"
        "t.csv:4:8: error[T010]: SMs of full: '0' is not above 0\n"
        "  SMs,14,0\n"
        "         ^\n"
        "  expected: a figure such as 42\n"
        "no warnings, 2 errors\n");
}

TEST_CASE("what is printed is safe, and in ASCII where that is asked for", "[lint_text]") {
  const std::string hostile = start + "L2 Cache,\x1b[2J\u202Eevil \u00D7,40 MB\n";
  const std::string safe = linted(hostile);
  CHECK(safe.find('\x1b') == std::string::npos);
  CHECK(safe.find("\u202E") == std::string::npos);
  CHECK(safe.find("\\u{1B}[2J\\u{202E}evil \u00D7") != std::string::npos);

  Style ascii;
  ascii.ascii = true;
  for (const std::string& bytes : {hostile, std::string(embedded_table()), std::string("\u00E9\n")}) {
    const std::string plain = linted(bytes, ascii);
    CHECK(std::all_of(plain.begin(), plain.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
  }
  INFO("the caret stays under its place when the characters in front of it take more room");
  const std::string shifted = linted(start + "L2 Cache,\u22481 MB,fast\n", ascii);
  CHECK(shifted.find("  L2 Cache,\\u{2248}1 MB,fast\n"
                     "                        ^\n") != std::string::npos);
  INFO("a long cell is quoted in part");
  CHECK(linted(start + "L2 Cache," + std::string(5000, 'z') + ",40 MB\n").size() < 1000);
}

TEST_CASE("a row over several lines is quoted where its fault stands", "[lint_text]") {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    CAPTURE(end);
    CHECK(linted(start + "\"L2" + end + "Cache\",5 MB,\"fast" + end + "or not\"\nECC,Yes,Yes\n")
              .find(":7:13: warning[L001]: L2\\u{") != std::string::npos);
    CHECK(linted(start + "\"L2" + end + "Cache\",5 MB,fast\nECC,Yes,Yes\n")
              .find("  Cache\",5 MB,fast\n"
                    "              ^\n") != std::string::npos);
  }
}

TEST_CASE("of very many options the first are named", "[lint_text]") {
  std::string head = "Specification";
  std::string factor = "\nSU Usage factor";
  std::string memory = "\nGlobal Memory";
  std::string sms = "\nSMs";
  std::string threads = "\nTotal Parallel Threads";
  std::string per_sm = "\nMax Threads per SM";
  for (int i = 1; i <= 20; ++i) {
    head += "," + std::to_string(i) + "g.80gb";
    factor += ",1";
    memory += ",80 GB";
    sms += ",1";
    threads += ",7";
    per_sm += ",8";
  }
  const std::string text = linted(head + factor + memory + sms + threads + per_sm + "\n");
  CHECK(text.find("7 (8g.80gb) and 12 more\n") != std::string::npos);
  CHECK(text.find("8 (8g.80gb) and 12 more\n") != std::string::npos);
  CHECK(linted_json(head + factor + memory + sms + threads + per_sm + "\n")["findings"][0]["figures"].size() == 20);
}

TEST_CASE("colour marks how it went", "[lint_text]") {
  Style color;
  color.color = true;
  CHECK(linted(start, color) == "\x1b[1;32mclean: no findings\x1b[0m\n");
  CHECK(linted("", color).find("\x1b[1;31mno warnings, 1 error\x1b[0m\n") != std::string::npos);
  CHECK(linted(start + "L2 Cache,x,40 MB\n", color).find("\x1b[1m1 warning, no errors\x1b[0m\n") != std::string::npos);
}

TEST_CASE("the findings as JSON say the same", "[lint_text]") {
  const nlohmann::json document = linted_json(std::string(embedded_table()));
  CHECK(document["schema_version"] == 1);
  CHECK(document["tool"] == nlohmann::json{{"name", "migadvise"}, {"version", "1.2.3"}});
  CHECK(document["file"] == "t.csv");
  CHECK(document["errors"] == 0);
  CHECK(document["warnings"] == 3);
  REQUIRE(document["findings"].size() == 3);
  const nlohmann::json& bandwidth = document["findings"][1];
  CHECK(bandwidth["code"] == "L004");
  CHECK(bandwidth["level"] == "warning");
  CHECK(bandwidth["line"] == 10);
  CHECK(bandwidth["column"] == 25);
  CHECK(bandwidth["row"] == "Memory Bandwidth limits");
  CHECK(bandwidth["text"].get<std::string>().starts_with("Memory Bandwidth limits is 5 times too high for"));
  REQUIRE(bandwidth["figures"].size() == 4);
  CHECK(bandwidth["figures"][3] ==
        nlohmann::json{
            {"option", "full"}, {"printed", 10'200'000'000'000}, {"expected", 2'039'040'000'000}, {"unit", "bytes_per_second"}});

  const nlohmann::json ratio = linted_json(start + "Relative Compute Power,1x,7.7x\n")["findings"][0]["figures"][0];
  CHECK(ratio == nlohmann::json{{"option", "full"}, {"printed", 7.7}, {"expected", 8}, {"unit", "ratio"}});
  const nlohmann::json unreadable = linted_json(start + "L2 Cache,fast,40 MB\n")["findings"][0]["figures"][0];
  CHECK(unreadable == nlohmann::json{{"option", "1g.10gb"}, {"printed", nullptr}, {"expected", nullptr}, {"unit", nullptr}});

  const nlohmann::json broken = linted_json("Specification,1g.10gb\nSMs,0\nGlobal Memory,1 GB\n");
  CHECK(broken["errors"] == 2);
  CHECK(broken["warnings"] == 0);
  const nlohmann::json expected_error{{"code", "T010"},
                                      {"level", "error"},
                                      {"line", 2},
                                      {"column", 5},
                                      {"row", nullptr},
                                      {"text", "SMs of 1g.10gb: '0' is not above 0; expected a figure such as 42"},
                                      {"figures", nlohmann::json::array()}};
  CHECK(broken["findings"][0] == expected_error);
  CHECK(broken["findings"][1]["line"].is_null());
  CHECK(broken["findings"][1]["column"].is_null());

  const Loaded<Table> table = load_table(embedded_table(), "t.csv");
  const std::string ascii = write_lint_json({}, &*table.value, lint_table(*table.value), "caf\u00E9.csv", "1", true);
  CHECK(std::all_of(ascii.begin(), ascii.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}

}  // namespace
}  // namespace migadvise
