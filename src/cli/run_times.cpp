#include "cli/run_times.hpp"

#include <algorithm>

#include "cli/option_parser.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

void add_measured(const std::vector<WrittenRun>& measured, const Inputs& inputs, Needs& needs, std::vector<Diagnostic>& errors) {
  for (const WrittenRun& run : measured) {
    const std::optional<std::size_t> option = find_option(run.option, inputs.table, inputs.site);
    if (!option) {
      errors.push_back(unknown_name("--measured", run.option, inputs.table.profiles));
      continue;
    }
    const Profile& profile = inputs.table.profiles[*option];
    if (std::ranges::find(needs.measured, *option, &RunTime::option) != needs.measured.end()) {
      errors.push_back(usage_error(Code::usage_given_twice, {"--measured " + profile.name},
                                   "of several runs on one option give the one in the middle"));
    } else if (needs.gpus > 1 && !profile.full()) {
      errors.push_back(usage_error(Code::usage_contradiction, {"--gpus", "--measured " + profile.name, "one of them"},
                                   "a run on a slice says nothing of a program that spreads over several GPUs"));
    } else {
      needs.measured.push_back({*option, run.time});
    }
  }
  // In table order, so that the order on the command line does not matter.
  std::ranges::sort(needs.measured, {}, &RunTime::option);
}

void add_benchmark(const std::string& name, const Inputs& inputs, Needs& needs, std::vector<Diagnostic>& errors) {
  const Loaded<std::vector<Benchmark>> known = load_known_benchmarks();
  if (!known.value) {
    errors.insert(errors.end(), known.errors.begin(), known.errors.end());
    return;
  }
  const auto found = std::ranges::find(*known.value, name, &Benchmark::name);
  if (found == known.value->end()) {
    Diagnostic error = unknown_name("--like", name, *known.value);
    error.args.back() += " or " + std::string(list_word);
    errors.push_back(std::move(error));
    return;
  }
  needs.like = on_table(*found, inputs.table, inputs.site);
  if (!needs.like) {
    errors.push_back(usage_error(Code::usage_not_known_here, {"--like " + name, inputs.site.gpu_name},
                                 "its runs are on options of " + found->gpu));
  }
}

// Only ratios count, so a class is of use where it has two of the table's options.
void check_class(const Inputs& inputs, const Needs& needs, std::vector<Diagnostic>& errors) {
  const ComputeSpeeds* const speeds = inputs.site.find_compute(*needs.compute);
  const auto known = [&](const Profile& profile) { return speeds->find_speed(profile.name) != nullptr; };
  if (speeds == nullptr || std::ranges::count_if(inputs.table.profiles, known) < 2) {
    errors.push_back(usage_error(Code::usage_not_known_here,
                                 {"--compute " + std::string(compute_class_id(*needs.compute)), inputs.site.gpu_name},
                                 speeds == nullptr ? "\"compute_classes\" of a site file says how fast such programs run"
                                                   : "the class has other options than the table"));
  }
}

}  // namespace

std::vector<Diagnostic> add_run_times(const std::vector<WrittenRun>& measured, const std::optional<std::string>& like,
                                      const Inputs& inputs, Needs& needs) {
  std::vector<Diagnostic> errors;
  add_measured(measured, inputs, needs, errors);
  if (like) {
    add_benchmark(*like, inputs, needs, errors);
  }
  if (needs.compute) {
    check_class(inputs, needs, errors);
  }
  return errors;
}

}  // namespace migadvise
