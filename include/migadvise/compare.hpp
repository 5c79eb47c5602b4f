// Choices side by side: what each is and costs, and what speaks for one rather than another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "migadvise/advice.hpp"

namespace migadvise {

/// What may be chosen: separate jobs, each with one instance of an option.
struct Choice {
  std::size_t option = 0;  ///< an index in Table::profiles
  int jobs = 1;            ///< 1 or more
  friend bool operator==(const Choice&, const Choice&) = default;
};

inline constexpr std::size_t fewest_choices = 2;
inline constexpr std::size_t most_choices = 8;

/// Everything that can be said of choices beside their figures; docs/architecture.md explains each.
enum class RemarkKind : std::uint8_t {
  // What speaks for a choice rather than another.
  more_memory,
  more_sms,
  more_sms_each,
  larger_share,
  larger_share_each,
  training,
  simpler_code,
  independent_work,
  many_users,
  isolation,
  cheaper,
  cheaper_gpu,
  cheaper_in_all,
  break_even,
  pays,
  pays_not,
  pays_open,
  cheaper_to_finish,
  finish_open,
  // What several jobs cannot do.
  no_communication,
  separate_gpus,
  // What they need.
  scheduling,
  sharding,
  start_up,
  collecting,
  // What to know of the figures.
  even_parts,
  run_near_limit,
  far_above,
};
inline constexpr std::size_t remark_kind_count = static_cast<std::size_t>(RemarkKind::far_above) + 1;

/// The stable id of a kind in JSON: `more_memory`.
std::string_view remark_id(RemarkKind kind);

/// What a remark is about.
enum class RemarkTheme : std::uint8_t {
  rather,  ///< what speaks for its choice rather than another
  cannot,  ///< what several jobs cannot do
  needs,   ///< what several jobs need
  note,    ///< what to know of the figures
};
RemarkTheme remark_theme(RemarkKind kind);

/// Stable id in JSON.
std::string_view remark_theme_id(RemarkTheme theme);

/// A kind and its figures. Sentences are made from it by the writers, never stored.
struct Remark : FigureList {
  RemarkKind kind{};
  std::optional<std::size_t> choice;  ///< index of the choice it speaks of; nothing for all that are of several jobs
  std::optional<std::size_t> other;   ///< and of the one that is compared with it

  Remark(RemarkKind of, std::optional<std::size_t> about, std::optional<std::size_t> rather_than,
         std::initializer_list<Figure> with)
      : FigureList(with), kind(of), choice(about), other(rather_than) {}
};

/// One choice. `job` is the option as one of its jobs sees it: the run time is that of one job, which has its equal part of the
/// work; su_total and relative_cost are those of all its jobs. Figures in all are those of all jobs together.
struct ComparedChoice {
  Choice choice;
  OptionAdvice job;
  Bytes capacity_in_all;
  std::int64_t sms_in_all = 0;
  std::optional<MemoryShare> share;           ///< of one job
  std::optional<MemoryShare> share_in_all;    ///< may be more than the whole GPU
  SuPerHour gpu_in_all;                       ///< for the GPUs alone, before a QoS that charges nothing
  SuPerHour in_all;                           ///< as charged
  SuPerHour in_all_standard;                  ///< before a QoS that charges nothing
  std::optional<Range<Ratio>> relative_time;  ///< run time ÷ that of the choice that is done first
  [[nodiscard]] bool several() const { return choice.jobs > 1; }
};

/// The choices in the order in which they were asked for. Of those that can be had, each is held against the first. `advice` is
/// the answer to a request of one job without a wish for GPU memory, which has the place and the run times. Table and site must
/// outlive it.
struct Comparison {
  Advice advice;
  std::vector<ComparedChoice> choices;
  /// First what speaks for a choice rather than another: in the order of the pairs, of each first what speaks for the earlier
  /// choice. Then what is said of one choice, by kind and in the order of the choices, then what is said of all of several jobs.
  std::vector<Remark> remarks;
  Reasons warnings;  ///< of the run times and the place

  /// Whether any of the choices can be had.
  [[nodiscard]] bool any_accepted() const;
};

/// Compares two to eight different choices (none of them twice), each with an option of the table and 1 job or more, for a
/// request of one job: its CPUs, host RAM, place and what it says of run times. Work for several jobs is taken to divide into
/// equal parts, so each takes its part of the run time. Pure.
Comparison compare_choices(const Needs& needs, std::span<const Choice> choices, const Table& table, const Site& site);

}  // namespace migadvise
