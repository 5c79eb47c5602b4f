#include "report/diff.hpp"

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "cli/random_request.hpp"

using namespace migadvise;

namespace {

std::string diff(const std::string& before, const std::string& after) { return unified_diff(before, after, "a/x", "b/x"); }

std::string hunks(const std::string& text) {
  const std::string head = "--- a/x\n+++ b/x\n";
  REQUIRE(text.starts_with(head));
  return text.substr(head.size());
}

std::vector<std::string> lines_of(std::string text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.erase(0, end);
  }
  return lines;
}

struct Span {
  std::size_t start = 0;
  std::size_t count = 0;
};

// `12,7` or `12`, behind `sign`.
Span span_in(const std::string& head, char sign) {
  const std::size_t at = head.find(std::string(" ") + sign) + 2;
  std::size_t used = 0;
  const std::size_t start = std::stoul(head.substr(at), &used);
  const bool one = head[at + used] != ',';
  return {start, one ? 1 : std::stoul(head.substr(at + used + 1))};
}

// What patch does, and as strict as it: every line that is kept or taken away must stand where the hunk says.
std::string patched(const std::string& before, const std::string& diff) {
  if (diff.empty()) {
    return before;
  }
  const std::vector<std::string> old = lines_of(before);
  std::vector<std::string> made;
  std::size_t at = 0;
  const std::vector<std::string> lines = lines_of(hunks(diff));
  for (std::size_t i = 0; i < lines.size();) {
    REQUIRE(lines[i].starts_with("@@ -"));
    const Span from = span_in(lines[i], '-');
    const Span to = span_in(lines[i], '+');
    const std::size_t start = from.start - (from.count > 0 ? 1 : 0);
    REQUIRE(start >= at);
    for (; at < start; ++at) {
      made.push_back(old.at(at));
    }
    REQUIRE(made.size() + (to.count > 0 ? 1 : 0) == to.start);
    Span seen_from;
    Span seen_to;
    std::size_t kept_behind = 0;
    std::size_t kept_ahead = 0;
    bool changed = false;
    for (++i; i < lines.size() && !lines[i].starts_with("@@"); ++i) {
      const char sign = lines[i].front();
      std::string line = lines[i].substr(1);
      if (i + 1 < lines.size() && lines[i + 1].front() == '\\') {
        REQUIRE(lines[i + 1] == "\\ No newline at end of file\n");
        line.pop_back();
        ++i;
      }
      REQUIRE((sign == ' ' || sign == '-' || sign == '+'));
      if (sign != '+') {
        REQUIRE(old.at(at) == line);
        ++at;
        ++seen_from.count;
      }
      if (sign != '-') {
        made.push_back(line);
        ++seen_to.count;
      }
      changed = changed || sign != ' ';
      kept_ahead += !changed ? 1 : 0;
      kept_behind = sign == ' ' ? kept_behind + 1 : 0;
    }
    REQUIRE(changed);
    REQUIRE(kept_ahead <= 3);
    REQUIRE(kept_behind <= 3);
    REQUIRE(seen_from.count == from.count);
    REQUIRE(seen_to.count == to.count);
  }
  for (; at < old.size(); ++at) {
    made.push_back(old[at]);
  }
  std::string after;
  for (const std::string& line : made) {
    after += line;
  }
  return after;
}

