// The files of data/ that are compiled into the binary; their source is written by src/embed.cmake.
#pragma once

#include <string_view>

namespace migadvise {

/// Bytes of data/wulver/mig-profile-comparison.csv.
std::string_view embedded_table();

/// Bytes of data/wulver/site.json.
std::string_view embedded_site();

/// Bytes of data/wulver/benchmarks.csv.
std::string_view embedded_benchmarks();

}  // namespace migadvise
