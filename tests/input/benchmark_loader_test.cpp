#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/embedded_data.hpp"
#include "input/shown.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

std::vector<std::string> errors_of(const std::string& bytes) {
  const Loaded<std::vector<Benchmark>> benchmarks = load_benchmarks(bytes, "b.csv");
  CHECK(benchmarks.value.has_value() == benchmarks.errors.empty());
  std::vector<std::string> lines;
  for (const Diagnostic& error : benchmarks.errors) {
    CHECK(error.file == "b.csv");
    lines.push_back(show_with_hint(error));
  }
  return lines;
}

// `SOURCE|NAME|METRIC|UNIT|GPU|CONDITIONS: OPTION VALUE TIME, ...`, with `~` before relative times.
std::string show(const Benchmark& benchmark) {
  std::string text = benchmark.source + "|" + benchmark.name + "|" + benchmark.metric + "|" + benchmark.unit + "|" +
                     benchmark.gpu + "|" + benchmark.conditions + ":";
  for (const BenchmarkPoint& point : benchmark.points) {
    text += (&point == &benchmark.points.front() ? " " : ", ") + point.option + " " + point.value + " " +
            (benchmark.relative ? "~" : "") + std::to_string(point.time);
  }
  return text;
}

std::vector<std::string> shown(const Loaded<std::vector<Benchmark>>& loaded) {
  std::vector<std::string> lines;
  for (const Diagnostic& error : loaded.errors) {
    lines.push_back("ERROR " + show(error));
  }
  for (const Benchmark& benchmark : loaded.value.value_or(std::vector<Benchmark>{})) {
    lines.push_back(show(benchmark));
  }
  return lines;
}

std::vector<std::string> benchmarks_of(const std::string& bytes) { return shown(load_benchmarks(bytes, "b.csv")); }

const std::string head = "source,workload,metric,unit,profile,value\n";

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

