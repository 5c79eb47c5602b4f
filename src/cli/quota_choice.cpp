#include "cli/quota_choice.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "cli/files.hpp"
#include "cli/option_parser.hpp"
#include "input/hints.hpp"

namespace migadvise {

namespace {

constexpr std::size_t max_quota_bytes = std::size_t{256} * 1024;  // hundreds of accounts, each with its users

Result<Quota, std::vector<Diagnostic>> load_chosen_quota(const std::string& path, const std::string& account, const Io& io) {
  const Result<InputFile, Diagnostic> report = read_input(path, max_quota_bytes, io);
  if (!report) {
    return std::vector{with_file_hint(report.error(), quota_hint)};
  }
  Loaded<std::vector<Quota>> loaded = load_quota(report->bytes, report->name);
  if (!loaded.value) {
    return std::move(loaded.errors);
  }
  std::vector<Quota>& quotas = *loaded.value;
  if (quotas.size() == 1 && (account.empty() || quotas.front().account.empty())) {
    quotas.front().account = account.empty() ? quotas.front().account : account;
    return std::move(quotas.front());
  }
  std::vector<std::string_view> names;
  std::string known;
  for (const Quota& quota : quotas) {
    names.push_back(quota.account);
    known += (known.empty() ? "" : ", ") + quota.account;
  }
  if (account.empty()) {
    return std::vector{
        usage_error(DiagnosticCode::usage_needs_other,
                    {"--quota with " + std::to_string(quotas.size()) + " accounts", "--account with one of " + known},
                    "--account NAME, such as --account " + quotas.front().account)};
  }
  const auto found = std::ranges::find(quotas, account, &Quota::account);
  if (found == quotas.end()) {
    return std::vector{
        usage_error(DiagnosticCode::usage_unknown_name, {"--account", account, known}, did_you_mean(account, names))};
  }
  return std::move(*found);
}

}  // namespace

void add_chosen_quota(const std::optional<std::string>& path, Needs& needs, std::vector<Diagnostic>& errors, const Io& io) {
  if (!path) {
    return;
  }
  const Result<Quota, std::vector<Diagnostic>> chosen = load_chosen_quota(*path, needs.account, io);
  if (chosen) {
    needs.quota = *chosen;
  } else {
    errors.insert(errors.end(), chosen.error().begin(), chosen.error().end());
  }
}

}  // namespace migadvise
