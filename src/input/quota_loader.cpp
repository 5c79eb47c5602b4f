// Reports of a quota, as `quota_info` prints them. What matters are two kinds of lines: the head of an account, and the SU below
// it; all others, such as prompts, storage and the shares of users, are passed over.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/decimal.hpp"
#include "core/slurm_word.hpp"
#include "input/hints.hpp"
#include "input/source_text.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {

namespace {

using Code = DiagnosticCode;

constexpr std::int64_t max_su = 999'999'999'999;
constexpr std::size_t max_accounts = 1000;

constexpr std::array<std::string_view, 2> account_heads{"usage for account", "group quotas for"};
constexpr std::string_view user_head = "personal quotas for";
constexpr std::string_view su_head = "slurm service units";
constexpr std::array<std::string_view, 7> unit_words{"cpu hours", "cpu hour", "cpu-hours", "hours", "hour", "sus", "su"};
constexpr const char* su_example =
    "a line such as 'SLURM Service Units (CPU Hours): 1200 (300000 Quota)', as quota_info prints it";
constexpr const char* quota_words = "'(300000 Quota)', '(of 300000 CPU Hour quota)' or '(No quota)'";

// A line as it is seen on a terminal: without sequences of ESC, every kind of blank as a plain one. Each byte knows its place.
struct Line {
  std::string text;
  std::vector<std::size_t> offsets;  ///< of each byte in the file, and of the end
};

// The length of the sequence that begins with the ESC at the start of `text`; one that is cut short goes to the end.
std::size_t escape_length(std::string_view text) {
  std::size_t i = 1;
  if (text.size() > 1 && text[1] == '[') {
    for (i = 2; i < text.size() && (text[i] < '@' || text[i] > '~'); ++i) {
    }
    return std::min(i + 1, text.size());
  }
  // A title, or a link: up to BEL, or to ESC and a backslash.
  if (text.size() > 1 && text[1] == ']') {
    for (i = 2; i < text.size(); ++i) {
      if (text[i] == '\a') {
        return i + 1;
      }
      if (text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '\\') {
        return i + 2;
      }
    }
    return text.size();
  }
  while (i < text.size() && text[i] >= ' ' && text[i] <= '/') {
    ++i;
  }
  return std::min(i + 1, text.size());
}

std::size_t blank_length(std::string_view text) {
  constexpr std::array<std::string_view, 5> blanks{" ", "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
  const auto* const found = std::ranges::find_if(blanks, [&](std::string_view blank) { return text.starts_with(blank); });
  return found == blanks.end() ? 0 : found->size();
}

Line line_as_seen(std::string_view bytes, std::size_t begin, std::size_t end) {
  Line line;
  for (std::size_t i = begin; i < end;) {
    const std::string_view rest = bytes.substr(i, end - i);
    if (rest.front() == '\x1b') {
      i += escape_length(rest);
      continue;
    }
    const std::size_t blank = blank_length(rest);
    line.text += blank > 0 ? ' ' : rest.front();
    line.offsets.push_back(i);
    i += std::max<std::size_t>(blank, 1);
  }
  line.offsets.push_back(end);
  return line;
}

// Reads a line from the left.
class Words {
 public:
  explicit Words(const Line& line) : line_(line) { skip_blanks(); }

  [[nodiscard]] bool at_end() const { return at_ == line_.text.size(); }
  [[nodiscard]] std::size_t offset() const { return line_.offsets[at_]; }
  [[nodiscard]] std::string_view rest() const { return std::string_view(line_.text).substr(at_); }

  /// Takes the words, whatever their case and the blanks between them; none or all of them. The last ends with its letters.
  bool take(std::string_view words) {
    std::size_t at = at_;
    for (const char c : words) {
      if (c == ' ') {
        const std::size_t first = at;
        while (at < line_.text.size() && line_.text[at] == ' ') {
          ++at;
        }
        if (at == first) {
          return false;
        }
      } else if (at < line_.text.size() && to_lower(line_.text[at]) == c) {
        ++at;
      } else {
        return false;
      }
    }
    if (is_letter(words.back()) && at < line_.text.size() && is_letter(line_.text[at])) {
      return false;
    }
    at_ = at;
    skip_blanks();
    return true;
  }

  template <std::size_t count>
  bool take_any(const std::array<std::string_view, count>& all) {
    return std::ranges::any_of(all, [&](std::string_view words) { return take(words); });
  }

  /// Takes all up to a blank or a bracket.
  std::string_view take_word() {
    const std::string_view word = rest().substr(0, rest().find_first_of(" ()"));
    at_ += word.size();
    skip_blanks();
    return word;
  }

  std::string_view take_rest() {
    const std::string_view text = trim(rest());
    at_ = line_.text.size();
    return text;
  }

 private:
  void skip_blanks() {
    while (at_ < line_.text.size() && line_.text[at_] == ' ') {
      ++at_;
    }
  }

  const Line& line_;
  std::size_t at_ = 0;
};

// `277,557` without its commas, where they stand between groups of three digits; anything else as it is.
std::string without_separators(std::string_view number) {
  const std::string_view whole = number.substr(0, number.find('.'));
  std::size_t digits = 0;
  std::string plain;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (is_digit(whole[i])) {
      ++digits;
      plain += whole[i];
    } else if (whole[i] == ',' && digits > 0 && (plain.size() > digits ? digits == 3 : digits <= 3)) {
      digits = 0;
    } else {
      return std::string(number);
    }
  }
  const bool grouped = plain.size() < whole.size();
  return grouped && digits != 3 ? std::string(number) : plain.append(number.substr(whole.size()));
}

// Of one account, as it is read.
struct Draft {
  Quota quota;
  std::size_t head = 0;   ///< offset of the account's head, or of the SU where there is none
  std::int64_t line = 0;  ///< of the SU; 0 while there are none
  bool is_read = false;   ///< nothing is wrong with those
};

class QuotaLoader {
 public:
  QuotaLoader(std::string_view bytes, std::string_view file) : source_(file, bytes) {}

