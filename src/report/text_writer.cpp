#include "report/text_writer.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/argument_writer.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

namespace {

// The type in `gpu:a100_40g:1`.
std::string gres_type(const OptionAdvice& option) {
  const std::size_t first = option.gres.find(':');
  return first == std::string::npos ? "?" : option.gres.substr(first + 1, option.gres.rfind(':') - first - 1);
}

std::string headline(const Advice& advice) {
  if (!advice.recommended) {
    return "No option will do.";
  }
  const OptionAdvice& option = advice.options[*advice.recommended];
  const Profile& profile = advice.table->profiles[*advice.recommended];
  const std::string name =
      advice.needs.gpus > 1 ? fmt::format("{} × {}", advice.needs.gpus, profile.name) : printable(profile.name);
  const std::string rate = su_text(option.charge.total.micro);
  const std::string price = advice.jobs == 1
                                ? fmt::format("{} SU/hour", rate)
                                : fmt::format("{} jobs × {} = {} SU/hour", advice.jobs, rate, su_text(advice.all_jobs.micro));
  return fmt::format("Recommended: {}   {}   {}", name, option.gres.empty() ? "GRES unknown" : "--gres=" + option.gres, price);
}

// Ranked options first, then the others from the largest down.
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

struct Columns {
  std::size_t name = 6;
  std::size_t gres = 4;
  std::size_t memory = 15;
  std::size_t sms = 3;
  std::size_t rate = 7;
  std::size_t score = 5;
  bool bar = true;
};

std::string memory_cell(const Advice& advice, const OptionAdvice& option, bool with_bar) {
  if (!advice.memory_needed) {
    return capacity_text(option.capacity) + " GiB";
  }
  const std::string share = pad_left(percent_text(advice.memory_needed->value, option.capacity.value), 5);
  return with_bar ? bar(advice.memory_needed->value, option.capacity.value) + share : share;
}

Columns measure(const Advice& advice, const Style& style) {
  Columns columns;
  for (const OptionAdvice& option : advice.options) {
    columns.name = std::max(columns.name, display_width(printable(advice.table->profiles[option.profile].name)));
    columns.gres = std::max(columns.gres, display_width(gres_type(option)));
    columns.sms = std::max(columns.sms, std::to_string(option.sms).size());
    columns.rate = std::max(columns.rate, su_text(option.charge.total.micro).size());
  }
  const std::size_t full = 2 + columns.name + columns.gres + columns.memory + columns.sms + columns.rate + columns.score + 10;
  if (full > static_cast<std::size_t>(std::max(style.width, 0))) {
    columns.bar = false;
    columns.memory = 8;
    for (const OptionAdvice& option : advice.options) {
      columns.memory = std::max(columns.memory, display_width(memory_cell(advice, option, false)));
    }
  }
  return columns;
}

std::string row(const Columns& columns, std::string_view name, std::string_view gres, std::string_view memory,
                std::string_view sms, std::string_view rate, std::string_view score) {
  return fmt::format("  {}  {}  {}  {}  {}  {}", pad_right(name, columns.name), pad_right(gres, columns.gres),
                     pad_right(memory, columns.memory), pad_left(sms, columns.sms), pad_left(rate, columns.rate),
                     pad_left(score, columns.score));
}

std::string option_table(const Advice& advice, const Style& style) {
  const Columns columns = measure(advice, style);
  std::string_view memory_head = !columns.bar ? "GPU mem." : advice.memory_needed ? "GPU memory used" : "GPU memory";
  const std::string head = advice.recommended ? row(columns, "option", "GRES", memory_head, "SMs", "SU/hour", "score")
                                              : fmt::format("  {}  GRES", pad_right("option", columns.name));
  std::string out = paint(head, Paint::heading, style) + "\n";
  for (const std::size_t index : display_order(advice)) {
    const OptionAdvice& option = advice.options[index];
    const std::string name = printable(advice.table->profiles[index].name);
    if (!option.eligible) {
      const std::string first =
          fmt::format("  {}  {}  ", pad_right(name, columns.name), pad_right(gres_type(option), columns.gres));
      out += wrap(exclusion_text(advice, option), first, style.width);
      continue;
    }
    const std::string score = option.score ? score_text(*option.score) : "-";
    const std::string line = row(columns, name, gres_type(option), memory_cell(advice, option, columns.bar),
                                 std::to_string(option.sms), su_text(option.charge.total.micro), score);
    out += paint(line, index == advice.recommended ? Paint::good : Paint::plain, style) + "\n";
  }
  return out;
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

std::vector<std::string> why_lines(const Advice& advice) {
  std::vector<std::string> lines;
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
    lines.push_back(reason_text(advice, reason));
  }
  return lines;
}

std::string submit_line(const Advice& advice) {
  return fmt::format("  sbatch {} --partition={} --qos={} --account={} --time=HH:MM:SS job.sh\n",
                     fmt::join(sbatch_arguments(advice), " "), advice.site->default_partition, advice.site->default_qos,
                     advice.site->account_placeholder);
}

}  // namespace

std::string write_text(const Advice& advice, const Style& style) {
  std::string headline_lines = wrap(headline(advice), "", style.width);
  headline_lines.pop_back();
  std::string out = paint(headline_lines, advice.recommended ? Paint::good : Paint::bad, style) + "\n\n";
  out += option_table(advice, style);
  out += section("Why", why_lines(advice), style);
  out += section(advice.recommended ? "Beware" : "What would help", warning_lines(advice), style);
  if (advice.recommended) {
    out += "\n" + wrap("SU per hour only: what the whole job costs depends on how long it runs on each option.", "", style.width);
    if (advice.memory_needed) {
      out += wrap("GPU memory is the peak allocated plus about 0.5 GiB; a reading of nvidia-smi is an upper limit.", "",
                  style.width);
    }
    if (!advice.options[*advice.recommended].gres.empty()) {
      out += "\n" + paint("Submit", Paint::heading, style) + " (fill in the capitals)\n" + submit_line(advice);
    }
  }
  return style.ascii ? to_ascii(out) : out;
}

}  // namespace migadvise
