// Idle instances of the options, counted from what sinfo tells.
#pragma once

#include "migadvise/advice.hpp"

namespace migadvise {

/// Fills in how many instances of each option its partition has, and how many are idle. Nothing else of the advice changes.
void count_live(Advice& advice, const LiveCluster& live);

}  // namespace migadvise
