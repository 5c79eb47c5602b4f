// Sentences for reasons. One function makes the sentence of each rule; nothing else in the program words a reason.
#pragma once

#include <string>

#include "migadvise/advice.hpp"

namespace migadvise {

/// A plain sentence with its figures, without a full stop. For an option that is ruled out it reads on from "no:".
std::string reason_text(const Advice& advice, const Reason& reason);

/// Why an option is ruled out, begun with `no:` or, when only headroom is missing, `tight:`.
std::string exclusion_text(const Advice& advice, const OptionAdvice& option);

/// How sentences name an option: `3g.40gb`, `the full GPU`.
std::string option_text(const Advice& advice, std::size_t option);

}  // namespace migadvise
