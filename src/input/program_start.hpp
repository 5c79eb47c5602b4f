// How the commands of a job script start their programs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/job_script.hpp"

namespace migadvise {

/// Looks at the lines of a script behind its header, one after the other. It knows words, not the shell's grammar: where a word
/// is not known to it, it says that it does not know.
class ProgramReader {
 public:
  /// `shebang` is the first line of the script: of one that is not for a shell nothing is known.
  explicit ProgramReader(std::string_view shebang);

  /// Takes a line, which begins at `offset` of the script, without its end. True when the line is, or may be, text and not a
  /// command: of a here-document, or inside quotes that were opened further up; or a comment behind the first part of a command.
  bool read(std::string_view line, std::size_t offset);

  [[nodiscard]] ProgramStart start() const;
  [[nodiscard]] TextRange first() const { return first_; }

 private:
  struct HereDocument {
    std::string until;
    bool indented = false;
  };

  void read_command(std::string_view command, std::size_t offset);
  void follow_quotes(std::string_view line);

  bool is_shell_ = true;
  char quote_ = '\0';                    // that is open
  std::vector<HereDocument> documents_;  // that are still to come or open, the open one first
  int loops_ = 0;                        // that are open
  bool continued_ = false;               // the line before ended in a backslash
  bool parallel_ = false;
  bool unknown_ = false;
  TextRange first_;
};

}  // namespace migadvise
