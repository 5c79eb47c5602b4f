// Choices side by side, for people; as JSON they are in json_writer.
#pragma once

#include <string>

#include "migadvise/compare.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// A column for each choice and a row for each of its properties, then what speaks for which. What is wider than the terminal is
/// divided into tables below each other. With `quiet` the tables alone.
std::string write_compare_text(const Comparison& comparison, const Style& style, bool quiet);

/// The same, all choices in one table.
std::string write_compare_markdown(const Comparison& comparison);

}  // namespace migadvise
