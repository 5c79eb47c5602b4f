// The whole program as a function: main wraps it, tests call it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/asked_program.hpp"
#include "migadvise/diagnostic.hpp"
#include "migadvise/result.hpp"

namespace migadvise {

/// Where output goes.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  /// Writes all of `text`; what went wrong, when it could not, or nothing.
  virtual std::optional<std::string> write(std::string_view text) = 0;

  /// Ends the output; errors that the system kept back come out here.
  virtual std::optional<std::string> close() = 0;
};

/// The world around the program.
struct Io {
  Sink& out;
  Sink& err;
  std::function<std::optional<std::string>(const char*)> environment;  ///< a variable's value
  bool out_is_terminal = false;
  int width = 0;  ///< columns of the terminal; 0 when unknown
  /// All of the standard input, or why it cannot be read; at most so many bytes.
  std::function<Result<std::string, Diagnostic>(std::size_t limit)> in;
  /// What another program answers, see ask_program.
  std::function<ProgramAnswer(const std::vector<std::string>& words, const std::vector<std::string>& hidden,
                              ProgramLimits limits)>
      ask;
};

/// Exit statuses. They are frozen: scripts rely on them.
enum class Status {
  answered = 0,
  no_option = 1,
  usage = 2,
  bad_content = 65,
  no_input = 66,
  unavailable = 69,
  bug = 70,
  no_output = 74,
};

/// Runs one command line without the program's own name and gives the exit status. Throws nothing.
Status run(const std::vector<std::string>& arguments, Io& io);

}  // namespace migadvise
