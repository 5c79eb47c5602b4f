// The published benchmarks that can stand in for a job.
#pragma once

#include <string>
#include <vector>

#include "migadvise/benchmark.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// Name, figures, conditions, GPU and source of each.
std::string write_benchmarks_text(const std::vector<Benchmark>& benchmarks, const Style& style);

/// A row for each benchmark.
std::string write_benchmarks_markdown(const std::vector<Benchmark>& benchmarks);

/// A row for each figure.
std::string write_benchmarks_csv(const std::vector<Benchmark>& benchmarks);

}  // namespace migadvise
