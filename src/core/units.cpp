#include "migadvise/units.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "core/decimal.hpp"
#include "core/int128.hpp"

namespace migadvise {

namespace {

struct UnitEntry {
  std::string_view name;  // lower case
  std::int64_t size;
};

constexpr std::int64_t bytes_per_tib = 1024 * bytes_per_gib;

constexpr std::array<UnitEntry, 14> gpu_memory_units{{{"", bytes_per_gib},
                                                      {"g", bytes_per_gib},
                                                      {"gib", bytes_per_gib},
                                                      {"gb", bytes_per_gb},
                                                      {"m", bytes_per_mib},
                                                      {"mib", bytes_per_mib},
                                                      {"mb", 1'000'000},
                                                      {"t", bytes_per_tib},
                                                      {"tib", bytes_per_tib},
                                                      {"tb", 1000 * bytes_per_gb},
                                                      {"k", bytes_per_kib},
                                                      {"kib", bytes_per_kib},
                                                      {"kb", 1000},
                                                      {"b", 1}}};

constexpr std::array<UnitEntry, 12> host_ram_units{{{"k", bytes_per_kib},
                                                    {"kb", bytes_per_kib},
                                                    {"kib", bytes_per_kib},
                                                    {"m", bytes_per_mib},
                                                    {"mb", bytes_per_mib},
                                                    {"mib", bytes_per_mib},
                                                    {"g", bytes_per_gib},
                                                    {"gb", bytes_per_gib},
                                                    {"gib", bytes_per_gib},
                                                    {"t", bytes_per_tib},
                                                    {"tb", bytes_per_tib},
                                                    {"tib", bytes_per_tib}}};

constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

constexpr std::array<UnitEntry, 17> time_units{{{"d", day},
                                                {"day", day},
                                                {"days", day},
                                                {"h", hour},
                                                {"hr", hour},
                                                {"hour", hour},
                                                {"hours", hour},
                                                {"m", minute},
                                                {"min", minute},
                                                {"mins", minute},
                                                {"minute", minute},
                                                {"minutes", minute},
                                                {"s", second},
                                                {"sec", second},
                                                {"second", second},
                                                {"seconds", second},
                                                {"ms", 1}}};

const UnitEntry* find_unit(std::span<const UnitEntry> units, std::string_view name) {
  const auto found =
      std::find_if(units.begin(), units.end(), [&](const UnitEntry& unit) { return equal_folded(unit.name, name); });
  return found == units.end() ? nullptr : &*found;
}

// The letters at the start of `text`.
std::string_view leading_word(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_letter);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

Result<std::int64_t, QuantityError> parse_with_unit(std::string_view text, std::span<const UnitEntry> units, std::int64_t maximum,
                                                    Rounding rounding) {
  text = trim(text);
  const Result<Decimal, QuantityError> number = read_decimal(text);
  if (!number) {
    return number.error();
  }
  const std::string_view rest = trim(text.substr(number->length));
  const std::string_view word = leading_word(rest);
  const UnitEntry* unit = find_unit(units, word);
  if (word.size() != rest.size()) {
    return unit == nullptr ? QuantityError::unknown_unit : QuantityError::trailing_text;
  }
  if (unit == nullptr) {
    return word.empty() ? QuantityError::missing_unit : QuantityError::unknown_unit;
  }
  if (number->digits == 0) {
    return QuantityError::zero;
  }
  return scale_decimal(*number, unit->size, maximum, rounding);
}

// A whole number, with or without `suffix` behind it.
Result<int, QuantityError> parse_whole(std::string_view text, std::string_view suffix, int minimum, int maximum) {
  text = trim(text);
  const Result<Decimal, QuantityError> number = read_decimal(text);
  if (!number) {
    return number.error();
  }
  const std::string_view rest = trim(text.substr(number->length));
  if (!rest.empty() && rest != suffix) {
    return QuantityError::trailing_text;
  }
  if (number->scale > 0) {
    return QuantityError::not_whole;
  }
  if (number->digits < minimum) {
    return QuantityError::zero;
  }
  if (number->digits > maximum) {
    return QuantityError::too_large;
  }
  return static_cast<int>(number->digits);
}

Result<Duration, QuantityError> finish_duration(Int128 milliseconds) {
  if (milliseconds == 0) {
    return QuantityError::zero;
  }
  if (milliseconds > max_duration.milliseconds) {
    return QuantityError::too_large;
  }
  return Duration{static_cast<std::int64_t>(milliseconds)};
}

// [D-]HH:MM:SS and its shorter forms, read as Slurm reads them.
Result<Duration, QuantityError> parse_clock(std::string_view text) {
  const std::size_t dash = text.find('-');
  const bool with_days = dash != std::string_view::npos;
  std::array<std::int64_t, 4> parts{};
  std::size_t count = 0;
  bool want_number = true;
  for (std::size_t i = 0; i < text.size();) {
    if (want_number) {
      std::size_t end = i;
      while (end < text.size() && is_digit(text[end])) {
        ++end;
      }
      constexpr std::size_t max_digits = 9;
      if (end == i || count == parts.size()) {
        return QuantityError::bad_clock;
      }
      if (end - i > max_digits) {
        return QuantityError::too_large;
      }
      for (; i < end; ++i) {
        parts[count] = parts[count] * 10 + (text[i] - '0');
      }
      ++count;
      want_number = false;
    } else {
      const bool is_dash = with_days && i == dash && count == 1;
      const bool is_colon = text[i] == ':' && (!with_days || count > 1);
      if (!is_dash && !is_colon) {
        return text[i] == ':' || text[i] == '-' ? QuantityError::bad_clock : QuantityError::trailing_text;
      }
      want_number = true;
      ++i;
    }
  }
  if (want_number || (!with_days && count > 3)) {
    return QuantityError::bad_clock;
  }
  // Without days two parts are minutes and seconds; with days they are days and hours.
  constexpr std::array<std::int64_t, 4> from_days{day, hour, minute, second};
  const std::size_t first_unit = with_days ? 0 : from_days.size() - count;
  Int128 total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t unit = from_days[first_unit + i];
    const std::int64_t limit = unit == hour ? 24 : 60;
    if (i > 0 && parts[i] >= limit) {
      return QuantityError::bad_clock;
    }
    total += static_cast<Int128>(parts[i]) * unit;
  }
  return finish_duration(total);
}

std::string unsigned_text(Int128 value) {
  std::string text;
  do {
    text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value > 0);
  return text;
}

std::string two_digits(std::int64_t value) { return std::string(value < 10 ? 1 : 0, '0').append(unsigned_text(value)); }

Int128 divide(Int128 numerator, Int128 denominator, Rounding rounding) {
  const bool negative = numerator < 0;
  const Int128 magnitude = negative ? -numerator : numerator;
  const Int128 quotient = magnitude / denominator;
  const Int128 rest = magnitude % denominator;
  const bool away = (rounding == Rounding::nearest && rest >= denominator - rest) ||
                    (rounding == Rounding::up && rest > 0 && !negative) || (rounding == Rounding::down && rest > 0 && negative);
  const Int128 rounded = quotient + (away ? 1 : 0);
  return negative ? -rounded : rounded;
}

}  // namespace