  Loaded<std::vector<Quota>> load() {
    const std::string_view bytes = source_.bytes();
    std::size_t begin = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    while (begin < bytes.size() && !full_) {
      const std::size_t end = std::min(bytes.find_first_of("\r\n", begin), bytes.size());
      read_line(line_as_seen(bytes, begin, end));
      ++line_;
      begin = end + (bytes.substr(end).starts_with("\r\n") ? 2 : 1);
    }
    return finish();
  }

 private:
  void report(Code code, std::size_t offset, std::vector<std::string> args, std::string hint = {}) {
    if (errors_.size() < max_diagnostics) {
      errors_.push_back(source_.diagnostic(code, offset, std::move(args), std::move(hint)));
    }
  }

  void read_line(const Line& line) {
    Words words(line);
    if (words.take_any(account_heads)) {
      words.take(":");
      begin_account(words);
    } else if (words.take(user_head)) {
      // What follows is a user's own, or a share of an account.
      in_user_ = true;
    } else {
      const std::size_t place = words.offset();
      if (!words.take(su_head)) {
        return;
      }
      if (in_user_) {
        su_of_user_ = su_of_user_ ? su_of_user_ : place;
      } else {
        read_su(words, place);
      }
    }
  }

  void begin_account(Words& words) {
    in_user_ = false;
    const std::size_t place = words.offset();
    std::string account(words.take_rest());
    if (account.ends_with(':')) {
      account.pop_back();
    }
    current_.reset();
    bad_head_ = !is_slurm_word(account);
    if (bad_head_) {
      report(Code::quota_bad_account, place, {account});
      return;
    }
    const auto [known, fresh] = draft_of_.emplace(account, drafts_.size());
    current_ = known->second;
    if (fresh) {
      begin_draft(std::move(account), place);
    }
  }

  void begin_draft(std::string account, std::size_t place) {
    if (drafts_.size() == max_accounts) {
      report(Code::quota_too_many, place, {std::to_string(max_accounts)});
      full_ = true;
    }
    drafts_.push_back({{std::move(account), {}, {}}, place, 0});
  }

  // `place` is where the line begins, behind its blanks.
  void read_su(Words& words, std::size_t place) {
    Quota quota;
    const bool is_read = read_figures(words, quota);
    if (bad_head_) {
      return;  // whose SU they are cannot be told
    }
    if (!current_) {
      const auto [known, fresh] = draft_of_.emplace("", drafts_.size());
      current_ = known->second;
      if (fresh) {
        begin_draft("", place);
      }
    }
    Draft& draft = drafts_[*current_];
    quota.account = draft.quota.account;
    if (draft.line == 0) {
      draft.quota = std::move(quota);
      draft.line = line_;
      draft.is_read = is_read;
    } else if (is_read && draft.is_read && !(draft.quota == quota)) {
      report(Code::quota_differs, place,
             {quota.account.empty() ? std::string("the account without a name") : "account '" + quota.account + "'",
              std::to_string(draft.line)},
             quota.account.empty() ? "keep the lines that name the accounts" : "keep what was printed last");
    }
  }