TEST_CASE("the same benchmark however its file is written", "[benchmark_loader]") {
  const std::vector<std::string> md{
      "Lab|md|walltime|s|A100 80GB|4 CPUs, 1 rank: 1g.10gb 499.131 499131, full-80gb 182.142 182142"};
  struct Case {
    const char* description;
    std::string bytes;
  };
  const std::string full_head = "source,workload,metric,unit,profile,value,gpu,conditions\n";
  const std::string first = "Lab,md,walltime,s,1g.10gb,499.131,A100 80GB,\"4 CPUs, 1 rank\"";
  const std::string second = "Lab,md,walltime,s,full-80gb,182.142,A100 80GB,\"4 CPUs, 1 rank\"";
  const std::vector<Case> cases{
      {"LF", full_head + first + "\n" + second + "\n"},
      {"no final line end", full_head + first + "\n" + second},
      {"CRLF", "source,workload,metric,unit,profile,value,gpu,conditions\r\n" + first + "\r\n" + second + "\r\n"},
      {"a byte order mark", "\uFEFF" + full_head + first + "\n" + second + "\n"},
      {"a byte order mark before a quoted head",
       "\uFEFF\"source\",workload,metric,unit,profile,value,gpu,conditions\n" + first + "\n" + second + "\n"},
      {"empty lines and blank rows", "\n" + full_head + "\n" + first + "\n,,,,,,,\n \t,,,,,,,\n" + second + "\n\n"},
      {"blank columns behind the last",
       "source,workload,metric,unit,profile,value,gpu,conditions,,\n" + first + ",,\n" + second + ", ,\n"},
      {"heads in capitals and with blanks",
       "SOURCE, Work load ,Metric,UNIT,\"pro\u00A0file\",Value\t,G P U,Conditions\n" + first + "\n" + second + "\n"},
      {"other columns first",
       "conditions,value,gpu,profile,unit,metric,workload,source\n"
       "\"4 CPUs, 1 rank\",499.131,A100 80GB,1g.10gb,s,walltime,md,Lab\n"
       "\"4 CPUs, 1 rank\",182.142,A100 80GB,full-80gb,s,walltime,md,Lab\n"},
      {"everything in quotes",
       full_head + "\"Lab\",\"md\",\"walltime\",\"s\",\"1g.10gb\",\"499.131\",\"A100 80GB\",\"4 CPUs, 1 rank\"\n" + second},
      {"blanks around cells", full_head + " Lab,md ,walltime, s,1g.10gb\t, 499.131 , A100 80GB,\" 4 CPUs, 1 rank \"\n" + second},
      {"what is shared stands in the first row", full_head + first + "\nLab,md,walltime,s,full-80gb,182.142,,\n"},
      {"blanks where it is left out", full_head + first + "\nLab,md,walltime,s,full-80gb,182.142, ,\u00A0\n"},
      {"with SMs", "sm,source,workload,metric,unit,profile,value,gpu,conditions\n14," + first + "\n108," + second + "\n"},
      {"with SMs where they are known",
       "sm,source,workload,metric,unit,profile,value,gpu,conditions\n," + first + "\n 108 ," + second + "\n"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(benchmarks_of(c.bytes) == md);
  }
}

TEST_CASE("rows belong together by source, workload, metric and unit", "[benchmark_loader]") {
  struct Case {
    const char* description;
    std::string rows;
    std::vector<std::string> benchmarks;
  };
  const std::vector<Case> cases{
      {"rows that are apart",
       "A,x,walltime,s,1g,3\nA,y,walltime,s,1g,4\nA,x,walltime,s,full,1\nA,y,walltime,s,full,2\n",
       {"A|x|walltime|s||: 1g 3 3000, full 1 1000", "A|y|walltime|s||: 1g 4 4000, full 2 2000"}},
      {"the order of the first row of each",
       "B,z,walltime,s,1g,1\nA,a,walltime,s,1g,1\n",
       {"B|z|walltime|s||: 1g 1 1000", "A|a|walltime|s||: 1g 1 1000"}},
      {"two sources",
       "A,x,walltime,s,1g,1\nB,x,walltime,s,1g,1\n",
       {"A|x|walltime|s||: 1g 1 1000", "B|x|walltime|s||: 1g 1 1000"}},
      {"two metrics",
       "A,x,latency,s,1g,1\nA,x,step_time,s,1g,1\n",
       {"A|x|latency|s||: 1g 1 ~1000000000000", "A|x|step_time|s||: 1g 1 ~1000000000000"}},
      {"two units",
       "A,x,walltime,s,1g,60\nA,x,walltime,min,1g,1\n",
       {"A|x|walltime|s||: 1g 60 60000", "A|x|walltime|min||: 1g 1 60000"}},
      {"case tells them apart",
       "A,x,walltime,s,1g,1\nA,X,walltime,s,1g,1\n",
       {"A|x|walltime|s||: 1g 1 1000", "A|X|walltime|s||: 1g 1 1000"}},
      {"a cell does not run into the next",
       "Ax,y,walltime,s,1g,1\nA,xy,walltime,s,1g,1\n",
       {"Ax|y|walltime|s||: 1g 1 1000", "A|xy|walltime|s||: 1g 1 1000"}},
      {"a unit may be empty where any will do", "A,x,throughput,,1g,1\n", {"A|x|throughput|||: 1g 1 ~1000000000000"}},
      {"quotes and commas in names", "\"A, B\",\"a \"\"b\"\"\",walltime,s,1g,1\n", {"A, B|a \"b\"|walltime|s||: 1g 1 1000"}},
      {"letters beyond ASCII", "\u00C9cole,\u00D7,walltime,s,1g,1\n", {"\u00C9cole|\u00D7|walltime|s||: 1g 1 1000"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(benchmarks_of(head + c.rows) == c.benchmarks);
  }
}

TEST_CASE("walltimes are exact to the millisecond", "[benchmark_loader]") {
  struct Case {
    const char* unit;
    const char* value;
    std::int64_t milliseconds;
  };
  const std::vector<Case> cases{
      {"s", "182.142", 182'142},
      {"s", "0.001", 1},
      {"s", "0.0014999", 1},
      {"s", "0.0015", 2},
      {"s", ".5", 500},
      {"s", "007", 7000},
      {"s", "2.6755", 2676},
      {"min", "1.5", 90'000},
      {"min", "0.00002", 1},
      {"h", "1.092", 3'931'200},
      {"h", "0.267", 961'200},
      {"h", "0.000000416666666667", 2},
      {"h", "87600", 315'360'000'000},
      {"s", "315360000", 315'360'000'000},
      {"s", "315360000.000", 315'360'000'000},
      {"min", "525600", 31'536'000'000},
  };
  for (const Case& c : cases) {
    CAPTURE(c.unit, c.value);
    const auto loaded = load_benchmarks(head + "A,x,walltime," + c.unit + ",full," + c.value + "\n", "b.csv");
    REQUIRE(loaded.value.has_value());
    CHECK_FALSE(loaded.value->at(0).relative);
    CHECK(loaded.value->at(0).points.at(0).time == c.milliseconds);
    CHECK(loaded.value->at(0).points.at(0).value == c.value);
  }
}

TEST_CASE("relative times are shares of the slowest", "[benchmark_loader]") {
  struct Case {
    const char* description;
    std::string metric;
    std::vector<std::string> values;
    std::vector<std::int64_t> times;
  };
  constexpr std::int64_t slowest = 1'000'000'000'000;
  const std::vector<Case> cases{
      {"a smaller latency is faster", "latency", {"40", "20", "10"}, {slowest, slowest / 2, slowest / 4}},
      {"so is a smaller step time", "step_time", {"0.25", "1"}, {slowest / 4, slowest}},
      {"a larger throughput is faster", "throughput", {"10", "20", "40"}, {slowest, slowest / 2, slowest / 4}},
      {"the slowest need not come first", "throughput", {"40", "10"}, {slowest / 4, slowest}},
      {"to the nearest, down", "latency", {"3", "1"}, {slowest, 333'333'333'333}},
      {"to the nearest, up", "latency", {"3", "2"}, {slowest, 666'666'666'667}},
      {"the inverse of a throughput", "throughput", {"43.28", "118.59"}, {slowest, 364'954'886'584}},
      {"equal figures", "latency", {"2.5", "2.50"}, {slowest, slowest}},
      {"another number of places", "latency", {"1", "0.125", "0.5"}, {slowest, slowest / 8, slowest / 2}},
      {"many places", "latency", {"0.000000000000000002", "0.000000000000000001"}, {slowest, slowest / 2}},
      {"twelve digits before the point", "throughput", {"999999000000", "999999"}, {1'000'000, slowest}},
      {"a factor of a million", "latency", {"1000000", "1"}, {slowest, 1'000'000}},
      {"one alone", "throughput", {"7.25"}, {slowest}},
  };
  const std::vector<std::string> options{"1g.10gb", "2g.20gb", "full"};
  for (const Case& c : cases) {
    INFO(c.description);
    std::string bytes = head;
    for (std::size_t i = 0; i < c.values.size(); ++i) {
      bytes += "A,x," + c.metric + ",any," + options[i] + "," + c.values[i] + "\n";
    }
    const auto loaded = load_benchmarks(bytes, "b.csv");
    REQUIRE(loaded.value.has_value());
    CHECK(loaded.value->at(0).relative);
    std::vector<std::int64_t> times;
    for (const BenchmarkPoint& point : loaded.value->at(0).points) {
      times.push_back(point.time);
    }
    CHECK(times == c.times);
  }
}

TEST_CASE("options are kept as the file names them", "[benchmark_loader]") {
  for (const std::string option : {"1g.10gb", "1G.10GB", "full-80gb", "7g.80gb", "1g.5gb", "10gb", "MIG 1g.10gb", "a100_10g",
                                   "full", "1g.10gb+me", "A100-SXM4-80GB"}) {
    CAPTURE(option);
    const auto loaded = load_benchmarks(head + "A,x,walltime,s," + option + ",1\n", "b.csv");
    REQUIRE(loaded.value.has_value());
    CHECK(loaded.value->at(0).points.at(0).option == option);
  }
}

const std::string columns = "[source, workload, metric, unit, profile, value, gpu, conditions or sm]";
const std::string profile_hint = " hint: names are such as 1g.10gb, 3g.40gb, full or full-80gb";
const std::string metrics = "[walltime, latency, step_time or throughput]";
const std::string number_kind = "[a plain number such as 499.131]";
const std::string number_range = "[at most 12 digits before the point and 18 digits in all]";
const std::string time_range = "[1 ms to 3650 days]";
const std::string sm_kind = "[a whole number from 1 to 100000]";
const std::string comma_hint = " hint: write the number without commas; its decimal sign is a point";
const std::string good = "A,x,walltime,s,1g,3\n";

std::string value_case(const std::string& value) { return head + "A,x,walltime,s,1g," + value + "\n"; }

TEST_CASE("each thing that is wrong with benchmarks has its code and place", "[benchmark_loader]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::vector<std::string> errors;
  };
  const std::string with_sm = "source,workload,metric,unit,profile,value,sm\nA,x,walltime,s,1g,3,";
  const std::string shared_head = "source,workload,metric,unit,profile,value,gpu,conditions\n";
  const std::string x201(201, 'x');
  const std::vector<Case> cases{
      {"B001: nothing", "", {"1:1 B001"}},
      {"B001: line ends alone", "\r\n\n", {"1:1 B001"}},
      {"B001: a byte order mark alone", "\uFEFF", {"1:1 B001"}},
      {"B001: blank rows", " ,,\n,,\n", {"1:1 B001"}},
      {"B001: the head alone", "\n" + head, {"2:1 B001"}},
      {"B001: the head and blank rows", head + ",,,,,\n", {"1:1 B001"}},
      {"B002: no head", good, {"1:1 B002 " + columns}},
      {"B002: a profile table", "Specification,1g.10gb,full\nSMs,14,108\n", {"1:1 B002 " + columns}},
      {"B003: semicolons", "source;workload;metric\nA;x;walltime\n", {"1:1 B003 [';']"}},
      {"B003: tabs", "source\tworkload\nA\tx\n", {"1:1 B003 [tabs]"}},
      {"B004: a column too many",
       "source,workload,metric,unit,profile,value,colour\nA,x,walltime,s,1g,3,red\n",
       {"1:43 B004 [colour] " + columns}},
      {"B004: a column without a head",
       "source,,workload,metric,unit,profile,value\nA,z,x,walltime,s,1g,3\n",
       {"1:8 B004 [] " + columns}},
      {"B004: an optional column with a slip",
       "source,workload,metric,unit,profile,value,condition\nA,x,walltime,s,1g,3,\n",
       {"1:43 B004 [condition] " + columns + " hint: did you mean 'conditions'?"}},
      {"B004: no suggestion of what is there",
       "source,workload,metric,unit,profile,value,values\nA,x,walltime,s,1g,3,4\n",
       {"1:43 B004 [values] " + columns}},
      {"B005: a column twice",
       "source,workload,metric,unit,profile,value,Work load\nA,x,walltime,s,1g,3,x\n",
       {"1:43 B005 [Work load] [workload]"}},
      {"B006: a column is missing", "source,workload,metric,unit,profile\nA,x,walltime,s,1g\n", {"1:1 B006 [value]"}},
      {"B006: several columns are missing",
       "sm,value\n14,1\n",
       {"1:1 B006 [source]", "1:1 B006 [workload]", "1:1 B006 [metric]", "1:1 B006 [unit]", "1:1 B006 [profile]"}},
      {"B004 and B006: a column with a slip",
       "source,worklaod,metric,unit,profile,value\nA,x,walltime,s,1g,3\n",
       {"1:1 B006 [workload] hint: 'worklaod' is named nearly like it",
        "1:8 B004 [worklaod] " + columns + " hint: did you mean 'workload'?"}},
      {"B007: no source", head + ",x,walltime,s,1g,3\n", {"2:1 B007 [source]"}},
      {"B007: a blank workload", head + "A, \u00A0,walltime,s,1g,3\n", {"2:3 B007 [workload]"}},
      {"B007: no metric", head + "A,x,,s,1g,3\n", {"2:5 B007 [metric]"}},
      {"B007: no profile", head + "A,x,walltime,s,,3\n", {"2:16 B007 [profile]"}},
      {"B007: no value", value_case(""), {"2:19 B007 [value]"}},
      {"B007: a blank value", value_case(" "), {"2:19 B007 [value]"}},
      {"B007: rows without a name are not taken for one benchmark",
       head + "A,,walltime,s,1g,3\nA,,walltime,s,1g,3\n",
       {"2:3 B007 [workload]", "3:3 B007 [workload]"}},
      {"B008: a long workload", head + "A," + x201 + ",walltime,s,1g,3\n", {"2:3 B008 [workload] [" + x201 + "] [200]"}},
      {"B008: a line break", head + "A,\"x\ny\",walltime,s,1g,3\n", {"2:3 B008 [workload] [x\ny] [200]"}},
      {"B008: an escape", head + "A\x1b[31m,x,walltime,s,1g,3\n", {"2:1 B008 [source] [A\x1b[31m] [200]"}},
      {"B008: long conditions, in their first row only",
       shared_head + "A,x,walltime,s,1g,3,," + x201 + "\nA,x,walltime,s,2g,3,,\n",
       {"2:22 B008 [conditions] [" + x201 + "] [200]"}},
      {"B008: a long gpu", shared_head + "A,x,walltime,s,1g,3," + x201 + ",\n", {"2:21 B008 [gpu] [" + x201 + "] [200]"}},
      {"B008: a long unit", head + "A,x,latency," + x201 + ",1g,3\n", {"2:13 B008 [unit] [" + x201 + "] [200]"}},
      {"B009: an unknown metric", head + "A,x,joules,J,1g,3\n", {"2:5 B009 [joules] " + metrics}},
      {"B009: a metric with a slip",
       head + "A,x,troughput,1/s,1g,3\n",
       {"2:5 B009 [troughput] " + metrics + " hint: did you mean 'throughput'?"}},
      {"B009: a metric in capitals",
       head + "A,x,Walltime,s,1g,3\n",
       {"2:5 B009 [Walltime] " + metrics + " hint: did you mean 'walltime'?"}},
      {"B010: milliseconds", head + "A,x,walltime,ms,1g,3\n", {"2:14 B010 [ms] [s, min or h]"}},
      {"B010: a unit in words", head + "A,x,walltime,hours,1g,3\n", {"2:14 B010 [hours] [s, min or h]"}},
      {"B010: a unit in capitals", head + "A,x,walltime,H,1g,3\n", {"2:14 B010 [H] [s, min or h]"}},
      {"B010: no unit", head + "A,x,walltime,,1g,3\n", {"2:14 B010 [] [s, min or h]"}},
      {"B011: not an option", head + "A,x,walltime,s,banana,3\n", {"2:16 B011 [banana]" + profile_hint}},
      {"B011: nearly an option", head + "A,x,walltime,s,1g10gb,3\n", {"2:16 B011 [1g10gb]" + profile_hint}},
      {"B012: a word", value_case("fast"), {"2:19 B012 [value] [fast] " + number_kind}},
      {"B012: not a number", value_case("nan"), {"2:19 B012 [value] [nan] " + number_kind}},
      {"B012: a plus sign", value_case("+3"), {"2:19 B012 [value] [+3] " + number_kind}},
      {"B012: an exponent",
       value_case("1e3"),
       {"2:19 B012 [value] [1e3] " + number_kind + " hint: write the number without an exponent"}},
      {"B012: a decimal comma", value_case("\"1,5\""), {"2:19 B012 [value] [1,5] " + number_kind + comma_hint}},
      {"B012: thousands", value_case("\"1,234.5\""), {"2:19 B012 [value] [1,234.5] " + number_kind + comma_hint}},
      {"B012: a unit in the value",
       value_case("3 s"),
       {"2:19 B012 [value] [3 s] " + number_kind + " hint: the unit stands in a column of its own"}},
      {"B012: approximately", value_case("~3"), {"2:19 B012 [value] [~3] " + number_kind}},
      {"B012: hexadecimal",
       value_case("0x10"),
       {"2:19 B012 [value] [0x10] " + number_kind + " hint: the unit stands in a column of its own"}},
      {"B012: a part of an SM",
       with_sm + "14.5\n",
       {"2:21 B012 [sm] [14.5] " + sm_kind + " hint: a whole number is needed here"}},
      {"B012: SMs in words", with_sm + "many\n", {"2:21 B012 [sm] [many] " + sm_kind}},
      {"B013: zero", value_case("0.000"), {"2:19 B013 [value] [0.000] " + number_kind}},
      {"B013: negative", value_case("-3"), {"2:19 B013 [value] [-3] " + number_kind}},
      {"B013: a typeset minus", value_case("\u22123"), {"2:19 B013 [value] [\u22123] " + number_kind}},
      {"B013: no SM", with_sm + "0\n", {"2:21 B013 [sm] [0] " + sm_kind}},
      {"B014: thirteen digits", value_case("1000000000000"), {"2:19 B014 [value] [1000000000000] " + number_range}},
      {"B014: twenty digits", value_case("12345678901234567890"), {"2:19 B014 [value] [12345678901234567890] " + number_range}},
      {"B014: nineteen places",
       head + "A,x,latency,s,1g,0.0000000000000000001\n",
       {"2:18 B014 [value] [0.0000000000000000001] " + number_range}},
      {"B014: nineteen digits", value_case("1.000000000000000001"), {"2:19 B014 [value] [1.000000000000000001] " + number_range}},
      {"B014: less than a millisecond", value_case("0.0009"), {"2:19 B014 [value] [0.0009] " + time_range}},
      {"B014: more than ten years", value_case("315360001"), {"2:19 B014 [value] [315360001] " + time_range}},
      {"B014: hardly more than ten years", value_case("315360000.0001"), {"2:19 B014 [value] [315360000.0001] " + time_range}},
      {"B014: too many SMs", with_sm + "100001\n", {"2:21 B014 [sm] [100001] " + sm_kind}},
      {"B015: an option twice", head + good + good, {"3:16 B015 [1g] [1g] [2]"}},
      {"B015: two spellings of an option",
       head + "A,x,walltime,s,1g.10gb,3\nB,x,walltime,s,1g.10gb,3\nA,x,walltime,s,MIG 1G.10GB,3\n",
       {"4:16 B015 [MIG 1G.10GB] [1g.10gb] [2]"}},
      {"B015: the full GPU twice",
       head + "A,x,walltime,s,full,3\nA,x,walltime,s,full-80gb,3\n",
       {"3:16 B015 [full-80gb] [full] [2]"}},
      {"B015: also where the first value is wrong",
       head + "A,x,walltime,s,1g,0\n" + good,
       {"2:19 B013 [value] [0] " + number_kind, "3:16 B015 [1g] [1g] [2]"}},
      {"B016: another gpu",
       shared_head + "A,x,walltime,s,1g,3,A100 80GB,\nA,x,walltime,s,2g,3,A100 40GB,\n",
       {"3:21 B016 [gpu] [A100 40GB] [A100 80GB] [2]"}},
      {"B016: other conditions",
       shared_head + "A,x,walltime,s,1g,3,,4 CPUs\nB,x,walltime,s,1g,3,,5 CPUs\nA,x,walltime,s,2g,3,,4 cpus\n",
       {"4:22 B016 [conditions] [4 cpus] [4 CPUs] [2]"}},
      {"B016: what the first row leaves out",
       shared_head + "A,x,walltime,s,1g,3,,\nA,x,walltime,s,2g,3,H100,\n",
       {"3:21 B016 [gpu] [H100] [] [2]"}},
      {"B017: more than a factor of a million",
       head + "A,x,latency,s,1g,1000001\nA,x,latency,s,2g,1\n",
       {"3:18 B017 [1] [1000001] [2]"}},
      {"B017: the larger one comes later",
       head + "A,x,throughput,1/s,1g,1\nA,x,throughput,1/s,2g,5\nA,x,throughput,1/s,full,1000000.1\n",
       {"4:25 B017 [1000000.1] [1] [2]"}},
      {"B017: more digits than can be compared",
       head + "A,x,latency,s,1g,1.00000000000000001\nA,x,latency,s,2g,12\n",
       {"3:18 B017 [12] [1.00000000000000001] [2]"}},
      {"C001: a quote that is not closed is all that is told of its row",
       head + good + "A,x,walltime,s,2g,\"3\n" + good,
       {"3:19 C001 hint: put a quote at the end of the cell; a quote that belongs to the text is written twice"}},
      {"C001: in the head",
       "source,\"workload\n" + good,
       {"1:8 C001 hint: put a quote at the end of the cell; a quote that belongs to the text is written twice"}},
      {"C005: a row of another length is not read", head + good + "A,x,walltime,s,1g\n", {"3:1 C005 [5] [6]"}},
      {"a place behind characters of two bytes", head + "\u00D7,x,walltime,s,1g,0\n", {"2:20 B013 [value] [0] " + number_kind}},
      {"a place behind a byte order mark",
       "\uFEFFsorce,workload,metric,unit,profile,value\n",
       {"1:1 B004 [sorce] " + columns + " hint: did you mean 'source'?",
        "1:1 B006 [source] hint: 'sorce' is named nearly like it"}},
      {"a quoted cell is placed at its quote",
       head + "\"A, B\",x,walltime,s,\"ba na\",3\n",
       {"2:21 B011 [ba na]" + profile_hint}},
  };
  std::set<std::string> seen;
  for (const Case& c : cases) {
    INFO(c.description);
    const std::vector<std::string> errors = errors_of(c.bytes);
    for (const std::string& error : errors) {
      seen.insert(error.substr(error.find(' ') + 1, 4));
    }
    CHECK(errors == c.errors);
  }
  for (int code = 1; code <= 18; ++code) {
    const std::string id = std::string(code < 10 ? "B00" : "B0") + std::to_string(code);
    CAPTURE(id);
    CHECK(seen.contains(id) == (id != "B018"));  // B018 has a test of its own
  }
}

TEST_CASE("all that is wrong with benchmarks is told in one run, in the order of the file", "[benchmark_loader]") {
  const std::string bytes =
      "value,profile,unit,metric,workload,Source,gpu,sm,note\n"
      "0,banana,ms,walltime,x,A,A100,many,\n"
      "1e3,1g,ms,sppeed,,A,A100,14,\n"
      "1,1g,,latency,y,A,A100,14\n"
      "1,1g,s,latency,y,,A100,14,\n"
      "1,1g,s,latency,y,A,A100,14,\n"
      "2,1G,s,latency,y,A,H100,0,\"a\"b\n";
  std::vector<std::string> errors;
  for (const std::string& error : errors_of(bytes)) {
    errors.push_back(error.substr(0, error.find(' ', error.find(' ') + 1)));
  }
  CHECK(errors == std::vector<std::string>{"1:50 B004", "2:1 B013", "2:3 B011", "2:10 B010", "2:31 B012", "3:1 B012", "3:11 B009",
                                           "3:18 B007", "4:1 C005", "5:18 B007", "7:3 B015", "7:20 B016", "7:25 B013",
                                           "7:30 C002"});
}

TEST_CASE("there are limits to what one file holds", "[benchmark_loader]") {
  std::string rows;
  for (int i = 0; i < 1000; ++i) {
    rows += "A,x" + std::to_string(i) + ",walltime,s,1g,3\n";
  }
  CHECK(benchmarks_of(head + rows).size() == 1000);
  INFO("told once, and nothing of those beyond it");
  CHECK(errors_of(head + rows + "A,y,walltime,s,1g,3\nA,z,walltime,s,1g,3\nA,x0,walltime,s,1g,3\n") ==
        std::vector<std::string>{"1002:1 B018 [1000] [benchmarks]", "1004:17 B015 [1g] [1g] [2]"});

  rows.clear();
  for (int i = 0; i < 10'000; ++i) {
    rows += "A,x" + std::to_string(i / 100) + ",walltime,s,1g." + std::to_string(i % 100 + 1) + "gb,3\n";
  }
  CHECK(benchmarks_of(head + rows).size() == 100);
  CHECK(errors_of(head + rows + "A,y,walltime,s,1g,x\nA,z,walltime,s,1g,x\n") ==
        std::vector<std::string>{"10002:1 B018 [10000] [rows]"});
}

TEST_CASE("text cells may have 200 bytes", "[benchmark_loader]") {
  const std::string x200 = repeated("\u00D7", 100);
  CHECK(errors_of("source,workload,metric,unit,profile,value,gpu,conditions\n" + x200 + "," + x200 + ",latency," + x200 +
                  ",1g,3," + x200 + "," + x200 + "\n")
            .empty());
}

TEST_CASE("no more than the limit of errors of benchmarks is told", "[benchmark_loader]") {
  CHECK(errors_of(head + repeated("A,x,walltime,s,1g,x\n", 200)).size() == max_diagnostics);
}

TEST_CASE("the offending line of benchmarks is quoted", "[benchmark_loader]") {
  const auto loaded = load_benchmarks("\uFEFF" + head + "A,x,walltime,s,1g,0\r\n", "b.csv");
  REQUIRE(loaded.errors.size() == 1);
  CHECK(loaded.errors[0].excerpt == "A,x,walltime,s,1g,0");
  CHECK(located_text(loaded.errors[0], false) ==
        "b.csv:2:19: error[B013]: value: '0' is not above 0\n"
        "  A,x,walltime,s,1g,0\n"
        "                    ^\n"
        "  expected: a plain number such as 499.131\n");
}

TEST_CASE("the built-in benchmarks are those that were published", "[benchmark_loader]") {
  const std::string start = "NJIT HPC documentation|";
  CHECK(shown(load_benchmarks(embedded_benchmarks(), "built-in")) ==
        std::vector<std::string>{
            start + "gromacs|walltime|s|A100 80GB|GROMACS molecular dynamics, 1 rank of 4 threads, 4 CPUs: "
                    "1g.10gb 499.131 499131, 2g.20gb 265.995 265995, 3g.40gb 187.003 187003, full 182.142 182142",
            start + "qlora|walltime|h|A100 80GB|4-bit QLoRA fine-tuning of Qwen 1.5B Instruct on Alpaca, 1 CPU, 4 GB host RAM: "
                    "1g.10gb 1.092 3931200, 2g.20gb 0.556 2001600, 3g.40gb 0.353 1270800, full 0.267 961200",
            start + "matmul-fp16|throughput|TFLOP/s|A100 80GB|multiplication of large matrices, FP16: "
                    "1g.10gb 38.694 ~1000000000000, 2g.20gb 79.304 ~487919903157, 3g.40gb 118.924 ~325367461572, "
                    "full 286.185 ~135206247707",
            start + "matmul-tf32|throughput|TFLOP/s|A100 80GB|multiplication of large matrices, FP32 computed as TF32: "
                    "1g.10gb 18.985 ~1000000000000, 2g.20gb 37.887 ~501095362525, 3g.40gb 55.576 ~341604289621, "
                    "full 135.676 ~139928948377"});
}

TEST_CASE("the built-in benchmarks are of the options of the built-in table", "[benchmark_loader]") {
  Loaded<Table> table = load_table(embedded_table(), "built-in");
  const Loaded<Site> site = load_site(embedded_site(), "built-in");
  const Loaded<std::vector<Benchmark>> benchmarks = load_benchmarks(embedded_benchmarks(), "built-in");
  REQUIRE((table.value.has_value() && site.value.has_value() && benchmarks.value.has_value()));
  name_options(*table.value, *site.value);
  for (const Benchmark& benchmark : *benchmarks.value) {
    CAPTURE(benchmark.name);
    const std::optional<PublishedRun> run = on_table(benchmark, *table.value, *site.value);
    REQUIRE(run.has_value());
    CHECK(run->times.size() == 4);
  }
}

TEST_CASE("the points that the model of run times is held against all load", "[benchmark_loader]") {
  std::ifstream file(std::string(MIGADVISE_TEST_DATA) + "/model/scaling_points.csv", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const Loaded<std::vector<Benchmark>> loaded = load_benchmarks(bytes, "scaling_points.csv");
  CHECK(loaded.errors.empty());
  REQUIRE(loaded.value.has_value());
  CHECK(loaded.value->size() == 90);
  std::map<std::string, std::size_t> points;
  for (const Benchmark& benchmark : *loaded.value) {
    points[benchmark.source] += benchmark.points.size();
    CHECK(benchmark.relative == (benchmark.metric != "walltime"));
  }
  CHECK(points == std::map<std::string, std::size_t>{{"wulver-njit", 33}, {"migperf-a100-80gb", 190}, {"miso-socc22", 145}});
}

}  // namespace
}  // namespace migadvise
