// What an option reads from a file or from the standard input: the log of `--usage`, and that only one can have the latter.
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "cli/program.hpp"

namespace {

const std::string logs = std::string(MIGADVISE_TEST_DATA) + "/probes/";

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

World reading(const std::string& in) {
  World world;
  world.in = in;
  return world;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the standard input is read for --usage -", "[usage]") {
  const std::string path = logs + "out-of-memory-on-1g.log";
  const Printed from_file = run_program({"--usage", path});
  CHECK(from_file.status == 0);
  CHECK(run_program({"--usage", "-"}, reading(bytes_of(path))).out == from_file.out);
  const Printed unknown = run_program({"--usage", "-"}, reading(bytes_of(logs + "unknown-option.log")));
  CHECK(unknown.status == 65);
  CHECK(contains(unknown.err, "migadvise: standard input:2:1: error[P006]"));
  const Printed failed = run_program({"--usage=-"}, reading(bytes_of(logs + "failed.log")));
  CHECK(contains(failed.err, "migadvise: standard input: error[P005]"));
}

TEST_CASE("check holds a script against the log of a probe", "[usage]") {
  const std::string log = logs + "out-of-memory-on-1g.log";
  const std::string small = std::string(MIGADVISE_TEST_DATA) + "/jobscripts/half-a-cpu.sh";
  const std::string script = "#!/bin/bash -l\n#SBATCH -p gpu -q standard -A ab123 -t 1:00:00 --gres=gpu:a100_10g:1\n./x\n";
  const Printed printed = run_program({"check", "-", "--usage", log, "--single-model"}, reading(script));
  CHECK(printed.status == 1);
  CHECK(contains(printed.out, "error[K052]: 1g.10gb is too small for the job: 11.9 GiB needed, 9.4 GiB there"));
  CHECK(contains(printed.out, "hint: gpu:a100_20g does"));
  CHECK(run_program({"check", small, "--usage", "-"}, reading(bytes_of(log))).out ==
        run_program({"check", small, "--usage", log}).out);
  CHECK(run_program({"check", small, "--usage", "bad"}).status == 66);
  CHECK(contains(run_program({"check", small, "--usage", log, "--mem", "3"}).err, "error[U007]"));
}

TEST_CASE("where the log of a probe is, is told to whoever names something else", "[usage]") {
  const std::string folder = std::string(MIGADVISE_TEST_DATA) + "/probes";
  for (const std::string& end : {std::string(), std::string("/")}) {
    const Printed printed = run_program({"--usage", folder + end});
    CHECK(printed.status == 66);
    CHECK(contains(printed.err, "error[F003]: is a folder"));
    CHECK(contains(printed.err, "\n  hint: --usage " + folder + "/probe.log\n"));
  }
  const Printed missing = run_program({"--usage", "bad"});
  CHECK(missing.status == 66);
  CHECK(contains(missing.err, "bad: error[F001]"));
  CHECK(
      contains(missing.err, "\n  hint: the log of a probe is probe.log in the folder that it has made: probe-NAME/probe.log\n"));
  CHECK(!contains(run_program({"--usage", "/dev/null"}).err, "hint"));
}

TEST_CASE("a file that is not there, or a folder, comes with how to make it", "[usage]") {
  const auto told = [](const std::string& option, const std::string& path) {
    const Printed printed = run_program({"--mem", "8", option, path});
    CHECK(printed.status == 66);
    return printed.err;
  };
  for (const std::string& path : {std::string("bad"), std::string(MIGADVISE_TEST_DATA)}) {
    CHECK(contains(told("--quota", path), "\n  hint: quota_info >FILE, or quota_info | migadvise ... --quota -\n"));
    CHECK(contains(told("--live", path), "\n  hint: save elsewhere what this prints, and give --live FILE: sinfo -N -O '"));
  }
  CHECK(!contains(told("--quota", "/dev/null"), "hint"));
}

TEST_CASE("the standard input can be had by one option only", "[usage]") {
  using Words = std::vector<std::string>;
  for (const Words& words :
       {Words{"--mem", "8", "--live", "-", "--quota", "-"}, Words{"--usage", "-", "--quota", "-"}, Words{"--usage=-", "--live=-"},
        Words{"--usage", "-", "--quota", "-", "--live", "-"}, Words{"script", "--usage", "-", "--quota", "-", "--", "./x"},
        Words{"check", "-", "-"}, Words{"check", "-", "--usage", "-"}}) {
    const Printed printed = run_program(words, reading("x"));
    CAPTURE(words);
    CHECK(printed.status == 2);
    CHECK(printed.out.empty());
    CHECK(printed.err == "migadvise: error[U005]: - is given more than once\n  hint: the standard input can be read once\n");
  }
}
