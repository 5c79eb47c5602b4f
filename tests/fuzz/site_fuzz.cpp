// A site file either loads or says why not; what loads can be put into a command line and charged by.
#include <set>
#include <string>

#include "fuzz.hpp"
#include "input/embedded_data.hpp"
#include "properties.hpp"

namespace migadvise {
namespace {

bool same_option(const SiteOption& a, const SiteOption& b) { return a.profile == b.profile && a.gres == b.gres; }

bool same_rate(const OptionRate& a, const OptionRate& b) { return a.profile == b.profile && a.rate == b.rate; }

bool same_charge(const ChargeFormula& a, const ChargeFormula& b) {
  return a.name == b.name && a.family == b.family && a.su_per_cpu == b.su_per_cpu && a.su_per_ram == b.su_per_ram &&
         a.ram_unit == b.ram_unit && a.su_per_factor == b.su_per_factor &&
         std::equal(a.rates.begin(), a.rates.end(), b.rates.begin(), b.rates.end(), same_rate);
}

bool same_partition(const Partition& a, const Partition& b) {
  return a.name == b.name && a.charge == b.charge && a.ram_per_cpu == b.ram_per_cpu && a.options == b.options && a.qos == b.qos &&
         a.cpus_per_node == b.cpus_per_node && a.ram_per_node == b.ram_per_node && a.gpus_per_node == b.gpus_per_node &&
         a.walltime == b.walltime;
}

bool same_qos(const Qos& a, const Qos& b) {
  return a.name == b.name && a.charged == b.charged && a.users == b.users && a.walltime == b.walltime &&
         a.walltime_on_request == b.walltime_on_request && a.cpus_per_job == b.cpus_per_job && a.ram_per_job == b.ram_per_job &&
         a.jobs_at_once == b.jobs_at_once && a.preempted_by == b.preempted_by &&
         a.allocation.has_value() == b.allocation.has_value();
}

void check_same(const Loaded<Site>& a, const Loaded<Site>& b) {
  fuzz_check(a.value.has_value() == b.value.has_value() && same_errors(a, b));
  if (!a.value) {
    return;
  }
  const Site& left = *a.value;
  const Site& right = *b.value;
  const auto same_lists = [](const auto& one, const auto& other, auto same) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), same);
  };
  fuzz_check(left.name == right.name && left.title == right.title && left.gpu_name == right.gpu_name &&
             left.gpu_memory_gb == right.gpu_memory_gb);
  fuzz_check(left.default_partition == right.default_partition && left.default_qos == right.default_qos &&
             left.account_placeholder == right.account_placeholder);
  fuzz_check(same_lists(left.options, right.options, same_option) && same_lists(left.charges, right.charges, same_charge) &&
             same_lists(left.partitions, right.partitions, same_partition) && same_lists(left.qos, right.qos, same_qos));
  fuzz_check(left.allocation.has_value() == right.allocation.has_value() && left.price.has_value() == right.price.has_value() &&
             left.interactive.has_value() == right.interactive.has_value());
}

