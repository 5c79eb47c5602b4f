#include "report/json_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "report/argument_writer.hpp"
#include "report/compare_text.hpp"
#include "report/diagnostic_text.hpp"
#include "report/layout.hpp"
#include "report/lint_text.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

namespace {

using Json = nlohmann::ordered_json;

constexpr int schema_version = 1;

// Whole numbers as `9`, others as `2.78`. Dividing two integers that a double holds exactly gives the double nearest to the
// decimal figure, which is printed without noise.
Json number(const ExactNumber& exact) {
  std::int64_t power = 1;
  for (int i = 0; i < exact.decimals; ++i) {
    power *= 10;
  }
  const std::int64_t scaled = multiply_divide(exact.numerator, power, exact.denominator, exact.rounding);
  if (scaled % power == 0) {
    return scaled / power;
  }
  return static_cast<double>(scaled) / static_cast<double>(power);
}

Json gib(Bytes bytes, Rounding rounding) { return number(gib_number(bytes, rounding)); }

Json su(std::int64_t micro) { return number(su_number(micro)); }

Json hours(Duration time) { return number(hours_number(time)); }

Json ratio(std::optional<Ratio> value) { return value ? number(ratio_number(*value)) : Json(); }

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

// A range with its figures written by `figure`.
template <class T, class Write>
Json range(const std::optional<Range<T>>& value, Write figure) {
  if (!value) {
    return {};
  }
  return {{"low", figure(value->low)},
          {"likely", value->likely ? figure(*value->likely) : Json()},
          {"high", figure(value->high)},
          {"basis", basis_id(value->basis)}};
}

Json su_range(const std::optional<Range<Su>>& value) {
  return range(value, [](Su total) { return su(total.micro); });
}

Json hours_range(const Advice& advice, const OptionAdvice& option) {
  return option.run && !advice.relative_times ? range(std::optional(option.run->time), hours) : Json();
}

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

std::string_view prefer_id(Prefer prefer) {
  constexpr std::array<std::string_view, 3> ids{"cost", "speed", "balanced"};
  return ids[static_cast<std::size_t>(prefer)];
}

Rounding rounding_of(FigureName name) {
  const bool there = name == FigureName::capacity || name == FigureName::other_capacity || name == FigureName::spare ||
                     name == FigureName::ram_covered || name == FigureName::ram_allowed;
  return there ? Rounding::down : Rounding::up;
}

Json figures(const Advice& advice, const FigureList& list) {
  Json out = Json::object();
  for (std::size_t i = 0; i < list.figure_count; ++i) {
    const Figure& figure = list.figures[i];
    const std::string id(figure_id(figure.name));
    switch (figure_unit(figure.name)) {
      case FigureUnit::bytes:
        out[id + "_gib"] = gib(Bytes{figure.value}, rounding_of(figure.name));
        break;
      case FigureUnit::percent:
        out[id + "_percent"] = figure.value;
        break;
      case FigureUnit::count:
        out[id] = figure.value;
        break;
      case FigureUnit::ratio:
        out[id] = ratio(Ratio{figure.value});
        break;
      case FigureUnit::su_per_hour:
        out[id + "_su_per_hour"] = su(figure.value);
        break;
      case FigureUnit::su:
        out[id + "_su"] = su(figure.value);
        break;
      case FigureUnit::duration:
        out[id + "_hours"] = hours(Duration{figure.value});
        break;
      case FigureUnit::money:
        out[id] = su(figure.value);
        out[id + "_currency"] = advice.site->price->currency;
        break;
      case FigureUnit::partition:
        out[id] = advice.site->partitions[static_cast<std::size_t>(figure.value)].name;
        break;
      case FigureUnit::qos:
        out[id] = advice.site->qos[static_cast<std::size_t>(figure.value)].name;
        break;
      case FigureUnit::option:
        out[id] = advice.table->profiles[static_cast<std::size_t>(figure.value)].name;
        break;
    }
  }
  return out;
}

template <std::size_t capacity>
Json reasons(const Advice& advice, const ReasonList<capacity>& from) {
  Json out = Json::array();
  for (const Reason& reason : from) {
    out.push_back({{"rule", rule_id(reason.rule)},
                   {"verdict", verdict_id(reason.verdict)},
                   {"figures", figures(advice, reason)},
                   {"text", reason_text(advice, reason)}});
  }
  return out;
}

// Empty where nothing is said of GPU memory.
std::string_view memory_basis_id(const Needs& needs) {
  if (!needs.gpu_memory) {
    return "";
  }
  return !needs.used ? "given" : needs.used->measured() ? "measured" : "bounded";
}

Json measured_runs(const Advice& advice) {
  Json out = Json::array();
  for (const RunTime& run : advice.needs.measured) {
    out.push_back({{"option", advice.table->profiles[run.option].name}, {"hours", hours(run.time)}});
  }
  return out;
}

Json request(const Advice& advice) {
  const Needs& needs = advice.needs;
  return {{"gpu_memory_gib", needs.gpu_memory ? gib(*needs.gpu_memory, Rounding::up) : Json()},
          {"gpu_memory_basis", text_or_null(memory_basis_id(needs))},
          {"single_model", needs.single_model},
          {"tasks", needs.tasks},
          {"coupled", needs.coupled},
          {"gpus", needs.gpus > 0 ? Json(needs.gpus) : Json()},
          {"min_sms", or_null(needs.min_sms)},
          {"min_relative_compute", ratio(needs.min_compute)},
          {"compute", needs.compute ? Json(compute_class_id(*needs.compute)) : Json()},
          {"like", needs.like ? Json(needs.like->name) : Json()},
          {"measured", measured_runs(advice)},
          {"cpus", needs.cpus},
          {"ram_gib", gib(advice.ram, Rounding::up)},
          {"time_hours", needs.time ? hours(*needs.time) : Json()},
          {"partition", advice.place.partition->name},
          {"qos", advice.place.qos_name},
          {"account", text_or_null(needs.account)},
          {"budget_su", needs.budget ? su(needs.budget->micro) : Json()},
          {"headroom_percent", needs.headroom_percent},
          {"prefer", prefer_id(needs.prefer)}};
}

Json recommendation(const Advice& advice) {
  if (!advice.recommended) {
    return {};
  }
  const OptionAdvice& option = advice.options[*advice.recommended];
  const Profile& profile = advice.table->profiles[*advice.recommended];
  return {{"option", profile.name},
          {"label", profile.label},
          {"gres", text_or_null(option.gres)},
          {"sbatch_args", sbatch_arguments(advice)},
          {"jobs", advice.jobs},
          {"su_per_hour", su(option.charged.micro)},
          {"su_per_hour_all_jobs", su(advice.all_jobs.micro)},
          {"su_per_hour_standard", su(option.charge.total.micro)},
          {"hours", hours_range(advice, option)},
          {"su_total", su_range(option.su_total)},
          {"su_total_standard", su_range(option.su_total_standard)},
          {"su_at_most", option.at_most ? su(option.at_most->micro) : Json()},
          {"reasons", reasons(advice, advice.why)}};
}

Json excluding_rules(const OptionAdvice& option) {
  Json out = Json::array();
  for (const Rule rule : excluded_by(option)) {
    out.push_back(rule_id(rule));
  }
  return out;
}

// How many instances there are in the partition, and how many of them are idle.
Json live(const OptionAdvice& option) {
  if (!option.live) {
    return {};
  }
  return {{"idle", option.live->idle},
          {"idle_with_room", or_null(option.live->idle_with_room)},
          {"idle_planned", option.live->idle_planned},
          {"in_service", option.live->in_service},
          {"out_of_service", option.live->out_of_service}};
}

Json option_row(const Advice& advice, const OptionAdvice& option) {
  const Profile& profile = advice.table->profiles[option.profile];
  const bool known = advice.memory_needed.has_value();
  return {{"option", profile.name},
          {"label", profile.label},
          {"gres", text_or_null(option.gres)},
          {"fit", text_or_null(fit_id(option.fit))},
          {"eligible", option.eligible},
          {"excluded_by", excluding_rules(option)},
          {"memory",
           {{"capacity_gib", gib(option.capacity, Rounding::down)},
            {"needed_gib", known ? gib(*advice.memory_needed, Rounding::up) : Json()},
            {"used_share", known ? number(share_number(advice.memory_needed->value, option.capacity.value)) : Json()}}},
          {"sms", option.sms},
          {"relative_compute", ratio(option.relative_compute)},
          {"su_per_hour", option.priced ? su(option.charged.micro) : Json()},
          {"su_per_hour_standard", option.priced ? su(option.charge.total.micro) : Json()},
          {"hours", hours_range(advice, option)},
          {"su_total", su_range(option.su_total)},
          {"su_total_standard", su_range(option.su_total_standard)},
          {"su_at_most", option.at_most ? su(option.at_most->micro) : Json()},
          {"relative_cost", range(option.relative_cost, [](Ratio value) { return ratio(value); })},
          {"score", option.score ? number(score_number(*option.score)) : Json()},
          {"rank", or_null(option.rank)},
          {"pareto", or_null(option.pareto)},
          {"break_even_speedup", ratio(option.break_even_speedup)},
          {"live", live(option)},
          {"reasons", reasons(advice, option.reasons)}};
}

template <class List>
Json warnings(const Advice& advice, const List& from) {
  Json out = Json::array();
  for (const Reason& reason : from) {
    out.push_back({{"code", rule_id(reason.rule)}, {"text", reason_text(advice, reason)}});
  }
  return out;
}

Json count_range(const std::optional<Range<std::int64_t>>& value) {
  return range(value, [](std::int64_t count) { return Json(count); });
}

// A run is often a small part of a large quota.
Json quota_share(Su cost, Su left) { return number({cost.micro, left.micro, 6, Rounding::nearest}); }

Json quota_head(const Quota& quota) {
  const std::optional<Su> left = quota.left();
  return {{"account", text_or_null(quota.account)},
          {"used_su", su(quota.used.micro)},
          {"quota_su", quota.allowed ? su(quota.allowed->micro) : Json()},
          {"left_su", left ? su(left->micro) : Json()}};
}

// What an account has, and what the job takes of the rest; `use` is missing where there is no job to hold against it.
Json quota_object(const Needs& needs, const std::optional<QuotaUse>& use) {
  if (!needs.quota) {
    return {};
  }
  const std::optional<Su> left = needs.quota->left();
  const bool is_left = use && left && left->micro > 0;
  const auto share = [&](Su cost) { return quota_share(cost, *left); };
  Json object = quota_head(*needs.quota);
  object.update({{"run_share", is_left ? range(use->cost, share) : Json()},
                 {"share_at_most", is_left && use->at_most ? share(*use->at_most) : Json()},
                 {"runs", use ? count_range(use->runs) : Json()},
                 {"runs_at_least", use ? or_null(use->runs_at_least) : Json()},
                 {"hours", use && use->hours ? hours(*use->hours) : Json()}});
  return object;
}

// The same for a run of so many hours, whose cost is one figure.
Json cost_quota(const Cost& cost) {
  const Needs& needs = cost.advice.needs;
  if (!needs.quota) {
    return {};
  }
  const std::optional<QuotaUse>& use = cost.quota;
  const bool is_left = use && use->left && use->left->micro > 0;
  Json object = quota_head(*needs.quota);
  object.update({{"run_share", is_left && cost.total ? quota_share(*cost.total, *use->left) : Json()},
                 {"runs", use && use->runs ? Json(use->runs->low) : Json()},
                 {"hours", use && use->hours ? hours(*use->hours) : Json()}});
  return object;
}

// JSON allows characters that hide or reorder text, terminals should not get them: each becomes its \u escape. They stand only
// inside strings, where the escape means the same.
std::string without_hidden_characters(std::string_view json) {
  std::string out;
  for (std::size_t i = 0; i < json.size();) {
    const auto [code, length] = first_character(json.substr(i));  // valid: the library replaces what is not
    const std::string_view character = json.substr(i, length);
    i += length;
    if (character == "\n" || !is_hidden_character(code)) {
      out += character;
    } else if (code > 0xFFFF) {
      const std::uint32_t rest = static_cast<std::uint32_t>(code) - 0x10000U;
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800U + (rest >> 10U), 0xDC00U + (rest & 0x3FFU));
    } else {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
    }
  }
  return out;
}

