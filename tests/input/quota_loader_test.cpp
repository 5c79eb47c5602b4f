#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "input/shown.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

using Lines = std::vector<std::string>;

// `ACCOUNT USED/ALLOWED`, or the errors.
Lines quotas_of(const std::string& bytes) {
  const Loaded<std::vector<Quota>> loaded = load_quota(bytes, "q.txt");
  CHECK(loaded.value.has_value() == loaded.errors.empty());
  Lines lines;
  for (const Diagnostic& error : loaded.errors) {
    CHECK(error.file == "q.txt");
    lines.push_back(show(error));
  }
  for (const Quota& quota : loaded.value.value_or(std::vector<Quota>{})) {
    lines.push_back((quota.account.empty() ? "?" : quota.account) + " " + print_su(quota.used) + "/" +
                    (quota.allowed ? print_su(*quota.allowed) : "-"));
  }
  return lines;
}

std::string file(const std::string& name) {
  std::ifstream stream(MIGADVISE_TEST_DATA "/quota/" + name, std::ios::binary);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

const std::string head = "Usage for account: ab12\n";
const std::string su_line = "   SLURM Service Units (CPU Hours): 277557 (300000 Quota)\n";

std::string with_crlf(const std::string& text) {
  std::string changed;
  for (const char c : text) {
    changed += c == '\n' ? "\r\n" : std::string(1, c);
  }
  return changed;
}

TEST_CASE("every published form of a report is read", "[quota_loader]") {
  CHECK(quotas_of(file("one-account.txt")) == Lines{"pi1234 277557/300000"});
  CHECK(quotas_of(file("group-quotas.txt")) == Lines{"pi1234 277557/300000"});
  CHECK(quotas_of(file("course.txt")) == Lines{"2031-fall-ds-492-pi12-gs5678 2490/2500"});
  CHECK(quotas_of(file("no-quota.txt")) == Lines{"pi12 4162/-"});
  CHECK(quotas_of(file("three-accounts.txt")) ==
        Lines{"2031-fall-ds-492-pi12-gs5678 42/2500", "pi12 4162/304719", "lab77 300150.5/300000"});
  CHECK(quotas_of(file("terminal.txt")) == Lines{"pi1234 277557/300000"});
}

TEST_CASE("what is left is the quota less what was used", "[quota_loader]") {
  const Quota quota = load_quota(file("one-account.txt"), "q.txt").value.value().front();
  CHECK(quota.left() == Su{22443 * micro_per_unit});
  CHECK(load_quota(file("used-up.txt"), "q.txt").value.value().front().left() == Su{-150 * micro_per_unit});
  CHECK(load_quota(file("no-quota.txt"), "q.txt").value.value().front().left() == std::nullopt);
}

TEST_CASE("what stands around a report does not matter", "[quota_loader]") {
  struct Case {
    const char* description;
    std::string bytes;
  };
  const std::vector<Case> cases{
      {"as it is", head + su_line},
      {"CRLF", with_crlf(head + su_line)},
      {"line ends of old Macs", "Usage for account: ab12\r   SLURM Service Units (CPU Hours): 277557 (300000 Quota)\r"},
      {"no final line end", head + "SLURM Service Units (CPU Hours): 277557 (300000 Quota)"},
      {"a byte order mark", "\uFEFF" + head + su_line},
      {"a prompt and the command",
       "[gs5678@login01 ~]$ quota_info | grep -A 1 'Service Units'\n" + head + su_line + "[gs5678@login01 ~]$ "},
      {"blank lines", "\n\n" + head + "\n \t\n" + su_line + "\n"},
      {"colours",
       "\x1b[1;32mUsage\x1b[0m for account: \x1b[4mab12\x1b[m\n   SLURM Service Units\x1b[0m (CPU Hours): \x1b[31m277557\x1b[39m "
       "(300000 Quota)\n"},
      {"the title of a window", "\x1b]0;login01\a" + head + "\x1b]8;;https://example.org\x1b\\" + su_line},
      {"a set of characters", "\x1b(B" + head + su_line},
      {"no-break blanks and tabs",
       "Usage\u00A0for account:\tab12\n\u202FSLURM Service\u2009Units (CPU Hours):\t277557\u00A0(300000 Quota)\n"},
      {"more blanks", "  Usage  for   account :  ab12  \nSLURM  Service Units ( CPU  Hours ) : 277557  ( 300000  Quota ) \n"},
      {"another case", "USAGE FOR ACCOUNT: ab12\nslurm service units (cpu hours): 277557 (300000 quota)\n"},
      {"no blanks", "Usage for account:ab12\nSLURM Service Units(CPU Hours):277557(300000 Quota)\n"},
      {"separators", head + "SLURM Service Units: 277,557 CPU Hours (of 300,000 CPU Hour quota)\n"},
      {"decimals", head + "SLURM Service Units: 277557.0 CPU Hours (of 300000.000000 CPU Hour quota)\n"},
      {"the form without units", head + "SLURM Service Units: 277557 (of 300000 quota)\n"},
      {"units of SU", head + "SLURM Service Units: 277557 SU (300000 SU quota)\n"},
      {"a head of the older form with a colon", "Group quotas for ab12:\n" + su_line},
      {"the same twice", head + su_line + head + su_line},
      {"the same line twice", head + su_line + su_line},
      {"shares of users, also before the SU",
       head + "   User x1 Usage: 9 CPU Hours (of 9 CPU Hours)\n" + su_line + "   User x1 Usage: 7\n"},
      {"a user's own share below", head + su_line + "Personal quotas for x1\n   SLURM Service Units (CPU Hours): 1 (2 Quota)\n"},
      {"bytes that are not UTF-8 elsewhere", "\xFF\xC3(\n" + head + "Stor\xE9: 1\n" + su_line + std::string(1, '\0')},
  };
  for (const Case& c : cases) {
    INFO(c.description);
    CHECK(quotas_of(c.bytes) == Lines{"ab12 277557/300000"});
  }
}

TEST_CASE("a line of SU that is alone needs no account", "[quota_loader]") {
  CHECK(quotas_of(su_line) == Lines{"? 277557/300000"});
  CHECK(quotas_of("noise\n" + su_line + su_line) == Lines{"? 277557/300000"});
  CHECK(quotas_of(su_line + head + su_line) == Lines{"1:4 Q007"});
  CHECK(quotas_of(su_line + "SLURM Service Units: 1 (2 quota)\n") == Lines{"2:1 Q008 [the account without a name] [1]"});
}

TEST_CASE("figures are read exactly, from nothing to the largest", "[quota_loader]") {
  struct Case {
    std::string used;
    std::string allowed;
    std::string read;
  };
  const std::vector<Case> cases{
      {"0", "0", "0/0"},
      {"0.000001", "0.5", "0.000001/0.5"},
      {"999999999999", "999,999,999,999", "999999999999/999999999999"},
      {"1,234,567.25", "12,345", "1234567.25/12345"},
      {".5", "007", "0.5/7"},
      {"0.0000005", "0.0000004", "0.000001/0"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.used, c.allowed);
    CHECK(quotas_of(head + "SLURM Service Units: " + c.used + " (" + c.allowed + " Quota)\n") == Lines{"ab12 " + c.read});
  }
}

TEST_CASE("what is broken is told with its place", "[quota_loader]") {
  const std::string beginning = "'(300000 Quota)', '(of 300000 CPU Hour quota)' or '(No quota)'";
  struct Case {
    std::string line;
    std::string error;
  };
  const std::vector<Case> cases{
      {"SLURM Service Units", "2:20 Q002 [ends too early] [a colon]"},
      {"SLURM Service Units (CPU Hours)", "2:32 Q002 [ends too early] [a colon]"},
      {"SLURM Service Units (GPU Hours): 1 (2 Quota)",
       "2:22 Q002 [cannot be read from 'GPU Hours): 1 (2 Quota)' on] ['(CPU Hours):']"},
      {"SLURM Service Units:", "2:21 Q002 [ends too early] [a figure such as 1200]"},
      {"SLURM Service Units: (2 Quota)", "2:22 Q002 [cannot be read from '(2 Quota)' on] [a figure such as 1200]"},
      {"SLURM Service Units: 1", "2:23 Q002 [ends too early] [" + beginning + "]"},
      {"SLURM Service Units: 1 GB (2 Quota)", "2:24 Q002 [cannot be read from 'GB (2 Quota)' on] [" + beginning + "]"},
      {"SLURM Service Units: 1 CPU Hourss (2 Quota)",
       "2:24 Q002 [cannot be read from 'CPU Hourss (2 Quota)' on] [" + beginning + "]"},
      {"SLURM Service Units: 1 (", "2:25 Q002 [ends too early] [a figure such as 1200]"},
      {"SLURM Service Units: 1 (of )", "2:28 Q002 [cannot be read from ')' on] [a figure such as 1200]"},
      {"SLURM Service Units: 1 (2", "2:26 Q002 [ends too early] [the word quota]"},
      {"SLURM Service Units: 1 (300000 Quo", "2:32 Q002 [cannot be read from 'Quo' on] [the word quota]"},
      {"SLURM Service Units: 1 (2 Quota", "2:32 Q002 [ends too early] [a closing bracket]"},
      {"SLURM Service Units: 1 (No quota", "2:33 Q002 [ends too early] [a closing bracket]"},
      {"SLURM Service Units: 1 (2 Quota) or so", "2:34 Q002 [cannot be read from 'or so' on] [the end of the line]"},
      {"  SLURM Service Units: n/a (2 Quota)", "2:24 Q003 [the SU used] [n/a]"},
      {"SLURM Service Units: -1 (2 Quota)", "2:22 Q003 [the SU used] [-1]"},
      {"SLURM Service Units: 1e9 (2 Quota)", "2:22 Q003 [the SU used] [1e9]"},
      {"SLURM Service Units: 1,5 (2 Quota)", "2:22 Q003 [the SU used] [1,5]"},
      {"SLURM Service Units: 1,5000 (2 Quota)", "2:22 Q003 [the SU used] [1,5000]"},
      {"SLURM Service Units: 1234,567 (2 Quota)", "2:22 Q003 [the SU used] [1234,567]"},
      {"SLURM Service Units: ,123 (2 Quota)", "2:22 Q003 [the SU used] [,123]"},
      {"SLURM Service Units: 12h (2 Quota)", "2:22 Q003 [the SU used] [12h]"},
      {"SLURM Service Units: 1 (0x10 Quota)", "2:25 Q003 [the quota] [0x10]"},
      {"SLURM Service Units: 1000000000000 (2 Quota)", "2:22 Q004 [the SU used] [1000000000000] [999999999999]"},
      {"SLURM Service Units: 1 (1.0000000000000000001 Quota)", "2:25 Q004 [the quota] [1.0000000000000000001] [999999999999]"},
      {"\x1b[31mSLURM Service Units: \x1b[1mx\x1b[0m (2 Quota)", "2:31 Q003 [the SU used] [x]"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    CHECK(quotas_of(head + c.line + "\n") == Lines{c.error});
    INFO("and with another line end, and below an account that is sound");
    CHECK(quotas_of(head + c.line + "\r\n") == Lines{c.error});
    const std::string sound = "Usage for account: x\n" + su_line + head;
    const Lines below = quotas_of(sound + c.line);
    REQUIRE(below.size() == 1);
    CHECK(below.front() == "4" + c.error.substr(1));
  }
}

TEST_CASE("heads of accounts are read as strictly as their figures", "[quota_loader]") {
  CHECK(quotas_of("Usage for account:\n" + su_line) == Lines{"1:19 Q005 []"});
  CHECK(quotas_of("Usage for account: a b\n" + su_line) == Lines{"1:20 Q005 [a b]"});
  CHECK(quotas_of("Usage for account: $(id)\n" + su_line) == Lines{"1:20 Q005 [$(id)]"});
  CHECK(quotas_of("Usage for account: -x\n" + su_line) == Lines{"1:20 Q005 [-x]"});
  CHECK(quotas_of("Usage for account: " + std::string(65, 'a') + "\n" + su_line) ==
        Lines{"1:20 Q005 [" + std::string(65, 'a') + "]"});
  CHECK(quotas_of("Usage for account: " + std::string(64, 'a') + "\n" + su_line).front().starts_with("aaaa"));
  INFO("without its SU, an account is not whole");
  CHECK(
      quotas_of(head) ==
      Lines{"1:20 Q006 [ab12] [a line such as 'SLURM Service Units (CPU Hours): 1200 (300000 Quota)', as quota_info prints it]"});
  CHECK(quotas_of(head + "Usage for account: cd34\n" + su_line).front().starts_with("1:20 Q006 [ab12]"));
  CHECK(quotas_of(head + su_line + head + "SLURM Service Units: 277558 (300000 quota)\n") ==
        Lines{"4:1 Q008 [account 'ab12'] [2]"});
  CHECK(quotas_of(head + su_line + head + "SLURM Service Units: 277557 (No quota)\n") == Lines{"4:1 Q008 [account 'ab12'] [2]"});
}

TEST_CASE("a file that is no report is told so as a whole", "[quota_loader]") {
  const std::string expected =
      " [a line such as 'SLURM Service Units (CPU Hours): 1200 (300000 Quota)', as quota_info prints it]";
  for (const std::string& bytes :
       {std::string(), std::string("\n\n"), std::string("quota_info: command not found\n"), std::string("\x1b[", 2),
        std::string("\x1b]0;"), std::string("User a Usage: 1 CPU Hours\n"), std::string("SLURM Storage: 1 (2 Quota)\n")}) {
    CHECK(quotas_of(bytes) == Lines{"0:0 Q001" + expected});
  }
  const auto hint = [](const std::string& bytes) { return load_quota(bytes, "q.txt").errors.front().hint; };
  const std::string how = "quota_info >FILE, or quota_info | migadvise ... --quota -";
  CHECK(hint("") == "it is empty: " + how);
  CHECK(hint("\xEF\xBB\xBF\r\n \n") == "it is empty: " + how);
  CHECK(hint("quota_info: command not found\n") == how);
  const Loaded<std::vector<Quota>> utf16 = load_quota(std::string("\xFF\xFEU\0s\0", 6), "q.txt");
  CHECK(utf16.errors.front().hint == "the file is UTF-16: save it as UTF-8");
}

TEST_CASE("the SU of a user are none of an account", "[quota_loader]") {
  const std::string of_user = "Personal quotas for ab12\n   SLURM Service Units (CPU Hours): 1 (2 Quota)\n";
  CHECK(quotas_of(of_user) == Lines{"2:4 Q010"});
  CHECK(load_quota(of_user, "q.txt").errors.front().hint ==
        "give all that quota_info prints: quota_info >FILE, or quota_info | migadvise ... --quota -");
  CHECK(quotas_of(of_user + of_user) == Lines{"2:4 Q010"});
  CHECK(quotas_of(of_user + head + su_line) == Lines{"ab12 277557/300000"});
  CHECK(quotas_of(of_user + head).front().starts_with("3:20 Q006 [ab12]"));
}

TEST_CASE("all errors of a report are gathered in its order, up to 50", "[quota_loader]") {
  const Lines errors = quotas_of(file("broken.txt"));
  REQUIRE(errors.size() == 6);
  CHECK(errors[0] == "3:37 Q003 [the SU used] [n/a]");
  CHECK(errors[1] == "4:20 Q005 [pi 12]");
  CHECK(errors[2] == "7:54 Q002 [ends too early] [the word quota]");
  CHECK(errors[3].starts_with("8:20 Q006 [lab78]"));
  CHECK(errors[4] == "11:29 Q004 [the SU used] [9999999999999] [999999999999]");
  CHECK(errors[5] == "13:29 Q003 [the SU used] [1,5]");
  CHECK(quotas_of(file("twice.txt")) == Lines{"4:4 Q008 [account 'pi1234'] [2]"});
  CHECK(quotas_of(with_crlf(file("twice.txt"))) == Lines{"4:4 Q008 [account 'pi1234'] [2]"});
  CHECK(quotas_of(file("cut-head.txt")) == Lines{"1:8 Q007"});
  std::string many;
  for (int i = 0; i < 60; ++i) {
    many += "Usage for account: a" + std::to_string(i) + "\nSLURM Service Units: x (2 Quota)\n";
  }
  CHECK(quotas_of(many).size() == 50);
}

TEST_CASE("a report has 1000 accounts at most", "[quota_loader]") {
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += "Usage for account: a" + std::to_string(i) + "\n" + su_line;
  }
  CHECK(quotas_of(text).size() == 1000);
  CHECK(quotas_of(text + head + su_line) == Lines{"2001:20 Q009 [1000]"});
}

}  // namespace
}  // namespace migadvise
