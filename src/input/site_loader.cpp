#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input/json_fields.hpp"
#include "input/json_reader.hpp"
#include "input/source_text.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;
using Kind = JsonValue::Kind;

constexpr std::string_view schema_version = "1";
constexpr int max_count = 100'000;

class SiteLoader {
 public:
  SiteLoader(std::string_view bytes, std::string_view file) : source_(file, bytes), fields_(source_) {}

  Loaded<Site> load() {
    JsonFile json = read_json(source_);
    if (!json.value) {
      return {std::nullopt, std::move(json.errors)};
    }
    read_site(*json.value);
    if (fields_.any_errors()) {
      return {std::nullopt, fields_.take_errors()};
    }
    return {std::move(site_), {}};
  }

 private:
  void read_site(const JsonValue& root) {
    if (!fields_.is_object(root, "the site file",
                           {"schema_version", "name", "title", "gpu", "options", "charges", "partitions", "qos", "defaults"},
                           {"allocation", "price", "interactive", "compute_classes"})) {
      return;
    }
    if (const JsonValue* version = fields_.member(root, "schema_version", Kind::number)) {
      if (version->text != schema_version) {
        fields_.bad_value(*version, "schema_version", schema_version);
      }
    }
    fields_.read_word(root, "name", site_.name);
    fields_.read_text(root, "title", site_.title);
    if (const JsonMember* gpu = root.find("gpu")) {
      read_gpu(gpu->value);
    }
    read_options(root);
    read_charges(root);
    read_qos(root);
    read_partitions(root);
    if (const JsonMember* defaults = root.find("defaults")) {
      read_defaults(defaults->value);
    }
    read_allocation(root, site_.allocation);
    if (const JsonMember* price = root.find("price")) {
      read_price(price->value);
    }
    if (const JsonMember* interactive = root.find("interactive")) {
      read_interactive(interactive->value);
    }
    if (root.find("compute_classes") != nullptr) {
      read_compute_classes(root);
    }
  }

