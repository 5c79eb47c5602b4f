// The advice command: needs in, recommendation out.
#pragma once

#include <string>
#include <vector>

#include "cli/run.hpp"

namespace migadvise {

/// What a command gives back to be written: nothing of it has been written yet.
struct Outcome {
  Status status = Status::answered;
  std::string out;
  std::string err;
};

Outcome run_advice(const std::vector<std::string>& arguments, const Io& io);

}  // namespace migadvise
