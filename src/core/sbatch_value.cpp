#include "core/sbatch_value.hpp"

#include <algorithm>
#include <array>

#include "core/decimal.hpp"

namespace migadvise {

namespace {

constexpr std::int64_t most = 100'000;

// Digits alone, held at a billion: nothing that counts here is larger.
std::optional<std::int64_t> read_digits(std::string_view text) {
  constexpr std::int64_t ceiling = 1'000'000'000;
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) {
    return std::nullopt;
  }
  std::int64_t number = 0;
  for (const char c : text) {
    number = std::min(number * 10 + (c - '0'), ceiling);
  }
  return number;
}

std::optional<std::int64_t> read_with_k(std::string_view text) {
  constexpr std::int64_t kilo = 1024;
  const bool in_k = !text.empty() && to_lower(text.back()) == 'k';
  const std::optional<std::int64_t> number = read_digits(text.substr(0, text.size() - (in_k ? 1 : 0)));
  return number && in_k ? *number * kilo : number;
}

// The count of a generic resource, which may be bytes of something: `100G`. Held at `most`.
std::optional<std::int64_t> read_gres_count(std::string_view text) {
  constexpr std::string_view units = "kmgtp";
  const std::size_t unit = text.empty() ? std::string_view::npos : units.find(to_lower(text.back()));
  const bool has_unit = unit != std::string_view::npos;
  std::optional<std::int64_t> number = read_digits(text.substr(0, text.size() - (has_unit ? 1 : 0)));
  for (std::size_t i = 0; number && has_unit && i <= unit; ++i) {
    number = std::min(*number, most) * 1024;
  }
  return number ? std::optional(std::min(*number, most)) : std::nullopt;
}

// `TYPE`, `TYPE:COUNT` or `COUNT`.
std::optional<SbatchGres> read_type_and_count(std::string_view name, const std::vector<std::string_view>& parts) {
  SbatchGres gres{name, {}, 1};
  if (parts.size() > 2) {
    return std::nullopt;
  }
  if (parts.empty()) {
    return gres;
  }
  const std::optional<std::int64_t> count = read_gres_count(parts.back());
  if (parts.size() == 2 && !count) {
    return std::nullopt;
  }
  if (parts.size() == 2 || !count) {
    gres.type = parts.front();
    if (gres.type.empty()) {
      return std::nullopt;
    }
  }
  gres.count = count.value_or(1);
  return gres;
}

// The indices in one part of an array's list. A limit may stand behind any part, and brackets around a part or the list.
bool add_indices(std::string_view part, std::vector<std::int64_t>& indices) {
  part = part.substr(0, part.find('%'));
  if (part.starts_with('[')) {
    part.remove_prefix(1);
  }
  const auto take_number = [&] {
    const std::size_t length = std::min(part.find_first_not_of("0123456789"), part.size());
    const std::optional<std::int64_t> number = read_digits(part.substr(0, length));
    part.remove_prefix(length);
    if (part.starts_with(']')) {
      part.remove_prefix(1);
    }
    return number;
  };
  const std::optional<std::int64_t> first = take_number();
  std::optional<std::int64_t> last = first;
  std::optional<std::int64_t> step = 1;
  if (part.starts_with('-')) {
    part.remove_prefix(1);
    last = take_number();
    if (part.starts_with(':')) {
      part.remove_prefix(1);
      step = take_number();
    }
  }
  const bool sound = part.empty() && first && last && step && *step >= 1 && *last >= *first;
  if (!sound || static_cast<std::int64_t>(indices.size()) + (*last - *first) / *step + 1 > most) {
    return false;
  }
  for (std::int64_t index = *first; index <= *last; index += *step) {
    indices.push_back(index);
  }
  return true;
}

std::string without_blanks(std::string_view text) {
  std::string out(text);
  std::erase_if(out, is_space_or_tab);
  return out;
}

// `123`, a job of an array `123_4`, all of them `123_*`, some of them `123_[1-3]`, which stands here as `123_*`.
bool is_job_id(std::string_view text) {
  const std::size_t end = std::min(text.find('_'), text.size());
  const std::string_view index = text.substr(std::min(end + 1, text.size()));
  return read_digits(text.substr(0, end)).value_or(0) > 0 && (index.empty() || index == "*" || read_digits(index));
}

// A job, or one with minutes to wait: `123+5`.
bool is_job_to_wait_for(std::string_view text) {
  const std::size_t plus = std::min(text.find('+'), text.size());
  return is_job_id(text.substr(0, plus)) && (plus == text.size() || read_digits(text.substr(plus + 1)));
}

// With `*` for each list of indices in brackets; nothing where one is none.
std::optional<std::string> without_brackets(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t open = text.find('[');
    out += text.substr(0, open);
    if (open == std::string_view::npos) {
      return out;
    }
    const std::size_t close = text.find(']', open);
    if (close == std::string_view::npos || !read_sbatch_array(text.substr(open + 1, close - open - 1))) {
      return std::nullopt;
    }
    out += '*';
    text.remove_prefix(close + 1);
  }
}

