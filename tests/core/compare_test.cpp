#include "migadvise/compare.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "core/made_up.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

using F = FigureName;
using K = RemarkKind;

constexpr std::int64_t su = micro_per_unit;
constexpr std::int64_t gib = bytes_per_gib;
constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = milliseconds_per_hour;
constexpr std::size_t small = 0;   // 10 GiB, 14 SMs, 1/8, 2 SU
constexpr std::size_t middle = 1;  // 40 GiB, 42 SMs, 1/2, 8 SU
constexpr std::size_t full = 2;    // 80 GiB, 108 SMs, all, 16 SU

struct World {
  Table table;
  Site site;

  World() {
    add("1g.10gb", 10 * gib, 2, 14, 640);
    add("3g.40gb", 40 * gib, 8, 42, 2560);
    add("full", 80 * gib, 16, 108, 5120);
    std::vector<SiteOption> options;
    for (const Profile& profile : table.profiles) {
      options.push_back({profile.name, "type_" + profile.name});
    }
    // 1 SU for a CPU, for 4 GiB of host RAM and for a unit of the factor.
    site = plain_site("small", additive_charge(Ratio{su}, Bytes{4 * gib}, Ratio{su}), Bytes{4 * gib}, std::move(options));
  }

  void add(const std::string& name, std::int64_t capacity, std::int64_t factor, int sms, int bus) {
    Profile profile;
    profile.name = profile.label = name;
    profile.head = *parse_option_name(name);
    profile.capacity = Bytes{capacity};
    profile.su_factor = Ratio{factor * su};
    profile.sms = sms;
    profile.bus_width_bits = bus;
    table.profiles.push_back(std::move(profile));
  }

  [[nodiscard]] Comparison compare(const std::vector<Choice>& choices, const Needs& needs = {}) const {
    return compare_choices(needs, choices, table, site);
  }
};

Needs with_cpus(int cpus) {
  Needs needs;
  needs.cpus = cpus;
  return needs;
}

Needs measured(std::vector<RunTime> runs, int cpus = 1) {
  Needs needs = with_cpus(cpus);
  needs.measured = std::move(runs);
  return needs;
}

// The remark of this kind that speaks for a choice, or null.
const Remark* find(const Comparison& comparison, K kind, std::optional<std::size_t> choice) {
  const auto found = std::ranges::find_if(comparison.remarks,
                                          [&](const Remark& remark) { return remark.kind == kind && remark.choice == choice; });
  return found == comparison.remarks.end() ? nullptr : &*found;
}

std::set<std::string> kinds(const Comparison& comparison, std::optional<std::size_t> choice) {
  std::set<std::string> all;
  for (const Remark& remark : comparison.remarks) {
    if (remark.choice == choice) {
      CHECK(all.emplace(remark_id(remark.kind)).second);
    }
  }
  return all;
}

using Kinds = std::set<std::string>;

}  // namespace

TEST_CASE("the figures of several jobs are those of one, as often", "[compare]") {
  const World world;
  const Comparison comparison = world.compare({{middle, 1}, {small, 3}, {full, 2}}, with_cpus(4));
  const ComparedChoice& one = comparison.choices[0];
  const ComparedChoice& three = comparison.choices[1];
  const ComparedChoice& two = comparison.choices[2];
  CHECK(!one.several());
  CHECK(one.capacity_in_all.value == 40 * gib);
  CHECK(one.share_in_all == MemoryShare{1, 2});
  CHECK(one.gpu_in_all.micro == 8 * su);
  CHECK(one.in_all.micro == 12 * su);
  CHECK(three.several());
  CHECK(three.job.capacity.value == 10 * gib);
  CHECK(three.capacity_in_all.value == 30 * gib);
  CHECK(three.job.sms == 14);
  CHECK(three.sms_in_all == 42);
  CHECK(three.share == MemoryShare{1, 8});
  CHECK(three.share_in_all == MemoryShare{3, 8});
  CHECK(three.job.charge.gpu.micro == 2 * su);
  CHECK(three.gpu_in_all.micro == 6 * su);
  CHECK(three.job.charge.total.micro == 6 * su);
  CHECK(three.in_all.micro == 18 * su);
  CHECK(three.in_all_standard.micro == 18 * su);
  CHECK(two.share_in_all == MemoryShare{2, 1});
  CHECK(two.in_all.micro == 40 * su);
  CHECK(two.job.gres == "gpu:type_full:1");
  CHECK(comparison.any_accepted());
}

