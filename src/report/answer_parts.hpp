// What the answers for people, text and Markdown, are made of.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "migadvise/advice.hpp"

namespace migadvise {

/// `3g.40gb`, `2 × full`: an option, with the number of GPUs that a job asks for.
std::string counted_name(const Advice& advice, std::size_t option);

/// `9 SU/hour`, `3 jobs × 3 = 9 SU/hour`, `0 SU/hour (would be 9)`: what `option` costs.
std::string price_text(const Advice& advice, std::size_t option);

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
