#include "report/number_text.hpp"

#include <array>

namespace migadvise {

std::string su_text(std::int64_t micro_su) {
  // A small charge is not printed as none.
  const bool vanishes = micro_su > 0 && micro_su < micro_per_unit / 200;
  return vanishes ? "<0.01" : format_decimal(micro_su, micro_per_unit, 2);
}

Bytes need_to_show(Bytes need) {
  constexpr std::int64_t slack = 1000;
  return Bytes{need.value > slack ? need.value - slack : need.value};
}

std::string need_text(Bytes need) { return format_decimal(need_to_show(need).value, bytes_per_gib, 1, Rounding::up); }

std::string capacity_text(Bytes capacity) { return format_decimal(capacity.value, bytes_per_gib, 1, Rounding::down); }

GibPair gib_pair(Bytes need, Bytes capacity) {
  if (need == capacity) {
    return {capacity_text(capacity), capacity_text(capacity)};
  }
  constexpr std::array<std::int64_t, 10> powers{10,        100,        1'000,       10'000,        100'000,
                                                1'000'000, 10'000'000, 100'000'000, 1'000'000'000, 10'000'000'000};
  const bool order_kept = (need <=> capacity) == (need_to_show(need) <=> capacity);
  const Bytes shown = order_kept ? need_to_show(need) : need;
  int decimals = 1;
  for (const std::int64_t power : powers) {
    const std::int64_t printed_need = multiply_divide(shown.value, power, bytes_per_gib, Rounding::up);
    const std::int64_t printed_capacity = multiply_divide(capacity.value, power, bytes_per_gib, Rounding::down);
    if ((need <=> capacity) == (printed_need <=> printed_capacity) || decimals == static_cast<int>(powers.size())) {
      break;
    }
    ++decimals;
  }
  return {format_decimal(shown.value, bytes_per_gib, decimals, Rounding::up),
          format_decimal(capacity.value, bytes_per_gib, decimals, Rounding::down)};
}

std::string percent_text(std::int64_t part, std::int64_t whole) {
  const std::int64_t percent = multiply_divide(part, 100, whole);
  return (percent == 0 && part > 0 ? "<1" : std::to_string(percent)) + " %";
}

std::string speedup_text(Ratio ratio) { return format_decimal(ratio.micro, micro_per_unit, 2); }

std::string ratio_text(Ratio ratio) { return format_decimal(ratio.micro, micro_per_unit, 6); }

std::string score_text(Ratio score) {
  return score.micro < micro_per_unit / 2 ? "<1" : format_decimal(score.micro, micro_per_unit, 0);
}

std::string count_text(std::int64_t count, std::string_view noun) {
  return std::to_string(count).append(" ").append(noun).append(count == 1 ? "" : "s");
}

}  // namespace migadvise
