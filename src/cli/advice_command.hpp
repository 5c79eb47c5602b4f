// The advice command: needs in, recommendation out. And what the command `script` shares with it.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace migadvise {

/// Ranks the options of the table for what the job needs.
Outcome run_advice(const AdviceRequest& request, const Io& io);

/// A request with what it is answered from: everything it names has been looked up.
struct Question {
  Inputs inputs;
  Needs needs;
};

/// The question of a request that does not list benchmarks, or the outcome with its errors; `io` is where a quota may come from.
Result<Question, Outcome> load_question(const RunRequest& request, const Io& io);

/// What is told on stderr where the answer itself has no room for words: the warnings, and why there is no answer.
std::string words_beside(const Advice& advice);

}  // namespace migadvise
