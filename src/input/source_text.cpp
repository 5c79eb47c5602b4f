#include "input/source_text.hpp"

#include <utility>

namespace migadvise {

SourceText::SourceText(std::string_view name, std::string_view bytes) : name_(name), bytes_(bytes) {}

Position SourceText::position(std::size_t offset) const {
  offset = offset < bytes_.size() ? offset : bytes_.size();
  const std::size_t first = bytes_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  std::int64_t line = 1;
  std::size_t start = first;
  for (std::size_t i = first; i < offset; ++i) {
    const bool lone_cr = bytes_[i] == '\r' && (i + 1 == bytes_.size() || bytes_[i + 1] != '\n');
    if (bytes_[i] == '\n' || lone_cr) {
      ++line;
      start = i + 1;
    }
  }
  return {line, offset < start ? 1 : static_cast<std::int64_t>(offset - start) + 1};
}

std::string SourceText::line_at(std::size_t offset) const {
  offset = offset < bytes_.size() ? offset : bytes_.size();
  std::size_t start = offset;
  while (start > 0 && bytes_[start - 1] != '\n' && bytes_[start - 1] != '\r') {
    --start;
  }
  if (start == 0 && bytes_.starts_with(byte_order_mark)) {
    start = byte_order_mark.size();
  }
  const std::size_t end = bytes_.find_first_of("\r\n", start);
  return std::string(bytes_.substr(start, end == std::string_view::npos ? end : end - start));
}

Diagnostic SourceText::diagnostic(DiagnosticCode code, std::size_t offset, std::vector<std::string> args,
                                  std::string hint) const {
  return {code, std::string(name_), position(offset), std::move(args), line_at(offset), std::move(hint)};
}

std::size_t find_invalid_utf8(std::string_view bytes) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    std::size_t length = 1;
    char32_t smallest = 0;
    char32_t value = lead;
    if (lead >= 0x80) {
      if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4, smallest = 0x10000, value = lead & 0x07U;
      } else if (lead >= 0xE0 && lead < 0xF0) {
        length = 3, smallest = 0x800, value = lead & 0x0FU;
      } else if (lead >= 0xC2 && lead < 0xE0) {
        length = 2, smallest = 0x80, value = lead & 0x1FU;
      } else {
        return i;
      }
      if (i + length > bytes.size()) {
        return i;
      }
      for (std::size_t k = 1; k < length; ++k) {
        const auto next = static_cast<unsigned char>(bytes[i + k]);
        if ((next & 0xC0U) != 0x80U) {
          return i;
        }
        value = (value << 6U) | (next & 0x3FU);
      }
      if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return i;
      }
    }
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace migadvise
