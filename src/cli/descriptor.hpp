// A file descriptor that is closed when nobody needs it any more.
#pragma once

namespace migadvise {

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
