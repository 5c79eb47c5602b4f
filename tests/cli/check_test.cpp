// What must hold for every job script, tried on random ones. The seeds are fixed: a failure can be repeated.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "cli/random_request.hpp"

namespace {

using Json = nlohmann::json;

// An option of a script, and the ways to write it.
struct Piece {
  std::string letter;  // empty where there is none
  std::vector<std::string> names;
  std::string value;
};

std::string quoted(Dice& dice, const std::string& value) {
  const std::string mark = dice.pick(std::vector<std::string>{"", "", "\"", "'"});
  return mark + value + mark;
}

std::string spelt(Dice& dice, const Piece& piece) {
  const std::string value = quoted(dice, piece.value);
  if (!piece.letter.empty() && dice.chance(50)) {
    return piece.letter + (dice.chance(50) ? " " : "") + value;
  }
  return dice.pick(piece.names) + (dice.chance(50) ? " " : "=") + value;
}

// The same job once more: in another order, on other lines, in other words.
std::string script_of(Dice& dice, std::vector<Piece> pieces) {
  std::ranges::shuffle(pieces, dice.engine());
  std::string text = "#!/bin/bash -l\n";
  bool open = false;
  for (const Piece& piece : pieces) {
    if (!open || dice.chance(50)) {
      text += open ? dice.pick(std::vector<std::string>{"\n", "\n", " # why\n", "  \n\n# a remark\n"}) : "";
      text += "#SBATCH";
      open = true;
    }
    text += dice.pick(std::vector<std::string>{" ", " ", "  ", "\t"}) + spelt(dice, piece);
  }
  return text + "\n\nmodule load foss\n./program\n";
}

std::string clock_text(std::int64_t minutes) {
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::string clock = two(minutes / 60 % 24) + ":" + two(minutes % 60) + ":00";
  return minutes < 24 * 60 ? clock : std::to_string(minutes / (24 * 60)) + "-" + clock;
}

struct Place {
  const char* partition;
  const char* qos;
};

// A sound job, for the most part: what it asks for may be too much for the place.
std::vector<Piece> random_job(Dice& dice) {
  const std::vector<Place> places{{"gpu", "standard"},      {"gpu", "low"},          {"gpu", "high_abc"}, {"debug_gpu", "debug"},
                                  {"course_gpu", "course"}, {"general", "standard"}, {"gpu", "debug"}};
  const Place place = dice.pick(places);
  std::vector<Piece> pieces;
  const auto maybe = [&](int percent, Piece piece) {
    if (dice.chance(percent)) {
      pieces.push_back(std::move(piece));
    }
  };
  const std::string minutes = clock_text(15 * dice.between(1, dice.chance(80) ? 32 : 600));
  const std::string cpus = std::to_string(dice.between(1, dice.chance(80) ? 16 : 200));
  const std::string ram = std::to_string(dice.between(1, dice.chance(80) ? 64 : 900));
  const std::string jobs = std::to_string(dice.between(2, 12));
  maybe(95, {"-p", {"--partition", "--part"}, place.partition});
  maybe(90, {"-q", {"--qos"}, place.qos});
  maybe(95, {"-A", {"--account", "--acco"}, dice.chance(95) ? "ab123" : "YOUR_ACCOUNT"});
  maybe(95, {"-t", {"--time"}, minutes});
  maybe(70, {"-c", {"--cpus-per-task", "--cpus-per-t"}, cpus});
  maybe(60, {"", {"--mem"}, ram + dice.pick(std::vector<std::string>{"G", "g", "GB"})});
  maybe(20, {"-a", {"--array", "--arr"}, "1-" + jobs});
  maybe(50, {"-J", {"--job-name", "--job"}, "run"});
  maybe(50, {"-o", {"--output", "--out"}, "%x.%j.out"});
  const std::string gpus = std::to_string(dice.between(1, 6));
  const std::string type = dice.pick(std::vector<std::string>{"a100_10g", "a100_20g", "a100_40g", "a100", "a100"});
  const std::string asked = type + (type == "a100" ? ":" + gpus : dice.chance(50) ? ":1" : "");
  switch (dice.between(0, 3)) {
    case 0:
      maybe(90, {"-G", {"--gpus"}, asked});
      break;
    case 1:
      maybe(90, {"", {"--gpus-per-node"}, asked});
      break;
    default:
      maybe(90, {"", {"--gres"}, "gpu:" + asked});
  }
  return pieces;
}

// Slips that people make, some of which can be mended.
std::string with_slips(Dice& dice, std::string text) {
  const auto replace = [&](int percent, const std::string& what, const std::string& with) {
    const std::size_t at = dice.chance(percent) ? text.find(what) : std::string::npos;
    if (at != std::string::npos) {
      text.replace(at, what.size(), with);
    }
  };
  replace(20, " --", " \xE2\x80\x93");
  replace(15, " -", " \xE2\x88\x92");
  replace(15, "=", " = ");
  replace(15, "=", "= ");
  replace(15, "\n#SBATCH", "\n# SBATCH");
  replace(10, "\n#SBATCH", "\n#SBTACH");
  replace(15, "--time", "--walltime");
  replace(10, "--partition", "--queue");
  replace(15, "a100_10g", "1g.10gb");
  replace(10, "gres=gpu:", "gres=GPU:");
  replace(10, "standard", "normal");
  replace(10, ":00:00", "h");
  replace(10, ":00:00", "");
  replace(15, "G", "");
  replace(15, "\"", "\xE2\x80\x9D");
  replace(10, "\"", "");
  replace(10, "#!/bin/bash -l\n", dice.chance(50) ? "" : "\n#!/bin/bash -l\n");
  replace(10, "%j", "$SLURM_JOB_ID");
  replace(10, " --", " -");
  replace(10, " --", " ");
  replace(10, " ", "\xC2\xA0");
  if (dice.chance(15)) {
    text += "#SBATCH --comment=late\n";
  }
  if (dice.chance(15)) {
    text += "#SBATCH --mem=3G\n";
  }
  if (dice.chance(15)) {
    std::string windows;
    for (const char c : text) {
      windows += c == '\n' ? "\r\n" : std::string(1, c);
    }
    text = windows;
  }
  return text;
}

Printed check(const std::string& script, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"check", "-"});
  World world;
  world.in = script;
  return run_program(more, world);
}

