// Everything that can be found in a job script.
#pragma once

#include <cstddef>
#include <cstdint>

namespace migadvise {

/// The id and message of each stand in src/report/job_text.cpp, its entry in docs/diagnostics.md.
enum class JobCode : std::uint8_t {
  // The script as a whole.
  empty,         ///< no bytes
  no_shebang,    ///< the first line does not begin with `#!`
  nul_byte,      ///< sbatch takes no such script
  line_ends,     ///< lines that end in CR LF
  late_options,  ///< `#SBATCH` after the first command: never read
  other_pbs,     ///< `#PBS` and `#BSUB` lines, which sbatch reads as well
  several_jobs,  ///< a heterogeneous job: parts that are not priced
  // Lines and words.
  misspelt_line,      ///< `# SBATCH`: a comment
  pasted_sign,        ///< a dash, blank or quote that is another character than it looks like, where it stops sbatch
  pasted_value,       ///< the same inside a value, which then has that character in it
  split_option,       ///< a blank inside an option
  unknown_option,     ///< none of sbatch's
  ambiguous_option,   ///< an abbreviation of several
  stray_word,         ///< a word that belongs to no option
  missing_value,      ///< an option without the value it must have
  unexpected_value,   ///< a value where the option takes none
  unclosed_quote,     ///< a quote that is not closed on its line
  shell_variable,     ///< `$NAME`: not expanded there
  overridden_option,  ///< a later line says otherwise
  // Values.
  bad_number,         ///< not a number of the kind that the option takes
  bad_time,           ///< no form of time that sbatch reads
  bad_size,           ///< no form of memory size that sbatch reads
  bad_array,          ///< no list of array indices
  bare_size,          ///< a number without a unit is MB
  bare_time,          ///< a number without a unit is minutes
  exclusive_options,  ///< two that exclude each other, such as `--mem` and `--mem-per-cpu`
  // GPUs.
  bad_gres,        ///< no list of generic resources
  unknown_gres,    ///< a type that the site does not have
  several_slices,  ///< more than one MIG slice in one job
  several_kinds,   ///< several types in one job
  gpus_twice,      ///< two ways of asking that do not say the same
  untyped_gpu,     ///< `gpu:1` where there are several types
  no_gpu,          ///< no GPU asked for in a partition that is there for them
  not_offered,     ///< the partition has no such GPU
  gpus_per_node,   ///< more GPUs than a node has
  needs_option,    ///< one that needs another, such as `--gpus-per-task` the number of tasks
  // Where it goes.
  unknown_partition,
  unknown_qos,
  partition_missing,
  qos_missing,
  partition_qos,  ///< they do not go together
  account_missing,
  account_placeholder,  ///< a text that has to be replaced
  time_missing,
  time_limit,       ///< longer than QoS and partition allow
  time_on_request,  ///< longer than is usual there
  qos_cpus,
  qos_ram,
  node_cpus,
  node_ram,
  jobs_at_once,  ///< more than the QoS lets run at a time
  // What it wastes.
  too_small,       ///< the option does not hold what the job needs
  better_option,   ///< another option would cost less
  cpus_outprice,   ///< the CPUs cost more than the GPU
  ram_outprice,    ///< host RAM raises the charge
  serial_program,  ///< several tasks of a program that is started once
  // Added later: ids are given in this order.
  gpus_contradict,  ///< two ways of asking for GPUs that sbatch does not take together
  whole_nodes,      ///< `--exclusive` where there are GPUs: all of the node's are charged
  single_dash,      ///< `-output=x`, which sbatch takes for `-o` with the value `utput=x`
  tight_option,     ///< the option holds the need, but not with the headroom
  run_beyond_time,  ///< a run on the option takes longer than the walltime
  unknown_word,     ///< a value that is none of the words that the option takes
  word_left_out,    ///< one of a list, which sbatch leaves out without a word
  bad_form,         ///< a signal or a dependency that sbatch cannot read
  least_time,       ///< `--time-min` above the walltime
};
inline constexpr std::size_t job_code_count = static_cast<std::size_t>(JobCode::least_time) + 1;

/// How bad a finding is. An error makes the script useless as it is.
enum class JobLevel : std::uint8_t { error, warning, note };

/// Who objects.
enum class JobJudge : std::uint8_t {
  sbatch,  ///< sbatch refuses the script
  policy,  ///< sbatch takes it, the site does not want it
  advice,  ///< both take it; it does not do what was meant, or costs more than it needs to
};

/// How bad a finding of this kind is, and who objects to it.
JobLevel job_level(JobCode code);
JobJudge job_judge(JobCode code);

}  // namespace migadvise
