// migadvise as a library: bytes in, advice out.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "migadvise/advice.hpp"
#include "migadvise/benchmark.hpp"
#include "migadvise/cost.hpp"
#include "migadvise/diagnostic.hpp"
#include "migadvise/engine.hpp"
#include "migadvise/job_script.hpp"
#include "migadvise/lint.hpp"
#include "migadvise/live.hpp"
#include "migadvise/needs.hpp"
#include "migadvise/probe.hpp"
#include "migadvise/probe_log.hpp"
#include "migadvise/quota.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

/// Either a value, or the errors that stand in its way; never both.
template <class T>
struct Loaded {
  std::optional<T> value;
  std::vector<Diagnostic> errors;
};

/// Which rows a table must have beside those that every table needs.
struct TableDemands {
  bool su_factor = true;  ///< SU Usage factor: where a site charges by it, see needs_su_factor
};

/// Reads a profile comparison table: CSV, a row per specification, a column per option. `file` is the name that errors carry.
/// All errors of the table are gathered.
Loaded<Table> load_table(std::string_view bytes, std::string_view file, TableDemands demands = {});

/// Reads a site file: JSON of the shape that docs/site-file.md describes. All errors are gathered, but the first of JSON's own
/// syntax ends the reading.
Loaded<Site> load_site(std::string_view bytes, std::string_view file);

/// Reads published benchmarks: CSV, a row per figure, in the columns that data/README.md describes. All errors are gathered.
Loaded<std::vector<Benchmark>> load_benchmarks(std::string_view bytes, std::string_view file);

/// Reads the log of a probe, the lines that a script of `migadvise probe` writes. All errors are gathered; of more than 1000
/// records the first count. Not empty.
Loaded<ProbeLog> load_probe_log(std::string_view bytes, std::string_view file);

/// Reads what `quota_info` prints, in any of its published forms, whatever stands around it: the quota of each account, in the
/// order of the report. One at least; of several each has a name, and no two have the same. All errors are gathered.
Loaded<std::vector<Quota>> load_quota(std::string_view bytes, std::string_view file);

/// Reads what sinfo prints of a partition: a line of column names, then a row per node, or per group of nodes that are alike. The
/// columns may stand in any order, between blanks or `|`; docs/guide.md says which are needed. Rows of other partitions are
/// passed over if they are whole. It is an error when none is of this one. All errors are gathered.
Loaded<LiveCluster> load_live(std::string_view bytes, std::string_view file, std::string_view partition);

/// Reads a job script of any bytes as sbatch does. Nothing is refused: what sbatch would not take is among the findings.
JobScript read_job_script(std::string_view bytes);

}  // namespace migadvise
