#include "migadvise/lint.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/embedded_data.hpp"
#include "input/shown.hpp"
#include "migadvise/migadvise.hpp"
#include "report/lint_text.hpp"

namespace migadvise {
namespace {

using Code = LintCode;
using Strings = std::vector<std::string>;

constexpr const char* lint_data = MIGADVISE_TEST_DATA "/lint/";

std::string bytes_of(const std::string& name) {
  std::ifstream file(lint_data + name, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

Table table_of(const std::string& bytes) {
  Loaded<Table> loaded = load_table(bytes, "t.csv");
  for (const Diagnostic& error : loaded.errors) {
    UNSCOPED_INFO(show_with_hint(error));
  }
  REQUIRE(loaded.value.has_value());
  return *std::move(loaded.value);
}

// The same table as a site sees it: its options have their names.
Table named(Table table) {
  const Loaded<Site> site = load_site(embedded_site(), "site.json");
  REQUIRE(site.value.has_value());
  CHECK(name_options(table, *site.value).empty());
  return table;
}

std::string show(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : "-"; }

// `L004 8:25 0:127000000000/254880000000 1:...`: code, place, and of every option its index, what is printed and expected.
std::string show(const Finding& finding) {
  std::string text = std::string(lint_id(finding.code)) + " " + show(finding.at);
  for (const LintFigure& figure : finding.figures) {
    text += " " + std::to_string(figure.profile) + ":" + show(figure.printed) + "/" + show(figure.expected);
  }
  return text;
}

Strings show_all(const std::vector<Finding>& findings) {
  Strings lines;
  for (const Finding& finding : findings) {
    lines.push_back(show(finding));
  }
  return lines;
}

Strings lines_of(const std::string& bytes) { return show_all(lint_table(table_of(bytes))); }

// The codes of all findings, each joined by its options: `L004:0,3`.
Strings codes_of(const std::string& bytes) {
  Strings codes;
  for (const Finding& finding : lint_table(table_of(bytes))) {
    std::string text(lint_id(finding.code));
    for (const LintFigure& figure : finding.figures) {
      text += (&figure == &finding.figures.front() ? ":" : ",") + std::to_string(figure.profile);
    }
    codes.push_back(text);
  }
  return codes;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(text.find(from) != std::string::npos);
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// The table with one row in another form; the row is known by how its line begins.
std::string with_row(const std::string& table, const std::string& label, const std::string& line) {
  const std::size_t at = table.find("\n" + label) + 1;
  REQUIRE(at > 0);
  const std::size_t end = table.find('\n', at);
  return table.substr(0, at) + line + (line.empty() ? "" : "\n") + table.substr(end + 1);
}

TEST_CASE("the built-in table has the three faults that are known", "[lint]") {
  const std::string table(embedded_table());
  const Strings expected{
      // 10.2 GB are 9.50 GiB, and so on: the numbers of Global Memory in GiB
      "L006 5:15 0:9500000000/10200000000 1:20000000000/20900000000 2:40000000000/42400000000 3:80000000000/85200000000",
      // 1593 MHz x 640 bits x 2 / 8 = 254.88 GB/s
      "L004 10:25 0:1300000000000/254880000000 1:2600000000000/509760000000 2:5100000000000/1019520000000 "
      "3:10200000000000/2039040000000",
      "L005 10:25 0:1300000000000/127440000000 1:2600000000000/254880000000 2:5100000000000/509760000000 "
      "3:10200000000000/1019520000000"};
  CHECK(lines_of(table) == expected);
  CHECK(show_all(lint_table(named(table_of(table)))) == expected);
  INFO("the second published form of its heads");
  const std::string second = replaced(replaced(replaced(table, "1g.10gb,", "10gb,"), "2g.20gb,", "20gb,"), "3g.40gb,", "40gb,");
  CHECK(codes_of(second) == Strings{"L006:0,1,2,3", "L004:0,1,2,3", "L005:0,1,2,3"});

  const std::vector<Finding> findings = lint_table(table_of(table));
  CHECK_FALSE(findings[0].factor.has_value());
  REQUIRE(findings[1].factor.has_value());
  CHECK(findings[1].factor->micro / micro_per_unit == 5);
  REQUIRE(findings[2].factor.has_value());
  CHECK(findings[2].factor->micro / micro_per_unit == 10);
}

TEST_CASE("every prepared table has just the finding that it was made for", "[lint]") {
  struct Case {
    const char* file;
    Strings findings;    // `L004:0,3`: code and options
    Strings lines = {};  // in full, where the figures are worth a look
  };
  const std::vector<Case> cases{
      {"bandwidth-in-words.csv", {"L001:0,1"}, {"L001 8:25 0:-/- 1:-/-"}},
      {"bandwidth-in-bits.csv", {"L001:3"}},
      {"clock-without-unit.csv", {"L001:2"}},
      {"remark-behind-usable-memory.csv", {"L001:0"}},
      {"decimal-comma-in-cache.csv", {"L001:3"}, {"L001 9:32 3:-/-"}},
      {"threads-one-too-few.csv", {"L002:2"}, {"L002 6:36 2:86015/86016"}},
      {"threads-of-two-options-swapped.csv", {"L002:1,2"}, {"L002 6:30 1:86016/57344 2:57344/86016"}},
      {"threads-of-half-an-sm.csv", {"L002:0,1,2,3"}},
      {"compute-by-slices.csv", {"L003:3"}, {"L003 5:33 3:7000000/7714286"}},
      {"compute-rounded-up.csv", {"L003:3"}},
      {"compute-of-the-full-gpu.csv", {"L003:2"}, {"L003 5:34 2:300000/388889"}},
      {"bandwidth-without-double-data-rate.csv", {"L004:0,1,2,3"}},
      {"bandwidth-in-tbit-called-tb.csv", {"L004:0,1,2,3"}},
      {"bandwidth-of-the-full-gpu-everywhere.csv", {"L004:0,1,2"}},
      {"bandwidth-just-outside.csv", {"L004:3"}, {"L004 8:53 3:2050000000000/2039040000000"}},
      {"invented-gpu-bandwidth-of-single-data-rate.csv", {"L004:0,1,2"}},
      {"note-without-double-data-rate.csv", {"L005:0,1,2,3"}},
      {"note-with-figures.csv", {"L005:3"}, {"L005 8:53 3:2040000000000/1019520000000"}},
      {"note-with-remarks.csv", {"L005:0,1,2,3"}},
      {"note-of-another-divisor.csv", {"L005:0,1,2,3"}},
      {"usable-in-gib-called-gb.csv", {"L006:0,1,2,3"}},
      {"usable-in-gib-short-heads-crlf.csv", {"L006:0,1,2,3"}},
      {"usable-in-gib-one-column-known.csv", {"L006:3"}, {"L006 12:22 3:79300000000/85200000000"}},
      {"usable-above-global.csv", {"L007:2"}, {"L007 12:27 2:45000000000/42400000000"}},
      {"usable-with-the-wrong-binary-unit.csv", {"L007:0,1,2,3"}},
      {"cache-not-split.csv", {"L008:0,1,2"}, {"L008 9:15 0:40000000/5000000 1:40000000/10000000 2:40000000/20000000"}},
      {"cache-by-compute-slices.csv", {"L008:0,1,2"}},
      {"cache-by-memory-without-bus.csv", {"L008:2"}},
      {"name-of-a-larger-option.csv", {"L009:1"}, {"L009 3:23 1:20900000000/30000000000"}},
      {"full-gpu-of-40gb.csv", {"L009:1"}},
      {"name-just-outside-short-heads.csv", {"L009:1"}},
      {"factor-by-sms.csv", {"L010:2"}, {"L010 2:21 2:6000000/7663850"}},  // 15.4 x 42.4 / 85.2
      {"factor-flat.csv", {"L010:0,1,2"}},
      {"factor-just-outside.csv", {"L010:0"}, {"L010 2:17 0:3310000/3000000"}},
      {"clean.csv", {}},
      {"clean-short-heads.csv", {}},
      {"clean-invented-gpu.csv", {}},
      {"clean-no-break-blanks-crlf.csv", {}},
      {"clean-required-rows-only.csv", {}},
      {"clean-unknown-figures.csv", {}},
      {"clean-at-half-a-digit.csv", {}},
      {"clean-at-ten-percent.csv", {}},
      {"clean-usable-four-percent-off.csv", {}},
      {"clean-usable-in-gib-less-the-context.csv", {}},
      {"clean-note-that-is-no-formula.csv", {}},
      {"clean-note-of-two-formulas.csv", {}},
  };
  std::set<std::string> tried;
  for (const Case& c : cases) {
    CAPTURE(c.file);
    tried.insert(c.file);
    const std::string bytes = bytes_of(c.file);
    CHECK(codes_of(bytes) == c.findings);
    if (!c.lines.empty()) {
      CHECK(lines_of(bytes) == c.lines);
    }
    CHECK(show_all(lint_table(named(table_of(bytes)))) == lines_of(bytes));
  }
  for (const auto& entry : std::filesystem::directory_iterator(lint_data)) {
    INFO(entry.path());
    CHECK(tried.contains(entry.path().filename().string()));
  }
}

// A figure of three digits, such as `1.27 TB/s`.
std::string three_digits(std::int64_t value, std::int64_t unit, const std::string& name) {
  int decimals = 2;
  for (std::int64_t limit = 10; value >= limit * unit && decimals > 0; limit *= 10) {
    --decimals;
  }
  return format_decimal(value, unit, decimals) + " " + name;
}

TEST_CASE("a row that is scaled is found, and no other", "[lint]") {
  const std::string clean =
      with_row(bytes_of("clean.csv"), "Memory Bandwidth", "Memory Bandwidth limits,255 GB/s,510 GB/s,1.02 TB/s,2.04 TB/s,");
  REQUIRE(codes_of(clean).empty());
  for (const int percent : {1, 10, 50, 90, 98, 103, 110, 200, 500, 800, 1000, 100'000}) {
    CAPTURE(percent);
    const auto row = [&](std::int64_t from) {
      std::string cells;
      for (const std::int64_t width : {640, 1280, 2560, 5120}) {
        cells += "," + three_digits(width * 1593 * from / 4 * percent / 100, 1000, "GB/s");
      }
      return cells;
    };
    CHECK(codes_of(with_row(clean, "Memory Bandwidth", "Memory Bandwidth" + row(1) + ",")) == Strings{"L004:0,1,2,3"});

    std::string threads = "Total Parallel Threads";
    std::string factors = "SU Usage factor";
    std::string memory = "L2 Cache Size";
    for (const int sms : {14, 28, 42, 108}) {
      threads += "," + std::to_string(std::int64_t{sms} * 2048 * percent / 100);
    }
    for (const int share : {1, 2, 4, 8}) {
      factors += "," + format_decimal(std::int64_t{2} * share * percent, 100, 4);
      memory += "," + format_decimal(std::int64_t{5} * share * percent, 100, 4) + " MB";
    }
    CHECK(codes_of(with_row(clean, "Total Parallel", threads + ",")) == Strings{"L002:0,1,2,3"});
    INFO("shares stay what they are when all of a row is scaled");
    CHECK(codes_of(with_row(clean, "SU Usage", factors + ",")).empty());
    CHECK(codes_of(with_row(clean, "L2 Cache", memory + ",")).empty());
  }
}

TEST_CASE("a table may be laid out in any way", "[lint]") {
  const auto turned = [](const std::string& bytes) {  // the columns of the options in reverse order
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t end = bytes.find('\n', at);
      Strings cells;
      for (std::size_t from = at; from <= end;) {
        const std::size_t to = std::min(bytes.find(',', from), end);
        cells.push_back(bytes.substr(from, to - from));
        from = to + 1;
      }
      REQUIRE(cells.size() == 6);
      std::reverse(cells.begin() + 1, cells.end() - 1);
      for (const std::string& cell : cells) {
        out += cell + (&cell == &cells.back() ? "\n" : ",");
      }
      at = end + 1;
    }
    return out;
  };
  CHECK(codes_of(turned(bytes_of("threads-one-too-few.csv"))) == Strings{"L002:1"});
  CHECK(codes_of(turned(bytes_of("compute-by-slices.csv"))) == Strings{"L003:0"});
  CHECK(codes_of(turned(bytes_of("bandwidth-of-the-full-gpu-everywhere.csv"))) == Strings{"L004:1,2,3"});
  CHECK(codes_of(turned(bytes_of("note-without-double-data-rate.csv"))) == Strings{"L005:0,1,2,3"});
  CHECK(codes_of(turned(bytes_of("cache-not-split.csv"))) == Strings{"L008:1,2,3"});
  CHECK(codes_of(turned(bytes_of("factor-by-sms.csv"))) == Strings{"L010:1"});
  CHECK(codes_of(turned(bytes_of("clean.csv"))).empty());
  CHECK(codes_of(replaced(bytes_of("factor-by-sms.csv"), "\n", "\r\n")) == Strings{"L010:2"});
}

TEST_CASE("a check needs its figures and says nothing without them", "[lint]") {
  const std::string faults(embedded_table());
  CHECK(codes_of(with_row(faults, "Memory Clock", "")) == Strings{"L006:0,1,2,3"});
  CHECK(codes_of(with_row(faults, "Memory Bus Width", "")) == Strings{"L006:0,1,2,3"});
  CHECK(codes_of(with_row(faults, "Memory Bandwidth", "")) == Strings{"L006:0,1,2,3"});
  CHECK(codes_of(with_row(faults, "Memory Bus Width", "Memory Bus Width,640 bits,n/a,-,,")) ==
        Strings{"L006:0,1,2,3", "L004:0", "L005:0"});
  INFO("a formula of figures speaks of the largest option in a table without widths");
  const std::string figures = bytes_of("note-with-figures.csv");
  CHECK(codes_of(with_row(with_row(figures, "Memory Bus Width", ""), "Memory Clock", "")) == Strings{"L005:3"});
  INFO("threads need both of their factors");
  CHECK(codes_of(with_row(bytes_of("threads-one-too-few.csv"), "Max Threads per SMP", "")).empty());
  INFO("the cache of the whole must be known");
  CHECK(codes_of(with_row(bytes_of("cache-not-split.csv"), "L2", "L2 Cache Size,40 MB,40 MB,40 MB,,")).empty());
  INFO("a full GPU that does not say its memory is not compared with a name");
  const std::string forty = bytes_of("full-gpu-of-40gb.csv");
  CHECK(codes_of(replaced(forty, "Full 80GB", "full")).empty());
}

TEST_CASE("the tolerances end where they should", "[lint]") {
  struct Case {
    const char* description;
    std::string file;
    std::string label;
    std::string line;
    Strings findings;
  };
  const std::string at_half = "clean-at-half-a-digit.csv";
  const std::string at_ten = "clean-at-ten-percent.csv";
  const std::vector<Case> cases{
      // 1000 MHz x 1000 bits x 2 / 8 = 0.25 TB/s
      {"half a digit of one place more", at_half, "Memory Band", "Memory Bandwidth,0.20 TB/s,0.3 TB/s,2.5 TB/s", {"L004:0"}},
      {"the clock is rounded too: 0.25 TB/s is 0.249875 to 0.250125",
       at_half,
       "Memory Band",
       "Memory Bandwidth,249.9 GB/s,250.1 GB/s,2.5 TB/s",
       {}},
      {"and not more than that", at_half, "Memory Band", "Memory Bandwidth,249.8 GB/s,250.2 GB/s,2.5 TB/s", {"L004:0,1"}},
      // 25 / 10 SMs = 2.5
      {"half a digit of compute below", at_half, "Relative", "Relative Compute Power,1x,2x,8x", {}},
      {"a digit that is printed counts, also a zero", at_half, "Relative", "Relative Compute Power,1x,2.0x,8x", {"L003:1"}},
      {"half a digit of the next place", at_half, "Relative", "Relative Compute Power,1x,2.55x,8x", {"L003:1"}},
      // 40 MB / 10 = 4 MB, rounded from 3.95 to 4.05
      {"the cache of the whole is rounded too", at_half, "L2", "L2 Cache Size,4.1 MB,3.9 MB,40 MB", {}},
      {"not more than that", at_half, "L2", "L2 Cache Size,4.2 MB,3.8 MB,40 MB", {"L008:0,1"}},
      {"nor when it is printed with more places", at_half, "L2", "L2 Cache Size,4.1 MB,3.9 MB,40.0 MB", {"L008:0,1"}},
      // 16 x 11 / 80 = 2.2 and 16 x 18 / 80 = 3.6
      {"a factor 10 % off, and a millionth", at_ten, "SU", "SU Usage factor,2.420001,3.24,16", {"L010:0"}},
      {"below as above", at_ten, "SU", "SU Usage factor,2.42,3.239999,16", {"L010:1"}},
      {"10 GB and 10 %, and a bit", at_ten, "Global", "Global Memory,11.001 GB,18.0 GB,80.0 GB", {"L009:0"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(codes_of(with_row(bytes_of(c.file), c.label, c.line)) == c.findings);
  }
}

TEST_CASE("a factor is named only where it is the same for all", "[lint]") {
  const auto factor_of = [](const std::string& file) {
    const std::vector<Finding> findings = lint_table(table_of(bytes_of(file)));
    REQUIRE(findings.size() == 1);
    return findings[0].factor ? multiply_divide(findings[0].factor->micro, 100, micro_per_unit) : 0;
  };
  CHECK(factor_of("bandwidth-without-double-data-rate.csv") == 50);
  CHECK(factor_of("bandwidth-in-tbit-called-tb.csv") == 800);
  CHECK(factor_of("bandwidth-of-the-full-gpu-everywhere.csv") == 0);
  CHECK(factor_of("note-of-another-divisor.csv") == 125);
  CHECK(factor_of("threads-of-half-an-sm.csv") == 0);
}

TEST_CASE("the bandwidth and the share of the memory are computed", "[lint]") {
  const Table table = table_of(std::string(embedded_table()));
  CHECK(memory_bandwidth(table, 0) == 254'880'000'000);
  CHECK(memory_bandwidth(table, 3) == 2'039'040'000'000);
  CHECK(memory_share(table, 0) == MemoryShare{1, 8});
  CHECK(memory_share(table, 1) == MemoryShare{1, 4});
  CHECK(memory_share(table, 2) == MemoryShare{1, 2});
  CHECK(memory_share(table, 3) == MemoryShare{1, 1});

  const Table bare = table_of(bytes_of("clean-required-rows-only.csv"));
  CHECK_FALSE(memory_bandwidth(bare, 0).has_value());
  INFO("without widths Global Memory in eighths: 10.2 of 85.2 GB are 0.96 of them");
  CHECK(memory_share(bare, 0) == MemoryShare{1, 8});
  CHECK(memory_share(bare, 2) == MemoryShare{1, 2});
  const std::string start = "Specification,1g.5gb,full\nSU Usage factor,1,16\nSMs,1,108\nGlobal Memory,";
  CHECK_FALSE(memory_share(table_of(start + "5.2 GB,85.2 GB\n"), 0).has_value());
  CHECK_FALSE(memory_share(table_of(start + "99 GB,85.2 GB\n"), 0).has_value());
  CHECK(memory_share(table_of(start + "5.4 GB,85.2 GB\n"), 0) == MemoryShare{1, 8});
}

TEST_CASE("the largest option is the full GPU, else the one with the most GPU memory", "[lint]") {
  const std::string rows = "\nSU Usage factor,1,2,2\nSMs,1,2,2\nGlobal Memory,10 GB,20 GB,20 GB\n";
  CHECK(largest_profile(table_of("Specification,1g.10gb,1g.20gb,2g.20gb" + rows)) == 1);
  CHECK(largest_profile(table_of("Specification,full,1g.20gb,2g.20gb" + rows)) == 0);
}

TEST_CASE("the largest and smallest figures overflow nothing", "[lint]") {
  const std::string table =
      "Specification,1g.1gb,full 1gb,Note\n"
      "SU Usage factor,0.000001,1000000,\n"
      "Global Memory,0.000000001 GB,16 TiB,\n"
      "SMs,1,100000,\n"
      "Relative Compute Power,0.000001,1000000,\n"
      "Total Parallel Threads,1,1000000000,\n"
      "Memory Bus Width,1 bits,100000 bits,\n"
      "Memory Bandwidth,0.000001 MB/s,10000 TB/s,999 x memory clock x bus width / 2\n"
      "L2 Cache,0.001 KB,16384 GiB,\n"
      "Max Threads per SM,1,1000000000,\n"
      "Usable Memory,16 TiB,0.000000001 GB,\n"
      "Memory Clock,1 Hz,1000 GHz,\n";
  const std::vector<Finding> findings = lint_table(table_of(table));
  CHECK(findings.size() > 5);
  for (const Finding& finding : findings) {
    for (const LintFigure& figure : finding.figures) {
      CHECK(figure.printed.value_or(0) > 0);
      CHECK(figure.expected.value_or(0) >= 0);
      CHECK(figure.expected.value_or(0) <= max_figure);
    }
  }
}

}  // namespace
}  // namespace migadvise
