#include "core/suggestion.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/decimal.hpp"

namespace migadvise {

namespace {

constexpr std::size_t longest_word = 64;

// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) && to_lower(a[i - 2]) == to_lower(b[j - 1])) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

// Without case and plural.
std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> parts(1);
  for (const char c : name) {
    if (c == '-' || c == '_') {
      parts.emplace_back();
    } else {
      parts.back() += to_lower(c);
    }
  }
  for (std::string& part : parts) {
    if (part.size() > 3 && part.back() == 's') {  // not of `qos`
      part.pop_back();
    }
  }
  return parts;
}

bool is_known_part(const std::string& part, std::span<const std::string_view> known) {
  return std::any_of(known.begin(), known.end(), [&](std::string_view name) {
    const std::vector<std::string> parts = parts_of(name);
    return std::find(parts.begin(), parts.end(), part) != parts.end();
  });
}

bool is_mistyped_part(const std::string& part, const std::string& meant) {
  constexpr std::size_t letters_for_one = 4;
  constexpr std::size_t letters_for_two = 8;
  const std::size_t letters = std::max(part.size(), meant.size());
  const std::size_t allowed = letters >= letters_for_two ? 2 : letters >= letters_for_one ? 1 : 0;
  // Of a short one, letters that have changed places.
  return distance(part, meant) <= allowed ||
         (distance(part, meant) == 1 && std::is_permutation(part.begin(), part.end(), meant.begin(), meant.end()));
}

// `gres` and `gers` begin alike, `gpu` and `cpu` do not, `nodes` and `onde` do but for the order.
bool begins_alike(std::string_view a, std::string_view b) {
  const auto same = [](char x, char y) { return to_lower(x) == to_lower(y); };
  return same(a.front(), b.front()) || (a.size() > 1 && b.size() > 1 && same(a[0], b[1]) && same(a[1], b[0]));
}

}  // namespace

std::optional<std::string_view> nearest_word(std::string_view word, std::span<const std::string_view> known) {
  constexpr std::size_t short_word = 4;
  if (word.empty() || word.size() > longest_word) {
    return std::nullopt;
  }
  std::optional<std::string_view> best;
  std::size_t best_distance = 0;
  for (const std::string_view candidate : known) {
    const std::size_t letters = std::max(word.size(), candidate.size());
    if (3 * (letters - std::min(word.size(), candidate.size())) > letters) {
      continue;  // too far apart by length alone
    }
    if (letters <= short_word && !begins_alike(word, candidate)) {
      continue;
    }
    const std::size_t far = distance(word, candidate);
    if (3 * far <= letters && (!best || far < best_distance)) {
      best = candidate;
      best_distance = far;
    }
  }
  return best;
}

std::optional<std::string_view> mistyped(std::string_view word, std::span<const std::string_view> known) {
  if (word.empty() || word.size() > longest_word) {
    return std::nullopt;
  }
  const std::vector<std::string> parts = parts_of(word);
  std::optional<std::string_view> meant;
  for (const std::string_view candidate : known) {
    const std::vector<std::string> others = parts_of(candidate);
    const bool fits = std::equal(parts.begin(), parts.end(), others.begin(), others.end(),
                                 [&](const std::string& part, const std::string& other) {
                                   return part == other || (is_mistyped_part(part, other) && !is_known_part(part, known));
                                 });
    if (fits && meant) {
      return std::nullopt;
    }
    meant = fits ? candidate : meant;
  }
  return meant;
}

bool is_made_of_known(std::string_view word, std::span<const std::string_view> known) {
  const std::vector<std::string> parts = parts_of(word);
  return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) { return is_known_part(part, known); });
}

}  // namespace migadvise