// What every document begins with.
Json tool_head(std::string_view version) {
  return {{"schema_version", schema_version}, {"tool", {{"name", "migadvise"}, {"version", version}}}};
}

// The same where the answer is a site's.
Json document_head(const Site& site, std::string_view version) {
  Json head = tool_head(version);
  head["site"] = {{"name", site.name}, {"title", site.title}};
  return head;
}

// The library prints some numbers with a digit of noise, 13.288454400000001 for 13.2884544: each becomes the shortest text that
// is read back as the same number.
std::string without_noise(std::string_view json) {
  constexpr std::size_t most_digits = 15;  // what a double always keeps
  std::string out;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size();) {
    const std::size_t end = in_text ? i : std::min(json.find_first_not_of("0123456789.", i), json.size());
    const std::string_view number = json.substr(i, end - i);
    if (number.size() > most_digits && number.find('.') != std::string_view::npos) {
      double value = 0;
      std::from_chars(number.data(), number.data() + number.size(), value);
      std::array<char, 32> text{};
      out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr);
      i = end;
    } else if (!number.empty()) {
      out += number;
      i = end;
    } else {
      const bool escaped = in_text && json[i] == '\\';
      in_text = in_text != (json[i] == '"');
      out += json.substr(i, escaped ? 2 : 1);
      i += escaped ? 2 : 1;
    }
  }
  return out;
}

