// Parallelism: one job gets one MIG instance, and instances cannot talk to each other. Work that exchanges data belongs into
// one instance or onto full GPUs; independent work becomes separate jobs.
#include "core/charge.hpp"
#include "core/rules.hpp"

namespace migadvise {

namespace {

// The cheapest way to run the need as independent parts on an option smaller than `than`; fewer parts where the price is equal.
std::optional<Reason> find_split(const Advice& advice, std::optional<std::size_t> than) {
  const Needs& needs = advice.needs;
  if (needs.single_model || needs.coupled || needs.tasks > 1 || needs.gpus > 0 || !advice.memory_needed) {
    return std::nullopt;
  }
  std::optional<Reason> best;
  for (std::size_t i = 0; i < advice.options.size(); ++i) {
    const OptionAdvice& option = advice.options[i];
    // A part has to be asked for as well.
    const bool can_be_asked_for = !option.gres.empty() || (than && advice.options[*than].gres.empty());
    if (!rejected_only_by(option, {Rule::gpu_memory}) || !can_be_asked_for ||
        (than && option.capacity >= advice.options[*than].capacity)) {
      continue;
    }
    const std::int64_t parts = instances_for(*advice.memory_needed, needs.headroom_percent, option.capacity);
    const std::int64_t rate = multiply_divide(option.charged.micro, parts, 1);
    if (parts < 2 || (best && (rate > (*best)[FigureName::rate] ||
                               (rate == (*best)[FigureName::rate] && parts >= (*best)[FigureName::parts])))) {
      continue;
    }
    const std::int64_t each = multiply_divide(advice.memory_needed->value, 1, parts, Rounding::up);
    const Charge other = than ? advice.options[*than].charge : Charge{};
    best = Reason(Rule::split, Verdict::note, i,
                  {{FigureName::parts, parts},
                   {FigureName::per_process, each},
                   {FigureName::gpu_rate, multiply_divide(option.charge.gpu.micro, parts, 1)},
                   {FigureName::rate, rate},
                   {FigureName::other_gpu_rate, other.gpu.micro},
                   {FigureName::other_rate, other.total.micro}});
  }
  const std::optional<int> at_once = advice.place.qos->jobs_at_once;
  if (best && at_once && *at_once < (*best)[FigureName::parts]) {
    best->add({FigureName::jobs_allowed, *at_once});
  }
  return best;
}

}  // namespace

std::optional<Reason> judge_whole_gpus(const Advice& advice, std::size_t option) {
  if (advice.needs.gpus == 0) {
    return std::nullopt;
  }
  return Reason(Rule::whole_gpus, advice.table->profiles[option].full() ? Verdict::accept : Verdict::reject, option,
                {{FigureName::gpus_asked, advice.needs.gpus}});
}

std::optional<Reason> explain_tasks(const Advice& advice) {
  if (advice.needs.tasks == 1 || !advice.recommended) {
    return std::nullopt;
  }
  const std::size_t option = *advice.recommended;
  if (!advice.needs.coupled) {
    return Reason(Rule::tasks, Verdict::note, option, {{FigureName::tasks, advice.needs.tasks}});
  }
  return Reason(Rule::tasks, Verdict::accept, option,
                {{FigureName::tasks, advice.needs.tasks},
                 {FigureName::per_process, advice.needs.gpu_memory.value_or(Bytes{}).value},
                 {FigureName::needed, advice.memory_needed.value_or(Bytes{}).value}});
}

std::optional<Reason> explain_single_model(const Advice& advice) {
  if (!advice.needs.single_model || !advice.recommended || advice.needs.gpus > 0) {
    return std::nullopt;
  }
  return Reason(Rule::single_model, Verdict::note, *advice.recommended, {});
}

std::optional<Reason> explain_fewer_gpus(const Advice& advice) {
  if (advice.needs.gpus < 2 || !advice.recommended || !advice.memory_needed || !advice.place.qos->charged) {
    return std::nullopt;
  }
  const OptionAdvice& chosen = advice.options[*advice.recommended];
  const std::optional<std::int64_t> fewest = fewest_gpus(advice, advice.needs.headroom_percent);
  if (!fewest || *fewest >= advice.needs.gpus) {
    return std::nullopt;
  }
  const std::int64_t enough = *fewest;
  const std::optional<Charge> fewer = hourly_charge(formula_of(advice), advice.table->profiles[*advice.recommended],
                                                    advice.needs.cpus, advice.ram, static_cast<int>(enough));
  const std::int64_t rate = fewer ? fewer->total.micro : 0;
  return Reason(
      Rule::fewer_gpus, Verdict::note, *advice.recommended,
      {{FigureName::gpus, enough},
       {FigureName::gpus_asked, advice.needs.gpus},
       {FigureName::rate, chosen.charge.total.micro},
       {FigureName::other_rate, rate},
       {FigureName::speedup, rate == 0 ? 0 : multiply_divide(chosen.charge.total.micro, micro_per_unit, rate, Rounding::up)}});
}

std::optional<Reason> explain_split(const Advice& advice) {
  // Where nothing is charged, there is nothing to compare.
  return advice.recommended && advice.place.qos->charged ? find_split(advice, advice.recommended) : std::nullopt;
}

std::optional<Reason> repair_split(const Advice& advice) {
  return advice.recommended ? std::nullopt : find_split(advice, std::nullopt);
}

}  // namespace migadvise
