#include "core/suggestion.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

TEST_CASE("the nearest known word is suggested", "[suggestion]") {
  const std::vector<std::string_view> known{"--mem", "--tasks", "--headroom", "--prefer", "--ram", "balanced", "cost", "Cast"};
  struct Case {
    const char* description;
    std::string word;
    std::string_view nearest;  // empty when there is none
  };
  const std::vector<Case> cases{
      {"the word itself", "--headroom", "--headroom"},
      {"in capitals", "BALANCED", "balanced"},
      {"a letter too few", "--headrom", "--headroom"},
      {"a letter too many", "--headrooms", "--headroom"},
      {"another letter", "--headraom", "--headroom"},
      {"two letters swapped", "--haedroom", "--headroom"},
      {"a swap is one step: two would be more than a third of cost", "csot", "cost"},
      {"two letters swapped and their case too", "--HAedroom", "--headroom"},
      {"just a third", "--mam", "--mem"},
      {"half of the letters are others", "balxxd", ""},
      {"the first of two equally near", "cest", "cost"},
      {"the nearer one, though it comes later", "casts", "Cast"},
      {"more than a third", "mem", ""},
      {"nothing like it", "banana", ""},
      {"nothing", "", ""},
      {"64 letters are compared", std::string(64, 'x'), ""},
      {"a very long word is not compared", std::string(100'000, 'x'), ""},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.word);
    CHECK(nearest_word(c.word, known).value_or("") == c.nearest);
  }
}

TEST_CASE("a third of the letters is the limit, exactly", "[suggestion]") {
  const std::vector<std::string_view> known{"abcdef"};
  CHECK(nearest_word("abcdxx", known) == "abcdef");
  CHECK_FALSE(nearest_word("abcxxx", known).has_value());
  CHECK(nearest_word("abcd", known) == "abcdef");
  CHECK_FALSE(nearest_word("abc", known).has_value());
  CHECK(nearest_word("abcdefxxx", known) == "abcdef");
  CHECK_FALSE(nearest_word("abcdefxxxx", known).has_value());
  CHECK_FALSE(nearest_word("abcdef", {}).has_value());
  const std::vector<std::string_view> hollow{"", "a"};
  CHECK(nearest_word("a", hollow) == "a");
  CHECK_FALSE(nearest_word("b", hollow).has_value());
}

TEST_CASE("a short word of another letter in front is another word", "[suggestion]") {
  const std::vector<std::string_view> known{"gpu", "low"};
  CHECK_FALSE(nearest_word("cpu", known).has_value());
  CHECK(nearest_word("gpo", known) == "gpu");
  CHECK(nearest_word("pgu", known) == "gpu");
}

TEST_CASE("only what can have been meant by nothing else may take a word's place", "[suggestion]") {
  const std::vector<std::string_view> known{"partition", "job-name",  "gpus-per-node", "cpus-per-gpu", "cpus-per-task",
                                            "mem",       "ntasks",    "nodes",         "time-min",     "ntasks-per-core",
                                            "gpu",       "course_gpu"};
  const std::vector<std::pair<std::string, std::string>> cases{{"partion", "partition"},
                                                               {"Partitoin", "partition"},
                                                               {"job_name", "job-name"},
                                                               {"jobs-name", "job-name"},
                                                               {"cpu-per-task", "cpus-per-task"},
                                                               {"cpus-per-tsk", "cpus-per-task"},
                                                               {"ntaks", "ntasks"},
                                                               {"GPU", "gpu"},
                                                               {"mme", "mem"},
                                                               {"course-gpu", "course_gpu"}};
  for (const auto& [word, meant] : cases) {
    INFO(word);
    CHECK(mistyped(word, known).value_or("") == meant);
  }
  for (const std::string word :
       {"", "cpus-per-node", "gpus-per-cpu", "cpu", "course_cpu", "time-max", "mam", "partxxxxn", "name", "job-name-x"}) {
    INFO(word);
    CHECK_FALSE(mistyped(word, known).has_value());
  }
  CHECK_FALSE(mistyped(std::string(100'000, 'x'), known).has_value());
  const std::vector<std::string_view> two{"abcd", "abce"};
  CHECK_FALSE(mistyped("abcf", two).has_value());
  CHECK(is_made_of_known("cpus-per-node", known));
  CHECK_FALSE(is_made_of_known("cpus-per-socket", known));
}

}  // namespace
}  // namespace migadvise
