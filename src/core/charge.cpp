#include "core/charge.hpp"

#include <algorithm>

namespace migadvise {

Charge hourly_charge(const AdditiveCharge& charge, int cpus, Bytes ram, Ratio su_factor, int gpus) {
  Charge hourly;
  hourly.cpu.micro = multiply_divide(charge.su_per_cpu.micro, cpus, 1);
  hourly.ram.micro = multiply_divide(ram.value, micro_per_unit, charge.ram_per_su.value);
  hourly.gpu.micro = multiply_divide(multiply_divide(su_factor.micro, charge.su_per_factor.micro, micro_per_unit), gpus, 1);
  hourly.total.micro = std::max(hourly.cpu.micro, hourly.ram.micro) + hourly.gpu.micro;
  return hourly;
}

Bytes ram_within_cpus(const AdditiveCharge& charge, int cpus) {
  return Bytes{multiply_divide(multiply_divide(charge.su_per_cpu.micro, cpus, 1), charge.ram_per_su.value, micro_per_unit,
                               Rounding::down)};
}

}  // namespace migadvise
