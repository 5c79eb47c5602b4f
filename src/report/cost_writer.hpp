// The price of a request for people and spreadsheets; as JSON it is in json_writer.
#pragma once

#include <string>
#include <vector>

#include "migadvise/cost.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// What to beware of: a sentence each.
std::vector<std::string> cost_warning_lines(const Cost& cost);

/// The charge and the formula with its figures. With `quiet` the charge alone.
std::string write_cost_text(const Cost& cost, const Style& style, bool quiet);

/// The same as a table with a row, and the formula below it.
std::string write_cost_markdown(const Cost& cost);

/// A head and a row. The columns are always the same; what is unknown is empty.
std::string write_cost_csv(const Cost& cost);

}  // namespace migadvise
