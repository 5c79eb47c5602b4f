#include "report/script_writer.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "core/assignment.hpp"
#include "report/answer_parts.hpp"
#include "report/argument_writer.hpp"
#include "report/batch_lines.hpp"
#include "report/diagnostic_text.hpp"
#include "report/layout.hpp"
#include "report/reason_text.hpp"
#include "report/shell_word.hpp"

namespace migadvise {

namespace {

// The reasons that say why it is this option, and what the job costs in all. Advice on what else could be asked for has no place
// in a script that asks for this.
constexpr std::array<Rule, 12> told{Rule::gpu_memory,     Rule::min_sms,       Rule::min_compute,    Rule::tasks,
                                    Rule::only_option,    Rule::cheapest,      Rule::smaller_dearer, Rule::largest,
                                    Rule::best_to_finish, Rule::equal_to_best, Rule::free_qos,       Rule::at_most};

std::string why_comment(const Advice& advice) {
  const std::string finish = finish_text(advice);
  std::string out = fmt::format("# {}: {}{}\n", counted_name(advice, *advice.recommended),
                                price_text(advice, *advice.recommended), finish.empty() ? "" : ", " + finish);
  for (const Reason& reason : advice.why) {
    if (std::ranges::find(told, reason.rule) != told.end()) {
      out += comment_item(reason_text(advice, reason));
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> shell_words_in(const std::vector<std::string>& command) {
  constexpr std::array<std::string_view, 7> operators{"&&", "||", "|", ";", "&", ">", ">>"};
  const std::string& first = command.front();
  std::vector<std::string> sentences;
  if (command.size() == 1 && first.find_first_of(" ;&|<>") != std::string::npos) {
    sentences.push_back(fmt::format(
        "'{}' is taken as the name of one program; a command is given word by word, a line for the shell as bash -c '...'",
        shortened(first)));
  }
  if (is_assignment(first)) {
    sentences.push_back(fmt::format("'{}' is taken as the name of a program; env {} sets a variable for one", shortened(first),
                                    shortened(first)));
  }
  const auto found = std::ranges::find_first_of(command, operators);
  if (found != command.end()) {
    sentences.push_back(
        fmt::format("'{}' reaches the program as a word; a line for the shell is given as bash -c '...'", *found));
  }
  return sentences;
}

std::string write_script(const Advice& advice, const ScriptText& text, bool ascii) {
  const std::vector<JobArgument> arguments = job_arguments(advice);
  if (arguments.empty()) {
    return "";
  }
  const Needs& needs = advice.needs;
  const std::string head = fmt::format("{}\n{}", job_shebang, why_comment(advice));
  std::string script = (ascii ? to_ascii(head) : head) + made_by_comment(text.made_by, ascii) + "\n";
  // Each job of an array has files of its own.
  const std::string_view files = advice.jobs > 1 ? "%x.%A_%a" : "%x.%j";
  script += directive("--job-name=" + text.job_name);
  script += directive(fmt::format("--output={}.out", files));
  script += directive(fmt::format("--error={}.err", files));
  if (advice.jobs > 1) {
    script += fmt::format("# each job finds its number, 1 to {}, in SLURM_ARRAY_TASK_ID\n", advice.jobs);
  }
  script += directive(arguments, JobOption::array);
  script += directive(arguments, JobOption::partition);
  script += directive(arguments, JobOption::qos);
  script += directive(arguments, JobOption::account);
  script += directive("--nodes=1");
  // To Slurm a task is what srun starts. The CPUs that are priced are those of the whole job; where the command is started once,
  // there is one task also for processes that exchange data.
  if (needs.coupled && text.tasks == 1) {
    script += fmt::format("# one task for Slurm: the command itself starts the {} processes\n", needs.tasks);
  }
  script += directive(fmt::format("--ntasks-per-node={}", text.tasks));
  script += directive(fmt::format("--cpus-per-task={}", needs.cpus / text.tasks));
  for (const JobOption option : {JobOption::mem, JobOption::gres, JobOption::time}) {
    script += directive(arguments, option);
  }
  script += "\n";
  for (const std::string& module : text.modules) {
    // Without its modules a program fails late, or runs for hours without the GPU.
    script += load_module(module, ascii) + " || exit 1\n";
  }
  script += text.modules.empty() ? "" : "\n";
  return script + shell_command(text.command, ascii) + "\n";
}

}  // namespace migadvise
