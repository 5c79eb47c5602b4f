// Run times, as users give them: what is recommended, what it costs, what is said to beware of.
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using nlohmann::json;

namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream words(line);
  return {std::istream_iterator<std::string>(words), std::istream_iterator<std::string>()};
}

json answer(const std::string& line) {
  std::vector<std::string> arguments = words_of(line);
  arguments.emplace_back("--json");
  const Printed printed = run_program(arguments);
  INFO(line << "\n" << printed.err);
  REQUIRE((printed.status == 0 || printed.status == 1));
  return json::parse(printed.out);
}

std::string recommended(const json& advice) {
  return advice["recommendation"].is_null() ? "none" : advice["recommendation"]["option"].get<std::string>();
}

const json& option(const json& advice, const std::string& name) {
  for (const json& one : advice["options"]) {
    if (one["option"] == name) {
      return one;
    }
  }
  FAIL("no option " << name);
  return advice;
}

std::vector<std::string> codes(const json& advice) {
  std::vector<std::string> found;
  for (const json& warning : advice["warnings"]) {
    found.push_back(warning["code"].get<std::string>());
  }
  return found;
}

bool warns(const json& advice, const std::string& code) {
  const std::vector<std::string> found = codes(advice);
  return std::find(found.begin(), found.end(), code) != found.end();
}

std::string rule_text(const json& reasons, const std::string& rule) {
  for (const json& reason : reasons) {
    if (reason["rule"] == rule) {
      return reason["text"].get<std::string>();
    }
  }
  return "";
}

}  // namespace

TEST_CASE("the least SU for the whole run are recommended, not the least per hour") {
  struct Case {
    std::string line;
    std::string option;
  };
  const std::vector<Case> cases{
      {"--mem 6 --compute light", "1g.10gb"},
      {"--mem 6 --compute medium --cpus 1", "2g.20gb"},
      {"--mem 6 --compute medium --cpus 4", "3g.40gb"},
      {"--mem 6 --compute heavy", "full"},
      {"--mem 6 --like qlora --cpus 1", "2g.20gb"},
      {"--mem 6 --like qlora --cpus 4", "3g.40gb"},
      {"--mem 6 --like qlora --cpus 32", "full"},
      {"--mem 6 --like qlora --prefer speed", "full"},
      {"--mem 6 --like qlora --prefer balanced", "3g.40gb"},  // 3.58, 1.55, 1.12, 1.21 SU h
      {"--mem 4 --like gromacs --cpus 4", "2g.20gb"},
      {"--mem 4 --like gromacs --cpus 4 --prefer speed", "3g.40gb"},
      {"--mem 4 --like matmul-fp16", "full"},
      {"--mem 4 --like matmul-fp16 --cpus 16", "full"},
      {"--mem 6 --measured 1g=1.092h --measured full=0.267h --cpus 1", "2g.20gb"},
      {"--mem 6 --measured full=16m", "1g.10gb"},
      {"--mem 6 --measured 1g=8m --measured full=16m", "1g.10gb"},
      // What does not fit is not recommended, however cheap it would be to finish there.
      {"--mem 15 --like qlora", "2g.20gb"},
      {"--mem 30 --like qlora", "3g.40gb"},
      {"--mem 6 --like qlora --qos debug", "2g.20gb"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line);
    CHECK(recommended(answer(one.line)) == one.option);
  }
}

