// The units of the domain as types: bytes, SU, hours, ratios. Integers inside; rounding happens once, when printing.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "migadvise/result.hpp"

namespace migadvise {

/// GPU memory or host RAM in bytes; 0 to 2^44, which is 16 TiB.
struct Bytes {
  std::int64_t value = 0;
  friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

/// Service units in millionths.
struct Su {
  std::int64_t micro = 0;
  friend auto operator<=>(const Su&, const Su&) = default;
};

/// Service units per hour, in millionths.
struct SuPerHour {
  std::int64_t micro = 0;
  friend auto operator<=>(const SuPerHour&, const SuPerHour&) = default;
};

/// A time in milliseconds; above 0 and at most max_duration when it comes from a user.
struct Duration {
  std::int64_t milliseconds = 0;
  friend auto operator<=>(const Duration&, const Duration&) = default;
};

/// A number without a unit in millionths: a speed-up, a Relative Compute Power, a share.
struct Ratio {
  std::int64_t micro = 0;
  friend auto operator<=>(const Ratio&, const Ratio&) = default;
};

inline constexpr std::int64_t micro_per_unit = 1'000'000;
inline constexpr std::int64_t milliseconds_per_minute = 60'000;
inline constexpr std::int64_t milliseconds_per_hour = 60 * milliseconds_per_minute;
inline constexpr std::int64_t bytes_per_kib = 1024;
inline constexpr std::int64_t bytes_per_mib = 1024 * bytes_per_kib;
inline constexpr std::int64_t bytes_per_gib = 1024 * bytes_per_mib;
inline constexpr std::int64_t bytes_per_gb = 1'000'000'000;
inline constexpr Bytes max_bytes{std::int64_t{1} << 44};
inline constexpr Duration max_duration{std::int64_t{3650} * 24 * milliseconds_per_hour};

/// Why a text is not the quantity that was asked for.
enum class QuantityError : std::uint8_t {
  empty,          ///< nothing but blanks
  not_a_number,   ///< does not begin with a plain decimal number
  negative,       ///< has a minus sign
  zero,           ///< must be above 0
  not_whole,      ///< has a fraction where a whole number is needed
  too_large,      ///< beyond what the unit's type holds
  too_precise,    ///< more than 18 significant digits
  exponent,       ///< 1e9: written with an exponent
  comma,          ///< 1,5: a comma where only a point is a decimal sign
  missing_unit,   ///< a bare number where the unit cannot be guessed
  unknown_unit,   ///< a unit that this quantity does not have
  trailing_text,  ///< something follows the unit
  bad_clock,      ///< a clock form with a missing part, minutes or seconds above 59, or hours above 23
};

/// GPU memory: a bare number, `G` and `GiB` are GiB; `GB` is decimal; `MiB`, `M`, `MB`, `TiB`, `T`, `TB`, `KiB`, `K`, `KB`
/// likewise. Case does not matter, a blank before the unit is allowed. A part of a byte is rounded up. Zero is refused.
Result<Bytes, QuantityError> parse_gpu_memory(std::string_view text);

/// How a size was written, which shows what may have been meant by it.
enum class SizeSpelling : std::uint8_t {
  bare,     ///< `80`
  slurm,    ///< `80G`: as Slurm's users write host RAM
  binary,   ///< `80GiB`
  decimal,  ///< `80GB`
};

/// The spelling of a size that parse_gpu_memory accepts.
SizeSpelling size_spelling(std::string_view text);

/// Host RAM in Slurm's units: K, M, G, T are powers of 1024; a bare number is refused, because Slurm would take it as MB while
/// people mean GB. KB, MB, GB, TB and KiB ... are read as Slurm's letter, as Slurm does with the suffixes it knows.
Result<Bytes, QuantityError> parse_host_ram(std::string_view text);

/// A run time: `1h5m`, `16m`, `90s`, `1d2h`, `0.556h`, `250ms`; Slurm's clock forms as Slurm reads them: `16:00` is 16 minutes,
/// `00:21:10`, `2-12`, `2-12:30`, `2-12:30:00`. A bare number is refused. Zero is refused. Parts of a millisecond are rounded
/// half up.
Result<Duration, QuantityError> parse_duration(std::string_view text);

/// An amount of SU: a plain number, optionally followed by `SU`; above 0.
Result<Su, QuantityError> parse_su(std::string_view text);

/// A Relative Compute Power: `2x`, `7.7x` or a bare number; above 0.
Result<Ratio, QuantityError> parse_ratio(std::string_view text);

/// A whole number from 1 to 100,000.
Result<int, QuantityError> parse_count(std::string_view text);

/// A whole number of percent from 0 to 1000, optionally followed by `%`.
Result<int, QuantityError> parse_percent(std::string_view text);

enum class Rounding : std::uint8_t { nearest, up, down };

/// `numerator / denominator` as a decimal number with `decimals` places (0 to 10), without trailing zeros: `9`, `2.78`. Half is
/// rounded away from zero. Pure integer arithmetic, so the same on every machine. Denominator above 0.
std::string format_decimal(std::int64_t numerator, std::int64_t denominator, int decimals, Rounding rounding = Rounding::nearest);

/// What parse_gpu_memory reads back as the same value: the largest unit that gives a whole number, such as `30GiB`, `9500MiB`,
/// `19800MB`, else whole bytes `17B`.
std::string print_gpu_memory(Bytes memory);

/// What `sbatch --mem=` takes: `64G`, `1500M`, `3T`; a part of a K is rounded up, as Slurm gives no less than asked.
std::string print_host_ram(Bytes ram);

/// Slurm's clock form, to the second, rounded up: `16:00:00`, `2-12:30:00`.
std::string print_slurm_time(Duration time);

/// What parse_duration reads back as the same value: `1h5m`, `16m`, `0.5s` as `500ms`.
std::string print_duration(Duration time);

/// `2.78` for 2,780,000 micro-SU: up to six places, none of them noise.
std::string print_su(Su su);

/// Beyond every sensible figure, and small enough that a few of them can be added.
inline constexpr std::int64_t max_figure = std::int64_t{1} << 61;

/// value · factor / divisor in 128 bits, rounded once as told and held within ±max_figure. Divisor above 0.
std::int64_t multiply_divide(std::int64_t value, std::int64_t factor, std::int64_t divisor,
                             Rounding rounding = Rounding::nearest);

/// What so many hours at that rate come to, rounded once.
Su su_for(SuPerHour rate, Duration time);

/// a · b compared with c · d, exactly.
std::strong_ordering compare_products(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d);

}  // namespace migadvise
