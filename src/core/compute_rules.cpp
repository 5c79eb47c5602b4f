// Compute: hard floors that the user sets, in SMs or in the table's Relative Compute Power.
#include "core/rules.hpp"

namespace migadvise {

namespace {

std::optional<Reason> of_recommended(const Advice& advice, Rule rule) {
  if (!advice.recommended) {
    return std::nullopt;
  }
  const Reason* const found = advice.options[*advice.recommended].reasons.find(rule);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

}  // namespace

std::optional<Reason> judge_min_sms(const Advice& advice, std::size_t option) {
  if (!advice.needs.min_sms) {
    return std::nullopt;
  }
  const int sms = advice.options[option].sms;
  return Reason(Rule::min_sms, sms >= *advice.needs.min_sms ? Verdict::accept : Verdict::reject, option,
                {{FigureName::sms, sms}, {FigureName::sms_asked, *advice.needs.min_sms}});
}

std::optional<Reason> judge_min_compute(const Advice& advice, std::size_t option) {
  if (!advice.needs.min_compute) {
    return std::nullopt;
  }
  // A table without the row is refused before it comes here; an option without a figure cannot be shown to have enough.
  const std::optional<Ratio> there = advice.options[option].relative_compute;
  const bool enough = there && *there >= *advice.needs.min_compute;
  return Reason(
      Rule::min_compute, enough ? Verdict::accept : Verdict::reject, option,
      {{FigureName::compute, there.value_or(Ratio{}).micro}, {FigureName::compute_asked, advice.needs.min_compute->micro}});
}

std::optional<Reason> explain_min_sms(const Advice& advice) { return of_recommended(advice, Rule::min_sms); }

std::optional<Reason> explain_min_compute(const Advice& advice) { return of_recommended(advice, Rule::min_compute); }

}  // namespace migadvise
