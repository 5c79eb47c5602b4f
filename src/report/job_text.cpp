#include "report/job_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "migadvise/units.hpp"
#include "report/answer_parts.hpp"
#include "report/diagnostic_text.hpp"
#include "report/entries.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

namespace {

using Code = JobCode;

// `{0}` and so on are the finding's args. Of two hints the first is given whose words are all there.
struct Entry {
  Code code;
  std::string_view id;
  std::string_view message;
  std::string_view hint;
  std::string_view other_hint = {};
};

// In the order of JobCode. Ids are frozen: a message may get better, an id never changes its meaning.
constexpr std::array<Entry, job_code_count> entries{{
    {Code::empty, "K001", "the script is empty", "it begins with {0}"},
    {Code::no_shebang, "K002", "the first line does not begin with #!", "it begins with {0}"},
    {Code::nul_byte, "K003", "a NUL byte: sbatch takes text alone", "save it as plain text in UTF-8"},
    {Code::line_ends, "K004", "lines end in CR LF, as Windows writes them ({0} of them)", "dos2unix does the same as --fix"},
    {Code::late_options, "K005", "sbatch reads no #SBATCH line after the first command ({0} of them here)",
     "move them above the first command"},
    {Code::other_pbs, "K006", "sbatch reads {0} lines as well; what they ask for is not looked at here",
     "write them as #SBATCH lines, or add #SBATCH --ignore-pbs"},
    {Code::several_jobs, "K007", "a heterogeneous job: only its first part is looked at, and nothing is priced",
     "check the other parts in scripts of their own"},
    {Code::misspelt_line, "K008", "'{0}' is a comment to sbatch: it does not read the line",
     "write #SBATCH, or ##SBATCH for a line that is switched off"},
    {Code::pasted_sign, "K009", "'{0}': {1} stands where {2} is meant", "type it anew"},
    {Code::pasted_value, "K010", "'{0}': {1} stands where {2} is meant, and stays in the value", "type it anew"},
    {Code::split_option, "K011", "'{0}' is not read as it is meant", "write {1}"},
    {Code::unknown_option, "K012", "sbatch has no option {0}", "did you mean {1}?"},
    {Code::ambiguous_option, "K013", "{0} is short for several options", "one of {1}"},
    {Code::stray_word, "K014", "'{0}' belongs to no option", "did you mean {1}?",
     "a value has no blanks, or stands in quotes; a comment begins with #"},
    {Code::missing_value, "K015", "{0} has no value", "{1}"},
    {Code::unexpected_value, "K016", "{0} takes no value", "write {0} alone, or leave it out"},
    {Code::unclosed_quote, "K017", "the quote {0} is not closed on its line", "close it, or leave it out"},
    {Code::shell_variable, "K018", "'{0}' is taken as it stands: sbatch expands neither variables nor ~", "{1}={2} says the same",
     "write it out, or give it on the command line: sbatch {1}=..."},
    {Code::overridden_option, "K019", "{0}={1} does not count: line {3} says {2}", "keep one of them"},
    {Code::bad_number, "K020", "{0}: '{1}' is not a whole number from 1 to 100000", ""},
    {Code::bad_time, "K021", "{0}: '{1}' is no time that sbatch reads", "{0}={2}",
     "minutes, hours:minutes:seconds or days-hours:minutes:seconds"},
    {Code::bad_size, "K022", "{0}: '{1}' is no size that sbatch reads", "{0}={2}",
     "a whole number with K, M, G or T, such as 64G"},
    {Code::bad_array, "K023", "{0}: '{1}' is no list of up to 100000 array indices", "such as 1-10, 0-9:3 or 1,5,7%2"},
    {Code::bare_size, "K024", "{0}={1} is {1} MB of host RAM", "write {1}G for GB, {1}M where MB are meant"},
    {Code::bare_time, "K025", "{0}={1} is {2} min", "write {3} for hours"},
    {Code::exclusive_options, "K026", "{0} and {2} exclude each other", "keep one of them"},
    {Code::bad_gres, "K027", "{0}: '{1}' is no list of GPUs", "{0}={2}", "such as {0}={3}"},
    {Code::unknown_gres, "K028", "there is no GPU of type '{2}'", "did you mean {3}?", "one of {4}"},
    {Code::several_slices, "K029", "{1} MIG slices in one job: a job gets one",
     "a larger option, or {1} separate jobs with --array"},
    {Code::several_kinds, "K030", "several types of GPU in one job", "one type for each job"},
    {Code::gpus_twice, "K031", "{0}={1} and {2}={3} do not ask for the same GPUs", "keep one of them"},
    {Code::untyped_gpu, "K032", "'{0}' names no type of GPU", "name it; this is checked and priced as gpu:{1}",
     "name it: one of {2}"},
    {Code::no_gpu, "K033", "no GPU is asked for in partition {0}, which is there for them", "such as #SBATCH --gres=gpu:{1}:1"},
    {Code::not_offered, "K034", "partition {0} has no {1}", "it has {2}", "there are some in {3}"},
    {Code::gpus_per_node, "K035", "{0} full GPUs on one node: a node of partition {2} has {1}",
     "ask for several nodes with --nodes"},
    {Code::needs_option, "K036", "{0} needs {2} beside it", ""},
    {Code::unknown_partition, "K037", "there is no partition '{0}'", "did you mean {2}?", "one of {1}"},
    {Code::unknown_qos, "K038", "there is no QoS '{0}'", "did you mean {2}?", "one of {1}; in place of * stands a name"},
    {Code::partition_missing, "K039", "no partition is asked for; this is checked as if it were {0}", "#SBATCH --partition={1}",
     "#SBATCH --partition={0}"},
    {Code::qos_missing, "K040", "no QoS is asked for; this is checked as if it were {0}", "#SBATCH --qos={0}"},
    {Code::partition_qos, "K041", "partition {0} takes no jobs of QoS {1}", "it takes {2}"},
    {Code::account_missing, "K042", "no account is named", "#SBATCH --account={0}, with your own in place of {0}"},
    {Code::account_placeholder, "K043", "the account '{0}' is still to be filled in",
     "put the account there that the job is charged to"},
    {Code::time_missing, "K044",
     "no walltime is asked for: the job may run as long as the default allows, and its cost has no limit",
     "#SBATCH --time=HH:MM:SS"},
    {Code::time_limit, "K045", "{0} is longer than QoS {2} and partition {3} allow", "at most {1}"},
    {Code::time_on_request, "K046", "QoS {2} allows {0} only on request; without, {1}", ""},
    {Code::qos_cpus, "K047", "{0} CPUs: QoS {2} allows {1} for a job", ""},
    {Code::qos_ram, "K048", "{0} of host RAM: QoS {2} allows {1} for a job", ""},
    {Code::node_cpus, "K049", "{0} CPUs on a node: the largest in partition {2} has {1}", ""},
    {Code::node_ram, "K050", "{0} of host RAM on a node: the largest in partition {2} has {1}", ""},
    {Code::jobs_at_once, "K051", "{0} jobs: under QoS {2}, {1} of yours runs at a time and the others wait", ""},
    {Code::too_small, "K052", "{0} is too small for the job: {2} needed, {3} there", "gpu:{1} does",
     "no option of partition {4} will do; migadvise with the same needs says what would help"},
    {Code::better_option, "K053", "{0} costs {2} {4}; {1} would cost {3}",
     "{0} pays only if the job runs at least {6} times faster there; else ask for gpu:{5}", "ask for gpu:{5}"},
    {Code::cpus_outprice, "K054", "{0} CPUs cost {1} SU/hour, more than the GPU with {2}",
     "ask for the CPUs that the job keeps busy"},
    {Code::ram_outprice, "K055", "{0} of host RAM raises the charge by {1} SU/hour, more than the GPU costs ({3})",
     "up to {2} costs nothing more"},
    {Code::serial_program, "K056", "{0} {3}, but {1} on line {2} is started once",
     "ask for one task with --cpus-per-task={4}; srun would start it {0} times, which is right for MPI programs alone",
     "--nodes=1, unless the program starts its own processes on the others"},
    {Code::gpus_contradict, "K057", "sbatch does not take {0}={1} and {2}={3} together", "keep one of them, or make them agree"},
    {Code::whole_nodes, "K058", "--exclusive takes all CPUs and all GPUs of a node, and all are charged",
     "leave it out, and ask for the CPUs that the job needs"},
    {Code::single_dash, "K059", "'{0}' is {1} with the value '{2}' to sbatch", "write --{3}"},
    {Code::tight_option, "K060", "{0} holds the {2} needed, but not with the headroom: {3} there", "gpu:{1} has room to spare"},
    {Code::run_beyond_time, "K061", "a run on {0} takes {1}, longer than the walltime of {2}: Slurm would stop it",
     "ask for more time, or let the program write checkpoints and go on in a second job"},
    {Code::unknown_word, "K062", "{0} does not take '{2}'", "did you mean {3}?", "one of {4}"},
    {Code::word_left_out, "K063", "{0}={1}: sbatch leaves out '{2}' without a word", "did you mean {3}?", "one of {4}"},
    {Code::bad_form, "K064", "{0}: sbatch cannot read '{1}'", "such as {0}={2}"},
    {Code::least_time, "K065", "{0}={1} is no time up to the walltime of {2}", "give at most {2}, or leave {0} out"},
}};

static_assert(in_order(entries, &Entry::code));

const Entry& entry(Code code) { return entries[static_cast<std::size_t>(code)]; }

constexpr std::string_view not_expanded = "variables are not expanded in #SBATCH lines";

std::vector<std::string> printable_args(const JobFinding& finding) {
  std::vector<std::string> args;
  const bool of_options = finding.code == Code::too_small || finding.code == Code::better_option ||
                          finding.code == Code::tight_option || finding.code == Code::run_beyond_time;
  for (const std::string& arg : finding.args) {
    args.push_back(of_options && arg == "full" ? "the full GPU" : shortened(arg));
  }
  if (finding.code == Code::unknown_word || finding.code == Code::word_left_out) {
    args[4] = finding.args[4];  // the words that there are, however many
  }
  if (finding.code == Code::better_option) {
    args[4] = args[4] == "run" ? "SU for the whole run" : "SU/hour";
  }
  if ((finding.code == Code::pasted_sign || finding.code == Code::pasted_value) && args.size() > 2) {
    args[2] = args[2].empty() ? "nothing" : "'" + args[2] + "'";  // a sign that is not to be seen stands for nothing
  }
  return args;
}

// Whether every gap of the pattern has a word.
bool has_words_for(std::string_view pattern, const std::vector<std::string>& args) {
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
    const std::size_t index = static_cast<std::size_t>(pattern[at + 1] - '0');
    if (index >= args.size() || args[index].empty()) {
      return false;
    }
  }
  return !pattern.empty();
}

