#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "core/suggestion.hpp"
#include "input/csv.hpp"
#include "input/hints.hpp"
#include "input/source_text.hpp"
#include "input/table_quantity.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

// A row that the program reads: its published label, and the labels that are accepted, as fold_label makes them.
struct KnownRow {
  std::string_view label;
  std::array<std::string_view, 3> folded;
  CellKind kind;
  Specification specification;
  bool required;
  void (*store)(Profile& profile, std::int64_t value);
};

constexpr std::array<KnownRow, 5> known_rows{{
    {"SU Usage factor",
     {"suusagefactor", "sufactor", ""},
     CellKind::factor,
     Specification::su_factor,
     true,
     [](Profile& profile, std::int64_t value) { profile.su_factor = Ratio{value}; }},
    {"Global Memory",
     {"globalmemory", "", ""},
     CellKind::memory,
     Specification::global_memory,
     true,
     [](Profile& profile, std::int64_t value) { profile.capacity = Bytes{value}; }},
    {"Multiprocessors (SMs)",
     {"multiprocessors(sms)", "multiprocessors", "sms"},
     CellKind::count,
     Specification::sms,
     true,
     [](Profile& profile, std::int64_t value) { profile.sms = static_cast<int>(value); }},
    {"Relative Compute Power",
     {"relativecomputepower", "", ""},
     CellKind::ratio,
     Specification::relative_compute,
     false,
     [](Profile& profile, std::int64_t value) { profile.relative_compute = Ratio{value}; }},
    {"Memory Bus Width",
     {"memorybuswidth", "", ""},
     CellKind::bits,
     Specification::bus_width,
     false,
     [](Profile& profile, std::int64_t value) { profile.bus_width_bits = static_cast<int>(value); }},
}};

// A row that is only checked: what cannot be read in it is a finding, not an error.
struct CheckedRow {
  std::array<std::string_view, 3> folded;
  CellKind kind;
  Specification specification;
};

constexpr std::array<CheckedRow, 6> checked_rows{{
    {{"usablememory", "", ""}, CellKind::memory, Specification::usable_memory},
    {{"totalparallelthreads", "", ""}, CellKind::threads, Specification::threads},
    {{"maxthreadspersmp", "maxthreadspersm", "maxthreadspermultiprocessor"}, CellKind::threads, Specification::threads_per_sm},
    {{"memorybandwidthlimits", "memorybandwidthlimit", "memorybandwidth"}, CellKind::bandwidth, Specification::bandwidth},
    {{"l2cachesize", "l2cache", ""}, CellKind::cache, Specification::l2_cache},
    {{"memoryclock", "memoryclockrate", ""}, CellKind::clock, Specification::memory_clock},
}};

constexpr std::size_t max_profiles = 1000;

// The entry of `rows` that has this label, or null.
template <class Rows>
auto find_entry(const Rows& rows, std::string_view label) -> decltype(rows.data()) {
  const std::string folded = fold_label(label);
  const auto found = std::ranges::find_if(
      rows, [&](const auto& row) { return !folded.empty() && std::ranges::find(row.folded, folded) != row.folded.end(); });
  return found == rows.end() ? nullptr : &*found;
}

const KnownRow* find_known_row(std::string_view label) { return find_entry(known_rows, label); }

Code code_for(QuantityError error) {
  switch (error) {
    case QuantityError::empty:
      return Code::table_empty_cell;
    case QuantityError::negative:
    case QuantityError::zero:
      return Code::table_not_positive;
    case QuantityError::too_large:
    case QuantityError::too_precise:
      return Code::table_too_large;
    case QuantityError::missing_unit:
    case QuantityError::unknown_unit:
      return Code::table_wrong_unit;
    case QuantityError::trailing_text:
      return Code::table_trailing_text;
    case QuantityError::not_a_number:
    case QuantityError::not_whole:
    case QuantityError::exponent:
    case QuantityError::comma:
    case QuantityError::bad_clock:
      break;
  }
  return Code::table_not_a_number;
}

