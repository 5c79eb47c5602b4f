// What a job script asks for, what that costs, and what is wrong with it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "migadvise/advice.hpp"
#include "migadvise/job_script.hpp"
#include "migadvise/needs.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

/// What a script asks of Slurm, what it leaves out filled in as Slurm does. Values that could not be read count as left out.
struct JobRequest {
  std::vector<std::string> partitions;  ///< as asked for, in order
  std::string qos;                      ///< as asked for; empty when not
  std::string account;                  ///< likewise
  int nodes = 1;                        ///< the least
  int tasks = 1;                        ///< in all
  std::int64_t cpus = 1;                ///< in all
  Bytes ram;                            ///< host RAM in all
  std::int64_t cpus_on_node = 1;        ///< at least so many on one node
  Bytes ram_on_node;                    ///< likewise
  int gpus = 0;                         ///< GPUs or slices of one job, on all its nodes
  bool whole_nodes = false;             ///< no other job may be on its nodes
  std::int64_t gpus_per_node = 0;       ///< on each node, where that is asked for
  std::optional<std::size_t> asked_by;  ///< index in the script's directives of the one that asks for them
  bool typed = false;                   ///< it names their type
  std::optional<std::size_t> option;    ///< index in the table of what they are; nothing where that is not known or not one kind
  std::optional<Duration> time;         ///< the walltime; nothing where none is asked for or it has no end
  bool endless = false;                 ///< a walltime without an end is asked for
  int jobs = 1;                         ///< of an array
  int jobs_at_once = 1;                 ///< of those, by the limit of the array itself
};

/// What is found in a script and what it would cost.
struct JobReport {
  JobRequest request;
  Place place;                       ///< where it goes; the partition is null when that is not known, and so the QoS
  std::vector<JobFinding> findings;  ///< in the order of the script, those of the script as a whole first
  std::optional<Charge> charge;      ///< of one job and hour, before a QoS that charges nothing
  SuPerHour charged;                 ///< the same, as charged
  std::optional<Su> at_most;         ///< of all jobs as charged, when each runs its whole walltime
  std::optional<Advice> advice;      ///< the answer to the needs, for a job like this one; nothing without needs
  bool several_parts = false;        ///< a heterogeneous job: what it asks for in all is not known

  /// Whether something found makes the script useless.
  [[nodiscard]] bool has_errors() const;
};

/// Reads what a script asks for, prices it, and holds it against the site and, where they are given, against the needs of the
/// job. Of the needs, what the script says itself is not used: CPUs, host RAM, walltime, number of jobs and GPUs, place. Pure;
/// table and site must outlive the report. The options of the table have been named by name_options.
JobReport check_job(const JobScript& script, const Table& table, const Site& site, const Needs* needs = nullptr);

/// What run times leave open in the answer to the needs, without what a finding says already; nothing without needs.
std::vector<Reason> remarks_beside(const JobReport& report);

/// The warnings of an answer that say that run times leave it open, or that the walltime will not do for it.
std::vector<Reason> run_time_doubts(const Advice& answer);

/// All that the findings would mend, in one list of edits.
std::vector<Edit> repairs_of(const std::vector<JobFinding>& findings);

/// Whether an account is only a text to be replaced: of the site's, with signs that no account has, or with words such as "your".
bool is_account_placeholder(std::string_view account, const Site& site);

}  // namespace migadvise
