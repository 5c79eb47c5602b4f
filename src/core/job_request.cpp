#include "core/job_request.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/decimal.hpp"
#include "core/sbatch_value.hpp"
#include "core/suggestion.hpp"
#include "migadvise/engine.hpp"

namespace migadvise {

namespace {

// The ways to ask for GPUs; what each counts by.
constexpr std::array<JobOption, 5> gpu_options{JobOption::gres, JobOption::gpus, JobOption::gpus_per_node,
                                               JobOption::gpus_per_socket, JobOption::gpus_per_task};

// So few MB, or minutes without a unit, that most likely another unit was meant.
constexpr std::int64_t few_mib = 1024;
constexpr std::int64_t few_minutes = 72;

constexpr std::int64_t most_gpus = 1'000'000;

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) {
      names.emplace_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

class RequestReader {
 public:
  RequestReader(const JobScript& script, const Table& table, const Site& site, std::vector<JobFinding>& findings)
      : script_(script), table_(table), site_(site), findings_(findings) {}

  JobRequest read();

 private:
  // What one directive asks for.
  struct AskedGpus {
    const Directive* directive = nullptr;
    std::int64_t count = 0;  // in all
    std::optional<std::size_t> option;
    bool typed = false;
    bool mixed = false;  // of several types
  };

  template <class T>
  std::optional<T> number(JobOption option, std::optional<T> (*parse)(std::string_view), JobCode wrong = JobCode::bad_number);
  std::optional<Bytes> size(JobOption option);
  void read_time();
  void read_host(const Partition& partition);
  void read_gpus();
  void compare_asked(const AskedGpus& most);
  void read_gpu_list(const Directive& directive);
  [[nodiscard]] std::optional<std::string> meant_gpus(const Directive& directive) const;
  void find_unknown_type(const Directive& directive, std::string_view type);
  void find(JobCode code, const Directive& directive, std::vector<std::string> args, std::optional<std::string> instead = {});
  [[nodiscard]] std::optional<std::size_t> option_of(std::string_view type) const;

  const JobScript& script_;
  const Table& table_;
  const Site& site_;
  std::vector<JobFinding>& findings_;
  JobRequest request_;
  std::vector<AskedGpus> asked_;
};

void RequestReader::find(JobCode code, const Directive& directive, std::vector<std::string> args,
                         std::optional<std::string> instead) {
  std::vector<Edit> repair;
  if (instead && directive.plain) {
    repair.push_back({directive.value_at, *instead});
  }
  args.insert(args.begin(), {directive.name, directive.value});
  findings_.push_back(
      {code, directive.value_at.length > 0 ? directive.value_at : directive.at, std::move(args), std::move(repair)});
}

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
    const Result<Bytes, QuantityError> meant = parse_host_ram(directive->value);
    const std::optional<std::string> instead = meant ? std::optional(print_host_ram(*meant)) : std::nullopt;
    find(JobCode::bad_size, *directive, {instead.value_or("")}, instead);
    return meant ? std::optional(*meant) : std::nullopt;
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
    const Result<Duration, QuantityError> meant = parse_duration(directive->value);
    const std::optional<std::string> instead = meant ? std::optional(print_slurm_time(*meant)) : std::nullopt;
    find(JobCode::bad_time, *directive, {instead.value_or("")}, instead);
    request_.time = meant ? std::optional(*meant) : std::nullopt;
    return;
  }
  constexpr std::int64_t milliseconds_per_minute = 60'000;
  if (read->bare && read->limit && read->limit->milliseconds <= few_minutes * milliseconds_per_minute) {
    find(JobCode::bare_time, *directive, {});
  }
  request_.time = read->limit;
}

std::optional<std::size_t> RequestReader::option_of(std::string_view type) const {
  return find_option(type.empty() ? "gpu:1" : type, table_, site_);
}

// A type that the site does not have; where it is another name of an option, that option's type is put in its place.
void RequestReader::find_unknown_type(const Directive& directive, std::string_view type) {
  std::vector<std::string_view> types;
  for (const SiteOption& option : site_.options) {
    types.push_back(option.gres);
  }
  if (std::find(types.begin(), types.end(), type) != types.end()) {
    return;
  }
  const std::optional<std::size_t> meant = option_of(type);
  const std::string* const known = meant ? site_.find_gres(table_.profiles[*meant].name) : nullptr;
  const std::string likely = known != nullptr ? *known : std::string(nearest_word(type, types).value_or(""));
  find(JobCode::unknown_gres, directive, {std::string(type), likely});
  if (directive.plain) {
    JobFinding& finding = findings_.back();
    finding.at = {directive.value_at.offset + static_cast<std::size_t>(type.data() - directive.value.data()), type.size()};
    if (known != nullptr) {
      finding.repair.push_back({finding.at, *known});
    }
  }
}

