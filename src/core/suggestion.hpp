// "Did you mean": the known word that is nearest to an unknown one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace migadvise {

/// The nearest of `known` by the number of letters to insert, delete, replace or swap, case ignored; nothing when even the
/// nearest differs in more than a third of its letters, or a short one in its first: `cpu` is not `gpu` mistyped. The first of
/// several equally near ones.
std::optional<std::string_view> nearest_word(std::string_view word, std::span<const std::string_view> known);

/// The one of `known` that can only have been mistyped as `word`, so that it may be put in its place; nothing where there is a
/// choice. Both are compared part by part between `-` and `_`, case and a plural `s` ignored: a part of four letters may differ
/// in one, of eight in two, unless it is a part of some known name itself and so was meant as it stands.
std::optional<std::string_view> mistyped(std::string_view word, std::span<const std::string_view> known);

/// Whether each part of the word between `-` and `_` is part of a known name: such a word is another name, not a mistyped one.
bool is_made_of_known(std::string_view word, std::span<const std::string_view> known);

}  // namespace migadvise
