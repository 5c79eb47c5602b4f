// The square-root model: T² = A + B/E², where E is the speed that is to be expected of an option from its SMs and its share of
// the memory system. A is what does not scale, B what does. Its evidence is in docs/evidence.md.
#include "core/time_model.hpp"

#include <algorithm>
#include <cmath>  // std::sqrt and std::floor alone: every machine rounds these alike

namespace migadvise {

namespace {

// What of an option the model looks at.
struct Size {
  std::int64_t sms = 0;
  std::int64_t memory = 0;  // share of the memory system, in a unit of the table
  double speed = 0;         // E, relative to an option with one SM and one unit of memory
};

// The bus widths, or where the table does not have them all, Global Memory in eighths of the largest.
std::vector<Size> sizes_of(const Table& table) {
  const bool by_width = std::all_of(table.profiles.begin(), table.profiles.end(),
                                    [](const Profile& profile) { return profile.bus_width_bits.has_value(); });
  const Bytes largest = table.profiles[largest_profile(table)].capacity;
  std::vector<Size> sizes;
  for (const Profile& profile : table.profiles) {
    constexpr std::int64_t slices = 8;
    Size size;
    size.sms = profile.sms;
    size.memory = by_width ? *profile.bus_width_bits
                           : std::max<std::int64_t>(multiply_divide(profile.capacity.value, slices, largest.value), 1);
    // x^0.75 · y^0.25 by square roots alone, which every machine rounds alike.
    const double root = std::sqrt(static_cast<double>(size.sms));
    size.speed = root * std::sqrt(root) * std::sqrt(std::sqrt(static_cast<double>(size.memory)));
    sizes.push_back(size);
  }
  return sizes;
}

struct Growth {
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
};

// How many times more an option has of what it has the most more of; at least 1.
Growth growth(const Size& from, const Size& to) {
  Growth largest;
  for (const Growth& other : {Growth{to.sms, from.sms}, Growth{to.memory, from.memory}}) {
    if (compare_products(other.numerator, largest.denominator, largest.numerator, other.denominator) > 0) {
      largest = other;
    }
  }
  return largest;
}

// What a measurement allows for another option.
struct TimeBounds {
  Duration low;
  Duration high;
};

// Nothing runs faster on a larger option than its SMs and its share of the memory system allow, nor slower than on a smaller
// one, each with scatter_percent.
TimeBounds bounds_between(const Size& from, const Size& to, Duration time) {
  constexpr std::int64_t with_scatter = 100 + scatter_percent;
  constexpr std::int64_t without = 100;
  const Growth up = growth(from, to);
  const Growth down = growth(to, from);
  const std::int64_t low =
      multiply_divide(time.milliseconds, without * up.denominator, with_scatter * up.numerator, Rounding::down);
  const std::int64_t high =
      multiply_divide(time.milliseconds, with_scatter * down.numerator, without * down.denominator, Rounding::up);
  return {Duration{std::max<std::int64_t>(low, 1)}, Duration{high}};
}

Duration percent_of(Duration time, std::int64_t percent, Rounding rounding) {
  return Duration{std::max<std::int64_t>(multiply_divide(time.milliseconds, percent, 100, rounding), 1)};
}

class Model {
 public:
  Model(const Table& table, std::span<const RunTime> measured)
      : sizes_(sizes_of(table)), measured_(measured.begin(), measured.end()) {
    // In one order, so that no sum depends on the order in which they are given.
    std::sort(measured_.begin(), measured_.end(), [](const RunTime& a, const RunTime& b) { return a.option < b.option; });
    const auto slower = [&](const RunTime& a, const RunTime& b) { return sizes_[a.option].speed < sizes_[b.option].speed; };
    const auto [smallest, largest] = std::minmax_element(measured_.begin(), measured_.end(), slower);
    smallest_ = *smallest;
    largest_ = *largest;
    if (measured_.size() > 1) {
      fit_times();
    }
  }

  [[nodiscard]] TimeFit fit() const { return fit_; }

  [[nodiscard]] TimeEstimate estimate(std::size_t option) const {
    for (const RunTime& known : measured_) {
      if (known.option == option) {
        return {{known.time, known.time, known.time, Basis::measured}, false};
      }
    }
    const TimeBounds allowed = bounds(option);
    if (measured_.size() == 1) {
      return {{allowed.low, std::nullopt, allowed.high, Basis::bounded}, false};
    }
    TimeEstimate found = band(option, likely(option));
    if (allowed.low <= allowed.high) {
      clip(found.time, allowed);
    }
    return found;
  }

