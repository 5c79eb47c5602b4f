// What a job takes of the SU that its account has left. It informs and warns: which option is the best does not depend on who
// pays.
#include <algorithm>

#include "core/rules.hpp"
#include "core/takes_job.hpp"

namespace migadvise {

namespace {

struct FreePlace {
  const Qos* qos = nullptr;
  const Partition* partition = nullptr;
};

// What the jobs of the advice on an option ask of a place.
JobSize size_of_jobs(const Advice& advice, std::size_t option) {
  const Needs& needs = advice.needs;
  std::optional<Duration> time = needs.time;
  if (const std::optional<TimeEstimate>& run = advice.options[option].run; run && !advice.relative_times) {
    time = std::max(time.value_or(Duration{}), run->time.likely.value_or(run->time.low));
  }
  return {needs.cpus, needs.ram, time, gpus_of_job(advice, option), advice.jobs};
}

// A QoS that everyone may use and that charges nothing, and a partition that has the option and takes the job under it: where it
// goes now if that does.
FreePlace find_free_place(const Advice& advice, std::size_t option) {
  const Site& site = *advice.site;
  const std::string& profile = advice.table->profiles[option].name;
  const JobSize jobs = size_of_jobs(advice, option);
  for (const Qos& qos : site.qos) {
    const auto takes = [&](const Partition& partition) { return takes_job(partition, qos, profile, jobs); };
    if (!qos.is_free_for_all()) {
      continue;
    }
    if (takes(*advice.place.partition)) {
      return {&qos, advice.place.partition};
    }
    const auto found = std::find_if(site.partitions.begin(), site.partitions.end(), takes);
    if (found != site.partitions.end()) {
      return {&qos, &*found};
    }
  }
  return {};
}

// The free QoS, and what it costs to buy the SU that are missing.
void add_ways_out(Reason& reason, const Advice& advice, std::size_t option, Su missing) {
  const FreePlace free = find_free_place(advice, option);
  if (free.qos != nullptr) {
    reason.add({FigureName::qos, free.qos - advice.site->qos.data()});
    reason.add({FigureName::partition, free.partition - advice.site->partitions.data()});
  }
  const std::optional<Price>& price = advice.site->price;
  // What a QoS has an allocation of its own for is not what is sold.
  if (!price || advice.place.qos->allocation) {
    return;
  }
  const Su bought = std::max(missing, price->at_least.value_or(Su{}));
  if (bought.micro > 0) {
    reason.add({FigureName::bought, bought.micro});
    reason.add({FigureName::money, multiply_divide(price->per_su.micro, bought.micro, micro_per_unit)});
  }
}

Su likely_or_low(const Range<Su>& cost) { return cost.likely.value_or(cost.low); }

// A job that the rest does not pay for, or may not pay for.
std::optional<Reason> warn_too_much(const Advice& advice, std::size_t option, const QuotaUse& use) {
  const auto warn = [&](Rule rule, Su cost) {
    Reason reason(rule, Verdict::note, option,
                  {{FigureName::quota_left, use.left->micro}, {FigureName::missing, cost.micro - use.left->micro}});
    if (rule == Rule::near_quota && cost == use.at_most) {
      reason.add({FigureName::time, advice.needs.time->milliseconds});
      reason.add({FigureName::jobs, advice.jobs});
      reason.add({FigureName::at_most, cost.micro});
    } else if (rule == Rule::near_quota) {
      reason.add({FigureName::cost_high, cost.micro});
    } else {
      add_cost(reason, *use.cost);
    }
    add_ways_out(reason, advice, option, Su{cost.micro - use.left->micro});
    return reason;
  };
  if (use.cost && likely_or_low(*use.cost) > *use.left) {
    return warn(Rule::over_quota, likely_or_low(*use.cost));
  }
  if (use.cost && use.cost->high > *use.left) {
    return warn(Rule::near_quota, use.cost->high);
  }
  if (use.at_most && *use.at_most > *use.left) {
    return warn(Rule::near_quota, *use.at_most);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Reason> quota_share(const Advice& advice, std::size_t option, const QuotaUse& use) {
  const Quota& quota = *advice.needs.quota;
  Reason reason(Rule::quota, Verdict::note, option, {});
  if (!use.left) {
    reason.add({FigureName::quota_used, quota.used.micro});
    return reason;
  }
  if (use.left->micro <= 0 && use.rate.micro > 0) {
    return std::nullopt;  // the warning says it
  }
  reason.add({FigureName::quota_left, std::max<std::int64_t>(use.left->micro, 0)});
  reason.add({FigureName::quota_allowed, quota.allowed->micro});
  if (use.rate.micro == 0) {
    reason.add({FigureName::rate, 0});
  } else if (use.runs) {
    add_cost(reason, *use.cost);
    reason.add({FigureName::runs_low, use.runs->low});
    if (use.runs->likely) {
      reason.add({FigureName::runs, *use.runs->likely});
    }
    reason.add({FigureName::runs_high, use.runs->high});
  } else if (use.runs_at_least) {
    reason.add({FigureName::time, advice.needs.time->milliseconds});
    reason.add({FigureName::jobs, advice.jobs});
    reason.add({FigureName::at_most, use.at_most->micro});
    reason.add({FigureName::runs_low, *use.runs_at_least});
  } else {
    reason.add({FigureName::rate, use.rate.micro});
    reason.add({FigureName::jobs, advice.jobs});
    reason.add({FigureName::quota_time, use.hours->milliseconds});
  }
  return reason;
}

std::optional<Reason> quota_warning(const Advice& advice, std::size_t option, const QuotaUse& use) {
  if (!use.left || use.rate.micro == 0) {
    return std::nullopt;
  }
  if (use.left->micro > 0) {
    return warn_too_much(advice, option, use);
  }
  const Su needed = use.cost ? likely_or_low(*use.cost) : use.at_most.value_or(Su{});
  Reason reason(Rule::quota_used_up, Verdict::note, option,
                {{FigureName::quota_used, advice.needs.quota->used.micro},
                 {FigureName::quota_allowed, advice.needs.quota->allowed->micro},
                 {FigureName::missing, needed.micro - use.left->micro}});
  add_ways_out(reason, advice, option, Su{needed.micro - use.left->micro});
  return reason;
}

std::optional<Reason> explain_quota(const Advice& advice) {
  return advice.quota ? quota_share(advice, *advice.recommended, *advice.quota) : std::nullopt;
}

std::optional<Reason> warn_quota(const Advice& advice) {
  return advice.quota ? quota_warning(advice, *advice.recommended, *advice.quota) : std::nullopt;
}

}  // namespace migadvise