TEST_CASE("the SU of a published run are those of the source") {
  struct Case {
    std::string line;
    std::string option;
    double su;
  };
  // rate × time: the documentation's own totals for QLoRA at 1 CPU, and its SU rates 6, 8, 12, 20 for GROMACS.
  const std::vector<Case> cases{
      {"--mem 6 --like qlora --cpus 1", "1g.10gb", 3.276},    {"--mem 6 --like qlora --cpus 1", "2g.20gb", 2.78},
      {"--mem 6 --like qlora --cpus 1", "3g.40gb", 3.177},    {"--mem 6 --like qlora --cpus 1", "full", 4.539},
      {"--mem 6 --like qlora --cpus 4", "3g.40gb", 4.236},    {"--mem 6 --like qlora --cpus 32", "full", 12.816},
      {"--mem 6 --like qlora --tasks 3", "2g.20gb", 8.34},    {"--mem 4 --like gromacs --cpus 4", "1g.10gb", 0.8319},
      {"--mem 4 --like gromacs --cpus 4", "2g.20gb", 0.5911}, {"--mem 4 --like gromacs --cpus 4", "3g.40gb", 0.6233},
      {"--mem 4 --like gromacs --cpus 4", "full", 1.0119},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line, one.option);
    const json advice = answer(one.line);
    const json& total = option(advice, one.option)["su_total"];
    CHECK(total["likely"].get<double>() == one.su);
    CHECK(total["low"] == total["likely"]);
    CHECK(total["high"] == total["likely"]);
    CHECK(total["basis"] == "published");
  }
}

TEST_CASE("a rate gives costs relative to each other, and no hours") {
  const json advice = answer("--mem 4 --like matmul-fp16");
  for (const json& one : advice["options"]) {
    CHECK(one["hours"].is_null());
    CHECK(one["su_total"].is_null());
  }
  // 17 SU/hour ÷ 286.185 TFLOP/s against 5 ÷ 79.304.
  CHECK(option(advice, "full")["relative_cost"]["likely"].get<double>() == 1);
  CHECK(option(advice, "2g.20gb")["relative_cost"]["likely"].get<double>() == Approx(5 / 79.304 / (17 / 286.185)).margin(0.0001));
  CHECK(warns(advice, "stand_in"));
}

TEST_CASE("a class gives ranges of relative cost") {
  const json advice = answer("--mem 6 --compute medium");
  const json& relative = option(advice, "1g.10gb")["relative_cost"];
  CHECK(relative["basis"] == "assumed");
  CHECK(relative["likely"].get<double>() == Approx(3 / (5 / 1.92)).margin(0.0001));
  const json& full = option(advice, "full")["relative_cost"];
  CHECK(full["low"].get<double>() == Approx(17 / 4.09 / (5 / 1.92)).margin(0.0001));
  CHECK(full["high"].get<double>() == Approx(17 / 2.74 / (5 / 1.92)).margin(0.0001));
  CHECK(advice["recommendation"]["hours"].is_null());
  CHECK(rule_text(advice["recommendation"]["reasons"], "best_to_finish").find("about 0.87 of what 1g.10gb costs") !=
        std::string::npos);
}

TEST_CASE("two measurements predict the others near the published times, and name the run that would decide") {
  const json advice = answer("--mem 6 --measured 1g=1.092h --measured full=0.267h --cpus 1");
  const double of_2g = option(advice, "2g.20gb")["hours"]["likely"].get<double>();
  const double of_3g = option(advice, "3g.40gb")["hours"]["likely"].get<double>();
  CHECK(of_2g == Approx(0.556).epsilon(0.05));
  CHECK(of_3g == Approx(0.353).epsilon(0.15));
  CHECK(option(advice, "2g.20gb")["hours"]["basis"] == "predicted");
  CHECK(option(advice, "full")["hours"]["basis"] == "measured");
  CHECK(warns(advice, "ranges_overlap"));
  CHECK(advice["next_measurement"] == "2g.20gb");
}

TEST_CASE("an option far above the measured ones is the next to be measured, never the recommended one") {
  for (const std::string cpus : {"1", "2", "4", "8"}) {
    const json advice = answer("--mem 6 --measured 1g=1.092h --measured 2g=0.556h --measured 3g=0.353h --cpus " + cpus);
    CAPTURE(cpus);
    CHECK(recommended(advice) != "full");
    CHECK(option(advice, "full")["score"].is_null());
    CHECK(option(advice, "full")["pareto"].is_null());
    CHECK(advice["next_measurement"] == "full");
    CHECK(warns(advice, "not_measured"));
    CHECK(option(advice, "full")["hours"]["high"] == 0.353);
  }
  // Where it is the only one left, it is recommended with a warning.
  const json alone = answer("--mem 50 --measured 1g=1h --measured 2g=31m");
  CHECK(recommended(alone) == "full");
  CHECK(warns(alone, "not_measured"));
  CHECK(alone["next_measurement"] == "full");
  // With 64 CPUs the rate hardly differs, and even as slow as on 3g.40gb the full GPU would not be cheaper.
  const json many = answer("--mem 6 --measured 1g=1.092h --measured 2g=0.556h --measured 3g=0.353h --cpus 64");
  CHECK(recommended(many) == "3g.40gb");
}

