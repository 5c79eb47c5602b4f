// The answer as JSON, described by docs/schema/advice.schema.json.
#pragma once

#include <string>
#include <string_view>

#include "migadvise/advice.hpp"

namespace migadvise {

/// One JSON document with a final line feed. Same advice, same bytes. With `ascii`, other characters are escaped.
std::string write_json(const Advice& advice, std::string_view version, bool ascii);

}  // namespace migadvise
