// Idle instances: counted for every option, and what is remarked on.
#include <catch2/catch.hpp>

#include "core/made_up.hpp"
#include "migadvise/engine.hpp"

namespace migadvise {
namespace {

using F = FigureName;
using Figures = std::vector<std::pair<F, std::int64_t>>;

constexpr std::int64_t gib = bytes_per_gib;

Profile profile(const std::string& name, std::int64_t gigabytes, int sms, std::int64_t factor) {
  Profile made;
  made.name = name;
  made.label = name;
  made.head = *parse_option_name(name);
  made.capacity = Bytes{gigabytes * gib};
  made.su_factor = Ratio{factor * micro_per_unit};
  made.sms = sms;
  return made;
}

struct World {
  Table table;
  Site site = plain_site("somewhere", additive_charge(Ratio{micro_per_unit}, Bytes{4 * gib}, Ratio{micro_per_unit}),
                         Bytes{4 * gib}, {{"1g.10gb", "small"}, {"2g.20gb", "middle"}, {"full", "whole"}});
  LiveCluster live;

  World() { table.profiles = {profile("1g.10gb", 10, 14, 2), profile("2g.20gb", 20, 28, 4), profile("full", 80, 108, 16)}; }

  [[nodiscard]] Advice ask(const Needs& needs) const { return advise(needs, table, site, &live); }

