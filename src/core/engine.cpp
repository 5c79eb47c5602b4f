#include "migadvise/engine.hpp"

#include <algorithm>
#include <cassert>
#include <compare>
#include <limits>

#include "core/charge.hpp"
#include "core/estimates.hpp"
#include "core/live_count.hpp"
#include "core/ranking.hpp"
#include "core/rules.hpp"

namespace migadvise {

namespace {

void fill_request(Advice& advice) {
  const Needs& needs = advice.needs;
  advice.jobs = needs.coupled ? 1 : needs.tasks;
  if (needs.gpu_memory) {
    advice.memory_needed = Bytes{multiply_divide(needs.gpu_memory->value, needs.coupled ? needs.tasks : 1, 1)};
  }
  advice.place = find_place(*advice.site, needs.partition, needs.qos);
  advice.ram = needs.ram.value_or(default_ram(advice.place, needs.cpus));
}

OptionAdvice plain_facts(const Advice& advice, std::size_t index) {
  const Profile& profile = advice.table->profiles[index];
  const int gpus = gpus_of_job(advice, index);
  OptionAdvice option;
  option.profile = index;
  option.capacity = Bytes{multiply_divide(profile.capacity.value, gpus, 1)};
  option.sms = static_cast<int>(std::min<std::int64_t>(multiply_divide(profile.sms, gpus, 1), std::numeric_limits<int>::max()));
  if (profile.relative_compute) {
    option.relative_compute = Ratio{multiply_divide(profile.relative_compute->micro, gpus, 1)};
  }
  // What cannot be had in a place has no price there. A job that is only too large for it has one: what is too large is mended by
  // asking for less.
  const std::optional<Charge> charge = price(advice, index, advice.needs.cpus, advice.ram);
  option.priced = charge && may_be_offered(advice, index) && goes_with(*advice.place.partition, *advice.place.qos);
  option.charge = option.priced ? *charge : Charge{};
  option.charged = as_charged(advice, option.charge.total);
  if (advice.needs.time && option.priced) {
    option.at_most = su_for(SuPerHour{multiply_divide(option.charged.micro, advice.jobs, 1)}, *advice.needs.time);
  }
  const bool other_gpu = is_other_gpu(profile, *advice.site);
  if (const std::string* type = advice.site->find_gres(profile.name); type != nullptr && !other_gpu) {
    option.gres = "gpu:" + *type + ":" + std::to_string(gpus);
  }
  return option;
}

Range<Su> cost_of(const Range<Duration>& time, SuPerHour all_jobs) {
  return {su_for(all_jobs, time.low), time.likely ? std::optional(su_for(all_jobs, *time.likely)) : std::nullopt,
          su_for(all_jobs, time.high), time.basis};
}

void fill_run_times(Advice& advice) {
  Estimates estimates = estimate_times(advice.needs, *advice.table, *advice.site);
  advice.relative_times = estimates.relative;
  advice.time_fit = estimates.fit;
  for (OptionAdvice& option : advice.options) {
    option.run = estimates.options[option.profile];
    if (option.run && !estimates.relative && option.priced) {
      const auto all_jobs = [&](SuPerHour one) { return SuPerHour{multiply_divide(one.micro, advice.jobs, 1)}; };
      option.su_total = cost_of(option.run->time, all_jobs(option.charged));
      option.su_total_standard = cost_of(option.run->time, all_jobs(option.charge.total));
    }
  }
}

void judge(Advice& advice) {
  bool any_left = false;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    OptionAdvice& option = advice.options[i];
    option.eligible = true;
    for (const OptionRule rule : eligibility_rules()) {
      if (const std::optional<Reason> reason = rule(advice, i)) {
        option.reasons.add(*reason);
        option.eligible = option.eligible && reason->verdict != Verdict::reject;
      }
    }
    if (const Reason* const memory = option.reasons.find(Rule::gpu_memory)) {
      option.fit = memory->verdict == Verdict::accept  ? Fit::fits
                   : memory->verdict == Verdict::tight ? Fit::tight
                                                       : Fit::does_not_fit;
    }
    any_left = any_left || (option.eligible && option.fit != Fit::tight);
  }
  for (OptionAdvice& option : advice.options) {
    option.eligible = option.eligible && (option.fit != Fit::tight || !any_left);
  }
}

void explain(Advice& advice) {
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    for (const OptionRule rule : explanation_rules()) {
      if (const std::optional<Reason> reason = rule(advice, i)) {
        advice.options[i].reasons.add(*reason);
      }
    }
  }
  const auto add_all = [&](std::span<const AnswerRule> rules, Reasons& to) {
    for (const AnswerRule rule : rules) {
      if (const std::optional<Reason> reason = rule(advice)) {
        to.add(*reason);
      }
    }
  };
  add_all(why_rules(), advice.why);
  add_all(warning_rules(), advice.warnings);
}

