// The command `compare`: how choices are named, and that text, Markdown and JSON say the same of them.
#include "migadvise/compare.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "cli/random_request.hpp"
#include "report/markdown_table.hpp"

using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

Printed compare(Arguments arguments, const std::string& last = "--color=never", const World& world = {}) {
  arguments.insert(arguments.begin(), "compare");
  arguments.push_back(last);
  return run_program(arguments, world);
}

std::string joined(const Arguments& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

std::string without_breaks(const std::string& text) {
  std::istringstream in(text);
  Arguments words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return joined(words);
}

// The figures in a cell: `34.9 min (29.6 to 41.8)` has three.
std::vector<double> figures(const std::string& cell) {
  std::vector<double> found;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(cell[i])) != 0) {
      char* end = nullptr;
      found.push_back(std::strtod(cell.c_str() + i, &end));
      i = static_cast<std::size_t>(end - cell.c_str());
    }
  }
  return found;
}

// The cells of each row of the Markdown table, by the name of the row.
std::map<std::string, Arguments> rows_of(const std::string& page) {
  const auto tables = markdown_tables(page);
  REQUIRE(tables);
  REQUIRE(tables->size() == 1);
  std::map<std::string, Arguments> rows;
  Arguments heads;
  for (std::size_t i = 1; i < tables->front().heads.size(); ++i) {
    heads.push_back(shown_by_markdown(tables->front().heads[i]));
  }
  rows["choices"] = heads;
  for (const auto& row : tables->front().rows) {
    Arguments cells;
    for (std::size_t i = 1; i < row.size(); ++i) {
      cells.push_back(shown_by_markdown(row[i]));
    }
    rows[shown_by_markdown(row[0])] = cells;
  }
  return rows;
}

// A row that is called otherwise where one of the choices is of several jobs.
const Arguments& row(const std::map<std::string, Arguments>& rows, const std::string& name, bool in_all = false) {
  const auto each = rows.find(name + (in_all ? ", in all" : ", each"));
  const auto found = each != rows.end() ? each : rows.find(name);
  CAPTURE(name);
  REQUIRE(found != rows.end());
  return found->second;
}

// A range of JSON as the words of a cell: likely, low and high, or the two bounds, or the one figure.
std::vector<double> figures(const json& range, double unit) {
  const double low = range["low"].get<double>() * unit;
  const double high = range["high"].get<double>() * unit;
  if (range["likely"].is_null()) {
    return {low, high};
  }
  return low == high ? std::vector<double>{low} : std::vector<double>{range["likely"].get<double>() * unit, low, high};
}

void check_range(const std::string& cell, const json& range) {
  CAPTURE(cell, range.dump());
  if (range.is_null()) {
    REQUIRE(cell == "unknown");
    return;
  }
  const std::map<std::string, double> units{{" ms", 3'600'000}, {" s", 3600}, {" min", 60}};
  double unit = 1;
  for (const auto& [name, factor] : units) {
    const std::size_t at = cell.find(name);
    unit = at != std::string::npos && !std::isalpha(static_cast<unsigned char>(cell[at + name.size()])) ? factor : unit;
  }
  const std::vector<double> expected = figures(range, unit);
  const std::vector<double> shown = figures(cell);
  REQUIRE(shown.size() == expected.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    REQUIRE(shown[i] == Approx(expected[i]).epsilon(0.01).margin(0.011 + unit * 0.0001));
  }
}

