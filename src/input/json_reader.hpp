// JSON with the place of every value, read strictly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/source_text.hpp"
#include "migadvise/diagnostic.hpp"

namespace migadvise {

struct JsonMember;

/// A JSON value. Numbers keep the text they were written as, so that decimal figures stay exact.
struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::size_t offset = 0;  ///< of the first byte in the file
  bool boolean = false;
  std::string text;  ///< of a string, or of a number as written
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;  ///< in file order; keys are unique

  /// The member of this name, or null.
  [[nodiscard]] const JsonMember* find(std::string_view key) const;
};

struct JsonMember {
  std::string key;
  std::size_t key_offset = 0;
  JsonValue value;
};

/// What the kind is called in messages: `a string`.
std::string_view json_kind_name(JsonValue::Kind kind);

struct JsonFile {
  std::optional<JsonValue> value;
  std::vector<Diagnostic> errors;
};

/// Reads a whole JSON text. Refused with their places: anything that is not JSON (comments, trailing commas, trailing text),
/// invalid UTF-8, nesting deeper than 64, numbers beyond the range of a double, a key twice in one object.
JsonFile read_json(const SourceText& source);

}  // namespace migadvise
