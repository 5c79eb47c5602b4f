#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "core/suggestion.hpp"
#include "input/json_reader.hpp"
#include "input/source_text.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;
using Kind = JsonValue::Kind;

constexpr std::int64_t schema_version = 1;
constexpr std::size_t max_entries = 1000;
constexpr std::int64_t max_rate = 10'000 * micro_per_unit;

// What may stand in a Slurm option without quotes: no blank, no shell character, no line break.
bool is_slurm_word(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || is_letter(c) || c == '_' || c == '-' || c == '.' || c == '+' || c == '@';
  }) && text.front() != '-';
}

bool is_printable(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::ranges::all_of(text, [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) != 0x7F;
  });
}

class SiteLoader {
 public:
  SiteLoader(std::string_view bytes, std::string_view file) : source_(file, bytes) {}

  Loaded<Site> load() {
    JsonFile json = read_json(source_);
    errors_ = std::move(json.errors);
    if (!json.value) {
      return {std::nullopt, std::move(errors_)};
    }
    read_site(*json.value);
    if (!errors_.empty()) {
      sort_by_place(errors_);
      return {std::nullopt, std::move(errors_)};
    }
    return {std::move(site_), {}};
  }

 private:
  void report(Code code, std::size_t offset, std::vector<std::string> args, std::string hint = {}) {
    if (errors_.size() < max_diagnostics) {
      errors_.push_back(source_.diagnostic(code, offset, std::move(args), std::move(hint)));
    }
  }

  bool is_kind(const JsonValue& value, Kind kind, std::string_view what) {
    if (value.kind == kind) {
      return true;
    }
    report(Code::site_wrong_type, value.offset,
           {std::string(what), std::string(json_kind_name(value.kind)), std::string(json_kind_name(kind))});
    return false;
  }

  // True for an object; its keys are then held to the known ones, all of which it must have.
  bool is_object(const JsonValue& value, std::string_view what, std::initializer_list<std::string_view> keys) {
    if (!is_kind(value, Kind::object, what)) {
      return false;
    }
    for (const JsonMember& member : value.members) {
      if (std::ranges::find(keys, std::string_view(member.key)) == keys.end()) {
        const auto near = nearest_word(member.key, std::span(keys.begin(), keys.size()));
        report(Code::site_unknown_key, member.key_offset, {member.key, std::string(what)},
               near ? "did you mean \"" + std::string(*near) + "\"?" : "");
      }
    }
    for (const std::string_view key : keys) {
      if (value.find(key) == nullptr) {
        report(Code::site_missing_key, value.offset, {std::string(key), std::string(what)});
      }
    }
    return true;
  }

  const JsonValue* member(const JsonValue& object, std::string_view key, Kind kind) {
    const JsonMember* const found = object.find(key);
    return found != nullptr && is_kind(found->value, kind, key) ? &found->value : nullptr;
  }

  void bad_value(const JsonValue& value, std::string_view key, std::string_view expected) {
    report(Code::site_bad_value, value.offset, {std::string(key), value.text, std::string(expected)});
  }

  void read_word(const JsonValue& object, std::string_view key, std::string& to) {
    if (const JsonValue* value = member(object, key, Kind::string)) {
      if (is_slurm_word(value->text)) {
        to = value->text;
      } else {
        bad_value(*value, key, "a word of letters, digits and _ - . + @");
      }
    }
  }

  void read_text(const JsonValue& object, std::string_view key, std::string& to) {
    if (const JsonValue* value = member(object, key, Kind::string)) {
      if (is_printable(value->text)) {
        to = value->text;
      } else {
        bad_value(*value, key, "a line of text, up to 200 bytes");
      }
    }
  }

  void read_count(const JsonValue& object, std::string_view key, int maximum, int& to) {
    if (const JsonValue* value = member(object, key, Kind::number)) {
      const Result<int, QuantityError> count = parse_count(value->text);
      if (count && *count <= maximum) {
        to = *count;
      } else {
        bad_value(*value, key, "a whole number from 1 to " + std::to_string(maximum));
      }
    }
  }

  // A price may be zero.
  void read_rate(const JsonValue& object, std::string_view key, Ratio& to) {
    if (const JsonValue* value = member(object, key, Kind::number)) {
      const Result<Decimal, QuantityError> number = read_decimal(value->text);
      if (number && number->length == value->text.size()) {
        if (const auto micro = scale_decimal(*number, micro_per_unit, max_rate, Rounding::nearest)) {
          to = Ratio{*micro};
          return;
        }
      }
      bad_value(*value, key, "a plain number from 0 to 10000");
    }
  }

  void read_ram(const JsonValue& object, std::string_view key, Bytes& to) {
    if (const JsonValue* value = member(object, key, Kind::string)) {
      if (const Result<Bytes, QuantityError> ram = parse_host_ram(value->text)) {
        to = *ram;
      } else {
        bad_value(*value, key, "host RAM in Slurm's units such as \"4G\"");
      }
    }
  }

  const std::vector<JsonValue>& list(const JsonValue& object, std::string_view key) {
    static const std::vector<JsonValue> none;
    const JsonValue* const value = member(object, key, Kind::array);
    if (value == nullptr) {
      return none;
    }
    if (value->items.empty()) {
      report(Code::site_bad_value, value->offset, {std::string(key), "[]", "at least one entry"});
    }
    if (value->items.size() > max_entries) {
      report(Code::site_bad_value, value->offset,
             {std::string(key), std::to_string(value->items.size()) + " entries", "at most " + std::to_string(max_entries)});
      return none;
    }
    return value->items;
  }

