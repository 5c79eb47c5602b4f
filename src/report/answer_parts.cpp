#include "report/answer_parts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "report/layout.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

namespace {

std::string_view mark_text(Mark mark) {
  constexpr std::array<std::string_view, 4> texts{"recommended", "unbeaten", "beaten by another", "not known well enough"};
  return texts[static_cast<std::size_t>(mark)];
}

}  // namespace

std::string counted_name(const Advice& advice, std::size_t option) {
  const Profile& profile = advice.table->profiles[option];
  const std::string name = printable(profile.name);
  return advice.needs.gpus > 1 && profile.full() ? fmt::format("{} × {}", advice.needs.gpus, name) : name;
}

std::string price_text(const Advice& advice, std::size_t option) {
  const SuPerHour one = advice.options[option].charge.total;
  const std::string rate = su_text(one.micro);
  if (!advice.place.qos->charged) {
    return advice.jobs == 1 ? fmt::format("0 SU/hour (would be {})", rate)
                            : fmt::format("{} jobs, 0 SU/hour (would be {} each)", advice.jobs, rate);
  }
  if (advice.jobs == 1) {
    return fmt::format("{} SU/hour", rate);
  }
  return fmt::format("{} jobs × {} = {} SU/hour", advice.jobs, rate, su_text(multiply_divide(one.micro, advice.jobs, 1)));
}

bool knows_times(const Advice& advice) {
  return std::ranges::any_of(advice.options, [](const OptionAdvice& option) { return option.run.has_value(); });
}

std::string finish_text(const Advice& advice) {
  if (!advice.recommended || !knows_times(advice)) {
    return "";
  }
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  if (advice.warnings.find(Rule::cost_undecided) != nullptr) {
    return "cost to finish undecided";
  }
  if (!chosen.su_total || !chosen.run->time.likely) {
    return "";
  }
  const std::string_view about = chosen.run->time.exact() ? "" : "about ";
  const std::string cost =
      fmt::format("{}{} SU", about, su_text_of(chosen.su_total_standard->likely->micro, chosen.run->time.exact()));
  return fmt::format("{} in {}", advice.place.qos->charged ? cost : fmt::format("0 SU (would be {})", cost),
                     time_text(*chosen.run->time.likely));
}

Mark mark_of(const Advice& advice, std::size_t option) {
  const std::optional<bool> unbeaten = advice.options[option].pareto;
  if (advice.by_time && advice.recommended == option) {
    return Mark::best;
  }
  return !unbeaten ? Mark::unknown : *unbeaten ? Mark::contender : Mark::dominated;
}

Grid finish_grid(const Advice& advice, const Style& style) {
  Grid grid;
  grid.columns = {{"", "", false}, {"option", "", false}};
  if (!advice.relative_times) {
    grid.columns.insert(grid.columns.end(), {{"run time", "", false}, {"SU", "", false}});
  }
  if (advice.relative_times) {
    grid.columns.push_back({"SU, cheapest = 1", "", false});
  }
  grid.columns.push_back({"basis", "", false});
  for (const std::size_t index : display_order(advice)) {
    const OptionAdvice& option = advice.options[index];
    if (!option.eligible) {
      continue;
    }
    const Mark mark = mark_of(advice, index);
    std::vector<std::string> row{advice.by_time ? mark_sign(mark, style) : "", printable(advice.table->profiles[index].name)};
    if (!advice.relative_times) {
      row.push_back(option.run ? time_range_text(option.run->time) : "unknown");
      row.push_back(option.su_total_standard ? su_range_text(*option.su_total_standard, "") : "");
    }
    if (advice.relative_times) {
      row.push_back(option.relative_cost ? ratio_range_text(*option.relative_cost) : "unknown");
    }
    row.emplace_back(option.run ? basis_id(option.run->time.basis) : "unknown");
    grid.rows.push_back(std::move(row));
  }
  return grid;
}

std::string mark_legend(const Advice& advice, const Style& style) {
  std::string text;
  for (const Mark mark : {Mark::best, Mark::contender, Mark::dominated, Mark::unknown}) {
    bool is_there = false;
    for (std::size_t i = 0; i < advice.options.size(); ++i) {
      is_there = is_there || (advice.options[i].eligible && mark_of(advice, i) == mark);
    }
    if (advice.by_time && is_there) {
      text += fmt::format("{}{} {}", text.empty() ? "" : "   ", mark_sign(mark, style), mark_text(mark));
    }
  }
  return text;
}

