// The log of a probe: what is read of it, and what is wrong with others.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

const std::string head = "migadvise-probe 1\n";

std::vector<std::string> errors_of(const std::string& bytes) {
  const Loaded<ProbeLog> log = load_probe_log(bytes, "p.log");
  CHECK(log.value.has_value() == log.errors.empty());
  std::vector<std::string> lines;
  for (const Diagnostic& error : log.errors) {
    CHECK(error.file == "p.log");
    lines.push_back(show_with_hint(error));
  }
  return lines;
}

}  // namespace

TEST_CASE("the log of a probe is read, whatever else stands in it") {
  const Loaded<ProbeLog> log =
      load_probe_log(head +
                         "# the command: ./train.py\n\n"
                         "option=1g.10gb job=12 ended=out_of_memory status=1 seconds=12.100 rate=- memory_used_mib=9500 "
                         "memory_total_mib=9728 readings=11\n"
                         "ended=finished  option=2g.20gb\tlater=1 memory_used_mib=- memory_total_mib=-\r\n"
                         "option=3g.40gb ended=cut seconds=600\n"
                         "option=full ended=failed seconds=-",
                     "p.log");
  REQUIRE(log.value);
  REQUIRE(log.value->size() == 4);
  const ProbeLog& records = *log.value;
  CHECK(records[0].option == "1g.10gb");
  CHECK(records[0].end == ProbeEnd::out_of_memory);
  CHECK(records[0].used == Bytes{9500 * bytes_per_mib});
  CHECK(records[0].total == Bytes{9728 * bytes_per_mib});
  CHECK(records[0].time == Duration{12'100});
  CHECK(records[0].at == Position{4, 1});
  CHECK(records[1].option == "2g.20gb");
  CHECK(records[1].end == ProbeEnd::finished);
  CHECK_FALSE(records[1].used);
  CHECK(records[1].at == Position{5, 17});
  CHECK_FALSE(records[1].time);
  CHECK(records[2].end == ProbeEnd::cut);
  CHECK(records[2].time == Duration{600'000});
  CHECK(records[3].end == ProbeEnd::failed);
}

TEST_CASE("what is no log of a probe is refused with its place") {
  struct Case {
    const char* description;
    std::string bytes;
    std::vector<std::string> errors;
  };
  const std::string record = "option=1g.10gb ended=finished ";
  const std::vector<Case> cases{
      {"nothing", "", {"1:1 P001 [migadvise-probe 1] hint: the probe's folder has it under the name probe.log"}},
      {"another file",
       "Specification,1g.10gb\n",
       {"1:1 P001 [migadvise-probe 1] hint: the probe's folder has it under the name probe.log"}},
      {"another version",
       "migadvise-probe 2\n",
       {"1:1 P001 [migadvise-probe 1] hint: the probe's folder has it under the name probe.log"}},
      {"no record",
       head + "# the command: x\n",
       {"0:0 P005 hint: its jobs have not run yet, or did not get so far; see the .slurm files beside it"}},
      {"a word without a key", head + record + "done\n", {"2:31 P002 [done]"}},
      {"a word with nothing before =", head + "=1\n", {"2:1 P002 [=1]"}},
      {"no option", head + "ended=finished\n", {"2:1 P003 [option]"}},
      {"no end", head + "option=1g.10gb\n", {"2:1 P003 [ended]"}},
      {"an end that is none",
       head + "option=1g.10gb ended=well\n",
       {"2:16 P004 [ended] [well] [finished, cut, out_of_memory or failed]"}},
      {"memory that is no number",
       head + record + "memory_used_mib=1.5 memory_total_mib=9728\n",
       {"2:31 P004 [memory_used_mib] [1.5] [a whole number of MiB above 0, or - where it is not known]"}},
      {"memory that nothing has",
       head + record + "memory_used_mib=1 memory_total_mib=16777217\n",
       {"2:49 P004 [memory_total_mib] [16777217] [a whole number of MiB above 0, or - where it is not known]"}},
      {"no memory",
       head + record + "memory_used_mib=0 memory_total_mib=1\n",
       {"2:31 P004 [memory_used_mib] [0] [a whole number of MiB above 0, or - where it is not known]"}},
      {"more in use than there is",
       head + record + "memory_used_mib=2 memory_total_mib=1\n",
       {"2:31 P004 [memory_used_mib] [2] [no more than memory_total_mib]"}},
      {"in use of what is not known",
       head + record + "memory_used_mib=2\n",
       {"2:31 P004 [memory_used_mib] [2] [no more than memory_total_mib]"}},
      {"time that is no number",
       head + record + "seconds=10s\n",
       {"2:31 P004 [seconds] [10s] [a number of seconds, or - where it is not known]"}},
      {"more time than ten years",
       head + record + "seconds=315360001\n",
       {"2:31 P004 [seconds] [315360001] [a number of seconds, or - where it is not known]"}},
      {"several", head + "x\n" + record + "\ny\n", {"2:1 P002 [x]", "4:1 P002 [y]"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(errors_of(c.bytes) == c.errors);
  }
  std::string many = head;
  for (int i = 0; i < 200; ++i) {
    many += "x\n";
  }
  CHECK(errors_of(many).size() == max_diagnostics);
  std::string long_log = head;
  for (int i = 0; i < 3000; ++i) {
    long_log += record + "\n";
  }
  CHECK(load_probe_log(long_log, "p.log").value->size() == 1000);
}

}  // namespace migadvise
