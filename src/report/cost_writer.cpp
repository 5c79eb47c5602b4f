#include "report/cost_writer.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/answer_parts.hpp"
#include "report/grid.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

namespace {

const OptionAdvice& priced_option(const Cost& cost) { return cost.advice.options[cost.option]; }
const Profile& profile_of(const Cost& cost) { return cost.advice.table->profiles[cost.option]; }

bool is_priced(const Cost& cost) { return priced_option(cost).priced; }

std::string name_of(const Cost& cost) { return counted_name(cost.advice, cost.option); }

// `9`, `0 (would be 9)`.
std::string figure_text(const Cost& cost, std::int64_t charged, std::int64_t standard) {
  return cost.advice.place.qos->charged ? su_text(charged) : fmt::format("0 (would be {})", su_text(standard));
}

// `5 SU/hour`, `2.78 SU for 3 jobs`: the charge, and what it would be where the QoS charges nothing.
std::string charge_figure(const Cost& cost) {
  if (!is_priced(cost)) {
    const Place& place = cost.advice.place;
    return priced_option(cost).reasons.find(Rule::price_unknown) != nullptr ? "price unknown"
           : goes_with(*place.partition, *place.qos)
               ? fmt::format("no price on partition {}", place.partition->name)
               : fmt::format("no price on partition {} under QoS {}", place.partition->name, place.qos_name);
  }
  const std::int64_t charged = cost.total ? cost.total->micro : cost.all_jobs.micro;
  const std::int64_t standard = cost.total_standard ? cost.total_standard->micro : cost.all_jobs_standard.micro;
  const std::string unit = fmt::format("{}{}", cost.total ? "SU" : "SU/hour",
                                       cost.advice.jobs > 1 ? fmt::format(" for {} jobs", cost.advice.jobs) : "");
  return cost.advice.place.qos->charged ? fmt::format("{} {}", su_text(charged), unit)
                                        : fmt::format("0 {} (would be {})", unit, su_text(standard));
}

std::string hours_figure(const Cost& cost) { return exact_text(hours_number(*cost.hours)); }

// How the charge comes about, a line for each step.
std::vector<std::string> steps(const Cost& cost) {
  std::vector<std::string> lines;
  if (!is_priced(cost)) {
    return lines;
  }
  const Reason& charge = *priced_option(cost).reasons.find(Rule::charge);
  lines.push_back(reason_text(cost.advice, charge));
  const std::string rate = su_text(cost.all_jobs_standard.micro);
  if (cost.advice.jobs > 1) {
    lines.push_back(
        fmt::format("{} jobs × {} = {} SU/hour", cost.advice.jobs, su_text(priced_option(cost).charge.total.micro), rate));
  }
  if (cost.hours) {
    lines.push_back(fmt::format("{} SU/hour × {} h = {} SU", rate, hours_figure(cost), su_text(cost.total_standard->micro)));
  }
  // Of a QoS that charges nothing it says that as well.
  const auto add_quota = [&] {
    if (cost.quota_share) {
      lines.push_back(reason_text(cost.advice, *cost.quota_share));
    }
  };
  if (!cost.advice.place.qos->charged) {
    if (!cost.quota_share || !cost.quota->left) {
      lines.push_back(fmt::format("QoS {} charges nothing", cost.advice.place.qos_name));
    }
    add_quota();
    return lines;
  }
  if (cost.total && cost.allocation != nullptr) {
    lines.push_back(fmt::format("{} of the {} SU per {}", percent_text(cost.total->micro, cost.allocation->su.micro),
                                su_text(cost.allocation->su.micro), printable(cost.allocation->holder)));
  }
  add_quota();
  if (cost.money) {
    const Price& price = *cost.advice.site->price;
    lines.push_back(fmt::format("bought beyond the allocation, at {} {} per SU: {} {}{}", ratio_text(price.per_su),
                                price.currency, su_text(cost.money->micro), price.currency,
                                price.at_least ? fmt::format(" (sold from {} SU up)", su_text(price.at_least->micro)) : ""));
  }
  return lines;
}

std::vector<std::string> notes(const Cost& cost) {
  std::vector<std::string> lines;
  if (!cost.accepted) {
    lines.push_back(
        fmt::format("{} cannot be asked for like this: {}", name_of(cost), exclusion_reasons(cost.advice, priced_option(cost))));
    const std::vector<std::string> faults = job_fault_lines(cost.advice);
    lines.insert(lines.end(), faults.begin(), faults.end());
  }
  if (priced_option(cost).gres.empty()) {
    lines.push_back(fmt::format("the site file names no GRES for {}", name_of(cost)));
  }
  const std::vector<std::string> warnings = cost_warning_lines(cost);
  lines.insert(lines.end(), warnings.begin(), warnings.end());
  return lines;
}

}  // namespace

