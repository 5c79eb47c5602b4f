// Characters that look like those that sbatch knows: what word processors, web pages and chats make of dashes, blanks and quotes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/job_script.hpp"

namespace migadvise {

enum class Sign : std::uint8_t { none, dash, blank, quote, double_quote, invisible };

/// The plain character that is meant; nothing for an invisible one.
std::string_view meant_by(Sign sign);

/// The bytes of the longest of them.
inline constexpr std::size_t longest_sign = 3;

/// One of them, and where it stands.
struct FoundSign {
  TextRange at;
  Sign sign = Sign::none;
};

/// All of them in some bytes, in order.
std::vector<FoundSign> signs_in(std::string_view bytes, TextRange part);

/// The number of its character: `U+2013`.
std::string code_point(std::string_view bytes, const FoundSign& sign);

/// The edits that put plain characters in the place of the signs of a word. Word processors make one long dash of two short ones:
/// at the start of a word the number of dashes follows from what stands behind.
std::vector<Edit> plain_signs(std::string_view bytes, TextRange word, const std::vector<FoundSign>& signs);

}  // namespace migadvise
