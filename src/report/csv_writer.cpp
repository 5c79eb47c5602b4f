#include "report/csv_writer.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "report/grid.hpp"
#include "report/number_text.hpp"

namespace migadvise {

namespace {

std::string excluding_rules(const OptionAdvice& option) {
  std::string ids;
  for (const Rule rule : excluded_by(option)) {
    ids += (ids.empty() ? "" : ";") + std::string(rule_id(rule));
  }
  return ids;
}

// Three cells: low, likely, high.
template <class T, class Write>
std::vector<std::string> range_cells(const std::optional<Range<T>>& range, Write figure) {
  if (!range) {
    return {"", "", ""};
  }
  return {figure(range->low), range->likely ? figure(*range->likely) : "", figure(range->high)};
}

// What is known of the run: on what it rests, run time, SU, relative SU.
std::vector<std::string> run_cells(const Advice& advice, const OptionAdvice& option) {
  const bool in_hours = option.run && !advice.relative_times;
  const bool told = in_hours || option.relative_cost;
  std::vector<std::string> cells{told ? std::string(basis_id(option.run->time.basis)) : ""};
  const auto add = [&](const std::vector<std::string>& more) { cells.insert(cells.end(), more.begin(), more.end()); };
  add(range_cells(in_hours ? std::optional(option.run->time) : std::nullopt,
                  [](Duration time) { return exact_text(hours_number(time)); }));
  add(range_cells(option.su_total, [](Su total) { return exact_text(su_number(total.micro)); }));
  add(range_cells(option.relative_cost, [](Ratio ratio) { return exact_text(ratio_number(ratio)); }));
  cells.push_back(option.pareto ? yes_or_no(*option.pareto) : "");
  return cells;
}

std::vector<std::string> live_cells(const OptionAdvice& option) {
  if (!option.live) {
    return {"", "", "", "", ""};
  }
  const LiveCount& live = *option.live;
  return {std::to_string(live.idle), live.idle_with_room ? std::to_string(*live.idle_with_room) : "",
          std::to_string(live.idle_planned), std::to_string(live.in_service), std::to_string(live.out_of_service)};
}

std::string ratio_or_nothing(std::optional<Ratio> ratio) { return ratio ? exact_text(ratio_number(*ratio)) : ""; }

}  // namespace

std::string write_csv(const Advice& advice) {
  Grid grid;
  for (const std::string_view key : {"option",
                                     "label",
                                     "gres",
                                     "fit",
                                     "eligible",
                                     "excluded_by",
                                     "recommended",
                                     "capacity_gib",
                                     "needed_gib",
                                     "used_share",
                                     "sms",
                                     "relative_compute",
                                     "jobs",
                                     "su_per_hour",
                                     "su_per_hour_standard",
                                     "su_at_most",
                                     "score",
                                     "rank",
                                     "break_even_speedup",
                                     "basis",
                                     "hours_low",
                                     "hours_likely",
                                     "hours_high",
                                     "su_total_low",
                                     "su_total_likely",
                                     "su_total_high",
                                     "relative_cost_low",
                                     "relative_cost_likely",
                                     "relative_cost_high",
                                     "pareto",
                                     "idle",
                                     "idle_with_room",
                                     "idle_planned",
                                     "in_service",
                                     "out_of_service"}) {
    grid.columns.push_back({"", std::string(key), false});
  }
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    const Profile& profile = advice.table->profiles[i];
    const std::optional<Bytes>& need = advice.memory_needed;
    std::vector<std::string> row{profile.name,
                                 profile.label,
                                 option.gres,
                                 std::string(fit_id(option.fit)),
                                 yes_or_no(option.eligible),
                                 excluding_rules(option),
                                 yes_or_no(advice.recommended == i),
                                 exact_text(gib_number(option.capacity, Rounding::down)),
                                 need ? exact_text(gib_number(*need, Rounding::up)) : "",
                                 need ? exact_text(share_number(need->value, option.capacity.value)) : "",
                                 std::to_string(option.sms),
                                 ratio_or_nothing(option.relative_compute),
                                 std::to_string(advice.jobs),
                                 option.priced ? exact_text(su_number(option.charged.micro)) : "",
                                 option.priced ? exact_text(su_number(option.charge.total.micro)) : "",
                                 option.at_most ? exact_text(su_number(option.at_most->micro)) : ""};
    row.insert(row.end(), {option.score ? exact_text(score_number(*option.score)) : "",
                           option.rank ? std::to_string(*option.rank) : "", ratio_or_nothing(option.break_even_speedup)});
    const std::vector<std::string> run = run_cells(advice, option);
    row.insert(row.end(), run.begin(), run.end());
    const std::vector<std::string> live = live_cells(option);
    row.insert(row.end(), live.begin(), live.end());
    grid.rows.push_back(std::move(row));
  }
  return grid_csv(grid);
}

}  // namespace migadvise
