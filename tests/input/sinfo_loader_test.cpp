// What sinfo prints, in many shapes.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"
#include "input/sinfo_gres.hpp"
#include "input/sinfo_rows.hpp"
#include "input/sinfo_state.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

std::string saved(const std::string& name) {
  std::ifstream file(std::string(MIGADVISE_TEST_DATA) + "/sinfo/" + name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string number(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : "?"; }

// `gpu 2 open cpus 117 ram 468M: a100 1/4, a100_10g 3/7`
std::string show(const LiveNodes& nodes) {
  constexpr std::array<const char*, 4> services{"open", "planned", "full", "out"};
  std::string text = nodes.partition + " " + std::to_string(nodes.nodes) + " " +
                     services[static_cast<std::size_t>(nodes.service)] + " cpus " + number(nodes.cpus_free) + " ram ";
  text += nodes.ram_free ? std::to_string(nodes.ram_free->value / (1024 * 1024)) : "?";
  for (const NodeGpus& gpus : nodes.gpus) {
    text += (&gpus == &nodes.gpus.front() ? ": " : ", ") + (gpus.type.empty() ? "-" : gpus.type) + " " +
            std::to_string(gpus.used) + "/" + std::to_string(gpus.configured);
  }
  return text;
}

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& bytes, const std::string& partition = "gpu") {
  const Loaded<LiveCluster> live = load_live(bytes, "nodes", partition);
  CHECK(live.value.has_value() == live.errors.empty());
  Lines lines;
  for (const Diagnostic& error : live.errors) {
    CHECK(error.file == "nodes");
    lines.push_back(show(error));
  }
  for (const LiveNodes& nodes : live.value.value_or(LiveCluster{}).nodes) {
    lines.push_back(show(nodes));
  }
  return lines;
}

const std::string head = "PARTITION|NODELIST|STATE|GRES|GRES_USED\n";

// One row below a head of just the columns that are needed.
Lines row(const std::string& values) { return lines_of(head + values + "\n"); }

const Lines busy{"gpu 1 open cpus 117 ram 479232: a100 1/4, a100_10g 3/7, a100_20g 0/3, a100_40g 0/2",
                 "gpu 1 full cpus 0 ram 503808: a100 0/4, a100_10g 0/7, a100_20g 0/3, a100_40g 1/2"};
const Lines busy_without_room{"gpu 1 open cpus ? ram ?: a100 1/4, a100_10g 3/7, a100_20g 0/3, a100_40g 0/2",
                              "gpu 1 full cpus ? ram ?: a100 0/4, a100_10g 0/7, a100_20g 0/3, a100_40g 1/2"};

}  // namespace

