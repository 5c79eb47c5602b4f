#include "input/json_fields.hpp"

#include <algorithm>
#include <utility>

#include "core/decimal.hpp"
#include "core/slurm_word.hpp"
#include "input/hints.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;
using Kind = JsonValue::Kind;

constexpr std::size_t max_entries = 1000;
constexpr std::int64_t max_rate = 10'000 * micro_per_unit;

bool is_printable(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::ranges::all_of(text, [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) != 0x7F;
  });
}

}  // namespace

void JsonFields::report(Code code, std::size_t offset, std::vector<std::string> args, std::string hint) {
  if (has_room()) {
    errors_.push_back(source_.diagnostic(code, offset, std::move(args), std::move(hint)));
  }
}

void JsonFields::bad_value(const JsonValue& value, std::string_view key, std::string_view expected) {
  report(Code::site_bad_value, value.offset, {std::string(key), value.text, std::string(expected)});
}

bool JsonFields::is_object(const JsonValue& value, std::string_view what, const std::vector<std::string_view>& required,
                           const std::vector<std::string_view>& optional) {
  if (value.kind != Kind::object) {
    report(Code::site_wrong_type, value.offset,
           {std::string(what), std::string(json_kind_name(value.kind)), std::string(json_kind_name(Kind::object))});
    return false;
  }
  std::vector<std::string_view> known = required;
  known.insert(known.end(), optional.begin(), optional.end());
  for (const JsonMember& member : value.members) {
    if (has_room() && std::ranges::find(known, std::string_view(member.key)) == known.end()) {
      report(Code::site_unknown_key, member.key_offset, {member.key, std::string(what)}, did_you_mean(member.key, known, '"'));
    }
  }
  for (const std::string_view key : required) {
    if (value.find(key) == nullptr) {
      report(Code::site_missing_key, value.offset, {std::string(key), std::string(what)});
    }
  }
  return true;
}

const JsonValue* JsonFields::member(const JsonValue& object, std::string_view key, Kind kind) {
  const JsonMember* const found = object.find(key);
  if (found == nullptr) {
    return nullptr;
  }
  if (found->value.kind != kind) {
    report(Code::site_wrong_type, found->value.offset,
           {std::string(key), std::string(json_kind_name(found->value.kind)), std::string(json_kind_name(kind))});
    return nullptr;
  }
  return &found->value;
}

void JsonFields::read_word(const JsonValue& object, std::string_view key, std::string& to) {
  if (const JsonValue* value = member(object, key, Kind::string)) {
    if (is_slurm_word(value->text)) {
      to = value->text;
    } else {
      bad_value(*value, key, "a word of letters, digits and _ - . + @");
    }
  }
}

void JsonFields::read_pattern(const JsonValue& object, std::string_view key, std::string& to) {
  if (const JsonValue* value = member(object, key, Kind::string)) {
    const std::string_view text = value->text;
    if (is_slurm_word(text.ends_with('*') ? text.substr(0, text.size() - 1) : text)) {
      to = value->text;
    } else {
      bad_value(*value, key, "a word of letters, digits and _ - . + @, or the beginning of one with a * behind it");
    }
  }
}

void JsonFields::read_text(const JsonValue& object, std::string_view key, std::string& to) {
  if (const JsonValue* value = member(object, key, Kind::string)) {
    if (is_printable(value->text)) {
      to = value->text;
    } else {
      bad_value(*value, key, "a line of text, up to 200 bytes");
    }
  }
}

void JsonFields::read_count(const JsonValue& object, std::string_view key, int maximum, std::optional<int>& to) {
  if (const JsonValue* value = member(object, key, Kind::number)) {
    const Result<int, QuantityError> count = parse_count(value->text);
    if (count && *count <= maximum) {
      to = *count;
    } else {
      bad_value(*value, key, "a whole number from 1 to " + std::to_string(maximum));
    }
  }
}

void JsonFields::read_flag(const JsonValue& object, std::string_view key, bool& to) {
  if (const JsonValue* value = member(object, key, Kind::boolean)) {
    to = value->boolean;
  }
}

