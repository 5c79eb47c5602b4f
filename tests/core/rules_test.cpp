#include "core/rules.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "core/made_up.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

using F = FigureName;
using R = Rule;
using V = Verdict;

constexpr std::int64_t su = micro_per_unit;

// An option of a made-up table: capacity in bytes, SU factor, SMs, Relative Compute Power in whole units (0: unknown).
struct Option {
  std::string name;
  std::int64_t capacity;
  std::int64_t factor;
  int sms;
  int compute;
};

Table table_of(const std::vector<Option>& options) {
  Table table;
  for (const Option& option : options) {
    Profile profile;
    profile.name = profile.label = option.name;
    profile.head = *parse_option_name(option.name);
    profile.capacity = Bytes{option.capacity};
    profile.su_factor = Ratio{option.factor * su};
    profile.sms = option.sms;
    if (option.compute > 0) {
      profile.relative_compute = Ratio{option.compute * su};
    }
    table.profiles.push_back(std::move(profile));
  }
  return table;
}

// 1 SU for a CPU, for 1000 bytes of host RAM and for a unit of the factor; 1000 bytes for each CPU; 4 GPUs in a node.
Site small_site(const Table& table) {
  std::vector<SiteOption> options;
  for (const Profile& profile : table.profiles) {
    options.push_back({profile.name, "type_" + profile.name});
  }
  return plain_site("small", additive_charge(Ratio{su}, Bytes{1000}, Ratio{su}), Bytes{1000}, std::move(options));
}

// Capacities that are easy to calculate with.
const std::vector<Option>& three() {
  static const std::vector<Option> options{{"1g.10gb", 1000, 2, 10, 1}, {"2g.20gb", 2000, 4, 20, 2}, {"full", 8000, 16, 100, 8}};
  return options;
}

struct World {
  Table table;
  Site site;
  explicit World(const std::vector<Option>& options) : table(table_of(options)), site(small_site(table)) {}
  [[nodiscard]] Advice ask(const Needs& needs) const { return advise(needs, table, site); }
};

Needs memory(std::int64_t bytes, int headroom = 10) {
  Needs needs;
  needs.gpu_memory = Bytes{bytes};
  needs.headroom_percent = headroom;
  return needs;
}

template <class Change>
Needs with(Needs needs, Change change) {
  change(needs);
  return needs;
}

template <std::size_t capacity>
std::vector<std::string> ids(const ReasonList<capacity>& reasons) {
  std::vector<std::string> found;
  for (const Reason& reason : reasons) {
    found.emplace_back(rule_id(reason.rule));
  }
  return found;
}

using Ids = std::vector<std::string>;
using Figures = std::vector<std::pair<F, std::int64_t>>;

// The reason has this verdict and these figures, and no others.
void check_reason(const Reason* reason, V verdict, std::int32_t option, const Figures& figures) {
  REQUIRE(reason != nullptr);
  CHECK(verdict_id(reason->verdict) == verdict_id(verdict));
  CHECK(reason->option == option);
  CHECK(reason->figure_count == figures.size());
  std::set<F> names;
  for (std::size_t i = 0; i < reason->figure_count; ++i) {
    names.insert(reason->figures[i].name);
  }
  CHECK(names.size() == figures.size());
  for (const auto& [name, value] : figures) {
    CAPTURE(figure_id(name));
    CHECK(names.contains(name));
    CHECK((*reason)[name] == value);
  }
}

TEST_CASE("the ids of rules are frozen", "[rules]") {
  const Ids expected{"gpu_memory",
                     "min_sms",
                     "min_compute",
                     "whole_gpus",
                     "gpus_per_node",
                     "partition_offer",
                     "partition_qos",
                     "qos_cpus",
                     "qos_ram",
                     "walltime",
                     "run_time_limit",
                     "node_cpus",
                     "node_ram",
                     "price_unknown",
                     "budget_limit",
                     "gres_unknown",
                     "run_time",
                     "charge",
                     "cost_to_finish",
                     "break_even",
                     "memory_used",
                     "tasks",
                     "single_model",
                     "only_option",
                     "cheapest",
                     "smaller_dearer",
                     "largest",
                     "best_to_finish",
                     "equal_to_best",
                     "free_qos",
                     "fewer_gpus",
                     "host_ram_term",
                     "cpu_term",
                     "other_cpus",
                     "split",
                     "partition_implied",
                     "at_most",
                     "budget",
                     "quota",
                     "memory_unknown",
                     "memory_ceiling",
                     "memory_of_stopped_run",
                     "cost_undecided",
                     "ranges_overlap",
                     "not_measured",
                     "free_measurement",
                     "time_unknown",
                     "stand_in",
                     "assumption_unused",
                     "larger_slower",
                     "flat_times",
                     "no_fixed_part",
                     "short_run",
                     "measured_beyond_memory",
                     "run_near_limit",
                     "run_beyond_time",
                     "headroom_missed",
                     "gres_missing",
                     "preemption",
                     "qos_users",
                     "walltime_on_request",
                     "jobs_at_once",
                     "over_budget",
                     "run_near_budget",
                     "over_quota",
                     "near_quota",
                     "quota_used_up",
                     "host_ram_small",
                     "none_idle",
                     "idle_without_room",
                     "nodes_out_of_service",
                     "gpus_of_unknown_kind",
                     "nothing_fits",
                     "nothing_eligible",
                     "larger_budget",
                     "run_too_long",
                     "decimal_reading",
                     "several_gpus",
                     "within_limits",
                     "elsewhere",
                     "host_ram_spelling"};
  const std::vector<Rule> rules{R::gpu_memory,
                                R::min_sms,
                                R::min_compute,
                                R::whole_gpus,
                                R::gpus_per_node,
                                R::partition_offer,
                                R::partition_qos,
                                R::qos_cpus,
                                R::qos_ram,
                                R::walltime,
                                R::run_time_limit,
                                R::node_cpus,
                                R::node_ram,
                                R::price_unknown,
                                R::budget_limit,
                                R::gres_unknown,
                                R::run_time,
                                R::charge,
                                R::cost_to_finish,
                                R::break_even,
                                R::memory_used,
                                R::tasks,
                                R::single_model,
                                R::only_option,
                                R::cheapest,
                                R::smaller_dearer,
                                R::largest,
                                R::best_to_finish,
                                R::equal_to_best,
                                R::free_qos,
                                R::fewer_gpus,
                                R::host_ram_term,
                                R::cpu_term,
                                R::other_cpus,
                                R::split,
                                R::partition_implied,
                                R::at_most,
                                R::budget,
                                R::quota,
                                R::memory_unknown,
                                R::memory_ceiling,
                                R::memory_of_stopped_run,
                                R::cost_undecided,
                                R::ranges_overlap,
                                R::not_measured,
                                R::free_measurement,
                                R::time_unknown,
                                R::stand_in,
                                R::assumption_unused,
                                R::larger_slower,
                                R::flat_times,
                                R::no_fixed_part,
                                R::short_run,
                                R::measured_beyond_memory,
                                R::run_near_limit,
                                R::run_beyond_time,
                                R::headroom_missed,
                                R::gres_missing,
                                R::preemption,
                                R::qos_users,
                                R::walltime_on_request,
                                R::jobs_at_once,
                                R::over_budget,
                                R::run_near_budget,
                                R::over_quota,
                                R::near_quota,
                                R::quota_used_up,
                                R::host_ram_small,
                                R::none_idle,
                                R::idle_without_room,
                                R::nodes_out_of_service,
                                R::gpus_of_unknown_kind,
                                R::nothing_fits,
                                R::nothing_eligible,
                                R::larger_budget,
                                R::run_too_long,
                                R::decimal_reading,
                                R::several_gpus,
                                R::within_limits,
                                R::elsewhere,
                                R::host_ram_spelling};
  REQUIRE(expected.size() == rule_count);
  REQUIRE(rules.size() == rule_count);
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < rule_count; ++i) {
    CHECK(rule_id(rules[i]) == expected[i]);
    seen.insert(rule_id(rules[i]));
  }
  CHECK(seen.size() == rule_count);
  CHECK(verdict_id(V::accept) == "accept");
  CHECK(verdict_id(V::tight) == "tight");
  CHECK(verdict_id(V::reject) == "reject");
  CHECK(verdict_id(V::note) == "note");
}

