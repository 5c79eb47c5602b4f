#include "model/evaluation.hpp"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "core/made_up.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise::model {
namespace {

const std::string data = std::string(MIGADVISE_TEST_DATA) + "/model/";
const std::string table_path = data + "a100-80gb-all-slices.csv";
const std::string points_path = data + "scaling_points.csv";

std::string bytes_of(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Table published_table() {
  Loaded<Table> table = load_table(bytes_of(table_path), table_path);
  REQUIRE(table.value);
  return *table.value;
}

// A file that is gone with the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& bytes) {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("migadvise_model_" + std::to_string(::getpid()) + "_" + std::to_string(++count) + ".csv");
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

Answer evaluate_text(const std::string& bytes, std::vector<std::string> options = {}) {
  const TemporaryFile file(bytes);
  options.insert(options.begin(), file.path());
  return run(options, table_path);
}

const std::string head = "source,workload,metric,unit,profile,value\n";

std::string row(const std::string& profile, const std::string& value) { return "s,w,walltime,s," + profile + "," + value + "\n"; }

TEST_CASE("every pair of options predicts every other option", "[model]") {
  const Loaded<std::vector<Benchmark>> benchmarks = load_benchmarks(bytes_of(points_path), points_path);
  REQUIRE(benchmarks.value);
  const Table table = published_table();
  const ChargeFormula charge = additive_charge(Ratio{micro_per_unit}, Bytes{4 * bytes_per_gib}, Ratio{micro_per_unit});
  const Evaluation evaluation = evaluate(*benchmarks.value, table, charge);
  CHECK(evaluation.points == 368);
  CHECK(evaluation.benchmarks == 90);
  CHECK(evaluation.with_targets == 89);
  CHECK(evaluation.left_out.empty());
  // Three options give 3 predictions, four 12 and five 30; as many between the two measured ones as above and below them.
  CHECK(summarise(evaluation, "", std::nullopt).count == 1347);
  for (const Region region : {Region::between, Region::above, Region::below}) {
    CHECK(summarise(evaluation, "", region).count == 449);
  }
  // Worked out apart from the program.
  const Summary all = summarise(evaluation, "", std::nullopt);
  CHECK(format_decimal(all.median.micro, 10'000, 1) == "5.1");
  CHECK(format_decimal(all.percentile_90.micro, 10'000, 1) == "20.8");
  CHECK(format_decimal(all.inside.micro, 10'000, 1) == "96.5");
  const Summary above = summarise(evaluation, "", Region::above);
  CHECK(format_decimal(above.median.micro, 10'000, 1) == "8.3");
  CHECK(format_decimal(above.percentile_90.micro, 10'000, 1) == "31.2");
  CHECK(format_decimal(above.inside.micro, 10'000, 1) == "93.1");
  const ChoiceSummary likely = summarise(evaluation, "", 4, Chooser::likely, false);
  CHECK(likely.count == 585);
  CHECK(format_decimal(likely.found.micro, 10'000, 1) == "77.8");
  CHECK(format_decimal(likely.mean_excess.micro, 10'000, 1) == "2.8");
  CHECK(format_decimal(likely.worst_excess.micro, 10'000, 0) == "70");
  const ChoiceSummary held_back = summarise(evaluation, "", 4, Chooser::held_back, false);
  CHECK(format_decimal(held_back.found.micro, 10'000, 1) == "63.8");
  CHECK(format_decimal(held_back.mean_excess.micro, 10'000, 1) == "6.7");
}

TEST_CASE("one benchmark is evaluated as can be done by hand", "[model]") {
  // The same time everywhere: it is predicted exactly, and the cheapest per hour is the cheapest for the run.
  const Answer answer = evaluate_text(head + row("1g.10gb", "100") + row("2g.20gb", "100") + row("full", "100"));
  CHECK(answer.status == 0);
  CHECK(answer.err.empty());
  CHECK(answer.out.find("  s            all                3         0.0 %            0.0 %      100.0 %\n") !=
        std::string::npos);
  CHECK(
      answer.out.find("  s               1        3   100.0 %  0.0 %  0.0 %   100.0 %  0.0 %  0.0 %   100.0 %  0.0 %  0.0 %\n") !=
      std::string::npos);
}

TEST_CASE("a wrong choice costs what the truly cheapest option would have saved", "[model]") {
  Table table = published_table();
  Benchmark benchmark;
  benchmark.name = "b";
  benchmark.source = "s";
  // 1g.10gb and 2g.20gb take the same time, so that the same is predicted of the full GPU; it is ten times as fast.
  benchmark.points = {{"1g.10gb", "100", 100'000}, {"2g.20gb", "100", 100'000}, {"full", "10", 10'000}};
  const ChargeFormula charge = additive_charge(Ratio{micro_per_unit}, Bytes{4 * bytes_per_gib}, Ratio{micro_per_unit});
  const Evaluation evaluation = evaluate({benchmark}, table, charge);
  REQUIRE(evaluation.targets.size() == 3);
  // From the first two: 100 s predicted of the full GPU, nine times too long.
  CHECK(evaluation.targets[0].region == Region::above);
  CHECK(evaluation.targets[0].error == Ratio{9 * micro_per_unit});
  CHECK_FALSE(evaluation.targets[0].inside);
  CHECK(evaluation.targets[1].region == Region::between);
  CHECK(evaluation.targets[2].region == Region::below);
  // With 1 CPU 3 SU per hour · 100 s are chosen where 17 SU per hour · 10 s would do.
  REQUIRE(evaluation.choices.size() == 3 * cpus_tried.size());
  const Choice& first = evaluation.choices.front();
  CHECK(first.cpus == 1);
  CHECK_FALSE(first.ends);
  CHECK(first.excess == std::array<Ratio, chooser_count>{Ratio{764'706}, Ratio{764'706}, Ratio{764'706}});
  // From the smallest and the largest it is found.
  const Choice& ends = evaluation.choices[cpus_tried.size()];
  CHECK(ends.ends);
  CHECK(ends.excess == std::array<Ratio, chooser_count>{});
  const ChoiceSummary summary = summarise(evaluation, "s", 1, Chooser::recommended, false);
  CHECK(summary.count == 3);
  CHECK(summary.found == Ratio{666'667});
  CHECK(summary.mean_excess == Ratio{254'902});
  CHECK(summary.worst_excess == Ratio{764'706});
  CHECK(summarise(evaluation, "s", 1, Chooser::recommended, true).count == 1);
  CHECK(summarise(evaluation, "another", 1, Chooser::recommended, false).count == 0);
  CHECK(summarise(evaluation, "another", std::nullopt).count == 0);
}

TEST_CASE("a point is on the option with as many compute slices", "[model]") {
  const Table table = published_table();
  struct Case {
    const char* point;
    const char* option;  // empty when it is on none
  };
  const std::vector<Case> cases{
      {"1g.10gb", "1g.10gb"}, {"2g.20gb", "2g.20gb"},
      {"3g.40gb", "3g.40gb"}, {"4g.40gb", "4g.40gb"},
      {"7g.80gb", "7g.80gb"}, {"full-80gb", "full"},
      {"full", "full"},       {"Full 80GB", "full"},
      {"a100", "full"},       {"1g.5gb", "1g.10gb"},
      {"2g.10gb", "2g.20gb"}, {"3g.20gb", "3g.40gb"},
      {"4g.20gb", "4g.40gb"}, {"7g.40gb", "7g.80gb"},
      {"7G.40GB", "7g.80gb"}, {"full-40gb", "full"},
      {"1g", "1g.10gb"},      {"MIG 3g.20gb", "3g.40gb"},
      {"6g.60gb", ""},        {"1c.3g.20gb", ""},
      {"something", ""},      {"", ""},
  };
  for (const Case& c : cases) {
    INFO(c.point);
    const std::optional<std::size_t> found = option_of(c.point, table);
    CHECK((found ? table.profiles[*found].name : "") == c.option);
  }
  // Of two with as many slices neither is meant by another name.
  Table two = table;
  two.profiles[1] = two.profiles[0];
  two.profiles[1].name = "1g.20gb";
  two.profiles[1].head = *parse_option_name("1g.20gb");
  CHECK(option_of("1g.20gb", two) == 1);
  CHECK(option_of("1g.10gb", two) == 0);
  CHECK_FALSE(option_of("1g.5gb", two));
}

TEST_CASE("names of a GPU with 40 GB and any order of rows give the same figures", "[model]") {
  const std::string bytes = bytes_of(points_path);
  std::string renamed = bytes;
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"1g\\.10gb", "1g.5gb"}, {"2g\\.20gb", "2g.10gb"}, {"3g\\.40gb", "3g.20gb"}, {"7g\\.80gb", "7g.40gb"}}) {
    renamed = std::regex_replace(renamed, std::regex(from), to);
  }
  REQUIRE(renamed != bytes);
  const Answer as_published = run({points_path}, table_path);
  CHECK(evaluate_text(renamed).out == as_published.out);
  // Turned around within a benchmark: by its first row a source keeps its place.
  const std::string forwards = head + row("1g.10gb", "400") + row("2g.20gb", "250") + row("3g.40gb", "180") + row("full", "120");
  const std::string backwards = head + row("full", "120") + row("3g.40gb", "180") + row("2g.20gb", "250") + row("1g.10gb", "400");
  CHECK(evaluate_text(forwards).out == evaluate_text(backwards).out);
}

TEST_CASE("a percentile is one of the values", "[model]") {
  const auto of = [](std::vector<std::int64_t> values, int percent) {
    std::vector<Ratio> ratios;
    for (const std::int64_t value : values) {
      ratios.push_back(Ratio{value});
    }
    return percentile(ratios, percent).micro;
  };
  CHECK(of({7}, 1) == 7);
  CHECK(of({7}, 50) == 7);
  CHECK(of({7}, 100) == 7);
  CHECK(of({4, 2}, 50) == 2);
  CHECK(of({4, 2}, 51) == 4);
  CHECK(of({9, 1, 5}, 50) == 5);
  CHECK(of({10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 90) == 9);
  CHECK(of({10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 91) == 10);
  CHECK(of({3, 3, 3, 3}, 90) == 3);
}

TEST_CASE("points that are on no option of the table are named", "[model]") {
  const Answer answer =
      evaluate_text(head + row("1g.10gb", "100") + row("1g.5gb", "90") + row("5g.50gb", "80") + row("full", "70"));
  CHECK(answer.status == 0);
  CHECK(answer.out ==
        "4 points of 1 benchmarks; benchmarks with three options or more: 0\n"
        "points left out: 2\n");
  CHECK(answer.err ==
        "left out: s, w, 1g.5gb: another figure is on 1g.10gb already\n"
        "left out: s, w, 5g.50gb: the table has no such option\n");
}

TEST_CASE("demands that are not met fail", "[model]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::string err;
  };
  const std::vector<Case> cases{
      {"nothing to predict", head + row("1g.10gb", "100") + row("full", "70"),
       "not met: no benchmark has three options or more: nothing is shown\n"},
      {"times that no model would predict", head + row("1g.10gb", "100") + row("2g.20gb", "1") + row("full", "100"),
       "not met: the median error is 87.5 %, demanded at most 6.0 %\n"
       "not met: the 90th percentile of errors is 9900.0 %, demanded at most 23.0 %\n"
       "not met: the share in the band is 0.0 %, demanded at least 94.0 %\n"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(evaluate_text(c.bytes).status == 0);
    const Answer answer = evaluate_text(c.bytes, {"--demand"});
    CHECK(answer.status == 1);
    CHECK(answer.err == c.err);
  }
}

TEST_CASE("files that cannot be used are told as migadvise tells them", "[model]") {
  const Answer missing = run({data + "no-such-file.csv"}, table_path);
  CHECK(missing.status == 66);
  CHECK(missing.out.empty());
  CHECK(missing.err.find("no-such-file.csv: error[F001]") != std::string::npos);
  CHECK(run({data}, table_path).status == 66);

  const Answer bad = evaluate_text(head + row("1g.10gb", "-1") + row("nonsense", "1"));
  CHECK(bad.status == 65);
  CHECK(bad.out.empty());
  CHECK(bad.err.find(":2:24: error[B013]") != std::string::npos);
  CHECK(bad.err.find(":3:16: error[B011]") != std::string::npos);
  CHECK(evaluate_text("").status == 65);
  CHECK(evaluate_text("\"").status == 65);
  CHECK(evaluate_text(std::string("\0\xff\n", 3)).status == 65);
  CHECK(run({table_path}, table_path).status == 65);

  // A table that is none; its errors come before those of the points.
  const Answer table = run({points_path, "--table", points_path}, table_path);
  CHECK(table.status == 65);
  CHECK(table.err.find("error[T") != std::string::npos);
  CHECK(run({points_path, "--table", data + "no-such-file.csv"}, table_path).status == 66);
}

TEST_CASE("a table without the options of the points leaves them out", "[model]") {
  const TemporaryFile table(
      "Specification,1g.10gb,2g.20gb\nSU Usage factor,2,4\nGlobal Memory,10 GB,20 GB\n"
      "Multiprocessors (SMs),14,28\n");
  const Answer answer = run({points_path, "--table", table.path()}, table_path);
  CHECK(answer.status == 0);
  CHECK(answer.out.find("options or more: 0\npoints left out: ") != std::string::npos);
}

TEST_CASE("wrong use is told", "[model]") {
  const std::vector<std::vector<std::string>> wrong{{},
                                                    {""},
                                                    {"--help"},
                                                    {"--demand"},
                                                    {points_path, points_path},
                                                    {points_path, "--table"},
                                                    {points_path, "--table", table_path, "--table", table_path}};
  for (const std::vector<std::string>& arguments : wrong) {
    const Answer answer = run(arguments, table_path);
    CHECK(answer.status == 2);
    CHECK(answer.out.empty());
    CHECK(answer.err == "usage: model_evaluation FILE.csv [--table TABLE.csv] [--demand]\n");
  }
}

TEST_CASE("the table of all slices agrees with itself", "[model]") { CHECK(lint_table(published_table()).empty()); }

TEST_CASE("the evidence shows what the tool prints", "[model]") {
  const std::string evidence = bytes_of(std::string(MIGADVISE_DOCS) + "/evidence.md");
  const std::string command = "$ build/dev/tests/model_evaluation tests/data/model/scaling_points.csv\n";
  const std::size_t begin = evidence.find(command);
  REQUIRE(begin != std::string::npos);
  const std::size_t from = begin + command.size();
  const std::size_t end = evidence.find("```", from);
  REQUIRE(end != std::string::npos);
  CHECK(evidence.substr(from, end - from) == run({points_path}, table_path).out);
}

}  // namespace
}  // namespace migadvise::model
