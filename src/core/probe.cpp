#include "migadvise/probe.hpp"

#include <algorithm>
#include <functional>

#include "core/takes_job.hpp"
#include "core/time_model.hpp"
#include "migadvise/engine.hpp"

namespace migadvise {

namespace {

struct FreePlace {
  const Qos* qos = nullptr;
  const Partition* partition = nullptr;
};

using Takes = std::function<bool(const FreePlace&)>;

// The places of the site where measuring is free, in its order.
std::vector<FreePlace> free_places(const Site& site, const Table& table) {
  std::vector<FreePlace> places;
  for (const Qos& qos : site.qos) {
    for (const Partition& partition : site.partitions) {
      const bool has_options = std::any_of(table.profiles.begin(), table.profiles.end(),
                                           [&](const Profile& profile) { return partition.offers(profile.name); });
      if (qos.is_free_for_all() && goes_with(partition, qos) && has_options) {
        places.push_back({&qos, &partition});
      }
    }
  }
  return places;
}

// The first that takes it and whose jobs are not preempted, since a run that is cut off half-way measures nothing; else the first
// that takes it, or null.
const FreePlace* find_taker(const std::vector<FreePlace>& places, const Takes& takes) {
  const FreePlace* taker = nullptr;
  for (const FreePlace& place : places) {
    const bool better = taker == nullptr || (!taker->qos->preempted_by.empty() && place.qos->preempted_by.empty());
    taker = better && takes(place) ? &place : taker;
  }
  return taker;
}

// Partition and QoS are filled in; false when no place is free. Where none takes the job, one is chosen that says why.
bool choose_place(Needs& needs, std::vector<FreePlace> places, const Takes& takes) {
  if (!needs.qos.empty()) {
    return true;
  }
  if (!needs.partition.empty()) {
    places.erase(std::remove_if(places.begin(), places.end(),
                                [&](const FreePlace& place) { return place.partition->name != needs.partition; }),
                 places.end());
  }
  if (places.empty()) {
    return false;
  }
  const FreePlace* const taker = find_taker(places, takes);
  const FreePlace& chosen = taker != nullptr ? *taker : *find_taker(places, [](const FreePlace&) { return true; });
  needs.qos = chosen.qos->name;
  needs.partition = chosen.partition->name;
  return true;
}

// Whether every option that is wanted is taken there, or any where all that will do are.
bool takes_wanted(const FreePlace& place, const std::vector<std::size_t>& wanted, const Table& table, const JobSize& size) {
  const auto takes = [&](const Profile& profile) { return takes_job(*place.partition, *place.qos, profile.name, size); };
  return wanted.empty()
             ? std::any_of(table.profiles.begin(), table.profiles.end(), takes)
             : std::all_of(wanted.begin(), wanted.end(), [&](std::size_t option) { return takes(table.profiles[option]); });
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
  job.time = Duration{minutes * milliseconds_per_minute + probe_margin.milliseconds};
  const JobSize size{job.cpus, job.ram, job.time};
  const std::vector<FreePlace> places = free_places(site, table);
  const Takes takes_all = [&](const FreePlace& place) { return takes_wanted(place, wanted, table, size); };
  if (!choose_place(job, places, takes_all)) {
    return std::nullopt;
  }
  Probe probe{advise(job, table, site), {}, {}, {}, std::nullopt, std::nullopt};
  const Advice& advice = probe.advice;
  const std::optional<Duration> walltime = limits_of(advice.place).walltime;
  if (walltime && *walltime < *job.time) {
    const std::int64_t left = std::max<std::int64_t>(walltime->milliseconds - probe_margin.milliseconds, 0);
    probe.most_minutes = static_cast<int>(left / milliseconds_per_minute);
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
  const auto find_other = [&](const Takes& takes) -> std::optional<OtherPlace> {
    const FreePlace* const found = find_taker(places, [&](const FreePlace& place) {
      return (place.qos != advice.place.qos || place.partition != advice.place.partition) && takes(place);
    });
    if (found == nullptr) {
      return std::nullopt;
    }
    return OtherPlace{found->qos, found->partition,
                      find_place(site, needs.partition, found->qos->name).partition == found->partition};
  };
  for (const OptionAdvice& option : advice.options) {
    if (option.gres.empty() || std::find(probe.options.begin(), probe.options.end(), option.profile) != probe.options.end()) {
      continue;
    }
    const std::string& profile = table.profiles[option.profile].name;
    const auto takes = [&](const FreePlace& place) { return takes_job(*place.partition, *place.qos, profile, size); };
    probe.left_out.push_back(
        {option.profile, is_far_above(option.sms, most_sms), option.eligible ? std::nullopt : find_other(takes)});
  }
  if (probe.options.size() < std::max<std::size_t>(wanted.size(), 1)) {
    probe.elsewhere = find_other(takes_all);
  }
  return probe;
}

}  // namespace migadvise
