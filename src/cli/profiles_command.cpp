#include "cli/profiles_command.hpp"

#include "report/json_writer.hpp"
#include "report/profiles_writer.hpp"

namespace migadvise {

Outcome run_profiles(const ProfilesRequest& request, const Io& io) {
  const Result<Inputs, Outcome> inputs = load_inputs(request);
  if (!inputs) {
    return inputs.error();
  }
  if (const std::vector<Diagnostic> unknown = unknown_places(request.needs, inputs->site); !unknown.empty()) {
    return failed(unknown);
  }
  const Advice advice = advise(request.needs, inputs->table, inputs->site);
  const Style style = style_for(request, io);
  switch (request.format) {
    case Format::json:
      return {Status::answered, write_profiles_json(advice, MIGADVISE_VERSION, request.ascii), ""};
    case Format::markdown:
      return {Status::answered, in_style(write_profiles_markdown(advice), style), ""};
    case Format::csv:
      return {Status::answered, in_style(write_profiles_csv(advice), style), ""};
    default:
      return {Status::answered, write_profiles_text(advice, style, request.quiet), ""};
  }
}

}  // namespace migadvise
