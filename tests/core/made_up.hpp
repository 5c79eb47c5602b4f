// Small sites for the tests of core.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "migadvise/site.hpp"

namespace migadvise {

/// One SU for `ram_unit` of host RAM.
inline ChargeFormula additive_charge(Ratio su_per_cpu, Bytes ram_unit, Ratio su_per_factor) {
  ChargeFormula charge;
  charge.name = "gpu";
  charge.su_per_cpu = su_per_cpu;
  charge.su_per_ram = Ratio{micro_per_unit};
  charge.ram_unit = ram_unit;
  charge.su_per_factor = su_per_factor;
  return charge;
}

/// A site with one partition `gpu`, which offers every option and has 4 GPUs in a node, and one QoS `standard` without limits.
inline Site plain_site(std::string name, ChargeFormula charge, Bytes ram_per_cpu, std::vector<SiteOption> options) {
  Site site;
  site.name = std::move(name);
  site.gpu_memory_gb = 80;
  site.options = std::move(options);
  site.charges = {std::move(charge)};
  Partition gpu;
  gpu.name = "gpu";
  gpu.ram_per_cpu = ram_per_cpu;
  gpu.qos = {"standard"};
  gpu.gpus_per_node = 4;
  for (const SiteOption& option : site.options) {
    gpu.options.push_back(option.profile);
  }
  site.partitions = {std::move(gpu)};
  Qos standard;
  standard.name = "standard";
  site.qos = {std::move(standard)};
  return site;
}

}  // namespace migadvise
