#include "migadvise/site.hpp"

#include <algorithm>
#include <array>

namespace migadvise {

namespace {

struct FamilyEntry {
  std::string_view id;
  ChargeTerms terms;
};

// In the order of ChargeFamily.
constexpr std::array<FamilyEntry, charge_family_count> families{{{"additive", {true, true, false}},
                                                                 {"maximum", {true, true, false}},
                                                                 {"sum", {true, true, false}},
                                                                 {"cpu_plus_gres", {true, false, true}},
                                                                 {"device", {false, false, false}},
                                                                 {"slice", {false, false, true}}}};

const FamilyEntry& family_entry(ChargeFamily family) { return families[static_cast<std::size_t>(family)]; }

}  // namespace

std::string_view charge_family_id(ChargeFamily family) { return family_entry(family).id; }

ChargeTerms charge_terms(ChargeFamily family) { return family_entry(family).terms; }

const OptionRate* ChargeFormula::find_rate(std::string_view profile) const {
  const auto found = std::find_if(rates.begin(), rates.end(), [&](const OptionRate& rate) { return rate.profile == profile; });
  return found == rates.end() ? nullptr : &*found;
}

const OptionSpeed* ComputeSpeeds::find_speed(std::string_view profile) const {
  const auto found =
      std::find_if(speeds.begin(), speeds.end(), [&](const OptionSpeed& speed) { return speed.profile == profile; });
  return found == speeds.end() ? nullptr : &*found;
}

bool Partition::offers(std::string_view profile) const {
  return std::find(options.begin(), options.end(), profile) != options.end();
}

bool Qos::matches(std::string_view asked) const {
  if (!is_pattern()) {
    return asked == name;
  }
  const std::string_view beginning = std::string_view(name).substr(0, name.size() - 1);
  return asked.size() > beginning.size() && asked.substr(0, beginning.size()) == beginning;
}

const std::string* Site::find_gres(std::string_view profile) const {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const SiteOption& option) { return option.profile == profile; });
  return found == options.end() ? nullptr : &found->gres;
}

const ComputeSpeeds* Site::find_compute(ComputeClass wanted) const {
  const auto found = std::find_if(compute_classes.begin(), compute_classes.end(),
                                  [&](const ComputeSpeeds& entry) { return entry.name == wanted; });
  return found == compute_classes.end() ? nullptr : &*found;
}

const Partition* Site::find_partition(std::string_view asked) const {
  const auto found =
      std::find_if(partitions.begin(), partitions.end(), [&](const Partition& partition) { return partition.name == asked; });
  return found == partitions.end() ? nullptr : &*found;
}

const Qos* Site::find_qos(std::string_view asked) const {
  const Qos* best = nullptr;
  for (const Qos& entry : qos) {
    if (entry.matches(asked) && (best == nullptr || (best->is_pattern() && !entry.is_pattern()))) {
      best = &entry;
    }
  }
  return best;
}

const Qos* find_free_qos(const Site& site, std::string_view profile) {
  const auto found = std::find_if(site.qos.begin(), site.qos.end(), [&](const Qos& qos) {
    return qos.is_free_for_all() && std::any_of(site.partitions.begin(), site.partitions.end(), [&](const Partition& partition) {
             return partition.offers(profile) && goes_with(partition, qos);
           });
  });
  return found == site.qos.end() ? nullptr : &*found;
}

bool goes_with(const Partition& partition, const Qos& qos) {
  return std::find(partition.qos.begin(), partition.qos.end(), qos.name) != partition.qos.end();
}

bool needs_su_factor(const Site& site) {
  return std::any_of(site.partitions.begin(), site.partitions.end(), [&](const Partition& partition) {
    const ChargeFormula& charge = site.charges[partition.charge];
    return !charge_terms(charge.family).flat_gpu && charge.su_per_factor.micro > 0;
  });
}

Place find_place(const Site& site, std::string_view partition, std::string_view qos) {
  Place place;
  place.partition = partition.empty() ? &site.partitions[site.default_partition] : site.find_partition(partition);
  place.qos = qos.empty() ? &site.qos[site.default_qos] : site.find_qos(qos);
  place.qos_name = qos.empty() ? place.qos->name : qos;
  if (goes_with(*place.partition, *place.qos)) {
    return place;
  }
  if (!partition.empty() && qos.empty()) {
    place.qos = site.find_qos(place.partition->qos.front());
    place.qos_name = place.qos->name;
  } else if (partition.empty() && !qos.empty()) {
    const Partition* any = nullptr;
    for (const Partition& other : site.partitions) {
      if (goes_with(other, *place.qos) && (any == nullptr || (any->options.empty() && !other.options.empty()))) {
        any = &other;
      }
    }
    place.partition = any == nullptr ? place.partition : any;
  }
  return place;
}

}  // namespace migadvise
