#include "core/bandwidth_formula.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string>

#include "core/decimal.hpp"

namespace migadvise {

namespace {

enum class Sign : std::uint8_t { word, number, times, divided, plus_minus, open, close, other };

struct Token {
  Sign sign = Sign::other;
  std::string_view text;
  bool blank_before = true;
};

struct Spelling {
  std::string_view text;
  Sign sign;
};

constexpr std::array<Spelling, 17> spellings{{{"*", Sign::times},
                                              {"\xC3\x97", Sign::times},      // ×
                                              {"\xC2\xB7", Sign::times},      // ·
                                              {"\xE2\x8B\x85", Sign::times},  // ⋅
                                              {"\xE2\x88\x97", Sign::times},  // ∗
                                              {"/", Sign::divided},
                                              {"\xC3\xB7", Sign::divided},      // ÷
                                              {"\xE2\x88\x95", Sign::divided},  // ∕
                                              {"+", Sign::plus_minus},
                                              {"-", Sign::plus_minus},
                                              {"\xE2\x88\x92", Sign::plus_minus},  // −
                                              {"\xE2\x80\x93", Sign::plus_minus},  // –
                                              {"^", Sign::plus_minus},
                                              {"(", Sign::open},
                                              {"[", Sign::open},
                                              {")", Sign::close},
                                              {"]", Sign::close}}};

// `5,120` counts as one number, `8,` as a number before a comma.
std::size_t number_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() &&
         (is_digit(text[length]) || (text[length] == '.' && length + 1 < text.size() && is_digit(text[length + 1])))) {
    ++length;
  }
  while (length < text.size() && text[length] == ',' && length + 1 < text.size() && is_digit(text[length + 1])) {
    ++length;
    while (length < text.size() && is_digit(text[length])) {
      ++length;
    }
  }
  return length;
}

Token next_token(std::string_view text) {
  if (is_digit(text.front()) || (text.front() == '.' && text.size() > 1 && is_digit(text[1]))) {
    return {Sign::number, text.substr(0, number_length(text)), true};
  }
  if (is_letter(text.front())) {
    const auto* const end = std::find_if(text.begin(), text.end(), [](char c) { return !is_letter(c); });
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    return {word == "x" ? Sign::times : Sign::word, word, true};
  }
  const auto* const spelling =
      std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& known) { return text.starts_with(known.text); });
  if (spelling != spellings.end()) {
    return {spelling->sign, text.substr(0, spelling->text.size()), true};
  }
  return {Sign::other, text.substr(0, 1), true};
}

// `text` has plain blanks and small letters, and outlives the tokens. A letter x between figures is a sign: `1593MHz x 5120`.
std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  bool blank = true;
  while (!text.empty()) {
    if (text.front() == ' ') {
      blank = true;
      text.remove_prefix(1);
      continue;
    }
    Token token = next_token(text);
    token.blank_before = blank;
    blank = false;
    text.remove_prefix(token.text.size());
    tokens.push_back(token);
  }
  return tokens;
}

// 1 to 10^9 as digits and places, with commas only between groups of three digits.
std::optional<Decimal> number_of(std::string_view text) {
  std::string plain;
  std::size_t group = 0;
  bool grouped = false;
  for (const char c : text) {
    if (c != ',') {
      plain += c;
      ++group;
      continue;
    }
    constexpr std::size_t digits_of_group = 3;
    if (group > digits_of_group || (grouped && group < digits_of_group) || plain.find('.') != std::string::npos) {
      return std::nullopt;
    }
    grouped = true;
    group = 0;
  }
  if ((grouped && (group != 3 || plain.front() == '0')) || std::count(plain.begin(), plain.end(), '.') > 1) {
    return std::nullopt;
  }
  const Result<Decimal, QuantityError> number = read_decimal(plain);
  if (!number || number->digits == 0 || number->scale > 9 || number->digits > 1'000'000'000) {
    return std::nullopt;
  }
  return *number;
}

// A formula while it is read; its factors may stand above or below the line.
struct Terms {
  BandwidthFormula formula;
  int clocks = 0;
  int widths = 0;
  bool ok = true;  // within the limits, nothing below the line that belongs above
};

class FormulaReader {
 public:
  explicit FormulaReader(const std::vector<Token>& tokens) : tokens_(tokens), used_(tokens.size(), false) {}

