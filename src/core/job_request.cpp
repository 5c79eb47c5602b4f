#include "core/job_request.hpp"

#include <algorithm>
#include <array>
#include <iterator>
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

bool starts_with_folded(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && equal_folded(text.substr(0, start.size()), start);
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
  void read_host(const Partition& partition);
  void read_gpus();
  [[nodiscard]] int tasks_by_gpus() const;
  [[nodiscard]] bool nodes_fixed() const;
  void read_gpu_list(const Directive& directive);
  void reject_gpu_list(const Directive& directive);
  bool find_contradiction();
  [[nodiscard]] std::int64_t on_a_node(const Directive& directive, std::int64_t count) const;
  void find(JobCode code, const Directive& directive, std::vector<std::string> args, std::optional<std::string> instead = {});
  [[nodiscard]] std::optional<std::size_t> option_of(std::string_view type) const;

  struct AskedGpus {
    const Directive* directive = nullptr;
    std::string_view type;
    std::int64_t count = 0;  // in all
  };

  [[nodiscard]] const AskedGpus* find_asked(JobOption option, std::string_view type) const;

  const JobScript& script_;
  const Table& table_;
  const Site& site_;
  std::vector<JobFinding>& findings_;
  JobRequest request_;
  std::optional<int> ntasks_;
  std::optional<int> ntasks_per_node_;
  std::vector<AskedGpus> asked_;
  const Directive* unreadable_ = nullptr;  // the last list of GPUs that cannot be read
  std::int64_t gpus_per_node_ = 0;
};

