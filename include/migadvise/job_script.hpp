// A job script as sbatch reads it, and what is found in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/diagnostic.hpp"
#include "migadvise/job_code.hpp"

namespace migadvise {

/// The options of sbatch that decide where a job goes and what it is charged, and others that a check asks for. The rest has no
/// name here.
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
  mincpus,
  nodelist,
  nodes,
  ntasks,
  ntasks_per_gpu,
  ntasks_per_node,
  output,
  overcommit,
  oversubscribe,
  partition,
  qos,
  time,
  time_min,
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
  bool several_parts = false;         ///< of a heterogeneous job: the directives are those of its first part
  std::size_t header_end = 0;         ///< offset behind the last line that sbatch looks at for options or a shebang
  ProgramStart programs = ProgramStart::unknown;
  TextRange program;  ///< of the first program, where it is known how it is started

  /// The last directive of an option, which is the one that counts; null when there is none.
  [[nodiscard]] const Directive* find(JobOption option) const;
};

/// How a script for sbatch begins: a login shell, so that modules can be loaded.
inline constexpr std::string_view job_shebang = "#!/bin/bash -l";

/// Line and byte column, both from 1, of an offset in the bytes of a script: lines end in LF alone, as for sbatch.
Position position_in(std::string_view bytes, std::size_t offset);

/// The line that holds `offset`, without its end.
std::string_view line_at(std::string_view bytes, std::size_t offset);

/// The bytes with all edits made. Of edits that overlap only the first is made.
std::string with_edits(std::string_view bytes, const std::vector<Edit>& edits);

}  // namespace migadvise
