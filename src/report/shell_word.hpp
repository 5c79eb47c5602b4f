// Words as bash reads them back.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace migadvise {

/// `word` as one word of bash, byte for byte: bare where nothing in it means anything to a shell, else in single quotes. Where it
/// has a byte that a terminal would act on or hide, or that is not UTF-8, as `$'...'` with those bytes as `\xNN`; with `ascii`,
/// every byte beyond ASCII so. Never more than one line. A NUL has no such form: it must not be there.
std::string shell_quoted(std::string_view word, bool ascii = false);

/// The words of a simple command on one line. The first is the name of a program, a function or a builtin, also where bash would
/// take it for a keyword (`time`).
std::string shell_command(std::span<const std::string> words, bool ascii = false);

}  // namespace migadvise
