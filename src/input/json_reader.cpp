#include "input/json_reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_set>
#include <utility>

#include <nlohmann/json.hpp>

namespace migadvise {

namespace {

using Json = nlohmann::json;

constexpr std::size_t max_depth = 64;

// An iterator that lets the handler see how far the parser has read. Copies share the place.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    *furthest_ = std::max(*furthest_, at_);
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

// Builds the tree. The start of a token is the first byte behind the previous token that is neither blank nor punctuation.
class TreeBuilder : public nlohmann::json_sax<Json> {
 public:
  TreeBuilder(const SourceText& source, std::size_t start, const char* const* furthest)
      : source_(source), furthest_(furthest), last_end_(start) {}

  bool null() override { return add(begin_value(JsonValue::Kind::null)); }
  bool boolean(bool value) override {
    JsonValue made = begin_value(JsonValue::Kind::boolean);
    made.boolean = value;
    return add(std::move(made));
  }
  bool number_integer(number_integer_t) override { return number(); }
  bool number_unsigned(number_unsigned_t) override { return number(); }
  bool number_float(number_float_t, const string_t&) override { return number(); }
  bool string(string_t& value) override {
    JsonValue made = begin_value(JsonValue::Kind::string);
    made.text = std::move(value);
    return add(std::move(made));
  }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(JsonValue::Kind::object); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(JsonValue::Kind::array); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const std::size_t offset = token_start();
    if (!open_keys_.back().insert(name).second) {
      errors.push_back(source_.diagnostic(DiagnosticCode::json_duplicate_key, offset, {name}));
      if (errors.size() == max_diagnostics) {
        return false;
      }
    }
    open_values_.back().members.push_back({std::move(name), offset, {}});
    end_token();
    return true;
  }

  // The parser's own word of the place is off by the byte it reads ahead, so it is looked for in the text: the first token that
  // was not taken. A comma with nothing behind it is itself the mistake.
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    constexpr std::string_view blanks = " \t\r\n";
    const std::string_view bytes = source_.bytes();
    std::size_t offset = std::min(bytes.find_first_not_of(blanks, last_end_), bytes.size());
    if (offset < bytes.size() && (bytes[offset] == ',' || bytes[offset] == ':')) {
      const std::size_t next = bytes.find_first_not_of(blanks, offset + 1);
      if (next != std::string_view::npos && std::string_view(",:]}").find(bytes[next]) == std::string_view::npos) {
        offset = next;
      }
    }
    errors.push_back(source_.diagnostic(DiagnosticCode::json_syntax, offset, {}));
    return false;
  }

  std::optional<JsonValue> root;
  std::vector<Diagnostic> errors;

 private:
  [[nodiscard]] std::size_t consumed() const { return static_cast<std::size_t>(*furthest_ - source_.bytes().data()); }

  [[nodiscard]] std::size_t token_start() const {
    const std::size_t found = source_.bytes().find_first_not_of(" \t\r\n,:", last_end_);
    return found == std::string_view::npos ? last_end_ : found;
  }

  void end_token() { last_end_ = consumed(); }

  JsonValue begin_value(JsonValue::Kind kind) {
    JsonValue value;
    value.kind = kind;
    value.offset = token_start();
    return value;
  }

  // The parser reads one byte beyond a number, so its end is looked for in the text.
  bool number() {
    JsonValue made = begin_value(JsonValue::Kind::number);
    const std::string_view bytes = source_.bytes();
    const std::size_t end = std::min(bytes.find_first_not_of("+-.0123456789eE", made.offset), bytes.size());
    made.text = std::string(bytes.substr(made.offset, end - made.offset));
    place(std::move(made));
    last_end_ = end;
    return true;
  }

  bool add(JsonValue value) {
    place(std::move(value));
    end_token();
    return true;
  }

  void place(JsonValue value) {
    if (open_values_.empty()) {
      root = std::move(value);
    } else if (open_values_.back().kind == JsonValue::Kind::array) {
      open_values_.back().items.push_back(std::move(value));
    } else {
      open_values_.back().members.back().value = std::move(value);
    }
  }

  bool open(JsonValue::Kind kind) {
    JsonValue value = begin_value(kind);
    if (open_values_.size() == max_depth) {
      errors.push_back(source_.diagnostic(DiagnosticCode::json_too_deep, value.offset, {std::to_string(max_depth)}));
      return false;
    }
    open_values_.push_back(std::move(value));
    open_keys_.emplace_back();
    end_token();
    return true;
  }

  bool close() {
    JsonValue value = std::move(open_values_.back());
    open_values_.pop_back();
    open_keys_.pop_back();
    return add(std::move(value));
  }

  const SourceText& source_;
  const char* const* furthest_;
  std::size_t last_end_;
  std::vector<JsonValue> open_values_;
  std::vector<std::unordered_set<std::string>> open_keys_;  // of each open value; a search in the members would be quadratic
};

}  // namespace

const JsonMember* JsonValue::find(std::string_view key) const {
  const auto found = std::ranges::find_if(members, [&](const JsonMember& member) { return member.key == key; });
  return found == members.end() ? nullptr : &*found;
}

std::string_view json_kind_name(JsonValue::Kind kind) {
  constexpr std::array<std::string_view, 6> names{"null", "true or false", "a number", "a string", "an array", "an object"};
  return names[static_cast<std::size_t>(kind)];
}

JsonFile read_json(const SourceText& source) {
  const std::string_view bytes = source.bytes();
  if (const std::size_t bad = find_invalid_utf8(bytes); bad != std::string_view::npos) {
    return {std::nullopt, {source.diagnostic(DiagnosticCode::json_invalid_utf8, bad, {}, "save the file as UTF-8")}};
  }
  const std::size_t start = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  // The parser takes a NUL for the end of the text, and skips a byte order mark of its own accord.
  const std::size_t nul = bytes.find('\0');
  const bool second_mark = bytes.substr(start).starts_with(byte_order_mark);
  if (nul != std::string_view::npos || second_mark) {
    return {std::nullopt, {source.diagnostic(DiagnosticCode::json_syntax, second_mark ? start : nul)}};
  }
  const char* furthest = bytes.data() + start;
  TreeBuilder builder(source, start, &furthest);
  const bool whole = Json::sax_parse(CountingIterator(bytes.data() + start, &furthest),
                                     CountingIterator(bytes.data() + bytes.size(), &furthest), &builder);
  if (!whole || !builder.errors.empty()) {
    return {std::nullopt, std::move(builder.errors)};
  }
  return {std::move(builder.root), {}};
}

}  // namespace migadvise
