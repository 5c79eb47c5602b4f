#include "report/argument_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace migadvise {

std::vector<std::string> sbatch_arguments(const Advice& advice) {
  if (!advice.recommended || advice.options[*advice.recommended].gres.empty()) {
    return {};
  }
  std::vector<std::string> arguments{"--gres=" + advice.options[*advice.recommended].gres};
  if (advice.needs.cpus_given) {
    arguments.push_back(fmt::format("--cpus-per-task={}", advice.needs.cpus));
  }
  if (advice.needs.ram) {
    arguments.push_back("--mem=" + print_host_ram(*advice.needs.ram));
  }
  if (advice.jobs > 1) {
    arguments.push_back(fmt::format("--array=1-{}", advice.jobs));
  }
  return arguments;
}

std::string write_sbatch(const Advice& advice) {
  const std::vector<std::string> arguments = sbatch_arguments(advice);
  return arguments.empty() ? "" : fmt::format("{}\n", fmt::join(arguments, " "));
}

std::string write_gres(const Advice& advice) {
  if (!advice.recommended || advice.options[*advice.recommended].gres.empty()) {
    return "";
  }
  return advice.options[*advice.recommended].gres + "\n";
}

}  // namespace migadvise
