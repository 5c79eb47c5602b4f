// Sentences for reasons. One function makes the sentence of each rule; nothing else in the program words a reason.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migadvise/advice.hpp"

namespace migadvise {

/// A plain sentence with its figures, without a full stop. For an option that is ruled out it reads on from "no:".
std::string reason_text(const Advice& advice, const Reason& reason);

/// What is wrong with the job and the place it goes to, whatever the option: a sentence each.
std::vector<std::string> job_fault_lines(const Advice& advice);

/// What rules an option out, without the beginning that exclusion_text has.
std::string exclusion_reasons(const Advice& advice, const OptionAdvice& option);

/// Why an option is ruled out; of what job_fault_lines says only a word or two. Begun with `no:` or, when only headroom is
/// missing, `tight:`.
std::string exclusion_text(const Advice& advice, const OptionAdvice& option);

/// What one rule says of one option.
struct RuleLine {
  std::string_view rule;
  std::string_view verdict;  ///< `-` where the rule has nothing to say
  std::string text;
};

/// Every rule on an option, in the order in which they run.
std::vector<RuleLine> rule_lines(const Advice& advice, const OptionAdvice& option);

/// `recommended`, `no: ...`, `tight: ...`, or nothing for another one that would do.
std::string verdict_text(const Advice& advice, std::size_t option);

/// How sentences name an option: `3g.40gb`, `the full GPU`.
std::string option_text(const Advice& advice, std::size_t option);

}  // namespace migadvise
