#include "cli/command.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cli/files.hpp"
#include "cli/option_parser.hpp"
#include "core/suggestion.hpp"
#include "input/embedded_data.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {

namespace {

constexpr std::size_t max_file_bytes = std::size_t{256} * 1024;  // a hundred times a real table
constexpr int width_when_piped = 80;
constexpr int narrowest = 40;
constexpr std::string_view built_in_name = "built-in";

// A file of the user's, or the built-in bytes when there is none.
template <class T, class Loader>
Loaded<T> load(const std::optional<std::string>& path, std::string_view built_in, Loader loader) {
  if (!path) {
    return loader(built_in, built_in_name);
  }
  const Result<std::string, Diagnostic> bytes = read_file(*path, max_file_bytes);
  return bytes ? loader(*bytes, *path) : Loaded<T>{std::nullopt, {bytes.error()}};
}

Loaded<Site> load_built_in_site() { return load<Site>(std::nullopt, embedded_site(), load_site); }

// A pattern is what users replace by a name of their own, not a name: where its beginning is near, that is said.
Diagnostic unknown_qos(const std::string& asked, const Site& site) {
  Diagnostic error = unknown_name("--qos", asked, site.qos);
  std::vector<std::string_view> known;
  for (const Qos& qos : site.qos) {
    known.push_back(std::string_view(qos.name).substr(0, qos.name.size() - (qos.is_pattern() ? 1 : 0)));
  }
  error.hint = did_you_mean(asked, known);
  const std::optional<std::string_view> near = nearest_word(asked, known);
  const std::string pattern = std::string(near.value_or("")) + "*";
  if (std::ranges::any_of(site.qos, [&](const Qos& qos) { return qos.name == pattern; })) {
    error.hint = pattern_hint(pattern);
  }
  return error;
}

bool wants_color(ColorChoice choice, const Io& io) {
  if (choice != ColorChoice::automatic) {
    return choice == ColorChoice::always;
  }
  const std::optional<std::string> no_color = io.environment("NO_COLOR");
  const std::optional<std::string> terminal = io.environment("TERM");
  return io.out_is_terminal && (!no_color || no_color->empty()) && terminal != "dumb";
}

}  // namespace

std::string error_texts(const std::vector<Diagnostic>& errors) {
  std::string text;
  for (const Diagnostic& error : errors) {
    text += diagnostic_text(error);
  }
  return text;
}

Status status_of(DiagnosticCode code) {
  switch (code) {
    case DiagnosticCode::file_missing:
    case DiagnosticCode::file_unreadable:
    case DiagnosticCode::file_not_regular:
      return Status::no_input;
    case DiagnosticCode::program_missing:
    case DiagnosticCode::program_silent:
    case DiagnosticCode::program_failed:
    case DiagnosticCode::program_too_much:
      return Status::unavailable;
    case DiagnosticCode::usage_unknown_option:
    case DiagnosticCode::usage_unknown_command:
    case DiagnosticCode::usage_missing_value:
    case DiagnosticCode::usage_unexpected_value:
    case DiagnosticCode::usage_given_twice:
    case DiagnosticCode::usage_bad_value:
    case DiagnosticCode::usage_contradiction:
    case DiagnosticCode::usage_needs_other:
    case DiagnosticCode::usage_no_needs:
    case DiagnosticCode::usage_unknown_name:
    case DiagnosticCode::usage_missing_row:
    case DiagnosticCode::usage_not_known_here:
    case DiagnosticCode::usage_other_format:
    case DiagnosticCode::usage_missing_word:
    case DiagnosticCode::usage_extra_word:
    case DiagnosticCode::usage_no_command:
    case DiagnosticCode::usage_control_character:
    case DiagnosticCode::usage_file_exists:
      return Status::usage;
    case DiagnosticCode::internal:
      return Status::bug;
    case DiagnosticCode::output_failed:
    case DiagnosticCode::file_not_written:
      return Status::no_output;
    default:
      return Status::bad_content;
  }
}

Outcome failed(const std::vector<Diagnostic>& errors) { return {status_of(errors.front().code), "", error_texts(errors)}; }

Style style_for(const CommonRequest& request, const Io& io) {
  const int width = io.out_is_terminal && io.width > 0 ? io.width : width_when_piped;
  return {wants_color(request.color, io), request.ascii, width < narrowest ? narrowest : width};
}

std::string in_style(const std::string& text, const Style& style) { return style.ascii ? to_ascii(text) : text; }

bool is_built_in_site(const std::string& chosen) {
  const Loaded<Site> built_in = load_built_in_site();
  return built_in.value && chosen == built_in.value->name;
}

Loaded<Site> load_chosen_site(const std::optional<std::string>& chosen) {
  Loaded<Site> built_in = load_built_in_site();
  if (!chosen || (built_in.value && *chosen == built_in.value->name)) {
    return built_in;
  }
  Loaded<Site> from_file = load<Site>(chosen, {}, load_site);
  const bool looks_like_a_name = chosen->find_first_of("./") == std::string::npos;
  if (!from_file.value && looks_like_a_name && from_file.errors.front().code == DiagnosticCode::file_missing && built_in.value) {
    const std::string known = built_in.value->name + " or the path of a site file";
    const std::array<std::string_view, 1> names{built_in.value->name};
    return {std::nullopt,
            {usage_error(DiagnosticCode::usage_unknown_name, {"--site", *chosen, known}, did_you_mean(*chosen, names))}};
  }
  return from_file;
}

Loaded<Table> load_chosen_table(const std::optional<std::string>& chosen, TableDemands demands) {
  return load<Table>(chosen, embedded_table(),
                     [&](std::string_view bytes, std::string_view file) { return load_table(bytes, file, demands); });
}

std::vector<Diagnostic> name_table_options(Table& table, const Site& site, const std::string& file) {
  std::vector<Diagnostic> errors;
  for (const std::string& label : name_options(table, site)) {
    errors.push_back({DiagnosticCode::table_duplicate_profile, file, {}, {label, "another column's"}, "", ""});
  }
  return errors;
}

Result<Inputs, Outcome> load_inputs(const TableRequest& request) {
  Loaded<Site> site = load_chosen_site(request.site);
  Loaded<Table> table = load_chosen_table(request.table, {site.value && needs_su_factor(*site.value)});
  if (!table.value || !site.value) {
    std::vector<Diagnostic> errors = std::move(table.errors);
    errors.insert(errors.end(), site.errors.begin(), site.errors.end());
    return failed(errors);
  }
  if (const std::vector<Diagnostic> errors =
          name_table_options(*table.value, *site.value, request.table.value_or(std::string(built_in_name)));
      !errors.empty()) {
    return failed(errors);
  }
  return Inputs{*std::move(site.value), *std::move(table.value)};
}

Loaded<std::vector<Benchmark>> load_known_benchmarks() { return load_benchmarks(embedded_benchmarks(), built_in_name); }

std::vector<Diagnostic> unknown_places(const Needs& needs, const Site& site) {
  std::vector<Diagnostic> errors;
  if (!needs.partition.empty() && site.find_partition(needs.partition) == nullptr) {
    errors.push_back(unknown_name("--partition", needs.partition, site.partitions));
  }
  if (!needs.qos.empty() && site.find_qos(needs.qos) == nullptr) {
    errors.push_back(unknown_qos(needs.qos, site));
  }
  return errors;
}

}  // namespace migadvise