std::string finish_chart(const Advice& advice, const Style& style) {
  std::vector<ChartPoint> points;
  std::int64_t longest = 0;
  std::int64_t dearest = 0;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    if (!option.eligible || !option.run || !option.su_total_standard) {
      continue;
    }
    const Range<Duration>& time = option.run->time;
    const Range<Su>& cost = *option.su_total_standard;
    ChartPoint point{printable(advice.table->profiles[i].name),
                     mark_of(advice, i),
                     {time.low.milliseconds, {}, time.high.milliseconds},
                     {cost.low.micro, {}, cost.high.micro}};
    if (time.likely) {
      point.x.likely = time.likely->milliseconds;
      point.y.likely = cost.likely->micro;
    }
    longest = std::max(longest, point.x.high);
    dearest = std::max(dearest, point.y.high);
    points.push_back(std::move(point));
  }
  if (!advice.by_time || points.size() < 2 || dearest == 0) {
    return "";
  }
  const Duration width = time_to_round_up(Duration{longest});
  const Su height = su_to_round_up(Su{dearest});
  return chart(points, {"run time", width.milliseconds, time_text(width)},
               {advice.jobs > 1 ? "SU for all jobs" : "SU", height.micro, su_text(height.micro)}, style);
}

std::string_view rate_head(const Advice& advice) { return advice.place.qos->charged ? "SU/hour" : "would be"; }

std::string gres_type(const OptionAdvice& option) {
  const std::size_t first = option.gres.find(':');
  return first == std::string::npos ? "?" : option.gres.substr(first + 1, option.gres.rfind(':') - first - 1);
}

std::vector<std::size_t> display_order(const Advice& advice) {
  std::vector<std::size_t> order(advice.options.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const OptionAdvice& left = advice.options[a];
    const OptionAdvice& right = advice.options[b];
    if (left.rank && right.rank) {
      return *left.rank < *right.rank;
    }
    if (left.rank || right.rank) {
      return left.rank.has_value();
    }
    return left.capacity > right.capacity;
  });
  return order;
}

std::vector<std::string> why_lines(const Advice& advice) {
  std::vector<std::string> lines = advice.recommended ? std::vector<std::string>{} : job_fault_lines(advice);
  for (const Reason& reason : advice.why) {
    lines.push_back(reason_text(advice, reason));
  }
  for (const std::size_t index : display_order(advice)) {
    if (const Reason* const reason = advice.options[index].reasons.find(Rule::break_even)) {
      lines.push_back(reason_text(advice, *reason));
    }
  }
  return lines;
}

std::vector<std::string> warning_lines(const Advice& advice) {
  std::vector<std::string> lines;
  for (const Reason& reason : advice.warnings) {
    if (reason.rule == Rule::nothing_eligible) {
      continue;  // the headline has said it
    }
    lines.push_back(reason_text(advice, reason));
  }
  return lines;
}

std::string_view warning_head(const Advice& advice) { return advice.recommended ? "Beware" : "What would help"; }

std::string how_to_tell_times(const Site& site) {
  const bool is_free =
      std::ranges::any_of(site.options, [&](const SiteOption& option) { return find_free_qos(site, option.profile) != nullptr; });
  const std::string_view how =
      site.compute_classes.empty()
          ? "--measured OPTION=TIME for two options gives an answer"
          : "--compute light|medium|heavy gives an assumption, --measured OPTION=TIME for two options an answer";
  return fmt::format("{}{}.", how, is_free ? "; migadvise probe measures at no charge" : "");
}

std::vector<std::string> closing_lines(const Advice& advice) {
  if (!advice.recommended) {
    return {};
  }
  std::vector<std::string> lines;
  const auto rests_on = [&](Basis basis) {
    return std::ranges::any_of(advice.options, [&](const OptionAdvice& option) {
      return option.eligible && option.run && option.run->time.basis == basis;
    });
  };
  if (!knows_times(advice)) {
    lines.push_back("The cost to finish is unknown without run times: " + how_to_tell_times(*advice.site));
  }
  if (rests_on(Basis::assumed) && advice.needs.compute) {
    lines.push_back(
        fmt::format("--compute {} is an assumption about the program: --measured OPTION=TIME for two options gives an answer.",
                    compute_class_id(*advice.needs.compute)));
  }
  // Where the measurements do not fit the model, other words stand above.
  if (rests_on(Basis::predicted) && advice.time_fit == TimeFit::scaling) {
    lines.emplace_back("About nine in ten published measurements lie inside such predicted ranges.");
  }
  if (advice.memory_needed) {
    lines.emplace_back("GPU memory is the peak allocated plus about 0.5 GiB; a reading of nvidia-smi is an upper limit.");
  }
  return lines;
}

}  // namespace migadvise
