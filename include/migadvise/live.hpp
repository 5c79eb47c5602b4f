// Which GPUs of a cluster are idle, as sinfo tells it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migadvise/units.hpp"

namespace migadvise {

/// What the state of a node means for a job that is to start now.
enum class NodeService : std::uint8_t {
  open,     ///< takes jobs: idle, mixed and the like
  planned,  ///< takes jobs, but Slurm keeps it for one that waits already
  full,     ///< allocated: it has no CPU left
  out,      ///< takes no job: drained, down, reserved, not responding and the like
};

/// The GPUs of one GRES type on a node, each of which is a full GPU or a slice.
struct NodeGpus {
  std::string type;             ///< in `gpu:TYPE:1`; empty where they have none
  std::int64_t configured = 0;  ///< 0 to max_live_count
  std::int64_t used = 0;        ///< by running jobs; 0 to max_live_count
};

/// Nodes that are alike, in one partition.
struct LiveNodes {
  std::string partition;
  std::int64_t nodes = 1;  ///< how many: 1 to max_live_count
  NodeService service = NodeService::open;
  std::optional<std::int64_t> cpus_free;  ///< of each node; nothing where it is not told
  std::optional<Bytes> ram_free;          ///< host RAM of each node that is given to no job; likewise
  std::vector<NodeGpus> gpus;             ///< of each node; every type at most once
};

inline constexpr std::int64_t max_live_count = 100'000;
inline constexpr std::size_t max_live_rows = 16'000;

/// What sinfo tells of a partition: every node once. At most max_live_rows.
struct LiveCluster {
  std::vector<LiveNodes> nodes;
};

/// How many instances of an option a partition has. 0 ≤ idle_with_room + idle_planned ≤ idle ≤ in_service.
struct LiveCount {
  std::int64_t idle = 0;  ///< of those in service, used by no job
  /// Of the idle ones, those that jobs like the one asked about could get now, each with its CPUs and host RAM on the same node,
  /// and with `--gpus` all its GPUs; nothing where CPUs or host RAM are not told.
  std::optional<std::int64_t> idle_with_room;
  std::int64_t idle_planned = 0;  ///< of the idle ones, those on nodes that Slurm keeps for a job that waits already
  std::int64_t in_service = 0;
  std::int64_t out_of_service = 0;
};

/// What is told of a partition's nodes with GPUs as a whole.
struct LivePartition {
  std::int64_t nodes = 0;      ///< with GPUs
  std::int64_t nodes_out = 0;  ///< of these, out of service
  std::int64_t untyped = 0;    ///< GPUs without a type that could be of several options
  std::int64_t other = 0;      ///< GPUs of types that no option has
};

}  // namespace migadvise
