#include "cli/descriptor.hpp"

#include <unistd.h>

#include <utility>

namespace migadvise {

Descriptor::~Descriptor() {
  if (number_ >= 0) {
    ::close(number_);
  }
}

bool Descriptor::close() { return ::close(std::exchange(number_, -1)) == 0; }

}  // namespace migadvise
