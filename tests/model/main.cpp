// Holds the predictions of run times against a file of published ones; prints how well they agree.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "model/evaluation.hpp"

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    const migadvise::model::Answer answer =
        migadvise::model::run(arguments, MIGADVISE_TEST_DATA "/model/a100-80gb-all-slices.csv");
    std::cerr << answer.err;
    std::cout << answer.out << std::flush;
    return std::cout ? answer.status : 1;
  } catch (const std::exception& error) {
    std::cerr << "model_evaluation: " << error.what() << '\n';
    return 1;
  }
}
