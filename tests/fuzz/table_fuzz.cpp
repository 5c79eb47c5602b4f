// A profile table either loads or says why not; with one that loads, every answer keeps its promises.
#include <string>

#include "fuzz.hpp"
#include "input/embedded_data.hpp"
#include "properties.hpp"

namespace migadvise {
namespace {

/// Larger tables find nothing more, but slowly.
constexpr std::size_t max_size = 2048;

bool same_profile(const Profile& a, const Profile& b) {
  return a.name == b.name && a.label == b.label && a.head == b.head && a.capacity == b.capacity && a.su_factor == b.su_factor &&
         a.sms == b.sms && a.relative_compute == b.relative_compute && a.bus_width_bits == b.bus_width_bits;
}

bool same_row(const TableRow& a, const TableRow& b) { return a.label == b.label && a.cells == b.cells && a.note == b.note; }

void check_same(const Loaded<Table>& a, const Loaded<Table>& b) {
  fuzz_check(a.value.has_value() == b.value.has_value() && same_errors(a, b));
  if (a.value) {
    const Table& left = *a.value;
    const Table& right = *b.value;
    fuzz_check(
        std::equal(left.profiles.begin(), left.profiles.end(), right.profiles.begin(), right.profiles.end(), same_profile));
    fuzz_check(std::equal(left.rows.begin(), left.rows.end(), right.rows.begin(), right.rows.end(), same_row));
  }
}

void check_names(const Table& table) {
  std::vector<std::string> names;
  for (const Profile& profile : table.profiles) {
    fuzz_check(!profile.name.empty());
    names.push_back(profile.name);
  }
  std::sort(names.begin(), names.end());
  fuzz_check(std::adjacent_find(names.begin(), names.end()) == names.end());
}

void check_table(const Table& table) {
  fuzz_check(!table.profiles.empty());
  for (const Profile& profile : table.profiles) {
    fuzz_check(!profile.label.empty());
    fuzz_check(profile.capacity.value > 0 && profile.capacity <= max_bytes);
    fuzz_check(profile.su_factor.micro > 0 && profile.sms > 0);
    fuzz_check(!profile.relative_compute || profile.relative_compute->micro > 0);
    fuzz_check(!profile.bus_width_bits || *profile.bus_width_bits > 0);
  }
  for (const TableRow& row : table.rows) {
    fuzz_check(row.cells.size() == table.profiles.size());
    fuzz_check(table.find_row(row.label) == &row);
  }
  fuzz_check(table.find_row("global  MEMORY") != nullptr);
  check_names(table);
}

const Site& wulver() {
  static const Loaded<Site> site = load_site(embedded_site(), "site.json");
  fuzz_check(site.value.has_value());
  return *site.value;
}

void check_answers(const Table& table) {
  for (const Needs& needs : varied_needs()) {
    check_advice(needs, table, wulver());
  }
  // An option holds what it has, to the byte.
  for (std::size_t i = 0; i < std::min<std::size_t>(table.profiles.size(), 4); ++i) {
    Needs needs;
    needs.gpu_memory = table.profiles[i].capacity;
    needs.headroom_percent = 0;
    check_advice(needs, table, wulver());
    const Advice advice = advise(needs, table, wulver());
    fuzz_check(advice.options[i].fit == Fit::fits && advice.options[i].eligible);
  }
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  if (size > max_size) {
    return 0;
  }
  const std::string_view bytes = fuzz_text(data, size);
  const Loaded<Table> loaded = load_table(bytes, "input");
  check_loaded(loaded);
  // Loading is most of the work: tables that fail are loaded twice only now and then.
  if (loaded.value || size % 8 == 0) {
    check_same(loaded, load_table(bytes, "input"));
  }
  if (loaded.value) {
    Table table = *loaded.value;
    check_table(table);
    name_options(table, wulver());
    check_table(table);
    const Table named = table;
    name_options(table, wulver());
    fuzz_check(
        std::equal(table.profiles.begin(), table.profiles.end(), named.profiles.begin(), named.profiles.end(), same_profile));
    check_answers(table);
  }
  return 0;
}
