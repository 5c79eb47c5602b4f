#include "cli/script_command.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "cli/advice_command.hpp"
#include "cli/files.hpp"
#include "core/slurm_word.hpp"
#include "report/script_writer.hpp"
#include "report/shell_word.hpp"

namespace migadvise {

namespace {

// The name of the program's file, with what Slurm does not take in a name replaced.
std::string job_name_of(std::string_view program) {
  constexpr std::size_t longest = 64;
  const std::size_t slash = program.find_last_of('/');
  std::string name(program.substr(slash == std::string_view::npos ? 0 : slash + 1).substr(0, longest));
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
  const Result<Question, Outcome> question = load_question(request);
  if (!question) {
    return question.error();
  }
  const Advice advice = advise(question->needs, question->inputs.table, question->inputs.site);
  const std::string job_name = request.job_name.empty() ? job_name_of(request.command.front()) : request.job_name;
  std::string script = write_script(advice, {job_name, request.modules, request.command, request.made_by}, request.ascii);
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
