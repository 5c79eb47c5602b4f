#include "migadvise/job_check.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/charge.hpp"
#include "core/decimal.hpp"
#include "core/job_findings.hpp"
#include "core/job_needs.hpp"
#include "core/job_request.hpp"
#include "core/option_values.hpp"
#include "core/slurm_word.hpp"
#include "core/suggestion.hpp"

namespace migadvise {

namespace {

class Check {
 public:
  Check(const JobScript& script, const Table& table, const Site& site, const Needs* needs)
      : script_(script), table_(table), site_(site), needs_(needs) {}

  JobReport run();

 private:
  void find(JobCode code, TextRange at, std::vector<std::string> args, std::vector<Edit> repair = {}) {
    add_finding(report_, code, at, std::move(args), std::move(repair));
  }
  // At the first of these options that the script has; else about it as a whole.
  [[nodiscard]] TextRange place_of(std::initializer_list<JobOption> options) const;

  [[nodiscard]] std::string_view likely_partition() const;
  void find_place_asked_for();
  // Whether partition and QoS are known and go together.
  [[nodiscard]] bool is_placed() const {
    return report_.place.partition != nullptr && goes_with(*report_.place.partition, *report_.place.qos);
  }
  // Whether an option stands where sbatch does not look, which is told of already.
  [[nodiscard]] bool is_late(JobOption option) const {
    return std::find(script_.late.begin(), script_.late.end(), option) != script_.late.end();
  }
  void check_account();
  void check_gpus();
  void check_walltime();
  void check_host();
  void price();
  void check_charge();
  void check_programs();

