// Random requests as command lines, the same for the same seed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool is_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif
#else
inline constexpr bool is_sanitized = false;
#endif

// How many random cases are tried, and how many of them there must be of a kind: a sanitizer takes many times as long for each,
// and looks at other things than their number.
constexpr int rounds(int full) { return is_sanitized ? full / 10 : full; }

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(from.size()) - 1))];
  }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

enum class Runs { sometimes, always };

// A random command line for the built-in table, one option per element so that the order can be shuffled; with run times now and
// then, or always two at least.
inline std::vector<std::vector<std::string>> random_options(Dice& dice, Runs runs = Runs::sometimes) {
  const std::vector<std::string> units{"", "G", "GiB", "GB", " GB"};
  std::vector<std::vector<std::string>> options;
  // One after the other: compilers differ in which operand of a sum they draw first.
  const std::string whole = std::to_string(dice.between(0, 99));
  const std::string fraction = std::to_string(dice.between(1, 99));
  options.push_back({"--mem", whole + "." + fraction + dice.pick(units)});
  const auto maybe = [&](int percent, std::vector<std::string> option) {
    if (dice.chance(percent)) {
      options.push_back(std::move(option));
    }
  };
  maybe(30, {"--tasks=" + std::to_string(dice.between(2, 40))});
  maybe(50, {"--cpus", std::to_string(dice.between(1, 128))});
  maybe(30, {"--ram", std::to_string(dice.between(1, 512)) + "G"});
  maybe(30, {"--headroom", std::to_string(dice.between(0, 50))});
  maybe(30, {"--prefer", dice.pick(std::vector<std::string>{"cost", "speed", "balanced"})});
  maybe(runs == Runs::always ? 0 : 15, {"--gpus", std::to_string(dice.between(1, 5))});
  maybe(15, {"--min-sms", std::to_string(dice.between(1, 120))});
  maybe(15, {"--min-compute", std::to_string(dice.between(1, 8)) + "x"});
  maybe(20, {"--single-model"});
  maybe(25, {"--time", std::to_string(dice.between(1, 90)) + "h"});
  maybe(35, {"--qos", dice.pick(std::vector<std::string>{"standard", "low", "debug", "high_abc", "course"})});
  maybe(20, {"--partition", dice.pick(std::vector<std::string>{"gpu", "debug_gpu", "course_gpu", "general"})});
  maybe(15, {"--account=abc"});
  maybe(25, {"--budget", std::to_string(dice.between(1, 400))});
  // What is known of one GPU says nothing of several.
  if (std::none_of(options.begin(), options.end(), [](const auto& option) { return option.front() == "--gpus"; })) {
    maybe(25, {"--compute", dice.pick(std::vector<std::string>{"light", "medium", "heavy"})});
    const std::vector<std::string> names{"1g", "2g.20gb", "40gb", "full"};
    const std::size_t certain = static_cast<std::size_t>(dice.between(0, 3));
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool forced = runs == Runs::always && (i == certain || i == (certain + 1) % names.size());
      maybe(forced ? 100 : 20, {"--measured", names[i] + "=" + std::to_string(dice.between(60'000, 30'000'000)) + "ms"});
    }
  }
  return options;
}

inline std::vector<std::string> flattened(const std::vector<std::vector<std::string>>& options, const std::string& last) {
  std::vector<std::string> arguments;
  for (const std::vector<std::string>& option : options) {
    arguments.insert(arguments.end(), option.begin(), option.end());
  }
  arguments.push_back(last);
  return arguments;
}
