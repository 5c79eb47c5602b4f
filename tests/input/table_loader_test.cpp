#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"
#include "input/table_quantity.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

using namespace std::string_literals;

std::vector<std::string> errors_of(const std::string& bytes) {
  const Loaded<Table> table = load_table(bytes, "t.csv");
  CHECK(table.value.has_value() == table.errors.empty());
  std::vector<std::string> lines;
  for (const Diagnostic& error : table.errors) {
    CHECK(error.file == "t.csv");
    lines.push_back(show_with_hint(error));
  }
  return lines;
}

// A profile in one line, all that a rule reads of it.
std::string show(const Profile& profile) {
  std::string text = profile.name + " " + std::to_string(profile.capacity.value) + " " +
                     std::to_string(profile.su_factor.value_or(Ratio{}).micro) + " " + std::to_string(profile.sms);
  text += " " + (profile.relative_compute ? std::to_string(profile.relative_compute->micro) : "-");
  text += " " + (profile.bus_width_bits ? std::to_string(*profile.bus_width_bits) : "-");
  return text;
}

Site site_of(const std::vector<std::string>& profiles) {
  Site site;
  site.gpu_memory_gb = 80;
  for (const std::string& profile : profiles) {
    site.options.push_back({profile, "x"});
  }
  return site;
}

// What comes of a table that is in order, its options named as on Wulver.
std::vector<std::string> profiles_of(const std::string& bytes) {
  Loaded<Table> table = load_table(bytes, "t.csv");
  std::vector<std::string> lines;
  for (const Diagnostic& error : table.errors) {
    lines.push_back("ERROR " + show(error));
  }
  if (table.value) {
    name_options(*table.value, site_of({"1g.10gb", "2g.20gb", "3g.40gb", "full"}));
    for (const Profile& profile : table.value->profiles) {
      lines.push_back(show(profile));
    }
  }
  return lines;
}

const std::string first_form =
    "Specification,1g.10gb,2g.20gb,3g.40gb,Full 80GB,Notes\n"
    "Device Name,A100 MIG 1g.10gb,A100 MIG 2g.20gb,A100 MIG 3g.40gb,A100-SXM4-80GB,\n"
    "SU Usage factor,2,4,8,16,per hour\n"
    "Global Memory,10.2 GB,20.9 GB,42.4 GB,85.2 GB,\n"
    "Usable Memory,~9.5 GB,~20 GB,~40 GB,~80 GB,\n"
    "Multiprocessors (SMs),14,28,42,108,\n"
    "Relative Compute Power,1x,2x,3x,7.7x,\n"
    "Memory Bus Width,640 bits,1280 bits,2560 bits,5120 bits,\n"
    "Max Grid Dimensions,\"2\u00B3\u00B9-1 \u00D7 65535\",a,b,\"c,d\",\"a \"\"note\"\"\"\n";

const std::vector<std::string> wulver{"1g.10gb 10200000000 2000000 14 1000000 640", "2g.20gb 20900000000 4000000 28 2000000 1280",
                                      "3g.40gb 42400000000 8000000 42 3000000 2560",
                                      "full 85200000000 16000000 108 7700000 5120"};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(text.find(from) != std::string::npos);
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string without_column_notes(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    // The quoted line is left out; the last cell of the others has neither quote nor comma.
    if (line.find('"') == std::string::npos) {
      out += line.substr(0, line.rfind(',')) + "\n";
    }
    at = end + 1;
  }
  return out;
}