  std::vector<BandwidthFormula> read() {
    std::vector<BandwidthFormula> formulas;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (used_[i] || !may_begin(i)) {
        continue;
      }
      const std::vector<bool> used_before = used_;
      at_ = i;
      Terms terms;
      const bool read = product(terms, false, 0);
      BandwidthFormula& formula = terms.formula;
      const std::int64_t divisor = std::gcd(formula.numerator, formula.denominator);
      formula.numerator /= divisor;
      formula.denominator /= divisor;
      const bool in_bytes =
          formula.denominator > 1 && formula.denominator < smallest_conversion && formula.numerator < smallest_conversion;
      if (read && terms.ok && terms.clocks == 1 && terms.widths == 1 && in_bytes) {
        formulas.push_back(formula);
      } else {
        used_ = used_before;
      }
    }
    return every_sign_used() ? formulas : std::vector<BandwidthFormula>{};
  }

 private:
  static constexpr std::int64_t smallest_conversion = 1000;
  static constexpr std::int64_t max_factor = 1'000'000'000;
  static constexpr int max_depth = 8;

  [[nodiscard]] bool is(std::size_t i, Sign sign) const { return i < tokens_.size() && tokens_[i].sign == sign; }
  [[nodiscard]] bool is_word(std::size_t i, std::string_view word) const { return is(i, Sign::word) && tokens_[i].text == word; }

  // Not behind an unread sign, to which another part belongs, nor behind a word that makes another clock of it.
  [[nodiscard]] bool may_begin(std::size_t i) const {
    if (i == 0) {
      return true;
    }
    const bool multiplied = (is(i - 1, Sign::times) || is(i - 1, Sign::divided)) && !used_[i - 1];
    return !multiplied && !qualified(i);
  }

  // `effective memory clock`, `SM clock`
  [[nodiscard]] bool qualified(std::size_t i) const {
    constexpr std::array<std::string_view, 4> other_clock{"effective", "double", "doubled", "half"};
    constexpr std::array<std::string_view, 9> part_of_name{"memory",   "mem",   "sm",   "core", "gpu",
                                                           "graphics", "boost", "base", "data"};
    const std::string_view before = tokens_[i - 1].text;
    const bool bare = is_word(i, "clock") || is_word(i, "bus");
    const bool named = bare || is_word(i, "memory") || is_word(i, "mem");
    return (named && std::find(other_clock.begin(), other_clock.end(), before) != other_clock.end()) ||
           (bare && std::find(part_of_name.begin(), part_of_name.end(), before) != part_of_name.end());
  }

  void use_to(std::size_t end) {
    for (; at_ < end; ++at_) {
      used_[at_] = true;
    }
  }

  // factor { sign factor }. True when all of it was understood.
  bool product(Terms& terms, bool below, int depth) {
    if (!factor(terms, below, depth)) {
      return false;
    }
    while (is(at_, Sign::times) || is(at_, Sign::divided)) {
      const bool divides = is(at_, Sign::divided);
      use_to(at_ + 1);
      if (!factor(terms, below != divides, depth)) {
        return false;
      }
    }
    return true;
  }

  bool factor(Terms& terms, bool below, int depth) {
    const bool read = is(at_, Sign::open) ? group(terms, below, depth) : name(terms, below) || number(terms, below);
    if (read) {
      skip_remark();
    }
    return read;
  }

  bool group(Terms& terms, bool below, int depth) {
    if (depth == max_depth) {
      return false;
    }
    use_to(at_ + 1);
    if (!product(terms, below, depth + 1) || !is(at_, Sign::close)) {
      return false;
    }
    use_to(at_ + 1);
    return true;
  }

  // memory clock [rate], clock, [memory] bus [width]
  bool name(Terms& terms, bool below) {
    std::size_t i = at_;
    const bool memory = is_word(i, "memory") || is_word(i, "mem");
    i += memory ? 1 : 0;
    if (is_word(i, "clock")) {
      i += memory && is_word(i + 1, "rate") ? 2 : 1;
      ++terms.clocks;
    } else if (is_word(i, "bus")) {
      i += is_word(i + 1, "width") ? 2 : 1;
      ++terms.widths;
    } else {
      return false;
    }
    if (is_word(i, "rate")) {
      return false;  // the clock rate is that of the SMs
    }
    terms.ok = terms.ok && !below;
    use_to(i);
    return true;
  }

  bool number(Terms& terms, bool below) {
    const std::optional<Decimal> read = is(at_, Sign::number) ? number_of(tokens_[at_].text) : std::nullopt;
    if (!read) {
      return false;
    }
    std::size_t i = at_ + 1;
    const bool in_parentheses = is(i, Sign::open) && is(i + 1, Sign::word) && is(i + 2, Sign::close);
    const std::size_t unit = in_parentheses ? i + 1 : i + (is(i, Sign::plus_minus) && tokens_[i].text == "-" ? 1 : 0);
    const std::int64_t hertz = clock_unit(unit);
    const bool bits = is_word(unit, "bits") || is_word(unit, "bit") || is_word(unit, "b");
    if (hertz > 0 && !below) {
      ++terms.clocks;
      const auto value = scale_decimal(*read, hertz, max_clock, Rounding::nearest);
      const auto step = scale_decimal({1, read->scale, 0}, hertz, max_clock, Rounding::up);
      terms.ok = terms.ok && value && *value > 0 && step;
      terms.formula.clock = PrintedFigure{value ? *value : 0, step ? *step : 1, false};
    } else if (bits && !below) {
      ++terms.widths;
      terms.ok = terms.ok && read->scale == 0 && read->digits <= max_width;
      terms.formula.width = read->digits;
    } else {
      terms.ok = terms.ok && hertz == 0;
      plain_factor(terms, *read, below);
    }
    if (hertz > 0 || bits) {
      i = unit + (in_parentheses ? 2 : 1);
      i += below && bits ? per_byte_length(i) : 0;
    } else if (is(i, Sign::word) && !tokens_[i].blank_before) {
      return false;  // 8k, 1e6
    }
    use_to(i);
    return !is_word(at_, "million") && !is_word(at_, "billion") && !(is(at_, Sign::other) && tokens_[at_].text == "%");
  }

  static constexpr std::int64_t max_clock = 1'000'000'000'000;
  static constexpr std::int64_t max_width = 100'000;

  [[nodiscard]] std::int64_t clock_unit(std::size_t i) const {
    return is_word(i, "mhz")   ? 1'000'000
           : is_word(i, "ghz") ? 1'000'000'000
           : is_word(i, "khz") ? 1000
           : is_word(i, "hz")  ? 1
                               : 0;
  }

  // `/byte`, `per byte` behind `8 bits`
  [[nodiscard]] std::size_t per_byte_length(std::size_t i) const {
    const bool byte = is_word(i + 1, "byte") || is_word(i + 1, "b");
    return byte && (is(i, Sign::divided) || is_word(i, "per")) ? 2 : 0;
  }

  static void plain_factor(Terms& terms, const Decimal& number, bool below) {
    const Int128 power = power_of_ten(number.scale);
    BandwidthFormula& formula = terms.formula;
    std::int64_t& above_line = below ? formula.denominator : formula.numerator;
    std::int64_t& below_line = below ? formula.numerator : formula.denominator;
    const bool room = above_line <= max_factor / number.digits && below_line <= max_factor / power;
    above_line *= room ? number.digits : 1;
    below_line *= room ? static_cast<std::int64_t>(power) : 1;
    terms.ok = terms.ok && room;
  }

  // Text in parentheses; the signs in it stay unused, so that one of them can be read as a formula of its own.
  void skip_remark() {
    if (!is(at_, Sign::open)) {
      return;
    }
    int depth = 0;
    for (std::size_t i = at_; i < tokens_.size(); ++i) {
      depth += is(i, Sign::open) ? 1 : is(i, Sign::close) ? -1 : 0;
      if (depth == 0) {
        at_ = i + 1;
        return;
      }
    }
  }

  // A plus or minus between what may be parts of a formula.
  [[nodiscard]] bool is_sum(std::size_t i) const {
    const bool behind_part = i > 0 && (is(i - 1, Sign::number) || is(i - 1, Sign::close) || is_word(i - 1, "clock") ||
                                       is_word(i - 1, "rate") || is_word(i - 1, "bus") || is_word(i - 1, "width"));
    const bool before_part = is(i + 1, Sign::number) || is(i + 1, Sign::open) || is_word(i + 1, "memory") ||
                             is_word(i + 1, "mem") || is_word(i + 1, "clock") || is_word(i + 1, "bus");
    return is(i, Sign::plus_minus) && behind_part && before_part;
  }

  // Hyphens, and the strokes in TB/s and and/or, are no signs of a formula.
  [[nodiscard]] bool every_sign_used() const {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool within_words = tokens_[i].text == "/" && i > 0 && is(i - 1, Sign::word) && is(i + 1, Sign::word) &&
                                !tokens_[i].blank_before && !tokens_[i + 1].blank_before;
      if (!used_[i] && (is(i, Sign::times) || is(i, Sign::divided) || is_sum(i)) && !within_words) {
        return false;
      }
    }
    return true;
  }

  const std::vector<Token>& tokens_;
  std::vector<bool> used_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<BandwidthFormula> read_bandwidth_formulas(std::string_view text) {
  constexpr std::size_t longest = 2000;  // a note, not a book: reading starts anew at every word
  if (text.size() > longest) {
    return {};
  }
  std::string plain = plain_blanks(text);
  std::transform(plain.begin(), plain.end(), plain.begin(), to_lower);
  return FormulaReader(tokens_of(plain)).read();
}

}  // namespace migadvise
