// A cluster: how it names its GPUs in Slurm, where they can be asked for, and what they cost there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/run_time.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// How an option is asked for.
struct SiteOption {
  std::string profile;  ///< canonical name: a profile or `full`
  std::string gres;     ///< the type in `--gres=gpu:TYPE:1`
};

/// How the terms of a charge are put together. Sites differ in this; the figures are in their site files.
enum class ChargeFamily : std::uint8_t {
  additive,       ///< max(CPUs, host RAM) + GPU
  maximum,        ///< max(CPUs, host RAM, GPU): a bundle, of which the largest share counts
  sum,            ///< CPUs + host RAM + GPU
  cpu_plus_gres,  ///< CPUs + a flat rate for the GRES type
  device,         ///< GPU alone, by its SU Usage factor
  slice,          ///< GPU alone, a flat rate for each option
};
inline constexpr std::size_t charge_family_count = static_cast<std::size_t>(ChargeFamily::slice) + 1;

/// The name of a family in a site file: `additive`.
std::string_view charge_family_id(ChargeFamily family);

/// Which terms a family has, and so which figures its site file must give.
struct ChargeTerms {
  bool cpu = false;
  bool ram = false;
  bool flat_gpu = false;  ///< the GPU has a rate for each option; else it goes by the SU Usage factor
};
ChargeTerms charge_terms(ChargeFamily family);

/// A flat rate of an option, SU per hour.
struct OptionRate {
  std::string profile;
  SuPerHour rate;
};

/// What an hour costs. Figures of terms that the family does not have are not used.
struct ChargeFormula {
  std::string name;
  ChargeFamily family = ChargeFamily::additive;
  Ratio su_per_cpu;               ///< SU per CPU and hour
  Ratio su_per_ram;               ///< SU per hour for each `ram_unit` of host RAM
  Bytes ram_unit{1};              ///< above 0
  Ratio su_per_factor;            ///< SU per hour and unit of the table's SU Usage factor
  std::vector<OptionRate> rates;  ///< of one GPU or slice

  /// The flat rate of an option, or null.
  [[nodiscard]] const OptionRate* find_rate(std::string_view profile) const;
};

/// A partition: what it offers and what a job costs there.
struct Partition {
  std::string name;
  std::size_t charge = 0;             ///< index in Site::charges
  Bytes ram_per_cpu;                  ///< host RAM that a job gets for each CPU when it asks for none
  std::vector<std::string> options;   ///< profiles offered there; none where there are no GPUs
  std::vector<std::string> qos;       ///< entries of Site::qos that go with it, the usual one first
  std::optional<int> cpus_per_node;   ///< of its largest node
  std::optional<Bytes> ram_per_node;  ///< likewise
  std::optional<int> gpus_per_node;   ///< whole GPUs in one node
  std::optional<Duration> walltime;   ///< the longest walltime there
  [[nodiscard]] bool offers(std::string_view profile) const;
};

/// SU that somebody has for some time.
struct Allocation {
  Su su;
  std::string holder;  ///< for people: `PI and fiscal year`
};

/// What SU cost in money, beyond the allocation.
struct Price {
  Ratio per_su;                ///< in the currency
  std::string currency;        ///< `USD`
  std::optional<Su> at_least;  ///< the least that is sold
};

/// A quality of service: what it charges and what it allows.
struct Qos {
  std::string name;                             ///< a `*` at the end stands for one or more characters
  bool charged = true;                          ///< false: jobs cost no SU
  std::string users;                            ///< who may use it, for people; empty when everyone may
  std::optional<Duration> walltime;             ///< the longest walltime
  std::optional<Duration> walltime_on_request;  ///< the longest that can be granted
  std::optional<int> cpus_per_job;
  std::optional<Bytes> ram_per_job;
  std::optional<int> jobs_at_once;        ///< running jobs of one user
  std::vector<std::string> preempted_by;  ///< names of entries whose jobs may stop one of this
  std::optional<Allocation> allocation;   ///< of those who use it, where it is another than the site's
  [[nodiscard]] bool is_pattern() const { return !name.empty() && name.back() == '*'; }
  /// Whether it charges nothing, and everyone may use it by this name.
  [[nodiscard]] bool is_free_for_all() const { return !charged && users.empty() && !is_pattern(); }
  /// Whether a QoS as a user names it is this one.
  [[nodiscard]] bool matches(std::string_view asked) const;
};

/// A site's own command for interactive sessions.
struct InteractiveCommand {
  std::string line;                  ///< with `{account}`, `{qos}`, `{partition}`, `{gpus}`, `{cpus}` and `{hours}` to fill in
  std::vector<std::string> options;  ///< profiles that it can ask for
};

/// How fast programs of a class run on an option, in a unit of the class: only ratios mean something. 0 < low ≤ likely ≤ high.
struct OptionSpeed {
  std::string profile;
  Ratio low;
  Ratio likely;
  Ratio high;
};

/// The speeds of a class of programs on the site's options.
struct ComputeSpeeds {
  ComputeClass name{};
  std::vector<OptionSpeed> speeds;  ///< each option at most once

  /// The speed on an option, or null.
  [[nodiscard]] const OptionSpeed* find_speed(std::string_view profile) const;
};

/// What is true of a site; all of it from a site file.
struct Site {
  std::string name;       ///< short, for scripts
  std::string title;      ///< for people
  std::string gpu_name;   ///< of the whole GPU, for people
  int gpu_memory_gb = 0;  ///< nominal GPU memory of the whole GPU
  std::vector<SiteOption> options;
  std::vector<ChargeFormula> charges;
  std::vector<Partition> partitions;
  std::vector<Qos> qos;
  std::size_t default_partition = 0;  ///< index in partitions
  std::size_t default_qos = 0;        ///< index in qos
  std::string account_placeholder;    ///< what a user has to replace
  std::optional<Allocation> allocation;
  std::optional<Price> price;
  std::optional<InteractiveCommand> interactive;
  std::vector<ComputeSpeeds> compute_classes;  ///< each class at most once

  /// The GRES type of an option, or null when the site names none.
  [[nodiscard]] const std::string* find_gres(std::string_view profile) const;
  /// The speeds of a class, or null when the site has none.
  [[nodiscard]] const ComputeSpeeds* find_compute(ComputeClass wanted) const;
  /// The partition of this name, or null.
  [[nodiscard]] const Partition* find_partition(std::string_view asked) const;
  /// The QoS that is meant by a name, or null; an entry of just that name goes before a pattern, the
  /// first pattern before another.
  [[nodiscard]] const Qos* find_qos(std::string_view asked) const;
};

/// Where a job goes: the partition and QoS of a request, those not asked for filled in.
struct Place {
  const Partition* partition = nullptr;
  const Qos* qos = nullptr;
  std::string qos_name;  ///< as asked for: `high_abc` where the entry is `high_*`
};

/// Fills in what is not asked for. A QoS alone goes to the default partition if that has it, else to the first partition with
/// GPUs that does, else to any that does; a partition alone gets the default QoS if it has it, else its usual one. An empty text
/// is not asked for; the names are known ones (find_partition, find_qos).
Place find_place(const Site& site, std::string_view partition, std::string_view qos);

/// A QoS that everyone may use and that charges nothing, with a partition that offers the option; the first such in the site
/// file, or null.
const Qos* find_free_qos(const Site& site, std::string_view profile);

/// Whether the partition takes jobs of the QoS.
bool goes_with(const Partition& partition, const Qos& qos);

/// Whether some partition charges by the table's SU Usage factor, so that the table must have it.
bool needs_su_factor(const Site& site);

}  // namespace migadvise
