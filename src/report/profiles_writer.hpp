// The profile table as the program understands it, for people and spreadsheets; as JSON it is in json_writer.
#pragma once

#include <string>

#include "migadvise/advice.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// The options with their canonical names, GRES, GPU memory, SMs, shares and prices. The advice is that to a request without
/// needs: its CPUs, host RAM and place say what is priced. With `quiet` without the lines that explain the columns.
std::string write_profiles_text(const Advice& advice, const Style& style, bool quiet);

/// The same as a Markdown table and the lines that explain its columns.
std::string write_profiles_markdown(const Advice& advice);

/// A head and a row for every option. The columns are always the same; what is unknown is empty.
std::string write_profiles_csv(const Advice& advice);

}  // namespace migadvise
