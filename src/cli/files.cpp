#include "cli/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace migadvise {

namespace {

Diagnostic problem(DiagnosticCode code, const std::string& path, std::string what) {
  return {code, path, {}, {std::move(what)}, "", ""};
}

std::string system_text(int error) { return std::generic_category().message(error); }

std::string kind_of(mode_t mode) {
  if (S_ISDIR(mode)) {
    return "a folder";
  }
  if (S_ISFIFO(mode)) {
    return "a pipe";
  }
  return S_ISSOCK(mode) ? "a socket" : "a device";
}

std::string size_text(std::size_t bytes) {
  constexpr std::size_t kib = 1024;
  return bytes % kib == 0 ? std::to_string(bytes / kib) + " KiB" : std::to_string(bytes) + " bytes";
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(number_); }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Result<std::string, Diagnostic> read_all(int descriptor, const std::string& path, std::size_t limit) {
  std::string bytes;
  std::array<char, 16384> buffer{};
  // The size that the system gives is not relied on: it is 0 for files of /proc, and a file may grow.
  while (bytes.size() <= limit) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got == 0) {
      return bytes;
    }
    if (got > 0) {
      bytes.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      return problem(DiagnosticCode::file_unreadable, path, system_text(errno));
    }
  }
  return problem(DiagnosticCode::file_too_large, path, size_text(limit));
}

}  // namespace

Result<std::string, Diagnostic> read_file(const std::string& path, std::size_t limit) {
  // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
  const int opened = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (opened < 0) {
    return problem(DiagnosticCode::file_missing, path, system_text(errno));
  }
  const Descriptor file(opened);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) {
    return problem(DiagnosticCode::file_unreadable, path, system_text(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return problem(DiagnosticCode::file_not_regular, path, kind_of(status.st_mode));
  }
  return read_all(file.number(), path, limit);
}

Result<std::string, Diagnostic> read_standard_input(std::size_t limit) { return read_all(STDIN_FILENO, "standard input", limit); }

}  // namespace migadvise
