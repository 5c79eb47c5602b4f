#include "migadvise/advice.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>

namespace migadvise {

namespace {

constexpr std::array<std::string_view, rule_count> rule_ids{
    "gpu_memory",       "min_sms",         "min_compute",  "whole_gpus",       "gpus_per_node",   "gres_unknown", "charge",
    "break_even",       "tasks",           "single_model", "only_option",      "cheapest",        "largest",      "fewer_gpus",
    "host_ram_term",    "cpu_term",        "split",        "memory_unknown",   "headroom_missed", "gres_missing", "nothing_fits",
    "nothing_eligible", "decimal_reading", "several_gpus", "host_ram_spelling"};

struct FigureEntry {
  std::string_view id;
  FigureUnit unit;
};

constexpr std::size_t figure_count = static_cast<std::size_t>(FigureName::equal) + 1;

// In the order of FigureName.
constexpr std::array<FigureEntry, figure_count> figure_entries{{{"needed", FigureUnit::bytes},
                                                                {"with_headroom", FigureUnit::bytes},
                                                                {"capacity", FigureUnit::bytes},
                                                                {"spare", FigureUnit::bytes},
                                                                {"per_process", FigureUnit::bytes},
                                                                {"headroom", FigureUnit::percent},
                                                                {"headroom_left", FigureUnit::percent},
                                                                {"sms", FigureUnit::count},
                                                                {"sms_asked", FigureUnit::count},
                                                                {"relative_compute", FigureUnit::ratio},
                                                                {"relative_compute_asked", FigureUnit::ratio},
                                                                {"smaller_fitting", FigureUnit::count},
                                                                {"tasks", FigureUnit::count},
                                                                {"parts", FigureUnit::count},
                                                                {"gpus", FigureUnit::count},
                                                                {"gpus_asked", FigureUnit::count},
                                                                {"cpus", FigureUnit::count},
                                                                {"ram", FigureUnit::bytes},
                                                                {"ram_covered", FigureUnit::bytes},
                                                                {"cpu", FigureUnit::su_per_hour},
                                                                {"ram", FigureUnit::su_per_hour},
                                                                {"gpu", FigureUnit::su_per_hour},
                                                                {"total", FigureUnit::su_per_hour},
                                                                {"other_total", FigureUnit::su_per_hour},
                                                                {"other_gpu", FigureUnit::su_per_hour},
                                                                {"speedup", FigureUnit::ratio},
                                                                {"option", FigureUnit::option},
                                                                {"options", FigureUnit::count},
                                                                {"equal", FigureUnit::count}}};

const FigureEntry& figure_entry(FigureName name) { return figure_entries[static_cast<std::size_t>(name)]; }

}  // namespace

std::string_view rule_id(Rule rule) { return rule_ids[static_cast<std::size_t>(rule)]; }

std::string_view verdict_id(Verdict verdict) {
  constexpr std::array<std::string_view, 4> ids{"accept", "tight", "reject", "note"};
  return ids[static_cast<std::size_t>(verdict)];
}

FigureUnit figure_unit(FigureName name) { return figure_entry(name).unit; }

std::string_view figure_id(FigureName name) { return figure_entry(name).id; }

Reason::Reason(Rule of, Verdict found, std::initializer_list<Figure> with) : rule(of), verdict(found) {
  assert(with.size() <= max_figures);
  for (const Figure& figure : with) {
    figures[figure_count++] = figure;
  }
}

Reason::Reason(Rule of, Verdict found, std::size_t about, std::initializer_list<Figure> with) : Reason(of, found, with) {
  option = static_cast<std::int32_t>(about);
}

std::int64_t Reason::operator[](FigureName name) const {
  for (std::size_t i = 0; i < figure_count; ++i) {
    if (figures[i].name == name) {
      return figures[i].value;
    }
  }
  return 0;
}

void Reasons::add(const Reason& reason) {
  assert(size_ < items_.size());
  items_[size_++] = reason;
}

const Reason* Reasons::find(Rule rule) const {
  const Reason* const found = std::find_if(begin(), end(), [&](const Reason& reason) { return reason.rule == rule; });
  return found == end() ? nullptr : found;
}

}  // namespace migadvise
