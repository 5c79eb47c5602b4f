// Asking another program: it is run without a shell, and for a few seconds at most.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace migadvise {

/// How the program that was asked has ended.
enum class ProgramEnd : std::uint8_t {
  exited,    ///< by itself, with an exit status
  killed,    ///< by a signal
  missing,   ///< it could not be run
  silent,    ///< not within the time it had
  too_much,  ///< it printed more than it may
};

/// What came of it.
struct ProgramAnswer {
  ProgramEnd end = ProgramEnd::exited;
  int status = 0;    ///< exit status, or the number of the signal
  std::string out;   ///< all it has printed, where it exited
  std::string err;   ///< the last bytes that it has written to stderr, 2048 at most
  std::string what;  ///< of a missing one: what the system says
};

/// What a program may take.
struct ProgramLimits {
  std::chrono::milliseconds time{0};  ///< from its start to its end, with all that it has printed
  std::size_t out = 0;                ///< bytes of stdout
};

/// Runs the program that the first word names, looked for in the absolute folders of PATH, with the others as its arguments, and
/// waits for it. It reads nothing, speaks the language of programs (LC_ALL=C) and does not see the variables that begin with one
/// of `hidden`. When it has ended, when its time is over, and when INT, TERM, HUP or QUIT ends this program meanwhile, all that
/// is left of its process group is killed; when this program is killed by KILL, only its first process is.
ProgramAnswer ask_program(const std::vector<std::string>& words, const std::vector<std::string>& hidden, ProgramLimits limits);

}  // namespace migadvise