// An optional row may leave out what is not known.
bool says_unknown(std::string_view cell) {
  const std::string folded = fold_label(cell);
  return folded.empty() || folded == "-" || folded == "n/a" || folded == "na" || folded == "unknown";
}

class TableLoader {
 public:
  TableLoader(std::string_view bytes, std::string_view file, TableDemands demands) : source_(file, bytes), demands_(demands) {}

  Loaded<Table> load() {
    CsvFile csv = read_csv(source_);
    errors_ = std::move(csv.errors);
    if (csv.rows.empty()) {
      if (errors_.empty()) {
        report(Code::table_empty, 0, {});
      }
      return finish();
    }
    drop_blank_edges(csv.rows);
    if (csv.rows.empty()) {
      report(Code::table_empty, 0, {});
      return finish();
    }
    if (read_head(csv.rows.front())) {
      for (std::size_t i = 1; i < csv.rows.size(); ++i) {
        const bool last = i + 1 == csv.rows.size();
        read_row(csv.rows[i], last ? source_.bytes().size() : csv.rows[i + 1].cells.front().offset);
      }
      // Behind a quote that is never closed, every row is missing.
      if (std::ranges::find(errors_, Code::csv_unclosed_quote, &Diagnostic::code) == errors_.end()) {
        report_missing_rows();
      }
    }
    return finish();
  }

 private:
  [[nodiscard]] bool is_required(const KnownRow& row) const {
    return row.required && (demands_.su_factor || row.kind != CellKind::factor);
  }

  void report(Code code, std::size_t offset, std::vector<std::string> args, std::string hint = {}) {
    if (errors_.size() < max_diagnostics) {
      errors_.push_back(source_.diagnostic(code, offset, std::move(args), std::move(hint)));
    }
  }

  // The profiles, one for each column between the first and the notes. False when the columns cannot be told.
  bool read_head(const CsvRow& head) {
    std::size_t count = head.cells.size();
    if (const std::string_view separator = other_separator(head); !separator.empty()) {
      report(Code::table_other_separator, head.cells[0].offset, {std::string(separator)});
      return false;
    }
    const std::string last = fold_label(head.cells.back().text);
    has_notes_ = count > 1 && (last == "notes" || last == "note");
    count -= has_notes_ ? 1 : 0;
    width_ = head.cells.size();
    if (count < 2) {
      report(Code::table_no_profiles, head.cells[0].offset, {});
      return false;
    }
    if (count - 1 > max_profiles) {
      report(Code::table_too_many_profiles, head.cells[0].offset, {std::to_string(count - 1), std::to_string(max_profiles)});
      return false;
    }
    for (std::size_t i = 1; i < count; ++i) {
      if (find_known_row(head.cells[i].text) != nullptr) {
        report(Code::table_turned_around, head.cells[i].offset, {head.cells[i].text});
        return false;
      }
    }
    std::map<std::string, std::string> seen;
    for (std::size_t i = 1; i < count; ++i) {
      const CsvCell& cell = head.cells[i];
      Profile profile;
      profile.label = std::string(trim(cell.text));
      std::optional<OptionName> name = parse_option_name(cell.text);
      if (!name) {
        report(Code::table_bad_head, cell.offset, {cell.text},
               "heads are option names such as 1g.10gb, 10gb or Full 80GB; the last column may be Notes");
      } else {
        profile.name = canonical_name(*name).value_or(fold_label(cell.text));
        const auto [place, fresh] = seen.emplace(profile.name, cell.text);
        if (!fresh) {
          report(Code::table_duplicate_profile, cell.offset, {cell.text, "'" + place->second + "'"});
        }
        profile.head = *std::move(name);
      }
      table_.profiles.push_back(std::move(profile));
    }
    return true;
  }