std::vector<std::string> cost_warning_lines(const Cost& cost) {
  std::vector<std::string> lines;
  for (const Reason& warning : cost.warnings) {
    lines.push_back(reason_text(cost.advice, warning));
  }
  return lines;
}

std::string write_cost_text(const Cost& cost, const Style& style, bool quiet) {
  const std::string& gres = priced_option(cost).gres;
  std::string head = fmt::format("{}: {}", name_of(cost), charge_figure(cost));
  if (!gres.empty() && !quiet) {
    head += fmt::format("   --gres={}", gres);
  }
  std::string out = paint(head, cost.accepted ? Paint::good : Paint::bad, style) + "\n";
  if (!quiet) {
    const auto add_lines = [&](const std::vector<std::string>& lines, std::string_view first) {
      out += lines.empty() ? "" : "\n";
      for (const std::string& line : lines) {
        out += wrap(line, first, style.width);
      }
    };
    add_lines(steps(cost), "  ");
    add_lines(notes(cost), "");
  }
  return style.ascii ? to_ascii(out) : out;
}

std::string write_cost_markdown(const Cost& cost) {
  const OptionAdvice& option = priced_option(cost);
  Grid grid;
  grid.columns = {{"option", "", false}, {"GRES", "", false}, {"CPUs", "", true},    {"host RAM", "", true},
                  {"jobs", "", true},    {"hours", "", true}, {"SU/hour", "", true}, {"SU", "", true}};
  grid.rows.push_back({markdown_text(name_of(cost)), option.gres.empty() ? "?" : markdown_code(option.gres),
                       std::to_string(cost.advice.needs.cpus), print_host_ram(cost.advice.ram), std::to_string(cost.advice.jobs),
                       cost.hours ? hours_figure(cost) : "",
                       option.priced ? markdown_text(figure_text(cost, cost.all_jobs.micro, cost.all_jobs_standard.micro)) : "-",
                       cost.total ? markdown_text(figure_text(cost, cost.total->micro, cost.total_standard->micro)) : ""});
  std::string out = grid_markdown(grid);
  std::vector<std::string> lines = steps(cost);
  const std::vector<std::string> extra = notes(cost);
  lines.insert(lines.end(), extra.begin(), extra.end());
  out += lines.empty() ? "" : "\n";
  for (const std::string& line : lines) {
    out += "- " + markdown_text(line) + "\n";
  }
  return out;
}

std::string write_cost_csv(const Cost& cost) {
  const OptionAdvice& option = priced_option(cost);
  const Advice& advice = cost.advice;
  const auto figure = [&](std::int64_t micro) { return is_priced(cost) ? exact_text(su_number(micro)) : ""; };
  const auto figure_or_nothing = [&](const std::optional<Su>& su) { return su ? figure(su->micro) : ""; };
  Grid grid;
  for (const std::string_view key : {"option",
                                     "label",
                                     "gres",
                                     "accepted",
                                     "cpus",
                                     "ram_gib",
                                     "gpus",
                                     "jobs",
                                     "hours",
                                     "partition",
                                     "qos",
                                     "cpu_su_per_hour",
                                     "ram_su_per_hour",
                                     "gpu_su_per_hour",
                                     "su_per_hour",
                                     "su_per_hour_standard",
                                     "su_per_hour_all_jobs",
                                     "su_total",
                                     "su_total_standard",
                                     "allocation_su",
                                     "allocation_holder",
                                     "money",
                                     "currency",
                                     "money_at_least_su"}) {
    grid.columns.push_back({"", std::string(key), false});
  }
  const std::optional<Price>& sold = advice.site->price;
  const int gpus = profile_of(cost).full() && advice.needs.gpus > 1 ? advice.needs.gpus : 1;
  grid.rows.push_back({profile_of(cost).name,
                       profile_of(cost).label,
                       option.gres,
                       yes_or_no(cost.accepted),
                       std::to_string(advice.needs.cpus),
                       exact_text(gib_number(advice.ram, Rounding::up)),
                       std::to_string(gpus),
                       std::to_string(advice.jobs),
                       cost.hours ? hours_figure(cost) : "",
                       advice.place.partition->name,
                       advice.place.qos_name,
                       figure(option.charge.cpu.micro),
                       figure(option.charge.ram.micro),
                       figure(option.charge.gpu.micro),
                       figure(option.charged.micro),
                       figure(option.charge.total.micro),
                       figure(cost.all_jobs.micro),
                       figure_or_nothing(cost.total),
                       figure_or_nothing(cost.total_standard),
                       cost.allocation != nullptr ? exact_text(su_number(cost.allocation->su.micro)) : "",
                       cost.allocation != nullptr ? cost.allocation->holder : "",
                       cost.money ? exact_text(su_number(cost.money->micro)) : "",
                       cost.money ? sold->currency : "",
                       cost.money && sold->at_least ? exact_text(su_number(sold->at_least->micro)) : ""});
  return grid_csv(grid);
}

}  // namespace migadvise
