#include "report/batch_lines.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "report/layout.hpp"
#include "report/shell_word.hpp"

namespace migadvise {

namespace {

constexpr int comment_width = 80;

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

}  // namespace

std::string directive(std::string_view argument) { return fmt::format("#SBATCH {}\n", argument); }

std::string directive(const std::vector<JobArgument>& arguments, JobOption option) {
  const auto found = std::ranges::find(arguments, option, &JobArgument::option);
  if (found == arguments.end()) {
    return "";
  }
  const Placeholder* const placeholder = find_placeholder(*found);
  return (placeholder == nullptr ? "" : fmt::format("# FILL IN: {}\n", placeholder->meaning)) + directive(found->text);
}

std::vector<std::string> fill_in_lines(const std::vector<JobArgument>& arguments) {
  std::vector<std::string> lines;
  for (const JobArgument& argument : arguments) {
    if (const Placeholder* const placeholder = find_placeholder(argument)) {
      lines.push_back(
          fmt::format("{} stands for {}: fill it in, or give {}", argument.text, placeholder->meaning, placeholder->repair));
    }
  }
  return lines;
}

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

std::string made_by_comment(const std::vector<std::string>& made_by, bool ascii) {
  return "#\n# Made by\n# " + shell_command(made_by, ascii) + "\n";
}

std::string load_module(const std::string& name, bool ascii) { return "module load " + shell_quoted(name, ascii); }

}  // namespace migadvise
