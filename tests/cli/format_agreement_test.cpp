// One request, one answer: what each format and each command says of it, tried on random requests.
#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "cli/random_request.hpp"
#include "input/csv.hpp"
#include "migadvise/migadvise.hpp"
#include "report/markdown_table.hpp"

using namespace migadvise;
using nlohmann::json;

namespace {

using Options = std::vector<std::vector<std::string>>;

Printed in_format(const Options& options, const std::string& format) {
  return run_program(flattened(options, "--format=" + format));
}

json answer_to(const Options& options) { return json::parse(in_format(options, "json").out); }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

// The request with an option set to another value, or with it where it was without.
Options with(Options options, const std::string& name, const std::string& value) {
  std::erase_if(options,
                [&](const std::vector<std::string>& option) { return option[0] == name || option[0].starts_with(name + "="); });
  options.push_back({name + "=" + value});
  return options;
}

// Those options of a request that another command has as well.
Options only(const Options& options, const std::vector<std::string>& names) {
  Options kept;
  for (const std::vector<std::string>& option : options) {
    const std::string name = option[0].substr(0, option[0].find('='));
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      kept.push_back(option);
    }
  }
  return kept;
}

std::vector<std::string> of_command(std::vector<std::string> command, const Options& options) {
  const std::vector<std::string> rest = flattened(options, "--json");
  command.insert(command.end(), rest.begin(), rest.end());
  return command;
}

bool has(const Options& options, const std::string& name) { return !only(options, {name}).empty(); }

}  // namespace

TEST_CASE("all seven formats give the same status, and only those for scripts write to stderr", "[formats]") {
  Dice dice(31);
  int refused = 0;
  int warned = 0;
  for (int i = 0; i < rounds(400); ++i) {
    const Options options = random_options(dice);
    CAPTURE(joined(flattened(options, "")));
    const Printed first = in_format(options, "json");
    REQUIRE(first.status <= 1);
    refused += first.status;
    REQUIRE(first.err.empty());
    for (const char* format : {"text", "markdown"}) {
      const Printed printed = in_format(options, format);
      REQUIRE(printed.status == first.status);
      REQUIRE(!printed.out.empty());
      REQUIRE(printed.err.empty());
    }
    const Printed gres = in_format(options, "gres");
    for (const char* format : {"gres", "sbatch", "srun", "csv"}) {
      CAPTURE(format);
      const Printed printed = in_format(options, format);
      REQUIRE(printed.status == first.status);
      REQUIRE(printed.err == gres.err);
      REQUIRE(printed.out.empty() == (first.status == 1 && std::string(format) != "csv"));
      Options quiet = options;
      quiet.push_back({"--quiet"});
      const Printed without_words = in_format(quiet, format);
      REQUIRE(without_words.out == printed.out);
      REQUIRE(without_words.status == printed.status);
      if (std::string(format) != "csv") {
        REQUIRE(without_words.err.empty());
      }
    }
    std::istringstream lines(gres.err);
    for (std::string line; std::getline(lines, line);) {
      REQUIRE(line.starts_with("migadvise: "));
    }
    // Every warning of the answer reaches the one who runs a script.
    const json answer = json::parse(first.out);
    for (const json& warning : answer["warnings"]) {
      ++warned;
      REQUIRE(gres.err.find("migadvise: " + warning["text"].get<std::string>() + "\n") != std::string::npos);
    }
  }
  CHECK(refused > rounds(50));
  CHECK(refused < rounds(350));
  CHECK(warned > rounds(100));
}

