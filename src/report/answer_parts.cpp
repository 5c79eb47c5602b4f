#include "report/answer_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "report/layout.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

std::string counted_name(const Advice& advice, std::size_t option) {
  const Profile& profile = advice.table->profiles[option];
  const std::string name = printable(profile.name);
  return advice.needs.gpus > 1 && profile.full() ? fmt::format("{} × {}", advice.needs.gpus, name) : name;
}

std::string price_text(const Advice& advice, std::size_t option) {
  const SuPerHour one = advice.options[option].charge.total;
  const std::string rate = su_text(one.micro);
  if (!advice.place.qos->charged) {
    return advice.jobs == 1 ? fmt::format("0 SU/hour (would be {})", rate)
                            : fmt::format("{} jobs, 0 SU/hour (would be {} each)", advice.jobs, rate);
  }
  if (advice.jobs == 1) {
    return fmt::format("{} SU/hour", rate);
  }
  return fmt::format("{} jobs × {} = {} SU/hour", advice.jobs, rate, su_text(multiply_divide(one.micro, advice.jobs, 1)));
}

std::string_view rate_head(const Advice& advice) { return advice.place.qos->charged ? "SU/hour" : "would be"; }

std::string gres_type(const OptionAdvice& option) {
  const std::size_t first = option.gres.find(':');
  return first == std::string::npos ? "?" : option.gres.substr(first + 1, option.gres.rfind(':') - first - 1);
}

std::vector<std::size_t> display_order(const Advice& advice) {
  std::vector<std::size_t> order(advice.options.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const OptionAdvice& left = advice.options[a];
    const OptionAdvice& right = advice.options[b];
    if (left.rank && right.rank) {
      return *left.rank < *right.rank;
    }
    if (left.rank || right.rank) {
      return left.rank.has_value();
    }
    return left.capacity > right.capacity;
  });
  return order;
}

std::vector<std::string> why_lines(const Advice& advice) {
  std::vector<std::string> lines = advice.recommended ? std::vector<std::string>{} : job_fault_lines(advice);
  for (const Reason& reason : advice.why) {
    lines.push_back(reason_text(advice, reason));
  }
  for (const std::size_t index : display_order(advice)) {
    if (const Reason* const reason = advice.options[index].reasons.find(Rule::break_even)) {
      lines.push_back(reason_text(advice, *reason));
    }
  }
  return lines;
}

std::vector<std::string> warning_lines(const Advice& advice) {
  std::vector<std::string> lines;
  for (const Reason& reason : advice.warnings) {
    if (reason.rule == Rule::nothing_eligible) {
      continue;  // the headline has said it
    }
    lines.push_back(reason_text(advice, reason));
  }
  return lines;
}

std::string_view warning_head(const Advice& advice) { return advice.recommended ? "Beware" : "What would help"; }

std::vector<std::string> closing_lines(const Advice& advice) {
  if (!advice.recommended) {
    return {};
  }
  std::vector<std::string> lines{"SU per hour only: what the whole job costs depends on how long it runs on each option."};
  if (advice.memory_needed) {
    lines.emplace_back("GPU memory is the peak allocated plus about 0.5 GiB; a reading of nvidia-smi is an upper limit.");
  }
  return lines;
}

}  // namespace migadvise
