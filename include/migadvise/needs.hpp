// What a job needs, as the user says it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migadvise/quota.hpp"
#include "migadvise/run_time.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// What a user wants least of: SU, time, or SU times hours.
enum class Prefer : std::uint8_t { cost, speed, balanced };

/// On what the GPU memory that a job is said to need rests, where it was measured.
enum class MemoryBasis : std::uint8_t {
  peak,       ///< the most that was seen in use
  ceiling,    ///< the same, but of an option that was nearly full: programs that take what they see need less
  ran,        ///< the job ran there; how much it used is not known, so all that there is counts
  more_than,  ///< it ran out of memory there, and nowhere did it run
};

/// GPU memory that runs of a job show it to need.
struct UsedMemory {
  Bytes bytes;             ///< the need
  Bytes seen;              ///< what was in use there, or could have been; less than the need where a smaller option was too small
  std::size_t option = 0;  ///< index in the table of the option that shows it
  MemoryBasis basis{};
  std::optional<std::size_t> too_small;   ///< the largest option on which it ran out of memory
  bool stopped = false;                   ///< that run was stopped before its end: later it may have needed more
  std::optional<Duration> stopped_after;  ///< when that was, where it is known

  /// Whether the need was seen as a figure and to the end of a run; else it is only bounded.
  [[nodiscard]] bool measured() const { return basis == MemoryBasis::peak && !stopped; }
};

/// A request. Each value is within its range already; contradictions are found by the command line.
struct Needs {
  std::optional<Bytes> gpu_memory;   ///< of one process, or of the whole program when `gpus` is given; above 0
  bool single_model = false;         ///< one model in one process
  int tasks = 1;                     ///< separate jobs, or coupled processes of one job
  bool coupled = false;              ///< the tasks exchange data and share one instance
  int gpus = 0;                      ///< full GPUs of one program; 0 when not asked
  std::optional<int> min_sms;        ///< at least so many SMs
  std::optional<Ratio> min_compute;  ///< at least so much Relative Compute Power
  int cpus = 1;                      ///< per job
  bool cpus_given = false;           ///< asked for, not the default
  std::optional<Bytes> ram;          ///< host RAM per job; the site's default per CPU when missing
  int headroom_percent = 10;         ///< GPU memory to keep spare
  std::optional<Duration> time;      ///< the walltime asked for: a limit, never taken as the run time
  std::string partition;             ///< as the site names it; empty when not asked for
  std::string qos;                   ///< likewise
  std::string account;               ///< likewise, not checked
  std::optional<Su> budget;          ///< for all jobs together; above 0
  std::optional<Quota> quota;        ///< of the account that pays
  Prefer prefer = Prefer::cost;
  std::vector<RunTime> measured;                      ///< by the user, of one job; each option at most once
  std::optional<PublishedRun> like;                   ///< what stands in for this job
  std::optional<ComputeClass> compute;                ///< the site has figures for it
  std::optional<UsedMemory> used;                     ///< what `gpu_memory` was taken from, where it was measured
  SizeSpelling memory_spelling = SizeSpelling::bare;  ///< of `gpu_memory`
};

}  // namespace migadvise
