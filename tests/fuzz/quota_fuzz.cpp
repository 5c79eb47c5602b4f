// A report of a quota either loads or says why not; what loads is what was read, in whichever form it is written again.
#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "core/slurm_word.hpp"
#include "fuzz.hpp"
#include "input/source_text.hpp"
#include "properties.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {
namespace {

constexpr Su max_su{999'999'999'999 * micro_per_unit};

bool is_amount(Su su) { return su >= Su{} && su <= max_su; }

void check_quotas(const std::vector<Quota>& quotas) {
  fuzz_check(!quotas.empty() && quotas.size() <= 1000);
  std::set<std::string> accounts;
  for (const Quota& quota : quotas) {
    fuzz_check(is_slurm_word(quota.account) || (quota.account.empty() && quotas.size() == 1));
    fuzz_check(accounts.insert(quota.account).second);
    fuzz_check(is_amount(quota.used) && (!quota.allowed || is_amount(*quota.allowed)));
    fuzz_check(quota.left().has_value() == quota.allowed.has_value());
  }
}

/// Each of the published forms, with what may stand around it.
std::string written(const Quota& quota, std::size_t form) {
  constexpr std::array<const char*, 3> heads{"Usage for account: ", "\x1b[1mUSAGE  for account:\xC2\xA0", "Group quotas for "};
  std::string text = quota.account.empty() ? "" : heads[form] + quota.account + "\n$ quota_info\n\n";
  const std::string used = print_su(quota.used);
  const std::string allowed = quota.allowed ? print_su(*quota.allowed) : "";
  if (form == 1) {
    text += "\tSLURM Service Units: " + used + " CPU Hours (" + (quota.allowed ? "of " + allowed + " CPU Hour" : "No") +
            " quota)\r\n";
  } else {
    text += "   SLURM Service Units (CPU Hours): " + used + " (" + (quota.allowed ? allowed : "No") + " Quota)\n";
  }
  return text + "     User ab12 Usage: 1 CPU Hours (of 2 CPU Hours)\n";
}

void check_round_trips(const std::vector<Quota>& quotas) {
  for (std::size_t form = 0; form < 3; ++form) {
    std::string text;
    for (const Quota& quota : quotas) {
      text += written(quota, form);
    }
    fuzz_check(load_quota(text, "again").value == quotas);
    fuzz_check(load_quota(text + text, "twice").value == quotas);
  }
}

void check_errors(const std::vector<Diagnostic>& errors) {
  for (const Diagnostic& error : errors) {
    fuzz_check(error.at.line > 0 || errors.size() == 1);
    fuzz_check(located_text(error, false).find_first_of(std::string_view("\0\x1b\r", 3)) == std::string::npos);
  }
}

/// What stands above a report does not matter.
void check_prompt(const Loaded<std::vector<Quota>>& loaded, std::string_view bytes) {
  const Loaded<std::vector<Quota>> below = load_quota("$ quota_info\n" + std::string(bytes), "input");
  fuzz_check(below.value == loaded.value && below.errors.size() == loaded.errors.size());
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  const std::string_view bytes = fuzz_text(data, size);
  const Loaded<std::vector<Quota>> loaded = load_quota(bytes, "input");
  check_loaded(loaded);
  check_errors(loaded.errors);
  if (loaded.value) {
    check_quotas(*loaded.value);
    check_round_trips(*loaded.value);
  }
  if (!bytes.starts_with(byte_order_mark)) {
    check_prompt(loaded, bytes);
  }
  return 0;
}
