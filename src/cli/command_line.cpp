#include "cli/command_line.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "core/decimal.hpp"
#include "core/suggestion.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

Diagnostic usage(Code code, std::vector<std::string> args, std::string hint = {}) {
  return {code, "", {}, std::move(args), "", std::move(hint)};
}

// What people who know sbatch or other tools are likely to write, and what to say then.
struct Habit {
  std::string_view option;
  std::string_view hint;
};
constexpr std::array<Habit, 22> habits{{{"-c", "CPUs per job are --cpus N"},
                                        {"--cpus-per-task", "CPUs per job are --cpus N"},
                                        {"--cores", "CPUs per job are --cpus N"},
                                        {"--mem-per-cpu", "host RAM is --ram SIZE, for the whole job"},
                                        {"--host-mem", "host RAM is --ram SIZE"},
                                        {"--gres", "migadvise finds the GRES; say what the job needs, such as --mem 30"},
                                        {"-G", "full GPUs of one program are --gpus N"},
                                        {"--gpus-per-node", "full GPUs of one program are --gpus N"},
                                        {"--gpus-per-task", "full GPUs of one program are --gpus N"},
                                        {"-n", "separate jobs are --tasks N; MPI ranks of one job are not tasks"},
                                        {"--ntasks", "separate jobs are --tasks N; MPI ranks of one job are not tasks"},
                                        {"--ntasks-per-node", "separate jobs are --tasks N; MPI ranks of one job are not tasks"},
                                        {"-a", "separate jobs are --tasks N"},
                                        {"--array", "separate jobs are --tasks N"},
                                        {"--vram", "GPU memory is --mem SIZE"},
                                        {"--gpu-mem", "GPU memory is --mem SIZE"},
                                        {"--gpu-memory", "GPU memory is --mem SIZE"},
                                        {"--memory", "GPU memory is --mem SIZE"},
                                        {"--sms", "the least number of SMs is --min-sms N"},
                                        {"-m", "GPU memory is --mem SIZE"},
                                        {"--mem-per-gpu", "host RAM is --ram SIZE, for the whole job"},
                                        {"--gpus-per-socket", "full GPUs of one program are --gpus N"}}};

// CLI11 splits a value like `[a,b]` in two and takes an empty one for a missing one. It is therefore given a placeholder for
// every word that is no option, and the words are put back afterwards.
class Placeholders {
 public:
  explicit Placeholders(const std::vector<std::string>& arguments) {
    for (const std::string& argument : arguments) {
      const std::size_t equals = argument.find('=');
      if (argument.starts_with("--") && equals != std::string::npos) {
        encoded_.push_back(argument.substr(0, equals));
        add_word(argument.substr(equals + 1));
      } else if (argument.size() > 1 && argument.front() == '-') {
        encoded_.push_back(argument);
      } else {
        add_word(argument);
      }
    }
  }

  [[nodiscard]] const std::vector<std::string>& encoded() const { return encoded_; }

  [[nodiscard]] std::string decode(const std::string& word) const {
    if (!word.starts_with(mark)) {
      return word;
    }
    return words_[std::stoul(word.substr(mark.size()))];
  }

 private:
  static constexpr std::string_view mark = "word:";

  void add_word(std::string word) {
    encoded_.push_back(std::string(mark) + std::to_string(words_.size()));
    words_.push_back(std::move(word));
  }

  std::vector<std::string> encoded_;
  std::vector<std::string> words_;
};

// One option that takes a value: the parser's own description and how its value is read.
struct ValueOption {
  CLI::Option* option = nullptr;
  std::string name;
  std::string accepted;
  std::function<std::optional<Diagnostic>(const ValueOption&, const std::string&)> read;
};

class AdviceParser {
 public:
  AdviceParser() : app_("Which GPU should this job ask for, and what will it cost?", "migadvise") {
    app_.set_help_flag();  // added last, where help shows it last
    app_.allow_extras();
    app_.get_formatter()->column_width(27);
    app_.footer(
        "Example: migadvise --mem 30 --single-model\nJSON:    migadvise --mem 30 --json\nSubmit:  args=$(migadvise --mem 30 "
        "--format sbatch) && sbatch $args job.sh");
    describe_needs();
    describe_job();
    describe_output();
    app_.set_help_flag("-h,--help", "Print this help and exit")->group("Other");
    app_.set_version_flag("--version", "migadvise " MIGADVISE_VERSION, "Print the version and exit")->group("Other");
  }

