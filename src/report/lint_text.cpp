#include "report/lint_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "migadvise/units.hpp"
#include "report/diagnostic_text.hpp"
#include "report/entries.hpp"
#include "report/number_text.hpp"

namespace migadvise {

namespace {

using Code = LintCode;

// `{0}` is the row, `{1}` how far the figures are off, `{2}` the figures as printed. `{0}` of what is expected are the figures
// that were expected, of an unreadable figure an example.
struct Entry {
  Code code;
  std::string_view id;
  std::string_view message;
  std::string_view expected;
  std::string_view hint;
};

constexpr std::size_t code_count = static_cast<std::size_t>(Code::su_factor) + 1;

// In the order of LintCode. Ids are frozen: a message may get better, an id never changes its meaning.
constexpr std::array<Entry, code_count> entries{{
    {Code::unreadable_figure, "L001", "{0} cannot be read and is not checked: {2}",
     "a figure such as {0}, or an empty cell where it is not known", ""},
    {Code::threads, "L002", "{0} is not SMs × threads per SM: {2}", "{0}", ""},
    {Code::relative_compute, "L003", "{0} is not the ratio of the SMs: {2}", "{0}", ""},
    {Code::bandwidth, "L004", "{0} {1} memory clock × bus width × 2 ÷ 8: {2}", "{0}", ""},
    {Code::bandwidth_note, "L005", "{0} {1} the formula in its own note: {2}", "{0}", ""},
    {Code::usable_in_gib, "L006", "{0} is Global Memory in GiB, printed as GB: {2}", "{0}",
     "write GiB, or leave the row out: it says the same as Global Memory"},
    {Code::usable_above_global, "L007", "{0} is more than Global Memory: {2}", "at most {0}", ""},
    {Code::l2_cache, "L008", "{0} does not follow the share of the memory: {2}", "{0}", ""},
    {Code::profile_name, "L009", "{0} does not go with the name of the option: {2}", "about {0}", ""},
    {Code::su_factor, "L010", "{0} does not follow the share of Global Memory: {2}", "about {0}", ""},
}};

static_assert(in_order(entries, &Entry::code));

const Entry& entry(Code code) { return entries[static_cast<std::size_t>(code)]; }

// In the order of Specification.
constexpr std::array<std::string_view, 11> examples{"8",      "42.4 GB", "42",        "3x",    "5120 bits", "39.5 GiB",
                                                    "221184", "2048",    "2.04 TB/s", "40 MB", "1593 MHz"};

struct Scale {
  std::string_view name;
  std::int64_t size;
};

// The unit that a size of this magnitude is written in, decimal or binary as the figure that was printed.
Scale byte_scale(std::int64_t value, bool binary) {
  constexpr std::array<Scale, 5> decimal{
      {{"TB", 1000 * bytes_per_gb}, {"GB", bytes_per_gb}, {"MB", 1'000'000}, {"KB", 1000}, {"B", 1}}};
  constexpr std::array<Scale, 5> powers_of_two{
      {{"TiB", 1024 * bytes_per_gib}, {"GiB", bytes_per_gib}, {"MiB", bytes_per_mib}, {"KiB", bytes_per_kib}, {"B", 1}}};
  const std::span<const Scale> scales = binary ? powers_of_two : decimal;
  const auto found = std::ranges::find_if(scales, [&](const Scale& scale) { return value >= scale.size; });
  return found == scales.end() ? scales.back() : *found;
}

// Three significant digits, and at least one place more than a step.
std::string rounded(std::int64_t value, std::int64_t unit, std::int64_t step) {
  constexpr int most_decimals = 9;
  std::int64_t power = 1;
  int decimals = 0;
  while (decimals < most_decimals &&
         ((value > 0 && compare_products(value, power, 100, unit) < 0) || compare_products(step, power, 10, unit) < 0)) {
    power *= 10;
    ++decimals;
  }
  return format_decimal(value, unit, decimals);
}

// A figure that was expected, in the unit of the one that was printed. Where the two are near each other, with a place more than
// the printed one has, so that they look different.
std::string expected_figure(LintUnit unit, std::int64_t expected, const PrintedFigure& printed) {
  constexpr std::int64_t near_share = 10;
  const std::int64_t apart = std::max(expected, printed.value) - std::min(expected, printed.value);
  const bool near = apart <= printed.value / near_share;
  const auto in_units = [&](std::int64_t size) { return rounded(expected, size, near ? printed.step : 10 * size); };
  switch (unit) {
    case LintUnit::threads:
      return std::to_string(expected);
    case LintUnit::ratio:
      return in_units(micro_per_unit) + "x";
    case LintUnit::su_per_hour:
      return in_units(micro_per_unit);
    case LintUnit::bytes:
    case LintUnit::bytes_per_second:
      break;
  }
  Scale scale = byte_scale(printed.value, printed.binary);
  constexpr std::int64_t far_off = 1000;
  if (expected < scale.size / far_off || expected / far_off >= scale.size) {
    scale = byte_scale(expected, printed.binary);
  }
  return fmt::format("{} {}{}", in_units(scale.size), scale.name, unit == LintUnit::bytes_per_second ? "/s" : "");
}

// `A (1g.10gb), B (2g.20gb)`, of many options the first.
template <class TextOf>
std::string listed(const Table& table, const std::vector<LintFigure>& figures, TextOf text_of) {
  constexpr std::size_t most = 8;
  std::string out;
  for (std::size_t i = 0; i < std::min(most, figures.size()); ++i) {
    const LintFigure& figure = figures[i];
    out += fmt::format("{}{} ({})", i > 0 ? ", " : "", text_of(figure), shortened(table.profiles[figure.profile].label));
  }
  return figures.size() > most ? fmt::format("{} and {} more", out, figures.size() - most) : out;
}

std::string printed_figures(const Table& table, const Finding& finding) {
  const std::vector<TableCell>& cells = table.rows[finding.row].cells;
  return listed(table, finding.figures, [&](const LintFigure& figure) {
    const TableCell& cell = cells[figure.profile];
    return cell.unreadable ? fmt::format("'{}' {}", shortened(cell.text), quantity_error_text(*cell.unreadable))
                           : shortened(cell.text);
  });
}

std::string expected_figures(const Table& table, const Finding& finding) {
  const TableRow& row = table.rows[finding.row];
  if (finding.code == Code::unreadable_figure) {
    return std::string(row.specification ? examples[static_cast<std::size_t>(*row.specification)] : "42");
  }
  return listed(table, finding.figures, [&](const LintFigure& figure) {
    const std::int64_t expected = figure.expected.value_or(0);
    const PrintedFigure printed = row.cells[figure.profile].figure.value_or(PrintedFigure{});
    if (finding.code == Code::profile_name) {
      return fmt::format("{} GB", expected / bytes_per_gb);
    }
    if (finding.code == Code::usable_in_gib) {
      return fmt::format("{} GB = {} GiB", rounded(expected, bytes_per_gb, printed.step),
                         format_decimal(expected, bytes_per_gib, 2));
    }
    return expected_figure(lint_unit(finding.code), expected, printed);
  });
}

// `is 5 times too high for`: the nearest whole number of times where there is one, below 1.5 percent.
std::string deviation_text(const std::optional<Ratio>& factor) {
  constexpr std::string_view unknown = "does not agree with";
  if (!factor) {
    return std::string(unknown);
  }
  const std::string_view way = factor->micro > micro_per_unit ? "high" : "low";
  const std::int64_t times =
      factor->micro > micro_per_unit ? factor->micro : multiply_divide(micro_per_unit, micro_per_unit, factor->micro);
  if (times < micro_per_unit * 3 / 2) {
    const std::int64_t percent =
        multiply_divide(std::max(factor->micro, micro_per_unit) - std::min(factor->micro, micro_per_unit), 100, micro_per_unit);
    return percent == 0 ? std::string(unknown) : fmt::format("is {} % too {} for", percent, way);
  }
  const std::int64_t whole = multiply_divide(times, 1, micro_per_unit) * micro_per_unit;
  const bool nearly_whole = std::max(whole, times) - std::min(whole, times) <= times / 100 * 3;
  return fmt::format("is {} times too {} for", format_decimal(nearly_whole ? whole : times, micro_per_unit, 1), way);
}

// What was forgotten most likely when a bandwidth is off by just this factor.
std::string_view bandwidth_hint(const Finding& finding) {
  const auto is_about = [&](std::int64_t thousandths) {
    const std::int64_t micro = finding.factor ? finding.factor->micro : 0;
    return micro >= thousandths * 970 && micro <= thousandths * 1030;
  };
  if (finding.code == Code::bandwidth && is_about(500)) {
    return "the factor of 2 is missing: memory of double data rate moves two bits a clock on every wire";
  }
  if (finding.code == Code::bandwidth_note && is_about(2000)) {
    return "the note leaves out the factor of 2 for double data rate";
  }
  return is_about(8000) ? "8 bits are a byte: TB/s and Tbit/s are confused" : "";
}

std::string_view unreadable_hint(const Table& table, const Finding& finding) {
  const std::optional<QuantityError> error = table.rows[finding.row].cells[finding.figures.front().profile].unreadable;
  switch (error.value_or(QuantityError::empty)) {
    case QuantityError::comma:
      return "use a point as the decimal sign";
    case QuantityError::missing_unit:
      return "add the unit";
    case QuantityError::unknown_unit:
      return table.rows[finding.row].specification == Specification::bandwidth
                 ? "bandwidths are in bytes, such as TB/s or GB/s; a small b means bits"
                 : "";
    case QuantityError::trailing_text:
      return "move the remark into the column of the notes";
    default:
      return {};
  }
}

std::string_view hint_of(const Table& table, const Finding& finding) {
  const std::string_view known = entry(finding.code).hint;
  return !known.empty()                            ? known
         : finding.code == Code::unreadable_figure ? unreadable_hint(table, finding)
                                                   : bandwidth_hint(finding);
}

// A row with line breaks in its cells stands on several lines: the one so many lines below its first.
std::string_view line_below(std::string_view source, std::int64_t lines) {
  for (; lines > 0; --lines) {
    const std::size_t end = source.find_first_of("\r\n");
    if (end == std::string_view::npos) {
      return {};
    }
    source.remove_prefix(end + (source.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return source.substr(0, source.find_first_of("\r\n"));
}

std::string finding_text(const Table& table, const Finding& finding, std::string_view file, bool ascii) {
  const TableRow& row = table.rows[finding.row];
  std::string text =
      fmt::format("{}warning[{}]: {}\n", place_text(file, finding.at), lint_id(finding.code), lint_message(table, finding));
  text += quoted_line(line_below(row.source, finding.at.line - row.at.line), finding.at.column, 0, ascii);
  const std::array<std::string, 1> args{expected_figures(table, finding)};
  text += "  expected: " + fill_pattern(entry(finding.code).expected, args) + "\n";
  const std::string_view hint = hint_of(table, finding);
  if (!hint.empty()) {
    text += fmt::format("  hint: {}\n", hint);
  }
  return text;
}

std::string count_or_no(std::size_t count, std::string_view noun) {
  return count == 0 ? fmt::format("no {}s", noun) : count_text(static_cast<std::int64_t>(count), noun);
}

}  // namespace

std::string_view lint_id(Code code) { return entry(code).id; }

std::string lint_message(const Table& table, const Finding& finding) {
  const std::array<std::string, 3> args{shortened(table.rows[finding.row].label), deviation_text(finding.factor),
                                        printed_figures(table, finding)};
  return fill_pattern(entry(finding.code).message, args);
}

std::string write_lint_text(const std::vector<Diagnostic>& errors, const Table* table, const std::vector<Finding>& findings,
                            std::string_view file, const Style& style, bool quiet) {
  std::string text;
  for (const Diagnostic& error : errors) {
    text += located_text(error, style.ascii);
  }
  if (!quiet) {
    for (const Finding& finding : findings) {
      text += finding_text(*table, finding, file, style.ascii);
    }
  }
  text = style.ascii ? to_ascii(text) : text;
  const bool clean = errors.empty() && findings.empty();
  const std::string summary =
      clean ? "clean: no findings" : count_or_no(findings.size(), "warning") + ", " + count_or_no(errors.size(), "error");
  text += paint(summary, clean ? Paint::good : errors.empty() ? Paint::heading : Paint::bad, style);
  text += "\n";
  return text;
}

}  // namespace migadvise
