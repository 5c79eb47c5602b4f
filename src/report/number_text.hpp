// Figures as people read them. All rounding for people is here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "migadvise/units.hpp"

namespace migadvise {

/// `9`, `2.78`: SU per hour to the second place.
std::string su_text(std::int64_t micro_su);

/// A need as it is to be rounded up for people: less a thousand bytes. It was rounded up to whole bytes when it was read and may
/// have been multiplied by tasks; those bytes must not turn 19.8 GiB into 19.9.
Bytes need_to_show(Bytes need);

/// GiB to the first place without the unit: a need is rounded up, a capacity down.
std::string need_text(Bytes need);
std::string capacity_text(Bytes capacity);

/// A need beside a capacity, in GiB without the unit.
struct GibPair {
  std::string need;
  std::string capacity;
};

/// Both with as many places (1 to 10) as it takes to show which of them is larger.
GibPair gib_pair(Bytes need, Bytes capacity);

/// `76 %`: a share, rounded to whole percent; `<1 %` above zero.
std::string percent_text(std::int64_t part, std::int64_t whole);

/// `1.89`: a speed-up to the second place.
std::string speedup_text(Ratio ratio);

/// `7.7`: a factor as the table has it.
std::string ratio_text(Ratio ratio);

/// `53`: a score to the whole point; `<1` above zero.
std::string score_text(Ratio score);

/// `1 CPU`, `4 CPUs`.
std::string count_text(std::int64_t count, std::string_view noun);

}  // namespace migadvise
