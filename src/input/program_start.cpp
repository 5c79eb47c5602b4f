#include "input/program_start.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/assignment.hpp"
#include "core/decimal.hpp"
#include "core/file_name.hpp"

namespace migadvise {

namespace {

// What starts the tasks of a job, or several programs at once; and the variables that a program reads to know its part.
constexpr std::array<std::string_view, 20> launchers{
    "srun",       "mpirun",   "mpiexec", "mpiexec.hydra", "orterun", "prun", "aprun", "torchrun", "accelerate", "deepspeed",
    "horovodrun", "parallel", "xargs",   "ibrun",         "jsrun",   "flux", "ray",   "dask",     "mpirun_rsh", "charmrun"};
constexpr std::array<std::string_view, 9> signs_of_tasks{"SLURM_N",      "SLURM_JOB_N",   "SLURM_STEP_N",
                                                         "SLURM_PROCID", "SLURM_LOCALID", "SLURM_TASKS",
                                                         "SLURM_NODEID", "mpi4py",        "torch.distributed"};

// Programs of one process, as long as nothing else starts them.
constexpr std::array<std::string_view, 10> interpreters{"python", "Rscript", "R",    "julia",  "perl",
                                                        "ruby",   "node",    "java", "octave", "matlab"};

// Commands that prepare and tidy up.
constexpr std::array<std::string_view, 45> preparing{
    "cd",   "export", "module",     "ml",         "echo", "printf", "date", "hostname", "set",  "unset", "ulimit", "umask",
    "cp",   "mv",     "rm",         "ls",         "ln",   "mkdir",  "tar",  "rsync",    "cat",  "touch", "conda",  "mamba",
    "pip",  "uv",     "micromamba", "nvidia-smi", "fi",   "for",    "[",    "[[",       "test", "sleep", "true",   ":",
    "exit", "trap",   "which",      "pwd",        "df",   "free",   "git",  "lscpu",    "wait"};

// Behind these a command begins.
constexpr std::array<std::string_view, 15> before_a_command{"time", "exec", "nohup", "command", "nice",  "stdbuf", "env", "if",
                                                            "then", "else", "elif",  "while",   "until", "!",      "{"};

// Files that set up the shell which reads them, and nothing else.
constexpr std::array<std::string_view, 6> set_up_files{"activate", ".bashrc",  ".bash_profile",
                                                       ".profile", "conda.sh", "modules.sh"};

// In place of the quote of `$'it\'s'`, in which a backslash keeps the next quote from ending it.
constexpr char ansi_quote = '$';

template <std::size_t count>
bool is_one_of(std::string_view word, const std::array<std::string_view, count>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view next_word(std::string_view& rest) {
  while (!rest.empty() && is_space_or_tab(rest.front())) {
    rest.remove_prefix(1);
  }
  const auto* const end = std::find_if(rest.begin(), rest.end(), is_space_or_tab);
  const std::string_view word = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(word.size());
  return word;
}

// `python3.11` is python.
bool is_interpreter(std::string_view word) {
  const std::string_view name = file_name(word);
  const std::size_t digits = name.find_last_not_of("0123456789.");
  const std::string_view bare = name.substr(0, digits == std::string_view::npos ? 0 : digits + 1);
  return is_one_of(bare, interpreters) || name.ends_with(".py") || name.ends_with(".R") || name.ends_with(".jl");
}

// Whether a command starts no program of the job. What `source` and `eval` bring in may do so, but for the usual ways to set up
// the shell: `source venv/bin/activate`, `eval "$(conda shell.bash hook)"`.
bool prepares(std::string_view word, std::string_view arguments) {
  const std::string_view first = next_word(arguments);
  if (word == "source" || word == ".") {
    return is_one_of(file_name(first), set_up_files);
  }
  if (word == "eval") {
    return first.starts_with("\"$(") && is_one_of(first.substr(3), preparing);
  }
  const bool runs_another = (word == "conda" || word == "mamba" || word == "micromamba" || word == "uv") && first == "run";
  return is_one_of(word, preparing) && !runs_another;
}

// Where a command of a list ends; the & of `2>&1` and `&>log` ends none.
std::size_t end_of_command(std::string_view line, std::size_t from) {
  std::size_t end = line.find_first_of(";|&", from);
  while (end != std::string_view::npos && line[end] == '&' &&
         ((end > 0 && line[end - 1] == '>') || line.substr(end + 1).starts_with('>'))) {
    end = line.find_first_of(";|&", end + 1);
  }
  return std::min(end, line.size());
}

// The word that ends the here-document that begins with `<<` in front of `rest`; empty where none does.
std::string document_word(std::string_view rest) {
  std::string bare;
  for (const char c : next_word(rest)) {
    if (is_letter(c) || is_digit(c) || c == '_') {
      bare += c;
    } else if (c != '\'' && c != '"' && c != '\\') {
      break;
    }
  }
  return bare.empty() || is_digit(bare.front()) ? "" : bare;
}

}  // namespace

void ProgramReader::read_command(std::string_view command, std::size_t offset) {
  std::string_view rest = command;
  std::string_view word = next_word(rest);
  while (is_assignment(word) || is_one_of(word, before_a_command) || word == "do") {
    loops_ += word == "do" ? 1 : 0;
    word = next_word(rest);
  }
  if (word == "done") {
    loops_ -= loops_ > 0 ? 1 : 0;
    return;
  }
  if (word.empty() || word.front() == '#' || prepares(word, rest)) {
    return;
  }
  // In a loop it is not started once.
  if (!is_interpreter(word) || loops_ > 0) {
    unknown_ = true;
    return;
  }
  if (first_.length == 0) {
    first_ = {offset + static_cast<std::size_t>(word.data() - command.data()), word.size()};
  }
}

ProgramReader::ProgramReader(std::string_view shebang) {
  constexpr std::array<std::string_view, 6> shells{"sh", "bash", "zsh", "ksh", "dash", "ash"};
  std::string_view rest = shebang.starts_with("#!") ? shebang.substr(2) : std::string_view();
  is_shell_ = trim(rest).empty();
  for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
    is_shell_ = is_shell_ || is_one_of(trim(file_name(word)), shells);
  }
}

// Which quote is open at the end of a line, and which here-documents begin on it.
void ProgramReader::follow_quotes(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote_ != '\0') {
      i += c == '\\' && quote_ != '\'' ? 1 : 0;
      quote_ = c == (quote_ == ansi_quote ? '\'' : quote_) ? '\0' : quote_;
    } else if (line.substr(i).starts_with("$'")) {
      quote_ = ansi_quote;
      ++i;
    } else if (c == '\\') {
      ++i;
    } else if (c == '"' || c == '\'') {
      quote_ = c;
    } else if (c == '#' && (i == 0 || is_space_or_tab(line[i - 1]))) {
      return;
    } else if (line.substr(i).starts_with("<<<")) {
      i += 2;
    } else if (line.substr(i).starts_with("<<")) {
      const bool indented = line.substr(i + 2).starts_with('-');
      if (std::string word = document_word(line.substr(i + (indented ? 3 : 2))); !word.empty()) {
        documents_.push_back({std::move(word), indented});
        // The quotes around the word are none that are left open.
        i = std::min(line.find_first_of(" \t;|&>", i + (indented ? 3 : 2)), line.size()) - 1;
      } else {
        ++i;
      }
    }
  }
}

