// Edges that no other test meets: each case fails when one comparison or one constant of the core is off by one.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "core/decimal.hpp"
#include "core/made_up.hpp"
#include "core/suggestion.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

using F = FigureName;

constexpr std::int64_t su = micro_per_unit;

// A CPU, 1000 bytes of host RAM and a unit of the SU factor cost 1 SU per hour each.
struct World {
  Table table;
  Site site = plain_site("small", additive_charge(Ratio{su}, Bytes{1000}, Ratio{su}), Bytes{1000}, {});

  [[nodiscard]] Advice ask(const Needs& needs) const { return advise(needs, table, site); }

  void add(const std::string& name, std::int64_t capacity, std::int64_t factor, int sms) {
    Profile profile;
    profile.name = profile.label = name;
    profile.head = *parse_option_name(name);
    profile.capacity = Bytes{capacity};
    profile.su_factor = Ratio{factor * su};
    profile.sms = sms;
    profile.relative_compute = Ratio{sms * su / 10};
    table.profiles.push_back(profile);
    site.options.push_back({name, "type_" + name});
    site.partitions[0].options.push_back(name);
  }
};

Needs memory(std::int64_t bytes, int headroom = 10) {
  Needs needs;
  needs.gpu_memory = Bytes{bytes};
  needs.headroom_percent = headroom;
  return needs;
}

template <std::size_t capacity>
std::vector<std::string_view> ids(const ReasonList<capacity>& reasons) {
  std::vector<std::string_view> found;
  for (const Reason& reason : reasons) {
    found.push_back(rule_id(reason.rule));
  }
  return found;
}

using Ids = std::vector<std::string_view>;

TEST_CASE("a reason with as many figures as it can hold answers for those it lacks as well", "[boundary]") {
  const Reason full(Rule::split, Verdict::note,
                    {{F::needed, 1},
                     {F::capacity, 2},
                     {F::spare, 3},
                     {F::sms, 4},
                     {F::tasks, 5},
                     {F::parts, 6},
                     {F::gpus, 7},
                     {F::cpus, 8},
                     {F::rate, 9}});
  REQUIRE(full.figure_count == Reason::max_figures);
  CHECK(full[F::needed] == 1);
  CHECK(full[F::rate] == 9);
  CHECK(full[F::speedup] == 0);
}

TEST_CASE("where the fastest is recommended, the first of the equally cheap is named beside it", "[boundary]") {
  World world;
  world.add("1g.10gb", 1000, 2, 10);
  world.add("2g.20gb", 2000, 2, 20);
  world.add("full", 8000, 16, 100);
  Needs needs = memory(100);
  needs.prefer = Prefer::speed;
  const Advice advice = world.ask(needs);
  CHECK(advice.recommended == 2);
  const Reason* const largest = advice.why.find(Rule::largest);
  REQUIRE(largest != nullptr);
  CHECK((*largest)[F::option] == 0);
}

