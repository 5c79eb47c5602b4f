#include "report/compare_writer.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/answer_parts.hpp"
#include "report/compare_text.hpp"
#include "report/grid.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

namespace {

// A property and what it is for each choice, as plain text.
struct Property {
  std::string name;
  std::vector<std::string> cells;
  bool code = false;  // in Markdown in the typewriter face
};

std::string share_text(const std::optional<MemoryShare>& share) {
  if (!share) {
    return "unknown";
  }
  if (share->denominator == 1) {
    return share->numerator == 1 ? "all" : fmt::format("{} × all", share->numerator);
  }
  return fmt::format("{}/{}", share->numerator, share->denominator);
}

std::string basis_text(const ComparedChoice& one) {
  if (!one.job.run) {
    return "unknown";
  }
  const std::string_view basis = basis_id(one.job.run->time.basis);
  return one.several() ? fmt::format("{}, in {} parts", basis, one.choice.jobs) : std::string(basis);
}

class Properties {
 public:
  explicit Properties(const Comparison& comparison)
      : comparison_(comparison), several_(std::ranges::any_of(comparison.choices, &ComparedChoice::several)) {}

  [[nodiscard]] std::vector<Property> all() {
    add("jobs to submit", [](const ComparedChoice& one) { return std::to_string(one.choice.jobs); });
    add(several_ ? "GRES of each job" : "GRES", [](const ComparedChoice& one) { return gres_type(one.job); });
    properties_.back().code = true;
    if (several_) {
      add("isolation", [](const ComparedChoice& one) {
        return one.several() ? fmt::format("{} jobs, isolated", one.choice.jobs) : std::string("one job");
      });
    }
    add_both(
        "GPU memory", [](const ComparedChoice& one) { return capacity_text(one.job.capacity) + " GiB"; },
        [](const ComparedChoice& one) { return capacity_text(one.capacity_in_all) + " GiB"; });
    add_both(
        "SMs", [](const ComparedChoice& one) { return std::to_string(one.job.sms); },
        [](const ComparedChoice& one) { return std::to_string(one.sms_in_all); });
    add_both(
        "bandwidth and L2", [](const ComparedChoice& one) { return share_text(one.share); },
        [](const ComparedChoice& one) { return share_text(one.share_in_all); });
    add_both(
        "GPU charge", [&](const ComparedChoice& one) { return rate(one, one.job.charge.gpu); },
        [&](const ComparedChoice& one) { return rate(one, one.gpu_in_all); });
    add_both(
        "whole charge", [&](const ComparedChoice& one) { return rate(one, one.job.charge.total); },
        [&](const ComparedChoice& one) { return rate(one, one.in_all_standard); });
    if (knows_times(comparison_.advice)) {
      add_run();
    }
    return std::move(properties_);
  }

 private:
  template <class Cell>
  void add(std::string_view name, Cell cell) {
    Property property{std::string(name), {}};
    for (const ComparedChoice& one : comparison_.choices) {
      property.cells.push_back(cell(one));
    }
    properties_.push_back(std::move(property));
  }

  // Where each choice is one job, what one has is what there is in all.
  template <class Each, class InAll>
  void add_both(const std::string& name, Each each, InAll in_all) {
    add(several_ ? name + ", each" : name, each);
    if (several_) {
      add(name + ", in all", in_all);
    }
  }

  void add_run() {
    const bool charged = comparison_.advice.place.qos->charged;
    if (comparison_.advice.relative_times) {
      add("run time, shortest = 1",
          [](const ComparedChoice& one) { return one.relative_time ? ratio_range_text(*one.relative_time) : "unknown"; });
      add("SU, cheapest = 1",
          [](const ComparedChoice& one) { return one.job.relative_cost ? ratio_range_text(*one.job.relative_cost) : "unknown"; });
    } else {
      add(several_ ? "run time, each" : "run time",
          [](const ComparedChoice& one) { return one.job.run ? time_range_text(one.job.run->time) : "unknown"; });
      add(std::string(charged ? "SU" : "SU, would be") + (several_ ? ", in all" : ""), [](const ComparedChoice& one) {
        return one.job.su_total_standard ? su_range_text(*one.job.su_total_standard, "") : "unknown";
      });
    }
    add("basis", basis_text);
  }

