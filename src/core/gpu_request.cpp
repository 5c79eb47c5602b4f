#include "core/gpu_request.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/decimal.hpp"
#include "core/job_findings.hpp"
#include "core/sbatch_value.hpp"
#include "core/suggestion.hpp"
#include "migadvise/engine.hpp"

namespace migadvise {

namespace {

// The ways to ask for GPUs.
constexpr std::array<JobOption, 5> gpu_options{JobOption::gres, JobOption::gpus, JobOption::gpus_per_node,
                                               JobOption::gpus_per_socket, JobOption::gpus_per_task};

constexpr std::int64_t most_gpus = 1'000'000;

// How sacct and sacctmgr write a generic resource: `gres/gpu:a100`.
constexpr std::string_view tres_prefix = "gres/";

bool starts_with_folded(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && equal_folded(text.substr(0, start.size()), start);
}

class GpuReader {
 public:
  GpuReader(const JobScript& script, const JobShape& shape, const Table& table, const Site& site, const Partition& partition,
            std::vector<JobFinding>& findings)
      : script_(script), shape_(shape), table_(table), site_(site), partition_(partition), findings_(findings) {}

  void read(JobRequest& request);

 private:
  // One type in one directive.
  struct Asked {
    const Directive* directive = nullptr;
    std::string_view type;
    std::int64_t count = 0;  // in all
    [[nodiscard]] bool by(JobOption option) const { return directive->option == option; }
  };

  void read_list(const Directive& directive);
  void find_unknown_type(const Directive& directive, std::string_view type);
  void reject_list(const Directive& directive);
  [[nodiscard]] std::string example_of(std::string_view rest) const;
  bool contradict(const Directive& one, const Directive& other);
  bool find_contradiction();
  bool contradicts_whole(const Asked& asked);
  void find_missing() const;
  void compare(const Directive& counted, bool contradiction, JobRequest& request);
  [[nodiscard]] const Directive* largest(JobRequest& request) const;
  [[nodiscard]] const Asked* find_asked(JobOption option, std::string_view type) const;
  [[nodiscard]] std::int64_t on_a_node(const Directive& directive, std::int64_t count) const;
  [[nodiscard]] std::size_t index_of(const Directive& directive) const {
    return static_cast<std::size_t>(&directive - script_.directives.data());
  }
  [[nodiscard]] std::optional<std::size_t> option_of(std::string_view type) const;
  // The type that the site has for what some other name means, or null.
  [[nodiscard]] const std::string* type_of(std::string_view name) const {
    const std::optional<std::size_t> option = name.empty() ? std::nullopt : option_of(name);
    return option ? site_.find_gres(table_.profiles[*option].name) : nullptr;
  }

