#include "report/benchmarks_writer.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/grid.hpp"

namespace migadvise {

namespace {

std::string figures_text(const Benchmark& benchmark) {
  std::vector<std::string> figures;
  for (const BenchmarkPoint& point : benchmark.points) {
    figures.push_back(fmt::format("{} {}", printable(point.option), printable(point.value)));
  }
  return fmt::format("{}", fmt::join(figures, ", "));
}

std::string metric_text(const Benchmark& benchmark) {
  return benchmark.unit.empty() ? printable(benchmark.metric)
                                : fmt::format("{} in {}", printable(benchmark.metric), printable(benchmark.unit));
}

}  // namespace

std::string write_benchmarks_text(const std::vector<Benchmark>& benchmarks, const Style& style) {
  std::size_t column = 0;
  for (const Benchmark& benchmark : benchmarks) {
    column = std::max(column, display_width(printable(benchmark.name)));
  }
  const std::string under = std::string(column + 2, ' ');
  std::string out;
  for (const Benchmark& benchmark : benchmarks) {
    const std::string first = pad_right(printable(benchmark.name), column) + "  ";
    out += wrap(fmt::format("{}: {}", metric_text(benchmark), figures_text(benchmark)), first, style.width);
    for (const std::string* const words : {&benchmark.conditions, &benchmark.gpu, &benchmark.source}) {
      out += words->empty() ? "" : wrap(printable(*words), under, style.width);
    }
  }
  return style.ascii ? to_ascii(out) : out;
}

std::string write_benchmarks_markdown(const std::vector<Benchmark>& benchmarks) {
  Grid grid;
  grid.columns = {{"workload", "", false}, {"metric", "", false},     {"figures", "", false},
                  {"GPU", "", false},      {"conditions", "", false}, {"source", "", false}};
  for (const Benchmark& benchmark : benchmarks) {
    grid.rows.push_back({markdown_text(benchmark.name), markdown_text(metric_text(benchmark)),
                         markdown_text(figures_text(benchmark)), markdown_text(benchmark.gpu),
                         markdown_text(benchmark.conditions), markdown_text(benchmark.source)});
  }
  return grid_markdown(grid);
}

std::string write_benchmarks_csv(const std::vector<Benchmark>& benchmarks) {
  Grid grid;
  for (const char* const key : {"source", "workload", "metric", "unit", "profile", "value", "gpu", "conditions"}) {
    grid.columns.push_back({"", key, false});
  }
  for (const Benchmark& benchmark : benchmarks) {
    for (const BenchmarkPoint& point : benchmark.points) {
      grid.rows.push_back({benchmark.source, benchmark.name, benchmark.metric, benchmark.unit, point.option, point.value,
                           benchmark.gpu, benchmark.conditions});
    }
  }
  return grid_csv(grid);
}

}  // namespace migadvise
