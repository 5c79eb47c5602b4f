#include "cli/script_command.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/advice_command.hpp"
#include "cli/script_file.hpp"
#include "core/file_name.hpp"
#include "report/batch_lines.hpp"
#include "report/script_writer.hpp"

namespace migadvise {

namespace {

// Whether the command starts its processes as tasks of Slurm.
bool starts_tasks(const std::vector<std::string>& command) {
  constexpr std::array<std::string_view, 3> launchers{"srun", "mpirun", "mpiexec"};
  return std::ranges::find(launchers, file_name(command.front())) != launchers.end();
}

}  // namespace

Outcome run_script(const ScriptRequest& request, const Io& io) {
  const Result<Question, Outcome> question = load_question(request, io);
  if (!question) {
    return question.error();
  }
  const Advice advice = advise(question->needs, question->inputs.table, question->inputs.site);
  const std::string job_name = request.job_name.empty() ? job_name_of(request.command) : request.job_name;
  const Needs& needs = advice.needs;
  const int tasks = needs.coupled && starts_tasks(request.command) ? needs.tasks : 1;
  if (needs.cpus % tasks != 0) {
    return failed({usage_error(DiagnosticCode::usage_needs_other,
                               {"--coupled with " + request.command.front(), "--cpus with a multiple of --tasks"},
                               "each task gets the same number of CPUs: --cpus " + std::to_string(tasks))});
  }
  std::string script = write_script(advice, {job_name, request.modules, request.command, tasks, request.made_by}, request.ascii);
  const Style style = style_for(request, io);
  if (script.empty()) {
    return {Status::no_option, "", request.quiet ? "" : in_style(words_beside(advice), style)};
  }
  const std::string words =
      words_beside(advice) + account_words(needs.account, question->inputs.site) + told(shell_words_in(request.command));
  return give_script({std::move(script), "sbatch", "submit", words, fill_in_lines(job_arguments(advice))}, request, request.quiet,
                     style);
}

}  // namespace migadvise
