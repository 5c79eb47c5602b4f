// Options described once, from which a command line is read and the help is made. What is common to the options of all
// commands: names, missing values, values given twice, "did you mean".
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "migadvise/diagnostic.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// An error of the command line.
Diagnostic usage_error(DiagnosticCode code, std::vector<std::string> args, std::string hint = {});

/// `did you mean WORD?` with the nearest of the known words, or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

/// What to type for `high_*`, or nothing where the text is no such pattern.
std::string pattern_hint(std::string_view pattern);

/// What people who know other tools are likely to write, and what to say then.
struct Habit {
  std::string_view option;   ///< as they write it
  std::string_view instead;  ///< the option or word of ours that is meant; without it among the command's, the habit is not known
  std::string_view hint;
};

/// A value in words. All of them are literals: the parser keeps no copy.
struct ValueText {
  std::string_view names;              ///< `--tasks,--jobs`; of a word without an option what stands for it: `FILE`
  std::string_view type = {};          ///< what stands for the value in the help: `N`
  std::string_view description = {};   ///< a line of the help
  std::string_view accepted = {};      ///< what an error says was expected
  std::string_view without_unit = {};  ///< a hint for a bare number, which is its `{0}`
};

/// A value that an option can have, as the function that reads it sees the option.
class ValueOption {
 public:
  explicit ValueOption(const ValueText& text, std::vector<std::string_view> choices = {});

  [[nodiscard]] const ValueText& text() const { return text_; }

  /// The name that the user wrote, else the first.
  [[nodiscard]] std::string_view name() const {
    return written_.empty() ? text_.names.substr(0, text_.names.find(',')) : written_;
  }

  /// Remembers which of the names the user wrote.
  void set_written(std::string_view name) { written_ = name; }

  /// What stands for the value in the help: the choices where there are some.
  [[nodiscard]] std::string type() const;

  /// What an error says was expected.
  [[nodiscard]] std::string accepted() const;

  /// The error that `text` is not accepted because it `problem`, such as "is empty".
  [[nodiscard]] Diagnostic bad_value(const std::string& text, std::string_view problem, std::string hint = {}) const;
  [[nodiscard]] Diagnostic bad_value(const std::string& text, QuantityError problem) const;

 private:
  ValueText text_;
  std::string written_;
  std::vector<std::string_view> choices_;
};

/// What a command says of itself. The texts are literals; the functions, each of which may be missing, are called only when
/// something is to be said.
struct CommandText {
  std::string_view title;                                       ///< first line of the help
  std::string_view call;                                        ///< `migadvise cost`
  std::string_view usage;                                       ///< `migadvise cost OPTION [OPTIONS]`
  std::string (*footer)() = nullptr;                            ///< last lines of the help
  std::span<const Habit> habits = {};                           ///< of the users
  std::string (*elsewhere)(std::string_view option) = nullptr;  ///< hint at another command that has the option, or ""
  Diagnostic (*extra_word)(const std::string& word) = nullptr;  ///< the error for a word where none belongs
};

/// A line as read: when there is a text to print (help, version) or an error, nothing else of it counts.
struct ParsedLine {
  std::string text;
  std::vector<Diagnostic> errors;
};

/// The options of one command. They are described first, each with the variable that takes its value, and then a line is read.
class OptionParser {
 public:
  /// Reads a value; the error, when it cannot be accepted.
  using Read = std::function<std::optional<Diagnostic>(const ValueOption&, const std::string&)>;
  template <class T>
  using Parse = Result<T, QuantityError> (*)(std::string_view);

  explicit OptionParser(const CommandText& command);
  OptionParser(const OptionParser&) = delete;
  OptionParser& operator=(const OptionParser&) = delete;
  ~OptionParser();

  /// What is described from here on stands below this title in the help.
  void group(std::string_view title);

  /// An option that is switched on by its name; without a variable, `given` tells of it.
  void flag(std::string_view name, std::string_view description);
  void flag(std::string_view name, std::string_view description, bool& to);

  /// An option with a value that is read by a function. Where there are choices, help and errors list them.
  void value(const ValueText& text, Read read, std::vector<std::string_view> choices = {});

  /// The same for an option that may stand more than once: each of its values is read, in order.
  void repeatable_value(const ValueText& text, Read read);

  /// An option whose value is a quantity; `store` takes it and the text it was written as.
  template <class T, class Store>
  void quantity_with(const ValueText& text, Parse<T> parse_text, Store store) {
    value(text, [parse_text, store](const ValueOption& self, const std::string& written) -> std::optional<Diagnostic> {
      const Result<T, QuantityError> read = parse_text(written);
      if (!read) {
        return self.bad_value(written, read.error());
      }
      store(*read, written);
      return std::nullopt;
    });
  }
  template <class T, class To>
  void quantity(const ValueText& text, Parse<T> parse_text, To& to) {
    quantity_with<T>(text, parse_text, [&to](T read, const std::string&) { to = read; });
  }

  /// An option whose value is one of a few words, each with what it stands for.
  template <class T>
  void choice(const ValueText& text, std::vector<std::pair<std::string_view, T>> choices, T& to) {
    std::vector<std::string_view> words;
    words.reserve(choices.size());
    for (const auto& [word, meaning] : choices) {
      words.push_back(word);
    }
    value(
        text,
        [choices = std::move(choices), words, &to](const ValueOption& self,
                                                   const std::string& written) -> std::optional<Diagnostic> {
          for (const auto& [word, meaning] : choices) {
            if (word == written) {
              to = meaning;
              return std::nullopt;
            }
          }
          return usage_error(DiagnosticCode::usage_unknown_name, {std::string(self.name()), written, self.accepted()},
                             did_you_mean(written, words));
        },
        words);
  }

  /// An option whose value is a name that Slurm takes: of a partition, a QoS, an account. `hint` may say what to do about
  /// another.
  void slurm_name(std::string_view name, std::string_view description, std::string& to,
                  std::string (*hint)(std::string_view written) = nullptr);

  /// An option whose value is the name of a file, or of something else that is not empty.
  void path(const ValueText& text, std::optional<std::string>& to);

  /// An option that may stand without a value, which is told by `bare`; what follows it and is no option is its value.
  void optional_path(const ValueText& text, bool& bare, std::optional<std::string>& to);

  /// The word without an option that the command must have.
  void operand(const ValueText& text, std::string& to);

  /// The same for a command that must have `least` such words and may have `most`: each of them is read, in order.
  void repeatable_operand(const ValueText& text, Read read, std::size_t least, std::size_t most);

  /// Whether there is such an option or operand.
  [[nodiscard]] bool has(std::string_view name) const;

  /// Whether the line that was read has the option.
  [[nodiscard]] bool given(std::string_view name) const;

  /// Reads a line; the order of its options does not matter. All values that cannot be accepted are told.
  ParsedLine parse(const std::vector<std::string>& arguments);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace migadvise
