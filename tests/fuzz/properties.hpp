// What holds of everything that is loaded, and of every answer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "fuzz.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

inline bool same_diagnostic(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.file == b.file && a.at == b.at && a.args == b.args && a.excerpt == b.excerpt && a.hint == b.hint;
}

/// Either a value or errors, never both, and no more errors than are meant to be shown.
template <class T>
void check_loaded(const Loaded<T>& loaded) {
  fuzz_check(loaded.value.has_value() == loaded.errors.empty());
  fuzz_check(loaded.errors.size() <= max_diagnostics);
  for (const Diagnostic& error : loaded.errors) {
    fuzz_check(error.at.line >= 0 && (error.at.line == 0) == (error.at.column == 0));
    fuzz_check(error.excerpt.find_first_of("\r\n") == std::string::npos);
  }
}

/// Whether two loads of the same bytes failed alike.
template <class T>
bool same_errors(const Loaded<T>& a, const Loaded<T>& b) {
  return std::equal(a.errors.begin(), a.errors.end(), b.errors.begin(), b.errors.end(), same_diagnostic);
}

template <std::size_t capacity>
void check_reasons(const ReasonList<capacity>& reasons, std::size_t options) {
  for (const Reason& reason : reasons) {
    fuzz_check(reason.option >= -1 && reason.option < static_cast<std::int64_t>(options));
    fuzz_check(reason.figure_count <= Reason::max_figures);
    for (std::size_t i = 0; i < reason.figure_count; ++i) {
      const Figure& figure = reason.figures[i];
      if (figure_unit(figure.name) == FigureUnit::option) {
        fuzz_check(figure.value >= -1 && figure.value < static_cast<std::int64_t>(options));
      } else {
        fuzz_check(figure.value >= 0 || figure.name == FigureName::faster_by);
      }
    }
  }
}

/// The terms of a charge put together as its family says.
inline std::int64_t put_together(const Charge& charge) {
  const std::int64_t larger = std::max(charge.cpu.micro, charge.ram.micro);
  switch (charge.family) {
    case ChargeFamily::additive:
      return larger + charge.gpu.micro;
    case ChargeFamily::maximum:
      return std::max(larger, charge.gpu.micro);
    case ChargeFamily::sum:
      return charge.cpu.micro + charge.ram.micro + charge.gpu.micro;
    case ChargeFamily::cpu_plus_gres:
      return charge.cpu.micro + charge.gpu.micro;
    case ChargeFamily::device:
    case ChargeFamily::slice:
      break;
  }
  return charge.gpu.micro;
}

inline void check_cost(const Advice& advice, const OptionAdvice& option) {
  const Charge& charge = option.charge;
  const ChargeTerms terms = charge_terms(charge.family);
  fuzz_check(charge.cpu.micro >= 0 && charge.ram.micro >= 0 && charge.gpu.micro >= 0);
  fuzz_check((terms.cpu || charge.cpu.micro == 0) && (terms.ram || charge.ram.micro == 0));
  fuzz_check(charge.total.micro == put_together(charge));
  fuzz_check(option.charged == (advice.place.qos->charged ? charge.total : SuPerHour{}));
  fuzz_check(option.priced || charge.total.micro == 0);
  fuzz_check(option.at_most.has_value() == (option.priced && advice.needs.time.has_value()));
  if (option.at_most) {
    // Rounded once, for all jobs together.
    fuzz_check(*option.at_most == su_for(SuPerHour{multiply_divide(option.charged.micro, advice.jobs, 1)}, *advice.needs.time));
  }
}

template <class T>
void check_range(const Range<T>& range) {
  fuzz_check(range.low <= range.high);
  fuzz_check(!range.likely || (range.low <= *range.likely && *range.likely <= range.high));
  fuzz_check(range.likely.has_value() == (range.basis != Basis::bounded));
}

