// The sentences about the quota of an account.
#pragma once

#include <string>

#include "report/wording.hpp"

namespace migadvise {

std::string quota(const Wording& w);
std::string over_quota(const Wording& w);
std::string near_quota(const Wording& w);
std::string quota_used_up(const Wording& w);

}  // namespace migadvise