TEST_CASE("both published forms of the table and their variations give the same profiles", "[table_loader]") {
  struct Case {
    const char* description;
    std::string bytes;
  };
  const std::string second_heads =
      replaced(replaced(replaced(first_form, "1g.10gb", "10gb"), "2g.20gb", "20gb"), "3g.40gb", "40gb");
  const std::string small =
      "Specification,1g.10gb,2g.20gb,3g.40gb,Full 80GB\nMemory Bus Width,640 bits,1280 bits,2560 bits,5120 bits\n"
      "Relative Compute Power,1x,2x,3x,7.7x\nMultiprocessors (SMs),14,28,42,108\nGlobal Memory,10.2 GB,20.9 GB,42.4 GB,85.2 GB\n"
      "SU Usage factor,2,4,8,16\n";
  const std::vector<Case> cases{
      {"the first form", first_form},
      {"the second form", second_heads},
      {"CRLF", replaced(first_form, "\n", "\r\n")},
      {"lone CR", replaced(first_form, "\n", "\r")},
      {"a byte order mark", "\uFEFF" + first_form},
      {"a byte order mark and CRLF", "\uFEFF" + replaced(second_heads, "\n", "\r\n")},
      {"no final line end", first_form.substr(0, first_form.size() - 1)},
      {"empty lines between", replaced(first_form, "\n", "\n\n")},
      {"without notes", without_column_notes(first_form)},
      {"one note", replaced(first_form, ",Notes", ",note")},
      {"another order of rows and no other rows", small},
      {"labels in capitals without blanks",
       replaced(replaced(replaced(first_form, "Global Memory", "GLOBALMEMORY"), "SU Usage factor", "suusageFactor"),
                "Multiprocessors (SMs)", "multiprocessors(sms)")},
      {"labels with no-break spaces",
       replaced(replaced(first_form, "Global Memory", "Global\u00A0Memory"), "SU Usage factor", " SU\u202FUsage \u00A0factor ")},
      {"other labels that are accepted",
       replaced(replaced(first_form, "SU Usage factor", "SU factor"), "Multiprocessors (SMs)", "SMs")},
      {"Multiprocessors alone", replaced(first_form, "Multiprocessors (SMs)", "Multiprocessors")},
      {"no-break spaces in cells", replaced(first_form, " GB", "\u00A0GB")},
      {"narrow spaces in cells", replaced(first_form, " bits", "\u202Fbits")},
      {"approximate figures", replaced(replaced(first_form, "20.9 GB", "~ 20.9 GB"), "85.2 GB", "\u224885.2 GB")},
      {"a multiplication sign", replaced(first_form, "7.7x", "7.7\u00D7")},
      {"no sign", replaced(first_form, "7.7x", "7.7")},
      {"thousands", replaced(replaced(first_form, "5120 bits", "\"5,120 bits\""), "2560 bits", "2 560 bits")},
      {"apostrophes", replaced(first_form, "5120 bits", "5'120 bits")},
      {"units in SMs", replaced(first_form, "14,28", "14 SMs,28SM")},
      {"units in SU", replaced(first_form, "2,4,8", "2 SU,4 su/hour,8SU")},
      {"everything quoted in a row", replaced(first_form, "2,4,8,16", "\"2\",\"4\",\"8\",\"16\"")},
      {"MB", replaced(first_form, "10.2 GB", "10200 MB")},
      {"blanks around heads", replaced(first_form, ",Full 80GB,", ", Full 80GB ,")},
      {"device names as heads",
       replaced(first_form, "Specification,1g.10gb,2g.20gb", "Specification,A100 MIG 10gb,A100\u00A0MIG 20gb")},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(profiles_of(c.bytes) == wulver);
  }
}

std::vector<std::string> texts_of(const TableRow& row) {
  std::vector<std::string> texts;
  for (const TableCell& cell : row.cells) {
    texts.push_back(cell.text);
  }
  return texts;
}

TEST_CASE("labels, rows and notes are kept as they stand", "[table_loader]") {
  const Loaded<Table> table = load_table(first_form, "t.csv");
  REQUIRE(table.value.has_value());
  REQUIRE(table.value->profiles.size() == 4);
  CHECK(table.value->profiles[3].label == "Full 80GB");
  CHECK(table.value->profiles[3].name == "full");
  CHECK(table.value->profiles[3].head.memory_gb == 80);
  REQUIRE(table.value->rows.size() == 8);
  CHECK(table.value->rows[0].label == "Device Name");
  CHECK(table.value->rows[7].label == "Max Grid Dimensions");
  const TableRow* const usable = table.value->find_row("usable memory");
  REQUIRE(usable != nullptr);
  CHECK(texts_of(*usable) == std::vector<std::string>{"~9.5 GB", "~20 GB", "~40 GB", "~80 GB"});
  CHECK(table.value->find_row("SU Usage factor")->note == "per hour");
  const TableRow* const grid = table.value->find_row("Max Grid Dimensions");
  REQUIRE(grid != nullptr);
  CHECK(texts_of(*grid) == std::vector<std::string>{"2\u00B3\u00B9-1 \u00D7 65535", "a", "b", "c,d"});
  CHECK(grid->note == "a \"note\"");

  const Loaded<Table> bare = load_table(without_column_notes(first_form), "t.csv");
  REQUIRE(bare.value.has_value());
  CHECK(bare.value->rows[0].note.empty());
  CHECK(bare.value->rows[0].cells.size() == 4);
}

TEST_CASE("cells, rows and their lines know their place", "[table_loader]") {
  const std::string bytes =
      "\uFEFFSpecification,1g.10gb,full,Note\r\nSU Usage factor,2,16,\r\n\r\nGlobal Memory,10.2 GB,\"85.2 GB\",\"a\r\nb\"\r\n"
      ",,,\r\nSMs,14,108,";
  const Loaded<Table> table = load_table(bytes, "t.csv");
  REQUIRE(table.value.has_value());
  const std::vector<TableRow>& rows = table.value->rows;
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].at == Position{2, 1});
  CHECK(rows[0].cells[1].at == Position{2, 19});
  CHECK(rows[0].source == "SU Usage factor,2,16,");
  CHECK(rows[1].at == Position{4, 1});
  CHECK(rows[1].cells[1].at == Position{4, 23});
  CHECK(rows[1].source.starts_with("Global Memory,10.2 GB,\"85.2 GB\",\"a\r\nb\""));
  CHECK(rows[2].at == Position{7, 1});
  CHECK(rows[2].source == "SMs,14,108,");
}