  // `end` is where the next row begins.
  void read_row(const CsvRow& row, std::size_t end) {
    const CsvCell& label = row.cells.front();
    const auto [place, fresh] = row_places_.emplace(fold_label(label.text), label.at.line);
    if (!fresh) {
      report(Code::table_duplicate_row, label.offset, {label.text, std::to_string(place->second)});
      return;
    }
    const KnownRow* const known = find_known_row(label.text);
    if (known != nullptr) {
      // Two labels of one meaning are the same row twice.
      const auto first = first_of_.emplace(known, label.at.line);
      if (!first.second) {
        report(Code::table_duplicate_row, label.offset, {label.text, std::to_string(first.first->second)});
        return;
      }
    }
    if (row.cells.size() != width_) {
      return;  // the CSV reader has reported it
    }
    TableRow kept;
    kept.label = std::string(trim(label.text));
    kept.note = has_notes_ ? row.cells.back().text : "";
    kept.at = label.at;
    const std::string_view lines = source_.bytes().substr(label.offset, end - label.offset);
    kept.source = lines.substr(0, lines.find_last_not_of("\r\n") + 1);
    const std::optional<CellKind> kind = specify(kept, known);
    for (std::size_t i = 0; i < table_.profiles.size(); ++i) {
      const CsvCell& cell = row.cells[i + 1];
      kept.cells.push_back({cell.text, cell.at, std::nullopt, std::nullopt});
      if (known != nullptr) {
        read_cell(*known, label, cell, table_.profiles[i]);
      }
      if (kind && !says_unknown(cell.text)) {
        read_figure(kept.cells.back(), *kind);
      }
    }
    table_.rows.push_back(std::move(kept));
  }

  // Marks the first row of each specification as such; the kind of its figures, or nothing for every other row.
  std::optional<CellKind> specify(TableRow& row, const KnownRow* known) {
    if (known != nullptr) {
      row.specification = known->specification;
      return known->kind;
    }
    const CheckedRow* const checked = find_entry(checked_rows, row.label);
    if (checked == nullptr || table_.find_row(checked->specification) != nullptr) {
      return std::nullopt;
    }
    row.specification = checked->specification;
    return checked->kind;
  }

  static void read_figure(TableCell& cell, CellKind kind) {
    const Result<PrintedFigure, QuantityError> figure = parse_figure(cell.text, kind);
    if (figure) {
      cell.figure = *figure;
    } else {
      cell.unreadable = figure.error();
    }
  }

  void read_cell(const KnownRow& row, const CsvCell& label, const CsvCell& cell, Profile& profile) {
    if (!is_required(row) && says_unknown(cell.text)) {
      return;
    }
    const Result<std::int64_t, QuantityError> value = parse_cell(cell.text, row.kind);
    if (value) {
      row.store(profile, *value);
      return;
    }
    report(code_for(value.error()), cell.offset,
           {std::string(trim(label.text)), profile.label, cell.text, std::string(cell_example(row.kind))},
           number_hint(value.error()));
  }

  void report_missing_rows() {
    std::vector<std::string_view> labels;
    for (const auto& [label, line] : row_places_) {
      labels.push_back(label);
    }
    for (const KnownRow& row : known_rows) {
      if (!is_required(row) || first_of_.contains(&row)) {
        continue;
      }
      const std::string wanted = std::string(row.folded[0]);
      const std::optional<std::string_view> near = nearest_word(wanted, labels);
      std::string hint;
      if (near) {
        hint = "line " + std::to_string(row_places_.find(*near)->second) + " is named nearly like it";
      }
      if (errors_.size() < max_diagnostics) {
        errors_.push_back(
            {Code::table_missing_row, std::string(source_.name()), {}, {std::string(row.label)}, "", std::move(hint)});
      }
    }
  }

  Loaded<Table> finish() {
    if (errors_.empty()) {
      return {std::move(table_), {}};
    }
    sort_by_place(errors_);  // the reader's errors and the table's own
    return {std::nullopt, std::move(errors_)};
  }

  SourceText source_;
  TableDemands demands_;
  Table table_;
  std::vector<Diagnostic> errors_;
  std::map<std::string, std::int64_t, std::less<>> row_places_;
  std::map<const KnownRow*, std::int64_t> first_of_;
  std::size_t width_ = 0;
  bool has_notes_ = false;
};

}  // namespace

Loaded<Table> load_table(std::string_view bytes, std::string_view file, TableDemands demands) {
  return TableLoader(bytes, file, demands).load();
}

}  // namespace migadvise
