#include "cli/script_command.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/advice_command.hpp"
#include "cli/files.hpp"
#include "core/slurm_word.hpp"
#include "report/script_writer.hpp"
#include "report/shell_word.hpp"

namespace migadvise {

namespace {

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return path.substr(slash == std::string_view::npos ? 0 : slash + 1);
}

// `python train.py` is about train.py: where a word is the file of a script, that; else the program itself.
std::string_view program_of(const std::vector<std::string>& command) {
  constexpr std::array<std::string_view, 6> endings{".py", ".R", ".jl", ".sh", ".m", ".pl"};
  for (const std::string& word : command) {
    const bool is_name = word.find_first_of(" \t='\";|&$") == std::string::npos && !word.starts_with('-');
    if (is_name && std::ranges::any_of(endings, [&](std::string_view ending) { return word.ends_with(ending); })) {
      return file_name(word);
    }
  }
  return file_name(command.front());
}

// Whether the command starts its processes as tasks of Slurm.
bool starts_tasks(const std::vector<std::string>& command) {
  constexpr std::array<std::string_view, 3> launchers{"srun", "mpirun", "mpiexec"};
  return std::ranges::find(launchers, file_name(command.front())) != launchers.end();
}

// The name of the program's file, with what Slurm does not take in a name replaced.
std::string job_name_of(const std::vector<std::string>& command) {
  constexpr std::size_t longest = 64;
  std::string name(program_of(command).substr(0, longest));
  for (std::size_t i = 0; i < name.size(); ++i) {
    // Ahead of it stands what may begin a word, so that a `-` is judged as one further on.
    if (!is_slurm_word((i == 0 ? "" : "x") + name.substr(i, 1))) {
      name[i] = '_';
    }
  }
  return name.empty() ? "job" : name;
}

// Where the script is and what to do with it. A name that begins with a dash would be an option of sbatch.
std::string submit_line(const std::string& file, bool is_complete) {
  const std::string name = shell_quoted((file.starts_with('-') ? "./" : "") + file);
  return "migadvise: wrote " + name + "; " + (is_complete ? "" : "fill in the capitals, and then ") + "submit it with: sbatch " +
         name + "\n";
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
  const bool is_there = !script.empty();
  std::string words = words_beside(advice);
  const std::vector<std::string> to_fill_in = fill_in_lines(advice);
  for (const std::string& line : to_fill_in) {
    words += "migadvise: " + line + "\n";
  }
  if (is_there && request.output) {
    const Result<WrittenTo, Diagnostic> written =
        write_file(*request.output, script, request.force ? Overwrite::yes : Overwrite::no);
    if (!written) {
      return failed({written.error()});
    }
    words += *written == WrittenTo::file ? submit_line(*request.output, to_fill_in.empty()) : "";
    script.clear();
  }
  return {is_there ? Status::answered : Status::no_option, std::move(script),
          request.quiet ? "" : in_style(words, style_for(request, io))};
}

}  // namespace migadvise
