// Partition, QoS, limits, budget: what the site has to say about a request.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "core/made_up.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

using F = FigureName;
using R = Rule;

constexpr std::int64_t su = micro_per_unit;
constexpr std::int64_t gib = bytes_per_gib;
constexpr std::int64_t hour = milliseconds_per_hour;

Profile option(const std::string& name, std::int64_t gigabytes, std::int64_t factor, int sms) {
  Profile profile;
  profile.name = profile.label = name;
  profile.head = *parse_option_name(name);
  profile.capacity = Bytes{gigabytes * gib};
  profile.su_factor = Ratio{factor * su};
  profile.sms = sms;
  return profile;
}

Table small_table() {
  Table table;
  table.profiles = {option("1g.10gb", 10, 2, 10), option("2g.20gb", 20, 4, 20), option("full", 80, 16, 100)};
  return table;
}

Qos qos(const std::string& name, bool charged) {
  Qos entry;
  entry.name = name;
  entry.charged = charged;
  return entry;
}

Partition partition(const std::string& name, std::vector<std::string> options, std::vector<std::string> of_qos) {
  Partition entry;
  entry.name = name;
  entry.ram_per_cpu = Bytes{4 * gib};
  entry.options = std::move(options);
  entry.qos = std::move(of_qos);
  return entry;
}

// Partitions main (all), trial (slices, 4 CPUs, 16 GiB, an hour), host (no GPUs); QoS normal (10 h), spare (free), test (free),
// boss_* (free, 10 h, 100 h on request).
Site small_site() {
  Site site = plain_site("small", additive_charge(Ratio{su}, Bytes{4 * gib}, Ratio{su}), Bytes{4 * gib},
                         {{"1g.10gb", "s"}, {"2g.20gb", "m"}, {"full", "l"}});
  site.partitions = {partition("main", {"1g.10gb", "2g.20gb", "full"}, {"normal", "spare", "boss_*"}),
                     partition("host", {}, {"normal", "test"}), partition("trial", {"1g.10gb", "2g.20gb"}, {"test"})};
  site.partitions[0].gpus_per_node = 4;
  site.partitions[0].cpus_per_node = 64;
  site.partitions[0].ram_per_node = Bytes{256 * gib};
  site.qos = {qos("normal", true), qos("spare", false), qos("test", false), qos("boss_*", false)};
  site.qos[0].walltime = Duration{10 * hour};
  site.qos[0].preempted_by = {"boss_*"};
  site.qos[1].preempted_by = {"normal", "boss_*"};
  site.qos[2].walltime = Duration{hour};
  site.qos[2].cpus_per_job = 4;
  site.qos[2].ram_per_job = Bytes{16 * gib};
  site.qos[2].jobs_at_once = 1;
  site.qos[3].walltime = Duration{10 * hour};
  site.qos[3].walltime_on_request = Duration{100 * hour};
  site.qos[3].users = "the boss";
  return site;
}

struct World {
  Table table = small_table();
  Site site = small_site();
  [[nodiscard]] Advice ask(const Needs& needs) const { return advise(needs, table, site); }
};

Needs memory(std::int64_t gibibytes) {
  Needs needs;
  needs.gpu_memory = Bytes{gibibytes * gib};
  return needs;
}

template <class Change>
Needs with(Needs needs, Change change) {
  change(needs);
  return needs;
}

// What an answer says by a rule, among the reasons for it or the warnings; a copy, which outlives the answer.
std::optional<Reason> told(const Advice& advice, Rule rule) {
  const Reason* const reason = advice.why.find(rule) != nullptr ? advice.why.find(rule) : advice.warnings.find(rule);
  return reason == nullptr ? std::nullopt : std::optional(*reason);
}

Needs at(Needs needs, const std::string& partition_name, const std::string& qos_name) {
  needs.partition = partition_name;
  needs.qos = qos_name;
  return needs;
}

TEST_CASE("what is not asked for follows from what is", "[site_rules]") {
  struct Case {
    const char* description;
    const char* partition;
    const char* qos;
    const char* goes_to;
    const char* under;
  };
  const std::vector<Case> cases{{"nothing asked for", "", "", "main", "normal"},
                                {"a QoS of the default partition", "", "spare", "main", "spare"},
                                {"a QoS of others: the one with GPUs", "", "test", "trial", "test"},
                                {"a pattern keeps the name asked for", "", "boss_jane", "main", "boss_jane"},
                                {"a partition with the default QoS", "host", "", "host", "normal"},
                                {"a partition without it gets its usual one", "trial", "", "trial", "test"},
                                {"both", "main", "spare", "main", "spare"},
                                {"both, though they do not go together", "trial", "normal", "trial", "normal"}};
  const Site site = small_site();
  for (const Case& c : cases) {
    INFO(c.description);
    const Place place = find_place(site, c.partition, c.qos);
    CHECK(place.partition->name == c.goes_to);
    CHECK(place.qos_name == c.under);
    CHECK(place.qos == site.find_qos(c.under));
  }
}

