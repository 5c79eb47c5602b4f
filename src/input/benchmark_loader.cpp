#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/decimal.hpp"
#include "core/suggestion.hpp"
#include "input/benchmark_ratios.hpp"
#include "input/csv.hpp"
#include "input/hints.hpp"
#include "input/source_text.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

enum class Column : std::uint8_t { source, workload, metric, unit, profile, value, gpu, conditions, sm };
constexpr std::size_t column_count = static_cast<std::size_t>(Column::sm) + 1;

struct KnownColumn {
  std::string_view name;
  bool required;
  bool may_be_empty;
};

// In the order of Column.
constexpr std::array<KnownColumn, column_count> known_columns{{
    {"source", true, false},
    {"workload", true, false},
    {"metric", true, false},
    {"unit", true, true},
    {"profile", true, false},
    {"value", true, false},
    {"gpu", false, true},
    {"conditions", false, true},
    {"sm", false, true},
}};

const KnownColumn& known(Column column) { return known_columns[static_cast<std::size_t>(column)]; }

struct KnownMetric {
  std::string_view name;
  Pace pace;
};

constexpr std::array<KnownMetric, 4> known_metrics{{{"walltime", Pace::absolute},
                                                    {"latency", Pace::smaller_is_faster},
                                                    {"step_time", Pace::smaller_is_faster},
                                                    {"throughput", Pace::larger_is_faster}}};

struct TimeUnit {
  std::string_view name;
  std::int64_t milliseconds;
};

constexpr std::array<TimeUnit, 3> time_units{{{"s", 1000}, {"min", milliseconds_per_minute}, {"h", milliseconds_per_hour}}};

constexpr std::int64_t max_figure_value = 999'999'999'999;
constexpr int max_places = 18;
constexpr std::size_t max_text_bytes = 200;
constexpr std::size_t max_rows = 10'000;
constexpr std::size_t max_benchmarks = 1000;

constexpr const char* figure_kind = "a plain number such as 499.131";
constexpr const char* figure_range = "at most 12 digits before the point and 18 digits in all";
constexpr const char* time_range = "1 ms to 3650 days";
constexpr const char* sm_kind = "a whole number from 1 to 100000";
constexpr const char* unit_hint = "the unit stands in a column of its own";
constexpr const char* profile_hint = "names are such as 1g.10gb, 3g.40gb, full or full-80gb";

bool is_blank(std::string_view text) { return fold_label(text).empty(); }

bool is_short_line(std::string_view text) {
  return text.size() <= max_text_bytes && std::ranges::all_of(text, [](char c) {
           return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) != 0x7F;
         });
}

template <class Entries>
std::vector<std::string_view> names_of(const Entries& entries) {
  std::vector<std::string_view> names;
  names.reserve(std::size(entries));
  for (const auto& entry : entries) {
    names.push_back(entry.name);
  }
  return names;
}

// `walltime, latency, step_time or throughput`
std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

