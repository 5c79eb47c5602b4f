// Every name that is read is printed as a name that is read as the same; a profile name is also an option name.
#include <array>
#include <optional>
#include <string>

#include "fuzz.hpp"
#include "migadvise/profile_name.hpp"

namespace migadvise {
namespace {

const std::array<NameCandidate, 4> candidates{
    {{"1g.10gb", 10, "a100"}, {"2g.20gb", 20, "a100"}, {"3g.40gb", 40, "a100"}, {"full", 80, "a100"}}};

void check_profile_name(std::string_view text) {
  const std::optional<ProfileName> name = parse_profile_name(text);
  if (!name) {
    return;
  }
  fuzz_check(name->slices > 0 && name->memory_gb > 0);
  fuzz_check(name->compute_instance_slices >= 0 && name->compute_instance_slices <= name->slices);
  fuzz_check(!name->attributes_refused || !name->attributes.empty());
  const std::string printed = print_profile_name(*name);
  fuzz_check(printed.size() == text.size());
  fuzz_check(parse_profile_name(printed) == name);
  fuzz_check(print_profile_name(*parse_profile_name(printed)) == printed);
  const std::optional<OptionName> option = parse_option_name(text);
  fuzz_check(option && option->profile == name && !option->full);
  fuzz_check(canonical_name(*option) == printed);
}

void check_option_name(std::string_view text) {
  const std::optional<OptionName> name = parse_option_name(text);
  if (!name) {
    return;
  }
  fuzz_check(name->full || name->profile || name->slices || name->memory_gb);
  fuzz_check(!name->full || (!name->profile && !name->slices && !name->mig));
  fuzz_check(!name->slices || *name->slices > 0);
  fuzz_check(!name->memory_gb || *name->memory_gb > 0);
  if (const std::optional<std::string> canonical = canonical_name(*name)) {
    const std::optional<OptionName> again = parse_option_name(*canonical);
    fuzz_check(again && again->full == name->full && again->profile == name->profile);
    fuzz_check(canonical_name(*again) == canonical);
  }
  const std::optional<std::size_t> found = resolve_name(*name, candidates);
  fuzz_check(!found || *found < candidates.size());
  if (found) {
    const bool full = candidates[*found].name == "full";
    fuzz_check(!name->full || full);
    fuzz_check(!full || (!name->profile && !name->slices && !name->mig));
    fuzz_check(!name->memory_gb || candidates[*found].memory_gb == *name->memory_gb);
  }
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = migadvise::fuzz_text(data, size);
  migadvise::check_profile_name(text);
  migadvise::check_option_name(text);
  return 0;
}
