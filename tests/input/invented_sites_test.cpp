// The clusters of tests/data, which do not exist: other profiles, families of charges and QoS, and nothing of the built-in site.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "migadvise/migadvise.hpp"
#include "report/argument_writer.hpp"
#include "report/json_writer.hpp"
#include "report/text_writer.hpp"

namespace migadvise {
namespace {

std::string content(const std::string& name) {
  std::ifstream stream(std::string(MIGADVISE_TEST_DATA) + name, std::ios::binary);
  REQUIRE(stream.good());
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Cluster {
  Site site;
  Table table;
};

Cluster load_cluster(const std::string& site_name, const std::string& table_name) {
  const Loaded<Site> site = load_site(content("/sites/" + site_name + ".json"), site_name);
  REQUIRE(site.errors.empty());
  const TableDemands demands{needs_su_factor(*site.value)};
  Loaded<Table> table = load_table(content("/tables/" + table_name + ".csv"), table_name, demands);
  REQUIRE(table.errors.empty());
  CHECK(name_options(*table.value, *site.value).empty());
  return {*site.value, *std::move(table.value)};
}

struct Pair {
  const char* site;
  const char* table;
  ChargeFamily family;
  bool needs_factor;
};

const std::vector<Pair> pairs{
    {"second", "five-options", ChargeFamily::additive, true},
    {"moor", "a100-40gb", ChargeFamily::maximum, true},
    {"fen", "a100-40gb", ChargeFamily::sum, true},
    {"larkspur", "larkspur", ChargeFamily::cpu_plus_gres, false},
    {"example", "example", ChargeFamily::cpu_plus_gres, false},
    {"brook", "a100-40gb", ChargeFamily::device, true},
    {"weir", "a100-40gb", ChargeFamily::slice, false},
};

Needs need(std::int64_t gib) {
  Needs needs;
  needs.gpu_memory = Bytes{gib * bytes_per_gib};
  return needs;
}

bool names_another_site(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const std::vector<std::string> words{"wulver", "njit", "ucid"};
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

TEST_CASE("every family of charges has a cluster, and each of its options a GRES and a price", "[invented_sites]") {
  std::vector<bool> seen(charge_family_count, false);
  for (const Pair& pair : pairs) {
    INFO(pair.site);
    const Cluster cluster = load_cluster(pair.site, pair.table);
    CHECK(cluster.site.charges.front().family == pair.family);
    CHECK(needs_su_factor(cluster.site) == pair.needs_factor);
    seen[static_cast<std::size_t>(pair.family)] = true;
    const Advice advice = advise(need(4), cluster.table, cluster.site);
    for (const OptionAdvice& option : advice.options) {
      CHECK(option.eligible);
      CHECK(!option.gres.empty());
      CHECK(option.charged.micro > 0);
    }
  }
  CHECK(std::all_of(seen.begin(), seen.end(), [](bool family) { return family; }));
}

TEST_CASE("no word of the built-in site stands in the answers of another", "[invented_sites]") {
  CHECK(names_another_site("--account=PI_UCID"));
  for (const Pair& pair : pairs) {
    INFO(pair.site);
    const Cluster cluster = load_cluster(pair.site, pair.table);
    for (const std::int64_t gib : {4, 15, 35, 500}) {
      for (const Partition& partition : cluster.site.partitions) {
        for (const Qos& qos : cluster.site.qos) {
          Needs needs = need(gib);
          needs.partition = partition.name;
          needs.qos = qos.is_pattern() ? qos.name.substr(0, qos.name.size() - 1) + "x" : qos.name;
          needs.time = Duration{2 * milliseconds_per_hour};
          const Advice advice = advise(needs, cluster.table, cluster.site);
          CHECK_FALSE(names_another_site(write_text(advice, {false, false, 80}, true)));
          CHECK_FALSE(names_another_site(write_json(advice, "0.0.0", false)));
          CHECK_FALSE(names_another_site(write_srun(advice)));
        }
      }
    }
  }
}

TEST_CASE("where a slice is dearer than a larger one, the larger is recommended and the reason said", "[invented_sites]") {
  const Cluster cluster = load_cluster("larkspur", "larkspur");
  const Advice advice = advise(need(8), cluster.table, cluster.site);
  REQUIRE(advice.recommended.has_value());
  CHECK(cluster.table.profiles[*advice.recommended].name == "2g.24gb");
  CHECK(advice.options[*advice.recommended].charged.micro == 2'250'000);
  const Reason* const dearer = advice.why.find(Rule::smaller_dearer);
  REQUIRE(dearer != nullptr);
  CHECK(cluster.table.profiles[static_cast<std::size_t>((*dearer)[FigureName::option])].name == "1g.12gb");
  CHECK((*dearer)[FigureName::other_rate] == 3'250'000);
}

TEST_CASE("a free QoS and a site's own command under other names", "[invented_sites]") {
  const Cluster cluster = load_cluster("larkspur", "larkspur");
  Needs needs = need(80);
  needs.qos = "scavenger";
  needs.time = Duration{3 * milliseconds_per_hour};
  const Advice advice = advise(needs, cluster.table, cluster.site);
  REQUIRE(advice.recommended.has_value());
  CHECK(advice.options[*advice.recommended].charged.micro == 0);
  CHECK(advice.options[*advice.recommended].charge.total.micro == 12'250'000);
  CHECK(advice.warnings.find(Rule::preemption) != nullptr);
  CHECK(write_srun(advice).find("# or: lark-shell --project PROJECT_ID --cores 1 --gpus 1 --hours 3\n") != std::string::npos);
}

}  // namespace
}  // namespace migadvise
