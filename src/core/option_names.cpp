#include <algorithm>

#include "migadvise/advice.hpp"

namespace migadvise {

void name_options(Table& table, const Site& site) {
  std::vector<NameCandidate> candidates;
  candidates.reserve(site.options.size());
  for (const SiteOption& option : site.options) {
    const std::optional<ProfileName> profile = parse_profile_name(option.profile);
    candidates.push_back({option.profile, profile ? profile->memory_gb : site.gpu_memory_gb});
  }
  const auto taken = [&](std::string_view name) {
    return std::ranges::any_of(table.profiles, [&](const Profile& profile) { return profile.name == name; });
  };
  for (Profile& profile : table.profiles) {
    if (canonical_name(profile.head)) {
      continue;
    }
    const std::optional<std::size_t> found = resolve_name(profile.head, candidates);
    if (found && !taken(candidates[*found].name)) {
      profile.name = candidates[*found].name;
    }
  }
}

}  // namespace migadvise
