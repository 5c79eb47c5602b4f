// What the batch scripts that migadvise writes have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/argument_writer.hpp"

namespace migadvise {

/// `#SBATCH ARGUMENT` as a line.
std::string directive(std::string_view argument);

/// An option as such a line; nothing where the job has none. What is to be filled in stands below a comment that says so.
std::string directive(const std::vector<JobArgument>& arguments, JobOption option);

/// What has to be filled in before the script is submitted, and how to have it filled in: a sentence each.
std::vector<std::string> fill_in_lines(const std::vector<JobArgument>& arguments);

/// Lines of a comment, the first of them with a dash. Whatever the text, none of it can leave the comment.
std::string comment_item(std::string_view text);

/// A comment with the command line that has made the script, from `migadvise` on.
std::string made_by_comment(const std::vector<std::string>& made_by, bool ascii);

/// The module as a command of bash that gives a status other than 0 when it cannot be loaded.
std::string load_module(const std::string& name, bool ascii);

}  // namespace migadvise
