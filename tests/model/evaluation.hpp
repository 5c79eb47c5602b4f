// How well predicted run times agree with published ones, and what follows for the choice of an option. The predictions and the
// choices are those of the library: nothing is computed here that advise does.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/benchmark.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"

namespace migadvise::model {

/// Where an option lies to the two measured ones, in the order of expected speed.
enum class Region : std::uint8_t { between, above, below };

/// One prediction: of an option of a benchmark, from two of its other options.
struct Target {
  std::string source;
  Region region = Region::between;
  Ratio error;          ///< |likely - published| ÷ published
  bool inside = false;  ///< low ≤ published ≤ high
};

/// By what an option is chosen as the cheapest for the whole run.
enum class Chooser : std::uint8_t {
  likely,      ///< its likely time
  held_back,   ///< likewise, but one that is far above the measured ones counts with the slow end of its range
  recommended  ///< what advise recommends: the same, and of those within 5 % of the cheapest the fastest
};
inline constexpr std::size_t chooser_count = static_cast<std::size_t>(Chooser::recommended) + 1;

/// One choice among all options of a benchmark, two of which are measured.
struct Choice {
  std::string source;
  int cpus = 1;
  bool ends = false;                        ///< the slowest and the fastest option are the measured ones
  std::array<Ratio, chooser_count> excess;  ///< SU of the chosen option ÷ SU of the truly cheapest - 1; 0 where it is found
};

/// The CPUs for which choices are made. The published times are taken for all of them.
inline constexpr std::array<int, 3> cpus_tried{1, 4, 8};

struct Evaluation {
  std::size_t points = 0;             ///< read
  std::size_t benchmarks = 0;         ///< likewise
  std::size_t with_targets = 0;       ///< benchmarks with three options or more
  std::vector<std::string> sources;   ///< in the order of the file
  std::vector<std::string> left_out;  ///< points that are on no option of the table, in words
  std::vector<std::string> prices;    ///< `2 for 1g.10gb`
  std::vector<Target> targets;
  std::vector<Choice> choices;
};

/// The option of the table that a point is on: that of its name, else the only slice with as many compute slices (3g.20gb of a
/// GPU with 40 GB stands for 3g.40gb), for a whole GPU the whole GPU. Nothing where there is none.
std::optional<std::size_t> option_of(std::string_view point, const Table& table);

/// Predicts every option of every benchmark from every two others of it. `charge` gives the SU; the table's options have names.
Evaluation evaluate(const std::vector<Benchmark>& benchmarks, const Table& table, const ChargeFormula& charge);

/// The smallest of the values that at least `percent` of them do not exceed (the nearest-rank percentile; 50 is the median).
/// There is at least one value; percent is 1 to 100.
Ratio percentile(std::vector<Ratio> values, int percent);

struct Summary {
  std::size_t count = 0;  ///< the rest means nothing when it is 0
  Ratio median;
  Ratio percentile_90;
  Ratio inside;  ///< share
};

/// Of the targets of a source (of all when empty) in a region (in all when there is none).
Summary summarise(const Evaluation& evaluation, std::string_view source, std::optional<Region> region);

struct ChoiceSummary {
  std::size_t count = 0;  ///< the rest means nothing when it is 0
  Ratio found;            ///< share of choices that cost no more than the truly cheapest
  Ratio mean_excess;
  Ratio worst_excess;
};

/// Of the choices of a source (of all when empty) with so many CPUs; with `ends` only of those from the slowest and the fastest.
ChoiceSummary summarise(const Evaluation& evaluation, std::string_view source, int cpus, Chooser chooser, bool ends);

/// Everything in words and tables.
std::string report(const Evaluation& evaluation);

/// What is demanded of all targets together and not met, a line each.
std::vector<std::string> unmet_demands(const Evaluation& evaluation);

/// What the tool gives back.
struct Answer {
  int status = 0;
  std::string out;
  std::string err;
};

/// The tool: `FILE.csv [--table TABLE.csv] [--demand]`.
Answer run(const std::vector<std::string>& arguments, const std::string& default_table);

}  // namespace migadvise::model
