// What the answers for people, text and Markdown, are made of.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "migadvise/advice.hpp"
#include "report/chart.hpp"
#include "report/grid.hpp"

namespace migadvise {

/// `3g.40gb`, `2 × full`: an option, with the number of GPUs that a job asks for.
std::string counted_name(const Advice& advice, std::size_t option);

/// `9 SU/hour`, `3 jobs × 3 = 9 SU/hour`, `0 SU/hour (would be 9)`: what `option` costs.
std::string price_text(const Advice& advice, std::size_t option);

/// What the whole run costs and takes on the recommended option: `2.78 SU in 33.4 min`; that the cost to finish is undecided; or
/// nothing where nothing is said of run times.
std::string finish_text(const Advice& advice);

/// Whether the run time of some option is known, in hours or relative to the others.
bool knows_times(const Advice& advice);

/// How an option stands by run time and cost.
Mark mark_of(const Advice& advice, std::size_t option);

/// Rows of what is known of the run on each option, in display order: run time and SU, or the SU relative to the cheapest.
Grid finish_grid(const Advice& advice, const Style& style);

/// What the signs in the rows mean, those that are there.
std::string mark_legend(const Advice& advice, const Style& style);

/// What to give for an answer by run times.
std::string how_to_tell_times(const Site& site);

/// The same as a picture; nothing where no run time is likely.
std::string finish_chart(const Advice& advice, const Style& style);

/// Head of the column for SU per hour: where nothing is charged, the figures are what would be.
std::string_view rate_head(const Advice& advice);

/// The type in `gpu:a100_40g:1`, or `?`.
std::string gres_type(const OptionAdvice& option);

/// Ranked options first, then the others from the largest down.
std::vector<std::size_t> display_order(const Advice& advice);

/// Why the recommended option is the one, or why none would be with any option: a sentence each.
std::vector<std::string> why_lines(const Advice& advice);

/// What to beware of, or without a recommendation what would help: a sentence each.
std::vector<std::string> warning_lines(const Advice& advice);

/// Head of those.
std::string_view warning_head(const Advice& advice);

/// What the answer does not know.
std::vector<std::string> closing_lines(const Advice& advice);

}  // namespace migadvise
