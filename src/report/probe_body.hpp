// The part of a probe's script that is the same in all of them, probe_body.sh; its source is written by embed.cmake.
#pragma once

#include <string_view>

namespace migadvise {

/// Bytes of probe_body.sh, all of them ASCII. It reads the variables name, options, gres, slices, minutes, rate_regex, remarks,
/// answer and command, and calls the function load_modules, which stand ahead of it.
std::string_view probe_body();

}  // namespace migadvise