TEST_CASE("one measurement bounds the others and decides nothing") {
  const json advice = answer("--mem 6 --measured full=16m");
  CHECK(recommended(advice) == "1g.10gb");
  CHECK(warns(advice, "cost_undecided"));
  CHECK(advice["next_measurement"] == "1g.10gb");
  const json& hours = option(advice, "1g.10gb")["hours"];
  CHECK(hours["basis"] == "bounded");
  CHECK(hours["likely"].is_null());
  // Down to T/1.1, up to 1.1 times the larger of 108/14 SMs and 8/1 of the memory.
  CHECK(hours["low"].get<double>() == Approx(16 / 60.0 / 1.1).margin(0.0001));
  CHECK(hours["high"].get<double>() == Approx(16 / 60.0 * 1.1 * 8).margin(0.0001));
  CHECK(option(advice, "1g.10gb")["relative_cost"].is_null());
  const Printed text = run_program(words_of("--mem 6 --measured full=16m"));
  CHECK(text.out.find("cost to finish undecided") != std::string::npos);
  // Upwards from the smallest the largest is the other end; where slices alone are offered, 3g.40gb.
  CHECK(answer("--mem 6 --measured 1g=1h")["next_measurement"] == "full");
  CHECK(answer("--mem 6 --measured 1g=1h --qos debug")["next_measurement"] == "3g.40gb");
}

TEST_CASE("one measurement and a class or a benchmark give likely times inside its bounds") {
  const json medium = answer("--mem 6 --compute medium --measured 1g=1h");
  CHECK(recommended(medium) == "2g.20gb");
  CHECK(option(medium, "2g.20gb")["hours"]["likely"].get<double>() == Approx(1 / 1.92).margin(0.0001));
  CHECK(option(medium, "2g.20gb")["hours"]["basis"] == "assumed");
  CHECK(option(medium, "1g.10gb")["hours"]["basis"] == "measured");
  // Beside the likely time what one measurement allows: down to T/(1.1 · 2), up to 1.1 T.
  CHECK(option(medium, "2g.20gb")["hours"]["low"].get<double>() == Approx(1 / 2.2).margin(0.0001));
  CHECK(option(medium, "2g.20gb")["hours"]["high"].get<double>() == Approx(1.1).margin(0.0001));
  CHECK(warns(medium, "ranges_overlap"));
  const json like = answer("--mem 6 --like qlora --measured 2g=2h");
  CHECK(option(like, "3g.40gb")["hours"]["likely"].get<double>() == Approx(2 * 0.353 / 0.556).margin(0.0001));
  CHECK(option(like, "3g.40gb")["hours"]["low"].get<double>() == Approx(2 / (1.1 * 2)).margin(0.0001));
  CHECK(option(like, "3g.40gb")["hours"]["high"].get<double>() == Approx(2.2).margin(0.0001));
  CHECK(warns(like, "stand_in"));
}

TEST_CASE("runs go before assumptions, and contradictions are said") {
  const json agrees = answer("--mem 6 --compute medium --measured 1g=1h --measured 2g=31m");
  CHECK(warns(agrees, "assumption_unused"));
  CHECK(recommended(agrees) == recommended(answer("--mem 6 --measured 1g=1h --measured 2g=31m")));
  const Printed contradicts = run_program(words_of("--mem 6 --compute light --measured 1g=1h --measured 2g=31m"));
  CHECK(contradicts.out.find("contradict --compute light: 2g.20gb was 1.94") != std::string::npos);
  const Printed fits = run_program(words_of("--mem 6 --compute medium --measured 1g=1h --measured 2g=31m"));
  CHECK(fits.out.find("contradict") == std::string::npos);
}