  // False when something of them was reported.
  bool read_figures(Words& words, Quota& quota) {
    if (words.take("(")) {
      if (!words.take_any(unit_words) || !words.take(")")) {
        return report_word(words, "'(CPU Hours):'");
      }
    }
    if (!words.take(":")) {
      return report_word(words, "a colon");
    }
    const std::optional<Su> used = read_su_figure(words, "the SU used");
    if (!used) {
      return false;
    }
    quota.used = *used;
    words.take_any(unit_words);
    if (!words.take("(")) {
      return report_word(words, quota_words);
    }
    if (!words.take("no quota") && !read_allowed(words, quota)) {
      return false;
    }
    if (!words.take(")")) {
      return report_word(words, "a closing bracket");
    }
    return words.at_end() || report_word(words, "the end of the line");
  }

  bool read_allowed(Words& words, Quota& quota) {
    words.take("of");
    quota.allowed = read_su_figure(words, "the quota");
    if (!quota.allowed) {
      return false;
    }
    words.take_any(unit_words);
    return words.take("quota") || report_word(words, "the word quota");
  }

  bool report_word(const Words& words, const char* expected) {
    constexpr std::size_t longest = 40;
    const std::string_view rest = trim(words.rest());
    report(
        Code::quota_bad_line, words.offset(),
        {rest.empty() ? std::string("ends too early") : "cannot be read from '" + std::string(rest.substr(0, longest)) + "' on",
         expected});
    return false;
  }

  std::optional<Su> read_su_figure(Words& words, const char* what) {
    const std::size_t place = words.offset();
    const std::string word(words.take_word());
    const std::string plain = without_separators(word);
    const Result<Decimal, QuantityError> number = read_decimal(plain);
    std::optional<QuantityError> wrong;
    if (!number) {
      wrong = number.error();
    } else if (number->length < plain.size()) {
      wrong = QuantityError::trailing_text;
    } else if (const auto micro = scale_decimal(*number, micro_per_unit, max_su * micro_per_unit, Rounding::nearest)) {
      return Su{*micro};
    } else {
      wrong = micro.error();
    }
    const bool is_range = *wrong == QuantityError::too_large || *wrong == QuantityError::too_precise;
    if (word.empty()) {
      report_word(words, "a figure such as 1200");
    } else if (is_range) {
      report(Code::quota_out_of_range, place, {what, word, std::to_string(max_su)});
    } else {
      const bool comma = *wrong == QuantityError::comma;
      report(Code::quota_not_a_number, place, {what, word},
             comma ? "a comma stands only between groups of three digits; the decimal sign is a point" : number_hint(*wrong));
    }
    return std::nullopt;
  }

  void report_none() {
    if (su_of_user_) {
      report(Code::quota_of_user, *su_of_user_, {}, "give all that quota_info prints: " + std::string(quota_hint));
      return;
    }
    constexpr std::array<std::string_view, 2> utf16_marks{"\xFF\xFE", "\xFE\xFF"};
    const std::string_view bytes = source_.bytes();
    const bool utf16 = std::ranges::any_of(utf16_marks, [&](std::string_view mark) { return bytes.starts_with(mark); });
    const bool empty = bytes.find_first_not_of(" \t\r\n", bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0) ==
                       std::string_view::npos;
    errors_.push_back(
        {Code::quota_none,
         std::string(source_.name()),
         {},
         {su_example},
         "",
         utf16 ? "the file is UTF-16: save it as UTF-8" : (empty ? "it is empty: " : "") + std::string(quota_hint)});
  }

  Loaded<std::vector<Quota>> finish() {
    if (drafts_.empty() && errors_.empty()) {
      report_none();
    }
    std::vector<Quota> quotas;
    for (const Draft& draft : drafts_) {
      if (draft.line == 0 && !full_) {
        report(Code::quota_no_figures, draft.head, {draft.quota.account, su_example});
      } else if (draft.quota.account.empty() && drafts_.size() > 1) {
        report(Code::quota_nameless, draft.head, {});
      }
      quotas.push_back(draft.quota);
    }
    if (!errors_.empty()) {
      sort_by_place(errors_);
      return {std::nullopt, std::move(errors_)};
    }
    return {std::move(quotas), {}};
  }

  SourceText source_;
  std::vector<Diagnostic> errors_;
  std::vector<Draft> drafts_;
  std::map<std::string, std::size_t> draft_of_;
  std::optional<std::size_t> current_;     ///< the account whose SU may follow
  std::int64_t line_ = 1;                  ///< that is read
  std::optional<std::size_t> su_of_user_;  ///< where the first SU stand that are a user's, not an account's
  bool bad_head_ = false;                  ///< the head above cannot be read
  bool in_user_ = false;
  bool full_ = false;
};

}  // namespace

Loaded<std::vector<Quota>> load_quota(std::string_view bytes, std::string_view file) { return QuotaLoader(bytes, file).load(); }

}  // namespace migadvise
