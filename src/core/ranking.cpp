#include "core/ranking.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "core/int128.hpp"
#include "core/rules.hpp"

namespace migadvise {

namespace {

// Rates that are tried for another number of CPUs stand beside the advice; those asked for stand in it.
using Rates = std::vector<SuPerHour>;

Rates rates_of(const Advice& advice) {
  Rates rates;
  for (const OptionAdvice& option : advice.options) {
    rates.push_back(option.charge.total);
  }
  return rates;
}

// What is to be as small as possible: SU, time, or SU times time.
Int128 objective(Prefer prefer, SuPerHour rate, Duration time) {
  switch (prefer) {
    case Prefer::cost:
      return static_cast<Int128>(rate.micro) * time.milliseconds;
    case Prefer::speed:
      return time.milliseconds;
    case Prefer::balanced:
      break;
  }
  return static_cast<Int128>(su_for(rate, time).micro) * time.milliseconds;
}

// What decides among options that count as equal: time where cost came first, else cost.
Prefer second_to(Prefer prefer) { return prefer == Prefer::cost ? Prefer::speed : Prefer::cost; }

// Whether option `a` is to be asked for rather than `b` when nothing is known of run times. For the same price the one that can
// be asked for comes first, then the one with more SMs; equal ones stay in table order.
bool better_per_hour(const Advice& advice, const Rates& rates, std::size_t a, std::size_t b) {
  const OptionAdvice& left = advice.options[a];
  const OptionAdvice& right = advice.options[b];
  // Tight options are left only when nothing fits: the one with the most to spare is the least likely to be killed.
  if (left.fit == Fit::tight && left.capacity != right.capacity) {
    return left.capacity > right.capacity;
  }
  if (advice.needs.prefer == Prefer::speed) {
    if (left.sms != right.sms) {
      return left.sms > right.sms;
    }
    if (left.capacity != right.capacity) {
      return left.capacity > right.capacity;
    }
  }
  if (rates[a] != rates[b]) {
    return rates[a] < rates[b];
  }
  // What the site has no GRES for cannot be asked for.
  if (left.gres.empty() != right.gres.empty()) {
    return right.gres.empty();
  }
  return left.sms > right.sms;
}

struct Placed {
  std::size_t option = 0;
  bool timed = false;
  bool equal_to_best = false;
  Int128 first = 0;
  Int128 second = 0;
};

// One option that is far above what was measured is the best only where even the slow end of its range is.
void find_equals(const Advice& advice, std::vector<Placed>& placed) {
  const Placed* best = nullptr;
  for (const Placed& one : placed) {
    const bool far_above = advice.options[one.option].run && advice.options[one.option].run->far_above;
    const bool better = best == nullptr || one.first < best->first || (one.first == best->first && !far_above);
    best = one.timed && better ? &one : best;
  }
  for (Placed& one : placed) {
    const bool near = one.timed && one.first * 100 <= best->first * (100 + equal_percent);
    one.equal_to_best = &one == best || (near && !advice.options[one.option].run->far_above);
  }
}

bool ranked_by_time(const Advice& advice) {
  std::size_t eligible = 0;
  std::size_t timed = 0;
  for (const OptionAdvice& option : advice.options) {
    eligible += option.eligible ? 1 : 0;
    timed += option.eligible && has_likely_time(option) ? 1 : 0;
  }
  const bool tight = std::any_of(advice.options.begin(), advice.options.end(),
                                 [](const OptionAdvice& option) { return option.eligible && option.fit == Fit::tight; });
  return timed == eligible ? timed > 0 && (!tight || timed == 1) : timed > 1 && !tight;
}

// The eligible options at these rates, the best first.
std::vector<Placed> order_at(const Advice& advice, const Rates& rates) {
  std::vector<Placed> placed;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    if (!option.eligible) {
      continue;
    }
    Placed one{i, advice.by_time && has_likely_time(option)};
    if (one.timed) {
      one.first = objective(advice.needs.prefer, rates[i], ranking_time(option));
      one.second = objective(second_to(advice.needs.prefer), rates[i], ranking_time(option));
    }
    placed.push_back(one);
  }
  find_equals(advice, placed);
  std::stable_sort(placed.begin(), placed.end(), [&](const Placed& a, const Placed& b) {
    if (a.timed != b.timed) {
      return a.timed;
    }
    if (a.equal_to_best != b.equal_to_best) {
      return a.equal_to_best;
    }
    const Int128 left = a.equal_to_best ? a.second : a.first;
    const Int128 right = b.equal_to_best ? b.second : b.first;
    const Int128 left_then = a.equal_to_best ? a.first : a.second;
    const Int128 right_then = b.equal_to_best ? b.first : b.second;
    if (left != right) {
      return left < right;
    }
    return left_then != right_then ? left_then < right_then : better_per_hour(advice, rates, a.option, b.option);
  });
  return placed;
}

// best ÷ own in millionths of a point, at least 1.
Ratio score(Int128 best, Int128 own) {
  constexpr Int128 points = 100 * micro_per_unit;
  if (own == best) {
    return Ratio{100 * micro_per_unit};
  }
  // Beyond this size the last digits of the quotient are of no interest, and the product would not fit.
  while (best > std::numeric_limits<std::int64_t>::max()) {
    best /= 2;
    own /= 2;
  }
  return Ratio{static_cast<std::int64_t>(std::max<Int128>((best * points + own / 2) / own, 1))};
}

void score_options(Advice& advice, const std::vector<Placed>& order) {
  if (!advice.by_time) {
    const std::int64_t best = advice.options[order.front().option].charge.total.micro;
    for (const Placed& one : order) {
      OptionAdvice& option = advice.options[one.option];
      // Speed cannot be scored without a run time.
      if (option.fit != Fit::tight && advice.needs.prefer != Prefer::speed) {
        option.score = score(best, option.charge.total.micro);
      }
    }
    return;
  }
  Int128 best = order.front().first;
  for (const Placed& one : order) {
    best = one.timed ? std::min(best, one.first) : best;
  }
  for (const Placed& one : order) {
    OptionAdvice& option = advice.options[one.option];
    const bool established = one.timed && (!option.run->far_above || option.rank == 1);
    if (established && option.fit != Fit::tight) {
      option.score = score(best, one.first);
    }
  }
}

// How much faster a run must be on a larger option to cost the same there.
void find_break_even(Advice& advice) {
  const OptionAdvice chosen = advice.options[*advice.recommended];
  for (OptionAdvice& option : advice.options) {
    const bool larger = option.sms > chosen.sms || (option.sms == chosen.sms && option.capacity > chosen.capacity);
    if (option.eligible && larger && option.charge.total > chosen.charge.total && chosen.charge.total.micro > 0) {
      option.break_even_speedup =
          Ratio{multiply_divide(option.charge.total.micro, micro_per_unit, chosen.charge.total.micro, Rounding::up)};
    }
  }
}

bool is_established(const OptionAdvice& option) { return option.eligible && has_likely_time(option) && !option.run->far_above; }

// The cheapest of those whose time is established is 1.
void compare_costs(Advice& advice) {
  const auto cost = [](const OptionAdvice& option, Duration time) { return objective(Prefer::cost, option.charge.total, time); };
  std::optional<Int128> cheapest;
  for (const OptionAdvice& option : advice.options) {
    if (is_established(option)) {
      const Int128 own = cost(option, *option.run->time.likely);
      cheapest = cheapest ? std::min(*cheapest, own) : own;
    }
  }
  if (!cheapest || *cheapest == 0) {
    return;
  }
  Int128 best = *cheapest;
  int halvings = 0;
  while (best > std::numeric_limits<std::int64_t>::max()) {
    best /= 2;
    ++halvings;
  }
  const auto relative = [&](const OptionAdvice& option, Duration time) {
    const Int128 own = cost(option, time) >> halvings;
    const Int128 most = max_figure / micro_per_unit;
    return Ratio{static_cast<std::int64_t>(std::min(own, best * most) * micro_per_unit / best)};
  };
  for (OptionAdvice& option : advice.options) {
    if (option.eligible && option.run) {
      const Range<Duration>& time = option.run->time;
      option.relative_cost =
          Range<Ratio>{relative(option, time.low), time.likely ? std::optional(relative(option, *time.likely)) : std::nullopt,
                       relative(option, time.high), time.basis};
    }
  }
}

void find_unbeaten(Advice& advice) {
  for (OptionAdvice& option : advice.options) {
    if (!is_established(option)) {
      continue;
    }
    option.pareto = std::none_of(advice.options.begin(), advice.options.end(), [&](const OptionAdvice& other) {
      if (!is_established(other)) {
        return false;
      }
      const Duration time = *option.run->time.likely;
      const Duration other_time = *other.run->time.likely;
      const Int128 cost = objective(Prefer::cost, option.charge.total, time);
      const Int128 other_cost = objective(Prefer::cost, other.charge.total, other_time);
      return other_time <= time && other_cost <= cost && (other_time < time || other_cost < cost);
    });
  }
}

// Where nothing can be ranked by time yet: the other end of what will do, since two ends tell most of what lies between.
std::optional<std::size_t> second_run(const Advice& advice) {
  if (advice.needs.measured.empty()) {
    return std::nullopt;
  }
  const std::size_t measured = advice.needs.measured.front().option;
  std::optional<std::size_t> smallest;
  std::optional<std::size_t> largest;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    if (option.eligible && i != measured) {
      smallest = !smallest || option.sms < advice.options[*smallest].sms ? i : *smallest;
      largest = !largest || option.sms > advice.options[*largest].sms ? i : *largest;
    }
  }
  // With one option there is nothing to decide.
  if (smallest == largest && !advice.options[measured].eligible) {
    return std::nullopt;
  }
  return largest && advice.options[*largest].sms > advice.options[measured].sms ? largest : smallest;
}

