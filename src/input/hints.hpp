// How to mend what is wrong in a file: hints that several loaders give.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "migadvise/units.hpp"

namespace migadvise {

/// `did you mean 'walltime'?`, the word in the quotes of the file's kind; nothing where no known word is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known, char quote);

/// How to give a report of a quota.
inline constexpr std::string_view quota_hint = "quota_info >FILE, or quota_info | migadvise ... --quota -";

/// How to write a number that could not be read; nothing where the error says it.
std::string number_hint(QuantityError error);

}  // namespace migadvise