TEST_CASE("the ids of figures are frozen and with their units unique", "[rules]") {
  using U = FigureUnit;
  struct Case {
    F name;
    const char* id;
    U unit;
  };
  const std::vector<Case> cases{{F::needed, "needed", U::bytes},
                                {F::with_headroom, "with_headroom", U::bytes},
                                {F::capacity, "capacity", U::bytes},
                                {F::spare, "spare", U::bytes},
                                {F::per_process, "per_process", U::bytes},
                                {F::headroom, "headroom", U::percent},
                                {F::headroom_left, "headroom_left", U::percent},
                                {F::sms, "sms", U::count},
                                {F::sms_asked, "sms_asked", U::count},
                                {F::compute, "relative_compute", U::ratio},
                                {F::compute_asked, "relative_compute_asked", U::ratio},
                                {F::smaller_fitting, "smaller_fitting", U::count},
                                {F::tasks, "tasks", U::count},
                                {F::parts, "parts", U::count},
                                {F::gpus, "gpus", U::count},
                                {F::gpus_asked, "gpus_asked", U::count},
                                {F::cpus, "cpus", U::count},
                                {F::ram, "ram", U::bytes},
                                {F::ram_covered, "ram_covered", U::bytes},
                                {F::cpus_allowed, "cpus_allowed", U::count},
                                {F::ram_allowed, "ram_allowed", U::bytes},
                                {F::time, "time", U::duration},
                                {F::time_allowed, "time_allowed", U::duration},
                                {F::time_on_request, "time_on_request", U::duration},
                                {F::jobs, "jobs", U::count},
                                {F::jobs_allowed, "jobs_allowed", U::count},
                                {F::cpu_rate, "cpu", U::su_per_hour},
                                {F::ram_rate, "ram", U::su_per_hour},
                                {F::gpu_rate, "gpu", U::su_per_hour},
                                {F::rate, "total", U::su_per_hour},
                                {F::other_rate, "other_total", U::su_per_hour},
                                {F::other_gpu_rate, "other_gpu", U::su_per_hour},
                                {F::at_most, "at_most", U::su},
                                {F::budget, "budget", U::su},
                                {F::budget_time, "budget_time", U::duration},
                                {F::speedup, "speedup", U::ratio},
                                {F::speedup_low, "speedup_low", U::ratio},
                                {F::speedup_high, "speedup_high", U::ratio},
                                {F::run_low, "run_low", U::duration},
                                {F::run, "run", U::duration},
                                {F::run_high, "run_high", U::duration},
                                {F::other_run, "other_run", U::duration},
                                {F::ran_for, "ran_for", U::duration},
                                {F::cost_low, "cost_low", U::su},
                                {F::cost, "cost", U::su},
                                {F::cost_high, "cost_high", U::su},
                                {F::relative_cost, "relative_cost", U::ratio},
                                {F::faster_by, "faster_by", U::ratio},
                                {F::eligible, "eligible", U::count},
                                {F::equal_within, "equal_within", U::percent},
                                {F::qos, "qos", U::qos},
                                {F::option, "option", U::option},
                                {F::other_option, "other_option", U::option},
                                {F::options, "options", U::count},
                                {F::equal, "equal", U::count},
                                {F::fewest_jobs, "fewest_jobs", U::count},
                                {F::other_jobs, "other_jobs", U::count},
                                {F::other_sms, "other_sms", U::count},
                                {F::other_capacity, "other_capacity", U::bytes},
                                {F::memory_slices, "memory_slices", U::count},
                                {F::other_slices, "other_memory_slices", U::count},
                                {F::gpu_slices, "gpu_memory_slices", U::count},
                                {F::break_even, "break_even", U::ratio},
                                {F::quota_used, "quota_used", U::su},
                                {F::quota_allowed, "quota", U::su},
                                {F::quota_left, "quota_left", U::su},
                                {F::quota_time, "quota_time", U::duration},
                                {F::runs_low, "runs_low", U::count},
                                {F::runs, "runs", U::count},
                                {F::runs_high, "runs_high", U::count},
                                {F::missing, "missing", U::su},
                                {F::bought, "bought", U::su},
                                {F::money, "money", U::money},
                                {F::partition, "partition", U::partition}};
  REQUIRE(cases.size() == static_cast<std::size_t>(F::partition) + 1);
  std::set<std::pair<std::string_view, U>> seen;
  for (const Case& c : cases) {
    CAPTURE(c.id);
    CHECK(figure_id(c.name) == c.id);
    CHECK(figure_unit(c.name) == c.unit);
    seen.emplace(figure_id(c.name), figure_unit(c.name));
  }
  CHECK(seen.size() == cases.size());
}

TEST_CASE("a reason gives its figures by name", "[rules]") {
  const Reason reason(R::min_sms, V::accept, 3, {{F::sms, 14}, {F::sms_asked, 10}});
  CHECK(reason[F::sms] == 14);
  CHECK(reason[F::sms_asked] == 10);
  CHECK(reason[F::capacity] == 0);
  CHECK(reason.option == 3);
  CHECK(Reason(R::min_sms, V::accept, {}).option == -1);
  Reasons reasons;
  CHECK(reasons.find(R::min_sms) == nullptr);
  CHECK(reasons.begin() == reasons.end());
  reasons.add(reason);
  REQUIRE(reasons.find(R::min_sms) != nullptr);
  CHECK(reasons.find(R::min_sms)->option == 3);
  CHECK(reasons.find(R::split) == nullptr);
  CHECK(reasons.size() == 1);
}

