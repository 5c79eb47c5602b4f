#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

constexpr std::int64_t gib = bytes_per_gib;
constexpr std::int64_t hour = milliseconds_per_hour;

// A site that is none, with a name of its own for everything. Lines are counted from 1.
const std::string good = R"({
  "schema_version": 1,
  "name": "testbed",
  "title": "Testbed, Example University",
  "gpu": {"name": "H100 96GB", "memory_gb": 96},
  "options": [
    {"profile": "1g.12gb", "gres": "h100_12g"},
    {"profile": "full", "gres": "h100"}
  ],
  "charges": [
    {"name": "add", "family": "additive", "su_per_cpu": 1.5, "su_per_ram": 0.5, "ram_unit": "8G", "su_per_factor": 0.25},
    {"name": "max", "family": "maximum", "su_per_cpu": 1, "su_per_ram": 2, "ram_unit": "1T", "su_per_factor": 3},
    {"name": "sum", "family": "sum", "su_per_cpu": 0, "su_per_ram": 10000, "ram_unit": "1500M", "su_per_factor": 4},
    {"name": "type", "family": "cpu_plus_gres", "su_per_cpu": 0.125, "su_per_option": {"1g.12gb": 3, "full": 2}},
    {"name": "device", "family": "device", "su_per_factor": 1.25},
    {"name": "slice", "family": "slice", "su_per_option": {"full": 0}}
  ],
  "qos": [
    {"name": "normal", "charged": true},
    {
      "name": "spare",
      "charged": false,
      "users": "everybody who can wait",
      "walltime": "12:00:00",
      "walltime_on_request": "2-00:00:00",
      "cpus_per_job": 16,
      "ram_per_job": "64G",
      "jobs_at_once": 3,
      "preempted_by": ["normal", "own-*"],
      "allocation": {"su": 250.5, "holder": "course"}
    },
    {"name": "own-*", "charged": false, "preempted_by": []}
  ],
  "partitions": [
    {"name": "cpu", "charge": "device", "ram_per_cpu": "1500M", "options": [], "qos": ["normal"]},
    {
      "name": "gpu",
      "charge": "type",
      "ram_per_cpu": "2G",
      "options": ["1g.12gb", "full"],
      "qos": ["normal", "spare", "own-*"],
      "cpus_per_node": 96,
      "ram_per_node": "768G",
      "gpus_per_node": 8,
      "walltime": "3-00:00:00"
    }
  ],
  "defaults": {"partition": "gpu", "qos": "normal", "account_placeholder": "PROJECT"},
  "allocation": {"su": 40000, "holder": "project and year"},
  "price": {"per_su": 0.005, "currency": "EUR", "at_least_su": 1000},
  "interactive": {"line": "shell -A {account} -q {qos} -p {partition} -g {gpus} -c {cpus} -t {hours}", "options": ["full"]}
}
)";

using Change = std::pair<std::string, std::string>;