TEST_CASE("what sinfo has printed is read in every shape", "[live]") {
  CHECK(lines_of(saved("bars.txt"), "gpu") == busy);
  CHECK(lines_of(saved("bars.txt"), "debug_gpu") ==
        Lines{"debug_gpu 1 out cpus 0 ram 16384: a100_10g 0/7, a100_20g 0/3, a100_40g 0/2"});
  CHECK(lines_of(saved("bars.txt"), "bigmem") == Lines{"bigmem 1 open cpus 128 ram 524288"});
  CHECK(lines_of(saved("other-order.txt"), "gpu") == busy);
  CHECK(lines_of(saved("crlf.txt"), "gpu") == busy);
  CHECK(lines_of(saved("cluster-named.txt"), "gpu") == busy_without_room);
  CHECK(lines_of(saved("reasons.txt"), "gpu") == busy_without_room);
  CHECK(lines_of(saved("reasons.txt"), "debug_gpu") ==
        Lines{"debug_gpu 1 out cpus ? ram ?: a100_10g 0/7, a100_20g 0/3, a100_40g 0/2"});
  CHECK(lines_of(saved("grouped.txt"), "gpu") ==
        Lines{"gpu 2 open cpus ? ram 524288: a100 0/4, a100_10g 0/7, a100_20g 0/3, a100_40g 0/2"});
  CHECK(lines_of(saved("partition-down.txt"), "gpu") ==
        Lines{"gpu 1 out cpus 117 ram 479232: a100 1/4, a100_10g 3/7, a100_20g 0/3, a100_40g 0/2",
              "gpu 1 out cpus 0 ram 503808: a100 0/4, a100_10g 0/7, a100_20g 0/3, a100_40g 1/2"});
  CHECK(lines_of(saved("reserved.txt"), "course_gpu") == Lines{"course_gpu 1 out cpus 47 ram 379904: a100_10g 1/7"});
  CHECK(lines_of(saved("untyped.txt")) == Lines{"gpu 1 open cpus 60 ram 192000: - 1/4", "gpu 1 open cpus 64 ram 256000: - 0/4"});
  CHECK(lines_of(saved("untyped.txt"), "course_gpu") == Lines{"course_gpu 1 open cpus 44 ram 367616: - 2/7"});
  CHECK(lines_of(saved("mixed-types.txt")) ==
        Lines{"gpu 1 open cpus 120 ram 479232: a100_10g 2/7, v100 1/2", "gpu 1 planned cpus 128 ram 512000: a100 0/4, - 1/2",
              "gpu 1 open cpus 128 ram 512000: a100 0/4", "gpu 1 out cpus 0 ram 512000: a100 0/4",
              "gpu 1 planned cpus 112 ram 446464: a100 1/4", "gpu 1 full cpus 0 ram 0: a100 4/4"});
}

TEST_CASE("output that lacks something is refused with the command that prints it", "[live]") {
  CHECK(lines_of(saved("no-gres-used.txt")) == Lines{"1:1 N002 [GRES_USED]"});
  CHECK(lines_of(saved("no-head.txt")) == Lines{"1:1 N001"});
  CHECK(lines_of("") == Lines{"1:1 N001"});
  CHECK(lines_of("\n \r\n\t\n") == Lines{"1:1 N001"});
  CHECK(lines_of("slurm_load_partitions: Unable to contact slurm controller\n") == Lines{"1:1 N001"});
  CHECK(lines_of("Thu Nov 26 05:36:06 2026\n" + head + "gpu|n1|idle|gpu:4|gpu:0\n") == Lines{"gpu 1 open cpus ? ram ?: - 0/4"});
  CHECK(lines_of("Thu Nov 26 05:36:06 2026\nTWO\n" + head) == Lines{"1:1 N001"});
  CHECK(lines_of("PARTITION AVAIL  TIMELIMIT  NODES  STATE NODELIST\ngpu up 1 1 idle n1\n") ==
        Lines{"1:1 N002 [GRES]", "1:1 N002 [GRES_USED]"});
  CHECK(lines_of("PARTITION STATE GRES GRES_USED\n") == Lines{"1:1 N002 [NODELIST]"});
  CHECK(lines_of(saved("several-nodes.txt")) == Lines{"2:15 N008 [gpu-[1-2]]"});
  CHECK(row("gpu|n1,n2|idle|gpu:4|gpu:0") == Lines{"2:5 N008 [n1,n2]"});
  for (const std::string& bytes :
       {saved("no-gres-used.txt"), saved("no-head.txt"), saved("several-nodes.txt"), saved("cut-off.txt")}) {
    CHECK(load_live(bytes, "nodes", "gpu").errors.front().hint == sinfo_hint());
  }
}

