// What must hold of every ranking by run time, tried on random tables, prices and times. The seeds are fixed.
#include <algorithm>

#include <catch2/catch.hpp>

#include "cli/random_request.hpp"
#include "core/made_up.hpp"
#include "core/time_model.hpp"
#include "migadvise/migadvise.hpp"

using namespace migadvise;

namespace {

// Options that grow in every respect, with a charge for each that grows as well.
Table growing_table(Dice& dice) {
  Table table;
  const std::int64_t count = dice.between(2, 5);
  std::int64_t sms = dice.between(8, 20);
  std::int64_t memory = dice.between(5, 12);
  for (std::int64_t i = 0; i < count; ++i) {
    Profile profile;
    profile.name = i + 1 == count ? "full" : std::to_string(i + 1) + "g." + std::to_string(10 * (i + 1)) + "gb";
    profile.label = profile.name;
    profile.head = *parse_option_name(profile.name);
    profile.capacity = Bytes{memory * bytes_per_gib};
    profile.su_factor = Ratio{memory * micro_per_unit};
    profile.sms = static_cast<int>(sms);
    table.profiles.push_back(std::move(profile));
    sms = sms * dice.between(130, 260) / 100;
    memory = memory * dice.between(130, 230) / 100;
  }
  return table;
}

Site site_for(const Table& table, Dice& dice) {
  std::vector<SiteOption> options;
  for (const Profile& profile : table.profiles) {
    options.push_back({profile.name, "t" + std::to_string(options.size())});
  }
  return plain_site("somewhere",
                    additive_charge(Ratio{micro_per_unit}, Bytes{4 * bytes_per_gib}, Ratio{dice.between(1, 8) * 250'000}),
                    Bytes{4 * bytes_per_gib}, options);
}

Needs plain_needs(Dice& dice) {
  Needs needs;
  needs.gpu_memory = Bytes{bytes_per_gib};
  needs.cpus = static_cast<int>(dice.between(1, 40));
  needs.prefer = dice.pick(std::vector<Prefer>{Prefer::cost, Prefer::speed, Prefer::balanced});
  return needs;
}

// The time of a program of which a part scales with the SMs and a part does not, give or take.
Duration true_time(const Profile& profile, std::int64_t fixed, std::int64_t scaling, Dice& dice) {
  return Duration{(fixed + scaling / profile.sms) * dice.between(95, 105) / 100};
}

std::vector<RunTime> random_runs(const Table& table, Dice& dice, int percent) {
  const std::int64_t fixed = dice.between(0, 2'000'000);
  const std::int64_t scaling = dice.between(1'000'000, 300'000'000);
  std::vector<RunTime> runs;
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    const Duration time = true_time(table.profiles[i], fixed, scaling, dice);
    if (dice.chance(percent)) {
      runs.push_back({i, time});
    }
  }
  return runs;
}

std::int64_t likely_cost(const OptionAdvice& option) { return option.su_total->likely->micro; }

}  // namespace

TEST_CASE("a ranking by time is sound", "[ranking]") {
  Dice dice(4101);
  int by_time = 0;
  int equal = 0;
  int far = 0;
  for (int i = 0; i < 5000; ++i) {
    const Table table = growing_table(dice);
    const Site site = site_for(table, dice);
    Needs needs = plain_needs(dice);
    needs.measured = random_runs(table, dice, 60);
    const Advice advice = advise(needs, table, site);
    CAPTURE(i);
    REQUIRE(advice.recommended);
    const OptionAdvice& chosen = advice.options[*advice.recommended];
    if (!advice.by_time) {
      REQUIRE(needs.measured.size() < 2);
      continue;
    }
    ++by_time;
    REQUIRE(chosen.rank == 1);
    std::optional<std::int64_t> cheapest;
    for (const OptionAdvice& option : advice.options) {
      REQUIRE(option.run);
      const Range<Duration>& time = option.run->time;
      REQUIRE(time.low.milliseconds > 0);
      REQUIRE((!time.likely || (time.low <= *time.likely && *time.likely <= time.high)));
      REQUIRE(option.su_total->low <= *option.su_total->likely);
      REQUIRE(*option.su_total->likely <= option.su_total->high);
      if (option.score) {
        REQUIRE(option.score->micro > 0);
        REQUIRE(option.score->micro <= 100 * micro_per_unit);
      }
      far += option.run->far_above ? 1 : 0;
      if (!option.run->far_above) {
        cheapest = std::min(cheapest.value_or(likely_cost(option)), likely_cost(option));
      }
    }
    // No more than 5 % dearer than the cheapest that is known well enough, and beaten by none in both respects.
    if (needs.prefer == Prefer::cost && !chosen.run->far_above) {
      REQUIRE(likely_cost(chosen) * 100 <= *cheapest * 105 + 100);
      equal += likely_cost(chosen) > *cheapest ? 1 : 0;
    }
    if (!chosen.run->far_above) {
      REQUIRE(chosen.pareto == true);
    }
  }
  CHECK(by_time > 2000);
  CHECK(equal > 50);
  CHECK(far > 500);
}

TEST_CASE("an option far above the measured ones is recommended only where its slow end is the best", "[ranking]") {
  Dice dice(4102);
  int chosen_far = 0;
  for (int i = 0; i < 5000; ++i) {
    const Table table = growing_table(dice);
    // Here a larger option may be the cheaper one.
    Site site = site_for(table, dice);
    Table odd = table;
    for (Profile& profile : odd.profiles) {
      profile.su_factor = Ratio{dice.between(1, 30) * micro_per_unit};
    }
    Needs needs = plain_needs(dice);
    needs.measured = random_runs(table, dice, 50);
    const Advice advice = advise(needs, odd, site);
    if (!advice.by_time || !advice.options[*advice.recommended].run->far_above || needs.prefer != Prefer::cost) {
      continue;
    }
    ++chosen_far;
    for (const OptionAdvice& other : advice.options) {
      if (!other.run->far_above) {
        REQUIRE(advice.options[*advice.recommended].su_total->high < *other.su_total->likely);
      }
    }
  }
  CHECK(chosen_far > 20);
}

TEST_CASE("more CPUs never lower the SU of an option", "[ranking]") {
  Dice dice(4103);
  for (int i = 0; i < 2000; ++i) {
    const Table table = growing_table(dice);
    const Site site = site_for(table, dice);
    Needs needs = plain_needs(dice);
    needs.measured = random_runs(table, dice, 70);
    const Advice fewer = advise(needs, table, site);
    needs.cpus += static_cast<int>(dice.between(1, 20));
    const Advice more = advise(needs, table, site);
    for (std::size_t option = 0; option < table.profiles.size(); ++option) {
      const std::optional<Range<Su>>& before = fewer.options[option].su_total;
      const std::optional<Range<Su>>& after = more.options[option].su_total;
      REQUIRE(before.has_value() == after.has_value());
      if (before) {
        REQUIRE(after->low >= before->low);
        REQUIRE(after->high >= before->high);
      }
    }
  }
}

TEST_CASE("an option that is measured faster does not rank worse for it, where the others keep their times", "[ranking]") {
  Dice dice(4104);
  int better = 0;
  for (int i = 0; i < 5000; ++i) {
    const Table table = growing_table(dice);
    const Site site = site_for(table, dice);
    Needs needs = plain_needs(dice);
    needs.measured = random_runs(table, dice, 100);
    const std::size_t faster = static_cast<std::size_t>(dice.between(0, static_cast<std::int64_t>(table.profiles.size()) - 1));
    const Advice before = advise(needs, table, site);
    needs.measured[faster].time.milliseconds =
        std::max<std::int64_t>(needs.measured[faster].time.milliseconds * dice.between(50, 99) / 100, 1);
    const Advice after = advise(needs, table, site);
    CAPTURE(i, faster);
    REQUIRE(*after.options[faster].rank <= *before.options[faster].rank);
    better += *after.options[faster].rank < *before.options[faster].rank ? 1 : 0;
  }
  CHECK(better > 500);
}

TEST_CASE("the CPUs that are said to turn the answer do, and none between", "[ranking]") {
  Dice dice(4105);
  int turned = 0;
  for (int i = 0; i < 1000; ++i) {
    const Table table = growing_table(dice);
    Site site = site_for(table, dice);
    Needs needs = plain_needs(dice);
    needs.measured = random_runs(table, dice, 80);
    if (dice.chance(40)) {
      needs.budget = Su{dice.between(1, 400) * micro_per_unit / 10};
    }
    if (dice.chance(40)) {
      site.partitions[0].ram_per_node = Bytes{dice.between(20, 200) * bytes_per_gib};
    }
    const Advice advice = advise(needs, table, site);
    const auto best_with = [&](int cpus) {
      Needs other = needs;
      other.cpus = cpus;
      return advise(other, table, site).recommended;
    };
    CAPTURE(i);
    if (advice.fewer_cpus) {
      ++turned;
      REQUIRE(best_with(advice.fewer_cpus->cpus) == advice.fewer_cpus->option);
      REQUIRE(advice.fewer_cpus->option != *advice.recommended);
      REQUIRE(best_with(advice.fewer_cpus->cpus + 1) == advice.recommended);
    }
    if (advice.more_cpus) {
      ++turned;
      REQUIRE(best_with(advice.more_cpus->cpus) == advice.more_cpus->option);
      REQUIRE(best_with(advice.more_cpus->cpus - 1) == advice.recommended);
    } else if (advice.by_time && !needs.budget && !site.partitions[0].ram_per_node) {
      REQUIRE(best_with(256) == advice.recommended);
    }
  }
  CHECK(turned > 150);
}

TEST_CASE("a walltime never changes a ranking by time", "[ranking]") {
  Dice dice(4106);
  for (int i = 0; i < 1000; ++i) {
    const Table table = growing_table(dice);
    const Site site = site_for(table, dice);
    Needs needs = plain_needs(dice);
    needs.measured = random_runs(table, dice, 80);
    const Advice without = advise(needs, table, site);
    needs.time = Duration{dice.between(1, 100) * 60'000};
    const Advice with = advise(needs, table, site);
    REQUIRE(with.recommended == without.recommended);
    for (std::size_t option = 0; option < table.profiles.size(); ++option) {
      REQUIRE(with.options[option].rank == without.options[option].rank);
    }
  }
}

TEST_CASE("the next measurement is one that is missing, and none is named where nothing is open", "[ranking]") {
  Dice dice(4107);
  int named = 0;
  for (int i = 0; i < 3000; ++i) {
    const Table table = growing_table(dice);
    const Site site = site_for(table, dice);
    Needs needs = plain_needs(dice);
    needs.measured = random_runs(table, dice, dice.chance(50) ? 60 : 100);
    const Advice advice = advise(needs, table, site);
    const bool all = needs.measured.size() == table.profiles.size();
    if (all || needs.measured.empty()) {
      REQUIRE_FALSE(advice.next_measurement);
    }
    if (advice.next_measurement) {
      ++named;
      REQUIRE(std::none_of(needs.measured.begin(), needs.measured.end(),
                           [&](const RunTime& run) { return run.option == *advice.next_measurement; }));
    }
    if (needs.measured.size() == 1 && table.profiles.size() > 1) {
      REQUIRE(advice.next_measurement);
    }
    if (advice.warnings.find(Rule::cost_undecided) != nullptr) {
      REQUIRE(needs.measured.size() == 1);
    }
  }
  CHECK(named > 300);
}

TEST_CASE("an option that nothing is known of is ranked last and said to be unknown", "[ranking]") {
  Dice dice(4108);
  Table table = growing_table(dice);
  while (table.profiles.size() < 4) {
    table = growing_table(dice);
  }
  const Site site = site_for(table, dice);
  Needs needs = plain_needs(dice);
  needs.prefer = Prefer::cost;
  needs.like = PublishedRun{"something", false, {{0, Duration{4'000'000}}, {1, Duration{2'000'000}}}};
  const Advice advice = advise(needs, table, site);
  REQUIRE(advice.by_time);
  CHECK(*advice.options[2].rank > 2);
  CHECK(*advice.options[3].rank > 2);
  CHECK_FALSE(advice.options[2].score);
  CHECK(advice.warnings.find(Rule::time_unknown) != nullptr);
}

TEST_CASE("a benchmark stands in where it has two of the options, on the same GPU", "[ranking]") {
  Dice dice(4112);
  const Table table = growing_table(dice);
  Site site = site_for(table, dice);
  site.gpu_name = "A100 80GB";
  const Benchmark two{"two", "", "", "A100 80GB", "walltime", "s", false, {{"1g.10gb", "20", 20'000}, {"full", "5", 5'000}}};
  const std::optional<PublishedRun> run = on_table(two, table, site);
  REQUIRE(run);
  CHECK(run->times.size() == 2);
  Benchmark one = two;
  one.points.pop_back();
  CHECK_FALSE(on_table(one, table, site));
  Benchmark of_another = two;
  of_another.gpu = "H100 96GB";
  CHECK_FALSE(on_table(of_another, table, site));
}

TEST_CASE("what is tight is not told to be measured again", "[ranking]") {
  Dice dice(4110);
  for (int i = 0; i < 500; ++i) {
    const Table table = growing_table(dice);
    const Site site = site_for(table, dice);
    Needs needs = plain_needs(dice);
    needs.headroom_percent = 1000;
    needs.gpu_memory = table.profiles.front().capacity;
    needs.measured = random_runs(table, dice, 100);
    const Advice advice = advise(needs, table, site);
    REQUIRE(advice.recommended);
    REQUIRE_FALSE(advice.next_measurement);
    REQUIRE(advice.warnings.find(Rule::cost_undecided) == nullptr);
  }
}

TEST_CASE("a tiny option beside a huge one gives no time beyond what can be compared", "[ranking]") {
  Dice dice(4111);
  Table table = growing_table(dice);
  table.profiles.front().sms = 1;
  table.profiles.front().bus_width_bits = 1;
  table.profiles.back().sms = 100'000;
  table.profiles.back().bus_width_bits = 100'000;
  const Site site = site_for(table, dice);
  constexpr std::int64_t ten_years = std::int64_t{3650} * 24 * 3'600'000;
  for (const Prefer prefer : {Prefer::cost, Prefer::speed, Prefer::balanced}) {
    Needs needs = plain_needs(dice);
    needs.prefer = prefer;
    needs.tasks = 100'000;
    needs.measured = {{table.profiles.size() - 2, Duration{ten_years}}, {table.profiles.size() - 1, Duration{1}}};
    const Advice advice = advise(needs, table, site);
    REQUIRE(advice.by_time);
    for (const OptionAdvice& option : advice.options) {
      CHECK(option.run->time.high.milliseconds < (std::int64_t{1} << 56));
      CHECK(option.run->time.low <= option.run->time.high);
    }
  }
}

TEST_CASE("times beyond every measure are compared without overflow", "[ranking]") {
  Dice dice(4109);
  const Table table = growing_table(dice);
  Site site = site_for(table, dice);
  site.charges[0].su_per_cpu = Ratio{10'000 * micro_per_unit};
  site.partitions[0].gpus_per_node.reset();
  for (const Prefer prefer : {Prefer::cost, Prefer::speed, Prefer::balanced}) {
    Needs needs = plain_needs(dice);
    needs.prefer = prefer;
    needs.cpus = 100'000;
    needs.tasks = 100'000;
    constexpr std::int64_t ten_years = std::int64_t{3650} * 24 * 3'600'000;
    needs.measured = {{0, Duration{ten_years}}, {1, Duration{ten_years / 2}}};
    const Advice advice = advise(needs, table, site);
    REQUIRE(advice.recommended);
    CHECK(*advice.recommended != 0);
    CHECK(advice.options[0].su_total->high.micro > 0);
    CHECK(advice.options[0].relative_cost->high.micro > micro_per_unit);
  }
}
