#include "migadvise/site.hpp"

#include <algorithm>

namespace migadvise {

const std::string* Site::find_gres(std::string_view profile) const {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const SiteOption& option) { return option.profile == profile; });
  return found == options.end() ? nullptr : &found->gres;
}

}  // namespace migadvise