TEST_CASE("a QoS is known by its name, or by a pattern with something behind it", "[site_rules]") {
  Site site = small_site();
  CHECK(site.find_qos("normal")->name == "normal");
  CHECK(site.find_qos("boss_x")->name == "boss_*");
  CHECK(site.find_qos("boss_*")->name == "boss_*");
  for (const char* unknown : {"boss_", "boss", "norma", "normal2", "Normal", "xboss_x", ""}) {
    CAPTURE(unknown);
    CHECK(site.find_qos(unknown) == nullptr);
  }
  INFO("an entry of just that name goes before a pattern, wherever it stands");
  site.qos.push_back(qos("boss_jane", true));
  CHECK(site.find_qos("boss_jane")->charged);
  CHECK_FALSE(site.find_qos("boss_john")->charged);
  CHECK(site.find_partition("trial")->name == "trial");
  CHECK(site.find_partition("tria") == nullptr);
}

TEST_CASE("a partition's offer decides", "[site_rules]") {
  const World world;
  const Advice trial = world.ask(at(memory(8), "trial", ""));
  REQUIRE(trial.recommended == 0);
  CHECK(trial.options[2].reasons.find(R::partition_offer)->verdict == Verdict::reject);
  CHECK(excluded_by(trial.options[2]) == std::vector<Rule>{R::partition_offer});
  CHECK(trial.why.find(R::partition_implied) != nullptr);
  CHECK_FALSE(trial.options[2].eligible);

  INFO("a partition without GPUs offers nothing, and the usual place is named");
  const Advice host = world.ask(at(memory(8), "host", ""));
  CHECK_FALSE(host.recommended.has_value());
  REQUIRE(host.elsewhere.has_value());
  CHECK(host.elsewhere->option == 0);
  CHECK(host.elsewhere->charged.micro == 3 * su);
  CHECK((*host.warnings.find(R::elsewhere))[F::rate] == 3 * su);

  INFO("the largest option that is named is one that is offered");
  const Advice large = world.ask(at(memory(30), "trial", ""));
  CHECK(large.warnings.find(R::nothing_fits)->option == 1);
  CHECK(large.warnings.find(R::several_gpus) == nullptr);
  CHECK(large.elsewhere->option == 2);

  INFO("several GPUs are no help where there are none");
  CHECK(world.ask(at(memory(100), "trial", "")).warnings.find(R::several_gpus) == nullptr);
  CHECK(world.ask(memory(100)).warnings.find(R::several_gpus) != nullptr);

  INFO("what does not go together is refused everywhere");
  const Advice apart = world.ask(at(memory(8), "trial", "normal"));
  CHECK_FALSE(apart.recommended.has_value());
  CHECK(excluded_by(apart.options[0]) == std::vector<Rule>{R::partition_qos});
  CHECK(apart.elsewhere->option == 0);
}

