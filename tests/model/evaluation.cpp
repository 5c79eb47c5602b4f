#include "model/evaluation.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "core/int128.hpp"
#include "core/made_up.hpp"
#include "core/ranking.hpp"
#include "core/time_model.hpp"
#include "input/embedded_data.hpp"
#include "migadvise/migadvise.hpp"
#include "report/grid.hpp"
#include "report/layout.hpp"
#include "report/number_text.hpp"

namespace migadvise::model {

namespace {

constexpr Ratio demanded_median{60'000};
constexpr Ratio demanded_percentile_90{230'000};
constexpr Ratio demanded_inside{940'000};

constexpr std::array<Region, 3> regions{Region::between, Region::above, Region::below};

std::string_view region_name(Region region) {
  switch (region) {
    case Region::between:
      return "between";
    case Region::above:
      return "above";
    case Region::below:
      break;
  }
  return "below";
}

// part ÷ whole. Whole above 0.
Ratio share(Int128 part, Int128 whole) { return Ratio{static_cast<std::int64_t>((part * micro_per_unit + whole / 2) / whole)}; }

std::string percent(Ratio ratio) {
  constexpr std::int64_t micro_per_percent = micro_per_unit / 100;
  std::string text = format_decimal(ratio.micro, micro_per_percent, 1);
  if (text.find('.') == std::string::npos) {
    text += ".0";
  }
  return text + " %";
}

// The benchmark's options in the order of their expected speed.
std::vector<RunTime> times_of(const Benchmark& benchmark, const Table& table, std::vector<std::string>& left_out) {
  std::vector<std::optional<Duration>> times(table.profiles.size());
  for (const BenchmarkPoint& point : benchmark.points) {
    const std::optional<std::size_t> option = option_of(point.option, table);
    if (!option || times[*option]) {
      left_out.push_back(
          benchmark.source + ", " + benchmark.name + ", " + point.option +
          (option ? ": another figure is on " + table.profiles[*option].name + " already" : ": the table has no such option"));
    } else {
      times[*option] = Duration{point.time};
    }
  }
  std::vector<RunTime> found;
  for (const std::size_t option : by_expected_speed(table)) {
    if (times[option]) {
      found.push_back({option, *times[option]});
    }
  }
  return found;
}

// A site that charges by the formula and has the options of a benchmark and no others.
Site site_of(const std::vector<RunTime>& times, const Table& table, const ChargeFormula& charge) {
  std::vector<SiteOption> options;
  for (const Profile& profile : table.profiles) {
    options.push_back({profile.name, profile.name});
  }
  Site site = plain_site("model", charge, charge.ram_unit, std::move(options));
  site.partitions.front().options.clear();
  for (const RunTime& known : times) {
    site.partitions.front().options.push_back(table.profiles[known.option].name);
  }
  return site;
}

class Evaluator {
 public:
  Evaluator(const Table& table, const ChargeFormula& charge) : table_(table), charge_(charge) {}

  Evaluation evaluate(const std::vector<Benchmark>& benchmarks) {
    for (const Profile& profile : table_.profiles) {
      result_.prices.push_back(profile.su_factor ? print_ratio(*profile.su_factor) + " for " + profile.name : "");
    }
    for (const Benchmark& benchmark : benchmarks) {
      add(benchmark);
    }
    return std::move(result_);
  }

 private:
  static std::string print_ratio(Ratio ratio) { return format_decimal(ratio.micro, micro_per_unit, 6); }

  void add(const Benchmark& benchmark) {
    ++result_.benchmarks;
    result_.points += benchmark.points.size();
    if (std::find(result_.sources.begin(), result_.sources.end(), benchmark.source) == result_.sources.end()) {
      result_.sources.push_back(benchmark.source);
    }
    const std::vector<RunTime> times = times_of(benchmark, table_, result_.left_out);
    if (times.size() < 3) {
      return;
    }
    ++result_.with_targets;
    const Site site = site_of(times, table_, charge_);
    for (std::size_t i = 0; i < times.size(); ++i) {
      for (std::size_t j = i + 1; j < times.size(); ++j) {
        predict(benchmark.source, times, i, j);
        for (const int cpus : cpus_tried) {
          choose(benchmark.source, times, i, j, site, cpus);
        }
      }
    }
  }

  void predict(const std::string& source, const std::vector<RunTime>& times, std::size_t slow, std::size_t fast) {
    const std::vector<RunTime> measured{times[slow], times[fast]};
    const TimePrediction prediction = predict_times(table_, measured);
    for (std::size_t i = 0; i < times.size(); ++i) {
      if (i == slow || i == fast) {
        continue;
      }
      const Range<Duration>& range = prediction.options[times[i].option].time;
      const std::int64_t published = times[i].time.milliseconds;
      const std::int64_t difference = range.likely->milliseconds - published;
      result_.targets.push_back({source,
                                 i > fast   ? Region::above
                                 : i < slow ? Region::below
                                            : Region::between,
                                 share(difference < 0 ? -difference : difference, published),
                                 range.low.milliseconds <= published && published <= range.high.milliseconds});
    }
  }

  void choose(const std::string& source, const std::vector<RunTime>& times, std::size_t slow, std::size_t fast, const Site& site,
              int cpus) {
    Needs needs;
    needs.cpus = cpus;
    needs.measured = {times[slow], times[fast]};
    const Advice advice = advise(needs, table_, site);
    const auto cost = [&](std::size_t option, Duration time) {
      return static_cast<Int128>(advice.options[option].charge.total.micro) * time.milliseconds;
    };
    const auto cheapest_by = [&](const auto& time_of) {
      const auto cheaper = [&](const RunTime& a, const RunTime& b) {
        return cost(a.option, time_of(a)) < cost(b.option, time_of(b));
      };
      return std::min_element(times.begin(), times.end(), cheaper)->option;
    };
    // Without a price for each of them there is nothing to choose.
    const bool priced = std::all_of(times.begin(), times.end(), [&](const RunTime& known) {
      const OptionAdvice& option = advice.options[known.option];
      return option.eligible && option.charge.total.micro > 0;
    });
    if (!priced) {
      return;
    }
    const auto published = [](const RunTime& known) { return known.time; };
    const auto likely = [&](const RunTime& known) { return *advice.options[known.option].run->time.likely; };
    const auto held_back = [&](const RunTime& known) { return ranking_time(advice.options[known.option]); };
    const std::array<std::size_t, chooser_count> chosen{cheapest_by(likely), cheapest_by(held_back), *advice.recommended};
    Choice choice{source, cpus, slow == 0 && fast + 1 == times.size(), {}};
    const auto true_cost = [&](std::size_t option) {
      return cost(option,
                  std::find_if(times.begin(), times.end(), [&](const RunTime& known) { return known.option == option; })->time);
    };
    const Int128 least = true_cost(cheapest_by(published));
    for (std::size_t i = 0; i < chooser_count; ++i) {
      choice.excess[i] = share(true_cost(chosen[i]) - least, least);
    }
    result_.choices.push_back(std::move(choice));
  }

  const Table& table_;
  const ChargeFormula& charge_;
  Evaluation result_;
};

std::string times_table(const Evaluation& evaluation) {
  Grid grid{{{"source", "", false},
             {"where", "", false},
             {"predictions", "", true},
             {"median error", "", true},
             {"90th percentile", "", true},
             {"in the band", "", true}},
            {}};
  const auto add = [&](const std::string& name, std::string_view source) {
    const auto row = [&](const std::string& first, std::string_view where, const Summary& of) {
      if (of.count > 0) {
        grid.rows.push_back({first, std::string(where), std::to_string(of.count), percent(of.median), percent(of.percentile_90),
                             percent(of.inside)});
      }
    };
    row(name, "all", summarise(evaluation, source, std::nullopt));
    for (const Region region : regions) {
      row("", region_name(region), summarise(evaluation, source, region));
    }
  };
  for (const std::string& source : evaluation.sources) {
    add(printable(source), source);
  }
  add("all sources", "");
  return grid_text(grid, {});
}

std::string choices_table(const Evaluation& evaluation, bool ends) {
  Grid grid{{{"source", "", false}, {"CPUs", "", true}, {"choices", "", true}}, {}};
  for (const char* const letter : {"A", "B", "C"}) {
    grid.columns.push_back({std::string(letter) + ": found", "", true});
    grid.columns.push_back({"mean", "", true});
    grid.columns.push_back({"worst", "", true});
  }
  const auto add = [&](const std::string& name, std::string_view source) {
    for (const int cpus : cpus_tried) {
      std::vector<std::string> row{cpus == cpus_tried.front() ? name : "", std::to_string(cpus), ""};
      for (std::size_t i = 0; i < chooser_count; ++i) {
        const ChoiceSummary of = summarise(evaluation, source, cpus, static_cast<Chooser>(i), ends);
        row[2] = std::to_string(of.count);
        row.push_back(percent(of.found));
        row.push_back(percent(of.mean_excess));
        row.push_back(percent(of.worst_excess));
      }
      grid.rows.push_back(std::move(row));
    }
  };
  for (const std::string& source : evaluation.sources) {
    if (summarise(evaluation, source, cpus_tried.front(), Chooser::likely, ends).count > 0) {
      add(printable(source), source);
    }
  }
  add("all sources", "");
  return grid_text(grid, {});
}

// What it means to hold options back.
std::string difference_text(const Evaluation& evaluation) {
  std::string text;
  for (const int cpus : cpus_tried) {
    std::size_t likely_cheaper = 0;
    std::size_t held_back_cheaper = 0;
    for (const Choice& choice : evaluation.choices) {
      if (choice.cpus == cpus) {
        const Ratio likely = choice.excess[static_cast<std::size_t>(Chooser::likely)];
        const Ratio held_back = choice.excess[static_cast<std::size_t>(Chooser::held_back)];
        likely_cheaper += likely < held_back ? 1 : 0;
        held_back_cheaper += held_back < likely ? 1 : 0;
      }
    }
    text += "With " + count_text(cpus, "CPU") + " A chooses the cheaper option in " + std::to_string(likely_cheaper) + ", B in " +
            std::to_string(held_back_cheaper) + "; in the others they cost the same.\n";
  }
  return text;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() || word.empty() ? "" : ", ") + word;
  }
  return text;
}

constexpr int text_width = 100;

std::string choices_text(const Evaluation& evaluation) {
  const std::string about =
      "Which option is the cheapest for the whole run: how often it is found, and how many more SU than it the chosen option "
      "costs. "
      "SU per hour: CPUs + the SU Usage factor of the table, " +
      listed(evaluation.prices) + ". The option is chosen by";
  const std::string held_back =
      "the same, but an option with more than 1.5 times the SMs of the largest measured one counts with the slow end of its "
      "range";
  const std::string recommended = "what is recommended: the same, and of the options within 5 % of the cheapest the fastest";
  return wrap(about, "", text_width) + wrap("its likely time", "A  ", text_width) + wrap(held_back, "B  ", text_width) +
         wrap(recommended, "C  ", text_width) + "\nFrom any two options:\n\n" + choices_table(evaluation, false) + "\n" +
         difference_text(evaluation) + "\nFrom the slowest and the fastest option:\n\n" + choices_table(evaluation, true);
}

Answer failure(const std::vector<Diagnostic>& errors) {
  Outcome outcome = failed(errors);
  return {static_cast<int>(outcome.status), {}, std::move(outcome.err)};
}

Answer wrong_use() {
  return {static_cast<int>(Status::usage), {}, "usage: model_evaluation FILE.csv [--table TABLE.csv] [--demand]\n"};
}

template <class T, class Loader>
Loaded<T> load(const std::string& path, Loader loader) {
  constexpr std::size_t max_file_bytes = std::size_t{16} * 1024 * 1024;
  const Result<std::string, Diagnostic> bytes = read_file(path, max_file_bytes);
  return bytes ? loader(*bytes, path) : Loaded<T>{std::nullopt, {bytes.error()}};
}

}  // namespace

std::optional<std::size_t> option_of(std::string_view point, const Table& table) {
  const std::optional<OptionName> name = parse_option_name(point);
  if (!name) {
    return std::nullopt;
  }
  std::vector<NameCandidate> candidates;
  for (const Profile& profile : table.profiles) {
    candidates.push_back(
        {profile.name, profile.head.profile ? profile.head.profile->memory_gb : profile.head.memory_gb.value_or(0), ""});
  }
  if (const std::optional<std::size_t> exact = resolve_name(*name, candidates)) {
    return exact;
  }
  // The whole GPU, with whatever memory.
  if (name->full) {
    const auto full = std::find_if(table.profiles.begin(), table.profiles.end(), [](const Profile& one) { return one.full(); });
    return full == table.profiles.end() ? std::nullopt : std::optional(static_cast<std::size_t>(full - table.profiles.begin()));
  }
  // A compute instance is a part of a slice, and has no name in a table.
  if (!name->profile || name->profile->compute_instance_slices != 0) {
    return std::nullopt;
  }
  OptionName slices;
  slices.slices = name->profile->slices;
  return resolve_name(slices, candidates);
}

Evaluation evaluate(const std::vector<Benchmark>& benchmarks, const Table& table, const ChargeFormula& charge) {
  return Evaluator(table, charge).evaluate(benchmarks);
}

Ratio percentile(std::vector<Ratio> values, int percent) {
  const std::size_t rank = (values.size() * static_cast<std::size_t>(percent) + 99) / 100;
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

Summary summarise(const Evaluation& evaluation, std::string_view source, std::optional<Region> region) {
  std::vector<Ratio> errors;
  std::int64_t inside = 0;
  for (const Target& target : evaluation.targets) {
    if ((source.empty() || target.source == source) && (!region || target.region == *region)) {
      errors.push_back(target.error);
      inside += target.inside ? 1 : 0;
    }
  }
  if (errors.empty()) {
    return {};
  }
  return {errors.size(), percentile(errors, 50), percentile(errors, 90), share(inside, static_cast<std::int64_t>(errors.size()))};
}

ChoiceSummary summarise(const Evaluation& evaluation, std::string_view source, int cpus, Chooser chooser, bool ends) {
  ChoiceSummary summary;
  std::int64_t found = 0;
  Int128 excess = 0;
  for (const Choice& choice : evaluation.choices) {
    if ((source.empty() || choice.source == source) && choice.cpus == cpus && (choice.ends || !ends)) {
      const Ratio own = choice.excess[static_cast<std::size_t>(chooser)];
      ++summary.count;
      found += own.micro == 0 ? 1 : 0;
      excess += own.micro;
      summary.worst_excess = std::max(summary.worst_excess, own);
    }
  }
  if (summary.count > 0) {
    const auto count = static_cast<std::int64_t>(summary.count);
    summary.found = share(found, count);
    summary.mean_excess = Ratio{static_cast<std::int64_t>((excess + count / 2) / count)};
  }
  return summary;
}

std::string report(const Evaluation& evaluation) {
  std::string text = std::to_string(evaluation.points) + " points of " + std::to_string(evaluation.benchmarks) +
                     " benchmarks; benchmarks with three options or more: " + std::to_string(evaluation.with_targets) + "\n";
  if (!evaluation.left_out.empty()) {
    text += "points left out: " + std::to_string(evaluation.left_out.size()) + "\n";
  }
  if (evaluation.targets.empty()) {
    return text;
  }
  const std::string about =
      "Run times predicted from any two options of a benchmark for each of its others: between the two, above or below both, by "
      "expected speed. Error: of the likely time, relative to the published one.";
  text += "\n" + wrap(about, "", text_width) + "\n" + times_table(evaluation);
  return evaluation.choices.empty() ? text : text + "\n" + choices_text(evaluation);
}

std::vector<std::string> unmet_demands(const Evaluation& evaluation) {
  const Summary all = summarise(evaluation, "", std::nullopt);
  if (all.count == 0) {
    return {"no benchmark has three options or more: nothing is shown"};
  }
  std::vector<std::string> unmet;
  const auto demand = [&](const std::string& what, bool met, Ratio found, const std::string& bound, Ratio demanded) {
    if (!met) {
      unmet.push_back(what + " is " + percent(found) + ", demanded " + bound + " " + percent(demanded));
    }
  };
  demand("the median error", all.median <= demanded_median, all.median, "at most", demanded_median);
  demand("the 90th percentile of errors", all.percentile_90 <= demanded_percentile_90, all.percentile_90, "at most",
         demanded_percentile_90);
  demand("the share in the band", all.inside >= demanded_inside, all.inside, "at least", demanded_inside);
  return unmet;
}

Answer run(const std::vector<std::string>& arguments, const std::string& default_table) {
  std::optional<std::string> points_path;
  std::optional<std::string> table_path;
  bool demanded = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--demand") {
      demanded = true;
    } else if (argument == "--table" && i + 1 < arguments.size() && !table_path) {
      table_path = arguments[++i];
    } else if (argument.empty() || argument.front() == '-' || points_path) {
      return wrong_use();
    } else {
      points_path = argument;
    }
  }
  if (!points_path) {
    return wrong_use();
  }
  const Loaded<Site> site = load_site(embedded_site(), "built-in");
  Loaded<Table> table = load<Table>(table_path.value_or(default_table),
                                    [](std::string_view bytes, std::string_view file) { return load_table(bytes, file); });
  const Loaded<std::vector<Benchmark>> benchmarks = load<std::vector<Benchmark>>(*points_path, load_benchmarks);
  std::vector<Diagnostic> errors = table.errors;
  errors.insert(errors.end(), benchmarks.errors.begin(), benchmarks.errors.end());
  if (!errors.empty()) {
    return failure(errors);
  }
  errors = name_table_options(*table.value, *site.value, table_path.value_or(default_table));
  if (!errors.empty()) {
    return failure(errors);
  }
  const Partition& partition = site.value->partitions[site.value->default_partition];
  const Evaluation evaluation = evaluate(*benchmarks.value, *table.value, site.value->charges[partition.charge]);
  Answer result{0, report(evaluation), ""};
  for (const std::string& point : evaluation.left_out) {
    result.err += "left out: " + printable(point) + "\n";
  }
  if (demanded) {
    for (const std::string& demand : unmet_demands(evaluation)) {
      result.status = static_cast<int>(Status::no_option);
      result.err += "not met: " + demand + "\n";
    }
  }
  return result;
}

}  // namespace migadvise::model
