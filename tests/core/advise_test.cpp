#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "core/made_up.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

constexpr std::int64_t su = micro_per_unit;
constexpr std::int64_t gib = bytes_per_gib;

Profile option(const std::string& name, std::int64_t megabytes, int factor, int sms, std::int64_t compute_tenths) {
  Profile profile;
  profile.name = profile.label = name;
  profile.head = *parse_option_name(name);
  profile.capacity = Bytes{megabytes * 1'000'000};
  profile.su_factor = Ratio{factor * su};
  profile.sms = sms;
  profile.relative_compute = Ratio{compute_tenths * su / 10};
  return profile;
}

Table wulver_table() {
  Table table;
  table.profiles = {option("1g.10gb", 10'200, 2, 14, 10), option("2g.20gb", 20'900, 4, 28, 20),
                    option("3g.40gb", 42'400, 8, 42, 30), option("full", 85'200, 16, 108, 77)};
  return table;
}

Site wulver_site() {
  return plain_site("wulver", additive_charge(Ratio{su}, Bytes{4 * gib}, Ratio{su}), Bytes{4 * gib},
                    {{"1g.10gb", "a100_10g"}, {"2g.20gb", "a100_20g"}, {"3g.40gb", "a100_40g"}, {"full", "a100"}});
}

// A request as it is written on the command line.
struct Request {
  std::string mem;
  bool single_model = false;
  int tasks = 1;
  bool coupled = false;
  int gpus = 0;
  int min_sms = 0;
  std::string min_compute = {};
  int cpus = 1;
  std::string ram = {};
  int headroom = 10;
  Prefer prefer = Prefer::cost;
};

Needs needs_of(const Request& request) {
  Needs needs;
  if (!request.mem.empty()) {
    needs.gpu_memory = parse_gpu_memory(request.mem).value();
    needs.memory_spelling = size_spelling(request.mem);
  }
  needs.single_model = request.single_model;
  needs.tasks = request.tasks;
  needs.coupled = request.coupled;
  needs.gpus = request.gpus;
  if (request.min_sms > 0) {
    needs.min_sms = request.min_sms;
  }
  if (!request.min_compute.empty()) {
    needs.min_compute = parse_ratio(request.min_compute).value();
  }
  needs.cpus = request.cpus;
  if (!request.ram.empty()) {
    needs.ram = parse_host_ram(request.ram).value();
  }
  needs.headroom_percent = request.headroom;
  needs.prefer = request.prefer;
  return needs;
}

