#include "migadvise/lint.hpp"

#include <algorithm>
#include <array>

#include "core/bandwidth_formula.hpp"
#include "core/int128.hpp"

namespace migadvise {

namespace {

// Twice a range, so that half a step is whole, over a common denominator: what an expected figure may be, given the rounding of
// the figures it is computed from.
struct Expectation {
  Int128 twice_low = 0;
  Int128 twice_high = 0;
  std::int64_t denominator = 1;
};

// figure · factor / denominator; the figure as the range that its printed digits stand for.
Expectation from_printed(const PrintedFigure& figure, std::int64_t factor, std::int64_t denominator) {
  const Int128 twice = static_cast<Int128>(figure.value) * 2;
  return {(twice - figure.step) * factor, (twice + figure.step) * factor, denominator};
}

// A count is what it says: nothing is rounded.
Expectation from_count(std::int64_t count, std::int64_t factor, std::int64_t denominator) {
  const Int128 twice = static_cast<Int128>(count) * 2 * factor;
  return {twice, twice, denominator};
}

bool agrees(const PrintedFigure& printed, const Expectation& expected) {
  const Int128 twice = static_cast<Int128>(printed.value) * 2;
  return (twice + printed.step) * expected.denominator >= expected.twice_low &&
         (twice - printed.step) * expected.denominator <= expected.twice_high;
}

std::int64_t middle(const Expectation& expected) {
  const Int128 four_times = expected.twice_low + expected.twice_high;
  const Int128 divisor = static_cast<Int128>(expected.denominator) * 4;
  return static_cast<std::int64_t>(std::min<Int128>((four_times + divisor / 2) / divisor, max_figure));
}

// Whether |a − b| is at most so many percent of b.
bool within_percent(Int128 a, Int128 b, int percent) {
  const Int128 difference = a < b ? b - a : a - b;
  return difference * 100 <= b * percent;
}

constexpr int nominal_percent = 10;

class Linter {
 public:
  explicit Linter(const Table& table) : table_(table), largest_(largest_profile(table)) {}

  std::vector<Finding> run() {
    check_readable();
    check_threads();
    check_relative_compute();
    check_bandwidth();
    check_bandwidth_note();
    check_usable_in_gib();
    check_usable_above_global();
    check_l2_cache();
    check_profile_names();
    check_su_factor();
    std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
      return a.at.line != b.at.line ? a.at.line < b.at.line : a.at.column < b.at.column;
    });
    return findings_;
  }

 private:
  [[nodiscard]] std::optional<PrintedFigure> figure(Specification specification, std::size_t profile) const {
    return table_.figure(specification, profile);
  }

  void add(LintCode code, const TableRow& row, std::vector<LintFigure> figures) {
    if (!figures.empty()) {
      const Position at = row.cells[figures.front().profile].at;
      const auto index = static_cast<std::size_t>(&row - table_.rows.data());
      findings_.push_back({code, index, at, std::move(figures), std::nullopt});
    }
  }

