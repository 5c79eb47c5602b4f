// How the commands of a job script start their programs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "migadvise/job_script.hpp"

namespace migadvise {

/// Looks at the lines of a script behind its header, one after the other. It knows words, not the shell's grammar: where a word
/// is not known to it, it says that it does not know.
class ProgramReader {
 public:
  /// Takes a line, which begins at `offset` of the script, without its end. True when the line is text of a here-document, not a
  /// command.
  bool read(std::string_view line, std::size_t offset);

  [[nodiscard]] ProgramStart start() const;
  [[nodiscard]] TextRange first() const { return first_; }

 private:
  void read_command(std::string_view command, std::size_t offset);

  std::string text_until_;  // the word that ends a here-document, while in one
  bool text_indented_ = false;
  bool continued_ = false;  // the line before ended in a backslash
  bool parallel_ = false;
  bool unknown_ = false;
  TextRange first_;
};

}  // namespace migadvise