/// Ranges are in order, and what was measured is what was given.
inline void check_run(const Advice& advice, const OptionAdvice& option) {
  for (const RunTime& known : advice.needs.measured) {
    // A run on a slice says nothing of several full GPUs.
    const bool counts = advice.needs.gpus < 2 || advice.table->profiles[known.option].full();
    fuzz_check(known.option != option.profile || !counts ||
               (option.run && option.run->time.exact() && option.run->time.low == known.time));
  }
  if (!option.run) {
    fuzz_check(!option.su_total && !option.relative_cost && !option.pareto);
    return;
  }
  check_range(option.run->time);
  fuzz_check(option.run->time.low.milliseconds > 0);
  fuzz_check(option.su_total.has_value() == (option.priced && !advice.relative_times));
  if (option.su_total) {
    check_range(*option.su_total);
    check_range(*option.su_total_standard);
    fuzz_check(option.su_total->low.micro >= 0 && option.su_total->high <= option.su_total_standard->high);
  }
  if (option.relative_cost) {
    check_range(*option.relative_cost);
  }
  fuzz_check(!option.pareto || (advice.by_time && option.eligible && !option.run->far_above));
}

inline bool has_reject(const OptionAdvice& option) {
  return std::any_of(option.reasons.begin(), option.reasons.end(),
                     [](const Reason& reason) { return reason.verdict == Verdict::reject; });
}

inline void check_option(const Advice& advice, const OptionAdvice& option) {
  check_cost(advice, option);
  check_run(advice, option);
  fuzz_check(option.capacity.value > 0 && option.sms > 0);
  fuzz_check((option.fit == Fit::unknown) == !advice.memory_needed.has_value());
  fuzz_check(option.rank.has_value() == option.eligible);
  fuzz_check(!option.score || (option.eligible && option.score->micro > 0 && option.score->micro <= 100 * micro_per_unit));
  fuzz_check(!option.break_even_speedup || (option.eligible && option.break_even_speedup->micro > micro_per_unit));
  // Nobody is left without a reason.
  fuzz_check(option.eligible ? !has_reject(option) : has_reject(option) || option.fit == Fit::tight);
  if (option.eligible) {
    fuzz_check(option.fit != Fit::does_not_fit);
    fuzz_check(!advice.memory_needed || option.capacity >= *advice.memory_needed);
    fuzz_check(!advice.needs.min_sms || option.sms >= *advice.needs.min_sms);
    fuzz_check(!advice.needs.min_compute || (option.relative_compute && *option.relative_compute >= *advice.needs.min_compute));
    fuzz_check(advice.needs.gpus == 0 || advice.table->profiles[option.profile].full());
    const Limits limits = limits_of(advice.place);
    fuzz_check(!limits.cpus || advice.needs.cpus <= *limits.cpus);
    fuzz_check(!limits.ram || advice.ram <= *limits.ram);
    fuzz_check(!limits.walltime || !advice.needs.time || *advice.needs.time <= *limits.walltime);
    const bool in_hours = option.run && !advice.relative_times;
    const Range<Duration> run = in_hours ? option.run->time : Range<Duration>{};
    fuzz_check(!in_hours || !limits.walltime || run.likely.value_or(run.low) <= *limits.walltime);
    fuzz_check(!option.su_total || !advice.needs.budget ||
               option.su_total->likely.value_or(option.su_total->low) <= *advice.needs.budget);
    fuzz_check(goes_with(*advice.place.partition, *advice.place.qos));
    const std::string& profile = advice.table->profiles[option.profile].name;
    fuzz_check(advice.place.partition->offers(profile) ||
               (advice.site->find_gres(profile) == nullptr && !advice.place.partition->options.empty()));
  }
}

/// The partition and QoS are those asked for, and what was not asked for goes with them if anything does.
inline void check_place(const Needs& needs, const Site& site) {
  const Place place = find_place(site, needs.partition, needs.qos);
  fuzz_check(place.partition != nullptr && place.qos != nullptr && !place.qos_name.empty());
  fuzz_check(needs.partition.empty() || place.partition->name == needs.partition);
  fuzz_check(needs.qos.empty() || (place.qos_name == needs.qos && place.qos->matches(needs.qos)));
  const bool any = std::any_of(site.partitions.begin(), site.partitions.end(),
                               [&](const Partition& partition) { return goes_with(partition, *place.qos); });
  const bool both = !needs.partition.empty() && !needs.qos.empty();
  fuzz_check(both || !any || goes_with(*place.partition, *place.qos));
}