// `value/step`, `~` behind it for a binary unit, `-` for what is not known, `!` for what cannot be read.
std::string show(const TableCell& cell) {
  if (cell.unreadable) {
    return cell.figure ? "both" : "!";
  }
  return cell.figure
             ? std::to_string(cell.figure->value) + "/" + std::to_string(cell.figure->step) + (cell.figure->binary ? "~" : "")
             : "-";
}

TEST_CASE("figures are kept as precisely as they are printed", "[table_loader]") {
  const std::string start =
      "Specification,1g.10gb,2g.20gb,full,Note\nSU Usage factor,2,4.0,16,\n"
      "Global Memory,10.2 GB,9.5 GiB,85.25 GB,\nSMs,14,28,108,\n";
  struct Case {
    const char* description;
    std::string row;
    Specification specification;
    std::vector<std::string> cells;
  };
  const std::vector<Case> cases{
      {"SU Usage factor", "", Specification::su_factor, {"2000000/1000000", "4000000/100000", "16000000/1000000"}},
      {"Global Memory",
       "",
       Specification::global_memory,
       {"10200000000/100000000", "10200547328/107374183~", "85250000000/10000000"}},
      {"SMs", "", Specification::sms, {"14/1", "28/1", "108/1"}},
      {"compute",
       "Relative Compute Power,1x,2.00x,7.7,",
       Specification::relative_compute,
       {"1000000/1000000", "2000000/10000", "7700000/100000"}},
      {"more places than are kept: to the nearest",
       "Relative Compute Power,1,2,7.7142857,",
       Specification::relative_compute,
       {"1000000/1000000", "2000000/1000000", "7714286/1"}},
      {"width", "Memory Bus Width,640 bits,n/a,\"5,120-bit\",", Specification::bus_width, {"640/1", "-", "5120/1"}},
      {"usable memory",
       "usable memory,~9.5 GB,~20\u00A0GB,80 GiB,",
       Specification::usable_memory,
       {"9500000000/100000000", "20000000000/1000000000", "85899345920/1073741824~"}},
      {"threads",
       "Total Parallel Threads,28672,\"57,344\",221 184 threads,",
       Specification::threads,
       {"28672/1", "57344/1", "221184/1"}},
      {"threads per SM", "Max Threads per SMP,2048,2048,2048,", Specification::threads_per_sm, {"2048/1", "2048/1", "2048/1"}},
      {"by another label",
       "Max Threads per Multiprocessor,2048,-,2048,",
       Specification::threads_per_sm,
       {"2048/1", "-", "2048/1"}},
      {"bandwidth",
       "Memory Bandwidth limits,~1.3 TB/s,255 GB/s,1 GiB/s,",
       Specification::bandwidth,
       {"1300000000000/100000000000", "255000000000/1000000000", "1073741824/1073741824~"}},
      {"bandwidth in bits",
       "Memory Bandwidth,1.3 Tb/s,255 gb/s,100 MB/s,",
       Specification::bandwidth,
       {"!", "!", "100000000/1000000"}},
      {"cache",
       "L2 Cache Size,5 MB,5120 KiB,0.041 GB,",
       Specification::l2_cache,
       {"5000000/1000000", "5242880/1024~", "41000000/1000000"}},
      {"clock",
       "Memory Clock,1593 MHz,1.593 GHz,1593000 khz,",
       Specification::memory_clock,
       {"1593000000/1000000", "1593000000/1000000", "1593000000/1000"}},
      {"what cannot be read", "Memory Clock,fast,1593,0 MHz,", Specification::memory_clock, {"!", "!", "!"}},
      {"more that cannot be read", "Memory Clock,1e9 Hz,-5 MHz,1593 MHz or so,", Specification::memory_clock, {"!", "!", "!"}},
      {"what is not known", "Memory Clock,,Unknown,N/A,", Specification::memory_clock, {"-", "-", "-"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Loaded<Table> table = load_table(start + c.row + "\n", "t.csv");
    REQUIRE(table.value.has_value());
    const TableRow* const row = table.value->find_row(c.specification);
    REQUIRE(row != nullptr);
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row->cells.size(); ++i) {
      cells.push_back(show(row->cells[i]));
      CHECK(table.value->figure(c.specification, i) == row->cells[i].figure);
    }
    CHECK(cells == c.cells);
  }
}

TEST_CASE("of two rows with one meaning that are only checked the first counts", "[table_loader]") {
  const std::string bytes =
      first_form + "Memory Clock,1 MHz,1 MHz,1 MHz,1 MHz,\nMemory Clock Rate,2 MHz,x,,2 MHz,\nOther,x,y,z,1,\n";
  const Loaded<Table> table = load_table(bytes, "t.csv");
  REQUIRE(table.value.has_value());
  CHECK(table.value->find_row(Specification::memory_clock)->label == "Memory Clock");
  const TableRow* const second = table.value->find_row("Memory Clock Rate");
  REQUIRE(second != nullptr);
  CHECK_FALSE(second->specification.has_value());
  CHECK(show(second->cells[0]) == "-");
  CHECK(show(second->cells[1]) == "-");
  CHECK_FALSE(table.value->figure(Specification::threads, 0).has_value());
  CHECK_FALSE(table.value->figure(Specification::memory_clock, 4).has_value());
}

TEST_CASE("what is not known may be left out of rows that are not required", "[table_loader]") {
  const std::string start = "Specification,1g.10gb,full\nSU Usage factor,2,16\nGlobal Memory,10.2 GB,85.2 GB\nSMs,14,108\n";
  CHECK(profiles_of(start) ==
        std::vector<std::string>{"1g.10gb 10200000000 2000000 14 - -", "full 85200000000 16000000 108 - -"});
  for (const std::string unknown : {"", " ", "-", "n/a", "N/A", "NA", "unknown", "\u00A0"}) {
    CAPTURE(unknown);
    CHECK(profiles_of(start + "Relative Compute Power," + unknown + ",7.7x\n") ==
          std::vector<std::string>{"1g.10gb 10200000000 2000000 14 - -", "full 85200000000 16000000 108 7700000 -"});
  }
  INFO("but what stands there is checked");
  CHECK(errors_of(start + "Relative Compute Power,fast,7.7x\n") ==
        std::vector<std::string>{"5:24 T009 [Relative Compute Power] [1g.10gb] [fast] [7.7x]"});
  INFO("rows that no rule reads may hold anything");
  CHECK(errors_of(start + "Async Engines,-1,\nECC,,\n").empty());
}

TEST_CASE("a table may have any number of options", "[table_loader]") {
  const auto wide = [](int count) {
    std::string heads = "Specification";
    std::string factor = "\nSU Usage factor";
    std::string memory = "\nGlobal Memory";
    std::string sms = "\nSMs";
    for (int i = 1; i <= count; ++i) {
      heads += ",1g." + std::to_string(i) + "gb";
      factor += ",1";
      memory += "," + std::to_string(i) + " GB";
      sms += ",7";
    }
    return heads + factor + memory + sms + "\n";
  };
  CHECK(profiles_of(wide(1)).size() == 1);
  CHECK(profiles_of(wide(5)).size() == 5);
  CHECK(profiles_of(wide(1000)).size() == 1000);
  CHECK(errors_of(wide(1001)) == std::vector<std::string>{"1:1 T003 [1001] [1000]"});
}

const std::string head = "Specification,1g.10gb,full,Notes\n";
const std::string factor = "SU Usage factor,2,16,\n";
const std::string memory = "Global Memory,10.2 GB,85.2 GB,\n";
const std::string sms = "SMs,14,108,\n";

TEST_CASE("each thing that is wrong with a table has its code and place", "[table_loader]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::vector<std::string> errors;
  };
  const std::string heads_hint = " hint: heads are option names such as 1g.10gb, 10gb or Full 80GB; the last column may be Notes";
  const std::vector<Case> cases{
      {"T001: nothing", "", {"1:1 T001"}},
      {"T001: line ends alone", "\n\r\n\n", {"1:1 T001"}},
      {"T001: a byte order mark alone", "\uFEFF", {"1:1 T001"}},
      {"T002: one column", "Specification\nSMs\n", {"1:1 T002"}},
      {"T002: notes alone", "\nSpecification,Notes\nSMs,x\n", {"2:1 T002"}},
      {"T004: a head that is no option",
       "Specification,1g.10gb,banana,Notes\n" + factor + memory + sms,
       {"1:23 T004 [banana]" + heads_hint}},
      {"T004: an empty head", "Specification,,full,Notes\n" + factor + memory + sms, {"1:15 T004 []" + heads_hint}},
      {"T004: notes in the middle",
       "Specification,1g.10gb,Notes,full\nSU factor,2,4,16\nGlobal Memory,1 GB,2 GB,8 GB\nSMs,1,2,7\n",
       {"1:23 T004 [Notes]" + heads_hint}},
      {"T004: behind a byte order mark",
       "\uFEFFa,banana,full,Notes\n" + factor + memory + sms,
       {"1:3 T004 [banana]" + heads_hint}},
      {"T005: an option twice",
       "Specification,1g.10gb,MIG 1g.10gb,Notes\n" + factor + memory + sms,
       {"1:23 T005 [MIG 1g.10gb] ['1g.10gb']"}},
      {"T005: the full GPU twice", "Specification,a100,full,Notes\n" + factor + memory + sms, {"1:20 T005 [full] ['a100']"}},
      {"T005: twice without its slices",
       "Specification,10gb,10GB,Notes\n" + factor + memory + sms,
       {"1:20 T005 [10GB] ['10gb']"}},
      {"T006: a row twice", head + factor + memory + sms + "su usage FACTOR,2,16,\n", {"5:1 T006 [su usage FACTOR] [2]"}},
      {"T006: a row that no rule reads twice", head + factor + memory + sms + "ECC,a,b,\n\nECC,a,b,\n", {"7:1 T006 [ECC] [5]"}},
      {"T006: two labels of one meaning",
       head + factor + memory + sms + "Multiprocessors,14,108,\n",
       {"5:1 T006 [Multiprocessors] [4]"}},
      {"T007: a row is missing", head + factor + memory, {"0:0 T007 [Multiprocessors (SMs)]"}},
      {"T007: all rows are missing",
       head,
       {"0:0 T007 [SU Usage factor]", "0:0 T007 [Global Memory]", "0:0 T007 [Multiprocessors (SMs)]"}},
      {"T007: a label with a slip",
       head + factor + "Gobal Memory,10.2 GB,85.2 GB,\n" + sms,
       {"0:0 T007 [Global Memory] hint: line 3 is named nearly like it"}},
      {"T008: an empty cell",
       head + factor + "Global Memory,,85.2 GB,\n" + sms,
       {"3:15 T008 [Global Memory] [1g.10gb] [] [42.4 GB]"}},
      {"T008: a blank cell", head + "SU Usage factor,2, ,\n" + memory + sms, {"2:19 T008 [SU Usage factor] [full] [ ] [8]"}},
      {"T008: a no-break space",
       head + "SU Usage factor,2,\u00A0,\n" + memory + sms,
       {"2:19 T008 [SU Usage factor] [full] [\u00A0] [8]"}},
      {"T009: a word", head + "SU Usage factor,two,16,\n" + memory + sms, {"2:17 T009 [SU Usage factor] [1g.10gb] [two] [8]"}},
      {"T009: not a number",
       head + factor + "Global Memory,nan,85.2 GB,\n" + sms,
       {"3:15 T009 [Global Memory] [1g.10gb] [nan] [42.4 GB]"}},
      {"T009: not available in a required row",
       head + factor + memory + "SMs,n/a,108,\n",
       {"4:5 T009 [SMs] [1g.10gb] [n/a] [42]"}},
      {"T009: a fraction of an SM",
       head + factor + memory + "SMs,14.5,108,\n",
       {"4:5 T009 [SMs] [1g.10gb] [14.5] [42] hint: a whole number is needed here"}},
      {"T009: a decimal comma",
       head + factor + "Global Memory,\"10,2 GB\",85.2 GB,\n" + sms,
       {"3:15 T009 [Global Memory] [1g.10gb] [10,2 GB] [42.4 GB] hint: write the number without commas; its decimal sign is a "
        "point"}},
      {"T009: an exponent",
       head + "SU Usage factor,2,1e400,\n" + memory + sms,
       {"2:19 T009 [SU Usage factor] [full] [1e400] [8] hint: write the number without an exponent"}},
      {"T010: zero", head + "SU Usage factor,0,16,\n" + memory + sms, {"2:17 T010 [SU Usage factor] [1g.10gb] [0] [8]"}},
      {"T010: negative",
       head + factor + "Global Memory,10.2 GB,-85.2 GB,\n" + sms,
       {"3:23 T010 [Global Memory] [full] [-85.2 GB] [42.4 GB]"}},
      {"T010: a typeset minus", head + factor + memory + "SMs,\u221214,108,\n", {"4:5 T010 [SMs] [1g.10gb] [\u221214] [42]"}},
      {"T011: too many SMs", head + factor + memory + "SMs,14,100001,\n", {"4:8 T011 [SMs] [full] [100001] [42]"}},
      {"T011: too much memory",
       head + factor + "Global Memory,10.2 GB,9999999999 GB,\n" + sms,
       {"3:23 T011 [Global Memory] [full] [9999999999 GB] [42.4 GB]"}},
      {"T011: 19 digits",
       head + "SU Usage factor,1234567890123456789,16,\n" + memory + sms,
       {"2:17 T011 [SU Usage factor] [1g.10gb] [1234567890123456789] [8]"}},
      {"T011: rounded to nothing",
       head + "SU Usage factor,0.0000001,16,\n" + memory + sms,
       {"2:17 T011 [SU Usage factor] [1g.10gb] [0.0000001] [8]"}},
      {"T012: no unit",
       head + factor + "Global Memory,10.2,85.2 GB,\n" + sms,
       {"3:15 T012 [Global Memory] [1g.10gb] [10.2] [42.4 GB] hint: add the unit"}},
      {"T012: another unit",
       head + factor + "Global Memory,10.2 GHz,85.2 GB,\n" + sms,
       {"3:15 T012 [Global Memory] [1g.10gb] [10.2 GHz] [42.4 GB]"}},
      {"T012: a unit where none belongs",
       head + "SU Usage factor,2 GB,16,\n" + memory + sms,
       {"2:17 T012 [SU Usage factor] [1g.10gb] [2 GB] [8]"}},
      {"T013: text behind the figure",
       head + factor + "Global Memory,10.2 GB each,85.2 GB,\n" + sms,
       {"3:15 T013 [Global Memory] [1g.10gb] [10.2 GB each] [42.4 GB]"}},
      {"T013: another number behind the figure",
       head + factor + memory + "SMs,14 15,108,\n",
       {"4:5 T013 [SMs] [1g.10gb] [14 15] [42]"}},
      {"T014: semicolons", "Specification;1g.10gb;full\nSMs;14;108\n", {"1:1 T014 [';']"}},
      {"T014: tabs", "\n\nSpecification\t1g.10gb\tfull\nSMs\t14\t108\n", {"3:1 T014 [tabs]"}},
      {"T015: a row per option",
       "Option,SU Usage factor,Global Memory,SMs\n1g.10gb,2,10.2 GB,14\n",
       {"1:8 T015 [SU Usage factor]"}},
      {"a quoted head is placed at its quote",
       "Specification,\"ban\nana\",full,Notes\n" + factor + memory + sms,
       {"1:15 T004 [ban\nana]" + heads_hint}},
      {"a cell behind a quoted line break", head + factor + memory + "\"S\nMs\",14,x,\n", {"5:8 T009 [S\nMs] [full] [x] [42]"}},
      {"a cell behind characters of two bytes",
       head + factor + memory + "SMs,14,0,\n\u00D7\u00D7,1,2\n",
       {"4:8 T010 [SMs] [full] [0] [42]", "5:1 C005 [3] [4]"}},
      {"a row of another length is not read, but not missing either", head + factor + memory + "SMs,14\n", {"4:1 C005 [2] [4]"}},
  };
  std::set<std::string> seen;
  for (const Case& c : cases) {
    INFO(c.description);
    const std::vector<std::string> errors = errors_of(c.bytes);
    // The hint of C005 is the CSV reader's affair.
    std::vector<std::string> without_csv_hint = errors;
    for (std::string& error : without_csv_hint) {
      if (error.find(" C005 ") != std::string::npos) {
        error.erase(std::min(error.find(" hint: "), error.size()));
      }
      seen.insert(error.substr(error.find(' ') + 1, 4));
    }
    CHECK(without_csv_hint == c.errors);
  }
  for (int code = 1; code <= 15; ++code) {
    const std::string id = std::string(code < 10 ? "T00" : "T0") + std::to_string(code);
    CAPTURE(id);
    CHECK(seen.contains(id) == (id != "T003"));  // T003 has a test of its own
  }
}

