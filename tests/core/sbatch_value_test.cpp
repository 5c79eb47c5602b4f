#include "core/sbatch_value.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "core/sbatch_option.hpp"

using namespace migadvise;

namespace {

constexpr std::int64_t minute = 60'000;

std::string gres_text(const std::optional<std::vector<SbatchGres>>& list) {
  if (!list) {
    return "refused";
  }
  std::string text;
  for (const SbatchGres& gres : *list) {
    text += std::string(gres.name) + "/" + std::string(gres.type) + "/" + std::to_string(gres.count) + " ";
  }
  return text;
}

}  // namespace

// As sbatch 22.05 was seen to read them.
TEST_CASE("walltimes are read as sbatch reads them") {
  const std::vector<std::pair<std::string, std::int64_t>> minutes{
      {"24", 24},    {"1:00", 1},   {"90:00", 90},    {"0:30", 1},       {"1:00:00", 60},      {"1:90:00", 150}, {"1-", 1440},
      {"1-0", 1440}, {"1-2", 1560}, {"1-0:30", 1470}, {"1-25:00", 2940}, {"2-12:30:00", 3630}, {"1-2:3:4", 1564}};
  for (const auto& [text, expected] : minutes) {
    INFO(text);
    const std::optional<SbatchTime> read = read_sbatch_time(text);
    REQUIRE(read);
    REQUIRE(read->limit);
    CHECK(read->limit->milliseconds == expected * minute);
    CHECK(read->bare == (text == "24"));
  }
  for (const std::string text : {"0", "UNLIMITED", "unlimited", "infinite", "-1"}) {
    INFO(text);
    REQUIRE(read_sbatch_time(text));
    CHECK_FALSE(read_sbatch_time(text)->limit);
  }
  for (const std::string text :
       {"", "10h", "90m", "1:2:3:4", "1.5", "-1:00", "1:", "1::2", "HH:MM:SS", "+5", "1-x", "1-0:0:0:0", "10 "}) {
    INFO(text);
    CHECK_FALSE(read_sbatch_time(text));
  }
  CHECK(read_sbatch_time("3650-00:00:00")->limit == max_duration);
  for (const std::string text : {"3650-00:00:01", "99999999999999999999", "99999999999-0"}) {
    INFO(text);
    REQUIRE(read_sbatch_time(text));
    CHECK_FALSE(read_sbatch_time(text)->limit);
  }
}

TEST_CASE("memory sizes are read as sbatch reads them") {
  const std::vector<std::pair<std::string, std::int64_t>> mib{{"4096", 4096},  {"4G", 4096}, {"4GB", 4096}, {"4g", 4096},
                                                              {"1T", 1048576}, {"1M", 1},    {"1025K", 2},  {"1K", 1},
                                                              {"4kb", 1},      {"0", 0}};
  for (const auto& [text, expected] : mib) {
    INFO(text);
    const std::optional<SbatchSize> read = read_sbatch_size(text);
    REQUIRE(read);
    CHECK(read->bytes.value == expected * bytes_per_mib);
    CHECK(read->bare == (text == "4096" || text == "0"));
  }
  for (const std::string text : {"", "4GiB", "4 G", "4.5G", "4X", "4Gx", "-4G", "4P", "G", "B", "4B"}) {
    INFO(text);
    CHECK_FALSE(read_sbatch_size(text));
  }
  CHECK(read_sbatch_size("99999999999T")->bytes == max_bytes);
}

