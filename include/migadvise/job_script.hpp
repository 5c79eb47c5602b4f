// A job script as sbatch reads it, and what can be found in one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/diagnostic.hpp"

namespace migadvise {

/// The options of sbatch that decide where a job goes and what it is charged. The others have no name here.
enum class JobOption : std::uint8_t {
  account,
  array,
  cpus_per_gpu,
  cpus_per_task,
  error,
  exclusive,
  gpus,
  gpus_per_node,
  gpus_per_socket,
  gpus_per_task,
  gres,
  ignore_pbs,
  job_name,
  mem,
  mem_per_cpu,
  mem_per_gpu,
  nodes,
  ntasks,
  ntasks_per_gpu,
  ntasks_per_node,
  output,
  overcommit,
  partition,
  qos,
  time,
  other,
};

/// Some bytes of a script.
struct TextRange {
  std::size_t offset = 0;
  std::size_t length = 0;
  [[nodiscard]] std::size_t end() const { return offset + length; }
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// Bytes to put in the place of others; of nothing where the range is empty.
struct Edit {
  TextRange at;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

/// Everything that can be found in a job script. The level of each and who objects stand in src/core/job_check.cpp, its id and
/// message in src/report/job_text.cpp, its entry in docs/diagnostics.md.
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
};
inline constexpr std::size_t job_code_count = static_cast<std::size_t>(JobCode::tight_option) + 1;

/// How bad a finding is. An error makes the script useless as it is.
enum class JobLevel : std::uint8_t { error, warning, note };

/// Who objects.
enum class JobJudge : std::uint8_t {
  sbatch,  ///< sbatch refuses the script
  policy,  ///< sbatch takes it, the site does not want it
  advice,  ///< both take it; it does not do what was meant, or costs more than it needs to
};

JobLevel job_level(JobCode code);
JobJudge job_judge(JobCode code);

/// One thing found, at some bytes of the script or at whole_script. `args` fill the message of the code in order; `repair` mends
/// it, or is empty where a choice is left to the user.
struct JobFinding {
  JobCode code{};
  TextRange at;
  std::vector<std::string> args;
  std::vector<Edit> repair;
};

/// An option in a `#SBATCH` line.
struct Directive {
  JobOption option = JobOption::other;
  std::string name;   ///< as sbatch's manual has it, `--gres`, whatever it was abbreviated to
  std::string value;  ///< without quotes and escapes; empty where there is none
  TextRange at;       ///< name and value
  TextRange value_at;
  bool plain = true;  ///< the value stands in the script byte for byte

  /// Where its value stands, or where there is none, the whole.
  [[nodiscard]] TextRange place() const { return value_at.length > 0 ? value_at : at; }
};

/// The place of a finding about the script as a whole: no line and no column.
inline constexpr TextRange whole_script{static_cast<std::size_t>(-1), 0};

/// How a script starts its programs, as far as it shows.
enum class ProgramStart : std::uint8_t {
  unknown,
  once,      ///< each program by itself, none of a kind that starts others
  parallel,  ///< by srun, mpirun or something like them
};

/// Whether one more of its level is kept: of errors, warnings and notes so many each, so that none hides an error.
bool has_room_for(JobCode code, const std::vector<JobFinding>& findings);

/// A script as sbatch reads it. Of a line of more than 64 KiB the words of that part are read.
struct JobScript {
  std::string bytes;
  std::vector<Directive> directives;  ///< in the order in which sbatch sees them; of thousands, those that count
  std::vector<JobFinding> findings;   ///< of the reading
  std::vector<JobOption> late;        ///< options behind the first command, where sbatch does not look
  std::size_t header_end = 0;         ///< offset behind the last line that sbatch looks at for options or a shebang
  ProgramStart programs = ProgramStart::unknown;
  TextRange program;  ///< of the first program, where it is known how it is started

  /// The last directive of an option, which is the one that counts; null when there is none.
  [[nodiscard]] const Directive* find(JobOption option) const;
};

/// Line and byte column, both from 1, of an offset in the bytes of a script: lines end in LF alone, as for sbatch.
Position position_in(std::string_view bytes, std::size_t offset);

/// The line that holds `offset`, without its end.
std::string_view line_at(std::string_view bytes, std::size_t offset);

/// The bytes with all edits made. Of edits that overlap only the first is made.
std::string with_edits(std::string_view bytes, const std::vector<Edit>& edits);

}  // namespace migadvise