  // Asks `expect(profile)` for each figure of a row and lists those that deviate.
  template <class Expect>
  [[nodiscard]] std::vector<LintFigure> deviations(const TableRow& row, Expect expect) const {
    std::vector<LintFigure> figures;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::optional<PrintedFigure> printed = row.cells[i].figure;
      const std::optional<Expectation> expected = printed ? expect(i) : std::nullopt;
      if (expected && !agrees(*printed, *expected)) {
        figures.push_back({i, printed->value, middle(*expected)});
      }
    }
    return figures;
  }

  void check_readable() {
    for (const TableRow& row : table_.rows) {
      std::vector<LintFigure> figures;
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i].unreadable) {
          figures.push_back({i, std::nullopt, std::nullopt});
        }
      }
      add(LintCode::unreadable_figure, row, std::move(figures));
    }
  }

  void check_threads() {
    const TableRow* const row = table_.find_row(Specification::threads);
    if (row == nullptr) {
      return;
    }
    add(LintCode::threads, *row, deviations(*row, [&](std::size_t i) -> std::optional<Expectation> {
          const auto sms = figure(Specification::sms, i);
          const auto per_sm = figure(Specification::threads_per_sm, i);
          return sms && per_sm ? std::optional(from_count(sms->value, per_sm->value, 1)) : std::nullopt;
        }));
  }

  // The SMs of the option that the table takes as 1, or where none is, the fewest.
  [[nodiscard]] std::optional<std::int64_t> sms_of_one() const {
    std::optional<std::int64_t> fewest;
    bool fewest_is_one = false;
    for (std::size_t i = 0; i < table_.profiles.size(); ++i) {
      const auto sms = figure(Specification::sms, i);
      const auto compute = figure(Specification::relative_compute, i);
      const bool is_one = compute && compute->value == micro_per_unit;
      if (sms && is_one >= fewest_is_one && (!fewest || is_one > fewest_is_one || sms->value < *fewest)) {
        fewest = sms->value;
        fewest_is_one = is_one;
      }
    }
    return fewest;
  }

  void check_relative_compute() {
    const TableRow* const row = table_.find_row(Specification::relative_compute);
    const std::optional<std::int64_t> one = sms_of_one();
    if (row == nullptr || !one) {
      return;
    }
    add(LintCode::relative_compute, *row, deviations(*row, [&](std::size_t i) -> std::optional<Expectation> {
          const auto sms = figure(Specification::sms, i);
          return sms ? std::optional(from_count(sms->value, micro_per_unit, *one)) : std::nullopt;
        }));
  }

  void check_bandwidth() {
    const TableRow* const row = table_.find_row(Specification::bandwidth);
    if (row == nullptr) {
      return;
    }
    add_bandwidth(LintCode::bandwidth, *row, deviations(*row, [&](std::size_t i) -> std::optional<Expectation> {
                    const auto clock = figure(Specification::memory_clock, i);
                    const auto width = figure(Specification::bus_width, i);
                    return clock && width ? std::optional(from_printed(*clock, width->value * bits_per_clock, bits_per_byte))
                                          : std::nullopt;
                  }));
  }

  // A formula with a width in figures speaks of the options of that width, in a table without widths of the largest option.
  [[nodiscard]] std::optional<Expectation> stated(const BandwidthFormula& formula, std::size_t profile) const {
    const std::optional<PrintedFigure> clock = formula.clock ? formula.clock : figure(Specification::memory_clock, profile);
    const std::optional<PrintedFigure> own_width = figure(Specification::bus_width, profile);
    const bool other_width =
        formula.width && (own_width ? own_width->value != *formula.width : profile != largest_ || has_widths());
    if (!clock || other_width || (!formula.width && !own_width)) {
      return std::nullopt;
    }
    return from_printed(*clock, formula.width.value_or(own_width ? own_width->value : 0) * formula.numerator,
                        formula.denominator);
  }

  [[nodiscard]] bool has_widths() const { return table_.find_row(Specification::bus_width) != nullptr; }

  // A note may state several formulas: an option deviates when it agrees with none of them.
  void check_bandwidth_note() {
    const TableRow* const row = table_.find_row(Specification::bandwidth);
    if (row == nullptr) {
      return;
    }
    const std::vector<BandwidthFormula> formulas = read_bandwidth_formulas(row->note);
    add_bandwidth(LintCode::bandwidth_note, *row, deviations(*row, [&](std::size_t i) {
                    std::optional<Expectation> first;
                    for (const BandwidthFormula& formula : formulas) {
                      const std::optional<Expectation> expected = stated(formula, i);
                      if (expected && agrees(*row->cells[i].figure, *expected)) {
                        return expected;
                      }
                      first = first ? first : expected;
                    }
                    return first;
                  }));
  }

  void add_bandwidth(LintCode code, const TableRow& row, std::vector<LintFigure> figures) {
    const std::optional<Ratio> factor = common_factor(figures);
    const std::size_t before = findings_.size();
    add(code, row, std::move(figures));
    if (findings_.size() > before) {
      findings_.back().factor = factor;
    }
  }

  // Of the sums, so that the figures with the most digits weigh most; nothing when a figure is more than 5 % off it.
  static std::optional<Ratio> common_factor(const std::vector<LintFigure>& figures) {
    Int128 printed = 0;
    Int128 expected = 0;
    for (const LintFigure& figure : figures) {
      printed += *figure.printed;
      expected += *figure.expected;
    }
    constexpr int alike_percent = 5;
    constexpr std::int64_t largest_sum = 10'000'000 * bytes_per_gb;  // products of sums stay within 128 bits
    const bool common =
        expected > 0 && expected <= largest_sum && std::all_of(figures.begin(), figures.end(), [&](const LintFigure& figure) {
          return within_percent(*figure.printed * expected, *figure.expected * printed, alike_percent);
        });
    const Int128 micro = common ? printed * micro_per_unit / expected : 0;
    return micro > 0 && micro < max_figure ? std::optional(Ratio{static_cast<std::int64_t>(micro)}) : std::nullopt;
  }

  void check_usable_in_gib() {
    const TableRow* const row = table_.find_row(Specification::usable_memory);
    if (row == nullptr) {
      return;
    }
    constexpr int alike_percent = 3;
    std::vector<LintFigure> figures;
    for (std::size_t i = 0; i < row->cells.size(); ++i) {
      const std::optional<PrintedFigure> usable = row->cells[i].figure;
      const std::optional<PrintedFigure> global = figure(Specification::global_memory, i);
      if (!usable || !global) {
        continue;
      }
      if (usable->binary || !within_percent(static_cast<Int128>(usable->value) * bytes_per_gib,
                                            static_cast<Int128>(global->value) * bytes_per_gb, alike_percent)) {
        return;
      }
      figures.push_back({i, usable->value, global->value});
    }
    add(LintCode::usable_in_gib, *row, std::move(figures));
  }

  void check_usable_above_global() {
    const TableRow* const row = table_.find_row(Specification::usable_memory);
    if (row == nullptr) {
      return;
    }
    add(LintCode::usable_above_global, *row, deviations(*row, [&](std::size_t i) -> std::optional<Expectation> {
          const std::optional<PrintedFigure> global = figure(Specification::global_memory, i);
          if (!global || row->cells[i].figure->value <= global->value) {
            return std::nullopt;
          }
          return from_printed(*global, 1, 1);
        }));
  }

  void check_l2_cache() {
    const TableRow* const row = table_.find_row(Specification::l2_cache);
    const std::optional<PrintedFigure> whole = figure(Specification::l2_cache, largest_);
    if (row == nullptr || !whole) {
      return;
    }
    add(LintCode::l2_cache, *row, deviations(*row, [&](std::size_t i) -> std::optional<Expectation> {
          const std::optional<MemoryShare> share = memory_share(table_, i);
          return share ? std::optional(from_printed(*whole, share->numerator, share->denominator)) : std::nullopt;
        }));
  }

  // The GB in the head of the column, else in the name that the site has for it.
  [[nodiscard]] static std::optional<int> nominal_gb(const Profile& profile) {
    if (profile.head.profile) {
      return profile.head.profile->memory_gb;
    }
    if (profile.head.memory_gb) {
      return profile.head.memory_gb;
    }
    const std::optional<ProfileName> name = parse_profile_name(profile.name);
    return name ? std::optional(name->memory_gb) : std::nullopt;
  }

  void check_profile_names() {
    const TableRow* const row = table_.find_row(Specification::global_memory);
    if (row == nullptr) {
      return;
    }
    std::vector<LintFigure> figures;
    for (std::size_t i = 0; i < row->cells.size(); ++i) {
      const std::optional<PrintedFigure> global = row->cells[i].figure;
      const std::optional<int> gb = nominal_gb(table_.profiles[i]);
      const std::int64_t nominal = gb.value_or(0) * bytes_per_gb;
      if (global && gb && !within_percent(global->value, nominal, nominal_percent)) {
        figures.push_back({i, global->value, nominal});
      }
    }
    add(LintCode::profile_name, *row, std::move(figures));
  }

  void check_su_factor() {
    const TableRow* const row = table_.find_row(Specification::su_factor);
    const std::optional<PrintedFigure> whole = figure(Specification::su_factor, largest_);
    const std::optional<PrintedFigure> whole_memory = figure(Specification::global_memory, largest_);
    if (row == nullptr || !whole || !whole_memory) {
      return;
    }
    std::vector<LintFigure> figures;
    for (std::size_t i = 0; i < row->cells.size(); ++i) {
      const std::optional<PrintedFigure> factor = row->cells[i].figure;
      const std::optional<PrintedFigure> memory = figure(Specification::global_memory, i);
      if (factor && memory &&
          !within_percent(static_cast<Int128>(factor->value) * whole_memory->value,
                          static_cast<Int128>(whole->value) * memory->value, nominal_percent)) {
        figures.push_back({i, factor->value, multiply_divide(whole->value, memory->value, whole_memory->value)});
      }
    }
    add(LintCode::su_factor, *row, std::move(figures));
  }

  const Table& table_;
  std::size_t largest_;
  std::vector<Finding> findings_;
};

}  // namespace

LintUnit lint_unit(LintCode code) {
  constexpr std::array<LintUnit, 10> units{LintUnit::ratio,
                                           LintUnit::threads,
                                           LintUnit::ratio,
                                           LintUnit::bytes_per_second,
                                           LintUnit::bytes_per_second,
                                           LintUnit::bytes,
                                           LintUnit::bytes,
                                           LintUnit::bytes,
                                           LintUnit::bytes,
                                           LintUnit::su_per_hour};
  return units[static_cast<std::size_t>(code)];
}

std::vector<Finding> lint_table(const Table& table) { return Linter(table).run(); }

}  // namespace migadvise
