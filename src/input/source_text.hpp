// The bytes of an input file, with the places in it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/diagnostic.hpp"

namespace migadvise {

/// A file's bytes and its name; turns byte offsets into places and quotes lines. Does not own the bytes.
class SourceText {
 public:
  SourceText(std::string_view name, std::string_view bytes);

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

  /// Line and byte column, both from 1. LF, CRLF and a lone CR end a line; a byte order mark at the start has no width.
  [[nodiscard]] Position position(std::size_t offset) const;

  /// A line, or of a very long one the part around a place.
  struct Excerpt {
    std::string text;
    std::int64_t start = 0;  ///< bytes of the line left out in front
  };

  /// The line that holds `offset`, without its end, at most 200 bytes before and behind it.
  [[nodiscard]] Excerpt excerpt_at(std::size_t offset) const;

  /// A diagnostic at `offset`, its excerpt filled in.
  [[nodiscard]] Diagnostic diagnostic(DiagnosticCode code, std::size_t offset, std::vector<std::string> args = {},
                                      std::string hint = {}) const;

 private:
  std::string_view name_;
  std::string_view bytes_;
};

/// Errors in the order of the file, those of the file as a whole last.
void sort_by_place(std::vector<Diagnostic>& errors);

/// Offset of the first byte that is not part of valid UTF-8 (overlong forms, surrogates and values above U+10FFFF are not),
/// or npos.
std::size_t find_invalid_utf8(std::string_view bytes);

/// The UTF-8 byte order mark, which spreadsheets put before the first cell.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace migadvise
