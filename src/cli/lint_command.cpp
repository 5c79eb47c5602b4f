#include "cli/lint_command.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "report/json_writer.hpp"
#include "report/lint_text.hpp"

namespace migadvise {

Outcome run_lint(const LintRequest& request, const Io& io) {
  const Loaded<Site> site = load_chosen_site(request.site);
  if (!site.value) {
    return failed(site.errors);
  }
  Loaded<Table> table = load_chosen_table(request.file, {needs_su_factor(*site.value)});
  if (!table.value && status_of(table.errors.front().code) == Status::no_input) {
    return failed(table.errors);
  }
  std::vector<Finding> findings;
  if (table.value) {
    table.errors = name_table_options(*table.value, *site.value, request.file);
    findings = lint_table(*table.value);
  }
  const Table* const checked = table.value ? &*table.value : nullptr;
  const Style style = style_for(request, io);
  const Status status = table.errors.empty() ? Status::answered : Status::no_option;
  if (request.format == Format::json) {
    return {status, write_lint_json(table.errors, checked, findings, request.file, MIGADVISE_VERSION, request.ascii), ""};
  }
  return {status, write_lint_text(table.errors, checked, findings, request.file, style, request.quiet), ""};
}

}  // namespace migadvise
