// States of nodes and partitions as sinfo prints them.
#pragma once

#include <optional>
#include <string_view>

#include "migadvise/live.hpp"

namespace migadvise {

/// What a state means for a job that is to start: `mixed`, `idle*`, `drng`, `idle+reserved`. Nothing where the word is unknown.
std::optional<NodeService> read_node_state(std::string_view text);

/// Whether a partition starts jobs: `up`. Nothing where the word is unknown.
std::optional<bool> read_availability(std::string_view text);

}  // namespace migadvise
