#include "report/probe_writer.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/argument_writer.hpp"
#include "report/batch_lines.hpp"
#include "report/layout.hpp"
#include "report/number_text.hpp"
#include "report/probe_body.hpp"
#include "report/reason_text.hpp"
#include "report/shell_word.hpp"
#include "report/wording.hpp"

namespace migadvise {

namespace {

// Of the warnings of the advice, those that are about the place.
constexpr std::array<Rule, 2> about_place{Rule::preemption, Rule::qos_users};

// `name=(one two three)`
std::string array_line(std::string_view name, const std::vector<std::string>& words, bool ascii) {
  std::vector<std::string> quoted;
  std::ranges::transform(words, std::back_inserter(quoted), [&](const std::string& word) { return shell_quoted(word, ascii); });
  return fmt::format("{}=({})\n", name, fmt::join(quoted, " "));
}

template <class TextOf>
std::vector<std::string> of_options(const Probe& probe, TextOf text_of) {
  std::vector<std::string> texts;
  std::ranges::transform(probe.options, std::back_inserter(texts), text_of);
  return texts;
}

std::string profile_name(const Probe& probe, std::size_t option) { return probe.advice.table->profiles[option].name; }

// `--qos low measures it at no charge, though its jobs can be preempted`
std::string other_place_text(const OtherPlace& place, std::string_view does) {
  return fmt::format("{}--qos {} {} at no charge{}", place.by_qos ? "" : fmt::format("--partition {} ", place.partition->name),
                     place.qos->name, does, preempted_text(*place.qos));
}

std::string unmeasured_text(const Probe& probe, const Unmeasured& left) {
  const Advice& advice = probe.advice;
  const OptionAdvice& option = advice.options[left.option];
  constexpr std::string_view no = "no: ";
  const std::string why = option.eligible ? "--options leaves it out" : exclusion_text(advice, option).substr(no.size());
  std::string text = fmt::format("{} is not measured: {}", option_text(advice, left.option), why);
  if (left.free) {
    text += fmt::format("; {}", other_place_text(*left.free, "measures it"));
  }
  return text;
}

// What was left out by choice needs no word, unless the answer suffers from it.
std::vector<std::string> unmeasured_texts(const Probe& probe) {
  std::vector<std::string> texts;
  std::vector<std::string> predicted;
  for (const Unmeasured& left : probe.left_out) {
    if (left.far_above || !probe.advice.options[left.option].eligible) {
      texts.push_back(unmeasured_text(probe, left));
    }
    if (left.far_above) {
      predicted.push_back(option_text(probe.advice, left.option));
    }
  }
  if (!predicted.empty()) {
    texts.push_back(
        fmt::format("the run time on {} can then only be predicted from smaller options, which is the least certain part of an "
                    "answer: what is so predicted is recommended only where even the slow end of its range costs the least",
                    and_list(predicted)));
  }
  return texts;
}

std::string charge_remark(const Probe& probe) {
  const Advice& advice = probe.advice;
  if (!advice.place.qos->charged) {
    return fmt::format("no SU are charged: partition {}, QoS {}", advice.place.partition->name, advice.place.qos_name);
  }
  return fmt::format("QoS {} charges at most {} SU for all of it", advice.place.qos_name, su_bound_text(probe.at_most.micro));
}

std::string capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

}  // namespace

std::vector<std::string> probe_remarks(const Probe& probe) {
  std::vector<std::string> lines{charge_remark(probe)};
  for (const Reason& reason : probe.advice.warnings) {
    if (std::ranges::find(about_place, reason.rule) != about_place.end()) {
      lines.push_back(reason_text(probe.advice, reason));
    }
  }
  for (std::string& text : unmeasured_texts(probe)) {
    lines.push_back(std::move(text));
  }
  return lines;
}

std::vector<std::string> probe_refusals(const Probe& probe, const std::vector<std::size_t>& wanted) {
  std::vector<std::string> lines = job_fault_lines(probe.advice);
  if (probe.most_minutes) {
    lines.push_back(
        fmt::format("each job takes {} of walltime more than --minutes, to load modules and to end: at most --minutes {}",
                    print_slurm_time(probe_margin), *probe.most_minutes));
  }
  if (!lines.empty() && probe.elsewhere) {
    lines.push_back(other_place_text(*probe.elsewhere, "takes such jobs"));
  }
  for (const Unmeasured& left : lines.empty() ? probe.left_out : std::vector<Unmeasured>{}) {
    if (wanted.empty() || std::ranges::find(wanted, left.option) != wanted.end()) {
      lines.push_back(unmeasured_text(probe, left));
    }
  }
  if (lines.empty()) {
    lines.push_back(fmt::format("{} names no GRES for the options of the table", printable(probe.advice.site->title)));
  }
  return lines;
}

std::string no_free_place(const Site& site, std::string_view partition) {
  const std::string where =
      partition.empty() ? printable(site.title) : fmt::format("partition {} of {}", printable(partition), printable(site.title));
  return fmt::format("{} has no QoS with GPUs that everyone may use and that charges nothing; --qos NAME measures in another",
                     where);
}

std::vector<std::string> probe_fill_in_lines(const Probe& probe) {
  return fill_in_lines(job_arguments(probe.advice, probe.options.front()));
}

std::string write_probe(const Probe& probe, const ProbeText& text, bool ascii) {
  const Advice& advice = probe.advice;
  const std::vector<JobArgument> arguments = job_arguments(advice, probe.options.front());
  const std::vector<std::string> names = of_options(probe, [&](std::size_t option) { return profile_name(probe, option); });
  std::string head = fmt::format("{}\n", job_shebang);
  head += comment_item(fmt::format("measures a command on {}, for at most {} on each, one job after the other", and_list(names),
                                   count_text(text.minutes, "minute")));
  for (const std::string& line : probe_remarks(probe)) {
    head += comment_item(line);
  }
  head += comment_item(
      "to start it: bash FILE. All that it finds goes into a new folder; the file report there ends with the call of migadvise "
      "that has the measurements filled in");
  std::string script = (ascii ? to_ascii(head) : head) + made_by_comment(text.made_by, ascii) + "\n";
  script += directive("--job-name=probe-" + text.job_name);
  script += directive("--output=%x.%j.out");
  for (const JobOption option : {JobOption::partition, JobOption::qos, JobOption::account}) {
    script += directive(arguments, option);
  }
  script += directive("--nodes=1");
  script += directive("--ntasks-per-node=1");
  for (const JobOption option : {JobOption::cpus_per_task, JobOption::mem, JobOption::gres, JobOption::time}) {
    script += directive(arguments, option);
  }
  script += "\nname=" + shell_quoted(text.job_name, ascii) + "\n";
  script += array_line("options", names, ascii);
  script += array_line("gres", of_options(probe, [&](std::size_t option) { return advice.options[option].gres; }), ascii);
  script += array_line(
      "slices", of_options(probe, [&](std::size_t option) { return advice.table->profiles[option].full() ? "no" : "yes"; }),
      ascii);
  script += fmt::format("minutes={}\n", text.minutes);
  script += "rate_regex=" + shell_quoted(text.rate_regex, ascii) + "\n";
  std::vector<std::string> unmeasured;
  for (std::string& text_of_one : unmeasured_texts(probe)) {
    const std::string line = capital(std::move(text_of_one));
    unmeasured.push_back(ascii ? to_ascii(line) : line);
  }
  script += array_line("remarks", unmeasured, ascii);
  script += array_line("answer", text.answer, ascii);
  script += array_line("command", text.command, ascii);
  script += "load_modules() {\n";
  for (const std::string& module : text.modules) {
    script += "  " + load_module(module, ascii) + " || return\n";
  }
  script += "  true\n}\n";
  return script + std::string(probe_body());
}

}  // namespace migadvise
