// Where a probe measures and on what, and the GPU memory that its runs show.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "core/takes_job.hpp"
#include "input/embedded_data.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

struct World {
  Site site = *load_site(embedded_site(), "site").value;
  Table table = *load_table(embedded_table(), "table").value;
  World() { REQUIRE(name_options(table, site).empty()); }

  [[nodiscard]] std::optional<Probe> plan(const Needs& needs = {}, int minutes = 10, std::vector<std::size_t> wanted = {}) const {
    return plan_probe(needs, minutes, wanted, table, site);
  }

  /// `debug_gpu/debug: 1g.10gb 2g.20gb`
  [[nodiscard]] std::string shown(const std::optional<Probe>& probe) const {
    if (!probe) {
      return "nothing";
    }
    std::string text = probe->advice.place.partition->name + "/" + probe->advice.place.qos_name + ":";
    for (const std::size_t option : probe->options) {
      text += " " + table.profiles[option].name;
    }
    return text;
  }

  Qos& qos(const std::string& name) {
    return *std::find_if(site.qos.begin(), site.qos.end(), [&](const Qos& entry) { return entry.name == name; });
  }
};

Needs at(const std::string& partition, const std::string& qos) {
  Needs needs;
  needs.partition = partition;
  needs.qos = qos;
  return needs;
}

constexpr std::int64_t mib = bytes_per_mib;

