#include "input/table_quantity.hpp"

#include <array>
#include <span>
#include <string>

#include "core/decimal.hpp"

namespace migadvise {

namespace {

struct CellUnit {
  std::string_view name;
  std::int64_t size;
};

struct KindEntry {
  CellKind kind;
  std::string_view example;
  std::span<const CellUnit> units;
  std::int64_t maximum;
  bool whole;
  bool exact_case;
};

constexpr std::array<CellUnit, 6> memory_units{{{"GB", bytes_per_gb},
                                                {"GiB", bytes_per_gib},
                                                {"MB", 1'000'000},
                                                {"MiB", bytes_per_mib},
                                                {"TB", 1000 * bytes_per_gb},
                                                {"TiB", 1024 * bytes_per_gib}}};
constexpr std::array<CellUnit, 3> factor_units{{{"", micro_per_unit}, {"SU", micro_per_unit}, {"SU/hour", micro_per_unit}}};
constexpr std::array<CellUnit, 3> ratio_units{{{"", micro_per_unit}, {"x", micro_per_unit}, {"\xC3\x97", micro_per_unit}}};
constexpr std::array<CellUnit, 3> count_units{{{"", 1}, {"SM", 1}, {"SMs", 1}}};
constexpr std::array<CellUnit, 4> bits_units{{{"bits", 1}, {"bit", 1}, {"-bit", 1}, {"b", 1}}};

constexpr std::array<CellUnit, 2> thread_units{{{"", 1}, {"threads", 1}}};
constexpr std::array<CellUnit, 6> bandwidth_units{{{"TB/s", 1000 * bytes_per_gb},
                                                   {"GB/s", bytes_per_gb},
                                                   {"MB/s", 1'000'000},
                                                   {"TiB/s", 1024 * bytes_per_gib},
                                                   {"GiB/s", bytes_per_gib},
                                                   {"MiB/s", bytes_per_mib}}};
constexpr std::array<CellUnit, 6> cache_units{{{"MB", 1'000'000},
                                               {"MiB", bytes_per_mib},
                                               {"KB", 1000},
                                               {"KiB", bytes_per_kib},
                                               {"GB", bytes_per_gb},
                                               {"GiB", bytes_per_gib}}};
constexpr std::array<CellUnit, 4> clock_units{{{"MHz", 1'000'000}, {"GHz", 1'000'000'000}, {"kHz", 1000}, {"Hz", 1}}};

constexpr std::int64_t max_factor = 1'000'000 * micro_per_unit;
constexpr std::int64_t max_count = 100'000;
constexpr std::int64_t max_threads = 1'000'000'000;
constexpr std::int64_t max_bandwidth = 10'000'000 * bytes_per_gb;
constexpr std::int64_t max_clock = 1'000'000'000'000;

// In the order of CellKind.
constexpr std::array<KindEntry, 9> kinds{{{CellKind::memory, "42.4 GB", memory_units, max_bytes.value, false, false},
                                          {CellKind::factor, "8", factor_units, max_factor, false, false},
                                          {CellKind::ratio, "7.7x", ratio_units, max_factor, false, false},
                                          {CellKind::count, "42", count_units, max_count, true, false},
                                          {CellKind::bits, "5120 bits", bits_units, max_count, true, false},
                                          {CellKind::threads, "221184", thread_units, max_threads, true, false},
                                          {CellKind::bandwidth, "2.04 TB/s", bandwidth_units, max_bandwidth, false, true},
                                          {CellKind::cache, "40 MB", cache_units, max_bytes.value, false, false},
                                          {CellKind::clock, "1593 MHz", clock_units, max_clock, false, false}}};

// `221,184` without its separators, where each is followed by just three digits; other texts as they are.
std::string without_thousands(std::string_view text) {
  std::string plain;
  std::size_t i = 0;
  while (i < text.size() && is_digit(text[i])) {
    plain += text[i++];
  }
  if (i == 0 || i > 3 || i == text.size() || text[0] == '0') {  // 0,500 is a decimal comma
    return std::string(text);
  }
  const char separator = text[i];
  if (separator != ',' && separator != ' ' && separator != '\'') {
    return std::string(text);
  }
  constexpr std::size_t group = 4;
  bool any = false;
  while (i + group <= text.size() && text[i] == separator && is_digit(text[i + 1]) && is_digit(text[i + 2]) &&
         is_digit(text[i + 3]) && (i + group == text.size() || !is_digit(text[i + group]))) {
    plain += text.substr(i + 1, 3);
    i += group;
    any = true;
  }
  return any ? plain.append(text.substr(i)) : std::string(text);
}

std::string_view without_approximation(std::string_view text) {
  constexpr std::array<std::string_view, 2> marks{"~", "\xE2\x89\x88"};
  for (const std::string_view mark : marks) {
    if (text.starts_with(mark)) {
      return trim(text.substr(mark.size()));
    }
  }
  return text;
}

struct Quantity {
  Decimal number;
  CellUnit unit;
};

Result<Quantity, QuantityError> read_quantity(std::string_view cell, const KindEntry& entry) {
  const std::string blanked = plain_blanks(cell);
  const std::string text = without_thousands(without_approximation(trim(blanked)));
  const Result<Decimal, QuantityError> number = read_decimal(text);
  if (!number) {
    return number.error();
  }
  const std::string_view rest = trim(std::string_view(text).substr(number->length));
  const CellUnit* unit = nullptr;
  bool unit_then_more = false;
  for (const CellUnit& known : entry.units) {
    if (entry.exact_case ? known.name == rest : equal_folded(known.name, rest)) {
      unit = &known;
    }
    unit_then_more =
        unit_then_more || (!known.name.empty() && rest.size() > known.name.size() &&
                           equal_folded(known.name, rest.substr(0, known.name.size())) && rest[known.name.size()] == ' ');
  }
  if (unit == nullptr) {
    const bool number_then_more = !rest.empty() && !is_letter(rest.front());
    return unit_then_more || number_then_more ? QuantityError::trailing_text
           : rest.empty()                     ? QuantityError::missing_unit
                                              : QuantityError::unknown_unit;
  }
  if (number->digits == 0) {
    return QuantityError::zero;
  }
  if (entry.whole && number->scale > 0) {
    return QuantityError::not_whole;
  }
  return Quantity{*number, *unit};
}

Result<std::int64_t, QuantityError> above_zero(Result<std::int64_t, QuantityError> value) {
  return value && *value == 0 ? QuantityError::too_precise : value;
}

}  // namespace

std::string_view cell_example(CellKind kind) { return kinds[static_cast<std::size_t>(kind)].example; }

Result<std::int64_t, QuantityError> parse_cell(std::string_view cell, CellKind kind) {
  const KindEntry& entry = kinds[static_cast<std::size_t>(kind)];
  const Result<Quantity, QuantityError> quantity = read_quantity(cell, entry);
  return quantity ? above_zero(scale_decimal(quantity->number, quantity->unit.size, entry.maximum, Rounding::down))
                  : quantity.error();
}

Result<PrintedFigure, QuantityError> parse_figure(std::string_view cell, CellKind kind) {
  const KindEntry& entry = kinds[static_cast<std::size_t>(kind)];
  const Result<Quantity, QuantityError> quantity = read_quantity(cell, entry);
  if (!quantity) {
    return quantity.error();
  }
  const auto value = above_zero(scale_decimal(quantity->number, quantity->unit.size, entry.maximum, Rounding::nearest));
  if (!value) {
    return value.error();
  }
  const auto step = scale_decimal({1, quantity->number.scale, 0}, quantity->unit.size, entry.maximum, Rounding::up);
  const bool binary = quantity->unit.name.find("iB") != std::string_view::npos;
  return PrintedFigure{*value, step ? *step : entry.maximum, binary};
}

}  // namespace migadvise
