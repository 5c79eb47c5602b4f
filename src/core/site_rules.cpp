// The site: what it has and how it names it.
#include "core/rules.hpp"

namespace migadvise {

std::optional<Reason> judge_gpus_per_node(const Advice& advice, std::size_t option) {
  if (advice.needs.gpus <= advice.site->gpus_per_node || !advice.table->profiles[option].full()) {
    return std::nullopt;
  }
  return Reason(Rule::gpus_per_node, Verdict::reject, option,
                {{FigureName::gpus, advice.site->gpus_per_node}, {FigureName::gpus_asked, advice.needs.gpus}});
}

std::optional<Reason> note_gres_unknown(const Advice& advice, std::size_t option) {
  if (!advice.options[option].gres.empty()) {
    return std::nullopt;
  }
  return Reason(Rule::gres_unknown, Verdict::note, option, {});
}

std::optional<Reason> warn_gres_missing(const Advice& advice) {
  if (!advice.recommended || !advice.options[*advice.recommended].gres.empty()) {
    return std::nullopt;
  }
  return Reason(Rule::gres_missing, Verdict::note, *advice.recommended, {});
}

}  // namespace migadvise