std::string changed(const std::vector<Change>& changes) {
  std::string text = good;
  for (const auto& [from, to] : changes) {
    INFO(from);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    REQUIRE(text.find(from, at + 1) == std::string::npos);
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string changed(const std::string& from, const std::string& to) { return changed({{from, to}}); }

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

using Words = std::vector<std::string>;

TEST_CASE("a site file is read", "[site]") {
  const Loaded<Site> loaded = load_site(good, "s.json");
  CHECK(loaded.errors.empty());
  REQUIRE(loaded.value.has_value());
  const Site& site = *loaded.value;
  CHECK(site.name == "testbed");
  CHECK(site.title == "Testbed, Example University");
  CHECK(site.gpu_name == "H100 96GB");
  CHECK(site.gpu_memory_gb == 96);
  REQUIRE(site.options.size() == 2);
  CHECK(site.options[0].profile == "1g.12gb");
  CHECK(site.options[0].gres == "h100_12g");
  CHECK(site.options[1].profile == "full");
  CHECK(site.options[1].gres == "h100");
  CHECK(site.default_partition == 1);
  CHECK(site.default_qos == 0);
  CHECK(site.account_placeholder == "PROJECT");
  REQUIRE(site.allocation.has_value());
  CHECK(site.allocation->su.micro == 40'000'000'000);
  CHECK(site.allocation->holder == "project and year");
  REQUIRE(site.price.has_value());
  CHECK(site.price->per_su.micro == 5000);
  CHECK(site.price->currency == "EUR");
  CHECK(site.price->at_least == Su{1'000'000'000});
  REQUIRE(site.interactive.has_value());
  CHECK(site.interactive->line == "shell -A {account} -q {qos} -p {partition} -g {gpus} -c {cpus} -t {hours}");
  CHECK(site.interactive->options == Words{"full"});
}

TEST_CASE("the charges of a site file are read, of each family what it has", "[site]") {
  const Loaded<Site> loaded = load_site(good, "s.json");
  REQUIRE(loaded.value.has_value());
  struct Case {
    const char* name;
    ChargeFamily family;
    std::int64_t per_cpu;
    std::int64_t per_ram;
    std::int64_t unit;
    std::int64_t per_factor;
    std::vector<std::pair<std::string, std::int64_t>> rates;
  };
  const std::vector<Case> cases{
      {"add", ChargeFamily::additive, 1'500'000, 500'000, 8 * gib, 250'000, {}},
      {"max", ChargeFamily::maximum, 1'000'000, 2'000'000, 1024 * gib, 3'000'000, {}},
      {"sum", ChargeFamily::sum, 0, 10'000'000'000, 1500 * bytes_per_mib, 4'000'000, {}},
      {"type", ChargeFamily::cpu_plus_gres, 125'000, 0, 1, 0, {{"1g.12gb", 3'000'000}, {"full", 2'000'000}}},
      {"device", ChargeFamily::device, 0, 0, 1, 1'250'000, {}},
      {"slice", ChargeFamily::slice, 0, 0, 1, 0, {{"full", 0}}},
  };
  REQUIRE(loaded.value->charges.size() == cases.size());
  REQUIRE(cases.size() == charge_family_count);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    INFO(cases[i].name);
    const ChargeFormula& charge = loaded.value->charges[i];
    CHECK(charge.name == cases[i].name);
    CHECK(charge.family == cases[i].family);
    CHECK(charge.su_per_cpu.micro == cases[i].per_cpu);
    CHECK(charge.su_per_ram.micro == cases[i].per_ram);
    CHECK(charge.ram_unit.value == cases[i].unit);
    CHECK(charge.su_per_factor.micro == cases[i].per_factor);
    CHECK(charge.rates.size() == cases[i].rates.size());
    for (const auto& [profile, rate] : cases[i].rates) {
      REQUIRE(charge.find_rate(profile) != nullptr);
      CHECK(charge.find_rate(profile)->rate.micro == rate);
    }
  }
}

TEST_CASE("partitions and QoS of a site file are read with their limits", "[site]") {
  const Loaded<Site> loaded = load_site(good, "s.json");
  REQUIRE(loaded.value.has_value());
  REQUIRE(loaded.value->partitions.size() == 2);
  const Partition& cpu = loaded.value->partitions[0];
  CHECK(cpu.name == "cpu");
  CHECK(cpu.charge == 4);
  CHECK(cpu.ram_per_cpu.value == 1500 * bytes_per_mib);
  CHECK(cpu.options.empty());
  CHECK(cpu.qos == Words{"normal"});
  CHECK(!cpu.cpus_per_node);
  CHECK(!cpu.ram_per_node);
  CHECK(!cpu.gpus_per_node);
  CHECK(!cpu.walltime);
  const Partition& gpu = loaded.value->partitions[1];
  CHECK(gpu.name == "gpu");
  CHECK(gpu.charge == 3);
  CHECK(gpu.ram_per_cpu.value == 2 * gib);
  CHECK(gpu.options == Words{"1g.12gb", "full"});
  CHECK(gpu.qos == Words{"normal", "spare", "own-*"});
  CHECK(gpu.cpus_per_node == 96);
  CHECK(gpu.ram_per_node == Bytes{768 * gib});
  CHECK(gpu.gpus_per_node == 8);
  CHECK(gpu.walltime == Duration{72 * hour});

  REQUIRE(loaded.value->qos.size() == 3);
  const Qos& normal = loaded.value->qos[0];
  CHECK(normal.name == "normal");
  CHECK(normal.charged);
  CHECK(normal.users.empty());
  CHECK(!normal.walltime);
  CHECK(!normal.walltime_on_request);
  CHECK(!normal.cpus_per_job);
  CHECK(!normal.ram_per_job);
  CHECK(!normal.jobs_at_once);
  CHECK(!normal.allocation);
  CHECK(normal.preempted_by.empty());
  const Qos& spare = loaded.value->qos[1];
  CHECK(!spare.charged);
  CHECK(spare.users == "everybody who can wait");
  CHECK(spare.walltime == Duration{12 * hour});
  CHECK(spare.walltime_on_request == Duration{48 * hour});
  CHECK(spare.cpus_per_job == 16);
  CHECK(spare.ram_per_job == Bytes{64 * gib});
  CHECK(spare.jobs_at_once == 3);
  CHECK(spare.preempted_by == Words{"normal", "own-*"});
  REQUIRE(spare.allocation.has_value());
  CHECK(spare.allocation->su.micro == 250'500'000);
  CHECK(spare.allocation->holder == "course");
  const Qos& own = loaded.value->qos[2];
  CHECK(own.is_pattern());
  CHECK(!own.charged);
}

TEST_CASE("what a site file may leave out", "[site]") {
  const std::string text = changed({
      {",\n  \"allocation\": {\"su\": 40000, \"holder\": \"project and year\"}", ""},
      {", \"at_least_su\": 1000", ""},
      {R"(,
  "interactive": {"line": "shell -A {account} -q {qos} -p {partition} -g {gpus} -c {cpus} -t {hours}", "options": ["full"]})",
       ""},
  });
  CHECK(errors_of(text).empty());
  const Loaded<Site> loaded = load_site(text, "s.json");
  REQUIRE(loaded.value.has_value());
  CHECK(!loaded.value->allocation);
  REQUIRE(loaded.value->price.has_value());
  CHECK(!loaded.value->price->at_least);
  CHECK(!loaded.value->interactive);
  const Loaded<Site> free =
      load_site(changed("  \"price\": {\"per_su\": 0.005, \"currency\": \"EUR\", \"at_least_su\": 1000},\n", ""), "s.json");
  REQUIRE(free.value.has_value());
  CHECK(!free.value->price);
}

TEST_CASE("what does not matter in a site file", "[site]") {
  struct Case {
    const char* description;
    std::string bytes;
  };
  const std::vector<Case> cases{
      {"a byte order mark", "\uFEFF" + good},
      {"no final line end", good.substr(0, good.size() - 1)},
      {"a canonical name in capitals", changed("{\"profile\": \"1g.12gb\"", "{\"profile\": \"1G.12GB\"")},
      {"the full GPU in words", changed("{\"profile\": \"full\"", "{\"profile\": \"Full 96GB\"")},
      {"an escaped name", changed("\"testbed\"", "\"test\\u0062ed\"")},
      {"a title in any letters", changed("Example University", "\u00C9cole \u00D7")},
      {"a rate of ten thousand", changed("1.5,", "10000,")},
      {"a rate of nothing, with places", changed("1.5,", "0.000,")},
      {"the smallest rate", changed("1.5,", "0.000001,")},
      {"a walltime in hours", changed("\"3-00:00:00\"", "\"72h\"")},
      {"an empty list of rates where none is needed", changed("{\"full\": 0}", "{}")},
      {"a line without anything to fill in",
       changed("shell -A {account} -q {qos} -p {partition} -g {gpus} -c {cpus} -t {hours}", "shell")},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Loaded<Site> site = load_site(c.bytes, "s.json");
    CHECK(errors_of(c.bytes).empty());
    REQUIRE(site.value.has_value());
    CHECK(site.value->name == "testbed");
    CHECK(site.value->options[0].profile == "1g.12gb");
    CHECK(site.value->options[1].profile == "full");
    CHECK(site.value->partitions[1].walltime == Duration{72 * hour});
  }
}

TEST_CASE("each code of JSON reaches the reader of a site file", "[site]") {
  CHECK(errors_of("") == Words{"1:1 J001"});
  CHECK(errors_of("{\"name\": \"a\" \"title\"") == Words{"1:14 J001"});
  CHECK(errors_of("{\n\"a\": " + std::string(64, '[') + std::string(64, ']') + "}") == Words{"2:69 J002 [64]"});
  CHECK(errors_of(changed("{\"1g.12gb\": 3,", "{\"full\": 3,")) == Words{"14:99 J003 [full]"});
  CHECK(errors_of(changed("testbed", "test\xFF")) == Words{"3:16 J004 hint: save the file as UTF-8"});
}

struct BadFile {
  const char* description;
  std::vector<Change> changes;
  Words errors;
};

void check_all(const std::vector<BadFile>& cases) {
  for (const BadFile& c : cases) {
    INFO(c.description);
    CHECK(errors_of(changed(c.changes)) == c.errors);
  }
}

TEST_CASE("a key that is missing from a site file", "[site]") {
  const std::string allocation = R"("allocation": {"su": 40000, "holder": "project and year"})";
  check_all({
      {"of the file", {{"  \"name\": \"testbed\",\n", ""}}, {"1:1 S001 [name] [the site file]"}},
      {"a whole part of the file",
       {{"  \"defaults\": {\"partition\": \"gpu\", \"qos\": \"normal\", \"account_placeholder\": \"PROJECT\"},\n", ""}},
       {"1:1 S001 [defaults] [the site file]"}},
      {"of the GPU", {{", \"memory_gb\": 96", ""}}, {"5:10 S001 [memory_gb] [gpu]"}},
      {"of an option", {{", \"gres\": \"h100_12g\"", ""}}, {"7:5 S001 [gres] [options]"}},
      {"of an option, its profile; the references to it go too",
       {{"\"profile\": \"full\", ", ""}},
       {"8:5 S001 [profile] [options]", "14:102 S005 [su_per_option] [full] [options]",
        "16:60 S005 [su_per_option] [full] [options]", "40:30 S005 [options] [full] [options]",
        "51:116 S005 [options] [full] [options]"}},
      {"the family of a charge", {{"\"family\": \"additive\", ", ""}}, {"11:5 S001 [family] [charges]"}},
      {"the name of a charge", {{"\"name\": \"add\", ", ""}}, {"11:5 S001 [name] [charges]"}},
      {"of a partition", {{"\"ram_per_cpu\": \"1500M\", ", ""}}, {"35:5 S001 [ram_per_cpu] [partitions]"}},
      {"the options of a partition that has none", {{"\"options\": [], ", ""}}, {"35:5 S001 [options] [partitions]"}},
      {"of a QoS", {{"\"name\": \"normal\", \"charged\": true", "\"name\": \"normal\""}}, {"19:5 S001 [charged] [qos]"}},
      {"of the defaults", {{", \"account_placeholder\": \"PROJECT\"", ""}}, {"48:15 S001 [account_placeholder] [defaults]"}},
      {"of the allocation", {{allocation, "\"allocation\": {\"su\": 40000}"}}, {"49:17 S001 [holder] [allocation]"}},
      {"of the allocation of a QoS", {{"\"su\": 250.5, ", ""}}, {"30:21 S001 [su] [allocation]"}},
      {"of the price", {{", \"currency\": \"EUR\"", ""}}, {"50:12 S001 [currency] [price]"}},
      {"of the interactive command", {{", \"options\": [\"full\"]}", "}"}}, {"51:18 S001 [options] [interactive]"}},
      {"the walltime that a longer one is beyond",
       {{"      \"walltime\": \"12:00:00\",\n", ""}},
       {"20:5 S001 [walltime] [qos] hint: \"walltime_on_request\" goes beyond it"}},
  });
}

TEST_CASE("each family of charges has its own keys", "[site]") {
  const std::string add =
      R"("family": "additive", "su_per_cpu": 1.5, "su_per_ram": 0.5, "ram_unit": "8G", "su_per_factor": 0.25)";
  const auto needs = [](const std::string& family, const std::string& key) {
    return "11:5 S001 [" + key + "] [charges] hint: the family \"" + family + "\" needs it";
  };
  const auto has_no = [](int column, const std::string& family, const std::string& key) {
    return "11:" + std::to_string(column) + " S002 [" + key + "] [charges] hint: the family \"" + family +
           "\" has no such figure";
  };
  check_all({
      {"additive without any",
       {{add, "\"family\": \"additive\""}},
       {needs("additive", "su_per_cpu"), needs("additive", "su_per_ram"), needs("additive", "ram_unit"),
        needs("additive", "su_per_factor")}},
      {"maximum without any",
       {{add, "\"family\": \"maximum\""}},
       {needs("maximum", "su_per_cpu"), needs("maximum", "su_per_ram"), needs("maximum", "ram_unit"),
        needs("maximum", "su_per_factor")}},
      {"sum without any",
       {{add, "\"family\": \"sum\""}},
       {needs("sum", "su_per_cpu"), needs("sum", "su_per_ram"), needs("sum", "ram_unit"), needs("sum", "su_per_factor")}},
      {"cpu_plus_gres without any",
       {{add, "\"family\": \"cpu_plus_gres\""}},
       {needs("cpu_plus_gres", "su_per_cpu"), needs("cpu_plus_gres", "su_per_option")}},
      {"device without any", {{add, "\"family\": \"device\""}}, {needs("device", "su_per_factor")}},
      {"slice without any", {{add, "\"family\": \"slice\""}}, {needs("slice", "su_per_option")}},
      {"additive with flat rates", {{add, add + ", \"su_per_option\": {}"}}, {has_no(122, "additive", "su_per_option")}},
      {"cpu_plus_gres with the figures of additive",
       {{add,
         "\"family\": \"cpu_plus_gres\", \"su_per_cpu\": 1, \"su_per_ram\": 1, \"ram_unit\": \"8G\", \"su_per_option\": {}"}},
       {has_no(65, "cpu_plus_gres", "su_per_ram"), has_no(82, "cpu_plus_gres", "ram_unit")}},
      {"device with a price for CPUs",
       {{add, "\"family\": \"device\", \"su_per_cpu\": 1, \"su_per_factor\": 1"}},
       {has_no(41, "device", "su_per_cpu")}},
      {"slice by the factor",
       {{add, "\"family\": \"slice\", \"su_per_option\": {}, \"su_per_factor\": 1"}},
       {has_no(61, "slice", "su_per_factor")}},
      {"a slip in a figure of the family",
       {{"\"su_per_cpu\": 1.5", "\"su_per_cpus\": 1.5"}},
       {needs("additive", "su_per_cpu"), "11:43 S002 [su_per_cpus] [charges] hint: did you mean \"su_per_cpu\"?"}},
      {"a key that no family has",
       {{"\"su_per_cpu\": 1.5", "\"su_per_cpu\": 1.5, \"colour\": 1"}},
       {"11:62 S002 [colour] [charges]"}},
      {"another family, which is no reason to doubt the name",
       {{"\"device\", \"su", "\"devise\", \"su"}},
       {"15:34 S004 [family] [devise] [one of \"additive\", \"maximum\", \"sum\", \"cpu_plus_gres\", \"device\", \"slice\"]"}},
      {"a family that is a number", {{"\"additive\"", "1"}}, {"11:31 S003 [family] [a number] [a string]"}},
  });
}

TEST_CASE("a key that a site file does not have", "[site]") {
  check_all({
      {"of the file", {{"\"title\"", "\"colour\": 1, \"title\""}}, {"4:3 S002 [colour] [the site file]"}},
      {"with a slip",
       {{"\"memory_gb\"", "\"memory_bg\""}},
       {"5:10 S001 [memory_gb] [gpu]", "5:32 S002 [memory_bg] [gpu] hint: did you mean \"memory_gb\"?"}},
      {"in capitals",
       {{"\"title\"", "\"Title\""}},
       {"1:1 S001 [title] [the site file]", "4:3 S002 [Title] [the site file] hint: did you mean \"title\"?"}},
      {"of an option", {{"\"gres\": \"h100\"", "\"gres\": \"h100\", \"su\": 1"}}, {"8:41 S002 [su] [options]"}},
      {"the walltime of a QoS with a slip",
       {{"\"walltime\": \"12:00:00\"", "\"wall_time\": \"12:00:00\""}},
       {"20:5 S001 [walltime] [qos] hint: \"walltime_on_request\" goes beyond it",
        "24:7 S002 [wall_time] [qos] hint: did you mean \"walltime\"?"}},
      {"a limit of a partition with a slip",
       {{"\"gpus_per_node\"", "\"gpu_per_node\""}},
       {"44:7 S002 [gpu_per_node] [partitions] hint: did you mean \"gpus_per_node\"?"}},
      {"of the defaults",
       {{"\"account_placeholder\": \"PROJECT\"", "\"account_placeholder\": \"PROJECT\", \"time\": 1"}},
       {"48:87 S002 [time] [defaults]"}},
      {"of the allocation", {{"\"su\": 40000", "\"su\": 40000, \"year\": 1"}}, {"49:31 S002 [year] [allocation]"}},
      {"of the price", {{"\"per_su\": 0.005", "\"per_su\": 0.005, \"tax\": 1"}}, {"50:30 S002 [tax] [price]"}},
      {"of the interactive command",
       {{"\"options\": [\"full\"]}", "\"options\": [\"full\"], \"a\": 1}"}},
       {"51:125 S002 [a] [interactive]"}},
  });
}

TEST_CASE("a value of a site file that is of the wrong type", "[site]") {
  check_all({
      {"a number for a name", {{"\"testbed\"", "5"}}, {"3:11 S003 [name] [a number] [a string]"}},
      {"a string for a number", {{"96}", "\"96\"}"}}, {"5:45 S003 [memory_gb] [a string] [a number]"}},
      {"null for a title", {{"\"Testbed, Example University\"", "null"}}, {"4:12 S003 [title] [null] [a string]"}},
      {"a number for a flag",
       {{"\"normal\", \"charged\": true", "\"normal\", \"charged\": 1"}},
       {"19:35 S003 [charged] [a number] [true or false]"}},
      {"a string for a flag",
       {{"\"normal\", \"charged\": true", "\"normal\", \"charged\": \"yes\""}},
       {"19:35 S003 [charged] [a string] [true or false]"}},
      {"a number for host RAM", {{"\"8G\"", "8"}}, {"11:93 S003 [ram_unit] [a number] [a string]"}},
      {"a number for a walltime", {{"\"3-00:00:00\"", "72"}}, {"45:19 S003 [walltime] [a number] [a string]"}},
      {"a string for a count",
       {{"\"cpus_per_job\": 16", "\"cpus_per_job\": \"16\""}},
       {"26:23 S003 [cpus_per_job] [a string] [a number]"}},
      {"a string for a rate", {{"1.5,", "\"1.5\","}}, {"11:57 S003 [su_per_cpu] [a string] [a number]"}},
      {"a string for the rate of an option, which has one then",
       {{"\"1g.12gb\": 3", "\"1g.12gb\": \"3\""}},
       {"14:99 S003 [1g.12gb] [a string] [a number]"}},
      {"a list of rates, and no word on what has none",
       {{"{\"1g.12gb\": 3, \"full\": 2}", "[3, 2]"}},
       {"14:87 S003 [su_per_option] [an array] [an object]"}},
      {"a string for an entry",
       {{"{\"name\": \"own-*\", \"charged\": false, \"preempted_by\": []}", "\"own-*\""}},
       {"29:34 S005 [preempted_by] [own-*] [qos]", "32:5 S003 [qos] [a string] [an object]", "41:34 S005 [qos] [own-*] [qos]"}},
      {"an object for a list, and no word on what refers to it",
       {{"\"options\": [\n    {\"profile\": \"1g.12gb\", \"gres\": \"h100_12g\"},\n    {\"profile\": \"full\", \"gres\": "
         "\"h100\"}\n  ]",
         "\"options\": {}"}},
       {"6:14 S003 [options] [an object] [an array]"}},
      {"a string for a list of names",
       {{"\"options\": [\"1g.12gb\", \"full\"]", "\"options\": \"full\""}},
       {"40:18 S003 [options] [a string] [an array]"}},
      {"a number in a list of names",
       {{"\"qos\": [\"normal\", \"spare\"", "\"qos\": [\"normal\", 7"}},
       {"41:25 S003 [qos] [a number] [a string]"}},
      {"an array for the defaults",
       {{"{\"partition\": \"gpu\", \"qos\": \"normal\", \"account_placeholder\": \"PROJECT\"}", "[]"}},
       {"48:15 S003 [defaults] [an array] [an object]"}},
      {"a number for the GPU",
       {{"{\"name\": \"H100 96GB\", \"memory_gb\": 96}", "96"}},
       {"5:10 S003 [gpu] [a number] [an object]"}},
      {"a number for the allocation",
       {{"{\"su\": 40000, \"holder\": \"project and year\"}", "40000"}},
       {"49:17 S003 [allocation] [a number] [an object]"}},
      {"null for the price",
       {{"{\"per_su\": 0.005, \"currency\": \"EUR\", \"at_least_su\": 1000}", "null"}},
       {"50:12 S003 [price] [null] [an object]"}},
  });
  CHECK(errors_of("[]") == Words{"1:1 S003 [the site file] [an array] [an object]"});
}

TEST_CASE("a value of a site file that is not accepted", "[site]") {
  const std::string word = " [a word of letters, digits and _ - . + @]";
  const std::string pattern = " [a word of letters, digits and _ - . + @, or the beginning of one with a * behind it]";
  const std::string line = " [a line of text, up to 200 bytes]";
  const std::string rate = " [a plain number from 0 to 10000, with up to six places]";
  const std::string ram = " [host RAM in Slurm's units such as \"4G\"]";
  const std::string time = " [a walltime such as \"3-00:00:00\"]";
  const std::string su = " [a plain number of SU above 0]";
  const std::string profile = " [a MIG profile such as \"1g.10gb\", or \"full\"]";
  const std::string braces = " [no braces but {account}, {qos}, {partition}, {gpus}, {cpus} and {hours}, each once at most]";
  const std::string filled = "shell -A {account} -q {qos} -p {partition} -g {gpus} -c {cpus} -t {hours}";
  check_all({
      {"another version", {{"\"schema_version\": 1", "\"schema_version\": 2"}}, {"2:21 S004 [schema_version] [2] [1]"}},
      {"a version with places", {{"\"schema_version\": 1", "\"schema_version\": 1.0"}}, {"2:21 S004 [schema_version] [1.0] [1]"}},
      // Words.
      {"a blank in a name", {{"\"testbed\"", "\"test bed\""}}, {"3:11 S004 [name] [test bed]" + word}},
      {"an empty name", {{"\"testbed\"", "\"\""}}, {"3:11 S004 [name] []" + word}},
      {"a name that looks like an option of a shell", {{"\"testbed\"", "\"-rf\""}}, {"3:11 S004 [name] [-rf]" + word}},
      {"a shell character in a GRES type", {{"\"h100_12g\"", "\"h100;ls\""}}, {"7:36 S004 [gres] [h100;ls]" + word}},
      {"a line break in a placeholder", {{"\"PROJECT\"", "\"A\\nB\""}}, {"48:76 S004 [account_placeholder] [A\nB]" + word}},
      {"a currency sign", {{"\"EUR\"", "\"\u20AC\""}}, {"50:42 S004 [currency] [\u20AC]" + word}},
      {"a long name",
       {{"\"testbed\"", "\"" + std::string(65, 'x') + "\""}},
       {"3:11 S004 [name] [" + std::string(65, 'x') + "]" + word}},
      {"a star in the name of a partition", {{"\"name\": \"cpu\"", "\"name\": \"cpu*\""}}, {"35:14 S004 [name] [cpu*]" + word}},
      {"a star amid the name of a QoS",
       {{"{\"name\": \"normal\"", "{\"name\": \"nor*al\""}},
       {"19:14 S004 [name] [nor*al]" + pattern, "29:24 S005 [preempted_by] [normal] [qos]", "35:88 S005 [qos] [normal] [qos]",
        "41:15 S005 [qos] [normal] [qos]", "48:43 S005 [qos] [normal] [qos]"}},
      {"nothing but a star",
       {{"{\"name\": \"own-*\"", "{\"name\": \"*\""}},
       {"29:34 S005 [preempted_by] [own-*] [qos]", "32:14 S004 [name] [*]" + pattern, "41:34 S005 [qos] [own-*] [qos]"}},
      // Texts.
      {"an escape sequence in a title",
       {{"\"Testbed, ", "\"\\u001b[1m"}},
       {"4:12 S004 [title] [\x1B[1mExample University]" + line}},
      {"an empty title", {{"\"Testbed, Example University\"", "\"\""}}, {"4:12 S004 [title] []" + line}},
      {"users that are too many words",
       {{"everybody who can wait", std::string(201, 'x')}},
       {"23:16 S004 [users] [" + std::string(201, 'x') + "]" + line}},
      // Counts.
      {"no memory", {{"96}", "0}"}}, {"5:45 S004 [memory_gb] [0] [a whole number from 1 to 10000]"}},
      {"half a GB", {{"96}", "96.5}"}}, {"5:45 S004 [memory_gb] [96.5] [a whole number from 1 to 10000]"}},
      {"too much memory", {{"96}", "10001}"}}, {"5:45 S004 [memory_gb] [10001] [a whole number from 1 to 10000]"}},
      {"a negative number of GPUs",
       {{"\"gpus_per_node\": 8", "\"gpus_per_node\": -8"}},
       {"44:24 S004 [gpus_per_node] [-8] [a whole number from 1 to 1000]"}},
      {"an exponent",
       {{"\"gpus_per_node\": 8", "\"gpus_per_node\": 8e0"}},
       {"44:24 S004 [gpus_per_node] [8e0] [a whole number from 1 to 1000]"}},
      {"no jobs at all",
       {{"\"jobs_at_once\": 3", "\"jobs_at_once\": 0"}},
       {"28:23 S004 [jobs_at_once] [0] [a whole number from 1 to 100000]"}},
      {"too many CPUs",
       {{"\"cpus_per_node\": 96", "\"cpus_per_node\": 100001"}},
       {"42:24 S004 [cpus_per_node] [100001] [a whole number from 1 to 100000]"}},
      // Profiles.
      {"a profile that is none",
       {{"{\"profile\": \"1g.12gb\"", "{\"profile\": \"banana\""}},
       {"7:17 S004 [profile] [banana]" + profile, "14:88 S005 [su_per_option] [1g.12gb] [options]",
        "40:19 S005 [options] [1g.12gb] [options]"}},
      {"a profile that is incomplete",
       {{"{\"profile\": \"1g.12gb\"", "{\"profile\": \"12gb\""}},
       {"7:17 S004 [profile] [12gb]" + profile, "14:88 S005 [su_per_option] [1g.12gb] [options]",
        "40:19 S005 [options] [1g.12gb] [options]"}},
      // Lists.
      {"no options, and no word on what refers to them",
       {{"[\n    {\"profile\": \"1g.12gb\", \"gres\": \"h100_12g\"},\n    {\"profile\": \"full\", \"gres\": \"h100\"}\n  ]",
         "[]"}},
       {"6:14 S004 [options] [[]] [at least one entry]"}},
      {"a partition without a QoS",
       {{"\"options\": [], \"qos\": [\"normal\"]", "\"options\": [], \"qos\": []"}},
       {"35:87 S004 [qos] [[]] [at least one entry]"}},
      {"an interactive command for nothing",
       {{"\"options\": [\"full\"]}", "\"options\": []}"}},
       {"51:115 S004 [options] [[]] [at least one entry]"}},
      // Rates.
      {"a negative rate", {{"1.5,", "-1.5,"}}, {"11:57 S004 [su_per_cpu] [-1.5]" + rate}},
      {"a rate with an exponent", {{"0.25}", "25e-2}"}}, {"11:116 S004 [su_per_factor] [25e-2]" + rate}},
      {"a rate too large", {{"1.5,", "10000.1,"}}, {"11:57 S004 [su_per_cpu] [10000.1]" + rate}},
      {"a rate that would vanish", {{"1.5,", "0.0000004,"}}, {"11:57 S004 [su_per_cpu] [0.0000004]" + rate}},
      {"a negative rate of an option", {{"\"full\": 2}", "\"full\": -2}"}}, {"14:110 S004 [full] [-2]" + rate}},
      {"a price per SU that is too large", {{"0.005", "20000"}}, {"50:23 S004 [per_su] [20000]" + rate}},
      // SU.
      {"an allocation of nothing", {{"40000", "0"}}, {"49:24 S004 [su] [0]" + su}},
      {"a negative allocation of a QoS", {{"250.5", "-1"}}, {"30:28 S004 [su] [-1]" + su}},
      {"nothing as the least that is sold", {{"1000}", "0}"}}, {"50:64 S004 [at_least_su] [0]" + su}},
      // Host RAM and walltimes.
      {"host RAM without a unit", {{"\"8G\"", "\"8\""}}, {"11:93 S004 [ram_unit] [8]" + ram}},
      {"no host RAM", {{"\"8G\"", "\"0G\""}}, {"11:93 S004 [ram_unit] [0G]" + ram}},
      {"host RAM per CPU that is none",
       {{"\"ram_per_cpu\": \"2G\"", "\"ram_per_cpu\": \"much\""}},
       {"39:22 S004 [ram_per_cpu] [much]" + ram}},
      {"a walltime without a unit", {{"\"3-00:00:00\"", "\"72\""}}, {"45:19 S004 [walltime] [72]" + time}},
      {"a walltime with too many minutes", {{"\"12:00:00\"", "\"12:60:00\""}}, {"24:19 S004 [walltime] [12:60:00]" + time}},
      {"as much on request as without",
       {{"\"2-00:00:00\"", "\"12:00:00\""}},
       {"25:30 S004 [walltime_on_request] [12:00:00] [more than \"walltime\"]"}},
      {"a walltime that cannot be read has no other", {{"\"12:00:00\"", "\"noon\""}}, {"24:19 S004 [walltime] [noon]" + time}},
      // What goes together.
      {"a QoS with a star in the first place",
       {{"[\"normal\", \"spare\", \"own-*\"]", "[\"own-*\", \"normal\", \"spare\"]"}},
       {"41:15 S004 [qos] [own-*] [a QoS without a * in the first place, which is the usual one]"}},
      {"a default QoS with a star",
       {{"\"partition\": \"gpu\", \"qos\": \"normal\"", "\"partition\": \"gpu\", \"qos\": \"own-*\""}},
       {"48:43 S004 [qos] [own-*]" + word}},
      {"a default QoS that the default partition does not take",
       {{"\"partition\": \"gpu\", \"qos\": \"normal\"", "\"partition\": \"cpu\", \"qos\": \"spare\""}},
       {"48:43 S004 [qos] [spare] [a QoS that goes with the default partition]"}},
      {"an option on offer without a rate",
       {{"\"charge\": \"type\"", "\"charge\": \"slice\""}},
       {"38:17 S004 [charge] [slice] [a charge with a rate for every option of the partition; 1g.12gb has none]"}},
      // What is filled in.
      {"something else to fill in",
       {{filled, "shell -A {account} -n {nodes}"}},
       {"51:27 S004 [line] [shell -A {account} -n {nodes}]" + braces}},
      {"something to fill in twice", {{filled, "shell {qos} {qos}"}}, {"51:27 S004 [line] [shell {qos} {qos}]" + braces}},
      {"one to fill in inside another",
       {{filled, "shell {q{account}os}"}},
       {"51:27 S004 [line] [shell {q{account}os}]" + braces}},
  });
}

TEST_CASE("classes of programs are read, and what is wrong with them is told", "[site]") {
  // They stand on line 52, behind the interactive command.
  const auto with = [](const std::string& classes) {
    std::string text = good;
    text.replace(text.rfind("\n}"), 2, ",\n  \"compute_classes\": " + classes + "\n}");
    return text;
  };
  const std::string speed = R"({"low": 1, "likely": 1.5, "high": 2})";
  const Loaded<Site> loaded = load_site(
      with(R"([{"name": "heavy", "speeds": {"1g.12gb": {"low": 1, "likely": 1, "high": 1}, "full": )" + speed + "}}]"), "s.json");
  REQUIRE(loaded.value.has_value());
  CHECK(loaded.value->find_compute(ComputeClass::light) == nullptr);
  const ComputeSpeeds* const heavy = loaded.value->find_compute(ComputeClass::heavy);
  REQUIRE(heavy != nullptr);
  CHECK(heavy->find_speed("2g.20gb") == nullptr);
  const OptionSpeed* const full = heavy->find_speed("full");
  REQUIRE(full != nullptr);
  CHECK(full->low == Ratio{1'000'000});
  CHECK(full->likely == Ratio{1'500'000});
  CHECK(full->high == Ratio{2'000'000});

  struct Case {
    std::string description;
    std::string classes;
    std::vector<std::string> codes;
  };
  const auto of_speeds = [](const std::string& speeds) { return R"([{"name": "light", "speeds": )" + speeds + "}]"; };
  const auto of_full = [&](const std::string& full_speed) {
    return of_speeds(R"({"1g.12gb": {"low": 1, "likely": 1, "high": 1}, "full": )" + full_speed + "}");
  };
  const std::vector<Case> cases{
      {"another word", R"([{"name": "huge", "speeds": {}}])", {"52:32 S004 [name] [huge]", "52:50 S003 [speeds]"}},
      {"a name that is none",
       R"([{"name": 1, "speeds": {"full": )" + speed + R"(, "1g.12gb": )" + speed + "}}]",
       {"52:32 S003 [name]"}},
      {"no speeds", R"([{"name": "light"}])", {"52:23 S001 [speeds]"}},
      {"one option alone", of_speeds(R"({"full": )" + speed + "}"), {"52:51 S003 [speeds]"}},
      {"an option that the site does not have",
       of_speeds(R"({"1g.12gb": )" + speed + R"(, "7g.80gb": )" + speed + "}"),
       {"52:101 S005 [speeds] [7g.80gb]"}},
      {"no likely speed", of_full(R"({"low": 1, "high": 2})"), {"52:107 S001 [likely]"}},
      {"a speed of 0", of_full(R"({"low": 0, "likely": 1, "high": 2})"), {"52:115 S004 [low] [0]"}},
      {"a negative speed", of_full(R"({"low": -1, "likely": 1, "high": 2})"), {"52:115 S004 [low] [-1]"}},
      {"likely below low", of_full(R"({"low": 2, "likely": 1, "high": 2})"), {"52:128 S004 [likely] [1]"}},
      {"high below likely", of_full(R"({"low": 1, "likely": 3, "high": 2})"), {"52:139 S004 [high] [2]"}},
      {"a class twice",
       R"([{"name": "light", "speeds": {"full": )" + speed + R"(, "1g.12gb": )" + speed +
           R"(}}, {"name": "light", "speeds": {"full": )" + speed + R"(, "1g.12gb": )" + speed + "}}]",
       {"52:158 S006 [light]"}},
      {"no list", R"({"light": 1})", {"52:22 S003 [compute_classes]"}},
      {"an empty list", "[]", {"52:22 S004 [compute_classes]"}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.description);
    const std::vector<std::string> errors = errors_of(with(one.classes));
    CAPTURE(errors);
    CHECK(errors.size() == one.codes.size());
    for (std::size_t i = 0; i < std::min(errors.size(), one.codes.size()); ++i) {
      CHECK(errors[i].substr(0, one.codes[i].size()) == one.codes[i]);
    }
  }
}

TEST_CASE("a name in a site file that nothing has", "[site]") {
  check_all({
      {"a charge",
       {{"\"charge\": \"type\"", "\"charge\": \"tipe\""}},
       {"38:17 S005 [charge] [tipe] [charges] hint: did you mean \"type\"?"}},
      {"a charge that is like no other",
       {{"\"charge\": \"type\"", "\"charge\": \"free\""}},
       {"38:17 S005 [charge] [free] [charges]"}},
      {"an option of a partition",
       {{"\"options\": [\"1g.12gb\", \"full\"]", "\"options\": [\"1g.21gb\", \"full\"]"}},
       {"40:19 S005 [options] [1g.21gb] [options] hint: did you mean \"1g.12gb\"?"}},
      {"an option by another of its names",
       {{"\"options\": [\"1g.12gb\", \"full\"]", "\"options\": [\"1g.12gb\", \"Full 96GB\"]"}},
       {"40:30 S005 [options] [Full 96GB] [options]"}},
      {"a QoS of a partition",
       {{"[\"normal\", \"spare\", \"own-*\"]", "[\"normal\", \"spar\", \"own-*\"]"}},
       {"41:25 S005 [qos] [spar] [qos] hint: did you mean \"spare\"?"}},
      {"a QoS of a partition that a pattern would match",
       {{"[\"normal\", \"spare\", \"own-*\"]", "[\"normal\", \"own-x\"]"}},
       {"41:25 S005 [qos] [own-x] [qos] hint: did you mean \"own-*\"?"}},
      {"a QoS that stops jobs",
       {{"[\"normal\", \"own-*\"]", "[\"nobody\", \"own-*\"]"}},
       {"29:24 S005 [preempted_by] [nobody] [qos]"}},
      {"the rate of an option, and no word on what has none",
       {{"{\"1g.12gb\": 3,", "{\"1g.21gb\": 3,"}},
       {"14:88 S005 [su_per_option] [1g.21gb] [options] hint: did you mean \"1g.12gb\"?"}},
      {"an option of the interactive command",
       {{"\"options\": [\"full\"]}", "\"options\": [\"ful\"]}"}},
       {"51:116 S005 [options] [ful] [options] hint: did you mean \"full\"?"}},
      {"the default partition",
       {{"\"partition\": \"gpu\"", "\"partition\": \"gpus\""}},
       {"48:29 S005 [partition] [gpus] [partitions] hint: did you mean \"gpu\"?"}},
      {"the default QoS", {{"\"gpu\", \"qos\": \"normal\"", "\"gpu\", \"qos\": \"debug\""}}, {"48:43 S005 [qos] [debug] [qos]"}},
      {"an empty name", {{"[\"normal\", \"own-*\"]", "[\"\", \"own-*\"]"}}, {"29:24 S005 [preempted_by] [] [qos]"}},
  });
}

TEST_CASE("a name that stands in a site file twice", "[site]") {
  check_all({
      {"an option",
       {{"{\"profile\": \"full\"", "{\"profile\": \"MIG 1g.12gb\""}},
       {"8:17 S006 [1g.12gb]", "14:102 S005 [su_per_option] [full] [options]", "16:60 S005 [su_per_option] [full] [options]",
        "40:30 S005 [options] [full] [options]", "51:116 S005 [options] [full] [options]"}},
      {"a charge", {{"{\"name\": \"max\"", "{\"name\": \"add\""}}, {"12:14 S006 [add]"}},
      {"a partition", {{"\"name\": \"cpu\"", "\"name\": \"gpu\""}}, {"37:15 S006 [gpu]"}},
      {"a QoS",
       {{"{\"name\": \"own-*\"", "{\"name\": \"normal\""}},
       {"29:34 S005 [preempted_by] [own-*] [qos]", "32:14 S006 [normal]", "41:34 S005 [qos] [own-*] [qos]"}},
      {"an option of a partition",
       {{"\"options\": [\"1g.12gb\", \"full\"]", "\"options\": [\"full\", \"full\"]"}},
       {"40:27 S006 [full]"}},
      {"a QoS of a partition", {{"[\"normal\", \"spare\", \"own-*\"]", "[\"normal\", \"normal\"]"}}, {"41:25 S006 [normal]"}},
      {"a QoS that stops jobs", {{"[\"normal\", \"own-*\"]", "[\"normal\", \"normal\"]"}}, {"29:34 S006 [normal]"}},
  });
}

TEST_CASE("a list of a site file is not endless", "[site]") {
  std::string qos;
  std::string names;
  for (int i = 0; i < 1000; ++i) {
    qos += ",\n{\"name\": \"q" + std::to_string(i) + "\", \"charged\": true}";
    names += ", \"q" + std::to_string(i) + "\"";
  }
  const Change more{",\n    {\"name\": \"own-*\", \"charged\": false, \"preempted_by\": []}", qos};
  INFO("with the three of the file they are 1002, and the references to them go without a word");
  CHECK(errors_of(changed({more})) == Words{"18:10 S004 [qos] [1002 entries] [at most 1000]"});
  INFO("names as well");
  CHECK(errors_of(changed({{"[\"normal\", \"spare\", \"own-*\"]", "[\"normal\"" + names + "]"}})).front() ==
        "41:14 S004 [qos] [1001 entries] [at most 1000]");
}

TEST_CASE("all that is wrong with a site file is told in one run", "[site]") {
  const std::vector<std::string> errors = errors_of(changed({{"\"testbed\"", "\"test bed\""},
                                                             {"96}", "0}"},
                                                             {"\"gres\": \"h100\"", "\"gres\": \"\""},
                                                             {"1.5,", "\"much\","},
                                                             {"\"charge\": \"type\"", "\"charge\": \"none\""},
                                                             {"\"12:00:00\"", "\"noon\""}}));
  REQUIRE(errors.size() == 6);
  CHECK(errors[0].starts_with("3:11 S004"));
  CHECK(errors[1].starts_with("5:45 S004"));
  CHECK(errors[2].starts_with("8:33 S004"));
  CHECK(errors[3].starts_with("11:57 S003"));
  CHECK(errors[4].starts_with("24:19 S004"));
  CHECK(errors[5].starts_with("38:17 S005"));

  std::string many = "{";
  for (int i = 0; i < 1000; ++i) {
    many += (i == 0 ? "\"" : ", \"") + std::string("key") + std::to_string(i) + "\": 1";
  }
  CHECK(errors_of(many + "}").size() == max_diagnostics);
}

TEST_CASE("the offending line of a site file is quoted as it stands", "[site]") {
  const Loaded<Site> site = load_site(changed("\"h100_12g\"", "\"\""), "s.json");
  REQUIRE(site.errors.size() == 1);
  CHECK(site.errors[0].excerpt == "    {\"profile\": \"1g.12gb\", \"gres\": \"\"},");
}

TEST_CASE("a site needs the SU Usage factor where a partition charges by it", "[site]") {
  struct Case {
    const char* description;
    std::vector<Change> changes;
    bool needed;
  };
  const std::vector<Case> cases{
      {"one partition by the device, one by flat rates", {}, true},
      {"the device for nothing", {{"1.25", "0"}}, false},
      {"flat rates alone, the other charges unused", {{"\"charge\": \"device\"", "\"charge\": \"slice\""}}, false},
      {"additive", {{"\"charge\": \"device\"", "\"charge\": \"add\""}}, true},
      {"additive for CPUs alone", {{"\"charge\": \"device\"", "\"charge\": \"add\""}, {"0.25}", "0}"}}, false},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Loaded<Site> site = load_site(changed(c.changes), "s.json");
    REQUIRE(site.value.has_value());
    CHECK(needs_su_factor(*site.value) == c.needed);
  }
}

}  // namespace
}  // namespace migadvise