  // Remembers a name; a second one of the same kind is an error.
  void add_name(std::vector<std::string>& names, const JsonValue& entry, std::string_view key, const std::string& name) {
    if (name.empty()) {
      return;
    }
    if (std::ranges::find(names, name) != names.end()) {
      report(Code::site_duplicate, entry.find(key)->value.offset, {name});
      return;
    }
    names.push_back(name);
  }

  void check_reference(const JsonValue& object, std::string_view key, const std::string& name,
                       const std::vector<std::string>& names, std::string_view list_name) {
    if (name.empty() || std::ranges::find(names, name) != names.end()) {
      return;
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    const auto near = nearest_word(name, known);
    report(Code::site_bad_reference, object.find(key)->value.offset, {std::string(key), name, std::string(list_name)},
           near ? "did you mean \"" + std::string(*near) + "\"?" : "");
  }

  void read_site(const JsonValue& root) {
    if (!is_object(root, "the site file",
                   {"schema_version", "name", "title", "gpu", "options", "charges", "partitions", "qos", "defaults"})) {
      return;
    }
    if (const JsonValue* version = member(root, "schema_version", Kind::number)) {
      if (version->text != std::to_string(schema_version)) {
        bad_value(*version, "schema_version", std::to_string(schema_version));
      }
    }
    read_word(root, "name", site_.name);
    read_text(root, "title", site_.title);
    if (const JsonMember* gpu = root.find("gpu")) {
      read_gpu(gpu->value);
    }
    read_options(root);
    read_charges_and_defaults(root);
  }

  void read_gpu(const JsonValue& gpu) {
    if (is_object(gpu, "gpu", {"name", "memory_gb", "per_node"})) {
      read_text(gpu, "name", site_.gpu_name);
      read_count(gpu, "memory_gb", 10'000, site_.gpu_memory_gb);
      read_count(gpu, "per_node", 1000, site_.gpus_per_node);
    }
  }

  void read_options(const JsonValue& root) {
    std::vector<std::string> names;
    for (const JsonValue& entry : list(root, "options")) {
      if (!is_object(entry, "options", {"profile", "gres"})) {
        continue;
      }
      SiteOption option;
      if (const JsonValue* profile = member(entry, "profile", Kind::string)) {
        const std::optional<OptionName> name = parse_option_name(profile->text);
        if (const std::optional<std::string> canonical = name ? canonical_name(*name) : std::nullopt) {
          option.profile = *canonical;
        } else {
          bad_value(*profile, "profile", "a MIG profile such as \"1g.10gb\", or \"full\"");
        }
      }
      read_word(entry, "gres", option.gres);
      add_name(names, entry, "profile", option.profile);
      site_.options.push_back(std::move(option));
    }
  }

  void read_charges_and_defaults(const JsonValue& root) {
    std::vector<std::string> charge_names;
    std::vector<AdditiveCharge> charges;
    for (const JsonValue& entry : list(root, "charges")) {
      if (!is_object(entry, "charges", {"name", "family", "su_per_cpu", "ram_per_su", "su_per_factor"})) {
        continue;
      }
      std::string name;
      read_word(entry, "name", name);
      add_name(charge_names, entry, "name", name);
      std::string family;
      read_word(entry, "family", family);
      if (!family.empty() && family != "additive") {
        bad_value(entry.find("family")->value, "family", "\"additive\"");
      }
      AdditiveCharge charge;
      read_rate(entry, "su_per_cpu", charge.su_per_cpu);
      read_ram(entry, "ram_per_su", charge.ram_per_su);
      read_rate(entry, "su_per_factor", charge.su_per_factor);
      charges.push_back(charge);
    }
    std::vector<std::string> partitions;
    std::vector<std::pair<std::size_t, Bytes>> of_partition;  // index of its charge, host RAM per CPU
    for (const JsonValue& entry : list(root, "partitions")) {
      if (!is_object(entry, "partitions", {"name", "charge", "ram_per_cpu"})) {
        continue;
      }
      std::string name;
      std::string charge;
      Bytes ram;
      read_word(entry, "name", name);
      add_name(partitions, entry, "name", name);
      read_word(entry, "charge", charge);
      check_reference(entry, "charge", charge, charge_names, "charges");
      read_ram(entry, "ram_per_cpu", ram);
      const auto found = std::ranges::find(charge_names, charge);
      of_partition.emplace_back(static_cast<std::size_t>(found - charge_names.begin()), ram);
    }
    std::vector<std::string> qos;
    for (const JsonValue& entry : list(root, "qos")) {
      if (is_object(entry, "qos", {"name"})) {
        std::string name;
        read_word(entry, "name", name);
        add_name(qos, entry, "name", name);
      }
    }
    const JsonMember* const defaults = root.find("defaults");
    if (defaults == nullptr || !is_object(defaults->value, "defaults", {"partition", "qos", "account_placeholder"})) {
      return;
    }
    read_word(defaults->value, "partition", site_.default_partition);
    check_reference(defaults->value, "partition", site_.default_partition, partitions, "partitions");
    read_word(defaults->value, "qos", site_.default_qos);
    check_reference(defaults->value, "qos", site_.default_qos, qos, "qos");
    read_word(defaults->value, "account_placeholder", site_.account_placeholder);
    const auto partition = std::ranges::find(partitions, site_.default_partition);
    if (errors_.empty() && partition != partitions.end()) {
      const auto& [charge, ram] = of_partition[static_cast<std::size_t>(partition - partitions.begin())];
      site_.charge = charges[charge];
      site_.default_ram_per_cpu = ram;
    }
  }

  SourceText source_;
  Site site_;
  std::vector<Diagnostic> errors_;
};

}  // namespace

Loaded<Site> load_site(std::string_view bytes, std::string_view file) { return SiteLoader(bytes, file).load(); }

}  // namespace migadvise
