// What a job takes of the quota of its account, and what is said when the rest does not pay for it.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/random_request.hpp"
#include "core/made_up.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

using F = FigureName;
using R = Rule;

constexpr std::int64_t su = micro_per_unit;
constexpr std::int64_t gib = bytes_per_gib;
constexpr std::int64_t hour = milliseconds_per_hour;

// 3 SU/hour for one CPU on 1g.10gb, 17 on full; QoS normal (charged), spare and brief (free); partition main has both options,
// trial only the slice, under brief.
struct World {
  Table table;
  Site site;

  World() {
    for (const auto& [name, memory, factor, sms] : {std::tuple("1g.10gb", 10, 2, 14), std::tuple("full", 80, 16, 108)}) {
      Profile profile;
      profile.name = profile.label = name;
      profile.head = *parse_option_name(name);
      profile.capacity = Bytes{memory * gib};
      profile.su_factor = Ratio{factor * su};
      profile.sms = sms;
      table.profiles.push_back(profile);
    }
    site = plain_site("small", additive_charge(Ratio{su}, Bytes{4 * gib}, Ratio{su}), Bytes{4 * gib},
                      {{"1g.10gb", "s"}, {"full", "l"}});
    site.partitions[0].name = "main";
    site.partitions[0].qos = {"standard", "spare"};
    site.partitions.push_back(site.partitions[0]);
    site.partitions[1].name = "trial";
    site.partitions[1].options = {"1g.10gb"};
    site.partitions[1].qos = {"brief"};
    site.qos.push_back({});
    site.qos[1].name = "spare";
    site.qos[1].charged = false;
    site.qos.push_back({});
    site.qos[2].name = "brief";
    site.qos[2].charged = false;
    site.price = Price{Ratio{5000}, "EUR", Su{50'000 * su}};
  }

  [[nodiscard]] Advice ask(const Needs& needs) const { return advise(needs, table, site); }
};

Quota left_of(std::int64_t left, std::int64_t allowed = 300'000) { return {"ab12", Su{(allowed - left) * su}, Su{allowed * su}}; }

Needs needs_with(const Quota& quota) {
  Needs needs;
  needs.gpu_memory = Bytes{8 * gib};
  needs.quota = quota;
  return needs;
}

// 0 without a warning, then the more the worse.
int severity(const Advice& advice) {
  const auto warned = [&](R rule) { return advice.warnings.find(rule) != nullptr ? 1 : 0; };
  CHECK(warned(R::near_quota) + warned(R::over_quota) + warned(R::quota_used_up) <= 1);
  return warned(R::near_quota) + 2 * warned(R::over_quota) + 3 * warned(R::quota_used_up);
}

TEST_CASE("the rest is what is held against a job", "[quota]") {
  const Quota quota{"ab12", Su{277'557 * su}, Su{300'000 * su}};
  const QuotaUse by_hour = hold_against(quota, SuPerHour{3 * su}, std::nullopt, std::nullopt);
  CHECK(by_hour.left == Su{22'443 * su});
  CHECK(by_hour.hours == Duration{7481 * hour});
  INFO("10 hours ÷ 7 are 5142857.14 ms");
  CHECK(hold_against({"", Su{0}, Su{10 * su}}, SuPerHour{7 * su}, std::nullopt, std::nullopt).hours == Duration{5'142'857});
  CHECK(!by_hour.runs);
  CHECK(!by_hour.runs_at_least);

  // 22443 ÷ 2.78 = 8073.02; ÷ 3.49 = 6430.65; ÷ 2.48 = 9049.59.
  const Range<Su> cost{Su{2'480'000}, Su{2'780'000}, Su{3'490'000}, Basis::predicted};
  const QuotaUse by_run = hold_against(quota, SuPerHour{5 * su}, cost, Su{40 * su});
  REQUIRE(by_run.runs);
  CHECK(by_run.runs->low == 6430);
  CHECK(by_run.runs->likely == 8073);
  CHECK(by_run.runs->high == 9049);
  CHECK(by_run.runs->basis == Basis::predicted);
  CHECK(by_run.runs_at_least == 561);

  INFO("exact where it just pays for one more, and where a millionth is missing");
  const auto runs = [](std::int64_t left, std::int64_t one) {
    const Range<Su> exact{Su{one}, Su{one}, Su{one}, Basis::measured};
    return hold_against({"", Su{0}, Su{left}}, SuPerHour{1}, exact, std::nullopt).runs->low;
  };
  CHECK(runs(6 * su, 2 * su) == 3);
  CHECK(runs(6 * su - 1, 2 * su) == 2);
  CHECK(runs(2 * su, 2 * su) == 1);
  CHECK(runs(2 * su - 1, 2 * su) == 0);
  CHECK(runs(999'999'999'999 * su, 1) == 999'999'999'999 * su);
}

TEST_CASE("nothing is counted where nothing limits, nothing is left or nothing is charged", "[quota]") {
  const Range<Su> cost{Su{su}, Su{su}, Su{su}, Basis::measured};
  for (const auto& [quota, rate] :
       {std::pair(Quota{"a", Su{su}, std::nullopt}, SuPerHour{su}), std::pair(Quota{"a", Su{su}, Su{su}}, SuPerHour{su}),
        std::pair(Quota{"a", Su{2 * su}, Su{su}}, SuPerHour{su}), std::pair(Quota{"a", Su{0}, Su{su}}, SuPerHour{0})}) {
    const QuotaUse use = hold_against(quota, rate, cost, Su{su});
    CHECK(!use.runs);
    CHECK(!use.runs_at_least);
    CHECK(!use.hours);
    CHECK(use.left == quota.left());
  }
  INFO("a run of a moment costs less than is counted");
  CHECK(!hold_against({"", Su{0}, Su{su}}, SuPerHour{1}, Range<Su>{Su{0}, Su{0}, Su{0}, Basis::measured}, Su{0}).runs);
}

TEST_CASE("the reason says what is known: the run, the walltime or the hour", "[quota]") {
  const World world;
  Needs needs = needs_with(left_of(22'443));
  const Advice hourly = world.ask(needs);
  const Reason& hours = *hourly.why.find(R::quota);
  CHECK(hours[F::quota_left] == 22'443 * su);
  CHECK(hours[F::quota_allowed] == 300'000 * su);
  CHECK(hours[F::rate] == 3 * su);
  CHECK(hours[F::quota_time] == 7481 * hour);

  needs.time = Duration{10 * hour};
  const Advice limited = world.ask(needs);
  const Reason& at_most = *limited.why.find(R::quota);
  CHECK(at_most[F::at_most] == 30 * su);
  CHECK(at_most[F::runs_low] == 748);
  CHECK(!at_most.has(F::runs_high));

  needs.measured = {{0, Duration{2 * hour}}, {1, Duration{hour}}};
  const Advice known = world.ask(needs);
  const Reason& run = *known.why.find(R::quota);
  CHECK(run[F::cost] == 6 * su);
  CHECK(run[F::runs] == 3740);
  CHECK(run[F::runs_low] == 3740);
  CHECK(run[F::runs_high] == 3740);
  CHECK(!run.has(F::time));

  INFO("all jobs count together");
  needs.tasks = 10;
  const Advice several = world.ask(needs);
  CHECK((*several.why.find(R::quota))[F::cost] == 60 * su);
  CHECK((*several.why.find(R::quota))[F::runs] == 374);
  needs.measured.clear();
  needs.time.reset();
  const Advice several_hours = world.ask(needs);
  CHECK((*several_hours.why.find(R::quota))[F::quota_time] == 7481 * hour / 10);

  INFO("without a quota nothing is said");
  needs.quota.reset();
  CHECK(world.ask(needs).why.find(R::quota) == nullptr);
  CHECK(!world.ask(needs).quota);
}

TEST_CASE("only what is known not to fit is over the quota", "[quota]") {
  const World world;
  const auto ask = [&](std::int64_t left, std::vector<RunTime> runs, std::optional<Duration> time) {
    Needs needs = needs_with(left_of(left));
    needs.measured = std::move(runs);
    needs.time = time;
    return world.ask(needs);
  };
  const std::vector<RunTime> two{{0, Duration{2 * hour}}, {1, Duration{2 * hour}}};  // 6 SU on the slice
  const std::vector<RunTime> large{{1, Duration{2 * hour}}};                         // the slice is only bounded
  CHECK(severity(ask(6, two, {})) == 0);
  CHECK(severity(ask(5, two, {})) == 2);
  CHECK(severity(ask(6, two, Duration{2 * hour})) == 0);
  CHECK(severity(ask(6, two, Duration{3 * hour})) == 1);
  CHECK(severity(ask(9, two, Duration{3 * hour})) == 0);
  CHECK(severity(ask(6, {}, Duration{2 * hour})) == 0);
  CHECK(severity(ask(6, {}, Duration{2 * hour + 1})) == 1);
  CHECK(severity(ask(1, {}, {})) == 0);
  CHECK(severity(ask(0, {}, {})) == 3);
  CHECK(severity(ask(-1, two, Duration{3 * hour})) == 3);

  const Advice bounded = ask(300'000, large, {});
  const Range<Su>& cost = *bounded.options[0].su_total;
  REQUIRE(bounded.recommended == 0);
  REQUIRE(!cost.likely);
  CHECK(severity(ask(cost.high.micro / su + 1, large, {})) == 0);
  CHECK(severity(ask(cost.high.micro / su - 1, large, {})) == 1);
  CHECK(severity(ask(cost.low.micro / su - 1, large, {})) == 2);

  const Advice over = ask(5, two, {});
  const Reason& reason = *over.warnings.find(R::over_quota);
  CHECK(reason.verdict == Verdict::note);
  CHECK(reason.option == 0);
  CHECK(reason[F::quota_left] == 5 * su);
  CHECK(reason[F::cost] == 6 * su);
  CHECK(reason[F::missing] == su);
  CHECK(reason[F::bought] == 50'000 * su);
  CHECK(reason[F::money] == 250 * micro_per_unit);
  CHECK(reason[F::qos] == 1);
  CHECK(reason[F::partition] == 0);

  const Advice near = ask(6, {}, Duration{3 * hour});
  const Reason& walltime = *near.warnings.find(R::near_quota);
  CHECK(walltime[F::at_most] == 9 * su);
  CHECK(walltime[F::missing] == 3 * su);
  CHECK(walltime[F::time] == 3 * hour);
  CHECK(walltime[F::jobs] == 1);

  const Advice empty = ask(-150, two, {});
  const Reason& used_up = *empty.warnings.find(R::quota_used_up);
  CHECK(empty.why.find(R::quota) == nullptr);
  CHECK(used_up[F::quota_used] == 300'150 * su);
  CHECK(used_up[F::missing] == 156 * su);
}

TEST_CASE("more is sold from the least amount up, and not where a QoS has an allocation of its own", "[quota]") {
  World world;
  Needs needs = needs_with(left_of(10));
  needs.measured = {{0, Duration{20'003'336 * std::int64_t{3600}}}, {1, Duration{20'003'336 * std::int64_t{3600}}}};
  // 60010.008 SU, 60000.008 of them missing.
  const Advice far = world.ask(needs);
  const Reason& reason = *far.warnings.find(R::over_quota);
  CHECK(reason[F::missing] == 60'000'008'000);
  CHECK(reason[F::bought] == reason[F::missing]);
  CHECK(reason[F::money] == 300'000'040);
  world.site.price->at_least.reset();
  needs.measured = {{0, Duration{4 * hour}}, {1, Duration{4 * hour}}};
  const Advice two = world.ask(needs);
  CHECK((*two.warnings.find(R::over_quota))[F::bought] == 2 * su);
  CHECK((*two.warnings.find(R::over_quota))[F::money] == 10'000);
  INFO("nothing to be bought yet");
  const Advice at_zero = world.ask(needs_with(left_of(0)));
  CHECK(!at_zero.warnings.find(R::quota_used_up)->has(F::money));
  world.site.qos[0].allocation = Allocation{Su{2500 * su}, "course"};
  const Advice course = world.ask(needs);
  CHECK(!course.warnings.find(R::over_quota)->has(F::money));
  world.site.qos[0].allocation.reset();
  world.site.price.reset();
  const Advice unsold = world.ask(needs);
  CHECK(!unsold.warnings.find(R::over_quota)->has(F::money));
}

TEST_CASE("the way out is a free QoS that takes the job, where it goes now if that does", "[quota]") {
  World world;
  const auto way_out = [&](const Needs& needs) -> std::string {
    const Advice advice = world.ask(needs);
    const Reason* const reason = advice.warnings.find(R::quota_used_up);
    REQUIRE(reason != nullptr);
    if (!reason->has(F::qos)) {
      return "none";
    }
    return world.site.partitions[static_cast<std::size_t>((*reason)[F::partition])].name + " " +
           world.site.qos[static_cast<std::size_t>((*reason)[F::qos])].name;
  };
  Needs needs = needs_with(left_of(0));
  CHECK(way_out(needs) == "main spare");
  world.site.qos[1].walltime = Duration{5 * hour};
  needs.time = Duration{5 * hour};
  CHECK(way_out(needs) == "main spare");
  needs.time = Duration{5 * hour + 1};
  CHECK(way_out(needs) == "trial brief");
  needs.time.reset();
  needs.measured = {{0, Duration{6 * hour}}, {1, Duration{6 * hour}}};
  CHECK(way_out(needs) == "trial brief");
  world.site.qos[1].walltime.reset();
  world.site.qos[1].cpus_per_job = 2;
  needs.cpus = 3;
  CHECK(way_out(needs) == "trial brief");
  world.site.qos[1].cpus_per_job.reset();
  world.site.qos[1].ram_per_job = Bytes{11 * gib};
  CHECK(way_out(needs) == "trial brief");
  world.site.qos[1].ram_per_job.reset();
  world.site.qos[1].users = "owners";
  CHECK(way_out(needs) == "trial brief");
  world.site.qos[2].jobs_at_once = 1;
  needs.tasks = 2;
  CHECK(way_out(needs) == "none");
  world.site.qos[1].users.clear();
  CHECK(way_out(needs) == "main spare");
  INFO("the full GPU is offered in one place only");
  world.site.qos[1].charged = true;
  needs.tasks = 1;
  needs.gpu_memory = Bytes{40 * gib};
  CHECK(way_out(needs) == "none");
}

TEST_CASE("where nothing is charged, the quota stays as it is", "[quota]") {
  const World world;
  for (const std::int64_t left : {-5, 0, 5}) {
    Needs needs = needs_with(left_of(left));
    needs.qos = "spare";
    needs.time = Duration{100 * hour};
    const Advice advice = world.ask(needs);
    CHECK(severity(advice) == 0);
    const Reason* const reason = advice.why.find(R::quota);
    REQUIRE(reason != nullptr);
    CHECK(reason->has(F::rate));
    CHECK((*reason)[F::rate] == 0);
    CHECK((*reason)[F::quota_left] == std::max<std::int64_t>(left, 0) * su);
  }
  Needs needs = needs_with({"ab12", Su{7 * su}, std::nullopt});
  const Advice unlimited = world.ask(needs);
  CHECK(severity(unlimited) == 0);
  CHECK((*unlimited.why.find(R::quota))[F::quota_used] == 7 * su);
  CHECK(!unlimited.why.find(R::quota)->has(F::quota_left));
}

TEST_CASE("a price is held against the quota as well", "[quota]") {
  const World world;
  Needs needs = needs_with(left_of(170));
  needs.gpu_memory.reset();
  const auto price = [&](std::optional<Duration> hours) { return price_request(needs, 1, hours, world.table, world.site); };
  const Cost fits = price(Duration{10 * hour});
  REQUIRE(fits.quota_share);
  CHECK((*fits.quota_share)[F::cost] == 170 * su);
  CHECK((*fits.quota_share)[F::runs] == 1);
  CHECK(fits.quota_share->option == 1);
  CHECK(fits.warnings.find(R::over_quota) == nullptr);
  const Cost over = price(Duration{10 * hour + 1});
  REQUIRE(over.warnings.find(R::over_quota) != nullptr);
  CHECK(over.warnings.find(R::over_quota)->option == 1);
  CHECK(over.quota->runs->low == 0);
  const Cost hourly = price(std::nullopt);
  CHECK((*hourly.quota_share)[F::quota_time] == 10 * hour);
  needs.quota = left_of(0);
  CHECK(price(std::nullopt).warnings.find(R::quota_used_up) != nullptr);
  needs.qos = "brief";
  const Cost refused = price(Duration{hour});
  CHECK(!refused.accepted);
  CHECK(refused.warnings.size() == 0);
  needs.qos.clear();
  needs.quota.reset();
  CHECK(!price(Duration{hour}).quota);
  CHECK(!price(Duration{hour}).quota_share);
}

TEST_CASE("a quota changes nothing but what is said of it, and more left never gives a worse warning", "[quota]") {
  const World world;
  Dice dice(20261126);
  int warned = 0;
  int shared = 0;
  for (int i = 0; i < 4000; ++i) {
    Needs needs;
    needs.gpu_memory = Bytes{dice.between(1, 79) * gib};
    needs.tasks = static_cast<int>(dice.between(1, 5));
    needs.cpus = static_cast<int>(dice.between(1, 20));
    needs.qos = dice.chance(20) ? "spare" : "";
    if (dice.chance(50)) {
      needs.time = Duration{dice.between(1, 200) * hour / 3};
    }
    for (std::size_t option = 0; option < 2; ++option) {
      if (dice.chance(40)) {
        needs.measured.push_back({option, Duration{dice.between(1, 100) * hour / 7}});
      }
    }
    const Advice without = world.ask(needs);
    int before = 4;
    std::int64_t left = -dice.between(0, 3) * su;
    for (int step = 0; step < 6; ++step) {
      needs.quota = Quota{"ab12", Su{500'000 * su}, Su{500'000 * su + left}};
      const Advice advice = world.ask(needs);
      const int now = severity(advice);
      CAPTURE(i, left, before, now);
      REQUIRE(now <= before);
      before = now;
      warned += now > 0 ? 1 : 0;
      REQUIRE(advice.recommended == without.recommended);
      REQUIRE(advice.warnings.size() == without.warnings.size() + (now > 0 ? 1 : 0));
      for (std::size_t option = 0; option < 2; ++option) {
        REQUIRE(advice.options[option].rank == without.options[option].rank);
        REQUIRE(advice.options[option].eligible == without.options[option].eligible);
      }
      if (advice.quota && advice.quota->runs) {
        ++shared;
        REQUIRE(advice.quota->runs->low >= 0);
        REQUIRE(advice.quota->runs->low <= advice.quota->runs->high);
        REQUIRE((advice.quota->runs->low == 0) == (advice.quota->cost->high > *advice.quota->left));
      }
      left += dice.between(1, 300) * dice.between(1, 10'000) * su / 1000;
    }
  }
  CHECK(warned > 1000);
  CHECK(shared > 1000);
}

TEST_CASE("the order of the accounts in a report does not matter", "[quota]") {
  Dice dice(7);
  for (int i = 0; i < 200; ++i) {
    std::vector<std::string> parts;
    const std::int64_t count = dice.between(1, 8);
    for (std::int64_t account = 0; account < count; ++account) {
      const std::string used = std::to_string(dice.between(0, 400'000));
      const std::string allowed = std::to_string(dice.between(0, 400'000));
      const std::string name = std::to_string(account);
      std::string part = dice.chance(50) ? "Usage for account: a" : "Group quotas for a";
      part.append(name).append("\n  SLURM Service Units (CPU Hours): ").append(used);
      parts.push_back(part.append(" (").append(allowed).append(" Quota)\n"));
    }
    const auto read = [&] {
      std::string text;
      for (const std::string& part : parts) {
        text += part;
      }
      std::vector<Quota> quotas = load_quota(text, "q").value.value();
      std::sort(quotas.begin(), quotas.end(), [](const Quota& a, const Quota& b) { return a.account < b.account; });
      return quotas;
    };
    const std::vector<Quota> before = read();
    for (std::size_t at = parts.size(); at > 1; --at) {
      std::swap(parts[at - 1], parts[static_cast<std::size_t>(dice.between(0, static_cast<std::int64_t>(at) - 1))]);
    }
    REQUIRE(read() == before);
  }
}

}  // namespace
}  // namespace migadvise