TEST_CASE("another place is one that keeps the QoS where it can, and is cut down to where it must", "[site_rules]") {
  struct Case {
    const char* description;
    std::int64_t gibibytes;
    const char* partition;
    const char* qos;
    std::int64_t hours;  // of walltime, 0 for none
    int cpus;
    const char* goes_to;  // null where nothing is named
    const char* under;
    std::int64_t time_allowed;
    std::int64_t cpus_allowed;
  };
  const std::vector<Case> cases{
      {"a free QoS where it does not go", 8, "main", "test", 0, 1, "trial", "test", 0, 0},
      {"a partition of it without GPUs", 8, "host", "test", 0, 1, "trial", "test", 0, 0},
      {"a pattern, by the name it was asked for", 8, "trial", "boss_x", 0, 1, "main", "boss_x", 0, 0},
      {"too much for the QoS, not for the usual place", 60, "main", "test", 0, 1, "main", "normal", 0, 0},
      {"the usual place as it stands goes before less of it", 8, "main", "test", 5, 1, "main", "normal", 0, 0},
      {"too long for both: within the QoS", 8, "main", "test", 50, 1, "trial", "test", 1, 0},
      {"too long and too large for the QoS", 60, "", "test", 50, 1, "main", "normal", 10, 0},
      {"too long and too many CPUs", 60, "", "test", 50, 65, "main", "normal", 10, 64},
      {"too large everywhere", 100, "", "test", 50, 1, nullptr, nullptr, 0, 0},
      {"it is the usual place already", 8, "", "", 50, 1, nullptr, nullptr, 0, 0},
      {"and by its names", 8, "main", "normal", 50, 1, nullptr, nullptr, 0, 0},
  };
  const World world;
  for (const Case& c : cases) {
    INFO(c.description);
    Needs needs = at(memory(c.gibibytes), c.partition, c.qos);
    needs.cpus = c.cpus;
    if (c.hours > 0) {
      needs.time = Duration{c.hours * hour};
    }
    const Advice advice = world.ask(needs);
    REQUIRE_FALSE(advice.recommended.has_value());
    const Reason* const repair = advice.warnings.find(R::elsewhere);
    REQUIRE(advice.elsewhere.has_value() == (c.goes_to != nullptr));
    REQUIRE((repair != nullptr) == (c.goes_to != nullptr));
    if (repair == nullptr) {
      continue;
    }
    CHECK(advice.elsewhere->place.partition->name == c.goes_to);
    CHECK(advice.elsewhere->place.qos_name == c.under);
    CHECK((*repair)[F::time_allowed] == c.time_allowed * hour);
    CHECK((*repair)[F::cpus_allowed] == c.cpus_allowed);
    needs = at(needs, c.goes_to, c.under);
    needs.cpus = c.cpus_allowed > 0 ? static_cast<int>(c.cpus_allowed) : needs.cpus;
    needs.time = c.time_allowed > 0 ? std::optional(Duration{c.time_allowed * hour}) : needs.time;
    const Advice followed = world.ask(needs);
    REQUIRE(followed.recommended == advice.elsewhere->option);
    CHECK(followed.options[*followed.recommended].charged.micro == (*repair)[F::rate]);
  }
}

TEST_CASE("a way out that leaves too little headroom is called tight", "[site_rules]") {
  const World world;
  const auto verdict = [&](std::int64_t gibibytes, const char* qos_name, Rule rule) {
    const Advice advice = world.ask(at(with(memory(gibibytes), [](Needs& n) { n.time = Duration{50 * hour}; }), "", qos_name));
    const std::optional<Reason> repair = told(advice, rule);
    REQUIRE(repair.has_value());
    CHECK((*repair)[F::needed] == (repair->verdict == Verdict::tight ? gibibytes * gib : 0));
    CHECK((*repair)[F::capacity] == 80 * gib);
    return repair->verdict;
  };
  CHECK(verdict(79, "", R::within_limits) == Verdict::tight);
  CHECK(verdict(60, "", R::within_limits) == Verdict::note);
  CHECK(verdict(79, "test", R::elsewhere) == Verdict::tight);
  CHECK(verdict(60, "test", R::elsewhere) == Verdict::note);
}