// Where options are ranked by time: what might turn the ranking over.
std::optional<std::size_t> deciding_run(const Advice& advice) {
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  std::optional<std::size_t> rival;
  for (const OptionAdvice& option : advice.options) {
    if (option.eligible && option.run && may_be_better(advice, option, chosen)) {
      const bool far_above = option.run->far_above;
      const auto best_case = [&](const OptionAdvice& one) {
        return objective(advice.needs.prefer, one.charge.total, one.run->time.low);
      };
      if (!rival || (far_above && !advice.options[*rival].run->far_above) ||
          (far_above == advice.options[*rival].run->far_above && best_case(option) < best_case(advice.options[*rival]))) {
        rival = option.profile;
      }
    }
  }
  if (!rival || advice.options[*rival].run->far_above) {
    return rival;
  }
  // Its own measurement settles it against all rivals at once.
  return chosen.run->time.exact() ? rival : advice.recommended;
}

constexpr int most_cpus_tried = 256;  // where neither partition nor QoS says how many there are

std::optional<std::size_t> best_with(const Advice& advice, int cpus) {
  const Bytes ram = advice.needs.ram.value_or(default_ram(advice.place, cpus));
  Rates rates;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const std::optional<Charge> charge = price(advice, i, cpus, ram);
    rates.push_back(charge ? charge->total : SuPerHour{});
  }
  return order_at(advice, rates).front().option;
}

}  // namespace

