#include "report/csv_writer.hpp"

#include <optional>
#include <string_view>

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

std::string ratio_or_nothing(std::optional<Ratio> ratio) { return ratio ? exact_text(ratio_number(*ratio)) : ""; }

}  // namespace

std::string write_csv(const Advice& advice) {
  Grid grid;
  for (const std::string_view key : {"option", "label", "gres", "fit", "eligible", "excluded_by", "recommended", "capacity_gib",
                                     "needed_gib", "used_share", "sms", "relative_compute", "jobs", "su_per_hour",
                                     "su_per_hour_standard", "su_at_most", "score", "rank", "break_even_speedup"}) {
    grid.columns.push_back({"", std::string(key), false});
  }
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    const Profile& profile = advice.table->profiles[i];
    const std::optional<Bytes>& need = advice.memory_needed;
    grid.rows.push_back({profile.name, profile.label, option.gres, std::string(fit_id(option.fit)), yes_or_no(option.eligible),
                         excluding_rules(option), yes_or_no(advice.recommended == i),
                         exact_text(gib_number(option.capacity, Rounding::down)),
                         need ? exact_text(gib_number(*need, Rounding::up)) : "",
                         need ? exact_text(share_number(need->value, option.capacity.value)) : "", std::to_string(option.sms),
                         ratio_or_nothing(option.relative_compute), std::to_string(advice.jobs),
                         option.priced ? exact_text(su_number(option.charged.micro)) : "",
                         option.priced ? exact_text(su_number(option.charge.total.micro)) : "",
                         option.at_most ? exact_text(su_number(option.at_most->micro)) : "",
                         option.score ? exact_text(score_number(*option.score)) : "",
                         option.rank ? std::to_string(*option.rank) : "", ratio_or_nothing(option.break_even_speedup)});
  }
  return grid_csv(grid);
}

}  // namespace migadvise
