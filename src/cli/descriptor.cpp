#include "cli/descriptor.hpp"

#include <unistd.h>

#include <system_error>
#include <utility>

namespace migadvise {

std::string system_text(int error) { return std::generic_category().message(error); }

Descriptor::~Descriptor() {
  if (number_ >= 0) {
    ::close(number_);
  }
}

bool Descriptor::close() { return ::close(std::exchange(number_, -1)) == 0; }

}  // namespace migadvise
