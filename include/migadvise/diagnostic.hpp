// What is wrong with an input, as data: a code, a place and the words that the message needs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace migadvise {

/// Every kind of problem that has a stable id and an entry in docs/diagnostics.md.
/// C: the bytes of a CSV file. T: a profile table. J: the bytes of a JSON file. S: a site file. B: published benchmarks.
/// P: the log of a probe. Q: reports of a quota. N: nodes as sinfo prints them. A: programs that are asked. F: opening and
/// reading files. U: the command line. O: the output. The id of each and its message stand in src/report/diagnostic_text.cpp.
enum class DiagnosticCode : std::uint8_t {
  csv_unclosed_quote,
  csv_text_after_quote,
  csv_nul,
  csv_invalid_utf8,
  csv_row_length,
  table_empty,
  table_no_profiles,
  table_too_many_profiles,
  table_bad_head,
  table_duplicate_profile,
  table_duplicate_row,
  table_missing_row,
  table_empty_cell,
  table_not_a_number,
  table_not_positive,
  table_too_large,
  table_wrong_unit,
  table_trailing_text,
  table_other_separator,
  table_turned_around,
  json_syntax,
  json_too_deep,
  json_duplicate_key,
  json_invalid_utf8,
  site_missing_key,
  site_unknown_key,
  site_wrong_type,
  site_bad_value,
  site_bad_reference,
  site_duplicate,
  benchmark_none,
  benchmark_no_head,
  benchmark_other_separator,
  benchmark_unknown_column,
  benchmark_duplicate_column,
  benchmark_missing_column,
  benchmark_empty_cell,
  benchmark_bad_text,
  benchmark_unknown_metric,
  benchmark_bad_unit,
  benchmark_bad_profile,
  benchmark_not_a_number,
  benchmark_not_positive,
  benchmark_out_of_range,
  benchmark_duplicate_profile,
  benchmark_differs,
  benchmark_far_apart,
  benchmark_too_many,
  probe_not_a_log,
  probe_bad_record,
  probe_missing_key,
  probe_bad_value,
  probe_no_runs,
  probe_unknown_option,
  quota_none,
  quota_bad_line,
  quota_not_a_number,
  quota_out_of_range,
  quota_bad_account,
  quota_no_figures,
  quota_nameless,
  quota_differs,
  quota_too_many,
  quota_of_user,
  live_no_head,
  live_missing_column,
  live_row_length,
  live_cut_value,
  live_bad_value,
  live_bad_gres,
  live_unknown_state,
  live_several_nodes,
  live_second_answer,
  live_too_many,
  live_no_partition,
  live_same_node,
  program_missing,
  program_silent,
  program_failed,
  program_too_much,
  file_missing,
  file_unreadable,
  file_not_regular,
  file_too_large,
  usage_unknown_option,
  usage_unknown_command,
  usage_missing_value,
  usage_unexpected_value,
  usage_given_twice,
  usage_bad_value,
  usage_contradiction,
  usage_needs_other,
  usage_no_needs,
  usage_unknown_name,
  usage_missing_row,
  usage_other_format,
  usage_missing_word,
  usage_extra_word,
  usage_not_known_here,
  usage_no_command,
  usage_control_character,
  usage_file_exists,
  output_failed,
  file_not_written,
  internal,
};

/// A place in a text: both count from 1, the column in bytes. Line 0 means the file as a whole.
struct Position {
  std::int64_t line = 0;
  std::int64_t column = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

/// One problem. `args` fill the message of the code in order; `excerpt` is the offending line as it stands in the file, or of a
/// very long line the part from byte `excerpt_start` on; `hint` is a likely repair, or empty.
struct Diagnostic {
  DiagnosticCode code = DiagnosticCode::internal;
  std::string file;
  Position at;
  std::vector<std::string> args;
  std::string excerpt;
  std::string hint;
  std::int64_t excerpt_start = 0;
};

/// All errors of a file are gathered, but no more than this many.
inline constexpr std::size_t max_diagnostics = 50;

}  // namespace migadvise
