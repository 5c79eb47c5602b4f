// "Did you mean": the known word that is nearest to an unknown one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace migadvise {

/// The nearest of `known` by the number of letters to insert, delete, replace or swap, case ignored; nothing when even the
/// nearest differs in more than a third of its letters. The first of several equally near ones.
std::optional<std::string_view> nearest_word(std::string_view word, std::span<const std::string_view> known);

}  // namespace migadvise