TEST_CASE("limits hold to the last unit, and what keeps them is named", "[site_rules]") {
  struct Case {
    const char* description;
    Needs needs;
    std::optional<Rule> rule;  // what refuses it
    std::int64_t cpus;         // what is named instead, 0 for nothing
    std::int64_t ram;
    std::int64_t time;
  };
  const Needs test = at(memory(8), "", "test");
  const Needs normal = memory(8);
  const Needs boss = at(memory(8), "", "boss_x");
  const auto cpus = [](Needs needs, int count) { return with(needs, [&](Needs& n) { n.cpus = count; }); };
  const auto ram = [](Needs needs, std::int64_t bytes) { return with(needs, [&](Needs& n) { n.ram = Bytes{bytes}; }); };
  const auto time = [](Needs needs, std::int64_t ms) { return with(needs, [&](Needs& n) { n.time = Duration{ms}; }); };
  const std::vector<Case> cases{
      {"as many CPUs as the QoS allows", cpus(test, 4), {}, 0, 0, 0},
      {"one more", ram(cpus(test, 5), 8 * gib), R::qos_cpus, 4, 0, 0},
      {"as much host RAM", ram(test, 16 * gib), {}, 0, 0, 0},
      {"a byte more", ram(test, 16 * gib + 1), R::qos_ram, 0, 16 * gib, 0},
      {"the whole walltime", time(test, hour), {}, 0, 0, 0},
      {"a millisecond more", time(test, hour + 1), R::walltime, 0, 0, hour},
      {"as many CPUs as a node has", cpus(normal, 64), {}, 0, 0, 0},
      {"more", ram(cpus(normal, 65), gib), R::node_cpus, 64, 0, 0},
      {"as much host RAM as a node has", ram(normal, 256 * gib), {}, 0, 0, 0},
      {"more", ram(normal, 256 * gib + 1), R::node_ram, 0, 256 * gib, 0},
      {"the usual walltime", time(normal, 10 * hour), {}, 0, 0, 0},
      {"more", time(normal, 10 * hour + 1), R::walltime, 0, 0, 10 * hour},
      {"what can be granted on request", time(boss, 100 * hour), {}, 0, 0, 0},
      {"more than that", time(boss, 100 * hour + 1), R::walltime, 0, 0, 100 * hour},
  };
  const World world;
  for (const Case& c : cases) {
    INFO(c.description);
    const Advice advice = world.ask(c.needs);
    CHECK(advice.recommended.has_value() != c.rule.has_value());
    if (!c.rule) {
      continue;
    }
    CHECK(excluded_by(advice.options[0]) == std::vector<Rule>{*c.rule});
    REQUIRE(advice.within_limits.has_value());
    const Reason* const repair = advice.warnings.find(R::within_limits);
    REQUIRE(repair != nullptr);
    CHECK((*repair)[F::cpus_allowed] == c.cpus);
    CHECK((*repair)[F::ram_allowed] == c.ram);
    CHECK((*repair)[F::time_allowed] == c.time);
    Needs kept = c.needs;
    kept.cpus = c.cpus > 0 ? static_cast<int>(c.cpus) : kept.cpus;
    kept.ram = c.ram > 0 ? std::optional(Bytes{c.ram}) : kept.ram;
    kept.time = c.time > 0 ? std::optional(Duration{c.time}) : kept.time;
    const Advice followed = world.ask(kept);
    REQUIRE(followed.recommended == advice.within_limits->option);
    CHECK(followed.options[*followed.recommended].charged == advice.within_limits->charged);
  }
  INFO("fewer CPUs also bring less host RAM by default");
  const Advice both = world.ask(cpus(test, 8));
  CHECK(excluded_by(both.options[0]) == std::vector<Rule>{R::qos_cpus, R::qos_ram});
  CHECK((*both.warnings.find(R::within_limits))[F::cpus_allowed] == 4);
  CHECK((*both.warnings.find(R::within_limits))[F::ram_allowed] == 0);
  INFO("limits do not help against GPU memory");
  CHECK_FALSE(world.ask(cpus(memory(100), 65)).within_limits.has_value());
}

TEST_CASE("a limit that is kept is accepted, not only noted", "[site_rules]") {
  const World world;
  const Needs test = at(with(memory(8), [](Needs& n) { n.time = Duration{hour}; }), "", "test");
  const Advice free = world.ask(test);
  for (const Rule rule : {R::partition_offer, R::partition_qos, R::qos_cpus, R::qos_ram, R::walltime}) {
    CAPTURE(rule_id(rule));
    const Reason* const reason = free.options[0].reasons.find(rule);
    REQUIRE(reason != nullptr);
    CHECK(reason->verdict == Verdict::accept);
  }
  const Advice normal = world.ask(memory(8));
  for (const Rule rule : {R::node_cpus, R::node_ram}) {
    CAPTURE(rule_id(rule));
    const Reason* const reason = normal.options[0].reasons.find(rule);
    REQUIRE(reason != nullptr);
    CHECK(reason->verdict == Verdict::accept);
  }
}

TEST_CASE("some rules judge the job, the others an option", "[site_rules]") {
  const std::vector<Rule> of_job{R::partition_qos, R::qos_cpus, R::qos_ram, R::walltime, R::node_cpus, R::node_ram};
  for (std::size_t i = 0; i < rule_count; ++i) {
    const auto rule = static_cast<Rule>(i);
    CAPTURE(rule_id(rule));
    CHECK(judges_job(rule) == (std::find(of_job.begin(), of_job.end(), rule) != of_job.end()));
  }
}

TEST_CASE("where a site does not say how many GPUs a node has, no number is the limit", "[site_rules]") {
  World world;
  world.site.partitions[0].gpus_per_node.reset();
  const std::optional<Reason> several = told(world.ask(memory(800)), R::several_gpus);
  REQUIRE(several.has_value());
  CHECK((*several)[F::gpus] == 11);
  CHECK(world.ask(with(memory(800), [](Needs& n) { n.gpus = 11; })).recommended == 2);
  INFO("and where that would not help, nothing is said of a node");
  const Needs floor = with(memory(800), [](Needs& n) { n.min_compute = Ratio{su}; });
  CHECK(world.ask(floor).warnings.find(R::several_gpus) == nullptr);
}

