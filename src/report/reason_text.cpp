#include "report/reason_text.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/entries.hpp"
#include "report/layout.hpp"
#include "report/live_sentences.hpp"
#include "report/number_text.hpp"
#include "report/quota_sentences.hpp"
#include "report/time_sentences.hpp"
#include "report/wording.hpp"

namespace migadvise {

namespace {

using F = FigureName;

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
  if (w.reason.verdict == Verdict::reject) {
    return "--gpus asks for full GPUs; a job gets only one slice";
  }
  return (w.several() ? fmt::format("{} full GPUs", w.advice.needs.gpus) : std::string("a full GPU")) + ", as --gpus asks";
}

std::string gpus_per_node(const Wording& w) {
  return fmt::format("{} asked for, a node has {}", count_text(w.count(F::gpus_asked), "GPU"), w.count(F::gpus));
}

std::string partition_offer(const Wording& w) {
  if (w.reason.verdict == Verdict::accept) {
    return fmt::format("partition {} offers it", w.partition());
  }
  const std::vector<std::string>& offered = w.advice.place.partition->options;
  return offered.empty() ? fmt::format("partition {} has no GPUs", w.partition())
                         : fmt::format("partition {} offers only {}", w.partition(), and_list(offered));
}

std::string partition_qos(const Wording& w) {
  if (w.reason.verdict == Verdict::accept) {
    return fmt::format("QoS {} goes with partition {}", w.qos(), w.partition());
  }
  return fmt::format("QoS {} does not go with partition {}, which takes {}", w.qos(), w.partition(),
                     and_list(w.advice.place.partition->qos));
}

std::string qos_cpus(const Wording& w) {
  return fmt::format("{} asked for, QoS {} allows {}", count_text(w.count(F::cpus), "CPU"), w.qos(), w.count(F::cpus_allowed));
}

std::string qos_ram(const Wording& w) {
  return fmt::format("{} of host RAM {}, QoS {} allows {}", w.ram(F::ram), w.advice.needs.ram ? "asked for" : "by default",
                     w.qos(), w.ram(F::ram_allowed));
}

std::string walltime(const Wording& w) {
  // The shorter of the two limits is the one that is meant.
  const Qos& qos = *w.advice.place.qos;
  const std::optional<Duration> of_qos = qos.walltime_on_request ? qos.walltime_on_request : qos.walltime;
  const bool by_qos = of_qos == w.time(F::time_allowed);
  return fmt::format("walltime {} asked for, {} {} allows {}{}", print_slurm_time(w.time(F::time)), by_qos ? "QoS" : "partition",
                     by_qos ? w.qos() : w.partition(), walltime_text(w.time(F::time_allowed)),
                     by_qos && qos.walltime_on_request ? " on request" : "");
}

std::string node_cpus(const Wording& w) {
  return fmt::format("{} asked for, a node of partition {} has {}", count_text(w.count(F::cpus), "CPU"), w.partition(),
                     w.count(F::cpus_allowed));
}

std::string node_ram(const Wording& w) {
  return fmt::format("{} of host RAM {}, a node of partition {} has {}", w.ram(F::ram),
                     w.advice.needs.ram ? "asked for" : "by default", w.partition(), w.ram(F::ram_allowed));
}

std::string price_unknown(const Wording&) { return "the site's data do not say what it costs"; }

std::string gres_unknown(const Wording&) { return "the site file names no GRES for it"; }

std::string charge(const Wording& w) {
  const ChargeFormula& formula = w.advice.site->charges[w.advice.place.partition->charge];
  const Charge charge{formula.family, SuPerHour{w.count(F::cpu_rate)}, SuPerHour{w.count(F::ram_rate)},
                      SuPerHour{w.count(F::gpu_rate)}, SuPerHour{w.count(F::rate)}};
  return charge_text(charge, w.count(F::cpus), w.bytes(F::ram), w.count(F::gpus));
}

std::string break_even(const Wording& w) {
  return fmt::format("{} would cost {}; it pays only if the job runs at least {} times faster there", w.subject(),
                     w.su_per_hour(F::rate), needed_factor_text(Ratio{w.count(F::speedup)}));
}

std::string tasks(const Wording& w) {
  if (w.reason.verdict == Verdict::note) {
    const std::string each = w.advice.needs.gpus > 0 ? count_text(w.advice.needs.gpus, "full GPU") : std::string("one instance");
    return fmt::format("{} tasks are {} separate jobs, a job array: one job gets {}", w.count(F::tasks), w.count(F::tasks), each);
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
  const std::string words =
      w.count(F::equal) > 1
          ? fmt::format("none of the {} options that will do is cheaper; of the {} that cost the same it has the most SMs",
                        w.count(F::options), w.count(F::equal))
          : fmt::format("it is the cheapest per hour of the {} options that will do", w.count(F::options));
  // Where nothing is charged, the next sentence says what it would be.
  return w.charged() ? fmt::format("at {} {}", w.su_per_hour(F::rate), words) : words;
}

std::string smaller_dearer(const Wording& w) {
  return fmt::format("{} is smaller and would hold it too, but costs more: {} against {}", w.other(),
                     w.su_per_hour(F::other_rate), w.su(F::rate));
}

std::string largest(const Wording& w) {
  const std::string price =
      !w.charged() || w.count(F::rate) == w.count(F::other_rate)
          ? ""
          : fmt::format("; it costs {}, {} costs {}", w.su_per_hour(F::rate), w.other(), w.su(F::other_rate));
  return fmt::format("it has the most SMs ({}) of the {} options that will do; how much faster the job runs there is unknown{}",
                     w.count(F::sms), w.count(F::options), price);
}

std::string free_qos(const Wording& w) {
  const Qos* const other = charging_qos(*w.advice.site);
  const bool by_charge =
      w.advice.needs.prefer != Prefer::speed && w.advice.options[static_cast<std::size_t>(w.reason.option)].fit != Fit::tight;
  if (!by_charge) {
    return fmt::format("QoS {} charges nothing; {} it would be {}", w.qos(),
                       other == nullptr ? "by the charge that holds there" : "under QoS " + other->name, w.su_per_hour(F::rate));
  }
  if (other == nullptr) {
    return fmt::format("QoS {} charges nothing; the options are ranked by the charge of {} that holds there", w.qos(),
                       w.su_per_hour(F::rate));
  }
  return fmt::format("QoS {} charges nothing; the options are ranked as under QoS {}, where this one would be {}", w.qos(),
                     other->name, w.su_per_hour(F::rate));
}

std::string fewer_gpus(const Wording& w) {
  return fmt::format("{} would hold it for {}; {} pay only if the job runs at least {} times faster on them",
                     count_text(w.count(F::gpus), "full GPU"), w.su_per_hour(F::other_rate), w.count(F::gpus_asked),
                     needed_factor_text(Ratio{w.count(F::speedup)}));
}

std::string host_ram_term(const Wording& w) {
  std::string text;
  if (w.advice.site->charges[w.advice.place.partition->charge].family == ChargeFamily::additive) {
    text = fmt::format("host RAM of {} sets the charge ({}), not {} ({})", w.ram(F::ram), w.su_per_hour(F::ram_rate),
                       count_text(w.count(F::cpus), "CPU"), w.su(F::cpu_rate));
  } else {
    text = fmt::format("host RAM of {} makes the charge {}", w.ram(F::ram), w.su_per_hour(F::rate));
  }
  if (w.count(F::ram_covered) > 0) {
    text +=
        fmt::format(": with --ram {} it would be {} in all", ram_at_most(w.bytes(F::ram_covered)), w.su_per_hour(F::other_rate));
  }
  return text;
}

std::string cpu_term(const Wording& w) {
  return fmt::format("{} CPUs cost more ({}) than the {} ({}): with --cpus 1 it would be {} in all", w.count(F::cpus),
                     w.su_per_hour(F::cpu_rate), w.several() ? "GPUs" : "GPU", w.su(F::gpu_rate), w.su_per_hour(F::other_rate));
}

std::string split(const Wording& w) {
  const std::string parts = fmt::format("{} independent parts of at least {} GiB each: {} × {}", w.count(F::parts),
                                        w.need(F::per_process), w.count(F::parts), w.subject());
  const std::int64_t allowed = w.count(F::jobs_allowed);
  const std::string at_once = allowed == 0   ? ""
                              : allowed == 1 ? fmt::format("; QoS {} runs them one after another", w.qos())
                                             : fmt::format("; QoS {} runs at most {} of them at once", w.qos(), allowed);
  if (w.count(F::other_rate) == 0) {
    const std::string price = w.charged() ? fmt::format(", {} SU/hour together", w.su(F::rate)) : "";
    return fmt::format("if the work divides into {}{}{}", parts, price, at_once);
  }
  return fmt::format("if the work divides into {}, GPU charge {} against {} SU/hour, {} against {} in all{}", parts,
                     w.su(F::gpu_rate), w.su(F::other_gpu_rate), w.su(F::rate), w.su(F::other_rate), at_once);
}

std::string partition_implied(const Wording& w) {
  if (w.advice.needs.partition.empty()) {
    return fmt::format("QoS {} goes with partition {}", w.qos(), w.partition());
  }
  return fmt::format("partition {} goes with QoS {}", w.partition(), w.qos());
}

std::string at_most(const Wording& w) {
  return fmt::format("{} SU at most, for the whole walltime of {}{}", su_bound_text(w.count(F::at_most)),
                     print_slurm_time(w.time(F::time)), of_each_job(w));
}

std::string budget(const Wording& w) {
  if (w.count(F::rate) == 0) {
    return fmt::format("the budget of {} SU is not touched: {}", w.su(F::budget),
                       w.charged() ? "an hour costs nothing" : fmt::format("QoS {} charges nothing", w.qos()));
  }
  if (w.count(F::cost_high) > 0) {
    return fmt::format("the run takes {} of the budget of {} SU", cost_text(w), w.su(F::budget));
  }
  const std::string hours = hours_text(w.time(F::budget_time), Rounding::down);
  return fmt::format("the budget of {} SU pays for {} {} ({}){}", w.su(F::budget), hours, hours == "1" ? "hour" : "hours",
                     clock_at_most(w.time(F::budget_time)), of_each_job(w));
}

std::string memory_used(const Wording& w) {
  const std::string too_small = w.has(F::option) ? fmt::format("; it ran out of memory on {}", w.other()) : "";
  const UsedMemory& used = *w.advice.needs.used;
  switch (used.basis) {
    case MemoryBasis::more_than:
      return fmt::format("the job ran out of memory on {}, so it needs more than the {} GiB there", w.subject(),
                         capacity_text(Bytes{w.count(F::needed) - 1}));
    case MemoryBasis::ran:
      return used.stopped
                 ? fmt::format("the job ran on {} until it was stopped, so all the {} GiB there are taken as what it needs{}",
                               w.subject(), w.need(F::needed), too_small)
                 : fmt::format("the job ran on {}, so it needs no more than the {} GiB there{}", w.subject(), w.need(F::needed),
                               too_small);
    default:
      return fmt::format("the most GPU memory that the job was seen to use on {} was {} GiB{}", w.subject(), w.need(F::needed),
                         too_small);
  }
}

std::string memory_ceiling(const Wording& w) {
  switch (w.advice.needs.used->basis) {
    case MemoryBasis::more_than:
      return "how much more GPU memory the job needs is not known: what is larger may be too small as well";
    case MemoryBasis::ran:
      return fmt::format("how much of its GPU memory the job used on {} is not known; --mem SIZE says it", w.subject());
    default:
      return fmt::format(
          "{} was nearly full: programs that take all that they see need less than that; --mem SIZE with the peak that the "
          "program itself reports says more",
          w.subject());
  }
}

std::string memory_of_stopped_run(const Wording& w) {
  const std::string when = w.has(F::ran_for) ? fmt::format(" after {}", time_text(w.time(F::ran_for))) : "";
  return fmt::format("the job was stopped on {}{}: later it may need more GPU memory than until then", w.subject(), when);
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

std::string preemption(const Wording& w) {
  return fmt::format("a job under QoS {} can be stopped at any time by jobs under {}: let it write checkpoints", w.qos(),
                     and_list(w.advice.place.qos->preempted_by));
}

std::string qos_users(const Wording& w) { return fmt::format("QoS {} is for {}", w.qos(), printable(w.advice.place.qos->users)); }

std::string walltime_on_request(const Wording& w) {
  return fmt::format("QoS {} allows {} as it is, and up to {} on request: ask for it before submitting", w.qos(),
                     walltime_text(w.time(F::time_allowed)), walltime_text(w.time(F::time_on_request)));
}

std::string jobs_at_once(const Wording& w) {
  const std::int64_t allowed = w.count(F::jobs_allowed);
  const std::string expected =
      allowed == 1
          ? fmt::format("the {} jobs to run one after another, or to be refused", w.count(F::jobs))
          : fmt::format("at most {} of the {} jobs at once, the others to wait or to be refused", allowed, w.count(F::jobs));
  return fmt::format("QoS {} lets one user run {} at a time: expect {}", w.qos(), count_text(allowed, "job"), expected);
}

std::string over_budget(const Wording& w) {
  const FigurePair pair = su_bound_pair(Su{w.count(F::at_most)}, Su{w.count(F::budget)});
  return fmt::format("run for the whole walltime of {}{} it costs {} SU, more than the budget of {} SU",
                     print_slurm_time(w.time(F::time)), of_each_job(w), pair.one, pair.other);
}

std::string host_ram_small(const Wording& w) {
  std::string text = fmt::format(
      "host RAM of {} is less than the {} GiB on the GPU, and a model usually passes through host RAM on "
      "its way there",
      w.ram(F::ram), w.need(F::needed));
  if (w.count(F::ram_covered) == 0) {
    return text;
  }
  const std::string price = w.count(F::other_rate) > w.count(F::rate)
                                ? fmt::format(", for {} instead of {}", w.su_per_hour(F::other_rate), w.su(F::rate))
                                : "";
  return text + fmt::format(": --ram {} is safe{}", w.ram(F::ram_covered), price);
}

std::string nothing_fits(const Wording& w) {
  const GibPair pair = gib_pair(w.bytes(F::needed), w.bytes(F::capacity));
  const std::string together = w.count(F::tasks) > 1 ? fmt::format(" by {} tasks together", w.count(F::tasks)) : "";
  const bool part_of_site = w.advice.place.partition->options.size() < w.advice.site->options.size();
  const std::string holds = w.several() ? w.holder("", "hold")
                            : part_of_site
                                ? fmt::format("the largest option of partition {}, {}, holds", w.partition(), w.subject())
                                : fmt::format("the largest option, {}, holds", w.subject());
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
  const std::string price = w.charged() ? " for " + w.su_per_hour(F::rate) : "";
  return fmt::format("{} ({} GiB) would do{}{}: --gpus {}{}", gpus, w.capacity(F::capacity), price, spread, w.count(F::gpus),
                     tight ? fmt::format(" --headroom {}", w.count(F::headroom_left)) : "");
}

// What has to be asked for otherwise, as options of the command line.
std::string changes(const Wording& w, std::vector<std::string> options) {
  if (w.count(F::cpus_allowed) > 0) {
    options.push_back(fmt::format("--cpus {}", w.count(F::cpus_allowed)));
  }
  if (w.count(F::ram_allowed) > 0) {
    options.push_back(fmt::format("--ram {}", ram_at_most(w.bytes(F::ram_allowed))));
  }
  if (w.count(F::time_allowed) > 0) {
    options.push_back(fmt::format("--time {}", print_slurm_time(w.time(F::time_allowed))));
  }
  return fmt::format("{}", fmt::join(options, " "));
}

std::string tightness(const Wording& w) {
  if (w.reason.verdict != Verdict::tight) {
    return "";
  }
  const GibPair pair = gib_pair(w.bytes(F::needed), w.bytes(F::capacity));
  return fmt::format(", but tight: {} GiB needed of {}", pair.need, pair.capacity);
}

std::string within_limits(const Wording& w) {
  return fmt::format("{} with {}{}{}", w.holder("would do", "would do"), changes(w, {}),
                     w.charged() ? ", for " + w.su_per_hour(F::rate) : "", tightness(w));
}

std::string elsewhere(const Wording& w) {
  const Place& place = w.advice.elsewhere->place;
  const std::string where = fmt::format("--partition {} --qos {}", place.partition->name, place.qos_name);
  return fmt::format("{} {} with {}{}", w.holder("would do", "would do"),
                     place.qos->charged ? "for " + w.su_per_hour(F::rate) : "free of charge", changes(w, {where}), tightness(w));
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
                                                 {Rule::partition_offer, partition_offer},
                                                 {Rule::partition_qos, partition_qos},
                                                 {Rule::qos_cpus, qos_cpus},
                                                 {Rule::qos_ram, qos_ram},
                                                 {Rule::walltime, walltime},
                                                 {Rule::run_time_limit, run_time_limit},
                                                 {Rule::node_cpus, node_cpus},
                                                 {Rule::node_ram, node_ram},
                                                 {Rule::price_unknown, price_unknown},
                                                 {Rule::budget_limit, budget_limit},
                                                 {Rule::gres_unknown, gres_unknown},
                                                 {Rule::run_time, run_time},
                                                 {Rule::charge, charge},
                                                 {Rule::cost_to_finish, cost_to_finish},
                                                 {Rule::break_even, break_even},
                                                 {Rule::memory_used, memory_used},
                                                 {Rule::tasks, tasks},
                                                 {Rule::single_model, single_model},
                                                 {Rule::only_option, only_option},
                                                 {Rule::cheapest, cheapest},
                                                 {Rule::smaller_dearer, smaller_dearer},
                                                 {Rule::largest, largest},
                                                 {Rule::best_to_finish, best_to_finish},
                                                 {Rule::equal_to_best, equal_to_best},
                                                 {Rule::free_qos, free_qos},
                                                 {Rule::fewer_gpus, fewer_gpus},
                                                 {Rule::host_ram_term, host_ram_term},
                                                 {Rule::cpu_term, cpu_term},
                                                 {Rule::other_cpus, other_cpus},
                                                 {Rule::split, split},
                                                 {Rule::partition_implied, partition_implied},
                                                 {Rule::at_most, at_most},
                                                 {Rule::budget, budget},
                                                 {Rule::quota, quota},
                                                 {Rule::memory_unknown, memory_unknown},
                                                 {Rule::memory_ceiling, memory_ceiling},
                                                 {Rule::memory_of_stopped_run, memory_of_stopped_run},
                                                 {Rule::cost_undecided, cost_undecided},
                                                 {Rule::ranges_overlap, ranges_overlap},
                                                 {Rule::not_measured, not_measured},
                                                 {Rule::free_measurement, free_measurement},
                                                 {Rule::time_unknown, time_unknown},
                                                 {Rule::stand_in, stand_in},
                                                 {Rule::assumption_unused, assumption_unused},
                                                 {Rule::larger_slower, larger_slower},
                                                 {Rule::flat_times, flat_times},
                                                 {Rule::no_fixed_part, no_fixed_part},
                                                 {Rule::short_run, short_run},
                                                 {Rule::measured_beyond_memory, measured_beyond_memory},
                                                 {Rule::run_near_limit, run_near_limit},
                                                 {Rule::run_beyond_time, run_beyond_time},
                                                 {Rule::headroom_missed, headroom_missed},
                                                 {Rule::gres_missing, gres_missing},
                                                 {Rule::preemption, preemption},
                                                 {Rule::qos_users, qos_users},
                                                 {Rule::walltime_on_request, walltime_on_request},
                                                 {Rule::jobs_at_once, jobs_at_once},
                                                 {Rule::over_budget, over_budget},
                                                 {Rule::run_near_budget, run_near_budget},
                                                 {Rule::over_quota, over_quota},
                                                 {Rule::near_quota, near_quota},
                                                 {Rule::quota_used_up, quota_used_up},
                                                 {Rule::host_ram_small, host_ram_small},
                                                 {Rule::none_idle, none_idle},
                                                 {Rule::idle_without_room, idle_without_room},
                                                 {Rule::nodes_out_of_service, nodes_out_of_service},
                                                 {Rule::gpus_of_unknown_kind, gpus_of_unknown_kind},
                                                 {Rule::nothing_fits, nothing_fits},
                                                 {Rule::nothing_eligible, nothing_eligible},
                                                 {Rule::larger_budget, larger_budget},
                                                 {Rule::run_too_long, run_too_long},
                                                 {Rule::decimal_reading, decimal_reading},
                                                 {Rule::several_gpus, several_gpus},
                                                 {Rule::within_limits, within_limits},
                                                 {Rule::elsewhere, elsewhere},
                                                 {Rule::host_ram_spelling, host_ram_spelling}}};

static_assert(in_order(entries, &Entry::rule));

// In the row of an option; the sentence with the figures is said once, for all of them.
std::string_view job_fault(Rule rule) {
  switch (rule) {
    case Rule::partition_qos:
      return "QoS and partition do not go together";
    case Rule::qos_cpus:
    case Rule::node_cpus:
      return "too many CPUs";
    case Rule::qos_ram:
    case Rule::node_ram:
      return "too much host RAM";
    default:
      return "walltime too long";
  }
}

}  // namespace

std::string reason_text(const Advice& advice, const Reason& reason) {
  return entries[static_cast<std::size_t>(reason.rule)].sentence({advice, reason});
}

std::vector<std::string> job_fault_lines(const Advice& advice) {
  std::vector<std::string> lines;
  for (const Reason& reason : advice.options.front().reasons) {
    if (reason.verdict == Verdict::reject && judges_job(reason.rule)) {
      lines.push_back(reason_text(advice, reason));
    }
  }
  return lines;
}

std::string exclusion_reasons(const Advice& advice, const OptionAdvice& option) {
  std::vector<std::string> rejects;
  std::string tight;
  for (const Reason& reason : option.reasons) {
    if (reason.verdict == Verdict::reject) {
      rejects.push_back(judges_job(reason.rule) ? std::string(job_fault(reason.rule)) : reason_text(advice, reason));
    } else if (reason.verdict == Verdict::tight) {
      tight = reason_text(advice, reason);
    }
  }
  if (rejects.empty()) {
    return tight;
  }
  // What is tight besides stays so when the rest is mended.
  return fmt::format("{}{}{}", fmt::join(rejects, "; "), tight.empty() ? "" : "; tight: ", tight);
}

std::string exclusion_text(const Advice& advice, const OptionAdvice& option) {
  const bool rejected =
      std::ranges::any_of(option.reasons, [](const Reason& reason) { return reason.verdict == Verdict::reject; });
  return (rejected ? "no: " : "tight: ") + exclusion_reasons(advice, option);
}

std::vector<RuleLine> rule_lines(const Advice& advice, const OptionAdvice& option) {
  std::vector<RuleLine> lines;
  std::vector<std::string_view> others;
  for (std::size_t i = 0; i < option_rule_count; ++i) {
    const auto rule = static_cast<Rule>(i);
    const Reason* const reason = option.reasons.find(rule);
    if (reason == nullptr) {
      others.push_back(rule_id(rule));
    } else {
      lines.push_back({rule_id(rule), verdict_id(reason->verdict), reason_text(advice, *reason)});
    }
  }
  if (!others.empty()) {
    lines.push_back({"", "-", fmt::format("nothing to say: {}", fmt::join(others, ", "))});
  }
  return lines;
}

std::string verdict_text(const Advice& advice, std::size_t option) {
  if (advice.recommended == option) {
    return "recommended";
  }
  return advice.options[option].eligible ? "" : exclusion_text(advice, advice.options[option]);
}

std::string option_text(const Advice& advice, std::size_t option) {
  const Profile& profile = advice.table->profiles[option];
  return profile.full() ? "the full GPU" : printable(profile.name);
}

}  // namespace migadvise