Json report_of(const std::string& script, std::vector<std::string> more = {}) {
  more.emplace_back("--json");
  return Json::parse(check(script, std::move(more)).out)["scripts"][0];
}

std::vector<std::string> ids_of(const Json& report, const std::string& level = "") {
  std::vector<std::string> ids;
  for (const Json& finding : report["findings"]) {
    if (level.empty() || finding["level"] == level) {
      ids.push_back(finding["code"]);
    }
  }
  return ids;
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
  std::ranges::sort(ids);
  return ids;
}

// `...: error[K021]: ...` and `...: error[K029 policy]: ...`, in the order of the text.
std::vector<std::string> ids_in(const std::string& text) {
  std::vector<std::string> ids;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text.substr(start, end - start);
    for (const std::string level : {": error[K", ": warning[K", ": note[K"}) {
      if (const std::size_t at = line.find(level); line.starts_with("standard input:") && at != std::string::npos) {
        ids.push_back(line.substr(at + level.size() - 1, 4));
        break;
      }
    }
    start = end + 1;
  }
  return ids;
}

std::string in_mib(const Json& gib) { return std::to_string(std::llround(gib.get<double>() * 1024)) + "M"; }

}  // namespace

TEST_CASE("findings and charge do not depend on how a script is written or in which order") {
  Dice dice(41);
  std::set<std::string> seen;
  int priced = 0;
  for (int i = 0; i < rounds(1500); ++i) {
    const std::vector<Piece> job = random_job(dice);
    const std::string first = script_of(dice, job);
    const std::string second = script_of(dice, job);
    const Json one = report_of(first);
    const Json other = report_of(second);
    CAPTURE(i, first, second);
    REQUIRE(sorted(ids_of(one)) == sorted(ids_of(other)));
    for (const char* const key :
         {"request", "su_per_hour", "su_per_hour_standard", "su_at_most", "errors", "warnings", "notes"}) {
      CAPTURE(key);
      REQUIRE(one[key] == other[key]);
    }
    const std::vector<std::string> ids = ids_of(one);
    seen.insert(ids.begin(), ids.end());
    priced += one["su_per_hour"].is_null() ? 0 : 1;
  }
  CHECK(seen.size() >= 12);
  CHECK(priced > rounds(700));
}

