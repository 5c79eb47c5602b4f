#include "cli/option_parser.hpp"

#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>

#include "core/decimal.hpp"
#include "core/slurm_word.hpp"
#include "core/suggestion.hpp"
#include "report/diagnostic_text.hpp"
#include "report/entries.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

constexpr std::string_view help_names = "-h,--help";
constexpr std::string_view version_name = "--version";

// Stands for the value of an option that has none and needs none. No word of the user's becomes it: see below.
constexpr std::string_view no_value = "none";

bool looks_like_option(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

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
      } else if (looks_like_option(argument)) {
        encoded_.push_back(argument);
      } else {
        add_word(argument);
      }
    }
  }

  [[nodiscard]] const std::vector<std::string>& encoded() const { return encoded_; }

  /// Gives a value to every option that stands without one and may.
  template <class MayStandAlone>
  void fill_in(MayStandAlone may_stand_alone) {
    for (std::size_t i = 0; i < encoded_.size(); ++i) {
      const bool alone = i + 1 == encoded_.size() || looks_like_option(encoded_[i + 1]);
      if (alone && may_stand_alone(encoded_[i])) {
        encoded_.insert(encoded_.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::string(no_value));
      }
    }
  }

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

// Calls `see` with each of `--tasks,--jobs`, until it gives true; whether it did.
template <class See>
bool any_name(std::string_view names, See see) {
  while (!names.empty()) {
    const std::size_t comma = std::min(names.find(','), names.size());
    if (see(names.substr(0, comma))) {
      return true;
    }
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
  return false;
}

bool is_name(std::string_view word, std::string_view names) {
  return any_name(names, [&](std::string_view name) { return name == word; });
}

// The long names without their dashes.
void add_long_names(std::string_view names, std::vector<std::string_view>& to) {
  any_name(names, [&](std::string_view name) {
    if (name.starts_with("--")) {
      to.push_back(name.substr(2));
    }
    return false;
  });
}

// A line of the help; a name that is too long for its column has the line for itself.
std::string help_line(const std::string& name, std::string_view description) {
  constexpr std::size_t column = 27;
  std::string line = "  " + name;
  if (line.size() >= column) {
    line += "\n" + std::string(column, ' ');
  } else {
    line.append(column - line.size(), ' ');
  }
  return line.append(description).append("\n");
}

}  // namespace

Diagnostic usage_error(Code code, std::vector<std::string> args, std::string hint) {
  return {code, "", {}, std::move(args), "", std::move(hint)};
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  const std::optional<std::string_view> near = nearest_word(word, known);
  return near ? "did you mean " + std::string(*near) + "?" : "";
}

std::string pattern_hint(std::string_view pattern) {
  const std::string beginning(pattern.substr(0, pattern.size() - (pattern.ends_with('*') ? 1 : 0)));
  return beginning.size() < pattern.size() && is_slurm_word(beginning)
             ? beginning + " followed by a name, such as " + beginning + "abc"
             : "";
}

ValueOption::ValueOption(const ValueText& text, std::vector<std::string_view> choices)
    : text_(text), choices_(std::move(choices)) {}

std::string ValueOption::type() const {
  std::string all(text_.type);
  for (const std::string_view choice : choices_) {
    all.append(all.empty() ? "" : "|").append(choice);
  }
  return all;
}

std::string ValueOption::accepted() const { return choices_.empty() ? std::string(text_.accepted) : type(); }

Diagnostic ValueOption::bad_value(const std::string& text, std::string_view problem, std::string hint) const {
  if (text.starts_with("--")) {
    hint = std::string(name()) + " takes the next word as its value";
  }
  return usage_error(Code::usage_bad_value, {std::string(name()), text, std::string(problem), accepted()}, std::move(hint));
}

Diagnostic ValueOption::bad_value(const std::string& text, QuantityError problem) const {
  std::string hint;
  if (problem == QuantityError::missing_unit && !text_.without_unit.empty()) {
    const std::array<std::string, 1> number{std::string(trim(text))};
    hint = fill_pattern(text_.without_unit, number);
  }
  return bad_value(text, quantity_error_text(problem), std::move(hint));
}

struct OptionParser::State {
  enum class Kind : std::uint8_t { flag, value, operand };
  struct Described {
    Kind kind = Kind::flag;
    std::string_view group;
    ValueOption value;
    Read read = {};                 // missing of a flag
    bool* to = nullptr;             // of a flag, where it has a variable
    bool repeatable = false;        // of a value
    bool* bare = nullptr;           // of a value that may be left out, what tells of that
    std::size_t least = 1;          // words, of an operand
    std::size_t most = 1;           // likewise
    CLI::Option* option = nullptr;  // once a line is read that has the option
  };

  explicit State(const CommandText& of) : command(of) {}