// The nominal GPU memory is in a profile's name; what has none is the whole GPU.
NameCandidate candidate(std::string_view name, const Site& site) {
  const std::optional<ProfileName> profile = parse_profile_name(name);
  return {name, profile ? profile->memory_gb : site.gpu_memory_gb, ""};
}

// The model of an option's GPU: as its column says, else the site's, unless it is known to be another.
std::string gpu_of(const Profile& profile, const Site& site) {
  const std::optional<OptionName> of_site = parse_option_name(site.gpu_name);
  return !profile.head.gpu.empty() || !of_site || is_other_gpu(profile, site) ? profile.head.gpu : of_site->gpu;
}

// Everything but the words about it.
Advice assess(const Needs& needs, const Table& table, const Site& site) {
  assert(!table.profiles.empty());
  Advice advice;
  advice.needs = needs;
  advice.table = &table;
  advice.site = &site;
  fill_request(advice);
  advice.options.reserve(table.profiles.size());
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    advice.options.push_back(plain_facts(advice, i));
  }
  fill_run_times(advice);
  judge(advice);
  rank_options(advice);
  if (advice.recommended) {
    const OptionAdvice& chosen = advice.options[*advice.recommended];
    advice.all_jobs.micro = multiply_divide(chosen.charged.micro, advice.jobs, 1);
    if (needs.quota) {
      advice.quota = hold_against(*needs.quota, advice.all_jobs, chosen.su_total, chosen.at_most);
    }
  }
  return advice;
}

std::optional<Alternative> try_instead(const Advice& advice, const Needs& needs) {
  const Advice other = assess(needs, *advice.table, *advice.site);
  if (!other.recommended) {
    return std::nullopt;
  }
  const OptionAdvice& option = other.options[*other.recommended];
  return Alternative{needs, other.place, *other.recommended, option.charged, option.fit};
}

// The request in other places: where its QoS goes by itself, so that who may run for nothing still does, and the usual one.
std::vector<Needs> in_other_places(const Advice& advice) {
  Needs same_qos = advice.needs;
  same_qos.partition.clear();
  same_qos.qos = advice.place.qos_name;
  Needs usual = same_qos;
  usual.qos.clear();
  std::vector<Needs> moved;
  for (const Needs& needs : {same_qos, usual}) {
    const Place place = find_place(*advice.site, needs.partition, needs.qos);
    if (place.partition != advice.place.partition || place.qos != advice.place.qos) {
      moved.push_back(needs);
    }
  }
  return moved;
}

// Nothing will do as asked: would it with less beside the GPU, in another place, or with less in another place? Tried, so that
// what is said is true.
void look_for_alternatives(Advice& advice) {
  advice.within_limits = try_instead(advice, keep_limits(advice.needs, advice.place));
  const std::vector<Needs> moved = in_other_places(advice);
  for (const Needs& needs : moved) {
    advice.elsewhere = advice.elsewhere ? advice.elsewhere : try_instead(advice, needs);
  }
  for (const Needs& needs : moved) {
    const Place place = find_place(*advice.site, needs.partition, needs.qos);
    advice.elsewhere = advice.elsewhere ? advice.elsewhere : try_instead(advice, keep_limits(needs, place));
  }
}

}  // namespace

std::vector<std::string> name_options(Table& table, const Site& site) {
  std::vector<std::string> duplicates;
  std::vector<NameCandidate> candidates;
  candidates.reserve(site.options.size());
  for (const SiteOption& option : site.options) {
    candidates.push_back(candidate(option.profile, site));
  }
  const auto taken = [&](std::string_view name) {
    return std::any_of(table.profiles.begin(), table.profiles.end(),
                       [&](const Profile& profile) { return profile.name == name; });
  };
  for (Profile& profile : table.profiles) {
    if (canonical_name(profile.head)) {
      continue;
    }
    const std::optional<std::size_t> found = resolve_name(profile.head, candidates);
    if (found && taken(candidates[*found].name)) {
      duplicates.push_back(profile.label);
    } else if (found) {
      profile.name = candidates[*found].name;
    }
  }
  return duplicates;
}

std::optional<std::size_t> find_option(std::string_view asked, const Table& table, const Site& site) {
  std::vector<NameCandidate> candidates;
  candidates.reserve(table.profiles.size());
  for (const Profile& profile : table.profiles) {
    candidates.push_back(candidate(profile.name, site));
    candidates.back().gpu = gpu_of(profile, site);
    if (profile.head.memory_gb) {
      candidates.back().memory_gb = *profile.head.memory_gb;
    }
  }
  const std::optional<OptionName> name = parse_option_name(asked);
  return name ? resolve_name(*name, candidates) : std::nullopt;
}

Advice advise(const Needs& needs, const Table& table, const Site& site, const LiveCluster* live) {
  Advice advice = assess(needs, table, site);
  if (live != nullptr) {
    count_live(advice, *live);
  }
  if (!advice.recommended) {
    look_for_alternatives(advice);
  }
  look_beyond(advice);
  explain(advice);
  return advice;
}

}  // namespace migadvise
