// The answer as Markdown, to be quoted in a site's documentation.
#pragma once

#include <string>

#include "migadvise/advice.hpp"

namespace migadvise {

/// Headline, a table with a row for every option, reasons and the line to submit with. The columns are always the same. With
/// `explain` every rule on every option as a second table.
std::string write_markdown(const Advice& advice, bool explain);

}  // namespace migadvise
