#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

constexpr std::int64_t gib = bytes_per_gib;

// A site that is none, with a name of its own for everything. Lines are counted from 1.
const std::string good = R"({
  "schema_version": 1,
  "name": "testbed",
  "title": "Testbed, Example University",
  "gpu": {
    "name": "H100 96GB",
    "memory_gb": 96,
    "per_node": 8
  },
  "options": [
    {"profile": "1g.12gb", "gres": "h100_12g"},
    {"profile": "full", "gres": "h100"}
  ],
  "charges": [
    {
      "name": "gpu_hours",
      "family": "additive",
      "su_per_cpu": 1.5,
      "ram_per_su": "8G",
      "su_per_factor": 0.25
    },
    {"name": "other", "family": "additive", "su_per_cpu": 0, "ram_per_su": "1T", "su_per_factor": 0}
  ],
  "partitions": [
    {"name": "short", "charge": "other", "ram_per_cpu": "1500M"},
    {"name": "long", "charge": "gpu_hours", "ram_per_cpu": "2G"}
  ],
  "qos": [
    {"name": "normal"},
    {"name": "low"}
  ],
  "defaults": {
    "partition": "long",
    "qos": "normal",
    "account_placeholder": "PROJECT"
  }
}
)";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = good;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  REQUIRE(text.find(from, at + 1) == std::string::npos);
  return text.replace(at, from.size(), to);
}

std::vector<std::string> errors_of(const std::string& bytes) {
  const Loaded<Site> site = load_site(bytes, "s.json");
  CHECK(site.value.has_value() == site.errors.empty());
  std::vector<std::string> lines;
  for (const Diagnostic& error : site.errors) {
    CHECK(error.file == "s.json");
    lines.push_back(show_with_hint(error));
  }
  return lines;
}

