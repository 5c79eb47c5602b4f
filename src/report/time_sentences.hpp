// The sentences of the rules about run times and what a whole run costs; reason_text.cpp has them in its table.
#pragma once

#include <string>

#include "report/wording.hpp"

namespace migadvise {

std::string run_time_limit(const Wording& w);
std::string budget_limit(const Wording& w);
std::string run_time(const Wording& w);
std::string cost_to_finish(const Wording& w);
std::string best_to_finish(const Wording& w);
std::string equal_to_best(const Wording& w);
std::string other_cpus(const Wording& w);
std::string cost_undecided(const Wording& w);
std::string ranges_overlap(const Wording& w);
std::string not_measured(const Wording& w);
std::string free_measurement(const Wording& w);
std::string time_unknown(const Wording& w);
std::string stand_in(const Wording& w);
std::string assumption_unused(const Wording& w);
std::string larger_slower(const Wording& w);
std::string flat_times(const Wording& w);
std::string no_fixed_part(const Wording& w);
std::string short_run(const Wording& w);
std::string measured_beyond_memory(const Wording& w);
std::string run_near_limit(const Wording& w);
std::string run_beyond_time(const Wording& w);
std::string run_near_budget(const Wording& w);
std::string larger_budget(const Wording& w);
std::string run_too_long(const Wording& w);

/// `2.9 SU (2.47 to 3.49)`: the figures cost_low, cost and cost_high of the reason.
std::string cost_text(const Wording& w);

/// ` of each of the 3 jobs`: the figure jobs of the reason; nothing for one.
std::string of_each_job(const Wording& w);

}  // namespace migadvise
