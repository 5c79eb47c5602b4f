#include "migadvise/table.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

TEST_CASE("labels are compared without regard to case and blanks", "[table]") {
  struct Case {
    const char* description;
    std::string label;
    std::string folded;
  };
  const std::vector<Case> cases{
      {"nothing", "", ""},
      {"blanks alone", " \t\r\n\u00A0\u202F", ""},
      {"blanks and capitals", " SU Usage  factor ", "suusagefactor"},
      {"no-break spaces", "SU\u00A0Usage\u202Ffactor", "suusagefactor"},
      {"line breaks", "SU\r\nUsage\nfactor", "suusagefactor"},
      {"signs stay", "Multiprocessors (SMs)", "multiprocessors(sms)"},
      {"other letters stay as they are", "\u00C9tat", "\u00C9tat"},
      {"part of a no-break space stays", "a\xC2", "a\xC2"},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(fold_label(c.label) == c.folded);
    CHECK(fold_label(fold_label(c.label)) == c.folded);
  }
}

TEST_CASE("a row is found by its label", "[table]") {
  Table table;
  table.rows.resize(2);
  table.rows[0].label = "Global Memory";
  table.rows[0].note = "note";
  table.rows[1].label = "ECC\u00A0Support";
  REQUIRE(table.find_row("Global Memory") != nullptr);
  CHECK(table.find_row("Global Memory")->note == "note");
  CHECK(table.find_row(" global\u00A0MEMORY") == &table.rows[0]);
  CHECK(table.find_row("eccsupport") == &table.rows[1]);
  CHECK(table.find_row("ECC") == nullptr);
  CHECK(table.find_row("") == nullptr);
  CHECK(Table{}.find_row("ECC") == nullptr);
}

Site site_of(const std::vector<std::string>& profiles) {
  Site site;
  site.gpu_memory_gb = 80;
  for (const std::string& profile : profiles) {
    site.options.push_back({profile, "type_" + profile});
  }
  return site;
}

TEST_CASE("a site knows the GRES type of its options by their canonical name", "[table]") {
  const Site site = site_of({"1g.10gb", "full"});
  REQUIRE(site.find_gres("1g.10gb") != nullptr);
  CHECK(*site.find_gres("1g.10gb") == "type_1g.10gb");
  CHECK(*site.find_gres("full") == "type_full");
  CHECK(site.find_gres("2g.20gb") == nullptr);
  CHECK(site.find_gres("1G.10GB") == nullptr);
  CHECK(site.find_gres("") == nullptr);
}

// The names that options with these heads get.
std::vector<std::string> names(const std::vector<std::string>& heads, const Site& site) {
  Table table;
  for (const std::string& head : heads) {
    Profile profile;
    profile.label = head;
    const auto name = parse_option_name(head);
    REQUIRE(name.has_value());
    profile.head = *name;
    profile.name = canonical_name(profile.head).value_or(fold_label(head));
    table.profiles.push_back(profile);
  }
  name_options(table, site);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < table.profiles.size(); ++i) {
    CHECK(table.profiles[i].label == heads[i]);
    CHECK(table.profiles[i].full() == (table.profiles[i].name == "full"));
    found.push_back(table.profiles[i].name);
  }
  return found;
}

TEST_CASE("options get the names that the site knows them by", "[table]") {
  using Names = std::vector<std::string>;
  const Site wulver = site_of({"1g.10gb", "2g.20gb", "3g.40gb", "full"});
  struct Case {
    const char* description;
    Names heads;
    Site site;
    Names named;
  };
  const std::vector<Case> cases{
      {"complete names stay", {"1g.10gb", "Full 80GB"}, wulver, {"1g.10gb", "full"}},
      {"GPU memory alone", {"10gb", "20gb", "40gb", "Full 80GB"}, wulver, {"1g.10gb", "2g.20gb", "3g.40gb", "full"}},
      {"slices alone", {"1g", "2g", "3g", "full"}, wulver, {"1g.10gb", "2g.20gb", "3g.40gb", "full"}},
      {"the full GPU by its memory", {"10gb", "80gb"}, wulver, {"1g.10gb", "full"}},
      {"what the site does not know keeps its spelling", {"5gb", "10gb"}, wulver, {"5gb", "1g.10gb"}},
      {"complete names that the site does not know stay", {"4g.40gb"}, wulver, {"4g.40gb"}},
      {"an ambiguous head keeps its spelling", {"20gb"}, site_of({"1g.20gb", "2g.20gb"}), {"20gb"}},
      {"a name is given once, to the complete head", {"10gb", "1g.10gb"}, wulver, {"10gb", "1g.10gb"}},
      {"or to the first of two incomplete ones", {"10gb", "A100_10gb MIG"}, wulver, {"1g.10gb", "a100_10gbmig"}},
      {"a site without options", {"10gb", "full"}, site_of({}), {"10gb", "full"}},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(names(c.heads, c.site) == c.named);
  }
}

TEST_CASE("naming the options twice changes nothing", "[table]") {
  const Site site = site_of({"1g.10gb", "full"});
  Table table;
  Profile profile;
  profile.head = *parse_option_name("10gb");
  profile.name = "10gb";
  table.profiles.push_back(profile);
  name_options(table, site);
  name_options(table, site);
  CHECK(table.profiles[0].name == "1g.10gb");
}

}  // namespace
}  // namespace migadvise
