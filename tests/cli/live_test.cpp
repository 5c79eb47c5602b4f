// --live: what is asked, what is answered, and what is not changed by it.
#include <fstream>
#include <iterator>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "cli/random_request.hpp"
#include "report/layout.hpp"

using migadvise::ProgramAnswer;
using migadvise::ProgramEnd;
using nlohmann::json;

namespace {

std::string path_of(const std::string& name) { return std::string(MIGADVISE_TEST_DATA) + "/sinfo/" + name; }

std::string saved(const std::string& name) {
  std::ifstream file(path_of(name), std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

World answering(const std::string& out) {
  World world;
  world.answer.out = out;
  return world;
}

World reading(const std::string& in) {
  World world;
  world.in = in;
  return world;
}

json live_of(const json& advice, const std::string& name) {
  for (const json& option : advice["options"]) {
    if (option["option"] == name) {
      return option["live"];
    }
  }
  FAIL("no option " << name);
  return {};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Printed with_answer(const ProgramAnswer& answer) {
  World world;
  world.answer = answer;
  return run_program({"--mem", "8", "--live"}, world);
}

}  // namespace

TEST_CASE("with --live, sinfo is asked about the partition of the job", "[live]") {
  const Printed printed = run_program({"--mem", "8", "--live", "--json"}, answering(saved("bars.txt")));
  INFO(printed.err);
  REQUIRE(printed.status == 0);
  REQUIRE(printed.asked.size() == 1);
  CHECK(printed.asked[0][0] == "sinfo");
  CHECK(printed.asked[0][2] == "--partition=gpu");
  const json advice = json::parse(printed.out);
  CHECK(live_of(advice, "1g.10gb") ==
        json({{"idle", 11}, {"idle_with_room", 4}, {"idle_planned", 0}, {"in_service", 14}, {"out_of_service", 0}}));
  CHECK(live_of(advice, "2g.20gb") ==
        json({{"idle", 6}, {"idle_with_room", 3}, {"idle_planned", 0}, {"in_service", 6}, {"out_of_service", 0}}));
  CHECK(live_of(advice, "3g.40gb") ==
        json({{"idle", 3}, {"idle_with_room", 2}, {"idle_planned", 0}, {"in_service", 4}, {"out_of_service", 0}}));
  CHECK(live_of(advice, "full") ==
        json({{"idle", 7}, {"idle_with_room", 3}, {"idle_planned", 0}, {"in_service", 8}, {"out_of_service", 0}}));
  const Printed debug = run_program({"--mem", "8", "--live", "--qos", "debug", "--json"}, answering(saved("bars.txt")));
  CHECK(debug.asked[0][2] == "--partition=debug_gpu");
  CHECK(live_of(json::parse(debug.out), "1g.10gb")["out_of_service"] == 7);
}

TEST_CASE("saved output is read with --live FILE and --live=FILE, and nobody is asked", "[live]") {
  const std::string asked = run_program({"--mem", "8", "--live"}, answering(saved("bars.txt"))).out;
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"--live", path_of("bars.txt")},
                                                                                     {"--live=" + path_of("bars.txt")},
                                                                                     {"--live", path_of("other-order.txt")},
                                                                                     {"--live", path_of("crlf.txt")}}) {
    std::vector<std::string> arguments = words;
    arguments.insert(arguments.end(), {"--mem", "8"});
    const Printed printed = run_program(arguments);
    INFO(words.back() << "\n" << printed.err);
    CHECK(printed.status == 0);
    CHECK(printed.asked.empty());
    CHECK(printed.out == asked);
  }
  World world;
  world.in = saved("bars.txt");
  CHECK(run_program({"--live", "-", "--mem", "8"}, world).out == asked);
  CHECK(run_program({"--live=-", "--mem", "8"}, world).out == asked);
}

