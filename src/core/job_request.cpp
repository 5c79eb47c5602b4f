#include "core/job_request.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <string_view>
#include <utility>

#include "core/decimal.hpp"
#include "core/gpu_request.hpp"
#include "core/job_findings.hpp"
#include "core/sbatch_value.hpp"

namespace migadvise {

namespace {

// So few MB, or minutes without a unit, that most likely another unit was meant.
constexpr std::int64_t few_mib = 1024;
constexpr std::int64_t few_minutes = 24;
constexpr std::int64_t few_hours = 72;

constexpr std::int64_t most_tasks = 100'000;

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string_view name : split(text, ',')) {
    if (!name.empty()) {
      names.emplace_back(name);
    }
  }
  return names;
}

class RequestReader {
 public:
  RequestReader(const JobScript& script, const Table& table, const Site& site, std::vector<JobFinding>& findings)
      : script_(script), table_(table), site_(site), findings_(findings) {}

  JobRequest read();

 private:
  template <class T>
  std::optional<T> number(JobOption option, std::optional<T> (*parse)(std::string_view), JobCode wrong = JobCode::bad_number);
  std::optional<Bytes> size(JobOption option);
  void read_time();
  void read_shape(const Partition& partition);
  void read_host(const Partition& partition);
  [[nodiscard]] int tasks_by_gpus() const;
  [[nodiscard]] int tasks_by_ram(const Partition& partition, int cpus) const;
  void find(JobCode code, const Directive& directive, std::vector<std::string> args,
            const std::optional<std::string>& instead = {}) {
    find_value(findings_, code, directive, std::move(args), instead);
  }

  const JobScript& script_;
  const Table& table_;
  const Site& site_;
  std::vector<JobFinding>& findings_;
  JobRequest request_;
  JobShape shape_;
  int cpus_per_task_ = 1;
};

template <class T>
std::optional<T> RequestReader::number(JobOption option, std::optional<T> (*parse)(std::string_view), JobCode wrong) {
  const Directive* const directive = script_.find(option);
  if (directive == nullptr) {
    return std::nullopt;
  }
  const std::optional<T> value = parse(directive->value);
  if (!value) {
    find(wrong, *directive, {});
  }
  return value;
}

std::optional<Bytes> RequestReader::size(JobOption option) {
  const Directive* const directive = script_.find(option);
  if (directive == nullptr) {
    return std::nullopt;
  }
  const std::optional<SbatchSize> read = read_sbatch_size(directive->value);
  if (!read) {
    return find_bad_size(findings_, *directive);
  }
  if (read->bare && read->bytes.value > 0 && read->bytes.value < few_mib * bytes_per_mib) {
    find(JobCode::bare_size, *directive, {});
  }
  return read->bytes;
}

void RequestReader::read_time() {
  const Directive* const directive = script_.find(JobOption::time);
  if (directive == nullptr) {
    return;
  }
  const std::optional<SbatchTime> read = read_sbatch_time(directive->value);
  if (!read) {
    request_.time = find_bad_time(findings_, *directive);
    return;
  }
  const std::int64_t minutes = read->limit ? read->limit->milliseconds / milliseconds_per_minute : 0;
  if ((read->bare && minutes > 0 && minutes <= few_minutes) || (read->short_clock && minutes <= few_hours)) {
    find(JobCode::bare_time, *directive, {std::to_string(minutes), directive->value + (read->bare ? ":00:00" : ":00")});
  }
  request_.time = read->limit;
  request_.endless = !read->limit;
}

// With GPUs in all and for each task, their numbers give that of the tasks; else it is that of the nodes.
int RequestReader::tasks_by_gpus() const {
  const auto count = [&](JobOption option) -> std::int64_t {
    const Directive* const directive = script_.find(option);
    const auto list = directive != nullptr ? read_sbatch_gpus(directive->value) : std::nullopt;
    return list && !list->empty() ? list->front().count : 0;
  };
  const std::int64_t for_a_task = count(JobOption::gpus_per_task);
  const std::int64_t tasks = for_a_task > 0 ? count(JobOption::gpus) / for_a_task : 0;
  return std::max(static_cast<int>(std::min(tasks, most_tasks)), shape_.nodes);
}

