#include "migadvise/benchmark.hpp"

#include <algorithm>

#include "migadvise/engine.hpp"

namespace migadvise {

namespace {

bool is_same_gpu(std::string_view a, std::string_view b) {
  const std::optional<OptionName> left = parse_option_name(a);
  const std::optional<OptionName> right = parse_option_name(b);
  return left && right && left->gpu == right->gpu && left->memory_gb == right->memory_gb;
}

}  // namespace

std::optional<PublishedRun> on_table(const Benchmark& benchmark, const Table& table, const Site& site) {
  if (!is_same_gpu(benchmark.gpu, site.gpu_name)) {
    return std::nullopt;
  }
  PublishedRun run{benchmark.name, benchmark.relative, {}};
  for (const BenchmarkPoint& point : benchmark.points) {
    const std::optional<std::size_t> option = find_option(point.option, table, site);
    // Two spellings of a file may mean one option of this table: the first counts.
    const auto is_known = [&](const RunTime& known) { return known.option == option; };
    if (option && std::none_of(run.times.begin(), run.times.end(), is_known)) {
      run.times.push_back({*option, Duration{point.time}});
    }
  }
  return run.times.size() < 2 ? std::nullopt : std::optional(std::move(run));
}

}  // namespace migadvise
