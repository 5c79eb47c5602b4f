// A file descriptor that is closed when nobody needs it any more, and the system's words when something fails.
#pragma once

#include <string>

namespace migadvise {

/// What the system says of a value of errno.
std::string system_text(int error);

class Descriptor {
 public:
  /// Owns an open descriptor, or none where the number is below 0.
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }

  /// Whether closing went well: a network file system may report a full disk only here.
  bool close();

 private:
  int number_;
};

}  // namespace migadvise
