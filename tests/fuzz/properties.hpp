// What holds of everything that is loaded, and of every answer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "fuzz.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

inline bool same_diagnostic(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.file == b.file && a.at == b.at && a.args == b.args && a.excerpt == b.excerpt && a.hint == b.hint;
}

/// Either a value or errors, never both, and no more errors than are meant to be shown.
template <class T>
void check_loaded(const Loaded<T>& loaded) {
  fuzz_check(loaded.value.has_value() == loaded.errors.empty());
  fuzz_check(loaded.errors.size() <= max_diagnostics);
  for (const Diagnostic& error : loaded.errors) {
    fuzz_check(error.at.line >= 0 && (error.at.line == 0) == (error.at.column == 0));
    fuzz_check(error.excerpt.find_first_of("\r\n") == std::string::npos);
  }
}

/// Whether two loads of the same bytes failed alike.
template <class T>
bool same_errors(const Loaded<T>& a, const Loaded<T>& b) {
  return std::equal(a.errors.begin(), a.errors.end(), b.errors.begin(), b.errors.end(), same_diagnostic);
}

inline void check_reasons(const Reasons& reasons, std::size_t options) {
  for (const Reason& reason : reasons) {
    fuzz_check(reason.option >= -1 && reason.option < static_cast<std::int64_t>(options));
    fuzz_check(reason.figure_count <= Reason::max_figures);
    for (std::size_t i = 0; i < reason.figure_count; ++i) {
      const Figure& figure = reason.figures[i];
      fuzz_check(figure.value >= 0);
      fuzz_check(figure_unit(figure.name) != FigureUnit::option || figure.value < static_cast<std::int64_t>(options));
    }
  }
}

inline void check_option(const Advice& advice, const OptionAdvice& option) {
  const Charge& charge = option.charge;
  fuzz_check(charge.cpu.micro >= 0 && charge.ram.micro >= 0 && charge.gpu.micro >= 0);
  fuzz_check(charge.total.micro == std::max(charge.cpu.micro, charge.ram.micro) + charge.gpu.micro);
  fuzz_check(option.capacity.value > 0 && option.sms > 0);
  fuzz_check((option.fit == Fit::unknown) == !advice.memory_needed.has_value());
  fuzz_check(option.rank.has_value() == option.eligible);
  fuzz_check(!option.score || (option.eligible && option.score->micro > 0 && option.score->micro <= 100 * micro_per_unit));
  fuzz_check(!option.break_even_speedup || (option.eligible && option.break_even_speedup->micro > micro_per_unit));
  if (option.eligible) {
    fuzz_check(option.fit != Fit::does_not_fit);
    fuzz_check(!advice.memory_needed || option.capacity >= *advice.memory_needed);
    fuzz_check(!advice.needs.min_sms || option.sms >= *advice.needs.min_sms);
    fuzz_check(!advice.needs.min_compute || (option.relative_compute && *option.relative_compute >= *advice.needs.min_compute));
    fuzz_check(advice.needs.gpus == 0 || advice.table->profiles[option.profile].full());
  }
}

/// What is recommended will do, and is the best by the measure that was asked for.
inline void check_recommended(const Advice& advice) {
  std::vector<int> ranks;
  for (const OptionAdvice& option : advice.options) {
    if (option.rank) {
      ranks.push_back(*option.rank);
    }
  }
  std::sort(ranks.begin(), ranks.end());
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    fuzz_check(ranks[i] == static_cast<int>(i) + 1);
  }
  fuzz_check(advice.recommended.has_value() == !ranks.empty());
  if (!advice.recommended) {
    return;
  }
  const OptionAdvice& chosen = advice.options.at(*advice.recommended);
  fuzz_check(chosen.eligible && chosen.rank == 1);
  for (const OptionAdvice& other : advice.options) {
    if (!other.eligible) {
      continue;
    }
    if (chosen.fit == Fit::tight) {
      fuzz_check(other.fit == Fit::tight && other.capacity <= chosen.capacity);
    } else if (advice.needs.prefer == Prefer::cost) {
      fuzz_check(chosen.score == Ratio{100 * micro_per_unit} && other.charge.total >= chosen.charge.total);
    } else if (advice.needs.prefer == Prefer::speed) {
      fuzz_check(other.sms <= chosen.sms);
    }
  }
}

/// Asks for advice twice and checks it.
inline void check_advice(const Needs& needs, const Table& table, const Site& site) {
  const Advice advice = advise(needs, table, site);
  fuzz_check(advice.options.size() == table.profiles.size());
  for (const OptionAdvice& option : advice.options) {
    check_option(advice, option);
    check_reasons(option.reasons, advice.options.size());
  }
  check_recommended(advice);
  check_reasons(advice.why, advice.options.size());
  check_reasons(advice.warnings, advice.options.size());
  const Advice again = advise(needs, table, site);
  fuzz_check(again.recommended == advice.recommended);
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    fuzz_check(again.options[i].rank == advice.options[i].rank && again.options[i].score == advice.options[i].score);
    fuzz_check(again.options[i].charge.total == advice.options[i].charge.total);
  }
}

/// Requests that reach every rule, with the smallest and the largest values that a user can give.
inline std::vector<Needs> varied_needs() {
  std::vector<Needs> all(10);
  all[1].gpu_memory = Bytes{30 * bytes_per_gib};
  all[1].single_model = true;
  all[2].gpu_memory = Bytes{1};
  all[2].tasks = 100'000;
  all[2].prefer = Prefer::speed;
  all[3].gpu_memory = max_bytes;
  all[3].tasks = 100'000;
  all[3].coupled = true;
  all[4].gpu_memory = Bytes{100 * bytes_per_gib};
  all[4].gpus = 2;
  all[5].gpu_memory = Bytes{19 * bytes_per_gb};
  all[5].headroom_percent = 0;
  all[5].cpus = 32;
  all[5].cpus_given = true;
  all[5].prefer = Prefer::balanced;
  all[6].min_sms = 20;
  all[6].min_compute = Ratio{2 * micro_per_unit};
  all[6].ram = Bytes{std::int64_t{1} << 40};
  all[7].cpus = 100'000;
  all[7].ram = max_bytes;
  all[7].gpus = 100'000;
  all[8].gpu_memory = max_bytes;
  all[8].headroom_percent = 1000;
  all[9].gpu_memory = Bytes{40 * bytes_per_gib};
  all[9].headroom_percent = 1000;
  all[9].tasks = 4;
  all[9].coupled = true;
  return all;
}

}  // namespace migadvise
