#include "report/diagnostic_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "report/entries.hpp"
#include "report/layout.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

// `{0}` and so on are the diagnostic's args.
struct Entry {
  Code code;
  std::string_view id;
  std::string_view message;
  std::string_view expected;
};

constexpr std::size_t code_count = static_cast<std::size_t>(Code::internal) + 1;

// In the order of DiagnosticCode. Ids are frozen: a message may get better, an id never changes its meaning.
constexpr std::array<Entry, code_count> entries{{
    {Code::csv_unclosed_quote, "C001", "a quoted cell has no closing quote", "a second quote at the end of the cell"},
    {Code::csv_text_after_quote, "C002", "'{0}' follows a closing quote",
     "a comma or the end of the line; a quote inside a quoted cell is doubled"},
    {Code::csv_nul, "C003", "a NUL byte", "text"},
    {Code::csv_invalid_utf8, "C004", "byte {0} is not valid UTF-8", ""},
    {Code::csv_row_length, "C005", "the row has {0} cells, the first row has {1}", ""},
    {Code::table_empty, "T001", "the table is empty", "a row per specification, a column per option"},
    {Code::table_no_profiles, "T002", "the first row names no options",
     "Specification,1g.10gb,2g.20gb,... with a column per option"},
    {Code::table_too_many_profiles, "T003", "{0} options are too many", "at most {1}"},
    {Code::table_bad_head, "T004", "'{0}' is not the name of a GPU option", ""},
    {Code::table_duplicate_profile, "T005", "'{0}' is the same option as {1}", "each option in one column"},
    {Code::table_duplicate_row, "T006", "the row '{0}' stands on line {1} already", "each specification in one row"},
    {Code::table_missing_row, "T007", "the row '{0}' is missing", ""},
    {Code::table_empty_cell, "T008", "{0} of {1} is empty", "a figure such as {3}"},
    {Code::table_not_a_number, "T009", "{0} of {1}: '{2}' is not a number of the kind needed", "a figure such as {3}"},
    {Code::table_not_positive, "T010", "{0} of {1}: '{2}' is not above 0", "a figure such as {3}"},
    {Code::table_too_large, "T011", "{0} of {1}: '{2}' is out of range", "a figure such as {3}"},
    {Code::table_wrong_unit, "T012", "{0} of {1}: '{2}' does not have the unit needed", "a figure such as {3}"},
    {Code::table_trailing_text, "T013", "{0} of {1}: '{2}' has text behind the figure", "a figure such as {3}"},
    {Code::table_other_separator, "T014", "the columns are separated by {0}", "commas"},
    {Code::table_turned_around, "T015", "'{0}' stands where the name of an option belongs",
     "a row per specification, a column per option: turn the table around"},
    {Code::json_syntax, "J001", "not valid JSON from here on", ""},
    {Code::json_too_deep, "J002", "nested deeper than {0} levels", ""},
    {Code::json_duplicate_key, "J003", "the key \"{0}\" stands in this object already", "each key once"},
    {Code::json_invalid_utf8, "J004", "a byte that is not valid UTF-8", ""},
    {Code::site_missing_key, "S001", "{1}: \"{0}\" is missing", ""},
    {Code::site_unknown_key, "S002", "{1}: \"{0}\" is not a known key", ""},
    {Code::site_wrong_type, "S003", "{0} is {1}", "{2}"},
    {Code::site_bad_value, "S004", "{0}: '{1}' is not accepted", "{2}"},
    {Code::site_bad_reference, "S005", "{0}: '{1}' is not the name of an entry of {2}", ""},
    {Code::site_duplicate, "S006", "'{0}' is listed already", "each name once"},
    {Code::benchmark_none, "B001", "there are no benchmarks", "a head row, and below it a row per figure"},
    {Code::benchmark_no_head, "B002", "the first row names no column", "heads of columns: {0}"},
    {Code::benchmark_other_separator, "B003", "the columns are separated by {0}", "commas"},
    {Code::benchmark_unknown_column, "B004", "'{0}' is not the name of a column", "{1}"},
    {Code::benchmark_duplicate_column, "B005", "'{0}' is the same column as '{1}'", "each column once"},
    {Code::benchmark_missing_column, "B006", "the column '{0}' is missing", ""},
    {Code::benchmark_empty_cell, "B007", "{0} is empty", ""},
    {Code::benchmark_bad_text, "B008", "{0}: '{1}' is not accepted",
     "at most {2} bytes, without line breaks and other control characters"},
    {Code::benchmark_unknown_metric, "B009", "'{0}' is not a known metric", "{1}"},
    {Code::benchmark_bad_unit, "B010", "'{0}' is not a unit of walltime", "{1}"},
    {Code::benchmark_bad_profile, "B011", "'{0}' is not the name of a GPU option", ""},
    {Code::benchmark_not_a_number, "B012", "{0}: '{1}' is not a number of the kind needed", "{2}"},
    {Code::benchmark_not_positive, "B013", "{0}: '{1}' is not above 0", "{2}"},
    {Code::benchmark_out_of_range, "B014", "{0}: '{1}' is out of range", "{2}"},
    {Code::benchmark_duplicate_profile, "B015", "'{0}' is the same option as '{1}' on line {2}",
     "each option once in a benchmark"},
    {Code::benchmark_differs, "B016", "{0} '{1}' differs from '{2}' on line {3}",
     "one {0} for all rows of a benchmark; rows behind the first may leave it empty"},
    {Code::benchmark_far_apart, "B017", "'{0}' and '{1}' on line {2} are too far apart",
     "figures within a factor of 1000000 that with equally many places have at most 18 digits"},
    {Code::benchmark_too_many, "B018", "more than {0} {1}", ""},
    {Code::probe_not_a_log, "P001", "this is no log of a probe", "{0} on the first line"},
    {Code::probe_bad_record, "P002", "'{0}' is not a key with its value", "KEY=VALUE, with blanks between"},
    {Code::probe_missing_key, "P003", "{0}= is missing", "a record has option= and ended="},
    {Code::probe_bad_value, "P004", "{0}: '{1}' is not accepted", "{2}"},
    {Code::probe_no_runs, "P005", "the command has not run on any option", ""},
    {Code::probe_unknown_option, "P006", "'{0}' is no option of the table", "{1}"},
    {Code::quota_none, "Q001", "no account and no SU are found", "{0}"},
    {Code::quota_bad_line, "Q002", "the line of SU {0}", "{1}"},
    {Code::quota_not_a_number, "Q003", "{0}: '{1}' is not a plain number", "a figure such as 1200 or 1,200"},
    {Code::quota_out_of_range, "Q004", "{0}: '{1}' is out of range", "at most {2} SU, with at most 18 digits"},
    {Code::quota_bad_account, "Q005", "'{0}' is not the name of an account", "1 to 64 letters, digits and _ - . + @"},
    {Code::quota_no_figures, "Q006", "nothing is said of the SU of account '{0}'", "below it {1}"},
    {Code::quota_nameless, "Q007", "whose SU these are is not said, and there are other accounts",
     "a line such as 'Usage for account: NAME' above it"},
    {Code::quota_differs, "Q008", "{0} has other figures than on line {1}", "each account once"},
    {Code::quota_too_many, "Q009", "more than {0} accounts", ""},
    {Code::quota_of_user, "Q010", "these are the SU of a user, not of an account",
     "SU below 'Usage for account:' or 'Group quotas for'"},
    {Code::live_no_head, "N001", "the names of the columns are missing", "what sinfo prints, with its head"},
    {Code::live_missing_column, "N002", "the column {0} is missing", ""},
    {Code::live_row_length, "N003", "the row has {0} values, the head {1} names", ""},
    {Code::live_cut_value, "N004", "{0} may be cut off: '{1}' fills its column", "wider columns"},
    {Code::live_bad_value, "N005", "{0}: '{1}' is not accepted", "{2}"},
    {Code::live_bad_gres, "N006", "{0}: '{1}' is not a whole list of GRES", "entries such as gpu:a100_10g:7 or gpu:4"},
    {Code::live_unknown_state, "N007", "'{0}' is not a known state of a node", "a state such as idle, mixed or drained"},
    {Code::live_several_nodes, "N008", "'{0}' stands for several nodes, and the column NODES is missing", ""},
    {Code::live_second_answer, "N009", "a second list of nodes begins here", "what one call prints, about one cluster"},
    {Code::live_too_many, "N010", "more than {0} rows", ""},
    {Code::live_no_partition, "N011", "nothing is told of partition {0}", ""},
    {Code::live_same_node, "N012", "'{0}' stands on line {1} already, in partition {2}", "a row for each node of a partition"},
    {Code::program_missing, "A001", "{0} cannot be run: {1}", ""},
    {Code::program_silent, "A002", "{0} has not answered within {1} s", ""},
    {Code::program_failed, "A003", "{0} {1}", ""},
    {Code::program_too_much, "A004", "{0} has printed more than {1}", ""},
    {Code::file_missing, "F001", "cannot be opened: {0}", ""},
    {Code::file_unreadable, "F002", "cannot be read: {0}", ""},
    {Code::file_not_regular, "F003", "is {0}", "a regular file"},
    {Code::file_too_large, "F004", "is larger than {0}", ""},
    {Code::usage_unknown_option, "U001", "unknown option '{0}'", ""},
    {Code::usage_unknown_command, "U002", "unknown command '{0}'", ""},
    {Code::usage_missing_value, "U003", "{0} needs a value", "{1}"},
    {Code::usage_unexpected_value, "U004", "{0} takes no value", ""},
    {Code::usage_given_twice, "U005", "{0} is given more than once", ""},
    {Code::usage_bad_value, "U006", "{0} '{1}' {2}", "{3}"},
    {Code::usage_contradiction, "U007", "{0} and {1} contradict each other", "{2}"},
    {Code::usage_needs_other, "U008", "{0} needs {1}", ""},
    {Code::usage_no_needs, "U009", "nothing is said of what the job needs",
     "--mem SIZE (GPU memory), --min-sms N, --min-compute FACTOR or --gpus N"},
    {Code::usage_unknown_name, "U010", "{0}: '{1}' is unknown", "{2}"},
    {Code::usage_missing_row, "U011", "{0} needs the row '{1}', which the table does not have", ""},
    {Code::usage_other_format, "U012", "--format {0} makes no sense with {1}", "{2}"},
    {Code::usage_missing_word, "U013", "{0} is missing", "{1}"},
    {Code::usage_extra_word, "U014", "'{0}' is a word too many", "{1}"},
    {Code::usage_not_known_here, "U015", "nothing is known of {0} on the options of {1}", ""},
    {Code::usage_no_command, "U016", "there is no command to run: {0}", "-- and behind it the command, word for word"},
    {Code::usage_control_character, "U017", "word {0} of the command, '{1}', has {2}", "no control character other than a tab"},
    {Code::usage_file_exists, "U018", "exists already", ""},
    {Code::output_failed, "O001", "the output could not be written: {0}", ""},
    {Code::file_not_written, "O002", "cannot be written: {0}", ""},
    {Code::internal, "X001", "a bug in migadvise: {0}", ""},
}};

