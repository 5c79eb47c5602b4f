// The whole program as tests call it: arguments in, status and both outputs out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/run.hpp"

/// Keeps what is written, or fails as a full disk does.
class TextSink : public migadvise::Sink {
 public:
  std::optional<std::string> write(std::string_view written) override {
    if (fail_on_write) {
      return "No space left on device";
    }
    text += written;
    return std::nullopt;
  }
  std::optional<std::string> close() override {
    return fail_on_close ? std::optional<std::string>("Input/output error") : std::nullopt;
  }

  std::string text;
  bool fail_on_write = false;
  bool fail_on_close = false;
};

struct World {
  std::map<std::string, std::string> environment = {};
  bool terminal = false;
  int width = 0;
  bool fail_on_write = false;
  bool fail_on_close = false;
  std::string in = {};
  migadvise::ProgramAnswer answer = {};  // of the program that is asked
};

struct Printed {
  int status = 0;
  std::string out;
  std::string err;
  std::vector<std::vector<std::string>> asked;  // the words of every program that was asked
};

inline Printed run_program(const std::vector<std::string>& arguments, const World& world = {}) {
  TextSink out;
  TextSink err;
  out.fail_on_write = world.fail_on_write;
  out.fail_on_close = world.fail_on_close;
  const auto environment = [&](const char* name) -> std::optional<std::string> {
    const auto found = world.environment.find(name);
    return found == world.environment.end() ? std::nullopt : std::optional(found->second);
  };
  std::vector<std::vector<std::string>> asked;
  const auto in = [&](std::size_t) -> migadvise::Result<std::string, migadvise::Diagnostic> { return world.in; };
  const auto ask = [&](const std::vector<std::string>& words, const std::vector<std::string>&, migadvise::ProgramLimits) {
    asked.push_back(words);
    return world.answer;
  };
  migadvise::Io io{out, err, environment, world.terminal, world.width, in, ask};
  const migadvise::Status status = migadvise::run(arguments, io);
  return {static_cast<int>(status), out.text, err.text, asked};
}
