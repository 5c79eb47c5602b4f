#include "report/text_writer.hpp"

#include <algorithm>
#include <vector>

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

struct Columns {
  std::size_t name = 6;
  std::size_t gres = 4;
  std::size_t memory = 15;
  std::size_t sms = 3;
  std::size_t rate = 7;
  std::size_t score = 5;
  std::size_t idle = 0;  // 0: no such column
  bool bar = true;
};

std::string memory_cell(const Advice& advice, const OptionAdvice& option, bool with_bar) {
  if (!advice.memory_needed) {
    return capacity_text(option.capacity) + " GiB";
  }
  const std::string share = pad_left(percent_text(advice.memory_needed->value, option.capacity.value), 5);
  return with_bar ? bar(advice.memory_needed->value, option.capacity.value) + share : share;
}

std::size_t whole_width(const Columns& columns) {
  const std::size_t idle = columns.idle > 0 ? columns.idle + 2 : 0;
  return 2 + columns.name + columns.gres + columns.memory + columns.sms + columns.rate + columns.score + 10 + idle;
}

Columns measure(const Advice& advice, const Style& style) {
  Columns columns;
  columns.rate = display_width(rate_head(advice));
  for (const OptionAdvice& option : advice.options) {
    columns.name = std::max(columns.name, display_width(printable(advice.table->profiles[option.profile].name)));
    columns.gres = std::max(columns.gres, display_width(gres_type(option)));
    columns.sms = std::max(columns.sms, std::to_string(option.sms).size());
    columns.rate = std::max(columns.rate, su_text(option.charge.total.micro).size());
    columns.idle = std::max({columns.idle, idle_text(advice, option).size(), advice.live ? idle_head.size() : 0});
  }
  if (whole_width(columns) > static_cast<std::size_t>(std::max(style.width, 0))) {
    columns.bar = false;
    columns.memory = 8;
    for (const OptionAdvice& option : advice.options) {
      columns.memory = std::max(columns.memory, display_width(memory_cell(advice, option, false)));
    }
  }
  if (advice.recommended && whole_width(columns) > static_cast<std::size_t>(std::max(style.width, 0))) {
    columns.idle = 0;  // they have a table of their own
  }
  return columns;
}

std::string row(const Columns& columns, std::string_view name, std::string_view gres, std::string_view memory,
                std::string_view sms, std::string_view rate, std::string_view score, std::string_view idle) {
  return fmt::format("  {}  {}  {}  {}  {}  {}", pad_right(name, columns.name), pad_right(gres, columns.gres),
                     pad_right(memory, columns.memory), pad_left(sms, columns.sms), pad_left(rate, columns.rate),
                     pad_left(score, columns.score)) +
         (columns.idle > 0 ? "  " + pad_left(idle, columns.idle) : "");
}

// Behind the reason why an option is ruled out.
std::string idle_besides(const Advice& advice, const Columns& columns, const OptionAdvice& option) {
  const bool told = columns.idle > 0 && option.live && option.live->in_service + option.live->out_of_service > 0;
  return told ? fmt::format(" ({} idle)", idle_text(advice, option)) : "";
}

// Where the options have no room for it beside them.
std::string idle_table(const Advice& advice, const Style& style) {
  Grid grid;
  grid.columns = {{"option", "", false}, {std::string(idle_head), "", true}};
  for (const std::size_t index : display_order(advice)) {
    grid.rows.push_back({printable(advice.table->profiles[index].name), idle_text(advice, advice.options[index])});
  }
  return "\n" + grid_text(grid, style);
}

std::string option_table(const Advice& advice, const Style& style) {
  const Columns columns = measure(advice, style);
  std::string_view memory_head = !columns.bar ? "GPU mem." : advice.memory_needed ? "GPU memory used" : "GPU memory";
  const std::string head = advice.recommended
                               ? row(columns, "option", "GRES", memory_head, "SMs", rate_head(advice), "score", idle_head)
                               : fmt::format("  {}  GRES", pad_right("option", columns.name));
  std::string out = paint(head, Paint::heading, style) + "\n";
  for (const std::size_t index : display_order(advice)) {
    const OptionAdvice& option = advice.options[index];
    const std::string name = printable(advice.table->profiles[index].name);
    if (!option.eligible) {
      const std::string first =
          fmt::format("  {}  {}  ", pad_right(name, columns.name), pad_right(gres_type(option), columns.gres));
      out += wrap(exclusion_text(advice, option) + idle_besides(advice, columns, option), first, style.width);
      continue;
    }
    const std::string score = option.score ? score_text(*option.score) : "-";
    const std::string line =
        row(columns, name, gres_type(option), memory_cell(advice, option, columns.bar), std::to_string(option.sms),
            su_text(option.charge.total.micro), score, idle_text(advice, option));
    out += paint(line, index == advice.recommended ? Paint::good : Paint::plain, style) + "\n";
  }
  return advice.live && columns.idle == 0 ? out + idle_table(advice, style) : out;
}

