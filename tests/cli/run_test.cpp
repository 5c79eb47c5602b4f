#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "report/layout.hpp"

namespace {

using Arguments = std::vector<std::string>;

constexpr std::string_view escape = "\x1b[";

/// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("migadvise-test-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string file(const std::string& name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path_ / name;
  }
  [[nodiscard]] std::string path(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

constexpr std::string_view small_table =
    "Specification,1g.10gb,Full 80GB\n"
    "SU Usage factor,2,16\n"
    "Global Memory,10.2 GB,85.2 GB\n"
    "Multiprocessors (SMs),14,108\n";

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    widest = std::max(widest, migadvise::display_width(text.substr(start, end - start)));
    start = end + 1;
  }
  return widest;
}

}  // namespace

TEST_CASE("exit statuses are as frozen") {
  struct Case {
    const char* description;
    Arguments arguments;
    int status;
  };
  const std::vector<Case> cases{
      {"an answer", {"--mem", "30"}, 0},
      {"an answer with a warning", {"--mem", "78"}, 0},
      {"help", {"--help"}, 0},
      {"version", {"--version"}, 0},
      {"no option will do", {"--mem", "90"}, 1},
      {"no option will do, as JSON", {"--mem", "90", "--json"}, 1},
      {"no option will do, for a script", {"--mem", "90", "--format", "gres"}, 1},
      {"nothing said", {}, 2},
      {"an unknown option", {"--mem", "30", "--fo"}, 2},
      {"a missing file", {"--mem", "30", "--table", "/no/such/file"}, 66},
      {"a folder", {"--mem", "30", "--table", "/"}, 66},
      {"a device", {"--mem", "30", "--table", "/dev/zero"}, 66},
      {"a missing site file", {"--mem", "30", "--site", "./none.json"}, 66},
      {"an unknown site", {"--mem", "30", "--site", "nowhere"}, 2},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Printed printed = run_program(c.arguments);
    CHECK(printed.status == c.status);
    CHECK(printed.out.empty() == (c.status > 1 || c.arguments.back() == "gres"));
    CHECK(printed.err.empty() == !printed.out.empty());
  }
}

TEST_CASE("an output that cannot be written gives 74") {
  const Printed on_write = run_program({"--mem", "30"}, {.fail_on_write = true});
  CHECK(on_write.status == 74);
  CHECK(on_write.err == "migadvise: error[O001]: the output could not be written: No space left on device\n");
  const Printed on_close = run_program({"--mem", "30", "--json"}, {.fail_on_close = true});
  CHECK(on_close.status == 74);
  CHECK(on_close.err == "migadvise: error[O001]: the output could not be written: Input/output error\n");
}

TEST_CASE("colour only on a terminal that wants it, and a flag beats the environment") {
  struct Case {
    const char* description;
    Arguments more;
    World world;
    bool colored;
  };
  const std::vector<Case> cases{
      {"piped", {}, {}, false},
      {"on a terminal", {}, {.environment = {{"TERM", "xterm"}}, .terminal = true}, true},
      {"on a terminal without TERM", {}, {.terminal = true}, true},
      {"NO_COLOR set", {}, {.environment = {{"NO_COLOR", "1"}}, .terminal = true}, false},
      {"NO_COLOR set but empty", {}, {.environment = {{"NO_COLOR", ""}}, .terminal = true}, true},
      {"a dumb terminal", {}, {.environment = {{"TERM", "dumb"}}, .terminal = true}, false},
      {"always, piped", {"--color", "always"}, {}, true},
      {"always against NO_COLOR", {"--color=always"}, {.environment = {{"NO_COLOR", "1"}}}, true},
      {"never on a terminal", {"--color", "never"}, {.terminal = true}, false},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    Arguments arguments{"--mem", "30"};
    arguments.insert(arguments.end(), c.more.begin(), c.more.end());
    const Printed printed = run_program(arguments, c.world);
    CHECK((printed.out.find(escape) != std::string::npos) == c.colored);
  }
}