static_assert(in_order(entries, &Entry::code));

const Entry& entry(Code code) { return entries[static_cast<std::size_t>(code)]; }

// The nearest place at or before `at` where a character begins.
std::size_t character_start(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
    --at;
  }
  return at;
}

// Long words are quoted in part.
std::string fill(std::string_view pattern, const std::vector<std::string>& args) {
  std::vector<std::string> words;
  words.reserve(args.size());
  for (const std::string& arg : args) {
    words.push_back(shortened(arg));
  }
  return fill_pattern(pattern, words);
}

}  // namespace

std::string_view diagnostic_id(Code code) { return entry(code).id; }

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 120;
  return text.size() <= longest ? printable(text) : printable(text.substr(0, character_start(text, longest))) + "...";
}

std::string quoted_line(std::string_view line, std::int64_t column, std::int64_t left_out, bool ascii) {
  constexpr std::size_t before = 60;
  constexpr std::size_t longest = 100;
  const auto safe = [&](std::string_view text) { return ascii ? to_ascii(printable(text)) : printable(text); };
  const std::size_t at = std::min(static_cast<std::size_t>(std::max<std::int64_t>(column - 1 - left_out, 0)), line.size());
  const std::size_t start = character_start(line, at > before ? at - before : 0);
  const std::size_t end = character_start(line, std::min(start + longest, line.size()));
  const std::string ahead = (start > 0 || left_out > 0 ? "..." : "") + safe(line.substr(start, at - start));
  const std::string shown = ahead + safe(line.substr(at, end - std::min(at, end))) + (end < line.size() ? "..." : "");
  return fmt::format("  {}\n  {}^\n", shown, std::string(display_width(ahead), ' '));
}

