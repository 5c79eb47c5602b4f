// The options of sbatch, as far as a job script is read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "migadvise/job_script.hpp"

namespace migadvise {

enum class OptionValue : std::uint8_t { none, required, optional };

/// What sbatch looks for in a value that is not read for place or price.
enum class ValueForm : std::uint8_t {
  any,         ///< nothing, or nothing that is told of here
  word,        ///< one of the option's words
  all_words,   ///< a list of them
  some_words,  ///< a list of them; what is none of them is left out without a word, where another one is
  initial,     ///< anything that begins with the letter of one of them
  count,       ///< a whole number from 1
  time,
  size,
  signal,      ///< `[B:]USR1[@SECONDS]`
  dependency,  ///< `afterok:JOB[:JOB...],...`, `singleton`
};

/// One option: its long name without dashes, its letter or NUL, whether it takes a value, and which.
struct SbatchOption {
  std::string_view name;
  char letter = '\0';
  OptionValue value = OptionValue::required;
  JobOption means = JobOption::other;
  ValueForm form = ValueForm::any;
  std::span<const std::string_view> words = {};  ///< case does not matter
  std::span<const std::string_view> later = {};  ///< those that only later releases than 22.05 take
};

/// Every option that sbatch takes, in alphabetical order. Source: the manual of sbatch 22.05, and of later releases those that
/// were added since.
std::span<const SbatchOption> sbatch_options();

/// The options that a long name without dashes may mean: just the one of that name, else all that begin so, since sbatch takes
/// every abbreviation that is not ambiguous. Empty when there is none.
std::vector<const SbatchOption*> find_sbatch_options(std::string_view name);

/// The option of a directive by its name; null when sbatch has none of that name.
const SbatchOption* sbatch_option_of(const Directive& directive);

/// What was meant by a name that is none of an option.
struct MeantOption {
  std::string_view name;  ///< of an option, without dashes
  bool sure = false;      ///< nothing else can have been meant: a slip of the hand, or what another scheduler calls the same
};

/// The option that was most likely meant by a name without dashes that sbatch does not know; nothing where none is near.
std::optional<MeantOption> meant_sbatch_option(std::string_view name);

/// Whether sbatch looks into the value, and refuses what is none. The others it keeps as they stand, whatever they are.
bool is_checked_by_sbatch(const SbatchOption& option);

/// The option of a letter, or null.
const SbatchOption* find_sbatch_letter(char letter);

}  // namespace migadvise