  [[nodiscard]] int charged_cpus() const { return static_cast<int>(std::min<std::int64_t>(report_.request.cpus, 1'000'000'000)); }
  // The directive that asks for GPUs, where some are asked for.
  [[nodiscard]] const Directive& asked_by() const { return script_.directives[*report_.request.asked_by]; }
  [[nodiscard]] std::string offered_types(const Partition& partition) const;
  [[nodiscard]] std::string partitions_with(std::optional<std::size_t> option) const;
  [[nodiscard]] const std::string* gres_of(std::size_t option) const { return site_.find_gres(table_.profiles[option].name); }

  const JobScript& script_;
  const Table& table_;
  const Site& site_;
  const Needs* needs_;
  JobReport report_;
};

TextRange Check::place_of(std::initializer_list<JobOption> options) const {
  for (const JobOption option : options) {
    if (const Directive* const directive = script_.find(option)) {
      return directive->at;
    }
  }
  return whole_script;
}

template <class Entry>
std::vector<std::string_view> names_of(const std::vector<Entry>& entries) {
  std::vector<std::string_view> names;
  names.reserve(entries.size());
  for (const Entry& one : entries) {
    names.push_back(one.name);
  }
  return names;
}

// What `text_of` makes of each, with commas between.
template <class Entry, class TextOf>
std::string listed(const std::vector<Entry>& entries, TextOf text_of) {
  std::string list;
  for (const Entry& one : entries) {
    const std::string text = text_of(one);
    list += (list.empty() || text.empty() ? "" : ", ") + text;
  }
  return list;
}

template <class Entry>
std::string all_names(const std::vector<Entry>& entries) {
  return listed(entries, [](const Entry& one) { return one.name; });
}

// The repair that gives a directive another value, where it stands there as it is.
std::vector<Edit> with_value(const Directive* directive, const std::string& value) {
  return directive != nullptr && directive->plain && !value.empty() ? std::vector<Edit>{{directive->value_at, value}}
                                                                    : std::vector<Edit>{};
}

// Of several partitions the first that offers what is asked for; where none does, the first.
std::string_view Check::likely_partition() const {
  const JobRequest& request = report_.request;
  for (const std::string& name : request.partitions) {
    if (request.option && site_.find_partition(name)->offers(table_.profiles[*request.option].name)) {
      return name;
    }
  }
  return request.partitions.empty() ? std::string_view() : request.partitions.front();
}

void Check::find_place_asked_for() {
  const JobRequest& request = report_.request;
  const Directive* const partition = script_.find(JobOption::partition);
  const Directive* const qos = script_.find(JobOption::qos);
  bool known = true;
  for (const std::string& name : request.partitions) {
    if (site_.find_partition(name) == nullptr) {
      known = false;
      const std::vector<std::string_view> known_names = names_of(site_.partitions);
      const std::string near(nearest_word(name, known_names).value_or(""));
      const std::string meant(request.partitions.size() == 1 ? mistyped(name, known_names).value_or("") : "");
      find(JobCode::unknown_partition, partition->at, {name, all_names(site_.partitions), near}, with_value(partition, meant));
    }
  }
  // A pattern stands for a name that the script does not give.
  const Qos* const qos_meant = is_slurm_word(request.qos) ? site_.find_qos(request.qos) : nullptr;
  const bool to_fill_in = qos_meant != nullptr && qos_meant->is_pattern() &&
                          is_account_placeholder(std::string_view(request.qos).substr(qos_meant->name.size() - 1), site_);
  const bool qos_known = request.qos.empty() || (qos_meant != nullptr && !to_fill_in);
  if (!qos_known) {
    known = false;
    std::vector<std::string_view> known_names = names_of(site_.qos);
    std::erase_if(known_names, [&](std::string_view name) { return to_fill_in || !is_slurm_word(name); });
    const std::string near(nearest_word(request.qos, known_names).value_or(""));
    const std::string meant(mistyped(request.qos, known_names).value_or(""));
    find(JobCode::unknown_qos, qos->at, {qos->value, all_names(site_.qos), near}, with_value(qos, meant));
  }
  const std::string default_qos = site_.qos[site_.default_qos].name;
  if (request.partitions.empty() && !is_late(JobOption::partition)) {
    find(JobCode::partition_missing, whole_script,
         {site_.partitions[site_.default_partition].name, qos_known ? find_place(site_, "", request.qos).partition->name : ""});
  }
  if (!known) {
    return;
  }
  const std::string_view likely = likely_partition();
  // Without --partition, Slurm does not look for one that takes the QoS.
  report_.place = find_place(site_, likely.empty() ? site_.partitions[site_.default_partition].name : likely, request.qos);
  const Place& place = report_.place;
  // Without --qos, Slurm does not look for one that the partition takes.
  const Qos& asked_qos = request.qos.empty() ? site_.qos[site_.default_qos] : *place.qos;
  const Partition* refusing = goes_with(*place.partition, asked_qos) ? nullptr : place.partition;
  for (const std::string& name : request.partitions) {
    const Partition* const other = site_.find_partition(name);
    refusing = refusing == nullptr && !goes_with(*other, asked_qos) ? other : refusing;
  }
  if (refusing != nullptr && !(request.qos.empty() && partition == nullptr)) {
    // Where the partition has just one QoS, that was meant.
    const std::vector<std::string>& takes = refusing->qos;
    const bool one = request.partitions.size() == 1 && takes.size() == 1 && is_slurm_word(takes.front());
    const std::string only = one ? takes.front() : "";
    const std::string all = listed(takes, [](const std::string& name) { return name; });
    std::vector<Edit> repair = with_value(qos, only);
    if (qos == nullptr && !only.empty()) {
      repair.push_back({{partition->at.end(), 0}, " --qos=" + only});
    }
    find(JobCode::partition_qos, place_of({JobOption::qos, JobOption::partition}),
         {refusing->name, request.qos.empty() ? default_qos : place.qos_name, all}, std::move(repair));
  } else if (request.qos.empty() && !is_late(JobOption::qos)) {
    find(JobCode::qos_missing, whole_script, {default_qos});
  }
}

void Check::check_account() {
  const Directive* const account = script_.find(JobOption::account);
  if (account == nullptr) {
    find(JobCode::account_missing, whole_script, {site_.account_placeholder});
  } else if (account != nullptr && is_account_placeholder(account->value, site_)) {
    find(JobCode::account_placeholder, account->place(), {account->value});
  }
}

// Those that offer an option; nothing without one.
std::string Check::partitions_with(std::optional<std::size_t> option) const {
  return listed(site_.partitions, [&](const Partition& partition) {
    return option && partition.offers(table_.profiles[*option].name) ? partition.name : "";
  });
}

std::string Check::offered_types(const Partition& partition) const {
  return listed(partition.options, [&](const std::string& offered) {
    const std::string* const gres = site_.find_gres(offered);
    return gres != nullptr ? "gpu:" + *gres : offered;
  });
}

void Check::check_gpus() {
  const JobRequest& request = report_.request;
  const Partition* const partition = report_.place.partition;
  if (request.gpus == 0) {
    if (partition != nullptr && !partition->options.empty() && !is_late(JobOption::gres) && !report_.several_parts) {
      const std::string* const example = site_.find_gres(partition->options.front());
      find(JobCode::no_gpu, place_of({JobOption::partition}), {partition->name, example != nullptr ? *example : ""});
    }
    return;
  }
  const Directive& asked = asked_by();
  const TextRange at = asked.place();
  if (partition != nullptr && partition->options.empty()) {
    find(JobCode::not_offered, at, {partition->name, "GPUs", "", partitions_with(request.option)});
    return;
  }
  if (partition != nullptr && request.whole_nodes) {
    find(JobCode::whole_nodes, place_of({JobOption::exclusive}), {});
  }
  if (!request.option) {
    if (!request.typed && partition != nullptr) {
      find(JobCode::untyped_gpu, at, {asked.value, "", offered_types(*partition)});
    }
    // Where there were full GPUs, it would be those.
    if (!request.typed && partition != nullptr && request.gpus > 1) {
      find(JobCode::several_slices, at, {asked.value, std::to_string(request.gpus)});
    }
    return;  // or told of already
  }
  const Profile& profile = table_.profiles[*request.option];
  if (!request.typed) {
    const std::string* const gres = gres_of(*request.option);
    find(JobCode::untyped_gpu, at, {asked.value, gres != nullptr ? *gres : profile.name});
  }
  if (!profile.full() && request.gpus > 1) {
    find(JobCode::several_slices, at, {asked.value, std::to_string(request.gpus)});
  }
  if (partition == nullptr) {
    return;
  }
  if (request.typed && !partition->offers(profile.name)) {
    find(JobCode::not_offered, at, {partition->name, "gpu:" + *gres_of(*request.option), offered_types(*partition)});
  } else if (profile.full() && partition->gpus_per_node && request.gpus_per_node > *partition->gpus_per_node) {
    const std::string count = std::to_string(request.gpus_per_node);
    if (request.typed) {
      find(JobCode::gpus_per_node, at, {count, std::to_string(*partition->gpus_per_node), partition->name});
    } else {
      find(JobCode::several_slices, at, {asked.value, count});  // slices are all that a node has so many of
    }
  }
}

void Check::check_walltime() {
  const Directive* const time = script_.find(JobOption::time);
  if (time == nullptr) {
    if (!is_late(JobOption::time)) {
      find(JobCode::time_missing, whole_script, {});
    }
    return;
  }
  if (!is_placed()) {
    return;
  }
  const std::optional<Duration> most = limits_of(report_.place).walltime;
  const std::optional<Duration> usual = report_.place.qos->walltime;
  // A walltime without an end is refused like any other that is too long.
  if (most && (report_.request.endless || (report_.request.time && *report_.request.time > *most))) {
    find(JobCode::time_limit, time->at,
         {time->value, print_slurm_time(*most), report_.place.qos_name, report_.place.partition->name});
  } else if (report_.request.time && usual && *report_.request.time > *usual) {
    find(JobCode::time_on_request, time->at, {time->value, print_slurm_time(*usual), report_.place.qos_name});
  }
}

void Check::check_host() {
  const JobRequest& request = report_.request;
  const Place& place = report_.place;
  if (!is_placed()) {
    return;
  }
  const TextRange cpus_at = place_of({JobOption::cpus_per_task, JobOption::cpus_per_gpu, JobOption::ntasks,
                                      JobOption::ntasks_per_node, JobOption::mincpus, JobOption::exclusive});
  const TextRange ram_at = place_of({JobOption::mem, JobOption::mem_per_cpu, JobOption::mem_per_gpu, JobOption::cpus_per_task});
  bool too_many_cpus = true;
  if (place.qos->cpus_per_job && request.cpus > *place.qos->cpus_per_job) {
    find(JobCode::qos_cpus, cpus_at, {std::to_string(request.cpus), std::to_string(*place.qos->cpus_per_job), place.qos_name});
  } else if (place.partition->cpus_per_node && request.cpus_on_node > *place.partition->cpus_per_node) {
    find(JobCode::node_cpus, cpus_at,
         {std::to_string(request.cpus_on_node), std::to_string(*place.partition->cpus_per_node), place.partition->name});
  } else {
    too_many_cpus = false;
  }
  // Host RAM that only comes with CPUs too many is told of with them.
  const bool asked = script_.find(JobOption::mem) != nullptr || script_.find(JobOption::mem_per_cpu) != nullptr ||
                     script_.find(JobOption::mem_per_gpu) != nullptr;
  if (!asked && too_many_cpus) {
    // nothing more
  } else if (place.qos->ram_per_job && request.ram > *place.qos->ram_per_job) {
    find(JobCode::qos_ram, ram_at, {print_host_ram(request.ram), print_host_ram(*place.qos->ram_per_job), place.qos_name});
  } else if (place.partition->ram_per_node && request.ram_on_node > *place.partition->ram_per_node) {
    find(JobCode::node_ram, ram_at,
         {print_host_ram(request.ram_on_node), print_host_ram(*place.partition->ram_per_node), place.partition->name});
  }
  if (place.qos->jobs_at_once && request.jobs_at_once > *place.qos->jobs_at_once) {
    find(JobCode::jobs_at_once, place_of({JobOption::array}),
         {std::to_string(request.jobs_at_once), std::to_string(*place.qos->jobs_at_once), place.qos_name});
  }
}

// Nothing has a price that cannot be had there.
void Check::price() {
  const JobRequest& request = report_.request;
  if (!is_placed() || report_.several_parts) {
    return;
  }
  const Partition& partition = *report_.place.partition;
  std::optional<std::size_t> option = request.option;
  int gpus = request.gpus;
  if (request.whole_nodes && !partition.cpus_per_node) {
    return;  // all of its CPUs, however many
  }
  if (request.whole_nodes && partition.gpus_per_node) {
    // All of its GPUs; it is priced as if none of them were cut into slices.
    const auto whole =
        std::find_if(table_.profiles.begin(), table_.profiles.end(), [](const Profile& profile) { return profile.full(); });
    const int all = static_cast<int>(multiply_divide(request.nodes, *partition.gpus_per_node, 1));
    if (whole != table_.profiles.end() && gpus < all) {
      option = static_cast<std::size_t>(whole - table_.profiles.begin());
      gpus = all;
    }
  }
  if (gpus > 0 && (!option || !partition.offers(table_.profiles[*option].name))) {
    return;
  }
  report_.charge =
      hourly_charge(site_.charges[partition.charge], table_.profiles[option.value_or(0)], charged_cpus(), request.ram, gpus);
  if (!report_.charge) {
    return;
  }
  report_.charged = report_.place.qos->charged ? report_.charge->total : SuPerHour{};
  if (request.time) {
    report_.at_most = su_for(SuPerHour{multiply_divide(report_.charged.micro, request.jobs, 1)}, *request.time);
  }
}

// What stands beside the GPU costs more than the GPU.
void Check::check_charge() {
  if (!report_.charge || report_.request.gpus == 0 || report_.request.whole_nodes || !report_.place.qos->charged) {
    return;
  }
  const JobRequest& request = report_.request;
  const Partition& partition = *report_.place.partition;
  const ChargeFormula& formula = site_.charges[partition.charge];
  const Charge& charge = *report_.charge;
  const Bytes by_default{multiply_divide(partition.ram_per_cpu.value, request.cpus, 1)};
  const std::optional<Bytes> covered = ram_without_surcharge(formula, charge, by_default);
  if (covered && request.ram > *covered) {
    const auto without = hourly_charge(formula, table_.profiles[*request.option], charged_cpus(), *covered, request.gpus);
    const std::int64_t more = charge.total.micro - without.value_or(charge).total.micro;
    if (more > charge.gpu.micro) {
      find(JobCode::ram_outprice, place_of({JobOption::mem, JobOption::mem_per_cpu, JobOption::mem_per_gpu}),
           {print_host_ram(request.ram), rounded_su(more), print_host_ram(*covered), rounded_su(charge.gpu.micro)});
    }
  }
  if (charge_terms(charge.family).cpu && charge.gpu.micro > 0 && charge.cpu > charge.gpu) {
    find(JobCode::cpus_outprice,
         place_of({JobOption::cpus_per_task, JobOption::ntasks, JobOption::ntasks_per_node, JobOption::mincpus}),
         {std::to_string(request.cpus), rounded_su(charge.cpu.micro), rounded_su(charge.gpu.micro)});
  }
}

void Check::check_programs() {
  const JobRequest& request = report_.request;
  if (request.tasks < 2 || script_.programs != ProgramStart::once) {
    return;
  }
  const std::string program = script_.bytes.substr(script_.program.offset, script_.program.length);
  const std::string line = std::to_string(position_in(script_.bytes, script_.program.offset).line);
  const bool of_tasks = script_.find(JobOption::ntasks) != nullptr || script_.find(JobOption::ntasks_per_node) != nullptr;
  const std::string count = std::to_string(of_tasks ? request.tasks : request.nodes);
  const std::string cpus = of_tasks ? std::to_string(request.cpus / request.nodes) : "";
  find(JobCode::serial_program, place_of({JobOption::ntasks, JobOption::ntasks_per_node, JobOption::nodes}),
       {count, program, line, of_tasks ? "tasks" : "nodes", cpus});
}

JobReport Check::run() {
  report_.findings = script_.findings;
  report_.several_parts = script_.several_parts;
  // Nothing, or no text at all: of such a script nothing else is worth saying.
  if (std::any_of(script_.findings.begin(), script_.findings.end(), [](const JobFinding& finding) {
        return finding.code == JobCode::empty || finding.code == JobCode::nul_byte;
      })) {
    return std::move(report_);
  }
  report_.request = read_request(script_, table_, site_, report_.findings);
  check_option_values(script_, report_.request, report_.findings);
  find_place_asked_for();
  check_account();
  check_gpus();
  check_walltime();
  check_host();
  price();
  check_charge();
  check_programs();
  if (needs_ != nullptr) {
    hold_against_needs(script_, *needs_, table_, site_, report_);
  }
  // Of the script as a whole first.
  std::stable_sort(report_.findings.begin(), report_.findings.end(), [](const JobFinding& a, const JobFinding& b) {
    const auto key = [](const JobFinding& finding) { return std::pair(finding.at != whole_script, finding.at.offset); };
    return key(a) < key(b);
  });
  return std::move(report_);
}

}  // namespace

bool JobReport::has_errors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const JobFinding& finding) { return job_level(finding.code) == JobLevel::error; });
}

JobReport check_job(const JobScript& script, const Table& table, const Site& site, const Needs* needs) {
  return Check(script, table, site, needs).run();
}

std::vector<Edit> repairs_of(const std::vector<JobFinding>& findings) {
  std::vector<Edit> edits;
  for (const JobFinding& finding : findings) {
    edits.insert(edits.end(), finding.repair.begin(), finding.repair.end());
  }
  return edits;
}

bool is_account_placeholder(std::string_view account, const Site& site) {
  if (!is_slurm_word(account) || equal_folded(account, site.account_placeholder)) {
    return true;
  }
  constexpr std::array<std::string_view, 11> words{"your",        "youraccount", "yourpi", "changeme", "fixme",    "todo",
                                                   "placeholder", "xxx",         "xxxx",   "ucid",     "myaccount"};
  constexpr std::array<std::string_view, 6> whole{"account", "account_name", "my_account", "pi", "mypi", "my_pi"};
  if (is_one_of_folded(account, whole)) {
    return true;
  }
  for (std::string_view rest = account; !rest.empty();) {
    const std::size_t end = std::min(rest.find_first_of("_-."), rest.size());
    if (is_one_of_folded(rest.substr(0, end), words)) {
      return true;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace migadvise
