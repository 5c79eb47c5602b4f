#include "cli/files.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdio>
#include <utility>

#include "cli/descriptor.hpp"
#include "cli/run.hpp"

namespace migadvise {

namespace {

constexpr std::string_view pipe_kind = "a pipe";

Diagnostic problem(DiagnosticCode code, const std::string& path, std::string what) {
  return {code, path, {}, {std::move(what)}, "", ""};
}

std::string kind_of(mode_t mode) {
  if (S_ISDIR(mode)) {
    return std::string(folder_kind);
  }
  if (S_ISFIFO(mode)) {
    return std::string(pipe_kind);
  }
  return S_ISSOCK(mode) ? "a socket" : "a device";
}

std::string size_text(std::size_t bytes) {
  constexpr std::size_t kib = 1024;
  constexpr std::size_t mib = 1024 * kib;
  return bytes % mib == 0   ? std::to_string(bytes / mib) + " MiB"
         : bytes % kib == 0 ? std::to_string(bytes / kib) + " KiB"
                            : std::to_string(bytes) + " bytes";
}

// ---- writing ----

Diagnostic unwritten(const std::string& path, std::string what) {
  return problem(DiagnosticCode::file_not_written, path, std::move(what));
}

Diagnostic exists_already(const std::string& path) {
  return {DiagnosticCode::usage_file_exists, path, {}, {}, "", "--force overwrites it"};
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// The links of /proc stand for open files, whatever text they have.
bool is_proc(const std::string& folder) {
  struct statfs status {};
  return ::statfs(folder.c_str(), &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
}

bool same_file(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

// A descriptor of the program's own that the path names: 1 for /proc/self/fd/1 and what leads there.
std::optional<int> own_descriptor(const std::string& path) {
  struct stat folder {};
  struct stat own {};
  if (::stat(folder_of(path).c_str(), &folder) != 0 || ::stat("/proc/self/fd", &own) != 0 || !same_file(folder, own)) {
    return std::nullopt;
  }
  const std::string name = path.substr(path.rfind('/') + 1);
  int number = -1;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size() && number >= 0 ? std::optional(number) : std::nullopt;
}

// What the last part of a path leads to: no link, except one of /proc.
Result<std::string, int> follow_links(std::string path) {
  constexpr int most_links = 40;  // as many as Linux follows
  for (int i = 0; i < most_links; ++i) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode) || is_proc(folder_of(path))) {
      return path;
    }
    std::array<char, PATH_MAX> text{};
    const ssize_t length = ::readlink(path.c_str(), text.data(), text.size());
    if (length < 0) {
      return errno;
    }
    const std::string target(text.data(), static_cast<std::size_t>(length));
    path = target.starts_with('/') ? target : folder_of(path).append("/").append(target);
  }
  return ELOOP;
}

// Opened again, a file of a descriptor would be written from its start; a duplicate goes on where the descriptor is.
Result<WrittenTo, Diagnostic> write_stream(const std::string& path, const std::string& target, std::string_view bytes) {
  const std::optional<int> own = own_descriptor(target);
  Descriptor stream(own ? ::fcntl(*own, F_DUPFD_CLOEXEC, 0) : ::open(target.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (stream.number() < 0) {
    return unwritten(path, system_text(errno));
  }
  if (std::optional<std::string> problem = write_all(stream.number(), bytes)) {
    return unwritten(path, *std::move(problem));
  }
  return stream.close() ? Result<WrittenTo, Diagnostic>(WrittenTo::stream) : unwritten(path, system_text(errno));
}

// A new file in a folder, gone again unless it is kept.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& folder, mode_t mode) : descriptor_(-1) {
    constexpr int attempts = 100;
    for (int i = 0; i < attempts && descriptor_ < 0; ++i) {
      name_ = folder + "/.migadvise-" + std::to_string(::getpid()) + "-" + std::to_string(i);
      descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
      if (descriptor_ < 0 && errno != EEXIST) {
        break;
      }
    }
    is_there_ = descriptor_ >= 0;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (is_there_) {
      (void)::unlink(name_.c_str());
    }
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// Gives the file its name; 0, or what errno says. Where it must not overwrite, also a file that has come up since is left
  /// alone.
  [[nodiscard]] int keep_as(const std::string& target, Overwrite overwrite) {
    if (overwrite == Overwrite::no) {
      if (::link(name_.c_str(), target.c_str()) == 0) {
        return 0;  // and the destructor takes the first name away
      }
      struct stat status {};
      if (errno == EEXIST || ::lstat(target.c_str(), &status) == 0) {
        return EEXIST;
      }
      // Not every file system has hard links.
    }
    if (::rename(name_.c_str(), target.c_str()) != 0) {
      return errno;
    }
    is_there_ = false;
    return 0;
  }

 private:
  std::string name_;
  int descriptor_;
  bool is_there_ = false;
};

// Not every file system can be told to put a file onto the disk; where it can, it must work.
bool synced(int descriptor) { return ::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP; }

// A folder that must not be read cannot be synced either. The file in it is whole in any case.
bool folder_synced(const std::string& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.number() < 0 || synced(opened.number());
}

// `before` is the file that is replaced, or null.
Result<WrittenTo, Diagnostic> replace_file(const std::string& path, const std::string& target, std::string_view bytes,
                                           const struct stat* before, Overwrite overwrite) {
  constexpr mode_t permissions = 07777;
  constexpr mode_t usual = 0666;
  const std::string folder = folder_of(target);
  TemporaryFile file(folder, before == nullptr ? usual : before->st_mode & usual);
  if (file.descriptor() < 0) {
    return unwritten(path, system_text(errno));
  }
  Descriptor written(file.descriptor());
  if (std::optional<std::string> problem = write_all(written.number(), bytes)) {
    return unwritten(path, *std::move(problem));
  }
  if (before != nullptr && ::fchmod(written.number(), before->st_mode & permissions) != 0) {
    return unwritten(path, system_text(errno));
  }
  if (!synced(written.number()) || !written.close()) {
    return unwritten(path, system_text(errno));
  }
  if (const int error = file.keep_as(target, overwrite); error != 0) {
    return error == EEXIST && overwrite == Overwrite::no ? exists_already(path) : unwritten(path, system_text(error));
  }
  return folder_synced(folder) ? Result<WrittenTo, Diagnostic>(WrittenTo::file) : unwritten(path, system_text(errno));
}

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

Diagnostic with_file_hint(Diagnostic error, std::string_view hint) {
  const bool is_folder = error.code == DiagnosticCode::file_not_regular && error.args.front() == folder_kind;
  if (is_folder || error.code == DiagnosticCode::file_missing) {
    error.hint = hint;
  }
  return error;
}

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

std::optional<std::string> write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // a non-blocking output that is full for now
      pollfd ready{descriptor, POLLOUT, 0};
      (void)::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return system_text(errno);
    }
  }
  return std::nullopt;
}

