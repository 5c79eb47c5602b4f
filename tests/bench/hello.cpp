// The least that a C++ program with iostreams can do: what migadvise's start is measured against.
#include <iostream>

int main() {
  std::cout << "Hello, world\n";
  return 0;
}