  // A node with 4 small (`used` of them in use), 2 middle and 2 whole ones, and room for 8 jobs of one CPU.
  LiveNodes& add(std::int64_t used, NodeService service = NodeService::open) {
    live.nodes.push_back({"gpu", 1, service, 8, Bytes{32 * gib}, {{"small", 4, used}, {"middle", 2, 0}, {"whole", 2, 0}}});
    return live.nodes.back();
  }
};

Needs small_job() {
  Needs needs;
  needs.gpu_memory = Bytes{gib};
  return needs;
}

// `idle/with room/in service/out of service`
std::string show(const std::optional<LiveCount>& count) {
  if (!count) {
    return "-";
  }
  const std::string room = count->idle_with_room ? std::to_string(*count->idle_with_room) : "?";
  return std::to_string(count->idle) + "/" + room + "/" + std::to_string(count->in_service) + "/" +
         std::to_string(count->out_of_service);
}

std::string show(const Advice& advice) {
  std::string text;
  for (const OptionAdvice& option : advice.options) {
    text += (text.empty() ? "" : " ") + show(option.live);
  }
  return text;
}

void check_figures(const Reason* reason, std::int32_t option, const Figures& figures) {
  REQUIRE(reason != nullptr);
  CHECK(reason->verdict == Verdict::note);
  CHECK(reason->option == option);
  CHECK(reason->figure_count == figures.size());
  for (const auto& [name, value] : figures) {
    CAPTURE(figure_id(name));
    CHECK(reason->has(name));
    CHECK((*reason)[name] == value);
  }
}

bool speaks(const Advice& advice) {
  for (const Rule rule : {Rule::none_idle, Rule::idle_without_room, Rule::nodes_out_of_service, Rule::gpus_of_unknown_kind}) {
    if (advice.warnings.find(rule) != nullptr) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("without a question nothing is told of idle instances", "[live]") {
  const World world;
  const Advice advice = advise(small_job(), world.table, world.site);
  CHECK(!advice.live);
  CHECK(show(advice) == "- - -");
  CHECK(!speaks(advice));
}

TEST_CASE("idle instances are counted by the service of their nodes", "[live]") {
  World world;
  world.add(1);
  world.add(2, NodeService::planned);
  world.add(3, NodeService::full);
  world.add(0, NodeService::out);
  world.live.nodes.push_back({"other", 1, NodeService::open, 8, Bytes{32 * gib}, {{"small", 40, 0}}});
  const Advice advice = world.ask(small_job());
  CHECK(show(advice) == "6/3/12/4 6/2/6/2 6/2/6/2");
  CHECK(advice.live->nodes == 4);
  CHECK(advice.live->nodes_out == 1);
  check_figures(advice.warnings.find(Rule::nodes_out_of_service), 0, {{F::nodes, 4}, {F::nodes_out, 1}, {F::out_of_service, 4}});
  CHECK(advice.warnings.find(Rule::none_idle) == nullptr);
  CHECK(advice.warnings.find(Rule::idle_without_room) == nullptr);
}

TEST_CASE("an option without a GRES has no count", "[live]") {
  World world;
  world.site.options.erase(world.site.options.begin());
  world.add(1);
  const Advice advice = world.ask(small_job());
  CHECK(show(advice) == "- 2/2/2/0 2/2/2/0");
  check_figures(advice.warnings.find(Rule::gpus_of_unknown_kind), -1, {{F::untyped, 0}, {F::other_types, 4}});
  CHECK(advice.warnings.find(Rule::none_idle) == nullptr);
}

TEST_CASE("room is what jobs like this one can get at once", "[live]") {
  World world;
  LiveNodes& node = world.add(0);
  Needs needs = small_job();
  const auto small = [&] { return show(world.ask(needs).options[0].live); };
  CHECK(small() == "4/4/4/0");
  needs.cpus = 3;
  CHECK(small() == "4/2/4/0");
  needs.ram = Bytes{32 * gib};
  CHECK(small() == "4/1/4/0");
  needs.ram = Bytes{32 * gib + 1};
  CHECK(small() == "4/0/4/0");
  needs.ram.reset();
  needs.cpus = 8;
  CHECK(small() == "4/1/4/0");
  needs.cpus = 9;
  CHECK(small() == "4/0/4/0");
  // What is not told leaves it open, unless what is told is too little.
  node.ram_free.reset();
  CHECK(small() == "4/0/4/0");
  needs.cpus = 8;
  CHECK(small() == "4/?/4/0");
  node.cpus_free.reset();
  CHECK(small() == "4/?/4/0");
  node.gpus[0].used = 4;
  CHECK(small() == "0/0/4/0");
  node.gpus[0].used = 5;
  CHECK(small() == "0/0/4/0");
  node.nodes = 3;
  node.gpus[0].used = 1;
  node.cpus_free = 16;
  node.ram_free = Bytes{64 * gib};
  CHECK(small() == "9/6/12/0");
}

TEST_CASE("several GPUs must be on one node", "[live]") {
  World world;
  world.add(0).gpus[2].used = 1;
  world.add(0).gpus[2].used = 1;
  Needs needs = small_job();
  needs.gpus = 2;
  const Advice apart = world.ask(needs);
  CHECK(show(apart.options[2].live) == "2/0/4/0");
  check_figures(apart.warnings.find(Rule::idle_without_room), 2,
                {{F::idle, 2}, {F::idle_with_room, 0}, {F::idle_planned, 0}, {F::gpus, 2}, {F::cpus, 1}, {F::ram, 4 * gib}});
  world.live.nodes[0].gpus[2].used = 0;
  const Advice together = world.ask(needs);
  CHECK(show(together.options[2].live) == "3/2/4/0");
  CHECK(!speaks(together));
}

TEST_CASE("GPUs without a type are of an option where there is no other", "[live]") {
  World world;
  world.live.nodes.push_back({"gpu", 2, NodeService::open, 8, Bytes{32 * gib}, {{"", 4, 1}, {"v100", 3, 0}}});
  const Advice any = world.ask(small_job());
  CHECK(show(any) == "- - -");
  CHECK(any.warnings.find(Rule::none_idle) == nullptr);
  check_figures(any.warnings.find(Rule::gpus_of_unknown_kind), -1, {{F::untyped, 8}, {F::other_types, 6}});
  world.site.partitions[0].options = {"1g.10gb"};
  const Advice one = world.ask(small_job());
  CHECK(show(one) == "6/6/8/0 0/0/0/0 0/0/0/0");
  check_figures(one.warnings.find(Rule::gpus_of_unknown_kind), -1, {{F::untyped, 0}, {F::other_types, 6}});
}

TEST_CASE("where none of the recommended option is idle, the next that is is named with its price", "[live]") {
  World world;
  world.add(4);
  const Advice advice = world.ask(small_job());
  CHECK(advice.recommended == 0U);
  check_figures(advice.warnings.find(Rule::none_idle), 0,
                {{F::in_service, 4},
                 {F::out_of_service, 0},
                 {F::option, 1},
                 {F::other_idle, 2},
                 {F::other_rate, 5 * micro_per_unit},
                 {F::options, 2},
                 {F::options_unknown, 0}});
  world.live.nodes[0].gpus[1].used = 2;
  check_figures(world.ask(small_job()).warnings.find(Rule::none_idle), 0,
                {{F::in_service, 4},
                 {F::out_of_service, 0},
                 {F::option, 2},
                 {F::other_idle, 2},
                 {F::other_rate, 17 * micro_per_unit},
                 {F::options, 2},
                 {F::options_unknown, 0}});
  world.live.nodes[0].service = NodeService::full;
  check_figures(world.ask(small_job()).warnings.find(Rule::none_idle), 0,
                {{F::in_service, 4}, {F::out_of_service, 0}, {F::options, 2}, {F::options_unknown, 0}});
  world.live.nodes[0].service = NodeService::out;
  check_figures(world.ask(small_job()).warnings.find(Rule::none_idle), 0,
                {{F::in_service, 0}, {F::out_of_service, 4}, {F::options, 2}, {F::options_unknown, 0}});
  // An option that will not do is no way out.
  Needs large = small_job();
  large.gpu_memory = Bytes{60 * gib};
  world.live.nodes[0] = {"gpu", 1, NodeService::open, 8, Bytes{32 * gib}, {{"small", 4, 0}, {"middle", 2, 0}, {"whole", 2, 2}}};
  check_figures(world.ask(large).warnings.find(Rule::none_idle), 2,
                {{F::in_service, 2}, {F::out_of_service, 0}, {F::options, 0}, {F::options_unknown, 0}});
}

TEST_CASE("idle instances without room are told as far as they are wanted", "[live]") {
  World world;
  world.add(0);
  Needs needs = small_job();
  needs.tasks = 3;
  needs.cpus = 4;
  CHECK(show(world.ask(needs).options[0].live) == "4/2/4/0");
  check_figures(world.ask(needs).warnings.find(Rule::idle_without_room), 0,
                {{F::idle, 4}, {F::idle_with_room, 2}, {F::idle_planned, 0}, {F::gpus, 1}, {F::cpus, 4}, {F::ram, 16 * gib}});
  needs.tasks = 2;
  CHECK(world.ask(needs).warnings.find(Rule::idle_without_room) == nullptr);
  needs.tasks = 1;
  needs.cpus = 9;
  needs.ram = Bytes{gib};
  world.live.nodes.push_back({"gpu", 1, NodeService::open, 16, Bytes{32 * gib}, {{"whole", 1, 0}}});
  check_figures(world.ask(needs).warnings.find(Rule::idle_without_room), 0,
                {{F::idle, 4},
                 {F::idle_with_room, 0},
                 {F::idle_planned, 0},
                 {F::gpus, 1},
                 {F::cpus, 9},
                 {F::ram, gib},
                 {F::option, 2},
                 {F::other_idle, 1},
                 {F::other_rate, 25 * micro_per_unit}});
}

TEST_CASE("idle instances on planned nodes are counted as such, and are the reason why none can be had", "[live]") {
  World world;
  world.add(1, NodeService::planned);
  world.add(4, NodeService::planned);
  const Advice all = world.ask(small_job());
  CHECK(show(all) == "3/0/8/0 4/0/4/0 4/0/4/0");
  CHECK(all.options[0].live->idle_planned == 3);
  CHECK(all.options[1].live->idle_planned == 4);
  check_figures(all.warnings.find(Rule::idle_without_room), 0,
                {{F::idle, 3}, {F::idle_with_room, 0}, {F::idle_planned, 3}, {F::gpus, 1}, {F::cpus, 1}, {F::ram, 4 * gib}});
  // Beside them one that takes jobs, with room for two of the four, and another option there.
  world.add(0).cpus_free = 2;
  Needs needs = small_job();
  needs.tasks = 3;
  const Advice some = world.ask(needs);
  CHECK(show(some) == "7/2/12/0 6/2/6/0 6/2/6/0");
  CHECK(some.options[0].live->idle_planned == 3);
  check_figures(some.warnings.find(Rule::idle_without_room), 0,
                {{F::idle, 7}, {F::idle_with_room, 2}, {F::idle_planned, 3}, {F::gpus, 1}, {F::cpus, 1}, {F::ram, 4 * gib}});
  needs.tasks = 2;
  CHECK(!speaks(world.ask(needs)));
  // Nor is one that is only planned a way out.
  world.live.nodes.back().gpus = {{"small", 4, 4}};
  world.live.nodes[0].gpus[0].used = 4;
  check_figures(world.ask(small_job()).warnings.find(Rule::none_idle), 0,
                {{F::in_service, 12}, {F::out_of_service, 0}, {F::options, 2}, {F::options_unknown, 0}});
  world.live.nodes.back().gpus.push_back({"whole", 1, 0});
  world.live.nodes.back().cpus_free.reset();
  check_figures(world.ask(small_job()).warnings.find(Rule::none_idle), 0,
                {{F::in_service, 12},
                 {F::out_of_service, 0},
                 {F::option, 2},
                 {F::other_idle, 1},
                 {F::other_rate, 17 * micro_per_unit},
                 {F::options, 2},
                 {F::options_unknown, 0}});
}

TEST_CASE("where room is not known, that is said, and another option is named only where it is", "[live]") {
  World world;
  world.add(0).cpus_free.reset();
  world.add(3, NodeService::planned);
  const Advice unknown = world.ask(small_job());
  CHECK(show(unknown) == "5/?/8/0 4/?/4/0 4/?/4/0");
  check_figures(unknown.warnings.find(Rule::idle_without_room), 0,
                {{F::idle, 5}, {F::idle_planned, 1}, {F::gpus, 1}, {F::cpus, 1}, {F::ram, 4 * gib}});
  // None of the small ones has room, of the others nobody knows.
  world.live.nodes = {{"gpu", 1, NodeService::open, 0, Bytes{32 * gib}, {{"small", 4, 0}}},
                      {"gpu", 1, NodeService::open, std::nullopt, Bytes{32 * gib}, {{"middle", 2, 0}, {"whole", 2, 0}}}};
  const Advice others = world.ask(small_job());
  CHECK(show(others) == "4/0/4/0 2/?/2/0 2/?/2/0");
  check_figures(others.warnings.find(Rule::idle_without_room), 0,
                {{F::idle, 4}, {F::idle_with_room, 0}, {F::idle_planned, 0}, {F::gpus, 1}, {F::cpus, 1}, {F::ram, 4 * gib}});
}

TEST_CASE("other options without a count are counted where none of the recommended one is idle", "[live]") {
  World world;
  world.live.nodes = {{"gpu", 1, NodeService::open, 8, Bytes{32 * gib}, {{"small", 4, 4}, {"middle", 2, 2}, {"", 2, 0}}}};
  const Advice one = world.ask(small_job());
  CHECK(show(one) == "0/0/4/0 0/0/2/0 -");
  check_figures(one.warnings.find(Rule::none_idle), 0,
                {{F::in_service, 4}, {F::out_of_service, 0}, {F::options, 1}, {F::options_unknown, 1}});
  world.live.nodes[0].gpus[1].type = "unheard";
  check_figures(world.ask(small_job()).warnings.find(Rule::none_idle), 0,
                {{F::in_service, 4}, {F::out_of_service, 0}, {F::options, 0}, {F::options_unknown, 2}});
}

TEST_CASE("where nothing is recommended, nothing is remarked on", "[live]") {
  World world;
  world.add(4, NodeService::out);
  world.live.nodes.push_back({"gpu", 1, NodeService::open, 8, Bytes{32 * gib}, {{"", 4, 1}}});
  Needs needs = small_job();
  needs.gpu_memory = Bytes{1000 * gib};
  const Advice advice = world.ask(needs);
  CHECK(!advice.recommended);
  CHECK(show(advice) == "0/0/0/4 0/0/0/2 0/0/0/2");
  CHECK(!speaks(advice));
}

}  // namespace migadvise
