#include "migadvise/advice.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>

namespace migadvise {

namespace {

// In the order of Rule.
constexpr std::array<std::string_view, rule_count> rule_ids{"gpu_memory",
                                                            "min_sms",
                                                            "min_compute",
                                                            "whole_gpus",
                                                            "gpus_per_node",
                                                            "partition_offer",
                                                            "partition_qos",
                                                            "qos_cpus",
                                                            "qos_ram",
                                                            "walltime",
                                                            "run_time_limit",
                                                            "node_cpus",
                                                            "node_ram",
                                                            "price_unknown",
                                                            "budget_limit",
                                                            "gres_unknown",
                                                            "run_time",
                                                            "charge",
                                                            "cost_to_finish",
                                                            "break_even",
                                                            "memory_used",
                                                            "tasks",
                                                            "single_model",
                                                            "only_option",
                                                            "cheapest",
                                                            "smaller_dearer",
                                                            "largest",
                                                            "best_to_finish",
                                                            "equal_to_best",
                                                            "free_qos",
                                                            "fewer_gpus",
                                                            "host_ram_term",
                                                            "cpu_term",
                                                            "other_cpus",
                                                            "split",
                                                            "partition_implied",
                                                            "at_most",
                                                            "budget",
                                                            "quota",
                                                            "memory_unknown",
                                                            "memory_ceiling",
                                                            "memory_of_stopped_run",
                                                            "cost_undecided",
                                                            "ranges_overlap",
                                                            "not_measured",
                                                            "free_measurement",
                                                            "time_unknown",
                                                            "stand_in",
                                                            "assumption_unused",
                                                            "larger_slower",
                                                            "flat_times",
                                                            "no_fixed_part",
                                                            "short_run",
                                                            "measured_beyond_memory",
                                                            "run_near_limit",
                                                            "run_beyond_time",
                                                            "headroom_missed",
                                                            "gres_missing",
                                                            "preemption",
                                                            "qos_users",
                                                            "walltime_on_request",
                                                            "jobs_at_once",
                                                            "over_budget",
                                                            "run_near_budget",
                                                            "over_quota",
                                                            "near_quota",
                                                            "quota_used_up",
                                                            "host_ram_small",
                                                            "none_idle",
                                                            "idle_without_room",
                                                            "nodes_out_of_service",
                                                            "gpus_of_unknown_kind",
                                                            "nothing_fits",
                                                            "nothing_eligible",
                                                            "larger_budget",
                                                            "run_too_long",
                                                            "decimal_reading",
                                                            "several_gpus",
                                                            "within_limits",
                                                            "elsewhere",
                                                            "host_ram_spelling"};

struct FigureEntry {
  std::string_view id;
  FigureUnit unit;
};

constexpr std::size_t figure_count = static_cast<std::size_t>(FigureName::other_types) + 1;

// In the order of FigureName.
constexpr std::array<FigureEntry, figure_count> figure_entries{{{"needed", FigureUnit::bytes},
                                                                {"with_headroom", FigureUnit::bytes},
                                                                {"capacity", FigureUnit::bytes},
                                                                {"spare", FigureUnit::bytes},
                                                                {"per_process", FigureUnit::bytes},
                                                                {"headroom", FigureUnit::percent},
                                                                {"headroom_left", FigureUnit::percent},
                                                                {"sms", FigureUnit::count},
                                                                {"sms_asked", FigureUnit::count},
                                                                {"relative_compute", FigureUnit::ratio},
                                                                {"relative_compute_asked", FigureUnit::ratio},
                                                                {"smaller_fitting", FigureUnit::count},
                                                                {"tasks", FigureUnit::count},
                                                                {"parts", FigureUnit::count},
                                                                {"gpus", FigureUnit::count},
                                                                {"gpus_asked", FigureUnit::count},
                                                                {"cpus", FigureUnit::count},
                                                                {"ram", FigureUnit::bytes},
                                                                {"ram_covered", FigureUnit::bytes},
                                                                {"cpus_allowed", FigureUnit::count},
                                                                {"ram_allowed", FigureUnit::bytes},
                                                                {"time", FigureUnit::duration},
                                                                {"time_allowed", FigureUnit::duration},
                                                                {"time_on_request", FigureUnit::duration},
                                                                {"jobs", FigureUnit::count},
                                                                {"jobs_allowed", FigureUnit::count},
                                                                {"cpu", FigureUnit::su_per_hour},
                                                                {"ram", FigureUnit::su_per_hour},
                                                                {"gpu", FigureUnit::su_per_hour},
                                                                {"total", FigureUnit::su_per_hour},
                                                                {"other_total", FigureUnit::su_per_hour},
                                                                {"other_gpu", FigureUnit::su_per_hour},
                                                                {"at_most", FigureUnit::su},
                                                                {"budget", FigureUnit::su},
                                                                {"budget_time", FigureUnit::duration},
                                                                {"speedup", FigureUnit::ratio},
                                                                {"speedup_low", FigureUnit::ratio},
                                                                {"speedup_high", FigureUnit::ratio},
                                                                {"run_low", FigureUnit::duration},
                                                                {"run", FigureUnit::duration},
                                                                {"run_high", FigureUnit::duration},
                                                                {"other_run", FigureUnit::duration},
                                                                {"ran_for", FigureUnit::duration},
                                                                {"cost_low", FigureUnit::su},
                                                                {"cost", FigureUnit::su},
                                                                {"cost_high", FigureUnit::su},
                                                                {"relative_cost", FigureUnit::ratio},
                                                                {"faster_by", FigureUnit::ratio},
                                                                {"eligible", FigureUnit::count},
                                                                {"equal_within", FigureUnit::percent},
                                                                {"qos", FigureUnit::qos},
                                                                {"option", FigureUnit::option},
                                                                {"other_option", FigureUnit::option},
                                                                {"options", FigureUnit::count},
                                                                {"equal", FigureUnit::count},
                                                                {"fewest_jobs", FigureUnit::count},
                                                                {"other_jobs", FigureUnit::count},
                                                                {"other_sms", FigureUnit::count},
                                                                {"other_capacity", FigureUnit::bytes},
                                                                {"memory_slices", FigureUnit::count},
                                                                {"other_memory_slices", FigureUnit::count},
                                                                {"gpu_memory_slices", FigureUnit::count},
                                                                {"break_even", FigureUnit::ratio},
                                                                {"quota_used", FigureUnit::su},
                                                                {"quota", FigureUnit::su},
                                                                {"quota_left", FigureUnit::su},
                                                                {"quota_time", FigureUnit::duration},
                                                                {"runs_low", FigureUnit::count},
                                                                {"runs", FigureUnit::count},
                                                                {"runs_high", FigureUnit::count},
                                                                {"missing", FigureUnit::su},
                                                                {"bought", FigureUnit::su},
                                                                {"money", FigureUnit::money},
                                                                {"partition", FigureUnit::partition},
                                                                {"idle", FigureUnit::count},
                                                                {"idle_with_room", FigureUnit::count},
                                                                {"idle_planned", FigureUnit::count},
                                                                {"in_service", FigureUnit::count},
                                                                {"out_of_service", FigureUnit::count},
                                                                {"other_idle", FigureUnit::count},
                                                                {"options_unknown", FigureUnit::count},
                                                                {"nodes", FigureUnit::count},
                                                                {"nodes_out_of_service", FigureUnit::count},
                                                                {"untyped", FigureUnit::count},
                                                                {"other_types", FigureUnit::count}}};

const FigureEntry& figure_entry(FigureName name) { return figure_entries[static_cast<std::size_t>(name)]; }

}  // namespace

bool judges_job(Rule rule) {
  constexpr std::array<Rule, 6> rules{Rule::partition_qos, Rule::qos_cpus,  Rule::qos_ram,
                                      Rule::walltime,      Rule::node_cpus, Rule::node_ram};
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

std::string_view rule_id(Rule rule) { return rule_ids[static_cast<std::size_t>(rule)]; }

std::string_view verdict_id(Verdict verdict) {
  constexpr std::array<std::string_view, 4> ids{"accept", "tight", "reject", "note"};
  return ids[static_cast<std::size_t>(verdict)];
}

std::string_view fit_id(Fit fit) {
  constexpr std::array<std::string_view, 4> ids{"", "fits", "tight", "does_not_fit"};
  return ids[static_cast<std::size_t>(fit)];
}

FigureUnit figure_unit(FigureName name) { return figure_entry(name).unit; }

std::string_view figure_id(FigureName name) { return figure_entry(name).id; }

FigureList::FigureList(std::initializer_list<Figure> with) {
  for (const Figure& figure : with) {
    add(figure);
  }
}

Reason::Reason(Rule of, Verdict found, std::initializer_list<Figure> with) : FigureList(with), rule(of), verdict(found) {}

Reason::Reason(Rule of, Verdict found, std::size_t about, std::initializer_list<Figure> with) : Reason(of, found, with) {
  option = static_cast<std::int32_t>(about);
}

void FigureList::add(Figure figure) {
  assert(figure_count < max_figures);
  if (figure_count < max_figures) {
    figures[figure_count++] = figure;
  }
}

bool FigureList::has(FigureName name) const {
  return std::any_of(figures.begin(), figures.begin() + static_cast<std::ptrdiff_t>(figure_count),
                     [&](const Figure& figure) { return figure.name == name; });
}

std::int64_t FigureList::operator[](FigureName name) const {
  for (std::size_t i = 0; i < figure_count; ++i) {
    if (figures[i].name == name) {
      return figures[i].value;
    }
  }
  return 0;
}

std::vector<Rule> excluded_by(const OptionAdvice& option) {
  std::vector<Rule> rules;
  for (const Reason& reason : option.reasons) {
    if (reason.verdict == Verdict::reject || (reason.verdict == Verdict::tight && !option.eligible)) {
      rules.push_back(reason.rule);
    }
  }
  return rules;
}

const Qos* charging_qos(const Site& site) {
  if (site.qos[site.default_qos].charged) {
    return &site.qos[site.default_qos];
  }
  const auto found = std::find_if(site.qos.begin(), site.qos.end(), [](const Qos& qos) { return qos.charged; });
  return found == site.qos.end() ? nullptr : &*found;
}

Limits limits_of(const Place& place) {
  const auto smaller = [](const auto& a, const auto& b) { return a && b ? std::min(a, b) : a ? a : b; };
  return {
      smaller(place.qos->cpus_per_job, place.partition->cpus_per_node),
      smaller(place.qos->ram_per_job, place.partition->ram_per_node),
      smaller(place.qos->walltime_on_request ? place.qos->walltime_on_request : place.qos->walltime, place.partition->walltime)};
}

}  // namespace migadvise
