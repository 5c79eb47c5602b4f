#include "report/json_writer.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "report/argument_writer.hpp"
#include "report/layout.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

namespace {

using Json = nlohmann::ordered_json;

constexpr int schema_version = 1;

// `numerator / denominator` to a fixed number of places: whole numbers as `9`, others as `2.78`. Dividing two integers that a
// double holds exactly gives the double nearest to the decimal figure, which is printed without noise.
Json number(std::int64_t numerator, std::int64_t denominator, int decimals, Rounding rounding = Rounding::nearest) {
  std::int64_t power = 1;
  for (int i = 0; i < decimals; ++i) {
    power *= 10;
  }
  const std::int64_t scaled = multiply_divide(numerator, power, denominator, rounding);
  if (scaled % power == 0) {
    return scaled / power;
  }
  return static_cast<double>(scaled) / static_cast<double>(power);
}

constexpr int gib_decimals = 3;
constexpr int su_decimals = 4;
constexpr int ratio_decimals = 4;
constexpr int score_decimals = 2;

Json gib(Bytes bytes, Rounding rounding) {
  const Bytes shown = rounding == Rounding::up ? need_to_show(bytes) : bytes;
  return number(shown.value, bytes_per_gib, gib_decimals, rounding);
}

Json su(std::int64_t micro) { return number(micro, micro_per_unit, su_decimals); }

Json ratio(std::optional<Ratio> value) { return value ? number(value->micro, micro_per_unit, ratio_decimals) : Json(); }

// A score is above zero, however small.
Json score(Ratio points) {
  const bool vanishes = points.micro < micro_per_unit / 200;
  return number(points.micro, micro_per_unit, score_decimals, vanishes ? Rounding::up : Rounding::nearest);
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::string_view prefer_id(Prefer prefer) {
  constexpr std::array<std::string_view, 3> ids{"cost", "speed", "balanced"};
  return ids[static_cast<std::size_t>(prefer)];
}

Json fit_id(Fit fit) {
  constexpr std::array<std::string_view, 4> ids{"", "fits", "tight", "does_not_fit"};
  return fit == Fit::unknown ? Json() : Json(ids[static_cast<std::size_t>(fit)]);
}

Rounding rounding_of(FigureName name) {
  const bool there = name == FigureName::capacity || name == FigureName::spare || name == FigureName::ram_covered;
  return there ? Rounding::down : Rounding::up;
}

Json figures(const Advice& advice, const Reason& reason) {
  Json out = Json::object();
  for (std::size_t i = 0; i < reason.figure_count; ++i) {
    const Figure& figure = reason.figures[i];
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
      case FigureUnit::option:
        out[id] = advice.table->profiles[static_cast<std::size_t>(figure.value)].name;
        break;
    }
  }
  return out;
}

Json reasons(const Advice& advice, const Reasons& from) {
  Json out = Json::array();
  for (const Reason& reason : from) {
    out.push_back({{"rule", rule_id(reason.rule)},
                   {"verdict", verdict_id(reason.verdict)},
                   {"figures", figures(advice, reason)},
                   {"text", reason_text(advice, reason)}});
  }
  return out;
}

Json request(const Advice& advice) {
  const Needs& needs = advice.needs;
  return {{"gpu_memory_gib", needs.gpu_memory ? gib(*needs.gpu_memory, Rounding::up) : Json()},
          {"single_model", needs.single_model},
          {"tasks", needs.tasks},
          {"coupled", needs.coupled},
          {"gpus", needs.gpus > 0 ? Json(needs.gpus) : Json()},
          {"min_sms", or_null(needs.min_sms)},
          {"min_relative_compute", ratio(needs.min_compute)},
          {"cpus", needs.cpus},
          {"ram_gib", gib(advice.ram, Rounding::up)},
          {"headroom_percent", needs.headroom_percent},
          {"prefer", prefer_id(needs.prefer)}};
}

Json recommendation(const Advice& advice) {
  if (!advice.recommended) {
    return {};
  }
  const OptionAdvice& option = advice.options[*advice.recommended];
  const Profile& profile = advice.table->profiles[*advice.recommended];
  const std::int64_t rate = option.charge.total.micro;
  return {{"option", profile.name},
          {"label", profile.label},
          {"gres", text_or_null(option.gres)},
          {"sbatch_args", sbatch_arguments(advice)},
          {"jobs", advice.jobs},
          {"su_per_hour", su(rate)},
          {"su_per_hour_all_jobs", su(advice.all_jobs.micro)},
          {"su_per_hour_standard", su(rate)},
          {"hours", Json()},
          {"su_total", Json()},
          {"reasons", reasons(advice, advice.why)}};
}

Json excluded_by(const OptionAdvice& option) {
  Json out = Json::array();
  for (const Reason& reason : option.reasons) {
    if (reason.verdict == Verdict::reject || (reason.verdict == Verdict::tight && !option.eligible)) {
      out.push_back(rule_id(reason.rule));
    }
  }
  return out;
}

Json option_row(const Advice& advice, const OptionAdvice& option) {
  const Profile& profile = advice.table->profiles[option.profile];
  const bool known = advice.memory_needed.has_value();
  return {{"option", profile.name},
          {"label", profile.label},
          {"gres", text_or_null(option.gres)},
          {"fit", fit_id(option.fit)},
          {"eligible", option.eligible},
          {"excluded_by", excluded_by(option)},
          {"memory",
           {{"capacity_gib", gib(option.capacity, Rounding::down)},
            {"needed_gib", known ? gib(*advice.memory_needed, Rounding::up) : Json()},
            {"used_share", known ? number(advice.memory_needed->value, option.capacity.value, ratio_decimals) : Json()}}},
          {"sms", option.sms},
          {"relative_compute", ratio(option.relative_compute)},
          {"su_per_hour", su(option.charge.total.micro)},
          {"hours", Json()},
          {"su_total", Json()},
          {"relative_cost", Json()},
          {"score", option.score ? score(*option.score) : Json()},
          {"rank", or_null(option.rank)},
          {"pareto", Json()},
          {"break_even_speedup", ratio(option.break_even_speedup)},
          {"reasons", reasons(advice, option.reasons)}};
}

Json warnings(const Advice& advice) {
  Json out = Json::array();
  for (const Reason& reason : advice.warnings) {
    out.push_back({{"code", rule_id(reason.rule)}, {"text", reason_text(advice, reason)}});
  }
  return out;
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

}  // namespace

std::string write_json(const Advice& advice, std::string_view version, bool ascii) {
  Json options = Json::array();
  for (const OptionAdvice& option : advice.options) {
    options.push_back(option_row(advice, option));
  }
  const Json document = {{"schema_version", schema_version},
                         {"tool", {{"name", "migadvise"}, {"version", version}}},
                         {"site", {{"name", advice.site->name}, {"title", advice.site->title}}},
                         {"request", request(advice)},
                         {"recommendation", recommendation(advice)},
                         {"options", std::move(options)},
                         {"warnings", warnings(advice)},
                         {"next_measurement", Json()}};
  return without_hidden_characters(document.dump(2, ' ', ascii, Json::error_handler_t::replace)) + "\n";
}

}  // namespace migadvise
