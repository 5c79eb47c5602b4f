#include "core/slurm_word.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

TEST_CASE("what can stand in a Slurm option without quotes") {
  struct Case {
    const char* description;
    std::string text;
    bool accepted;
  };
  const std::vector<Case> cases{
      {"a name", "standard", true},
      {"one letter", "g", true},
      {"digits first", "4gpu", true},
      {"every sign", "a_b-c.d+e@f", true},
      {"a point first", ".hidden", true},
      {"64 bytes", std::string(64, 'a'), true},
      {"65 bytes", std::string(65, 'a'), false},
      {"nothing", "", false},
      {"a dash first, as an option has", "-x", false},
      {"a blank", "a b", false},
      {"a comma, as a list has", "a,b", false},
      {"an equals sign", "a=b", false},
      {"a quote", "a'b", false},
      {"what a shell would run", "$(id)", false},
      {"a line break", "a\n", false},
      {"a NUL", std::string("a\0b", 3), false},
      {"a letter beyond ASCII", "caf\xC3\xA9", false},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(is_slurm_word(c.text) == c.accepted);
  }
}

TEST_CASE("what can be the name of a module") {
  struct Case {
    const char* description;
    std::string text;
    bool accepted;
  };
  const std::vector<Case> cases{
      {"a name", "GCC", true},
      {"a name and a version", "PyTorch/2.1.2-foss-2023a-CUDA-12.1.1", true},
      {"every sign", "a_b-c.d+e/f", true},
      {"200 bytes", std::string(200, 'a'), true},
      {"201 bytes", std::string(201, 'a'), false},
      {"nothing", "", false},
      {"a dash first", "-a", false},
      {"a blank", "a b", false},
      {"a list", "a,b", false},
      {"what a shell would run", "a;id", false},
      {"a substitution", "`id`", false},
      {"an at sign", "a@b", false},
      {"a line break", "a\nb", false},
      {"a NUL", std::string("a\0b", 3), false},
      {"a letter beyond ASCII", "\xC3\xA9", false},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(is_module_name(c.text) == c.accepted);
  }
}

}  // namespace
}  // namespace migadvise