TEST_CASE("a partition may have a walltime of its own; the shorter one counts", "[site_rules]") {
  World world;
  world.site.partitions[0].walltime = Duration{5 * hour};
  const auto asked = [&](std::int64_t hours) {
    return world.ask(with(memory(8), [&](Needs& n) { n.time = Duration{hours * hour}; }));
  };
  CHECK(asked(5).recommended.has_value());
  CHECK_FALSE(asked(6).recommended.has_value());
  CHECK((*asked(6).options[0].reasons.find(R::walltime))[F::time_allowed] == 5 * hour);
  world.site.qos[0].walltime = Duration{4 * hour};
  CHECK((*asked(6).options[0].reasons.find(R::walltime))[F::time_allowed] == 4 * hour);
}

TEST_CASE("a QoS that charges nothing changes the charge and nothing else", "[site_rules]") {
  const World world;
  for (const int cpus : {1, 4, 32}) {
    for (const Prefer prefer : {Prefer::cost, Prefer::speed, Prefer::balanced}) {
      const Needs needs = with(memory(8), [&](Needs& n) {
        n.cpus = cpus;
        n.tasks = 3;
        n.prefer = prefer;
        n.time = Duration{2 * hour};
      });
      const Advice paid = world.ask(needs);
      const Advice free = world.ask(at(needs, "", "spare"));
      CHECK(free.recommended == paid.recommended);
      CHECK(free.all_jobs.micro == 0);
      for (std::size_t i = 0; i < paid.options.size(); ++i) {
        CHECK(free.options[i].rank == paid.options[i].rank);
        CHECK(free.options[i].score == paid.options[i].score);
        CHECK(free.options[i].charge.total == paid.options[i].charge.total);
        CHECK(free.options[i].charged.micro == 0);
        CHECK(free.options[i].at_most == Su{0});
        CHECK(paid.options[i].at_most == Su{paid.options[i].charged.micro * 6});
      }
      const Reason* const at_most = paid.why.find(R::at_most);
      REQUIRE(at_most != nullptr);
      CHECK((*at_most)[F::at_most] == paid.options[*paid.recommended].at_most->micro);
      CHECK((*at_most)[F::jobs] == 3);
      CHECK(free.why.find(R::at_most) == nullptr);
      CHECK((*free.why.find(R::free_qos))[F::rate] == paid.options[*paid.recommended].charge.total.micro);
      CHECK(paid.why.find(R::free_qos) == nullptr);
    }
  }
  INFO("nothing is said of saving what is not charged");
  const Advice dear = world.ask(at(with(memory(8),
                                        [](Needs& n) {
                                          n.cpus = 32;
                                          n.ram = Bytes{200 * gib};
                                        }),
                                   "", "spare"));
  CHECK(dear.why.find(R::host_ram_term) == nullptr);
  CHECK(dear.why.find(R::cpu_term) == nullptr);
  CHECK(dear.options[2].reasons.find(R::break_even) == nullptr);
}

TEST_CASE("the QoS that free ones are ranked by", "[site_rules]") {
  Site site = small_site();
  CHECK(charging_qos(site)->name == "normal");
  site.default_qos = 1;
  CHECK(charging_qos(site)->name == "normal");
  site.qos[0].charged = false;
  CHECK(charging_qos(site) == nullptr);
}

TEST_CASE("warnings of the QoS", "[site_rules]") {
  const World world;
  CHECK(world.ask(memory(8)).warnings.find(R::preemption) == nullptr);
  CHECK(world.ask(at(memory(8), "", "spare")).warnings.find(R::preemption) != nullptr);
  CHECK(world.ask(at(memory(8), "", "boss_x")).warnings.find(R::qos_users) != nullptr);
  CHECK(world.ask(at(memory(8), "", "spare")).warnings.find(R::qos_users) == nullptr);
  const auto boss = [&](std::int64_t ms) {
    return world.ask(at(with(memory(8), [&](Needs& n) { n.time = Duration{ms}; }), "", "boss_x"));
  };
  CHECK(boss(10 * hour).warnings.find(R::walltime_on_request) == nullptr);
  const std::optional<Reason> more = told(boss(10 * hour + 1), R::walltime_on_request);
  REQUIRE(more.has_value());
  CHECK((*more)[F::time_allowed] == 10 * hour);
  CHECK((*more)[F::time_on_request] == 100 * hour);
  const auto jobs = [&](int tasks) { return world.ask(at(with(memory(2), [&](Needs& n) { n.tasks = tasks; }), "", "test")); };
  CHECK(jobs(1).warnings.find(R::jobs_at_once) == nullptr);
  CHECK((*jobs(2).warnings.find(R::jobs_at_once))[F::jobs_allowed] == 1);
}

