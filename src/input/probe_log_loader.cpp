#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/decimal.hpp"
#include "input/source_text.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

constexpr std::string_view first_line = "migadvise-probe 1";
constexpr std::string_view unknown = "-";
constexpr std::size_t most_records = 1000;
constexpr std::int64_t milliseconds_per_second = 1000;

constexpr std::array<std::pair<std::string_view, ProbeEnd>, 4> ends{{{"finished", ProbeEnd::finished},
                                                                     {"cut", ProbeEnd::cut},
                                                                     {"out_of_memory", ProbeEnd::out_of_memory},
                                                                     {"failed", ProbeEnd::failed}}};

struct Field {
  std::string_view key;
  std::string_view value;
  std::size_t offset = 0;  // of the key
};

class ProbeLogLoader {
 public:
  ProbeLogLoader(std::string_view bytes, std::string_view file) : source_(file, bytes) {}

  Loaded<ProbeLog> load() {
    const std::string_view bytes = source_.bytes();
    std::size_t offset = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    if (line_from(offset) != first_line) {
      report(Code::probe_not_a_log, offset, {std::string(first_line)}, "the probe's folder has it under the name probe.log");
      return {std::nullopt, std::move(errors_)};
    }
    while ((offset = std::min(bytes.find('\n', offset), bytes.size()) + 1) < bytes.size()) {
      const std::string_view line = line_from(offset);
      if (errors_.size() == max_diagnostics || log_.size() == most_records) {
        break;
      }
      if (!line.empty() && !line.starts_with('#')) {
        read_record(line, static_cast<std::size_t>(line.data() - bytes.data()));
      }
    }
    if (errors_.empty() && log_.empty()) {
      errors_.push_back({Code::probe_no_runs, std::string(source_.name()), {}, {}, "", nothing_measured});
    }
    return errors_.empty() ? Loaded<ProbeLog>{std::move(log_), {}} : Loaded<ProbeLog>{std::nullopt, std::move(errors_)};
  }

 private:
  // Without blanks at its ends.
  [[nodiscard]] std::string_view line_from(std::size_t offset) const {
    const std::string_view rest = source_.bytes().substr(offset);
    return trim(rest.substr(0, rest.find_first_of("\r\n")));
  }

  void report(Code code, std::size_t offset, std::vector<std::string> args, std::string hint = {}) {
    errors_.push_back(source_.diagnostic(code, offset, std::move(args), std::move(hint)));
  }

  // `KEY=VALUE` with blanks between. Keys that are not known are left to later versions.
  std::optional<std::vector<Field>> split(std::string_view line, std::size_t offset) {
    std::vector<Field> fields;
    std::size_t at = 0;
    while (at < line.size()) {
      const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
      const std::string_view word = line.substr(at, end - at);
      const std::size_t equals = word.find('=');
      if (!word.empty() && (equals == 0 || equals == std::string_view::npos)) {
        report(Code::probe_bad_record, offset + at, {std::string(word)});
        return std::nullopt;
      }
      if (!word.empty()) {
        fields.push_back({word.substr(0, equals), word.substr(equals + 1), offset + at});
      }
      at = end + 1;
    }
    return fields;
  }

  void read_record(std::string_view line, std::size_t offset) {
    const std::optional<std::vector<Field>> fields = split(line, offset);
    if (!fields) {
      return;
    }
    const auto find = [&](std::string_view key) {
      const auto found = std::ranges::find(*fields, key, &Field::key);
      return found == fields->end() ? nullptr : &*found;
    };
    const Field* const option = find("option");
    const Field* const ended = find("ended");
    for (const auto& [field, key] : {std::pair{option, "option"}, std::pair{ended, "ended"}}) {
      if (field == nullptr) {
        report(Code::probe_missing_key, offset, {key});
        return;
      }
    }
    const auto* const end = std::ranges::find(ends, ended->value, &std::pair<std::string_view, ProbeEnd>::first);
    if (end == ends.end()) {
      bad_value(*ended, "finished, cut, out_of_memory or failed");
      return;
    }
    const std::size_t before = errors_.size();
    ProbeRecord record{std::string(option->value),        end->second,
                       read_mib(find("memory_used_mib")), read_mib(find("memory_total_mib")),
                       read_seconds(find("seconds")),     source_.position(option->offset),
                       source_.excerpt_at(offset).text};
    if (errors_.size() == before && record.used && (!record.total || *record.used > *record.total)) {
      bad_value(*find("memory_used_mib"), "no more than memory_total_mib");
    }
    if (errors_.size() == before) {
      log_.push_back(std::move(record));
    }
  }

  std::optional<Bytes> read_mib(const Field* field) {
    if (field == nullptr || field->value == unknown) {
      return std::nullopt;
    }
    constexpr std::int64_t most = max_bytes.value / bytes_per_mib;
    std::int64_t mib = 0;
    const bool is_number = !field->value.empty() && field->value.size() <= 12 && std::ranges::all_of(field->value, is_digit);
    for (const char digit : is_number ? field->value : std::string_view()) {
      mib = mib * 10 + (digit - '0');
    }
    if (!is_number || mib > most || mib == 0) {
      bad_value(*field, "a whole number of MiB above 0, or - where it is not known");
      return std::nullopt;
    }
    return Bytes{mib * bytes_per_mib};
  }

  std::optional<Duration> read_seconds(const Field* field) {
    if (field == nullptr || field->value == unknown) {
      return std::nullopt;
    }
    const Result<Decimal, QuantityError> number = read_decimal(field->value);
    const Result<std::int64_t, QuantityError> milliseconds =
        number && number->length == field->value.size()
            ? scale_decimal(*number, milliseconds_per_second, max_duration.milliseconds, Rounding::nearest)
            : QuantityError::not_a_number;
    if (!milliseconds) {
      bad_value(*field, "a number of seconds, or - where it is not known");
      return std::nullopt;
    }
    return Duration{*milliseconds};
  }

  void bad_value(const Field& field, std::string expected) {
    report(Code::probe_bad_value, field.offset, {std::string(field.key), std::string(field.value), std::move(expected)});
  }

  static constexpr const char* nothing_measured =
      "its jobs have not run yet, or did not get so far; see the .slurm files beside it";

  SourceText source_;
  ProbeLog log_;
  std::vector<Diagnostic> errors_;
};

}  // namespace

Loaded<ProbeLog> load_probe_log(std::string_view bytes, std::string_view file) { return ProbeLogLoader(bytes, file).load(); }

}  // namespace migadvise