void JsonFields::read_rate(const JsonValue& object, std::string_view key, Ratio& to) {
  if (const JsonValue* value = member(object, key, Kind::number)) {
    const Result<Decimal, QuantityError> number = read_decimal(value->text);
    if (number && number->length == value->text.size()) {
      const auto micro = scale_decimal(*number, micro_per_unit, max_rate, Rounding::nearest);
      if (micro && (*micro > 0 || number->digits == 0)) {
        to = Ratio{*micro};
        return;
      }
    }
    bad_value(*value, key, "a plain number from 0 to 10000, with up to six places");
  }
}

void JsonFields::read_su(const JsonValue& object, std::string_view key, std::optional<Su>& to) {
  if (const JsonValue* value = member(object, key, Kind::number)) {
    if (const Result<Su, QuantityError> su = parse_su(value->text)) {
      to = *su;
    } else {
      bad_value(*value, key, "a plain number of SU above 0");
    }
  }
}

void JsonFields::read_ram(const JsonValue& object, std::string_view key, std::optional<Bytes>& to) {
  if (const JsonValue* value = member(object, key, Kind::string)) {
    if (const Result<Bytes, QuantityError> ram = parse_host_ram(value->text)) {
      to = *ram;
    } else {
      bad_value(*value, key, "host RAM in Slurm's units such as \"4G\"");
    }
  }
}

void JsonFields::read_walltime(const JsonValue& object, std::string_view key, std::optional<Duration>& to) {
  if (const JsonValue* value = member(object, key, Kind::string)) {
    if (const Result<Duration, QuantityError> time = parse_duration(value->text)) {
      to = *time;
    } else {
      bad_value(*value, key, "a walltime such as \"3-00:00:00\"");
    }
  }
}

const std::vector<JsonValue>& JsonFields::list(const JsonValue& object, std::string_view key, bool may_be_empty) {
  static const std::vector<JsonValue> none;
  const JsonValue* const value = member(object, key, Kind::array);
  if (value == nullptr) {
    return none;
  }
  if (value->items.empty() && !may_be_empty) {
    report(Code::site_bad_value, value->offset, {std::string(key), "[]", "at least one entry"});
  }
  if (value->items.size() > max_entries) {
    report(Code::site_bad_value, value->offset,
           {std::string(key), std::to_string(value->items.size()) + " entries", "at most " + std::to_string(max_entries)});
    return none;
  }
  return value->items;
}

void JsonFields::read_references(const JsonValue& object, std::string_view key, const std::vector<std::string>& known,
                                 std::string_view list_name, std::vector<std::string>& to, bool may_be_empty) {
  for (const JsonValue& item : list(object, key, may_be_empty)) {
    if (item.kind != Kind::string) {
      report(Code::site_wrong_type, item.offset,
             {std::string(key), std::string(json_kind_name(item.kind)), std::string(json_kind_name(Kind::string))});
    } else if (std::ranges::find(to, item.text) != to.end()) {
      report(Code::site_duplicate, item.offset, {item.text});
    } else if (find_reference(item, key, item.text, known, list_name)) {
      to.push_back(item.text);
    }
  }
}

void JsonFields::add_name(std::vector<std::string>& names, const JsonValue& entry, std::string_view key,
                          const std::string& name) {
  if (!name.empty() && std::ranges::find(names, name) != names.end()) {
    report(Code::site_duplicate, entry.find(key)->value.offset, {name});
  }
  names.push_back(name);  // also an unreadable one: names stand where their entries do
}

std::optional<std::size_t> JsonFields::find_reference(const JsonValue& place, std::string_view key, const std::string& name,
                                                      const std::vector<std::string>& known, std::string_view list_name) {
  if (const auto found = std::ranges::find(known, name); !name.empty() && found != known.end()) {
    return static_cast<std::size_t>(found - known.begin());
  }
  if (known.empty() || !has_room()) {
    return std::nullopt;
  }
  const std::vector<std::string_view> words(known.begin(), known.end());
  report(Code::site_bad_reference, place.offset, {std::string(key), name, std::string(list_name)},
         did_you_mean(name, words, '"'));
  return std::nullopt;
}

std::vector<Diagnostic> JsonFields::take_errors() {
  sort_by_place(errors_);
  return std::move(errors_);
}

}  // namespace migadvise
