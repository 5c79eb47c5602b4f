// The finished answer. Writers print it; they decide and compute nothing.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/live.hpp"
#include "migadvise/needs.hpp"
#include "migadvise/quota.hpp"
#include "migadvise/run_time.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// Everything that can be said of an option or of the answer as a whole; docs/architecture.md explains each.
enum class Rule : std::uint8_t {
  // Which options will do.
  gpu_memory,
  min_sms,
  min_compute,
  whole_gpus,
  gpus_per_node,
  partition_offer,
  partition_qos,
  qos_cpus,
  qos_ram,
  walltime,
  run_time_limit,
  node_cpus,
  node_ram,
  price_unknown,
  budget_limit,
  gres_unknown,
  // How long they take and what they cost.
  run_time,
  charge,
  cost_to_finish,
  break_even,
  // Why this one.
  memory_used,
  tasks,
  single_model,
  only_option,
  cheapest,
  smaller_dearer,
  largest,
  best_to_finish,
  equal_to_best,
  free_qos,
  fewer_gpus,
  host_ram_term,
  cpu_term,
  other_cpus,
  split,
  partition_implied,
  at_most,
  budget,
  quota,
  // What to beware of, and what would help.
  memory_unknown,
  memory_ceiling,
  memory_of_stopped_run,
  cost_undecided,
  ranges_overlap,
  not_measured,
  free_measurement,
  time_unknown,
  stand_in,
  assumption_unused,
  larger_slower,
  flat_times,
  no_fixed_part,
  short_run,
  measured_beyond_memory,
  run_near_limit,
  run_beyond_time,
  headroom_missed,
  gres_missing,
  preemption,
  qos_users,
  walltime_on_request,
  jobs_at_once,
  over_budget,
  run_near_budget,
  over_quota,
  near_quota,
  quota_used_up,
  host_ram_small,
  none_idle,
  idle_without_room,
  nodes_out_of_service,
  gpus_of_unknown_kind,
  nothing_fits,
  nothing_eligible,
  larger_budget,
  run_too_long,
  decimal_reading,
  several_gpus,
  within_limits,
  elsewhere,
  host_ram_spelling,
};
inline constexpr std::size_t rule_count = static_cast<std::size_t>(Rule::host_ram_spelling) + 1;

/// The rules that judge an option and price it, in the order in which they run, are the first of Rule.
inline constexpr std::size_t option_rule_count = static_cast<std::size_t>(Rule::break_even) + 1;

/// Whether a rule judges the job and the place it goes to, and so says the same of every option.
bool judges_job(Rule rule);

/// The stable id of a rule in JSON: `gpu_memory`.
std::string_view rule_id(Rule rule);

enum class Verdict : std::uint8_t { accept, tight, reject, note };

/// Stable id in JSON.
std::string_view verdict_id(Verdict verdict);