TEST_CASE("odd measurements are warned of") {
  const json slower = answer("--mem 6 --measured 1g=8m --measured full=16m");
  CHECK(warns(slower, "larger_slower"));
  CHECK(warns(slower, "flat_times"));
  CHECK(option(slower, "1g.10gb")["hours"]["likely"].get<double>() == Approx(8 / 60.0).margin(0.0001));
  CHECK(option(slower, "full")["hours"]["likely"].get<double>() == Approx(16 / 60.0).margin(0.0001));
  CHECK(option(slower, "2g.20gb")["hours"]["likely"].get<double>() == Approx(12 / 60.0).margin(0.0001));
  CHECK_FALSE(warns(answer("--mem 6 --measured 1g=60m --measured full=66m"), "larger_slower"));
  CHECK(warns(answer("--mem 6 --measured 1g=60m --measured full=67m"), "larger_slower"));
  CHECK(warns(answer("--mem 6 --measured 1g=20s"), "short_run"));
  CHECK_FALSE(warns(answer("--mem 6 --measured 1g=60s"), "short_run"));
  CHECK(warns(answer("--mem 6 --measured 1g=1h --measured 2g=20m"), "no_fixed_part"));
  CHECK(warns(answer("--mem 15 --measured 1g=1h --measured 2g=30m"), "measured_beyond_memory"));
  CHECK_FALSE(warns(answer("--mem 6 --measured 1g=1h --measured 2g=31m"), "measured_beyond_memory"));
}

TEST_CASE("run times that make no sense are refused in plain words") {
  struct Case {
    std::string line;
    std::string says;
  };
  const std::vector<Case> cases{
      {"--mem 6 --measured 1g=0", "'1g=0' is not above 0"},
      {"--mem 6 --measured 1g=0h", "'1g=0h' is not above 0"},
      {"--mem 6 --measured 1g=-5m", "'1g=-5m' is negative"},
      {"--mem 6 --measured 1g=5", "write 5m for minutes, 5h for hours"},
      {"--mem 6 --measured 1g", "has no = between the option and the time"},
      {"--mem 6 --measured =5m", "names no option"},
      {"--mem 6 --measured 9g=5m", "'9g' is unknown"},
      {"--mem 6 --measured 1g=5m --measured 10gb=6m", "--measured 1g.10gb is given more than once"},
      {"--mem 6 --like qlorra", "did you mean qlora?"},
      {"--mem 6 --compute middling", "'middling' is unknown"},
      {"--mem 6 --compute light --like qlora", "contradict each other"},
      {"--mem 6 --gpus 2 --compute light", "contradict each other"},
      {"--mem 6 --gpus 2 --measured 1g=5m", "contradict each other"},
      {"--like qlora", "nothing is said of what the job needs"},
      {"--like list --json", "makes no sense with --like list"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line);
    const Printed printed = run_program(words_of(one.line));
    CHECK(printed.status == 2);
    CHECK(printed.out.empty());
    CHECK(printed.err.find(one.says) != std::string::npos);
  }
}

TEST_CASE("clock forms of a run are read as Slurm reads them") {
  CHECK(answer("--mem 6 --measured full=16:00") == answer("--mem 6 --measured full=16m"));
  CHECK(answer("--mem 6 --measured 80gb=00:16:00") == answer("--mem 6 --measured full=960s"));
}

TEST_CASE("several full GPUs take the run time that was measured on them") {
  const json advice = answer("--mem 100 --gpus 2 --measured full=2h");
  CHECK(recommended(advice) == "full");
  CHECK(advice["recommendation"]["su_total"]["likely"] == 66);
  CHECK(option(advice, "3g.40gb")["hours"].is_null());
}

