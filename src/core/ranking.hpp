// Which option is the best: by SU per hour, or where run times are known, by what the whole run costs or takes.
#pragma once

#include "migadvise/advice.hpp"

namespace migadvise {

/// Fills in what follows from comparing the eligible options of an advice whose options have been judged: the recommendation,
/// ranks, scores, relative costs and which options no other beats.
void rank_options(Advice& advice);

/// Fills in which measurement would tell most, and what other numbers of CPUs would change.
void look_beyond(Advice& advice);

/// Whether the likely time of an option may decide.
bool has_likely_time(const OptionAdvice& option);

/// The time by which an option is ranked: one far above the measured options counts with the slow end of its range. It must have
/// a likely time.
Duration ranking_time(const OptionAdvice& option);

/// Whether what is known of the two leaves open which of them is better by what the request prefers. Both are ranked by time.
bool may_be_better(const Advice& advice, const OptionAdvice& other, const OptionAdvice& chosen);

/// Options within so many percent of the best count as equal to it.
inline constexpr std::int64_t equal_percent = 5;

}  // namespace migadvise