TEST_CASE("a script costs what cost says of the same job") {
  Dice dice(43);
  int compared = 0;
  int with_jobs = 0;
  int with_gpus = 0;
  for (int i = 0; i < rounds(1500); ++i) {
    const std::string script = script_of(dice, random_job(dice));
    const Json report = report_of(script);
    const Json& request = report["request"];
    if (request["option"].is_null() || request["partition"].is_null()) {
      continue;
    }
    std::vector<std::string> arguments{"cost",        request["option"],
                                       "--cpus",      std::to_string(request["cpus"].get<int>()),
                                       "--ram",       in_mib(request["ram_gib"]),
                                       "--partition", request["partition"],
                                       "--qos",       request["qos"],
                                       "--json"};
    if (!request["walltime_hours"].is_null()) {
      arguments.insert(arguments.end(), {"--hours", request["walltime_hours"].dump()});
    }
    if (request["gpus"] > 1) {
      arguments.insert(arguments.end(), {"--gpus", request["gpus"].dump()});
      ++with_gpus;
    }
    if (request["jobs"] > 1) {
      arguments.insert(arguments.end(), {"--tasks", request["jobs"].dump()});
      ++with_jobs;
    }
    const Printed answer = run_program(arguments);
    CAPTURE(i, script, arguments, answer.err);
    REQUIRE(answer.status <= 1);
    const Json cost = Json::parse(answer.out);
    // What the place does not offer has no price for cost; a script is priced all the same, and told of.
    if (cost["su_per_hour"].is_null()) {
      REQUIRE(report["errors"] > 0);
      continue;
    }
    REQUIRE(report["su_per_hour"] == cost["su_per_hour"]);
    REQUIRE(report["su_per_hour_standard"] == cost["su_per_hour_standard"]);
    REQUIRE(report["su_at_most"] == cost["su_total"]);
    // A job that cost takes is one in which no size is found wrong, and the other way round.
    const std::vector<std::string> errors = ids_of(report, "error");
    const bool too_much = std::any_of(errors.begin(), errors.end(), [](const std::string& id) {
      return id == "K034" || id == "K035" || (id >= "K045" && id <= "K050");
    });
    // GPUs counted in all may lie on several nodes; cost asks for one.
    if (request["gpus"] <= 4) {
      REQUIRE(cost["accepted"] == !too_much);
    }
    ++compared;
  }
  CHECK(compared > rounds(600));
  CHECK(with_jobs > rounds(100));
  CHECK(with_gpus > rounds(100));
}

TEST_CASE("mending is done at once, and leaves nothing that could be mended") {
  Dice dice(47);
  int changed = 0;
  int sound = 0;
  for (int i = 0; i < rounds(1000); ++i) {
    const std::string script = with_slips(dice, script_of(dice, random_job(dice)));
    const std::string mended = check(script, {"--fix"}).out;
    const Json before = report_of(script);
    const Json after = report_of(mended);
    CAPTURE(i, script, mended);
    REQUIRE(check(mended, {"--fix"}).out == mended);
    REQUIRE(check(mended, {"--diff"}).out.empty());
    for (const Json& finding : after["findings"]) {
      CAPTURE(finding.dump());
      REQUIRE(!finding["fixable"].get<bool>());
    }
    const bool fixable = std::any_of(before["findings"].begin(), before["findings"].end(),
                                     [](const Json& finding) { return finding["fixable"].get<bool>(); });
    REQUIRE((mended != script) == fixable);
    REQUIRE(check(script, {"--diff"}).out.empty() == !fixable);
    changed += fixable ? 1 : 0;
    sound += after["errors"] == 0 ? 1 : 0;
  }
  CHECK(changed > rounds(450));
  CHECK(sound > rounds(130));
}

