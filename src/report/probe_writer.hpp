// A probe as a script that measures a command and says what was found.
#pragma once

#include <string>
#include <vector>

#include "migadvise/probe.hpp"

namespace migadvise {

/// What the script of a probe holds beside the plan. No text has a line break.
struct ProbeText {
  std::string job_name;              ///< a word that Slurm takes
  std::vector<std::string> modules;  ///< to be loaded, in this order; each a name of a module
  std::vector<std::string> command;  ///< what is measured, word for word; the first is not empty
  int minutes = 0;                   ///< the most that it runs on each option; above 0
  std::string rate_regex;            ///< a POSIX extended regular expression with one group, a number; empty without one
  std::vector<std::string> answer;   ///< the words of a call for advice on the same job, from `migadvise` on
  std::vector<std::string> made_by;  ///< the command line that asks for this script, from `migadvise` on
};

/// The whole script; the probe has at least one option. What is not known stands in capitals below a comment. With `ascii`, no
/// byte above 126, and yet the command gets its own bytes.
std::string write_probe(const Probe& probe, const ProbeText& text, bool ascii);

/// What has to be filled in before the probe is started: a sentence each.
std::vector<std::string> probe_fill_in_lines(const Probe& probe);

/// What the probe costs, what may disturb it, which options it does not measure and what that means: a sentence each.
std::vector<std::string> probe_remarks(const Probe& probe);

/// Why no option can be measured, or not all of the `wanted` ones: a sentence each.
std::vector<std::string> probe_refusals(const Probe& probe, const std::vector<std::size_t>& wanted);

/// The same where there is no place to measure in. `partition` is the one that was asked for, or empty.
std::string no_free_place(const Site& site, std::string_view partition);

}  // namespace migadvise