  CommandLine parse(const std::vector<std::string>& arguments) {
    const Placeholders words(arguments);
    CommandLine line;
    std::optional<Diagnostic> error = check_flag_values(arguments);
    if (!error) {
      error = check_missing_values(words.encoded());
    }
    if (error) {
      line.errors.push_back(*std::move(error));
      return line;
    }
    try {
      std::vector<std::string> reversed(words.encoded().rbegin(), words.encoded().rend());
      app_.parse(reversed);
    } catch (const CLI::CallForHelp&) {
      line.text = help();
      return line;
    } catch (const CLI::CallForVersion&) {
      line.text = app_.version() + "\n";
      return line;
    } catch (const CLI::ParseError& problem) {
      line.errors.push_back(usage(Code::internal, {problem.what()}));
      return line;
    }
    if (const std::vector<std::string> rest = app_.remaining(); !rest.empty()) {
      const std::string word = words.decode(rest.front());
      line.errors.push_back(word.size() > 1 && word.front() == '-' ? unknown_option(word) : unknown_command(word));
      return line;
    }
    for (const ValueOption& option : values_) {
      if (option.option->count() > 1) {
        line.errors.push_back(usage(Code::usage_given_twice, {option.name}));
      } else if (option.option->count() == 1) {
        if (std::optional<Diagnostic> problem = option.read(option, words.decode(option.option->results().front()))) {
          line.errors.push_back(*std::move(problem));
        }
      }
    }
    if (line.errors.empty()) {
      check_together(line.errors);
    }
    if (line.errors.empty()) {
      line.request = std::move(request_);
    }
    return line;
  }

 private:
  template <class T>
  using Parse = Result<T, QuantityError> (*)(std::string_view);

  CLI::Option* add(std::string_view group, const std::string& names, std::string type, const std::string& description) {
    CLI::Option* option = app_.add_option(names, discarded_, description);
    option->group(std::string(group))->type_name(std::move(type))->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    return option;
  }

  static std::string first_name(const std::string& names) { return names.substr(0, names.find(',')); }

  // An option whose value is a quantity; `store` takes it and the text it was written as.
  template <class T, class Store>
  void quantity(std::string_view group, const std::string& names, std::string type, const std::string& description,
                std::string accepted, Parse<T> parse_text, Store store) {
    CLI::Option* const option = add(group, names, std::move(type), description);
    values_.push_back({option, first_name(names), std::move(accepted),
                       [parse_text, store](const ValueOption& self, const std::string& text) -> std::optional<Diagnostic> {
                         const Result<T, QuantityError> value = parse_text(text);
                         if (value) {
                           store(*value, text);
                           return std::nullopt;
                         }
                         return bad_value(self, text, value.error());
                       }});
  }

  // An option whose value is one of a few words.
  template <class T>
  void choice(std::string_view group, const std::string& name, const std::string& description,
              std::vector<std::pair<std::string, T>> choices, T& to) {
    std::string all;
    for (const auto& [word, value] : choices) {
      all += (all.empty() ? "" : "|") + word;
    }
    CLI::Option* const option = add(group, name, all, description);
    values_.push_back(
        {option, name, all,
         [choices = std::move(choices), &to](const ValueOption& self, const std::string& text) -> std::optional<Diagnostic> {
           std::vector<std::string_view> known;
           for (const auto& [word, value] : choices) {
             if (word == text) {
               to = value;
               return std::nullopt;
             }
             known.push_back(word);
           }
           return usage(Code::usage_unknown_name, {self.name, text, self.accepted}, did_you_mean(text, known));
         }});
  }

  void path(const std::string& name, std::string type, const std::string& description, std::optional<std::string>& to) {
    CLI::Option* const option = add("Output", name, std::move(type), description);
    values_.push_back({option, name, "the name of a file", [&to](const ValueOption& self, const std::string& text) {
                         to = text;
                         return text.empty() ? std::optional(bad_value(self, text, QuantityError::empty)) : std::nullopt;
                       }});
  }

