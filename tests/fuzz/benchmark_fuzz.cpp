// A file of benchmarks either loads or says why not; every benchmark that loads has the times that its figures stand for.
#include <algorithm>
#include <set>
#include <string>

#include "fuzz.hpp"
#include "properties.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {
namespace {

constexpr std::int64_t slowest = 1'000'000'000'000;
constexpr std::int64_t ten_years = 3650 * 24 * milliseconds_per_hour;

bool same_point(const BenchmarkPoint& a, const BenchmarkPoint& b) {
  return a.option == b.option && a.value == b.value && a.time == b.time;
}

bool same_benchmark(const Benchmark& a, const Benchmark& b) {
  return a.name == b.name && a.source == b.source && a.conditions == b.conditions && a.gpu == b.gpu && a.metric == b.metric &&
         a.unit == b.unit && a.relative == b.relative &&
         std::equal(a.points.begin(), a.points.end(), b.points.begin(), b.points.end(), same_point);
}

void check_same(const Loaded<std::vector<Benchmark>>& a, const Loaded<std::vector<Benchmark>>& b) {
  fuzz_check(a.value.has_value() == b.value.has_value() && same_errors(a, b));
  fuzz_check(!a.value || std::equal(a.value->begin(), a.value->end(), b.value->begin(), b.value->end(), same_benchmark));
}

/// Short enough for a line of an answer, and moves no cursor.
void check_text(const std::string& text, bool may_be_empty) {
  fuzz_check(text.size() <= 200 && (may_be_empty || !text.empty()));
  fuzz_check(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; }));
}

void check_points(const Benchmark& benchmark) {
  std::set<std::string> options;
  std::int64_t longest = 0;
  for (const BenchmarkPoint& point : benchmark.points) {
    check_text(point.option, false);
    fuzz_check(parse_option_name(point.option).has_value() && options.insert(point.option).second);
    fuzz_check(!point.value.empty() && point.value.find_first_not_of("0123456789.") == std::string::npos);
    fuzz_check(point.time > 0);
    longest = std::max(longest, point.time);
  }
  fuzz_check(benchmark.relative ? longest == slowest : longest > 0 && longest <= ten_years);
}

void check_benchmarks(const std::vector<Benchmark>& benchmarks) {
  fuzz_check(!benchmarks.empty() && benchmarks.size() <= 1000);
  std::set<std::string> keys;
  for (const Benchmark& benchmark : benchmarks) {
    check_text(benchmark.name, false);
    check_text(benchmark.source, false);
    check_text(benchmark.unit, true);
    check_text(benchmark.gpu, true);
    check_text(benchmark.conditions, true);
    fuzz_check(benchmark.relative == (benchmark.metric != "walltime"));
    const std::string key = benchmark.source + '\n' + benchmark.name + '\n' + benchmark.metric + '\n' + benchmark.unit;
    fuzz_check(keys.insert(key).second);
    check_points(benchmark);
  }
}

/// A cell that RFC 4180 reads back as the text.
std::string quoted(const std::string& text) {
  std::string cell = "\"";
  for (const char c : text) {
    cell += c;
    if (c == '"') {
      cell += c;
    }
  }
  return cell + "\",";
}

/// What was read is written again, with the columns in another order, and read as the same.
void check_round_trip(const std::vector<Benchmark>& benchmarks) {
  std::string written = "Value,PROFILE,conditions,gpu, unit ,metric,workload,source\n";
  for (const Benchmark& benchmark : benchmarks) {
    for (const BenchmarkPoint& point : benchmark.points) {
      written += quoted(point.value) + quoted(point.option) + quoted(benchmark.conditions) + quoted(benchmark.gpu) +
                 quoted(benchmark.unit) + quoted(benchmark.metric) + quoted(benchmark.name) + quoted(benchmark.source);
      written.back() = '\n';
    }
  }
  const Loaded<std::vector<Benchmark>> again = load_benchmarks(written, "again");
  fuzz_check(again.value.has_value());
  fuzz_check(std::equal(benchmarks.begin(), benchmarks.end(), again.value->begin(), again.value->end(), same_benchmark));
}

void check_errors(const std::vector<Diagnostic>& errors) {
  for (const Diagnostic& error : errors) {
    fuzz_check(error.at.line > 0);
    fuzz_check(located_text(error, false).find_first_of(std::string_view("\0\x1b\r", 3)) == std::string::npos);
  }
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  const std::string_view bytes = fuzz_text(data, size);
  const Loaded<std::vector<Benchmark>> loaded = load_benchmarks(bytes, "input");
  check_loaded(loaded);
  check_errors(loaded.errors);
  if (size % 8 == 0) {
    check_same(loaded, load_benchmarks(bytes, "input"));
  }
  if (loaded.value) {
    check_benchmarks(*loaded.value);
    check_round_trip(*loaded.value);
  }
  return 0;
}