Result<Bytes, QuantityError> parse_gpu_memory(std::string_view text) {
  const auto bytes = parse_with_unit(text, gpu_memory_units, max_bytes.value, Rounding::up);
  if (!bytes) {
    return bytes.error();
  }
  return Bytes{*bytes};
}

SizeSpelling size_spelling(std::string_view text) {
  text = trim(text);
  const auto* const first_letter = std::find_if(text.begin(), text.end(), is_letter);
  const std::string_view unit = text.substr(static_cast<std::size_t>(first_letter - text.begin()));
  if (unit.empty()) {
    return SizeSpelling::bare;
  }
  if (unit.size() == 1) {
    return SizeSpelling::slurm;
  }
  return to_lower(unit[1]) == 'i' ? SizeSpelling::binary : SizeSpelling::decimal;
}

Result<Bytes, QuantityError> parse_host_ram(std::string_view text) {
  const auto bytes = parse_with_unit(text, host_ram_units, max_bytes.value, Rounding::up);
  if (!bytes) {
    return bytes.error();
  }
  return Bytes{*bytes};
}

Result<Duration, QuantityError> parse_duration(std::string_view text) {
  text = trim(text);
  if (text.empty()) {
    return QuantityError::empty;
  }
  if (is_digit(text.front()) && text.find_first_of(":-") != std::string_view::npos) {
    return parse_clock(text);
  }
  Int128 total = 0;
  std::int64_t last_unit = std::numeric_limits<std::int64_t>::max();
  while (!text.empty()) {
    const Result<Decimal, QuantityError> number = read_decimal(text);
    if (!number) {
      return number.error() == QuantityError::not_a_number && total > 0 ? QuantityError::trailing_text : number.error();
    }
    text = trim(text.substr(number->length));
    const std::string_view word = leading_word(text);
    if (word.empty()) {
      return text.empty() ? QuantityError::missing_unit : QuantityError::trailing_text;
    }
    const UnitEntry* unit = find_unit(time_units, word);
    if (unit == nullptr) {
      return QuantityError::unknown_unit;
    }
    if (unit->size >= last_unit) {
      return QuantityError::trailing_text;
    }
    last_unit = unit->size;
    const auto part = scale_decimal(*number, unit->size, max_duration.milliseconds, Rounding::nearest);
    if (!part) {
      return part.error();
    }
    total += *part;
    text = trim(text.substr(word.size()));
  }
  return finish_duration(total);
}

Result<Su, QuantityError> parse_su(std::string_view text) {
  constexpr std::array<UnitEntry, 2> units{{{"", micro_per_unit}, {"su", micro_per_unit}}};
  constexpr std::int64_t max_su = 1'000'000'000'000 * micro_per_unit;
  const auto micro = parse_with_unit(text, units, max_su, Rounding::nearest);
  if (!micro) {
    return micro.error();
  }
  if (*micro == 0) {
    return QuantityError::too_precise;
  }
  return Su{*micro};
}

