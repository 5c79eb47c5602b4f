// Idle instances: what beside the ranking is worth knowing before a job is submitted.
#include <algorithm>

#include "core/rules.hpp"

namespace migadvise {

namespace {

// Instances that such jobs could get now, as far as that is known.
std::int64_t obtainable(const LiveCount& count) { return count.idle_with_room.value_or(count.idle - count.idle_planned); }

// What is told of the recommended option, or null.
const LiveCount* of_recommended(const Advice& advice) {
  if (!advice.recommended) {
    return nullptr;
  }
  const std::optional<LiveCount>& count = advice.options[*advice.recommended].live;
  return count ? &*count : nullptr;
}

enum class Room : std::uint8_t { if_known, known };

// The best option that will do and of which such jobs could get an instance now, added with its price.
void add_other(Reason& reason, const Advice& advice, Room room) {
  const OptionAdvice* best = nullptr;
  for (const OptionAdvice& option : advice.options) {
    const bool is_other = option.eligible && option.profile != *advice.recommended;
    const bool can_be_had =
        option.live && (option.live->idle_with_room || room == Room::if_known) && obtainable(*option.live) > 0;
    if (is_other && can_be_had && (best == nullptr || *option.rank < *best->rank)) {
      best = &option;
    }
  }
  if (best != nullptr) {
    reason.add({FigureName::option, static_cast<std::int64_t>(best->profile)});
    reason.add({FigureName::other_idle, obtainable(*best->live)});
    reason.add({FigureName::other_rate, best->charged.micro});
  }
}

}  // namespace

std::optional<Reason> warn_none_idle(const Advice& advice) {
  const LiveCount* const count = of_recommended(advice);
  if (count == nullptr || count->idle > 0) {
    return std::nullopt;
  }
  Reason reason(Rule::none_idle, Verdict::note, *advice.recommended,
                {{FigureName::in_service, count->in_service}, {FigureName::out_of_service, count->out_of_service}});
  add_other(reason, advice, Room::if_known);
  const auto others = [&](bool known) {
    return std::count_if(advice.options.begin(), advice.options.end(), [&](const OptionAdvice& option) {
      return option.eligible && option.live.has_value() == known && option.profile != *advice.recommended;
    });
  };
  reason.add({FigureName::options, others(true)});
  reason.add({FigureName::options_unknown, others(false)});
  return reason;
}

// Speaks where the jobs asked about cannot all start now, though there are idle instances for them, or nobody knows whether they
// can.
std::optional<Reason> warn_idle_without_room(const Advice& advice) {
  const LiveCount* const count = of_recommended(advice);
  if (count == nullptr || count->idle == 0) {
    return std::nullopt;
  }
  const std::int64_t gpus = gpus_of_job(advice, *advice.recommended);
  const std::optional<std::int64_t>& room = count->idle_with_room;
  if (room && *room >= std::min(count->idle, multiply_divide(gpus, advice.jobs, 1))) {
    return std::nullopt;
  }
  Reason reason(Rule::idle_without_room, Verdict::note, *advice.recommended,
                {{FigureName::idle, count->idle},
                 {FigureName::idle_planned, count->idle_planned},
                 {FigureName::gpus, gpus},
                 {FigureName::cpus, advice.needs.cpus},
                 {FigureName::ram, advice.ram.value}});
  if (room) {
    reason.add({FigureName::idle_with_room, *room});
  }
  if (room == 0) {
    add_other(reason, advice, Room::known);
  }
  return reason;
}

std::optional<Reason> note_nodes_out_of_service(const Advice& advice) {
  if (!advice.recommended || !advice.live || advice.live->nodes_out == 0) {
    return std::nullopt;
  }
  const LiveCount* const count = of_recommended(advice);
  return Reason(Rule::nodes_out_of_service, Verdict::note, *advice.recommended,
                {{FigureName::nodes, advice.live->nodes},
                 {FigureName::nodes_out, advice.live->nodes_out},
                 {FigureName::out_of_service, count == nullptr ? 0 : count->out_of_service}});
}

std::optional<Reason> note_gpus_of_unknown_kind(const Advice& advice) {
  if (!advice.recommended || !advice.live || advice.live->untyped + advice.live->other == 0) {
    return std::nullopt;
  }
  return Reason(Rule::gpus_of_unknown_kind, Verdict::note,
                {{FigureName::untyped, advice.live->untyped}, {FigureName::other_types, advice.live->other}});
}

}  // namespace migadvise