// Whoever reads the answer finds the same things in the same place.
TEST_CASE("warnings keep their order when many speak", "[site_rules]") {
  World world;
  Qos& spare = world.site.qos[1];
  spare.charged = true;
  spare.users = "guests";
  spare.walltime = Duration{10 * hour};
  spare.walltime_on_request = Duration{100 * hour};
  spare.jobs_at_once = 1;
  const Needs much = with(memory(8), [&](Needs& n) {
    n.single_model = true;
    n.tasks = 2;
    n.time = Duration{50 * hour};
    n.budget = Su{1};
    n.ram = Bytes{1};
  });
  const Advice advice = world.ask(at(much, "", "spare"));
  std::vector<R> rules;
  for (const Reason& reason : advice.warnings) {
    rules.push_back(reason.rule);
    CHECK(reason.verdict == Verdict::note);
  }
  CHECK(rules ==
        std::vector<R>{R::preemption, R::qos_users, R::walltime_on_request, R::jobs_at_once, R::over_budget, R::host_ram_small});
}

TEST_CASE("a budget pays for hours, and the whole walltime is held against it", "[site_rules]") {
  const World world;
  const auto ask = [&](std::int64_t budget, std::optional<std::int64_t> ms, int tasks) {
    return world.ask(with(memory(8), [&](Needs& n) {
      n.budget = Su{budget};
      n.tasks = tasks;
      if (ms) {
        n.time = Duration{*ms};
      }
    }));
  };
  INFO("3 SU/hour: 5 SU pay for 6,000,000 ms");
  CHECK((*ask(5 * su, {}, 1).why.find(R::budget))[F::budget_time] == 6'000'000);
  INFO("rounded down: 1 micro-SU pays for 1.2 ms");
  CHECK((*ask(1, {}, 1).why.find(R::budget))[F::budget_time] == 1);
  INFO("three jobs share it");
  CHECK((*ask(9 * su, {}, 3).why.find(R::budget))[F::budget_time] == hour);
  INFO("a walltime that costs just as much is no worry, a millisecond more is");
  CHECK(ask(6 * su, 2 * hour, 1).warnings.find(R::over_budget) == nullptr);
  const std::optional<Reason> over = told(ask(6 * su, 2 * hour + 1, 1), R::over_budget);
  REQUIRE(over.has_value());
  CHECK((*over)[F::at_most] == 6 * su + 1);
  CHECK((*over)[F::budget] == 6 * su);
  CHECK((*over)[F::time] == 2 * hour + 1);
  CHECK((*over)[F::jobs] == 1);
  CHECK((*told(ask(6 * su, hour, 3), R::over_budget))[F::jobs] == 3);
  INFO("it stays an answer: the limit is not the run time");
  CHECK(ask(1, 10 * hour, 1).recommended == 0);
  INFO("where nothing is charged, the budget is not touched");
  const Advice free = world.ask(at(with(memory(8),
                                        [](Needs& n) {
                                          n.budget = Su{1};
                                          n.time = Duration{hour};
                                        }),
                                   "", "spare"));
  const Reason* const untouched = free.why.find(R::budget);
  REQUIRE(untouched != nullptr);
  CHECK((*untouched)[F::rate] == 0);
  CHECK((*untouched)[F::budget] == 1);
  CHECK(free.warnings.find(R::over_budget) == nullptr);
}

TEST_CASE("a walltime never changes the ranking", "[site_rules]") {
  const World world;
  const Advice without = world.ask(memory(8));
  for (const std::int64_t ms : {std::int64_t{1}, hour, 10 * hour}) {
    const Advice advice = world.ask(with(memory(8), [&](Needs& n) { n.time = Duration{ms}; }));
    CHECK(advice.recommended == without.recommended);
    for (std::size_t i = 0; i < advice.options.size(); ++i) {
      CHECK(advice.options[i].rank == without.options[i].rank);
      CHECK(advice.options[i].score == without.options[i].score);
    }
  }
}