TEST_CASE("mending makes of a slip the script that was meant") {
  Dice dice(53);
  int compared = 0;
  for (int i = 0; i < rounds(2000); ++i) {
    const std::string meant = script_of(dice, random_job(dice));
    if (meant.find('"') != std::string::npos) {
      continue;
    }
    std::string script = meant;
    const auto all = [&](const std::string& what, const std::string& with) {
      for (std::size_t at = script.find(what); at != std::string::npos; at = script.find(what, at + with.size())) {
        script.replace(at, what.size(), with);
      }
    };
    switch (dice.between(0, 3)) {
      case 0:
        all(" --", " \xE2\x80\x93");
        break;
      case 1:
        all("\n#SBATCH", "\n# SBATCH");
        break;
      case 2:
        all("\n", "\r\n");
        break;
      default:
        all("#!", " #!");
    }
    const Json wanted = report_of(check(meant, {"--fix"}).out);  // what is wrong in itself is mended as well
    const Json found = report_of(check(script, {"--fix"}).out);
    CAPTURE(i, meant, script, check(script, {"--fix"}).out);
    REQUIRE(sorted(ids_of(found)) == sorted(ids_of(wanted)));
    REQUIRE(found["request"] == wanted["request"]);
    REQUIRE(found["su_per_hour"] == wanted["su_per_hour"]);
    ++compared;
  }
  CHECK(compared > rounds(150));
}

TEST_CASE("text and JSON tell the same, quiet hides no error, and the status says whether there is one") {
  Dice dice(59);
  int failed = 0;
  for (int i = 0; i < rounds(800); ++i) {
    const std::string sound = script_of(dice, random_job(dice));
    const std::string script = dice.chance(60) ? with_slips(dice, sound) : sound;
    const std::vector<std::string> needs =
        dice.chance(50) ? std::vector<std::string>{"--mem", std::to_string(dice.between(1, 80))} : std::vector<std::string>{};
    const auto with = [&](const std::string& option) {
      std::vector<std::string> arguments = needs;
      arguments.push_back(option);
      return arguments;
    };
    const Json json = report_of(script, needs);
    const Printed text = check(script, needs);
    const Printed quiet = check(script, with("--quiet"));
    CAPTURE(i, script, text.out);
    REQUIRE(ids_in(text.out) == ids_of(json));
    REQUIRE(ids_in(quiet.out) == ids_of(json, "error"));
    REQUIRE(json["errors"] == ids_of(json, "error").size());
    REQUIRE(json["warnings"] == ids_of(json, "warning").size());
    REQUIRE(json["notes"] == ids_of(json, "note").size());
    const int status = json["errors"] > 0 ? 1 : 0;
    REQUIRE(text.status == status);
    REQUIRE(quiet.status == status);
    REQUIRE(check(script, with("--json")).status == status);
    REQUIRE(text.err.empty());
    const Printed fixed = check(script, with("--fix"));
    const std::vector<std::string> left = ids_of(report_of(fixed.out, needs));
    REQUIRE(ids_in(fixed.err) == left);
    REQUIRE(fixed.status == (report_of(fixed.out, needs)["errors"] > 0 ? 1 : 0));
    REQUIRE(check(script, with("--diff")).status == fixed.status);
    failed += status;
  }
  CHECK(failed > rounds(200));
  CHECK(failed < 700);
}

