#include "input/hints.hpp"

#include <optional>

#include "core/suggestion.hpp"

namespace migadvise {

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known, char quote) {
  const std::optional<std::string_view> near = nearest_word(word, known);
  return near ? std::string("did you mean ").append(1, quote).append(*near).append(1, quote).append("?") : "";
}

std::string number_hint(QuantityError error) {
  switch (error) {
    case QuantityError::comma:
      return "write the number without commas; its decimal sign is a point";
    case QuantityError::exponent:
      return "write the number without an exponent";
    case QuantityError::not_whole:
      return "a whole number is needed here";
    case QuantityError::missing_unit:
      return "add the unit";
    default:
      return {};
  }
}

}  // namespace migadvise
