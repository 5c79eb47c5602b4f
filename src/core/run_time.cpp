#include "migadvise/run_time.hpp"

#include <array>

namespace migadvise {

std::string_view basis_id(Basis basis) {
  constexpr std::array<std::string_view, 5> ids{"measured", "published", "predicted", "bounded", "assumed"};
  return ids[static_cast<std::size_t>(basis)];
}

std::string_view compute_class_id(ComputeClass name) {
  constexpr std::array<std::string_view, compute_class_count> ids{"light", "medium", "heavy"};
  return ids[static_cast<std::size_t>(name)];
}

}  // namespace migadvise