TEST_CASE("the needs are answered as the plain advice answers them for the same job") {
  Dice dice(61);
  int compared = 0;
  int none = 0;
  for (int i = 0; i < rounds(1500); ++i) {
    const std::string script = script_of(dice, random_job(dice));
    std::vector<std::string> needs{"--mem", std::to_string(dice.between(1, 85))};
    if (dice.chance(20)) {
      needs.insert(needs.end(), {"--prefer", "speed"});
    }
    if (dice.chance(20)) {
      needs.insert(needs.end(), {"--min-sms", std::to_string(dice.between(1, 100))});
    }
    const Json report = report_of(script, needs);
    const Json& request = report["request"];
    if (request["partition"].is_null()) {
      REQUIRE(report["needed_option"].is_null());
      continue;
    }
    std::vector<std::string> arguments = needs;
    arguments.insert(arguments.end(),
                     {"--cpus", request["cpus"].dump(), "--ram", in_mib(request["ram_gib"]), "--partition", request["partition"],
                      "--qos", request["qos"], "--tasks", request["jobs"].dump(), "--json"});
    if (!request["walltime_hours"].is_null()) {
      arguments.insert(arguments.end(),
                       {"--time", std::to_string(std::llround(request["walltime_hours"].get<double>() * 60)) + "m"});
    }
    Printed answer = run_program(arguments);
    // A program on several full GPUs is one only where a process does not fit on one of them.
    const auto full_does_not_fit = [](const Json& given) {
      return std::any_of(given["options"].begin(), given["options"].end(),
                         [](const Json& option) { return option["option"] == "full" && option["fit"] == "does_not_fit"; });
    };
    if (request["option"] == "full" && request["gpus"] > 1 && full_does_not_fit(Json::parse(answer.out))) {
      arguments.insert(arguments.end(), {"--gpus", request["gpus"].dump()});
      answer = run_program(arguments);
    }
    CAPTURE(i, script, arguments, answer.err);
    REQUIRE(answer.status <= 1);
    const Json advice = Json::parse(answer.out);
    const Json recommended = advice["recommendation"].is_null() ? Json() : advice["recommendation"]["option"];
    REQUIRE(report["needed_option"] == recommended);
    none += recommended.is_null() ? 1 : 0;
    ++compared;
    // The option asked for is either what is recommended, or something is said of it, or it cannot be had. A faster one that
    // costs more, and one of several GPUs, are left alone.
    const std::vector<std::string> ids = ids_of(report);
    const bool told =
        std::any_of(ids.begin(), ids.end(), [](const std::string& id) { return id == "K052" || id == "K053" || id == "K060"; });
    const bool by_cost = std::find(needs.begin(), needs.end(), "speed") == needs.end() && request["gpus"] == 1;
    if (request["option"].is_null() || request["option"] == recommended) {
      REQUIRE(!told);
    } else if (by_cost && report["errors"] == 0 && !recommended.is_null()) {
      REQUIRE(told);
    }
  }
  CHECK(compared > rounds(1000));
  CHECK(none > rounds(50));
  CHECK(compared - none > rounds(300));
}

TEST_CASE("what is too small for a need is too small for a larger one") {
  Dice dice(67);
  int turned = 0;
  for (int i = 0; i < rounds(300); ++i) {
    const std::string script = script_of(dice, random_job(dice));
    bool was_small = false;
    std::int64_t mib = dice.between(1, 8 * 1024);
    while (mib < 90 * 1024) {
      const Json report = report_of(script, {"--mem", std::to_string(mib) + "M"});
      const std::vector<std::string> ids = ids_of(report);
      const bool small = std::find(ids.begin(), ids.end(), "K052") != ids.end();
      CAPTURE(i, script, mib);
      REQUIRE((small || !was_small));
      turned += small && !was_small && mib > 8 * 1024 ? 1 : 0;
      was_small = small;
      mib += dice.between(1, 24 * 1024);
    }
  }
  CHECK(turned > rounds(50));
}

TEST_CASE("scripts are told of in the order in which they are given, each as if alone") {
  const std::string folder = MIGADVISE_TEST_DATA "/jobscripts/";
  const std::string one = folder + "pytorch-training.sh";
  const std::string other = folder + "everything-at-once.sh";
  const Printed both = run_program({"check", one, other, one});
  CHECK(both.out == run_program({"check", one}).out + run_program({"check", other}).out + run_program({"check", one}).out);
  CHECK(both.status == 1);
  const Json json = Json::parse(run_program({"check", other, one, "--json"}).out)["scripts"];
  REQUIRE(json.size() == 2);
  CHECK(json[0] == Json::parse(run_program({"check", other, "--json"}).out)["scripts"][0]);
  CHECK(json[1] == Json::parse(run_program({"check", one, "--json"}).out)["scripts"][0]);
}

TEST_CASE("a script that cannot be read hides nothing that is found in the others, wherever it stands") {
  const std::string good = MIGADVISE_TEST_DATA "/jobscripts/pytorch-training.sh";
  const std::string alone = run_program({"check", good}).out;
  for (const std::vector<std::string>& files :
       {std::vector<std::string>{"check", good, "/none.sh"}, {"check", "/none.sh", good}}) {
    const Printed printed = run_program(files);
    CHECK(printed.status == 66);
    CHECK(printed.out == alone);
    CHECK(printed.err.find("/none.sh") != std::string::npos);
  }
}