TEST_CASE("a run that QoS or budget do not allow rules an option out, and one that they may not warns") {
  const json long_run = answer("--mem 6 --measured 1g=80h --measured full=20h");
  CHECK(option(long_run, "1g.10gb")["excluded_by"] == json::array({"run_time_limit"}));
  CHECK(recommended(long_run) != "1g.10gb");
  // 40 h on the two larger options: 2g.20gb is predicted with 66.7 h at most in its range, 1g.10gb out of reach.
  const json near = answer("--mem 6 --prefer cost --measured 1g=130h --measured 3g=45h");
  CHECK(option(near, "2g.20gb")["hours"]["likely"].get<double>() < 72);
  CHECK(option(near, "2g.20gb")["hours"]["high"].get<double>() > 72);
  CHECK(recommended(near) == "2g.20gb");
  CHECK(warns(near, "run_near_limit"));

  const json poor = answer("--mem 6 --like qlora --budget 3");
  CHECK(recommended(poor) == "2g.20gb");
  CHECK(option(poor, "3g.40gb")["excluded_by"] == json::array({"budget_limit"}));
  CHECK(warns(answer("--mem 6 --measured 1g=75h --measured full=74h"), "run_too_long"));
  const json too_poor = answer("--mem 6 --like qlora --budget 2");
  CHECK(recommended(too_poor) == "none");
  CHECK(warns(too_poor, "larger_budget"));
  CHECK(recommended(answer("--mem 6 --like qlora --budget 2.78")) == "2g.20gb");
  CHECK(recommended(answer("--mem 6 --like qlora --budget 2.77")) == "none");
  CHECK(recommended(answer("--mem 6 --like qlora --budget 2 --qos low")) == "2g.20gb");
  CHECK(warns(answer("--mem 6 --measured 1g=1.092h --measured full=0.267h --budget 3"), "run_near_budget"));
  CHECK_FALSE(warns(answer("--mem 6 --measured 1g=1.092h --measured full=0.267h --budget 3.5"), "run_near_budget"));
}

TEST_CASE("a walltime shorter than the run is warned of, and changes nothing else") {
  const json shorter = answer("--mem 6 --like qlora --time 30m");
  CHECK(warns(shorter, "run_beyond_time"));
  CHECK(run_program(words_of("--mem 6 --like qlora --time 30m --json")).out.find("on 3g.40gb it would end in time") !=
        std::string::npos);
  CHECK_FALSE(warns(answer("--mem 6 --like qlora --time 34m"), "run_beyond_time"));
  CHECK(recommended(shorter) == "2g.20gb");
}

TEST_CASE("what is charged nothing is ranked by what it would cost") {
  const json advice = answer("--mem 6 --like qlora --qos low");
  CHECK(recommended(advice) == "2g.20gb");
  CHECK(advice["recommendation"]["su_total"]["likely"] == 0);
  CHECK(advice["recommendation"]["su_total_standard"]["likely"] == 2.78);
  CHECK(recommended(answer("--mem 6 --like qlora --qos low --prefer speed")) == "full");
}

TEST_CASE("the answer says with which number of CPUs another option would be best") {
  const json advice = answer("--mem 6 --like qlora --cpus 8");
  const std::string said = rule_text(advice["recommendation"]["reasons"], "other_cpus");
  CHECK(said.find("with 2 CPUs it would be 2g.20gb") != std::string::npos);
  CHECK(recommended(answer("--mem 6 --like qlora --cpus 2")) == "2g.20gb");
  CHECK(recommended(answer("--mem 6 --like qlora --cpus 3")) == "3g.40gb");
  const std::size_t more = said.find(", with ");
  REQUIRE(more != std::string::npos);
  const int cpus = std::stoi(said.substr(more + 7));
  CHECK(recommended(answer("--mem 6 --like qlora --cpus " + std::to_string(cpus))) == "full");
  CHECK(recommended(answer("--mem 6 --like qlora --cpus " + std::to_string(cpus - 1))) == "3g.40gb");
  // Within what a node has nothing is cheaper than the full GPU.
  CHECK(rule_text(answer("--mem 4 --like matmul-fp16")["recommendation"]["reasons"], "other_cpus").empty());
}