void check_same_figures(const Arguments& request) {
  CAPTURE(joined(request));
  const Printed as_json = compare(request, "--json");
  const Printed markdown = compare(request, "--format=markdown");
  const Printed text = compare(request, "--format=text", {.environment = {{"NO_COLOR", "1"}}, .terminal = true, .width = 4000});
  REQUIRE(as_json.status <= 1);
  REQUIRE(markdown.status == as_json.status);
  REQUIRE(text.status == as_json.status);
  REQUIRE(as_json.err + markdown.err + text.err == "");
  const json answer = json::parse(as_json.out);
  const auto rows = rows_of(markdown.out);
  const std::string words = without_breaks(text.out);
  CAPTURE(markdown.out, text.out);

  // The table of the text is that of Markdown.
  std::istringstream lines(text.out);
  std::map<std::string, std::string> lines_of_text;
  for (std::string line; std::getline(lines, line) && !line.empty();) {
    lines_of_text[line.substr(2, line.find("  ", 2) == std::string::npos ? line.size() : line.find("  ", 2) - 2)] = line;
  }
  for (const auto& [name, cells] : rows) {
    if (name != "choices") {
      CAPTURE(name);
      REQUIRE(lines_of_text.contains(name));
      REQUIRE(without_breaks(lines_of_text[name]) == without_breaks(name + " " + joined(cells)));
    }
  }

  bool accepted = false;
  for (std::size_t i = 0; i < answer["choices"].size(); ++i) {
    const json& choice = answer["choices"][i];
    CAPTURE(choice.dump());
    accepted = accepted || choice["accepted"].get<bool>();
    const int jobs = choice["jobs"];
    const std::string option = choice["option"];
    REQUIRE(rows.at("choices")[i] == (jobs > 1 ? std::to_string(jobs) + " × " + option : option));
    REQUIRE(choice["choice"] == (jobs > 1 ? option + ":" + std::to_string(jobs) : option));
    REQUIRE(rows.at("jobs to submit")[i] == std::to_string(jobs));
    for (const bool in_all : {false, true}) {
      const std::string all = in_all ? "_all_jobs" : "";
      if (in_all && !rows.contains("SMs, in all")) {
        REQUIRE(choice["sms"] == choice["sms_all_jobs"]);
        continue;
      }
      const auto one_figure = [&](const std::string& name) { return figures(row(rows, name, in_all)[i]).back(); };
      REQUIRE(one_figure("SMs") == choice["sms" + all].get<double>());
      const double capacity = choice["capacity_gib" + all];
      REQUIRE(one_figure("GPU memory") <= capacity + 1e-9);
      REQUIRE(one_figure("GPU memory") > capacity - 0.1001);
      const std::string& share = row(rows, "bandwidth and L2", in_all)[i];
      if (choice["memory_share" + all].is_null()) {
        REQUIRE(share == "unknown");
      } else {
        const std::vector<double> parts = figures(share);
        const double shown = share == "all" ? 1 : parts.size() == 2 ? parts[0] / parts[1] : parts[0];
        REQUIRE(choice["memory_share" + all].get<double>() == Approx(shown).margin(0.0001));
      }
      if (choice["su_per_hour" + all].is_null()) {
        REQUIRE(row(rows, "whole charge", in_all)[i] == "-");
        REQUIRE(row(rows, "GPU charge", in_all)[i] == "-");
      } else {
        const json& standard = choice[in_all ? "su_per_hour_all_jobs_standard" : "su_per_hour_standard"];
        REQUIRE(one_figure("whole charge") == Approx(standard.get<double>()).margin(0.0051));
        REQUIRE(one_figure("GPU charge") == Approx(choice["gpu_su_per_hour" + all].get<double>()).margin(0.0051));
        REQUIRE(figures(row(rows, "whole charge", in_all)[i]).front() ==
                Approx(choice["su_per_hour" + all].get<double>()).margin(0.0051));
      }
    }
    if (rows.contains("run time, shortest = 1")) {
      check_range(rows.at("run time, shortest = 1")[i], choice["relative_time"]);
      check_range(rows.at("SU, cheapest = 1")[i], choice["relative_cost"]);
      REQUIRE(choice["hours"].is_null());
    } else if (rows.contains("basis")) {
      check_range(row(rows, "run time")[i], choice["hours"]);
      const bool free = rows.contains("SU, would be") || rows.contains("SU, would be, in all");
      check_range(row(rows, free ? "SU, would be" : "SU", true)[i], choice["su_total_standard"]);
      REQUIRE((choice["hours"].is_null() || rows.at("basis")[i].starts_with(choice["hours"]["basis"].get<std::string>())));
    } else {
      REQUIRE(choice["hours"].is_null());
      REQUIRE(choice["relative_time"].is_null());
    }
    if (!choice["accepted"].get<bool>()) {
      for (const json& refusal : choice["refusals"]) {
        REQUIRE(words.find(refusal.get<std::string>()) != std::string::npos);
      }
      REQUIRE(!choice["refusals"].empty());
    }
  }
  REQUIRE(as_json.status == (accepted ? 0 : 1));

  // Every sentence stands in all three.
  const std::string page = without_breaks(shown_by_markdown(markdown.out));
  for (const char* const key : {"remarks", "warnings"}) {
    for (const json& said : answer[key]) {
      const std::string sentence = without_breaks(said["text"]);
      CAPTURE(sentence);
      REQUIRE(words.find(sentence) != std::string::npos);
      REQUIRE(page.find(sentence) != std::string::npos);
    }
  }
}

}  // namespace