TEST_CASE("sbatch, srun and the lines to submit with ask for the same job", "[formats]") {
  Dice dice(37);
  int asked = 0;
  for (int i = 0; i < rounds(400); ++i) {
    const Options options = random_options(dice);
    CAPTURE(joined(flattened(options, "")));
    const json answer = answer_to(options);
    if (answer["recommendation"].is_null()) {
      continue;
    }
    ++asked;
    const std::vector<std::string> arguments = answer["recommendation"]["sbatch_args"];
    REQUIRE(arguments.front() == "--gres=" + answer["recommendation"]["gres"].get<std::string>());
    REQUIRE(in_format(options, "sbatch").out == joined(arguments) + "\n");

    const std::string submit = "sbatch " + joined(arguments) + " ";
    const std::string text = in_format(options, "text").out;
    const std::string markdown = in_format(options, "markdown").out;
    const std::size_t in_text = text.find("\n  " + submit);
    const std::size_t in_markdown = markdown.find("\n```sh\n" + submit);
    REQUIRE(in_text != std::string::npos);
    REQUIRE(in_markdown != std::string::npos);
    const std::string line = text.substr(in_text + 3, text.find('\n', in_text + 3) - in_text - 3);
    REQUIRE(markdown.find("\n```sh\n" + line + "\n```\n") == in_markdown);
    REQUIRE(line.ends_with(" job.sh"));

    // An interactive session is one job: the same without the array.
    std::vector<std::string> of_one_job = arguments;
    std::erase_if(of_one_job, [](const std::string& argument) { return argument.starts_with("--array="); });
    REQUIRE((of_one_job.size() < arguments.size()) == (answer["recommendation"]["jobs"] > 1));
    const std::string srun = in_format(options, "srun").out;
    const std::string first = srun.substr(0, srun.find('\n'));
    REQUIRE(first.starts_with("srun " + joined(of_one_job) + " "));
    REQUIRE(first.ends_with(" --pty bash -l"));
    REQUIRE(srun.find("--array") == std::string::npos);
    const std::string several = answer["recommendation"]["jobs"] > 1
                                    ? "# a session for one of the " + answer["recommendation"]["jobs"].dump() + " jobs\n"
                                    : "";
    REQUIRE((srun == first + "\n" + several || srun.starts_with(first + "\n" + several + "# or: ")));

    // What every job there needs is said once, in each of the complete lines.
    for (const std::string& complete : {line, first}) {
      CAPTURE(complete);
      for (const char* name : {" --gres=", " --partition=", " --qos=", " --account=", " --time="}) {
        const std::size_t at = complete.find(name);
        REQUIRE(at != std::string::npos);
        REQUIRE(complete.find(name, at + 1) == std::string::npos);
      }
      REQUIRE(complete.find(" --partition=" + answer["request"]["partition"].get<std::string>() + " ") != std::string::npos);
      REQUIRE(complete.find(" --qos=" + answer["request"]["qos"].get<std::string>() + " ") != std::string::npos);
    }
  }
  CHECK(asked > rounds(100));
}

TEST_CASE("the Markdown page is a table of every option, in columns that never change", "[formats]") {
  Dice dice(41);
  for (int i = 0; i < rounds(400); ++i) {
    Options options = random_options(dice);
    const bool explain = dice.chance(30);
    if (explain) {
      options.push_back({"--explain"});
    }
    const json answer = answer_to(
        only(options, {"--mem", "--tasks", "--cpus", "--ram", "--headroom", "--prefer", "--gpus", "--min-sms", "--min-compute",
                       "--single-model", "--time", "--qos", "--partition", "--account", "--budget", "--compute", "--measured"}));
    const std::string page = in_format(options, "markdown").out;
    CAPTURE(page);
    const auto tables = markdown_tables(page);
    REQUIRE(tables);
    const bool finish = page.find("\nTo finish the work") != std::string::npos;
    REQUIRE(tables->size() == 1U + (finish ? 1U : 0U) + (explain ? 1U : 0U));
    const MarkdownTable& table = tables->front();
    REQUIRE(table.heads.size() == 8);
    REQUIRE(table.to_the_right == std::vector<bool>{false, false, true, true, true, true, true, false});
    REQUIRE(table.rows.size() == answer["options"].size());
    std::map<std::string, std::vector<std::string>> rows;
    for (const std::vector<std::string>& row : table.rows) {
      rows[shown_by_markdown(row[0])] = row;
    }
    for (const json& option : answer["options"]) {
      const std::string name = option["option"];
      REQUIRE(rows.count(name) == 1);
      const std::vector<std::string>& row = rows[name];
      const bool recommended = !answer["recommendation"].is_null() && answer["recommendation"]["option"] == name;
      REQUIRE((row[0] == "**" + name + "**") == recommended);
      REQUIRE((row[7] == "recommended") == recommended);
      REQUIRE((row[7].starts_with("no: ") || row[7].starts_with("tight: ")) == !option["eligible"].get<bool>());
      REQUIRE(option["gres"].get<std::string>().find(":" + shown_by_markdown(row[1]) + ":") != std::string::npos);
      REQUIRE(row[4] == option["sms"].dump());
      if (option["su_per_hour_standard"].is_null()) {
        REQUIRE(row[5] == "-");
      } else {
        REQUIRE(std::stod(row[5]) == Approx(option["su_per_hour_standard"].get<double>()).margin(0.0051));
      }
      REQUIRE(row[6].empty() == option["score"].is_null());
    }
    if (explain) {
      REQUIRE(tables->back().heads.size() == 4);
      std::map<std::string, std::vector<std::string>> told;
      for (const std::vector<std::string>& one : tables->back().rows) {
        if (!one[1].empty()) {
          told[shown_by_markdown(one[0])].push_back(shown_by_markdown(one[1]));
        }
      }
      for (const json& option : answer["options"]) {
        std::vector<std::string> rules;
        for (const json& reason : option["reasons"]) {
          rules.push_back(reason["rule"]);
        }
        REQUIRE(told[option["option"].get<std::string>()] == rules);
      }
    }
  }
}

