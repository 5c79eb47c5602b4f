#include "input/source_text.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/utf8.hpp"

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

SourceText::Excerpt SourceText::excerpt_at(std::size_t offset) const {
  constexpr std::size_t around = 200;
  offset = offset < bytes_.size() ? offset : bytes_.size();
  std::size_t line = offset;
  while (line > 0 && bytes_[line - 1] != '\n' && bytes_[line - 1] != '\r') {
    --line;
  }
  if (line == 0 && bytes_.starts_with(byte_order_mark)) {
    line = byte_order_mark.size();
  }
  const std::size_t end = std::min(bytes_.find_first_of("\r\n", std::max(line, offset)), bytes_.size());
  const std::size_t first = offset > line + around ? offset - around : line;
  return {std::string(bytes_.substr(first, std::min(end, offset + around) - std::min(first, end))),
          static_cast<std::int64_t>(first - line)};
}

Diagnostic SourceText::diagnostic(DiagnosticCode code, std::size_t offset, std::vector<std::string> args,
                                  std::string hint) const {
  Excerpt excerpt = excerpt_at(offset);
  return {code, std::string(name_), position(offset), std::move(args), std::move(excerpt.text), std::move(hint), excerpt.start};
}

void sort_by_place(std::vector<Diagnostic>& errors) {
  std::ranges::stable_sort(errors, [](const Diagnostic& a, const Diagnostic& b) {
    const auto key = [](const Diagnostic& d) { return std::tuple(d.at.line == 0, d.at.line, d.at.column); };
    return key(a) < key(b);
  });
}

std::size_t find_invalid_utf8(std::string_view bytes) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::size_t length = first_character(bytes.substr(i)).length;
    if (length == 0) {
      return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace migadvise