Result<WrittenTo, Diagnostic> write_file(const std::string& path, std::string_view bytes, Overwrite overwrite) {
  const Result<std::string, int> target = follow_links(path);
  if (!target) {
    return unwritten(path, system_text(target.error()));
  }
  struct stat status {};
  if (::lstat(target->c_str(), &status) != 0) {
    return replace_file(path, *target, bytes, nullptr, overwrite);
  }
  if (S_ISDIR(status.st_mode)) {
    return unwritten(path, system_text(EISDIR));
  }
  if (!S_ISREG(status.st_mode)) {
    return write_stream(path, *target, bytes);
  }
  return overwrite == Overwrite::yes ? replace_file(path, *target, bytes, &status, overwrite) : exists_already(path);
}

Result<std::string, Diagnostic> read_standard_input(std::size_t limit) {
  return read_all(STDIN_FILENO, std::string(standard_input_name), limit);
}

Result<InputFile, Diagnostic> read_input(const std::string& path, std::size_t limit, const Io& io) {
  const bool is_standard = path == standard_input;
  const Result<std::string, Diagnostic> bytes = is_standard ? io.in(limit) : read_file(path, limit);
  if (!bytes) {
    Diagnostic error = bytes.error();
    if (error.code == DiagnosticCode::file_not_regular && error.args.front() == pipe_kind) {
      error.hint = std::string(standard_input) + " in its place reads the standard input, which may be a pipe";
    }
    return error;
  }
  return InputFile{is_standard ? std::string(standard_input_name) : path, *bytes};
}

}  // namespace migadvise
