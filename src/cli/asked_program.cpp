#include "cli/asked_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "cli/descriptor.hpp"

extern char** environ;

namespace migadvise {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kept_of_stderr = 2048;
constexpr std::chrono::milliseconds between_looks{20};

// Whether it is there to be run; else errno says why not.
bool is_program(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return false;
  }
  if (!S_ISREG(status.st_mode)) {
    errno = EACCES;
    return false;
  }
  return ::access(path.c_str(), X_OK) == 0;
}

// An empty or relative folder of PATH depends on where the user stands: what lies there is not meant.
std::optional<std::string> find_program(const std::string& name, int& error) {
  const char* const path = std::getenv("PATH");
  std::string_view folders = path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
  error = ENOENT;
  while (!folders.empty()) {
    const std::size_t end = std::min(folders.find(':'), folders.size());
    const std::string_view folder = folders.substr(0, end);
    folders.remove_prefix(std::min(end + 1, folders.size()));
    if (!folder.starts_with('/')) {
      continue;
    }
    std::string found = std::string(folder) + "/" + name;
    if (is_program(found)) {
      return found;
    }
    error = errno == ENOENT || errno == ENOTDIR ? error : errno;
  }
  return std::nullopt;
}

std::vector<std::string> environment_without(const std::vector<std::string>& hidden) {
  std::vector<std::string> variables{"LC_ALL=C"};
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const bool left_out = text.starts_with("LC_ALL=") ||
                          std::ranges::any_of(hidden, [&](const std::string& beginning) { return text.starts_with(beginning); });
    if (!left_out) {
      variables.emplace_back(text);
    }
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// The numbers of a pipe's ends, which are closed in whatever program is run; -1 where there is none.
struct Ends {
  int reading = -1;
  int writing = -1;
};

Ends new_pipe() {
  std::array<int, 2> ends{-1, -1};
  return ::pipe2(ends.data(), O_CLOEXEC) == 0 ? Ends{ends[0], ends[1]} : Ends{};
}

// While a child is waited for, its end must be told, also when whoever started this program ignores SIGCHLD.
class ChildSignal {
 public:
  ChildSignal() {
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    sigemptyset(&usual.sa_mask);
    (void)::sigaction(SIGCHLD, &usual, &before_);
  }
  ChildSignal(const ChildSignal&) = delete;
  ChildSignal& operator=(const ChildSignal&) = delete;
  ~ChildSignal() { (void)::sigaction(SIGCHLD, &before_, nullptr); }

 private:
  struct sigaction before_ {};
};

// What ends a program from outside. Ctrl-C and the like reach only the group of this program, which is not that of the child.
constexpr std::array<int, 4> ending_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// The process group of the child, for the handler; 0 while there is none.
std::atomic<pid_t> asked_group{0};
static_assert(std::atomic<pid_t>::is_always_lock_free);

extern "C" void end_with_group(int number) {
  if (const pid_t group = asked_group.load(); group > 0) {
    (void)::kill(-group, SIGKILL);
  }
  // It is delivered when this handler returns, and ends the program as if there had been none.
  (void)std::signal(number, SIG_DFL);
  (void)::raise(number);
}

// While a program is asked, what ends this one ends that and its group as well. What is ignored stays so. Until the group is
// known, such signals wait.
class EndingSignals {
 public:
  EndingSignals() {
    sigemptyset(&all_);
    for (const int number : ending_signals) {
      sigaddset(&all_, number);
    }
    (void)::sigprocmask(SIG_BLOCK, &all_, &mask_before_);
  }
  EndingSignals(const EndingSignals&) = delete;
  EndingSignals& operator=(const EndingSignals&) = delete;
  ~EndingSignals() {
    (void)::sigprocmask(SIG_BLOCK, &all_, nullptr);
    for (std::size_t i = 0; i < ending_signals.size(); ++i) {
      if (handled_[i]) {
        (void)std::signal(ending_signals[i], SIG_DFL);
      }
    }
    (void)::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
  }

  void end_also(pid_t group) {
    asked_group = group;
    struct sigaction own {};
    own.sa_handler = end_with_group;
    own.sa_mask = all_;
    for (std::size_t i = 0; i < ending_signals.size(); ++i) {
      struct sigaction before {};
      handled_[i] = ::sigaction(ending_signals[i], nullptr, &before) == 0 && before.sa_handler == SIG_DFL &&
                    ::sigaction(ending_signals[i], &own, nullptr) == 0;
    }
    (void)::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
  }

 private:
  sigset_t all_{};
  sigset_t mask_before_{};
  std::array<bool, ending_signals.size()> handled_{};
};

struct Command {
  const char* path;
  char* const* words;
  char* const* variables;
};

// What the child does between its start and the program: nothing but system calls.
[[noreturn]] void become(const Command& command, int in, int out, int err, int report) {
  // A group of its own, so that all of it can be ended; and it ends when this program does.
  (void)::setpgid(0, 0);
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  for (const int number : {SIGPIPE, SIGXFSZ}) {
    (void)::sigaction(number, &usual, nullptr);
  }
  for (const int number : ending_signals) {
    (void)::sigaction(number, &usual, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  (void)::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (::dup2(in, STDIN_FILENO) >= 0 && ::dup2(out, STDOUT_FILENO) >= 0 && ::dup2(err, STDERR_FILENO) >= 0) {
    (void)::execve(command.path, command.words, command.variables);
  }
  const int error = errno;
  (void)!::write(report, &error, sizeof error);
  // Nothing that this program would do at its end is the child's to do.
  while (true) {
    (void)::kill(::getpid(), SIGKILL);
  }
}

// A child and all that it starts.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {
    (void)::setpgid(id, id);  // whichever of both comes first
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { (void)end(); }

  /// Whether it has ended by itself. Its number stays taken until end() is called.
  [[nodiscard]] bool has_ended() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == id_;
  }

  /// Ends what is left of it; how it has ended, as waitpid tells.
  int end() {
    if (id_ <= 0) {
      return status_;
    }
    (void)::kill(-id_, SIGKILL);
    (void)::kill(id_, SIGKILL);
    asked_group = 0;  // once it is waited for, its number may be another's
    while (::waitpid(id_, &status_, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    return status_;
  }

 private:
  pid_t id_;
  int status_ = 0;
};

enum class Kept : std::uint8_t { first, last };

// One of the streams of a child, of which so many bytes are kept.
class Stream {
 public:
  Stream(int descriptor, std::size_t limit, Kept kept) : descriptor_(descriptor), limit_(limit), kept_(kept) {
    (void)::fcntl(descriptor, F_SETFL, O_NONBLOCK);
  }

  [[nodiscard]] bool is_open() const { return is_open_; }
  [[nodiscard]] int descriptor() const { return is_open_ ? descriptor_ : -1; }
  [[nodiscard]] bool is_over() const { return is_over_; }
  [[nodiscard]] std::string take() { return std::move(text_); }

  /// Reads what is there, but not for ever: a stream that never ends is looked at again.
  void read() {
    constexpr int most_reads = 64;
    std::array<char, 16384> buffer{};
    for (int i = 0; i < most_reads && is_open_; ++i) {
      const ssize_t got = ::read(descriptor_, buffer.data(), buffer.size());
      if (got > 0) {
        keep({buffer.data(), static_cast<std::size_t>(got)});
      } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
        is_open_ = false;
      } else if (errno == EAGAIN) {
        return;
      }
    }
  }

 private:
  void keep(std::string_view bytes) {
    text_ += kept_ == Kept::first ? bytes.substr(0, limit_ - text_.size() + 1) : bytes;
    if (text_.size() > limit_) {
      is_over_ = true;
      text_.erase(kept_ == Kept::first ? limit_ : 0, text_.size() - limit_);
    }
  }

  int descriptor_;
  std::size_t limit_;
  Kept kept_;
  std::string text_;
  bool is_open_ = true;
  bool is_over_ = false;
};

ProgramAnswer missing(int error) { return {ProgramEnd::missing, 0, "", "", system_text(error)}; }

// Reads until the child has ended and all that it printed is there, too much is printed, or the time is over. Something that the
// child has started may hold the streams open: it is not waited for.
ProgramEnd listen(const Child& child, Stream& out, Stream& err, Clock::time_point end) {
  while (true) {
    const bool ended = child.has_ended();  // before reading: what it printed is in the pipe by then
    out.read();
    err.read();
    if (out.is_over()) {
      return ProgramEnd::too_much;
    }
    if (ended) {
      return ProgramEnd::exited;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) {
      return ProgramEnd::silent;
    }
    // An end of the child is told by its streams as a rule, and looked for where something else keeps them open, or they ended
    // before it.
    std::array<pollfd, 2> streams{{{out.descriptor(), POLLIN, 0}, {err.descriptor(), POLLIN, 0}}};
    const bool one_ended = !out.is_open() || !err.is_open();
    const auto pause = std::min(left, one_ended ? std::chrono::milliseconds{1} : between_looks);
    (void)::poll(streams.data(), streams.size(), static_cast<int>(pause.count()));
  }
}

}  // namespace

ProgramAnswer ask_program(const std::vector<std::string>& words, const std::vector<std::string>& hidden, ProgramLimits limits) {
  const Clock::time_point end = Clock::now() + limits.time;
  int error = 0;
  const std::optional<std::string> path = find_program(words.front(), error);
  if (!path) {
    return missing(error);
  }
  std::vector<std::string> own_words = words;
  std::vector<std::string> own_variables = environment_without(hidden);
  const std::vector<char*> word_pointers = pointers_to(own_words);
  const std::vector<char*> variable_pointers = pointers_to(own_variables);
  const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const Ends out_ends = new_pipe();
  const Descriptor out_reading(out_ends.reading);
  Descriptor out_writing(out_ends.writing);
  const Ends err_ends = new_pipe();
  const Descriptor err_reading(err_ends.reading);
  Descriptor err_writing(err_ends.writing);
  const Ends report_ends = new_pipe();
  const Descriptor report_reading(report_ends.reading);
  Descriptor report_writing(report_ends.writing);
  if (nothing.number() < 0 || out_reading.number() < 0 || err_reading.number() < 0 || report_reading.number() < 0) {
    return missing(errno);
  }
  const ChildSignal told;
  EndingSignals ending;
  const pid_t id = ::fork();
  if (id < 0) {
    return missing(errno);
  }
  if (id == 0) {
    become({path->c_str(), word_pointers.data(), variable_pointers.data()}, nothing.number(), out_writing.number(),
           err_writing.number(), report_writing.number());
  }
  Child child(id);
  ending.end_also(id);
  (void)out_writing.close();
  (void)err_writing.close();
  (void)report_writing.close();
  // The pipe closes as soon as the program runs; before that it tells why it does not.
  ssize_t got = 0;
  do {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd report{report_reading.number(), POLLIN, 0};
    (void)::poll(&report, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    got = report.revents == 0 && Clock::now() < end ? -1 : report.revents == 0 ? 0 : ::read(report.fd, &error, sizeof error);
  } while (got < 0);
  if (got == static_cast<ssize_t>(sizeof error)) {
    return missing(error);
  }
  Stream out(out_reading.number(), limits.out, Kept::first);
  Stream err(err_reading.number(), kept_of_stderr, Kept::last);
  ProgramAnswer answer;
  answer.end = listen(child, out, err, end);
  const int status = child.end();
  answer.err = err.take();
  if (answer.end == ProgramEnd::exited) {
    answer.out = out.take();
    answer.end = WIFSIGNALED(status) ? ProgramEnd::killed : ProgramEnd::exited;
    answer.status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  }
  return answer;
}

}  // namespace migadvise
