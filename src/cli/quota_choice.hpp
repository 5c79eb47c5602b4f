// The quota that a command line names: a report of quota_info, and which of its accounts is meant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace migadvise {

/// Reads the report at `path`, if there is one, which may be the standard input, and gives `needs` the quota of its account.
/// Without an account in the needs the report must have only one; a report that does not name its only account is taken for one
/// about theirs. What is wrong is added to the errors.
void add_chosen_quota(const std::optional<std::string>& path, Needs& needs, std::vector<Diagnostic>& errors, const Io& io);

}  // namespace migadvise