  [[nodiscard]] std::string rate(const ComparedChoice& one, SuPerHour standard) const {
    if (!one.job.priced) {
      return "-";
    }
    return comparison_.advice.place.qos->charged ? fmt::format("{} SU/hour", su_text(standard.micro))
                                                 : fmt::format("0 (would be {})", su_text(standard.micro));
  }

  const Comparison& comparison_;
  bool several_;
  std::vector<Property> properties_;
};

// The choices from `first` on, as many as `count`.
Grid grid_of(const Comparison& comparison, const std::vector<Property>& properties, std::size_t first, std::size_t count) {
  Grid grid;
  grid.columns = {{"", "", false}};
  for (std::size_t i = first; i < first + count; ++i) {
    grid.columns.push_back({choice_text(comparison, i), "", false});
  }
  for (const Property& property : properties) {
    std::vector<std::string> row{property.name};
    row.insert(row.end(), property.cells.begin() + static_cast<std::ptrdiff_t>(first),
               property.cells.begin() + static_cast<std::ptrdiff_t>(first + count));
    grid.rows.push_back(std::move(row));
  }
  return grid;
}

std::size_t width_of(const std::string& text) {
  std::size_t widest = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    widest = std::max(widest, display_width(std::string_view(text).substr(start, end - start)));
    start = end + 1;
  }
  return widest;
}

// Every choice by itself, a property to a line: for terminals where not even one column fits beside the names.
std::string lists(const Comparison& comparison, const std::vector<Property>& properties, const Style& style) {
  std::string out;
  for (std::size_t i = 0; i < comparison.choices.size(); ++i) {
    out += (i == 0 ? "" : "\n") + paint("  " + choice_text(comparison, i), Paint::heading, style) + "\n";
    for (const Property& property : properties) {
      out += wrap(property.name + ": " + property.cells[i], "  ", style.width);
    }
  }
  return out;
}

std::string tables(const Comparison& comparison, const Style& style) {
  const std::vector<Property> properties = Properties(comparison).all();
  Style plain = style;
  plain.color = false;
  const auto fits = [&](std::size_t first, std::size_t count) {
    return width_of(grid_text(grid_of(comparison, properties, first, count), plain)) <=
           static_cast<std::size_t>(std::max(style.width, 1));
  };
  for (std::size_t i = 0; i < comparison.choices.size(); ++i) {
    if (!fits(i, 1)) {
      return lists(comparison, properties, style);
    }
  }
  std::string out;
  for (std::size_t first = 0; first < comparison.choices.size();) {
    std::size_t count = comparison.choices.size() - first;
    while (!fits(first, count)) {
      --count;
    }
    out += (first == 0 ? "" : "\n") + grid_text(grid_of(comparison, properties, first, count), style);
    first += count;
  }
  return out;
}

// What is below the table: of the charges, the assumption about parts, and of choices that cannot be had.
std::vector<std::string> table_notes(const Comparison& comparison) {
  const Advice& advice = comparison.advice;
  const Place& place = advice.place;
  const bool several = std::ranges::any_of(comparison.choices, &ComparedChoice::several);
  std::vector<std::string> lines{fmt::format("SU/hour: with {} and {} of host RAM for {} job on partition {} under QoS {}{}",
                                             count_text(advice.needs.cpus, "CPU"), print_host_ram(advice.ram),
                                             several ? "each" : "the", place.partition->name, place.qos_name,
                                             place.qos->charged ? "" : ", which charges nothing")};
  for (const Remark& remark : comparison.remarks) {
    if (remark_theme(remark.kind) == RemarkTheme::note) {
      lines.push_back(remark_text(comparison, remark));
    }
  }
  bool faulty = false;
  for (std::size_t i = 0; i < comparison.choices.size(); ++i) {
    const OptionAdvice& job = comparison.choices[i].job;
    const std::string name = choice_text(comparison, i);
    if (!job.eligible) {
      faulty = true;
      lines.push_back(fmt::format("{} cannot be asked for like this: {}", name, exclusion_reasons(advice, job)));
    } else if (job.gres.empty()) {
      lines.push_back(fmt::format("the site file names no GRES for {}", name));
    }
  }
  if (faulty) {
    const std::vector<std::string> faults = job_fault_lines(advice);
    lines.insert(lines.end(), faults.begin(), faults.end());
  }
  return lines;
}