TEST_CASE("all that is wrong with a table is told in one run, in the order of the file", "[table_loader]") {
  const std::string bytes =
      "Specification,banana,1g.10gb,MIG 1g.10gb\n"
      "SU Usage factor,x,0,16\n"
      "ECC,a,b\n"
      "Global Memory,10.2,1 GB,\"8\"5 GB\n"
      "ECC,a,b,c\n"
      "Relative Compute Power,1x,2x,-3x\n";
  std::vector<std::string> errors;
  for (const std::string& error : errors_of(bytes)) {
    errors.push_back(error.substr(0, error.find(' ', error.find(' ') + 1)));
  }
  CHECK(errors == std::vector<std::string>{"1:15 T004", "1:30 T005", "2:17 T009", "2:19 T010", "3:1 C005", "4:15 T012",
                                           "4:28 C002", "5:1 T006", "6:30 T010", "0:0 T007"});
}

TEST_CASE("no more than the limit of errors is told", "[table_loader]") {
  std::string heads = "Specification";
  std::string cells = "SU Usage factor";
  for (int i = 1; i <= 200; ++i) {
    heads += ",1g." + std::to_string(i) + "gb";
    cells += ",x";
  }
  INFO("two rows are missing besides");
  CHECK(errors_of(heads + "\n" + cells + "\n").size() == max_diagnostics);
}