/// What goes into a command line is one word there, and no option of its own.
void check_word(const std::string& word) {
  fuzz_check(!word.empty() && word.front() != '-');
  fuzz_check(word.find_first_of(" '\"`$&|;<>()*?[]{}#~=%\\!,:/^\x7F") == std::string::npos);
  fuzz_check(std::none_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

/// What is shown to people moves no cursor.
void check_text(const std::string& text) {
  fuzz_check(!text.empty() && text.find('\x7F') == std::string::npos);
  fuzz_check(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

template <class Entries>
std::set<std::string> check_names(const Entries& entries) {
  std::set<std::string> names;
  for (const auto& entry : entries) {
    fuzz_check(names.insert(entry.name).second);
  }
  fuzz_check(!names.empty() && names.size() <= 1000);
  return names;
}

/// Names that stand there once and belong to something.
void check_references(const std::vector<std::string>& names, const std::set<std::string>& known) {
  const std::set<std::string> once(names.begin(), names.end());
  fuzz_check(once.size() == names.size());
  fuzz_check(std::includes(known.begin(), known.end(), once.begin(), once.end()));
}

std::set<std::string> check_options(const Site& site) {
  std::set<std::string> profiles;
  for (const SiteOption& option : site.options) {
    check_word(option.gres);
    const std::optional<OptionName> name = parse_option_name(option.profile);
    fuzz_check(name && canonical_name(*name) == option.profile);
    // A second option of the same profile would be another one.
    fuzz_check(site.find_gres(option.profile) == &option.gres && profiles.insert(option.profile).second);
  }
  fuzz_check(!profiles.empty());
  return profiles;
}

void check_charges(const Site& site, const std::set<std::string>& profiles) {
  check_names(site.charges);
  for (const ChargeFormula& charge : site.charges) {
    check_word(charge.name);
    fuzz_check(charge.su_per_cpu.micro >= 0 && charge.su_per_ram.micro >= 0 && charge.su_per_factor.micro >= 0);
    fuzz_check(charge.ram_unit.value > 0 && charge.ram_unit <= max_bytes);
    fuzz_check(charge_terms(charge.family).flat_gpu || charge.rates.empty());
    for (const OptionRate& rate : charge.rates) {
      fuzz_check(rate.rate.micro >= 0 && profiles.contains(rate.profile));
    }
  }
}

bool above_zero(const std::optional<Duration>& time) { return !time || time->milliseconds > 0; }
bool above_zero(const std::optional<Bytes>& bytes) { return !bytes || bytes->value > 0; }
bool above_zero(const std::optional<int>& count) { return !count || *count > 0; }

void check_allocation(const std::optional<Allocation>& allocation) {
  if (allocation) {
    fuzz_check(allocation->su.micro > 0);
    check_text(allocation->holder);
  }
}

std::set<std::string> check_qos(const Site& site) {
  std::set<std::string> names = check_names(site.qos);
  for (const Qos& qos : site.qos) {
    check_word(qos.is_pattern() ? qos.name.substr(0, qos.name.size() - 1) : qos.name);
    // A name finds its own entry; a pattern some entry that matches.
    const std::string asked = qos.is_pattern() ? qos.name.substr(0, qos.name.size() - 1) + "x" : qos.name;
    fuzz_check(qos.is_pattern() ? site.find_qos(asked) != nullptr && site.find_qos(asked)->matches(asked)
                                : site.find_qos(asked) == &qos);
    check_references(qos.preempted_by, names);
    check_allocation(qos.allocation);
    fuzz_check(above_zero(qos.walltime) && above_zero(qos.cpus_per_job) && above_zero(qos.ram_per_job) &&
               above_zero(qos.jobs_at_once));
    fuzz_check(!qos.walltime_on_request || (qos.walltime && *qos.walltime < *qos.walltime_on_request));
    if (!qos.users.empty()) {
      check_text(qos.users);
    }
  }
  return names;
}

void check_partitions(const Site& site, const std::set<std::string>& profiles, const std::set<std::string>& qos) {
  check_names(site.partitions);
  for (const Partition& partition : site.partitions) {
    check_word(partition.name);
    fuzz_check(site.find_partition(partition.name) == &partition);
    fuzz_check(partition.charge < site.charges.size());
    fuzz_check(partition.ram_per_cpu.value > 0 && partition.ram_per_cpu <= max_bytes);
    fuzz_check(above_zero(partition.cpus_per_node) && above_zero(partition.ram_per_node) && above_zero(partition.gpus_per_node) &&
               above_zero(partition.walltime));
    check_references(partition.options, profiles);
    check_references(partition.qos, qos);
    fuzz_check(!partition.qos.empty());
    check_word(partition.qos.front());
    const ChargeFormula& charge = site.charges[partition.charge];
    for (const std::string& profile : partition.options) {
      fuzz_check(!charge_terms(charge.family).flat_gpu || charge.find_rate(profile) != nullptr);
    }
  }
}

void check_site(const Site& site) {
  check_word(site.name);
  check_word(site.account_placeholder);
  check_text(site.title);
  check_text(site.gpu_name);
  fuzz_check(site.gpu_memory_gb > 0);
  const std::set<std::string> profiles = check_options(site);
  check_charges(site, profiles);
  check_partitions(site, profiles, check_qos(site));
  fuzz_check(site.default_partition < site.partitions.size() && site.default_qos < site.qos.size());
  check_word(site.qos[site.default_qos].name);
  fuzz_check(goes_with(site.partitions[site.default_partition], site.qos[site.default_qos]));
  check_allocation(site.allocation);
  if (site.price) {
    check_word(site.price->currency);
    fuzz_check(site.price->per_su.micro >= 0 && (!site.price->at_least || site.price->at_least->micro > 0));
  }
  if (site.interactive) {
    check_text(site.interactive->line);
    check_references(site.interactive->options, profiles);
  }
  std::set<ComputeClass> classes;
  for (const ComputeSpeeds& compute : site.compute_classes) {
    fuzz_check(classes.insert(compute.name).second && compute.speeds.size() >= 2);
    std::vector<std::string> names;
    for (const OptionSpeed& speed : compute.speeds) {
      names.push_back(speed.profile);
      fuzz_check(speed.low.micro > 0 && speed.low <= speed.likely && speed.likely <= speed.high);
    }
    check_references(names, profiles);
  }
}

/// At every partition and QoS, as far as that is no matter of minutes.
void check_answers(const Table& table, const Site& site) {
  constexpr std::size_t enough = 3;
  std::vector<std::string> places{""};
  std::vector<std::string> qualities{""};
  for (std::size_t i = 0; i < std::min(site.partitions.size(), enough); ++i) {
    places.push_back(site.partitions[i].name);
  }
  for (std::size_t i = 0; i < std::min(site.qos.size(), enough); ++i) {
    const std::string& name = site.qos[i].name;
    qualities.push_back(site.qos[i].is_pattern() ? name.substr(0, name.size() - 1) + "x" : name);
  }
  for (const std::string& partition : places) {
    for (const std::string& qos : qualities) {
      for (Needs needs : varied_needs()) {
        needs.partition = partition;
        needs.qos = qos;
        check_advice(needs, table, site);
      }
    }
  }
}

const Table& wulver_table() {
  static const Loaded<Table> table = load_table(embedded_table(), "table.csv");
  fuzz_check(table.value.has_value());
  return *table.value;
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  const std::string_view bytes = fuzz_text(data, size);
  const Loaded<Site> loaded = load_site(bytes, "input");
  check_loaded(loaded);
  check_same(loaded, load_site(bytes, "input"));
  if (loaded.value) {
    check_site(*loaded.value);
    Table table = wulver_table();
    name_options(table, *loaded.value);
    check_answers(table, *loaded.value);
    // And without the row that only some charges need.
    for (Profile& profile : table.profiles) {
      profile.su_factor.reset();
    }
    const Advice advice = check_advice(varied_needs()[1], table, *loaded.value);
    fuzz_check(needs_su_factor(*loaded.value) ||
               std::none_of(advice.options.begin(), advice.options.end(), [&](const OptionAdvice& option) {
                 return option.reasons.find(Rule::price_unknown) != nullptr && !charge_terms(option.charge.family).flat_gpu;
               }));
  }
  return 0;
}
