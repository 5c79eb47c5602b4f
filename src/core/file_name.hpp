// The file name of a path.
#pragma once

#include <string_view>

namespace migadvise {

/// What stands behind the last `/` of a path; all of it where there is none, and nothing where it ends with one.
constexpr std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace migadvise
