#include "cli/advice_command.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/command_line.hpp"
#include "cli/files.hpp"
#include "core/suggestion.hpp"
#include "input/embedded_data.hpp"
#include "migadvise/migadvise.hpp"
#include "report/argument_writer.hpp"
#include "report/diagnostic_text.hpp"
#include "report/json_writer.hpp"
#include "report/layout.hpp"
#include "report/reason_text.hpp"
#include "report/text_writer.hpp"

namespace migadvise {

namespace {

constexpr std::size_t max_file_bytes = std::size_t{256} * 1024;  // a hundred times a real table
constexpr int width_when_piped = 80;
constexpr int narrowest = 40;

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
      return Status::usage;
    case DiagnosticCode::internal:
      return Status::bug;
    default:
      return Status::bad_content;
  }
}

Outcome failed(const std::vector<Diagnostic>& errors) { return {status_of(errors.front().code), "", error_texts(errors)}; }

// A file of the user's, or the built-in bytes when there is none.
template <class T>
Loaded<T> load(const std::optional<std::string>& path, std::string_view built_in,
               Loaded<T> (*loader)(std::string_view, std::string_view)) {
  if (!path) {
    return loader(built_in, "built-in");
  }
  const Result<std::string, Diagnostic> bytes = read_file(*path, max_file_bytes);
  return bytes ? loader(*bytes, *path) : Loaded<T>{std::nullopt, {bytes.error()}};
}

// `--site` takes the name of the built-in site or a file.
Loaded<Site> load_chosen_site(const std::optional<std::string>& chosen) {
  Loaded<Site> built_in = load<Site>(std::nullopt, embedded_site(), load_site);
  if (!chosen || (built_in.value && *chosen == built_in.value->name)) {
    return built_in;
  }
  Loaded<Site> from_file = load<Site>(chosen, {}, load_site);
  const bool looks_like_a_name = chosen->find_first_of("./") == std::string::npos;
  if (!from_file.value && looks_like_a_name && from_file.errors.front().code == DiagnosticCode::file_missing && built_in.value) {
    const std::string known = built_in.value->name + " or the path of a site file";
    const std::array<std::string_view, 1> names{built_in.value->name};
    const std::optional<std::string_view> near = nearest_word(*chosen, names);
    return {std::nullopt,
            {{DiagnosticCode::usage_unknown_name,
              "",
              {},
              {"--site", *chosen, known},
              "",
              near ? "did you mean " + std::string(*near) + "?" : ""}}};
  }
  return from_file;
}

bool wants_color(ColorChoice choice, const Io& io) {
  if (choice != ColorChoice::automatic) {
    return choice == ColorChoice::always;
  }
  const std::optional<std::string> no_color = io.environment("NO_COLOR");
  const std::optional<std::string> terminal = io.environment("TERM");
  return io.out_is_terminal && (!no_color || no_color->empty()) && terminal != "dumb";
}

Style style_for(const AdviceRequest& request, const Io& io) {
  const int width = io.out_is_terminal && io.width > 0 ? io.width : width_when_piped;
  return {wants_color(request.color, io), request.ascii, width < narrowest ? narrowest : width};
}

bool knows_compute(const Table& table) {
  for (const Profile& profile : table.profiles) {
    if (profile.relative_compute) {
      return true;
    }
  }
  return false;
}

// The formats for scripts have no room for words: warnings, and why there is no answer, go to the other stream.
Outcome for_script(const Advice& advice, std::string answer, const Style& style) {
  std::string words;
  for (const Reason& reason : advice.warnings) {
    words += "migadvise: " + reason_text(advice, reason) + "\n";
  }
  if (!advice.recommended) {
    for (const OptionAdvice& option : advice.options) {
      words +=
          "migadvise: " + printable(advice.table->profiles[option.profile].name) + ": " + exclusion_text(advice, option) + "\n";
    }
  }
  const Status status = answer.empty() ? Status::no_option : Status::answered;
  return {status, std::move(answer), style.ascii ? to_ascii(words) : words};
}

}  // namespace

Outcome run_advice(const std::vector<std::string>& arguments, const Io& io) {
  const CommandLine line = read_advice_arguments(arguments);
  if (!line.errors.empty()) {
    return failed(line.errors);
  }
  if (!line.request) {
    return {Status::answered, line.text, ""};
  }
  const AdviceRequest& request = *line.request;
  Loaded<Table> table = load<Table>(request.table, embedded_table(), load_table);
  const Loaded<Site> site = load_chosen_site(request.site);
  if (!table.value || !site.value) {
    std::vector<Diagnostic> errors = std::move(table.errors);
    errors.insert(errors.end(), site.errors.begin(), site.errors.end());
    return failed(errors);
  }
  if (request.needs.min_compute && !knows_compute(*table.value)) {
    return failed({{DiagnosticCode::usage_missing_row,
                    "",
                    {},
                    {"--min-compute", "Relative Compute Power"},
                    "",
                    "--min-sms works with every table"}});
  }
  if (const std::vector<std::string> duplicates = name_options(*table.value, *site.value); !duplicates.empty()) {
    std::vector<Diagnostic> errors;
    errors.reserve(duplicates.size());
    for (const std::string& label : duplicates) {
      errors.push_back(
          {DiagnosticCode::table_duplicate_profile, request.table.value_or("built-in"), {}, {label, "another column's"}, "", ""});
    }
    return failed(errors);
  }
  const Advice advice = advise(request.needs, *table.value, *site.value);
  const Style style = style_for(request, io);
  const Status status = advice.recommended ? Status::answered : Status::no_option;
  switch (request.format) {
    case Format::json:
      return {status, write_json(advice, MIGADVISE_VERSION, request.ascii), ""};
    case Format::gres:
      return for_script(advice, write_gres(advice), style);
    case Format::sbatch:
      return for_script(advice, write_sbatch(advice), style);
    case Format::text:
      break;
  }
  return {status, write_text(advice, style), ""};
}

}  // namespace migadvise
