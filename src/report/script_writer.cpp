#include "report/script_writer.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "report/answer_parts.hpp"
#include "report/argument_writer.hpp"
#include "report/layout.hpp"
#include "report/reason_text.hpp"
#include "report/shell_word.hpp"

namespace migadvise {

namespace {

constexpr int comment_width = 80;

// The reasons that say why it is this option, and what the job costs in all. Advice on what else could be asked for has no place
// in a script that asks for this.
constexpr std::array<Rule, 12> told{Rule::gpu_memory,     Rule::min_sms,       Rule::min_compute,    Rule::tasks,
                                    Rule::only_option,    Rule::cheapest,      Rule::smaller_dearer, Rule::largest,
                                    Rule::best_to_finish, Rule::equal_to_best, Rule::free_qos,       Rule::at_most};

// Lines of a comment, the first of them with a dash. Whatever the text, none of it can leave the comment.
std::string comment_item(std::string_view text) {
  constexpr std::string_view mark = "# ";
  std::string lines = wrap(printable(text), "- ", comment_width - static_cast<int>(mark.size()));
  std::string out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n') + 1;
    out.append(mark).append(lines, 0, end);
    lines.erase(0, end);
  }
  return out;
}

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

struct Placeholder {
  JobOption option;
  std::string_view meaning;  // in the script
  std::string_view repair;   // beside it
};
constexpr std::array<Placeholder, 2> placeholders{{
    {JobOption::account, "the account that the job is charged to", "--account NAME"},
    {JobOption::time, "the longest time that the job may run", "--time LIMIT"},
}};

const Placeholder* find_placeholder(const JobArgument& argument) {
  const auto* const found = std::ranges::find(placeholders, argument.option, &Placeholder::option);
  return argument.source == JobOptionSource::placeholder && found != placeholders.end() ? found : nullptr;
}

std::string directive(std::string_view argument) { return fmt::format("#SBATCH {}\n", argument); }

// The option as a line of the script; nothing where the job has none.
std::string directive(const std::vector<JobArgument>& arguments, JobOption option) {
  const auto found = std::ranges::find(arguments, option, &JobArgument::option);
  if (found == arguments.end()) {
    return "";
  }
  const Placeholder* const placeholder = find_placeholder(*found);
  return (placeholder == nullptr ? "" : fmt::format("# FILL IN: {}\n", placeholder->meaning)) + directive(found->text);
}

}  // namespace

std::string write_script(const Advice& advice, const ScriptText& text, bool ascii) {
  const std::vector<JobArgument> arguments = job_arguments(advice);
  if (arguments.empty()) {
    return "";
  }
  const Needs& needs = advice.needs;
  std::string head = fmt::format("{}\n{}#\n# Made by\n", job_shebang, why_comment(advice));
  std::string script = (ascii ? to_ascii(head) : head) + "# " + shell_command(text.made_by, ascii) + "\n\n";
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
    script += fmt::format("module load {} || exit 1\n", shell_quoted(module, ascii));
  }
  script += text.modules.empty() ? "" : "\n";
  return script + shell_command(text.command, ascii) + "\n";
}

std::vector<std::string> fill_in_lines(const Advice& advice) {
  std::vector<std::string> lines;
  for (const JobArgument& argument : job_arguments(advice)) {
    if (const Placeholder* const placeholder = find_placeholder(argument)) {
      lines.push_back(
          fmt::format("{} stands for {}: fill it in, or give {}", argument.text, placeholder->meaning, placeholder->repair));
    }
  }
  return lines;
}

}  // namespace migadvise