// Whether it is about a value that sbatch cannot use, which a shell variable may be the reason of.
bool is_value(Code code) {
  switch (code) {
    case Code::bad_number:
    case Code::bad_time:
    case Code::bad_size:
    case Code::bad_array:
    case Code::bad_gres:
    case Code::unknown_gres:
    case Code::unknown_partition:
    case Code::unknown_qos:
    case Code::account_placeholder:
    case Code::unknown_word:
    case Code::word_left_out:
    case Code::bad_form:
      return true;
    default:
      return false;
  }
}

std::string mark(const JobFinding& finding) {
  const bool policy = job_judge(finding.code) == JobJudge::policy;
  return fmt::format("{}[{}{}]", job_level_id(job_level(finding.code)), job_code_id(finding.code), policy ? " policy" : "");
}

std::string finding_text(const CheckedScript& checked, const JobFinding& finding, bool ascii) {
  const std::string& bytes = checked.script.bytes;
  const bool located = finding.at.offset <= bytes.size();
  const Position at = located ? position_in(bytes, finding.at.offset) : Position{};
  std::string text = fmt::format("{}{}: {}\n", place_text(checked.file, at), mark(finding), job_message(finding));
  if (const std::string_view line = located ? line_at(bytes, finding.at.offset) : ""; !line.empty()) {
    text += quoted_line(line, at.column, 0, ascii);
  }
  const std::string hint = job_hint(finding);
  return hint.empty() ? text : text + fmt::format("  hint: {}\n", hint);
}