TEST_CASE("text, Markdown and JSON of a comparison have the same figures", "[compare]") {
  const std::string data = MIGADVISE_TEST_DATA;
  const std::vector<Arguments> requests{
      {"3g.40gb", "1g.10gb:3"},
      {"2g.20gb", "full", "--cpus", "4"},
      {"1g", "2g", "3g", "full", "1g:2", "1g:7", "full:2", "2g:3"},
      {"3g.40gb", "1g.10gb:3", "--measured", "1g=1h", "--measured", "3g=24m"},
      {"3g.40gb", "1g.10gb:3", "--measured", "1g=1h"},
      {"full", "2g:2", "--measured", "1g=65m31s"},
      {"full", "2g:2", "--measured", "1g=65m31s", "--compute", "medium"},
      {"full", "2g:2", "--compute", "heavy", "--qos", "low"},
      {"full", "3g", "1g:3", "--like", "gromacs"},
      {"full", "3g", "1g:3", "--measured", "1g=300h", "--measured", "3g=120h"},
      {"full", "1g:2", "--qos", "debug", "--measured", "1g=2h", "--measured", "2g=1h"},
      {"full", "3g", "--partition", "debug_gpu"},
      {"full", "3g", "--partition", "bigmem"},
      {"full", "1g:2", "--cpus", "200"},
      {"1g:100000", "full:100000", "--measured", "1g=3d", "--measured", "full=1s"},
      {"4g.48gb", "1g.12gb:4", "--site", data + "/sites/larkspur.json", "--table", data + "/tables/larkspur.csv"},
  };
  for (const Arguments& request : requests) {
    check_same_figures(request);
  }
}

TEST_CASE("random comparisons have the same figures in every format", "[compare]") {
  Dice dice(61);
  const std::vector<std::string> names{"1g.10gb", "2g.20gb", "3g.40gb", "full"};
  for (int i = 0; i < rounds(150); ++i) {
    Arguments request;
    const std::int64_t count = dice.between(2, 8);
    for (std::int64_t k = 0; k < count; ++k) {
      // Other numbers of jobs are other choices.
      request.push_back(dice.pick(names) + ":" + std::to_string(dice.chance(30) && k == 0 ? 1 : 2 * k + dice.between(1, 2)));
    }
    const auto maybe = [&](int percent, const std::string& option) {
      if (dice.chance(percent)) {
        request.push_back(option);
      }
    };
    maybe(50, "--cpus=" + std::to_string(dice.between(1, 130)));
    maybe(30, "--ram=" + std::to_string(dice.between(1, 300)) + "G");
    maybe(40, "--measured=1g=" + std::to_string(dice.between(30, 9000)) + "m");
    maybe(40, "--measured=3g=" + std::to_string(dice.between(10, 4000)) + "m");
    maybe(20, "--compute=" + dice.pick(Arguments{"light", "medium", "heavy"}));
    maybe(40, "--qos=" + dice.pick(Arguments{"low", "debug", "high_abc"}));
    check_same_figures(request);
  }
}

TEST_CASE("a choice may have every spelling of an option, and a count behind it", "[compare]") {
  struct Case {
    const char* written;
    const char* choice;
  };
  const std::vector<Case> cases{
      {"3g", "3g.40gb"},
      {"40gb", "3g.40gb"},
      {"a100_40g", "3g.40gb"},
      {"MIG 3g.40gb", "3g.40gb"},
      {"gpu:a100_40g:1", "3g.40gb"},
      {"gpu:a100_40g", "3g.40gb"},
      {"3g.40gb:1", "3g.40gb"},
      {"3g.40gb:2", "3g.40gb:2"},
      {"gpu:a100_40g:2", "3g.40gb:2"},
      {"gpu:a100_40g:1:2", "3g.40gb:2"},
      {"40gb : 2", "3g.40gb:2"},
      {"full:100000", "full:100000"},
      {"a100:2", "full:2"},
      {"A100-SXM4-80GB:2", "full:2"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.written);
    const Printed printed = compare({"1g", c.written}, "--json");
    REQUIRE(printed.status == 0);
    CHECK(json::parse(printed.out)["choices"][1]["choice"] == c.choice);
  }
}

