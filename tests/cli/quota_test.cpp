// --quota on the command line: which account is meant, what is printed in each format, what is refused.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

std::string path(const std::string& name) { return MIGADVISE_TEST_DATA "/quota/" + name; }

Words joined(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

json answer(Words words) {
  words.emplace_back("--json");
  const Printed printed = run_program(words);
  INFO(printed.err);
  REQUIRE(printed.status == 0);
  return json::parse(printed.out);
}

// As one line, so that it does not matter where it was broken.
std::string unwrapped(const std::string& text) {
  std::string line;
  for (const char c : text) {
    if ((c != '\n' && c != ' ') || (!line.empty() && line.back() != ' ')) {
      line += c == '\n' ? ' ' : c;
    }
  }
  return line;
}

const std::string one = path("one-account.txt");
const std::string three = path("three-accounts.txt");

}  // namespace

TEST_CASE("22,443 SU left of 300,000: how much of it a run takes", "[quota]") {
  const json hourly = answer({"--mem", "8", "--quota", one})["quota"];
  CHECK(hourly == json{{"account", "pi1234"},
                       {"used_su", 277557},
                       {"quota_su", 300000},
                       {"left_su", 22443},
                       {"run_share", nullptr},
                       {"share_at_most", nullptr},
                       {"runs", nullptr},
                       {"runs_at_least", nullptr},
                       {"hours", 7481}});
  const json limited = answer({"--mem", "8", "--quota", one, "--time", "70h", "--tasks", "10"})["quota"];
  CHECK(limited["share_at_most"] == 0.09357);
  CHECK(limited["runs_at_least"] == 10);
  CHECK(limited["hours"] == 748.1);
  CHECK(limited["run_share"].is_null());
  const json known = answer({"--mem", "6", "--quota", one, "--measured", "1g=1.092h", "--measured", "full=0.267h"})["quota"];
  CHECK(known["run_share"]["likely"] == 0.000129);
  CHECK(known["run_share"]["basis"] == "predicted");
  CHECK(known["runs"]["low"] < known["runs"]["likely"]);
  CHECK(known["runs"]["likely"] < known["runs"]["high"]);
  const json published = answer({"--mem", "6", "--quota", one, "--like", "qlora"})["quota"];
  CHECK(published["runs"]["likely"] == 8073);  // 22443 ÷ 2.78
  CHECK(answer({"--mem", "8"})["quota"].is_null());
  INFO("relative times cost no SU that could be held against anything");
  CHECK(answer({"--mem", "6", "--quota", one, "--like", "matmul-fp16"})["quota"]["run_share"].is_null());
}

TEST_CASE("an account is picked by its name, or is the only one", "[quota]") {
  CHECK(answer({"--mem", "8", "--quota", three, "--account", "pi12"})["quota"]["left_su"] == 300557);
  CHECK(answer({"--mem", "8", "--quota", three, "--account", "2031-fall-ds-492-pi12-gs5678"})["quota"]["left_su"] == 2458);
  CHECK(answer({"cost", "full", "--quota", three, "--account", "lab77"})["quota"]["left_su"] == -150.5);
  CHECK(answer({"--mem", "8", "--quota", one, "--account", "pi1234"})["quota"]["account"] == "pi1234");

  struct Case {
    Words words;
    int status;
    std::string error;
  };
  const std::vector<Case> cases{
      {{"--quota", three},
       2,
       "error[U008]: --quota with 3 accounts needs --account with one of 2031-fall-ds-492-pi12-gs5678, pi12, lab77\n"},
      {{"--quota", three}, 2, "hint: --account NAME, such as --account 2031-fall-ds-492-pi12-gs5678\n"},
      {{"--quota", three, "--account", "pi21"},
       2,
       "error[U010]: --account: 'pi21' is unknown; expected 2031-fall-ds-492-pi12-gs5678, pi12, lab77\n  hint: did you mean "
       "pi12?\n"},
      {{"--quota", one, "--account", "pi1235"}, 2, "expected pi1234\n  hint: did you mean pi1234?\n"},
      {{"--quota", one, "--account", "somebody"}, 2, "'somebody' is unknown; expected pi1234\n"},
      {{"--quota", path("broken.txt")}, 65, "broken.txt:3:37: error[Q003]: the SU used: 'n/a' is not a plain number\n"},
      {{"--quota", path("twice.txt")}, 65, "twice.txt:4:4: error[Q008]: account 'pi1234' has other figures than on line 2\n"},
      {{"--quota", path("none.txt")}, 66, "error[F001]"},
      {{"--quota", path("")}, 66, "error[F003]"},
      {{"--quota", ""}, 2, "--quota '' is empty"},
      {{"--quota"}, 2, "--quota needs a value"},
      {{"--quota", one, "--quota", one}, 2, "--quota is given more than once"},
      {{"--quota", one, "--qos", "lwo"}, 2, "did you mean low?"},
      {{"--quota", path("broken.txt"), "--qos", "lwo"}, 2, "error[Q003]"},
  };
  const std::vector<Words> commands{{"--mem", "8"}, {"cost", "2g"}, {"script", "--mem", "8"}};
  for (const Case& c : cases) {
    for (const Words& command : commands) {
      Words words = joined(command, c.words);
      if (command.front() == "script") {
        words = joined(words, {"--", "./x"});
      }
      const Printed printed = run_program(words);
      CAPTURE(words, printed.err);
      CHECK(printed.status == c.status);
      CHECK(printed.out.empty());
      CHECK(has(printed.err, c.error));
    }
  }
}