TEST_CASE("cost and profiles price an option as the advice does", "[formats]") {
  Dice dice(43);
  int totals = 0;
  int warned = 0;
  for (int i = 0; i < rounds(300); ++i) {
    const Options options = random_options(dice);
    CAPTURE(joined(flattened(options, "")));
    const json answer = answer_to(options);
    const Options job = only(options, {"--cpus", "--ram", "--partition", "--qos"});
    const json& request = answer["request"];

    if (!has(options, "--gpus")) {
      const json profiles = json::parse(run_program(of_command({"profiles"}, job)).out)["profiles"];
      REQUIRE(profiles.size() == answer["options"].size());
      for (std::size_t k = 0; k < profiles.size(); ++k) {
        for (const char* key : {"option", "label", "gres", "sms", "su_per_hour", "su_per_hour_standard"}) {
          CAPTURE(key);
          REQUIRE(profiles[k][key] == answer["options"][k][key]);
        }
        REQUIRE(profiles[k]["capacity_gib"] == answer["options"][k]["memory"]["capacity_gib"]);
        if (answer["options"][k]["eligible"].get<bool>()) {
          REQUIRE(profiles[k]["accepted"].get<bool>());
        }
      }
    }

    const json& recommendation = answer["recommendation"];
    if (recommendation.is_null()) {
      continue;
    }
    Options priced = only(options, {"--cpus", "--ram", "--partition", "--qos", "--gpus", "--tasks"});
    if (!request["time_hours"].is_null()) {
      priced.push_back({"--hours", request["time_hours"].dump()});
    }
    const Printed printed = run_program(of_command({"cost", recommendation["option"]}, priced));
    REQUIRE(printed.status == 0);
    const json cost = json::parse(printed.out);
    REQUIRE(cost["accepted"] == true);
    REQUIRE(cost["gres"] == recommendation["gres"]);
    REQUIRE(cost["request"]["jobs"] == recommendation["jobs"]);
    for (const char* key : {"su_per_hour", "su_per_hour_standard", "su_per_hour_all_jobs"}) {
      CAPTURE(key);
      REQUIRE(cost[key] == recommendation[key]);
    }
    REQUIRE(cost["su_total"] == recommendation["su_at_most"]);
    json of_place = json::array();
    for (const json& warning : answer["warnings"]) {
      const std::string code = warning["code"];
      if (code == "preemption" || code == "qos_users" || code == "walltime_on_request" || code == "jobs_at_once") {
        of_place.push_back(warning);
      }
    }
    REQUIRE(cost["warnings"] == of_place);
    warned += of_place.empty() ? 0 : 1;
    totals += cost["su_total"].is_null() ? 0 : 1;
  }
  CHECK(totals > rounds(20));
  CHECK(warned > rounds(20));
}

TEST_CASE("the published charge formula holds for every option of random requests", "[formats]") {
  Dice dice(47);
  const std::map<std::string, int> factors{{"1g.10gb", 2}, {"2g.20gb", 4}, {"3g.40gb", 8}, {"full", 16}};
  for (int i = 0; i < rounds(300); ++i) {
    const int cpus = static_cast<int>(dice.between(1, 128));
    const int ram = dice.chance(50) ? static_cast<int>(dice.between(1, 512)) : 0;
    Options options{{"--mem", std::to_string(dice.between(1, 75))}, {"--cpus", std::to_string(cpus)}};
    if (ram > 0) {
      options.push_back({"--ram", std::to_string(ram) + "G"});
    }
    const std::string qos = dice.pick(std::vector<std::string>{"standard", "low", "high_abc"});
    options.push_back({"--qos", qos});
    const json answer = answer_to(options);
    // max(CPUs, RAM in GB / 4) + 2, 4, 8 or 16, in quarters; 4 GB of RAM per CPU unless said.
    const int quarters = std::max(4 * cpus, ram > 0 ? ram : 4 * cpus);
    for (const json& option : answer["options"]) {
      CAPTURE(cpus, ram, option["option"]);
      const double expected = quarters / 4.0 + factors.at(option["option"]);
      REQUIRE(option["su_per_hour_standard"].get<double>() == Approx(expected).margin(1e-9));
      REQUIRE(option["su_per_hour"].get<double>() == Approx(qos == "standard" ? expected : 0.0).margin(1e-9));
    }
  }
}

