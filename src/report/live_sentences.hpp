// Sentences about idle instances.
#pragma once

#include <string>
#include <string_view>

#include "report/wording.hpp"

namespace migadvise {

std::string none_idle(const Wording& w);
std::string idle_without_room(const Wording& w);
std::string nodes_out_of_service(const Wording& w);
std::string gpus_of_unknown_kind(const Wording& w);

/// Head of the column for idle instances.
inline constexpr std::string_view idle_head = "idle";

/// How many instances of an option are idle, of those in service: `3 of 14`; `?` where that is not known, nothing where nobody
/// asked.
std::string idle_text(const Advice& advice, const OptionAdvice& option);

}  // namespace migadvise