TEST_CASE("a value that may be cut off is refused", "[live]") {
  CHECK(lines_of(saved("cut-off.txt")) ==
        Lines{"4:81 N004 [GRES_USED] [gpu:a100_10g:1(IDX:0]", "6:61 N004 [GRES] [gpu:a100_10g:7,gpu:a]",
              "8:61 N004 [GRES] [gpu:a100:4,gpu:a100_]", "9:61 N004 [GRES] [gpu:a100:4,gpu:a100_]"});
  const std::string narrow = "PARTITION |NODELIST |STATE |GRES      |GRES_USED |\n";
  CHECK(lines_of(narrow + "gpu*      |n1       |idle  |gpu:a100:1|gpu:a100:0|\n") == Lines{"2:29 N004 [GRES] [gpu:a100:1]"});
  CHECK(lines_of(narrow + "gpu*      |n1       |idle  |gpu:a100:4|gpu:0     |\n") == Lines{"2:29 N004 [GRES] [gpu:a100:4]"});
  CHECK(lines_of(narrow + "gpu*      |n1       |idle  |gpu:a:4   |gpu:a:0   |\n") == Lines{"gpu 1 open cpus ? ram ?: a 0/4"});
  // A partition's name that fills its column may be another's.
  CHECK(lines_of(narrow + "gpu_debugx|n1       |idle  |gpu:4     |gpu:0     |\n") == Lines{"2:1 N004 [PARTITION] [gpu_debugx]"});
  // What is not needed may be cut.
  CHECK(lines_of(
            "REASON |PARTITION |NODELIST |STATE |GRES  |GRES_USED |\nbroken!|gpu       |n1       |down  |gpu:4 |gpu:0     |\n") ==
        Lines{"gpu 1 out cpus ? ram ?: - 0/4"});
  // Without padding, nothing is cut.
  CHECK(row("gpu|a-node-with-a-long-name|idle|gpu:4|gpu:0") == Lines{"gpu 1 open cpus ? ram ?: - 0/4"});
}

TEST_CASE("a row that cannot be read is told with its place", "[live]") {
  CHECK(row("gpu|n1|idle|gpu:4") == Lines{"2:1 N003 [4] [5]"});
  CHECK(row("gpu|n1|idle|gpu:4|gpu:0|more") == Lines{"2:1 N003 [6] [5]"});
  CHECK(row("gpu|n1|asleep|gpu:4|gpu:0") == Lines{"2:8 N007 [asleep]"});
  CHECK(row("gpu|n1||gpu:4|gpu:0") == Lines{"2:8 N007 []"});
  CHECK(row("|n1|idle|gpu:4|gpu:0") == Lines{"2:1 N005 [PARTITION] [] [the name of a partition]"});
  CHECK(row("*|n1|idle|gpu:4|gpu:0") == Lines{"2:1 N005 [PARTITION] [*] [the name of a partition]"});
  CHECK(row("gpu|n1|idle|gpu:a100:4(S:0|gpu:0") == Lines{"2:13 N006 [GRES] [gpu:a100:4(S:0]"});
  CHECK(row("gpu|n1|idle|gpu:4|gpu:a100") == Lines{"2:19 N006 [GRES_USED] [gpu:a100]"});
  CHECK(row("gpu|n1|asleep|gpu:|gpu") == Lines{"2:8 N007 [asleep]", "2:15 N006 [GRES] [gpu:]", "2:20 N006 [GRES_USED] [gpu]"});
  const std::string more = "PARTITION|NODES|STATE|AVAIL|CPUS(A/I/O/T)|MEMORY|ALLOCMEM|GRES|GRES_USED\n";
  const std::string count = "[a whole number from 1 to 100000]";
  CHECK(lines_of(more + "gpu|0|idle|up|0/1/0/1|1|0|gpu:4|gpu:0") == Lines{"2:5 N005 [NODES] [0] " + count});
  CHECK(lines_of(more + "gpu|100001|idle|up|0/1/0/1|1|0|gpu:4|gpu:0") == Lines{"2:5 N005 [NODES] [100001] " + count});
  CHECK(lines_of(more + "gpu|1/0/0/1|idle|up|0/1/0/1|1|0|gpu:4|gpu:0") == Lines{"2:5 N005 [NODES] [1/0/0/1] " + count});
  CHECK(lines_of(more + "gpu|1|idle|open|0/1/0/1|1|0|gpu:4|gpu:0") ==
        Lines{"2:12 N005 [AVAIL] [open] [up, down, drain or inact]"});
  CHECK(lines_of(more + "gpu|1|idle|up|0/1/0|1|0|gpu:4|gpu:0") ==
        Lines{"2:15 N005 [CPUS(A/I/O/T)] [0/1/0] [four numbers such as 10/118/0/128]"});
  CHECK(lines_of(more + "gpu|1|idle|up|0/1/0/1/1|1|0|gpu:4|gpu:0") ==
        Lines{"2:15 N005 [CPUS(A/I/O/T)] [0/1/0/1/1] [four numbers such as 10/118/0/128]"});
  CHECK(lines_of(more + "gpu|1|idle|up|0/1/0/1|1G|-1|gpu:4|gpu:0") ==
        Lines{"2:23 N005 [MEMORY] [1G] [a whole number of MB]", "2:26 N005 [ALLOCMEM] [-1] [a whole number of MB]"});
  CHECK(lines_of(head + "gpu|n1|idle|gpu:4|gpu:0\n" + head) == Lines{"3:1 N009"});
  CHECK(lines_of("CLUSTER: a\n" + head + "gpu|n1|idle|gpu:4|gpu:0\nCLUSTER: b\n" + head) == Lines{"4:1 N009"});
}

