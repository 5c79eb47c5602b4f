// The values of a JSON file held against what is expected of them: kinds, known keys, ranges. Every error has its place.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/json_reader.hpp"
#include "input/source_text.hpp"
#include "migadvise/diagnostic.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// Reads the members of objects and gathers what is wrong with them. A reader leaves its target as it is when the key is missing
/// or the value wrong; missing keys are reported by is_object alone.
class JsonFields {
 public:
  explicit JsonFields(const SourceText& source) : source_(source) {}

  /// An error at a place of the file, as long as there is room for more.
  void report(DiagnosticCode code, std::size_t offset, std::vector<std::string> args, std::string hint = {});

  /// `key` has a value that is none of `expected`.
  void bad_value(const JsonValue& value, std::string_view key, std::string_view expected);

  /// True for an object. It must have all of `required`, and no key that is in neither list.
  bool is_object(const JsonValue& value, std::string_view what, const std::vector<std::string_view>& required,
                 const std::vector<std::string_view>& optional = {});

  /// The member, if it is there and of that kind, or null; another kind is an error.
  const JsonValue* member(const JsonValue& object, std::string_view key, JsonValue::Kind kind);

  /// What may stand in a Slurm option without quotes, up to 64 bytes.
  void read_word(const JsonValue& object, std::string_view key, std::string& to);
  /// The same, or such a word with a `*` behind it.
  void read_pattern(const JsonValue& object, std::string_view key, std::string& to);
  /// A line of text, up to 200 bytes.
  void read_text(const JsonValue& object, std::string_view key, std::string& to);
  /// A whole number from 1.
  void read_count(const JsonValue& object, std::string_view key, int maximum, std::optional<int>& to);
  void read_flag(const JsonValue& object, std::string_view key, bool& to);
  /// A plain number from 0 to 10000, rounded to six places; one that would vanish is an error.
  void read_rate(const JsonValue& object, std::string_view key, Ratio& to);
  /// A plain number of SU above 0.
  void read_su(const JsonValue& object, std::string_view key, std::optional<Su>& to);
  /// Host RAM in Slurm's units.
  void read_ram(const JsonValue& object, std::string_view key, std::optional<Bytes>& to);
  /// A walltime as Slurm writes it.
  void read_walltime(const JsonValue& object, std::string_view key, std::optional<Duration>& to);

  /// The entries of a list of up to 1000; none when it is missing or has more, which is an error.
  const std::vector<JsonValue>& list(const JsonValue& object, std::string_view key, bool may_be_empty = false);
  /// A list of strings, none of them twice. Each is looked up in `known`, the names of the entries of `list_name`.
  void read_references(const JsonValue& object, std::string_view key, const std::vector<std::string>& known,
                       std::string_view list_name, std::vector<std::string>& to, bool may_be_empty = false);

  /// Remembers the name of an entry; a second one of the same kind is an error.
  void add_name(std::vector<std::string>& names, const JsonValue& entry, std::string_view key, const std::string& name);
  /// Where `name` stands in `known`; nothing, and an error at `place`, when it does not. Nothing alone when there are no names at
  /// all: why the list has none was reported before.
  std::optional<std::size_t> find_reference(const JsonValue& place, std::string_view key, const std::string& name,
                                            const std::vector<std::string>& known, std::string_view list_name);

  [[nodiscard]] bool any_errors() const { return !errors_.empty(); }
  /// Whether another error would be shown; what only words an error need not be done without.
  [[nodiscard]] bool has_room() const { return errors_.size() < max_diagnostics; }
  /// What was gathered, in the order of the file.
  std::vector<Diagnostic> take_errors();

 private:
  const SourceText& source_;
  std::vector<Diagnostic> errors_;
};

}  // namespace migadvise