TEST_CASE("the option --live stands where it likes, once", "[live]") {
  const World world = answering(saved("bars.txt"));
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"--live", "--mem", "8"}, {"--mem", "8", "--live"}, {"--mem", "8", "--live", "--quiet"}}) {
    CHECK(run_program(words, world).asked.size() == 1);
  }
  const Printed twice = run_program({"--live", "--mem", "8", "--live"}, world);
  CHECK(twice.status == 2);
  CHECK(contains(twice.err, "U005"));
  CHECK(twice.asked.empty());
  CHECK(contains(run_program({"--mem", "8", "--live="}, world).err, "error[U006]: --live '' is empty"));
  CHECK(contains(run_program({"cost", "2g", "--live"}, world).err, "migadvise without a command has --live"));
  CHECK(contains(run_program({"--mem", "--live"}, world).err, "error[U003]: --mem needs a value"));
  CHECK(contains(run_program({"--help"}, world).out, "\n  --live [FILE]  "));
  // Nobody is asked in vain.
  CHECK(run_program({"--mem", "8", "--live", "--qos", "nonsense"}, world).asked.empty());
  CHECK(run_program({"--like", "list", "--live"}, world).asked.empty());
}

TEST_CASE("a sinfo that does not answer gives 69 and no answer", "[live]") {
  const auto refused = [](const ProgramAnswer& answer, const std::string& said) {
    const Printed printed = with_answer(answer);
    CAPTURE(printed.err);
    CHECK(printed.status == 69);
    CHECK(printed.out.empty());
    CHECK(contains(printed.err, said));
    CHECK(contains(printed.err, "\n  hint: save elsewhere what this prints, and give --live FILE: sinfo -N -O 'Partition:"));
  };
  refused({ProgramEnd::missing, 0, "", "", "No such file or directory"},
          "error[A001]: sinfo cannot be run: No such file or directory\n");
  refused({ProgramEnd::silent, 0, "", "", ""}, "error[A002]: sinfo has not answered within 5 s\n");
  refused({ProgramEnd::exited, 1, "", "sinfo: tried\nsinfo: fatal: no controller\n", ""},
          "error[A003]: sinfo has ended with status 1: sinfo: fatal: no controller\n");
  refused({ProgramEnd::exited, 1, saved("bars.txt"), "", ""}, "error[A003]: sinfo has ended with status 1\n");
  refused({ProgramEnd::killed, 11, "", "", ""}, "error[A003]: sinfo has been ended by signal 11\n");
  refused({ProgramEnd::too_much, 0, "", "", ""}, "error[A004]: sinfo has printed more than 16 MiB\n");
  refused({ProgramEnd::exited, 1, "", "\x1b[31mred\x07", ""}, "status 1: \\u{1B}[31mred\\u{7}\n");
}

TEST_CASE("an answer that cannot be used gives 69 from sinfo and 65 from a file", "[live]") {
  const Printed asked = run_program({"--mem", "8", "--live"}, answering(saved("no-head.txt")));
  CHECK(asked.status == 69);
  CHECK(contains(asked.err, "migadvise: sinfo:1:1: error[N001]"));
  const Printed read = run_program({"--mem", "8", "--live", path_of("no-head.txt")});
  CHECK(read.status == 65);
  CHECK(contains(read.err, "no-head.txt:1:1: error[N001]"));
  // A partition without a row.
  const std::string head = saved("bars.txt").substr(0, saved("bars.txt").find('\n') + 1);
  const Printed unknown = run_program({"--mem", "8", "--live"}, answering(head));
  CHECK(unknown.status == 69);
  CHECK(unknown.err ==
        "migadvise: sinfo: error[N011]: nothing is told of partition gpu\n"
        "  hint: sinfo --summarize lists the partitions that there are; a cluster with others needs --site FILE\n");
  const Printed empty = run_program({"--mem", "8", "--live", "-"}, reading(head));
  CHECK(empty.status == 65);
  CHECK(contains(empty.err, "standard input: error[N011]: nothing is told of partition gpu\n  hint: sinfo -N -O 'Partition:"));
  // A state that is not known.
  std::string asleep = saved("bars.txt");
  asleep.replace(asleep.find("mixed         |11"), 5, "sleep");
  const Printed from_sinfo = run_program({"--mem", "8", "--live"}, answering(asleep));
  CHECK(from_sinfo.status == 69);
  CHECK(contains(from_sinfo.err, "error[N007]: 'sleep' is not a known state"));
  CHECK(contains(from_sinfo.err,
                 "\n  hint: save what sinfo prints, write drained in its place to leave the node out, and give "
                 "--live FILE: sinfo -N -O 'Partition:"));
  const Printed from_file = run_program({"--mem", "8", "--live=-"}, reading(asleep));
  CHECK(from_file.status == 65);
  CHECK(contains(from_file.err, "\n  hint: drained in its place leaves the node out\n"));
  // In another partition it does not matter.
  CHECK(run_program({"--mem", "8", "--live=-", "--qos", "course"}, reading(asleep)).status == 0);
  const Printed other = run_program({"--mem", "8", "--live", path_of("cluster-named.txt"), "--qos", "debug"});
  CHECK(other.status == 65);
  CHECK(contains(other.err, "error[N011]: nothing is told of partition debug_gpu\n  hint: it tells of partition gpu\n"));
  CHECK(run_program({"--mem", "8", "--live", "no-such-file"}).status == 66);
}

