// A cluster: how it names its GPUs in Slurm and what it charges.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migadvise/units.hpp"

namespace migadvise {

/// How an option is asked for.
struct SiteOption {
  std::string profile;  ///< canonical name: a profile or `full`
  std::string gres;     ///< the type in `--gres=gpu:TYPE:1`
};

/// SU per hour = max(CPUs · su_per_cpu, host RAM / ram_per_su) + SU factor of the option · su_per_factor.
struct AdditiveCharge {
  Ratio su_per_cpu;     ///< SU per CPU and hour
  Bytes ram_per_su;     ///< host RAM that costs one SU per hour; above 0
  Ratio su_per_factor;  ///< SU per hour and unit of the table's SU Usage factor
};

/// What is true of a site; all of it from a site file.
struct Site {
  std::string name;   ///< short, for scripts
  std::string title;  ///< for people
  AdditiveCharge charge;
  Bytes default_ram_per_cpu;  ///< host RAM that a job gets for each CPU when it asks for none
  std::string gpu_name;       ///< of the whole GPU, for people
  int gpu_memory_gb = 0;      ///< nominal GPU memory of the whole GPU
  int gpus_per_node = 0;      ///< whole GPUs in one node
  std::string default_partition;
  std::string default_qos;
  std::string account_placeholder;  ///< what a user has to replace
  std::vector<SiteOption> options;

  /// The GRES type of an option, or null when the site names none.
  [[nodiscard]] const std::string* find_gres(std::string_view profile) const;
};

}  // namespace migadvise