std::string section(std::string_view title, const std::vector<std::string>& lines, const Style& style) {
  if (lines.empty()) {
    return "";
  }
  std::string out = "\n" + paint(title, Paint::heading, style) + "\n";
  for (const std::string& line : lines) {
    out += wrap(line, "  - ", style.width);
  }
  return out;
}

// What the whole run takes and costs on each option.
std::string finish_section(const Advice& advice, const Style& style) {
  if (!advice.recommended || !knows_times(advice)) {
    return "";
  }
  const std::string_view would_be = advice.place.qos->charged ? "" : ", as it would be charged";
  std::string out = "\n" + paint(fmt::format("To finish the work{}", would_be), Paint::heading, style) + "\n";
  const std::string picture = finish_chart(advice, style);
  out += picture.empty() ? "" : picture + "\n";
  out += grid_text(finish_grid(advice, style), style);
  const std::string legend = mark_legend(advice, style);
  return legend.empty() ? out : out + wrap(legend, "  ", style.width);
}

std::string headline(const Advice& advice) {
  if (!advice.recommended) {
    return "No option will do.";
  }
  const std::string& gres = advice.options[*advice.recommended].gres;
  return fmt::format("Recommended: {}   {}   {}", counted_name(advice, *advice.recommended),
                     gres.empty() ? "GRES unknown" : "--gres=" + gres, price_text(advice, *advice.recommended));
}

std::string whole_headline(const Advice& advice) {
  const std::string finish = finish_text(advice);
  return headline(advice) + (finish.empty() ? "" : "   " + finish);
}

// What is too long for a line is broken before the finish, or else where it must be.
std::string painted_headline(const Advice& advice, const Style& style) {
  const std::string whole = whole_headline(advice);
  std::string lines = wrap(whole, "", style.width);
  if (display_width(whole) > static_cast<std::size_t>(style.width)) {
    lines = wrap(headline(advice), "", style.width);
    lines += finish_text(advice).empty() ? "" : wrap(finish_text(advice), "  ", style.width);
  }
  lines.pop_back();
  return paint(lines, advice.recommended ? Paint::good : Paint::bad, style) + "\n";
}

// A rule that rules an option out is red, whether or not the others agree.
std::string explained(const Advice& advice, const Style& style) {
  std::string out;
  for (const std::size_t index : display_order(advice)) {
    out += "\n" + paint("Every rule on " + option_text(advice, index), Paint::heading, style) + "\n";
    for (const RuleLine& line : rule_lines(advice, advice.options[index])) {
      const std::string first = fmt::format("  {}  {}  ", pad_right(line.verdict, 6), pad_right(line.rule, 15));
      std::string lines = wrap(line.text, first, style.width);
      lines.pop_back();
      out += paint(lines, line.verdict == verdict_id(Verdict::reject) ? Paint::bad : Paint::plain, style) + "\n";
    }
  }
  return out;
}

}  // namespace

std::string write_text(const Advice& advice, const Style& style, bool explain) {
  std::string out = painted_headline(advice, style) + "\n";
  out += option_table(advice, style);
  out += finish_section(advice, style);
  out += section("Why", why_lines(advice), style);
  out += section(warning_head(advice), warning_lines(advice), style);
  out += explain ? explained(advice, style) : "";
  const std::vector<std::string> closing = closing_lines(advice);
  out += closing.empty() ? "" : "\n";
  for (const std::string& line : closing) {
    out += wrap(line, "", style.width);
  }
  if (const std::vector<std::string> arguments = complete_arguments(advice); !arguments.empty()) {
    out += "\n" + paint("Submit", Paint::heading, style) + (has_placeholders(advice) ? " (fill in the capitals)\n" : "\n");
    out += fmt::format("  sbatch {} job.sh\n", fmt::join(arguments, " "));
  }
  return style.ascii ? to_ascii(out) : out;
}

std::string write_headline(const Advice& advice, const Style& style) {
  const std::string out = paint(whole_headline(advice), advice.recommended ? Paint::good : Paint::bad, style) + "\n";
  return style.ascii ? to_ascii(out) : out;
}

}  // namespace migadvise
