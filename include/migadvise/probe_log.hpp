// What a probe has found on each option, and the GPU memory that it shows the job to need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migadvise/diagnostic.hpp"
#include "migadvise/needs.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

/// How the command ended.
enum class ProbeEnd : std::uint8_t {
  finished,       ///< by itself, with status 0
  cut,            ///< it was stopped when its time was over
  out_of_memory,  ///< of the GPU
  failed,         ///< with another status, for whatever reason
};

/// What is known of one option.
struct ProbeRecord {
  std::string option;  ///< as it is written there
  ProbeEnd end{};
  std::optional<Bytes> used;     ///< the most GPU memory that was in use; nothing where that could not be read
  std::optional<Bytes> total;    ///< what there was; at least `used`, and known where that is
  std::optional<Duration> time;  ///< how long it ran, where that is known
  Position at;                   ///< in the file
  std::string line;              ///< as it stands there
};

/// The records of a probe, in the order of the file.
using ProbeLog = std::vector<ProbeRecord>;

/// A record whose option is known. Of several of one option the last counts.
struct ProbedOption {
  std::size_t option = 0;
  ProbeEnd end{};
  std::optional<Bytes> used;
  std::optional<Bytes> total;
  std::optional<Duration> time;
};

/// The GPU memory that a job needs by its runs on the options of a table: the least that it was seen to use on any option where
/// it ran, and more than there is on smaller ones where it ran out of memory. Of two runs that used the same, one to its end
/// counts before one that was stopped. Nothing when it neither ran nor ran out of memory anywhere.
std::optional<UsedMemory> memory_by_runs(const std::vector<ProbedOption>& runs, const Table& table);

}  // namespace migadvise
