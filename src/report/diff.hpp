// What changed from one text to another.
#pragma once

#include <string>
#include <string_view>

namespace migadvise {

/// A unified diff, as patch and git read it, with three lines around each change; empty where nothing changed. It is right for
/// any two texts, and short where lines were changed, added, removed or moved without being sorted anew. Takes time in proportion
/// to the texts, which are of less than 4 GiB. Names that no line can hold stand in quotes, as git writes them.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view name_before,
                         std::string_view name_after);

}  // namespace migadvise