 private:
  // Least squares of T² over 1/E², in units of the largest time; through two points it is the curve through both.
  void fit_times() {
    for (const RunTime& known : measured_) {
      unit_ = std::max(unit_, static_cast<double>(known.time.milliseconds));
    }
    const auto count = static_cast<double>(measured_.size());
    double mean_x = 0;
    double mean_y = 0;
    for (const RunTime& known : measured_) {
      mean_x += x(known.option);
      mean_y += y(known.time);
      mean_time_ += static_cast<double>(known.time.milliseconds) / unit_;
    }
    // Divided once: the mean of equal times must be that time and no other, or noise would pass for a slope.
    mean_x /= count;
    mean_y /= count;
    mean_time_ /= count;
    double xx = 0;
    double xy = 0;
    double plain_xx = 0;
    double plain_xy = 0;
    for (const RunTime& known : measured_) {
      xx += (x(known.option) - mean_x) * (x(known.option) - mean_x);
      xy += (x(known.option) - mean_x) * (y(known.time) - mean_y);
      plain_xx += x(known.option) * x(known.option);
      plain_xy += x(known.option) * y(known.time);
    }
    if (xy <= 0 || xx <= 0) {
      fit_ = TimeFit::flat;
      return;
    }
    scaling_ = xy / xx;
    fixed_ = mean_y - scaling_ * mean_x;
    fit_ = TimeFit::scaling;
    if (fixed_ < 0) {
      fixed_ = 0;
      scaling_ = plain_xy / plain_xx;
      fit_ = TimeFit::no_fixed_part;
    }
  }

  // 1/E², with E relative to the smallest measured option.
  [[nodiscard]] double x(std::size_t option) const {
    const double relative = sizes_[smallest_.option].speed / sizes_[option].speed;
    return relative * relative;
  }

  [[nodiscard]] double y(Duration time) const {
    const double relative = static_cast<double>(time.milliseconds) / unit_;
    return relative * relative;
  }

  [[nodiscard]] Duration likely(std::size_t option) const {
    const double relative = fit_ == TimeFit::flat ? mean_time_ : std::sqrt(fixed_ + scaling_ * x(option));
    // Measurements that contradict each other can point anywhere; what is beyond all measure is held within 128-bit products.
    constexpr std::int64_t longest = 10'000'000'000'000'000;  // milliseconds
    const double held = std::min(relative * unit_, static_cast<double>(longest));
    return Duration{std::max<std::int64_t>(static_cast<std::int64_t>(std::floor(held + 0.5)), 1)};
  }

  // What nine in ten published measurements keep to, by where the option lies to the measured ones.
  [[nodiscard]] TimeEstimate band(std::size_t option, Duration likely) const {
    const Size& size = sizes_[option];
    const auto from = [&](std::int64_t low, Duration high, bool far_above = false) {
      return TimeEstimate{{percent_of(likely, low, Rounding::down), likely, std::max(high, likely), Basis::predicted}, far_above};
    };
    const auto up_to = [&](std::int64_t percent) { return percent_of(likely, percent, Rounding::up); };
    const Size& largest = sizes_[largest_.option];
    const Size& smallest = sizes_[smallest_.option];
    if (size.speed > largest.speed) {
      return is_far_above(size.sms, largest.sms) ? from(70, largest_.time, true) : from(85, up_to(110));
    }
    if (size.speed < smallest.speed) {
      const bool one_step = smallest.sms <= 2 * size.sms;
      return one_step ? from(85, up_to(135)) : from(70, bounds_between(smallest, size, smallest_.time).high);
    }
    return from(85, up_to(120));
  }

  // What all the measurements allow; low > high where they contradict each other.
  [[nodiscard]] TimeBounds bounds(std::size_t option) const {
    TimeBounds all = bounds_between(sizes_[measured_.front().option], sizes_[option], measured_.front().time);
    for (const RunTime& known : measured_) {
      const TimeBounds one = bounds_between(sizes_[known.option], sizes_[option], known.time);
      all.low = std::max(all.low, one.low);
      all.high = std::min(all.high, one.high);
    }
    return all;
  }

  // A band that lies beyond what is allowed tells nothing more than that.
  static void clip(Range<Duration>& time, const TimeBounds& allowed) {
    time.likely = std::clamp(*time.likely, allowed.low, allowed.high);
    const bool beyond = time.low > allowed.high || time.high < allowed.low;
    time.low = beyond ? allowed.low : std::max(time.low, allowed.low);
    time.high = beyond ? allowed.high : std::min(time.high, allowed.high);
  }

  std::vector<Size> sizes_;
  std::vector<RunTime> measured_;
  RunTime smallest_;
  RunTime largest_;
  TimeFit fit_ = TimeFit::none;
  double unit_ = 1;       // milliseconds
  double mean_time_ = 0;  // of the measured, in units
  double fixed_ = 0;      // A
  double scaling_ = 0;    // B
};

}  // namespace

TimePrediction predict_times(const Table& table, std::span<const RunTime> measured) {
  const Model model(table, measured);
  TimePrediction prediction;
  prediction.fit = model.fit();
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    prediction.options.push_back(model.estimate(i));
  }
  return prediction;
}

std::vector<std::size_t> by_expected_speed(const Table& table) {
  const std::vector<Size> sizes = sizes_of(table);
  std::vector<std::size_t> order(sizes.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return sizes[a].speed < sizes[b].speed; });
  return order;
}

}  // namespace migadvise