TEST_CASE("more CPUs never cost less, and more GPU memory never gets a smaller option", "[formats]") {
  Dice dice(53);
  int compared = 0;
  for (int i = 0; i < rounds(300); ++i) {
    const Options options = random_options(dice);
    const std::int64_t cpus = dice.between(1, 100);
    const std::int64_t mem = dice.between(1, 150);
    const json few = answer_to(with(options, "--cpus", std::to_string(cpus)));
    const json many = answer_to(with(options, "--cpus", std::to_string(cpus + dice.between(1, 28))));
    CAPTURE(joined(flattened(options, "")), cpus, mem);
    for (std::size_t k = 0; k < few["options"].size(); ++k) {
      REQUIRE(few["options"][k]["su_per_hour_standard"] <= many["options"][k]["su_per_hour_standard"]);
      REQUIRE((!many["options"][k]["eligible"].get<bool>() || few["options"][k]["eligible"].get<bool>()));
    }

    const json small = answer_to(with(options, "--mem", std::to_string(mem)));
    const json large = answer_to(with(options, "--mem", std::to_string(mem + dice.between(1, 40))));
    if (large["recommendation"].is_null()) {
      continue;
    }
    REQUIRE(!small["recommendation"].is_null());
    const auto place = [](const json& answer) {
      const json& all = answer["options"];
      return std::find_if(all.begin(), all.end(),
                          [&](const json& option) { return option["option"] == answer["recommendation"]["option"]; }) -
             all.begin();
    };
    REQUIRE(place(small) <= place(large));
    ++compared;
  }
  CHECK(compared > rounds(50));
}

TEST_CASE("the order of the options does not matter in any format", "[formats]") {
  Dice dice(59);
  for (int i = 0; i < 60; ++i) {
    const Options options = random_options(dice);
    Options shuffled = options;
    std::shuffle(shuffled.begin(), shuffled.end(), dice.engine());
    CAPTURE(joined(flattened(options, "")), joined(flattened(shuffled, "")));
    for (const char* format : {"text", "json", "markdown", "csv", "gres", "sbatch", "srun"}) {
      CAPTURE(format);
      const Printed first = in_format(options, format);
      const Printed second = in_format(shuffled, format);
      REQUIRE(first.out == second.out);
      REQUIRE(first.err == second.err);
      REQUIRE(first.status == second.status);
    }
  }
}

TEST_CASE("cells of a table that look like markup or CSV stay cells of the answer", "[formats]") {
  const std::vector<std::string> printed{"a|b", "1.3, or \"so\" TB/s", "*2* [b](c) `d`", "<b>\\| &amp;"};
  const auto profiles = [](const std::string& format) {
    return run_program({"profiles", "--table", MIGADVISE_TEST_DATA "/tables/markup-in-cells.csv", "--format=" + format}).out;
  };
  const json answer = json::parse(profiles("json"));
  const std::string page = profiles("markdown");
  const auto tables = markdown_tables(page);
  const std::string csv = profiles("csv");
  const CsvFile file = read_csv(SourceText("answer.csv", csv));
  CAPTURE(page, csv);
  REQUIRE(tables);
  REQUIRE(tables->front().rows.size() == printed.size());
  REQUIRE(file.errors.empty());
  REQUIRE(file.rows.size() == printed.size() + 1);
  const auto head = [](const auto& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    REQUIRE(found != names.end());
    return static_cast<std::size_t>(found - names.begin());
  };
  std::vector<std::string> keys;
  for (const auto& cell : file.rows[0].cells) {
    keys.push_back(cell.text);
  }
  for (std::size_t i = 0; i < printed.size(); ++i) {
    CHECK(answer["profiles"][i]["bandwidth_printed"] == printed[i]);
    CHECK(shown_by_markdown(tables->front().rows[i][head(tables->front().heads, "printed")]) == printed[i]);
    CHECK(file.rows[i + 1].cells[head(keys, "bandwidth_printed")].text == printed[i]);
  }
}