TEST_CASE("a report comes from the standard input as from a file", "[quota]") {
  std::ifstream stream(one, std::ios::binary);
  World world;
  world.in = {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  for (const Words& words :
       std::vector<Words>{{"--mem", "8"}, {"cost", "full", "--hours", "3"}, {"--mem", "8", "--format", "markdown"}}) {
    const Printed piped = run_program(joined(words, {"--quota", "-"}), world);
    CHECK(piped.status == 0);
    CHECK(piped.out == run_program(joined(words, {"--quota", one})).out);
  }
  world.in = "Usage for account: a b\n";
  const Printed broken = run_program({"--mem", "8", "--quota", "-"}, world);
  CHECK(broken.status == 65);
  CHECK(has(broken.err, "standard input:1:20: error[Q005]: 'a b' is not the name of an account\n"));
  INFO("of an account that the report does not name, the command line says the name");
  world.in = "SLURM Service Units (CPU Hours): 1 (10 Quota)\n";
  CHECK(has(run_program({"--mem", "8", "--quota", "-"}, world).out, "the 9 SU that the account has left of 10"));
  CHECK(has(run_program({"--mem", "8", "--quota", "-", "--account", "ab12"}, world).out,
            "the 9 SU that account ab12 has left of 10"));
}

TEST_CASE("the account of a report fills the line to submit with, and no arguments that were not asked for", "[quota]") {
  CHECK(has(run_program({"--mem", "8", "--quota", one}).out, " --account=pi1234 "));
  CHECK(run_program({"--mem", "8", "--quota", one, "--format", "sbatch"}).out == "--gres=gpu:a100_10g:1\n");
  CHECK(has(run_program({"--mem", "8", "--quota", one, "--format", "srun"}).out, " --account=pi1234 "));
  const Printed script = run_program({"script", "--mem", "8", "--time", "2h", "--quota", one, "--", "./x"});
  CHECK(has(script.out, "#SBATCH --account=pi1234\n"));
  CHECK(script.err.empty());
}

TEST_CASE("what does not fit the rest is warned of in every format", "[quota]") {
  const std::string over =
      "the run costs 12.76 SU, more than the 10 SU that account 2031-fall-ds-492-pi12-gs5678 has left: with --qos low it costs "
      "nothing, though its jobs can be preempted; 50000 SU more, the least that is sold, cost 250 USD";
  const Words words{"--mem", "6", "--quota", path("course.txt"), "--measured", "1g=4.2533333h", "--measured", "full=3h"};
  CHECK(has(unwrapped(run_program(words).out), "Beware - " + over + " "));
  CHECK(has(run_program(joined(words, {"--format", "markdown"})).out, "- " + over));
  for (const char* format : {"gres", "sbatch", "srun", "csv"}) {
    CHECK(has(run_program(joined(words, {"--format", format})).err, "migadvise: " + over + "\n"));
    CHECK(!has(run_program(joined(words, {"--format", format, "--quiet"})).err, "SU"));
  }
  const json warnings = answer(words)["warnings"];
  CHECK(warnings.back() == json{{"code", "over_quota"}, {"text", over}});
  Words script = joined({"script"}, words);
  script = joined(script, {"--", "./x"});
  CHECK(has(run_program(script).err, "migadvise: " + over + "\n"));
  const Printed csv = run_program({"cost", "1g", "--hours", "5", "--quota", path("course.txt"), "--format", "csv"});
  CHECK(has(csv.err, "migadvise: the run costs 15 SU, more than the 10 SU that account 2031-fall-ds-492-pi12-gs5678 has left"));
  CHECK(csv.out == run_program({"cost", "1g", "--hours", "5", "--format", "csv"}).out);
}

TEST_CASE("every sentence about a quota", "[quota]") {
  struct Case {
    Words words;
    std::string text;
  };
  const std::vector<Case> cases{
      {{"--mem", "8", "--quota", one}, "the 22443 SU that account pi1234 has left of 300000 pay for 7481 hours"},
      {{"--mem", "8", "--quota", one, "--tasks", "3"}, "pay for 2493.66 hours of each of the 3 jobs"},
      {{"--mem", "8", "--quota", one, "--time", "10h"},
       "the whole walltime of 10:00:00 takes <1 % of the 22443 SU that account pi1234 has left of 300000, which pay for it 748 "
       "times"},
      {{"--mem", "8", "--quota", path("course.txt"), "--time", "3h"},
       "takes 90 % of the 10 SU that account 2031-fall-ds-492-pi12-gs5678 has left of 2500, which pay for it once"},
      {{"--mem", "8", "--quota", path("course.txt"), "--time", "4h"},
       "takes 120 % of the 10 SU that account 2031-fall-ds-492-pi12-gs5678 has left of 2500, which pay for less than that"},
      {{"--mem", "8", "--quota", path("course.txt"), "--time", "4h"},
       "run for the whole walltime of 04:00:00 it costs 12 SU, more than the 10 that account 2031-fall-ds-492-pi12-gs5678 has "
       "left: with --qos low it costs nothing, though its jobs can be preempted; 50000 SU more, the least that is sold, cost 250 "
       "USD"},
      {{"--mem", "8", "--quota", path("course.txt"), "--qos", "course", "--time", "4h"},
       "has left: with --partition gpu --qos low it costs nothing, though its jobs can be preempted"},
      {{"--mem", "6", "--quota", one, "--like", "qlora", "--tasks", "3"},
       "the run of all jobs takes <1 % of the 22443 SU that account pi1234 has left of 300000, which pay for 2691 such runs"},
      {{"--mem", "6", "--quota", path("course.txt"), "--measured", "full=1h"},
       "the run takes between 27 and 264 % of the 10 SU that account 2031-fall-ds-492-pi12-gs5678 has left of 2500, which pay "
       "for "
       "0 to 3 such runs"},
      {{"--mem", "6", "--quota", path("course.txt"), "--measured", "full=1h"},
       "the run may cost up to 26.4 SU, more than the 10 that account 2031-fall-ds-492-pi12-gs5678 has left: with --qos low it "
       "costs nothing, though its jobs can be preempted; 50000 SU more, the least that is sold, cost 250 USD"},
      {{"--mem", "8", "--quota", path("used-up.txt")},
       "account lab77 has used 300150 of 300000 SU and has nothing left: with --qos low it costs nothing, though its jobs can be "
       "preempted; 50000 SU more, the "
       "least that is sold, cost 250 USD"},
      {{"--mem", "8", "--quota", path("used-up.txt"), "--qos", "low"},
       "QoS low charges nothing: that account lab77 has nothing left of 300000 SU does not matter"},
      {{"--mem", "8", "--quota", one, "--qos", "low"}, "QoS low charges nothing: account pi1234 keeps 22443 of 300000 SU"},
      {{"--mem", "8", "--quota", path("no-quota.txt")},
       "account pi12 has no quota of SU: it has used 4162, and nothing limits that"},
      {{"cost", "1g", "--hours", "3", "--quota", path("course.txt")},
       "the run takes 90 % of the 10 SU that account 2031-fall-ds-492-pi12-gs5678 has left of 2500, which pay for 1 such run"},
      {{"cost", "1g", "--hours", "3.333", "--quota", path("course.txt")}, "the run takes >99 % of the 10 SU"},
      {{"cost", "1g", "--hours", "3.3334", "--quota", path("course.txt")},
       "the run takes >100 % of the 10 SU that account 2031-fall-ds-492-pi12-gs5678 has left of 2500, which pay for no such run"},
      {{"cost", "1g", "--hours", "3.3334", "--quota", path("course.txt")}, "the run costs 10.0002 SU, more than the 10 SU that"},
      {{"cost", "2g", "--hours", "2", "--quota", path("course.txt")},
       "the run takes 100 % of the 10 SU that account 2031-fall-ds-492-pi12-gs5678 has left of 2500, which pay for 1 such run"},
      {{"cost", "full", "--quota", one}, "the 22443 SU that account pi1234 has left of 300000 pay for 1320.17 hours"},
      {{"cost", "full", "--quota", one, "--qos", "low"},
       "= 17 SU/hour QoS low charges nothing: account pi1234 keeps 22443 of 300000 SU "},
      {{"cost", "full", "--quota", path("no-quota.txt"), "--qos", "low"},
       "QoS low charges nothing account pi12 has no quota of SU"},
  };
  for (const Case& c : cases) {
    const Printed printed = run_program(c.words);
    CAPTURE(c.words, printed.out, printed.err);
    CHECK(printed.status == 0);
    CHECK(has(unwrapped(printed.out), c.text));
  }
}

TEST_CASE("a price says its share of the rest as figures", "[quota]") {
  const json known = answer({"cost", "full", "--cpus", "4", "--hours", "70", "--tasks", "20", "--quota", one});
  CHECK(known["quota"] == json{{"account", "pi1234"},
                               {"used_su", 277557},
                               {"quota_su", 300000},
                               {"left_su", 22443},
                               {"run_share", 1.247605},
                               {"runs", 0},
                               {"hours", 56.1075}});
  CHECK(known["warnings"].size() == 1);
  CHECK(known["warnings"][0]["code"] == "over_quota");
  CHECK(answer({"cost", "full", "--hours", "10"})["quota"].is_null());
  CHECK(answer({"cost", "full", "--quota", one})["quota"]["run_share"].is_null());
  CHECK(answer({"cost", "full", "--quota", path("no-quota.txt")})["quota"]["left_su"].is_null());
}