template <class Entries>
auto find_entry(const Entries& entries, std::string_view name) -> decltype(entries.data()) {
  const auto found = std::ranges::find_if(entries, [&](const auto& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

Code code_for(QuantityError error) {
  switch (error) {
    case QuantityError::negative:
    case QuantityError::zero:
      return Code::benchmark_not_positive;
    case QuantityError::too_large:
    case QuantityError::too_precise:
      return Code::benchmark_out_of_range;
    default:
      return Code::benchmark_not_a_number;
  }
}

Result<Decimal, QuantityError> read_figure(std::string_view text) {
  const Result<Decimal, QuantityError> number = read_decimal(text);
  if (!number) {
    return number;
  }
  if (number->length < text.size()) {
    return QuantityError::trailing_text;
  }
  if (number->digits == 0) {
    return QuantityError::zero;
  }
  if (number->scale > max_places) {
    return QuantityError::too_precise;
  }
  const Result<std::int64_t, QuantityError> whole = scale_decimal(*number, 1, max_figure_value, Rounding::down);
  return whole ? number : whole.error();
}

// Nothing outside the range, be it by a part of a millisecond.
std::optional<std::int64_t> time_of(const Decimal& number, std::int64_t unit) {
  const auto least = scale_decimal(number, unit, max_duration.milliseconds, Rounding::down);
  const auto most = scale_decimal(number, unit, max_duration.milliseconds, Rounding::up);
  if (!least || !most || *least == 0) {
    return std::nullopt;
  }
  return scale_decimal(number, unit, max_duration.milliseconds, Rounding::nearest).value();
}

// What spellings of one option have in common.
std::string option_key(const OptionName& name, std::string_view text) { return canonical_name(name).value_or(fold_label(text)); }

class BenchmarkLoader {
 public:
  BenchmarkLoader(std::string_view bytes, std::string_view file) : source_(file, bytes) {}

  Loaded<std::vector<Benchmark>> load() {
    read_cells();
    if (rows_.empty()) {
      if (errors_.empty()) {
        report(Code::benchmark_none, 0, {});
      }
      return finish();
    }
    if (read_head(rows_.front())) {
      read_rows();
      for (BenchmarkDraft& draft : drafts_) {
        if (const std::optional<FarApart> apart = set_ratios(draft)) {
          report(Code::benchmark_far_apart, apart->second->offset,
                 {std::string(trim(apart->second->text)), std::string(trim(apart->first->text)),
                  std::to_string(apart->first->at.line)});
        }
      }
      if (drafts_.empty() && errors_.empty()) {
        report(Code::benchmark_none, rows_.front().cells.front().offset, {});
      }
    }
    return finish();
  }

 private:
  void report(Code code, std::size_t offset, std::vector<std::string> args, std::string hint = {}) {
    if (errors_.size() < max_diagnostics) {
      errors_.push_back(source_.diagnostic(code, offset, std::move(args), std::move(hint)));
    }
  }

  void read_cells() {
    CsvFile csv = read_csv(source_);
    rows_ = std::move(csv.rows);
    errors_ = std::move(csv.errors);
    // The cells behind a quote that is never closed are not what they seem.
    if (std::ranges::find(errors_, Code::csv_unclosed_quote, &Diagnostic::code) != errors_.end()) {
      rows_.pop_back();
    }
    drop_blank_edges(rows_);
  }

  // False when no column can be told.
  bool read_head(const CsvRow& head) {
    width_ = head.cells.size();
    if (const std::string_view separator = other_separator(head); !separator.empty()) {
      report(Code::benchmark_other_separator, head.cells.front().offset, {std::string(separator)});
      return false;
    }
    std::vector<const CsvCell*> unknown;
    for (std::size_t i = 0; i < width_; ++i) {
      if (!place_column(head, i)) {
        unknown.push_back(&head.cells[i]);
      }
    }
    if (unknown.size() == width_) {
      report(Code::benchmark_no_head, head.cells.front().offset, {listed(names_of(known_columns))});
      return false;
    }
    report_unknown_columns(unknown);
    report_missing_columns(head, unknown);
    return true;
  }

  // False when the head is none of the columns.
  bool place_column(const CsvRow& head, std::size_t index) {
    const CsvCell& cell = head.cells[index];
    const auto* const found = find_entry(known_columns, fold_label(cell.text));
    if (found == nullptr) {
      return false;
    }
    std::optional<std::size_t>& place = places_[static_cast<std::size_t>(found - known_columns.data())];
    if (place) {
      report(Code::benchmark_duplicate_column, cell.offset, {cell.text, head.cells[*place].text});
    } else {
      place = index;
    }
    return true;
  }

  void report_unknown_columns(const std::vector<const CsvCell*>& unknown) {
    std::vector<std::string_view> missing;
    for (std::size_t i = 0; i < column_count; ++i) {
      if (!places_[i]) {
        missing.push_back(known_columns[i].name);
      }
    }
    for (const CsvCell* const cell : unknown) {
      report(Code::benchmark_unknown_column, cell->offset, {cell->text, listed(names_of(known_columns))},
             did_you_mean(fold_label(cell->text), missing, '\''));
    }
  }

  void report_missing_columns(const CsvRow& head, const std::vector<const CsvCell*>& unknown) {
    std::vector<std::string_view> heads;
    heads.reserve(unknown.size());
    for (const CsvCell* const cell : unknown) {
      heads.push_back(cell->text);
    }
    for (std::size_t i = 0; i < column_count; ++i) {
      if (known_columns[i].required && !places_[i]) {
        const std::optional<std::string_view> near = nearest_word(known_columns[i].name, heads);
        report(Code::benchmark_missing_column, head.cells.front().offset, {std::string(known_columns[i].name)},
               near ? "'" + std::string(*near) + "' is named nearly like it" : "");
      }
    }
  }

  void read_rows() {
    const std::size_t end = std::min(rows_.size(), max_rows + 1);
    for (std::size_t i = 1; i < end; ++i) {
      if (rows_[i].cells.size() == width_) {  // the CSV reader has reported another length
        read_row(rows_[i]);
      }
    }
    if (end < rows_.size()) {
      report(Code::benchmark_too_many, rows_[end].cells.front().offset, {std::to_string(max_rows), "rows"});
    }
  }

  void read_row(const CsvRow& row) {
    const std::optional<std::string> profile = read_text(row, Column::profile);
    const std::optional<OptionName> option = profile ? read_option(row, *profile) : std::nullopt;
    const std::optional<Decimal> value = read_value(row);
    check_sm(row);
    BenchmarkDraft* const draft = find_draft(row);
    check_shared(row, Column::gpu, draft, &Benchmark::gpu);
    check_shared(row, Column::conditions, draft, &Benchmark::conditions);
    if (draft == nullptr) {
      return;
    }
    if (option) {
      check_option_once(row, *draft, option_key(*option, *profile));
    }
    const TimeUnit* const unit = draft->pace == Pace::absolute ? read_time_unit(row, draft->benchmark.unit) : nullptr;
    if (option && value && (unit != nullptr || draft->pace != Pace::absolute)) {
      add_point(row, *draft, *profile, *value, unit);
    }
  }

  // Null when the file has no such column.
  [[nodiscard]] const CsvCell* find_cell(const CsvRow& row, Column column) const {
    const std::optional<std::size_t>& place = places_[static_cast<std::size_t>(column)];
    return place ? &row.cells[*place] : nullptr;
  }

  // Nothing where there is none. A text that is reported as not accepted still tells the rows of benchmarks apart.
  std::optional<std::string> read_text(const CsvRow& row, Column column) {
    const CsvCell* const cell = find_cell(row, column);
    if (cell == nullptr) {
      return std::nullopt;
    }
    std::string text(trim(cell->text));
    if (is_blank(text)) {
      if (!known(column).may_be_empty) {
        report(Code::benchmark_empty_cell, cell->offset, {std::string(known(column).name)});
        return std::nullopt;
      }
      return "";
    }
    if (!is_short_line(text)) {
      report(Code::benchmark_bad_text, cell->offset, {std::string(known(column).name), text, std::to_string(max_text_bytes)});
    }
    return text;
  }

  std::optional<OptionName> read_option(const CsvRow& row, const std::string& profile) {
    std::optional<OptionName> option = parse_option_name(profile);
    if (!option) {
      report(Code::benchmark_bad_profile, find_cell(row, Column::profile)->offset, {profile}, profile_hint);
    }
    return option;
  }

  void report_quantity(const CsvCell& cell, Column column, QuantityError error, const char* expected) {
    report(code_for(error), cell.offset, {std::string(known(column).name), std::string(trim(cell.text)), expected},
           error == QuantityError::trailing_text ? unit_hint : number_hint(error));
  }

  std::optional<Decimal> read_value(const CsvRow& row) {
    const CsvCell* const cell = find_cell(row, Column::value);
    if (cell == nullptr) {
      return std::nullopt;
    }
    if (is_blank(cell->text)) {
      report(Code::benchmark_empty_cell, cell->offset, {"value"});
      return std::nullopt;
    }
    const Result<Decimal, QuantityError> number = read_figure(trim(cell->text));
    if (!number) {
      const bool range = code_for(number.error()) == Code::benchmark_out_of_range;
      report_quantity(*cell, Column::value, number.error(), range ? figure_range : figure_kind);
      return std::nullopt;
    }
    return *number;
  }

  void check_sm(const CsvRow& row) {
    const CsvCell* const cell = find_cell(row, Column::sm);
    if (cell == nullptr || is_blank(cell->text)) {
      return;
    }
    if (const Result<int, QuantityError> count = parse_count(trim(cell->text)); !count) {
      report_quantity(*cell, Column::sm, count.error(), sm_kind);
    }
  }

  const KnownMetric* read_metric(const CsvRow& row, const std::string& metric) {
    const KnownMetric* const found = find_entry(known_metrics, metric);
    if (found == nullptr) {
      const std::vector<std::string_view> names = names_of(known_metrics);
      report(Code::benchmark_unknown_metric, find_cell(row, Column::metric)->offset, {metric, listed(names)},
             did_you_mean(metric, names, '\''));
    }
    return found;
  }

  const TimeUnit* read_time_unit(const CsvRow& row, const std::string& unit) {
    const TimeUnit* const found = find_entry(time_units, unit);
    if (found == nullptr) {
      report(Code::benchmark_bad_unit, find_cell(row, Column::unit)->offset, {unit, listed(names_of(time_units))});
    }
    return found;
  }

  // The benchmark of a row, begun where there is none; null where the row does not say which.
  BenchmarkDraft* find_draft(const CsvRow& row) {
    std::optional<std::string> source = read_text(row, Column::source);
    std::optional<std::string> workload = read_text(row, Column::workload);
    std::optional<std::string> metric = read_text(row, Column::metric);
    std::optional<std::string> unit = read_text(row, Column::unit);
    const KnownMetric* const known_metric = metric ? read_metric(row, *metric) : nullptr;
    if (!source || !workload || !unit || known_metric == nullptr) {
      return nullptr;
    }
    const auto [place, fresh] = draft_of_.emplace(std::array{*source, *workload, *metric, *unit}, drafts_.size());
    if (fresh && !begin_draft(row, {*workload, *source, "", "", *metric, *unit, known_metric->pace != Pace::absolute, {}},
                              known_metric->pace)) {
      draft_of_.erase(place);
      return nullptr;
    }
    return &drafts_[place->second];
  }

  bool begin_draft(const CsvRow& row, Benchmark benchmark, Pace pace) {
    if (drafts_.size() == max_benchmarks) {
      if (!std::exchange(too_many_told_, true)) {
        report(Code::benchmark_too_many, row.cells.front().offset, {std::to_string(max_benchmarks), "benchmarks"});
      }
      return false;
    }
    benchmark.gpu = plain_text(row, Column::gpu);
    benchmark.conditions = plain_text(row, Column::conditions);
    drafts_.push_back({std::move(benchmark), pace, row.cells.front().at.line, {}, {}});
    return true;
  }

  // Without a check: check_shared reports.
  [[nodiscard]] std::string plain_text(const CsvRow& row, Column column) const {
    const CsvCell* const cell = find_cell(row, column);
    return cell == nullptr || is_blank(cell->text) ? "" : std::string(trim(cell->text));
  }

  // What is the same in all rows of a benchmark.
  void check_shared(const CsvRow& row, Column column, const BenchmarkDraft* draft, std::string Benchmark::*member) {
    const std::optional<std::string> text = read_text(row, column);
    if (draft != nullptr && text && !text->empty() && *text != draft->benchmark.*member) {
      report(Code::benchmark_differs, find_cell(row, column)->offset,
             {std::string(known(column).name), *text, draft->benchmark.*member, std::to_string(draft->line)});
    }
  }

  void check_option_once(const CsvRow& row, BenchmarkDraft& draft, std::string key) {
    const CsvCell* const cell = find_cell(row, Column::profile);
    const auto [place, fresh] = draft.options.emplace(std::move(key), cell);
    if (!fresh) {
      report(Code::benchmark_duplicate_profile, cell->offset,
             {std::string(trim(cell->text)), std::string(trim(place->second->text)), std::to_string(place->second->at.line)});
    }
  }

  // `unit` is null where times are relative.
  void add_point(const CsvRow& row, BenchmarkDraft& draft, const std::string& profile, const Decimal& value,
                 const TimeUnit* unit) {
    const CsvCell& cell = *find_cell(row, Column::value);
    const std::string printed(trim(cell.text));
    std::optional<std::int64_t> time = 0;
    if (unit == nullptr) {
      draft.figures.push_back({draft.benchmark.points.size(), value, &cell});
    } else if (time = time_of(value, unit->milliseconds); !time) {
      report(Code::benchmark_out_of_range, cell.offset, {"value", printed, time_range});
      return;
    }
    draft.benchmark.points.push_back({profile, printed, *time});
  }

  Loaded<std::vector<Benchmark>> finish() {
    if (!errors_.empty()) {
      sort_by_place(errors_);  // the reader's errors and those of the benchmarks
      return {std::nullopt, std::move(errors_)};
    }
    std::vector<Benchmark> benchmarks;
    for (BenchmarkDraft& draft : drafts_) {
      benchmarks.push_back(std::move(draft.benchmark));
    }
    return {std::move(benchmarks), {}};
  }

  SourceText source_;
  std::vector<CsvRow> rows_;
  std::vector<Diagnostic> errors_;
  std::array<std::optional<std::size_t>, column_count> places_;
  std::size_t width_ = 0;
  std::vector<BenchmarkDraft> drafts_;
  std::map<std::array<std::string, 4>, std::size_t> draft_of_;
  bool too_many_told_ = false;
};

}  // namespace

Loaded<std::vector<Benchmark>> load_benchmarks(std::string_view bytes, std::string_view file) {
  return BenchmarkLoader(bytes, file).load();
}

}  // namespace migadvise
