#include "core/estimates.hpp"

#include <algorithm>

#include "core/time_model.hpp"

namespace migadvise {

namespace {

using Times = std::vector<std::optional<TimeEstimate>>;

Times published_times(const PublishedRun& run, const Table& table) {
  Times times(table.profiles.size());
  for (const RunTime& known : run.times) {
    times[known.option] = TimeEstimate{{known.time, known.time, known.time, Basis::published}, false};
  }
  return times;
}

// In a unit in which the slowest of the class takes long enough for the ratios to keep nine digits.
Times class_times(const ComputeSpeeds& speeds, const Table& table) {
  constexpr std::int64_t unit = 1'000'000'000;
  Times times(table.profiles.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (const OptionSpeed* const speed = speeds.find_speed(table.profiles[i].name)) {
      const auto time = [](Ratio at) { return Duration{multiply_divide(unit, micro_per_unit, at.micro)}; };
      times[i] = TimeEstimate{{time(speed->high), time(speed->likely), time(speed->low), Basis::assumed}, false};
    }
  }
  return times;
}

Duration scaled(Duration time, std::int64_t numerator, std::int64_t denominator) {
  return Duration{std::max<std::int64_t>(multiply_divide(time.milliseconds, numerator, denominator), 1)};
}

// One measurement and a shape: the shape says where within the bounds of the measurement a time is likely to be.
Times shaped_times(const Times& shape, const Table& table, const RunTime& measured) {
  const TimePrediction bounded = predict_times(table, std::span(&measured, 1));
  Times times(bounded.options.begin(), bounded.options.end());
  if (!shape[measured.option]) {
    return times;
  }
  const Range<Duration>& from = shape[measured.option]->time;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i == measured.option || !shape[i]) {
      continue;
    }
    // What is assumed of the program says where the time is likely to be; what is known of it remains the bounds.
    Range<Duration>& time = times[i]->time;
    time.basis = Basis::assumed;
    time.likely =
        std::clamp(scaled(measured.time, shape[i]->time.likely->milliseconds, from.likely->milliseconds), time.low, time.high);
  }
  return times;
}

// On several GPUs what was measured is the time on all of them; it says nothing of one slice.
Times times_on_several(const Needs& needs, const Table& table) {
  Times times(table.profiles.size());
  for (const RunTime& known : needs.measured) {
    if (table.profiles[known.option].full()) {
      times[known.option] = TimeEstimate{{known.time, known.time, known.time, Basis::measured}, false};
    }
  }
  return times;
}

}  // namespace

Estimates estimate_times(const Needs& needs, const Table& table, const Site& site) {
  Estimates estimates;
  if (needs.gpus > 1) {
    estimates.options = times_on_several(needs, table);
    return estimates;
  }
  if (needs.measured.size() > 1) {
    TimePrediction predicted = predict_times(table, needs.measured);
    estimates.options.assign(predicted.options.begin(), predicted.options.end());
    estimates.fit = predicted.fit;
    return estimates;
  }
  const ComputeSpeeds* const speeds = needs.compute ? site.find_compute(*needs.compute) : nullptr;
  Times shape(table.profiles.size());
  if (needs.like) {
    shape = published_times(*needs.like, table);
    estimates.relative = needs.like->relative;
  } else if (speeds != nullptr) {
    shape = class_times(*speeds, table);
    estimates.relative = true;
  }
  if (needs.measured.size() == 1) {
    estimates.relative = false;
    shape = shaped_times(shape, table, needs.measured.front());
  }
  estimates.options = std::move(shape);
  return estimates;
}

std::optional<Range<Ratio>> expected_speedup(const ComputeSpeeds& speeds, const Table& table, std::size_t from, std::size_t to) {
  const OptionSpeed* const slow = speeds.find_speed(table.profiles[from].name);
  const OptionSpeed* const fast = speeds.find_speed(table.profiles[to].name);
  if (slow == nullptr || fast == nullptr) {
    return std::nullopt;
  }
  const auto quotient = [](Ratio a, Ratio b) { return Ratio{multiply_divide(a.micro, micro_per_unit, b.micro)}; };
  return Range<Ratio>{quotient(fast->low, slow->high), quotient(fast->likely, slow->likely), quotient(fast->high, slow->low),
                      Basis::assumed};
}

}  // namespace migadvise
