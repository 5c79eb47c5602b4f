// A site file either loads or says why not; what loads can be put into a command line and charged by.
#include <string>

#include "fuzz.hpp"
#include "input/embedded_data.hpp"
#include "properties.hpp"

namespace migadvise {
namespace {

bool same_option(const SiteOption& a, const SiteOption& b) { return a.profile == b.profile && a.gres == b.gres; }

void check_same(const Loaded<Site>& a, const Loaded<Site>& b) {
  fuzz_check(a.value.has_value() == b.value.has_value() && same_errors(a, b));
  if (a.value) {
    const Site& left = *a.value;
    const Site& right = *b.value;
    fuzz_check(left.name == right.name && left.title == right.title && left.gpu_name == right.gpu_name);
    fuzz_check(left.charge.su_per_cpu == right.charge.su_per_cpu && left.charge.ram_per_su == right.charge.ram_per_su &&
               left.charge.su_per_factor == right.charge.su_per_factor);
    fuzz_check(left.default_ram_per_cpu == right.default_ram_per_cpu && left.gpu_memory_gb == right.gpu_memory_gb &&
               left.gpus_per_node == right.gpus_per_node);
    fuzz_check(left.default_partition == right.default_partition && left.default_qos == right.default_qos &&
               left.account_placeholder == right.account_placeholder);
    fuzz_check(std::equal(left.options.begin(), left.options.end(), right.options.begin(), right.options.end(), same_option));
  }
}

/// What goes into a command line is one word there, and no option of its own.
void check_word(const std::string& word) {
  fuzz_check(!word.empty() && word.front() != '-');
  fuzz_check(word.find_first_of(" '\"`$&|;<>()*?[]{}#~=%\\!,:/^\x7F") == std::string::npos);
  fuzz_check(std::none_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

/// What is shown to people moves no cursor.
void check_text(const std::string& text) {
  fuzz_check(!text.empty() && text.find('\x7F') == std::string::npos);
  fuzz_check(std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
}

void check_site(const Site& site) {
  check_word(site.name);
  check_word(site.default_partition);
  check_word(site.default_qos);
  check_word(site.account_placeholder);
  check_text(site.title);
  check_text(site.gpu_name);
  fuzz_check(site.charge.su_per_cpu.micro >= 0 && site.charge.su_per_factor.micro >= 0);
  fuzz_check(site.charge.ram_per_su.value > 0 && site.charge.ram_per_su <= max_bytes);
  fuzz_check(site.default_ram_per_cpu.value > 0 && site.default_ram_per_cpu <= max_bytes);
  fuzz_check(site.gpu_memory_gb > 0 && site.gpus_per_node > 0);
  fuzz_check(!site.options.empty());
  for (const SiteOption& option : site.options) {
    check_word(option.gres);
    const std::optional<OptionName> name = parse_option_name(option.profile);
    fuzz_check(name && canonical_name(*name) == option.profile);
    // A second option of the same profile would be another one.
    fuzz_check(site.find_gres(option.profile) == &option.gres);
  }
}

const Table& wulver_table() {
  static const Loaded<Table> table = load_table(embedded_table(), "table.csv");
  fuzz_check(table.value.has_value());
  return *table.value;
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  const std::string_view bytes = fuzz_text(data, size);
  const Loaded<Site> loaded = load_site(bytes, "input");
  check_loaded(loaded);
  check_same(loaded, load_site(bytes, "input"));
  if (loaded.value) {
    check_site(*loaded.value);
    Table table = wulver_table();
    name_options(table, *loaded.value);
    for (const Needs& needs : varied_needs()) {
      check_advice(needs, table, *loaded.value);
    }
  }
  return 0;
}
