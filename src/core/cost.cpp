#include "migadvise/cost.hpp"

#include "core/rules.hpp"
#include "migadvise/engine.hpp"

namespace migadvise {

namespace {

SuPerHour times_jobs(SuPerHour rate, int jobs) { return SuPerHour{multiply_divide(rate.micro, jobs, 1)}; }

// What a place brings with it, whatever the option; other warnings are about a recommendation, of which there is none here.
bool warns_of_place(Rule rule) {
  return rule == Rule::preemption || rule == Rule::qos_users || rule == Rule::walltime_on_request || rule == Rule::jobs_at_once;
}

}  // namespace

Cost price_request(const Needs& needs, std::size_t option, std::optional<Duration> hours, const Table& table, const Site& site) {
  Needs asked = needs;
  asked.time = hours;
  Cost cost;
  cost.advice = advise(asked, table, site);
  cost.option = option;
  cost.hours = hours;
  const OptionAdvice& priced = cost.advice.options[option];
  cost.accepted = priced.eligible;
  cost.all_jobs = times_jobs(priced.charged, cost.advice.jobs);
  cost.all_jobs_standard = times_jobs(priced.charge.total, cost.advice.jobs);
  for (const Reason& warning : cost.advice.warnings) {
    if (cost.accepted && warns_of_place(warning.rule)) {
      cost.warnings.add(warning);
    }
  }
  const Qos& qos = *cost.advice.place.qos;
  cost.allocation = qos.allocation ? &*qos.allocation : site.allocation ? &*site.allocation : nullptr;
  if (hours && priced.priced) {
    cost.total = su_for(cost.all_jobs, *hours);
    cost.total_standard = su_for(cost.all_jobs_standard, *hours);
    if (site.price && qos.charged && !qos.allocation) {
      cost.money = Ratio{multiply_divide(cost.total->micro, site.price->per_su.micro, micro_per_unit)};
    }
  }
  if (needs.quota && priced.priced) {
    const std::optional<Range<Su>> whole =
        cost.total ? std::optional(Range<Su>{*cost.total, cost.total, *cost.total, Basis::measured}) : std::nullopt;
    cost.quota = hold_against(*needs.quota, cost.all_jobs, whole, std::nullopt);
    cost.quota_share = quota_share(cost.advice, option, *cost.quota);
    if (const std::optional<Reason> warning = quota_warning(cost.advice, option, *cost.quota); warning && cost.accepted) {
      cost.warnings.add(*warning);
    }
  }
  return cost;
}

}  // namespace migadvise