void RequestReader::find(JobCode code, const Directive& directive, std::vector<std::string> args,
                         std::optional<std::string> instead) {
  std::vector<Edit> repair;
  if (instead && directive.plain) {
    repair.push_back({directive.value_at, *instead});
  }
  args.insert(args.begin(), {directive.name, directive.value});
  if (has_room_for(code, findings_)) {
    findings_.push_back(
        {code, directive.value_at.length > 0 ? directive.value_at : directive.at, std::move(args), std::move(repair)});
  }
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

// Whether so many nodes are asked for, and no others.
bool RequestReader::nodes_fixed() const {
  const Directive* const nodes = script_.find(JobOption::nodes);
  return request_.nodes_given && nodes->value.find('-') == std::string::npos;
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
  return std::max(static_cast<int>(tasks), request_.nodes);
}

void RequestReader::read_gpu_list(const Directive& directive) {
  const bool is_gres = directive.option == JobOption::gres;
  const auto list = is_gres ? read_sbatch_gres(directive.value) : read_sbatch_gpus(directive.value);
  const auto is_slip = [&](const SbatchGres& gres) {
    const bool digits = std::all_of(gres.name.begin(), gres.name.end(), is_digit);
    return gres.name != "gpu" && (digits || starts_with_folded(gres.name, "gpu") || option_of(gres.name));
  };
  if (!list || std::any_of(list->begin(), list->end(), is_slip)) {
    reject_gpu_list(directive);
    return;
  }
  const std::int64_t times = directive.option == JobOption::gpus            ? 1
                             : directive.option == JobOption::gpus_per_task ? request_.tasks
                                                                            : request_.nodes;
  std::int64_t in_directive = 0;
  for (const SbatchGres& gres : *list) {
    if (gres.name != "gpu" || gres.count == 0) {
      continue;
    }
    in_directive += gres.count;
    const std::string type(gres.type);
    if (!type.empty() &&
        std::none_of(site_.options.begin(), site_.options.end(), [&](const SiteOption& option) { return option.gres == type; })) {
      const std::optional<std::size_t> meant = option_of(type);
      const std::string* const known = meant ? site_.find_gres(table_.profiles[*meant].name) : nullptr;
      std::vector<std::string_view> types;
      for (const SiteOption& option : site_.options) {
        types.push_back(option.gres);
      }
      const std::optional<std::string_view> near = nearest_word(type, types);
      std::string all;
      for (const std::string_view known_type : types) {
        all += (all.empty() ? "" : ", ") + std::string(known_type);
      }
      JobFinding finding{JobCode::unknown_gres,
                         directive.value_at.length > 0 ? directive.value_at : directive.at,
                         {directive.name, directive.value, type, known != nullptr ? *known : std::string(near.value_or("")), all},
                         {}};
      const std::size_t within = static_cast<std::size_t>(gres.type.data() - directive.value.data());
      if (directive.plain) {
        finding.at = {directive.value_at.offset + within, type.size()};
        if (known != nullptr) {
          finding.repair.push_back({finding.at, *known});
        }
      }
      if (has_room_for(finding.code, findings_)) {
        findings_.push_back(std::move(finding));
      }
    }
    // Of one type asked for twice the larger number counts, of several types all.
    const auto again = std::find_if(asked_.begin(), asked_.end(), [&](const AskedGpus& asked) {
      return asked.directive == &directive && asked.type == gres.type;
    });
    if (again == asked_.end()) {
      asked_.push_back({&directive, gres.type, gres.count * times});
    } else {
      again->count = std::max(again->count, gres.count * times);
    }
  }
  gpus_per_node_ = std::max(gpus_per_node_, on_a_node(directive, in_directive));
}

// At least so many of the GPUs of a directive on the node that has most of them; 0 where that is open.
std::int64_t RequestReader::on_a_node(const Directive& directive, std::int64_t count) const {
  const auto part = [&](std::int64_t all) { return request_.nodes_given ? (all + request_.nodes - 1) / request_.nodes : 0; };
  switch (directive.option) {
    case JobOption::gpus:
      return part(count);
    case JobOption::gpus_per_task:
      return std::max(count, ntasks_per_node_ ? count * *ntasks_per_node_ : part(count * request_.tasks));
    default:
      return count;
  }
}

// What was most likely meant: another spelling of GPU, or the type alone.
void RequestReader::reject_gpu_list(const Directive& directive) {
  unreadable_ = &directive;
  const std::string_view value = directive.value;
  const std::size_t colon = std::min(value.find(':'), value.size());
  const std::string_view name = value.substr(0, colon);
  const std::string_view rest = value.substr(colon);
  const std::optional<std::size_t> option = name.empty() ? std::nullopt : option_of(name);
  const std::string* const type = option ? site_.find_gres(table_.profiles[*option].name) : nullptr;
  const bool is_gres = directive.option == JobOption::gres;
  std::string instead;
  if (is_gres && type != nullptr && name != "gpu") {
    instead = "gpu:" + *type + std::string(rest);
  } else if (is_gres && (equal_folded(name, "gpu") || equal_folded(name, "gpus"))) {
    instead = "gpu" + std::string(rest);
  } else if (!is_gres && equal_folded(name, "gpu") && !rest.empty()) {
    instead = rest.substr(1);
  }
  if (instead == value || !(is_gres ? read_sbatch_gres(instead) : read_sbatch_gpus(instead))) {
    instead.clear();
  }
  const std::string example = site_.options.empty() ? "1" : site_.options.back().gres + ":1";
  find(JobCode::bad_gres, directive, {instead, (is_gres ? "gpu:" : "") + example},
       instead.empty() ? std::nullopt : std::optional(instead));
}

void RequestReader::read_gpus() {
  for (const JobOption option : gpu_options) {
    if (const Directive* const directive = script_.find(option)) {
      read_gpu_list(*directive);
    }
  }
  if (asked_.empty()) {
    if (unreadable_ != nullptr) {  // something is asked for, and nothing is known of it
      request_.gpus = 1;
      request_.asked_by = static_cast<std::size_t>(unreadable_ - script_.directives.data());
    }
    return;
  }
  // Of several ways to ask, the one that asks for most is priced; of several types in one list, all.
  std::int64_t most = 0;
  const Directive* counted = nullptr;
  for (const AskedGpus& asked : asked_) {
    std::int64_t sum = 0;
    for (const AskedGpus& other : asked_) {
      sum += other.directive == asked.directive ? other.count : 0;
    }
    if (sum > most) {
      most = sum;
      counted = asked.directive;
    }
  }
  request_.gpus = static_cast<int>(std::min<std::int64_t>(most, 1'000'000));
  request_.asked_by = static_cast<std::size_t>(counted - script_.directives.data());
  const bool contradiction = find_contradiction();
  const std::string_view first_type =
      std::find_if(asked_.begin(), asked_.end(), [&](const AskedGpus& asked) { return asked.directive == counted; })->type;
  bool first = true;
  bool mixed = false;
  for (const AskedGpus& asked : asked_) {
    const std::optional<std::size_t> option = option_of(asked.type);
    if (asked.directive != counted) {
      const bool other_type = option != option_of(first_type);
      mixed = mixed || (other_type && !contradiction);
      if (!other_type && asked.count != most && !contradiction) {
        find(JobCode::gpus_twice, *asked.directive, {counted->name, counted->value});
      }
      continue;
    }
    mixed = mixed || (!first && option != request_.option);
    request_.option = option;
    request_.typed = !asked.type.empty() || contradiction;
    first = false;
  }
  if (mixed) {
    request_.option.reset();
    find(JobCode::several_kinds, *counted, {});
  }
  for (const AskedGpus& asked : asked_) {
    const bool in_all = find_asked(JobOption::gpus, asked.type) != nullptr;
    if (asked.directive->option == JobOption::gpus_per_task && !ntasks_ && !ntasks_per_node_ && !nodes_fixed() && !in_all) {
      find(JobCode::needs_option, *asked.directive, {"--ntasks"});
    }
  }
  const bool has_sockets = std::any_of(script_.directives.begin(), script_.directives.end(),
                                       [](const Directive& directive) { return directive.name == "--sockets-per-node"; });
  if (const Directive* const per_socket = script_.find(JobOption::gpus_per_socket); per_socket != nullptr && !has_sockets) {
    find(JobCode::needs_option, *per_socket, {"--sockets-per-node"});
  }
}

const RequestReader::AskedGpus* RequestReader::find_asked(JobOption option, std::string_view type) const {
  const auto found = std::find_if(asked_.begin(), asked_.end(), [&](const AskedGpus& asked) {
    return asked.directive->option == option && asked.type == type;
  });
  return found == asked_.end() ? nullptr : &*found;
}

// Ways of asking that sbatch does not take together: with and without types; a number in all that does not divide into those of
// the nodes.
bool RequestReader::find_contradiction() {
  const auto untyped = [](const AskedGpus& asked) { return asked.type.empty(); };
  const auto without = std::find_if(asked_.begin(), asked_.end(), untyped);
  const auto with = std::find_if_not(asked_.begin(), asked_.end(), untyped);
  const auto contradict = [&](const Directive& one, const Directive& other) {
    find(JobCode::gpus_contradict, one, {other.name, other.value});
    return true;
  };
  if (without != asked_.end() && with != asked_.end()) {
    if (without->directive == with->directive) {
      reject_gpu_list(*with->directive);
      return true;
    }
    return contradict(*without->directive, *with->directive);
  }
  const Directive* const nodes = script_.find(JobOption::nodes);
  for (const AskedGpus& asked : asked_) {
    const AskedGpus* const whole = find_asked(JobOption::gpus, asked.type);
    if (asked.directive->option == JobOption::gpus_per_task && ntasks_ && whole != nullptr && whole->count != asked.count) {
      return contradict(*whole->directive, *asked.directive);
    }
    if (asked.directive->option == JobOption::gpus && nodes != nullptr && asked.count < request_.nodes) {
      return contradict(*asked.directive, *nodes);
    }
    if (asked.directive->option != JobOption::gres && asked.directive->option != JobOption::gpus_per_node) {
      continue;
    }
    const std::int64_t each = asked.count / std::max(request_.nodes, 1);
    const AskedGpus* const all = find_asked(JobOption::gpus, asked.type);
    if (all != nullptr && (all->count % each != 0 || (nodes_fixed() && all->count != asked.count))) {
      return contradict(*all->directive, *asked.directive);
    }
    const AskedGpus* const for_tasks = find_asked(JobOption::gpus_per_task, asked.type);
    if (for_tasks != nullptr && ntasks_per_node_ && for_tasks->count / request_.tasks * *ntasks_per_node_ != each) {
      return contradict(*for_tasks->directive, *asked.directive);
    }
  }
  return false;
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
  // Tasks, and GPUs counted in all, go to several nodes where the script lets them.
  if (nodes_fixed() || (!request_.nodes_given && request_.tasks == 1 && script_.find(JobOption::gpus) == nullptr)) {
    request_.cpus_on_node = (request_.cpus + request_.nodes - 1) / request_.nodes;
    request_.ram_on_node = {request_.ram.value / request_.nodes};
  } else {
    request_.cpus_on_node = per_gpu && !per_task ? *per_gpu : std::int64_t{request_.cpus_per_task} * ntasks_per_node_.value_or(1);
    request_.ram_on_node = mem           ? Bytes{request_.ram.value / request_.nodes}
                           : mem_per_gpu ? *mem_per_gpu
                                         : times(mem_per_cpu.value_or(partition.ram_per_cpu), request_.cpus_on_node);
  }
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
  request_.jobs = number<int>(JobOption::array, read_sbatch_array, JobCode::bad_array).value_or(1);
  const std::optional<int> nodes = number<int>(JobOption::nodes, read_sbatch_nodes);
  ntasks_ = number<int>(JobOption::ntasks, read_sbatch_count);
  ntasks_per_node_ = number<int>(JobOption::ntasks_per_node, read_sbatch_count);
  // Of the nodes Slurm takes no more than there are tasks.
  request_.nodes = std::min(nodes.value_or(1), ntasks_.value_or(nodes.value_or(1)));
  if (!nodes && ntasks_ && ntasks_per_node_) {
    request_.nodes = (*ntasks_ + *ntasks_per_node_ - 1) / *ntasks_per_node_;
  }
  request_.nodes_given = nodes.has_value();
  request_.tasks = ntasks_.value_or(multiply_divide(request_.nodes, ntasks_per_node_.value_or(1), 1) > 100'000
                                        ? 100'000
                                        : request_.nodes * ntasks_per_node_.value_or(1));
  if (!ntasks_ && !ntasks_per_node_ && !nodes_fixed()) {
    request_.tasks = tasks_by_gpus();
  }
  read_gpus();
  const Partition* const known = request_.partitions.empty() ? nullptr : site_.find_partition(request_.partitions.front());
  read_host(known != nullptr ? *known : site_.partitions[site_.default_partition]);
  request_.gpus_per_node = gpus_per_node_;
  return std::move(request_);
}

}  // namespace

JobRequest read_request(const JobScript& script, const Table& table, const Site& site, std::vector<JobFinding>& findings) {
  return RequestReader(script, table, site, findings).read();
}

}  // namespace migadvise
