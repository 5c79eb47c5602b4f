// Names of GPU options: NVIDIA's MIG profile names, and the other spellings that clusters and people use for them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace migadvise {

/// Attributes that follow a profile name after `+` (asked for) or `-` (refused), as NVIDIA defines them.
enum class ProfileAttribute : std::uint8_t {
  media_engines,      ///< me
  all_media_engines,  ///< me.all
  graphics,           ///< gfx
};

/// A MIG profile, `[Cc.]Gg.Mgb[+attr,...|-attr,...]`: compute slices of the compute instance (0 when not named), compute slices
/// of the GPU instance, the GPU memory label in GB.
struct ProfileName {
  int compute_instance_slices = 0;
  int slices = 0;
  int memory_gb = 0;
  bool attributes_refused = false;  ///< the list stands after `-`
  std::vector<ProfileAttribute> attributes;

  friend bool operator==(const ProfileName&, const ProfileName&) = default;
};

/// Reads NVIDIA's grammar and nothing else: `1g.10gb`, `1c.3g.40gb`, `1g.10gb+me`, `2g.20gb+me.all,gfx`, `1g.10gb-me`. Case
/// does not matter. No blanks, no leading zeros, no attribute twice, compute instance no larger than the GPU instance.
std::optional<ProfileName> parse_profile_name(std::string_view text);

/// The canonical spelling, which parse_profile_name reads back as the same value.
std::string print_profile_name(const ProfileName& name);

/// What a name says about an option. Each part may be missing: `1g` has no GPU memory, `10gb` no slices, `a100` neither.
struct OptionName {
  bool full = false;                   ///< the whole GPU, without MIG
  bool mig = false;                    ///< says that it is a slice
  std::optional<ProfileName> profile;  ///< a complete profile name
  std::optional<int> slices;           ///< compute slices alone, from `1g`
  std::optional<int> memory_gb;        ///< GPU memory label, from `10gb`, `a100_10g`, `80gb`
  std::string gpu;                     ///< the GPU's model in lower case, `a100`, or empty

  friend bool operator==(const OptionName&, const OptionName&) = default;
};

/// Reads every spelling that is in use: a profile name; `1g`, `10gb`, `10g`; Slurm's types `a100_10g`, `a100_1g.10gb`,
/// `nvidia_a100_1g.10gb`, also with `gpu:` before and `:1` behind; Kubernetes' `mig-1g.10gb`; `MIG 1g.10gb`, `A100 MIG 10gb`,
/// `A100_10gb MIG`; `full`, `Full 80GB`, `a100`, `A100_80gb full GPU`, `A100-SXM4-80GB`. Case, blanks, no-break blanks, `_` and
/// `-` between the words do not matter, but `A100-40GB` is a whole GPU as makers name it, where `A100_40GB` may be a slice, and
/// `gpu:1` is the whole GPU. Nothing when a word is none of these.
std::optional<OptionName> parse_option_name(std::string_view text);

/// The canonical name: the profile's, or `full`; nothing when the name is not complete.
std::optional<std::string> canonical_name(const OptionName& name);

/// An option that a name may mean.
struct NameCandidate {
  std::string_view name;  ///< canonical: a profile name or `full`
  int memory_gb = 0;      ///< nominal GPU memory; for slices that of the profile
  std::string gpu;        ///< the GPU's model in lower case, or empty where it is not known
};

/// Which of `candidates` the name means: its index, or nothing when none does or more than one. A name of one GPU means no option
/// of another. An exact profile wins; else the
/// same slices with a GPU memory label one GB away (Slurm's own detection prints 3g.39gb for 3g.40gb); else slices alone; else
/// GPU memory alone. `80gb` means the whole GPU only where no slice has that much.
std::optional<std::size_t> resolve_name(const OptionName& name, std::span<const NameCandidate> candidates);

}  // namespace migadvise
