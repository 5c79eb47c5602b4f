// The answer as text for people.
#pragma once

#include <string>

#include "migadvise/advice.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// Headline, options, reasons, what to beware of, and the line to submit with.
std::string write_text(const Advice& advice, const Style& style);

}  // namespace migadvise
