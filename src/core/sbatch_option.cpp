#include "core/sbatch_option.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/suggestion.hpp"

namespace migadvise {

namespace {

constexpr OptionValue none = OptionValue::none;
constexpr OptionValue needed = OptionValue::required;
constexpr OptionValue possible = OptionValue::optional;

constexpr JobOption other = JobOption::other;

constexpr std::array<std::string_view, 3> exclusive_words{"exclusive", "user", "mcs"};
constexpr std::array<std::string_view, 1> later_exclusive_words{"topo"};
constexpr std::array<std::string_view, 2> gres_flags{"disable-binding", "enforce-binding"};
constexpr std::array<std::string_view, 2> later_gres_flags{"multiple-tasks-per-sharing", "one-task-per-sharing"};
constexpr std::array<std::string_view, 4> hints{"compute_bound", "memory_bound", "multithread", "nomultithread"};
constexpr std::array<std::string_view, 13> mail_types{
    "NONE",          "BEGIN",         "END",         "FAIL",           "ALL",      "REQUEUE", "TIME_LIMIT", "TIME_LIMIT_90",
    "TIME_LIMIT_80", "TIME_LIMIT_50", "ARRAY_TASKS", "INVALID_DEPEND", "STAGE_OUT"};
constexpr std::array<std::string_view, 3> no_kill_words{"off", "no", "set"};
constexpr std::array<std::string_view, 2> open_modes{"append", "truncate"};
constexpr std::array<std::string_view, 2> yes_and_no{"yes", "no"};

constexpr std::array options{
    SbatchOption{"account", 'A', needed, JobOption::account},
    SbatchOption{"acctg-freq"},
    SbatchOption{"array", 'a', needed, JobOption::array},
    SbatchOption{"batch"},
    SbatchOption{"bb"},
    SbatchOption{"bbf"},
    SbatchOption{"begin", 'b'},
    SbatchOption{"chdir", 'D'},
    SbatchOption{"cluster"},  // not in the manual
    SbatchOption{"cluster-constraint"},
    SbatchOption{"clusters", 'M'},
    SbatchOption{"comment"},
    SbatchOption{"constraint", 'C'},
    SbatchOption{"container"},
    SbatchOption{"container-id"},
    SbatchOption{"context"},
    SbatchOption{"contiguous", '\0', none},
    SbatchOption{"core-spec", 'S'},
    SbatchOption{"cores-per-socket", '\0', needed, other, ValueForm::count},
    SbatchOption{"cpu-freq"},
    SbatchOption{"cpus-per-gpu", '\0', needed, JobOption::cpus_per_gpu},
    SbatchOption{"cpus-per-task", 'c', needed, JobOption::cpus_per_task},
    SbatchOption{"deadline"},
    SbatchOption{"delay-boot"},
    SbatchOption{"dependency", 'd', needed, other, ValueForm::dependency},
    SbatchOption{"distribution", 'm'},
    SbatchOption{"error", 'e', needed, JobOption::error},
    SbatchOption{"exclude", 'x'},
    SbatchOption{"exclusive", '\0', possible, JobOption::exclusive, ValueForm::word, exclusive_words, later_exclusive_words},
    SbatchOption{"export"},
    SbatchOption{"export-file"},
    SbatchOption{"extra"},
    SbatchOption{"extra-node-info", 'B'},
    SbatchOption{"get-user-env", '\0', possible},
    SbatchOption{"gid"},
    SbatchOption{"gpu-bind"},
    SbatchOption{"gpu-freq"},
    SbatchOption{"gpus", 'G', needed, JobOption::gpus},
    SbatchOption{"gpus-per-node", '\0', needed, JobOption::gpus_per_node},
    SbatchOption{"gpus-per-socket", '\0', needed, JobOption::gpus_per_socket},
    SbatchOption{"gpus-per-task", '\0', needed, JobOption::gpus_per_task},
    SbatchOption{"gres", '\0', needed, JobOption::gres},
    SbatchOption{"gres-flags", '\0', needed, other, ValueForm::all_words, gres_flags, later_gres_flags},
    SbatchOption{"help", 'h', none},
    SbatchOption{"hint", '\0', needed, other, ValueForm::all_words, hints},
    SbatchOption{"hold", 'H', none},
    SbatchOption{"ignore-pbs", '\0', none, JobOption::ignore_pbs},
    SbatchOption{"input", 'i'},
    SbatchOption{"job-name", 'J', needed, JobOption::job_name},
    SbatchOption{"kill-on-invalid-dep", '\0', needed, other, ValueForm::word, yes_and_no},
    SbatchOption{"licenses", 'L'},
    SbatchOption{"mail-type", '\0', needed, other, ValueForm::some_words, mail_types},
    SbatchOption{"mail-user"},
    SbatchOption{"mcs-label"},
    SbatchOption{"mem", '\0', needed, JobOption::mem},
    SbatchOption{"mem-bind"},
    SbatchOption{"mem-per-cpu", '\0', needed, JobOption::mem_per_cpu},
    SbatchOption{"mem-per-gpu", '\0', needed, JobOption::mem_per_gpu},
    SbatchOption{"mincpus", '\0', needed, JobOption::mincpus},
    SbatchOption{"network"},
    SbatchOption{"nice", '\0', possible},
    SbatchOption{"no-kill", 'k', possible, other, ValueForm::word, no_kill_words},
    SbatchOption{"no-requeue", '\0', none},
    SbatchOption{"nodefile", 'F'},
    SbatchOption{"nodelist", 'w', needed, JobOption::nodelist},
    SbatchOption{"nodes", 'N', needed, JobOption::nodes},
    SbatchOption{"ntasks", 'n', needed, JobOption::ntasks},
    SbatchOption{"ntasks-per-core", '\0', needed, other, ValueForm::count},
    SbatchOption{"ntasks-per-gpu", '\0', needed, JobOption::ntasks_per_gpu},
    SbatchOption{"ntasks-per-node", '\0', needed, JobOption::ntasks_per_node},
    SbatchOption{"ntasks-per-socket", '\0', needed, other, ValueForm::count},
    SbatchOption{"ntasks-per-tres", '\0', needed, JobOption::ntasks_per_gpu},  // not in the manual
    SbatchOption{"oom-kill-step", '\0', possible},
    SbatchOption{"open-mode", '\0', needed, other, ValueForm::initial, open_modes},
    SbatchOption{"output", 'o', needed, JobOption::output},
    SbatchOption{"overcommit", 'O', none, JobOption::overcommit},
    SbatchOption{"oversubscribe", 's', none, JobOption::oversubscribe},
    SbatchOption{"parsable", '\0', none},
    SbatchOption{"partition", 'p', needed, JobOption::partition},
    SbatchOption{"power"},
    SbatchOption{"prefer"},
    SbatchOption{"priority"},
    SbatchOption{"profile"},
    SbatchOption{"propagate", '\0', possible},
    SbatchOption{"qos", 'q', needed, JobOption::qos},
    SbatchOption{"quiet", 'Q', none},
    SbatchOption{"reboot", '\0', none},
    SbatchOption{"requeue", '\0', none},
    SbatchOption{"reservation"},
    SbatchOption{"resv-ports", '\0', possible},
    SbatchOption{"segment"},
    SbatchOption{"signal", '\0', needed, other, ValueForm::signal},
    SbatchOption{"sockets-per-node", '\0', needed, other, ValueForm::count},
    SbatchOption{"spread-job", '\0', none},
    SbatchOption{"stepmgr", '\0', none},
    SbatchOption{"switches"},
    SbatchOption{"tasks", '\0', needed, JobOption::ntasks},                    // not in the manual
    SbatchOption{"tasks-per-node", '\0', needed, JobOption::ntasks_per_node},  // not in the manual
    SbatchOption{"test-only", '\0', none},
    SbatchOption{"thread-spec", '\0', needed, other, ValueForm::count},
    SbatchOption{"threads-per-core", '\0', needed, other, ValueForm::count},
    SbatchOption{"time", 't', needed, JobOption::time},
    SbatchOption{"time-min", '\0', needed, JobOption::time_min, ValueForm::time},
    SbatchOption{"tmp", '\0', needed, other, ValueForm::size},
    SbatchOption{"tres-bind"},
    SbatchOption{"tres-per-task"},
    SbatchOption{"uid"},
    SbatchOption{"usage", '\0', none},
    SbatchOption{"use-min-nodes", '\0', none},
    SbatchOption{"verbose", 'v', none},
    SbatchOption{"version", 'V', none},
    SbatchOption{"wait", 'W', none},
    SbatchOption{"wait-all-nodes"},
    SbatchOption{"wckey"},
    SbatchOption{"wrap"},
};

// What other schedulers, and people, call an option of sbatch; sure where it is the same, and not only what comes nearest.
struct OtherName {
  std::string_view name;
  MeantOption meant;
};
constexpr std::array other_names{
    OtherName{"cores", {"cpus-per-task", false}},
    OtherName{"cores-per-node", {"cpus-per-task", false}},
    OtherName{"cores-per-task", {"cpus-per-task", true}},
    OtherName{"cpus-per-node", {"cpus-per-task", false}},
    OtherName{"email", {"mail-user", true}},
    OtherName{"mem-per-node", {"mem", true}},
    OtherName{"mem-per-task", {"mem", false}},
    OtherName{"memory", {"mem", true}},
    OtherName{"name", {"job-name", true}},
    OtherName{"ncores", {"cpus-per-task", false}},
    OtherName{"ncpus", {"cpus-per-task", true}},
    OtherName{"ngpus", {"gpus", false}},
    OtherName{"nnodes", {"nodes", true}},
    OtherName{"project", {"account", true}},
    OtherName{"queue", {"partition", true}},
    OtherName{"runtime", {"time", true}},
    OtherName{"threads-per-task", {"cpus-per-task", false}},
    OtherName{"time-limit", {"time", true}},
    OtherName{"timelimit", {"time", true}},
    OtherName{"time-max", {"time", false}},
    OtherName{"walltime", {"time", true}},
};

}  // namespace

std::span<const SbatchOption> sbatch_options() { return options; }

std::vector<const SbatchOption*> find_sbatch_options(std::string_view name) {
  std::vector<const SbatchOption*> found;
  for (const SbatchOption& option : options) {
    if (option.name == name) {
      return {&option};
    }
    if (!name.empty() && option.name.starts_with(name)) {
      found.push_back(&option);
    }
  }
  return found;
}

std::optional<MeantOption> meant_sbatch_option(std::string_view name) {
  std::array<std::string_view, options.size()> names;
  std::transform(options.begin(), options.end(), names.begin(), [](const SbatchOption& option) { return option.name; });
  const auto is_same = [&](const OtherName& one) { return one.name == name; };
  if (const auto* const found = std::find_if(other_names.begin(), other_names.end(), is_same); found != other_names.end()) {
    return found->meant;
  }
  if (const std::optional<std::string_view> slip = mistyped(name, names)) {
    return MeantOption{*slip, true};
  }
  const std::optional<std::string_view> near = is_made_of_known(name, names) ? std::nullopt : nearest_word(name, names);
  return near ? std::optional(MeantOption{*near, false}) : std::nullopt;
}

bool is_checked_by_sbatch(const SbatchOption& option) {
  constexpr std::array<std::string_view, 9> kept{"chdir",    "comment",   "error",  "export", "input",
                                                 "job-name", "mail-user", "output", "wrap"};
  return std::find(kept.begin(), kept.end(), option.name) == kept.end();
}

const SbatchOption* sbatch_option_of(const Directive& directive) {
  const auto* const found = std::find_if(options.begin(), options.end(), [&](const SbatchOption& option) {
    return directive.name.starts_with("--") && std::string_view(directive.name).substr(2) == option.name;
  });
  return found == options.end() ? nullptr : found;
}

const SbatchOption* find_sbatch_letter(char letter) {
  const auto* const found =
      std::find_if(options.begin(), options.end(), [&](const SbatchOption& option) { return option.letter == letter; });
  return letter == '\0' || found == options.end() ? nullptr : found;
}

}  // namespace migadvise