std::string print(const Json& document, bool ascii) {
  return without_hidden_characters(without_noise(document.dump(2, ' ', ascii, Json::error_handler_t::replace))) + "\n";
}

Json profile_row(const Advice& advice, std::size_t index) {
  const OptionAdvice& option = advice.options[index];
  const Profile& profile = advice.table->profiles[index];
  const std::optional<MemoryShare> share = memory_share(*advice.table, index);
  const std::optional<std::int64_t> computed = memory_bandwidth(*advice.table, index);
  const TableRow* const printed = advice.table->find_row(Specification::bandwidth);
  const auto if_priced = [&](std::int64_t micro) { return option.priced ? su(micro) : Json(); };
  return {{"option", profile.name},
          {"label", profile.label},
          {"gres", text_or_null(option.gres)},
          {"accepted", option.eligible},
          {"excluded_by", excluding_rules(option)},
          {"capacity_gib", gib(option.capacity, Rounding::down)},
          {"capacity_gb", number(gb_number(option.capacity))},
          {"sms", option.sms},
          {"relative_compute", ratio(option.relative_compute)},
          {"memory_share", share ? number(share_number(share->numerator, share->denominator)) : Json()},
          {"bandwidth_tb_per_s", computed ? number(terabytes_number(*computed)) : Json()},
          {"bandwidth_printed", printed != nullptr ? Json(printed->cells[index].text) : Json()},
          {"gpu_su_per_hour", if_priced(option.charge.gpu.micro)},
          {"su_per_hour", if_priced(option.charged.micro)},
          {"su_per_hour_standard", if_priced(option.charge.total.micro)}};
}

