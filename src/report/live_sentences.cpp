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

}  // namespace

std::string none_idle(const Wording& w) {
  const std::string what = one_subject(w);
  const std::string none = w.count(F::in_service) > 0 ? fmt::format("no {} is idle", what)
                                                      : fmt::format("partition {} has no {} in service", w.partition(), what);
  if (w.has(F::option)) {
    return fmt::format("{}; {} {}{}{}", none, of_other(w, ""), is_or_are(w.count(F::other_idle)),
                       w.count(F::in_service) > 0 ? "" : " idle", price_there(w));
  }
  return none + (w.count(F::options) > 0 ? "; of the other options that will do none could be had now either" : "");
}

std::string idle_without_room(const Wording& w) {
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