// `2 CPUs, 8G of host RAM, 1g.10gb`.
std::string request_text(const JobRequest& request, const Table& table) {
  const std::string whole = request.whole_nodes ? count_text(request.nodes, "whole node") + ", " : "";
  std::string text = fmt::format("{}{}, {} of host RAM", whole, count_text(request.cpus, "CPU"), print_host_ram(request.ram));
  if (request.gpus > 0) {
    const std::string name = request.option ? table.profiles[*request.option].name : "GPU";
    text += request.gpus == 1 ? fmt::format(", {}", name) : fmt::format(", {} × {}", request.gpus, name);
  }
  return text;
}

// Why there is none.
std::string_view no_price_text(const JobReport& report) {
  const JobRequest& request = report.request;
  const Partition& partition = *report.place.partition;
  if (report.several_parts) {
    return "no price: the job has several parts";
  }
  if (!goes_with(partition, *report.place.qos)) {
    return "no price: partition and QoS do not go together";
  }
  if (request.whole_nodes && !partition.cpus_per_node) {
    return "no price: the site file does not say how many CPUs a node has";
  }
  return request.gpus > 0 && !request.option ? "no price: which GPU it is, is not known" : "no price: there is no such GPU";
}

std::string charge_text(const JobReport& report) {
  const JobRequest& request = report.request;
  const std::string jobs = request.jobs > 1 ? fmt::format(" for each of {} jobs", request.jobs) : "";
  std::string text = fmt::format("{} SU/hour{}", su_text(report.charged.micro), jobs);
  if (!report.place.qos->charged) {
    text += fmt::format(" (QoS {} charges nothing; it would be {})", printable(report.place.qos_name),
                        su_text(report.charge->total.micro));
  }
  if (report.at_most && report.place.qos->charged) {
    const std::string time = print_slurm_time(*request.time);
    text += request.jobs > 1 ? fmt::format(", at most {} SU for all in {} each", su_bound_text(report.at_most->micro), time)
                             : fmt::format(", at most {} SU in {}", su_bound_text(report.at_most->micro), time);
  } else if (!report.at_most) {
    text += "; no walltime ends the job";
  }
  return text;
}