TEST_CASE("host RAM below the model is worth a warning", "[site_rules]") {
  const World world;
  const auto ask = [&](std::int64_t mib, std::optional<std::int64_t> ram) {
    return world.ask(with(memory(1), [&](Needs& n) {
      n.gpu_memory = Bytes{mib * bytes_per_mib};
      n.single_model = true;
      if (ram) {
        n.ram = Bytes{*ram};
      }
    }));
  };
  CHECK(ask(4096, {}).warnings.find(R::host_ram_small) == nullptr);
  const std::optional<Reason> small = told(ask(8 * 1024 + 1, {}), R::host_ram_small);
  REQUIRE(small.has_value());
  INFO("9 GiB of host RAM cost 2.25 SU instead of 1");
  CHECK((*small)[F::ram_covered] == 9 * gib);
  CHECK((*small)[F::rate] == 3 * su);
  CHECK((*small)[F::other_rate] == 4'250'000);
  CHECK(ask(8 * 1024, 8 * gib).warnings.find(R::host_ram_small) == nullptr);
  CHECK(ask(8 * 1024, 8 * gib - 1).warnings.find(R::host_ram_small) != nullptr);
  INFO("only of a model");
  CHECK(world.ask(memory(8)).warnings.find(R::host_ram_small) == nullptr);
  INFO("what the QoS does not allow is not proposed");
  const Needs large = with(at(memory(17), "", "test"), [](Needs& n) { n.single_model = true; });
  CHECK((*world.ask(large).warnings.find(R::host_ram_small))[F::ram_covered] == 0);
}

TEST_CASE("a larger option that costs less is recommended, with the reason", "[site_rules]") {
  World world;
  ChargeFormula& charge = world.site.charges[0];
  charge.family = ChargeFamily::slice;
  charge.rates = {{"1g.10gb", SuPerHour{5 * su}}, {"2g.20gb", SuPerHour{3 * su}}, {"full", SuPerHour{9 * su}}};
  const Advice advice = world.ask(memory(8));
  REQUIRE(advice.recommended == 1);
  const Reason* const reason = advice.why.find(R::smaller_dearer);
  REQUIRE(reason != nullptr);
  CHECK((*reason)[F::option] == 0);
  CHECK((*reason)[F::rate] == 3 * su);
  CHECK((*reason)[F::other_rate] == 5 * su);
  INFO("the same price is no reason");
  charge.rates[0].rate = SuPerHour{3 * su};
  CHECK(world.ask(memory(8)).why.find(R::smaller_dearer) == nullptr);
}

TEST_CASE("an option without a price is not recommended", "[site_rules]") {
  World world;
  world.table.profiles[0].su_factor.reset();
  const Advice advice = world.ask(memory(8));
  CHECK(advice.recommended == 1);
  CHECK(excluded_by(advice.options[0]) == std::vector<Rule>{R::price_unknown});
  CHECK(advice.options[0].reasons.find(R::charge) == nullptr);
}

TEST_CASE("a request is priced, also one that is refused", "[cost]") {
  const World world;
  const auto price = [&](const Needs& needs, std::size_t index, std::optional<Duration> hours) {
    return price_request(needs, index, hours, world.table, world.site);
  };
  const Cost plain = price(Needs{}, 1, Duration{2'001'600});  // 0.556 h
  CHECK(plain.accepted);
  CHECK(plain.all_jobs.micro == 5 * su);
  CHECK(plain.total == Su{2'780'000});
  CHECK(plain.allocation == nullptr);
  CHECK_FALSE(plain.money.has_value());
  INFO("without hours there is a rate only");
  CHECK_FALSE(price(Needs{}, 1, {}).total.has_value());
  INFO("jobs count, also three of a thousandth of a second");
  const Cost jobs = price(with(Needs{}, [](Needs& n) { n.tasks = 3; }), 1, Duration{1});
  CHECK(jobs.all_jobs.micro == 15 * su);
  CHECK(jobs.total == Su{4});  // 15,000,000 / 3,600,000
  INFO("two GPUs");
  CHECK(price(with(Needs{},
                   [](Needs& n) {
                     n.gpus = 2;
                     n.cpus = 4;
                   }),
              2, {})
            .all_jobs.micro == 36 * su);
  INFO("two slices are refused, and so is more time than the QoS gives");
  CHECK_FALSE(price(with(Needs{}, [](Needs& n) { n.gpus = 2; }), 0, {}).accepted);
  const Cost long_job = price(Needs{}, 0, Duration{11 * hour});
  CHECK_FALSE(long_job.accepted);
  CHECK(long_job.total == Su{33 * su});
  INFO("a free QoS charges nothing and says what it would be");
  const Cost free = price(at(Needs{}, "", "spare"), 1, Duration{hour});
  CHECK(free.total == Su{0});
  CHECK(free.total_standard == Su{5 * su});
  CHECK(free.all_jobs_standard.micro == 5 * su);
}