Json cost_request(const Cost& cost) {
  const Needs& needs = cost.advice.needs;
  return {{"cpus", needs.cpus},
          {"ram_gib", gib(cost.advice.ram, Rounding::up)},
          {"gpus", needs.gpus > 0 ? Json(needs.gpus) : Json()},
          {"jobs", cost.advice.jobs},
          {"hours", cost.hours ? hours(*cost.hours) : Json()},
          {"partition", cost.advice.place.partition->name},
          {"qos", cost.advice.place.qos_name}};
}

Json cost_charge(const OptionAdvice& option, const Reason& reason, const Advice& advice) {
  return {{"family", charge_family_id(option.charge.family)},
          {"cpu_su_per_hour", su(option.charge.cpu.micro)},
          {"ram_su_per_hour", su(option.charge.ram.micro)},
          {"gpu_su_per_hour", su(option.charge.gpu.micro)},
          {"text", reason_text(advice, reason)}};
}

Json money(Ratio amount, const Price& price) {
  return {{"amount", su(amount.micro)},
          {"currency", price.currency},
          {"at_least_su", price.at_least ? su(price.at_least->micro) : Json()}};
}

// Why an option cannot be asked for: a sentence each.
Json refusals(const Advice& advice, const OptionAdvice& option) {
  Json out = Json::array();
  for (const Reason& reason : option.reasons) {
    if (reason.verdict == Verdict::reject) {
      out.push_back(reason_text(advice, reason));
    }
  }
  return out;
}

