#include "report/live_sentences.hpp"

#include <fmt/format.h>

#include "report/layout.hpp"

namespace migadvise {

namespace {

using F = FigureName;

std::string instances(const Advice& advice, std::size_t option, std::int64_t count, std::string_view how) {
  const Profile& profile = advice.table->profiles[option];
  if (profile.full()) {
    return count_text(count, fmt::format("{}full GPU", how));
  }
  return fmt::format("{} of {}", count_text(count, fmt::format("{}instance", how)), printable(profile.name));
}

std::string of_subject(const Wording& w, std::int64_t count, std::string_view how) {
  return instances(w.advice, static_cast<std::size_t>(w.reason.option), count, how);
}

std::string one_subject(const Wording& w) {
  const bool full = w.advice.table->profiles[static_cast<std::size_t>(w.reason.option)].full();
  return full ? "full GPU" : "instance of " + w.subject();
}

// What such jobs could get instead.
std::string of_other(const Wording& w, std::string_view how) {
  return instances(w.advice, static_cast<std::size_t>(w.count(F::option)), w.count(F::other_idle), how);
}

std::string price_there(const Wording& w) { return w.charged() ? ", for " + w.su_per_hour(F::other_rate) : ""; }

// CPUs and host RAM of a job.
std::string beside(const Wording& w) {
  return fmt::format("{} and {} of host RAM", count_text(w.count(F::cpus), "CPU"), w.ram(F::ram));
}

std::string_view is_or_are(std::int64_t count) { return count == 1 ? "is" : "are"; }

std::string_view has_or_have(std::int64_t count) { return count == 1 ? "has" : "have"; }

// `2g.20gb and the full GPU`: the other options that will do and of which is told what is idle.
std::string known_others(const Wording& w) {
  std::vector<std::string> others;
  for (const OptionAdvice& option : w.advice.options) {
    if (option.eligible && option.live && option.profile != static_cast<std::size_t>(w.reason.option)) {
      others.push_back(option_text(w.advice, option.profile));
    }
  }
  return and_list(others);
}

// What is to be said of the others where none of them is known to be had.
std::string no_other(const Wording& w) {
  if (w.count(F::options_unknown) == 0) {
    return w.count(F::options) > 0 ? "; of the other options that will do none could be had now either" : "";
  }
  if (w.count(F::options) == 0) {
    return "; whether another option that will do could be had now is not known";
  }
  return fmt::format("; of {} none could be had now either, and of the other options that will do it is not known",
                     known_others(w));
}

std::string on_planned_nodes(std::int64_t count) {
  return fmt::format("{} on {} that Slurm keeps for a waiting job", is_or_are(count), count == 1 ? "a node" : "nodes");
}

// Where some of the idle ones are on planned nodes: how many can be had now, and why the others cannot.
std::string beside_planned(const Wording& w) {
  const std::int64_t idle = w.count(F::idle);
  const std::int64_t room = w.count(F::idle_with_room);
  const std::int64_t planned = w.count(F::idle_planned);
  const std::string all = of_subject(w, idle, "idle ");
  if (planned == idle) {
    return fmt::format("the {} {}", idle == 1 ? "only idle " + one_subject(w) : all, on_planned_nodes(planned));
  }
  std::string text = fmt::format("{} of the {} can be had now: {} {}", room > 0 ? fmt::format("only {}", room) : "none", all,
                                 planned, on_planned_nodes(planned));
  const std::int64_t others = idle - room - planned;
  if (others > 0 && w.count(F::gpus) > 1) {
    text += fmt::format(", and no {} with {} free",
                        room > 0 ? fmt::format("node has {} more", w.count(F::gpus))
                                 : fmt::format("other node has {} idle ones", w.count(F::gpus)),
                        beside(w));
  } else if (others > 0) {
    text += fmt::format(", and {} {} not have {} free{} on the same node", others, others == 1 ? "does" : "do", beside(w),
                        others == 1 ? "" : " for each");
  }
  return text;
}

std::string room_unknown(const Wording& w) {
  const std::int64_t idle = w.count(F::idle);
  const std::string free = beside(w) + " free";
  const std::string what =
      w.count(F::gpus) > 1 ? fmt::format("whether a node has {} with {}", of_subject(w, w.count(F::gpus), "idle "), free)
      : idle == 1          ? fmt::format("whether the only idle {} has {} on the same node", one_subject(w), free)
                  : fmt::format("how many of the {} have {} for each on the same node", of_subject(w, idle, "idle "), free);
  const std::int64_t planned = w.count(F::idle_planned);
  return what + " is not known" + (planned > 0 ? fmt::format("; {} {}", planned, on_planned_nodes(planned)) : "");
}

}  // namespace

std::string none_idle(const Wording& w) {
  const std::string what = one_subject(w);
  const std::string none = w.count(F::in_service) > 0 ? fmt::format("no {} is idle", what)
                                                      : fmt::format("partition {} has no {} in service", w.partition(), what);
  if (w.has(F::option)) {
    return fmt::format("{}; {} {}{}{}", none, of_other(w, ""), is_or_are(w.count(F::other_idle)),
                       w.count(F::in_service) > 0 ? "" : " idle", price_there(w));
  }
  return none + no_other(w);
}

std::string idle_without_room(const Wording& w) {
  if (!w.has(F::idle_with_room)) {
    return room_unknown(w);
  }
  if (w.count(F::idle_planned) > 0) {
    return beside_planned(w) + (w.has(F::option) ? fmt::format("; {} can be had{}", of_other(w, "idle "), price_there(w)) : "");
  }
  const std::int64_t room = w.count(F::idle_with_room);
  if (room > 0) {
    return fmt::format("only {} of the {} {} {} free for each on the same node", room, of_subject(w, w.count(F::idle), "idle "),
                       has_or_have(room), beside(w));
  }
  const std::string none = w.count(F::gpus) > 1
                               ? fmt::format("no node has {} with {} free", of_subject(w, w.count(F::gpus), "idle "), beside(w))
                               : fmt::format("no idle {} has {} free on the same node", one_subject(w), beside(w));
  return w.has(F::option)
             ? fmt::format("{}; {} {}{}", none, of_other(w, "idle "), has_or_have(w.count(F::other_idle)), price_there(w))
             : none;
}

std::string nodes_out_of_service(const Wording& w) {
  const std::int64_t out = w.count(F::nodes_out);
  const std::string with =
      w.count(F::out_of_service) > 0 ? fmt::format(", with {}", of_subject(w, w.count(F::out_of_service), "")) : "";
  return fmt::format("{} of {} nodes with GPUs in partition {} {} out of service (drained, down, reserved or the like){}", out,
                     w.count(F::nodes), w.partition(), is_or_are(out), with);
}

std::string gpus_of_unknown_kind(const Wording& w) {
  const std::int64_t untyped = w.count(F::untyped);
  const std::int64_t other = w.count(F::other_types);
  std::string text;
  if (untyped > 0) {
    text = fmt::format("{} in partition {} {} no GRES type: of which option they are is unknown, and they are not counted",
                       count_text(untyped, "GPU"), w.partition(), has_or_have(untyped));
  }
  if (other > 0) {
    text += fmt::format("{}{} in partition {} {} of GRES types that no option has, and not counted", text.empty() ? "" : "; ",
                        count_text(other, "GPU"), w.partition(), is_or_are(other));
  }
  return text;
}

std::string idle_text(const Advice& advice, const OptionAdvice& option) {
  if (!advice.live) {
    return "";
  }
  return option.live ? fmt::format("{} of {}", option.live->idle, option.live->in_service) : "?";
}

}  // namespace migadvise