std::string numbered(int from, int to) {
  std::string text;
  for (int i = from; i <= to; ++i) {
    text += std::to_string(i) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("texts that are the same have no diff") {
  CHECK(diff("", "").empty());
  CHECK(diff("a\n", "a\n").empty());
  CHECK(diff("a", "a").empty());
}

TEST_CASE("from nothing and to nothing") {
  CHECK(hunks(diff("", "a\nb\n")) == "@@ -0,0 +1,2 @@\n+a\n+b\n");
  CHECK(hunks(diff("a\nb\n", "")) == "@@ -1,2 +0,0 @@\n-a\n-b\n");
}

TEST_CASE("a last line without its end, on either side") {
  CHECK(hunks(diff("a", "a\n")) == "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
  CHECK(hunks(diff("a\n", "a")) == "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
  CHECK(hunks(diff("a\nz", "b\nz")) == "@@ -1,2 +1,2 @@\n-a\n+b\n z\n\\ No newline at end of file\n");
  CHECK(hunks(diff("a", "b")) == "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n");
}

TEST_CASE("one line added, removed, changed") {
  CHECK(hunks(diff(numbered(1, 9), numbered(1, 5) + "x\n" + numbered(6, 9))) == "@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+x\n 6\n 7\n 8\n");
  CHECK(hunks(diff(numbered(1, 9), numbered(1, 4) + numbered(6, 9))) == "@@ -2,7 +2,6 @@\n 2\n 3\n 4\n-5\n 6\n 7\n 8\n");
  CHECK(hunks(diff(numbered(1, 9), numbered(1, 4) + "x\n" + numbered(6, 9))) ==
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
  CHECK(hunks(diff(numbered(1, 9), "x\n" + numbered(1, 9))) == "@@ -1,3 +1,4 @@\n+x\n 1\n 2\n 3\n");
  CHECK(hunks(diff(numbered(1, 9), numbered(1, 9) + "x\n")) == "@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+x\n");
}

TEST_CASE("lines that are changed one after the other stand together") {
  CHECK(hunks(diff("a\nb\n", "c\nd\n")) == "@@ -1,2 +1,2 @@\n-a\n-b\n+c\n+d\n");
}

TEST_CASE("a line that is moved leaves one place and comes to the other") {
  const std::string before = numbered(1, 20) + "moved\n" + numbered(21, 30);
  const std::string after = numbered(1, 2) + "moved\n" + numbered(3, 30);
  const std::string text = diff(before, after);
  CHECK(hunks(text) ==
        "@@ -1,5 +1,6 @@\n 1\n 2\n+moved\n 3\n 4\n 5\n"
        "@@ -18,7 +19,6 @@\n 18\n 19\n 20\n-moved\n 21\n 22\n 23\n");
  CHECK(patched(before, text) == after);
}

TEST_CASE("hunks whose lines touch are one, others are not") {
  for (int between = 1; between <= 9; ++between) {
    const std::string before = numbered(1, 9) + "a\n" + numbered(10, 9 + between) + "b\n" + numbered(50, 59);
    const std::string after = numbered(1, 9) + "x\n" + numbered(10, 9 + between) + "y\n" + numbered(50, 59);
    const std::string text = diff(before, after);
    CAPTURE(between, text);
    CHECK((text.find("@@ -", text.find("@@ -") + 1) == std::string::npos) == (between <= 6));
    CHECK(patched(before, text) == after);
  }
}

TEST_CASE("CR is part of a line like any other byte") {
  CHECK(hunks(diff("a\r\nb\r\n", "a\nb\n")) == "@@ -1,2 +1,2 @@\n-a\r\n-b\r\n+a\n+b\n");
  CHECK(hunks(diff("a\rb\n", "ab\n")) == "@@ -1 +1 @@\n-a\rb\n+ab\n");
}

TEST_CASE("names are written as git and patch read them") {
  const auto head = [](const std::string& name) {
    const std::string text = unified_diff("a\n", "b\n", "a/" + name, "b/" + name);
    return text.substr(0, text.find("@@"));
  };
  CHECK(head("x.sh") == "--- a/x.sh\n+++ b/x.sh\n");
  CHECK(head("\xC3\xA4.sh") == "--- a/\xC3\xA4.sh\n+++ b/\xC3\xA4.sh\n");
  CHECK(head("x y") == "--- a/x y\t\n+++ b/x y\t\n");
  CHECK(head("x\n+y") == "--- \"a/x\\012+y\"\n+++ \"b/x\\012+y\"\n");
  CHECK(head("x\ty z") == "--- \"a/x\\011y z\"\n+++ \"b/x\\011y z\"\n");
  CHECK(head("\"\\") == "--- \"a/\\\"\\\\\"\n+++ \"b/\\\"\\\\\"\n");
  CHECK(head("\x1B[31m") == "--- \"a/\\033[31m\"\n+++ \"b/\\033[31m\"\n");
  CHECK(head("\xE2\x80\xAE") == "--- \"a/\\342\\200\\256\"\n+++ \"b/\\342\\200\\256\"\n");
  CHECK(head("\xFF") == "--- \"a/\\377\"\n+++ \"b/\\377\"\n");
}

TEST_CASE("any diff gives the text after it when it is applied") {
  Dice dice(31);
  std::size_t changed = 0;
  for (int i = 0; i < 5000; ++i) {
    // Few different lines, so that the same one stands in many places.
    const std::vector<std::string> words{"a\n", "b\n",           "c\r\n",
                                         "\n",  "#SBATCH -n1\n", "long and never twice " + std::to_string(i) + "\n"};
    std::vector<std::string> before;
    const std::int64_t count = dice.between(0, dice.chance(10) ? 300 : 40);
    for (std::int64_t k = 0; k < count; ++k) {
      before.push_back(dice.chance(50) ? std::to_string(k) + "\n" : dice.pick(words));
    }
    std::vector<std::string> after;
    const int percent = static_cast<int>(dice.between(0, 40));
    for (const std::string& line : before) {
      if (!dice.chance(percent)) {
        after.push_back(line);
      }
      if (dice.chance(percent / 2)) {
        after.push_back(dice.pick(words));
      }
    }
    if (dice.chance(20) && !after.empty()) {
      const std::string moved = after.front();
      after.erase(after.begin());
      after.insert(after.begin() + dice.between(0, static_cast<std::int64_t>(after.size())), moved);
    }
    const auto joined = [&](const std::vector<std::string>& lines) {
      std::string text;
      for (const std::string& line : lines) {
        text += line;
      }
      if (!text.empty() && dice.chance(20)) {
        text.pop_back();
      }
      return text;
    };
    const std::string old = joined(before);
    const std::string now = joined(after);
    const std::string text = diff(old, now);
    CAPTURE(i, old, now, text);
    REQUIRE(text.empty() == (old == now));
    REQUIRE(patched(old, text) == now);
    changed += old == now ? 0 : 1;
  }
  CHECK(changed > 4000);
}
