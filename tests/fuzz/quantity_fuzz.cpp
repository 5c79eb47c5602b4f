// Every quantity that is read is within its range, and is printed as a text that is read as the same.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "core/decimal.hpp"
#include "core/int128.hpp"
#include "fuzz.hpp"
#include "migadvise/units.hpp"

namespace migadvise {
namespace {

void check_gpu_memory(std::string_view text) {
  const auto memory = parse_gpu_memory(text);
  if (!memory) {
    return;
  }
  fuzz_check(memory->value > 0 && *memory <= max_bytes);
  // From 10^18 bytes on a number of bytes has more digits than are read.
  constexpr std::int64_t readable = 1'000'000'000'000'000'000;
  const auto again = parse_gpu_memory(print_gpu_memory(*memory));
  fuzz_check(again ? *again == *memory : memory->value >= readable);
}

void check_host_ram(std::string_view text) {
  const auto ram = parse_host_ram(text);
  if (!ram) {
    return;
  }
  fuzz_check(ram->value > 0 && *ram <= max_bytes);
  const auto again = parse_host_ram(print_host_ram(*ram));
  fuzz_check(again && *again >= *ram && again->value - ram->value < bytes_per_kib);
  const auto third = parse_host_ram(print_host_ram(*again));
  fuzz_check(third && *third == *again);
}

void check_duration(std::string_view text) {
  const auto time = parse_duration(text);
  if (!time) {
    return;
  }
  fuzz_check(time->milliseconds > 0);
  const auto again = parse_duration(print_duration(*time));
  fuzz_check(again && *again == *time);
  const auto to_the_second = parse_duration(print_slurm_time(*time));
  fuzz_check(to_the_second && *to_the_second >= *time && to_the_second->milliseconds - time->milliseconds < 1000);
  fuzz_check(to_the_second->milliseconds % 1000 == 0);
}

void check_numbers(std::string_view text) {
  if (const auto su = parse_su(text)) {
    fuzz_check(su->micro > 0);
    const auto again = parse_su(print_su(*su));
    fuzz_check(again && *again == *su);
  }
  if (const auto ratio = parse_ratio(text)) {
    fuzz_check(ratio->micro > 0);
    const auto again = parse_ratio(format_decimal(ratio->micro, micro_per_unit, 6));
    fuzz_check(again && *again == *ratio);
  }
  if (const auto count = parse_count(text)) {
    fuzz_check(*count >= 1 && *count <= 1'000'000);
    const auto again = parse_count(std::to_string(*count));
    fuzz_check(again && *again == *count);
  }
  if (const auto percent = parse_percent(text)) {
    fuzz_check(*percent >= 0 && *percent <= 1000);
    const auto again = parse_percent(std::to_string(*percent) + "%");
    fuzz_check(again && *again == *percent);
  }
}

Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) {
    power *= 10;
  }
  return power;
}

/// A printed number, in units of its last place.
Int128 read_back(const std::string& text, int decimals) {
  const auto number = read_decimal(text);
  fuzz_check(number && number->length == text.size() && number->scale <= decimals);
  return number->digits * power_of_ten(decimals - number->scale);
}

/// The bytes as a fraction: printed up and down it encloses the exact value, and the nearest one is no further than half a unit.
void check_decimal(std::string_view bytes) {
  std::array<std::uint64_t, 2> words{};
  if (bytes.size() < sizeof words + 1) {
    return;
  }
  std::memcpy(words.data(), bytes.data(), sizeof words);
  const int decimals = static_cast<unsigned char>(bytes[sizeof words]) % 7;
  const auto numerator = static_cast<std::int64_t>(words[0] % 1'000'000'000'000);
  const auto denominator = static_cast<std::int64_t>(words[1] % 1'000'000'000'000) + 1;
  const Int128 exact = numerator * power_of_ten(decimals);
  const Int128 down = read_back(format_decimal(numerator, denominator, decimals, Rounding::down), decimals);
  const Int128 nearest = read_back(format_decimal(numerator, denominator, decimals, Rounding::nearest), decimals);
  const Int128 up = read_back(format_decimal(numerator, denominator, decimals, Rounding::up), decimals);
  fuzz_check(down * denominator <= exact && exact - down * denominator < denominator);
  fuzz_check(up * denominator >= exact && up * denominator - exact < denominator);
  const Int128 off = nearest * denominator - exact;
  fuzz_check(2 * off <= denominator && 2 * off > -denominator);
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = migadvise::fuzz_text(data, size);
  migadvise::check_gpu_memory(text);
  migadvise::check_host_ram(text);
  migadvise::check_duration(text);
  migadvise::check_numbers(text);
  migadvise::check_decimal(text);
  return 0;
}