std::string needs_text(const JobReport& report) {
  const Advice& advice = *report.advice;
  if (!advice.recommended) {
    return "for these needs: no option will do";
  }
  return fmt::format("for these needs: {}", counted_name(advice, *advice.recommended));
}

}  // namespace

std::string_view job_code_id(Code code) { return entry(code).id; }

std::string_view job_level_id(JobLevel level) {
  constexpr std::array<std::string_view, 3> ids{"error", "warning", "note"};
  return ids[static_cast<std::size_t>(level)];
}

std::string_view job_judge_id(JobJudge judge) {
  constexpr std::array<std::string_view, 3> ids{"sbatch", "policy", "advice"};
  return ids[static_cast<std::size_t>(judge)];
}

std::string job_message(const JobFinding& finding) { return fill_pattern(entry(finding.code).message, printable_args(finding)); }

std::string job_hint(const JobFinding& finding) {
  const auto has_variable = [](const std::string& arg) { return arg.find('$') != std::string::npos; };
  if (is_value(finding.code) && std::ranges::any_of(finding.args, has_variable)) {
    return std::string(not_expanded);
  }
  const std::vector<std::string> args = printable_args(finding);
  const Entry& known = entry(finding.code);
  const bool constant = known.hint.find('{') == std::string_view::npos;
  const std::string_view pattern = constant || has_words_for(known.hint, args)            ? known.hint
                                   : known.other_hint.find('{') == std::string_view::npos ? known.other_hint
                                   : has_words_for(known.other_hint, args)                ? known.other_hint
                                                                                          : "";
  return fill_pattern(pattern, args);
}

std::size_t count_of(const std::vector<JobFinding>& findings, JobLevel level) {
  return static_cast<std::size_t>(
      std::ranges::count_if(findings, [&](const JobFinding& finding) { return job_level(finding.code) == level; }));
}

std::string write_findings(const CheckedScript& checked, const Style& style, bool quiet) {
  std::string text;
  for (const JobFinding& finding : checked.report.findings) {
    if (!quiet || job_level(finding.code) == JobLevel::error) {
      text += finding_text(checked, finding, style.ascii);
    }
  }
  return style.ascii ? to_ascii(text) : text;
}

std::string count_line(const std::vector<JobFinding>& findings) {
  if (findings.empty()) {
    return "no findings";
  }
  std::string text;
  for (const JobLevel level : {JobLevel::error, JobLevel::warning, JobLevel::note}) {
    if (const std::size_t count = count_of(findings, level); count > 0) {
      text += (text.empty() ? "" : ", ") + count_text(static_cast<std::int64_t>(count), job_level_id(level));
    }
  }
  const auto fixable = std::ranges::count_if(findings, [](const JobFinding& finding) { return !finding.repair.empty(); });
  return fixable == 0 ? text : text + fmt::format("; --fix mends {}", fixable);
}

std::string write_mended(const CheckedScript& checked, std::size_t repairs, const Style& style) {
  return fmt::format("{}: {} mended, left: {}\n", printable(checked.file), repairs, count_line(checked.report.findings)) +
         write_findings(checked, style, false);
}

std::string write_check_text(const CheckedScript& checked, const Table& table, const Style& style, bool quiet) {
  const JobReport& report = checked.report;
  std::string text = write_findings(checked, style, quiet);
  std::string facts;
  if (report.place.partition != nullptr) {
    const std::string place =
        fmt::format("partition {}, QoS {}", printable(report.place.partition->name), printable(report.place.qos_name));
    facts +=
        wrap(fmt::format("{}: {}, {}", printable(checked.file), request_text(report.request, table), place), "", style.width);
    facts += wrap(report.charge ? charge_text(report) : std::string(no_price_text(report)), "  ", style.width);
    if (report.advice) {
      facts += wrap(needs_text(report), "  ", style.width);
      for (const Reason& doubt : remarks_beside(report)) {
        facts += wrap(reason_text(*report.advice, doubt), "  ", style.width);
      }
    }
  }
  const Paint how = report.findings.empty() ? Paint::good : report.has_errors() ? Paint::bad : Paint::heading;
  facts += paint(report.place.partition == nullptr ? fmt::format("{}: {}", printable(checked.file), count_line(report.findings))
                                                   : "  " + count_line(report.findings),
                 how, style) +
           "\n";
  return text + (style.ascii ? to_ascii(facts) : facts);
}

}  // namespace migadvise
