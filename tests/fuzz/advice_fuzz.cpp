// Bytes become a table, a site and a request, all within their ranges: every answer keeps its promises and can be written.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "fuzz.hpp"
#include "properties.hpp"
#include "report/argument_writer.hpp"
#include "report/json_writer.hpp"
#include "report/reason_text.hpp"
#include "report/text_writer.hpp"

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
constexpr std::int64_t max_rate = 10'000 * micro_per_unit;
constexpr std::int64_t max_factor = 1'000'000 * micro_per_unit;
constexpr std::int64_t max_time = 3650 * 24 * milliseconds_per_hour;
constexpr std::int64_t max_su = 1'000'000'000'000 * micro_per_unit;
constexpr int max_count = 100'000;

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
    const std::int64_t rows = draw.byte();
    if (rows % 2 == 1) {
      profile.relative_compute = Ratio{draw.number(1, max_factor)};
    }
    if (rows % 16 == 8) {
      profile.su_factor.reset();
    }
    table.profiles.push_back(std::move(profile));
  }
  return table;
}

template <class T>
std::optional<T> now_and_then(Draw& draw, std::int64_t most) {
  return draw.byte() % 4 == 1 ? std::optional(T{draw.number(1, most)}) : std::nullopt;
}

std::optional<int> now_and_then_count(Draw& draw) {
  return draw.byte() % 4 == 1 ? std::optional(draw.count(1, max_count)) : std::nullopt;
}

/// Some of them, in their order.
template <class Entries>
std::vector<std::string> draw_names(Draw& draw, const Entries& entries, std::string std::decay_t<decltype(entries[0])>::*name) {
  std::vector<std::string> names;
  const std::int64_t chosen = draw.byte();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if ((chosen >> i) % 2 == 0) {
      names.push_back(entries[i].*name);
    }
  }
  return names;
}

ChargeFormula draw_charge(Draw& draw, const Site& site) {
  ChargeFormula charge;
  charge.name = "charge" + std::to_string(site.charges.size());
  charge.family = static_cast<ChargeFamily>(static_cast<std::size_t>(draw.byte()) % charge_family_count);
  charge.su_per_cpu = Ratio{draw.number(0, max_rate)};
  charge.su_per_factor = Ratio{draw.number(0, max_rate)};
  charge.su_per_ram = Ratio{draw.number(0, max_rate)};
  charge.ram_unit = Bytes{draw.number(1, max_bytes.value)};
  if (charge_terms(charge.family).flat_gpu) {
    for (const SiteOption& option : site.options) {
      charge.rates.push_back({option.profile, SuPerHour{draw.number(0, max_rate)}});
    }
  }
  return charge;
}

Qos draw_qos(Draw& draw, const Site& site) {
  // The default has to be one that can be asked for by its name.
  constexpr std::array<const char*, 4> names{"usual", "spare", "own_*", "own_a"};
  Qos qos;
  qos.name = names[site.qos.size()];
  const std::int64_t kind = draw.byte();
  qos.charged = kind % 2 == 0;
  qos.users = kind % 8 == 4 ? "members" : "";
  qos.walltime = now_and_then<Duration>(draw, max_time - 1);
  if (qos.walltime && kind % 4 == 0) {
    qos.walltime_on_request = Duration{std::min(qos.walltime->milliseconds + draw.number(1, max_time), max_time)};
  }
  qos.cpus_per_job = now_and_then_count(draw);
  qos.ram_per_job = now_and_then<Bytes>(draw, max_bytes.value);
  qos.jobs_at_once = now_and_then_count(draw);
  qos.preempted_by = draw_names(draw, site.qos, &Qos::name);
  return qos;
}

Partition draw_partition(Draw& draw, const Site& site) {
  Partition partition;
  partition.name = "place" + std::to_string(site.partitions.size());
  partition.charge = static_cast<std::size_t>(draw.byte()) % site.charges.size();
  partition.ram_per_cpu = Bytes{draw.number(1, max_bytes.value)};
  partition.options = draw_names(draw, site.options, &SiteOption::profile);
  partition.qos = draw_names(draw, site.qos, &Qos::name);
  // The first is the default and takes the default QoS; no pattern is the usual one of any.
  const std::string& usual = site.qos.front().name;
  if (partition.qos.empty() ||
      (partition.qos.front() != usual && (site.partitions.empty() || partition.qos.front() == "own_*"))) {
    partition.qos.insert(partition.qos.begin(), usual);
  }
  partition.cpus_per_node = now_and_then_count(draw);
  partition.ram_per_node = now_and_then<Bytes>(draw, max_bytes.value);
  if (draw.byte() % 4 != 1) {
    partition.gpus_per_node = draw.count(1, 1000);
  }
  partition.walltime = now_and_then<Duration>(draw, max_time);
  return partition;
}