  void read_gpu(const JsonValue& gpu) {
    if (fields_.is_object(gpu, "gpu", {"name", "memory_gb"})) {
      std::optional<int> memory;
      fields_.read_text(gpu, "name", site_.gpu_name);
      fields_.read_count(gpu, "memory_gb", 10'000, memory);
      site_.gpu_memory_gb = memory.value_or(0);
    }
  }

  void read_options(const JsonValue& root) {
    for (const JsonValue& entry : fields_.list(root, "options")) {
      SiteOption option;
      if (fields_.is_object(entry, "options", {"profile", "gres"})) {
        if (const JsonValue* profile = fields_.member(entry, "profile", Kind::string)) {
          const std::optional<OptionName> name = parse_option_name(profile->text);
          if (const std::optional<std::string> canonical = name ? canonical_name(*name) : std::nullopt) {
            option.profile = *canonical;
          } else {
            fields_.bad_value(*profile, "profile", "a MIG profile such as \"1g.10gb\", or \"full\"");
          }
        }
        fields_.read_word(entry, "gres", option.gres);
      }
      fields_.add_name(profiles_, entry, "profile", option.profile);
      site_.options.push_back(std::move(option));
    }
  }

  void read_charges(const JsonValue& root) {
    for (const JsonValue& entry : fields_.list(root, "charges")) {
      ChargeFormula charge;
      bool rates_known = false;
      if (fields_.is_object(entry, "charges", {"name", "family"}, every_charge_key())) {
        fields_.read_word(entry, "name", charge.name);
        if (const std::optional<ChargeFamily> family = read_family(entry)) {
          charge.family = *family;
          rates_known = read_charge(entry, charge);
        }
      }
      rates_known_.push_back(rates_known);
      fields_.add_name(charge_names_, entry, "name", charge.name);
      site_.charges.push_back(std::move(charge));
    }
  }

  std::optional<ChargeFamily> read_family(const JsonValue& entry) {
    const JsonValue* const value = fields_.member(entry, "family", Kind::string);
    if (value == nullptr) {
      return std::nullopt;
    }
    std::string known;
    for (std::size_t i = 0; i < charge_family_count; ++i) {
      const auto family = static_cast<ChargeFamily>(i);
      if (value->text == charge_family_id(family)) {
        return family;
      }
      known += (i == 0 ? "\"" : ", \"") + std::string(charge_family_id(family)) + "\"";
    }
    fields_.bad_value(*value, "family", "one of " + known);
    return std::nullopt;
  }

  static std::vector<std::string_view> every_charge_key() {
    return {"su_per_cpu", "su_per_ram", "ram_unit", "su_per_factor", "su_per_option"};
  }

  // Which of the keys a charge has depends on its family. False when the rates of the options were not all read.
  bool read_charge(const JsonValue& entry, ChargeFormula& charge) {
    const ChargeTerms terms = charge_terms(charge.family);
    std::vector<std::string_view> keys;
    if (terms.cpu) {
      keys.emplace_back("su_per_cpu");
    }
    if (terms.ram) {
      keys.insert(keys.end(), {"su_per_ram", "ram_unit"});
    }
    keys.emplace_back(terms.flat_gpu ? "su_per_option" : "su_per_factor");
    for (const std::string_view key : every_charge_key()) {
      check_presence(entry, key, std::ranges::find(keys, key) != keys.end(), charge.family);
    }
    if (terms.cpu) {
      fields_.read_rate(entry, "su_per_cpu", charge.su_per_cpu);
    }
    if (terms.ram) {
      std::optional<Bytes> unit;
      fields_.read_rate(entry, "su_per_ram", charge.su_per_ram);
      fields_.read_ram(entry, "ram_unit", unit);
      charge.ram_unit = unit.value_or(charge.ram_unit);
    }
    if (terms.flat_gpu) {
      return read_option_rates(entry, charge);
    }
    fields_.read_rate(entry, "su_per_factor", charge.su_per_factor);
    return true;
  }

  void check_presence(const JsonValue& entry, std::string_view key, bool wanted, ChargeFamily family) {
    const JsonMember* const found = entry.find(key);
    const std::string named = "the family \"" + std::string(charge_family_id(family)) + "\" ";
    if (wanted && found == nullptr) {
      fields_.report(Code::site_missing_key, entry.offset, {std::string(key), "charges"}, named + "needs it");
    } else if (!wanted && found != nullptr) {
      fields_.report(Code::site_unknown_key, found->key_offset, {std::string(key), "charges"}, named + "has no such figure");
    }
  }

  // `{"1g.10gb": 2, "full": 16}`
  bool read_option_rates(const JsonValue& entry, ChargeFormula& charge) {
    const JsonValue* const rates = fields_.member(entry, "su_per_option", Kind::object);
    if (rates == nullptr) {
      return false;
    }
    bool all_known = true;
    for (const JsonMember& member : rates->members) {
      JsonValue place;
      place.offset = member.key_offset;
      Ratio rate;
      if (fields_.find_reference(place, "su_per_option", member.key, profiles_, "options")) {
        fields_.read_rate(*rates, member.key, rate);
        charge.rates.push_back({member.key, SuPerHour{rate.micro}});
      } else {
        all_known = false;
      }
    }
    return all_known;
  }

  void read_qos(const JsonValue& root) {
    const std::vector<JsonValue>& entries = fields_.list(root, "qos");
    for (const JsonValue& entry : entries) {
      Qos qos;
      if (fields_.is_object(entry, "qos", {"name", "charged"},
                            {"users", "walltime", "walltime_on_request", "cpus_per_job", "ram_per_job", "jobs_at_once",
                             "preempted_by", "allocation"})) {
        fields_.read_pattern(entry, "name", qos.name);
        fields_.read_flag(entry, "charged", qos.charged);
        fields_.read_text(entry, "users", qos.users);
        fields_.read_walltime(entry, "walltime", qos.walltime);
        fields_.read_walltime(entry, "walltime_on_request", qos.walltime_on_request);
        fields_.read_count(entry, "cpus_per_job", max_count, qos.cpus_per_job);
        fields_.read_ram(entry, "ram_per_job", qos.ram_per_job);
        fields_.read_count(entry, "jobs_at_once", max_count, qos.jobs_at_once);
        read_allocation(entry, qos.allocation);
        check_walltimes(entry, qos);
      }
      fields_.add_name(qos_names_, entry, "name", qos.name);
      site_.qos.push_back(std::move(qos));
    }
    // By now every name is known.
    for (std::size_t i = 0; i < site_.qos.size(); ++i) {
      if (entries[i].kind == Kind::object) {
        fields_.read_references(entries[i], "preempted_by", qos_names_, "qos", site_.qos[i].preempted_by, true);
      }
    }
  }

  void check_walltimes(const JsonValue& entry, const Qos& qos) {
    if (!qos.walltime_on_request) {
      return;
    }
    if (entry.find("walltime") == nullptr) {
      fields_.report(Code::site_missing_key, entry.offset, {"walltime", "qos"}, "\"walltime_on_request\" goes beyond it");
    } else if (qos.walltime && *qos.walltime_on_request <= *qos.walltime) {
      fields_.bad_value(entry.find("walltime_on_request")->value, "walltime_on_request", "more than \"walltime\"");
    }
  }

  void read_partitions(const JsonValue& root) {
    for (const JsonValue& entry : fields_.list(root, "partitions")) {
      Partition partition;
      if (fields_.is_object(entry, "partitions", {"name", "charge", "ram_per_cpu", "options", "qos"},
                            {"cpus_per_node", "ram_per_node", "gpus_per_node", "walltime"})) {
        read_partition(entry, partition);
      }
      fields_.add_name(partition_names_, entry, "name", partition.name);
      site_.partitions.push_back(std::move(partition));
    }
  }

  void read_partition(const JsonValue& entry, Partition& partition) {
    std::optional<Bytes> ram;
    fields_.read_word(entry, "name", partition.name);
    fields_.read_ram(entry, "ram_per_cpu", ram);
    partition.ram_per_cpu = ram.value_or(Bytes{});
    fields_.read_references(entry, "options", profiles_, "options", partition.options, true);
    fields_.read_references(entry, "qos", qos_names_, "qos", partition.qos);
    fields_.read_count(entry, "cpus_per_node", max_count, partition.cpus_per_node);
    fields_.read_ram(entry, "ram_per_node", partition.ram_per_node);
    fields_.read_count(entry, "gpus_per_node", 1000, partition.gpus_per_node);
    fields_.read_walltime(entry, "walltime", partition.walltime);
    if (!partition.qos.empty() && partition.qos.front().ends_with('*')) {
      // A user has to be told one that can be typed.
      if (const JsonValue& first = entry.find("qos")->value.items.front(); first.text == partition.qos.front()) {
        fields_.bad_value(first, "qos", "a QoS without a * in the first place, which is the usual one");
      }
    }
    std::string charge;
    fields_.read_word(entry, "charge", charge);
    if (charge.empty()) {
      return;
    }
    const JsonValue& place = entry.find("charge")->value;
    if (const auto found = fields_.find_reference(place, "charge", charge, charge_names_, "charges")) {
      partition.charge = *found;
      check_rates(place, partition);
    }
  }

  // What a partition offers must have a price there.
  void check_rates(const JsonValue& place, const Partition& partition) {
    const ChargeFormula& charge = site_.charges[partition.charge];
    if (!charge_terms(charge.family).flat_gpu || !rates_known_[partition.charge]) {
      return;
    }
    for (const std::string& profile : partition.options) {
      if (charge.find_rate(profile) == nullptr) {
        fields_.bad_value(place, "charge", "a charge with a rate for every option of the partition; " + profile + " has none");
      }
    }
  }

  void read_defaults(const JsonValue& defaults) {
    if (!fields_.is_object(defaults, "defaults", {"partition", "qos", "account_placeholder"})) {
      return;
    }
    fields_.read_word(defaults, "account_placeholder", site_.account_placeholder);
    std::string partition;
    std::string qos;
    fields_.read_word(defaults, "partition", partition);
    fields_.read_word(defaults, "qos", qos);
    if (!partition.empty()) {
      const JsonValue& place = defaults.find("partition")->value;
      site_.default_partition = fields_.find_reference(place, "partition", partition, partition_names_, "partitions").value_or(0);
    }
    if (qos.empty()) {
      return;
    }
    const JsonValue& place = defaults.find("qos")->value;
    site_.default_qos = fields_.find_reference(place, "qos", qos, qos_names_, "qos").value_or(0);
    if (!fields_.any_errors() && !goes_with(site_.partitions[site_.default_partition], site_.qos[site_.default_qos])) {
      fields_.bad_value(place, "qos", "a QoS that goes with the default partition");
    }
  }

  void read_allocation(const JsonValue& object, std::optional<Allocation>& to) {
    const JsonMember* const found = object.find("allocation");
    if (found == nullptr || !fields_.is_object(found->value, "allocation", {"su", "holder"})) {
      return;
    }
    Allocation allocation;
    std::optional<Su> su;
    fields_.read_su(found->value, "su", su);
    fields_.read_text(found->value, "holder", allocation.holder);
    allocation.su = su.value_or(Su{});
    to = std::move(allocation);
  }

  void read_price(const JsonValue& value) {
    if (!fields_.is_object(value, "price", {"per_su", "currency"}, {"at_least_su"})) {
      return;
    }
    Price price;
    fields_.read_rate(value, "per_su", price.per_su);
    fields_.read_word(value, "currency", price.currency);
    fields_.read_su(value, "at_least_su", price.at_least);
    site_.price = std::move(price);
  }

  void read_compute_classes(const JsonValue& root) {
    std::vector<std::string> names;
    for (const JsonValue& entry : fields_.list(root, "compute_classes")) {
      ComputeSpeeds compute;
      if (fields_.is_object(entry, "compute_classes", {"name", "speeds"})) {
        std::string name;
        if (const std::optional<ComputeClass> known = read_class_name(entry, name)) {
          compute.name = *known;
        }
        fields_.add_name(names, entry, "name", name);
        read_speeds(entry, compute);
      }
      site_.compute_classes.push_back(std::move(compute));
    }
  }

  std::optional<ComputeClass> read_class_name(const JsonValue& entry, std::string& name) {
    const JsonValue* const value = fields_.member(entry, "name", Kind::string);
    if (value == nullptr) {
      return std::nullopt;
    }
    std::string known;
    for (std::size_t i = 0; i < compute_class_count; ++i) {
      const std::string_view id = compute_class_id(static_cast<ComputeClass>(i));
      if (value->text == id) {
        name = id;
        return static_cast<ComputeClass>(i);
      }
      known += (i == 0 ? "\"" : ", \"") + std::string(id) + "\"";
    }
    fields_.bad_value(*value, "name", "one of " + known);
    return std::nullopt;
  }

  // `{"1g.10gb": {"low": 1, "likely": 1, "high": 1}, ...}`
  void read_speeds(const JsonValue& entry, ComputeSpeeds& compute) {
    const JsonValue* const speeds = fields_.member(entry, "speeds", Kind::object);
    if (speeds == nullptr) {
      return;
    }
    for (const JsonMember& member : speeds->members) {
      JsonValue place;
      place.offset = member.key_offset;
      fields_.find_reference(place, "speeds", member.key, profiles_, "options");
      OptionSpeed speed;
      speed.profile = member.key;
      if (fields_.is_object(member.value, "speeds", {"low", "likely", "high"})) {
        fields_.read_rate(member.value, "low", speed.low);
        fields_.read_rate(member.value, "likely", speed.likely);
        fields_.read_rate(member.value, "high", speed.high);
        check_speed(member.value, speed);
      }
      compute.speeds.push_back(std::move(speed));
    }
    if (compute.speeds.size() < 2) {
      fields_.report(Code::site_wrong_type, speeds->offset,
                     {"speeds", "an object with fewer than two options", "two or more, since only their ratios count"});
    }
  }

  // Figures that could not be read are 0 here and have been reported.
  void check_speed(const JsonValue& value, const OptionSpeed& speed) {
    if (fields_.any_errors()) {
      return;
    }
    if (speed.low.micro == 0) {
      fields_.bad_value(value.find("low")->value, "low", "a speed above 0");
    } else if (speed.likely < speed.low) {
      fields_.bad_value(value.find("likely")->value, "likely", "no less than \"low\"");
    } else if (speed.high < speed.likely) {
      fields_.bad_value(value.find("high")->value, "high", "no less than \"likely\"");
    }
  }

  void read_interactive(const JsonValue& value) {
    if (!fields_.is_object(value, "interactive", {"line", "options"})) {
      return;
    }
    InteractiveCommand command;
    fields_.read_text(value, "line", command.line);
    check_blanks_to_fill(value, command.line);
    fields_.read_references(value, "options", profiles_, "options", command.options);
    site_.interactive = std::move(command);
  }

  // A brace that nothing replaces would end up in somebody's shell.
  void check_blanks_to_fill(const JsonValue& value, std::string_view line) {
    constexpr std::array<std::string_view, 6> known{"{account}", "{qos}", "{partition}", "{gpus}", "{cpus}", "{hours}"};
    std::string rest(line);
    for (const std::string_view name : known) {
      if (const std::size_t at = rest.find(name); at != std::string::npos) {
        rest.replace(at, name.size(), " ");
      }
    }
    if (rest.find_first_of("{}") != std::string::npos) {
      fields_.bad_value(value.find("line")->value, "line",
                        "no braces but {account}, {qos}, {partition}, {gpus}, {cpus} and {hours}, each once at most");
    }
  }

  SourceText source_;
  JsonFields fields_;
  Site site_;
  std::vector<std::string> profiles_;
  std::vector<std::string> charge_names_;
  std::vector<bool> rates_known_;  // of each charge
  std::vector<std::string> qos_names_;
  std::vector<std::string> partition_names_;
};

}  // namespace

Loaded<Site> load_site(std::string_view bytes, std::string_view file) { return SiteLoader(bytes, file).load(); }

}  // namespace migadvise