TEST_CASE("within 5 % of the best the other criterion decides, and it is said") {
  const json advice = answer("--mem 4 --like gromacs --cpus 4 --prefer speed");
  CHECK(advice["recommendation"]["option"] == "3g.40gb");
  CHECK(option(advice, "3g.40gb")["score"].get<double>() == Approx(97.4).margin(0.005));
  CHECK(option(advice, "full")["score"] == 100);
  CHECK(option(advice, "3g.40gb")["rank"] == 1);
  CHECK(rule_text(advice["recommendation"]["reasons"], "equal_to_best")
            .find("the full GPU is 2.7 % faster at 1.67 times the rate") == 0);
}

TEST_CASE("what is said of one measurement fits what was preferred", "[run_time]") {
  CHECK(run_program(words_of("--mem 6 --measured 2g=31m")).out.find("so this is the cheapest per hour") != std::string::npos);
  CHECK(run_program(words_of("--mem 6 --measured 2g=31m --prefer speed")).out.find("cheapest per hour") == std::string::npos);
  // A run that is far above may be faster, which is a matter of minutes.
  const std::string faster = run_program(words_of("--mem 6 --measured 1g=1h --measured 2g=30m --prefer speed --json")).out;
  CHECK(faster.find("the full GPU may be faster (") != std::string::npos);
  CHECK(faster.find("may be faster (between 6.82 and 30 min)") != std::string::npos);
}

TEST_CASE("two options of the same cost are told apart by their time", "[run_time]") {
  const json advice = answer("--mem 6 --compute medium --cpus 4");
  CHECK(rule_text(advice["recommendation"]["reasons"], "equal_to_best").find("2g.20gb would cost the same") == 0);
}

TEST_CASE("all that is wrong with places and runs is told at once", "[run_time]") {
  const Printed printed = run_program(words_of("--mem 6 --partition nowhere --measured 9g.5gb=1h"));
  CHECK(printed.status == 2);
  CHECK(printed.err.find("nowhere") != std::string::npos);
  CHECK(printed.err.find("9g.5gb") != std::string::npos);
}

TEST_CASE("an answer by run times fits into 80 columns but for the line to submit", "[run_time]") {
  for (const std::string line :
       {"--mem 6 --measured 1g=1.092h --measured full=0.267h", "--mem 6 --measured 1g=10h --measured 2g=5h --cpus 40",
        "--mem 6 --like gromacs --cpus 4", "--mem 6 --compute heavy --measured 3g=3h --tasks 40"}) {
    std::istringstream lines(run_program(words_of(line + " --ascii")).out);
    for (std::string one; std::getline(lines, one);) {
      CAPTURE(one);
      CHECK((one.size() <= 80 || one.starts_with("  sbatch")));
    }
  }
}

TEST_CASE("the picture stands where times are known, and the list below explains its signs") {
  for (const int width : {40, 80, 120}) {
    const std::string text = run_program(words_of("--mem 6 --like qlora --ascii"), {.terminal = true, .width = width}).out;
    CAPTURE(width, text);
    CHECK(text.find("  +---") != std::string::npos);
    for (const std::string row : {"\n  *  2g.20gb  33.4 min", "\n  o  3g.40gb  21.2 min", "\n  x  1g.10gb  1.09 h",
                                  "\n  o  full     16 min", "* recommended"}) {
      CHECK(text.find(row) != std::string::npos);
    }
  }
  // Relative costs have no hours to draw, and one measurement gives no likely places.
  CHECK(run_program(words_of("--mem 6 --compute heavy --ascii")).out.find("  +---") == std::string::npos);
  CHECK(run_program(words_of("--mem 6 --measured full=1h --ascii")).out.find("  +---") == std::string::npos);
  CHECK(run_program(words_of("--mem 6 --ascii")).out.find("To finish") == std::string::npos);
}