TEST_CASE("Wulver's options are recommended as they should be", "[advise]") {
  struct Case {
    const char* description;
    Request request;
    const char* name;  // empty when nothing will do
    const char* gres;
    std::int64_t rate;  // SU per hour of one job
    int jobs;
    std::int64_t all;
  };
  const std::vector<Case> cases{
      {"30 GiB in one model", {.mem = "30", .single_model = true}, "3g.40gb", "gpu:a100_40g:1", 9, 1, 9},
      {"the same with 4 CPUs", {.mem = "30", .single_model = true, .cpus = 4}, "3g.40gb", "gpu:a100_40g:1", 12, 1, 12},
      {"much host RAM", {.mem = "60", .cpus = 4, .ram = "64G"}, "full", "gpu:a100:1", 32, 1, 32},
      {"9 GiB is tight on the smallest", {.mem = "9"}, "2g.20gb", "gpu:a100_20g:1", 5, 1, 5},
      {"9 GiB without headroom", {.mem = "9", .headroom = 0}, "1g.10gb", "gpu:a100_10g:1", 3, 1, 3},
      {"9.5 GiB is a little too much for the smallest", {.mem = "9.5"}, "2g.20gb", "gpu:a100_20g:1", 5, 1, 5},
      {"also without headroom", {.mem = "9.5", .headroom = 0}, "2g.20gb", "gpu:a100_20g:1", 5, 1, 5},
      {"10.2 GB is exactly what is there", {.mem = "10.2GB", .headroom = 0}, "1g.10gb", "gpu:a100_10g:1", 3, 1, 3},
      {"19.8 GiB does not fit 20 GB", {.mem = "19.8"}, "3g.40gb", "gpu:a100_40g:1", 9, 1, 9},
      {"19.8 GB does", {.mem = "19.8GB", .headroom = 5}, "2g.20gb", "gpu:a100_20g:1", 5, 1, 5},
      {"19.8 GB with 6 % does not", {.mem = "19.8GB", .headroom = 6}, "3g.40gb", "gpu:a100_40g:1", 9, 1, 9},
      {"80 GiB is more than there is", {.mem = "80"}, "", "", 0, 1, 0},
      {"three jobs", {.mem = "8", .tasks = 3}, "1g.10gb", "gpu:a100_10g:1", 3, 3, 9},
      {"three coupled tasks", {.mem = "8", .tasks = 3, .coupled = true}, "3g.40gb", "gpu:a100_40g:1", 9, 1, 9},
      {"a floor in compute", {.mem = "6", .min_compute = "2x"}, "2g.20gb", "gpu:a100_20g:1", 5, 1, 5},
      {"a floor in SMs", {.mem = {}, .min_sms = 43}, "full", "gpu:a100:1", 17, 1, 17},
      {"the SMs of 3g.40gb", {.mem = {}, .min_sms = 42}, "3g.40gb", "gpu:a100_40g:1", 9, 1, 9},
      {"two full GPUs", {.mem = "60", .gpus = 2}, "full", "gpu:a100:2", 33, 1, 33},
      {"speed without times is the largest", {.mem = "6", .prefer = Prefer::speed}, "full", "gpu:a100:1", 17, 1, 17},
      {"balanced without times is the cheapest", {.mem = "6", .prefer = Prefer::balanced}, "1g.10gb", "gpu:a100_10g:1", 3, 1, 3},
  };
  const Table table = wulver_table();
  const Site site = wulver_site();
  for (const Case& c : cases) {
    INFO(c.description);
    const Advice advice = advise(needs_of(c.request), table, site);
    CHECK(advice.jobs == c.jobs);
    CHECK(advice.all_jobs.micro == c.all * su);
    REQUIRE(advice.options.size() == 4);
    if (std::string(c.name).empty()) {
      CHECK_FALSE(advice.recommended.has_value());
      for (const OptionAdvice& of : advice.options) {
        CHECK_FALSE(of.eligible);
        CHECK_FALSE(of.rank.has_value());
        CHECK_FALSE(of.score.has_value());
      }
      continue;
    }
    REQUIRE(advice.recommended.has_value());
    const OptionAdvice& chosen = advice.options[*advice.recommended];
    CHECK(table.profiles[chosen.profile].name == c.name);
    CHECK(chosen.gres == c.gres);
    CHECK(chosen.charge.total.micro == c.rate * su);
    CHECK(chosen.eligible);
    CHECK(chosen.rank == 1);
    CHECK_FALSE(chosen.break_even_speedup.has_value());
    for (const OptionAdvice& of : advice.options) {
      CHECK(of.reasons.find(Rule::charge) != nullptr);
    }
  }
}