Json compared_choice(const Comparison& comparison, std::size_t index) {
  const Advice& advice = comparison.advice;
  const ComparedChoice& one = comparison.choices[index];
  const OptionAdvice& job = one.job;
  const Profile& profile = advice.table->profiles[one.choice.option];
  const auto share = [](const std::optional<MemoryShare>& of) {
    return of ? number(share_number(of->numerator, of->denominator)) : Json();
  };
  const auto if_priced = [&](SuPerHour rate) { return job.priced ? su(rate.micro) : Json(); };
  const auto ratios = [](const std::optional<Range<Ratio>>& of) { return range(of, [](Ratio value) { return ratio(value); }); };
  return {{"choice", choice_id(comparison, index)},
          {"option", profile.name},
          {"label", profile.label},
          {"gres", text_or_null(job.gres)},
          {"jobs", one.choice.jobs},
          {"accepted", job.eligible},
          {"excluded_by", excluding_rules(job)},
          {"refusals", refusals(advice, job)},
          {"capacity_gib", gib(job.capacity, Rounding::down)},
          {"capacity_gib_all_jobs", gib(one.capacity_in_all, Rounding::down)},
          {"sms", job.sms},
          {"sms_all_jobs", one.sms_in_all},
          {"memory_share", share(one.share)},
          {"memory_share_all_jobs", share(one.share_in_all)},
          {"gpu_su_per_hour", if_priced(job.charge.gpu)},
          {"gpu_su_per_hour_all_jobs", if_priced(one.gpu_in_all)},
          {"su_per_hour", if_priced(job.charged)},
          {"su_per_hour_standard", if_priced(job.charge.total)},
          {"su_per_hour_all_jobs", if_priced(one.in_all)},
          {"su_per_hour_all_jobs_standard", if_priced(one.in_all_standard)},
          {"hours", hours_range(advice, job)},
          {"su_total", su_range(job.su_total)},
          {"su_total_standard", su_range(job.su_total_standard)},
          {"relative_time", ratios(one.relative_time)},
          {"relative_cost", ratios(job.relative_cost)}};
}

Json compare_remarks(const Comparison& comparison) {
  const auto name = [&](std::optional<std::size_t> index) { return index ? Json(choice_id(comparison, *index)) : Json(); };
  Json out = Json::array();
  for (const Remark& remark : comparison.remarks) {
    out.push_back({{"remark", remark_id(remark.kind)},
                   {"theme", remark_theme_id(remark_theme(remark.kind))},
                   {"choice", name(remark.choice)},
                   {"rather_than", name(remark.other)},
                   {"figures", figures(comparison.advice, remark)},
                   {"text", remark_text(comparison, remark)}});
  }
  return out;
}

Json place_or_null(std::int64_t part) { return part > 0 ? Json(part) : Json(); }

Json error_finding(const Diagnostic& error) {
  return {{"code", diagnostic_id(error.code)},
          {"level", "error"},
          {"line", place_or_null(error.at.line)},
          {"column", place_or_null(error.at.column)},
          {"row", Json()},
          {"text", diagnostic_message(error)},
          {"figures", Json::array()}};
}

std::string_view unit_id(LintUnit unit) {
  constexpr std::array<std::string_view, 5> ids{"threads", "ratio", "bytes_per_second", "bytes", "su_per_hour"};
  return ids[static_cast<std::size_t>(unit)];
}

Json lint_number(LintUnit unit, std::optional<std::int64_t> value) {
  if (!value) {
    return {};
  }
  return unit == LintUnit::ratio ? ratio(Ratio{*value}) : unit == LintUnit::su_per_hour ? su(*value) : Json(*value);
}