TEST_CASE("a partition is told of by its own rows", "[live]") {
  const std::string rows = head + "gpu|n1|idle|gpu:4|gpu:0\n";
  CHECK(lines_of(rows + "bigmem|n2|asleep|gpu:|gpu\nother*|n2,n3|idle|gpu:4|gpu:0\n") == Lines{"gpu 1 open cpus ? ram ?: - 0/4"});
  CHECK(lines_of(rows + "bigmem|n2|asleep|gpu:|gpu\n", "bigmem") ==
        Lines{"3:11 N007 [asleep]", "3:18 N006 [GRES] [gpu:]", "3:23 N006 [GRES_USED] [gpu]"});
  // What may hide a row of it does matter.
  CHECK(lines_of(rows + "bigmem|n2|idle|gpu:4\n") == Lines{"3:1 N003 [4] [5]"});
  CHECK(lines_of(rows + "|n2|asleep|gpu:4|gpu:0\n") == Lines{"3:1 N005 [PARTITION] [] [the name of a partition]"});
  const auto hint = [](const std::string& bytes) {
    const Loaded<LiveCluster> live = load_live(bytes, "nodes", "debug");
    REQUIRE(live.errors.size() == 1);
    CHECK(show(live.errors.front()) == "0:0 N011 [debug]");
    return live.errors.front().hint;
  };
  CHECK(hint(rows + "a|n1|idle|gpu:4|gpu:0\ngpu*|n2|idle|gpu:4|gpu:0\n") == "it tells of partition gpu, a");
  std::string many = head;
  for (int i = 0; i < 12; ++i) {
    many += "p" + std::to_string(i) + "|n1|idle|gpu:4|gpu:0\n";
  }
  CHECK(hint(many) == "it tells of partition p0, p1, p2, p3, p4, p5, p6, p7, p8, p9");
  CHECK(hint(head) == sinfo_hint());
}

TEST_CASE("a node stands in a partition once", "[live]") {
  const auto told = load_live(saved("node-twice.txt"), "nodes", "gpu");
  REQUIRE(told.errors.size() == 1);
  CHECK(show(told.errors.front()) == "4:6 N012 [n1] [2] [gpu]");
  CHECK(told.errors.front().hint == "keep the row that is right, or save all anew: " + sinfo_command());
  CHECK(lines_of(saved("node-twice.txt"), "course_gpu") == Lines{"course_gpu 1 open cpus ? ram ?: a100_10g 0/7"});
  const std::string grouped = "PARTITION|NODES|NODELIST|STATE|GRES|GRES_USED\n";
  CHECK(lines_of(grouped + "gpu|2|n[1-2]|idle|gpu:4|gpu:0\ngpu|2|n[1-2]|idle|gpu:4|gpu:1\n") ==
        Lines{"3:7 N012 [n[1-2]] [2] [gpu]"});
  CHECK(lines_of(grouped + "gpu|1|n1|idle|gpu:4|gpu:0\ngpu|1|n2|idle|gpu:4|gpu:0\n").size() == 2);
  // Where names are left out, nothing can be told of them.
  CHECK(lines_of(grouped + "gpu|1||idle|gpu:4|gpu:0\ngpu|1||idle|gpu:4|gpu:0\n").size() == 2);
}