  void flag(std::string_view group, const std::string& name, const std::string& description, bool& to) {
    app_.add_flag(name, to, description)->group(std::string(group));
  }

  void describe_needs() {
    const std::string group = "Needs";
    Needs& needs = request_.needs;
    quantity<Bytes>(group, "--mem", "SIZE", "GPU memory of one process, in GiB unless GB is said",
                    "GPU memory such as 30, 19.8GB or 9500MiB", parse_gpu_memory, [&needs](Bytes value, const std::string& text) {
                      needs.gpu_memory = value;
                      needs.memory_spelling = size_spelling(text);
                    });
    flag(group, "--single-model", "One model in one process: cannot be split", needs.single_model);
    quantity<int>(group, "--tasks,--jobs", "N", "Separate jobs, each of this need; not MPI ranks", "a whole number from 1",
                  parse_count, [&needs](int value, const std::string&) { needs.tasks = value; });
    flag(group, "--coupled", "The tasks exchange data and share one job", needs.coupled);
    quantity<int>(group, "--gpus", "N", "Full GPUs for one program; --mem is then for all", "a whole number from 1", parse_count,
                  [&needs](int value, const std::string&) { needs.gpus = value; });
    quantity<int>(group, "--min-sms", "N", "At least so many SMs", "a whole number from 1", parse_count,
                  [&needs](int value, const std::string&) { needs.min_sms = value; });
    quantity<Ratio>(group, "--min-compute", "FACTOR", "At least so much Relative Compute Power", "a factor such as 2x",
                    parse_ratio, [&needs](Ratio value, const std::string&) { needs.min_compute = value; });
  }

  void describe_job() {
    const std::string group = "Job";
    Needs& needs = request_.needs;
    quantity<int>(group, "--cpus", "N", "CPUs per job (default 1)", "a whole number from 1", parse_count,
                  [&needs](int value, const std::string&) {
                    needs.cpus = value;
                    needs.cpus_given = true;
                  });
    quantity<Bytes>(group, "--ram", "SIZE", "Host RAM per job, with unit: 64G (default: per CPU)",
                    "host RAM with its unit such as 64G or 4000M", parse_host_ram,
                    [&needs](Bytes value, const std::string&) { needs.ram = value; });
    quantity<int>(group, "--headroom", "PERCENT", "GPU memory to keep spare (default 10)",
                  "a whole number of percent from 0 to 1000", parse_percent,
                  [&needs](int value, const std::string&) { needs.headroom_percent = value; });
    choice<Prefer>(group, "--prefer", "What counts (default cost)",
                   {{"cost", Prefer::cost}, {"speed", Prefer::speed}, {"balanced", Prefer::balanced}}, needs.prefer);
  }

  void describe_output() {
    const std::string group = "Output";
    choice<Format>(group, "--format", "How to print the answer (default text)",
                   {{"text", Format::text}, {"json", Format::json}, {"gres", Format::gres}, {"sbatch", Format::sbatch}},
                   request_.format);
    flag(group, "--json", "The same as --format json", json_);
    choice<ColorChoice>(group, "--color", "Colour (default auto: on a terminal)",
                        {{"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}},
                        request_.color);
    flag(group, "--ascii", "No character beyond ASCII", request_.ascii);
    path("--table", "FILE", "Profile table instead of the built-in one", request_.table);
    path("--site", "NAME|FILE", "Site instead of the built-in one", request_.site);
  }

  // CLI11's own text without the second of two blank lines.
  [[nodiscard]] std::string help() const {
    std::string text = app_.help();
    for (std::size_t at = text.find("\n\n\n"); at != std::string::npos; at = text.find("\n\n\n", at)) {
      text.erase(at, 1);
    }
    return text;
  }

  // CLI11 reads `--coupled=no`; nothing here takes a value by accident.
  std::optional<Diagnostic> check_flag_values(const std::vector<std::string>& arguments) const {
    for (const std::string& argument : arguments) {
      const std::size_t equals = argument.find('=');
      if (!argument.starts_with("--") || equals == std::string::npos) {
        continue;
      }
      const std::string name = argument.substr(0, equals);
      const CLI::Option* const option = app_.get_option_no_throw(name);
      if (option != nullptr && option->get_items_expected_max() == 0) {
        return usage(Code::usage_unexpected_value, {name});
      }
    }
    return std::nullopt;
  }

  // CLI11 would take the next option for the value. A word such as `-4` is no option and left to be judged as a value.
  [[nodiscard]] std::optional<Diagnostic> check_missing_values(const std::vector<std::string>& words) const {
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (const ValueOption& value : values_) {
        if (!value.option->check_name(words[i])) {
          continue;
        }
        const bool last = i + 1 == words.size();
        if (last || app_.get_option_no_throw(words[i + 1]) != nullptr) {
          return usage(Code::usage_missing_value, {words[i], value.accepted});
        }
        ++i;  // the value is not looked at
        break;
      }
    }
    return std::nullopt;
  }

  static std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
    const std::optional<std::string_view> near = nearest_word(word, known);
    return near ? "did you mean " + std::string(*near) + "?" : "";
  }

