// Any bytes are read as the log of a probe: it either loads or says why not, and the GPU memory that it shows is one that there
// can be.
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "input/embedded_data.hpp"
#include "properties.hpp"
#include "report/diagnostic_text.hpp"

namespace migadvise {
namespace {

struct Wulver {
  Site site = *load_site(embedded_site(), "site").value;
  Table table = *load_table(embedded_table(), "table").value;
  Wulver() { fuzz_check(name_options(table, site).empty()); }
};

void check_record(const ProbeRecord& record) {
  fuzz_check(record.at.line > 1 && record.at.column > 0);
  fuzz_check(!record.used || (record.total && *record.used <= *record.total && record.used->value > 0));
  fuzz_check(!record.total || *record.total <= max_bytes);
  fuzz_check(!record.time || (record.time->milliseconds >= 0 && *record.time <= max_duration));
}

void check_need(const ProbeLog& log) {
  static const Wulver wulver;
  std::vector<ProbedOption> runs;
  for (const ProbeRecord& record : log) {
    if (const auto option = find_option(record.option, wulver.table, wulver.site)) {
      runs.push_back({*option, record.end, record.used, record.total, record.time});
    }
  }
  const std::optional<UsedMemory> used = memory_by_runs(runs, wulver.table);
  fuzz_check(!used || (used->bytes.value > 0 && used->seen <= used->bytes && used->option < wulver.table.profiles.size()));
  if (used) {
    Needs needs;
    needs.gpu_memory = used->bytes;
    needs.used = used;
    const Advice advice = advise(needs, wulver.table, wulver.site);
    // Not what was too small.
    fuzz_check(!used->too_small || advice.recommended != used->too_small);
  }
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  const Loaded<ProbeLog> loaded = load_probe_log(fuzz_text(data, size), "input");
  check_loaded(loaded);
  for (const Diagnostic& error : loaded.errors) {
    fuzz_check(located_text(error, false).find_first_of(std::string_view("\0\x1b\r", 3)) == std::string::npos);
  }
  if (loaded.value) {
    fuzz_check(!loaded.value->empty() && loaded.value->size() <= 1000);
    for (const ProbeRecord& record : *loaded.value) {
      check_record(record);
    }
    check_need(*loaded.value);
  }
  return 0;
}
