#include "input/sinfo_state.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/decimal.hpp"

namespace migadvise {

namespace {

struct Word {
  std::string_view text;
  NodeService service;
};

constexpr NodeService open = NodeService::open;
constexpr NodeService planned = NodeService::planned;
constexpr NodeService full = NodeService::full;
constexpr NodeService out = NodeService::out;

// The states of sinfo's manual page, as it writes them in full and in short, and the flags of STATECOMPLETE. A node that is
// powered down is woken for a job.
constexpr std::array<Word, 49> words{{{"idle", open},
                                      {"mixed", open},
                                      {"mix", open},
                                      {"completing", open},
                                      {"comp", open},
                                      {"powered_down", open},
                                      {"powering_up", open},
                                      {"power_up", open},
                                      {"pow_up", open},
                                      {"cloud", open},
                                      {"dynamic_norm", open},
                                      {"resume", open},
                                      {"planned", planned},
                                      {"plnd", planned},
                                      {"allocated", full},
                                      {"alloc", full},
                                      {"down", out},
                                      {"drain", out},
                                      {"drained", out},
                                      {"draining", out},
                                      {"drng", out},
                                      {"fail", out},
                                      {"failing", out},
                                      {"failg", out},
                                      {"error", out},
                                      {"err", out},
                                      {"maint", out},
                                      {"maintenance", out},
                                      {"reserved", out},
                                      {"resv", out},
                                      {"blocked", out},
                                      {"block", out},
                                      {"future", out},
                                      {"futr", out},
                                      {"dynamic_future", out},
                                      {"inval", out},
                                      {"invalid_reg", out},
                                      {"unknown", out},
                                      {"unk", out},
                                      {"perfctrs", out},
                                      {"npc", out},
                                      {"not_responding", out},
                                      {"reboot", out},
                                      {"reboot_requested", out},
                                      {"reboot_issued", out},
                                      {"boot", out},
                                      {"power_down", out},
                                      {"powering_down", out},
                                      {"pow_dn", out}}};

// Signs behind a state: does not respond, powered down or up, will be or is being powered down, maintenance, reboots, kept for a
// job that waits, some jobs are ending.
constexpr std::array<std::pair<char, NodeService>, 10> signs{{{'*', out},
                                                              {'~', open},
                                                              {'#', open},
                                                              {'!', out},
                                                              {'%', out},
                                                              {'$', out},
                                                              {'@', out},
                                                              {'^', out},
                                                              {'-', planned},
                                                              {'+', open}}};

}  // namespace

std::optional<NodeService> read_node_state(std::string_view text) {
  NodeService worst = NodeService::open;
  for (; !text.empty(); text.remove_suffix(1)) {
    const auto sign = std::ranges::find(signs, text.back(), [](const auto& entry) { return entry.first; });
    if (sign == signs.end()) {
      break;
    }
    worst = std::max(worst, sign->second);
  }
  do {
    const std::size_t plus = std::min(text.find('+'), text.size());
    const std::string_view one = text.substr(0, plus);
    const auto word = std::ranges::find_if(words, [&](const Word& known) { return equal_folded(known.text, one); });
    if (word == words.end()) {
      return std::nullopt;
    }
    worst = std::max(worst, word->service);
    text.remove_prefix(std::min(plus + 1, text.size()));
  } while (!text.empty());
  return worst;
}

std::optional<bool> read_availability(std::string_view text) {
  if (equal_folded(text, "up")) {
    return true;
  }
  constexpr std::array<std::string_view, 4> closed{"down", "drain", "inact", "inactive"};
  const bool known = std::ranges::any_of(closed, [&](std::string_view word) { return equal_folded(word, text); });
  return known ? std::optional(false) : std::nullopt;
}

}  // namespace migadvise
