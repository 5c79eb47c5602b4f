#include "core/rules.hpp"

#include <algorithm>
#include <array>

#include "core/charge.hpp"

namespace migadvise {

namespace {

// Where a site does not say how many GPUs a node has, what a count can be is the limit.
constexpr int max_gpus = 100'000;

// In the order of Rule, as far as they stand there.
constexpr std::array<OptionRule, 16> eligibility{
    judge_gpu_memory,    judge_min_sms,  judge_min_compute, judge_whole_gpus, judge_gpus_per_node, judge_partition_offer,
    judge_partition_qos, judge_qos_cpus, judge_qos_ram,     judge_walltime,   judge_run_time,      judge_node_cpus,
    judge_node_ram,      judge_price,    judge_budget,      note_gres_unknown};

constexpr std::array<OptionRule, 4> explanation{explain_run_time, explain_charge, explain_cost_to_finish, explain_break_even};

constexpr std::array<AnswerRule, 22> why{
    explain_memory_used,    explain_gpu_memory,    explain_min_sms,    explain_min_compute,       explain_tasks,
    explain_single_model,   explain_only_option,   explain_cheapest,   explain_smaller_dearer,    explain_largest,
    explain_best_to_finish, explain_equal_to_best, explain_free_qos,   explain_fewer_gpus,        explain_split,
    explain_host_ram_term,  explain_cpu_term,      explain_other_cpus, explain_partition_implied, explain_at_most,
    explain_budget,         explain_quota};

constexpr std::array<AnswerRule, 41> warnings{warn_memory_unknown,
                                              warn_memory_ceiling,
                                              warn_memory_of_stopped_run,
                                              warn_headroom_missed,
                                              warn_gres_missing,
                                              warn_cost_undecided,
                                              warn_ranges_overlap,
                                              warn_not_measured,
                                              note_free_measurement,
                                              warn_time_unknown,
                                              warn_stand_in,
                                              warn_assumption_unused,
                                              warn_larger_slower,
                                              warn_flat_times,
                                              warn_no_fixed_part,
                                              warn_short_run,
                                              warn_measured_beyond_memory,
                                              warn_run_near_limit,
                                              warn_run_beyond_time,
                                              warn_preemption,
                                              warn_qos_users,
                                              warn_walltime_on_request,
                                              warn_jobs_at_once,
                                              warn_over_budget,
                                              warn_run_near_budget,
                                              warn_quota,
                                              warn_host_ram_small,
                                              warn_none_idle,
                                              warn_idle_without_room,
                                              note_nodes_out_of_service,
                                              note_gpus_of_unknown_kind,
                                              repair_nothing_fits,
                                              repair_nothing_eligible,
                                              repair_larger_budget,
                                              repair_run_too_long,
                                              repair_decimal_reading,
                                              repair_several_gpus,
                                              repair_split,
                                              repair_within_limits,
                                              repair_elsewhere,
                                              repair_host_ram_spelling};

}  // namespace

std::span<const OptionRule> eligibility_rules() { return eligibility; }
std::span<const OptionRule> explanation_rules() { return explanation; }
std::span<const AnswerRule> why_rules() { return why; }
std::span<const AnswerRule> warning_rules() { return warnings; }

bool holds(Bytes capacity, Bytes need, int percent) {
  return compare_products(need.value, 100 + percent, capacity.value, 100) <= 0;
}

std::int64_t instances_for(Bytes need, int percent, Bytes capacity) {
  const std::int64_t in_all = multiply_divide(need.value, 100 + percent, 100, Rounding::up);
  return multiply_divide(in_all, 1, capacity.value, Rounding::up);
}

Bytes with_headroom(Bytes need, int percent) { return Bytes{multiply_divide(need.value, 100 + percent, 100, Rounding::down)}; }

const ChargeFormula& formula_of(const Advice& advice) { return advice.site->charges[advice.place.partition->charge]; }

Bytes default_ram(const Place& place, int cpus) { return Bytes{multiply_divide(place.partition->ram_per_cpu.value, cpus, 1)}; }

Needs keep_limits(const Needs& needs, const Place& place) {
  const Limits limits = limits_of(place);
  Needs kept = needs;
  kept.cpus = std::min(needs.cpus, limits.cpus.value_or(needs.cpus));
  if (limits.ram && kept.ram.value_or(default_ram(place, kept.cpus)) > *limits.ram) {
    kept.ram = limits.ram;
  }
  if (limits.walltime && needs.time && *needs.time > *limits.walltime) {
    kept.time = limits.walltime;
  }
  return kept;
}

bool is_other_gpu(const Profile& profile, const Site& site) {
  const std::optional<OptionName> known = parse_option_name(site.gpu_name);
  const bool other_model = !profile.head.gpu.empty() && known && !known->gpu.empty() && known->gpu != profile.head.gpu;
  return other_model || (profile.full() && profile.head.memory_gb.value_or(site.gpu_memory_gb) != site.gpu_memory_gb);
}

int gpus_of_job(const Advice& advice, std::size_t option) {
  return advice.table->profiles[option].full() ? std::max(advice.needs.gpus, 1) : 1;
}

bool may_be_offered(const Advice& advice, std::size_t option) {
  const std::string& profile = advice.table->profiles[option].name;
  const Partition& partition = *advice.place.partition;
  return partition.offers(profile) || (advice.site->find_gres(profile) == nullptr && !partition.options.empty());
}

std::optional<Charge> price(const Advice& advice, std::size_t option, int cpus, Bytes ram) {
  // What a site charges for a name is said of its own GPU.
  if (is_other_gpu(advice.table->profiles[option], *advice.site)) {
    return std::nullopt;
  }
  return hourly_charge(formula_of(advice), advice.table->profiles[option], cpus, ram, gpus_of_job(advice, option));
}

SuPerHour as_charged(const Advice& advice, SuPerHour rate) { return advice.place.qos->charged ? rate : SuPerHour{}; }

std::optional<std::int64_t> fewest_gpus(const Advice& advice, int percent) {
  const std::optional<std::size_t> full = full_option(advice);
  if (!full) {
    return std::nullopt;
  }
  const Profile& one = advice.table->profiles[*full];
  const Needs& needs = advice.needs;
  std::int64_t enough = 1;
  if (advice.memory_needed) {
    enough = instances_for(*advice.memory_needed, percent, one.capacity);
  }
  if (needs.min_sms) {
    enough = std::max(enough, multiply_divide(*needs.min_sms, 1, one.sms, Rounding::up));
  }
  if (needs.min_compute) {
    if (!one.relative_compute) {
      return std::nullopt;
    }
    enough = std::max(enough, multiply_divide(needs.min_compute->micro, 1, one.relative_compute->micro, Rounding::up));
  }
  return enough <= advice.place.partition->gpus_per_node.value_or(max_gpus) ? std::optional(enough) : std::nullopt;
}

bool rejected_only_by(const OptionAdvice& option, std::initializer_list<Rule> rules) {
  return std::none_of(option.reasons.begin(), option.reasons.end(), [&](const Reason& reason) {
    return reason.verdict == Verdict::reject && std::find(rules.begin(), rules.end(), reason.rule) == rules.end();
  });
}

std::optional<std::size_t> full_option(const Advice& advice) {
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    if (advice.table->profiles[i].full()) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace migadvise