TEST_CASE("a price comes with what the place brings, and with no other warning", "[cost]") {
  World world;
  Qos& spare = world.site.qos[1];
  spare.users = "guests";
  spare.walltime = Duration{10 * hour};
  spare.walltime_on_request = Duration{100 * hour};
  spare.jobs_at_once = 1;
  const auto warnings = [&](std::size_t option_asked, int tasks, std::int64_t hours) {
    const Needs needs = at(with(Needs{}, [&](Needs& n) { n.tasks = tasks; }), "", "spare");
    std::vector<R> rules;
    for (const Reason& reason : price_request(needs, option_asked, Duration{hours * hour}, world.table, world.site).warnings) {
      rules.push_back(reason.rule);
    }
    return rules;
  };
  CHECK(warnings(2, 2, 50) == std::vector<R>{R::preemption, R::qos_users, R::walltime_on_request, R::jobs_at_once});
  CHECK(warnings(0, 1, 10) == std::vector<R>{R::preemption, R::qos_users});
  INFO("what is refused has refusals");
  CHECK(warnings(0, 1, 101).empty());
  CHECK(price_request(Needs{}, 0, {}, world.table, world.site).warnings.size() == 0);
}

TEST_CASE("there is a price wherever an option can be had, also for a job that is too large", "[cost]") {
  struct Case {
    const char* description;
    const char* partition;
    const char* qos;
    int cpus;
    std::size_t option;
    bool accepted;
    bool priced;
  };
  const std::vector<Case> cases{
      {"offered", "main", "normal", 1, 2, true, true},
      {"more CPUs than a node has", "main", "normal", 65, 2, false, true},
      {"more CPUs than the QoS allows", "trial", "test", 5, 0, false, true},
      {"under a free QoS", "main", "spare", 65, 0, false, true},
      {"QoS and partition apart", "main", "test", 1, 0, false, false},
      {"not offered", "trial", "test", 1, 2, false, false},
      {"a partition without GPUs", "host", "normal", 1, 0, false, false},
  };
  World world;
  for (const Case& c : cases) {
    INFO(c.description);
    const Needs needs = with(at(Needs{}, c.partition, c.qos), [&](Needs& n) { n.cpus = c.cpus; });
    const Cost cost = price_request(needs, c.option, Duration{hour / 2}, world.table, world.site);
    CHECK(cost.accepted == c.accepted);
    CHECK(cost.advice.options[c.option].priced == c.priced);
    CHECK(cost.total.has_value() == c.priced);
    CHECK((cost.advice.options[c.option].reasons.find(R::charge) != nullptr) == c.priced);
  }
  INFO("what the site does not know may be had where there are GPUs");
  world.site.options.pop_back();
  CHECK(price_request(at(Needs{}, "main", ""), 2, {}, world.table, world.site).advice.options[2].priced);
  CHECK_FALSE(price_request(at(Needs{}, "host", ""), 2, {}, world.table, world.site).advice.options[2].priced);
}

TEST_CASE("a price is held against the allocation, and told in money", "[cost]") {
  World world;
  world.site.allocation = Allocation{Su{300'000 * su}, "group"};
  world.site.price = Price{Ratio{5'000}, "USD", Su{50'000 * su}};
  world.site.qos[0].allocation = Allocation{Su{2'500 * su}, "course"};
  const Cost course = price_request(Needs{}, 2, Duration{10 * hour}, world.table, world.site);
  REQUIRE(course.allocation != nullptr);
  CHECK(course.allocation->holder == "course");
  INFO("SU of the site cannot be bought for an allocation of another kind");
  CHECK_FALSE(course.money.has_value());
  world.site.qos[0].allocation.reset();
  const Cost group = price_request(Needs{}, 2, Duration{10 * hour}, world.table, world.site);
  CHECK(group.allocation->holder == "group");
  CHECK(group.money == Ratio{850'000});  // 170 SU at 0.005
  INFO("what is not charged has no price in money");
  CHECK_FALSE(price_request(at(Needs{}, "", "spare"), 2, Duration{hour}, world.table, world.site).money.has_value());
}

}  // namespace
}  // namespace migadvise
