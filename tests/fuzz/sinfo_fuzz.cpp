// What sinfo prints either loads or says why not; what loads is counted within bounds, and changes nothing but what is remarked
// on.
#include <string>

#include "fuzz.hpp"
#include "input/embedded_data.hpp"
#include "properties.hpp"
#include "report/diagnostic_text.hpp"
#include "report/json_writer.hpp"
#include "report/text_writer.hpp"

namespace migadvise {
namespace {

/// Larger files find nothing more, but slowly.
constexpr std::size_t max_size = 8192;

bool same_gpus(const NodeGpus& a, const NodeGpus& b) {
  return a.type == b.type && a.configured == b.configured && a.used == b.used;
}

bool same_nodes(const LiveNodes& a, const LiveNodes& b) {
  return a.partition == b.partition && a.nodes == b.nodes && a.service == b.service && a.cpus_free == b.cpus_free &&
         a.ram_free == b.ram_free && std::equal(a.gpus.begin(), a.gpus.end(), b.gpus.begin(), b.gpus.end(), same_gpus);
}

void check_same(const Loaded<LiveCluster>& a, const Loaded<LiveCluster>& b) {
  fuzz_check(a.value.has_value() == b.value.has_value() && same_errors(a, b));
  fuzz_check(!a.value ||
             std::equal(a.value->nodes.begin(), a.value->nodes.end(), b.value->nodes.begin(), b.value->nodes.end(), same_nodes));
}

void check_cluster(const LiveCluster& live, const std::string& partition) {
  fuzz_check(!live.nodes.empty() && live.nodes.size() <= max_live_rows);
  for (const LiveNodes& nodes : live.nodes) {
    fuzz_check(nodes.partition == partition && nodes.nodes >= 1 && nodes.nodes <= max_live_count);
    fuzz_check(nodes.cpus_free.value_or(0) >= 0 && nodes.ram_free.value_or(Bytes{}).value >= 0);
    for (const NodeGpus& gpus : nodes.gpus) {
      fuzz_check(gpus.configured >= 0 && gpus.configured <= max_live_count && gpus.used >= 0 && gpus.used <= max_live_count);
      fuzz_check(std::count_if(nodes.gpus.begin(), nodes.gpus.end(),
                               [&](const NodeGpus& other) { return other.type == gpus.type; }) == 1);
    }
  }
}

void check_count(const LiveCount& count) {
  fuzz_check(count.idle >= 0 && count.idle <= count.in_service && count.out_of_service >= 0);
  fuzz_check(count.idle_planned >= 0 && count.idle_planned <= count.idle);
  fuzz_check(!count.idle_with_room || (*count.idle_with_room >= 0 && *count.idle_with_room + count.idle_planned <= count.idle));
}

void check_partition(const LivePartition& partition) {
  fuzz_check(partition.nodes_out >= 0 && partition.nodes_out <= partition.nodes && partition.untyped >= 0 &&
             partition.other >= 0);
}

const Site& wulver() {
  static const Loaded<Site> site = load_site(embedded_site(), "site.json");
  fuzz_check(site.value.has_value());
  return *site.value;
}

const Table& its_table() {
  static const Table table = [] {
    Table loaded = *load_table(embedded_table(), "table.csv").value;
    name_options(loaded, wulver());
    return loaded;
  }();
  return table;
}

bool is_about_idle(const Reason& reason) { return reason.rule >= Rule::none_idle && reason.rule <= Rule::gpus_of_unknown_kind; }

void check_answer(const Needs& needs, const LiveCluster& live) {
  const Advice plain = advise(needs, its_table(), wulver());
  const Advice advice = advise(needs, its_table(), wulver(), &live);
  fuzz_check(advice.recommended == plain.recommended && advice.live.has_value());
  check_partition(*advice.live);
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    fuzz_check(advice.options[i].rank == plain.options[i].rank && advice.options[i].score == plain.options[i].score);
    if (advice.options[i].live) {
      check_count(*advice.options[i].live);
    }
  }
  check_reasons(advice.warnings, advice.options.size());
  const auto others =
      std::count_if(advice.warnings.begin(), advice.warnings.end(), [](const Reason& reason) { return !is_about_idle(reason); });
  fuzz_check(static_cast<std::size_t>(others) == plain.warnings.size());
  Style narrow;
  narrow.width = 40;
  narrow.ascii = true;
  fuzz_check(!write_text(advice, narrow, false).empty() && !write_json(advice, "0", true).empty());
}

void check_partition_of(std::string_view bytes, const std::string& partition) {
  const Loaded<LiveCluster> loaded = load_live(bytes, "input", partition);
  check_loaded(loaded);
  check_same(loaded, load_live(bytes, "input", partition));
  for (const Diagnostic& error : loaded.errors) {
    fuzz_check(located_text(error, false).find_first_of(std::string_view("\0\x1b\r", 3)) == std::string::npos);
  }
  if (!loaded.value) {
    return;
  }
  check_cluster(*loaded.value, partition);
  std::vector<Needs> all(3);
  all[0].gpu_memory = Bytes{8 * bytes_per_gib};
  all[1].gpu_memory = Bytes{30 * bytes_per_gib};
  all[1].cpus = 16;
  all[1].tasks = 3;
  all[2].gpus = 3;
  for (Needs& needs : all) {
    needs.partition = partition;
    check_answer(needs, *loaded.value);
  }
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  if (size > max_size) {
    return 0;
  }
  const std::string_view bytes = fuzz_text(data, size);
  for (const char* const partition : {"gpu", "course_gpu"}) {
    check_partition_of(bytes, partition);
  }
  return 0;
}
