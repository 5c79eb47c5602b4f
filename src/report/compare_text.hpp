// Sentences for what is said of choices that are compared, and how they are named.
#pragma once

#include <cstddef>
#include <string>

#include "migadvise/compare.hpp"

namespace migadvise {

/// `3g.40gb`, `3 × 1g.10gb`: a choice as people read it.
std::string choice_text(const Comparison& comparison, std::size_t choice);

/// `3g.40gb`, `1g.10gb:3`: a choice as it can be asked for, in JSON.
std::string choice_id(const Comparison& comparison, std::size_t choice);

/// A plain sentence with its figures, without a full stop. What speaks for a choice reads on from the names of the two.
std::string remark_text(const Comparison& comparison, const Remark& remark);

}  // namespace migadvise
