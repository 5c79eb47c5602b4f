#include "input/sinfo_gres.hpp"

#include <algorithm>

#include "core/decimal.hpp"
#include "migadvise/live.hpp"

namespace migadvise {

namespace {

constexpr std::string_view no_gres = "(null)";
constexpr std::size_t max_types = 100;

bool is_word(std::string_view text) {
  return !text.empty() && text.front() != '-' && text.front() != '.' && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' || c == '.';
  });
}

// The text up to a separator that stands in no parentheses, which is taken off with it; nothing where parentheses do not match.
std::optional<std::string_view> next_part(std::string_view& rest, char separator) {
  bool inside = false;
  std::size_t i = 0;
  for (; i < rest.size() && (inside || rest[i] != separator); ++i) {
    if (rest[i] == (inside ? '(' : ')')) {
      return std::nullopt;
    }
    inside = inside != (rest[i] == '(' || rest[i] == ')');
  }
  if (inside) {
    return std::nullopt;
  }
  const std::string_view part = rest.substr(0, i);
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return part;
}

std::optional<std::int64_t> read_count(std::string_view digits) {
  std::int64_t count = 0;
  for (const char c : digits) {
    count = count * 10 + (c - '0');
    if (count > max_live_count) {
      return std::nullopt;
    }
  }
  return count;
}

// `7(S:0-1)` is 7; nothing where it is no count.
std::optional<std::string_view> digits_of(std::string_view part) {
  const std::size_t end = std::min(part.find('('), part.size());
  const std::string_view digits = part.substr(0, end);
  const bool closed = end == part.size() || part.back() == ')';
  return !digits.empty() && closed && std::ranges::all_of(digits, is_digit) ? std::optional(digits) : std::nullopt;
}

// What stands behind `gpu`: a type, a count, both, or neither.
std::optional<GresCount> read_gpu(std::string_view rest, std::optional<std::int64_t> default_count) {
  GresCount gpu;
  bool has_type = false;
  std::optional<std::int64_t> count;
  while (!rest.empty()) {
    const std::optional<std::string_view> part = next_part(rest, ':');
    if (!part || count) {
      return std::nullopt;
    }
    if (const std::optional<std::string_view> digits = digits_of(*part)) {
      count = read_count(*digits);
      if (!count) {
        return std::nullopt;
      }
    } else if (*part == "no_consume") {
      continue;
    } else if (!has_type && (*part == no_gres || is_word(*part))) {
      gpu.type = *part == no_gres ? "" : *part;
      has_type = true;
    } else {
      return std::nullopt;
    }
  }
  count = count ? count : default_count;
  if (!count) {
    return std::nullopt;
  }
  gpu.count = *count;
  return gpu;
}

// Whether there is room for it.
bool add(const GresCount& gpu, std::vector<GresCount>& gpus) {
  const auto same = std::ranges::find(gpus, gpu.type, &GresCount::type);
  if (same == gpus.end()) {
    gpus.push_back(gpu);
    return gpus.size() <= max_types;
  }
  same->count += gpu.count;
  return same->count <= max_live_count;
}

}  // namespace

std::optional<std::vector<GresCount>> read_gpus(std::string_view list, std::optional<std::int64_t> default_count) {
  std::vector<GresCount> gpus;
  if (list.empty() || list == no_gres || equal_folded(list, "n/a")) {
    return gpus;
  }
  for (bool more = true; more;) {
    const std::size_t before = list.size();
    const std::optional<std::string_view> entry = next_part(list, ',');
    if (!entry || entry->empty()) {
      return std::nullopt;
    }
    more = entry->size() < before;
    const std::size_t colon = std::min(entry->find_first_of(":("), entry->size());
    const std::string_view name = entry->substr(0, colon);
    if (!is_word(name)) {
      return std::nullopt;
    }
    if (name != "gpu") {
      continue;
    }
    if (colon < entry->size() && ((*entry)[colon] != ':' || entry->back() == ':')) {
      return std::nullopt;
    }
    const std::optional<GresCount> gpu = read_gpu(entry->substr(std::min(colon + 1, entry->size())), default_count);
    if (!gpu) {
      return std::nullopt;
    }
    if (!add(*gpu, gpus)) {
      return std::nullopt;
    }
  }
  return gpus;
}

}  // namespace migadvise