// `--gres=a100_10g:1`, `--gres=gpus:1`, `--gpus=gpu:a100:1`: what was most likely meant by a name or a list that is none.
std::optional<std::string> RequestReader::meant_gpus(const Directive& directive) const {
  const std::string& value = directive.value;
  if (directive.option != JobOption::gres) {
    return value.starts_with("gpu:") && read_sbatch_gpus(value.substr(4)) ? std::optional(value.substr(4)) : std::nullopt;
  }
  for (const std::string_view wrong : {"gpus:", "GPU:", "Gpu:", "gres/gpu:", "gpu=", "gres/gpu=", "gpus="}) {
    if (value.starts_with(wrong)) {
      return "gpu:" + value.substr(wrong.size());
    }
  }
  const std::string_view type = std::string_view(value).substr(0, value.find(':'));
  return value.find(',') == std::string::npos && !type.empty() && option_of(type) ? std::optional("gpu:" + value) : std::nullopt;
}

void RequestReader::read_gpu_list(const Directive& directive) {
  const bool is_gres = directive.option == JobOption::gres;
  auto list = is_gres ? read_sbatch_gres(directive.value) : read_sbatch_gpus(directive.value);
  const std::optional<std::string> meant = meant_gpus(directive);
  // Names of other generic resources are the site's own.
  if (!list || (meant && is_gres)) {
    find(JobCode::bad_gres, directive, {meant.value_or("")}, meant);
    return;
  }
  AskedGpus asked;
  asked.directive = &directive;
  bool untyped = false;
  for (const SbatchGres& gres : *list) {
    if (gres.name != "gpu" || gres.count == 0) {
      continue;
    }
    if (!gres.type.empty()) {
      find_unknown_type(directive, gres.type);
    }
    // Of one type asked for twice the larger number counts, of several types all.
    const std::optional<std::size_t> option = option_of(gres.type);
    const bool other = asked.count > 0 && option != asked.option;
    asked.count = other ? asked.count + gres.count : std::max(asked.count, gres.count);
    asked.mixed = asked.mixed || other;
    asked.option = option;
    asked.typed = asked.typed || !gres.type.empty();
    untyped = untyped || gres.type.empty();
  }
  if (asked.count == 0) {
    return;
  }
  if (asked.typed && untyped) {
    find(JobCode::bad_gres, directive, {""});
    return;
  }
  if (directive.option != JobOption::gpus) {
    request_.gpus_per_node = std::max(request_.gpus_per_node, asked.count);
  }
  asked.count *= directive.option == JobOption::gpus            ? 1
                 : directive.option == JobOption::gpus_per_task ? request_.tasks
                                                                : request_.nodes;
  asked_.push_back(asked);
}

// Several ways to ask: sbatch takes them where they agree on naming types, and where those for a part come to no more than the
// whole.
void RequestReader::compare_asked(const AskedGpus& most) {
  for (const AskedGpus& asked : asked_) {
    const JobOption option = asked.directive->option;
    if (asked.directive == most.directive) {
      continue;
    }
    const Directive& other = *most.directive;
    const bool all_less = option == JobOption::gpus && asked.count < most.count;
    const bool per_task =
        (option == JobOption::gpus_per_task || other.option == JobOption::gpus_per_task) && asked.count != most.count;
    if (asked.typed != most.typed || all_less || per_task) {
      find(JobCode::gpus_clash, *asked.directive, {other.name, other.value});
    } else if (asked.count != most.count) {
      find(JobCode::gpus_twice, *asked.directive, {other.name, other.value});
    }
  }
}