Json warning_finding(const Table& table, const Finding& finding) {
  const LintUnit unit = lint_unit(finding.code);
  Json figures = Json::array();
  for (const LintFigure& figure : finding.figures) {
    figures.push_back({{"option", table.profiles[figure.profile].name},
                       {"printed", lint_number(unit, figure.printed)},
                       {"expected", lint_number(unit, figure.expected)},
                       {"unit", figure.printed ? Json(unit_id(unit)) : Json()}});
  }
  return {{"code", lint_id(finding.code)},          {"level", "warning"},
          {"line", place_or_null(finding.at.line)}, {"column", place_or_null(finding.at.column)},
          {"row", table.rows[finding.row].label},   {"text", lint_message(table, finding)},
          {"figures", std::move(figures)}};
}

Json job_finding(const CheckedScript& checked, const JobFinding& finding) {
  const bool located = finding.at.offset <= checked.script.bytes.size();
  const Position at = located ? position_in(checked.script.bytes, finding.at.offset) : Position{};
  return {{"code", job_code_id(finding.code)},           {"level", job_level_id(job_level(finding.code))},
          {"by", job_judge_id(job_judge(finding.code))}, {"line", place_or_null(at.line)},
          {"column", place_or_null(at.column)},          {"text", job_message(finding)},
          {"hint", text_or_null(job_hint(finding))},     {"fixable", !finding.repair.empty()}};
}

Json job_request(const JobReport& report, const Table& table) {
  const JobRequest& request = report.request;
  const bool placed = report.place.partition != nullptr;
  return {{"partition", placed ? Json(report.place.partition->name) : Json()},
          {"qos", placed ? Json(report.place.qos_name) : Json()},
          {"account", text_or_null(request.account)},
          {"option", request.option && request.gpus > 0 ? Json(table.profiles[*request.option].name) : Json()},
          {"gpus", request.gpus},
          {"nodes", request.nodes},
          {"tasks", request.tasks},
          {"cpus", request.cpus},
          {"ram_gib", gib(request.ram, Rounding::up)},
          {"jobs", request.jobs},
          {"walltime_hours", request.time ? hours(*request.time) : Json()}};
}

Json checked_job(const CheckedScript& checked, const Table& table) {
  const JobReport& report = checked.report;
  const std::vector<JobFinding>& findings = report.findings;
  Json list = Json::array();
  for (const JobFinding& finding : findings) {
    list.push_back(job_finding(checked, finding));
  }
  const auto if_priced = [&](SuPerHour rate) { return report.charge ? su(rate.micro) : Json(); };
  return {{"file", checked.file},
          {"errors", count_of(findings, JobLevel::error)},
          {"warnings", count_of(findings, JobLevel::warning)},
          {"notes", count_of(findings, JobLevel::note)},
          {"findings", std::move(list)},
          {"request", job_request(report, table)},
          {"su_per_hour", if_priced(report.charged)},
          {"su_per_hour_standard", if_priced(report.charge.value_or(Charge{}).total)},
          {"su_at_most", report.at_most ? su(report.at_most->micro) : Json()},
          {"needed_option",
           report.advice && report.advice->recommended ? Json(table.profiles[*report.advice->recommended].name) : Json()},
          {"remarks", report.advice ? warnings(*report.advice, remarks_beside(report)) : Json::array()}};
}

}  // namespace

std::string write_json(const Advice& advice, std::string_view version, bool ascii) {
  Json options = Json::array();
  for (const OptionAdvice& option : advice.options) {
    options.push_back(option_row(advice, option));
  }
  Json document = document_head(*advice.site, version);
  document.update(
      {{"request", request(advice)},
       {"recommendation", recommendation(advice)},
       {"quota", quota_object(advice.needs, advice.quota)},
       {"options", std::move(options)},
       {"warnings", warnings(advice, advice.warnings)},
       {"next_measurement", advice.next_measurement ? Json(advice.table->profiles[*advice.next_measurement].name) : Json()}});
  return print(document, ascii);
}

std::string write_profiles_json(const Advice& advice, std::string_view version, bool ascii) {
  Json profiles = Json::array();
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    profiles.push_back(profile_row(advice, i));
  }
  Json document = document_head(*advice.site, version);
  document.update({{"request",
                    {{"cpus", advice.needs.cpus},
                     {"ram_gib", gib(advice.ram, Rounding::up)},
                     {"partition", advice.place.partition->name},
                     {"qos", advice.place.qos_name}}},
                   {"profiles", std::move(profiles)}});
  return print(document, ascii);
}

