// The process around run(): descriptors, signals, environment, terminal.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "cli/asked_program.hpp"
#include "cli/descriptor.hpp"
#include "cli/files.hpp"
#include "cli/run.hpp"

namespace {

class DescriptorSink : public migadvise::Sink {
 public:
  explicit DescriptorSink(int number) : number_(number) {}

  std::optional<std::string> write(std::string_view text) override { return migadvise::write_all(number_, text); }

  // A network file system may report a full disk only here.
  std::optional<std::string> close() override {
    return ::close(number_) == 0 ? std::nullopt : std::optional(migadvise::system_text(errno));
  }

 private:
  int number_;
};

// A closed standard descriptor is taken by one that cannot be written, so that no file of ours gets its number.
void occupy_standard_descriptors() {
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
    if (::fcntl(number, F_GETFD) == -1 && errno == EBADF) {
      (void)::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
  }
}

int terminal_width() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

int main(int argc, char** argv) {
  occupy_standard_descriptors();
  // A reader that goes away ends the program quietly, also when whoever started it ignores or blocks the signal.
  std::signal(SIGPIPE, SIG_DFL);
  sigset_t pipe_signal;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  (void)::sigprocmask(SIG_UNBLOCK, &pipe_signal, nullptr);
  // A file that grows beyond the limit of the shell is an error to be told, like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  DescriptorSink out(STDOUT_FILENO);
  DescriptorSink err(STDERR_FILENO);
  const auto environment = [](const char* name) -> std::optional<std::string> {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  migadvise::Io io{
      out, err, environment, terminal, terminal ? terminal_width() : 0, migadvise::read_standard_input, migadvise::ask_program};
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(migadvise::run(arguments, io));
}