TEST_CASE("idle instances stand beside the options in every width", "[live]") {
  const World piped = answering(saved("bars.txt"));
  const std::string wide = run_program({"--mem", "8", "--live"}, piped).out;
  CHECK(contains(wide, "  option   GRES      GPU memory used  SMs  SU/hour  score      idle\n"));
  CHECK(contains(wide, "  1g.10gb  a100_10g  ████████░░ 84 %   14        3    100  11 of 14\n"));
  CHECK(contains(wide, "  full     a100      █░░░░░░░░░ 10 %  108       17     18    7 of 8\n"));
  World narrow = piped;
  narrow.terminal = true;
  for (int width = 40; width <= 100; ++width) {
    narrow.width = width;
    const Printed with = run_program({"--mem", "8", "--live", "--color", "never"}, narrow);
    const Printed without = run_program({"--mem", "8", "--color", "never"}, narrow);
    const auto widest = [](const std::string& text) {
      std::istringstream lines(text.substr(0, text.find("\nSubmit")));
      std::size_t most = 0;
      for (std::string line; std::getline(lines, line);) {
        most = std::max(most, migadvise::display_width(line));
      }
      return most;
    };
    CAPTURE(width, with.out);
    CHECK(widest(with.out) <= std::max(widest(without.out), static_cast<std::size_t>(width)));
    CHECK(contains(with.out, "11 of 14\n"));
  }
  narrow.width = 40;
  CHECK(contains(
      run_program({"--mem", "8", "--live", "--color", "never"}, narrow).out,
      "\n  option       idle\n  1g.10gb  11 of 14\n  2g.20gb    6 of 6\n  3g.40gb    3 of 4\n  full       7 of 8\n\nWhy\n"));
  const std::string ascii = run_program({"--mem", "8", "--live", "--ascii"}, piped).out;
  CHECK(std::all_of(ascii.begin(), ascii.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
  // An option that is ruled out shows it behind the reason.
  CHECK(contains(run_program({"--mem", "30", "--live"}, piped).out,
                 "  2g.20gb  a100_20g  no: 30 GiB needed, 19.4 GiB there (6 of 6 idle)\n"));
  CHECK(contains(run_program({"--mem", "300", "--live"}, piped).out, "(7 of 8 idle)\n"));
  CHECK(contains(run_program({"--mem", "8", "--live", path_of("untyped.txt")}).out, "SU/hour  score  idle\n"));
  CHECK(contains(run_program({"--mem", "8", "--live", path_of("untyped.txt")}).out, "        3    100     ?\n"));
  const std::string markdown = run_program({"--mem", "8", "--live", "--format", "markdown"}, piped).out;
  CHECK(contains(markdown, "| SU/hour | score |     idle |"));
  CHECK(contains(markdown, "|       3 |   100 | 11 of 14 | recommended |"));
  const std::string csv = run_program({"--mem", "8", "--live", "--format", "csv"}, piped).out;
  CHECK(contains(csv, ",pareto,idle,idle_with_room,idle_planned,in_service,out_of_service\n"));
  CHECK(contains(csv, ",11,4,0,14,0\n"));
  CHECK(contains(run_program({"--mem", "8", "--format", "csv"}).out, ",,,,,\n"));
}

TEST_CASE("what is remarked on", "[live]") {
  const auto beware = [](const std::string& file, std::vector<std::string> words) {
    words.insert(words.end(), {"--live", path_of(file), "--json"});
    const Printed printed = run_program(words);
    INFO(printed.err);
    REQUIRE(printed.status == 0);
    const json advice = json::parse(printed.out);
    std::string texts;
    for (const json& warning : advice["warnings"]) {
      for (const char* rule : {"none_idle", "idle_without_room", "nodes_out_of_service", "gpus_of_unknown_kind"}) {
        texts += warning["code"] == rule ? warning["text"].get<std::string>() + "\n" : "";
      }
    }
    return texts;
  };
  CHECK(beware("bars.txt", {"--mem", "8"}).empty());
  CHECK(beware("bars.txt", {"--mem", "30", "--cpus", "8", "--ram", "480G"}) ==
        "no idle instance of 3g.40gb has 8 CPUs and 480G of host RAM free on the same node\n");
  CHECK(beware("bars.txt", {"--mem", "8", "--tasks", "5"}) ==
        "only 4 of the 11 idle instances of 1g.10gb have 1 CPU and 4G of host RAM free for each on the same node\n");
  CHECK(beware("bars.txt", {"--gpus", "4"}) == "no node has 4 idle full GPUs with 1 CPU and 4G of host RAM free\n");
  CHECK(beware("bars.txt", {"--mem", "8", "--qos", "debug"}) ==
        "partition debug_gpu has no instance of 1g.10gb in service; of the other options that will do none could be had now "
        "either\n"
        "1 of 1 nodes with GPUs in partition debug_gpu is out of service (drained, down, reserved or the like), with 7 instances "
        "of 1g.10gb\n");
  CHECK(beware("untyped.txt", {"--mem", "8"}) ==
        "8 GPUs in partition gpu have no GRES type: of which option they are is unknown, and they are not counted\n");
  CHECK(beware("mixed-types.txt", {"--mem", "30"}) ==
        "1 of 6 nodes with GPUs in partition gpu is out of service (drained, down, reserved or the like)\n"
        "2 GPUs in partition gpu have no GRES type: of which option they are is unknown, and they are not counted; 2 GPUs in "
        "partition gpu are of GRES types that no option has, and not counted\n");
  CHECK(beware("none-idle.txt", {"--mem", "8"}) == "no instance of 1g.10gb is idle; 1 instance of 3g.40gb is, for 9 SU/hour\n");
  CHECK(beware("none-idle.txt", {"--mem", "8", "--qos", "low"}) == "no instance of 1g.10gb is idle; 1 instance of 3g.40gb is\n");
  CHECK(beware("none-idle.txt", {"--mem", "8", "--cpus", "20"}) ==
        "no instance of 1g.10gb is idle; 2 full GPUs are, for 36 SU/hour\n");
  CHECK(beware("none-idle.txt", {"--mem", "8", "--cpus", "100"}) ==
        "no instance of 1g.10gb is idle; of the other options that will do none could be had now either\n");
  CHECK(beware("none-idle.txt", {"--mem", "8", "--partition", "course_gpu", "--qos", "course"}) ==
        "partition course_gpu has no instance of 1g.10gb in service\n");
  CHECK(beware("none-idle.txt", {"--mem", "30", "--cpus", "20"}) ==
        "no idle instance of 3g.40gb has 20 CPUs and 80G of host RAM free on the same node; 2 idle full GPUs have, for 36 "
        "SU/hour\n");
  CHECK(beware("planned.txt", {"--mem", "8"}) ==
        "the 3 idle instances of 1g.10gb are on nodes that Slurm keeps for a waiting job\n");
  CHECK(beware("planned.txt", {"--mem", "15"}) ==
        "the only idle instance of 2g.20gb is on a node that Slurm keeps for a waiting job\n");
  CHECK(beware("planned.txt", {"--gpus", "2"}) == "the 3 idle full GPUs are on nodes that Slurm keeps for a waiting job\n");
  CHECK(
      beware("grouped.txt", {"--mem", "8"}) ==
      "how many of the 14 idle instances of 1g.10gb have 1 CPU and 4G of host RAM free for each on the same node is not known\n");
  CHECK(beware("grouped.txt", {"--gpus", "2"}) ==
        "whether a node has 2 idle full GPUs with 1 CPU and 4G of host RAM free is not known\n");
  // The formats for scripts tell it on stderr.
  const Printed gres = run_program({"--mem", "30", "--live", path_of("none-idle.txt"), "--cpus", "20", "--format", "gres"});
  CHECK(gres.out == "gpu:a100_40g:1\n");
  CHECK(contains(gres.err, "migadvise: no idle instance of 3g.40gb has"));
}

TEST_CASE("of idle instances that cannot be had, each is told with its own reason", "[live]") {
  const std::string head = "PARTITION|NODELIST|STATE|CPUS(A/I/O/T)|MEMORY|ALLOCMEM|GRES|GRES_USED\n";
  const auto warning = [&](const std::string& rows, std::vector<std::string> words) {
    words.insert(words.end(), {"--live", "--json"});
    const Printed printed = run_program(words, answering(head + rows));
    INFO(printed.err);
    REQUIRE(printed.status == 0);
    const json advice = json::parse(printed.out);
    for (const json& told : advice["warnings"]) {
      if (told["code"] == "idle_without_room" || told["code"] == "none_idle") {
        return told["text"].get<std::string>();
      }
    }
    return std::string();
  };
  const std::string planned = "gpu|p|planned|0/64/0/64|512000|0|gpu:a100:4,gpu:a100_10g:3|gpu:0\n";
  const std::string free = "gpu|f|idle|0/64/0/64|512000|0|gpu:a100:4,gpu:a100_10g:3|gpu:0\n";
  const std::string tight = "gpu|t|mixed|63/1/0/64|512000|0|gpu:a100:2,gpu:a100_10g:2|gpu:0\n";
  CHECK(warning(planned + free, {"--mem", "8"}).empty());
  CHECK(warning(planned + free, {"--mem", "8", "--tasks", "4"}) ==
        "only 3 of the 6 idle instances of 1g.10gb can be had now: 3 are on nodes that Slurm keeps for a waiting job");
  CHECK(warning(planned + tight, {"--mem", "8", "--tasks", "4"}) ==
        "only 1 of the 5 idle instances of 1g.10gb can be had now: 3 are on nodes that Slurm keeps for a waiting job, and 1 does "
        "not have 1 CPU and 4G of host RAM free on the same node");
  CHECK(warning(planned + tight, {"--mem", "8", "--cpus", "2"}) ==
        "none of the 5 idle instances of 1g.10gb can be had now: 3 are on nodes that Slurm keeps for a waiting job, and 2 do not "
        "have 2 CPUs and 8G of host RAM free for each on the same node");
  CHECK(warning(planned + tight, {"--gpus", "3"}) ==
        "none of the 6 idle full GPUs can be had now: 4 are on nodes that Slurm keeps for a waiting job, and no other node has 3 "
        "idle ones with 1 CPU and 4G of host RAM free");
  CHECK(
      warning(planned + free, {"--gpus", "3", "--tasks", "2"}) ==
      "only 3 of the 8 idle full GPUs can be had now: 4 are on nodes that Slurm keeps for a waiting job, and no node has 3 more "
      "with 1 CPU and 4G of host RAM free");
  CHECK(warning("gpu|p|planned|0/64/0/64|512000|0|gpu:a100_10g:1|gpu:0\ngpu|f|idle|0/64/0/64|512000|0|gpu:a100:1|gpu:0\n",
                {"--mem", "8"}) ==
        "the only idle instance of 1g.10gb is on a node that Slurm keeps for a waiting job; 1 idle full GPU "
        "can be had, for 17 SU/hour");
  const std::string unknown = "gpu|u|mixed|63/1/0/64|512000|N/A|gpu:a100_10g:1|gpu:0\n";
  CHECK(warning(unknown, {"--mem", "8"}) ==
        "whether the only idle instance of 1g.10gb has 1 CPU and 4G of host RAM free on the same node is not known");
  CHECK(
      warning(planned + unknown, {"--mem", "8"}) ==
      "how many of the 4 idle instances of 1g.10gb have 1 CPU and 4G of host RAM free for each on the same node is not known; 3 "
      "are on nodes that Slurm keeps for a waiting job");
  // Of the other options nothing is claimed that is not told.
  CHECK(warning("gpu|n|idle|0/64/0/64|512000|0|gpu:a100_10g:1,gpu:a100_20g:1,gpu:a100_40g:1,gpu:4|gpu:a100_10g:1,gpu:a100_20g:1,"
                "gpu:a100_40g:1\n",
                {"--mem", "8"}) ==
        "no instance of 1g.10gb is idle; of 2g.20gb and 3g.40gb none could be had now either, and of the "
        "other options that will do it is not known");
  CHECK(warning("gpu|n|idle|0/64/0/64|512000|0|gpu:a100_10g:1,gpu:4|gpu:a100_10g:1\n", {"--mem", "8"}) ==
        "no instance of 1g.10gb is idle; whether another option that will do could be had now is not known");
  CHECK(warning("gpu|n|idle|0/64/0/64|512000|0|gpu:a100_10g:1,gpu:a100_20g:1,gpu:a100_40g:1,gpu:a100:1|gpu:a100_10g:1,"
                "gpu:a100_20g:1,gpu:a100_40g:1,gpu:a100:1\n",
                {"--mem", "8"}) ==
        "no instance of 1g.10gb is idle; of the other options that will do none could be had now either");
}

TEST_CASE("idle instances change neither the ranking nor the exit status", "[live]") {
  Dice dice(20261126);
  const std::vector<std::string> files{"bars.txt",    "grouped.txt",        "reserved.txt",    "planned.txt",
                                       "reasons.txt", "partition-down.txt", "mixed-types.txt", "untyped.txt"};
  int told = 0;
  for (int i = 0; i < rounds(300); ++i) {
    const std::vector<std::string> arguments = flattened(random_options(dice), "--json");
    std::vector<std::string> with = arguments;
    with.insert(with.end(), {"--live", path_of(dice.pick(files))});
    const Printed plain = run_program(arguments);
    const Printed live = run_program(with);
    if (live.status == 65) {
      INFO(live.err);
      REQUIRE(contains(live.err, "error[N011]: nothing is told of partition"));
      continue;
    }
    std::string line;
    for (const std::string& word : arguments) {
      line += word + " ";
    }
    CAPTURE(line);
    REQUIRE(plain.status == live.status);
    if (plain.out.empty()) {
      continue;
    }
    json before = json::parse(plain.out);
    json after = json::parse(live.out);
    for (json& option : after["options"]) {
      const json& count = option["live"];
      if (!count.is_null()) {
        ++told;
        REQUIRE(0 <= count["idle"]);
        REQUIRE(count["idle"] <= count["in_service"]);
        const std::int64_t room = count["idle_with_room"].is_null() ? 0 : count["idle_with_room"].get<std::int64_t>();
        REQUIRE(0 <= room);
        REQUIRE(room + count["idle_planned"].get<std::int64_t>() <= count["idle"]);
      }
      option["live"] = nullptr;
    }
    json warnings = json::array();
    for (const json& warning : after["warnings"]) {
      const std::string code = warning["code"];
      if (code != "none_idle" && code != "idle_without_room" && code != "nodes_out_of_service" &&
          code != "gpus_of_unknown_kind") {
        warnings.push_back(warning);
      }
    }
    after["warnings"] = warnings;
    REQUIRE(before == after);
  }
  CHECK(told > rounds(300));
}
