#include "report/profiles_writer.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/answer_parts.hpp"
#include "report/grid.hpp"
#include "report/number_text.hpp"

namespace migadvise {

namespace {

std::string share_text(const Advice& advice, std::size_t index) {
  const std::optional<MemoryShare> share = memory_share(*advice.table, index);
  if (!share) {
    return "";
  }
  return share->denominator == 1 ? "all" : fmt::format("{}/{}", share->numerator, share->denominator);
}

std::string printed_bandwidth(const Advice& advice, std::size_t index) {
  const TableRow* const row = advice.table->find_row(Specification::bandwidth);
  return row == nullptr ? "" : printable(row->cells[index].text);
}

std::string computed_bandwidth(const Advice& advice, std::size_t index) {
  const std::optional<std::int64_t> bandwidth = memory_bandwidth(*advice.table, index);
  return bandwidth ? exact_text(terabytes_number(*bandwidth)) : "";
}

// The price of an option, or a dash where it has none.
std::string rate_text(const Advice& advice, std::size_t index) {
  const OptionAdvice& option = advice.options[index];
  return option.priced ? su_text(option.charge.total.micro) : "-";
}

// The columns of the table for people; the cells are plain text.
Grid grid_of(const Advice& advice) {
  Grid grid;
  grid.columns = {{"option", "", false}, {"GRES", "", false},   {"GiB", "", true},
                  {"GB", "", true},      {"SMs", "", true},     {"share", "", true},
                  {"TB/s", "", true},    {"printed", "", true}, {std::string(rate_head(advice)), "", true}};
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    grid.rows.push_back({printable(advice.table->profiles[i].name), gres_type(option),
                         format_decimal(option.capacity.value, bytes_per_gib, 2, Rounding::down),
                         format_decimal(option.capacity.value, bytes_per_gb, 2, Rounding::down), std::to_string(option.sms),
                         share_text(advice, i), computed_bandwidth(advice, i), printed_bandwidth(advice, i),
                         rate_text(advice, i)});
  }
  return grid;
}

std::vector<std::string> column_notes(const Advice& advice) {
  const Place& place = advice.place;
  std::vector<std::string> lines{
      fmt::format("{}: of a job with {} and {} of host RAM on partition {} under QoS {}{}", rate_head(advice),
                  count_text(advice.needs.cpus, "CPU"), print_host_ram(advice.ram), place.partition->name, place.qos_name,
                  place.qos->charged ? "" : ", which charges nothing"),
      "GiB, GB: GPU memory, binary and decimal", "share: of the memory slices, and so of the memory bandwidth and the L2 cache",
      "TB/s: memory clock × bus width × 2 ÷ 8; printed: the memory bandwidth as the table has it"};
  if (std::ranges::any_of(advice.options, [](const OptionAdvice& option) { return !option.priced; })) {
    lines.emplace_back("-: cannot be had there, or the price is unknown; migadvise cost OPTION says why");
  }
  if (std::ranges::any_of(advice.options, [](const OptionAdvice& option) { return option.priced && !option.eligible; })) {
    lines.emplace_back("such a job is not accepted there; migadvise cost OPTION says why");
  }
  return lines;
}

}  // namespace

std::string write_profiles_text(const Advice& advice, const Style& style, bool quiet) {
  std::string out = grid_text(grid_of(advice), style);
  if (!quiet) {
    out += "\n";
    for (const std::string& line : column_notes(advice)) {
      out += wrap(line, "", style.width);
    }
  }
  return style.ascii ? to_ascii(out) : out;
}

std::string write_profiles_markdown(const Advice& advice) {
  Grid grid = grid_of(advice);
  for (std::vector<std::string>& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = i == 1 ? markdown_code(row[i]) : markdown_text(row[i]);
    }
  }
  std::string out = grid_markdown(grid) + "\n";
  for (const std::string& line : column_notes(advice)) {
    out += "- " + markdown_text(line) + "\n";
  }
  return out;
}

std::string write_profiles_csv(const Advice& advice) {
  Grid grid;
  for (const std::string_view key :
       {"option", "label", "gres", "accepted", "capacity_gib", "capacity_gb", "sms", "relative_compute", "memory_share",
        "bandwidth_tb_per_s", "bandwidth_printed", "gpu_su_per_hour", "su_per_hour", "su_per_hour_standard"}) {
    grid.columns.push_back({"", std::string(key), false});
  }
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    const Profile& profile = advice.table->profiles[i];
    const std::optional<MemoryShare> share = memory_share(*advice.table, i);
    grid.rows.push_back(
        {profile.name, profile.label, option.gres, yes_or_no(option.eligible),
         exact_text(gib_number(option.capacity, Rounding::down)), exact_text(gb_number(option.capacity)),
         std::to_string(option.sms), option.relative_compute ? exact_text(ratio_number(*option.relative_compute)) : "",
         share ? exact_text(share_number(share->numerator, share->denominator)) : "", computed_bandwidth(advice, i),
         printed_bandwidth(advice, i), option.priced ? exact_text(su_number(option.charge.gpu.micro)) : "",
         option.priced ? exact_text(su_number(option.charged.micro)) : "",
         option.priced ? exact_text(su_number(option.charge.total.micro)) : ""});
  }
  return grid_csv(grid);
}

}  // namespace migadvise