// One thing that a job may wait for.
bool is_condition(std::string_view text) {
  constexpr std::array<std::string_view, 6> types{"after", "afterany", "afterburstbuffer", "aftercorr", "afternotok", "afterok"};
  const std::vector<std::string_view> words = split(text, ':');
  if (words.size() == 1) {
    return equal_folded(text, "singleton") || is_job_id(text);
  }
  return is_one_of_folded(words.front(), types) && std::all_of(words.begin() + 1, words.end(), is_job_to_wait_for);
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

std::optional<SbatchTime> read_sbatch_time(std::string_view text) {
  if (equal_folded(text, "unlimited") || equal_folded(text, "infinite") || text == "-1") {
    return SbatchTime{};
  }
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  std::int64_t seconds = 0;
  const std::size_t dash = text.find('-');
  std::string_view clock = text;
  if (dash != std::string_view::npos) {
    const std::optional<std::int64_t> days = read_digits(text.substr(0, dash));
    if (!days) {
      return std::nullopt;
    }
    seconds = *days * day;
    clock = text.substr(dash + 1);
  }
  const std::vector<std::string_view> parts = split(clock, ':');
  if (parts.size() > 3) {
    return std::nullopt;
  }
  // Behind days the first part is hours; else the last of two or three is seconds, and one alone is minutes.
  std::array<std::int64_t, 3> units{hour, minute, 1};
  if (dash == std::string_view::npos && parts.size() < 3) {
    units = {minute, 1, 0};
  }
  const bool only_days = dash != std::string_view::npos && clock.empty();
  for (std::size_t i = 0; i < parts.size() && !only_days; ++i) {
    const std::optional<std::int64_t> part = read_digits(parts[i]);
    if (!part) {
      return std::nullopt;
    }
    seconds += *part * units[i];
  }
  const bool bare = dash == std::string_view::npos && parts.size() == 1;
  const bool short_clock = dash == std::string_view::npos && parts.size() == 2;
  if (seconds == 0) {
    return SbatchTime{std::nullopt, bare, short_clock};
  }
  const std::int64_t minutes = (seconds + minute - 1) / minute;
  // Ten years and more end no job; to price them would only look exact.
  if (minutes > max_duration.milliseconds / milliseconds_per_minute) {
    return SbatchTime{std::nullopt, bare, short_clock};
  }
  return SbatchTime{Duration{minutes * milliseconds_per_minute}, bare, short_clock};
}

std::optional<SbatchSize> read_sbatch_size(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  std::string_view number = text;
  if (!number.empty() && to_lower(number.back()) == 'b') {
    number.remove_suffix(1);
  }
  constexpr std::string_view letters = "kmgt";
  const std::size_t unit = number.empty() ? std::string_view::npos : letters.find(to_lower(number.back()));
  if (unit != std::string_view::npos) {
    number.remove_suffix(1);
  } else if (number.size() != text.size()) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> amount = read_digits(number);
  if (!amount) {
    return std::nullopt;
  }
  // Slurm counts in MB; a part of one is given whole.
  std::int64_t mib = *amount;
  for (std::size_t i = 1; i < unit && unit != std::string_view::npos; ++i) {
    mib = std::min(mib * 1024, max_bytes.value);
  }
  if (unit == 0) {
    mib = (*amount + 1023) / 1024;
  }
  return SbatchSize{Bytes{std::min(mib, max_bytes.value / bytes_per_mib) * bytes_per_mib}, unit == std::string_view::npos};
}

std::optional<int> read_sbatch_count(std::string_view text) {
  while (!text.empty() && is_space_or_tab(text.front())) {
    text.remove_prefix(1);
  }
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const std::optional<std::int64_t> number = read_digits(text);
  return number && *number >= 1 && *number <= most ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

std::optional<int> read_sbatch_nodes(std::string_view text) {
  const std::vector<std::string_view> ends = split(text, '-');
  const std::optional<std::int64_t> least = read_with_k(ends.front());
  const std::optional<std::int64_t> largest = ends.size() > 1 ? read_with_k(ends.back()) : least;
  if (ends.size() > 2 || !least || !largest || *largest < *least || *least > most) {
    return std::nullopt;
  }
  return std::max(static_cast<int>(*least), 1);
}

std::optional<int> read_sbatch_hosts(std::string_view text) {
  if (text.empty() || text.find('/') != std::string_view::npos) {
    return std::nullopt;
  }
  std::int64_t hosts = 0;
  while (!text.empty() && hosts < most) {
    // A comma in brackets separates no hosts.
    const std::size_t open = text.find_first_of("[,");
    const bool has_range = open != std::string_view::npos && text[open] == '[';
    const std::size_t close = has_range ? text.find(']', open) : open;
    std::int64_t here = 1;
    if (has_range) {
      const std::optional<int> indices =
          close == std::string_view::npos ? std::nullopt : read_sbatch_array(text.substr(open + 1, close - open - 1));
      if (!indices) {
        return std::nullopt;
      }
      here = *indices;
    }
    hosts = std::min(hosts + here, most);
    const std::size_t comma = close == std::string_view::npos ? close : text.find(',', close);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return static_cast<int>(hosts);
}

std::optional<int> read_sbatch_array(std::string_view text) {
  std::vector<std::int64_t> indices;
  for (const std::string_view part : split(text, ',')) {
    if (!part.empty() && !add_indices(part, indices)) {
      return std::nullopt;
    }
  }
  std::sort(indices.begin(), indices.end());  // one that is said twice is one job
  const auto jobs = std::unique(indices.begin(), indices.end()) - indices.begin();
  return std::max(static_cast<int>(jobs), 1);  // without any index it is no array
}

std::optional<int> read_sbatch_array_limit(std::string_view text) {
  const std::size_t sign = text.rfind('%');
  return sign == std::string_view::npos ? std::nullopt : read_sbatch_count(text.substr(sign + 1));
}

std::optional<std::vector<SbatchGres>> read_sbatch_gres(std::string_view text) {
  std::vector<SbatchGres> list;
  if (equal_folded(text, "none")) {
    return list;
  }
  for (std::string_view part : split(text, ',')) {
    constexpr std::string_view prefix = "gres:";
    if (part.starts_with(prefix)) {
      part.remove_prefix(prefix.size());
    }
    std::vector<std::string_view> words = split(part, ':');
    const std::string_view name = words.front();
    words.erase(words.begin());
    const std::optional<SbatchGres> gres = read_type_and_count(name, words);
    if (name.empty() || !gres) {
      return std::nullopt;
    }
    list.push_back(*gres);
  }
  return list;
}

std::optional<std::vector<SbatchGres>> read_sbatch_gpus(std::string_view text) {
  std::vector<SbatchGres> list;
  if (text.empty()) {
    return list;
  }
  for (const std::string_view part : split(text, ',')) {
    const std::optional<SbatchGres> gres = read_type_and_count("gpu", split(part, ':'));
    if (part.empty() || !gres) {
      return std::nullopt;
    }
    list.push_back(*gres);
  }
  return list;
}

bool is_sbatch_signal(std::string_view written) {
  const std::string plain = without_blanks(written);
  std::string_view text = plain;
  constexpr std::array<std::string_view, 16> names{"HUP",  "INT", "QUIT", "ABRT", "KILL", "ALRM", "TERM", "USR1",
                                                   "USR2", "URG", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "XCPU"};
  constexpr std::array<std::string_view, 4> to_whom{"B", "R", "BR", "RB"};
  constexpr std::int64_t largest = 65'535;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    if (!is_one_of_folded(text.substr(0, colon), to_whom)) {
      return false;
    }
    text.remove_prefix(colon + 1);
  }
  const std::size_t sign = std::min(text.find('@'), text.size());
  std::string_view signal = text.substr(0, sign);
  const std::string_view seconds = text.substr(std::min(sign + 1, text.size()));
  if (!seconds.empty() && read_digits(seconds).value_or(largest + 1) > largest) {
    return false;
  }
  if (const std::optional<std::int64_t> number = read_digits(signal)) {
    return *number > 0 && *number <= largest;
  }
  constexpr std::string_view prefix = "SIG";
  signal.remove_prefix(equal_folded(signal.substr(0, prefix.size()), prefix) ? prefix.size() : 0);
  return is_one_of_folded(signal, names);
}

bool is_sbatch_dependency(std::string_view text) {
  const std::optional<std::string> plain = without_brackets(without_blanks(text));
  if (!plain || plain->empty()) {
    return plain.has_value();
  }
  for (const std::string_view list : split(*plain, ',')) {
    const std::vector<std::string_view> conditions = split(list, '?');
    if (!std::all_of(conditions.begin(), conditions.end(), is_condition)) {
      return false;
    }
  }
  return true;
}

}  // namespace migadvise
