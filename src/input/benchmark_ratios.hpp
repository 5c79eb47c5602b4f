// Benchmarks while their rows are read, and figures that mean something only beside each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "input/csv.hpp"
#include "migadvise/benchmark.hpp"

namespace migadvise {

/// What the figures of a metric say of speed.
enum class Pace : std::uint8_t { absolute, smaller_is_faster, larger_is_faster };

/// A figure of which only the ratio to the others means something.
struct RelativeFigure {
  std::size_t point = 0;  ///< index in Benchmark::points
  Decimal number;         ///< above 0
  const CsvCell* cell = nullptr;
};

/// A benchmark of which some rows have been read. The cells are those of the file.
struct BenchmarkDraft {
  Benchmark benchmark;
  Pace pace{};
  std::int64_t line = 0;                          ///< of its first row
  std::map<std::string, const CsvCell*> options;  ///< where each is named
  std::vector<RelativeFigure> figures;            ///< none where times are absolute
};

/// Two figures of one benchmark whose ratio cannot be held, in the order of the file.
struct FarApart {
  const CsvCell* first = nullptr;
  const CsvCell* second = nullptr;
};

/// Gives the points of relative figures their times. Nothing when that went well.
std::optional<FarApart> set_ratios(BenchmarkDraft& draft);

}  // namespace migadvise