/// What is recommended will do, and is the best by the measure that was asked for.
inline void check_recommended(const Advice& advice) {
  std::vector<int> ranks;
  for (const OptionAdvice& option : advice.options) {
    if (option.rank) {
      ranks.push_back(*option.rank);
    }
  }
  std::sort(ranks.begin(), ranks.end());
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    fuzz_check(ranks[i] == static_cast<int>(i) + 1);
  }
  fuzz_check(advice.recommended.has_value() == !ranks.empty());
  if (!advice.recommended) {
    return;
  }
  const OptionAdvice& chosen = advice.options.at(*advice.recommended);
  fuzz_check(chosen.eligible && chosen.rank == 1);
  fuzz_check(advice.all_jobs.micro == multiply_divide(chosen.charged.micro, advice.jobs, 1));
  fuzz_check(advice.place.qos->charged || advice.all_jobs.micro == 0);
  fuzz_check(!advice.next_measurement || advice.options.at(*advice.next_measurement).eligible);
  if (advice.by_time) {
    fuzz_check(chosen.run && chosen.run->time.likely);
    fuzz_check(chosen.fit == Fit::tight || chosen.score || chosen.charge.total.micro == 0);
    fuzz_check(chosen.run->far_above || chosen.pareto == true);
    return;
  }
  for (const OptionAdvice& other : advice.options) {
    if (!other.eligible) {
      continue;
    }
    if (chosen.fit == Fit::tight) {
      fuzz_check(other.fit == Fit::tight && other.capacity <= chosen.capacity);
    } else if (advice.needs.prefer == Prefer::cost) {
      fuzz_check(chosen.score == Ratio{100 * micro_per_unit} && other.charge.total >= chosen.charge.total);
    } else if (advice.needs.prefer == Prefer::speed) {
      fuzz_check(other.sms <= chosen.sms);
    }
  }
}

/// What is named as a way out leads out, for the price that was said.
inline void check_way_out(const Needs& needs, const Advice& advice, std::size_t option, std::int64_t rate) {
  const Advice other = advise(needs, *advice.table, *advice.site);
  fuzz_check(other.recommended == option && other.options[option].charged.micro == rate);
}

/// The request with what a repair says it must be cut down to.
inline Needs cut_down(Needs needs, const Reason& repair) {
  if (const std::int64_t cpus = repair[FigureName::cpus_allowed]; cpus > 0) {
    needs.cpus = static_cast<int>(cpus);
  }
  if (const std::int64_t ram = repair[FigureName::ram_allowed]; ram > 0) {
    needs.ram = Bytes{ram};
  }
  if (const std::int64_t time = repair[FigureName::time_allowed]; time > 0) {
    needs.time = Duration{time};
  }
  return needs;
}

inline void check_ways_out(const Advice& advice) {
  fuzz_check(!advice.recommended || (!advice.elsewhere && !advice.within_limits));
  // The names and figures that are printed are all that has to be changed.
  if (const Reason* const elsewhere = advice.warnings.find(Rule::elsewhere)) {
    Needs needs = cut_down(advice.needs, *elsewhere);
    needs.partition = advice.elsewhere->place.partition->name;
    needs.qos = advice.elsewhere->place.qos_name;
    check_way_out(needs, advice, static_cast<std::size_t>(elsewhere->option), (*elsewhere)[FigureName::rate]);
  }
  if (const Reason* const limits = advice.warnings.find(Rule::within_limits)) {
    const Needs needs = cut_down(advice.needs, *limits);
    fuzz_check(needs.cpus != advice.needs.cpus || needs.ram != advice.needs.ram || needs.time != advice.needs.time);
    check_way_out(needs, advice, static_cast<std::size_t>(limits->option), (*limits)[FigureName::rate]);
  }
  if (const Reason* const gpus = advice.warnings.find(Rule::several_gpus); gpus != nullptr && gpus->verdict == Verdict::note) {
    Needs needs = advice.needs;
    needs.tasks = needs.coupled ? 1 : needs.tasks;
    needs.gpu_memory = advice.memory_needed;
    needs.coupled = false;
    needs.gpus = static_cast<int>((*gpus)[FigureName::gpus]);
    needs.headroom_percent = static_cast<int>((*gpus)[FigureName::headroom_left]);
    check_way_out(needs, advice, static_cast<std::size_t>(gpus->option), (*gpus)[FigureName::rate]);
  }
}

