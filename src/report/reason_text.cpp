#include "report/reason_text.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/layout.hpp"
#include "report/number_text.hpp"

namespace migadvise {

namespace {

using F = FigureName;

struct Wording {
  const Advice& advice;
  const Reason& reason;

  [[nodiscard]] std::int64_t count(F name) const { return reason[name]; }
  [[nodiscard]] Bytes bytes(F name) const { return Bytes{reason[name]}; }
  [[nodiscard]] std::string su(F name) const { return su_text(reason[name]); }
  [[nodiscard]] std::string need(F name) const { return need_text(bytes(name)); }
  [[nodiscard]] std::string capacity(F name) const { return capacity_text(bytes(name)); }
  [[nodiscard]] std::string ram(F name) const { return print_host_ram(bytes(name)); }
  [[nodiscard]] std::string subject() const { return option_text(advice, static_cast<std::size_t>(reason.option)); }
  // The option with its verb; several full GPUs are more than one.
  [[nodiscard]] bool several() const {
    return advice.needs.gpus > 1 && advice.table->profiles[static_cast<std::size_t>(reason.option)].full();
  }
  [[nodiscard]] std::string holder(std::string_view one_verb, std::string_view several_verb) const {
    return several() ? fmt::format("{} full GPUs {}", advice.needs.gpus, several_verb)
                     : fmt::format("{} {}", subject(), one_verb);
  }
  [[nodiscard]] std::string other() const { return option_text(advice, static_cast<std::size_t>(reason[F::option])); }
};

std::string gpu_memory(const Wording& w) {
  if (w.reason.verdict == Verdict::reject) {
    const GibPair pair = gib_pair(w.bytes(F::needed), w.bytes(F::capacity));
    return fmt::format("{} GiB needed, {} GiB there", pair.need, pair.capacity);
  }
  if (w.reason.verdict == Verdict::tight) {
    const GibPair pair = gib_pair(w.bytes(F::needed), w.bytes(F::capacity));
    return fmt::format("{} GiB needed of {} leaves {} % spare, less than {} % headroom; --headroom {} accepts it", pair.need,
                       pair.capacity, w.count(F::headroom_left), w.count(F::headroom), w.count(F::headroom_left));
  }
  const GibPair pair = gib_pair(w.bytes(F::with_headroom), w.bytes(F::capacity));
  const std::string holds =
      w.holder(w.count(F::smaller_fitting) == 0 ? "is the smallest option that holds" : "holds", "together hold");
  if (w.count(F::headroom) == 0) {
    return fmt::format("{} {} GiB ({} GiB there)", holds, pair.need, pair.capacity);
  }
  return fmt::format("{} {} GiB with {} % headroom ({} of {} GiB)", holds, w.need(F::needed), w.count(F::headroom), pair.need,
                     pair.capacity);
}

std::string min_sms(const Wording& w) {
  if (w.reason.verdict == Verdict::reject) {
    return fmt::format("{} there, {} asked for", count_text(w.count(F::sms), "SM"), w.count(F::sms_asked));
  }
  return fmt::format("{} {}, at least {} asked for", w.holder("has", "have"), count_text(w.count(F::sms), "SM"),
                     w.count(F::sms_asked));
}

std::string min_compute(const Wording& w) {
  const std::string asked = ratio_text(Ratio{w.count(F::compute_asked)});
  if (w.count(F::compute) == 0) {
    return fmt::format("Relative Compute Power unknown, {}x asked for", asked);
  }
  const std::string there = ratio_text(Ratio{w.count(F::compute)});
  if (w.reason.verdict == Verdict::reject) {
    return fmt::format("Relative Compute Power {}x, {}x asked for", there, asked);
  }
  return fmt::format("{} a Relative Compute Power of {}x, at least {}x asked for", w.holder("has", "have"), there, asked);
}

std::string whole_gpus(const Wording& w) {
  return w.reason.verdict == Verdict::reject ? "--gpus asks for full GPUs; a job gets only one slice"
                                             : "a full GPU, as --gpus asks";
}

std::string gpus_per_node(const Wording& w) {
  return fmt::format("{} asked for, a node has {}", count_text(w.count(F::gpus_asked), "GPU"), w.count(F::gpus));
}

std::string gres_unknown(const Wording&) { return "the site file names no GRES for it"; }

std::string charge(const Wording& w) {
  return fmt::format("max({} for {}, {} for {} host RAM) + {} for the GPU = {} SU/hour", w.su(F::cpu_rate),
                     count_text(w.count(F::cpus), "CPU"), w.su(F::ram_rate), w.ram(F::ram), w.su(F::gpu_rate), w.su(F::rate));
}

std::string break_even(const Wording& w) {
  return fmt::format("{} would cost {} SU/hour; it pays only if the job runs at least {} times faster there", w.subject(),
                     w.su(F::rate), speedup_text(Ratio{w.count(F::speedup)}));
}

std::string tasks(const Wording& w) {
  if (w.reason.verdict == Verdict::note) {
    return fmt::format("{} tasks are {} separate jobs, a job array: one job gets one instance", w.count(F::tasks),
                       w.count(F::tasks));
  }
  if (w.count(F::needed) == 0) {
    return fmt::format("the {} tasks exchange data, so they share one job and its GPU memory", w.count(F::tasks));
  }
  return fmt::format("the {} tasks exchange data, so they share one job and its GPU memory: {} × {} = {} GiB", w.count(F::tasks),
                     w.count(F::tasks), w.need(F::per_process), w.need(F::needed));
}

std::string single_model(const Wording&) { return "one model in one process cannot be spread over several slices"; }

std::string only_option(const Wording&) { return "no other option will do"; }

std::string cheapest(const Wording& w) {
  if (w.count(F::equal) > 1) {
    return fmt::format(
        "at {} SU/hour none of the {} options that will do is cheaper; of the {} that cost the same it has the most SMs",
        w.su(F::rate), w.count(F::options), w.count(F::equal));
  }
  return fmt::format("at {} SU/hour it is the cheapest per hour of the {} options that will do", w.su(F::rate),
                     w.count(F::options));
}

std::string largest(const Wording& w) {
  const std::string price =
      w.count(F::rate) == w.count(F::other_rate)
          ? ""
          : fmt::format("; it costs {} SU/hour, {} costs {}", w.su(F::rate), w.other(), w.su(F::other_rate));
  return fmt::format("it has the most SMs ({}) of the {} options that will do; how much faster the job runs there is unknown{}",
                     w.count(F::sms), w.count(F::options), price);
}

std::string fewer_gpus(const Wording& w) {
  return fmt::format("{} would hold it for {} SU/hour; {} pay only if the job runs at least {} times faster on them",
                     count_text(w.count(F::gpus), "full GPU"), w.su(F::other_rate), w.count(F::gpus_asked),
                     speedup_text(Ratio{w.count(F::speedup)}));
}

std::string host_ram_term(const Wording& w) {
  std::string text = fmt::format("host RAM of {} sets the charge ({} SU/hour), not {} ({})", w.ram(F::ram), w.su(F::ram_rate),
                                 count_text(w.count(F::cpus), "CPU"), w.su(F::cpu_rate));
  if (w.count(F::ram_covered) > 0) {
    text += fmt::format(": with --ram {} it would be {} SU/hour in all", w.ram(F::ram_covered), w.su(F::other_rate));
  }
  return text;
}

std::string cpu_term(const Wording& w) {
  return fmt::format("{} CPUs cost more ({} SU/hour) than the GPU ({}): with --cpus 1 it would be {} SU/hour in all",
                     w.count(F::cpus), w.su(F::cpu_rate), w.su(F::gpu_rate), w.su(F::other_rate));
}

std::string split(const Wording& w) {
  const std::string parts = fmt::format("{} independent parts of at least {} GiB each: {} × {}", w.count(F::parts),
                                        w.need(F::per_process), w.count(F::parts), w.subject());
  if (w.count(F::other_rate) == 0) {
    return fmt::format("if the work divides into {}, {} SU/hour together", parts, w.su(F::rate));
  }
  return fmt::format("if the work divides into {}, GPU charge {} against {} SU/hour, {} against {} in all", parts,
                     w.su(F::gpu_rate), w.su(F::other_gpu_rate), w.su(F::rate), w.su(F::other_rate));
}

std::string memory_unknown(const Wording& w) {
  return fmt::format("GPU memory was not checked, as --mem was not given: {} {} GiB", w.holder("holds", "together hold"),
                     w.capacity(F::capacity));
}

std::string headroom_missed(const Wording& w) {
  const GibPair pair = gib_pair(w.bytes(F::needed), w.bytes(F::capacity));
  return fmt::format(
      "{} tight: {} GiB needed of {} leaves {} % spare, less than {} % headroom; a job that runs out of GPU memory is killed "
      "and its SU are lost; --headroom {} accepts it",
      w.holder("is", "are"), pair.need, pair.capacity, w.count(F::headroom_left), w.count(F::headroom),
      w.count(F::headroom_left));
}

std::string gres_missing(const Wording& w) {
  return fmt::format("the site file names no GRES for {}, so it cannot be asked for", w.subject());
}

std::string nothing_fits(const Wording& w) {
  const GibPair pair = gib_pair(w.bytes(F::needed), w.bytes(F::capacity));
  const std::string together = w.count(F::tasks) > 1 ? fmt::format(" by {} tasks together", w.count(F::tasks)) : "";
  const std::string holds = w.several() ? w.holder("", "hold") : fmt::format("the largest option, {}, holds", w.subject());
  return fmt::format("{} GiB needed{}, and {} {} GiB", pair.need, together, holds, pair.capacity);
}

std::string nothing_eligible(const Wording&) { return "no option meets every demand"; }

std::string decimal_reading(const Wording& w) {
  const std::string figure = format_decimal(need_to_show(w.bytes(F::per_process)).value, bytes_per_gib, 3, Rounding::up);
  const std::string times = w.count(F::tasks) > 1 ? fmt::format("{} × ", w.count(F::tasks)) : "";
  return fmt::format("{}{} GB would be {} GiB, which {}: give --mem {}GB if decimal GB were meant", times, figure,
                     format_decimal(w.count(F::needed), bytes_per_gib, 1), w.holder("holds", "hold"), figure);
}

std::string several_gpus(const Wording& w) {
  const std::string gpus = count_text(w.count(F::gpus), "full GPU");
  if (w.reason.verdict == Verdict::reject) {
    return fmt::format("even the {} of a node, {} GiB and {} SMs together, are not enough", gpus, w.capacity(F::capacity),
                       w.count(F::sms));
  }
  const std::string_view spread = w.count(F::gpus) > 1 ? ", if the program can spread over them" : "";
  const bool tight = w.count(F::headroom_left) < w.count(F::headroom);
  return fmt::format("{} ({} GiB) would do for {} SU/hour{}{}: --gpus {}{}", gpus, w.capacity(F::capacity), w.su(F::rate),
                     w.advice.jobs > 1 ? " and job" : "", spread, w.count(F::gpus),
                     tight ? fmt::format(" --headroom {}", w.count(F::headroom_left)) : "");
}

std::string host_ram_spelling(const Wording& w) {
  return fmt::format("--mem is GPU memory; if host RAM was meant, it is --ram {}", w.ram(F::needed));
}

using Sentence = std::string (*)(const Wording&);

struct Entry {
  Rule rule;
  Sentence sentence;
};

// In the order of Rule, so that a rule without its sentence does not compile.
constexpr std::array<Entry, rule_count> entries{{{Rule::gpu_memory, gpu_memory},
                                                 {Rule::min_sms, min_sms},
                                                 {Rule::min_compute, min_compute},
                                                 {Rule::whole_gpus, whole_gpus},
                                                 {Rule::gpus_per_node, gpus_per_node},
                                                 {Rule::gres_unknown, gres_unknown},
                                                 {Rule::charge, charge},
                                                 {Rule::break_even, break_even},
                                                 {Rule::tasks, tasks},
                                                 {Rule::single_model, single_model},
                                                 {Rule::only_option, only_option},
                                                 {Rule::cheapest, cheapest},
                                                 {Rule::largest, largest},
                                                 {Rule::fewer_gpus, fewer_gpus},
                                                 {Rule::host_ram_term, host_ram_term},
                                                 {Rule::cpu_term, cpu_term},
                                                 {Rule::split, split},
                                                 {Rule::memory_unknown, memory_unknown},
                                                 {Rule::headroom_missed, headroom_missed},
                                                 {Rule::gres_missing, gres_missing},
                                                 {Rule::nothing_fits, nothing_fits},
                                                 {Rule::nothing_eligible, nothing_eligible},
                                                 {Rule::decimal_reading, decimal_reading},
                                                 {Rule::several_gpus, several_gpus},
                                                 {Rule::host_ram_spelling, host_ram_spelling}}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].rule != static_cast<Rule>(i)) {
      return false;
    }
  }
  return true;
}
static_assert(in_order());

}  // namespace

std::string reason_text(const Advice& advice, const Reason& reason) {
  return entries[static_cast<std::size_t>(reason.rule)].sentence({advice, reason});
}

std::string exclusion_text(const Advice& advice, const OptionAdvice& option) {
  std::vector<std::string> rejects;
  std::string tight;
  for (const Reason& reason : option.reasons) {
    if (reason.verdict == Verdict::reject) {
      rejects.push_back(reason_text(advice, reason));
    } else if (reason.verdict == Verdict::tight) {
      tight = reason_text(advice, reason);
    }
  }
  return rejects.empty() ? "tight: " + tight : fmt::format("no: {}", fmt::join(rejects, "; "));
}

std::string option_text(const Advice& advice, std::size_t option) {
  const Profile& profile = advice.table->profiles[option];
  return profile.full() ? "the full GPU" : printable(profile.name);
}

}  // namespace migadvise
