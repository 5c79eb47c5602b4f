// Reading and writing the files that the command line names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "migadvise/diagnostic.hpp"
#include "migadvise/result.hpp"

namespace migadvise {

struct Io;

/// What a message calls a folder where a file belongs.
inline constexpr std::string_view folder_kind = "a folder";

/// With how to come by the file, where the name is that of none or of a folder.
Diagnostic with_file_hint(Diagnostic error, std::string_view hint);

/// All bytes of a regular file of at most `limit` bytes. A folder, pipe, device or socket is refused without waiting for it.
Result<std::string, Diagnostic> read_file(const std::string& path, std::size_t limit);

/// Writes all bytes to an open descriptor; what the system says when it could not, or nothing.
std::optional<std::string> write_all(int descriptor, std::string_view bytes);

enum class Overwrite : std::uint8_t { no, yes };

/// What a name turned out to belong to.
enum class WrittenTo : std::uint8_t {
  file,    ///< a regular file, that was there or is new
  stream,  ///< a device, a pipe, or one of the program's own descriptors
};

/// Writes a file so that it holds all of `bytes` or what it held before, also when the machine stops: they go into a file beside
/// it, which then takes its name. A file that is there is left alone unless it may be overwritten, and keeps its permission mode;
/// a new one gets what the umask leaves. Of a symbolic link the file behind it is written, there or not. A device or a pipe is
/// written to as it is, and so is `/dev/stdout`, whatever stands behind it; a pipe without a reader is waited for.
Result<WrittenTo, Diagnostic> write_file(const std::string& path, std::string_view bytes, Overwrite overwrite);

/// All bytes that can be read from the standard input, which may be a pipe that is waited for; at most `limit`.
Result<std::string, Diagnostic> read_standard_input(std::size_t limit);

/// What stands for the standard input where a path may stand, and for the standard output; the name of the former in messages.
inline constexpr std::string_view standard_input = "-";
inline constexpr std::string_view standard_output = standard_input;
inline constexpr std::string_view standard_input_name = "standard input";

/// What was read, and what messages call it.
struct InputFile {
  std::string name;
  std::string bytes;
};

/// What a path of the command line names: a file, see read_file, or the standard input. At most `limit` bytes.
Result<InputFile, Diagnostic> read_input(const std::string& path, std::size_t limit, const Io& io);

}  // namespace migadvise
