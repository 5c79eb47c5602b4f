// The command `profiles`: the profile table as the program understands it.
#pragma once

#include "cli/command.hpp"

namespace migadvise {

/// Lists the options of the table with what each is charged.
Outcome run_profiles(const ProfilesRequest& request, const Io& io);

}  // namespace migadvise
