// Job scripts: which lines sbatch reads, how it takes them apart, and what was most likely meant where it cannot.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/decimal.hpp"
#include "core/sbatch_option.hpp"
#include "core/suggestion.hpp"
#include "input/pasted_sign.hpp"
#include "input/program_start.hpp"
#include "input/sbatch_words.hpp"
#include "input/source_text.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

namespace {

constexpr std::string_view marker = "#SBATCH";

// No one writes so much, and what would be kept of it has to end somewhere.
constexpr std::size_t most_directives = 2000;
constexpr std::size_t most_moved = 1000;
constexpr std::size_t most_single_edits = 50'000;

// The same edits for the text that begins at `start`.
std::vector<Edit> shifted(std::vector<Edit> edits, std::size_t start) {
  for (Edit& edit : edits) {
    edit.at.offset -= start;
  }
  return edits;
}

bool is_size(JobOption option) {
  return option == JobOption::mem || option == JobOption::mem_per_cpu || option == JobOption::mem_per_gpu;
}

bool is_unit(std::string_view word) {
  constexpr std::array<std::string_view, 8> units{"K", "KB", "M", "MB", "G", "GB", "T", "TB"};
  return is_one_of_folded(word, units);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> patterns{{{"SLURM_JOB_ID", "%j"},
                                                                                  {"SLURM_JOBID", "%j"},
                                                                                  {"SLURM_JOB_NAME", "%x"},
                                                                                  {"SLURM_ARRAY_JOB_ID", "%A"},
                                                                                  {"SLURM_ARRAY_TASK_ID", "%a"},
                                                                                  {"SLURM_JOB_USER", "%u"},
                                                                                  {"USER", "%u"},
                                                                                  {"SLURM_NODEID", "%n"},
                                                                                  {"SLURMD_NODENAME", "%N"},
                                                                                  {"HOSTNAME", "%N"}}};

// The value with variables replaced by sbatch's own patterns; nothing where one has none.
std::optional<std::string> with_patterns(std::string_view value) {
  std::string out;
  while (!value.empty()) {
    if (value.front() != '$') {
      out += value.front();
      value.remove_prefix(1);
      continue;
    }
    value.remove_prefix(1);
    const bool braced = value.starts_with('{');
    value.remove_prefix(braced ? 1 : 0);
    const auto* const end =
        std::find_if_not(value.begin(), value.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
    const std::string_view name = value.substr(0, static_cast<std::size_t>(end - value.begin()));
    value.remove_prefix(name.size());
    if (braced && !value.starts_with('}')) {
      return std::nullopt;
    }
    value.remove_prefix(braced ? 1 : 0);
    const auto* const known =
        std::find_if(patterns.begin(), patterns.end(), [&](const auto& entry) { return entry.first == name; });
    if (known == patterns.end()) {
      return std::nullopt;
    }
    out += known->second;
  }
  return out.find('`') == std::string::npos ? std::optional(out) : std::nullopt;
}

bool has_variable(std::string_view value) {
  for (std::size_t i = 0; i + 1 < value.size(); ++i) {
    if (value[i] == '$' && (is_letter(value[i + 1]) || value[i + 1] == '_' || value[i + 1] == '{' || value[i + 1] == '(')) {
      return true;
    }
  }
  return value.find('`') != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) { script_.bytes = bytes; }

  JobScript read();

 private:
  [[nodiscard]] std::string_view bytes() const { return script_.bytes; }
  [[nodiscard]] std::string_view text(TextRange range) const { return bytes().substr(range.offset, range.length); }
  [[nodiscard]] bool ended_by_cr(TextRange line) const { return line.length > 0 && bytes()[line.end() - 1] == '\r'; }

  [[nodiscard]] bool has_room(JobCode code) const { return kept_[static_cast<std::size_t>(job_level(code))] < max_diagnostics; }
  void find(JobCode code, TextRange at, std::vector<std::string> args = {}, std::vector<Edit> repair = {}) {
    if (has_room(code)) {
      ++kept_[static_cast<std::size_t>(job_level(code))];
      script_.findings.push_back({code, at, std::move(args), std::move(repair)});
    }
  }

  void look_at_whole();
  void look_at_comment(TextRange line);
  void mend_all_misspelt();
  void read_line(TextRange rest);
  void take_words(std::vector<Word>& words, std::size_t count);
  void find_split(TextRange at, const std::vector<Edit>& repair);
  std::size_t take_long(const std::vector<Word>& words, std::size_t index);
  std::size_t take_short(const std::vector<Word>& words, std::size_t index);
  void look_at_single_dash(const Word& word, const SbatchOption& letter);
  std::optional<Word> join_torn(const std::vector<Word>& words, std::size_t index);
  void add(const SbatchOption& option, TextRange at, const Word* value_word, std::size_t value_from);
  [[nodiscard]] bool stops_sbatch(const Word& word, std::optional<std::size_t> free_value) const;
  [[nodiscard]] std::vector<Edit> plain_value(const Word& word, const std::vector<FoundSign>& signs, std::size_t value) const;
  void look_at_variables(const Directive& directive);
  void look_at_overridden(std::size_t index);
  void forget_overridden();
  [[nodiscard]] std::vector<const SbatchOption*> given() const;
  [[nodiscard]] std::vector<const SbatchOption*> options_in(TextRange line) const;
  void move_late(const std::vector<TextRange>& late, std::size_t count);

  JobScript script_;
  std::array<std::size_t, 3> kept_{};  // of each level
  bool options_ended_ = false;         // a word `--` was there
};

// Whether a variable in the value is told of elsewhere, as a value that cannot be read.
bool is_read_here(const Directive& directive) {
  const SbatchOption* const known = sbatch_option_of(directive);
  const JobOption option = directive.option;
  return (known != nullptr && known->form != ValueForm::any) || (option != JobOption::other && option != JobOption::job_name &&
                                                                 option != JobOption::output && option != JobOption::error);
}

std::string_view name_in(std::string_view word) {
  const std::size_t dashes = word.starts_with("--") ? 2 : 0;
  return word.substr(dashes, word.find('=') - std::min(dashes, word.find('=')));
}

// Where in a word a value begins that sbatch keeps as it stands, whatever it is; nothing where none does. `before` is the word in
// front of it.
std::optional<std::size_t> free_value_in(std::string_view before, std::string_view word) {
  const auto is_free = [](std::string_view text, bool whole) {
    const bool is_long = text.starts_with("--");
    if (is_long ? (text.find('=') == std::string_view::npos) != whole : text.size() < 2 || (text.size() == 2) != whole) {
      return false;
    }
    const std::vector<const SbatchOption*> options =
        is_long ? find_sbatch_options(name_in(text)) : std::vector<const SbatchOption*>{};
    const SbatchOption* const option = is_long ? (options.size() == 1 ? options.front() : nullptr) : find_sbatch_letter(text[1]);
    return option != nullptr && option->value == OptionValue::required && !is_checked_by_sbatch(*option);
  };
  if (before.starts_with('-') && is_free(before, true)) {
    return 0;
  }
  if (!word.starts_with('-') || !is_free(word, false)) {
    return std::nullopt;
  }
  return word.starts_with("--") ? word.find('=') + 1 : 2;
}

// Whether signs in the word keep sbatch from reading it: anywhere but in a value that it does not look into.
bool Reader::stops_sbatch(const Word& word, std::optional<std::size_t> free_value) const {
  if (!free_value) {
    return true;
  }
  // An opening quote without its closing one is about to take in the next word; an apostrophe is not.
  const std::vector<FoundSign> signs = signs_in(bytes(), word.at);
  const auto is_quote = [](const FoundSign& sign) { return sign.sign == Sign::quote || sign.sign == Sign::double_quote; };
  const bool opens = *free_value < word.origin.size() && signs.front().at.offset == word.origin[*free_value];
  const bool closes = signs.size() > 1 && is_quote(signs.back()) && signs.back().at.end() == word.at.end();
  return opens && is_quote(signs.front()) && !closes;
}

// The signs of a value that sbatch takes as it stands, in quotes where the plain ones would take it apart.
std::vector<Edit> Reader::plain_value(const Word& word, const std::vector<FoundSign>& signs, std::size_t value) const {
  const std::size_t start = value < word.origin.size() ? word.origin[value] : word.at.end();
  const TextRange at{start, word.at.end() - start};
  std::vector<Edit> edits;
  for (const FoundSign& sign : signs) {
    if (sign.sign != Sign::dash) {
      edits.push_back({sign.at, std::string(meant_by(sign.sign))});
    }
  }
  const std::string plain = with_edits(text(at), shifted(edits, start));
  const Words as_read = split_words(plain, {0, plain.size()});
  if ((as_read.words.size() == 1 && as_read.end == WordsEnd::line) || plain.find_first_of("\"\\") != std::string::npos) {
    return edits;
  }
  return {{at, "\"" + plain + "\""}};
}

// An option that is written apart or not as it must be, and how it was meant.
void Reader::find_split(TextRange at, const std::vector<Edit>& repair) {
  const std::string_view written = text(at);
  find(JobCode::split_option, at, {std::string(written), with_edits(written, shifted(repair, at.offset))}, repair);
}

void Reader::add(const SbatchOption& option, TextRange at, const Word* value_word, std::size_t value_from) {
  Directive directive;
  directive.option = option.means;
  directive.name = "--" + std::string(option.name);
  directive.at = at;
  if (value_word != nullptr) {
    directive.value = value_word->text.substr(value_from);
    const std::size_t start = value_from < value_word->origin.size() ? value_word->origin[value_from] : value_word->at.end();
    // In quotes it is plain as well: what takes its place stands in them.
    directive.value_at = {start, std::min(directive.value.size(), value_word->at.end() - start)};
    directive.plain = text(directive.value_at) == directive.value;
    if (!directive.plain) {
      directive.value_at.length = value_word->at.end() - start;
    }
    directive.at.length = std::max(at.end(), value_word->at.end()) - at.offset;
  }
  if (script_.several_parts) {
    return;
  }
  if (script_.directives.size() >= most_directives) {
    forget_overridden();
  }
  script_.directives.push_back(std::move(directive));
}

std::size_t Reader::take_long(const std::vector<Word>& words, std::size_t index) {
  const Word& word = words[index];
  const std::size_t equals = word.text.find('=');
  const std::string_view name = name_in(word.text);
  std::vector<const SbatchOption*> options = find_sbatch_options(name);
  const TextRange name_at{word.at.offset, equals == std::string::npos ? word.at.length : word.origin[equals] - word.at.offset};
  if (options.empty()) {
    const std::optional<MeantOption> near = has_room(JobCode::unknown_option) ? meant_sbatch_option(name) : std::nullopt;
    const bool sure = near && near->sure && text(name_at) == "--" + std::string(name);
    const std::string meant = near ? "--" + std::string(near->name) : "";
    find(JobCode::unknown_option, name_at, {"--" + std::string(name), meant},
         sure ? std::vector<Edit>{{name_at, meant}} : std::vector<Edit>{});
    if (!sure) {
      return index + 1;
    }
    options = find_sbatch_options(near->name);  // from here on it is read as it was meant
  }
  if (options.size() > 1) {
    std::string all;
    for (std::size_t i = 0; i < (has_room(JobCode::ambiguous_option) ? options.size() : 0); ++i) {
      all += (all.empty() ? "--" : ", --") + std::string(options[i]->name);
    }
    find(JobCode::ambiguous_option, name_at, {"--" + std::string(name), all});
    return index + 1;
  }
  const SbatchOption& option = *options.front();
  if (equals != std::string::npos) {
    if (option.value == OptionValue::none) {
      // Without a value that says no, it would say yes.
      const std::string value = word.text.substr(equals + 1);
      constexpr std::array<std::string_view, 5> yes{"", "1", "on", "true", "yes"};
      const bool sure = is_one_of_folded(value, yes);
      find(JobCode::unexpected_value, word.at, {"--" + std::string(option.name), value},
           sure ? std::vector<Edit>{{{name_at.end(), word.at.end() - name_at.end()}, ""}} : std::vector<Edit>{});
      return index + 1;
    }
    // `--time= 10:00`: the value was cut off by a blank.
    if (equals + 1 == word.text.size() && index + 1 < words.size() && !words[index + 1].text.starts_with('-') &&
        is_checked_by_sbatch(option)) {
      const Word& next = words[index + 1];
      find_split({word.at.offset, next.at.end() - word.at.offset}, {{{word.at.end(), next.at.offset - word.at.end()}, ""}});
      add(option, word.at, &next, 0);
      return index + 2;
    }
    // `--mem=16 GB`: the unit was cut off.
    if (is_size(option.means) && index + 1 < words.size() && is_unit(words[index + 1].text) &&
        std::all_of(word.text.begin() + static_cast<std::ptrdiff_t>(equals) + 1, word.text.end(), is_digit)) {
      const Word& unit = words[index + 1];
      const TextRange both{word.at.offset, unit.at.end() - word.at.offset};
      find_split(both, {{{word.at.end(), unit.at.offset - word.at.end()}, ""}});
      Word whole{word.text + unit.text, both, word.origin};
      whole.origin.insert(whole.origin.end(), unit.origin.begin(), unit.origin.end());
      add(option, both, &whole, equals + 1);
      return index + 2;
    }
    if (equals + 1 == word.text.size() && (option.means == JobOption::partition || option.means == JobOption::qos)) {
      find(JobCode::missing_value, word.at, {"--" + std::string(option.name), "--" + std::string(option.name) + "=VALUE"});
      return index + 1;
    }
    add(option, word.at, &word, equals + 1);
    return index + 1;
  }
  if (option.value != OptionValue::required) {
    add(option, word.at, nullptr, 0);
    return index + 1;
  }
  if (index + 1 >= words.size()) {
    find(JobCode::missing_value, word.at, {"--" + std::string(option.name), "--" + std::string(option.name) + "=VALUE"});
    return index + 1;
  }
  const Word& next = words[index + 1];
  // `--time =10:00` and `--time = 10:00`: the sign of equality belongs to neither word.
  if (next.text.starts_with('=')) {
    const bool alone = next.text.size() == 1;
    if (alone && index + 2 >= words.size()) {
      find(JobCode::missing_value, word.at, {"--" + std::string(option.name), "--" + std::string(option.name) + "=VALUE"});
      return index + 2;
    }
    const Word& value = alone ? words[index + 2] : next;
    find_split({word.at.offset, value.at.end() - word.at.offset},
               {{{word.at.end(), value.at.offset - word.at.end()}, alone ? "=" : ""}});
    add(option, word.at, &value, alone ? 0 : 1);
    return index + (alone ? 3 : 2);
  }
  add(option, word.at, &next, 0);
  return index + 2;
}

// `-output=x` passes for `-o`. Where the value of the letter is looked into, it is told of as one that cannot be read.
void Reader::look_at_single_dash(const Word& word, const SbatchOption& letter) {
  const std::string_view behind = std::string_view(word.text).substr(1);
  const std::vector<const SbatchOption*> meant = find_sbatch_options(behind.substr(0, behind.find('=')));
  if (is_checked_by_sbatch(letter) || behind.find('=') == std::string_view::npos || meant.size() != 1) {
    return;
  }
  const bool plain = text({word.at.offset, 1}) == "-";
  find(JobCode::single_dash, word.at, {word.text, word.text.substr(0, 2), word.text.substr(2), std::string(behind)},
       plain ? std::vector<Edit>{{{word.at.offset, 1}, "--"}} : std::vector<Edit>{});
}

std::size_t Reader::take_short(const std::vector<Word>& words, std::size_t index) {
  const Word& word = words[index];
  for (std::size_t i = 1; i < word.text.size(); ++i) {
    const SbatchOption* const option = find_sbatch_letter(word.text[i]);
    if (option == nullptr) {
      find(JobCode::unknown_option, word.at, {"-" + word.text.substr(i, 1), ""});
      return index + 1;
    }
    if (option->value == OptionValue::none || (option->value == OptionValue::optional && i + 1 == word.text.size())) {
      add(*option, word.at, nullptr, 0);
      continue;
    }
    if (i + 1 < word.text.size()) {
      // `-p=gpu` asks for the partition `=gpu`.
      if (word.text[i + 1] == '=' && is_checked_by_sbatch(*option)) {
        // A value that may be left out must stand next to its letter.
        find_split(word.at, {{{word.origin[i + 1], 1}, option->value == OptionValue::optional ? "" : " "}});
        add(*option, word.at, &word, i + 2);
      } else {
        look_at_single_dash(word, *option);
        add(*option, word.at, &word, i + 1);
      }
      return index + 1;
    }
    if (index + 1 >= words.size()) {
      find(JobCode::missing_value, word.at, {"-" + word.text.substr(i, 1), "-" + word.text.substr(i, 1) + " VALUE"});
      return index + 1;
    }
    add(*option, word.at, &words[index + 1], 0);
    return index + 2;
  }
  return index + 1;
}

// `- -array=1-2`: the dashes were torn from each other or from the name. The option as it was meant, and the finding.
std::optional<Word> Reader::join_torn(const std::vector<Word>& words, std::size_t index) {
  const Word& word = words[index];
  if ((word.text != "-" && word.text != "--") || index + 1 >= words.size()) {
    return std::nullopt;
  }
  const Word& next = words[index + 1];
  const std::size_t dashes = std::min(next.text.find_first_not_of('-'), next.text.size());
  if (word.text.size() + dashes > 2 || find_sbatch_options(name_in("--" + next.text.substr(dashes))).size() != 1) {
    return std::nullopt;
  }
  const TextRange torn{word.at.offset, next.origin[dashes] - word.at.offset};
  find_split({word.at.offset, next.at.end() - word.at.offset}, {{torn, "--"}});
  Word joined{"--" + next.text.substr(dashes), {word.at.offset, next.at.end() - word.at.offset}, {}};
  joined.origin.assign(2, word.at.offset);
  joined.origin.insert(joined.origin.end(), next.origin.begin() + static_cast<std::ptrdiff_t>(dashes), next.origin.end());
  return joined;
}

// Whether the word is a long option but for its dashes, of which it has `dashes`. `-time=10` is `-t` with a value to sbatch;
// where the letter takes every value, it refuses nothing.
bool lacks_dashes(const Word& word, std::size_t dashes) {
  constexpr std::string_view take_everything = "ehiosv";
  if (word.text.find_first_not_of('-') != dashes || (dashes == 0 && word.text.find('=') == std::string::npos)) {
    return false;
  }
  const std::string_view name = name_in(std::string_view(word.text).substr(dashes));
  const std::vector<const SbatchOption*> options = find_sbatch_options(name);
  return name.size() > 2 && options.size() == 1 && options.front()->name == name &&
         (dashes == 0 || take_everything.find(name.front()) == std::string_view::npos);
}

Word with_dashes(const Word& word, std::size_t count) {
  Word whole{std::string(count, '-') + word.text, word.at, std::vector<std::size_t>(count, word.at.offset)};
  whole.origin.insert(whole.origin.end(), word.origin.begin(), word.origin.end());
  return whole;
}

void Reader::take_words(std::vector<Word>& words, std::size_t count) {
  std::size_t i = 0;
  while (i < count) {
    const std::string& word = words[i].text;
    if (std::optional<Word> joined = options_ended_ ? std::nullopt : join_torn(words, i)) {
      words[i + 1] = *std::move(joined);
      i = take_long(words, i + 1);
    } else if (!options_ended_ && lacks_dashes(words[i], 1)) {
      find_split(words[i].at, {{{words[i].at.offset, 0}, "-"}});
      words[i] = with_dashes(words[i], 1);
      i = take_long(words, i);
    } else if (!options_ended_ && lacks_dashes(words[i], 0)) {
      find(JobCode::stray_word, words[i].at, {word, "--" + word}, {{{words[i].at.offset, 0}, "--"}});
      words[i] = with_dashes(words[i], 2);
      i = take_long(words, i);
    } else if (word == "--" && i + 1 == words.size()) {
      options_ended_ = true;
      ++i;
    } else if (options_ended_ || word == "-" || word == "--" || !word.starts_with('-')) {
      if (options_ended_ || (word != "hetjob" && word != "packjob")) {
        find(JobCode::stray_word, words[i].at, {word});
        return;  // sbatch gives up here
      }
      find(JobCode::several_jobs, words[i].at);
      script_.several_parts = true;
      ++i;
    } else {
      i = word.starts_with("--") ? take_long(words, i) : take_short(words, i);
    }
  }
}

// The words of a line; where signs keep sbatch from reading it, as they were meant from there on.
void Reader::read_line(TextRange rest) {
  Words found = split_words(bytes(), rest);
  std::string_view before;
  for (const Word& word : found.words) {
    const std::optional<std::size_t> free_value = free_value_in(std::exchange(before, word.text), word.text);
    const std::vector<FoundSign> signs = signs_in(bytes(), word.at);
    const bool only_dashes = std::all_of(signs.begin(), signs.end(), [](const FoundSign& s) { return s.sign == Sign::dash; });
    if (signs.empty()) {
      continue;
    }
    if (!stops_sbatch(word, free_value)) {
      if (!only_dashes) {
        const FoundSign& first =
            *std::find_if(signs.begin(), signs.end(), [](const FoundSign& s) { return s.sign != Sign::dash; });
        find(JobCode::pasted_value, first.at, {word.text, code_point(bytes(), first), std::string(meant_by(first.sign))},
             plain_value(word, signs, *free_value));
      }
      continue;
    }
    if (!has_room(JobCode::pasted_sign)) {
      return;
    }
    // Read the line as it will be once mended, and keep the places.
    rest.length = std::min(rest.length, longest_line);
    const TextRange damaged{word.at.offset, rest.end() - word.at.offset};
    std::vector<Edit> edits;
    for (const Word& part : split_words(bytes(), damaged).words) {
      const std::vector<Edit> of_word = plain_signs(bytes(), part.at, signs_in(bytes(), part.at));
      edits.insert(edits.end(), of_word.begin(), of_word.end());
    }
    find(JobCode::pasted_sign, signs.front().at,
         {word.text, code_point(bytes(), signs.front()), std::string(meant_by(signs.front().sign))}, edits);
    std::string mended;
    std::vector<std::size_t> origin;
    std::size_t next_edit = 0;
    for (std::size_t i = rest.offset; i < rest.end();) {
      if (next_edit < edits.size() && edits[next_edit].at.offset == i) {
        mended += edits[next_edit].text;
        origin.insert(origin.end(), edits[next_edit].text.size(), i);
        i = edits[next_edit].at.end();
        ++next_edit;
      } else {
        mended += bytes()[i];
        origin.push_back(i);
        ++i;
      }
    }
    origin.push_back(rest.end());
    Words as_meant = split_words(mended, {0, mended.size()});
    for (Word& one : as_meant.words) {
      const std::size_t start = origin[one.at.offset];
      one.at = {start, origin[one.at.end()] - start};
      for (std::size_t& place : one.origin) {
        place = origin[place];
      }
    }
    as_meant.end_at = origin[std::min(as_meant.end_at, origin.size() - 1)];
    found = std::move(as_meant);
    break;
  }
  if (found.end == WordsEnd::unclosed_quote) {
    find(JobCode::unclosed_quote, {found.end_at, 1}, {std::string(1, bytes()[found.end_at])});
    found.words.pop_back();
  }
  // The value of the last option may be in the part that is not read.
  constexpr std::size_t most_of_one = 3;
  const std::size_t unsure = found.end == WordsEnd::too_long ? std::min(most_of_one, found.words.size()) : 0;
  take_words(found.words, found.words.size() - unsure);
  if (found.end == WordsEnd::colon) {
    find(JobCode::stray_word, {found.end_at, 1}, {":"});
  }
}

// Whether what stands behind a marker is options, and nothing but.
bool reads_as_options(std::string_view behind) {
  const std::string line = "#!/bin/sh\n" + std::string(marker) + " " + std::string(behind);
  const JobScript trial = Reader(line).read();
  return std::none_of(trial.findings.begin(), trial.findings.end(), [](const JobFinding& finding) {
    return finding.code == JobCode::stray_word || finding.code == JobCode::unknown_option ||
           finding.code == JobCode::ambiguous_option || finding.code == JobCode::unclosed_quote;
  });
}

// A comment that was most likely meant as a directive: a blank or another letter too many keeps sbatch from seeing it.
void Reader::look_at_comment(TextRange line) {
  const std::string_view whole = text(line);
  const std::size_t indent = blanks_at(whole);
  const std::string_view comment = whole.substr(indent);
  if (comment.size() < 2 || comment.starts_with("#!") || comment.starts_with("##")) {
    return;
  }
  if (comment.starts_with("#PBS") || comment.starts_with("#BSUB")) {
    const std::string_view word = comment.substr(0, comment.find_first_of(" \t"));
    find(JobCode::other_pbs, {line.offset + indent, word.size()}, {std::string(word)});
    return;
  }
  if (!has_room(JobCode::misspelt_line)) {
    return;
  }
  std::size_t at = 1;
  while (at < comment.size()) {
    const std::vector<FoundSign> sign = signs_in(comment, {at, std::min(longest_sign, comment.size() - at)});
    if (is_blank(comment[at])) {
      ++at;
    } else if (!sign.empty() && sign.front().at.offset == at && sign.front().sign != Sign::dash) {
      at = sign.front().at.end();
    } else {
      break;
    }
  }
  const auto* const word_end = std::find_if_not(comment.begin() + static_cast<std::ptrdiff_t>(at), comment.end(), is_letter);
  const std::string_view word = comment.substr(at, static_cast<std::size_t>(word_end - comment.begin()) - at);
  const std::string_view behind = comment.substr(at + word.size());
  const std::size_t gap = blanks_at(behind);
  const std::array<std::string_view, 1> known{marker.substr(1)};
  const std::vector<FoundSign> signs = signs_in(behind, {gap, std::min(longest_sign, behind.size() - gap)});
  const bool dashes = behind.substr(gap).starts_with('-') || (!signs.empty() && signs.front().at.offset == gap);
  // With a blank behind the hash it may as well be a remark, or a line that is switched off: `# sbatch --array=1-10 job.sh`.
  const bool apart = comment[1] == ' ' || comment[1] == '\t';
  const bool near =
      apart ? word == known.front() : !word.empty() && to_lower(word.front()) == 's' && nearest_word(word, known).has_value();
  if (!dashes || !near || !reads_as_options(behind)) {
    return;
  }
  const TextRange wrong{line.offset, indent + at + word.size()};
  find(JobCode::misspelt_line, wrong, {std::string(text(wrong))},
       apart ? std::vector<Edit>{} : std::vector<Edit>{{wrong, std::string(marker) + (gap == 0 ? " " : "")}});
}

void Reader::look_at_whole() {
  const std::string_view all = bytes();
  if (all.empty()) {
    find(JobCode::empty, {}, {std::string(job_shebang)});
    return;
  }
  if (!all.starts_with("#!")) {
    std::size_t before = all.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    before += blanks_at(all.substr(before));
    if (all.substr(before).starts_with("#!")) {
      find(JobCode::no_shebang, {0, before}, {std::string(job_shebang)}, {{{0, before}, ""}});
    } else {
      const std::size_t mark = all.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
      const bool is_text = all.find('\0') == std::string_view::npos;
      const std::string shebang(job_shebang);
      find(JobCode::no_shebang, {}, {shebang}, is_text ? std::vector<Edit>{{{0, mark}, shebang + "\n"}} : std::vector<Edit>{});
    }
  }
  if (const std::size_t nul = all.find('\0'); nul != std::string_view::npos) {
    find(JobCode::nul_byte, {nul, 1});
  }
  if (const std::size_t first = all.find("\r\n"); first != std::string_view::npos) {
    std::size_t count = 0;
    std::vector<Edit> repair;
    for (std::size_t at = first; at != std::string_view::npos; at = all.find("\r\n", at + 2)) {
      ++count;
      if (count <= most_single_edits) {
        repair.push_back({{at, 1}, ""});
      }
    }
    if (count > most_single_edits) {  // all in one
      std::string unix_lines;
      unix_lines.reserve(all.size() - first);
      for (std::size_t at = first; at < all.size(); ++at) {
        unix_lines += all.substr(at).starts_with("\r\n") ? "" : all.substr(at, 1);
      }
      repair.clear();
      repair.push_back({{first, all.size() - first}, std::move(unix_lines)});
    }
    find(JobCode::line_ends, {first, 1}, {std::to_string(count)}, std::move(repair));
  }
}

// A variable is no value, nor is the shell's name for the home folder: sbatch does not expand them.
void Reader::look_at_variables(const Directive& directive) {
  const bool home = directive.value == "~" || directive.value.starts_with("~/");
  if (is_read_here(directive) || (!home && !has_variable(directive.value))) {
    return;
  }
  std::vector<Edit> repair;
  const bool has_patterns = directive.option == JobOption::output || directive.option == JobOption::error;
  const std::optional<std::string> mended = has_patterns && !home ? with_patterns(directive.value) : std::nullopt;
  if (mended && directive.plain) {
    repair.push_back({directive.value_at, *mended});
  }
  find(JobCode::shell_variable, directive.value_at, {directive.value, directive.name, mended.value_or("")}, std::move(repair));
}

void Reader::look_at_overridden(std::size_t index) {
  const Directive& one = script_.directives[index];
  const auto later = std::find_if(script_.directives.begin() + static_cast<std::ptrdiff_t>(index) + 1, script_.directives.end(),
                                  [&](const Directive& other) { return other.name == one.name; });
  if (later != script_.directives.end() && later->value != one.value && has_room(JobCode::overridden_option)) {
    find(JobCode::overridden_option, one.at,
         {one.name, one.value, later->value, std::to_string(position_in(bytes(), later->at.offset).line)});
  }
}

// Tells of the directives that do not count, and forgets them.
void Reader::forget_overridden() {
  std::vector<std::string> seen;
  std::vector<Directive> kept;
  for (std::size_t i = script_.directives.size(); i-- > 0;) {
    if (std::find(seen.begin(), seen.end(), script_.directives[i].name) == seen.end()) {
      seen.push_back(script_.directives[i].name);
      kept.push_back(script_.directives[i]);
    }
  }
  std::reverse(kept.begin(), kept.end());
  for (std::size_t i = 0; i < script_.directives.size(); ++i) {
    const Directive& one = script_.directives[i];
    const bool counts = std::any_of(kept.begin(), kept.end(), [&](const Directive& other) { return other.at == one.at; });
    if (!counts) {
      look_at_variables(one);
      look_at_overridden(i);
    }
  }
  script_.directives = std::move(kept);
}

std::vector<const SbatchOption*> Reader::given() const {
  std::vector<const SbatchOption*> options;
  for (const SbatchOption& option : sbatch_options()) {
    if (std::any_of(script_.directives.begin(), script_.directives.end(),
                    [&](const Directive& directive) { return std::string_view(directive.name).substr(2) == option.name; })) {
      options.push_back(&option);
    }
  }
  return options;
}

// The options of a line behind the header.
std::vector<const SbatchOption*> Reader::options_in(TextRange line) const {
  const std::size_t from = line.offset + marker.size();
  std::vector<const SbatchOption*> found;
  for (const Word& word : split_words(bytes(), {from, line.end() - from}).words) {
    if (word.text.starts_with("--")) {
      const std::vector<const SbatchOption*> options = find_sbatch_options(name_in(word.text));
      found.push_back(options.size() == 1 ? options.front() : nullptr);
    } else if (word.text.size() > 1 && word.text.front() == '-') {
      found.push_back(find_sbatch_letter(word.text[1]));
    }
  }
  std::erase(found, nullptr);
  return found;
}

// Lines behind the first command, which go to the end of the header as they stand; where there are `count` and no more than
// those.
void Reader::move_late(const std::vector<TextRange>& late, std::size_t count) {
  if (late.empty()) {
    return;
  }
  std::vector<Edit> repair;
  std::string moved;
  const std::vector<const SbatchOption*> in_header = given();
  for (const TextRange& line : count == late.size() ? late : std::vector<TextRange>{}) {
    const std::vector<const SbatchOption*> options = options_in(line);
    for (const SbatchOption* option : options) {
      script_.late.push_back(option->means);
    }
    // Where the header says something of it as well, which of them was meant is not for us to say.
    if (std::any_of(options.begin(), options.end(), [&](const SbatchOption* option) {
          return std::find(in_header.begin(), in_header.end(), option) != in_header.end();
        })) {
      continue;
    }
    const bool ended = line.end() < bytes().size();
    moved += std::string(text(line)) + "\n";
    repair.push_back({{line.offset, line.length + (ended ? 1 : 0)}, ""});
  }
  if (!repair.empty()) {
    const bool begins_a_line = script_.header_end == 0 || bytes()[script_.header_end - 1] == '\n';
    repair.push_back({{script_.header_end, 0}, (begins_a_line ? "" : "\n") + moved});
  }
  find(JobCode::late_options, late.front(), {std::to_string(count)}, std::move(repair));
}

// Where sbatch finds no option at all, nobody has switched lines off one by one.
void Reader::mend_all_misspelt() {
  for (JobFinding& finding : script_.findings) {
    if (finding.code == JobCode::misspelt_line && finding.repair.empty() && script_.directives.empty()) {
      const bool apart = finding.at.end() < bytes().size() && is_blank(bytes()[finding.at.end()]);
      finding.repair.push_back({finding.at, std::string(marker) + (apart ? "" : " ")});
    }
  }
}

JobScript Reader::read() {
  look_at_whole();
  ProgramReader programs(line_at(bytes(), 0));
  std::vector<TextRange> late;
  std::size_t late_count = 0;
  bool in_header = true;
  std::size_t start = 0;
  while (start < bytes().size()) {
    const std::size_t end = std::min(bytes().find('\n', start), bytes().size());
    TextRange line{start, end - start};
    const std::size_t next = std::min(end + 1, bytes().size());
    if (ended_by_cr(line)) {
      --line.length;
    }
    const std::string_view words = text(line);
    const std::size_t indent = blanks_at(words);
    const bool comment = indent == words.size() || words[indent] == '#';
    // A byte order mark or blanks in front of the shebang are told of as such.
    if (start == 0 && !comment && !words.starts_with("#!") && words.starts_with(byte_order_mark)) {
      script_.header_end = next;
    } else if (in_header && comment) {
      if (words.starts_with(marker)) {
        read_line({line.offset + marker.size(), line.length - marker.size()});
        script_.header_end = next;
      } else if (start == 0) {
        script_.header_end = words.starts_with("#!") ? next : 0;
      } else {
        look_at_comment(line);
      }
    } else {
      in_header = false;
      const bool is_text = programs.read(words, line.offset);
      const std::string_view behind = words.starts_with(marker) ? words.substr(marker.size()) : std::string_view();
      if (!is_text && !behind.empty() && is_blank(behind.front()) && behind.substr(blanks_at(behind)).starts_with('-')) {
        ++late_count;
        if (late_count <= most_moved) {
          late.push_back(line);
        }
      }
    }
    start = next;
  }
  if (script_.find(JobOption::ignore_pbs) != nullptr) {
    std::erase_if(script_.findings, [](const JobFinding& finding) { return finding.code == JobCode::other_pbs; });
  }
  move_late(late, late_count);
  for (const Directive& directive : script_.directives) {
    look_at_variables(directive);
  }
  for (std::size_t i = 0; i < script_.directives.size(); ++i) {
    look_at_overridden(i);
  }
  mend_all_misspelt();
  script_.programs = programs.start();
  script_.program = programs.first();
  return std::move(script_);
}

}  // namespace

JobScript read_job_script(std::string_view bytes) { return Reader(bytes).read(); }

}  // namespace migadvise
