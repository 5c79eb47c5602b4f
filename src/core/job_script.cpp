#include "migadvise/job_script.hpp"

#include <algorithm>

namespace migadvise {

const Directive* JobScript::find(JobOption option) const {
  const auto found = std::find_if(directives.rbegin(), directives.rend(),
                                  [&](const Directive& directive) { return directive.option == option; });
  return found == directives.rend() ? nullptr : &*found;
}

bool has_room_for(JobCode code, const std::vector<JobFinding>& findings) {
  const auto of_level = std::count_if(findings.begin(), findings.end(),
                                      [&](const JobFinding& finding) { return job_level(finding.code) == job_level(code); });
  return static_cast<std::size_t>(of_level) < max_diagnostics;
}

Position position_in(std::string_view bytes, std::size_t offset) {
  const std::string_view before = bytes.substr(0, offset);
  const std::size_t line_end = before.rfind('\n');
  const std::size_t start = line_end == std::string_view::npos ? 0 : line_end + 1;
  return {std::count(before.begin(), before.end(), '\n') + 1, static_cast<std::int64_t>(before.size() - start) + 1};
}

std::string_view line_at(std::string_view bytes, std::size_t offset) {
  const std::size_t line_end = bytes.substr(0, offset).rfind('\n');
  const std::string_view rest = bytes.substr(line_end == std::string_view::npos ? 0 : line_end + 1);
  return rest.substr(0, rest.find('\n'));
}

std::string with_edits(std::string_view bytes, const std::vector<Edit>& edits) {
  std::vector<const Edit*> in_order;
  in_order.reserve(edits.size());
  for (const Edit& edit : edits) {
    in_order.push_back(&edit);
  }
  std::stable_sort(in_order.begin(), in_order.end(), [](const Edit* a, const Edit* b) { return a->at.offset < b->at.offset; });
  std::string out;
  std::size_t done = 0;
  for (const Edit* edit : in_order) {
    if (edit->at.offset >= done && edit->at.end() <= bytes.size()) {
      out.append(bytes.substr(done, edit->at.offset - done)).append(edit->text);
      done = edit->at.end();
    }
  }
  return out.append(bytes.substr(done));
}

}  // namespace migadvise