void RequestReader::read_gpus() {
  for (const JobOption option : gpu_options) {
    if (const Directive* const directive = script_.find(option)) {
      read_gpu_list(*directive);
    }
  }
  const auto present = [&](std::initializer_list<JobOption> options) {
    return std::any_of(options.begin(), options.end(), [&](JobOption option) { return script_.find(option) != nullptr; });
  };
  const Directive* const per_task = script_.find(JobOption::gpus_per_task);
  if (per_task != nullptr && !present({JobOption::ntasks, JobOption::ntasks_per_node, JobOption::gpus, JobOption::nodes})) {
    find(JobCode::gpus_need_tasks, *per_task, {"--ntasks"});
  }
  const Directive* const per_socket = script_.find(JobOption::gpus_per_socket);
  if (per_socket != nullptr && !present({JobOption::sockets_per_node})) {
    find(JobCode::gpus_need_tasks, *per_socket, {"--sockets-per-node"});
  }
  if (asked_.empty()) {
    return;
  }
  // The one that asks for most is priced.
  const auto most =
      std::max_element(asked_.begin(), asked_.end(), [](const AskedGpus& a, const AskedGpus& b) { return a.count < b.count; });
  compare_asked(*most);
  request_.gpus = static_cast<int>(std::min(most->count, most_gpus));
  request_.asked_by = static_cast<std::size_t>(most->directive - script_.directives.data());
  const auto typed = std::find_if(asked_.begin(), asked_.end(), [](const AskedGpus& asked) { return asked.typed; });
  const AskedGpus& kind = most->typed || typed == asked_.end() ? *most : *typed;
  request_.option = kind.option;
  request_.typed = kind.typed;
  const bool other_kind = std::any_of(asked_.begin(), asked_.end(),
                                      [&](const AskedGpus& asked) { return asked.typed && asked.option != kind.option; });
  if (most->mixed || other_kind) {
    request_.option.reset();
    find(JobCode::several_kinds, *most->directive, {});
  }
}

void RequestReader::read_host(const Partition& partition) {
  const std::optional<int> per_task = number<int>(JobOption::cpus_per_task, read_sbatch_count);
  const std::optional<int> per_gpu = number<int>(JobOption::cpus_per_gpu, read_sbatch_count);
  request_.cpus_per_task = per_task.value_or(1);
  request_.cpus = std::max<std::int64_t>(std::int64_t{request_.tasks} * request_.cpus_per_task, request_.nodes);
  if (per_gpu && !per_task) {
    request_.cpus = std::max<std::int64_t>(request_.cpus, std::int64_t{*per_gpu} * request_.gpus);
  }
  if (script_.find(JobOption::exclusive) != nullptr && partition.cpus_per_node) {
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
      find(JobCode::ram_twice, *directive, {first_way->name});
    }
    first_way = first_way != nullptr ? first_way : directive;
  }
  const auto times = [](Bytes each, std::int64_t count) { return Bytes{multiply_divide(each.value, count, 1)}; };
  // What `--mem=0` and `--mem-per-cpu=0` ask for.
  const Bytes whole_nodes = times(partition.ram_per_node.value_or(Bytes{}), request_.nodes);
  if (mem) {
    request_.ram = mem->value == 0 ? whole_nodes : times(*mem, request_.nodes);
  } else if (mem_per_cpu) {
    request_.ram = mem_per_cpu->value == 0 ? whole_nodes : times(*mem_per_cpu, request_.cpus);
  } else if (mem_per_gpu) {
    request_.ram = times(*mem_per_gpu, std::max(request_.gpus, 1));
  } else {
    request_.ram = times(partition.ram_per_cpu, request_.cpus);
  }
}

JobRequest RequestReader::read() {
  if (const Directive* const partition = script_.find(JobOption::partition)) {
    request_.partitions = split_names(partition->value);
  }
  if (const Directive* const qos = script_.find(JobOption::qos)) {
    request_.qos = qos->value;
  }
  if (const Directive* const account = script_.find(JobOption::account)) {
    request_.account = account->value;
  }
  read_time();
  request_.jobs = number<int>(JobOption::array, read_sbatch_array, JobCode::bad_array).value_or(1);
  const std::optional<int> nodes = number<int>(JobOption::nodes, read_sbatch_nodes);
  const std::optional<int> ntasks = number<int>(JobOption::ntasks, read_sbatch_count);
  const std::optional<int> per_node = number<int>(JobOption::ntasks_per_node, read_sbatch_count);
  request_.nodes = nodes.value_or(1);
  request_.nodes_given = nodes.has_value();
  // Slurm takes no more nodes than there are tasks, and as many as so many tasks on each need.
  if (ntasks && nodes) {
    request_.nodes = std::min(request_.nodes, *ntasks);
  } else if (ntasks && per_node) {
    request_.nodes = (*ntasks + *per_node - 1) / *per_node;
    request_.nodes_given = true;
  }
  request_.tasks = ntasks.value_or(
      multiply_divide(request_.nodes, per_node.value_or(1), 1) > 100'000 ? 100'000 : request_.nodes * per_node.value_or(1));
  read_gpus();
  const Partition* const known = request_.partitions.empty() ? nullptr : site_.find_partition(request_.partitions.front());
  read_host(known != nullptr ? *known : site_.partitions[site_.default_partition]);
  return std::move(request_);
}

}  // namespace

JobRequest read_request(const JobScript& script, const Table& table, const Site& site, std::vector<JobFinding>& findings) {
  return RequestReader(script, table, site, findings).read();
}

}  // namespace migadvise
