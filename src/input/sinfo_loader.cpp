#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/sinfo_gres.hpp"
#include "input/sinfo_rows.hpp"
#include "input/sinfo_state.hpp"
#include "input/source_text.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

constexpr std::int64_t max_megabytes = 1'000'000'000'000;
constexpr std::int64_t max_cpus = 1'000'000'000'000;
constexpr std::size_t max_partition_bytes = 256;

std::optional<std::int64_t> read_number(std::string_view text, std::int64_t largest) {
  std::int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    number = number * 10 + (c - '0');
    if (number > largest) {
      return std::nullopt;
    }
  }
  return text.empty() ? std::nullopt : std::optional(number);
}

// The idle ones of `10/118/0/128`: allocated, idle, others, in all.
std::optional<std::int64_t> read_idle_cpus(std::string_view text) {
  std::array<std::int64_t, 4> figures{};
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const std::size_t slash = text.find('/');
    const bool last = i + 1 == figures.size();
    if (last != (slash == std::string_view::npos)) {
      return std::nullopt;
    }
    const std::optional<std::int64_t> figure = read_number(text.substr(0, slash), max_cpus);
    if (!figure) {
      return std::nullopt;
    }
    figures[i] = *figure;
    text.remove_prefix(last ? text.size() : slash + 1);
  }
  return figures[1];
}

// sinfo adds up the CPUs of all nodes of a row, which need not have as many each, also where all are free: of several is known
// what each has free only where none has any.
std::optional<std::int64_t> free_of_each(std::int64_t idle, std::int64_t nodes) {
  return nodes == 1 || idle == 0 ? std::optional(idle) : std::nullopt;
}

// Of nodes with more or less host RAM, sinfo gives the least with a `+` behind it.
bool is_least(const std::optional<SinfoCell>& cell) { return cell && cell->text.ends_with('+'); }

const GresCount* find_type(const std::vector<GresCount>& gpus, std::string_view type) {
  const auto found = std::ranges::find(gpus, type, &GresCount::type);
  return found == gpus.end() ? nullptr : &*found;
}

// What is used without a type where types are configured may be of any of them; what is used of types that are not configured is
// of the GPUs without one.
std::vector<NodeGpus> put_together(const std::vector<GresCount>& configured, const std::vector<GresCount>& used) {
  const GresCount* const untyped = find_type(configured, "");
  std::vector<NodeGpus> gpus;
  for (const GresCount& kind : configured) {
    std::int64_t taken = 0;
    for (const GresCount& one : used) {
      const bool is_configured = find_type(configured, one.type) != nullptr;
      const bool may_be_this = one.type.empty() ? untyped == nullptr : !is_configured && kind.type.empty();
      taken += one.type == kind.type || may_be_this ? one.count : 0;
    }
    gpus.push_back({kind.type, kind.count, std::min(taken, max_live_count)});
  }
  return gpus;
}

class Loader {
 public:
  Loader(const SourceText& source, std::string_view partition) : source_(source), partition_(partition) {}

  Loaded<LiveCluster> load() {
    SinfoRows read = read_sinfo_rows(source_);
    errors_ = std::move(read.errors);
    LiveCluster cluster;
    for (const SinfoRow& row : read.rows) {
      if (errors_.size() >= max_diagnostics) {
        break;
      }
      const std::size_t before = errors_.size();
      const std::string_view partition = partition_of(*row[SinfoColumn::partition]);
      if (partition != partition_) {
        note_other(partition);
        continue;
      }
      LiveNodes nodes = read_row(row);
      if (errors_.size() == before) {
        cluster.nodes.push_back(std::move(nodes));
      }
    }
    if (errors_.empty() && cluster.nodes.empty()) {
      errors_.push_back({Code::live_no_partition, std::string(source_.name()), {}, {std::string(partition_)}, "", told_of()});
    }
    if (!errors_.empty()) {
      sort_by_place(errors_);
      return {std::nullopt, std::move(errors_)};
    }
    return {std::move(cluster), {}};
  }

 private:
  void error(Code code, const SinfoCell& cell, std::vector<std::string> args, std::string hint = {}) {
    if (errors_.size() < max_diagnostics) {
      errors_.push_back(source_.diagnostic(code, cell.offset, std::move(args), std::move(hint)));
    }
  }

  void bad_value(SinfoColumn column, const SinfoCell& cell, std::string expected) {
    error(Code::live_bad_value, cell, {std::string(sinfo_column_name(column)), std::string(cell.text), std::move(expected)});
  }

  LiveNodes read_row(const SinfoRow& row) {
    LiveNodes nodes;
    nodes.partition = partition_;
    read_nodes(row, nodes);
    read_service(row, nodes);
    read_room(row, nodes);
    const std::vector<GresCount> configured = read_gres(SinfoColumn::gres, row, 1);
    nodes.gpus = put_together(configured, read_gres(SinfoColumn::gres_used, row, std::nullopt));
    return nodes;
  }

  // The default partition has a `*` behind its name.
  std::string_view partition_of(const SinfoCell& cell) {
    const std::string_view name = cell.text.substr(0, cell.text.size() - (cell.text.ends_with('*') ? 1 : 0));
    if (name.empty() || name.size() > max_partition_bytes) {
      bad_value(SinfoColumn::partition, cell, "the name of a partition");
    }
    return name;
  }

