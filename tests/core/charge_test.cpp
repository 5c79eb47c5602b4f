#include "core/charge.hpp"

#include <optional>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

constexpr std::int64_t gib = bytes_per_gib;
constexpr std::int64_t mib = bytes_per_mib;

// One SU for a CPU, for 4 GB of host RAM and for each unit of the factor.
const AdditiveCharge wulver{Ratio{1'000'000}, Bytes{4 * gib}, Ratio{1'000'000}};

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
    const Charge charge = hourly_charge(wulver, c.cpus, ram, Ratio{c.factor * micro_per_unit}, c.gpus);
    CHECK(charge.cpu.micro == c.cpu);
    CHECK(charge.ram.micro == c.ram_term);
    CHECK(charge.gpu.micro == c.gpu);
    CHECK(charge.total.micro == c.total);
  }
}

TEST_CASE("another site's prices are used", "[charge]") {
  const AdditiveCharge dear{Ratio{2'500'000}, Bytes{gib}, Ratio{333'333}};
  const Charge charge = hourly_charge(dear, 3, Bytes{5 * gib}, Ratio{1'500'000}, 2);
  CHECK(charge.cpu.micro == 7'500'000);
  CHECK(charge.ram.micro == 5'000'000);
  CHECK(charge.gpu.micro == 2 * 500'000);  // 499999.5 rounded once, then twice
  CHECK(charge.total.micro == 8'500'000);

  const AdditiveCharge free{Ratio{0}, Bytes{gib}, Ratio{0}};
  CHECK(hourly_charge(free, 8, Bytes{0}, Ratio{16'000'000}, 4).total.micro == 0);
}

TEST_CASE("no figure overflows", "[charge]") {
  const AdditiveCharge dear{Ratio{10'000 * micro_per_unit}, Bytes{1}, Ratio{10'000 * micro_per_unit}};
  const Charge charge = hourly_charge(dear, 1'000'000, max_bytes, Ratio{1'000'000 * micro_per_unit}, 1'000'000);
  CHECK(charge.ram.micro == max_figure);
  CHECK(charge.gpu.micro == max_figure);
  CHECK(charge.total.micro == 2 * max_figure);
}

TEST_CASE("host RAM within the CPUs' charge costs no more than they do", "[charge]") {
  CHECK(ram_within_cpus(wulver, 1).value == 4 * gib);
  CHECK(ram_within_cpus(wulver, 4).value == 16 * gib);
  const AdditiveCharge odd{Ratio{300'000}, Bytes{gib}, Ratio{1'000'000}};
  CHECK(ram_within_cpus(odd, 1).value == 322'122'547);  // 322122547.2
  CHECK(ram_within_cpus(AdditiveCharge{Ratio{0}, Bytes{gib}, Ratio{0}}, 4).value == 0);
  for (int cpus = 1; cpus <= 64; ++cpus) {
    for (const AdditiveCharge& charge : {wulver, odd}) {
      CAPTURE(cpus);
      const Bytes ram = ram_within_cpus(charge, cpus);
      const Charge hourly = hourly_charge(charge, cpus, ram, Ratio{2'000'000}, 1);
      CHECK(hourly.ram <= hourly.cpu);
      const Charge more = hourly_charge(charge, cpus, Bytes{ram.value + 10'000}, Ratio{2'000'000}, 1);
      CHECK(more.ram > more.cpu);
    }
  }
}

}  // namespace
}  // namespace migadvise