  // Those of the options that stand on the line are described to CLI11, which looks at every pair of options it has.
  void introduce(const std::vector<std::string>& words) {
    app.set_help_flag(std::string(help_names));
    app.set_version_flag(std::string(version_name), "migadvise " MIGADVISE_VERSION);
    app.allow_extras();
    for (const std::string& word : words) {
      const auto found = looks_like_option(word) ? find(word) : described.end();
      if (found == described.end() || found->option != nullptr) {
        continue;
      }
      found->value.set_written(word);
      const std::string names(found->value.text().names);
      if (found->kind == Kind::flag) {
        found->option = found->to == nullptr ? app.add_flag(names) : app.add_flag(names, *found->to);
      } else {
        found->option = app.add_option(names, [](const CLI::results_t&) { return true; });
        found->option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
      }
    }
  }

  // The option or operand of this name.
  [[nodiscard]] std::vector<Described>::iterator find(std::string_view name) {
    return std::ranges::find_if(described, [&](const Described& one) { return is_name(name, one.value.text().names); });
  }

  [[nodiscard]] static bool asks(std::string_view name) { return is_name(name, help_names) || name == version_name; }

  [[nodiscard]] std::string help() const {
    std::string text = std::string(command.title) + "\nUsage: " + std::string(command.usage) + "\n";
    std::vector<std::string_view> groups;
    for (const Described& one : described) {
      if (std::ranges::find(groups, one.group) == groups.end()) {
        groups.push_back(one.group);
      }
    }
    for (const std::string_view title : groups) {
      text.append("\n").append(title).append(":\n");
      for (const Described& one : described) {
        if (one.group == title) {
          const std::string type = one.value.type();
          text += help_line(std::string(one.value.text().names) + (type.empty() ? "" : " " + type), one.value.text().description);
        }
      }
    }
    text += "\nOther:\n" + help_line(std::string(help_names), "Print this help and exit") +
            help_line(std::string(version_name), "Print the version and exit");
    return command.footer == nullptr ? text : text + "\n" + command.footer();
  }

  // CLI11 reads `--coupled=no`; nothing here takes a value by accident.
  [[nodiscard]] std::optional<Diagnostic> check_flag_values(const std::vector<std::string>& arguments) {
    for (const std::string& argument : arguments) {
      const std::size_t equals = argument.find('=');
      if (!argument.starts_with("--") || equals == std::string::npos) {
        continue;
      }
      const std::string name = argument.substr(0, equals);
      const auto found = find(name);
      if (asks(name) || (found != described.end() && found->kind == Kind::flag)) {
        return usage_error(Code::usage_unexpected_value, {name});
      }
    }
    return std::nullopt;
  }

  // CLI11 would take the next option for the value. A word such as `-4` is no option and left to be judged as a value.
  [[nodiscard]] std::optional<Diagnostic> check_missing_values(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto found = find(words[i]);
      if (found == described.end() || found->kind != Kind::value) {
        continue;
      }
      if (i + 1 == words.size() || asks(words[i + 1]) || find(words[i + 1]) != described.end()) {
        return usage_error(Code::usage_missing_value, {words[i], found->value.accepted()});
      }
      ++i;  // the value is not looked at
    }
    return std::nullopt;
  }

  [[nodiscard]] const Described* find_operand() const {
    const auto found = std::ranges::find(described, Kind::operand, &Described::kind);
    return found == described.end() ? nullptr : &*found;
  }

  [[nodiscard]] Diagnostic unknown_option(const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    std::string hint;
    const auto habit = std::ranges::find_if(command.habits, [&](const Habit& one) {
      const bool attached = one.option.size() == 2 && name.starts_with(one.option);  // Slurm also takes `-c4`
      return (one.option == name || attached) && find(one.instead) != described.end();
    });
    if (habit != command.habits.end()) {
      hint = habit->hint;
    } else if (command.elsewhere != nullptr) {
      hint = command.elsewhere(name);
    }
    if (hint.empty()) {
      std::vector<std::string_view> known;
      for (const Described& one : described) {
        add_long_names(one.value.text().names, known);
      }
      add_long_names(help_names, known);
      add_long_names(version_name, known);
      const std::size_t dashes = std::min(name.find_first_not_of('-'), name.size());
      const std::optional<std::string_view> near = nearest_word(std::string_view(name).substr(dashes), known);
      hint = near ? "did you mean --" + std::string(*near) + "?" : std::string(command.call) + " --help lists them";
    }
    return usage_error(Code::usage_unknown_option, {name}, std::move(hint));
  }

  [[nodiscard]] Diagnostic extra_word(const std::string& word) const {
    if (command.extra_word != nullptr) {
      return command.extra_word(word);
    }
    const Described* const operand = find_operand();
    if (operand == nullptr) {
      return usage_error(Code::usage_extra_word, {word, "options only"});
    }
    const std::string name(operand->value.name());
    return usage_error(Code::usage_extra_word,
                       {word, operand->most == 1 ? "one " + name : "at most " + std::to_string(operand->most) + " of " + name},
                       "a word with blanks in it stands in quotes");
  }

  CommandText command;
  CLI::App app;
  std::string_view group;
  std::vector<Described> described;
};

OptionParser::OptionParser(const CommandText& command) : state_(std::make_unique<State>(command)) {}
OptionParser::~OptionParser() = default;

void OptionParser::group(std::string_view title) { state_->group = title; }

void OptionParser::flag(std::string_view name, std::string_view description) {
  state_->described.push_back({State::Kind::flag, state_->group, ValueOption({.names = name, .description = description})});
}