/// What a figure of a reason is; its unit goes with it.
enum class FigureName : std::uint8_t {
  needed,           ///< GPU memory needed, bytes
  with_headroom,    ///< the same with the headroom, bytes
  capacity,         ///< GPU memory there, bytes
  spare,            ///< capacity less need, bytes
  per_process,      ///< GPU memory needed by one process, bytes
  headroom,         ///< asked for, percent
  headroom_left,    ///< the largest that would be accepted, percent
  sms,              ///< SMs there
  sms_asked,        ///< SMs asked for
  compute,          ///< Relative Compute Power there, millionths
  compute_asked,    ///< and asked for
  smaller_fitting,  ///< options with less GPU memory or fewer SMs that hold the need as well
  tasks,            ///< how many
  parts,            ///< independent parts of a split job
  gpus,             ///< full GPUs
  gpus_asked,       ///< and asked for
  cpus,             ///< CPUs of a job
  ram,              ///< host RAM of a job, bytes
  ram_covered,      ///< host RAM that costs nothing more, bytes
  cpus_allowed,     ///< the most CPUs of a job
  ram_allowed,      ///< the most host RAM of a job, bytes
  time,             ///< walltime asked for, milliseconds
  time_allowed,     ///< the longest walltime, milliseconds
  time_on_request,  ///< the longest that can be granted, milliseconds
  jobs,             ///< how many
  jobs_allowed,     ///< the most that run at once
  cpu_rate,         ///< SU per hour for CPUs, micro
  ram_rate,         ///< SU per hour for host RAM, micro
  gpu_rate,         ///< SU per hour for the GPU, micro
  rate,             ///< SU per hour in all, micro
  other_rate,       ///< of what it is compared with, micro
  other_gpu_rate,   ///< and of its GPU, micro
  at_most,          ///< SU if every job runs its whole walltime, micro
  budget,           ///< SU that may be spent, micro
  budget_time,      ///< how long each job can run for that, milliseconds
  speedup,          ///< how many times faster or dearer, millionths
  speedup_low,      ///< the least that was expected, millionths
  speedup_high,     ///< the most, millionths
  run_low,          ///< run time, milliseconds; in no unit where Advice::relative_times
  run,              ///< the same, likely
  run_high,         ///< the same
  other_run,        ///< of what it is compared with, milliseconds
  ran_for,          ///< how long a run lasted until it was stopped, milliseconds
  cost_low,         ///< SU for the whole run of all jobs, micro
  cost,             ///< the same, likely
  cost_high,        ///< the same
  relative_cost,    ///< SU for the run ÷ those of what it is compared with, millionths
  faster_by,        ///< how much faster it runs, millionths of the time
  eligible,         ///< options that will do
  equal_within,     ///< options within so much of the best count as equal, percent
  qos,              ///< index in Site::qos
  option,           ///< index of another option
  other_option,     ///< and of one more
  options,          ///< how many
  equal,            ///< how many of them cost the same
  fewest_jobs,      ///< where several choices are of several jobs, those of the smallest; `jobs` are those of the largest
  other_jobs,       ///< jobs of what it is compared with
  other_sms,        ///< and its SMs
  other_capacity,   ///< and its GPU memory, bytes
  memory_slices,    ///< parts of the memory system, of which the whole GPU has `gpu_slices`
  other_slices,     ///< and those of what it is compared with
  gpu_slices,       ///< above 0
  break_even,       ///< how many times sooner it must finish to cost the same, millionths
  quota_used,       ///< SU that the account has used, micro
  quota_allowed,    ///< SU that it may use in all, micro; none where there is no limit
  quota_left,       ///< SU that it may still use, micro, 0 or more
  quota_time,       ///< how long each job can run for those, milliseconds
  runs_low,         ///< how many such runs they pay for in any case
  runs,             ///< the same, likely
  runs_high,        ///< the same, at best
  missing,          ///< SU that the account has too few, micro
  bought,           ///< SU that have to be bought for that, micro: no fewer than are sold
  money,            ///< what those cost, in millionths of the currency of Site::price
  partition,        ///< index in Site::partitions
  idle,             ///< instances that no job uses
  idle_with_room,   ///< of these, those that such jobs could get now; none where that is not known
  idle_planned,     ///< of the idle ones, those on nodes that Slurm keeps for a job that waits already
  in_service,       ///< instances on nodes that take jobs
  out_of_service,   ///< and on nodes that take none
  other_idle,       ///< instances of another option that such jobs could get now
  options_unknown,  ///< other options that will do, of which nobody knows what is idle
  nodes,            ///< with GPUs
  nodes_out,        ///< of these, out of service
  untyped,          ///< GPUs without a type
  other_types,      ///< GPUs of types that no option has
};

enum class FigureUnit : std::uint8_t { bytes, percent, count, ratio, su_per_hour, su, duration, money, option, qos, partition };
FigureUnit figure_unit(FigureName name);

/// The key of a figure in JSON without its unit: `needed`.
std::string_view figure_id(FigureName name);

struct Figure {
  FigureName name{};
  std::int64_t value = 0;
};

/// A few figures in place, each name at most once.
struct FigureList {
  static constexpr std::size_t max_figures = 9;
  std::array<Figure, max_figures> figures{};
  std::size_t figure_count = 0;

  FigureList() = default;
  FigureList(std::initializer_list<Figure> with);

  void add(Figure figure);

  [[nodiscard]] bool has(FigureName name) const;

  /// The value of a figure; 0 when there is none of that name.
  [[nodiscard]] std::int64_t operator[](FigureName name) const;
};

/// Why: a rule, what it found and the figures. Sentences are made from it by the writers, never stored.
struct Reason : FigureList {
  Rule rule{};
  Verdict verdict{};
  std::int32_t option = -1;  ///< index of the option it speaks of; -1 for the answer as a whole

  Reason() = default;
  Reason(Rule of, Verdict found, std::size_t about, std::initializer_list<Figure> with);
  Reason(Rule of, Verdict found, std::initializer_list<Figure> with);
};

