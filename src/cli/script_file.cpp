#include "cli/script_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/files.hpp"
#include "core/file_name.hpp"
#include "core/slurm_word.hpp"
#include "migadvise/job_check.hpp"
#include "report/job_text.hpp"
#include "report/shell_word.hpp"

namespace migadvise {

namespace {

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

// Where the script is and what to do with it. A name that begins with a dash would be an option.
std::string written_line(const FinishedScript& script, const std::string& file) {
  const std::string name = shell_quoted((file.starts_with('-') ? "./" : "") + file);
  return "migadvise: wrote " + name + "; " + (script.to_fill_in.empty() ? "" : "fill in the capitals, and then ") +
         std::string(script.purpose) + " it with: " + std::string(script.start) + " " + name + "\n";
}

}  // namespace

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

std::string told(const std::vector<std::string>& sentences) {
  std::string lines;
  for (const std::string& sentence : sentences) {
    lines += "migadvise: " + sentence + "\n";
  }
  return lines;
}

std::string account_words(const std::string& account, const Site& site) {
  const bool to_replace = !account.empty() && is_account_placeholder(account, site);
  return to_replace ? told({job_message({JobCode::account_placeholder, whole_script, {account}, {}})}) : "";
}

Outcome give_script(FinishedScript script, const ScriptFile& file, bool quiet, const Style& style) {
  std::string words = script.words + told(script.to_fill_in);
  if (file.output && *file.output != standard_output) {
    const Result<WrittenTo, Diagnostic> written =
        write_file(*file.output, script.bytes, file.force ? Overwrite::yes : Overwrite::no);
    if (!written) {
      return failed({written.error()});
    }
    words += *written == WrittenTo::file ? written_line(script, *file.output) : "";
    script.bytes.clear();
  }
  return {Status::answered, std::move(script.bytes), quiet ? "" : in_style(words, style)};
}

}  // namespace migadvise