TEST_CASE("break-even is told of what is larger and dearer, not of what is as large or costs the same", "[boundary]") {
  struct Case {
    const char* description;
    std::int64_t capacity;
    std::int64_t factor;
    int sms;
    std::optional<std::int64_t> break_even;
  };
  // Beside an option of 1000 bytes, factor 2 and 10 SMs; a CPU costs 1 SU as well.
  const std::vector<Case> cases{
      {"more SMs, dearer", 1000, 5, 11, 2 * su},
      {"as many SMs, more GPU memory, dearer", 1001, 5, 10, 2 * su},
      {"as many SMs and as much GPU memory", 1000, 5, 10, {}},
      {"as many SMs, less GPU memory", 999, 5, 10, {}},
      {"fewer SMs, more GPU memory", 1001, 5, 9, {}},
      {"more GPU memory for the same price", 1001, 2, 10, {}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    World world;
    world.add("1g.10gb", 1000, 2, 10);
    world.add("2g.20gb", c.capacity, c.factor, c.sms);
    const Advice advice = world.ask(memory(100));
    REQUIRE(advice.recommended == 0);
    CHECK(advice.options[1].break_even_speedup.has_value() == c.break_even.has_value());
    CHECK(advice.options[1].break_even_speedup.value_or(Ratio{}).micro == c.break_even.value_or(0));
  }
}

TEST_CASE("what would hold the most is named once, and only where GPU memory is what is short", "[boundary]") {
  World world;
  world.add("1g.10gb", 1000, 2, 10);
  world.add("2g.20gb", 2000, 4, 20);
  world.add("3g.40gb", 2000, 4, 20);
  const Advice short_of_memory = world.ask(memory(2001));
  REQUIRE(short_of_memory.warnings.find(Rule::nothing_fits) != nullptr);
  CHECK(short_of_memory.warnings.find(Rule::nothing_fits)->option == 1);
  INFO("the need goes in to the byte, and a floor rules the option out");
  Needs needs = memory(2000, 0);
  needs.min_sms = 21;
  const Advice short_of_sms = world.ask(needs);
  CHECK_FALSE(short_of_sms.recommended.has_value());
  CHECK(short_of_sms.warnings.find(Rule::nothing_fits) == nullptr);
  CHECK(short_of_sms.warnings.find(Rule::nothing_eligible) != nullptr);
}

TEST_CASE("the reasons of an option and of the answer keep their order when many speak", "[boundary]") {
  World world;
  world.add("1g.10gb", 1000, 2, 10);
  world.add("full", 8000, 16, 100);
  Needs needs = memory(100);
  needs.min_sms = 5;
  needs.min_compute = Ratio{su / 2};
  needs.tasks = 2;
  needs.single_model = true;
  CHECK(ids(world.ask(needs).why) == Ids{"gpu_memory", "min_sms", "min_compute", "tasks", "single_model", "cheapest"});
  needs.gpus = 5;
  world.site.options.clear();
  const Advice advice = world.ask(needs);
  CHECK(ids(advice.options[1].reasons) ==
        Ids{"gpu_memory", "min_sms", "min_compute", "whole_gpus", "gpus_per_node", "partition_qos", "gres_unknown", "charge"});
  CHECK(ids(world.ask(memory(7900)).warnings) == Ids{"headroom_missed", "gres_missing"});
}

TEST_CASE("the model of a GPU is told from any word with a number", "[boundary]") {
  struct Case {
    const char* description;
    std::string word;
    bool model;
  };
  const std::vector<Case> cases{
      {"a letter and three digits", "H100", true},
      {"two digits", "A30", true},
      {"a letter behind them", "L40S", true},
      {"three letters, four digits, two letters", "RTX3080Ti", true},
      {"two letters", "GH200", true},
      {"four letters", "abcd100", false},
      {"one digit", "a1", false},
      {"five digits", "a10000", false},
      {"three letters behind the digits", "a100abc", false},
      {"no letter", "100", false},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const std::optional<OptionName> name = parse_option_name(c.word);
    REQUIRE(name.has_value() == c.model);
    if (c.model) {
      CHECK(name->full);
      CHECK(name->gpu.size() == c.word.size());
    }
  }
}

TEST_CASE("words of up to 64 letters get a suggestion", "[boundary]") {
  const std::string known(64, 'x');
  const std::vector<std::string_view> words{known};
  CHECK(nearest_word(std::string(63, 'x') + "y", words) == known);
  CHECK_FALSE(nearest_word(known + "y", words).has_value());
}

TEST_CASE("a part of a clock form has up to nine digits, and days come before any colon", "[boundary]") {
  CHECK(parse_duration("000000016:00").value() == parse_duration("16m").value());
  CHECK(parse_duration("0000000016:00").error() == QuantityError::too_large);
  CHECK(parse_duration("1:5x-2").error() == QuantityError::bad_clock);
}

TEST_CASE("each part of a walltime has two digits, also from ten on", "[boundary]") {
  CHECK(print_slurm_time(parse_duration("9h9m9s").value()) == "09:09:09");
  CHECK(print_slurm_time(parse_duration("10h10m10s").value()) == "10:10:10");
}

TEST_CASE("digits and letters are just those of ASCII", "[boundary]") {
  const std::string digits = "0123456789";
  const std::string capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string small = "abcdefghijklmnopqrstuvwxyz";
  for (int code = -128; code < 128; ++code) {
    CAPTURE(code);
    const char c = static_cast<char>(code);
    CHECK(is_digit(c) == (digits.find(c) != std::string::npos));
    CHECK(is_letter(c) == ((capitals + small).find(c) != std::string::npos));
    const std::size_t place = capitals.find(c);
    CHECK(to_lower(c) == (place == std::string::npos ? c : small[place]));
  }
}

}  // namespace
}  // namespace migadvise