  const JobScript& script_;
  const JobShape& shape_;
  const Table& table_;
  const Site& site_;
  const Partition& partition_;
  std::vector<JobFinding>& findings_;
  std::vector<Asked> asked_;
  const Directive* unreadable_ = nullptr;  // the last list that cannot be read
  std::int64_t gpus_per_node_ = 0;
};

std::optional<std::size_t> GpuReader::option_of(std::string_view type) const {
  if (!type.empty()) {
    return find_option(type, table_, site_);
  }
  const std::optional<std::size_t> full = find_option("gpu:1", table_, site_);
  if (partition_.options.empty() || (full && partition_.offers(table_.profiles[*full].name))) {
    return full;
  }
  return partition_.options.size() == 1 ? find_option(partition_.options.front(), table_, site_) : std::nullopt;
}

void GpuReader::read_list(const Directive& directive) {
  const bool is_gres = directive.option == JobOption::gres;
  const auto list = is_gres ? read_sbatch_gres(directive.value) : read_sbatch_gpus(directive.value);
  const auto is_slip = [&](const SbatchGres& gres) {
    const bool digits = std::all_of(gres.name.begin(), gres.name.end(), is_digit);
    const bool gpu =
        starts_with_folded(gres.name, "gpu") || starts_with_folded(gres.name, tres_prefix) || equal_folded(gres.name, "mig");
    return gres.name != "gpu" && (digits || gpu || option_of(gres.name));
  };
  if (!list || std::any_of(list->begin(), list->end(), is_slip)) {
    reject_list(directive);
    return;
  }
  const std::int64_t times = directive.option == JobOption::gpus            ? 1
                             : directive.option == JobOption::gpus_per_task ? shape_.tasks
                                                                            : shape_.nodes;
  std::int64_t in_directive = 0;
  for (const SbatchGres& gres : *list) {
    if (gres.name != "gpu" || gres.count == 0) {
      continue;
    }
    in_directive += gres.count;
    if (!gres.type.empty()) {
      find_unknown_type(directive, gres.type);
    }
    // Of one type asked for twice the larger number counts, of several types all.
    const auto again = std::find_if(asked_.begin(), asked_.end(),
                                    [&](const Asked& asked) { return asked.directive == &directive && asked.type == gres.type; });
    if (again == asked_.end()) {
      asked_.push_back({&directive, gres.type, gres.count * times});
    } else {
      again->count = std::max(again->count, gres.count * times);
    }
  }
  gpus_per_node_ = std::max(gpus_per_node_, on_a_node(directive, in_directive));
}

// A type that the site does not have. Where it is another name of an option, that option's type stands in for it.
void GpuReader::find_unknown_type(const Directive& directive, std::string_view type) {
  std::vector<std::string_view> types;
  std::string all;
  for (const SiteOption& option : site_.options) {
    types.push_back(option.gres);
    all += (all.empty() ? "" : ", ") + option.gres;
  }
  if (std::find(types.begin(), types.end(), type) != types.end()) {
    return;
  }
  const std::string* const known = type_of(type);
  // `v100` and `a100_80g` are other GPUs, however near their names are.
  const std::string likely = known != nullptr ? *known : std::string(mistyped(type, types).value_or(""));
  JobFinding* const finding = find_value(findings_, JobCode::unknown_gres, directive, {std::string(type), likely, all});
  if (finding != nullptr && directive.plain) {
    const std::size_t within = static_cast<std::size_t>(type.data() - directive.value.data());
    finding->at = {directive.value_at.offset + within, type.size()};
    if (known != nullptr) {
      finding->repair.push_back({finding->at, *known});
    }
  }
}

// At least so many of the GPUs of a directive on the node that has most of them; 0 where that is open.
std::int64_t GpuReader::on_a_node(const Directive& directive, std::int64_t count) const {
  const auto part = [&](std::int64_t all) { return shape_.nodes_given ? (all + shape_.nodes - 1) / shape_.nodes : 0; };
  switch (directive.option) {
    case JobOption::gpus:
      return part(count);
    case JobOption::gpus_per_task:
      return std::max(count, shape_.ntasks_per_node ? count * *shape_.ntasks_per_node : part(count * shape_.tasks));
    default:
      return count;
  }
}

// One of the type in what stands behind the name, where there is one, else of the first that the site has: it has at least one.
std::string GpuReader::example_of(std::string_view rest) const {
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view word = rest.substr(0, rest.find(':'));
    if (const std::string* const type = type_of(word)) {
      return *type + ":1";
    }
    rest.remove_prefix(word.size());
  }
  return site_.options.front().gres + ":1";
}

// What was most likely meant: another spelling of GPU, or the type alone.
void GpuReader::reject_list(const Directive& directive) {
  unreadable_ = &directive;
  const std::string_view value = directive.value;
  const std::size_t colon = std::min(value.find(':'), value.size());
  const std::string_view name = value.substr(0, colon);
  const std::string_view rest = value.substr(colon);
  const std::string* const type = type_of(name);
  const bool is_gres = directive.option == JobOption::gres;
  std::string instead;
  if (is_gres && starts_with_folded(name, tres_prefix)) {
    instead = value.substr(tres_prefix.size());
  } else if (is_gres && type != nullptr && name != "gpu") {
    instead = "gpu:" + *type + std::string(rest);
  } else if (is_gres && (equal_folded(name, "gpu") || equal_folded(name, "gpus"))) {
    instead = "gpu" + std::string(rest);
  } else if (!is_gres && equal_folded(name, "gpu") && !rest.empty()) {
    instead = rest.substr(1);
  }
  if (instead == value || !(is_gres ? read_sbatch_gres(instead) : read_sbatch_gpus(instead))) {
    instead.clear();
  }
  const std::string example = example_of(rest);
  find_value(findings_, JobCode::bad_gres, directive, {instead, (is_gres ? "gpu:" : "") + example},
             instead.empty() ? std::nullopt : std::optional(instead));
}

const GpuReader::Asked* GpuReader::find_asked(JobOption option, std::string_view type) const {
  const auto found =
      std::find_if(asked_.begin(), asked_.end(), [&](const Asked& asked) { return asked.by(option) && asked.type == type; });
  return found == asked_.end() ? nullptr : &*found;
}

bool GpuReader::contradict(const Directive& one, const Directive& other) {
  find_value(findings_, JobCode::gpus_contradict, one, {other.name, other.value});
  return true;
}

// Ways of asking that sbatch does not take together: with and without types, and numbers that do not agree.
bool GpuReader::find_contradiction() {
  const auto untyped = [](const Asked& asked) { return asked.type.empty(); };
  const auto without = std::find_if(asked_.begin(), asked_.end(), untyped);
  const auto with = std::find_if_not(asked_.begin(), asked_.end(), untyped);
  if (without != asked_.end() && with != asked_.end()) {
    if (without->directive == with->directive) {
      reject_list(*with->directive);
      return true;
    }
    return contradict(*without->directive, *with->directive);
  }
  return std::any_of(asked_.begin(), asked_.end(), [&](const Asked& asked) { return contradicts_whole(asked); });
}

bool GpuReader::contradicts_whole(const Asked& asked) {
  const Directive* const nodes = script_.find(JobOption::nodes);
  if (asked.by(JobOption::gpus) && nodes != nullptr && asked.count < shape_.nodes) {
    return contradict(*asked.directive, *nodes);
  }
  const Asked* const all = find_asked(JobOption::gpus, asked.type);
  if (asked.by(JobOption::gpus_per_task) && shape_.tasks_said() && all != nullptr && all->count != asked.count) {
    return contradict(*all->directive, *asked.directive);
  }
  if (!asked.by(JobOption::gres) && !asked.by(JobOption::gpus_per_node)) {
    return false;
  }
  const std::int64_t each = std::max<std::int64_t>(asked.count / std::max(shape_.nodes, 1), 1);
  if (all != nullptr && (all->count % each != 0 || (shape_.nodes_fixed && all->count != asked.count))) {
    return contradict(*all->directive, *asked.directive);
  }
  const Asked* const for_tasks = find_asked(JobOption::gpus_per_task, asked.type);
  if (for_tasks != nullptr && shape_.ntasks_per_node && for_tasks->count / shape_.tasks * *shape_.ntasks_per_node != each) {
    return contradict(*for_tasks->directive, *asked.directive);
  }
  return false;
}

// Options that need another beside them.
void GpuReader::find_missing() const {
  for (const Asked& asked : asked_) {
    const bool counted = shape_.tasks_said() || find_asked(JobOption::gpus, asked.type) != nullptr;
    if (asked.by(JobOption::gpus_per_task) && !counted) {
      find_value(findings_, JobCode::needs_option, *asked.directive, {"--ntasks"});
    }
  }
  const bool has_sockets = std::any_of(script_.directives.begin(), script_.directives.end(),
                                       [](const Directive& directive) { return directive.name == "--sockets-per-node"; });
  if (const Directive* const per_socket = script_.find(JobOption::gpus_per_socket); per_socket != nullptr && !has_sockets) {
    find_value(findings_, JobCode::needs_option, *per_socket, {"--sockets-per-node"});
  }
}

// The directive that asks for most, which is the one that is priced; of several types in one list, all count.
const Directive* GpuReader::largest(JobRequest& request) const {
  std::int64_t most = 0;
  const Directive* counted = nullptr;
  for (const Asked& asked : asked_) {
    std::int64_t sum = 0;
    for (const Asked& other : asked_) {
      sum += other.directive == asked.directive ? other.count : 0;
    }
    if (sum > most) {
      most = sum;
      counted = asked.directive;
    }
  }
  request.gpus = static_cast<int>(std::min(most, most_gpus));
  request.asked_by = index_of(*counted);
  return counted;
}

// The kind of what is asked for, and whether the other directives ask for the same.
void GpuReader::compare(const Directive& counted, bool contradiction, JobRequest& request) {
  const auto of_counted =
      std::find_if(asked_.begin(), asked_.end(), [&](const Asked& asked) { return asked.directive == &counted; });
  request.option = option_of(of_counted->type);
  request.typed = !of_counted->type.empty() || contradiction;
  bool mixed = false;
  for (const Asked& asked : asked_) {
    const bool other_kind = option_of(asked.type) != request.option;
    if (asked.directive == &counted || !contradiction) {
      mixed = mixed || other_kind;
    }
    if (asked.directive != &counted && !other_kind && !contradiction && asked.count != request.gpus) {
      find_value(findings_, JobCode::gpus_twice, *asked.directive, {counted.name, counted.value});
    }
  }
  if (mixed) {
    request.option.reset();
    find_value(findings_, JobCode::several_kinds, counted, {});
  }
}

void GpuReader::read(JobRequest& request) {
  for (const JobOption option : gpu_options) {
    if (const Directive* const directive = script_.find(option)) {
      read_list(*directive);
    }
  }
  // So many tasks for each GPU, and no other word of GPUs: then they follow from the tasks.
  const Directive* const tasks_per_gpu = script_.find(JobOption::ntasks_per_gpu);
  if (asked_.empty() && unreadable_ == nullptr && shape_.ntasks_per_gpu) {
    if (shape_.ntasks) {
      asked_.push_back({tasks_per_gpu, {}, std::max(*shape_.ntasks / *shape_.ntasks_per_gpu, 1)});
    } else {
      find_value(findings_, JobCode::needs_option, *tasks_per_gpu, {"--gpus"});
    }
  }
  request.gpus_per_node = gpus_per_node_;
  if (!asked_.empty()) {
    const Directive* const counted = largest(request);
    compare(*counted, find_contradiction(), request);
    find_missing();
  } else if (unreadable_ != nullptr) {  // something is asked for, and nothing is known of it
    request.gpus = 1;
    request.typed = true;
    request.asked_by = index_of(*unreadable_);
  }
}

}  // namespace

void read_gpus(const JobScript& script, const JobShape& shape, const Table& table, const Site& site, const Partition& partition,
               JobRequest& request, std::vector<JobFinding>& findings) {
  GpuReader(script, shape, table, site, partition, findings).read(request);
}

}  // namespace migadvise