TEST_CASE("GPU memory is judged to the byte", "[rules]") {
  struct Case {
    const char* description;
    std::int64_t need;
    int headroom;
    V verdict;
    std::int64_t headroom_left;  // of a tight one
    std::int64_t with_headroom;  // of one that fits
  };
  // The first option holds 1000 bytes.
  const std::vector<Case> cases{
      {"much less", 100, 10, V::accept, 0, 110},
      {"just within the headroom", 909, 10, V::accept, 0, 999},  // 999.9
      {"just beyond it", 910, 10, V::tight, 9, 0},               // 1001
      {"exactly the headroom", 800, 25, V::accept, 0, 1000},
      {"one byte more", 801, 25, V::tight, 24, 0},
      {"one percent more", 800, 26, V::tight, 25, 0},
      {"no headroom and exactly full", 1000, 0, V::accept, 0, 1000},
      {"exactly full", 1000, 10, V::tight, 0, 0},
      {"exactly full, one percent", 1000, 1, V::tight, 0, 0},
      {"one byte too many", 1001, 10, V::reject, 0, 0},
      {"one byte too many without headroom", 1001, 0, V::reject, 0, 0},
      {"a headroom of 1000 %", 90, 1000, V::accept, 0, 990},
      {"beyond it", 91, 1000, V::tight, 998, 0},
  };
  const World world(three());
  for (const Case& c : cases) {
    INFO(c.description);
    const Advice advice = world.ask(memory(c.need, c.headroom));
    const OptionAdvice& option = advice.options[0];
    const Reason* const reason = option.reasons.find(R::gpu_memory);
    switch (c.verdict) {
      case V::accept:
        CHECK(option.fit == Fit::fits);
        check_reason(reason, V::accept, 0,
                     {{F::needed, c.need},
                      {F::with_headroom, c.with_headroom},
                      {F::capacity, 1000},
                      {F::headroom, c.headroom},
                      {F::smaller_fitting, 0}});
        break;
      case V::tight:
        CHECK(option.fit == Fit::tight);
        CHECK_FALSE(option.eligible);
        check_reason(reason, V::tight, 0,
                     {{F::needed, c.need},
                      {F::capacity, 1000},
                      {F::spare, 1000 - c.need},
                      {F::headroom, c.headroom},
                      {F::headroom_left, c.headroom_left}});
        // The headroom that is named is accepted, and one more is not.
        CHECK(world.ask(memory(c.need, static_cast<int>(c.headroom_left))).options[0].fit == Fit::fits);
        CHECK(world.ask(memory(c.need, static_cast<int>(c.headroom_left) + 1)).options[0].fit == Fit::tight);
        break;
      default:
        CHECK(option.fit == Fit::does_not_fit);
        CHECK_FALSE(option.eligible);
        check_reason(reason, V::reject, 0, {{F::needed, c.need}, {F::capacity, 1000}});
    }
    CHECK(option.eligible == (c.verdict == V::accept));
  }
  const Advice advice = world.ask(memory(500));
  CHECK((*advice.options[1].reasons.find(R::gpu_memory))[F::smaller_fitting] == 1);
  CHECK((*advice.options[2].reasons.find(R::gpu_memory))[F::smaller_fitting] == 2);
  CHECK(advice.options[2].reasons.find(R::gpu_memory)->option == 2);
  CHECK(world.ask(Needs{}).options[0].reasons.find(R::gpu_memory) == nullptr);
  CHECK(world.ask(Needs{}).options[0].fit == Fit::unknown);
}

