// Reading the files that the command line names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "migadvise/diagnostic.hpp"
#include "migadvise/result.hpp"

namespace migadvise {

/// All bytes of a regular file of at most `limit` bytes. A folder, pipe, device or socket is refused without waiting for it.
Result<std::string, Diagnostic> read_file(const std::string& path, std::size_t limit);

/// All bytes that can be read from the standard input, which may be a pipe that is waited for; at most `limit`.
Result<std::string, Diagnostic> read_standard_input(std::size_t limit);

/// The name that stands for the standard input.
inline constexpr std::string_view standard_input = "-";

}  // namespace migadvise