struct Section {
  std::string head;
  std::vector<std::string> lines;
};

std::vector<Section> sections(const Comparison& comparison) {
  std::vector<Section> all;
  for (const Remark& remark : comparison.remarks) {
    std::string head;
    switch (remark_theme(remark.kind)) {
      case RemarkTheme::rather:
        head = fmt::format("{} rather than {}", choice_text(comparison, *remark.choice), choice_text(comparison, *remark.other));
        break;
      case RemarkTheme::cannot:
        head = "What separate jobs cannot do";
        break;
      case RemarkTheme::needs:
        head = "What separate jobs need";
        break;
      case RemarkTheme::note:
        continue;
    }
    const auto found = std::ranges::find(all, head, &Section::head);
    Section& section = found == all.end() ? all.emplace_back(Section{head, {}}) : *found;
    section.lines.push_back(remark_text(comparison, remark));
  }
  if (comparison.warnings.size() > 0) {
    Section& section = all.emplace_back(Section{"Beware", {}});
    for (const Reason& reason : comparison.warnings) {
      section.lines.push_back(reason_text(comparison.advice, reason));
    }
  }
  return all;
}

std::string closing_line(const Comparison& comparison) {
  if (knows_times(comparison.advice) || !comparison.any_accepted()) {
    return "";
  }
  return "Run times are not known: " + how_to_tell_times(*comparison.advice.site);
}

}  // namespace

std::string write_compare_text(const Comparison& comparison, const Style& style, bool quiet) {
  std::string out = tables(comparison, style);
  if (!quiet) {
    out += "\n";
    for (const std::string& line : table_notes(comparison)) {
      out += wrap(line, "", style.width);
    }
    for (const Section& section : sections(comparison)) {
      std::string head = wrap(section.head, "", style.width);
      head.pop_back();  // the line feed is not painted
      out += "\n" + paint(head, Paint::heading, style) + "\n";
      for (const std::string& line : section.lines) {
        out += wrap(line, "  - ", style.width);
      }
    }
    const std::string closing = closing_line(comparison);
    out += closing.empty() ? "" : "\n" + wrap(closing, "", style.width);
  }
  return style.ascii ? to_ascii(out) : out;
}

std::string write_compare_markdown(const Comparison& comparison) {
  const std::vector<Property> properties = Properties(comparison).all();
  Grid grid = grid_of(comparison, properties, 0, comparison.choices.size());
  for (GridColumn& column : grid.columns) {
    column.head = markdown_text(column.head);
  }
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    for (std::size_t k = 0; k < grid.rows[i].size(); ++k) {
      std::string& cell = grid.rows[i][k];
      cell = properties[i].code && k > 0 && cell != "?" ? markdown_code(cell) : markdown_text(cell);
    }
  }
  std::string out = grid_markdown(grid);
  const auto add = [&](const std::vector<std::string>& lines) {
    out += "\n";
    for (const std::string& line : lines) {
      out += "- " + markdown_text(line) + "\n";
    }
  };
  add(table_notes(comparison));
  for (const Section& section : sections(comparison)) {
    out += "\n" + markdown_text(section.head) + ":\n";
    add(section.lines);
  }
  const std::string closing = closing_line(comparison);
  return closing.empty() ? out : out + "\n" + markdown_text(closing) + "\n";
}

}  // namespace migadvise
