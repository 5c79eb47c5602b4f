// A profile table either loads or says why not; with one that loads, every answer keeps its promises, and every check that finds
// something can say what.
#include <string>

#include "fuzz.hpp"
#include "input/embedded_data.hpp"
#include "properties.hpp"
#include "report/json_writer.hpp"
#include "report/lint_text.hpp"

namespace migadvise {
namespace {

/// Larger tables find nothing more, but slowly.
constexpr std::size_t max_size = 2048;

bool same_profile(const Profile& a, const Profile& b) {
  return a.name == b.name && a.label == b.label && a.head == b.head && a.capacity == b.capacity && a.su_factor == b.su_factor &&
         a.sms == b.sms && a.relative_compute == b.relative_compute && a.bus_width_bits == b.bus_width_bits;
}

bool same_row(const TableRow& a, const TableRow& b) {
  return a.label == b.label && a.cells == b.cells && a.note == b.note && a.specification == b.specification && a.at == b.at &&
         a.source == b.source;
}

void check_same(const Loaded<Table>& a, const Loaded<Table>& b) {
  fuzz_check(a.value.has_value() == b.value.has_value() && same_errors(a, b));
  if (a.value) {
    const Table& left = *a.value;
    const Table& right = *b.value;
    fuzz_check(
        std::equal(left.profiles.begin(), left.profiles.end(), right.profiles.begin(), right.profiles.end(), same_profile));
    fuzz_check(std::equal(left.rows.begin(), left.rows.end(), right.rows.begin(), right.rows.end(), same_row));
  }
}

void check_names(const Table& table) {
  std::vector<std::string> names;
  for (const Profile& profile : table.profiles) {
    fuzz_check(!profile.name.empty());
    names.push_back(profile.name);
  }
  std::sort(names.begin(), names.end());
  fuzz_check(std::adjacent_find(names.begin(), names.end()) == names.end());
}

void check_table(const Table& table) {
  fuzz_check(!table.profiles.empty());
  for (const Profile& profile : table.profiles) {
    fuzz_check(!profile.label.empty());
    fuzz_check(profile.capacity.value > 0 && profile.capacity <= max_bytes);
    fuzz_check((!profile.su_factor || profile.su_factor->micro > 0) && profile.sms > 0);
    fuzz_check(!profile.relative_compute || profile.relative_compute->micro > 0);
    fuzz_check(!profile.bus_width_bits || *profile.bus_width_bits > 0);
  }
  for (const TableRow& row : table.rows) {
    fuzz_check(row.cells.size() == table.profiles.size());
    fuzz_check(table.find_row(row.label) == &row);
    fuzz_check(row.at.line > 1 && row.at.column == 1);
    for (const TableCell& cell : row.cells) {
      fuzz_check(cell.at.line >= row.at.line && cell.at.column > 0);
      fuzz_check(!(cell.figure && cell.unreadable) && (row.specification || (!cell.figure && !cell.unreadable)));
      fuzz_check(!cell.figure || (cell.figure->value > 0 && cell.figure->step > 0));
    }
  }
  fuzz_check(table.find_row("global  MEMORY") != nullptr);
  check_names(table);
}

// Every finding has its place and its figures, none comes twice, and all can be printed.
void check_findings(const Table& table) {
  const std::vector<Finding> findings = lint_table(table);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    fuzz_check(finding.row < table.rows.size() && !finding.figures.empty());
    const std::vector<TableCell>& cells = table.rows[finding.row].cells;
    fuzz_check(finding.at == cells.at(finding.figures.front().profile).at);
    for (const LintFigure& figure : finding.figures) {
      const TableCell& cell = cells.at(figure.profile);
      fuzz_check(figure.printed.has_value() == cell.figure.has_value() &&
                 figure.expected.has_value() == figure.printed.has_value());
      fuzz_check(!figure.printed || *figure.printed == cell.figure->value);
      fuzz_check(!figure.expected || (*figure.expected >= 0 && *figure.expected <= max_figure));
    }
    fuzz_check(!finding.factor || finding.factor->micro > 0);
    for (std::size_t k = 0; k < i; ++k) {
      fuzz_check(findings[k].code != finding.code || findings[k].row != finding.row);
    }
  }
  for (const bool ascii : {false, true}) {
    Style style;
    style.ascii = ascii;
    const std::string text = write_lint_text({}, &table, findings, "input", style);
    fuzz_check(text.find("clean") == 0 || !findings.empty());
    fuzz_check(text.find_first_of(std::string_view("\0\x1b\r", 3)) == std::string::npos);
    fuzz_check(!write_lint_json({}, &table, findings, "input", "0", ascii).empty());
  }
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    fuzz_check(memory_bandwidth(table, i).value_or(0) >= 0);
    const std::optional<MemoryShare> share = memory_share(table, i);
    fuzz_check(!share || (share->numerator > 0 && share->numerator <= share->denominator));
  }
}

const Site& wulver() {
  static const Loaded<Site> site = load_site(embedded_site(), "site.json");
  fuzz_check(site.value.has_value());
  return *site.value;
}

/// The same with a price for each option, whatever the table says.
const Site& flat_site() {
  static const Site site = [] {
    Site changed = wulver();
    for (ChargeFormula& charge : changed.charges) {
      charge.family = ChargeFamily::slice;
      for (const SiteOption& option : changed.options) {
        charge.rates.push_back({option.profile, SuPerHour{micro_per_unit}});
      }
    }
    return changed;
  }();
  fuzz_check(!needs_su_factor(site));
  return site;
}

void check_answers(const Table& table, const Site& site) {
  for (const Needs& needs : varied_needs()) {
    check_advice(needs, table, site);
  }
}

void check_exact_fit(const Table& table) {
  // An option holds what it has, to the byte.
  for (std::size_t i = 0; i < std::min<std::size_t>(table.profiles.size(), 4); ++i) {
    Needs needs;
    needs.gpu_memory = table.profiles[i].capacity;
    needs.headroom_percent = 0;
    check_advice(needs, table, wulver());
    const Advice advice = advise(needs, table, wulver());
    // A column of another GPU has no price, and so is no answer.
    fuzz_check(advice.options[i].fit == Fit::fits);
    fuzz_check(advice.options[i].eligible || advice.options[i].reasons.find(Rule::price_unknown) != nullptr);
  }
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  if (size > max_size) {
    return 0;
  }
  const std::string_view bytes = fuzz_text(data, size);
  const Loaded<Table> loaded = load_table(bytes, "input");
  check_loaded(loaded);
  // Loading is most of the work: tables that fail are loaded twice only now and then.
  if (loaded.value || size % 8 == 0) {
    check_same(loaded, load_table(bytes, "input"));
  }
  if (!loaded.value) {
    fuzz_check(!write_lint_text(loaded.errors, nullptr, {}, "input", Style{}).empty());
  }
  const Loaded<Table> lenient = load_table(bytes, "input", {.su_factor = false});
  check_loaded(lenient);
  if (lenient.value) {
    check_table(*lenient.value);
    check_answers(*lenient.value, flat_site());
  }
  if (loaded.value) {
    check_same(loaded, lenient);
    Table table = *loaded.value;
    check_table(table);
    for (const Profile& profile : table.profiles) {
      fuzz_check(profile.su_factor.has_value());
    }
    name_options(table, wulver());
    check_table(table);
    check_findings(table);
    const Table named = table;
    name_options(table, wulver());
    fuzz_check(
        std::equal(table.profiles.begin(), table.profiles.end(), named.profiles.begin(), named.profiles.end(), same_profile));
    check_answers(table, wulver());
    check_exact_fit(table);
  }
  return 0;
}
