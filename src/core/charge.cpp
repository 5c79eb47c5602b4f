#include "core/charge.hpp"

#include <algorithm>

namespace migadvise {

namespace {

std::optional<SuPerHour> gpu_rate(const ChargeFormula& formula, const Profile& profile, int gpus) {
  if (charge_terms(formula.family).flat_gpu) {
    const OptionRate* const flat = formula.find_rate(profile.name);
    return flat == nullptr ? std::nullopt : std::optional(SuPerHour{multiply_divide(flat->rate.micro, gpus, 1)});
  }
  // Where the GPU costs nothing, its factor is not needed.
  if (formula.su_per_factor.micro == 0) {
    return SuPerHour{};
  }
  if (!profile.su_factor) {
    return std::nullopt;
  }
  const std::int64_t one = multiply_divide(profile.su_factor->micro, formula.su_per_factor.micro, micro_per_unit);
  return SuPerHour{multiply_divide(one, gpus, 1)};
}

std::int64_t total(ChargeFamily family, const Charge& charge) {
  const std::int64_t cpu = charge.cpu.micro;
  const std::int64_t ram = charge.ram.micro;
  const std::int64_t gpu = charge.gpu.micro;
  switch (family) {
    case ChargeFamily::additive:
      return std::max(cpu, ram) + gpu;
    case ChargeFamily::maximum:
      return std::max(std::max(cpu, ram), gpu);
    case ChargeFamily::sum:
    case ChargeFamily::cpu_plus_gres:
    case ChargeFamily::device:
    case ChargeFamily::slice:
      break;
  }
  return cpu + ram + gpu;  // the terms that a family does not have are zero
}

}  // namespace

std::optional<Charge> hourly_charge(const ChargeFormula& formula, const Profile& profile, int cpus, Bytes ram, int gpus) {
  const std::optional<SuPerHour> gpu = gpu_rate(formula, profile, gpus);
  if (!gpu) {
    return std::nullopt;
  }
  const ChargeTerms terms = charge_terms(formula.family);
  Charge hourly;
  hourly.family = formula.family;
  hourly.cpu.micro = terms.cpu ? multiply_divide(formula.su_per_cpu.micro, cpus, 1) : 0;
  hourly.ram.micro = terms.ram ? multiply_divide(ram.value, formula.su_per_ram.micro, formula.ram_unit.value) : 0;
  hourly.gpu = *gpu;
  hourly.total.micro = total(formula.family, hourly);
  return hourly;
}

std::optional<Bytes> ram_without_surcharge(const ChargeFormula& formula, const Charge& charge, Bytes by_default) {
  if (!charge_terms(formula.family).ram || formula.su_per_ram.micro == 0) {
    return std::nullopt;
  }
  const auto within = [&](std::int64_t micro) {
    return Bytes{multiply_divide(micro, formula.ram_unit.value, formula.su_per_ram.micro, Rounding::down)};
  };
  switch (formula.family) {
    case ChargeFamily::additive:
      return within(charge.cpu.micro);
    case ChargeFamily::maximum:
      return within(std::max(charge.cpu.micro, charge.gpu.micro));
    default:
      return by_default;
  }
}

}  // namespace migadvise
