#include "migadvise/job_code.hpp"

#include <array>

namespace migadvise {

namespace {

struct CodeEntry {
  JobCode code;
  JobLevel level;
  JobJudge judge;
};

constexpr JobLevel error = JobLevel::error;
constexpr JobLevel warning = JobLevel::warning;
constexpr JobLevel note = JobLevel::note;
constexpr JobJudge sbatch = JobJudge::sbatch;
constexpr JobJudge policy = JobJudge::policy;
constexpr JobJudge advice = JobJudge::advice;

// In the order of JobCode. What sbatch 22.05 does with each was tried on one, see tests/slurm.
constexpr std::array<CodeEntry, job_code_count> codes{{
    {JobCode::empty, error, sbatch},
    {JobCode::no_shebang, error, sbatch},
    {JobCode::nul_byte, error, sbatch},
    {JobCode::line_ends, error, sbatch},
    {JobCode::late_options, warning, advice},
    {JobCode::other_pbs, warning, advice},
    {JobCode::several_jobs, warning, advice},
    {JobCode::misspelt_line, warning, advice},
    {JobCode::pasted_sign, error, sbatch},
    {JobCode::pasted_value, warning, advice},
    {JobCode::split_option, error, sbatch},
    {JobCode::unknown_option, error, sbatch},
    {JobCode::ambiguous_option, error, sbatch},
    {JobCode::stray_word, error, sbatch},
    {JobCode::missing_value, error, sbatch},
    {JobCode::unexpected_value, error, sbatch},
    {JobCode::unclosed_quote, error, sbatch},
    {JobCode::shell_variable, warning, advice},
    {JobCode::overridden_option, warning, advice},
    {JobCode::bad_number, error, sbatch},
    {JobCode::bad_time, error, sbatch},
    {JobCode::bad_size, error, sbatch},
    {JobCode::bad_array, error, sbatch},
    {JobCode::bare_size, warning, advice},
    {JobCode::bare_time, note, advice},
    {JobCode::exclusive_options, error, sbatch},
    {JobCode::bad_gres, error, sbatch},
    {JobCode::unknown_gres, error, sbatch},
    {JobCode::several_slices, error, policy},
    {JobCode::several_kinds, error, policy},
    {JobCode::gpus_twice, warning, advice},
    {JobCode::untyped_gpu, note, advice},
    {JobCode::no_gpu, warning, advice},
    {JobCode::not_offered, error, sbatch},
    {JobCode::gpus_per_node, error, sbatch},
    {JobCode::needs_option, error, sbatch},
    {JobCode::unknown_partition, error, sbatch},
    {JobCode::unknown_qos, error, sbatch},
    {JobCode::partition_missing, warning, advice},
    {JobCode::qos_missing, warning, advice},
    {JobCode::partition_qos, error, sbatch},
    {JobCode::account_missing, error, policy},
    {JobCode::account_placeholder, error, sbatch},
    {JobCode::time_missing, warning, advice},
    {JobCode::time_limit, error, sbatch},
    {JobCode::time_on_request, warning, policy},
    {JobCode::qos_cpus, error, sbatch},
    {JobCode::qos_ram, error, sbatch},
    {JobCode::node_cpus, error, sbatch},
    {JobCode::node_ram, error, sbatch},
    {JobCode::jobs_at_once, warning, policy},
    {JobCode::too_small, error, advice},
    {JobCode::better_option, warning, advice},
    {JobCode::cpus_outprice, note, advice},
    {JobCode::ram_outprice, warning, advice},
    {JobCode::serial_program, warning, advice},
    {JobCode::gpus_contradict, error, sbatch},
    {JobCode::whole_nodes, warning, advice},
    {JobCode::single_dash, warning, advice},
    {JobCode::tight_option, warning, advice},
    {JobCode::run_beyond_time, warning, advice},
    {JobCode::unknown_word, error, sbatch},
    {JobCode::word_left_out, warning, advice},
    {JobCode::bad_form, error, sbatch},
    {JobCode::least_time, error, sbatch},
}};

static_assert([] {
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i].code != static_cast<JobCode>(i)) {
      return false;
    }
  }
  return true;
}());

const CodeEntry& entry(JobCode code) { return codes[static_cast<std::size_t>(code)]; }

}  // namespace

JobLevel job_level(JobCode code) { return entry(code).level; }

JobJudge job_judge(JobCode code) { return entry(code).judge; }

}  // namespace migadvise
