#include "migadvise/probe.hpp"

#include <algorithm>
#include <utility>

#include "core/time_model.hpp"
#include "migadvise/engine.hpp"

namespace migadvise {

namespace {

// The places of the site where measuring is free, in its order.
std::vector<std::pair<const Qos*, const Partition*>> free_places(const Site& site, const Table& table) {
  std::vector<std::pair<const Qos*, const Partition*>> places;
  for (const Qos& qos : site.qos) {
    for (const Partition& partition : site.partitions) {
      const bool has_options = std::any_of(table.profiles.begin(), table.profiles.end(),
                                           [&](const Profile& profile) { return partition.offers(profile.name); });
      if (qos.is_free_for_all() && goes_with(partition, qos) && has_options) {
        places.emplace_back(&qos, &partition);
      }
    }
  }
  return places;
}

// Partition and QoS are filled in; false when none is free.
bool choose_place(Needs& needs, const Table& table, const Site& site) {
  if (!needs.qos.empty()) {
    return true;
  }
  auto places = free_places(site, table);
  if (!needs.partition.empty()) {
    places.erase(
        std::remove_if(places.begin(), places.end(), [&](const auto& place) { return place.second->name != needs.partition; }),
        places.end());
  }
  // A run that is cut off half-way measures nothing.
  const auto steady =
      std::find_if(places.begin(), places.end(), [](const auto& place) { return place.first->preempted_by.empty(); });
  if (places.empty()) {
    return false;
  }
  const auto& [qos, partition] = steady != places.end() ? *steady : places.front();
  needs.qos = qos->name;
  needs.partition = partition->name;
  return true;
}

}  // namespace

std::optional<Probe> plan_probe(const Needs& needs, int minutes, const std::vector<std::size_t>& wanted, const Table& table,
                                const Site& site) {
  Needs job;
  job.cpus = needs.cpus;
  job.cpus_given = true;
  job.ram = needs.ram;
  job.partition = needs.partition;
  job.qos = needs.qos;
  job.account = needs.account;
  constexpr std::int64_t minute = milliseconds_per_hour / 60;
  job.time = Duration{minutes * minute + probe_margin.milliseconds};
  if (!choose_place(job, table, site)) {
    return std::nullopt;
  }
  Probe probe{advise(job, table, site), {}, {}, {}, std::nullopt};
  const Advice& advice = probe.advice;
  const std::optional<Duration> walltime = limits_of(advice.place).walltime;
  if (walltime && *walltime < *job.time) {
    probe.most_minutes = static_cast<int>(std::max<std::int64_t>(walltime->milliseconds - probe_margin.milliseconds, 0) / minute);
  }
  int most_sms = 0;
  for (const OptionAdvice& option : advice.options) {
    const bool is_wanted = wanted.empty() || std::find(wanted.begin(), wanted.end(), option.profile) != wanted.end();
    if (is_wanted && option.eligible && !option.gres.empty()) {
      probe.options.push_back(option.profile);
      probe.at_most.micro += option.at_most.value_or(Su{}).micro;
      most_sms = std::max(most_sms, option.sms);
    }
  }
  const std::vector<std::pair<const Qos*, const Partition*>> places = free_places(site, table);
  for (const OptionAdvice& option : advice.options) {
    if (option.gres.empty() || std::find(probe.options.begin(), probe.options.end(), option.profile) != probe.options.end()) {
      continue;
    }
    Unmeasured left{option.profile, is_far_above(option.sms, most_sms), nullptr};
    const std::string& profile = table.profiles[option.profile].name;
    for (const auto& [qos, partition] : places) {
      const bool other = qos != advice.place.qos || partition != advice.place.partition;
      left.free = left.free == nullptr && other && partition->offers(profile) ? qos : left.free;
    }
    probe.left_out.push_back(left);
  }
  return probe;
}

}  // namespace migadvise
