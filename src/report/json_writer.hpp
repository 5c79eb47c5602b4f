// Every answer that is JSON.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/advice.hpp"
#include "migadvise/compare.hpp"
#include "migadvise/cost.hpp"
#include "migadvise/diagnostic.hpp"
#include "migadvise/lint.hpp"
#include "migadvise/table.hpp"
#include "report/job_text.hpp"

namespace migadvise {

/// Each is one JSON document with a final line feed. Same input, same bytes. With `ascii`, other characters are escaped.

/// Described by docs/schema/advice.schema.json.
std::string write_json(const Advice& advice, std::string_view version, bool ascii);

/// The profile table, as the advice to a request without needs. Described by docs/schema/profiles.schema.json.
std::string write_profiles_json(const Advice& advice, std::string_view version, bool ascii);

/// Described by docs/schema/compare.schema.json.
std::string write_compare_json(const Comparison& comparison, std::string_view version, bool ascii);

/// Described by docs/schema/cost.schema.json.
std::string write_cost_json(const Cost& cost, std::string_view version, bool ascii);

/// What was found in a profile table, described by docs/schema/lint.schema.json: errors first, as they stand in `errors`, then
/// the findings. `table` may be null when there are errors, which leave none.
std::string write_lint_json(const std::vector<Diagnostic>& errors, const Table* table, const std::vector<Finding>& findings,
                            std::string_view file, std::string_view version, bool ascii);

/// Job scripts that were checked, described by docs/schema/check.schema.json. Of each only what is printed is kept.
class CheckJson {
 public:
  CheckJson(const Site& site, std::string_view version);
  CheckJson(const CheckJson&) = delete;
  CheckJson& operator=(const CheckJson&) = delete;
  ~CheckJson();

  void add(const CheckedScript& checked, const Table& table);
  [[nodiscard]] std::string text(bool ascii) const;

 private:
  struct Document;
  std::unique_ptr<Document> document_;
};

}  // namespace migadvise