/// Speeds on some of the options, each with its range.
ComputeSpeeds draw_class(Draw& draw, const Site& site) {
  ComputeSpeeds speeds;
  speeds.name = static_cast<ComputeClass>(static_cast<std::size_t>(draw.byte()) % compute_class_count);
  for (const std::string& profile : draw_names(draw, site.options, &SiteOption::profile)) {
    const std::int64_t low = draw.number(1, max_rate);
    const std::int64_t likely = draw.number(low, max_rate);
    speeds.speeds.push_back({profile, Ratio{low}, Ratio{likely}, Ratio{draw.number(likely, max_rate)}});
  }
  return speeds;
}

Site draw_site(Draw& draw) {
  Site site;
  site.name = "drawn";
  site.title = "Drawn";
  site.account_placeholder = "ACCOUNT";
  site.gpu_memory_gb = draw.count(1, 10'000);
  const auto options = static_cast<std::size_t>(draw.byte()) % 4 + 1;
  for (std::size_t i = 0; i < options; ++i) {
    const std::string profile = canonical_name(parse_option_name(heads[i]).value()).value_or("");
    if (!profile.empty()) {
      site.options.push_back({profile, "type" + std::to_string(i)});
    }
  }
  const std::int64_t sizes = draw.byte();
  for (std::int64_t i = 0; i <= sizes % 3; ++i) {
    site.charges.push_back(draw_charge(draw, site));
  }
  for (std::int64_t i = 0; i <= sizes / 4 % 4; ++i) {
    site.qos.push_back(draw_qos(draw, site));
  }
  for (std::int64_t i = 0; i <= sizes / 16 % 4; ++i) {
    site.partitions.push_back(draw_partition(draw, site));
  }
  if (sizes >= 128) {
    site.interactive = InteractiveCommand{"shell {account} {qos} {partition} {gpus} {cpus} {hours}", {heads[3]}};
  }
  return site;
}

/// One of those there are, or none.
void draw_place(Draw& draw, const Site& site, Needs& needs) {
  const auto partition = static_cast<std::size_t>(draw.byte()) % (2 * site.partitions.size());
  if (partition < site.partitions.size()) {
    needs.partition = site.partitions[partition].name;
  }
  const auto qos = static_cast<std::size_t>(draw.byte()) % (2 * site.qos.size());
  if (qos < site.qos.size()) {
    needs.qos = site.qos[qos].is_pattern() ? "own_b" : site.qos[qos].name;
  }
}

/// What is known of run times: some runs, a benchmark, a class; or nothing.
void draw_run_times(Draw& draw, const Table& table, const Site& site, Needs& needs) {
  const std::int64_t kind = draw.byte();
  const auto runs = [&](std::int64_t chosen, std::int64_t longest) {
    std::vector<RunTime> times;
    for (std::size_t i = 0; i < table.profiles.size(); ++i) {
      if ((chosen >> i) % 2 == 1) {
        times.push_back({i, Duration{draw.number(1, longest)}});
      }
    }
    return times;
  };
  if (kind % 4 != 0) {
    needs.measured = runs(draw.byte(), max_time);
  }
  if (kind % 16 >= 12) {
    needs.like = PublishedRun{"something", kind >= 128, runs(draw.byte(), 1'000'000'000'000)};
  } else if (kind % 16 >= 8 && !site.compute_classes.empty()) {
    needs.compute = site.compute_classes.front().name;
  }
}

Needs draw_needs(Draw& draw, const Table& table, const Site& site) {
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
  needs.min_sms = now_and_then_count(draw);
  needs.min_compute = now_and_then<Ratio>(draw, max_factor);
  needs.cpus = draw.count(1, max_count);
  needs.cpus_given = draw.flag();
  if (draw.flag()) {
    needs.ram = Bytes{draw.number(1, max_bytes.value)};
  }
  constexpr std::array<Prefer, 3> prefers{Prefer::cost, Prefer::speed, Prefer::balanced};
  needs.prefer = prefers[static_cast<std::size_t>(draw.byte()) % prefers.size()];
  if (const std::int64_t kind = draw.byte() % 4; kind == 1) {
    needs.time = Duration{draw.number(1, max_time)};
  } else if (kind == 2) {
    needs.time = Duration{draw.number(1, max_time / milliseconds_per_hour) * milliseconds_per_hour};
  }
  needs.budget = now_and_then<Su>(draw, max_su);
  draw_place(draw, site, needs);
  return needs;
}

/// What run times depend on beside that.
void draw_sizes(Draw& draw, Table& table, Site& site) {
  if (draw.flag()) {
    for (Profile& profile : table.profiles) {
      profile.bus_width_bits = draw.count(1, 100'000);
    }
  }
  if (draw.flag()) {
    site.compute_classes.push_back(draw_class(draw, site));
  }
}

/// An account with little or much left, or more used than it may, and what more costs.
void draw_quota(Draw& draw, Site& site, Needs& needs) {
  if (draw.empty()) {
    return;
  }
  constexpr Su most{999'999'999'999 * micro_per_unit};
  const std::int64_t kind = draw.byte();
  needs.quota = Quota{kind % 2 == 0 ? "ab12" : "", Su{draw.number(0, most.micro)}, {}};
  if (kind % 8 != 7) {
    needs.quota->allowed =
        Su{std::clamp(needs.quota->used.micro + draw.number(0, most.micro) - draw.byte(), std::int64_t{0}, most.micro)};
  }
  site.price.reset();
  if (kind % 4 != 3) {
    site.price = Price{Ratio{draw.number(0, max_rate)}, "EUR", now_and_then<Su>(draw, max_su)};
  }
}

void check_sentence(const std::string& text) { fuzz_check(!text.empty() && text.find_first_of("\n{}") == std::string::npos); }

/// Every reason has its sentence, and every format its answer.
void check_words(const Advice& advice, bool as_json) {
  for (const OptionAdvice& option : advice.options) {
    for (const Reason& reason : option.reasons) {
      check_sentence(reason_text(advice, reason));
    }
    if (!option.eligible) {
      check_sentence(exclusion_text(advice, option));
    }
  }
  for (const Reason& reason : advice.why) {
    check_sentence(reason_text(advice, reason));
  }
  for (const Reason& reason : advice.warnings) {
    check_sentence(reason_text(advice, reason));
  }
  fuzz_check(write_text(advice, {false, false, 80}, true).ends_with('\n'));
  fuzz_check(!as_json || write_json(advice, "0", false).ends_with("}\n"));
  const bool can_be_asked_for = advice.recommended && !advice.options[*advice.recommended].gres.empty();
  fuzz_check(write_gres(advice).empty() != can_be_asked_for);
  fuzz_check(write_sbatch(advice).empty() != can_be_asked_for);
  const std::string srun = write_srun(advice);
  fuzz_check(srun.empty() != can_be_asked_for && srun.find('{') == std::string::npos);
}

}  // namespace
}  // namespace migadvise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace migadvise;
  // Run times and the quota are drawn from what stands behind a mark each, if any does.
  const std::string_view text = fuzz_text(data, size);
  const auto behind = [&](std::string_view mark) {
    const std::size_t at = text.find(mark);
    return at == std::string_view::npos ? std::string_view{} : text.substr(at + mark.size());
  };
  Draw draw(text.substr(0, std::min(text.find("RUNS"), text.find("QUOTA"))));
  Draw runs(behind("RUNS"));
  Draw quotas(behind("QUOTA"));
  Table table = draw_table(draw);
  Site site = draw_site(draw);
  draw_sizes(runs, table, site);
  name_options(table, site);
  constexpr int most_requests = 4;
  for (int i = 0; i < most_requests && (i == 0 || !draw.empty()); ++i) {
    // JSON takes longer than all the rest.
    Needs needs = draw_needs(draw, table, site);
    draw_run_times(runs, table, site, needs);
    draw_quota(quotas, site, needs);
    check_words(check_advice(needs, table, site), size % 8 == 0);
  }
  return 0;
}