TEST_CASE("JSON and the formats for scripts never have colour") {
  for (const char* format : {"json", "gres", "sbatch"}) {
    const Printed printed = run_program({"--mem", "30", "--color", "always", "--format", format}, {.terminal = true});
    CHECK(printed.out.find(escape) == std::string::npos);
  }
}

TEST_CASE("text keeps within the terminal, and within 80 columns when piped") {
  for (const int width : {50, 60, 72, 100, 200}) {
    CAPTURE(width);
    std::string plain = run_program({"--mem", "9", "--cpus", "4", "--color", "never"}, {.terminal = true, .width = width}).out;
    plain.erase(plain.find("Submit"));  // a command to copy is not broken
    CHECK(widest_line(plain) <= static_cast<std::size_t>(width));
  }
  std::string piped = run_program({"--mem", "9"}, {.terminal = false, .width = 200}).out;
  piped.erase(piped.find("Submit"));
  CHECK(widest_line(piped) <= 80);
}

TEST_CASE("ASCII output leaves no byte beyond ASCII") {
  for (const Arguments& more : {Arguments{}, {"--tasks", "3"}, {"--cpus", "16"}, {"--tasks", "3", "--coupled"}}) {
    Arguments arguments{"--mem", "25", "--ascii"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Printed printed = run_program(arguments);
    CHECK(std::ranges::all_of(printed.out, [](char c) { return c == '\n' || (c >= ' ' && c < 127); }));
  }
}

TEST_CASE("a table is read from a regular file of sensible size only") {
  const Folder folder;
  const auto status_of = [](const std::string& path) { return run_program({"--mem", "8", "--table", path}).status; };

  CHECK(status_of(folder.file("good.csv", small_table)) == 0);
  CHECK(status_of(folder.file("empty.csv", "")) == 65);
  CHECK(status_of(folder.path("missing.csv")) == 66);

  const std::string pipe = folder.path("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(status_of(pipe) == 66);  // without waiting for a writer

  const std::string large = folder.file("large.csv", small_table);
  std::filesystem::resize_file(large, 1'000'000'000);
  const Printed printed = run_program({"--mem", "8", "--table", large});
  CHECK(printed.status == 65);
  CHECK(printed.err.find("error[F004]: is larger than 256 KiB") != std::string::npos);
}

TEST_CASE("names of files are taken as they are") {
  const Folder folder;
  for (const char* name : {"[a,b]", "[]", "with blank.csv", "quote'.csv", "dollar$(id).csv", "a=b.csv"}) {
    CAPTURE(name);
    const std::string path = folder.file(name, small_table);
    CHECK(run_program({"--mem", "8", "--table", path}).status == 0);
    CHECK(run_program({"--mem", "8", "--table=" + path}).status == 0);
  }
  CHECK(run_program({"--mem", "8", "--table", "[a,b]"}).err.find("migadvise: [a,b]: error[F001]") == 0);
}

TEST_CASE("a hostile name or cell cannot steer the terminal") {
  const Folder folder;
  const std::string path = folder.file("\x1b[31mred.csv", "Specification,1g.10gb,\x1b]0;title\x07\nx,1,2\n");
  const Printed printed = run_program({"--mem", "8", "--table", path});
  CHECK(printed.status == 65);
  CHECK(printed.err.find('\x1b') == std::string::npos);
  CHECK(printed.err.find('\x07') == std::string::npos);

  // A label may hold a right-to-left override: neither text nor JSON prints it raw.
  const std::string bidi = folder.file("bidi.csv",
                                       "Specification,1g.10gb,Full\xC2\xA0"
                                       "80GB,Notes\nSU Usage factor,2,16,\xE2\x80\xAE\n"
                                       "Global Memory,10.2 GB,85.2 GB,\nMultiprocessors,14,108,\n");
  for (const char* format : {"text", "json"}) {
    CHECK(run_program({"--mem", "8", "--table", bidi, "--format", format}).out.find("\xE2\x80\xAE") == std::string::npos);
  }
}

TEST_CASE("both published forms of the table give the same JSON apart from labels") {
  const auto without_labels = [](nlohmann::json json) {
    for (nlohmann::json& option : json["options"]) {
      option.erase("label");
    }
    json["recommendation"].erase("label");
    return json;
  };
  const std::string other = std::string(MIGADVISE_TEST_DATA) + "/tables/short-heads.csv";
  for (const Arguments& needs :
       {Arguments{"--mem", "30"}, {"--mem", "9"}, {"--mem", "8", "--tasks", "3"}, {"--min-compute", "2x"}}) {
    Arguments first = needs;
    first.emplace_back("--json");
    Arguments second = first;
    second.insert(second.end(), {"--table", other});
    const nlohmann::json built_in = nlohmann::json::parse(run_program(first).out);
    const nlohmann::json given = nlohmann::json::parse(run_program(second).out);
    CHECK(built_in != given);
    CHECK(without_labels(built_in) == without_labels(given));
  }
}

TEST_CASE("a column added to the table is an option more") {
  const std::string five = std::string(MIGADVISE_TEST_DATA) + "/tables/five-options.csv";
  const nlohmann::json json = nlohmann::json::parse(run_program({"--mem", "8", "--json", "--table", five}).out);
  REQUIRE(json["options"].size() == 5);
  CHECK(json["options"][1]["option"] == "1g.20gb");
  CHECK(json["options"][1]["su_per_hour"] == 5);
  CHECK(json["options"][1]["eligible"] == true);
  CHECK(json["options"][1]["gres"].is_null());

  // Its parts could not be asked for, so a split names the option of the same price that can be.
  const Printed split = run_program({"--mem", "30", "--table", five});
  CHECK(split.out.find("2 ×\n    2g.20gb") != std::string::npos);
  CHECK(split.out.find("× 1g.20gb") == std::string::npos);
}

TEST_CASE("every option that takes a value refuses an empty one, and one given twice") {
  for (const char* name :
       {"--mem", "--tasks", "--jobs", "--gpus", "--min-sms", "--min-compute", "--cpus", "--ram", "--time", "--partition", "--qos",
        "--account", "--budget", "--headroom", "--prefer", "--format", "--color", "--table", "--site"}) {
    CAPTURE(name);
    const Printed empty = run_program({name, ""});
    CHECK(empty.status == 2);
    CHECK(empty.err.find(std::string("error[U0")) != std::string::npos);
    const Printed last = run_program({"--mem", "30", name});
    CHECK(last.status == 2);
    const Printed twice = run_program({name, "1", name, "1"});
    CHECK(twice.status == 2);
    CHECK(twice.err.find("error[U005]") != std::string::npos);
  }
}

TEST_CASE("what a spreadsheet leaves behind does not matter") {
  const Folder folder;
  const std::string plain = folder.file("plain.csv", small_table);
  const std::string saved = folder.file("saved.csv",
                                        "\xEF\xBB\xBFSpecification,1g.10gb,\"Full\n80GB\",,\r\n"
                                        ",,,,\r\n"
                                        "SU Usage factor,2,16,,\r\n"
                                        "\"Global\nMemory\",10.2 GB,\"85.2 GB\n\", ,\r\n"
                                        "Multiprocessors\xE2\x80\x89(SMs),14,108,,\r\n"
                                        ",,,,\r\n");
  const nlohmann::json expected = nlohmann::json::parse(run_program({"--mem", "8", "--table", plain, "--json"}).out);
  nlohmann::json found = nlohmann::json::parse(run_program({"--mem", "8", "--table", saved, "--json"}).out);
  found["options"][1]["label"] = "Full 80GB";
  CHECK(found == expected);
}

TEST_CASE("two columns of one option are refused however they spell it") {
  const Folder folder;
  const std::string table = folder.file("twice.csv",
                                        "Specification,1g.10gb,10gb,Full 80GB\nSU Usage factor,2,2,16\n"
                                        "Global Memory,10.2 GB,10.2 GB,85.2 GB\nSMs,14,14,108\n");
  const Printed printed = run_program({"--mem", "8", "--table", table});
  CHECK(printed.status == 65);
  CHECK(printed.err.find("error[T005]: '10gb' is the same option as another column's") != std::string::npos);
}

TEST_CASE("another GPU does not get the GRES of the site's, nor its price") {
  const Folder folder;
  struct Case {
    const char* slice;
    const char* full;
    bool slice_known;
    bool full_known;
  };
  const std::vector<Case> cases{{"A100 MIG 1g.10gb", "A100-SXM4-80GB", true, true},
                                {"1g.10gb", "Full 80GB", true, true},
                                {"1g.10gb", "Full", true, true},
                                {"H100 MIG 1g.10gb", "H100-SXM5-80GB", false, false},
                                {"1g.10gb", "H100", true, false},
                                {"1g.10gb", "Full 96GB", true, false}};
  for (const Case& c : cases) {
    CAPTURE(c.slice, c.full);
    const std::string table = folder.file("heads.csv", std::string("Specification,") + c.slice + "," + c.full +
                                                           "\nSU Usage factor,2,16\nGlobal Memory,10.2 GB,85.2 GB\nSMs,14,108\n");
    const nlohmann::json json = nlohmann::json::parse(run_program({"--mem", "8", "--table", table, "--json"}).out);
    CHECK(json["options"][0]["gres"].is_null() == !c.slice_known);
    CHECK(json["options"][1]["gres"].is_null() == !c.full_known);
    CHECK(json["options"][0]["su_per_hour"].is_null() == !c.slice_known);
    CHECK(json["options"][1]["su_per_hour"].is_null() == !c.full_known);
    CHECK(json["recommendation"].is_null() == !c.slice_known);
    CHECK(run_program({"cost", "full", "--table", table, "--quiet"}).out ==
          (c.full_known ? "full: 17 SU/hour\n" : "full: price unknown\n"));
    CHECK(run_program({"--mem", "8", "--table", table, "--format", "gres"}).status == (c.slice_known ? 0 : 1));
  }
}

TEST_CASE("a pattern of QoS is no word to type: what belongs behind it is said") {
  const auto hint = [](const char* qos) {
    const Printed printed = run_program({"--mem", "8", "--qos", qos});
    CHECK(printed.status == 2);
    const std::size_t at = printed.err.find("hint: ");
    return at == std::string::npos ? "" : printed.err.substr(at + 6);
  };
  for (const char* qos : {"high_", "high_*", "high", "High_", "hihg_"}) {
    CAPTURE(qos);
    CHECK(hint(qos) == "high_ followed by a name, such as high_abc\n");
  }
  CHECK(hint("lwo") == "did you mean low?\n");
  CHECK(hint("*").empty());
  CHECK(hint("nonsense").empty());
  CHECK(run_program({"--mem", "8", "--qos", "high_abc"}).status == 0);
}

TEST_CASE("warnings reach the user of a script on the other stream") {
  const Printed tight = run_program({"--mem", "79", "--format", "sbatch"});
  CHECK(tight.status == 0);
  CHECK(tight.out == "--gres=gpu:a100:1\n");
  CHECK(tight.err.find("migadvise: the full GPU is tight") == 0);
  const Printed plain = run_program({"--mem", "30", "--format", "sbatch"});
  CHECK(plain.err.empty());
  const Printed nothing = run_program({"--mem", "90", "--format", "gres", "--ascii"});
  CHECK(nothing.status == 1);
  CHECK(nothing.out.empty());
  CHECK(nothing.err.find("migadvise: 1g.10gb: no: 90 GiB needed") != std::string::npos);
  CHECK(std::ranges::all_of(nothing.err, [](char c) { return c == '\n' || (c >= ' ' && c < 127); }));
}

TEST_CASE("quiet leaves the words out and changes nothing else") {
  const Printed text = run_program({"--mem", "30"});
  const Printed line = run_program({"--mem", "30", "--quiet"});
  CHECK(line.status == 0);
  CHECK(line.out == text.out.substr(0, text.out.find('\n') + 1));
  // A line of a script stays one line, however long.
  const Printed several = run_program({"--mem", "100", "--gpus", "4", "--tasks", "1000", "--qos", "low", "--quiet"});
  CHECK(several.out.size() > 80);
  CHECK(std::ranges::count(several.out, '\n') == 1);
  const Printed nothing = run_program({"--mem", "90", "--quiet"});
  CHECK(nothing.status == 1);
  CHECK(nothing.out == "No option will do.\n");
  for (const char* format : {"gres", "sbatch", "srun", "csv"}) {
    for (const char* memory : {"79", "90"}) {
      CAPTURE(format, memory);
      const Printed wordy = run_program({"--mem", memory, "--format", format});
      const Printed quiet = run_program({"--mem", memory, "--format", format, "--quiet"});
      CHECK(!wordy.err.empty());
      CHECK(quiet.err.empty());
      CHECK(quiet.out == wordy.out);
      CHECK(quiet.status == wordy.status);
    }
  }
  CHECK(run_program({"--mem", "30", "--json", "--quiet"}).out == run_program({"--mem", "30", "--json"}).out);
  CHECK(!run_program({"--mem", "ten", "--quiet"}).err.empty());
}

TEST_CASE("an option that is taken for a value is told to lack its own") {
  const Printed printed = run_program({"--mem", "--cpus", "4"});
  CHECK(printed.status == 2);
  CHECK(printed.err.find("error[U003]: --mem needs a value") != std::string::npos);
  const Printed negative = run_program({"--mem", "-4"});
  CHECK(negative.err.find("error[U006]: --mem '-4' is negative") != std::string::npos);
}

TEST_CASE("what a repair names is an answer") {
  // The options that a repair names one after the other are tried as they stand.
  const std::vector<Arguments> questions{
      {"--mem", "80"},
      {"--mem", "300"},
      {"--mem", "300", "--cpus", "8", "--ram", "64G"},
      {"--mem", "28", "--tasks", "3", "--coupled"},
      {"--mem", "160", "--gpus", "2"},
      {"--mem", "60", "--gpus", "5"},
      {"--mem", "80", "--min-sms", "300"},
      {"--mem", "6", "--min-compute", "20x"},
      {"--min-sms", "109"},
      {"--mem", "8", "--partition", "gpu", "--qos", "debug"},
      {"--mem", "8", "--partition", "debug"},
      {"--mem", "8", "--partition", "course", "--qos", "course"},
      {"--mem", "8", "--partition", "general", "--qos", "high_abc"},
      {"--mem", "8", "--partition", "gpu", "--qos", "debug", "--time", "100h"},
      {"--mem", "60", "--qos", "debug", "--time", "100h"},
      {"--mem", "60", "--qos", "debug", "--cpus", "200", "--ram", "600G"},
      {"--mem", "8", "--qos", "course", "--partition", "gpu", "--cpus", "100", "--time", "80h"},
      {"--mem", "79", "--cpus", "8", "--time", "720h"},
      {"--mem", "8", "--gpus", "2", "--qos", "debug"}};
  int tried = 0;
  for (const Arguments& question : questions) {
    CAPTURE(question);
    const Printed printed = run_program(question);
    REQUIRE(printed.status == 1);
    const nlohmann::json json = nlohmann::json::parse([&] {
      Arguments arguments = question;
      arguments.emplace_back("--json");
      return run_program(arguments).out;
    }());
    for (const nlohmann::json& warning : json["warnings"]) {
      const std::string text = warning["text"];
      if (text.find(" --") == std::string::npos) {
        continue;
      }
      std::istringstream words(text.substr(text.find(" --")));
      Arguments repaired = question;
      std::string name;
      std::string value;
      bool last = false;
      while (!last && words >> name >> value && name.starts_with("--")) {
        last = value.ends_with(',');
        value.resize(value.size() - (last ? 1 : 0));
        const auto given = std::ranges::find(repaired, name);
        if (given != repaired.end()) {
          *(given + 1) = value;
        } else {
          repaired.insert(repaired.end(), {name, value});
        }
      }
      CAPTURE(text, repaired);
      CHECK(run_program(repaired).status == 0);
      ++tried;
    }
  }
  CHECK(tried >= 20);
}