/// Up to so many reasons in place: every rule speaks at most once of an option, so no rule allocates.
template <std::size_t capacity>
class ReasonList {
 public:
  void add(const Reason& reason) {
    assert(size_ < items_.size());
    items_[size_++] = reason;
  }
  [[nodiscard]] const Reason* begin() const { return items_.data(); }
  [[nodiscard]] const Reason* end() const { return items_.data() + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The reason that a rule gave, or null.
  [[nodiscard]] const Reason* find(Rule rule) const {
    const Reason* found = begin();
    while (found != end() && found->rule != rule) {
      ++found;
    }
    return found == end() ? nullptr : found;
  }

 private:
  std::array<Reason, capacity> items_{};
  std::size_t size_ = 0;
};
using OptionReasons = ReasonList<option_rule_count>;  ///< of an option: the rules that judge and price it
using Reasons = ReasonList<rule_count>;               ///< of the answer as a whole

enum class Fit : std::uint8_t { unknown, fits, tight, does_not_fit };

/// Stable id in JSON and CSV; empty for unknown.
std::string_view fit_id(Fit fit);

/// What an hour of a job on an option costs, and of what it is made.
struct Charge {
  ChargeFamily family = ChargeFamily::additive;
  SuPerHour cpu;    ///< for the CPUs
  SuPerHour ram;    ///< for the host RAM
  SuPerHour gpu;    ///< for the GPU
  SuPerHour total;  ///< the three put together as the family says
};

/// One row of the answer, in table order.
struct OptionAdvice {
  std::size_t profile = 0;  ///< index in Table::profiles
  std::string gres;         ///< `gpu:a100_40g:1`; empty when the site names none
  Fit fit = Fit::unknown;
  bool eligible = false;
  Bytes capacity;                              ///< GPU memory there, over all GPUs of the job
  int sms = 0;                                 ///< over all GPUs of the job
  std::optional<Ratio> relative_compute;       ///< likewise, where the table says
  bool priced = false;                         ///< it can be had there, and the site says what it costs
  Charge charge;                               ///< of one job, before a QoS that charges nothing
  SuPerHour charged;                           ///< of one job, as charged
  std::optional<Su> at_most;                   ///< of all jobs, as charged, when each runs its whole walltime
  std::optional<TimeEstimate> run;             ///< run time of one job; in no unit where Advice::relative_times
  std::optional<Range<Su>> su_total;           ///< of all jobs for their whole runs, as charged
  std::optional<Range<Su>> su_total_standard;  ///< the same before a QoS that charges nothing
  std::optional<Range<Ratio>> relative_cost;   ///< SU for the run ÷ the likely SU of the cheapest option, before such a QoS
  std::optional<bool> pareto;                  ///< no other option is as fast and as cheap; nothing where that is not known
  std::optional<Ratio> score;                  ///< 0 to 100, in millionths of a point
  std::optional<int> rank;                     ///< 1 is the recommended one
  std::optional<Ratio> break_even_speedup;     ///< for a larger option: how much faster a run must be there to cost the same
  std::optional<LiveCount> live;               ///< in the partition; nothing when not asked or not known
  OptionReasons reasons;
};

/// The rules that keep an option from being eligible.
std::vector<Rule> excluded_by(const OptionAdvice& option);

/// What would be recommended if something were asked for otherwise.
struct Alternative {
  Needs needs;  ///< the request as it would be
  Place place;  ///< where its jobs go
  std::size_t option = 0;
  SuPerHour charged;       ///< of one job
  Fit fit = Fit::unknown;  ///< of the option; never `does_not_fit`
};

/// Another number of CPUs, and the option that would then be recommended for the same run times.
struct OtherCpus {
  int cpus = 0;
  std::size_t option = 0;
};

/// The most that a job may ask for where it goes; nothing where no limit is known.
struct Limits {
  std::optional<int> cpus;
  std::optional<Bytes> ram;
  std::optional<Duration> walltime;
};

/// The answer to one request. The table and the site it was given for must outlive it.
struct Advice {
  Needs needs;
  const Table* table = nullptr;
  const Site* site = nullptr;
  Place place;                         ///< where the jobs go
  std::optional<Bytes> memory_needed;  ///< of one job: need times coupled tasks
  Bytes ram;                           ///< host RAM of one job, default filled in
  int jobs = 1;
  std::vector<OptionAdvice> options;            ///< one for each profile of the table
  bool relative_times = false;                  ///< the run times have no unit: only their ratios mean something
  TimeFit time_fit = TimeFit::none;             ///< how the measured times lie to each other
  bool by_time = false;                         ///< ranked by what the whole run costs or takes, not by SU per hour
  std::optional<std::size_t> next_measurement;  ///< the option whose measurement would tell most; nothing when none is needed
  std::optional<OtherCpus> fewer_cpus;          ///< the most CPUs below those asked for with which another option would be best
  std::optional<OtherCpus> more_cpus;           ///< the fewest above
  SuPerHour all_jobs;                           ///< SU per hour of all jobs together on the recommended option, as charged
  std::optional<std::size_t> recommended;       ///< index in options; nothing when no option will do
  std::optional<QuotaUse> quota;                ///< what the recommended option takes of the quota, where there is one
  Reasons why;                                  ///< of the answer as a whole
  Reasons warnings;
  std::optional<Alternative> elsewhere;      ///< when nothing will do here: in another place, within its limits
  std::optional<LivePartition> live;         ///< nothing when not asked
  std::optional<Alternative> within_limits;  ///< when nothing will do: if the job kept the limits of partition and QoS
};

/// The QoS by whose charge the options are ranked when the asked one charges nothing: the site's default where that charges,
/// else the first that does, else null.
const Qos* charging_qos(const Site& site);

/// What QoS and partition allow together, the smaller of the two.
Limits limits_of(const Place& place);

}  // namespace migadvise
