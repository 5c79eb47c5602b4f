// The rules in their one fixed order. Each theme has a file: memory, compute, parallelism, site, cost, quota, time,
// idle instances, repairs.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>

#include "migadvise/advice.hpp"

namespace migadvise {

/// Judges one option of an advice whose plain facts (capacity, SMs, charge) are filled in. Allocates nothing.
using OptionRule = std::optional<Reason> (*)(const Advice& advice, std::size_t option);

/// Speaks of the answer as a whole, once the options are ranked. Allocates nothing.
using AnswerRule = std::optional<Reason> (*)(const Advice& advice);

/// Decide which options will do: a `reject` excludes, a `tight` excludes as long as another option is left.
std::span<const OptionRule> eligibility_rules();

/// Explain an option after the ranking.
std::span<const OptionRule> explanation_rules();

/// Say why the recommended option is the one.
std::span<const AnswerRule> why_rules();

/// Warn, and when nothing will do, name what would.
std::span<const AnswerRule> warning_rules();

// memory_rules.cpp
std::optional<Reason> judge_gpu_memory(const Advice& advice, std::size_t option);
std::optional<Reason> explain_memory_used(const Advice& advice);
std::optional<Reason> explain_gpu_memory(const Advice& advice);
std::optional<Reason> warn_memory_unknown(const Advice& advice);
std::optional<Reason> warn_memory_ceiling(const Advice& advice);
std::optional<Reason> warn_memory_of_stopped_run(const Advice& advice);
std::optional<Reason> warn_headroom_missed(const Advice& advice);
std::optional<Reason> warn_host_ram_small(const Advice& advice);

// compute_rules.cpp
std::optional<Reason> judge_min_sms(const Advice& advice, std::size_t option);
std::optional<Reason> judge_min_compute(const Advice& advice, std::size_t option);
std::optional<Reason> explain_min_sms(const Advice& advice);
std::optional<Reason> explain_min_compute(const Advice& advice);

// parallelism_rules.cpp
std::optional<Reason> judge_whole_gpus(const Advice& advice, std::size_t option);
std::optional<Reason> explain_tasks(const Advice& advice);
std::optional<Reason> explain_single_model(const Advice& advice);
std::optional<Reason> explain_fewer_gpus(const Advice& advice);
std::optional<Reason> explain_split(const Advice& advice);

// site_rules.cpp
std::optional<Reason> judge_gpus_per_node(const Advice& advice, std::size_t option);
std::optional<Reason> judge_partition_offer(const Advice& advice, std::size_t option);
std::optional<Reason> judge_partition_qos(const Advice& advice, std::size_t option);
std::optional<Reason> judge_qos_cpus(const Advice& advice, std::size_t option);
std::optional<Reason> judge_qos_ram(const Advice& advice, std::size_t option);
std::optional<Reason> judge_walltime(const Advice& advice, std::size_t option);
std::optional<Reason> judge_node_cpus(const Advice& advice, std::size_t option);
std::optional<Reason> judge_node_ram(const Advice& advice, std::size_t option);
std::optional<Reason> note_gres_unknown(const Advice& advice, std::size_t option);
std::optional<Reason> explain_partition_implied(const Advice& advice);
std::optional<Reason> warn_gres_missing(const Advice& advice);
std::optional<Reason> warn_preemption(const Advice& advice);
std::optional<Reason> warn_qos_users(const Advice& advice);
std::optional<Reason> warn_walltime_on_request(const Advice& advice);
std::optional<Reason> warn_jobs_at_once(const Advice& advice);

// cost_rules.cpp
std::optional<Reason> judge_price(const Advice& advice, std::size_t option);
std::optional<Reason> explain_charge(const Advice& advice, std::size_t option);
std::optional<Reason> explain_break_even(const Advice& advice, std::size_t option);
std::optional<Reason> explain_only_option(const Advice& advice);
std::optional<Reason> explain_cheapest(const Advice& advice);
std::optional<Reason> explain_smaller_dearer(const Advice& advice);
std::optional<Reason> explain_largest(const Advice& advice);
std::optional<Reason> explain_free_qos(const Advice& advice);
std::optional<Reason> explain_host_ram_term(const Advice& advice);
std::optional<Reason> explain_cpu_term(const Advice& advice);
std::optional<Reason> explain_at_most(const Advice& advice);
std::optional<Reason> explain_budget(const Advice& advice);
std::optional<Reason> warn_over_budget(const Advice& advice);

// quota_rules.cpp
/// What a job on an option takes of the quota; nothing where nothing is left, since the warning says that.
std::optional<Reason> quota_share(const Advice& advice, std::size_t option, const QuotaUse& use);
/// That the rest does not, or may not, pay for a job on an option, by one of the rules over_quota, near_quota and quota_used_up.
std::optional<Reason> quota_warning(const Advice& advice, std::size_t option, const QuotaUse& use);
std::optional<Reason> explain_quota(const Advice& advice);
std::optional<Reason> warn_quota(const Advice& advice);

// time_rules.cpp
std::optional<Reason> judge_run_time(const Advice& advice, std::size_t option);
/// The same for a run time that the advice does not have.
std::optional<Reason> hold_run_time(const Range<Duration>& run, const Advice& advice, std::size_t option);
std::optional<Reason> judge_budget(const Advice& advice, std::size_t option);
std::optional<Reason> explain_run_time(const Advice& advice, std::size_t option);
std::optional<Reason> explain_cost_to_finish(const Advice& advice, std::size_t option);
std::optional<Reason> explain_best_to_finish(const Advice& advice);
std::optional<Reason> explain_equal_to_best(const Advice& advice);
std::optional<Reason> explain_other_cpus(const Advice& advice);
std::optional<Reason> warn_cost_undecided(const Advice& advice);
std::optional<Reason> warn_ranges_overlap(const Advice& advice);
std::optional<Reason> warn_not_measured(const Advice& advice);
std::optional<Reason> note_free_measurement(const Advice& advice);
std::optional<Reason> warn_time_unknown(const Advice& advice);
std::optional<Reason> warn_stand_in(const Advice& advice);
std::optional<Reason> warn_assumption_unused(const Advice& advice);
std::optional<Reason> warn_larger_slower(const Advice& advice);
std::optional<Reason> warn_flat_times(const Advice& advice);
std::optional<Reason> warn_no_fixed_part(const Advice& advice);
std::optional<Reason> warn_short_run(const Advice& advice);
std::optional<Reason> warn_measured_beyond_memory(const Advice& advice);
std::optional<Reason> warn_run_near_limit(const Advice& advice);
std::optional<Reason> warn_run_beyond_time(const Advice& advice);
std::optional<Reason> warn_run_near_budget(const Advice& advice);

// live_rules.cpp
std::optional<Reason> warn_none_idle(const Advice& advice);
std::optional<Reason> warn_idle_without_room(const Advice& advice);
std::optional<Reason> note_nodes_out_of_service(const Advice& advice);
std::optional<Reason> note_gpus_of_unknown_kind(const Advice& advice);

// repair_rules.cpp
std::optional<Reason> repair_nothing_fits(const Advice& advice);
std::optional<Reason> repair_nothing_eligible(const Advice& advice);
std::optional<Reason> repair_larger_budget(const Advice& advice);
std::optional<Reason> repair_run_too_long(const Advice& advice);
std::optional<Reason> repair_decimal_reading(const Advice& advice);
std::optional<Reason> repair_several_gpus(const Advice& advice);
std::optional<Reason> repair_split(const Advice& advice);
std::optional<Reason> repair_within_limits(const Advice& advice);
std::optional<Reason> repair_elsewhere(const Advice& advice);
std::optional<Reason> repair_host_ram_spelling(const Advice& advice);

/// Adds the figures run_low, run (where there is a likely one) and run_high.
void add_run(Reason& reason, const Range<Duration>& run);

/// The same of cost_low, cost and cost_high.
void add_cost(Reason& reason, const Range<Su>& cost);

/// `need` with `percent` of headroom compared with `capacity`, exactly.
bool holds(Bytes capacity, Bytes need, int percent);

/// How many instances of `capacity` hold `need` with headroom when it can be divided at will; at least 1.
std::int64_t instances_for(Bytes need, int percent, Bytes capacity);

/// `need` with `percent` of headroom, for showing only; decisions use `holds`. Rounded down to whole bytes, as the part of a byte
/// would otherwise be rounded up to a tenth of a GiB when printed.
Bytes with_headroom(Bytes need, int percent);

/// What holds where the jobs of the advice go.
const ChargeFormula& formula_of(const Advice& advice);

/// The request with CPUs, host RAM and walltime cut down to what partition and QoS of the place allow.
Needs keep_limits(const Needs& needs, const Place& place);

/// Host RAM there of a job with so many CPUs that asks for none.
Bytes default_ram(const Place& place, int cpus);

/// Whether the option is of another GPU than the site's: its `Full 96GB` or `H100 MIG 1g.10gb` is not what the site calls so.
bool is_other_gpu(const Profile& profile, const Site& site);

/// Whether the option may be had on the partition. Of one that the site does not know, a partition with GPUs says nothing.
bool may_be_offered(const Advice& advice, std::size_t option);

/// How many GPUs of an option one job gets: `--gpus` of whole GPUs, one slice.
int gpus_of_job(const Advice& advice, std::size_t option);

/// What an option would cost with other CPUs and host RAM, before a QoS that charges nothing; nothing when the site does not say.
std::optional<Charge> price(const Advice& advice, std::size_t option, int cpus, Bytes ram);

/// What of it the QoS of the advice charges.
SuPerHour as_charged(const Advice& advice, SuPerHour rate);

/// The fewest full GPUs that together hold the need with `percent` of headroom and meet the floors of the request; nothing
/// when there is no full GPU in the table or a node of the partition has fewer.
std::optional<std::int64_t> fewest_gpus(const Advice& advice, int percent);

/// Whether no other rules than these reject the option.
bool rejected_only_by(const OptionAdvice& option, std::initializer_list<Rule> rules);

/// The option of the advice that is the whole GPU, or nothing.
std::optional<std::size_t> full_option(const Advice& advice);

}  // namespace migadvise