TEST_CASE("score, rank and break-even of every option", "[advise]") {
  struct Line {
    Fit fit;
    bool eligible;
    std::int64_t rate;
    std::optional<std::int64_t> score;  // millionths of a point
    std::optional<int> rank;
    std::optional<std::int64_t> break_even;
  };
  struct Case {
    const char* description;
    Request request;
    std::array<Line, 4> lines;
  };
  constexpr std::nullopt_t no = std::nullopt;
  const std::vector<Case> cases{
      {"everything fits, 1 CPU",
       {.mem = "6"},
       {{{Fit::fits, true, 3, 100'000'000, 1, no},
         {Fit::fits, true, 5, 60'000'000, 2, 1'666'667},
         {Fit::fits, true, 9, 33'333'333, 3, 3'000'000},
         {Fit::fits, true, 17, 17'647'059, 4, 5'666'667}}}},
      {"a step up at 1 CPU from 20 GB",
       {.mem = "12"},
       {{{Fit::does_not_fit, false, 3, no, no, no},
         {Fit::fits, true, 5, 100'000'000, 1, no},
         {Fit::fits, true, 9, 55'555'556, 2, 1'800'000},
         {Fit::fits, true, 17, 29'411'765, 3, 3'400'000}}}},
      {"a step up at 1 CPU from 40 GB",
       {.mem = "30"},
       {{{Fit::does_not_fit, false, 3, no, no, no},
         {Fit::does_not_fit, false, 5, no, no, no},
         {Fit::fits, true, 9, 100'000'000, 1, no},
         {Fit::fits, true, 17, 52'941'176, 2, 1'888'889}}}},
      {"steps at 4 CPUs",
       {.mem = "6", .cpus = 4},
       {{{Fit::fits, true, 6, 100'000'000, 1, no},
         {Fit::fits, true, 8, 75'000'000, 2, 1'333'334},
         {Fit::fits, true, 12, 50'000'000, 3, 2'000'000},
         {Fit::fits, true, 20, 30'000'000, 4, 3'333'334}}}},
      {"a tight option is out and has no score",
       {.mem = "9"},
       {{{Fit::tight, false, 3, no, no, no},
         {Fit::fits, true, 5, 100'000'000, 1, no},
         {Fit::fits, true, 9, 55'555'556, 2, 1'800'000},
         {Fit::fits, true, 17, 29'411'765, 3, 3'400'000}}}},
      {"without a need everything is scored",
       {.mem = {}, .min_sms = 28},
       {{{Fit::unknown, false, 3, no, no, no},
         {Fit::unknown, true, 5, 100'000'000, 1, no},
         {Fit::unknown, true, 9, 55'555'556, 2, 1'800'000},
         {Fit::unknown, true, 17, 29'411'765, 3, 3'400'000}}}},
      {"speed cannot be scored without times",
       {.mem = "6", .prefer = Prefer::speed},
       {{{Fit::fits, true, 3, no, 4, no},
         {Fit::fits, true, 5, no, 3, no},
         {Fit::fits, true, 9, no, 2, no},
         {Fit::fits, true, 17, no, 1, no}}}},
      {"balanced without times is as cost",
       {.mem = "6", .prefer = Prefer::balanced},
       {{{Fit::fits, true, 3, 100'000'000, 1, no},
         {Fit::fits, true, 5, 60'000'000, 2, 1'666'667},
         {Fit::fits, true, 9, 33'333'333, 3, 3'000'000},
         {Fit::fits, true, 17, 17'647'059, 4, 5'666'667}}}},
      {"two GPUs are asked for",
       {.mem = "60", .gpus = 2},
       {{{Fit::does_not_fit, false, 3, no, no, no},
         {Fit::does_not_fit, false, 5, no, no, no},
         {Fit::does_not_fit, false, 9, no, no, no},
         {Fit::fits, true, 33, 100'000'000, 1, no}}}},
      {"all tight: only the full GPU holds it",
       {.mem = "79"},
       {{{Fit::does_not_fit, false, 3, no, no, no},
         {Fit::does_not_fit, false, 5, no, no, no},
         {Fit::does_not_fit, false, 9, no, no, no},
         {Fit::tight, true, 17, no, 1, no}}}},
  };
  const Table table = wulver_table();
  const Site site = wulver_site();
  for (const Case& c : cases) {
    INFO(c.description);
    const Advice advice = advise(needs_of(c.request), table, site);
    for (std::size_t i = 0; i < c.lines.size(); ++i) {
      CAPTURE(table.profiles[i].name);
      const OptionAdvice& of = advice.options[i];
      const Line& line = c.lines[i];
      CHECK(of.profile == i);
      CHECK(of.fit == line.fit);
      CHECK(of.eligible == line.eligible);
      CHECK(of.charge.total.micro == line.rate * su);
      CHECK(of.score.has_value() == line.score.has_value());
      CHECK(of.score.value_or(Ratio{}).micro == line.score.value_or(0));
      CHECK(of.rank == line.rank);
      CHECK(of.break_even_speedup.value_or(Ratio{}).micro == line.break_even.value_or(0));
    }
  }
}

