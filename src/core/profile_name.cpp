#include "migadvise/profile_name.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "core/decimal.hpp"

namespace migadvise {

namespace {

constexpr std::array<std::pair<std::string_view, ProfileAttribute>, 3> attribute_names{
    {{"me", ProfileAttribute::media_engines},
     {"me.all", ProfileAttribute::all_media_engines},
     {"gfx", ProfileAttribute::graphics}}};

// A GPU has 7 or 8 compute slices; a bare `5g` up to here means slices, a larger number GPU memory.
constexpr int max_slices = 8;

// Takes a number without leading zeros from the start of `text`.
std::optional<int> take_number(std::string_view& text) {
  constexpr std::size_t max_digits = 5;
  std::size_t end = 0;
  int value = 0;
  while (end < text.size() && is_digit(text[end])) {
    if (end == max_digits) {
      return std::nullopt;
    }
    value = value * 10 + (text[end] - '0');
    ++end;
  }
  if (end == 0 || text[0] == '0') {
    return std::nullopt;
  }
  text.remove_prefix(end);
  return value;
}

bool take(std::string_view& text, std::string_view word) {
  if (text.size() < word.size() || !equal_folded(text.substr(0, word.size()), word)) {
    return false;
  }
  text.remove_prefix(word.size());
  return true;
}

bool take_attributes(std::string_view text, ProfileName& name) {
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view word = text.substr(0, comma);
    const auto* const known = std::find_if(attribute_names.begin(), attribute_names.end(),
                                           [&](const auto& entry) { return equal_folded(entry.first, word); });
    if (known == attribute_names.end() ||
        std::find(name.attributes.begin(), name.attributes.end(), known->second) != name.attributes.end()) {
      return false;
    }
    name.attributes.push_back(known->second);
    if (comma == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(comma + 1);
  }
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(separators);
    if (end != 0) {
      words.emplace_back(text.substr(0, end));
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return words;
}

// `gpu:a100_10g:1` without what Slurm puts around the type; blanks of every kind and `_` become one blank.
std::string normalise(std::string_view text) {
  std::string plain = plain_blanks(text);
  std::transform(plain.begin(), plain.end(), plain.begin(), [](char c) { return c == '_' ? ' ' : to_lower(c); });
  constexpr std::string_view gres_prefix = "gpu:";
  if (plain.starts_with(gres_prefix)) {
    plain.erase(0, gres_prefix.size());
    if (plain == "1") {
      return "full";  // of no type: where slices have theirs, it is a whole GPU that is given
    }
    if (plain.ends_with(":1")) {
      plain.erase(plain.size() - 2);
    }
  }
  return plain;
}

bool is_form_factor(std::string_view word) {
  if (word == "pcie" || word == "nvl") {
    return true;
  }
  return word.starts_with("sxm") && word.size() <= 4 && (word.size() == 3 || is_digit(word[3]));
}

// A few letters, digits, perhaps letters again: a100, h200, l40s, rtx6000. Not any word with a number, such as column1.
bool is_gpu_model(std::string_view word) {
  const auto* const digits = std::find_if_not(word.begin(), word.end(), is_letter);
  const auto* const tail = std::find_if_not(digits, word.end(), is_digit);
  const auto letters = digits - word.begin();
  const auto figures = tail - digits;
  return letters >= 1 && letters <= 3 && figures >= 2 && figures <= 4 && word.end() - tail <= 2 &&
         std::all_of(tail, word.end(), is_letter);
}

struct Words {
  OptionName name;
  std::optional<int> short_number;  // the N of a word `Ng`, whose meaning depends on the other words
  bool form_factor = false;
  bool hyphened_memory = false;  // `A100-40GB`: how makers name a whole GPU
};

bool set_once(std::optional<int>& place, int value) {
  if (place) {
    return false;
  }
  place = value;
  return true;
}

bool read_word(std::string_view word, Words& words) {
  if (word == "nvidia" || word == "gpu") {
    return true;
  }
  if (word == "mig" || word == "full") {
    bool& flag = word == "mig" ? words.name.mig : words.name.full;
    return !std::exchange(flag, true);
  }
  if (is_form_factor(word)) {
    return !std::exchange(words.form_factor, true);
  }
  if (is_gpu_model(word) && words.name.gpu.empty()) {
    words.name.gpu = word;
    return true;
  }
  std::string_view rest = word;
  const std::optional<int> number = take_number(rest);
  if (!number) {
    return false;
  }
  if (rest == "gb") {
    return set_once(words.name.memory_gb, *number);
  }
  return rest == "g" && set_once(words.short_number, *number);
}

bool settle(Words& words) {
  OptionName& name = words.name;
  if (words.short_number) {
    const bool means_slices = name.gpu.empty() && *words.short_number <= max_slices;
    if (!set_once(means_slices ? name.slices : name.memory_gb, *words.short_number)) {
      return false;
    }
  }
  const bool of_a_slice = name.mig || name.profile || name.slices;
  if (of_a_slice && (name.full || words.form_factor)) {
    return false;
  }
  const bool named_by_maker = !name.gpu.empty() && (words.hyphened_memory || !name.memory_gb);
  name.full = name.full || words.form_factor || (named_by_maker && !of_a_slice);
  if (name.profile && (name.slices || name.memory_gb)) {
    return false;
  }
  return name.full || name.profile || name.slices || name.memory_gb;
}

}  // namespace

std::optional<ProfileName> parse_profile_name(std::string_view text) {
  ProfileName name;
  std::optional<int> number = take_number(text);
  if (number && take(text, "c.")) {
    name.compute_instance_slices = *number;
    number = take_number(text);
  }
  if (!number || !take(text, "g.")) {
    return std::nullopt;
  }
  name.slices = *number;
  number = take_number(text);
  if (!number || !take(text, "gb") || name.compute_instance_slices > name.slices) {
    return std::nullopt;
  }
  name.memory_gb = *number;
  if (text.empty()) {
    return name;
  }
  name.attributes_refused = text.front() == '-';
  if (text.front() != '+' && text.front() != '-') {
    return std::nullopt;
  }
  if (!take_attributes(text.substr(1), name)) {
    return std::nullopt;
  }
  return name;
}

std::string print_profile_name(const ProfileName& name) {
  std::string text;
  if (name.compute_instance_slices > 0) {
    text += std::to_string(name.compute_instance_slices) + "c.";
  }
  text += std::to_string(name.slices) + "g." + std::to_string(name.memory_gb) + "gb";
  char separator = name.attributes_refused ? '-' : '+';
  for (const ProfileAttribute attribute : name.attributes) {
    const auto* const known = std::find_if(attribute_names.begin(), attribute_names.end(),
                                           [&](const auto& entry) { return entry.second == attribute; });
    text += separator;
    text += known->first;
    separator = ',';
  }
  return text;
}

std::optional<OptionName> parse_option_name(std::string_view text) {
  Words words;
  for (const std::string& outer : split(normalise(text), " ")) {
    // `mig-1g.10gb-me`: a hyphen also begins refused attributes, so a complete name is looked for first.
    std::string_view rest = outer;
    constexpr std::string_view kubernetes_prefix = "mig-";
    if (rest.starts_with(kubernetes_prefix)) {
      if (!read_word("mig", words)) {
        return std::nullopt;
      }
      rest.remove_prefix(kubernetes_prefix.size());
    }
    if (std::optional<ProfileName> profile = parse_profile_name(rest)) {
      if (words.name.profile) {
        return std::nullopt;
      }
      words.name.profile = std::move(profile);
      continue;
    }
    const std::vector<std::string> parts = split(rest, "-");
    for (const std::string& word : parts) {
      if (!read_word(word, words)) {
        return std::nullopt;
      }
    }
    words.hyphened_memory = words.hyphened_memory || (parts.size() > 1 && words.name.memory_gb);
  }
  if (!settle(words)) {
    return std::nullopt;
  }
  return std::move(words.name);
}

std::optional<std::string> canonical_name(const OptionName& name) {
  if (name.profile) {
    return print_profile_name(*name.profile);
  }
  if (name.full) {
    return "full";
  }
  return std::nullopt;
}

std::optional<std::size_t> resolve_name(const OptionName& name, std::span<const NameCandidate> candidates) {
  const auto of_that_gpu = [&](const NameCandidate& candidate) {
    return name.gpu.empty() || candidate.gpu.empty() || name.gpu == candidate.gpu;
  };
  // The only candidate that `matches`, if there is just one.
  const auto only = [&](auto matches) -> std::optional<std::size_t> {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const std::optional<ProfileName> profile = parse_profile_name(candidates[i].name);
      if (of_that_gpu(candidates[i]) && matches(candidates[i], profile)) {
        if (found) {
          return std::nullopt;
        }
        found = i;
      }
    }
    return found;
  };
  using Profile = std::optional<ProfileName>;
  const auto plain = [](const Profile& profile) {
    return profile && profile->attributes.empty() && profile->compute_instance_slices == 0;
  };
  if (name.full) {
    return only([&](const NameCandidate& candidate, const Profile&) {
      return candidate.name == "full" && (!name.memory_gb || candidate.memory_gb == 0 || *name.memory_gb == candidate.memory_gb);
    });
  }
  if (name.profile) {
    if (const auto exact = only([&](const NameCandidate&, const Profile& profile) { return profile == name.profile; })) {
      return exact;
    }
    return only([&](const NameCandidate&, const Profile& profile) {
      return plain(profile) && plain(name.profile) && profile->slices == name.profile->slices &&
             std::abs(profile->memory_gb - name.profile->memory_gb) <= 1;
    });
  }
  if (name.slices) {
    return only([&](const NameCandidate&, const Profile& profile) {
      return plain(profile) && profile->slices == *name.slices && (!name.memory_gb || profile->memory_gb == *name.memory_gb);
    });
  }
  if (!name.memory_gb) {
    return std::nullopt;
  }
  const auto has_memory = [&](const NameCandidate&, const Profile& profile) {
    return plain(profile) && profile->memory_gb == *name.memory_gb;
  };
  bool any_slice = false;
  for (const NameCandidate& candidate : candidates) {
    any_slice = any_slice || has_memory(candidate, parse_profile_name(candidate.name));
  }
  if (any_slice || name.mig) {
    return only(has_memory);
  }
  return only([&](const NameCandidate& candidate, const Profile&) {
    return candidate.name == "full" && candidate.memory_gb == *name.memory_gb;
  });
}

}  // namespace migadvise