TEST_CASE("a script that cannot be read leaves no document and no diff, wherever it stands") {
  const std::string good = MIGADVISE_TEST_DATA "/jobscripts/pytorch-training.sh";
  for (const std::vector<std::string>& files :
       {std::vector<std::string>{good, "/none.sh"}, {"/none.sh", good}, {good, "/none.sh", good, "/neither.sh"}}) {
    for (const std::string option : {"--json", "--diff"}) {
      std::vector<std::string> arguments{"check", option};
      arguments.insert(arguments.end(), files.begin(), files.end());
      const Printed printed = run_program(arguments);
      CHECK(printed.status == 66);
      CHECK(printed.out.empty());
      CHECK(printed.err.find("/none.sh") != std::string::npos);
      CHECK((printed.err.find("/neither.sh") != std::string::npos) == (files.size() == 4));
    }
  }
}

TEST_CASE("a diff names the file as patch and git find it") {
  const std::string script = MIGADVISE_TEST_DATA "/jobscripts/time-in-hours.sh";
  const std::string diff = run_program({"check", "--diff", script}).out;
  CHECK(diff.starts_with("--- a" + script + "\n+++ b" + script + "\n"));
}

TEST_CASE("what run times leave open is in the JSON") {
  const std::string script = MIGADVISE_TEST_DATA "/jobscripts/inference-on-a-small-slice.sh";
  const Printed printed = run_program({"check", "--json", script, "--mem", "5", "--measured", "1g=1h5m", "--measured", "2g=33m"});
  const Json remarks = Json::parse(printed.out)["scripts"][0]["remarks"];
  REQUIRE(remarks.size() == 2);
  CHECK(remarks[0]["code"] == "ranges_overlap");
  CHECK(Json::parse(run_program({"check", "--json", script}).out)["scripts"][0]["remarks"].empty());
}

TEST_CASE("a run beyond the walltime of the script is said once") {
  const std::string script = MIGADVISE_TEST_DATA "/jobscripts/run-longer-than-the-walltime.sh";
  const auto count = [](const std::string& text) {
    std::size_t found = 0;
    for (std::size_t at = text.find("would stop it"); at != std::string::npos; at = text.find("would stop it", at + 1)) {
      ++found;
    }
    return found;
  };
  // The option of the script is the recommended one, and then it is not.
  CHECK(count(run_program({"check", script, "--mem", "6", "--measured", "1g=11h", "--measured", "full=11h"}).out) == 1);
  CHECK(count(run_program({"check", script, "--mem", "6", "--measured", "1g=11h", "--measured", "full=1h"}).out) == 1);
}

TEST_CASE("the standard input is read once") {
  const Printed twice = run_program({"check", "-", "-"});
  CHECK(twice.status == 2);
  CHECK(twice.err.find("error[U005]") != std::string::npos);
}

TEST_CASE("many warnings hide no error") {
  std::string script = "#!/bin/bash -l\n#SBATCH -p gpu -q standard -A ab123 -t 1:00:00 --gres=gpu:a100_10g:1\n";
  for (int i = 0; i < 60; ++i) {
    script += "# SBATCH --comment=x\n";
  }
  const Printed without = check(script);
  CHECK(without.status == 0);
  CHECK(ids_in(without.out).size() == 50);
  const Printed with = check(script + "#SBATCH --colour=red\n", {"--quiet"});
  CHECK(with.status == 1);
  CHECK(ids_in(with.out) == std::vector<std::string>{"K012"});
}

TEST_CASE("a terminal gets a mended script and a diff without what would steer it, a file gets every byte") {
  const std::string script = "#!/bin/bash -l\r\n#SBATCH -p gpu\n\techo '\x1B[31m\xE2\x80\xAE'\n";
  for (const std::string option : {"--fix", "--diff"}) {
    World world;
    world.in = script;
    const Printed piped = run_program({"check", "-", option}, world);
    CHECK(piped.out.find("\x1B[31m\xE2\x80\xAE") != std::string::npos);
    world.terminal = true;
    const Printed shown = run_program({"check", "-", option, "--color=never"}, world);
    CHECK(shown.out.find('\x1B') == std::string::npos);
    CHECK(shown.out.find("\t") != std::string::npos);
    CHECK(shown.out.find("echo '\\u{1B}[31m\\u{202E}'\n") != std::string::npos);
  }
}