bool ProgramReader::read(std::string_view line, std::size_t offset) {
  if (!is_shell_) {
    unknown_ = true;
    return true;
  }
  if (!documents_.empty() && quote_ == '\0') {
    std::string_view word = line;
    while (documents_.front().indented && word.starts_with('\t')) {
      word.remove_prefix(1);
    }
    if (word == documents_.front().until) {
      documents_.erase(documents_.begin());
    }
    return true;
  }
  const bool in_quotes = quote_ != '\0';
  follow_quotes(line);
  if (in_quotes) {
    return true;
  }
  const std::string_view bare = trim(line);
  if (bare.empty() || bare.front() == '#') {
    return std::exchange(continued_, false);  // a comment that ends a command
  }
  for (const std::string_view sign : signs_of_tasks) {
    parallel_ = parallel_ || bare.find(sign) != std::string_view::npos;
  }
  std::string_view rest = bare;
  for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
    parallel_ = parallel_ || is_one_of(file_name(word), launchers) || word == "&" ||
                (word.size() > 1 && word.ends_with('&') && !word.ends_with("&&"));
  }
  // The parts of a list of commands; the rest of a continued command is arguments.
  std::size_t from = 0;
  bool argument = continued_;
  while (from <= line.size()) {
    const std::size_t end = end_of_command(line, from);
    if (!argument) {
      read_command(line.substr(from, end - from), offset + from);
    }
    argument = false;
    from = end + 1;
  }
  continued_ = bare.ends_with('\\');
  return false;
}

ProgramStart ProgramReader::start() const {
  if (parallel_) {
    return ProgramStart::parallel;
  }
  return unknown_ || first_.length == 0 ? ProgramStart::unknown : ProgramStart::once;
}

}  // namespace migadvise
