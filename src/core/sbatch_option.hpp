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

/// One option: its long name without dashes, its letter or NUL, and whether it takes a value.
struct SbatchOption {
  std::string_view name;
  char letter = '\0';
  OptionValue value = OptionValue::required;
  JobOption means = JobOption::other;
};

/// Every option that sbatch takes, in alphabetical order. Source: the manual of sbatch 22.05, and of later releases those that
/// were added since.
std::span<const SbatchOption> sbatch_options();

/// The options that a long name without dashes may mean: just the one of that name, else all that begin so, since sbatch takes
/// every abbreviation that is not ambiguous. Empty when there is none.
std::vector<const SbatchOption*> find_sbatch_options(std::string_view name);

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