  void note_other(std::string_view partition) {
    if (others_.size() < most_others && std::ranges::find(others_, partition) == others_.end()) {
      others_.push_back(partition);
    }
  }

  [[nodiscard]] std::string told_of() const {
    std::string text;
    for (const std::string_view name : others_) {
      text.append(text.empty() ? "it tells of partition " : ", ").append(name);
    }
    return text.empty() ? sinfo_hint() : text;
  }

  // In one partition, sinfo tells of a node once.
  void check_once(const SinfoCell& nodes) {
    const auto [known, is_new] = nodes_.emplace(nodes.text, nodes.offset);
    if (!is_new && !nodes.text.empty()) {
      error(Code::live_same_node, nodes,
            {std::string(nodes.text), std::to_string(source_.position(known->second).line), std::string(partition_)},
            "keep the row that is right, or save all anew: " + sinfo_command());
    }
  }

  void read_nodes(const SinfoRow& row, LiveNodes& nodes) {
    if (const std::optional<SinfoCell>& list = row[SinfoColumn::node_list]) {
      check_once(*list);
    }
    if (const std::optional<SinfoCell>& cell = row[SinfoColumn::nodes]) {
      const std::optional<std::int64_t> count = read_number(cell->text, max_live_count);
      if (!count || *count == 0) {
        bad_value(SinfoColumn::nodes, *cell, "a whole number from 1 to " + std::to_string(max_live_count));
      }
      nodes.nodes = std::max<std::int64_t>(count.value_or(1), 1);
    } else if (row[SinfoColumn::node_list]->text.find_first_of("[,") != std::string_view::npos) {
      const SinfoCell& list = *row[SinfoColumn::node_list];
      error(Code::live_several_nodes, list, {std::string(list.text)}, sinfo_hint());
    }
  }

  void read_service(const SinfoRow& row, LiveNodes& nodes) {
    const SinfoCell& state = *row[SinfoColumn::state];
    if (const std::optional<NodeService> service = read_node_state(state.text)) {
      nodes.service = *service;
    } else {
      error(Code::live_unknown_state, state, {std::string(state.text)}, "drained in its place leaves the node out");
    }
    if (const std::optional<SinfoCell>& cell = row[SinfoColumn::available]) {
      const std::optional<bool> up = read_availability(cell->text);
      if (!up) {
        bad_value(SinfoColumn::available, *cell, "up, down, drain or inact");
      } else if (!*up) {
        nodes.service = NodeService::out;
      }
    }
  }

  void read_room(const SinfoRow& row, LiveNodes& nodes) {
    if (const std::optional<SinfoCell>& cell = row[SinfoColumn::cpus]) {
      if (const std::optional<std::int64_t> idle = read_idle_cpus(cell->text)) {
        nodes.cpus_free = free_of_each(*idle, nodes.nodes);
      } else {
        bad_value(SinfoColumn::cpus, *cell, "four numbers such as 10/118/0/128");
      }
    }
    const std::optional<std::int64_t> memory = read_megabytes(SinfoColumn::memory, row);
    const std::optional<std::int64_t> given = read_megabytes(SinfoColumn::alloc_memory, row);
    if (memory && given && (nodes.nodes == 1 || !is_least(row[SinfoColumn::memory]))) {
      nodes.ram_free = Bytes{std::max<std::int64_t>(*memory - *given, 0) * bytes_per_mib};
    }
  }

  std::optional<std::int64_t> read_megabytes(SinfoColumn column, const SinfoRow& row) {
    const std::optional<SinfoCell>& cell = row[column];
    if (!cell || cell->text == "N/A") {
      return std::nullopt;
    }
    const std::string_view digits = cell->text.substr(0, cell->text.size() - (cell->text.ends_with('+') ? 1 : 0));
    const std::optional<std::int64_t> number = read_number(digits, max_megabytes);
    if (!number) {
      bad_value(column, *cell, "a whole number of MB");
    }
    return number;
  }

  std::vector<GresCount> read_gres(SinfoColumn column, const SinfoRow& row, std::optional<std::int64_t> default_count) {
    const SinfoCell& cell = *row[column];
    std::optional<std::vector<GresCount>> gpus = read_gpus(cell.text, default_count);
    if (!gpus) {
      error(Code::live_bad_gres, cell, {std::string(sinfo_column_name(column)), std::string(cell.text)},
            errors_.empty() ? sinfo_hint() : "");
    }
    return gpus ? *std::move(gpus) : std::vector<GresCount>{};
  }

  static constexpr std::size_t most_others = 10;

  const SourceText& source_;
  std::string_view partition_;
  std::vector<std::string_view> others_;           ///< some of the other partitions
  std::map<std::string_view, std::size_t> nodes_;  ///< those of the partition that were read, and where
  std::vector<Diagnostic> errors_;
};

}  // namespace

Loaded<LiveCluster> load_live(std::string_view bytes, std::string_view file, std::string_view partition) {
  const SourceText source(file, bytes);
  return Loader(source, partition).load();
}

}  // namespace migadvise