void OptionParser::flag(std::string_view name, std::string_view description, bool& to) {
  flag(name, description);
  state_->described.back().to = &to;
}

void OptionParser::value(const ValueText& text, Read read, std::vector<std::string_view> choices) {
  state_->described.push_back({State::Kind::value, state_->group, ValueOption(text, std::move(choices)), std::move(read)});
}

void OptionParser::repeatable_value(const ValueText& text, Read read) {
  value(text, std::move(read));
  state_->described.back().repeatable = true;
}

void OptionParser::slurm_name(std::string_view name, std::string_view description, std::string& to,
                              std::string (*hint)(std::string_view)) {
  const ValueText text{
      .names = name, .type = "NAME", .description = description, .accepted = "a name of up to 64 letters, digits and _ - . + @"};
  value(text, [&to, hint](const ValueOption& self, const std::string& written) -> std::optional<Diagnostic> {
    if (written.empty()) {
      return self.bad_value(written, QuantityError::empty);
    }
    if (!is_slurm_word(written)) {
      const bool is_list = written.find(',') != std::string::npos;
      return self.bad_value(written, "is no plain name",
                            is_list           ? "give one name, not a list"
                            : hint == nullptr ? ""
                                              : hint(written));
    }
    to = written;
    return std::nullopt;
  });
}

void OptionParser::path(const ValueText& text, std::optional<std::string>& to) {
  value(text, [&to](const ValueOption& self, const std::string& written) {
    to = written;
    return written.empty() ? std::optional(self.bad_value(written, QuantityError::empty)) : std::nullopt;
  });
}

void OptionParser::optional_path(const ValueText& text, bool& bare, std::optional<std::string>& to) {
  path(text, to);
  state_->described.back().bare = &bare;
}

void OptionParser::operand(const ValueText& text, std::string& to) {
  const Read read = [&to](const ValueOption& self, const std::string& written) {
    to = written;
    return written.empty() ? std::optional(self.bad_value(written, QuantityError::empty)) : std::nullopt;
  };
  repeatable_operand(text, read, 1, 1);
}

void OptionParser::repeatable_operand(const ValueText& text, Read read, std::size_t least, std::size_t most) {
  state_->described.push_back({State::Kind::operand, state_->group, ValueOption(text), std::move(read)});
  state_->described.back().least = least;
  state_->described.back().most = most;
}

bool OptionParser::has(std::string_view name) const { return state_->find(name) != state_->described.end(); }

bool OptionParser::given(std::string_view name) const {
  const auto found = state_->find(name);
  return found != state_->described.end() && found->option != nullptr && found->option->count() > 0;
}

ParsedLine OptionParser::parse(const std::vector<std::string>& arguments) {
  Placeholders words(arguments);
  words.fill_in([&](std::string_view word) {
    const auto found = state_->find(word);
    return found != state_->described.end() && found->bare != nullptr;
  });
  ParsedLine line;
  std::optional<Diagnostic> error = state_->check_flag_values(arguments);
  if (!error) {
    error = state_->check_missing_values(words.encoded());
  }
  if (error) {
    line.errors.push_back(*std::move(error));
    return line;
  }
  state_->introduce(words.encoded());
  try {
    std::vector<std::string> reversed(words.encoded().rbegin(), words.encoded().rend());
    state_->app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    line.text = state_->help();
    return line;
  } catch (const CLI::CallForVersion&) {
    line.text = state_->app.version() + "\n";
    return line;
  } catch (const CLI::ParseError& problem) {
    line.errors.push_back(usage_error(Code::internal, {problem.what()}));
    return line;
  }
  std::vector<std::string> operands;
  for (const std::string& rest : state_->app.remaining()) {
    const std::string word = words.decode(rest);
    if (looks_like_option(word)) {
      line.errors.push_back(state_->unknown_option(word));
      return line;
    }
    if (const State::Described* const operand = state_->find_operand(); operand == nullptr || operands.size() == operand->most) {
      line.errors.push_back(state_->extra_word(word));
      return line;
    }
    operands.push_back(word);
  }
  for (const State::Described& one : state_->described) {
    const std::string name(one.value.name());
    const auto add = [&](std::optional<Diagnostic> problem) {
      if (problem) {
        line.errors.push_back(*std::move(problem));
      }
    };
    if (one.kind == State::Kind::operand) {
      for (const std::string& word : operands) {
        add(one.read(one.value, word));
      }
      if (operands.size() < one.least) {
        const bool further = !operands.empty();
        add(usage_error(Code::usage_missing_word, {further ? "another " + name : name, one.value.accepted()}));
      }
    } else if (one.kind == State::Kind::value && one.option != nullptr && one.option->count() > 1 && !one.repeatable) {
      add(usage_error(Code::usage_given_twice, {name}));
    } else if (one.kind == State::Kind::value && one.option != nullptr) {
      for (const std::string& word : one.option->results()) {
        if (word == no_value) {
          *one.bare = true;
        } else {
          add(one.read(one.value, words.decode(word)));
        }
      }
    }
  }
  return line;
}

}  // namespace migadvise
