#include "migadvise/profile_name.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace migadvise {
namespace {

using A = ProfileAttribute;

TEST_CASE("NVIDIA's profile names are read and printed", "[profile_name]") {
  struct Case {
    const char* description;
    std::string text;
    ProfileName name;
    std::string printed;
  };
  const std::vector<Case> cases{
      {"a slice", "1g.10gb", {0, 1, 10, false, {}}, "1g.10gb"},
      {"a larger slice", "3g.40gb", {0, 3, 40, false, {}}, "3g.40gb"},
      {"all slices", "7g.80gb", {0, 7, 80, false, {}}, "7g.80gb"},
      {"three digits of memory", "7g.141gb", {0, 7, 141, false, {}}, "7g.141gb"},
      {"a compute instance", "1c.3g.40gb", {1, 3, 40, false, {}}, "1c.3g.40gb"},
      {"a compute instance as large as the GPU instance", "3c.3g.40gb", {3, 3, 40, false, {}}, "3c.3g.40gb"},
      {"media engines", "1g.10gb+me", {0, 1, 10, false, {A::media_engines}}, "1g.10gb+me"},
      {"no media engines", "1g.10gb-me", {0, 1, 10, true, {A::media_engines}}, "1g.10gb-me"},
      {"graphics", "1g.24gb+gfx", {0, 1, 24, false, {A::graphics}}, "1g.24gb+gfx"},
      {"all media engines", "1g.10gb+me.all", {0, 1, 10, false, {A::all_media_engines}}, "1g.10gb+me.all"},
      {"two attributes", "2g.20gb+me.all,gfx", {0, 2, 20, false, {A::all_media_engines, A::graphics}}, "2g.20gb+me.all,gfx"},
      {"their order stays", "2g.20gb+gfx,me", {0, 2, 20, false, {A::graphics, A::media_engines}}, "2g.20gb+gfx,me"},
      {"two refused", "2g.20gb-me,gfx", {0, 2, 20, true, {A::media_engines, A::graphics}}, "2g.20gb-me,gfx"},
      {"everything", "2c.4g.48gb+me,gfx", {2, 4, 48, false, {A::media_engines, A::graphics}}, "2c.4g.48gb+me,gfx"},
      {"capitals", "1C.3G.40GB+ME", {1, 3, 40, false, {A::media_engines}}, "1c.3g.40gb+me"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    const auto name = parse_profile_name(c.text);
    REQUIRE(name.has_value());
    CHECK(*name == c.name);
    CHECK(print_profile_name(*name) == c.printed);
  }
}

TEST_CASE("what is no profile name is refused", "[profile_name]") {
  struct Case {
    const char* description;
    std::string text;
  };
  const std::vector<Case> cases{
      {"nothing", ""},
      {"slices alone", "1g"},
      {"memory alone", "10gb"},
      {"no memory", "1g."},
      {"no unit", "1g.10"},
      {"half a unit", "1g.10g"},
      {"another unit", "1g.10mb"},
      {"binary unit", "1g.10gib"},
      {"no slices", "g.10gb"},
      {"zero slices", "0g.10gb"},
      {"zero memory", "1g.0gb"},
      {"a leading zero", "01g.10gb"},
      {"a leading zero of memory", "1g.010gb"},
      {"a fraction", "1g.9.5gb"},
      {"a negative number", "-1g.10gb"},
      {"no point", "1g10gb"},
      {"an underscore", "1g_10gb"},
      {"a blank before", " 1g.10gb"},
      {"a blank behind", "1g.10gb "},
      {"a blank inside", "1g. 10gb"},
      {"a zero compute instance", "0c.1g.10gb"},
      {"a compute instance larger than the GPU instance", "4c.3g.40gb"},
      {"a compute instance alone", "1c.10gb"},
      {"a compute instance behind", "3g.1c.40gb"},
      {"plus without an attribute", "1g.10gb+"},
      {"minus without an attribute", "1g.10gb-"},
      {"an unknown attribute", "1g.10gb+foo"},
      {"an attribute cut short", "1g.10gb+m"},
      {"an attribute with more letters", "1g.10gb+mes"},
      {"an attribute twice", "1g.10gb+me,me"},
      {"a comma at the end", "1g.10gb+me,"},
      {"a comma first", "1g.10gb+,me"},
      {"a blank behind the comma", "1g.10gb+me, gfx"},
      {"plus and minus", "1g.10gb+me-gfx"},
      {"plus twice", "1g.10gb+me+gfx"},
      {"an attribute without a sign", "1g.10gbme"},
      {"a number of six digits", "1g.100000gb"},
      {"a number of 400 digits", std::string(400, '1') + "g.10gb"},
      {"Slurm's type", "a100_1g.10gb"},
      {"a count behind", "1g.10gb:1"},
      {"a zero byte behind", std::string("1g.10gb\0", 8)},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    CHECK_FALSE(parse_profile_name(c.text).has_value());
  }
}

TEST_CASE("any profile name is read back as it was printed", "[profile_name]") {
  std::mt19937 random(3);
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random); };
  for (int i = 0; i < 2000; ++i) {
    ProfileName name;
    name.slices = pick(1, i % 10 == 0 ? 99'999 : 8);
    name.memory_gb = pick(1, i % 10 == 0 ? 99'999 : 200);
    name.compute_instance_slices = pick(0, 1) == 0 ? 0 : pick(1, name.slices);
    std::array<A, 3> attributes{A::media_engines, A::all_media_engines, A::graphics};
    std::shuffle(attributes.begin(), attributes.end(), random);
    name.attributes.assign(attributes.begin(), attributes.begin() + pick(0, 3));
    name.attributes_refused = !name.attributes.empty() && pick(0, 1) == 1;
    const std::string text = print_profile_name(name);
    CAPTURE(text);
    CHECK(parse_profile_name(text) == name);
    const auto option = parse_option_name(text);
    REQUIRE(option.has_value());
    CHECK(canonical_name(*option) == text);
  }
}

// What a text means among `candidates`: a canonical name, or why there is none.
std::string meaning(const std::string& text, const std::vector<NameCandidate>& candidates) {
  const auto name = parse_option_name(text);
  if (!name) {
    return "no name";
  }
  const auto found = resolve_name(*name, candidates);
  return found ? std::string(candidates[*found].name) : "none of them";
}

const std::vector<NameCandidate> wulver{
    {"1g.10gb", 10, "a100"}, {"2g.20gb", 20, "a100"}, {"3g.40gb", 40, "a100"}, {"full", 80, "a100"}};

TEST_CASE("every spelling of a slice in use means the slice", "[profile_name]") {
  struct Case {
    const char* description;
    const char* before;
    bool slices;
    const char* between;
    const char* memory_unit;  // null when there is no memory
    const char* behind;
  };
  const std::vector<Case> patterns{
      {"the profile name", "", true, ".", "gb", ""},
      {"slices alone", "", true, "", nullptr, ""},
      {"memory alone", "", false, "", "gb", ""},
      {"memory in capitals", "", false, "", "GB", ""},
      {"memory with a blank", " ", false, "", "gb", " "},
      {"memory as Wulver's GRES has it", "", false, "", "g", ""},
      {"Wulver's GRES type", "a100_", false, "", "g", ""},
      {"Wulver's GRES", "gpu:a100_", false, "", "g", ":1"},
      {"a GRES without a count", "gpu:a100_", false, "", "g", ""},
      {"a type with the profile", "a100_", true, ".", "gb", ""},
      {"a GRES with the profile", "gpu:a100_", true, ".", "gb", ":1"},
      {"Kubernetes", "mig-", true, ".", "gb", ""},
      {"the first published head's device", "A100 MIG ", true, ".", "gb", ""},
      {"in words", "MIG ", true, ".", "gb", ""},
      {"the second published head's device", "A100 MIG ", false, "", "gb", ""},
      {"in a table of measurements", "A100_", false, "", "gb", " MIG"},
      {"detected by Slurm", "nvidia_a100_", true, ".", "gb", ""},
      {"type with memory", "a100_", false, "", "gb", ""},
      {"with a no-break space", "MIG\u00A0", true, ".", "gb", ""},
      {"with a narrow no-break space", "A100\u202FMIG\u202F", false, "", "gb", ""},
      {"with a tab", "MIG\t", true, ".", "gb", ""},
      {"capitals", "NVIDIA_A100_", true, ".", "GB", ""},
      {"words apart", "", true, " ", "gb", ""},
  };
  for (const Case& pattern : patterns) {
    for (std::size_t i = 0; i + 1 < wulver.size(); ++i) {
      const auto profile = parse_profile_name(wulver[i].name);
      REQUIRE(profile.has_value());
      std::string text = pattern.before;
      if (pattern.slices) {
        text += std::to_string(profile->slices) + "g" + pattern.between;
      }
      if (pattern.memory_unit != nullptr) {
        text += std::to_string(profile->memory_gb) + pattern.memory_unit;
      }
      text += pattern.behind;
      INFO(pattern.description);
      CAPTURE(text);
      CHECK(meaning(text, wulver) == wulver[i].name);
    }
  }
}

TEST_CASE("other spellings mean what they should among Wulver's options", "[profile_name]") {
  struct Case {
    const char* description;
    const char* text;
    const char* means;
  };
  const std::vector<Case> cases{
      {"full", "full", "full"},
      {"capitals", "FULL", "full"},
      {"the published head", "Full 80GB", "full"},
      {"the same in small letters", "full 80gb", "full"},
      {"its memory", "80gb", "full"},
      {"its memory as a GRES would have it", "80g", "full"},
      {"its model", "a100", "full"},
      {"its GRES", "gpu:a100:1", "full"},
      {"its GRES without a count", "gpu:a100", "full"},
      {"in a table of measurements", "A100_80gb full GPU", "full"},
      {"its device name", "A100-SXM4-80GB", "full"},
      {"with its maker", "NVIDIA A100-SXM4-80GB", "full"},
      {"another form factor", "A100-PCIe-80GB", "full"},
      {"full GPU", "full GPU", "full"},
      {"a GRES of no type", "gpu:1", "full"},
      {"its maker's name for short", "A100-80GB", "full"},
      {"a slice of it with hyphens", "A100-MIG-10gb", "1g.10gb"},
      {"the full GPU of another size, by its maker's name", "a100-40gb", "none of them"},
      {"and with the maker", "NVIDIA-A100-40GB", "none of them"},
      {"another GPU", "h100", "none of them"},
      {"an older one", "v100", "none of them"},
      {"another GPU with the same memory", "H100-SXM5-80GB", "none of them"},
      {"its GRES", "gpu:h100:1", "none of them"},
      {"a slice of another GPU", "nvidia_h100_1g.10gb", "none of them"},
      {"in words", "H100 MIG 1g.10gb", "none of them"},
      {"by its memory", "h100_10g", "none of them"},
      {"by its slices", "h100 mig 1g", "none of them"},
      {"by a memory that only the full GPU has", "h100_80gb", "none of them"},
      {"blanks around", "  full  ", "full"},
      {"Slurm's detection rounds the true memory", "nvidia_a100_3g.39gb", "3g.40gb"},
      {"one more", "3g.41gb", "3g.40gb"},
      {"two less is another profile", "3g.38gb", "none of them"},
      {"other slices", "4g.40gb", "none of them"},
      {"slices that are not there", "7g", "none of them"},
      {"memory that is not there", "5gb", "none of them"},
      {"slices of one with the memory of another", "1g 20gb", "none of them"},
      {"the full GPU of another size", "full 40gb", "none of them"},
      {"a slice as large as the GPU", "MIG 80gb", "none of them"},
      {"a profile with an attribute that none has", "1g.10gb+me", "none of them"},
      {"a compute instance", "1c.3g.40gb", "none of them"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    CHECK(meaning(c.text, wulver) == c.means);
  }
}

TEST_CASE("a name that could mean two options means none", "[profile_name]") {
  const std::vector<NameCandidate> crowded{{"1g.10gb", 10, ""}, {"1g.20gb", 20, ""}, {"1g.10gb+me", 10, ""}, {"2g.20gb", 20, ""},
                                           {"3g.40gb", 40, ""}, {"4g.40gb", 40, ""}, {"7g.80gb", 80, ""},    {"full", 80, ""}};
  struct Case {
    const char* description;
    const char* text;
    const char* means;
  };
  const std::vector<Case> cases{
      {"two with one slice", "1g", "none of them"},
      {"two with 20 GB", "20gb", "none of them"},
      {"as a type", "a100_20g", "none of them"},
      {"two with 40 GB", "a100_40gb", "none of them"},
      {"one of the two by name", "1g.20gb", "1g.20gb"},
      {"the other by name", "2g.20gb", "2g.20gb"},
      {"in words", "MIG 1g 20gb", "1g.20gb"},
      {"only one has two slices", "2g", "2g.20gb"},
      {"attributes are asked for by name only", "10gb", "1g.10gb"},
      {"the attribute decides", "1g.10gb+me", "1g.10gb+me"},
      {"refused is another profile than asked for", "1g.10gb-me", "none of them"},
      {"80 GB is the slice where one has it", "80gb", "7g.80gb"},
      {"and the full GPU when it is said", "full 80gb", "full"},
      {"and by its model", "a100", "full"},
      {"one GB away on either side", "4g.39gb", "4g.40gb"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CAPTURE(c.text);
    CHECK(meaning(c.text, crowded) == c.means);
  }
  CHECK(meaning("3g.40gb", {{"3g.39gb", 39, ""}, {"3g.41gb", 41, ""}}) == "none of them");
  CHECK(meaning("3g.39gb", {{"3g.39gb", 39, ""}, {"3g.40gb", 40, ""}}) == "3g.39gb");
  CHECK(meaning("1g.10gb", {}) == "none of them");
}

TEST_CASE("where a GPU is not known, its name is no reason against", "[profile_name]") {
  const std::vector<NameCandidate> unknown{{"1g.10gb", 10, ""}, {"full", 80, ""}};
  CHECK(meaning("h100", unknown) == "full");
  CHECK(meaning("h100_10g", unknown) == "1g.10gb");
  INFO("of two GPUs, the name tells which");
  const std::vector<NameCandidate> two{{"1g.10gb", 10, "a100"}, {"1g.12gb", 12, "h100"}, {"2g.10gb", 10, "h100"}};
  CHECK(meaning("a100_10g", two) == "1g.10gb");
  CHECK(meaning("h100_10g", two) == "2g.10gb");
  CHECK(meaning("10gb", two) == "none of them");
}

TEST_CASE("what is no name is refused", "[profile_name]") {
  const std::vector<std::string> texts{"",
                                       " ",
                                       "\u00A0",
                                       "Notes",
                                       "note",
                                       "banana",
                                       "Specification",
                                       "mig",
                                       "gpu",
                                       "nvidia",
                                       "full 1g.10gb",
                                       "1g full",
                                       "full mig",
                                       "gpu:a100_10g:2",
                                       "gpu:a100:2",
                                       "gpu:2",
                                       "gpu:",
                                       "1",
                                       "1g 2g",
                                       "10gb 20gb",
                                       "1g.10gb 10gb",
                                       "1g.10gb 2g.20gb",
                                       "mig mig 1g",
                                       "full full",
                                       "a100 a100",
                                       "0g",
                                       "010gb",
                                       "10 20",
                                       "1g.10gb x",
                                       "10gb!",
                                       "1g.10",
                                       "sxm4 1g.10gb",
                                       "-10gb x",
                                       "1,5gb",
                                       "10gib",
                                       "1.5g",
                                       "100000gb",
                                       "100000000000000000000gb"};
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK_FALSE(parse_option_name(text).has_value());
  }
}

TEST_CASE("a name tells its parts", "[profile_name]") {
  const auto name = parse_option_name("A100_10gb MIG");
  REQUIRE(name.has_value());
  CHECK(name->mig);
  CHECK_FALSE(name->full);
  CHECK_FALSE(name->profile.has_value());
  CHECK_FALSE(name->slices.has_value());
  CHECK(name->memory_gb == 10);
  CHECK(name->gpu == "a100");
  CHECK_FALSE(canonical_name(*name).has_value());

  const auto full = parse_option_name("A100-SXM4-80GB");
  REQUIRE(full.has_value());
  CHECK(full->full);
  CHECK(full->memory_gb == 80);
  CHECK(full->gpu == "a100");
  CHECK(canonical_name(*full) == "full");

  CHECK(parse_option_name("8g")->slices == 8);
  CHECK(parse_option_name("10g")->memory_gb == 10);
  CHECK(parse_option_name("a100_5g")->memory_gb == 5);
  CHECK(canonical_name(*parse_option_name("mig-1g.10gb-me")) == "1g.10gb-me");
}

TEST_CASE("both published forms of the table's heads resolve alike", "[profile_name]") {
  const std::vector<std::vector<std::string>> heads{
      {"1g.10gb", "2g.20gb", "3g.40gb", "Full 80GB"},
      {"10gb", "20gb", "40gb", "Full 80GB"},
      {"A100 MIG 1g.10gb", "A100 MIG 2g.20gb", "A100 MIG 3g.40gb", "A100-SXM4-80GB"},
      {"A100 MIG 10gb", "A100 MIG 20gb", "A100 MIG 40gb", "A100-SXM4-80GB"}};
  for (const auto& row : heads) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      CAPTURE(row[i]);
      CHECK(meaning(row[i], wulver) == wulver[i].name);
    }
  }
}

}  // namespace
}  // namespace migadvise