TEST_CASE("what each of several nodes has free is known only where it cannot differ", "[live]") {
  const auto cpus = [](const std::string& nodes, const std::string& states) {
    const auto live = load_live(
        "PARTITION|NODES|STATE|CPUS(A/I/O/T)|GRES|GRES_USED\ngpu|" + nodes + "|mixed|" + states + "|gpu:4|gpu:0\n", "", "gpu");
    REQUIRE(live.value);
    return number(live.value->nodes.front().cpus_free);
  };
  CHECK(cpus("1", "3/5/0/8") == "5");
  CHECK(cpus("2", "0/16/0/16") == "?");
  CHECK(cpus("2", "16/0/0/16") == "0");
  CHECK(cpus("2", "3/13/0/16") == "?");
  CHECK(cpus("2", "0/13/3/16") == "?");
  CHECK(cpus("3", "0/16/0/16") == "?");
  CHECK(cpus("3", "10/0/6/16") == "0");
  const auto ram = [](const std::string& memory, const std::string& given, const std::string& nodes = "2") {
    const auto live = load_live("PARTITION|NODES|STATE|MEMORY|ALLOCMEM|GRES|GRES_USED\ngpu|" + nodes + "|mixed|" + memory + "|" +
                                    given + "|gpu:4|gpu:0\n",
                                "", "gpu");
    REQUIRE(live.value);
    return live.value->nodes.front().ram_free ? std::to_string(live.value->nodes.front().ram_free->value) : "?";
  };
  CHECK(ram("384000", "1000") == std::to_string(383000LL * 1024 * 1024));
  CHECK(ram("384000+", "1000") == "?");
  CHECK(ram("384000+", "1000", "1") == std::to_string(383000LL * 1024 * 1024));
  CHECK(ram("1000", "2000") == "0");
  CHECK(ram("1000", "N/A") == "?");
}

TEST_CASE("lists of GRES", "[live]") {
  const auto shown = [](std::string_view list, std::optional<std::int64_t> usual = 1) {
    const auto gpus = read_gpus(list, usual);
    std::string text = gpus ? "" : "refused";
    for (const GresCount& one : gpus.value_or(std::vector<GresCount>{})) {
      text += (text.empty() ? "" : " ") + one.type + "=" + std::to_string(one.count);
    }
    return text;
  };
  CHECK(shown("(null)").empty());
  CHECK(shown("").empty());
  CHECK(shown("N/A").empty());
  CHECK(shown("gpu:4") == "=4");
  CHECK(shown("gpu") == "=1");
  CHECK(shown("gpu:a100") == "a100=1");
  CHECK(shown("gpu:a100:4") == "a100=4");
  CHECK(shown("gpu:1g.10gb:7(S:0-1)") == "1g.10gb=7");
  CHECK(shown("gpu:a100:2(S:0),gpu:a100:2(S:1)") == "a100=4");
  CHECK(shown("gpu:(null):2(IDX:0,3)") == "=2");
  CHECK(shown("gpu:a100:0(IDX:N/A),gpu:a100_10g:3(IDX:4-6)") == "a100=0 a100_10g=3");
  CHECK(shown("gpu:a100:no_consume:4") == "a100=4");
  CHECK(shown("shard:a100:8(0/4,0/4),gpu:2,bandwidth:lustre:4G,licence") == "=2");
  CHECK(shown("gpu:100000") == "=100000");
  for (const char* list : {"gpu:100001",
                           "gpu:99999,gpu:2",
                           "gpu:99999999999999999999",
                           "gpu:",
                           "gpu::4",
                           "gpu:a100:",
                           "gpu:a:b:4",
                           "gpu:4:a100",
                           "gpu:4:4",
                           ",",
                           "gpu:4,",
                           ",gpu:4",
                           "gpu:4,,gpu:4",
                           "gpu:a100:4(S:0",
                           "gpu:a100:4)",
                           "gpu:a100:4((S:0))",
                           "gpu(S:0)",
                           "gpu:4x(S:0)",
                           "gpu:a100:4(S:0)1",
                           "gpu a100:4",
                           ":4",
                           "(null),gpu:4",
                           "gpu:a\xC3\xA9:4",
                           "gpu:-4"}) {
    CAPTURE(list);
    CHECK(shown(list) == "refused");
  }
  CHECK(shown("gpu", std::nullopt) == "refused");
  CHECK(shown("gpu:a100", std::nullopt) == "refused");
  CHECK(shown("shard", std::nullopt).empty());
}

