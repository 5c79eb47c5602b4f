// The site: where an option can be asked for, how much beside it, and for how long.
#include <algorithm>

#include "core/rules.hpp"

namespace migadvise {

std::optional<Reason> judge_gpus_per_node(const Advice& advice, std::size_t option) {
  const std::optional<int> there = advice.place.partition->gpus_per_node;
  if (!there || advice.needs.gpus <= *there || !advice.table->profiles[option].full()) {
    return std::nullopt;
  }
  return Reason(Rule::gpus_per_node, Verdict::reject, option,
                {{FigureName::gpus, *there}, {FigureName::gpus_asked, advice.needs.gpus}});
}

std::optional<Reason> judge_partition_offer(const Advice& advice, std::size_t option) {
  const std::string& profile = advice.table->profiles[option].name;
  // Of what the site does not know at all, gres_unknown speaks; where there are no GPUs, there is nothing to ask for.
  if (advice.site->find_gres(profile) == nullptr && !advice.place.partition->options.empty()) {
    return std::nullopt;
  }
  return Reason(Rule::partition_offer, may_be_offered(advice, option) ? Verdict::accept : Verdict::reject, option, {});
}

std::optional<Reason> judge_partition_qos(const Advice& advice, std::size_t option) {
  const bool together = goes_with(*advice.place.partition, *advice.place.qos);
  return Reason(Rule::partition_qos, together ? Verdict::accept : Verdict::reject, option, {});
}

std::optional<Reason> judge_qos_cpus(const Advice& advice, std::size_t option) {
  const std::optional<int> allowed = advice.place.qos->cpus_per_job;
  if (!allowed) {
    return std::nullopt;
  }
  return Reason(Rule::qos_cpus, advice.needs.cpus <= *allowed ? Verdict::accept : Verdict::reject, option,
                {{FigureName::cpus, advice.needs.cpus}, {FigureName::cpus_allowed, *allowed}});
}

std::optional<Reason> judge_qos_ram(const Advice& advice, std::size_t option) {
  const std::optional<Bytes> allowed = advice.place.qos->ram_per_job;
  if (!allowed) {
    return std::nullopt;
  }
  return Reason(Rule::qos_ram, advice.ram <= *allowed ? Verdict::accept : Verdict::reject, option,
                {{FigureName::ram, advice.ram.value}, {FigureName::ram_allowed, allowed->value}});
}

std::optional<Reason> judge_walltime(const Advice& advice, std::size_t option) {
  const std::optional<Duration> allowed = limits_of(advice.place).walltime;
  if (!advice.needs.time || !allowed) {
    return std::nullopt;
  }
  return Reason(Rule::walltime, *advice.needs.time <= *allowed ? Verdict::accept : Verdict::reject, option,
                {{FigureName::time, advice.needs.time->milliseconds}, {FigureName::time_allowed, allowed->milliseconds}});
}

// Where the QoS allows less than a node has, its own rule has spoken.
std::optional<Reason> judge_node_cpus(const Advice& advice, std::size_t option) {
  const std::optional<int> there = advice.place.partition->cpus_per_node;
  if (!there || (advice.place.qos->cpus_per_job && *advice.place.qos->cpus_per_job <= *there)) {
    return std::nullopt;
  }
  return Reason(Rule::node_cpus, advice.needs.cpus <= *there ? Verdict::accept : Verdict::reject, option,
                {{FigureName::cpus, advice.needs.cpus}, {FigureName::cpus_allowed, *there}});
}

std::optional<Reason> judge_node_ram(const Advice& advice, std::size_t option) {
  const std::optional<Bytes> there = advice.place.partition->ram_per_node;
  if (!there || (advice.place.qos->ram_per_job && *advice.place.qos->ram_per_job <= *there)) {
    return std::nullopt;
  }
  return Reason(Rule::node_ram, advice.ram <= *there ? Verdict::accept : Verdict::reject, option,
                {{FigureName::ram, advice.ram.value}, {FigureName::ram_allowed, there->value}});
}

std::optional<Reason> note_gres_unknown(const Advice& advice, std::size_t option) {
  if (!advice.options[option].gres.empty()) {
    return std::nullopt;
  }
  return Reason(Rule::gres_unknown, Verdict::note, option, {});
}

std::optional<Reason> explain_partition_implied(const Advice& advice) {
  const Needs& needs = advice.needs;
  const bool other_partition = advice.place.partition != &advice.site->partitions[advice.site->default_partition];
  const bool other_qos = advice.place.qos != &advice.site->qos[advice.site->default_qos];
  const bool implied = (needs.partition.empty() && other_partition) || (needs.qos.empty() && other_qos);
  if (!advice.recommended || !implied) {
    return std::nullopt;
  }
  return Reason(Rule::partition_implied, Verdict::note, {});
}

std::optional<Reason> warn_gres_missing(const Advice& advice) {
  if (!advice.recommended || !advice.options[*advice.recommended].gres.empty()) {
    return std::nullopt;
  }
  return Reason(Rule::gres_missing, Verdict::note, *advice.recommended, {});
}

std::optional<Reason> warn_preemption(const Advice& advice) {
  // Ordinary jobs stop one of these every day; what owners alone may do is no news for every answer.
  const std::string& ordinary = advice.site->qos[advice.site->default_qos].name;
  const std::vector<std::string>& by = advice.place.qos->preempted_by;
  if (!advice.recommended || std::find(by.begin(), by.end(), ordinary) == by.end()) {
    return std::nullopt;
  }
  return Reason(Rule::preemption, Verdict::note, {});
}

std::optional<Reason> warn_qos_users(const Advice& advice) {
  if (!advice.recommended || advice.place.qos->users.empty()) {
    return std::nullopt;
  }
  return Reason(Rule::qos_users, Verdict::note, {});
}

std::optional<Reason> warn_walltime_on_request(const Advice& advice) {
  const std::optional<Duration> usual = advice.place.qos->walltime;
  const std::optional<Duration> most = limits_of(advice.place).walltime;
  if (!advice.recommended || !advice.needs.time || !usual || !most || *advice.needs.time <= *usual) {
    return std::nullopt;
  }
  return Reason(Rule::walltime_on_request, Verdict::note,
                {{FigureName::time, advice.needs.time->milliseconds},
                 {FigureName::time_allowed, usual->milliseconds},
                 {FigureName::time_on_request, most->milliseconds}});
}

std::optional<Reason> warn_jobs_at_once(const Advice& advice) {
  const std::optional<int> allowed = advice.place.qos->jobs_at_once;
  if (!advice.recommended || !allowed || advice.jobs <= *allowed) {
    return std::nullopt;
  }
  return Reason(Rule::jobs_at_once, Verdict::note, {{FigureName::jobs, advice.jobs}, {FigureName::jobs_allowed, *allowed}});
}

}  // namespace migadvise
