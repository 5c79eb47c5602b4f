#include "core/option_values.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/decimal.hpp"
#include "core/job_findings.hpp"
#include "core/sbatch_option.hpp"
#include "core/sbatch_value.hpp"
#include "core/suggestion.hpp"

namespace migadvise {

namespace {

class ValueCheck {
 public:
  ValueCheck(const Directive& directive, const SbatchOption& option, std::vector<JobFinding>& findings)
      : directive_(directive), option_(option), findings_(findings) {}

  void run();

 private:
  [[nodiscard]] bool is_known(std::string_view word) const {
    return is_one_of_folded(word, option_.words) || is_one_of_folded(word, option_.later);
  }
  void check_list();
  void check_initial();
  void find_word(JobCode code, std::string_view word);

  const Directive& directive_;
  const SbatchOption& option_;
  std::vector<JobFinding>& findings_;
};

// A word of the value that is none of the option's.
void ValueCheck::find_word(JobCode code, std::string_view word) {
  if (!has_room_for(code, findings_)) {
    return;
  }
  std::string all;
  std::vector<std::string_view> likely;
  for (const std::string_view known : option_.words) {
    all += (all.empty() ? "" : ", ") + std::string(known);
    // Nothing is taken for a slip of a word that switches off, or on: it may as well mean the opposite.
    constexpr std::array<std::string_view, 4> switches{"no", "none", "off", "yes"};
    if (!is_one_of_folded(known, switches)) {
      likely.push_back(known);
    }
  }
  const std::string_view bare = trim(word);
  const std::string near(is_known(bare) ? bare : nearest_word(bare, likely).value_or(""));
  std::string meant(is_known(bare) ? bare : mistyped(bare, likely).value_or(""));
  if (!meant.empty() && to_lower(meant.front()) != to_lower(bare.front())) {
    meant.clear();
  }
  JobFinding* const finding = find_value(findings_, code, directive_, {std::string(word), near, all});
  if (finding != nullptr && directive_.plain && !word.empty()) {
    const auto before = static_cast<std::size_t>(word.data() - directive_.value.data());
    finding->at = {directive_.value_at.offset + before, word.size()};
    if (!meant.empty()) {
      finding->repair.push_back({finding->at, meant});
    }
  }
}

void ValueCheck::check_list() {
  const std::vector<std::string_view> words = split(directive_.value, ',');
  const bool leaves_out = option_.form == ValueForm::some_words &&
                          std::any_of(words.begin(), words.end(), [&](std::string_view word) { return is_known(word); });
  bool told_of_empty = leaves_out;  // of which there is nothing to say then
  for (const std::string_view word : words) {
    if (!is_known(word) && !(told_of_empty && word.empty())) {
      find_word(leaves_out ? JobCode::word_left_out : JobCode::unknown_word, word);
      told_of_empty = told_of_empty || word.empty();
    }
  }
}

void ValueCheck::check_initial() {
  const std::string_view value = directive_.value;
  const bool begins_right = std::any_of(option_.words.begin(), option_.words.end(), [&](std::string_view known) {
    return !value.empty() && to_lower(value.front()) == to_lower(known.front());
  });
  if (!begins_right) {
    find_word(JobCode::unknown_word, value);
  }
}

void ValueCheck::run() {
  const std::string_view value = directive_.value;
  if (value.empty() && option_.value == OptionValue::optional) {
    return;
  }
  const auto find = [&](JobCode code, std::vector<std::string> args) {
    find_value(findings_, code, directive_, std::move(args));
  };
  switch (option_.form) {
    case ValueForm::any:
      return;
    case ValueForm::word:
      if (!is_known(value)) {
        find_word(JobCode::unknown_word, value);
      }
      return;
    case ValueForm::all_words:
    case ValueForm::some_words:
      check_list();
      return;
    case ValueForm::initial:
      check_initial();
      return;
    case ValueForm::count:
      if (!read_sbatch_count(value)) {
        find(JobCode::bad_number, {});
      }
      return;
    case ValueForm::time:
      if (!read_sbatch_time(value)) {
        find_bad_time(findings_, directive_);
      }
      return;
    case ValueForm::size:
      if (!read_sbatch_size(value)) {
        find_bad_size(findings_, directive_);
      }
      return;
    case ValueForm::signal:
      if (!is_sbatch_signal(value)) {
        find(JobCode::bad_form, {"B:USR1@300"});
      }
      return;
    case ValueForm::dependency:
      if (!is_sbatch_dependency(value)) {
        find(JobCode::bad_form, {"afterok:123456"});
      }
      return;
  }
}

// Slurm takes a least time up to the walltime.
void check_least_time(const JobScript& script, const JobRequest& request, std::vector<JobFinding>& findings) {
  const Directive* const least = script.find(JobOption::time_min);
  const std::optional<SbatchTime> time = least != nullptr ? read_sbatch_time(least->value) : std::nullopt;
  if (time && request.time && (!time->limit || *time->limit > *request.time)) {
    find_value(findings, JobCode::least_time, *least, {print_slurm_time(*request.time)});
  }
}

}  // namespace

void check_option_values(const JobScript& script, const JobRequest& request, std::vector<JobFinding>& findings) {
  for (const Directive& directive : script.directives) {
    if (const SbatchOption* const option = sbatch_option_of(directive)) {
      ValueCheck(directive, *option, findings).run();
    }
  }
  check_least_time(script, request, findings);
}

}  // namespace migadvise
