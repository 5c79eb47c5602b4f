// What must hold for every request, tried on random ones. The seed is fixed: a failure can be repeated.
#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "cli/random_request.hpp"
#include "core/made_up.hpp"
#include "input/csv.hpp"
#include "migadvise/migadvise.hpp"

using namespace migadvise;

namespace {

Site random_site(Dice& dice) {
  Site site = plain_site("somewhere",
                         additive_charge(Ratio{dice.between(0, 3) * 500'000}, Bytes{dice.between(1, 16) * bytes_per_gib},
                                         Ratio{dice.between(0, 4) * 500'000}),
                         Bytes{dice.between(1, 16) * bytes_per_gib}, {{"1g.10gb", "small"}, {"full", "whole"}});
  site.title = "Somewhere";
  site.gpu_name = "GPU";
  site.partitions[0].gpus_per_node = static_cast<int>(dice.between(1, 8));
  return site;
}

// Prices need not grow with the size here: a site may make a large slice cheap.
Table random_table(Dice& dice) {
  Table table;
  const std::int64_t count = dice.between(1, 6);
  for (std::int64_t i = 0; i < count; ++i) {
    Profile profile;
    profile.name = i + 1 == count ? "full" : std::to_string(i + 1) + "g.10gb";
    profile.label = profile.name;
    profile.head = *parse_option_name(profile.name);
    profile.capacity = Bytes{dice.between(1, 40) * dice.between(1, 2) * bytes_per_gib};
    profile.su_factor = Ratio{dice.between(1, 16) * micro_per_unit};
    profile.sms = static_cast<int>(dice.between(1, 120));
    profile.relative_compute = Ratio{profile.sms * micro_per_unit};
    table.profiles.push_back(std::move(profile));
  }
  return table;
}

Needs random_needs(Dice& dice) {
  Needs needs;
  needs.gpu_memory = Bytes{dice.between(1, 90 * 1024) * bytes_per_mib};
  needs.tasks = dice.chance(70) ? 1 : static_cast<int>(dice.between(2, 9));
  needs.coupled = needs.tasks > 1 && dice.chance(50);
  needs.single_model = !needs.coupled && dice.chance(40);
  needs.gpus = dice.chance(85) ? 0 : static_cast<int>(dice.between(1, 6));
  if (dice.chance(25)) {
    needs.min_sms = static_cast<int>(dice.between(1, 130));
  }
  if (dice.chance(15)) {
    needs.min_compute = Ratio{dice.between(1, 120) * micro_per_unit};
  }
  needs.cpus = static_cast<int>(dice.between(1, 64));
  if (dice.chance(40)) {
    needs.ram = Bytes{dice.between(1, 512) * bytes_per_gib};
  }
  needs.headroom_percent = static_cast<int>(dice.between(0, 40));
  needs.prefer = dice.pick(std::vector<Prefer>{Prefer::cost, Prefer::speed, Prefer::balanced});
  return needs;
}

}  // namespace

TEST_CASE("the recommended option is eligible and first, and the scores are sound") {
  Dice dice(20261122);
  int recommended = 0;
  for (int i = 0; i < rounds(20000); ++i) {
    const Table table = random_table(dice);
    const Site site = random_site(dice);
    const Needs needs = random_needs(dice);
    const Advice advice = advise(needs, table, site);
    CAPTURE(i);
    REQUIRE(advice.options.size() == table.profiles.size());
    const auto eligible = std::ranges::count_if(advice.options, &OptionAdvice::eligible);
    REQUIRE(advice.recommended.has_value() == (eligible > 0));
    recommended += advice.recommended ? 1 : 0;
    std::vector<int> ranks;
    bool any_fits = false;
    for (const OptionAdvice& option : advice.options) {
      any_fits = any_fits || (option.eligible && option.fit == Fit::fits);
    }
    for (const OptionAdvice& option : advice.options) {
      REQUIRE(option.rank.has_value() == option.eligible);
      if (option.rank) {
        ranks.push_back(*option.rank);
      }
      if (option.score) {
        REQUIRE(option.eligible);
        REQUIRE(option.fit == Fit::fits);
        REQUIRE(option.score->micro > 0);
        REQUIRE(option.score->micro <= 100 * micro_per_unit);
      }
      if (option.eligible) {
        REQUIRE(option.fit == (any_fits ? Fit::fits : Fit::tight));
        REQUIRE(advice.memory_needed <= option.capacity);
      } else {
        const bool has_reason = std::any_of(option.reasons.begin(), option.reasons.end(), [](const Reason& reason) {
          return reason.verdict == Verdict::reject || reason.verdict == Verdict::tight;
        });
        REQUIRE(has_reason);
      }
      REQUIRE(option.charge.total.micro >= 0);
      REQUIRE(option.charge.total.micro >= option.charge.gpu.micro);
    }
    std::ranges::sort(ranks);
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
      REQUIRE(ranks[rank] == static_cast<int>(rank) + 1);
    }
    if (advice.recommended) {
      REQUIRE(advice.options[*advice.recommended].rank == 1);
    } else {
      REQUIRE(advice.warnings.size() > 0);
    }
  }
  CHECK(recommended > rounds(5000));  // the random requests are not all hopeless
}

TEST_CASE("more GPU memory never selects a smaller capacity") {
  Dice dice(7);
  int compared = 0;
  for (int i = 0; i < rounds(5000); ++i) {
    const Table table = random_table(dice);
    const Site site = random_site(dice);
    Needs needs = random_needs(dice);
    std::optional<Bytes> last;
    bool nothing_before = false;
    std::int64_t mib = 1;
    while (mib < 90 * 1024) {
      needs.gpu_memory = Bytes{mib * bytes_per_mib};
      const Advice advice = advise(needs, table, site);
      if (!advice.recommended) {
        nothing_before = true;
      } else {
        REQUIRE(!nothing_before);  // what holds more holds less
        const Bytes capacity = advice.options[*advice.recommended].capacity;
        if (last) {
          CAPTURE(i, mib, last->value, capacity.value);
          REQUIRE(*last <= capacity);
          ++compared;
        }
        last = capacity;
      }
      mib += dice.between(1, 8 * 1024);
    }
  }
  CHECK(compared > rounds(10000));
}

TEST_CASE("more CPUs or host RAM never cost less, and more headroom never frees an option") {
  Dice dice(11);
  for (int i = 0; i < rounds(5000); ++i) {
    const Table table = random_table(dice);
    const Site site = random_site(dice);
    const Needs needs = random_needs(dice);
    const Advice before = advise(needs, table, site);
    Needs more = needs;
    more.cpus += static_cast<int>(dice.between(1, 16));
    more.headroom_percent += static_cast<int>(dice.between(1, 30));
    if (more.ram) {
      more.ram->value += dice.between(1, 64) * bytes_per_gib;
    }
    const Advice after = advise(more, table, site);
    for (std::size_t k = 0; k < before.options.size(); ++k) {
      REQUIRE(before.options[k].charge.total <= after.options[k].charge.total);
      REQUIRE(!(after.options[k].fit == Fit::fits && before.options[k].fit != Fit::fits));
    }
  }
}

TEST_CASE("the order of the options does not matter, and the same request gives the same bytes") {
  Dice dice(13);
  for (int i = 0; i < rounds(300); ++i) {
    std::vector<std::vector<std::string>> options = random_options(dice);
    for (const char* format : {"--json", "--format=text", "--format=sbatch"}) {
      const Printed first = run_program(flattened(options, format));
      REQUIRE(first.status <= 1);
      const Printed again = run_program(flattened(options, format));
      REQUIRE(first.out == again.out);
      std::vector<std::vector<std::string>> shuffled = options;
      shuffled.push_back({format});
      std::ranges::shuffle(shuffled, dice.engine());
      const std::vector<std::string> tail = shuffled.back();
      shuffled.pop_back();
      std::vector<std::string> arguments = flattened(shuffled, tail[0]);
      arguments.insert(arguments.end(), tail.begin() + 1, tail.end());
      const Printed mixed = run_program(arguments);
      REQUIRE(first.status == mixed.status);
      REQUIRE(first.out == mixed.out);
      REQUIRE(first.err == mixed.err);
    }
  }
}

// The value that a CSV column has in the JSON of an option: `hours_low` is `low` in `hours`; null where there is none.
nlohmann::json json_value(const nlohmann::json& option, const std::string& key) {
  if (key == "basis") {
    for (const char* const range : {"hours", "relative_cost"}) {
      if (option[range].is_object()) {
        return option[range]["basis"];
      }
    }
    return {};
  }
  for (const char* const count : {"idle", "idle_with_room", "idle_planned", "in_service", "out_of_service"}) {
    if (key == count) {
      return option["live"].is_object() ? option["live"].at(key) : nlohmann::json();
    }
  }
  for (const std::string part : {"low", "likely", "high"}) {
    if (key.ends_with("_" + part)) {
      const nlohmann::json& range = option.at(key.substr(0, key.size() - part.size() - 1));
      return range.is_object() ? range.at(part) : nlohmann::json();
    }
  }
  return option.contains(key) ? option[key] : option["memory"].at(key);
}

TEST_CASE("CSV and Markdown say what JSON says") {
  Dice dice(19);
  for (int i = 0; i < rounds(500); ++i) {
    const std::vector<std::vector<std::string>> options = random_options(dice);
    const std::string json_text = run_program(flattened(options, "--json")).out;
    const nlohmann::json json = nlohmann::json::parse(json_text);
    const Printed csv = run_program(flattened(options, "--format=csv"));
    const Printed markdown = run_program(flattened(options, "--format=markdown"));
    CAPTURE(csv.out, markdown.out);
    REQUIRE(csv.status == markdown.status);
    REQUIRE((csv.status == 1) == json["recommendation"].is_null());
    REQUIRE(markdown.err.empty());

    const CsvFile file = read_csv(SourceText("answer.csv", csv.out));
    REQUIRE(file.errors.empty());
    REQUIRE(file.rows.size() == json["options"].size() + 1);
    for (std::size_t row = 1; row < file.rows.size(); ++row) {
      const nlohmann::json& option = json["options"][row - 1];
      for (std::size_t column = 0; column < file.rows[0].cells.size(); ++column) {
        const std::string& key = file.rows[0].cells[column].text;
        const std::string& cell = file.rows[row].cells[column].text;
        CAPTURE(key, cell);
        if (key == "recommended" || key == "jobs") {
          continue;
        }
        const nlohmann::json value = json_value(option, key);
        if (value.is_boolean()) {
          REQUIRE(cell == (value.get<bool>() ? "yes" : "no"));
        } else if (value.is_number()) {
          // Read back, both are the same number; the digits of JSON itself are in its text.
          REQUIRE(std::stod(cell) == value.get<double>());
          REQUIRE(json_text.find(": " + cell) != std::string::npos);
        } else if (value.is_null()) {
          REQUIRE(cell.empty());
        } else if (value.is_string()) {
          REQUIRE(cell == value.get<std::string>());
        }
      }
    }

    // Every row of the table has the same eight cells, whatever was asked; a bar within a cell would be escaped. A table of run
    // times may follow.
    std::size_t rows = 0;
    std::istringstream lines(markdown.out);
    for (std::string line; std::getline(lines, line) && !line.starts_with("To finish");) {
      if (!line.starts_with('|')) {
        continue;
      }
      ++rows;
      std::size_t bars = 0;
      for (std::size_t at = 0; at < line.size(); ++at) {
        bars += line[at] == '|' && (at == 0 || line[at - 1] != '\\') ? 1 : 0;
      }
      REQUIRE(bars == 9);
    }
    REQUIRE(rows == json["options"].size() + 2);
    if (csv.status == 0) {
      REQUIRE(markdown.out.find("| **" + json["recommendation"]["option"].get<std::string>() + "**") != std::string::npos);
    }
  }
}

TEST_CASE("a walltime, a free QoS or a budget leaves the ranking alone") {
  Dice dice(23);
  for (int i = 0; i < rounds(300); ++i) {
    const std::vector<std::string> base{"--mem",    std::to_string(dice.between(1, 75)),
                                        "--cpus",   std::to_string(dice.between(1, 64)),
                                        "--prefer", dice.pick(std::vector<std::string>{"cost", "speed"})};
    const auto ranks = [&](const std::vector<std::string>& more) {
      std::vector<std::string> arguments = base;
      arguments.insert(arguments.end(), more.begin(), more.end());
      arguments.emplace_back("--json");
      const nlohmann::json answer = nlohmann::json::parse(run_program(arguments).out);
      nlohmann::json found = nlohmann::json::array();
      for (const nlohmann::json& option : answer["options"]) {
        found.push_back({option["rank"], option["score"], option["su_per_hour_standard"]});
      }
      return found;
    };
    const nlohmann::json plain = ranks({});
    CAPTURE(base);
    REQUIRE(ranks({"--time", std::to_string(dice.between(1, 72)) + "h"}) == plain);
    REQUIRE(ranks({"--qos", "low"}) == plain);
    REQUIRE(ranks({"--qos", "high_abc", "--time", "99h"}) == plain);
    REQUIRE(ranks({"--budget", std::to_string(dice.between(1, 50))}) == plain);
  }
}

TEST_CASE("text, JSON and the formats for scripts agree") {
  Dice dice(17);
  for (int i = 0; i < rounds(500); ++i) {
    const std::vector<std::vector<std::string>> options = random_options(dice);
    const Printed text = run_program(flattened(options, "--format=text"));
    const Printed json_text = run_program(flattened(options, "--json"));
    const Printed gres = run_program(flattened(options, "--format=gres"));
    const Printed sbatch = run_program(flattened(options, "--format=sbatch"));
    CAPTURE(text.out, json_text.out);
    REQUIRE(text.status == json_text.status);
    REQUIRE(text.status == gres.status);
    REQUIRE(text.status == sbatch.status);
    const nlohmann::json json = nlohmann::json::parse(json_text.out);
    if (text.status == 1) {
      REQUIRE(json["recommendation"].is_null());
      REQUIRE(text.out.starts_with("No option will do.\n"));
      REQUIRE(gres.out.empty());
      REQUIRE(sbatch.out.empty());
      continue;
    }
    const nlohmann::json& recommendation = json["recommendation"];
    const std::string asked = recommendation["gres"];
    REQUIRE(gres.out == asked + "\n");
    std::string headline = text.out.substr(0, text.out.find("\n\n"));
    std::ranges::replace(headline, '\n', ' ');
    REQUIRE(headline.find("--gres=" + asked + " ") != std::string::npos);
    REQUIRE(headline.find(recommendation["option"].get<std::string>()) != std::string::npos);
    const double rate = recommendation["su_per_hour_all_jobs"];
    const std::size_t unit = headline.rfind(" SU/hour");
    const std::size_t start = headline.rfind(' ', unit - 1);
    REQUIRE(std::stod(headline.substr(start, unit - start)) == Approx(rate).margin(0.0051));
    REQUIRE(recommendation["su_per_hour"].get<double>() * recommendation["jobs"].get<int>() == Approx(rate).margin(0.01));
    std::string arguments;
    for (const std::string argument : recommendation["sbatch_args"]) {
      arguments += (arguments.empty() ? "" : " ") + argument;
    }
    REQUIRE(sbatch.out == arguments + "\n");
    REQUIRE(text.out.find("sbatch " + arguments + " ") != std::string::npos);
    for (const nlohmann::json& option : json["options"]) {
      // Each option has its line: with its SU per hour when it will do, else with a reason.
      const std::string name = "\n  " + option["option"].get<std::string>() + " ";
      REQUIRE(text.out.find(name) != std::string::npos);
      const std::string line =
          text.out.substr(text.out.find(name) + 1, text.out.find('\n', text.out.find(name) + 1) - text.out.find(name) - 1);
      REQUIRE((line.find("  no: ") == std::string::npos && line.find("  tight: ") == std::string::npos) ==
              option["eligible"].get<bool>());
    }
  }
}