TEST_CASE("states of nodes and partitions", "[live]") {
  const auto all = [](NodeService service, const Lines& texts) {
    for (const std::string& text : texts) {
      CAPTURE(text);
      CHECK(read_node_state(text) == service);
    }
  };
  all(NodeService::open, {"idle", "IDLE", "mixed", "mix", "completing", "comp", "idle~", "idle#", "mixed#", "idle+cloud"});
  all(NodeService::planned, {"planned", "plnd", "mixed-", "mix-", "idle+planned"});
  all(NodeService::full, {"allocated", "alloc", "allocated+", "allocated~", "alloc+"});
  all(NodeService::out, {"down",
                         "down*",
                         "drain",
                         "drained",
                         "drained*",
                         "draining",
                         "drng",
                         "drng@",
                         "fail",
                         "failing",
                         "error",
                         "maint",
                         "maint*",
                         "reserved",
                         "resv",
                         "idle*",
                         "mixed*",
                         "mixed$",
                         "allocated$",
                         "idle@",
                         "mixed^",
                         "idle%",
                         "idle!",
                         "reboot^",
                         "reboot_issued",
                         "unknown",
                         "unk*",
                         "inval",
                         "blocked",
                         "future",
                         "npc",
                         "perfctrs",
                         "allocated*",
                         "mixed-*",
                         "mixed+drain",
                         "idle+reserved",
                         "allocated+maintenance+reserved",
                         "powering_down",
                         "idle+not_responding"});
  for (const char* text : {"", "*", "idl", "idle+", "+idle", "idle++drain", "idle idle", "ok"}) {
    CAPTURE(text);
    CHECK(read_node_state(text).has_value() == (std::string(text) == "idle+"));
  }
  CHECK(read_availability("up") == true);
  CHECK(read_availability("DOWN") == false);
  CHECK(read_availability("drain") == false);
  CHECK(read_availability("inact") == false);
  CHECK(!read_availability("open"));
}

TEST_CASE("no file is too large to be answered", "[live]") {
  std::string bytes = head;
  for (std::size_t i = 0; i < max_live_rows; ++i) {
    bytes += "gpu|n" + std::to_string(i) + "|idle|gpu:4|gpu:0\n";
  }
  CHECK(load_live(bytes, "", "gpu").value->nodes.size() == max_live_rows);
  CHECK(lines_of(bytes + "gpu|n|idle|gpu:4|gpu:0\n") == Lines{std::to_string(max_live_rows + 2) + ":1 N010 [16000]"});
  std::string wrong = head;
  for (int i = 0; i < 200; ++i) {
    wrong += "gpu|n|asleep|gpu:|gpu\n";
  }
  CHECK(load_live(wrong, "", "gpu").errors.size() == max_diagnostics);
}

}  // namespace migadvise
