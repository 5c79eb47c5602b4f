#include "report/compare_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "report/entries.hpp"
#include "report/layout.hpp"
#include "report/number_text.hpp"

namespace migadvise {

namespace {

using F = FigureName;
using K = RemarkKind;

const Profile& profile_of(const Comparison& comparison, std::size_t choice) {
  return comparison.advice.table->profiles[comparison.choices[choice].choice.option];
}

struct RemarkWording {
  const Comparison& comparison;
  const Remark& remark;

  [[nodiscard]] std::int64_t count(F name) const { return remark[name]; }
  [[nodiscard]] std::string su(F name) const { return su_text(remark[name]); }
  [[nodiscard]] std::string needed_factor() const { return needed_factor_text(Ratio{remark[F::break_even]}); }
  // Of both choices: whether each is one job.
  [[nodiscard]] bool single() const { return count(F::jobs) == 1 && count(F::other_jobs) == 1; }
  [[nodiscard]] bool one_for_several() const { return count(F::jobs) == 1 && count(F::other_jobs) > 1; }
  [[nodiscard]] std::string jobs(F name) const { return count_text(count(name), "job"); }
  // Where several choices are of several jobs, their numbers may differ.
  [[nodiscard]] std::string up_to(std::string_view noun) const {
    return fmt::format("{}{} {}", count(F::jobs) == count(F::fewest_jobs) ? "" : "up to ", count(F::jobs), noun);
  }
  [[nodiscard]] std::string_view gpu_charge() const {
    return comparison.advice.place.qos->charged ? "GPU charge" : "GPU charge would be";
  }
  [[nodiscard]] std::string_view would_be() const { return comparison.advice.place.qos->charged ? "" : "would be "; }
  [[nodiscard]] std::string_view instance() const { return profile_of(comparison, *remark.choice).full() ? "GPU" : "slice"; }
  // What a charge has beside the GPU.
  [[nodiscard]] std::string_view beside_gpu() const {
    const ChargeTerms terms = charge_terms(comparison.choices[*remark.choice].job.charge.family);
    return terms.ram ? "CPUs and host RAM" : "CPUs";
  }
  [[nodiscard]] std::string in_each_of_the_others() const { return fmt::format("in each of the {} jobs", count(F::other_jobs)); }
};

using W = RemarkWording;

std::string two_capacities(const W& w, std::string_view pattern) {
  const FigurePair pair =
      figure_pair({w.count(F::capacity), Rounding::down}, {w.count(F::other_capacity), Rounding::down}, bytes_per_gib, 1);
  const std::array<std::string, 2> words{pair.one, pair.other};
  return fill_pattern(pattern, words);
}

std::string more_memory(const W& w) {
  if (w.single()) {
    return two_capacities(w, "{0} GiB of GPU memory against {1}");
  }
  if (w.one_for_several()) {
    return two_capacities(
        w, "{0} GiB of GPU memory in one piece, against {1} " + w.in_each_of_the_others() + ": room for a larger model or batch");
  }
  return two_capacities(w, "{0} GiB of GPU memory for each process against {1}");
}

std::string more_sms(const W& w) {
  return fmt::format("{} SMs{} against {}", w.count(F::sms), w.single() ? "" : " in all", w.count(F::other_sms));
}

std::string more_sms_each(const W& w) {
  return w.one_for_several() ? fmt::format("all {} SMs for one process, against {} {}", w.count(F::sms), w.count(F::other_sms),
                                           w.in_each_of_the_others())
                             : fmt::format("{} SMs for each process against {}", w.count(F::sms), w.count(F::other_sms));
}

// `3/8`, and of several whole GPUs `2 × all`.
std::string share_of_gpu(std::int64_t slices, std::int64_t of) {
  if (slices == of) {
    return "all";
  }
  return slices % of == 0 ? fmt::format("{} × all", slices / of) : fmt::format("{}/{}", slices, of);
}

std::string share(const W& w) {
  return share_of_gpu(w.count(F::memory_slices), w.count(F::gpu_slices)) + " of a GPU's memory bandwidth and L2 cache";
}

std::string other_share(const W& w) { return share_of_gpu(w.count(F::other_slices), w.count(F::gpu_slices)); }

std::string larger_share(const W& w) {
  return w.single() ? fmt::format("{} against {}", share(w), other_share(w))
                    : fmt::format("{}, against {} {}", share(w), other_share(w),
                                  w.count(F::other_jobs) > 1 ? fmt::format("in the {} jobs together", w.count(F::other_jobs))
                                                             : "in one job");
}

std::string larger_share_each(const W& w) {
  return w.one_for_several()
             ? fmt::format("{} for one process, against {} {}", share(w), other_share(w), w.in_each_of_the_others())
             : fmt::format("{} for each process against {}", share(w), other_share(w));
}

std::string training(const W&) { return "training and fine-tuning: their steps exchange data all the time, which takes one job"; }

std::string simpler_code(const W&) { return "simpler code: one job, nothing to divide and nothing to put together"; }

std::string independent_work(const W& w) {
  return fmt::format("independent work, {} pieces at a time: inference over batches of inputs, runs with other parameters",
                     w.count(F::jobs));
}

std::string many_users(const W& w) {
  return fmt::format("several users or services at once, each with a {} of its own", w.instance());
}

std::string isolation(const W& w) {
  return fmt::format("the {} jobs do not see each other: one that fails or runs out of GPU memory leaves the others alone",
                     w.count(F::jobs));
}

std::string cheaper(const W& w) {
  if (w.count(F::gpu_rate) == w.count(F::rate) && w.count(F::other_gpu_rate) == w.count(F::other_rate)) {
    return fmt::format("{}{} SU/hour against {}", w.would_be(), w.su(F::rate), w.su(F::other_rate));
  }
  return fmt::format("{} {} against {} SU/hour, {} against {} in all", w.gpu_charge(), w.su(F::gpu_rate), w.su(F::other_gpu_rate),
                     w.su(F::rate), w.su(F::other_rate));
}

std::string cheaper_gpu(const W& w) {
  const std::string text = fmt::format("{} {} against {} SU/hour", w.gpu_charge(), w.su(F::gpu_rate), w.su(F::other_gpu_rate));
  if (w.count(F::rate) == w.count(F::other_rate)) {
    return fmt::format("{}, though in all both cost the same per hour: {}", text, w.su(F::rate));
  }
  const std::string cause =
      w.count(F::jobs) > w.count(F::other_jobs) ? fmt::format(", as {} are charged for every job", w.beside_gpu()) : "";
  return fmt::format("{}, but {} against {} in all{}", text, w.su(F::rate), w.su(F::other_rate), cause);
}

std::string cheaper_in_all(const W& w) {
  const std::string cause =
      w.count(F::jobs) < w.count(F::other_jobs)
          ? fmt::format(", as {} are charged for {}, not {}", w.beside_gpu(), w.jobs(F::jobs), w.count(F::other_jobs))
          : "";
  return fmt::format("{}{} SU/hour in all against {}{}", w.would_be(), w.su(F::rate), w.su(F::other_rate), cause);
}

std::string break_even(const W& w) {
  const std::string rates =
      fmt::format("{} SU/hour{} against {}", w.su(F::rate), w.single() ? "" : " in all", w.su(F::other_rate));
  return w.single() ? fmt::format("{}: it pays only if the job runs at least {} times faster there", rates, w.needed_factor())
                    : fmt::format("{}: it pays only if the work is done at least {} times sooner", rates, w.needed_factor());
}

// How much faster the choice was found to be, and how much faster it must be to cost the same.
struct FoundAndNeeded {
  std::string found;
  std::string needed;
};

FoundAndNeeded found_and_needed(const W& w, Ratio needed) {
  const Range<Ratio> found{Ratio{w.count(F::speedup_low)},
                           w.count(F::speedup) > 0 ? std::optional(Ratio{w.count(F::speedup)}) : std::nullopt,
                           Ratio{w.count(F::speedup_high)}, Basis::predicted};
  const FigurePair figures = speedup_pair(found, needed);
  return {w.single() ? fmt::format("the job runs {} times as fast there", figures.one)
                     : fmt::format("the work is done {} times as fast", figures.one),
          figures.other};
}

// On what the run times rest, where they were not measured: the weaker of the two.
std::string_view by_basis(const W& w) {
  const auto basis = [&](std::size_t choice) { return w.comparison.choices[choice].job.run->time.basis; };
  switch (std::max(basis(*w.remark.choice), basis(*w.remark.other))) {
    case Basis::measured:
    case Basis::bounded:
      break;
    case Basis::published:
      return " for the published program";
    case Basis::predicted:
      return " by the prediction";
    case Basis::assumed:
      return " if the assumption holds";
  }
  return "";
}

std::string pays(const W& w) {
  const FoundAndNeeded words = found_and_needed(w, Ratio{w.count(F::break_even)});
  return fmt::format("it pays{}: {}, and {} would do to cost the same", by_basis(w), words.found, words.needed);
}

std::string pays_not(const W& w) {
  const FoundAndNeeded words = found_and_needed(w, Ratio{w.count(F::break_even)});
  return fmt::format("it does not pay{}: {}, and {} would be needed to cost the same", by_basis(w), words.found, words.needed);
}

std::string pays_open(const W& w) {
  const FoundAndNeeded words = found_and_needed(w, Ratio{w.count(F::break_even)});
  return fmt::format("whether it pays is open: {}, and {} would be needed to cost the same", words.found, words.needed);
}

// Both SU of the whole work, where they are known; relative run times have none.
std::string costs_to_finish(const W& w) {
  const std::optional<Range<Su>>& one = w.comparison.choices[*w.remark.choice].job.su_total;
  const std::optional<Range<Su>>& other = w.comparison.choices[*w.remark.other].job.su_total;
  if (!one || !other) {
    return "";
  }
  const FigurePair costs = su_range_pair(*one, *other);
  return fmt::format(" {}{} against {}, as", costs.one, w.single() ? "" : " in all", costs.other);
}

constexpr Ratio as_fast{micro_per_unit};

std::string cheaper_to_finish(const W& w) {
  return fmt::format("cheaper to finish{}:{} {} for the same charge per hour", by_basis(w), costs_to_finish(w),
                     found_and_needed(w, as_fast).found);
}

std::string finish_open(const W& w) {
  return fmt::format("which of the two is cheaper to finish is open: {} for the same charge per hour",
                     found_and_needed(w, as_fast).found);
}

std::string no_communication(const W&) {
  return "MIG instances cannot exchange data: there is no CUDA IPC and no peer access between them, so no NCCL across slices; "
         "what has to communicate belongs in one instance";
}

std::string separate_gpus(const W& w) {
  const std::string text =
      fmt::format("{} are jobs of one GPU each: a program that spreads over several full GPUs asks for them in one job",
                  choice_text(w.comparison, *w.remark.choice));
  if (w.count(F::gpus) > 0 && w.count(F::jobs) > w.count(F::gpus)) {
    return fmt::format("{}, {} at most", text, w.count(F::gpus));
  }
  return fmt::format("{}, which migadvise cost {} --gpus {} prices", text,
                     printable(profile_of(w.comparison, *w.remark.choice).name), w.count(F::jobs));
}

std::string scheduling(const W& w) {
  return fmt::format(
      "scheduling: {} to submit, best as a job array; each waits for its turn, so they may not run at the same time",
      w.up_to("jobs"));
}

std::string sharding(const W& w) { return fmt::format("the inputs or the data divided into {}", w.up_to("parts")); }

std::string start_up(const W& w) {
  return fmt::format("{}: every job loads the program, its model and its data for itself", w.up_to("start-ups"));
}

std::string collecting(const W& w) { return fmt::format("results of {} to collect", w.up_to("jobs")); }

std::string even_parts(const W& w) {
  if (w.count(F::jobs) != w.count(F::fewest_jobs)) {
    return "run times and SU of several jobs hold if the work divides evenly into as many parts: each job then takes its part of "
           "the time that one job would take for all of it";
  }
  return fmt::format(
      "run times and SU of the {} jobs hold if the work divides evenly into {} parts: each job then takes 1/{} of the time that "
      "one job would take for all of it",
      w.count(F::jobs), w.count(F::jobs), w.count(F::jobs));
}

std::string run_near_limit(const W& w) {
  return fmt::format("a job of {} may take up to {}, more than the {} that are allowed",
                     choice_text(w.comparison, *w.remark.choice), time_text(Duration{w.count(F::run_high)}),
                     walltime_text(Duration{w.count(F::time_allowed)}));
}

std::string far_above(const W& w) {
  return fmt::format("{} is far above what was measured: measure it before you rely on its run time and SU",
                     choice_text(w.comparison, *w.remark.choice));
}

struct Entry {
  K kind;
  std::string (*sentence)(const W&);
};

constexpr std::array<Entry, remark_kind_count> entries{{{K::more_memory, more_memory},
                                                        {K::more_sms, more_sms},
                                                        {K::more_sms_each, more_sms_each},
                                                        {K::larger_share, larger_share},
                                                        {K::larger_share_each, larger_share_each},
                                                        {K::training, training},
                                                        {K::simpler_code, simpler_code},
                                                        {K::independent_work, independent_work},
                                                        {K::many_users, many_users},
                                                        {K::isolation, isolation},
                                                        {K::cheaper, cheaper},
                                                        {K::cheaper_gpu, cheaper_gpu},
                                                        {K::cheaper_in_all, cheaper_in_all},
                                                        {K::break_even, break_even},
                                                        {K::pays, pays},
                                                        {K::pays_not, pays_not},
                                                        {K::pays_open, pays_open},
                                                        {K::cheaper_to_finish, cheaper_to_finish},
                                                        {K::finish_open, finish_open},
                                                        {K::no_communication, no_communication},
                                                        {K::separate_gpus, separate_gpus},
                                                        {K::scheduling, scheduling},
                                                        {K::sharding, sharding},
                                                        {K::start_up, start_up},
                                                        {K::collecting, collecting},
                                                        {K::even_parts, even_parts},
                                                        {K::run_near_limit, run_near_limit},
                                                        {K::far_above, far_above}}};

static_assert(in_order(entries, &Entry::kind));

}  // namespace

std::string choice_text(const Comparison& comparison, std::size_t choice) {
  const std::string name = printable(profile_of(comparison, choice).name);
  const int jobs = comparison.choices[choice].choice.jobs;
  return jobs > 1 ? fmt::format("{} × {}", jobs, name) : name;
}

std::string choice_id(const Comparison& comparison, std::size_t choice) {
  const std::string& name = profile_of(comparison, choice).name;
  const int jobs = comparison.choices[choice].choice.jobs;
  return jobs > 1 ? fmt::format("{}:{}", name, jobs) : name;
}

std::string remark_text(const Comparison& comparison, const Remark& remark) {
  return entries[static_cast<std::size_t>(remark.kind)].sentence({comparison, remark});
}

}  // namespace migadvise
