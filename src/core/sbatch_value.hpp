// Values of sbatch's options, read as sbatch reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/units.hpp"

namespace migadvise {

/// The parts of a text between separators, at least one.
std::vector<std::string_view> split(std::string_view text, char separator);

/// A walltime: minutes, `minutes:seconds`, `hours:minutes:seconds`, `days-hours` and so on. Parts may be larger than their clock,
/// and days without hours are taken. Rounded up to whole minutes, as Slurm does.
struct SbatchTime {
  std::optional<Duration> limit;  ///< nothing: no limit (`0`, `UNLIMITED`, or more than max_duration)
  bool bare = false;              ///< a number of minutes alone
  bool short_clock = false;       ///< minutes:seconds
};
std::optional<SbatchTime> read_sbatch_time(std::string_view text);

/// A memory size: a whole number, of MB where no unit is said; `K`, `M`, `G`, `T`, with or without a `B`.
struct SbatchSize {
  Bytes bytes;
  bool bare = false;
};
std::optional<SbatchSize> read_sbatch_size(std::string_view text);

/// A count from 1 to 100,000; a plus sign is taken, and blanks before.
std::optional<int> read_sbatch_count(std::string_view text);

/// Nodes, `2` or `2-4`: the least; `k` stands for 1024.
std::optional<int> read_sbatch_nodes(std::string_view text);

/// How many hosts a list names: `n01,n[03-05,7]` are 5; up to 100,000. Nothing for a path to a file of them, or a list that
/// cannot be read.
std::optional<int> read_sbatch_hosts(std::string_view text);

/// The number of jobs of an array: `1-10`, `0-9:3`, `1,5,7-9`, with a limit such as `%2` behind; 1 to 100,000. An empty list is
/// no array, which is one job.
std::optional<int> read_sbatch_array(std::string_view text);

/// How many jobs of an array run at a time by its own limit: `1-10%2`; nothing without one.
std::optional<int> read_sbatch_array_limit(std::string_view text);

/// One generic resource, `gpu:a100:2`.
struct SbatchGres {
  std::string_view name;   ///< `gpu`; empty in a list that is of GPUs alone
  std::string_view type;   ///< empty when none is said
  std::int64_t count = 1;  ///< 0 to 100,000, at which it is held
};

/// The list that `--gres` takes, `gpu:a100:1,nvme:100G`; `none` asks for nothing.
std::optional<std::vector<SbatchGres>> read_sbatch_gres(std::string_view text);

/// The list that `--gpus` and its like take: `2`, `a100:1,a100_10g:1`; an empty text asks for nothing.
std::optional<std::vector<SbatchGres>> read_sbatch_gpus(std::string_view text);

/// Whether it is a signal for a job that nears its end: `[B:]SIGNAL[@SECONDS]`, the signal by name or number; up to 65,535 s.
bool is_sbatch_signal(std::string_view text);

/// Whether it is a list of what a job waits for: `TYPE:JOB[:JOB...]`, `singleton` or jobs alone, with commas or `?` between; of
/// no more than that, as only the Slurm that runs the jobs knows them.
bool is_sbatch_dependency(std::string_view text);

}  // namespace migadvise