TEST_CASE("options that cost the same stay in table order", "[advise]") {
  Table table;
  table.profiles = {option("2g.20gb", 20'900, 4, 28, 20), option("1g.10gb", 10'200, 2, 14, 10),
                    option("1g.20gb", 20'900, 2, 14, 10), option("1g.5gb", 5'000, 2, 14, 10)};
  const Site site = wulver_site();
  const Advice advice = advise(needs_of({.mem = "4"}), table, site);
  CHECK(advice.recommended == 1);
  CHECK(advice.options[1].rank == 1);
  CHECK(advice.options[2].rank == 2);
  CHECK(advice.options[3].rank == 3);
  CHECK(advice.options[0].rank == 4);
  for (const std::size_t same : {1U, 2U, 3U}) {
    CHECK(advice.options[same].score == Ratio{100 * su});
  }
  INFO("for the same price the one with more SMs");
  Table same_price;
  same_price.profiles = {option("1g.10gb", 10'200, 4, 14, 10), option("2g.20gb", 20'900, 4, 28, 20)};
  CHECK(advise(needs_of({.mem = "4"}), same_price, site).recommended == 1);
  INFO("for speed: as many SMs, then more GPU memory, then cheaper, then table order");
  const Advice fast = advise(needs_of({.mem = "4", .prefer = Prefer::speed}), table, site);
  CHECK(fast.recommended == 0);
  CHECK(fast.options[2].rank == 2);
  CHECK(fast.options[1].rank == 3);
  CHECK(fast.options[3].rank == 4);
  table.profiles = {option("1g.10gb", 10'200, 4, 14, 10), option("1g.11gb", 10'200, 2, 14, 10),
                    option("1g.12gb", 10'200, 2, 14, 10)};
  CHECK(advise(needs_of({.mem = "4", .prefer = Prefer::speed}), table, site).recommended == 1);
}

TEST_CASE("a profile added to the table is an option more", "[advise]") {
  Table table = wulver_table();
  table.profiles.insert(table.profiles.begin() + 3, option("4g.40gb", 42'500, 9, 56, 40));
  Site site = wulver_site();
  const Advice advice = advise(needs_of({.mem = "30", .min_compute = "4x"}), table, site);
  REQUIRE(advice.options.size() == 5);
  CHECK(advice.recommended == 3);
  CHECK(advice.options[3].charge.total.micro == 10 * su);
  CHECK(advice.options[3].gres.empty());
  CHECK(advice.options[3].reasons.find(Rule::gres_unknown) != nullptr);
  CHECK(advice.options[4].gres == "gpu:a100:1");
  site.options.push_back({"4g.40gb", "a100_4g.40gb"});
  CHECK(advise(needs_of({.mem = "30", .min_compute = "4x"}), table, site).options[3].gres == "gpu:a100_4g.40gb:1");
}

TEST_CASE("the facts of the request are filled in", "[advise]") {
  const Table table = wulver_table();
  const Site site = wulver_site();
  const Advice advice = advise(needs_of({.mem = "8", .tasks = 3, .coupled = true, .cpus = 6}), table, site);
  CHECK(advice.table == &table);
  CHECK(advice.site == &site);
  CHECK(advice.memory_needed == Bytes{24 * gib});
  CHECK(advice.ram == Bytes{24 * gib});
  CHECK(advise(needs_of({.mem = "8", .ram = "7G"}), table, site).ram == Bytes{7 * gib});
  CHECK_FALSE(advise(needs_of({.mem = {}, .min_sms = 1}), table, site).memory_needed.has_value());
  CHECK(advice.options[3].sms == 108);
  CHECK(advice.options[3].capacity == Bytes{85'200'000'000});
  CHECK(advice.options[3].relative_compute == Ratio{7'700'000});
}

TEST_CASE("properties over random requests", "[advise]") {
  const Table table = wulver_table();
  const Site site = wulver_site();
  std::mt19937 random(4);
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
  for (int i = 0; i < 3000; ++i) {
    Needs needs;
    if (pick(0, 9) > 0) {
      needs.gpu_memory = Bytes{std::uniform_int_distribution<std::int64_t>(1, 90 * bytes_per_gb)(random)};
    }
    needs.headroom_percent = pick(0, 30);
    needs.cpus = pick(1, 64);
    if (pick(0, 2) == 0) {
      needs.ram = Bytes{pick(1, 200) * gib};
    }
    if (pick(0, 4) == 0) {
      needs.min_sms = pick(1, 120);
    }
    if (pick(0, 4) == 0) {
      needs.min_compute = Ratio{pick(1, 80) * su / 10};
    }
    needs.tasks = pick(0, 3) == 0 ? pick(2, 9) : 1;
    needs.coupled = needs.tasks > 1 && pick(0, 1) == 0;
    needs.prefer = static_cast<Prefer>(pick(0, 2));
    const Advice advice = advise(needs, table, site);

    const auto eligible = std::count_if(advice.options.begin(), advice.options.end(), [](const auto& o) { return o.eligible; });
    CHECK(advice.recommended.has_value() == (eligible > 0));
    std::vector<int> ranks;
    for (const OptionAdvice& of : advice.options) {
      CHECK(of.rank.has_value() == of.eligible);
      if (of.rank) {
        ranks.push_back(*of.rank);
      }
      if (of.score) {
        CHECK(of.eligible);
        CHECK(of.fit != Fit::tight);
        CHECK(of.score->micro > 0);
        CHECK(of.score->micro <= 100 * su);
      }
      if (of.break_even_speedup) {
        CHECK(of.break_even_speedup->micro > su);
      }
      CHECK(of.charge.total.micro == std::max(of.charge.cpu.micro, of.charge.ram.micro) + of.charge.gpu.micro);
    }
    std::sort(ranks.begin(), ranks.end());
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
      CHECK(ranks[rank] == static_cast<int>(rank) + 1);
    }
    if (!advice.recommended) {
      continue;
    }
    const OptionAdvice& chosen = advice.options[*advice.recommended];
    CHECK(chosen.eligible);
    CHECK(chosen.rank == 1);
    CHECK(advice.all_jobs.micro == chosen.charge.total.micro * advice.jobs);
    if (advice.memory_needed) {
      CHECK(chosen.capacity >= *advice.memory_needed);
    }
    if (needs.gpu_memory) {
      INFO("more GPU memory never selects a smaller capacity");
      Needs more = needs;
      more.gpu_memory->value += pick(1, 1'000'000'000);
      const Advice larger = advise(more, table, site);
      if (larger.recommended) {
        CHECK(larger.options[*larger.recommended].capacity >= chosen.capacity);
      }
    }
  }
}

}  // namespace
}  // namespace migadvise
