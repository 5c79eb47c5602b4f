// What the commands that write a batch script share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "migadvise/site.hpp"

namespace migadvise {

/// A name for a job that runs the command, which Slurm takes: that of the program's file.
std::string job_name_of(const std::vector<std::string>& command);

/// A finished script and what is said beside it.
struct FinishedScript {
  std::string bytes;                    ///< not empty
  std::string_view start;               ///< the program that starts it: `sbatch`
  std::string_view purpose;             ///< what that does: `submit`
  std::string words;                    ///< told on stderr, in whole lines
  std::vector<std::string> to_fill_in;  ///< likewise, a sentence for each placeholder
};

/// The sentences as lines on stderr, which say who tells them.
std::string told(const std::vector<std::string>& sentences);

/// That the account is a text to be replaced, as a line on stderr; nothing where it is not.
std::string account_words(const std::string& account, const Site& site);

/// The script on stdout, which `-` names as well, or in the file that the request names, and the words beside it unless `quiet`.
Outcome give_script(FinishedScript script, const ScriptFile& file, bool quiet, const Style& style);

}  // namespace migadvise