TEST_CASE("the largest number of jobs is held", "[compare]") {
  const World world;
  const Comparison comparison = world.compare({{full, 100'000}, {small, 99'999}}, measured({{small, {1}}, {full, {1}}}));
  CHECK(comparison.choices[0].sms_in_all == 10'800'000);
  CHECK(comparison.choices[0].in_all.micro == 1'700'000 * su);
  CHECK(comparison.choices[0].share_in_all == MemoryShare{100'000, 1});
  CHECK(comparison.choices[0].job.run->time.low.milliseconds == 1);  // never nothing
}

TEST_CASE("what speaks for one instance and what for several", "[compare]") {
  const World world;
  const Comparison comparison = world.compare({{middle, 1}, {small, 3}});
  // 42 SMs are 3 × 14; 9 SU per hour are 3 × 3.
  CHECK(kinds(comparison, 0) == Kinds{"more_memory", "more_sms_each", "larger_share", "training", "simpler_code"});
  CHECK(kinds(comparison, 1) == Kinds{"independent_work", "many_users", "isolation", "cheaper_gpu"});
  CHECK(kinds(comparison, {}) == Kinds{"no_communication", "scheduling", "sharding", "start_up", "collecting"});
  const Remark& memory = *find(comparison, K::more_memory, 0);
  CHECK(memory.other == 1U);
  CHECK(memory[F::capacity] == 40 * gib);
  CHECK(memory[F::other_capacity] == 10 * gib);
  CHECK(memory[F::other_jobs] == 3);
  const Remark& share = *find(comparison, K::larger_share, 0);
  CHECK(share[F::memory_slices] == 4);
  CHECK(share[F::other_slices] == 3);
  CHECK(share[F::gpu_slices] == 8);
  const Remark& charge = *find(comparison, K::cheaper_gpu, 1);
  CHECK(charge[F::gpu_rate] == 6 * su);
  CHECK(charge[F::other_gpu_rate] == 8 * su);
  CHECK(charge[F::rate] == 9 * su);
  CHECK(charge[F::other_rate] == 9 * su);
}

TEST_CASE("many CPUs turn the charges around", "[compare]") {
  const World world;
  const Comparison comparison = world.compare({{middle, 1}, {small, 3}}, with_cpus(4));
  const Remark& one = *find(comparison, K::cheaper_in_all, 0);
  CHECK(one[F::rate] == 12 * su);
  CHECK(one[F::other_rate] == 18 * su);
  REQUIRE(find(comparison, K::cheaper_gpu, 1) != nullptr);
  const Remark& pays = *find(comparison, K::break_even, 1);
  CHECK(pays[F::break_even] == 1'500'000);
}

TEST_CASE("a larger option pays from the ratio of the whole charges on", "[compare]") {
  struct Case {
    const char* description;
    int cpus;
    std::int64_t rate;
    std::int64_t other_rate;
    std::int64_t break_even;
  };
  const std::vector<Case> cases{
      {"17 against 9", 1, 17, 9, 1'888'889},  // rounded up
      {"20 against 12", 4, 20, 12, 1'666'667},
      {"48 against 40", 32, 48, 40, 1'200'000},
  };
  const World world;
  for (const Case& c : cases) {
    INFO(c.description);
    const Comparison comparison = world.compare({{middle, 1}, {full, 1}}, with_cpus(c.cpus));
    CHECK(kinds(comparison, 0) == Kinds{"cheaper"});
    CHECK(kinds(comparison, 1) == Kinds{"more_memory", "more_sms", "larger_share", "break_even"});
    CHECK(kinds(comparison, {}).empty());
    const Remark& pays = *find(comparison, K::break_even, 1);
    CHECK(pays[F::rate] == c.rate * su);
    CHECK(pays[F::other_rate] == c.other_rate * su);
    CHECK(pays[F::break_even] == c.break_even);
  }
}

TEST_CASE("several jobs take their part of the time and cost as much as one of them for all", "[compare]") {
  const World world;
  const Needs needs = measured({{small, {60 * minute}}, {middle, {24 * minute}}}, 4);
  const Comparison comparison = world.compare({{middle, 1}, {small, 3}}, needs);
  const ComparedChoice& one = comparison.choices[0];
  const ComparedChoice& three = comparison.choices[1];
  CHECK(one.job.run->time.likely->milliseconds == 24 * minute);
  CHECK(one.job.su_total->likely->micro == 4'800'000);  // 12 SU/hour × 0.4 h
  CHECK(three.job.run->time.likely->milliseconds == 20 * minute);
  CHECK(three.job.run->time.exact());
  CHECK(three.job.run->time.basis == Basis::measured);
  CHECK(three.job.su_total->likely->micro == 6'000'000);  // 18 SU/hour × 1/3 h
  CHECK(one.relative_time->likely->micro == 1'200'000);
  CHECK(three.relative_time->likely->micro == 1'000'000);
  CHECK(one.job.relative_cost->likely->micro == 1'000'000);
  CHECK(three.job.relative_cost->likely->micro == 1'250'000);
  const Remark& pays = *find(comparison, K::pays_not, 1);
  CHECK(pays[F::speedup] == 1'200'000);
  CHECK(pays[F::break_even] == 1'500'000);
  REQUIRE(find(comparison, K::even_parts, {}) != nullptr);
  CHECK((*find(comparison, K::even_parts, {}))[F::jobs] == 3);
}

TEST_CASE("whether the dearer choice pays follows from the ranges", "[compare]") {
  struct Case {
    const char* description;
    std::int64_t minutes_full;
    K kind;
  };
  // 9 against 17 SU per hour: 60 minutes on the slice cost as much as 31.76 on the full GPU.
  const std::vector<Case> cases{{"it pays", 31, K::pays}, {"it does not", 32, K::pays_not}};
  const World world;
  for (const Case& c : cases) {
    INFO(c.description);
    const Needs needs = measured({{middle, {60 * minute}}, {full, {c.minutes_full * minute}}});
    const Comparison comparison = world.compare({{middle, 1}, {full, 1}}, needs);
    CHECK(find(comparison, c.kind, 1) != nullptr);
    CHECK(find(comparison, K::break_even, 1) == nullptr);
  }
  SECTION("one measurement leaves it open") {
    const Comparison comparison = world.compare({{middle, 1}, {full, 1}}, measured({{middle, {60 * minute}}}));
    const Remark& open = *find(comparison, K::pays_open, 1);
    CHECK(open[F::speedup] == 0);  // nothing is likely
    CHECK(open[F::speedup_low] < open[F::break_even]);
    CHECK(open[F::speedup_high] > open[F::break_even]);
    CHECK(!comparison.choices[1].job.run->time.likely);
    CHECK(comparison.choices[1].job.run->time.basis == Basis::bounded);
  }
  SECTION("equal cost is enough") {
    Needs needs = with_cpus(1);
    needs.measured = {{middle, {17 * minute}}, {full, {9 * minute}}};
    CHECK(find(world.compare({{middle, 1}, {full, 1}}, needs), K::pays, 1) != nullptr);
  }
}

TEST_CASE("a speed-up is rounded to its side of the factor that is needed", "[compare]") {
  // 9 against 17 SU per hour: 17/9 is needed, which has no end.
  struct Case {
    const char* description;
    std::int64_t milliseconds_full;
    K kind;
    std::int64_t speedup;
  };
  const std::vector<Case> cases{
      {"the same cost", 9'000'000, K::pays, 1'888'889},
      {"a millisecond less", 8'999'999, K::pays, 1'888'890},
      {"a millisecond more", 9'000'001, K::pays_not, 1'888'888},
  };
  const World world;
  for (const Case& c : cases) {
    INFO(c.description);
    const Needs needs = measured({{middle, {17'000'000}}, {full, {c.milliseconds_full}}});
    const Comparison comparison = world.compare({{middle, 1}, {full, 1}}, needs);
    const Remark& remark = *find(comparison, c.kind, 1);
    CHECK(remark[F::break_even] == 1'888'889);
    CHECK(remark[F::speedup] == c.speedup);
  }
}

TEST_CASE("of two that cost the same per hour the one that is done sooner is cheaper to finish", "[compare]") {
  // 9 SU per hour for one 3g.40gb and for three 1g.10gb, each of which has a third of the work.
  struct Case {
    const char* description;
    std::vector<RunTime> runs;
    std::optional<std::size_t> cheaper;
    bool open;
  };
  const std::vector<Case> cases{
      {"three small ones", {{small, {60 * minute}}, {middle, {40 * minute}}}, 1, false},
      {"by a millisecond", {{small, {60 * minute}}, {middle, {20 * minute + 1}}}, 1, false},
      {"the same", {{small, {60 * minute}}, {middle, {20 * minute}}}, {}, false},
      {"the large one", {{small, {60 * minute}}, {middle, {19 * minute}}}, 0, false},
      {"one measurement", {{small, {60 * minute}}}, {}, true},
      {"nothing is known", {}, {}, false},
  };
  const World world;
  for (const Case& c : cases) {
    INFO(c.description);
    const Comparison comparison = world.compare({{middle, 1}, {small, 3}}, measured(c.runs));
    for (const std::size_t choice : {std::size_t{0}, std::size_t{1}}) {
      CHECK((find(comparison, K::cheaper_to_finish, choice) != nullptr) == (c.cheaper == choice));
    }
    CHECK(find(comparison, K::finish_open, 0) == nullptr);
    CHECK((find(comparison, K::finish_open, 1) != nullptr) == c.open);
  }
  const Comparison comparison = world.compare({{middle, 1}, {small, 3}}, measured(cases.front().runs));
  const Remark& remark = *find(comparison, K::cheaper_to_finish, 1);
  CHECK(remark[F::rate] == 9 * su);
  CHECK(remark[F::speedup] == 2'000'000);
  CHECK(remark[F::speedup_low] == 2'000'000);
  CHECK(remark[F::cost] == 3 * su);
  CHECK(remark[F::jobs] == 3);
  World free = world;
  free.site.qos.front().charged = false;
  CHECK(find(free.compare({{middle, 1}, {small, 3}}, measured(cases.front().runs)), K::cheaper_to_finish, 1) == nullptr);
}

TEST_CASE("what is far above the measured options decides nothing", "[compare]") {
  const World world;
  const Needs needs = measured({{small, {60 * minute}}, {middle, {20 * minute}}});
  const Comparison comparison = world.compare({{middle, 1}, {full, 1}}, needs);
  REQUIRE(comparison.choices[1].job.run->far_above);  // 108 SMs against 1.5 × 42
  CHECK(find(comparison, K::pays_open, 1) != nullptr);
  CHECK(find(comparison, K::far_above, 1) != nullptr);
  CHECK(comparison.choices[0].job.relative_cost->likely->micro == 1'000'000);
}

TEST_CASE("times without a unit give relative figures", "[compare]") {
  const World world;
  Needs needs;
  needs.like = PublishedRun{"rates", true, {{small, {9000}}, {middle, {3000}}, {full, {2000}}}};
  const Comparison comparison = world.compare({{middle, 1}, {small, 3}, {full, 1}}, needs);
  // Parts of 3000 on three slices; SU per hour × time: 9 × 3000, 3 × 9000, 17 × 2000.
  CHECK(comparison.choices[0].relative_time->likely->micro == 1'500'000);
  CHECK(comparison.choices[1].relative_time->likely->micro == 1'500'000);
  CHECK(comparison.choices[2].relative_time->likely->micro == 1'000'000);
  CHECK(comparison.choices[0].job.relative_cost->likely->micro == 1'000'000);
  CHECK(comparison.choices[1].job.relative_cost->likely->micro == 1'000'000);
  CHECK(comparison.choices[2].job.relative_cost->likely->micro == 1'259'259);  // 34 ÷ 27
  CHECK(!comparison.choices[0].job.su_total);
  CHECK(comparison.warnings.find(Rule::stand_in) != nullptr);
}

TEST_CASE("a part of the work is held against the longest walltime", "[compare]") {
  World world;
  world.site.qos.front().walltime = Duration{72 * hour};
  const Needs needs = measured({{small, {100 * hour}}, {middle, {40 * hour}}});
  const Comparison comparison = world.compare({{small, 1}, {small, 3}}, needs);
  CHECK(!comparison.choices[0].job.eligible);
  CHECK(excluded_by(comparison.choices[0].job) == std::vector<Rule>{Rule::run_time_limit});
  CHECK(comparison.choices[1].job.eligible);
  CHECK(comparison.any_accepted());
  const Comparison bounded = world.compare({{small, 3}, {full, 1}}, measured({{small, {100 * hour}}}));
  CHECK(find(bounded, K::run_near_limit, 0) == nullptr);
  CHECK((*find(bounded, K::run_near_limit, 1))[F::time_allowed] == 72 * hour);
  // What cannot be had is not held against anything.
  CHECK(kinds(comparison, 0).empty());
  CHECK(kinds(comparison, 1).empty());
  CHECK(!comparison.choices[0].relative_time);
}

TEST_CASE("what the partition does not offer is shown with its reason", "[compare]") {
  World world;
  world.site.partitions.front().options = {"1g.10gb", "3g.40gb"};
  const Comparison comparison = world.compare({{full, 1}, {middle, 1}, {small, 4}});
  CHECK(!comparison.choices[0].job.eligible);
  CHECK(!comparison.choices[0].job.priced);
  // The first that can be had takes its place.
  CHECK(find(comparison, K::more_memory, 1)->other == 2U);
  CHECK(kinds(comparison, 0).empty());
  const Comparison none = world.compare({{full, 1}, {full, 2}});
  CHECK(!none.any_accepted());
  CHECK(none.remarks.empty());
}

TEST_CASE("under a QoS that charges nothing the charge before it is compared", "[compare]") {
  World world;
  world.site.qos.front().charged = false;
  world.site.qos.front().jobs_at_once = 2;
  const Comparison comparison = world.compare({{full, 1}, {small, 3}});
  CHECK(comparison.choices[0].in_all.micro == 0);
  CHECK(comparison.choices[0].in_all_standard.micro == 17 * su);
  CHECK(find(comparison, K::cheaper, 1) != nullptr);
  CHECK(find(comparison, K::break_even, 0) == nullptr);
  const Reason* const at_once = comparison.warnings.find(Rule::jobs_at_once);
  REQUIRE(at_once != nullptr);
  CHECK((*at_once)[F::jobs] == 3);
}

TEST_CASE("several jobs of a full GPU are told apart from several GPUs of a job", "[compare]") {
  const World world;
  const Comparison comparison = world.compare({{full, 1}, {full, 2}});
  CHECK(find(comparison, K::no_communication, {}) == nullptr);
  const Remark& separate = *find(comparison, K::separate_gpus, 1);
  CHECK(separate[F::jobs] == 2);
  CHECK(separate[F::gpus] == 4);
  CHECK((*find(comparison, K::more_sms, 1))[F::sms] == 216);
  CHECK((*find(comparison, K::larger_share, 1))[F::memory_slices] == 2);
}

TEST_CASE("without bus widths the share follows GPU memory, and what is unknown is not compared", "[compare]") {
  World world;
  for (Profile& profile : world.table.profiles) {
    profile.bus_width_bits.reset();
  }
  CHECK(world.compare({{middle, 1}, {small, 3}}).choices[1].share_in_all == MemoryShare{3, 8});
  world.table.profiles[small].capacity = Bytes{gib};  // not a whole eighth
  const Comparison comparison = world.compare({{middle, 1}, {small, 3}});
  CHECK(!comparison.choices[1].share);
  CHECK(find(comparison, K::larger_share, 0) == nullptr);
}

TEST_CASE("every choice is held against the first", "[compare]") {
  const World world;
  const Comparison comparison = world.compare({{small, 1}, {middle, 1}, {full, 1}, {small, 2}});
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const Remark& remark : comparison.remarks) {
    if (remark.other && (pairs.empty() || pairs.back() != std::pair(*remark.choice, *remark.other))) {
      pairs.emplace_back(*remark.choice, *remark.other);
    }
  }
  CHECK(pairs == std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {1, 0}, {0, 2}, {2, 0}, {0, 3}, {3, 0}});
}

TEST_CASE("the ids of remarks are words, each once, in the order of their themes", "[compare]") {
  std::set<std::string_view> ids;
  RemarkTheme theme = RemarkTheme::rather;
  for (std::size_t i = 0; i < remark_kind_count; ++i) {
    const auto kind = static_cast<RemarkKind>(i);
    CHECK(ids.insert(remark_id(kind)).second);
    CHECK(!remark_id(kind).empty());
    CHECK(remark_theme(kind) >= theme);
    theme = remark_theme(kind);
  }
  CHECK(theme == RemarkTheme::note);
}

}  // namespace migadvise
