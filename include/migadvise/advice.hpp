// The finished answer. Writers print it; they decide and compute nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/needs.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// Everything that can be said of an option or of the answer as a whole; docs/architecture.md explains each.
enum class Rule : std::uint8_t {
  // Which options will do.
  gpu_memory,
  min_sms,
  min_compute,
  whole_gpus,
  gpus_per_node,
  gres_unknown,
  // What they cost.
  charge,
  break_even,
  // Why this one.
  tasks,
  single_model,
  only_option,
  cheapest,
  largest,
  fewer_gpus,
  host_ram_term,
  cpu_term,
  split,
  // What to beware of, and what would help.
  memory_unknown,
  headroom_missed,
  gres_missing,
  nothing_fits,
  nothing_eligible,
  decimal_reading,
  several_gpus,
  host_ram_spelling,
};
inline constexpr std::size_t rule_count = static_cast<std::size_t>(Rule::host_ram_spelling) + 1;

/// The stable id of a rule in JSON: `gpu_memory`.
std::string_view rule_id(Rule rule);

enum class Verdict : std::uint8_t { accept, tight, reject, note };

/// Stable id in JSON.
std::string_view verdict_id(Verdict verdict);

/// What a figure of a reason is; its unit goes with it.
enum class FigureName : std::uint8_t {
  needed,           ///< GPU memory needed, bytes
  with_headroom,    ///< the same with the headroom, bytes
  capacity,         ///< GPU memory there, bytes
  spare,            ///< capacity less need, bytes
  per_process,      ///< GPU memory needed by one process, bytes
  headroom,         ///< asked for, percent
  headroom_left,    ///< the largest that would be accepted, percent
  sms,              ///< SMs there
  sms_asked,        ///< SMs asked for
  compute,          ///< Relative Compute Power there, millionths
  compute_asked,    ///< and asked for
  smaller_fitting,  ///< options with less GPU memory or fewer SMs that hold the need as well
  tasks,            ///< how many
  parts,            ///< independent parts of a split job
  gpus,             ///< full GPUs
  gpus_asked,       ///< and asked for
  cpus,             ///< CPUs of a job
  ram,              ///< host RAM of a job, bytes
  ram_covered,      ///< host RAM that the charge for the CPUs covers, bytes
  cpu_rate,         ///< SU per hour for CPUs, micro
  ram_rate,         ///< SU per hour for host RAM, micro
  gpu_rate,         ///< SU per hour for the GPU, micro
  rate,             ///< SU per hour in all, micro
  other_rate,       ///< of what it is compared with, micro
  other_gpu_rate,   ///< and of its GPU, micro
  speedup,          ///< break-even, millionths
  option,           ///< index of another option
  options,          ///< how many
  equal,            ///< how many of them cost the same
};

enum class FigureUnit : std::uint8_t { bytes, percent, count, ratio, su_per_hour, option };
FigureUnit figure_unit(FigureName name);

/// The key of a figure in JSON without its unit: `needed`.
std::string_view figure_id(FigureName name);

struct Figure {
  FigureName name{};
  std::int64_t value = 0;
};

/// Why: a rule, what it found and the figures. Sentences are made from it by the writers, never stored.
struct Reason {
  static constexpr std::size_t max_figures = 9;
  Rule rule{};
  Verdict verdict{};
  std::int32_t option = -1;  ///< index of the option it speaks of; -1 for the answer as a whole
  std::array<Figure, max_figures> figures{};
  std::size_t figure_count = 0;

  Reason() = default;
  Reason(Rule of, Verdict found, std::size_t about, std::initializer_list<Figure> with);
  Reason(Rule of, Verdict found, std::initializer_list<Figure> with);

  /// The value of a figure; 0 when the reason has none of that name.
  [[nodiscard]] std::int64_t operator[](FigureName name) const;
};

/// Reasons in place: every rule speaks at most once of an option, so no rule allocates.
class Reasons {
 public:
  void add(const Reason& reason);
  [[nodiscard]] const Reason* begin() const { return items_.data(); }
  [[nodiscard]] const Reason* end() const { return items_.data() + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The reason that a rule gave, or null.
  [[nodiscard]] const Reason* find(Rule rule) const;

 private:
  std::array<Reason, rule_count> items_{};
  std::size_t size_ = 0;
};

enum class Fit : std::uint8_t { unknown, fits, tight, does_not_fit };

/// What an hour of a job on an option costs, and of what it is made.
struct Charge {
  SuPerHour cpu;    ///< for the CPUs
  SuPerHour ram;    ///< for the host RAM; the larger of the two counts
  SuPerHour gpu;    ///< for the GPU
  SuPerHour total;  ///< max(cpu, ram) + gpu
};

/// One row of the answer, in table order.
struct OptionAdvice {
  std::size_t profile = 0;  ///< index in Table::profiles
  std::string gres;         ///< `gpu:a100_40g:1`; empty when the site names none
  Fit fit = Fit::unknown;
  bool eligible = false;
  Bytes capacity;                           ///< GPU memory there, over all GPUs of the job
  int sms = 0;                              ///< over all GPUs of the job
  std::optional<Ratio> relative_compute;    ///< likewise, where the table says
  Charge charge;                            ///< of one job
  std::optional<Ratio> score;               ///< 0 to 100, in millionths of a point
  std::optional<int> rank;                  ///< 1 is the recommended one
  std::optional<Ratio> break_even_speedup;  ///< for a larger option: how much faster a run must be there to cost the same
  Reasons reasons;
};

/// The answer to one request. The table and the site it was given for must outlive it.
struct Advice {
  Needs needs;
  const Table* table = nullptr;
  const Site* site = nullptr;
  std::optional<Bytes> memory_needed;  ///< of one job: need times coupled tasks
  Bytes ram;                           ///< host RAM of one job, default filled in
  int jobs = 1;
  std::vector<OptionAdvice> options;       ///< one for each profile of the table
  SuPerHour all_jobs;                      ///< SU per hour of all jobs together on the recommended option
  std::optional<std::size_t> recommended;  ///< index in options; nothing when no option will do
  Reasons why;                             ///< of the answer as a whole
  Reasons warnings;
};

}  // namespace migadvise
