// What the fuzz targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace migadvise {

/// Stops at once when a property does not hold, in every kind of build.
inline void fuzz_check(bool holds) {
  if (!holds) {
    __builtin_trap();
  }
}

inline std::string_view fuzz_text(const std::uint8_t* data, std::size_t size) {
  return size == 0 ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(data), size);
}

}  // namespace migadvise