Result<Ratio, QuantityError> parse_ratio(std::string_view text) {
  constexpr std::array<UnitEntry, 2> units{{{"", micro_per_unit}, {"x", micro_per_unit}}};
  constexpr std::int64_t max_ratio = 1'000'000 * micro_per_unit;
  constexpr std::string_view times = "\xC3\x97";  // the multiplication sign
  std::string plain(trim(text));
  if (plain.ends_with(times)) {
    plain.replace(plain.size() - times.size(), times.size(), "x");
  }
  const auto micro = parse_with_unit(plain, units, max_ratio, Rounding::nearest);
  if (!micro) {
    return micro.error();
  }
  if (*micro == 0) {
    return QuantityError::too_precise;
  }
  return Ratio{*micro};
}

Result<int, QuantityError> parse_count(std::string_view text) {
  constexpr int max_count = 100'000;
  return parse_whole(text, "", 1, max_count);
}

Result<int, QuantityError> parse_percent(std::string_view text) {
  constexpr int max_percent = 1000;
  return parse_whole(text, "%", 0, max_percent);
}

std::string format_decimal(std::int64_t numerator, std::int64_t denominator, int decimals, Rounding rounding) {
  const Int128 power = power_of_ten(decimals);
  const Int128 scaled = divide(numerator * power, denominator, rounding);
  const Int128 magnitude = scaled < 0 ? -scaled : scaled;
  std::string fraction = unsigned_text(magnitude % power);
  fraction.insert(0, static_cast<std::size_t>(decimals) - std::min(fraction.size(), static_cast<std::size_t>(decimals)), '0');
  fraction.erase(fraction.find_last_not_of('0') + 1);
  std::string text(scaled < 0 ? 1 : 0, '-');
  text.append(unsigned_text(magnitude / power));
  if (!fraction.empty()) {
    text.append(1, '.').append(fraction);
  }
  return text;
}

std::string print_gpu_memory(Bytes memory) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 7> units{{{"GiB", bytes_per_gib},
                                                                            {"GB", bytes_per_gb},
                                                                            {"MiB", bytes_per_mib},
                                                                            {"MB", 1'000'000},
                                                                            {"KiB", bytes_per_kib},
                                                                            {"KB", 1000},
                                                                            {"B", 1}}};
  const auto* const unit =
      std::find_if(units.begin(), units.end(), [&](const auto& entry) { return memory.value % entry.second == 0; });
  return unsigned_text(memory.value / unit->second).append(unit->first);
}

std::string print_host_ram(Bytes ram) {
  constexpr std::array<std::pair<char, std::int64_t>, 3> units{
      {{'T', bytes_per_tib}, {'G', bytes_per_gib}, {'M', bytes_per_mib}}};
  for (const auto& [letter, size] : units) {
    if (ram.value % size == 0) {
      return unsigned_text(ram.value / size) + letter;
    }
  }
  return unsigned_text(divide(ram.value, bytes_per_kib, Rounding::up)) + 'K';
}

std::string print_slurm_time(Duration time) {
  const auto seconds = static_cast<std::int64_t>(divide(time.milliseconds, second, Rounding::up));
  const std::int64_t days = seconds / (day / second);
  std::string text;
  if (days > 0) {
    text.append(unsigned_text(days)).append(1, '-');
  }
  text.append(two_digits(seconds % (day / second) / (hour / second))).append(1, ':');
  text.append(two_digits(seconds % (hour / second) / (minute / second))).append(1, ':');
  return text.append(two_digits(seconds % (minute / second)));
}

std::string print_duration(Duration time) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> units{
      {{"h", hour}, {"m", minute}, {"s", second}, {"ms", 1}}};
  std::string text;
  std::int64_t rest = time.milliseconds;
  for (const auto& [name, size] : units) {
    if (rest >= size) {
      text += unsigned_text(rest / size).append(name);
      rest %= size;
    }
  }
  return text;
}

std::string print_su(Su su) { return format_decimal(su.micro, micro_per_unit, 6); }

std::int64_t multiply_divide(std::int64_t value, std::int64_t factor, std::int64_t divisor, Rounding rounding) {
  const Int128 result = divide(static_cast<Int128>(value) * factor, divisor, rounding);
  constexpr Int128 largest = max_figure;
  return static_cast<std::int64_t>(std::clamp<Int128>(result, -largest, largest));
}

Su su_for(SuPerHour rate, Duration time) { return Su{multiply_divide(rate.micro, time.milliseconds, milliseconds_per_hour)}; }

std::strong_ordering compare_products(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d) {
  const Int128 left = static_cast<Int128>(a) * b;
  const Int128 right = static_cast<Int128>(c) * d;
  if (left == right) {
    return std::strong_ordering::equal;
  }
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

}  // namespace migadvise
