// The recommendation as a batch script.
#pragma once

#include <string>
#include <vector>

#include "migadvise/advice.hpp"

namespace migadvise {

/// What a script holds beside the advice. No text has a line break.
struct ScriptText {
  std::string job_name;              ///< a word that Slurm takes
  std::vector<std::string> modules;  ///< to be loaded, in this order; each a name of a module
  std::vector<std::string> command;  ///< what the job runs, word for word; the first is not empty
  int tasks = 1;  ///< that the command itself starts as tasks of Slurm; the CPUs of the job are a multiple of it
  std::vector<std::string> made_by;  ///< the command line that asks for this script, from `migadvise` on
};

/// What in a command looks like a line for the shell, though the script runs it word for word: one sentence each.
std::vector<std::string> shell_words_in(const std::vector<std::string>& command);

/// The whole script. What is not known stands in capitals below a comment. With `ascii`, no byte above 126, and yet the command
/// gets its own bytes. Empty when nothing is recommended or the site names no GRES for it.
std::string write_script(const Advice& advice, const ScriptText& text, bool ascii);

}  // namespace migadvise
