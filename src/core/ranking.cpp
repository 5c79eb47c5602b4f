#include "core/ranking.hpp"

#include <algorithm>
#include <vector>

#include "core/charge.hpp"
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
      return run_cost(rate, time);
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

// Whether an option will do at these rates: it is eligible, or only the budget rules it out at those that were asked for.
bool will_do(const Advice& advice, const OptionAdvice& option, SuPerHour rate) {
  const bool could = option.eligible || (option.fit != Fit::tight && rejected_only_by(option, {Rule::budget_limit}));
  if (!could || !advice.needs.budget || !option.su_total) {
    return could;
  }
  const Duration time = option.run->time.likely.value_or(option.run->time.low);
  return su_for(SuPerHour{multiply_divide(as_charged(advice, rate).micro, advice.jobs, 1)}, time) <= *advice.needs.budget;
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
    if (!will_do(advice, option, rates[i])) {
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
    if (left_then != right_then) {
      return left_then < right_then;
    }
    // SU times time may be too small to tell two options apart.
    const Duration left_time = a.timed ? ranking_time(advice.options[a.option]) : Duration{};
    const Duration right_time = b.timed ? ranking_time(advice.options[b.option]) : Duration{};
    return left_time != right_time ? left_time < right_time : better_per_hour(advice, rates, a.option, b.option);
  });
  return placed;
}

// best ÷ own in points; above 0, however small.
Ratio score(Int128 best, Int128 own) {
  return own == best ? Ratio{100 * micro_per_unit} : Ratio{std::max<std::int64_t>(quotient(100 * best, own).micro, 1)};
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
  const OptionAdvice& chosen = advice.options[*advice.recommended];
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
  std::optional<Int128> cheapest;
  for (const OptionAdvice& option : advice.options) {
    if (is_established(option)) {
      const Int128 own = run_cost(option.charge.total, *option.run->time.likely);
      cheapest = cheapest ? std::min(*cheapest, own) : own;
    }
  }
  if (!cheapest || *cheapest == 0) {
    return;
  }
  const auto relative = [&](const OptionAdvice& option, Duration time) {
    return quotient(run_cost(option.charge.total, time), *cheapest);
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
      const Int128 cost = run_cost(option.charge.total, time);
      const Int128 other_cost = run_cost(other.charge.total, other_time);
      return other_time <= time && other_cost <= cost && (other_time < time || other_cost < cost);
    });
  }
}

// Where nothing can be ranked by time yet: the other end of what will do, since two ends tell most of what lies between.
std::optional<std::size_t> second_run(const Advice& advice) {
  if (advice.needs.measured.size() != 1) {
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
  if (chosen.run->far_above) {
    return advice.recommended;
  }
  if (!rival || advice.options[*rival].run->far_above) {
    return rival;
  }
  // Its own range is in the way of all rivals.
  return chosen.run->time.exact() ? rival : advice.recommended;
}

constexpr int most_cpus_tried = 256;  // where neither partition nor QoS says how many there are

// The best option with another number of CPUs; nothing where none will do.
std::optional<std::size_t> best_with(const Advice& advice, int cpus, Rates& rates) {
  const Bytes ram = advice.needs.ram.value_or(default_ram(advice.place, cpus));
  const std::optional<Bytes> most_ram = limits_of(advice.place).ram;
  if (most_ram && ram > *most_ram) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    // What has no price with the CPUs that were asked for has none with others.
    const std::optional<Charge> charge =
        advice.options[i].priced ? hourly_charge(formula_of(advice), advice.table->profiles[i], cpus, ram, gpus_of_job(advice, i))
                                 : std::nullopt;
    rates[i] = charge ? charge->total : SuPerHour{};
  }
  const std::vector<Placed> order = order_at(advice, rates);
  return order.empty() ? std::nullopt : std::optional(order.front().option);
}

// From one number of CPUs to another, the first with which another option is the best; it ends where something else would change.
std::optional<OtherCpus> first_turn(const Advice& advice, int from, int to) {
  Rates rates(advice.options.size());
  const int step = from < to ? 1 : -1;
  for (int cpus = from; cpus != to + step; cpus += step) {
    const std::optional<std::size_t> best = best_with(advice, cpus, rates);
    if (best != advice.recommended) {
      return best ? std::optional(OtherCpus{cpus, *best}) : std::nullopt;
    }
  }
  return std::nullopt;
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
  const auto could_do = [](const OptionAdvice& option) {
    return option.eligible || rejected_only_by(option, {Rule::budget_limit});
  };
  if (!advice.by_time || std::count_if(advice.options.begin(), advice.options.end(), could_do) < 2) {
    return;
  }
  const int cpus = advice.needs.cpus;
  const int most = limits_of(advice.place).cpus.value_or(std::max(most_cpus_tried, cpus));
  if (cpus > 1) {
    advice.fewer_cpus = first_turn(advice, cpus - 1, std::max(1, cpus - most_cpus_tried));
  }
  if (cpus < most) {
    advice.more_cpus = first_turn(advice, cpus + 1, std::min(most, cpus + most_cpus_tried));
  }
}

}  // namespace migadvise