ProbedOption ran(std::size_t option, std::int64_t used, std::int64_t total) {
  return {option, ProbeEnd::finished, Bytes{used * mib}, Bytes{total * mib}, Duration{20'500}};
}

ProbedOption stopped(std::size_t option, std::int64_t used, std::int64_t total) {
  return {option, ProbeEnd::cut, Bytes{used * mib}, Bytes{total * mib}, Duration{600'000}};
}

ProbedOption unread(std::size_t option, ProbeEnd end) { return {option, end, {}, {}, {}}; }

}  // namespace

TEST_CASE("a probe goes where it is free and nobody preempts it", "[probe]") {
  World world;
  CHECK(world.shown(world.plan()) == "debug_gpu/debug: 1g.10gb 2g.20gb 3g.40gb");
  CHECK(world.plan()->at_most == Su{});
  CHECK(world.shown(world.plan(at("gpu", ""))) == "gpu/low: 1g.10gb 2g.20gb 3g.40gb full");
  CHECK(world.shown(world.plan(at("", "low"))) == "gpu/low: 1g.10gb 2g.20gb 3g.40gb full");
  CHECK(world.shown(world.plan(at("course_gpu", ""))) == "nothing");
  SECTION("without such a place, to one where it can be preempted") {
    world.qos("debug").preempted_by = {"standard"};
    CHECK(world.shown(world.plan()) == "gpu/low: 1g.10gb 2g.20gb 3g.40gb full");
  }
  SECTION("not where only some may go") {
    world.qos("debug").users = "owners";
    CHECK(world.shown(world.plan()) == "gpu/low: 1g.10gb 2g.20gb 3g.40gb full");
  }
  SECTION("nowhere, where everything is charged") {
    world.qos("debug").charged = world.qos("low").charged = true;
    CHECK(world.shown(world.plan()) == "nothing");
    // But where it is asked for it is priced: 3, 5, 9 and 17 SU/hour for 20 minutes each.
    const std::optional<Probe> charged = world.plan(at("", "standard"));
    CHECK(world.shown(charged) == "gpu/standard: 1g.10gb 2g.20gb 3g.40gb full");
    CHECK(charged->at_most.micro == 1'000'000 + 1'666'667 + 3'000'000 + 5'666'667);
  }
}

TEST_CASE("a probe measures what is asked for, where the place has it", "[probe]") {
  const World world;
  CHECK(world.shown(world.plan({}, 10, {2, 0})) == "debug_gpu/debug: 1g.10gb 3g.40gb");
  const std::optional<Probe> probe = world.plan();
  REQUIRE(probe->left_out.size() == 1);
  CHECK(probe->left_out[0].option == 3);
  CHECK(probe->left_out[0].far_above);
  REQUIRE(probe->left_out[0].free);
  CHECK(probe->left_out[0].free->qos->name == "low");
  // 28 SMs are twice 14, 42 no more than 1.5 times 28.
  const auto far = [](const std::optional<Probe>& of) {
    std::vector<std::size_t> options;
    for (const Unmeasured& left : of->left_out) {
      if (left.far_above) {
        options.push_back(left.option);
      }
    }
    return options;
  };
  CHECK(far(world.plan({}, 10, {0})) == std::vector<std::size_t>{1, 2, 3});
  CHECK(far(world.plan({}, 10, {1})) == std::vector<std::size_t>{3});
  CHECK(far(world.plan(at("gpu", "low"), 10, {3})).empty());
}

TEST_CASE("a probe goes to the first free place that takes it, rather where nobody preempts it", "[probe]") {
  struct Case {
    const char* description;
    const char* partition;
    const char* qos;
    int cpus;
    std::optional<std::int64_t> ram;  // GiB
    int minutes;
    std::vector<std::size_t> wanted;
    const char* expected;
    const char* elsewhere;
  };
  const std::vector<Case> cases{
      {"what QoS debug takes at most", "", "", 4, 16, 470, {}, "debug_gpu/debug: 1g.10gb 2g.20gb 3g.40gb", "-"},
      {"one CPU more", "", "", 5, {}, 10, {}, "gpu/low: 1g.10gb 2g.20gb 3g.40gb full", "-"},
      {"more host RAM", "", "", 1, 17, 10, {}, "gpu/low: 1g.10gb 2g.20gb 3g.40gb full", "-"},
      {"one minute more", "", "", 1, {}, 471, {}, "gpu/low: 1g.10gb 2g.20gb 3g.40gb full", "-"},
      {"an option that debug does not have", "", "", 1, {}, 10, {3}, "gpu/low: full", "-"},
      {"one of two", "", "", 1, {}, 10, {0, 3}, "gpu/low: 1g.10gb full", "-"},
      {"more than any place takes: the first says why", "", "", 4000, {}, 10, {}, "debug_gpu/debug:", "-"},
      {"a partition that does not take it", "debug_gpu", "", 5, {}, 10, {}, "debug_gpu/debug:", "partition gpu low"},
      {"nor what is wanted", "debug_gpu", "", 1, {}, 10, {0, 3}, "debug_gpu/debug: 1g.10gb", "partition gpu low"},
      {"a QoS that does not take it", "", "debug", 5, {}, 10, {}, "debug_gpu/debug:", "low"},
      {"nor for so long", "", "debug", 1, {}, 471, {}, "debug_gpu/debug:", "low"},
      {"and no other does", "", "debug", 4000, {}, 10, {}, "debug_gpu/debug:", "-"},
  };
  const World world;
  for (const Case& c : cases) {
    INFO(c.description);
    Needs needs = at(c.partition, c.qos);
    needs.cpus = c.cpus;
    if (c.ram) {
      needs.ram = Bytes{*c.ram * bytes_per_gib};
    }
    const std::optional<Probe> probe = world.plan(needs, c.minutes, c.wanted);
    CHECK(world.shown(probe) == c.expected);
    const auto& other = probe->elsewhere;
    CHECK((other ? (other->by_qos ? "" : "partition " + other->partition->name + " ") + other->qos->name : "-") == c.elsewhere);
  }
  CHECK(world.plan(at("", "debug"), 471)->most_minutes == 470);
  CHECK(world.plan(at("", "debug"), 100'000)->most_minutes == 470);
  CHECK_FALSE(world.plan(at("", "debug"), 470)->most_minutes);
}

TEST_CASE("a QoS is named for an option that is left out only where it takes such a job", "[probe]") {
  const World world;
  const auto free_for_full = [&](int cpus) {
    Needs needs = at("", "debug");
    needs.cpus = cpus;
    const std::vector<Unmeasured> left = world.plan(needs)->left_out;
    return left.back().free ? left.back().free->qos->name : "none";
  };
  CHECK(free_for_full(4) == "low");
  CHECK(free_for_full(128) == "low");
  CHECK(free_for_full(129) == "none");
}

TEST_CASE("a place takes a job within all of its limits", "[probe][quota]") {
  Qos qos;
  qos.name = "q";
  qos.cpus_per_job = 4;
  qos.jobs_at_once = 2;
  qos.walltime = Duration{5000};
  Partition partition;
  partition.options = {"1g.10gb"};
  partition.qos = {"q"};
  partition.ram_per_cpu = Bytes{10};
  partition.ram_per_node = Bytes{30};
  partition.gpus_per_node = 1;
  struct Case {
    const char* description;
    JobSize size;
    const char* profile;
    bool taken;
  };
  const std::vector<Case> cases{
      {"at every limit", {3, Bytes{30}, Duration{5000}, 1, 2}, "1g.10gb", true},
      {"nothing but CPUs said", {3, {}, {}}, "1g.10gb", true},
      {"CPUs", {5, Bytes{30}, {}}, "1g.10gb", false},
      {"host RAM", {1, Bytes{31}, {}}, "1g.10gb", false},
      {"host RAM by default", {4, {}, {}}, "1g.10gb", false},
      {"time", {1, {}, Duration{5001}}, "1g.10gb", false},
      {"GPUs", {1, {}, {}, 2}, "1g.10gb", false},
      {"jobs", {1, {}, {}, 1, 3}, "1g.10gb", false},
      {"another option", {1, {}, {}}, "full", false},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(takes_job(partition, qos, c.profile, c.size) == c.taken);
  }
  partition.qos = {"r"};
  CHECK_FALSE(takes_job(partition, qos, "1g.10gb", {1, {}, {}}));
}

TEST_CASE("the GPU memory needed is the least that was in use where it ran", "[probe]") {
  const World world;
  const auto need = [&](const std::vector<ProbedOption>& runs) { return memory_by_runs(runs, world.table); };
  const auto used = need({ran(0, 8000, 9728), ran(1, 18000, 19968), ran(2, 23000, 40192)});
  REQUIRE(used);
  CHECK(used->bytes.value == 8000 * mib);
  CHECK(used->option == 0);
  CHECK(used->basis == MemoryBasis::peak);
  CHECK_FALSE(used->too_small);
  SECTION("of two records of an option the last counts") {
    CHECK(need({ran(0, 5000, 9728), ran(0, 6000, 9728)})->bytes.value == 6000 * mib);
  }
  SECTION("97 % of an option says that the program takes what it sees") {
    CHECK(need({ran(0, 970, 1000)})->basis == MemoryBasis::ceiling);
    CHECK(need({ran(0, 969, 1000)})->basis == MemoryBasis::peak);
    CHECK(need({ran(0, 9700, 9728), ran(1, 9000, 19968)})->basis == MemoryBasis::peak);
  }
  SECTION("where nothing was read, all that the smallest has") {
    const auto whole = need({unread(1, ProbeEnd::cut), unread(2, ProbeEnd::finished)});
    CHECK(whole->bytes == world.table.profiles[1].capacity);
    CHECK(whole->basis == MemoryBasis::ran);
    CHECK(whole->option == 1);
    CHECK(whole->stopped);
    CHECK_FALSE(whole->stopped_after);
    CHECK_FALSE(whole->measured());
  }
  SECTION("a run that failed says nothing") {
    CHECK_FALSE(need({}));
    CHECK_FALSE(need({{0, ProbeEnd::failed, Bytes{5 * mib}, Bytes{10 * mib}, {}}}));
  }
  SECTION("a run that was stopped is no measurement of the whole job") {
    const auto cut = need({stopped(0, 5000, 9728), ran(1, 6000, 19968)});
    CHECK(cut->bytes.value == 5000 * mib);
    CHECK(cut->basis == MemoryBasis::peak);
    CHECK(cut->stopped);
    CHECK(cut->stopped_after == Duration{600'000});
    CHECK_FALSE(cut->measured());
    const auto whole = need({stopped(0, 7000, 9728), ran(1, 6000, 19968)});
    CHECK(whole->measured());
    CHECK_FALSE(whole->stopped_after);
  }
  SECTION("of two that used the same, the one that ran to its end counts, in whichever order") {
    CHECK(need({stopped(0, 6000, 9728), ran(1, 6000, 19968)})->option == 1);
    CHECK(need({ran(1, 6000, 19968), stopped(2, 6000, 40192)})->option == 1);
    CHECK(need({ran(0, 6000, 9728), ran(1, 6000, 19968)})->option == 0);
  }
}

TEST_CASE("where it runs out of memory, more is needed than is there", "[probe]") {
  const World world;
  const auto need = [&](const std::vector<ProbedOption>& runs) { return memory_by_runs(runs, world.table); };
  const auto capacity = [&](std::size_t option) { return world.table.profiles[option].capacity.value; };
  const ProbedOption none{0, ProbeEnd::out_of_memory, Bytes{9000 * mib}, Bytes{9728 * mib}, {}};
  const ProbedOption nor_here = unread(1, ProbeEnd::out_of_memory);
  CHECK(need({none, ran(1, 12000, 19968)})->bytes.value == 12000 * mib);
  CHECK(need({none, ran(1, 12000, 19968)})->too_small == 0U);
  // What was in use was not seen at its most.
  CHECK(need({none, ran(1, 9000, 19968)})->bytes.value == capacity(0) + 1);
  CHECK(need({none, ran(1, 9000, 19968)})->seen.value == 9000 * mib);
  for (const std::vector<ProbedOption>& runs : {std::vector<ProbedOption>{none, nor_here}, {nor_here, none}, {nor_here}}) {
    const auto more = need(runs);
    REQUIRE(more);
    CHECK(more->bytes.value == capacity(1) + 1);
    CHECK(more->basis == MemoryBasis::more_than);
    CHECK(more->option == 1);
  }
  SECTION("not where it runs on one no larger") {
    CHECK(need({nor_here, ran(0, 5000, 9728)})->bytes.value == 5000 * mib);
    CHECK_FALSE(need({nor_here, ran(0, 5000, 9728)})->too_small);
  }
}

}  // namespace migadvise
