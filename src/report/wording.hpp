// What the sentences of all rules are made of: a reason and the advice that it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "migadvise/advice.hpp"
#include "report/number_text.hpp"
#include "report/reason_text.hpp"

namespace migadvise {

/// What is to be said of a QoS beside that it costs nothing: `, though its jobs can be preempted`, or nothing.
inline std::string_view preempted_text(const Qos& qos) {
  return qos.preempted_by.empty() ? "" : ", though its jobs can be preempted";
}

struct Wording {
  const Advice& advice;
  const Reason& reason;

  [[nodiscard]] std::int64_t count(FigureName name) const { return reason[name]; }
  [[nodiscard]] bool has(FigureName name) const { return reason.has(name); }
  [[nodiscard]] Bytes bytes(FigureName name) const { return Bytes{reason[name]}; }
  [[nodiscard]] std::string su(FigureName name) const { return su_text(reason[name]); }
  // What an hour of one job costs; with several jobs the headline has their sum.
  [[nodiscard]] std::string su_per_hour(FigureName name) const {
    return su(name) + (advice.jobs > 1 ? " SU/hour and job" : " SU/hour");
  }
  // A need that is all that an option has is a capacity, and printed as one everywhere.
  [[nodiscard]] std::string need(FigureName name) const {
    const std::optional<UsedMemory>& used = advice.needs.used;
    const bool is_capacity = used && used->basis == MemoryBasis::ran && bytes(name) == used->seen;
    return is_capacity ? capacity_text(bytes(name)) : need_text(bytes(name));
  }
  [[nodiscard]] std::string capacity(FigureName name) const { return capacity_text(bytes(name)); }
  [[nodiscard]] std::string ram(FigureName name) const { return print_host_ram(bytes(name)); }
  [[nodiscard]] std::string subject() const { return option_text(advice, static_cast<std::size_t>(reason.option)); }
  // The option with its verb; several full GPUs are more than one.
  [[nodiscard]] bool several() const {
    return advice.needs.gpus > 1 && advice.table->profiles[static_cast<std::size_t>(reason.option)].full();
  }
  [[nodiscard]] std::string holder(std::string_view one_verb, std::string_view several_verb) const {
    return several() ? count_text(advice.needs.gpus, "full GPU").append(" ").append(several_verb)
                     : subject().append(" ").append(one_verb);
  }
  [[nodiscard]] Duration time(FigureName name) const { return Duration{reason[name]}; }
  [[nodiscard]] const std::string& partition() const { return advice.place.partition->name; }
  [[nodiscard]] const std::string& qos_named() const {
    return advice.site->qos[static_cast<std::size_t>(reason[FigureName::qos])].name;
  }
  [[nodiscard]] const std::string& qos() const { return advice.place.qos_name; }
  [[nodiscard]] bool charged() const { return advice.place.qos->charged; }
  [[nodiscard]] std::string other(FigureName name = FigureName::option) const {
    return option_text(advice, static_cast<std::size_t>(reason[name]));
  }
};

}  // namespace migadvise
