// Published benchmarks: runs of known programs on the options of a GPU.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/run_time.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

/// What was published of one option.
struct BenchmarkPoint {
  std::string option;     ///< as the file names it
  std::string value;      ///< the figure as it is printed
  std::int64_t time = 0;  ///< above 0: milliseconds, or where the benchmark is relative, time in no unit
};

/// One program, measured by one metric on several options.
struct Benchmark {
  std::string name;        ///< `gromacs`
  std::string source;      ///< who published it
  std::string conditions;  ///< under which it was run; may be empty
  std::string gpu;         ///< of all the options: `A100 80GB`; may be empty
  std::string metric;      ///< `walltime`
  std::string unit;        ///< `h`
  bool relative = false;   ///< only the ratios of the times mean something
  std::vector<BenchmarkPoint> points;
};

/// The benchmark on the options of a table that have been named. Nothing where it is of another GPU than the site's, or has a
/// figure for fewer than two of the options.
std::optional<PublishedRun> on_table(const Benchmark& benchmark, const Table& table, const Site& site);

}  // namespace migadvise