bool has_likely_time(const OptionAdvice& option) { return option.run && option.run->time.likely; }

Duration ranking_time(const OptionAdvice& option) {
  return option.run->far_above ? option.run->time.high : *option.run->time.likely;
}

bool may_be_better(const Advice& advice, const OptionAdvice& other, const OptionAdvice& chosen) {
  if (&other == &chosen || !other.run || !chosen.run || (other.run->time.exact() && chosen.run->time.exact())) {
    return false;
  }
  const Prefer prefer = advice.needs.prefer;
  return objective(prefer, other.charge.total, other.run->time.low) <
         objective(prefer, chosen.charge.total, chosen.run->time.high);
}

void rank_options(Advice& advice) {
  advice.by_time = ranked_by_time(advice);
  const std::vector<Placed> order = order_at(advice, rates_of(advice));
  if (order.empty()) {
    advice.by_time = false;
    return;
  }
  advice.recommended = order.front().option;
  for (std::size_t i = 0; i < order.size(); ++i) {
    advice.options[order[i].option].rank = static_cast<int>(i) + 1;
  }
  score_options(advice, order);
  find_break_even(advice);
  if (advice.by_time) {
    compare_costs(advice);
    find_unbeaten(advice);
  }
}

void look_beyond(Advice& advice) {
  if (!advice.recommended) {
    return;
  }
  advice.next_measurement = advice.by_time ? deciding_run(advice) : second_run(advice);
  if (!advice.by_time) {
    return;
  }
  const int most = limits_of(advice.place).cpus.value_or(most_cpus_tried);
  for (int cpus = advice.needs.cpus - 1; cpus > 0 && !advice.fewer_cpus; --cpus) {
    if (const std::optional<std::size_t> best = best_with(advice, cpus); best != advice.recommended) {
      advice.fewer_cpus = OtherCpus{cpus, *best};
    }
  }
  for (int cpus = advice.needs.cpus + 1; cpus <= most && !advice.more_cpus; ++cpus) {
    if (const std::optional<std::size_t> best = best_with(advice, cpus); best != advice.recommended) {
      advice.more_cpus = OtherCpus{cpus, *best};
    }
  }
}

}  // namespace migadvise
