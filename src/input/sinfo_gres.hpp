// Lists of GRES as sinfo prints them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace migadvise {

/// Some GPUs of one type.
struct GresCount {
  std::string type;  ///< empty where there is none
  std::int64_t count = 0;
};

/// The GPUs of a list such as `gpu:a100_10g:7(S:0-1),gpu:2` or `gpu:a100_10g:1(IDX:0,2)`, every type once; other GRES are left
/// out, and `(null)` has none. A count that is left out is `default_count`. Nothing when it is no such list, or a count is larger
/// than max_live_count.
std::optional<std::vector<GresCount>> read_gpus(std::string_view list, std::optional<std::int64_t> default_count);

}  // namespace migadvise
