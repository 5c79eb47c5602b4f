// Bytes become a table, a site and a request, all within their ranges: every answer keeps its promises.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "fuzz.hpp"
#include "properties.hpp"

namespace migadvise {
namespace {

/// Draws values from the input; zeros when it is used up.
class Draw {
 public:
  explicit Draw(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool empty() const { return bytes_.empty(); }

  std::int64_t byte() {
    if (bytes_.empty()) {
      return 0;
    }
    const auto value = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    return value;
  }

  bool flag() { return byte() % 2 == 1; }

  /// From `least` to `most`, as likely small as large: a byte, shifted.
  std::int64_t number(std::int64_t least, std::int64_t most) {
    const std::int64_t shift = byte() % 54;
    return std::clamp((byte() << shift) + least, least, most);
  }

  int count(int least, int most) { return static_cast<int>(number(least, most)); }

 private:
  std::string_view bytes_;
};

constexpr std::array<const char*, 8> heads{"1g.10gb", "2g.20gb", "3g.40gb", "full", "10gb", "40gb", "7g.80gb", "1g.10gb+me"};
constexpr std::int64_t max_factor = 1'000'000 * micro_per_unit;
constexpr int max_count = 1'000'000;

Table draw_table(Draw& draw) {
  Table table;
  const auto options = static_cast<std::size_t>(draw.byte()) % heads.size() + 1;
  for (std::size_t i = 0; i < options; ++i) {
    Profile profile;
    profile.label = heads[i];
    profile.head = parse_option_name(heads[i]).value();
    profile.name = canonical_name(profile.head).value_or(heads[i]);
    profile.capacity = Bytes{draw.number(1, max_bytes.value)};
    profile.su_factor = Ratio{draw.number(1, max_factor)};
    profile.sms = draw.count(1, 100'000);
    if (draw.flag()) {
      profile.relative_compute = Ratio{draw.number(1, max_factor)};
    }
    table.profiles.push_back(std::move(profile));
  }
  return table;
}

Site draw_site(Draw& draw) {
  Site site;
  site.name = "drawn";
  site.charge.su_per_cpu = Ratio{draw.number(0, 10'000 * micro_per_unit)};
  site.charge.su_per_factor = Ratio{draw.number(0, 10'000 * micro_per_unit)};
  site.charge.ram_per_su = Bytes{draw.number(1, max_bytes.value)};
  site.default_ram_per_cpu = Bytes{draw.number(1, max_bytes.value)};
  site.gpu_memory_gb = draw.count(1, 10'000);
  site.gpus_per_node = draw.count(1, 1000);
  const auto options = static_cast<std::size_t>(draw.byte()) % 5;
  for (std::size_t i = 0; i < options; ++i) {
    const std::string profile = canonical_name(parse_option_name(heads[i]).value()).value_or("");
    if (!profile.empty()) {
      site.options.push_back({profile, "type" + std::to_string(i)});
    }
  }
  return site;
}

Needs draw_needs(Draw& draw, const Table& table) {
  Needs needs;
  const std::int64_t memory = draw.byte() % 4;
  if (memory == 1) {
    needs.gpu_memory = Bytes{draw.number(1, max_bytes.value)};
  } else if (memory > 1) {
    // Next to what one of the options has.
    const Profile& profile = table.profiles[static_cast<std::size_t>(draw.byte()) % table.profiles.size()];
    needs.gpu_memory = Bytes{std::clamp<std::int64_t>(profile.capacity.value + draw.byte() % 3 - 1, 1, max_bytes.value)};
  }
  needs.headroom_percent = static_cast<int>(draw.number(0, 1000));
  needs.single_model = draw.flag();
  const bool several_gpus = draw.byte() % 4 == 1;
  if (several_gpus) {
    needs.gpus = draw.count(1, max_count);
  } else {
    needs.tasks = draw.count(1, max_count);
    needs.coupled = needs.tasks > 1 && !needs.single_model && draw.flag();
  }
  if (draw.byte() % 4 == 1) {
    needs.min_sms = draw.count(1, max_count);
  }
  if (draw.byte() % 4 == 1) {
    needs.min_compute = Ratio{draw.number(1, max_factor)};
  }
  needs.cpus = draw.count(1, max_count);
  needs.cpus_given = draw.flag();
  if (draw.flag()) {
    needs.ram = Bytes{draw.number(1, max_bytes.value)};
  }
  constexpr std::array<Prefer, 3> prefers{Prefer::cost, Prefer::speed, Prefer::balanced};
  needs.prefer = prefers[static_cast<std::size_t>(draw.byte()) % prefers.size()];
  return needs;
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  Draw draw(fuzz_text(data, size));
  Table table = draw_table(draw);
  const Site site = draw_site(draw);
  name_options(table, site);
  constexpr int most_requests = 8;
  for (int i = 0; i < most_requests && (i == 0 || !draw.empty()); ++i) {
    check_advice(draw_needs(draw, table), table, site);
  }
  return 0;
}
