#include "report/markdown_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/answer_parts.hpp"
#include "report/argument_writer.hpp"
#include "report/grid.hpp"
#include "report/live_sentences.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

namespace {

std::string headline(const Advice& advice) {
  if (!advice.recommended) {
    return "**No option will do.**\n";
  }
  const std::string& gres = advice.options[*advice.recommended].gres;
  const std::string finish = finish_text(advice);
  return fmt::format("**Recommended: {}**, {}, {}{}{}\n", markdown_text(counted_name(advice, *advice.recommended)),
                     gres.empty() ? "GRES unknown" : markdown_code("--gres=" + gres),
                     markdown_text(price_text(advice, *advice.recommended)), finish.empty() ? "" : ", ", finish);
}

std::string option_table(const Advice& advice) {
  Grid grid;
  grid.columns = {{"option", "", false}, {"GRES", "", false},   {"GPU memory", "", true}, {"used", "", true},
                  {"SMs", "", true},     {"SU/hour", "", true}, {"score", "", true}};
  if (advice.live) {
    grid.columns.push_back({std::string(idle_head), "", true});
  }
  grid.columns.push_back({"", "", false});
  for (const std::size_t index : display_order(advice)) {
    const OptionAdvice& option = advice.options[index];
    const std::string name = markdown_text(advice.table->profiles[index].name);
    const bool held = advice.memory_needed && option.fit != Fit::does_not_fit;
    grid.rows.push_back({advice.recommended == index ? "**" + name + "**" : name,
                         option.gres.empty() ? "?" : markdown_code(gres_type(option)), capacity_text(option.capacity) + " GiB",
                         held ? markdown_text(percent_text(advice.memory_needed->value, option.capacity.value)) : "",
                         std::to_string(option.sms), option.priced ? markdown_text(su_text(option.charge.total.micro)) : "-",
                         option.score ? markdown_text(score_text(*option.score)) : ""});
    if (advice.live) {
      grid.rows.back().push_back(idle_text(advice, option));
    }
    grid.rows.back().push_back(markdown_text(verdict_text(advice, index)));
  }
  if (!advice.place.qos->charged) {
    grid.columns[5].head = "would be SU/hour";
  }
  return grid_markdown(grid);
}

std::string finish_section(const Advice& advice) {
  if (!advice.recommended || !knows_times(advice)) {
    return "";
  }
  Grid grid = finish_grid(advice, {});
  for (std::vector<std::string>& row : grid.rows) {
    for (std::string& cell : row) {
      cell = markdown_text(cell);
    }
  }
  const std::string legend = mark_legend(advice, {});
  return fmt::format("\nTo finish the work{}:\n\n", advice.place.qos->charged ? "" : ", as it would be charged") +
         grid_markdown(grid) + (legend.empty() ? "" : "\n" + markdown_text(legend) + "\n");
}

std::string section(std::string_view head, const std::vector<std::string>& lines) {
  if (lines.empty()) {
    return "";
  }
  std::string out = fmt::format("\n{}:\n\n", head);
  for (const std::string& line : lines) {
    out += "- " + markdown_text(line) + "\n";
  }
  return out;
}

std::string every_rule(const Advice& advice) {
  Grid grid;
  grid.columns = {{"option", "", false}, {"rule", "", false}, {"verdict", "", false}, {"says", "", false}};
  for (const std::size_t index : display_order(advice)) {
    for (const RuleLine& line : rule_lines(advice, advice.options[index])) {
      grid.rows.push_back({markdown_text(advice.table->profiles[index].name), line.rule.empty() ? "" : markdown_code(line.rule),
                           std::string(line.verdict), markdown_text(line.text)});
    }
  }
  return "\nEvery rule on every option:\n\n" + grid_markdown(grid);
}

}  // namespace

std::string write_markdown(const Advice& advice, bool explain) {
  std::string out = headline(advice) + "\n" + option_table(advice);
  out += finish_section(advice);
  out += section("Why", why_lines(advice));
  out += section(warning_head(advice), warning_lines(advice));
  out += explain ? every_rule(advice) : "";
  for (const std::string& line : closing_lines(advice)) {
    out += "\n" + markdown_text(line) + "\n";
  }
  if (const std::vector<std::string> arguments = complete_arguments(advice); !arguments.empty()) {
    out += fmt::format("\n```sh\nsbatch {} job.sh\n```\n", fmt::join(arguments, " "));
  }
  return out;
}

}  // namespace migadvise
