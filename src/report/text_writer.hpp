// The answer as text for people.
#pragma once

#include <string>

#include "migadvise/advice.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// Headline, options, reasons, what to beware of, and the line to submit with. With `explain`, every rule on every option.
std::string write_text(const Advice& advice, const Style& style, bool explain);

/// The headline alone.
std::string write_headline(const Advice& advice, const Style& style);

}  // namespace migadvise