void RequestReader::read_host(const Partition& partition) {
  const std::optional<int> per_task = number<int>(JobOption::cpus_per_task, read_sbatch_count);
  const std::optional<int> per_gpu = number<int>(JobOption::cpus_per_gpu, read_sbatch_count);
  cpus_per_task_ = per_task.value_or(1);
  request_.cpus = std::max<std::int64_t>(std::int64_t{request_.tasks} * cpus_per_task_, request_.nodes);
  if (per_gpu && !per_task) {
    request_.cpus = std::max<std::int64_t>(request_.cpus, std::int64_t{*per_gpu} * request_.gpus);
  }
  if (script_.find(JobOption::overcommit) != nullptr) {
    request_.cpus = std::int64_t{request_.nodes} * cpus_per_task_;
  }
  const std::int64_t least_on_node = number<int>(JobOption::mincpus, read_sbatch_count).value_or(1);
  request_.cpus = std::max(request_.cpus, least_on_node * request_.nodes);
  if (request_.whole_nodes && partition.cpus_per_node) {
    request_.cpus = std::max<std::int64_t>(request_.cpus, std::int64_t{*partition.cpus_per_node} * request_.nodes);
  }
  const std::optional<Bytes> mem = size(JobOption::mem);
  const std::optional<Bytes> mem_per_cpu = size(JobOption::mem_per_cpu);
  const std::optional<Bytes> mem_per_gpu = size(JobOption::mem_per_gpu);
  const std::array<JobOption, 3> ways{JobOption::mem, JobOption::mem_per_cpu, JobOption::mem_per_gpu};
  const Directive* first_way = nullptr;
  for (const JobOption way : ways) {
    const Directive* const directive = script_.find(way);
    if (directive != nullptr && first_way != nullptr) {
      find(JobCode::exclusive_options, *directive, {first_way->name});
    }
    first_way = first_way != nullptr ? first_way : directive;
  }
  if (per_gpu && per_task) {
    find(JobCode::exclusive_options, *script_.find(JobOption::cpus_per_gpu), {script_.find(JobOption::cpus_per_task)->name});
  }
  if (mem_per_gpu && request_.gpus == 0) {
    find(JobCode::needs_option, *script_.find(JobOption::mem_per_gpu), {"--gres"});
  }
  const Bytes for_a_gpu = mem_per_gpu.value_or(Bytes{});  // 0 is as if it were not there
  const auto times = [](Bytes each, std::int64_t count) { return Bytes{multiply_divide(each.value, count, 1)}; };
  // What `--mem=0` and `--mem-per-cpu=0` ask for.
  const Bytes whole_nodes = times(partition.ram_per_node.value_or(Bytes{}), request_.nodes);
  if (mem) {
    request_.ram = mem->value == 0 ? whole_nodes : times(*mem, request_.nodes);
  } else if (mem_per_cpu) {
    request_.ram = mem_per_cpu->value == 0 ? whole_nodes : times(*mem_per_cpu, request_.cpus);
  } else if (for_a_gpu.value > 0 && request_.gpus > 0) {
    request_.ram = times(for_a_gpu, request_.gpus);
  } else {
    request_.ram = times(partition.ram_per_cpu, request_.cpus);
  }
  // Tasks, and GPUs counted in all, go to several nodes where the script lets them.
  if (shape_.nodes_fixed || (!shape_.nodes_given && request_.tasks == 1 && script_.find(JobOption::gpus) == nullptr)) {
    request_.cpus_on_node = (request_.cpus + request_.nodes - 1) / request_.nodes;
    request_.ram_on_node = {request_.ram.value / request_.nodes};
  } else {
    request_.cpus_on_node = per_gpu && !per_task ? *per_gpu : std::int64_t{cpus_per_task_} * shape_.ntasks_per_node.value_or(1);
    const bool all = request_.whole_nodes && partition.cpus_per_node;
    request_.cpus_on_node = all ? *partition.cpus_per_node : std::max(request_.cpus_on_node, least_on_node);
    request_.ram_on_node = mem                   ? Bytes{request_.ram.value / request_.nodes}
                           : for_a_gpu.value > 0 ? for_a_gpu
                                                 : times(mem_per_cpu.value_or(partition.ram_per_cpu), request_.cpus_on_node);
  }
}

// How many tasks of so many CPUs the host RAM of one node holds; at least one, as a task that no node holds is told of elsewhere.
int RequestReader::tasks_by_ram(const Partition& partition, int cpus) const {
  const Directive* const directive = script_.find(JobOption::mem_per_cpu);
  const bool other_way = script_.find(JobOption::mem) != nullptr || script_.find(JobOption::mem_per_gpu) != nullptr;
  const std::optional<SbatchSize> asked = directive != nullptr ? read_sbatch_size(directive->value) : std::nullopt;
  const Bytes each = asked ? asked->bytes : other_way ? Bytes{} : partition.ram_per_cpu;
  if (each.value == 0 || !partition.ram_per_node) {
    return std::numeric_limits<int>::max();
  }
  const std::int64_t task = multiply_divide(each.value, cpus, 1);
  return static_cast<int>(std::clamp<std::int64_t>(partition.ram_per_node->value / task, 1, std::numeric_limits<int>::max()));
}