/// What would be cheaper costs what was said.
inline void check_savings(const Advice& advice) {
  const auto rate_with = [&](const Needs& needs) {
    return advise(needs, *advice.table, *advice.site).options.at(*advice.recommended).charge.total.micro;
  };
  if (const Reason* const ram = advice.why.find(Rule::host_ram_term); ram != nullptr && (*ram)[FigureName::ram_covered] > 0) {
    Needs needs = advice.needs;
    needs.ram = Bytes{(*ram)[FigureName::ram_covered]};
    fuzz_check(*needs.ram < advice.ram && rate_with(needs) == (*ram)[FigureName::other_rate]);
    fuzz_check((*ram)[FigureName::other_rate] < (*ram)[FigureName::rate]);
  }
  if (const Reason* const cpu = advice.why.find(Rule::cpu_term)) {
    Needs needs = advice.needs;
    needs.cpus = 1;
    fuzz_check(rate_with(needs) == (*cpu)[FigureName::other_rate]);
    fuzz_check((*cpu)[FigureName::other_rate] < (*cpu)[FigureName::rate]);
  }
  if (const Reason* const budget = advice.why.find(Rule::budget)) {
    const std::int64_t time = (*budget)[FigureName::budget_time];
    fuzz_check(time >= max_figure ||
               compare_products(advice.all_jobs.micro, time, advice.needs.budget->micro, milliseconds_per_hour) <= 0);
  }
}

/// What is said of a quota is so: the rest pays for so many runs and no more, and there is one warning at most.
inline void check_quota(const Advice& advice) {
  const auto warned = [&](Rule rule) { return advice.warnings.find(rule) != nullptr; };
  const int warnings =
      (warned(Rule::over_quota) ? 1 : 0) + (warned(Rule::near_quota) ? 1 : 0) + (warned(Rule::quota_used_up) ? 1 : 0);
  fuzz_check(advice.quota.has_value() == (advice.recommended && advice.needs.quota));
  fuzz_check(warnings <= (advice.quota ? 1 : 0));
  if (!advice.quota) {
    fuzz_check(advice.why.find(Rule::quota) == nullptr);
    return;
  }
  const QuotaUse& use = *advice.quota;
  fuzz_check((advice.why.find(Rule::quota) == nullptr) == warned(Rule::quota_used_up));
  fuzz_check(use.left == advice.needs.quota->left() && use.rate == advice.all_jobs);
  fuzz_check(use.left || (!use.runs && !use.hours && warnings == 0));
  const auto pays_for = [&](std::int64_t runs, Su cost) {
    fuzz_check(runs >= 0 && compare_products(runs, cost.micro, use.left->micro, 1) <= 0);
    fuzz_check(compare_products(runs + 1, cost.micro, use.left->micro, 1) > 0);
  };
  if (use.runs) {
    fuzz_check(use.runs->low <= use.runs->high && use.runs->likely.has_value() == use.cost->likely.has_value());
    pays_for(use.runs->low, use.cost->high);
    pays_for(use.runs->high, use.cost->low);
    fuzz_check(!use.runs->likely || (use.runs->low <= *use.runs->likely && *use.runs->likely <= use.runs->high));
    fuzz_check((use.runs->low > 0) == (use.cost->high <= *use.left));
  }
  if (use.runs_at_least) {
    pays_for(*use.runs_at_least, *use.at_most);
  }
  if (use.hours && use.hours->milliseconds < max_figure) {
    fuzz_check(compare_products(use.rate.micro, use.hours->milliseconds, use.left->micro, milliseconds_per_hour) <= 0);
  }
}

