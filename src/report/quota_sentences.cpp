#include "report/quota_sentences.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "report/layout.hpp"
#include "report/time_sentences.hpp"

namespace migadvise {

namespace {

using F = FigureName;

// `account ab12`, or `the account` where the report does not name it.
std::string account_of(const Wording& w) {
  const std::string& account = w.advice.needs.quota->account;
  return account.empty() ? "the account" : "account " + printable(account);
}

// `the 22443 SU that account ab12 has left of 300000`
std::string rest_of(const Wording& w) {
  return fmt::format("the {} SU that {} has left of {}", w.su(F::quota_left), account_of(w), w.su(F::quota_allowed));
}

std::string_view run_of_jobs(const Wording& w) { return w.advice.jobs > 1 ? "the run of all jobs" : "the run"; }

// The three figures as a text, `13 % (11 to 16)`, `between 11 and 16 %`, or only one of them where they are printed alike.
std::string three(const std::string& low, const std::optional<std::string>& likely, const std::string& high,
                  std::string_view unit) {
  if (low == high) {
    return fmt::format("{}{}", high, unit);
  }
  return likely ? fmt::format("{}{} ({} to {})", *likely, unit, low, high) : fmt::format("between {} and {}{}", low, high, unit);
}

// How much of the rest a cost is, in whole percent without the sign; on the side of 100 on which it lies.
std::string percent_of_rest(const Wording& w, std::int64_t cost) {
  const std::int64_t rest = w.count(F::quota_left);
  const std::string text = percent_text(cost, rest);
  const std::string figure = text.substr(0, text.find(' '));
  return figure != "100" || cost == rest ? figure : cost < rest ? ">99" : ">100";
}

std::string share_of_rest(const Wording& w) {
  const std::optional<std::string> likely = w.has(F::cost) ? std::optional(percent_of_rest(w, w.count(F::cost))) : std::nullopt;
  return three(percent_of_rest(w, w.count(F::cost_low)), likely, percent_of_rest(w, w.count(F::cost_high)), " %");
}

std::string runs_text(const Wording& w) {
  const std::string_view unit = w.count(F::runs_high) == 1 ? " such run" : " such runs";
  const std::optional<std::string> likely = w.has(F::runs) ? std::optional(std::to_string(w.count(F::runs))) : std::nullopt;
  const std::string low = std::to_string(w.count(F::runs_low));
  const std::string high = std::to_string(w.count(F::runs_high));
  return w.count(F::runs_high) == 0 ? "no such run"
         : likely || low == high    ? three(low, likely, high, unit)
                                    : fmt::format("{} to {}{}", low, high, unit);
}

// A cost and the rest, with as many places as it takes to show which is larger.
FigurePair cost_and_rest(const Wording& w, F cost) {
  return figure_pair({w.count(cost)}, {w.count(F::quota_left)}, micro_per_unit, 2);
}

// What can be done about it: `: with --qos low it costs nothing, though its jobs can be preempted; 50000 SU more cost 250 USD`.
std::string ways_out(const Wording& w) {
  std::string text;
  if (w.has(F::qos)) {
    const Partition& partition = w.advice.site->partitions[static_cast<std::size_t>(w.count(F::partition))];
    const bool elsewhere = &partition != w.advice.place.partition;
    const Qos& qos = w.advice.site->qos[static_cast<std::size_t>(w.count(F::qos))];
    text = fmt::format(": with {}--qos {} it costs nothing{}", elsewhere ? "--partition " + printable(partition.name) + " " : "",
                       printable(qos.name), preempted_text(qos));
  }
  if (w.has(F::money)) {
    const Price& price = *w.advice.site->price;
    text += fmt::format("{}{} SU more{} cost {} {}", text.empty() ? ": " : "; ", w.su(F::bought),
                        w.count(F::bought) > w.count(F::missing) ? ", the least that is sold," : "", w.su(F::money),
                        printable(price.currency));
  }
  return text;
}

}  // namespace

std::string quota(const Wording& w) {
  if (!w.has(F::quota_left)) {
    return fmt::format("{} has no quota of SU: it has used {}, and nothing limits that", account_of(w), w.su(F::quota_used));
  }
  if (w.has(F::rate) && w.count(F::rate) == 0) {
    const std::string free = w.charged() ? "an hour costs nothing" : fmt::format("QoS {} charges nothing", printable(w.qos()));
    return w.count(F::quota_left) > 0
               ? fmt::format("{}: {} keeps {} of {} SU", free, account_of(w), w.su(F::quota_left), w.su(F::quota_allowed))
               : fmt::format("{}: that {} has nothing left of {} SU does not matter", free, account_of(w),
                             w.su(F::quota_allowed));
  }
  if (w.has(F::runs_high)) {
    return fmt::format("{} takes {} of {}, which pay for {}", run_of_jobs(w), share_of_rest(w), rest_of(w), runs_text(w));
  }
  if (w.has(F::at_most)) {
    const std::int64_t runs = w.count(F::runs_low);
    return fmt::format(
        "the whole walltime of {}{} takes {} % of {}, which pay for {}", print_slurm_time(w.time(F::time)), of_each_job(w),
        percent_of_rest(w, w.count(F::at_most)), rest_of(w),
        runs == 0 ? std::string("less than that") : fmt::format("it {}", runs == 1 ? "once" : fmt::format("{} times", runs)));
  }
  const std::string hours = hours_text(w.time(F::quota_time), Rounding::down);
  return fmt::format("{} pay for {} {}{}", rest_of(w), hours, hours == "1" ? "hour" : "hours", of_each_job(w));
}

std::string over_quota(const Wording& w) {
  const bool exact = w.count(F::cost_low) == w.count(F::cost_high);
  const FigurePair pair = cost_and_rest(w, F::cost_high);
  return fmt::format("{} costs {}, more than the {} SU that {} has left{}", run_of_jobs(w),
                     exact ? pair.one + " SU" : cost_text(w), exact ? pair.other : w.su(F::quota_left), account_of(w),
                     ways_out(w));
}

std::string near_quota(const Wording& w) {
  if (w.has(F::at_most)) {
    const FigurePair pair = su_bound_pair(Su{w.count(F::at_most)}, Su{w.count(F::quota_left)});
    return fmt::format("run for the whole walltime of {}{} it costs {} SU, more than the {} that {} has left{}",
                       print_slurm_time(w.time(F::time)), of_each_job(w), pair.one, pair.other, account_of(w), ways_out(w));
  }
  const FigurePair pair = su_bound_pair(Su{w.count(F::cost_high)}, Su{w.count(F::quota_left)});
  return fmt::format("{} may cost up to {} SU, more than the {} that {} has left{}", run_of_jobs(w), pair.one, pair.other,
                     account_of(w), ways_out(w));
}

std::string quota_used_up(const Wording& w) {
  return fmt::format("{} has used {} of {} SU and has nothing left{}", account_of(w), w.su(F::quota_used), w.su(F::quota_allowed),
                     ways_out(w));
}

}  // namespace migadvise