// Nodes and tasks, as Slurm makes each of the other.
void RequestReader::read_shape(const Partition& partition) {
  const std::optional<int> nodes = number<int>(JobOption::nodes, read_sbatch_nodes);
  shape_.ntasks = number<int>(JobOption::ntasks, read_sbatch_count);
  shape_.ntasks_per_node = number<int>(JobOption::ntasks_per_node, read_sbatch_count);
  shape_.ntasks_per_gpu = number<int>(JobOption::ntasks_per_gpu, read_sbatch_count);
  const int per_node = shape_.ntasks_per_node.value_or(1);
  shape_.nodes_given = nodes.has_value();
  if (nodes) {
    const std::string_view written = script_.find(JobOption::nodes)->value;
    const std::size_t dash = written.find('-');
    shape_.nodes_fixed = dash == std::string_view::npos || written.substr(0, dash) == written.substr(dash + 1);
  }
  if (nodes) {
    shape_.nodes = std::min(*nodes, shape_.ntasks.value_or(*nodes));  // no more than there are tasks
  } else if (shape_.ntasks && shape_.ntasks_per_node) {
    shape_.nodes = (*shape_.ntasks + per_node - 1) / per_node;
  }
  // So many tasks need so many nodes, where it is known what a node holds.
  const std::optional<int> per_task = script_.find(JobOption::cpus_per_task) == nullptr
                                          ? std::optional(1)
                                          : read_sbatch_count(script_.find(JobOption::cpus_per_task)->value);
  const Qos* const qos = site_.find_qos(request_.qos);
  const bool allowed = qos == nullptr || !qos->cpus_per_job || !shape_.ntasks || *shape_.ntasks <= *qos->cpus_per_job;
  const bool spread = !shape_.nodes_fixed && script_.find(JobOption::overcommit) == nullptr;
  if (spread && shape_.ntasks && allowed && per_task && partition.cpus_per_node && *per_task <= *partition.cpus_per_node) {
    const int on_one = std::min(*partition.cpus_per_node / *per_task, tasks_by_ram(partition, *per_task));
    shape_.nodes = std::max(shape_.nodes, (*shape_.ntasks + on_one - 1) / on_one);
  }
  if (const Directive* const nodelist = script_.find(JobOption::nodelist)) {
    shape_.nodes = std::max(shape_.nodes, read_sbatch_hosts(nodelist->value).value_or(1));  // it has all of them
  }
  if (shape_.ntasks) {
    shape_.tasks = *shape_.ntasks;
  } else if (shape_.tasks_said()) {
    shape_.tasks = static_cast<int>(std::min(std::int64_t{shape_.nodes} * per_node, most_tasks));
  } else {
    shape_.tasks = tasks_by_gpus();
  }
  // Of `--exclusive` and its opposite the later counts.
  const Directive* const exclusive = script_.find(JobOption::exclusive);
  const Directive* const shared = script_.find(JobOption::oversubscribe);
  request_.whole_nodes = exclusive != nullptr && (exclusive->value.empty() || equal_folded(exclusive->value, "exclusive")) &&
                         (shared == nullptr || shared->at.offset < exclusive->at.offset);
  request_.nodes = shape_.nodes;
  request_.tasks = shape_.tasks;
}

JobRequest RequestReader::read() {
  if (const Directive* const partition = script_.find(JobOption::partition)) {
    request_.partitions = split_names(partition->value);
  }
  if (const Directive* const qos = script_.find(JobOption::qos)) {
    std::transform(qos->value.begin(), qos->value.end(), std::back_inserter(request_.qos), to_lower);  // as Slurm does
  }
  if (const Directive* const account = script_.find(JobOption::account)) {
    request_.account = account->value;
  }
  read_time();
  if (const Directive* const array = script_.find(JobOption::array)) {
    request_.jobs = number<int>(JobOption::array, read_sbatch_array, JobCode::bad_array).value_or(1);
    request_.jobs_at_once = std::min(request_.jobs, read_sbatch_array_limit(array->value).value_or(request_.jobs));
  }
  const Partition* const known = request_.partitions.empty() ? nullptr : site_.find_partition(request_.partitions.front());
  const Partition& partition = known != nullptr ? *known : site_.partitions[site_.default_partition];
  read_shape(partition);
  read_gpus(script_, shape_, table_, site_, partition, request_, findings_);
  if (shape_.ntasks_per_gpu && !shape_.ntasks && request_.gpus > 0) {
    request_.tasks = static_cast<int>(std::min(std::int64_t{request_.gpus} * *shape_.ntasks_per_gpu, most_tasks));
  }
  read_host(partition);
  return std::move(request_);
}

}  // namespace

JobRequest read_request(const JobScript& script, const Table& table, const Site& site, std::vector<JobFinding>& findings) {
  return RequestReader(script, table, site, findings).read();
}

}  // namespace migadvise