/// Asks for advice twice and checks it.
inline Advice check_advice(const Needs& needs, const Table& table, const Site& site) {
  check_place(needs, site);
  Advice advice = advise(needs, table, site);
  fuzz_check(advice.options.size() == table.profiles.size());
  for (const OptionAdvice& option : advice.options) {
    check_option(advice, option);
    check_reasons(option.reasons, advice.options.size());
  }
  check_recommended(advice);
  check_reasons(advice.why, advice.options.size());
  check_reasons(advice.warnings, advice.options.size());
  check_ways_out(advice);
  check_savings(advice);
  check_quota(advice);
  const Advice again = advise(needs, table, site);
  fuzz_check(again.recommended == advice.recommended);
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    fuzz_check(again.options[i].rank == advice.options[i].rank && again.options[i].score == advice.options[i].score);
    fuzz_check(again.options[i].charge.total == advice.options[i].charge.total);
  }
  return advice;
}

/// Requests that reach every rule, with the smallest and the largest values that a user can give.
inline std::vector<Needs> varied_needs() {
  std::vector<Needs> all(16);
  all[1].gpu_memory = Bytes{30 * bytes_per_gib};
  all[1].single_model = true;
  all[2].gpu_memory = Bytes{1};
  all[2].tasks = 100'000;
  all[2].prefer = Prefer::speed;
  all[3].gpu_memory = max_bytes;
  all[3].tasks = 100'000;
  all[3].coupled = true;
  all[4].gpu_memory = Bytes{100 * bytes_per_gib};
  all[4].gpus = 2;
  all[5].gpu_memory = Bytes{19 * bytes_per_gb};
  all[5].headroom_percent = 0;
  all[5].cpus = 32;
  all[5].cpus_given = true;
  all[5].prefer = Prefer::balanced;
  all[6].min_sms = 20;
  all[6].min_compute = Ratio{2 * micro_per_unit};
  all[6].ram = Bytes{std::int64_t{1} << 40};
  all[7].cpus = 100'000;
  all[7].ram = max_bytes;
  all[7].gpus = 100'000;
  all[8].gpu_memory = max_bytes;
  all[8].headroom_percent = 1000;
  all[9].gpu_memory = Bytes{40 * bytes_per_gib};
  all[9].headroom_percent = 1000;
  all[9].tasks = 4;
  all[9].coupled = true;
  all[10].gpu_memory = Bytes{8 * bytes_per_gib};
  all[10].time = Duration{100 * milliseconds_per_hour};
  all[10].budget = Su{micro_per_unit};
  all[10].single_model = true;
  all[11].gpu_memory = Bytes{1};
  all[11].cpus = 100'000;
  all[11].time = Duration{3650 * 24 * milliseconds_per_hour};
  all[11].budget = Su{1};
  all[11].tasks = 100'000;
  // Every table has one option at least.
  all[12].gpu_memory = Bytes{8 * bytes_per_gib};
  all[12].measured = {{0, Duration{milliseconds_per_hour}}};
  all[12].budget = Su{10 * micro_per_unit};
  all[13].gpu_memory = Bytes{1};
  all[13].cpus = 100'000;
  all[13].measured = {{0, Duration{3650 * 24 * milliseconds_per_hour}}};
  all[13].prefer = Prefer::balanced;
  all[14].gpu_memory = Bytes{8 * bytes_per_gib};
  all[14].measured = {{0, Duration{10 * milliseconds_per_hour}}};
  all[14].time = Duration{20 * milliseconds_per_hour};
  all[14].quota = Quota{"ab12", Su{1}, Su{40 * micro_per_unit}};
  all[15].gpu_memory = Bytes{1};
  all[15].tasks = 100'000;
  all[15].time = Duration{1};
  all[15].quota = Quota{"", Su{0}, Su{999'999'999'999 * micro_per_unit}};
  return all;
}

}  // namespace migadvise
