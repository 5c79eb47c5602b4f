// The GPUs that a job script asks for, in all the ways there are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migadvise/job_check.hpp"

namespace migadvise {

/// The nodes and tasks of a job, as far as its script says.
struct JobShape {
  int nodes = 1;             ///< the least
  bool nodes_given = false;  ///< with --nodes
  bool nodes_fixed = false;  ///< so many and no others
  int tasks = 1;
  std::optional<int> ntasks;           ///< as asked for
  std::optional<int> ntasks_per_node;  ///< likewise
  std::optional<int> ntasks_per_gpu;   ///< likewise

  /// Whether the number of tasks does not follow from the GPUs.
  [[nodiscard]] bool tasks_said() const { return ntasks || ntasks_per_node || nodes_fixed; }
};

/// Fills in what the request says of GPUs, and adds what is wrong with how they are asked for. A GPU without a type is the full
/// one where the partition has it, else the one option that it has, else none that is known.
void read_gpus(const JobScript& script, const JobShape& shape, const Table& table, const Site& site, const Partition& partition,
               JobRequest& request, std::vector<JobFinding>& findings);

}  // namespace migadvise
