// Prints the JSON answers to random requests with measured run times: what two compilers make of the sources must be the same
// bytes. Usage: random_answers [COUNT], 1000 when nothing is said.
#include <cstdlib>
#include <iostream>

#include "cli/program.hpp"
#include "cli/random_request.hpp"

int main(int argc, char** argv) {
  const long count = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 1000;
  Dice dice(20261125);
  for (long i = 0; i < count; ++i) {
    std::vector<std::vector<std::string>> options = random_options(dice, Runs::always);
    for (const std::string& word : flattened(options, "--json")) {
      std::cout << word << ' ';
    }
    const Printed printed = run_program(flattened(options, "--json"));
    std::cout << "\n" << printed.status << "\n" << printed.out << printed.err;
  }
  return std::cout.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