TEST_CASE("the helpers of the rules are exact", "[rules]") {
  CHECK(holds(Bytes{1100}, Bytes{1000}, 10));
  CHECK_FALSE(holds(Bytes{1099}, Bytes{1000}, 10));
  CHECK(holds(Bytes{20'790'000'000}, Bytes{19'800'000'000}, 5));
  CHECK_FALSE(holds(Bytes{20'789'999'999}, Bytes{19'800'000'000}, 5));
  CHECK(holds(max_bytes, max_bytes, 0));
  CHECK_FALSE(holds(max_bytes, max_bytes, 1));
  CHECK(instances_for(Bytes{1000}, 0, Bytes{1000}) == 1);
  CHECK(instances_for(Bytes{1001}, 0, Bytes{1000}) == 2);
  CHECK(instances_for(Bytes{1000}, 10, Bytes{1000}) == 2);
  CHECK(instances_for(Bytes{10'000}, 10, Bytes{1000}) == 11);
  CHECK(instances_for(Bytes{1}, 0, Bytes{1000}) == 1);
  CHECK(with_headroom(Bytes{19}, 10).value == 20);
  CHECK(with_headroom(Bytes{20}, 0).value == 20);
  const World world(three());
  CHECK(full_option(world.ask(Needs{})) == 2);
  CHECK_FALSE(full_option(World({three()[0]}).ask(Needs{})).has_value());
}

TEST_CASE("floors in SMs and Relative Compute Power exclude exactly what is below", "[rules]") {
  const World world({{"1g.10gb", 1000, 2, 10, 1}, {"2g.20gb", 2000, 4, 20, 0}, {"full", 8000, 16, 100, 8}});
  const Advice sms = world.ask(with(Needs{}, [](Needs& n) { n.min_sms = 20; }));
  check_reason(sms.options[0].reasons.find(R::min_sms), V::reject, 0, {{F::sms, 10}, {F::sms_asked, 20}});
  check_reason(sms.options[1].reasons.find(R::min_sms), V::accept, 1, {{F::sms, 20}, {F::sms_asked, 20}});
  check_reason(sms.options[2].reasons.find(R::min_sms), V::accept, 2, {{F::sms, 100}, {F::sms_asked, 20}});
  CHECK(sms.recommended == 1);
  check_reason(sms.why.find(R::min_sms), V::accept, 1, {{F::sms, 20}, {F::sms_asked, 20}});
  CHECK(world.ask(with(Needs{}, [](Needs& n) { n.min_sms = 21; })).recommended == 2);

  const Advice compute = world.ask(with(Needs{}, [](Needs& n) { n.min_compute = Ratio{2 * su}; }));
  check_reason(compute.options[0].reasons.find(R::min_compute), V::reject, 0, {{F::compute, su}, {F::compute_asked, 2 * su}});
  INFO("an option without a figure cannot be shown to have enough");
  check_reason(compute.options[1].reasons.find(R::min_compute), V::reject, 1, {{F::compute, 0}, {F::compute_asked, 2 * su}});
  check_reason(compute.options[2].reasons.find(R::min_compute), V::accept, 2, {{F::compute, 8 * su}, {F::compute_asked, 2 * su}});
  CHECK(compute.recommended == 2);
  check_reason(compute.why.find(R::min_compute), V::accept, 2, {{F::compute, 8 * su}, {F::compute_asked, 2 * su}});
  CHECK(world.ask(with(Needs{}, [](Needs& n) { n.min_compute = Ratio{8 * su}; })).recommended == 2);
  CHECK_FALSE(world.ask(with(Needs{}, [](Needs& n) { n.min_compute = Ratio{8 * su + 1}; })).recommended.has_value());

  const Advice none = world.ask(Needs{});
  for (const OptionAdvice& option : none.options) {
    CHECK(option.reasons.find(R::min_sms) == nullptr);
    CHECK(option.reasons.find(R::min_compute) == nullptr);
  }
  CHECK(none.why.find(R::min_sms) == nullptr);
}

TEST_CASE("several GPUs are full ones and stand in one node", "[rules]") {
  const World world(three());
  const auto gpus = [&](int count, std::int64_t need = 100) {
    return world.ask(with(memory(need), [&](Needs& n) { n.gpus = count; }));
  };
  const Advice two = gpus(2, 12'000);
  check_reason(two.options[0].reasons.find(R::whole_gpus), V::reject, 0, {{F::gpus_asked, 2}});
  check_reason(two.options[2].reasons.find(R::whole_gpus), V::accept, 2, {{F::gpus_asked, 2}});
  CHECK(two.recommended == 2);
  CHECK(two.options[2].capacity.value == 16'000);
  CHECK(two.options[2].sms == 200);
  CHECK(two.options[2].relative_compute == Ratio{16 * su});
  CHECK(two.options[2].charge.gpu.micro == 32 * su);
  CHECK(two.options[2].gres == "gpu:type_full:2");
  CHECK(two.options[0].capacity.value == 1000);
  CHECK(two.options[0].gres == "gpu:type_1g.10gb:1");
  CHECK(two.jobs == 1);
  CHECK(two.options[2].reasons.find(R::gpus_per_node) == nullptr);

  CHECK(gpus(4).recommended == 2);
  const Advice five = gpus(5);
  CHECK_FALSE(five.recommended.has_value());
  check_reason(five.options[2].reasons.find(R::gpus_per_node), V::reject, 2, {{F::gpus, 4}, {F::gpus_asked, 5}});
  CHECK(five.options[0].reasons.find(R::gpus_per_node) == nullptr);
  check_reason(five.warnings.find(R::nothing_eligible), V::reject, -1, {{F::options, 3}});

  CHECK(gpus(1).recommended == 2);
  CHECK(gpus(1).options[2].gres == "gpu:type_full:1");
  CHECK(world.ask(memory(100)).options[2].reasons.find(R::whole_gpus) == nullptr);

  INFO("a table of slices alone has none to give");
  CHECK_FALSE(World({three()[0]}).ask(with(memory(1), [](Needs& n) { n.gpus = 1; })).recommended.has_value());
}

TEST_CASE("fewer GPUs are named when they hold the need as well", "[rules]") {
  const World world(three());
  const auto ask = [&](int count, std::int64_t need) { return world.ask(with(memory(need), [&](Needs& n) { n.gpus = count; })); };
  const Advice advice = ask(3, 8000);  // 8800 with headroom: two of 8000
  check_reason(advice.why.find(R::fewer_gpus), V::note, 2,
               {{F::gpus, 2},
                {F::gpus_asked, 3},
                {F::rate, 49 * su},
                {F::other_rate, 33 * su},
                {F::speedup, 1'484'849}});                       // 49 / 33, rounded up
  CHECK((*ask(2, 7272).why.find(R::fewer_gpus))[F::gpus] == 1);  // 7999.2
  CHECK(ask(2, 7273).why.find(R::fewer_gpus) == nullptr);        // 8000.3
  CHECK(ask(1, 100).why.find(R::fewer_gpus) == nullptr);
  CHECK(world.ask(with(Needs{}, [](Needs& n) { n.gpus = 2; })).why.find(R::fewer_gpus) == nullptr);
}

TEST_CASE("an option without a GRES type is said so, and warned of when it is recommended", "[rules]") {
  World world(three());
  std::erase_if(world.site.options, [](const SiteOption& option) { return option.profile == "2g.20gb"; });
  const Advice small = world.ask(memory(100));
  CHECK(small.options[1].gres.empty());
  check_reason(small.options[1].reasons.find(R::gres_unknown), V::note, 1, {});
  CHECK(small.options[1].eligible);
  CHECK(small.options[0].reasons.find(R::gres_unknown) == nullptr);
  CHECK(small.recommended == 0);
  CHECK(small.warnings.find(R::gres_missing) == nullptr);
  const Advice middle = world.ask(memory(1500));
  CHECK(middle.recommended == 1);
  check_reason(middle.warnings.find(R::gres_missing), V::note, 1, {});
  CHECK(world.ask(memory(9000)).warnings.find(R::gres_missing) == nullptr);
}

TEST_CASE("the charge is explained on every option", "[rules]") {
  const World world(three());
  const Advice advice = world.ask(with(memory(1500), [](Needs& n) {
    n.cpus = 3;
    n.ram = Bytes{5500};
  }));
  const std::vector<std::int64_t> factors{2, 4, 16};
  for (std::size_t i = 0; i < 3; ++i) {
    check_reason(advice.options[i].reasons.find(R::charge), V::note, static_cast<std::int32_t>(i),
                 {{F::cpus, 3},
                  {F::ram, 5500},
                  {F::gpus, 1},
                  {F::cpu_rate, 3 * su},
                  {F::ram_rate, 5'500'000},
                  {F::gpu_rate, factors[i] * su},
                  {F::rate, 5'500'000 + factors[i] * su}});
  }
  INFO("host RAM comes with the CPUs when it is not given");
  CHECK((*world.ask(with(memory(100), [](Needs& n) { n.cpus = 7; })).options[0].reasons.find(R::charge))[F::ram] == 7000);
}

TEST_CASE("break-even is told of larger options that can be had", "[rules]") {
  const World world(three());
  const Advice advice = world.ask(memory(1500));
  CHECK(advice.recommended == 1);
  CHECK(advice.options[0].reasons.find(R::break_even) == nullptr);
  CHECK(advice.options[1].reasons.find(R::break_even) == nullptr);
  check_reason(advice.options[2].reasons.find(R::break_even), V::note, 2,
               {{F::rate, 17 * su}, {F::option, 1}, {F::other_rate, 5 * su}, {F::speedup, 3'400'000}});
  const Advice small = world.ask(memory(100));
  CHECK(small.options[1].break_even_speedup == Ratio{1'666'667});  // 5 / 3, rounded up
  CHECK(small.options[2].break_even_speedup == Ratio{5'666'667});
  CHECK_FALSE(small.options[0].break_even_speedup.has_value());
  INFO("an option that is excluded has none");
  const Advice floors = world.ask(with(memory(100), [](Needs& n) { n.min_compute = Ratio{8 * su}; }));
  CHECK_FALSE(floors.options[1].break_even_speedup.has_value());
  INFO("nor one that costs the same");
  const Advice same = World({{"1g.10gb", 1000, 2, 10, 1}, {"2g.20gb", 2000, 2, 20, 2}}).ask(memory(100));
  CHECK_FALSE(same.options[1].break_even_speedup.has_value());
  INFO("nor anything where the recommended one is free");
  World free(three());
  free.site.charges = {additive_charge(Ratio{0}, Bytes{1000}, Ratio{su})};
  free.table.profiles[0].su_factor = Ratio{0};
  const Advice gratis = free.ask(with(memory(100), [](Needs& n) { n.ram = Bytes{0}; }));
  CHECK(gratis.recommended == 0);
  CHECK_FALSE(gratis.options[2].break_even_speedup.has_value());
  REQUIRE(gratis.options[2].score.has_value());
  CHECK(gratis.options[2].score->micro > 0);
}

TEST_CASE("tasks are jobs, or processes of one job when coupled", "[rules]") {
  const World world(three());
  const auto ask = [&](int tasks, bool coupled) {
    return world.ask(with(memory(500), [&](Needs& n) {
      n.tasks = tasks;
      n.coupled = coupled;
    }));
  };
  const Advice apart = ask(3, false);
  CHECK(apart.jobs == 3);
  CHECK(apart.memory_needed == Bytes{500});
  CHECK(apart.recommended == 0);
  CHECK(apart.all_jobs.micro == 9 * su);
  check_reason(apart.why.find(R::tasks), V::note, 0, {{F::tasks, 3}});
  const Advice together = ask(3, true);
  CHECK(together.jobs == 1);
  CHECK(together.memory_needed == Bytes{1500});
  CHECK(together.recommended == 1);
  CHECK(together.all_jobs.micro == 5 * su);
  check_reason(together.why.find(R::tasks), V::accept, 1, {{F::tasks, 3}, {F::per_process, 500}, {F::needed, 1500}});
  CHECK(ask(1, false).why.find(R::tasks) == nullptr);
  CHECK(ask(100, true).why.find(R::tasks) == nullptr);
  INFO("saturates");
  CHECK(world
            .ask(with(memory(max_bytes.value),
                      [](Needs& n) {
                        n.tasks = 1'000'000;
                        n.coupled = true;
                      }))
            .memory_needed == Bytes{max_figure});
}

TEST_CASE("a single model is said where slices are in question", "[rules]") {
  const World world(three());
  const auto single = [](Needs& n) { n.single_model = true; };
  check_reason(world.ask(with(memory(100), single)).why.find(R::single_model), V::note, 0, {});
  CHECK(world.ask(memory(100)).why.find(R::single_model) == nullptr);
  CHECK(world.ask(with(memory(9000), single)).why.find(R::single_model) == nullptr);
  CHECK(world
            .ask(with(memory(9000),
                      [](Needs& n) {
                        n.single_model = true;
                        n.gpus = 2;
                      }))
            .why.find(R::single_model) == nullptr);
}

TEST_CASE("why it is the only one, the cheapest or the largest", "[rules]") {
  const World world(three());
  const auto ask = [&](std::int64_t need, Prefer prefer) {
    return world.ask(with(memory(need), [&](Needs& n) { n.prefer = prefer; }));
  };
  struct Case {
    const char* description;
    std::int64_t need;
    Prefer prefer;
    std::optional<Rule> rule;
    std::size_t recommended;
    Figures figures;
  };
  const std::vector<Case> cases{
      {"cheapest of three", 100, Prefer::cost, R::cheapest, 0, {{F::options, 3}, {F::equal, 1}, {F::rate, 3 * su}}},
      {"cheapest of two", 1500, Prefer::cost, R::cheapest, 1, {{F::options, 2}, {F::equal, 1}, {F::rate, 5 * su}}},
      {"balanced without times is the cheapest",
       100,
       Prefer::balanced,
       R::cheapest,
       0,
       {{F::options, 3}, {F::equal, 1}, {F::rate, 3 * su}}},
      {"the only one", 3000, Prefer::cost, R::only_option, 2, {}},
      {"the only one for speed", 3000, Prefer::speed, R::only_option, 2, {}},
      {"largest of three",
       100,
       Prefer::speed,
       R::largest,
       2,
       {{F::options, 3}, {F::sms, 100}, {F::rate, 17 * su}, {F::option, 0}, {F::other_rate, 3 * su}}},
      {"largest of two",
       1500,
       Prefer::speed,
       R::largest,
       2,
       {{F::options, 2}, {F::sms, 100}, {F::rate, 17 * su}, {F::option, 1}, {F::other_rate, 5 * su}}},
      {"a tight one alone is the only one", 8000, Prefer::cost, R::only_option, 2, {}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Advice advice = ask(c.need, c.prefer);
    REQUIRE(advice.recommended == c.recommended);
    for (const Rule rule : {R::only_option, R::cheapest, R::largest}) {
      CAPTURE(rule_id(rule));
      if (rule == c.rule) {
        check_reason(advice.why.find(rule), V::note, static_cast<std::int32_t>(c.recommended), c.figures);
      } else {
        CHECK(advice.why.find(rule) == nullptr);
      }
    }
  }
  CHECK(ask(9000, Prefer::cost).why.size() == 0);
  CHECK(ask(9000, Prefer::speed).why.size() == 0);
}

TEST_CASE("when every option is tight the one with the most GPU memory is taken", "[rules]") {
  const World world({{"1g.10gb", 1000, 2, 10, 1}, {"2g.20gb", 1050, 4, 5, 2}, {"3g.40gb", 1050, 3, 5, 3}});
  for (const Prefer prefer : {Prefer::cost, Prefer::speed, Prefer::balanced}) {
    const Advice advice = world.ask(with(memory(990), [&](Needs& n) { n.prefer = prefer; }));
    REQUIRE(advice.recommended.has_value());
    INFO("of two with as much, the cheaper");
    CHECK(advice.recommended == 2);
    CHECK(advice.options[2].rank == 1);
    CHECK(advice.options[1].rank == 2);
    CHECK(advice.options[0].rank == 3);
    for (const OptionAdvice& option : advice.options) {
      CHECK(option.fit == Fit::tight);
      CHECK(option.eligible);
      CHECK_FALSE(option.score.has_value());
    }
    check_reason(advice.warnings.find(R::headroom_missed), V::tight, 2,
                 {{F::needed, 990}, {F::capacity, 1050}, {F::spare, 60}, {F::headroom, 10}, {F::headroom_left, 6}});
    CHECK(advice.why.find(R::gpu_memory) == nullptr);
    CHECK(advice.why.find(R::cheapest) == nullptr);
    CHECK(advice.why.find(R::largest) == nullptr);
  }
  INFO("a tight option that misses a floor is not kept");
  const Advice floor = world.ask(with(memory(990), [](Needs& n) { n.min_sms = 10; }));
  CHECK(floor.recommended == 0);
  CHECK_FALSE(floor.options[2].eligible);
  INFO("an option that fits but misses a floor does not push the tight ones out");
  const World mixed({{"1g.10gb", 1000, 2, 50, 1}, {"full", 8000, 16, 10, 8}});
  const Advice tight = mixed.ask(with(memory(990), [](Needs& n) { n.min_sms = 20; }));
  CHECK(tight.recommended == 0);
  CHECK(tight.warnings.find(R::headroom_missed) != nullptr);
  INFO("one that fits does");
  const Advice fits = mixed.ask(memory(990));
  CHECK(fits.recommended == 1);
  CHECK_FALSE(fits.options[0].eligible);
  CHECK_FALSE(fits.options[0].rank.has_value());
  CHECK(fits.warnings.find(R::headroom_missed) == nullptr);
}

TEST_CASE("the host RAM that decides the charge is named with what the CPUs cover", "[rules]") {
  const World world(three());
  const auto ask = [&](int cpus, std::optional<Bytes> ram) {
    return world.ask(with(memory(100), [&](Needs& n) {
      n.cpus = cpus;
      n.ram = ram;
    }));
  };
  check_reason(ask(2, Bytes{16'000}).why.find(R::host_ram_term), V::note, 0,
               {{F::ram, 16'000},
                {F::ram_rate, 16 * su},
                {F::cpus, 2},
                {F::cpu_rate, 2 * su},
                {F::ram_covered, 2000},
                {F::rate, 18 * su},
                {F::other_rate, 4 * su}});
  INFO("exactly what the CPUs cover");
  CHECK(ask(2, Bytes{2000}).why.find(R::host_ram_term) == nullptr);
  CHECK(ask(2, Bytes{2001}).why.find(R::host_ram_term) != nullptr);
  CHECK(ask(2, {}).why.find(R::host_ram_term) == nullptr);
  CHECK(world.ask(with(memory(9000), [](Needs& n) { n.ram = Bytes{16'000}; })).why.find(R::host_ram_term) == nullptr);
}

TEST_CASE("the CPUs that decide the charge are named", "[rules]") {
  const World world(three());
  const auto ask = [&](int cpus, std::optional<Bytes> ram) {
    return world.ask(with(memory(100), [&](Needs& n) {
      n.cpus = cpus;
      n.ram = ram;
    }));
  };
  // The GPU costs 2 SU per hour.
  check_reason(ask(3, {}).why.find(R::cpu_term), V::note, 0,
               {{F::cpus, 3}, {F::cpu_rate, 3 * su}, {F::gpu_rate, 2 * su}, {F::rate, 5 * su}, {F::other_rate, 3 * su}});
  INFO("not more than the GPU");
  CHECK(ask(2, {}).why.find(R::cpu_term) == nullptr);
  INFO("one CPU can hardly be fewer");
  CHECK(ask(1, {}).why.find(R::cpu_term) == nullptr);
  INFO("host RAM decides");
  CHECK(ask(3, Bytes{3001}).why.find(R::cpu_term) == nullptr);
  INFO("as much host RAM as the CPUs cost: fewer would save nothing");
  CHECK(ask(3, Bytes{3000}).why.find(R::cpu_term) == nullptr);
  INFO("host RAM keeps part of the charge");
  CHECK((*ask(5, Bytes{2500}).why.find(R::cpu_term))[F::other_rate] == 4'500'000);
  CHECK(world.ask(with(memory(9000), [](Needs& n) { n.cpus = 64; })).why.find(R::cpu_term) == nullptr);
}

TEST_CASE("splitting into independent parts is priced", "[rules]") {
  // Per hour with one CPU: 3, 5, 17.
  const World world(three());
  const Advice advice = world.ask(memory(3000, 0));
  CHECK(advice.recommended == 2);
  INFO("3 parts of 3 SU are cheaper than 2 of 5");
  check_reason(advice.why.find(R::split), V::note, 0,
               {{F::parts, 3},
                {F::per_process, 1000},
                {F::gpu_rate, 6 * su},
                {F::rate, 9 * su},
                {F::other_gpu_rate, 16 * su},
                {F::other_rate, 17 * su}});
  INFO("each part is rounded up");
  CHECK((*world.ask(memory(2999, 0)).why.find(R::split))[F::per_process] == 1000);
  CHECK((*world.ask(memory(2998, 0)).why.find(R::split))[F::per_process] == 1000);
  INFO("the headroom counts: 3300 needs four of 1000 or two of 2000");
  const Advice headroom = world.ask(memory(3000));
  check_reason(headroom.why.find(R::split), V::note, 1,
               {{F::parts, 2},
                {F::per_process, 1500},
                {F::gpu_rate, 8 * su},
                {F::rate, 10 * su},
                {F::other_gpu_rate, 16 * su},
                {F::other_rate, 17 * su}});
  INFO("fewer parts where the price is equal: 4 of 1.5 SU and 2 of 3");
  World equal({{"1g.10gb", 1000, 1, 10, 1}, {"2g.20gb", 2000, 2, 20, 2}, {"full", 8000, 16, 100, 8}});
  equal.site.charges[0].su_per_cpu = Ratio{0};
  const auto free_host = [](Needs& n) { n.ram = Bytes{0}; };
  check_reason(equal.ask(with(memory(4000, 0), free_host)).why.find(R::split), V::note, 1,
               {{F::parts, 2},
                {F::per_process, 2000},
                {F::gpu_rate, 4 * su},
                {F::rate, 4 * su},
                {F::other_gpu_rate, 16 * su},
                {F::other_rate, 16 * su}});
  INFO("the first of the table where price and parts are equal");
  const World twins({{"1g.10gb", 1000, 2, 10, 1}, {"1g.11gb", 1000, 2, 10, 1}, {"full", 8000, 16, 100, 8}});
  CHECK(twins.ask(memory(2000, 0)).why.find(R::split)->option == 0);
  INFO("fewer jobs at a time than parts are said");
  World few(three());
  few.site.qos[0].jobs_at_once = 2;
  CHECK((*few.ask(memory(3000, 0)).why.find(R::split))[F::jobs_allowed] == 2);
  few.site.qos[0].jobs_at_once = 3;
  CHECK((*few.ask(memory(3000, 0)).why.find(R::split))[F::jobs_allowed] == 0);
  few.site.qos[0].jobs_at_once = 1;
  CHECK((*few.ask(memory(9000)).warnings.find(R::split))[F::jobs_allowed] == 1);
  INFO("a tight option is not split into two of itself");
  const Advice tight = World({{"full", 8000, 16, 100, 8}}).ask(memory(7900));
  CHECK(tight.recommended == 0);
  CHECK(tight.why.find(R::split) == nullptr);
  INFO("the smallest option cannot be split further");
  CHECK(world.ask(memory(100)).why.find(R::split) == nullptr);

  struct Case {
    const char* description;
    void (*change)(Needs& needs);
  };
  const std::vector<Case> never{
      {"one model", [](Needs& n) { n.single_model = true; }},
      {"coupled tasks",
       [](Needs& n) {
         n.tasks = 2;
         n.coupled = true;
       }},
      {"tasks are separate already", [](Needs& n) { n.tasks = 2; }},
      {"GPUs are asked for", [](Needs& n) { n.gpus = 1; }},
      {"no need is known", [](Needs& n) { n.gpu_memory.reset(); }},
      {"the smaller options miss the floor", [](Needs& n) { n.min_sms = 30; }},
  };
  for (const Case& c : never) {
    INFO(c.description);
    CHECK(world.ask(with(memory(3000), c.change)).why.find(R::split) == nullptr);
    CHECK(world.ask(with(memory(3000), c.change)).warnings.find(R::split) == nullptr);
  }
  INFO("options that miss a floor are passed over");
  CHECK(world.ask(with(memory(3000, 0), [](Needs& n) { n.min_sms = 20; })).why.find(R::split)->option == 1);
}

TEST_CASE("when nothing fits it is said what there is and what would help", "[rules]") {
  const World world(three());
  const Advice advice = world.ask(memory(9000));
  CHECK_FALSE(advice.recommended.has_value());
  CHECK(advice.why.size() == 0);
  CHECK(advice.all_jobs.micro == 0);
  check_reason(advice.warnings.find(R::nothing_fits), V::reject, 2,
               {{F::needed, 9000}, {F::capacity, 8000}, {F::gpus_asked, 0}, {F::tasks, 1}});
  CHECK(advice.warnings.find(R::nothing_eligible) == nullptr);
  INFO("ten parts of 3 SU, five of 5, two of 17");
  check_reason(advice.warnings.find(R::split), V::note, 1,
               {{F::parts, 5},
                {F::per_process, 1800},
                {F::gpu_rate, 20 * su},
                {F::rate, 25 * su},
                {F::other_gpu_rate, 0},
                {F::other_rate, 0}});
  INFO("9900 bytes with headroom: two GPUs");
  check_reason(advice.warnings.find(R::several_gpus), V::note, 2,
               {{F::gpus, 2}, {F::capacity, 16'000}, {F::headroom, 10}, {F::headroom_left, 10}, {F::rate, 33 * su}});

  INFO("one byte more than there is");
  CHECK(world.ask(memory(8001)).warnings.find(R::nothing_fits) != nullptr);
  CHECK(world.ask(memory(8000)).warnings.find(R::nothing_fits) == nullptr);

  INFO("coupled tasks");
  const Advice coupled = world.ask(with(memory(3000), [](Needs& n) {
    n.tasks = 3;
    n.coupled = true;
  }));
  check_reason(coupled.warnings.find(R::nothing_fits), V::reject, 2,
               {{F::needed, 9000}, {F::capacity, 8000}, {F::gpus_asked, 0}, {F::tasks, 3}});
  INFO("two GPUs asked for");
  const Advice two = world.ask(with(memory(17'000), [](Needs& n) { n.gpus = 2; }));
  check_reason(two.warnings.find(R::nothing_fits), V::reject, 2,
               {{F::needed, 17'000}, {F::capacity, 16'000}, {F::gpus_asked, 2}, {F::tasks, 1}});
  check_reason(two.warnings.find(R::several_gpus), V::note, 2,
               {{F::gpus, 3}, {F::capacity, 24'000}, {F::headroom, 10}, {F::headroom_left, 10}, {F::rate, 49 * su}});
}

TEST_CASE("several GPUs are named up to the node", "[rules]") {
  const World world(three());
  // 29090 with 10 % is 31999, 29091 is 32000.1: one more GPU than a node has.
  check_reason(world.ask(memory(29'090)).warnings.find(R::several_gpus), V::note, 2,
               {{F::gpus, 4}, {F::capacity, 32'000}, {F::headroom, 10}, {F::headroom_left, 10}, {F::rate, 65 * su}});
  INFO("with the headroom that is left they would still do");
  check_reason(world.ask(memory(29'091)).warnings.find(R::several_gpus), V::note, 2,
               {{F::gpus, 4}, {F::capacity, 32'000}, {F::headroom, 10}, {F::headroom_left, 9}, {F::rate, 65 * su}});
  CHECK(world.ask(memory(32'000)).warnings.find(R::several_gpus)->verdict == V::note);
  check_reason(world.ask(memory(32'001)).warnings.find(R::several_gpus), V::reject, 2,
               {{F::gpus, 4}, {F::capacity, 32'000}, {F::sms, 400}});
  INFO("the floors count as well, and what is named would be recommended");
  for (const int sms : {101, 200, 201, 400}) {
    const Advice short_of_sms = world.ask(with(memory(9000), [&](Needs& n) { n.min_sms = sms; }));
    const Reason* const named = short_of_sms.warnings.find(R::several_gpus);
    REQUIRE(named != nullptr);
    const auto enough = static_cast<int>((*named)[F::gpus]);
    CHECK(enough == std::max(2, (sms + 99) / 100));
    CHECK(world
              .ask(with(memory(9000),
                        [&](Needs& n) {
                          n.min_sms = sms;
                          n.gpus = enough;
                        }))
              .recommended.has_value());
  }
  CHECK(world.ask(with(memory(9000), [](Needs& n) { n.min_sms = 401; })).warnings.find(R::several_gpus)->verdict == V::reject);
  CHECK(World({three()[0]}).ask(memory(9000)).warnings.find(R::several_gpus) == nullptr);
  CHECK(world.ask(memory(8000)).warnings.find(R::several_gpus) == nullptr);
}

TEST_CASE("when options fit but none is eligible it is said", "[rules]") {
  const World world(three());
  const Advice advice = world.ask(with(memory(100), [](Needs& n) { n.min_sms = 101; }));
  CHECK_FALSE(advice.recommended.has_value());
  check_reason(advice.warnings.find(R::nothing_eligible), V::reject, -1, {{F::options, 3}});
  CHECK(advice.warnings.find(R::nothing_fits) == nullptr);
  CHECK((*advice.warnings.find(R::several_gpus))[F::gpus] == 2);
  CHECK(world.ask(memory(100)).warnings.find(R::nothing_eligible) == nullptr);
}

TEST_CASE("a need that would fit read as decimal GB is said so", "[rules]") {
  // The full GPU holds 85.2 decimal GB.
  const World world({{"full", 85'200'000'000, 16, 108, 8}});
  const auto ask = [&](std::int64_t need, SizeSpelling spelling) {
    return world.ask(with(memory(need), [&](Needs& n) { n.memory_spelling = spelling; }));
  };
  check_reason(ask(80 * bytes_per_gib, SizeSpelling::bare).warnings.find(R::decimal_reading), V::note, 0,
               {{F::per_process, 85'899'345'920}, {F::tasks, 1}, {F::needed, 80'000'000'000}, {F::capacity, 85'200'000'000}});
  CHECK(ask(80 * bytes_per_gib, SizeSpelling::slurm).warnings.find(R::decimal_reading) != nullptr);
  CHECK(ask(80 * bytes_per_gib, SizeSpelling::binary).warnings.find(R::decimal_reading) != nullptr);
  CHECK(ask(86'000'000'000, SizeSpelling::decimal).warnings.find(R::decimal_reading) == nullptr);
  CHECK(ask(85 * bytes_per_gib, SizeSpelling::bare).warnings.find(R::decimal_reading) != nullptr);
  CHECK(ask(86 * bytes_per_gib, SizeSpelling::bare).warnings.find(R::decimal_reading) == nullptr);
  CHECK(ask(79 * bytes_per_gib, SizeSpelling::bare).warnings.find(R::decimal_reading) == nullptr);
  INFO("exactly full: 85.2 GiB are 91482803404.8 bytes");
  CHECK(ask(91'482'803'404, SizeSpelling::bare).warnings.find(R::decimal_reading) != nullptr);
  CHECK(ask(91'482'803'405, SizeSpelling::bare).warnings.find(R::decimal_reading) == nullptr);
}

TEST_CASE("GPU memory spelled as host RAM is asked about where it decides", "[rules]") {
  const World world(three());
  const auto ask = [&](std::int64_t need, auto change) {
    return world.ask(with(memory(need), [&](Needs& n) {
      n.memory_spelling = SizeSpelling::slurm;
      change(n);
    }));
  };
  const auto nothing = [](Needs&) {};
  check_reason(ask(3000, nothing).warnings.find(R::host_ram_spelling), V::note, -1, {{F::needed, 3000}});
  CHECK(ask(9000, nothing).warnings.find(R::host_ram_spelling) != nullptr);
  CHECK(ask(100, nothing).warnings.find(R::host_ram_spelling) == nullptr);
  CHECK(ask(1500, nothing).warnings.find(R::host_ram_spelling) == nullptr);
  CHECK(ask(3000, [](Needs& n) { n.ram = Bytes{1000}; }).warnings.find(R::host_ram_spelling) == nullptr);
  CHECK(ask(3000, [](Needs& n) { n.gpus = 1; }).warnings.find(R::host_ram_spelling) == nullptr);
  CHECK(ask(3000, [](Needs& n) { n.memory_spelling = SizeSpelling::bare; }).warnings.find(R::host_ram_spelling) == nullptr);
  CHECK(ask(3000, [](Needs& n) { n.memory_spelling = SizeSpelling::binary; }).warnings.find(R::host_ram_spelling) == nullptr);
  INFO("the figure is what was written, not what the tasks need together");
  CHECK((*ask(1000, [](Needs& n) {
            n.tasks = 9;
            n.coupled = true;
          }).warnings.find(R::host_ram_spelling))[F::needed] == 1000);
}

TEST_CASE("an unknown GPU memory need is warned of", "[rules]") {
  const World world(three());
  const auto floor = [](Needs& n) { n.min_sms = 20; };
  check_reason(world.ask(with(Needs{}, floor)).warnings.find(R::memory_unknown), V::note, 1, {{F::capacity, 2000}});
  CHECK(world.ask(with(memory(100), floor)).warnings.find(R::memory_unknown) == nullptr);
  CHECK(world.ask(with(Needs{}, [](Needs& n) { n.min_sms = 1000; })).warnings.find(R::memory_unknown) == nullptr);
}

TEST_CASE("just these rules speak, in this order", "[rules]") {
  const World world(three());
  struct Case {
    const char* description;
    Needs needs;
    std::vector<Ids> options;
    Ids why;
    Ids warnings;
  };
  const std::vector<Case> cases{
      {"a plain need",
       memory(1500),
       {{"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge", "break_even"}},
       {"gpu_memory", "cheapest", "split"},
       {}},
      {"the smallest",
       memory(100),
       {{"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge", "break_even"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge", "break_even"}},
       {"gpu_memory", "cheapest"},
       {}},
      {"nothing said",
       Needs{},
       {{"partition_offer", "partition_qos", "charge"},
        {"partition_offer", "partition_qos", "charge", "break_even"},
        {"partition_offer", "partition_qos", "charge", "break_even"}},
       {"cheapest"},
       {"memory_unknown"}},
      {"everything at once",
       with(memory(5000),
            [](Needs& n) {
              n.min_sms = 20;
              n.min_compute = Ratio{2 * su};
              n.gpus = 2;
              n.cpus = 40;
              n.single_model = true;
            }),
       {{"gpu_memory", "min_sms", "min_compute", "whole_gpus", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "min_sms", "min_compute", "whole_gpus", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "min_sms", "min_compute", "whole_gpus", "partition_offer", "partition_qos", "charge"}},
       {"gpu_memory", "min_sms", "min_compute", "only_option", "fewer_gpus", "cpu_term"},
       {}},
      {"tasks of one model with much host RAM",
       with(memory(100),
            [](Needs& n) {
              n.tasks = 3;
              n.ram = Bytes{9000};
              n.prefer = Prefer::speed;
            }),
       {{"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge"}},
       {"gpu_memory", "tasks", "largest", "host_ram_term"},
       {}},
      {"nothing fits",
       with(memory(9000), [](Needs& n) { n.memory_spelling = SizeSpelling::slurm; }),
       {{"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge"}},
       {},
       {"nothing_fits", "several_gpus", "split", "host_ram_spelling"}},
      {"tight",
       memory(7900, 10),
       {{"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge"},
        {"gpu_memory", "partition_offer", "partition_qos", "charge"}},
       {"only_option", "split"},
       {"headroom_missed"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Advice advice = world.ask(c.needs);
    for (std::size_t i = 0; i < advice.options.size(); ++i) {
      CAPTURE(i);
      CHECK(ids(advice.options[i].reasons) == c.options[i]);
    }
    CHECK(ids(advice.why) == c.why);
    CHECK(ids(advice.warnings) == c.warnings);
  }
}

}  // namespace
}  // namespace migadvise
