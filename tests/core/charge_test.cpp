#include "core/charge.hpp"

#include <optional>
#include <vector>

#include <catch2/catch.hpp>

#include "core/made_up.hpp"

namespace migadvise {
namespace {

constexpr std::int64_t gib = bytes_per_gib;
constexpr std::int64_t mib = bytes_per_mib;

// One SU for a CPU, for 4 GB of host RAM and for each unit of the factor.
ChargeFormula wulver() { return additive_charge(Ratio{1'000'000}, Bytes{4 * gib}, Ratio{1'000'000}); }

Profile option_of(std::int64_t factor_micro) {
  Profile profile;
  profile.name = "1g.10gb";
  profile.su_factor = Ratio{factor_micro};
  return profile;
}

// With a factor, which is always priced.
Charge hourly(const ChargeFormula& formula, int cpus, Bytes ram, std::int64_t factor_micro, int gpus) {
  const std::optional<Charge> charge = hourly_charge(formula, option_of(factor_micro), cpus, ram, gpus);
  REQUIRE(charge.has_value());
  return *charge;
}

TEST_CASE("the published charges of Wulver come out", "[charge]") {
  struct Case {
    const char* description;
    int cpus;
    std::optional<std::int64_t> ram;  // 4 GB per CPU when missing
    std::int64_t factor;              // 2, 4, 8, 16
    int gpus;
    std::int64_t cpu;  // micro-SU per hour
    std::int64_t ram_term;
    std::int64_t gpu;
    std::int64_t total;
  };
  const std::vector<Case> cases{
      {"4 CPUs, 10 GB", 4, {}, 2, 1, 4'000'000, 4'000'000, 2'000'000, 6'000'000},
      {"4 CPUs, 20 GB", 4, {}, 4, 1, 4'000'000, 4'000'000, 4'000'000, 8'000'000},
      {"4 CPUs, 40 GB", 4, {}, 8, 1, 4'000'000, 4'000'000, 8'000'000, 12'000'000},
      {"4 CPUs, full GPU", 4, {}, 16, 1, 4'000'000, 4'000'000, 16'000'000, 20'000'000},
      {"4 CPUs, --mem=64G, full GPU", 4, 64 * gib, 16, 1, 4'000'000, 16'000'000, 16'000'000, 32'000'000},
      {"4 CPUs, --mem-per-cpu=8G, full GPU", 4, 32 * gib, 16, 1, 4'000'000, 8'000'000, 16'000'000, 24'000'000},
      {"2 CPUs, 20 GB", 2, {}, 4, 1, 2'000'000, 2'000'000, 4'000'000, 6'000'000},
      {"1 CPU, 4 GB of host RAM, 20 GB", 1, 4 * gib, 4, 1, 1'000'000, 1'000'000, 4'000'000, 5'000'000},
      {"a course: 20 CPUs, --mem=128G, 10 GB", 20, 128 * gib, 2, 1, 20'000'000, 32'000'000, 2'000'000, 34'000'000},
      {"1 CPU, 10 GB", 1, {}, 2, 1, 1'000'000, 1'000'000, 2'000'000, 3'000'000},
      {"1 CPU, 40 GB", 1, {}, 8, 1, 1'000'000, 1'000'000, 8'000'000, 9'000'000},
      {"1 CPU, full GPU", 1, {}, 16, 1, 1'000'000, 1'000'000, 16'000'000, 17'000'000},
      {"two full GPUs", 1, {}, 16, 2, 1'000'000, 1'000'000, 32'000'000, 33'000'000},
      {"four full GPUs", 8, {}, 16, 4, 8'000'000, 8'000'000, 64'000'000, 72'000'000},
      {"32 CPUs, full GPU", 32, {}, 16, 1, 32'000'000, 32'000'000, 16'000'000, 48'000'000},
      {"less host RAM than the CPUs bring", 4, 1 * gib, 2, 1, 4'000'000, 250'000, 2'000'000, 6'000'000},
      {"the published script's 4000M: 976562.5 is rounded away from zero", 1, 4000 * mib, 2, 1, 1'000'000, 976'563, 2'000'000,
       3'000'000},
      {"4000M for each of 4 CPUs, RAM one M over them", 4, 4 * 4096 * mib + mib, 2, 1, 4'000'000, 4'000'244, 2'000'000,
       6'000'244},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    const Bytes ram{c.ram.value_or(c.cpus * 4 * gib)};
    const Charge charge = hourly(wulver(), c.cpus, ram, c.factor * micro_per_unit, c.gpus);
    CHECK(charge.cpu.micro == c.cpu);
    CHECK(charge.ram.micro == c.ram_term);
    CHECK(charge.gpu.micro == c.gpu);
    CHECK(charge.total.micro == c.total);
  }
}

TEST_CASE("another site's prices are used", "[charge]") {
  const Charge charge = hourly(additive_charge(Ratio{2'500'000}, Bytes{gib}, Ratio{333'333}), 3, Bytes{5 * gib}, 1'500'000, 2);
  CHECK(charge.cpu.micro == 7'500'000);
  CHECK(charge.ram.micro == 5'000'000);
  CHECK(charge.gpu.micro == 2 * 500'000);  // 499999.5 rounded once, then twice
  CHECK(charge.total.micro == 8'500'000);

  CHECK(hourly(additive_charge(Ratio{0}, Bytes{gib}, Ratio{0}), 8, Bytes{0}, 16'000'000, 4).total.micro == 0);
}

TEST_CASE("Wulver's charge for much host RAM comes out", "[charge]") {
  ChargeFormula bigmem = additive_charge(Ratio{1'500'000}, Bytes{16 * gib}, Ratio{0});
  bigmem.su_per_ram = Ratio{1'500'000};
  CHECK(hourly(bigmem, 4, Bytes{64 * gib}, 2'000'000, 1).total.micro == 6'000'000);    // 1.5 × 4 and 1.5 × 64 / 16
  CHECK(hourly(bigmem, 4, Bytes{128 * gib}, 2'000'000, 1).total.micro == 12'000'000);  // 1.5 × 128 / 16
}

TEST_CASE("each family puts the same terms together in its own way", "[charge]") {
  // 3 for CPUs, 5 for host RAM, 4 for a GPU by its factor, 7 by its flat rate.
  ChargeFormula formula = additive_charge(Ratio{1'500'000}, Bytes{4 * gib}, Ratio{2'000'000});
  formula.rates = {{"1g.10gb", SuPerHour{7'000'000}}};
  struct Case {
    ChargeFamily family;
    int gpus;
    std::int64_t cpu;
    std::int64_t ram;
    std::int64_t gpu;
    std::int64_t total;
  };
  const std::vector<Case> cases{{ChargeFamily::additive, 1, 3, 5, 4, 9},
                                {ChargeFamily::additive, 3, 3, 5, 12, 17},
                                {ChargeFamily::maximum, 1, 3, 5, 4, 5},
                                {ChargeFamily::maximum, 2, 3, 5, 8, 8},
                                {ChargeFamily::sum, 1, 3, 5, 4, 12},
                                {ChargeFamily::cpu_plus_gres, 1, 3, 0, 7, 10},
                                {ChargeFamily::cpu_plus_gres, 2, 3, 0, 14, 17},
                                {ChargeFamily::device, 1, 0, 0, 4, 4},
                                {ChargeFamily::slice, 1, 0, 0, 7, 7}};
  for (const Case& c : cases) {
    INFO(charge_family_id(c.family) << " with " << c.gpus);
    formula.family = c.family;
    const Charge charge = hourly(formula, 2, Bytes{20 * gib}, 2'000'000, c.gpus);
    CHECK(charge.family == c.family);
    CHECK(charge.cpu.micro == c.cpu * micro_per_unit);
    CHECK(charge.ram.micro == c.ram * micro_per_unit);
    CHECK(charge.gpu.micro == c.gpu * micro_per_unit);
    CHECK(charge.total.micro == c.total * micro_per_unit);
  }
  INFO("in a bundle the CPUs may be the largest share");
  formula.family = ChargeFamily::maximum;
  CHECK(hourly(formula, 6, Bytes{20 * gib}, 2'000'000, 1).total.micro == 9'000'000);
}

TEST_CASE("a price that is not known is none", "[charge]") {
  ChargeFormula formula = additive_charge(Ratio{0}, Bytes{gib}, Ratio{1'000'000});
  Profile without_factor = option_of(1);
  without_factor.su_factor.reset();
  CHECK_FALSE(hourly_charge(formula, without_factor, 1, Bytes{0}, 1).has_value());
  INFO("a factor that is not used is not missed");
  formula.su_per_factor = Ratio{0};
  CHECK(hourly_charge(formula, without_factor, 1, Bytes{gib}, 1)->total.micro == 1'000'000);
  INFO("flat rates need no factor, but a rate");
  formula.family = ChargeFamily::slice;
  CHECK_FALSE(hourly_charge(formula, without_factor, 1, Bytes{0}, 1).has_value());
  formula.rates = {{"2g.20gb", SuPerHour{5}}};
  CHECK_FALSE(hourly_charge(formula, without_factor, 1, Bytes{0}, 1).has_value());
  formula.rates.push_back({"1g.10gb", SuPerHour{6}});
  CHECK(hourly_charge(formula, without_factor, 1, Bytes{0}, 1)->total.micro == 6);
}

TEST_CASE("no figure overflows", "[charge]") {
  const ChargeFormula dear = additive_charge(Ratio{10'000 * micro_per_unit}, Bytes{1}, Ratio{10'000 * micro_per_unit});
  const Charge charge = hourly(dear, 1'000'000, max_bytes, 1'000'000 * micro_per_unit, 1'000'000);
  CHECK(charge.ram.micro == max_figure);
  CHECK(charge.gpu.micro == max_figure);
  CHECK(charge.total.micro == 2 * max_figure);
}

TEST_CASE("host RAM without surcharge costs nothing more, and a little more of it does", "[charge]") {
  const ChargeFormula odd = additive_charge(Ratio{300'000}, Bytes{gib}, Ratio{1'000'000});
  const auto most = [](const ChargeFormula& formula, int cpus) {
    return ram_without_surcharge(formula, hourly(formula, cpus, Bytes{0}, 2'000'000, 1), Bytes{7});
  };
  CHECK(most(wulver(), 1) == Bytes{4 * gib});
  CHECK(most(wulver(), 4) == Bytes{16 * gib});
  CHECK(most(odd, 1) == Bytes{322'122'547});  // 322122547.2
  CHECK(most(additive_charge(Ratio{0}, Bytes{gib}, Ratio{0}), 4) == Bytes{0});
  for (const ChargeFamily family : {ChargeFamily::additive, ChargeFamily::maximum}) {
    for (int cpus = 1; cpus <= 64; ++cpus) {
      for (ChargeFormula formula : {wulver(), odd}) {
        CAPTURE(cpus, charge_family_id(family));
        formula.family = family;
        const std::optional<Bytes> ram = most(formula, cpus);
        REQUIRE(ram.has_value());
        const SuPerHour without = hourly(formula, cpus, Bytes{0}, 2'000'000, 1).total;
        CHECK(hourly(formula, cpus, *ram, 2'000'000, 1).total == without);
        CHECK(hourly(formula, cpus, Bytes{ram->value + 10'000}, 2'000'000, 1).total > without);
      }
    }
  }
  INFO("in a sum every byte counts, so it is what the job would get anyway");
  ChargeFormula sum = wulver();
  sum.family = ChargeFamily::sum;
  CHECK(most(sum, 4) == Bytes{7});
  INFO("host RAM that costs nothing has no such limit");
  sum.su_per_ram = Ratio{0};
  CHECK_FALSE(most(sum, 4).has_value());
  for (const ChargeFamily family : {ChargeFamily::cpu_plus_gres, ChargeFamily::device, ChargeFamily::slice}) {
    ChargeFormula formula = wulver();
    formula.family = family;
    formula.rates = {{"1g.10gb", SuPerHour{5}}};
    CHECK_FALSE(most(formula, 4).has_value());
  }
}

}  // namespace
}  // namespace migadvise
