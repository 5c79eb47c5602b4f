// The answer as CSV: a row for every option.
#pragma once

#include <string>

#include "migadvise/advice.hpp"

namespace migadvise {

/// A head and a row for every option in table order, with the figures of the JSON answer. The columns are always the same; what
/// is unknown is empty.
std::string write_csv(const Advice& advice);

}  // namespace migadvise
