#include "core/live_count.hpp"

#include <algorithm>
#include <string>

#include "core/rules.hpp"

namespace migadvise {

namespace {

// The GRES type of an option of this advice, or null.
const std::string* type_of(const Advice& advice, std::size_t option) {
  const Profile& profile = advice.table->profiles[option];
  return is_other_gpu(profile, *advice.site) ? nullptr : advice.site->find_gres(profile.name);
}

// GPUs without a type are of an option only where the partition offers no other.
bool takes_untyped(const Advice& advice, std::size_t option) {
  const std::vector<std::string>& offered = advice.place.partition->options;
  return offered.size() == 1 && offered.front() == advice.table->profiles[option].name;
}

bool is_of_option(const Advice& advice, const NodeGpus& gpus, std::size_t option) {
  const std::string* const type = type_of(advice, option);
  return type != nullptr && (gpus.type == *type || (gpus.type.empty() && takes_untyped(advice, option)));
}

// How many of the idle GPUs of one node such jobs could get at once; nothing where that depends on what is not told.
std::optional<std::int64_t> with_room(const Advice& advice, const LiveNodes& node, std::int64_t idle, std::int64_t gpus_of_one) {
  std::int64_t jobs = node.service == NodeService::open ? idle / gpus_of_one : 0;
  if (node.cpus_free) {
    jobs = std::min(jobs, *node.cpus_free / advice.needs.cpus);
  }
  if (node.ram_free && advice.ram.value > 0) {
    jobs = std::min(jobs, node.ram_free->value / advice.ram.value);
  }
  if (jobs > 0 && (!node.cpus_free || !node.ram_free)) {
    return std::nullopt;
  }
  return jobs * gpus_of_one;
}

void add(LiveCount& count, const Advice& advice, const LiveNodes& nodes, const NodeGpus& gpus, std::size_t option) {
  if (nodes.service == NodeService::out) {
    count.out_of_service += nodes.nodes * gpus.configured;
    return;
  }
  // A node whose GRES were made fewer while jobs run has more used than configured.
  const std::int64_t idle = std::max<std::int64_t>(gpus.configured - gpus.used, 0);
  count.in_service += nodes.nodes * gpus.configured;
  count.idle += nodes.nodes * idle;
  count.idle_planned += nodes.service == NodeService::planned ? nodes.nodes * idle : 0;
  const std::optional<std::int64_t> room = with_room(advice, nodes, idle, gpus_of_job(advice, option));
  count.idle_with_room = count.idle_with_room && room ? std::optional(*count.idle_with_room + nodes.nodes * *room) : std::nullopt;
}

void add(LivePartition& whole, const Advice& advice, const LiveNodes& nodes) {
  if (nodes.gpus.empty()) {
    return;
  }
  whole.nodes += nodes.nodes;
  whole.nodes_out += nodes.service == NodeService::out ? nodes.nodes : 0;
  for (const NodeGpus& gpus : nodes.gpus) {
    bool known = false;
    for (std::size_t i = 0; i < advice.options.size(); ++i) {
      known = known || is_of_option(advice, gpus, i);
    }
    if (!known) {
      (gpus.type.empty() ? whole.untyped : whole.other) += nodes.nodes * gpus.configured;
    }
  }
}

}  // namespace

void count_live(Advice& advice, const LiveCluster& live) {
  advice.live = LivePartition{};
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    if (type_of(advice, i) != nullptr) {
      advice.options[i].live = LiveCount{0, 0, 0, 0, 0};
    }
  }
  for (const LiveNodes& nodes : live.nodes) {
    if (nodes.partition != advice.place.partition->name) {
      continue;
    }
    add(*advice.live, advice, nodes);
    for (std::size_t i = 0; i < advice.options.size(); ++i) {
      for (const NodeGpus& gpus : nodes.gpus) {
        if (is_of_option(advice, gpus, i)) {
          add(*advice.options[i].live, advice, nodes, gpus, i);
        }
      }
    }
  }
  // An option of which there is nothing but perhaps some of the GPUs without a type.
  for (OptionAdvice& option : advice.options) {
    if (advice.live->untyped > 0 && option.live && option.live->in_service + option.live->out_of_service == 0) {
      option.live.reset();
    }
  }
}

}  // namespace migadvise