TEST_CASE("the offending line of a table is quoted", "[table_loader]") {
  const Loaded<Table> table = load_table("\uFEFF" + head + factor + "Global Memory,10.2,85.2 GB,\r\n" + sms, "t.csv");
  REQUIRE(table.errors.size() == 1);
  CHECK(table.errors[0].excerpt == "Global Memory,10.2,85.2 GB,");
}

TEST_CASE("the cells of a table are read as people write them", "[table_loader]") {
  using Kind = CellKind;
  struct Case {
    const char* description;
    Kind kind;
    std::string cell;
    std::int64_t value;
  };
  const std::vector<Case> cases{
      {"decimal GB", Kind::memory, "42.4 GB", 42'400'000'000},
      {"no blank", Kind::memory, "42.4GB", 42'400'000'000},
      {"small letters", Kind::memory, "42.4 gb", 42'400'000'000},
      {"GiB", Kind::memory, "2 GiB", 2 * bytes_per_gib},
      {"MB", Kind::memory, "10200 MB", 10'200'000'000},
      {"MiB", Kind::memory, "9728 MiB", 9728 * bytes_per_mib},
      {"TB", Kind::memory, "0.5 TB", 500'000'000'000},
      {"TiB", Kind::memory, "1 TiB", 1024 * bytes_per_gib},
      {"a capacity is rounded down", Kind::memory, "0.0000000019 GB", 1},
      {"approximate", Kind::memory, "~9.5 GB", 9'500'000'000},
      {"approximate with a blank", Kind::memory, "\u2248 9.5 GB", 9'500'000'000},
      {"blanks around", Kind::memory, " \u00A042.4 GB\t", 42'400'000'000},
      {"a narrow no-break space", Kind::memory, "42.4\u202FGB", 42'400'000'000},
      {"a thin space", Kind::memory, "42.4\u2009GB", 42'400'000'000},
      {"thousands with a comma", Kind::memory, "10,200 MB", 10'200'000'000},
      {"thousands and a fraction", Kind::memory, "1,234.5 GB", 1'234'500'000'000},
      {"thousands with a blank", Kind::memory, "10 200 MB", 10'200'000'000},
      {"thousands with a no-break space", Kind::memory, "10\u00A0200\u00A0MB", 10'200'000'000},
      {"thousands with an apostrophe", Kind::memory, "10'200 MB", 10'200'000'000},
      {"millions", Kind::memory, "1,234,567 MB", 1'234'567'000'000},
      {"the most", Kind::memory, "16 TiB", max_bytes.value},
      {"a factor", Kind::factor, "8", 8'000'000},
      {"a factor with places", Kind::factor, "2.5", 2'500'000},
      {"a factor in SU", Kind::factor, "8 SU", 8'000'000},
      {"a factor in SU per hour", Kind::factor, "8 SU/hour", 8'000'000},
      {"the largest factor", Kind::factor, "1,000,000", 1'000'000'000'000},
      {"a ratio", Kind::ratio, "7.7x", 7'700'000},
      {"a ratio in capitals", Kind::ratio, "7.7X", 7'700'000},
      {"a ratio with a sign", Kind::ratio, "7.7\u00D7", 7'700'000},
      {"a ratio with a blank", Kind::ratio, "7.7 \u00D7", 7'700'000},
      {"a bare ratio", Kind::ratio, "7.7", 7'700'000},
      {"a count", Kind::count, "42", 42},
      {"a count with thousands", Kind::count, "57,344", 57'344},
      {"SMs", Kind::count, "42 SMs", 42},
      {"SM", Kind::count, "1 SM", 1},
      {"the largest count", Kind::count, "100,000", 100'000},
      {"bits", Kind::bits, "5120 bits", 5120},
      {"bits with thousands", Kind::bits, "5,120 bits", 5120},
      {"bit", Kind::bits, "5120 bit", 5120},
      {"-bit", Kind::bits, "5120-bit", 5120},
      {"b", Kind::bits, "5120b", 5120},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.cell);
    const auto value = parse_cell(c.cell, c.kind);
    REQUIRE(value.ok());
    CHECK(*value == c.value);
  }
}

TEST_CASE("cells that are no quantity are refused with the reason", "[table_loader]") {
  using Kind = CellKind;
  using Error = QuantityError;
  struct Case {
    const char* description;
    Kind kind;
    std::string cell;
    Error error;
  };
  const std::vector<Case> cases{
      {"nothing", Kind::memory, "", Error::empty},
      {"blanks", Kind::memory, " \u00A0\u202F ", Error::empty},
      {"a mark alone", Kind::memory, "~", Error::empty},
      {"a word", Kind::memory, "much", Error::not_a_number},
      {"not a number", Kind::ratio, "nan", Error::not_a_number},
      {"infinity", Kind::ratio, "inf", Error::not_a_number},
      {"a plus sign", Kind::count, "+14", Error::not_a_number},
      {"two marks", Kind::memory, "~~9.5 GB", Error::not_a_number},
      {"negative", Kind::count, "-14", Error::negative},
      {"zero", Kind::count, "0", Error::zero},
      {"zero with a unit", Kind::memory, "0.0 GB", Error::zero},
      {"a fraction", Kind::count, "14.5", Error::not_whole},
      {"a fraction of nothing", Kind::bits, "5120.0 bits", Error::not_whole},
      {"an exponent", Kind::factor, "1e400", Error::exponent},
      {"a decimal comma", Kind::memory, "10,2 GB", Error::comma},
      {"four digits behind a comma", Kind::memory, "1,2345 GB", Error::comma},
      {"two groups of which one is short", Kind::count, "1,234,56", Error::comma},
      {"four digits before a comma", Kind::count, "1234,567", Error::comma},
      {"a decimal comma with three places: nothing has thousands without any", Kind::memory, "0,500 GB", Error::comma},
      {"points for thousands", Kind::memory, "1.234,5 GB", Error::comma},
      {"one more than the largest count", Kind::count, "100,001", Error::too_large},
      {"more than the largest factor", Kind::factor, "1000000.1", Error::too_large},
      {"one TiB more than the most", Kind::memory, "17 TiB", Error::too_large},
      {"19 digits", Kind::memory, "1234567890123456789 GB", Error::too_large},
      {"400 digits", Kind::count, std::string(400, '9'), Error::too_large},
      {"less than a byte", Kind::memory, "0.0000000001 GB", Error::too_precise},
      {"19 significant digits", Kind::ratio, "1.234567890123456789", Error::too_precise},
      {"no unit", Kind::memory, "42.4", Error::missing_unit},
      {"no unit of width", Kind::bits, "5120", Error::missing_unit},
      {"another unit", Kind::memory, "42.4 GHz", Error::unknown_unit},
      {"Slurm's unit", Kind::memory, "42.4 G", Error::unknown_unit},
      {"a unit that begins like one", Kind::memory, "42.4 GBs", Error::unknown_unit},
      {"a unit where none belongs", Kind::count, "14 GB", Error::unknown_unit},
      {"text behind the unit", Kind::memory, "42.4 GB each", Error::trailing_text},
      {"two figures", Kind::memory, "42.4 GB 42.4 GB", Error::trailing_text},
      {"two numbers", Kind::count, "14 15", Error::trailing_text},
      {"a range", Kind::count, "14-15", Error::trailing_text},
      {"brackets", Kind::count, "14 (of 98)", Error::trailing_text},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.cell);
    const auto value = parse_cell(c.cell, c.kind);
    CHECK_FALSE(value.ok());
    if (!value.ok()) {
      CHECK(static_cast<int>(value.error()) == static_cast<int>(c.error));
    }
  }
  for (const Kind kind : {Kind::memory, Kind::factor, Kind::ratio, Kind::count, Kind::bits}) {
    INFO("the example of a kind is of the kind");
    CHECK(parse_cell(cell_example(kind), kind).ok());
  }
}

TEST_CASE("the SU Usage factor is needed where a site charges by it, and only there", "[table_loader]") {
  const std::string rest = "Global Memory,10.2 GB,85.2 GB\nMultiprocessors (SMs),14,108\n";
  struct Case {
    const char* description;
    std::string bytes;
    std::vector<std::string> errors;           // as it is by default
    std::vector<std::string> without_demand;   // where no charge goes by it
    std::optional<std::int64_t> first_factor;  // then, micro
  };
  const std::vector<Case> cases{
      {"no row", "Specification,1g.10gb,Full 80GB\n" + rest, {"0:0 T007 [SU Usage factor]"}, {}, {}},
      {"a row", "Specification,1g.10gb,Full 80GB\nSU Usage factor,2,16\n" + rest, {}, {}, 2'000'000},
      {"a row with gaps",
       "Specification,1g.10gb,Full 80GB\nSU Usage factor,,n/a\n" + rest,
       {"2:17 T008 [SU Usage factor] [1g.10gb] [] [8]", "2:18 T009 [SU Usage factor] [Full 80GB] [n/a] [8]"},
       {},
       {}},
      {"a row with a wrong figure, which is wrong everywhere",
       "Specification,1g.10gb,Full 80GB\nSU Usage factor,-2,16\n" + rest,
       {"2:17 T010 [SU Usage factor] [1g.10gb] [-2] [8]"},
       {"2:17 T010 [SU Usage factor] [1g.10gb] [-2] [8]"},
       {}},
      {"another row is needed everywhere",
       "Specification,1g.10gb,Full 80GB\nMultiprocessors (SMs),14,108\n",
       {"0:0 T007 [SU Usage factor]", "0:0 T007 [Global Memory]"},
       {"0:0 T007 [Global Memory]"},
       {}},
  };
  const auto shown = [](const Loaded<Table>& table) {
    std::vector<std::string> lines;
    for (const Diagnostic& error : table.errors) {
      lines.push_back(show(error));
    }
    return lines;
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(shown(load_table(c.bytes, "t.csv")) == c.errors);
    const Loaded<Table> table = load_table(c.bytes, "t.csv", {.su_factor = false});
    CHECK(shown(table) == c.without_demand);
    CHECK(table.value.has_value() == c.without_demand.empty());
    if (table.value) {
      CHECK(table.value->profiles[0].su_factor == (c.first_factor ? std::optional(Ratio{*c.first_factor}) : std::nullopt));
    }
  }
}

}  // namespace
}  // namespace migadvise
