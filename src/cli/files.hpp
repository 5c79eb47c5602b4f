// Reading the files that the command line names.
#pragma once

#include <cstddef>
#include <string>

#include "migadvise/diagnostic.hpp"
#include "migadvise/result.hpp"

namespace migadvise {

/// All bytes of a regular file of at most `limit` bytes. A folder, pipe, device or socket is refused without waiting for it.
Result<std::string, Diagnostic> read_file(const std::string& path, std::size_t limit);

}  // namespace migadvise