TEST_CASE("choices that cannot be compared are told with their repair", "[compare]") {
  struct Case {
    const char* description;
    Arguments arguments;
    Arguments parts;
  };
  const std::vector<Case> cases{
      {"unknown", {"3g.40gb", "banana"}, {"U010", "CHOICE: 'banana' is unknown; expected 1g.10gb, 2g.20gb, 3g.40gb, full"}},
      {"nearly known", {"3g.40gb", "ful"}, {"U010", "'ful' is unknown", "did you mean full?"}},
      {"unknown with a count", {"3g.40gb", "1g.10bg:3"}, {"U010", "'1g.10bg' is unknown", "did you mean 1g.10gb?"}},
      {"several unknown", {"a1", "b2"}, {"'a1' is unknown", "'b2' is unknown"}},
      {"a GRES that is unknown", {"gpu:a100_9g", "full"}, {"U010", "'gpu:a100_9g' is unknown"}},
      {"no jobs", {"3g", "1g:0"}, {"U006", "CHOICE '1g:0' has a number of jobs that is not above 0", "from 1 to 100000"}},
      {"too many jobs", {"3g", "1g:100001"}, {"U006", "'1g:100001' has a number of jobs that is too large"}},
      {"a count that is missing", {"3g", "1g:"}, {"U006", "'1g:' has a number of jobs that is empty"}},
      {"a count that is a word", {"3g", "1g:three"}, {"U006", "'1g:three' has a number of jobs that is not a number"}},
      {"half a job", {"3g", "1g:1.5"}, {"U006", "is not a whole number"}},
      {"the same", {"3g.40gb", "3g.40gb"}, {"U005", "CHOICE 3g.40gb is given more than once"}},
      {"the same in other words", {"1g:2", "gpu:a100_10g:2"}, {"U005", "CHOICE gpu:a100_10g:2 is given more than once"}},
      {"the same with a count of one", {"1g", "1g:1"}, {"U005", "CHOICE 1g:1"}},
      {"a QoS that is unknown", {"1g", "2g", "--qos", "lwo"}, {"U010", "did you mean low?"}},
      {"a measured option that is unknown", {"1g", "2g", "--measured", "9g=1h"}, {"U010", "--measured: '9g'"}},
      {"a benchmark that is unknown", {"1g", "2g", "--like", "gromax"}, {"U010", "did you mean gromacs?"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Printed printed = compare(c.arguments);
    CAPTURE(printed.err);
    CHECK(printed.status == 2);
    CHECK(printed.out.empty());
    for (const std::string& part : c.parts) {
      CAPTURE(part);
      CHECK(printed.err.find(part) != std::string::npos);
    }
  }
}

TEST_CASE("a comparison that is wider than the terminal is divided, and one that is narrow does not break", "[compare]") {
  const Arguments all{"1g", "2g", "3g", "full", "1g:2", "1g:7", "full:2", "2g:100000"};
  const std::string wide = compare(all, "--quiet", {.terminal = true, .width = 4000}).out;
  CHECK(std::count(wide.begin(), wide.end(), '\n') == 14);
  for (const int width : {1, 10, 40, 60, 79, 80, 120}) {
    CAPTURE(width);
    const Printed printed = compare(all, "--ascii", {.environment = {{"NO_COLOR", "1"}}, .terminal = true, .width = width});
    REQUIRE(printed.status == 0);
    for (const char* const choice : {"  full", "  2 x full", "  100000 x 2g.20gb", "  7 x 1g.10gb"}) {
      CHECK(printed.out.find(choice) != std::string::npos);
    }
    std::istringstream lines(printed.out);
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK((width < 40 || line.size() <= static_cast<std::size_t>(width)));
    }
  }
}

TEST_CASE("docs/architecture.md has every kind of remark", "[compare]") {
  std::ifstream page(MIGADVISE_DOCS "/architecture.md");
  const std::string text{std::istreambuf_iterator<char>(page), {}};
  for (std::size_t i = 0; i < migadvise::remark_kind_count; ++i) {
    const std::string id(migadvise::remark_id(static_cast<migadvise::RemarkKind>(i)));
    CAPTURE(id);
    CHECK(text.find("`" + id + "`") != std::string::npos);
  }
}

TEST_CASE("quiet leaves the table, and only in text", "[compare]") {
  const Arguments request{"3g", "1g:3"};
  const std::string text = compare(request).out;
  Arguments quiet = request;
  quiet.emplace_back("--quiet");
  const std::string table = compare(quiet).out;
  CHECK(text.starts_with(table));
  CHECK(table.find("rather than") == std::string::npos);
  CHECK(compare(quiet, "--json").out == compare(request, "--json").out);
  CHECK(compare(quiet, "--format=markdown").out == compare(request, "--format=markdown").out);
}