TEST_CASE("counts, nodes and arrays are read as sbatch reads them") {
  CHECK(read_sbatch_count("1") == 1);
  CHECK(read_sbatch_count("+3") == 3);
  CHECK(read_sbatch_count("100000") == 100000);
  for (const std::string text : {"", "0", "-1", "abc", "4x", "2.5", "1k", "100001", "++1"}) {
    INFO(text);
    CHECK_FALSE(read_sbatch_count(text));
  }
  CHECK(read_sbatch_nodes("2") == 2);
  CHECK(read_sbatch_nodes("1-4") == 1);
  CHECK(read_sbatch_nodes("1k") == 1024);
  CHECK(read_sbatch_nodes("0") == 1);
  for (const std::string text : {"", "2-1", "a", "1-", "1-2-3", "2x", "1,2"}) {
    INFO(text);
    CHECK_FALSE(read_sbatch_nodes(text));
  }
  CHECK(read_sbatch_array("1-10") == 10);
  CHECK(read_sbatch_array("0-9:3") == 4);
  CHECK(read_sbatch_array("1-10%2") == 10);
  CHECK(read_sbatch_array("1,3,5-6") == 4);
  CHECK(read_sbatch_array("1,,3") == 2);
  CHECK(read_sbatch_array("1-10%") == 10);
  CHECK(read_sbatch_array("1,1,1-3") == 3);
  CHECK(read_sbatch_array_limit("1-10%2") == 2);
  CHECK_FALSE(read_sbatch_array_limit("1-10"));
  CHECK(read_sbatch_array("0") == 1);
  CHECK(read_sbatch_array("1-100000") == 100'000);
  CHECK_FALSE(read_sbatch_array("1-100001"));
  CHECK_FALSE(read_sbatch_array("1-100000,200000"));
  for (const std::string text : {"10-1", "a", "1-", "1-10:0", "1:2", "1-2-3", "0-1000000"}) {
    INFO(text);
    CHECK_FALSE(read_sbatch_array(text));
  }
}

TEST_CASE("the hosts of a list are counted") {
  CHECK(read_sbatch_hosts("n01") == 1);
  CHECK(read_sbatch_hosts("n01,n02,n03") == 3);
  CHECK(read_sbatch_hosts("n[01-04]") == 4);
  CHECK(read_sbatch_hosts("n[01-04,7],m1,k[1,3]") == 8);
  CHECK(read_sbatch_hosts("n[1-2]-ib,m1") == 3);
  CHECK(read_sbatch_hosts("n[1-99999],m[1-99999]") == 100'000);
  CHECK(read_sbatch_hosts("n[1-99999],m[1-99999],[") == 100'000);  // no more of it is looked at
  for (const std::string text : {"", "./hosts", "n[1-4", "n[4-1]", "n[x]"}) {
    INFO(text);
    CHECK_FALSE(read_sbatch_hosts(text));
  }
}

TEST_CASE("lists of GPUs are read as sbatch reads them") {
  CHECK(gres_text(read_sbatch_gres("gpu")) == "gpu//1 ");
  CHECK(gres_text(read_sbatch_gres("gpu:2")) == "gpu//2 ");
  CHECK(gres_text(read_sbatch_gres("gpu:a100")) == "gpu/a100/1 ");
  CHECK(gres_text(read_sbatch_gres("gpu:a100:4,nvme:1")) == "gpu/a100/4 nvme//1 ");
  CHECK(gres_text(read_sbatch_gres("gres:gpu:a100:1")) == "gpu/a100/1 ");
  CHECK(gres_text(read_sbatch_gres("gpu:1g.10gb:1")) == "gpu/1g.10gb/1 ");
  CHECK(gres_text(read_sbatch_gres("none")).empty());
  for (const std::string text : {"", "gpu:", "gpu::1", "gpu:a100:", "gpu:1,", ",gpu:1"}) {
    INFO(text);
    CHECK(gres_text(read_sbatch_gres(text)) == "refused");
  }
  // Other resources are counted in bytes.
  CHECK(gres_text(read_sbatch_gres("gpu:a100:1,lscratch:ssd:100G")) == "gpu/a100/1 lscratch/ssd/100000 ");
  CHECK(gres_text(read_sbatch_gres("tmp:200000,gpu:2")) == "tmp//100000 gpu//2 ");
  CHECK(gres_text(read_sbatch_gres("gpu:2k")) == "gpu//2048 ");
  CHECK(gres_text(read_sbatch_gres("tmp:99999999999999999999P")) == "tmp//100000 ");
  CHECK(gres_text(read_sbatch_gres("gpu:a:b:1")) == "refused");
  CHECK(gres_text(read_sbatch_gres("gpu:a:1x")) == "refused");
  CHECK(gres_text(read_sbatch_gpus("2")) == "gpu//2 ");
  CHECK(gres_text(read_sbatch_gpus("a100:2")) == "gpu/a100/2 ");
  CHECK(gres_text(read_sbatch_gpus("a100:1,a100_10g:2")) == "gpu/a100/1 gpu/a100_10g/2 ");
  CHECK(gres_text(read_sbatch_gpus("")).empty());
  CHECK(gres_text(read_sbatch_gpus("a:b:1")) == "refused");
}

TEST_CASE("signals are read as sbatch reads them") {
  for (const std::string text : {"USR1", "USR1@60", "B:USR1@60", "10", "R:USR1", "SIGUSR1@60", "99", "USR1@0", "BR:usr1@9",
                                 "rb:10", "xcpu", "10@65535", "10@", "65535", " USR1", "USR1 @60", "B: USR1"}) {
    INFO(text);
    CHECK(is_sbatch_signal(text));
  }
  for (const std::string text :
       {"",       "foo",  "B:foo", "USR1@foo", "B:",  "10@65536", "@60",   "B:@60", "0",    "0@5", "65536",     "10@-1",
        "B:R:10", "X:10", "@",     "10@1:00",  "1.5", "USR1@5s",  "BB:10", "10x",   "SEGV", "SIG", "SIGSIGUSR1"}) {
    INFO(text);
    CHECK_FALSE(is_sbatch_signal(text));
  }
}

TEST_CASE("dependencies are read as sbatch reads them") {
  for (const std::string text : {"afterok:1",
                                 "singleton",
                                 "after:1+5",
                                 "afterok:1:2",
                                 "afterok:1,afterany:2",
                                 "afterok:1?afterany:2",
                                 "AFTEROK:1",
                                 "1",
                                 "afterok:123_4",
                                 "afterok:123_*",
                                 "singleton,afterok:1",
                                 "afterok:1,2",
                                 "aftercorr:1",
                                 "afterburstbuffer:1",
                                 "afternotok:1",
                                 "afterany:1_[1-3]",
                                 "afterok:1,afterany:2?afterok:3",
                                 "after:1+5:2+6",
                                 "5,6",
                                 "afterok: 1",
                                 "afterok:1_",
                                 "afterok:1_[1,3],singleton",
                                 ""}) {
    INFO(text);
    CHECK(is_sbatch_dependency(text));
  }
  for (const std::string text : {"afterok",
                                 "foo",
                                 "afterok:foo",
                                 "afterok=1",
                                 "aftr:1",
                                 "expand:1",
                                 "afterok:",
                                 "afterok:1,",
                                 "afterok:1:",
                                 ":1",
                                 "singleton:1",
                                 "afterok:0",
                                 "afterok:1;afterok:2",
                                 "afterok:1+",
                                 ",afterok:1",
                                 "1+5",
                                 "afterok:${JOBS[0]}",
                                 "aftrok:1_[1-3]",
                                 "afterok:1_[1-3",
                                 "afterok:[1]",
                                 "foo[",
                                 "afterok:1_[1,2],foo",
                                 "afterok:12x",
                                 "afterok::1",
                                 "after:1+x",
                                 "12345:6",
                                 "complete:1",
                                 "afterok:1_x"}) {
    INFO(text);
    CHECK_FALSE(is_sbatch_dependency(text));
  }
}

TEST_CASE("sbatch's options are found by name, abbreviation and letter") {
  CHECK(find_sbatch_options("mem").size() == 1);
  CHECK(find_sbatch_options("part").front()->name == "partition");
  CHECK(find_sbatch_options("gpus-per").size() == 3);
  CHECK(find_sbatch_options("nonsense").empty());
  CHECK(find_sbatch_options("").empty());
  CHECK(find_sbatch_letter('p')->name == "partition");
  CHECK(find_sbatch_letter('y') == nullptr);
  CHECK(find_sbatch_letter('\0') == nullptr);
  for (std::size_t i = 1; i < sbatch_options().size(); ++i) {
    CHECK(sbatch_options()[i - 1].name < sbatch_options()[i].name);
  }
}
