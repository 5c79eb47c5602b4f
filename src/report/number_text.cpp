#include "report/number_text.hpp"

#include <array>

namespace migadvise {

namespace {

struct TimeUnit {
  std::string_view name;
  std::int64_t milliseconds = 0;
};

TimeUnit unit_for(Duration time) {
  constexpr std::array<TimeUnit, 3> units{{{" h", milliseconds_per_hour}, {" min", milliseconds_per_minute}, {" s", 1000}}};
  for (const TimeUnit& unit : units) {
    if (time.milliseconds >= unit.milliseconds) {
      return unit;
    }
  }
  return units.back();
}

// Three digits, but whole units are never cut.
std::string in_unit(Duration time, const TimeUnit& unit) {
  const int decimals = time.milliseconds < 10 * unit.milliseconds ? 2 : time.milliseconds < 100 * unit.milliseconds ? 1 : 0;
  // A short time is not printed as none.
  const std::string text = format_decimal(time.milliseconds, unit.milliseconds, decimals);
  return text == "0" && time.milliseconds > 0 ? "<0.01" : text;
}

// The least of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten that is a twentieth above the value.
std::int64_t round_figure_above(std::int64_t value, std::int64_t unit) {
  constexpr std::array<std::int64_t, 10> steps{10, 12, 15, 20, 25, 30, 40, 50, 60, 80};  // tenths
  const std::int64_t least = multiply_divide(value, 21, 20, Rounding::up);
  // Down to a hundredth of the unit, as far as figures are printed.
  for (std::int64_t power = unit / 100; power < max_figure / 100; power *= 10) {
    for (const std::int64_t step : steps) {
      const std::int64_t figure = multiply_divide(power, step, 10);
      if (figure >= least) {
        return figure;
      }
    }
  }
  return least;
}

// `LIKELY UNIT (LOW to HIGH)`, or without a likely figure `between LOW and HIGH UNIT`.
std::string range_text(const std::string& low, const std::optional<std::string>& likely, const std::string& high,
                       std::string_view unit) {
  std::string text;
  if (!likely) {
    return text.append("between ").append(low).append(" and ").append(high).append(unit);
  }
  text.append(*likely).append(unit);
  return low == high ? text : text.append(" (").append(low).append(" to ").append(high).append(")");
}

constexpr int su_places = 2;

std::string su_in_places(std::int64_t micro_su, int places) {
  // A small charge is not printed as none.
  const bool vanishes = places == su_places && micro_su > 0 && micro_su < micro_per_unit / 200;
  return vanishes ? "<0.01" : format_decimal(micro_su, micro_per_unit, places);
}

std::string su_range_text(const Range<Su>& cost, std::string_view unit, int places) {
  const auto text = [&](Su su) { return su_in_places(su.micro, places); };
  return range_text(text(cost.low), cost.likely ? std::optional(text(*cost.likely)) : std::nullopt, text(cost.high), unit);
}

}  // namespace

ExactNumber gib_number(Bytes bytes, Rounding rounding) {
  const Bytes shown = rounding == Rounding::up ? need_to_show(bytes) : bytes;
  return {shown.value, bytes_per_gib, 3, rounding};
}

ExactNumber gb_number(Bytes bytes) { return {bytes.value, bytes_per_gb, 3, Rounding::down}; }

ExactNumber terabytes_number(std::int64_t bytes) { return {bytes, 1000 * bytes_per_gb, 3, Rounding::nearest}; }

ExactNumber su_number(std::int64_t micro) { return {micro, micro_per_unit, 4, Rounding::nearest}; }

ExactNumber hours_number(Duration time) { return {time.milliseconds, milliseconds_per_hour, 7, Rounding::nearest}; }

ExactNumber ratio_number(Ratio ratio) { return {ratio.micro, micro_per_unit, 4, Rounding::nearest}; }

ExactNumber share_number(std::int64_t part, std::int64_t whole) { return {part, whole, 4, Rounding::nearest}; }

ExactNumber score_number(Ratio points) {
  // A score is above zero, however small.
  const bool vanishes = points.micro < micro_per_unit / 200;
  return {points.micro, micro_per_unit, 2, vanishes ? Rounding::up : Rounding::nearest};
}

std::string exact_text(const ExactNumber& number) {
  return format_decimal(number.numerator, number.denominator, number.decimals, number.rounding);
}

std::string su_text(std::int64_t micro_su) { return su_in_places(micro_su, su_places); }

std::string su_bound_text(std::int64_t micro_su) { return format_decimal(micro_su, micro_per_unit, su_places, Rounding::up); }

std::string su_text_of(std::int64_t micro_su, bool exact) {
  const std::int64_t whole = micro_su / micro_per_unit;
  return exact || whole < 10 ? su_text(micro_su) : format_decimal(micro_su, micro_per_unit, whole < 100 ? 1 : 0);
}

Bytes need_to_show(Bytes need) {
  constexpr std::int64_t slack = 1000;
  return Bytes{need.value > slack ? need.value - slack : need.value};
}

std::string need_text(Bytes need) { return format_decimal(need_to_show(need).value, bytes_per_gib, 1, Rounding::up); }

std::string capacity_text(Bytes capacity) { return format_decimal(capacity.value, bytes_per_gib, 1, Rounding::down); }

int places_to_tell_apart(const RoundedFigure& one, const RoundedFigure& other, std::int64_t unit, int fewest) {
  if (one.numerator == other.numerator) {
    return fewest;
  }
  std::int64_t power = 1;
  for (int places = 0; places < most_places; ++places) {
    const std::int64_t printed = multiply_divide(one.numerator, power, unit, one.rounding);
    const std::int64_t other_printed = multiply_divide(other.numerator, power, unit, other.rounding);
    if (places >= fewest && (one.numerator <=> other.numerator) == (printed <=> other_printed)) {
      return places;
    }
    power *= 10;
  }
  return most_places;
}

FigurePair figure_pair(const RoundedFigure& one, const RoundedFigure& other, std::int64_t unit, int fewest) {
  const int places = places_to_tell_apart(one, other, unit, fewest);
  const Rounding rounding = one.numerator == other.numerator ? other.rounding : one.rounding;
  return {format_decimal(one.numerator, unit, places, rounding), format_decimal(other.numerator, unit, places, other.rounding)};
}

FigurePair su_bound_pair(Su bound, Su there) {
  return figure_pair({bound.micro, Rounding::up}, {there.micro}, micro_per_unit, su_places);
}

GibPair gib_pair(Bytes need, Bytes capacity) {
  const bool order_kept = (need <=> capacity) == (need_to_show(need) <=> capacity);
  const Bytes shown = order_kept ? need_to_show(need) : need;
  const FigurePair pair = figure_pair({shown.value, Rounding::up}, {capacity.value, Rounding::down}, bytes_per_gib, 1);
  return {pair.one, pair.other};
}

std::string percent_text(std::int64_t part, std::int64_t whole) {
  const std::int64_t percent = multiply_divide(part, 100, whole);
  return (percent == 0 && part > 0 ? "<1" : std::to_string(percent)) + " %";
}

std::string speedup_text(Ratio ratio) { return format_decimal(ratio.micro, micro_per_unit, 2); }

std::string needed_factor_text(Ratio factor) { return format_decimal(factor.micro, micro_per_unit, 2, Rounding::up); }

std::string ratio_text(Ratio ratio) { return format_decimal(ratio.micro, micro_per_unit, 6); }

std::string score_text(Ratio score) {
  return score.micro < micro_per_unit / 2 ? "<1" : format_decimal(score.micro, micro_per_unit, 0);
}

std::string hours_text(Duration time, Rounding rounding) {
  return format_decimal(time.milliseconds, milliseconds_per_hour, 2, rounding);
}

std::string time_text(Duration time) {
  const TimeUnit unit = unit_for(time);
  return in_unit(time, unit).append(unit.name);
}

std::string time_range_text(const Range<Duration>& time) {
  const TimeUnit unit = unit_for(time.likely.value_or(time.high));
  return range_text(in_unit(time.low, unit), time.likely ? std::optional(in_unit(*time.likely, unit)) : std::nullopt,
                    in_unit(time.high, unit), unit.name);
}

std::string su_range_text(const Range<Su>& cost, std::string_view unit) {
  const auto text = [&](Su su) { return su_text_of(su.micro, cost.exact()); };
  return range_text(text(cost.low), cost.likely ? std::optional(text(*cost.likely)) : std::nullopt, text(cost.high), unit);
}

FigurePair su_range_pair(const Range<Su>& smaller, const Range<Su>& larger) {
  const int places = places_to_tell_apart({smaller.high.micro}, {larger.low.micro}, micro_per_unit, su_places);
  return {su_range_text(smaller, " SU", places), su_range_text(larger, "", places)};
}

Duration time_to_round_up(Duration time) { return Duration{round_figure_above(time.milliseconds, unit_for(time).milliseconds)}; }

Su su_to_round_up(Su cost) { return Su{round_figure_above(cost.micro, micro_per_unit)}; }

std::string ratio_range_text(const Range<Ratio>& ratio) {
  return range_text(speedup_text(ratio.low), ratio.likely ? std::optional(speedup_text(*ratio.likely)) : std::nullopt,
                    speedup_text(ratio.high), "");
}

FigurePair speedup_pair(const Range<Ratio>& found, Ratio needed) {
  const auto rounded = [&](Ratio ratio) { return RoundedFigure{ratio.micro, ratio == needed ? Rounding::up : Rounding::down}; };
  int places = 2;
  for (const Ratio end : {found.low, found.likely.value_or(found.low), found.high}) {
    places = places_to_tell_apart(rounded(end), {needed.micro, Rounding::up}, micro_per_unit, places);
  }
  const auto text = [&](Ratio ratio) { return format_decimal(ratio.micro, micro_per_unit, places, rounded(ratio).rounding); };
  return {range_text(text(found.low), found.likely ? std::optional(text(*found.likely)) : std::nullopt, text(found.high), ""),
          text(needed)};
}

std::string walltime_text(Duration time) { return hours_text(time) + " h (" + print_slurm_time(time) + ")"; }

std::string clock_at_most(Duration time) { return print_slurm_time(Duration{time.milliseconds / 1000 * 1000}); }

std::string ram_at_most(Bytes ram) { return print_host_ram(Bytes{ram.value / bytes_per_kib * bytes_per_kib}); }

std::string charge_text(const Charge& charge, std::int64_t cpus, Bytes ram, std::int64_t gpus) {
  const ChargeTerms terms = charge_terms(charge.family);
  const std::string cpu = su_text(charge.cpu.micro) + " for " + count_text(cpus, "CPU");
  const std::string host = su_text(charge.ram.micro) + " for " + print_host_ram(ram) + " host RAM";
  const std::string gpu = su_text(charge.gpu.micro) + " for " + (gpus > 1 ? count_text(gpus, "GPU") : "the GPU");
  std::string text;
  switch (charge.family) {
    case ChargeFamily::additive:
      text = "max(" + cpu + ", " + host + ") + " + gpu;
      break;
    case ChargeFamily::maximum:
      text = "max(" + cpu + ", " + host + ", " + gpu + ")";
      break;
    case ChargeFamily::sum:
    case ChargeFamily::cpu_plus_gres:
    case ChargeFamily::device:
    case ChargeFamily::slice:
      text = (terms.cpu ? cpu + " + " : "") + (terms.ram ? host + " + " : "") + gpu;
      break;
  }
  return text + " = " + su_text(charge.total.micro) + " SU/hour";
}

std::string count_text(std::int64_t count, std::string_view noun) {
  return std::to_string(count).append(" ").append(noun).append(count == 1 ? "" : "s");
}

}  // namespace migadvise