std::string write_compare_json(const Comparison& comparison, std::string_view version, bool ascii) {
  const Advice& advice = comparison.advice;
  const Needs& needs = advice.needs;
  Json choices = Json::array();
  for (std::size_t i = 0; i < comparison.choices.size(); ++i) {
    choices.push_back(compared_choice(comparison, i));
  }
  Json document = document_head(*advice.site, version);
  document.update({{"request",
                    {{"compute", needs.compute ? Json(compute_class_id(*needs.compute)) : Json()},
                     {"like", needs.like ? Json(needs.like->name) : Json()},
                     {"measured", measured_runs(advice)},
                     {"cpus", needs.cpus},
                     {"ram_gib", gib(advice.ram, Rounding::up)},
                     {"partition", advice.place.partition->name},
                     {"qos", advice.place.qos_name}}},
                   {"choices", std::move(choices)},
                   {"remarks", compare_remarks(comparison)},
                   {"warnings", warnings(advice, comparison.warnings)}});
  return print(document, ascii);
}

std::string write_cost_json(const Cost& cost, std::string_view version, bool ascii) {
  const Advice& advice = cost.advice;
  const OptionAdvice& option = advice.options[cost.option];
  const Profile& profile = advice.table->profiles[cost.option];
  const Reason* const charge = option.reasons.find(Rule::charge);
  const auto if_priced = [&](std::int64_t micro) { return charge != nullptr ? su(micro) : Json(); };
  const auto if_known = [&](const std::optional<Su>& total) { return total ? if_priced(total->micro) : Json(); };
  Json document = document_head(*advice.site, version);
  document.update({{"option", profile.name},
                   {"label", profile.label},
                   {"gres", text_or_null(option.gres)},
                   {"request", cost_request(cost)},
                   {"accepted", cost.accepted},
                   {"excluded_by", excluding_rules(option)},
                   {"charge", charge != nullptr ? cost_charge(option, *charge, advice) : Json()},
                   {"su_per_hour", if_priced(option.charged.micro)},
                   {"su_per_hour_standard", if_priced(option.charge.total.micro)},
                   {"su_per_hour_all_jobs", if_priced(cost.all_jobs.micro)},
                   {"su_total", if_known(cost.total)},
                   {"su_total_standard", if_known(cost.total_standard)}});
  document["allocation"] =
      cost.allocation == nullptr ? Json() : Json{{"su", su(cost.allocation->su.micro)}, {"holder", cost.allocation->holder}};
  document["money"] = cost.money ? money(*cost.money, *advice.site->price) : Json();
  document["quota"] = cost_quota(cost);
  document["refusals"] = refusals(advice, option);
  document["warnings"] = warnings(advice, cost.warnings);
  return print(document, ascii);
}

std::string write_lint_json(const std::vector<Diagnostic>& errors, const Table* table, const std::vector<Finding>& findings,
                            std::string_view file, std::string_view version, bool ascii) {
  Json list = Json::array();
  for (const Diagnostic& error : errors) {
    list.push_back(error_finding(error));
  }
  for (const Finding& finding : findings) {
    list.push_back(warning_finding(*table, finding));
  }
  Json document = tool_head(version);
  document.update({{"file", file}, {"errors", errors.size()}, {"warnings", findings.size()}, {"findings", std::move(list)}});
  return print(document, ascii);
}

struct CheckJson::Document {
  Json head;
  Json scripts = Json::array();
};

CheckJson::CheckJson(const Site& site, std::string_view version)
    : document_(std::make_unique<Document>(Document{document_head(site, version)})) {}

CheckJson::~CheckJson() = default;

void CheckJson::add(const CheckedScript& checked, const Table& table) {
  document_->scripts.push_back(checked_job(checked, table));
}

std::string CheckJson::text(bool ascii) const {
  Json document = document_->head;
  document["scripts"] = document_->scripts;
  return print(document, ascii);
}

}  // namespace migadvise