std::string place_text(std::string_view file, const Position& at) {
  return file.empty()  ? ""
         : at.line > 0 ? fmt::format("{}:{}:{}: ", printable(file), at.line, at.column)
                       : printable(file) + ": ";
}

std::string diagnostic_message(const Diagnostic& diagnostic) {
  const Entry& known = entry(diagnostic.code);
  const std::string expected = fill(known.expected, diagnostic.args);
  return fill(known.message, diagnostic.args) + (expected.empty() ? "" : "; expected " + expected);
}

std::string located_text(const Diagnostic& diagnostic, bool ascii) {
  const Entry& known = entry(diagnostic.code);
  std::string text = fmt::format("{}error[{}]: ", place_text(diagnostic.file, diagnostic.at), known.id);
  // A message of the command line stays one line; one of a file has its line quoted first.
  if (diagnostic.excerpt.empty()) {
    text += diagnostic_message(diagnostic) + "\n";
  } else {
    const std::string expected = fill(known.expected, diagnostic.args);
    text += fill(known.message, diagnostic.args) + "\n";
    text += quoted_line(diagnostic.excerpt, diagnostic.at.column, diagnostic.excerpt_start, ascii);
    text += expected.empty() ? "" : "  expected: " + expected + "\n";
  }
  if (!diagnostic.hint.empty()) {
    text += "  hint: " + printable(diagnostic.hint) + "\n";
  }
  return ascii ? to_ascii(text) : text;
}

std::string diagnostic_text(const Diagnostic& diagnostic) { return "migadvise: " + located_text(diagnostic, false); }

std::string_view quantity_error_text(QuantityError error) {
  switch (error) {
    case QuantityError::empty:
      return "is empty";
    case QuantityError::not_a_number:
      return "is not a number";
    case QuantityError::negative:
      return "is negative";
    case QuantityError::zero:
      return "is not above 0";
    case QuantityError::not_whole:
      return "is not a whole number";
    case QuantityError::too_large:
      return "is too large";
    case QuantityError::too_precise:
      return "has too many digits";
    case QuantityError::exponent:
      return "is written with an exponent";
    case QuantityError::comma:
      return "has a comma in the number";
    case QuantityError::missing_unit:
      return "has no unit";
    case QuantityError::unknown_unit:
      return "has an unknown unit";
    case QuantityError::trailing_text:
      return "has text behind the figure";
    case QuantityError::bad_clock:
      return "is not a clock form that Slurm reads";
  }
  return "";
}

}  // namespace migadvise