TEST_CASE("a site file is read", "[site]") {
  const Loaded<Site> site = load_site(good, "s.json");
  CHECK(site.errors.empty());
  REQUIRE(site.value.has_value());
  CHECK(site.value->name == "testbed");
  CHECK(site.value->title == "Testbed, Example University");
  CHECK(site.value->gpu_name == "H100 96GB");
  CHECK(site.value->gpu_memory_gb == 96);
  CHECK(site.value->gpus_per_node == 8);
  REQUIRE(site.value->options.size() == 2);
  CHECK(site.value->options[0].profile == "1g.12gb");
  CHECK(site.value->options[0].gres == "h100_12g");
  CHECK(site.value->options[1].profile == "full");
  CHECK(site.value->options[1].gres == "h100");
  INFO("the charge and the host RAM are those of the default partition");
  CHECK(site.value->charge.su_per_cpu.micro == 1'500'000);
  CHECK(site.value->charge.ram_per_su.value == 8 * gib);
  CHECK(site.value->charge.su_per_factor.micro == 250'000);
  CHECK(site.value->default_ram_per_cpu.value == 2 * gib);
  CHECK(site.value->default_partition == "long");
  CHECK(site.value->default_qos == "normal");
  CHECK(site.value->account_placeholder == "PROJECT");

  INFO("another default");
  const Loaded<Site> other = load_site(changed("\"partition\": \"long\"", "\"partition\": \"short\""), "s.json");
  REQUIRE(other.value.has_value());
  CHECK(other.value->charge.su_per_cpu.micro == 0);
  CHECK(other.value->charge.ram_per_su.value == 1024 * gib);
  CHECK(other.value->default_ram_per_cpu.value == 1500 * bytes_per_mib);
}

TEST_CASE("what does not matter in a site file", "[site]") {
  struct Case {
    const char* description;
    std::string bytes;
  };
  const std::vector<Case> cases{
      {"a byte order mark", "\uFEFF" + good},
      {"no final line end", good.substr(0, good.size() - 1)},
      {"a canonical name in capitals", changed("\"1g.12gb\"", "\"1G.12GB\"")},
      {"the full GPU in words", changed("\"profile\": \"full\"", "\"profile\": \"Full 96GB\"")},
      {"an escaped name", changed("\"testbed\"", "\"test\\u0062ed\"")},
      {"a title in any letters", changed("Example University", "\u00C9cole \u00D7")},
      {"a rate of ten thousand", changed("1.5", "10000")},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Loaded<Site> site = load_site(c.bytes, "s.json");
    CHECK(errors_of(c.bytes).empty());
    REQUIRE(site.value.has_value());
    CHECK(site.value->name == "testbed");
    CHECK(site.value->options[0].profile == "1g.12gb");
    CHECK(site.value->options[1].profile == "full");
  }
}

TEST_CASE("each code of JSON reaches the reader of a site file", "[site]") {
  CHECK(errors_of("") == std::vector<std::string>{"1:1 J001"});
  CHECK(errors_of("{\"name\": \"a\" \"title\"") == std::vector<std::string>{"1:14 J001"});
  CHECK(errors_of("{\n\"a\": " + std::string(64, '[') + std::string(64, ']') + "}") ==
        std::vector<std::string>{"2:69 J002 [64]"});
  CHECK(errors_of(changed("\"per_node\": 8", "\"memory_gb\": 8")) == std::vector<std::string>{"8:5 J003 [memory_gb]"});
  CHECK(errors_of(changed("testbed", "test\xFF")) == std::vector<std::string>{"3:16 J004 hint: save the file as UTF-8"});
}

TEST_CASE("each thing that is wrong with a site file has its place", "[site]") {
  struct Case {
    const char* description;
    std::string bytes;
    std::vector<std::string> errors;
  };
  const std::string word = " [a word of letters, digits and _ - . + @]";
  const std::string line = " [a line of text, up to 200 bytes]";
  const std::string rate = " [a plain number from 0 to 10000]";
  const std::string ram = " [host RAM in Slurm's units such as \"4G\"]";
  const std::vector<Case> cases{
      // S001
      {"a key is missing", changed("  \"name\": \"testbed\",\n", ""), {"1:1 S001 [name] [the site file]"}},
      {"a key of the GPU is missing", changed(",\n    \"per_node\": 8", ""), {"5:10 S001 [per_node] [gpu]"}},
      {"a key of an option is missing", changed(", \"gres\": \"h100_12g\"", ""), {"11:5 S001 [gres] [options]"}},
      {"a key of a charge is missing", changed("      \"family\": \"additive\",\n", ""), {"15:5 S001 [family] [charges]"}},
      {"a key of a partition is missing", changed("\"name\": \"short\", ", ""), {"25:5 S001 [name] [partitions]"}},
      {"a key of a QoS is missing", changed("{\"name\": \"low\"}", "{}"), {"30:5 S001 [name] [qos]"}},
      {"a key of the defaults is missing", changed("\"qos\": \"normal\",\n", ""), {"32:15 S001 [qos] [defaults]"}},
      {"the defaults are missing",
       changed(R"(,
  "defaults": {
    "partition": "long",
    "qos": "normal",
    "account_placeholder": "PROJECT"
  })",
               ""),
       {"1:1 S001 [defaults] [the site file]"}},
      // S002
      {"an unknown key", changed("\"title\"", "\"colour\": 1, \"title\""), {"4:3 S002 [colour] [the site file]"}},
      {"a key with a slip",
       changed("\"per_node\"", "\"per_nod\""),
       {"5:10 S001 [per_node] [gpu]", "8:5 S002 [per_nod] [gpu] hint: did you mean \"per_node\"?"}},
      {"a key in capitals",
       changed("\"title\"", "\"Title\""),
       {"1:1 S001 [title] [the site file]", "4:3 S002 [Title] [the site file] hint: did you mean \"title\"?"}},
      {"a key of a charge with a slip",
       changed("\"su_per_cpu\": 1.5", "\"su_per_cpus\": 1.5"),
       {"15:5 S001 [su_per_cpu] [charges]", "18:7 S002 [su_per_cpus] [charges] hint: did you mean \"su_per_cpu\"?"}},
      // S003
      {"not an object at all", "[]", {"1:1 S003 [the site file] [an array] [an object]"}},
      {"a number for a name", changed("\"testbed\"", "5"), {"3:11 S003 [name] [a number] [a string]"}},
      {"a string for a number", changed("96,", "\"96\","), {"7:18 S003 [memory_gb] [a string] [a number]"}},
      {"null for a title", changed("\"Testbed, Example University\"", "null"), {"4:12 S003 [title] [null] [a string]"}},
      {"true for a GPU", changed("\"H100 96GB\"", "true"), {"6:13 S003 [name] [true or false] [a string]"}},
      {"a number for host RAM", changed("\"8G\"", "8"), {"19:21 S003 [ram_per_su] [a number] [a string]"}},
      {"a string for an entry", changed("{\"name\": \"low\"}", "\"low\""), {"30:5 S003 [qos] [a string] [an object]"}},
      {"an object for a list",
       changed("[\n    {\"name\": \"normal\"},\n    {\"name\": \"low\"}\n  ]", "{}"),
       {"28:10 S003 [qos] [an object] [an array]", "31:12 S005 [qos] [normal] [qos]"}},
      // S004
      {"another version", changed("\"schema_version\": 1", "\"schema_version\": 2"), {"2:21 S004 [schema_version] [2] [1]"}},
      {"a version with places",
       changed("\"schema_version\": 1", "\"schema_version\": 1.0"),
       {"2:21 S004 [schema_version] [1.0] [1]"}},
      {"a blank in a name", changed("\"testbed\"", "\"test bed\""), {"3:11 S004 [name] [test bed]" + word}},
      {"an empty name", changed("\"testbed\"", "\"\""), {"3:11 S004 [name] []" + word}},
      {"a name that looks like an option of a shell", changed("\"testbed\"", "\"-rf\""), {"3:11 S004 [name] [-rf]" + word}},
      {"a shell character in a GRES type", changed("\"h100_12g\"", "\"h100;ls\""), {"11:36 S004 [gres] [h100;ls]" + word}},
      {"a line break in a placeholder", changed("\"PROJECT\"", "\"A\\nB\""), {"35:28 S004 [account_placeholder] [A\nB]" + word}},
      {"a long name",
       changed("\"testbed\"", "\"" + std::string(65, 'x') + "\""),
       {"3:11 S004 [name] [" + std::string(65, 'x') + "]" + word}},
      {"an escape sequence in a title",
       changed("\"Testbed, ", "\"\\u001b[1m"),
       {"4:12 S004 [title] [\x1B[1mExample University]" + line}},
      {"an empty title", changed("\"Testbed, Example University\"", "\"\""), {"4:12 S004 [title] []" + line}},
      {"no memory", changed("96,", "0,"), {"7:18 S004 [memory_gb] [0] [a whole number from 1 to 10000]"}},
      {"half a GB", changed("96,", "96.5,"), {"7:18 S004 [memory_gb] [96.5] [a whole number from 1 to 10000]"}},
      {"too much memory", changed("96,", "10001,"), {"7:18 S004 [memory_gb] [10001] [a whole number from 1 to 10000]"}},
      {"a negative number of GPUs", changed("8\n  }", "-8\n  }"), {"8:17 S004 [per_node] [-8] [a whole number from 1 to 1000]"}},
      {"an exponent", changed("8\n  }", "8e0\n  }"), {"8:17 S004 [per_node] [8e0] [a whole number from 1 to 1000]"}},
      {"a profile that is none",
       changed("\"1g.12gb\"", "\"banana\""),
       {"11:17 S004 [profile] [banana] [a MIG profile such as \"1g.10gb\", or \"full\"]"}},
      {"a profile that is incomplete",
       changed("\"1g.12gb\"", "\"12gb\""),
       {"11:17 S004 [profile] [12gb] [a MIG profile such as \"1g.10gb\", or \"full\"]"}},
      {"no options",
       changed("[\n    {\"profile\": \"1g.12gb\", \"gres\": \"h100_12g\"},\n    {\"profile\": \"full\", \"gres\": \"h100\"}\n  ]",
               "[]"),
       {"10:14 S004 [options] [[]] [at least one entry]"}},
      {"another family of charges", changed("\"additive\",\n", "\"flat\",\n"), {"17:17 S004 [family] [flat] [\"additive\"]"}},
      {"a negative rate", changed("1.5", "-1.5"), {"18:21 S004 [su_per_cpu] [-1.5]" + rate}},
      {"a rate with an exponent", changed("0.25", "25e-2"), {"20:24 S004 [su_per_factor] [25e-2]" + rate}},
      {"a rate too large", changed("1.5", "10000.1"), {"18:21 S004 [su_per_cpu] [10000.1]" + rate}},
      {"host RAM without a unit", changed("\"8G\"", "\"8\""), {"19:21 S004 [ram_per_su] [8]" + ram}},
      {"no host RAM", changed("\"8G\"", "\"0G\""), {"19:21 S004 [ram_per_su] [0G]" + ram}},
      {"host RAM per CPU that is none", changed("\"1500M\"", "\"much\""), {"25:57 S004 [ram_per_cpu] [much]" + ram}},
      // S005
      {"a charge that is not listed",
       changed("\"charge\": \"gpu_hours\"", "\"charge\": \"gpu_hour\""),
       {"26:32 S005 [charge] [gpu_hour] [charges] hint: did you mean \"gpu_hours\"?"}},
      {"a charge that is like no other",
       changed("\"charge\": \"other\"", "\"charge\": \"free\""),
       {"25:33 S005 [charge] [free] [charges]"}},
      {"a default partition that is not listed",
       changed("\"partition\": \"long\"", "\"partition\": \"lung\""),
       {"33:18 S005 [partition] [lung] [partitions] hint: did you mean \"long\"?"}},
      {"a default QoS that is not listed",
       changed("\"qos\": \"normal\"", "\"qos\": \"debug\""),
       {"34:12 S005 [qos] [debug] [qos]"}},
      // S006
      {"an option twice", changed("\"full\"", "\"MIG 1g.12gb\""), {"12:17 S006 [1g.12gb]"}},
      {"a charge twice",
       changed("{\"name\": \"other\"", "{\"name\": \"gpu_hours\""),
       {"22:14 S006 [gpu_hours]", "25:33 S005 [charge] [other] [charges]"}},
      {"a partition twice", changed("\"short\"", "\"long\""), {"26:14 S006 [long]"}},
      {"a QoS twice", changed("\"low\"", "\"normal\""), {"30:14 S006 [normal]"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(errors_of(c.bytes) == c.errors);
  }
}

TEST_CASE("all that is wrong with a site file is told in one run", "[site]") {
  std::string text = changed("\"testbed\"", "\"test bed\"");
  const auto replace = [&](const std::string& from, const std::string& to) { text.replace(text.find(from), from.size(), to); };
  replace("96,", "0,");
  replace("\"1g.12gb\"", "\"banana\"");
  replace("1.5", "\"much\"");
  replace("\"charge\": \"gpu_hours\"", "\"charge\": \"none\"");
  const std::vector<std::string> errors = errors_of(text);
  REQUIRE(errors.size() == 5);
  CHECK(errors[0].starts_with("3:11 S004"));
  CHECK(errors[1].starts_with("7:18 S004"));
  CHECK(errors[2].starts_with("11:17 S004"));
  CHECK(errors[3].starts_with("18:21 S003"));
  CHECK(errors[4].starts_with("26:32 S005"));

  std::string many = "{";
  for (int i = 0; i < 1000; ++i) {
    many += (i == 0 ? "\"" : ", \"") + std::string("key") + std::to_string(i) + "\": 1";
  }
  CHECK(errors_of(many + "}").size() == max_diagnostics);
}

TEST_CASE("the offending line of a site file is quoted as it stands", "[site]") {
  const Loaded<Site> site = load_site(changed("96,", "0,"), "s.json");
  REQUIRE(site.errors.size() == 1);
  CHECK(site.errors[0].excerpt == "    \"memory_gb\": 0,");
}

}  // namespace
}  // namespace migadvise
