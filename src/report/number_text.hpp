// Figures as people read them. All rounding for people is here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "migadvise/advice.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// A figure for programs: JSON and CSV print the same digits.
struct ExactNumber {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;  ///< above 0
  int decimals = 0;              ///< at most; zeros at the end are left out
  Rounding rounding = Rounding::nearest;
};
ExactNumber gib_number(Bytes bytes, Rounding rounding);  ///< GiB; a need goes up, a capacity down
ExactNumber gb_number(Bytes bytes);                      ///< decimal GB, down
ExactNumber terabytes_number(std::int64_t bytes);        ///< decimal TB
ExactNumber su_number(std::int64_t micro);               ///< SU, SU per hour
ExactNumber hours_number(Duration time);                 ///< to the millisecond
ExactNumber ratio_number(Ratio ratio);
ExactNumber share_number(std::int64_t part, std::int64_t whole);
ExactNumber score_number(Ratio points);
std::string exact_text(const ExactNumber& number);

/// `9`, `2.78`: SU per hour to the second place.
std::string su_text(std::int64_t micro_su);

/// SU that are no less than what will be charged: to the second place, rounded up.
std::string su_bound_text(std::int64_t micro_su);

/// As su_text; of what is only predicted, no more than three digits.
std::string su_text_of(std::int64_t micro_su, bool exact);

/// A need as it is to be rounded up for people: less a thousand bytes. It was rounded up to whole bytes when it was read and may
/// have been multiplied by tasks; those bytes must not turn 19.8 GiB into 19.9.
Bytes need_to_show(Bytes need);

/// GiB to the first place without the unit: a need is rounded up, a capacity down.
std::string need_text(Bytes need);
std::string capacity_text(Bytes capacity);

/// A figure that is shown beside another, and the way it is rounded.
struct RoundedFigure {
  std::int64_t numerator = 0;
  Rounding rounding = Rounding::nearest;
};

/// Places at most: what is still alike then is printed alike.
inline constexpr int most_places = 10;

/// How many places, `fewest` (0 to 10) or more, both need to show which is larger, or `fewest` when they are equal. Both are over
/// `unit`, which is above 0.
int places_to_tell_apart(const RoundedFigure& one, const RoundedFigure& other, std::int64_t unit, int fewest);

/// Two figures as one sentence has them.
struct FigurePair {
  std::string one;
  std::string other;
};

/// Both with as many places as it takes to show which is larger; equal ones are both rounded as the other is.
FigurePair figure_pair(const RoundedFigure& one, const RoundedFigure& other, std::int64_t unit, int fewest);

/// SU that may be charged, rounded up, beside SU that there are.
FigurePair su_bound_pair(Su bound, Su there);

/// A need beside a capacity, in GiB without the unit.
struct GibPair {
  std::string need;
  std::string capacity;
};

/// The need rounded up, the capacity down; told apart.
GibPair gib_pair(Bytes need, Bytes capacity);

/// `76 %`: a share, rounded to whole percent; `<1 %` above zero.
std::string percent_text(std::int64_t part, std::int64_t whole);

/// `1.89`: a speed-up to the second place.
std::string speedup_text(Ratio ratio);

/// `1.58` for 11/7: how many times faster something must be, rounded up to the second place since less would not do.
std::string needed_factor_text(Ratio factor);

/// `7.7`: a factor as the table has it.
std::string ratio_text(Ratio ratio);

/// `53`: a score to the whole point; `<1` above zero.
std::string score_text(Ratio score);

/// `0.55`: hours to the second place.
std::string hours_text(Duration time, Rounding rounding = Rounding::nearest);

/// `33.4 min`, `1.09 h`: a run time to three digits, in the largest unit that it fills.
std::string time_text(Duration time);

/// The next round figure, in the unit in which time_text prints, with some room above: where an axis may end.
Duration time_to_round_up(Duration time);
Su su_to_round_up(Su cost);

/// `34.9 min (29.6 to 41.8)`, `between 14.5 and 137 min`: in one unit; only the figure where it is exact.
std::string time_range_text(const Range<Duration>& time);

/// `2.9 SU (2.47 to 3.49)`, `between 2.1 and 4.5 SU`; the unit can be left out.
std::string su_range_text(const Range<Su>& cost, std::string_view unit = " SU");

/// `0.87 (0.82 to 0.91)`: a factor to the second place.
std::string ratio_range_text(const Range<Ratio>& ratio);

/// How many times as fast something was found to be, rounded down, and the factor that is needed, rounded up: `1.74 (1.39
/// to 2.19)` and `3.4`, with as many places (2 or more) as it takes to show on which side of the needed one each lies.
FigurePair speedup_pair(const Range<Ratio>& found, Ratio needed);

/// Two costs of which the first is the smaller: `3 SU (2.7 to 3.3)` and `6`, with as many places (2 or more) as it takes to show
/// it.
FigurePair su_range_pair(const Range<Su>& smaller, const Range<Su>& larger);

/// A walltime in hours and as Slurm writes it: `72 h (3-00:00:00)`.
std::string walltime_text(Duration time);

/// As print_slurm_time, but rounded down to the second: no longer than `time`.
std::string clock_at_most(Duration time);

/// As print_host_ram, but rounded down to a K: no more than `ram`.
std::string ram_at_most(Bytes ram);

/// The formula of a charge with its figures: `max(4 for 4 CPUs, 16 for 64G host RAM) + 8 for the GPU = 24 SU/hour`.
std::string charge_text(const Charge& charge, std::int64_t cpus, Bytes ram, std::int64_t gpus);

/// `1 CPU`, `4 CPUs`.
std::string count_text(std::int64_t count, std::string_view noun);

}  // namespace migadvise