  [[nodiscard]] Diagnostic unknown_option(const std::string& word) const {
    const std::string name = word.substr(0, word.find('='));
    for (const Habit& habit : habits) {
      // Slurm also takes `-c4`.
      const bool attached = habit.option.size() == 2 && name.starts_with(habit.option);
      if (habit.option == name || attached) {
        return usage(Code::usage_unknown_option, {name}, std::string(habit.hint));
      }
    }
    std::vector<std::string> names;
    for (const CLI::Option* option : app_.get_options()) {
      for (const std::string& known : option->get_lnames()) {
        names.push_back(known);
      }
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    const std::size_t dashes = std::min(name.find_first_not_of('-'), name.size());
    const std::optional<std::string_view> near = nearest_word(std::string_view(name).substr(dashes), known);
    return usage(Code::usage_unknown_option, {name},
                 near ? "did you mean --" + std::string(*near) + "?" : "migadvise --help lists them");
  }

  static Diagnostic unknown_command(const std::string& word) {
    const bool is_size = parse_gpu_memory(word).ok();
    return usage(
        Code::usage_unknown_command, {word},
        is_size ? "GPU memory is --mem " + word : "needs are given as options, such as --mem 30; migadvise --help lists them");
  }

  static Diagnostic bad_value(const ValueOption& option, const std::string& text, QuantityError error) {
    std::string hint;
    if (text.starts_with("--")) {
      hint = option.name + " takes the next word as its value";
    } else if (option.name == "--ram" && error == QuantityError::missing_unit) {
      hint = "Slurm would take a bare number as MB; for GB write " + std::string(trim(text)) + "G";
    }
    return usage(Code::usage_bad_value, {option.name, text, std::string(quantity_error_text(error)), option.accepted},
                 std::move(hint));
  }

  void check_together(std::vector<Diagnostic>& errors) {
    const Needs& needs = request_.needs;
    if (json_) {
      if (app_.get_option("--format")->count() > 0 && request_.format != Format::json) {
        errors.push_back(usage(Code::usage_contradiction, {"--json", "--format", "one of them"}));
      }
      request_.format = Format::json;
    }
    if (needs.coupled && needs.single_model) {
      errors.push_back(usage(Code::usage_contradiction, {"--coupled", "--single-model", "one of them"},
                             "one model in one process has no tasks that could exchange data"));
    } else if (needs.coupled && needs.tasks < 2) {
      errors.push_back(usage(Code::usage_needs_other, {"--coupled", "--tasks N with N of at least 2"}));
    }
    if (!needs.gpu_memory && !needs.min_sms && !needs.min_compute && needs.gpus == 0) {
      errors.push_back(usage(Code::usage_no_needs, {}, "try migadvise --mem 30; migadvise --help lists every option"));
    }
  }

  CLI::App app_;
  AdviceRequest request_;
  std::vector<ValueOption> values_;
  std::string discarded_;
  bool json_ = false;
};

}  // namespace

CommandLine read_advice_arguments(const std::vector<std::string>& arguments) { return AdviceParser().parse(arguments); }

}  // namespace migadvise
