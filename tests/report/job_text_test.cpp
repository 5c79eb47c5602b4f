#include "report/job_text.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "input/embedded_data.hpp"
#include "migadvise/migadvise.hpp"

namespace migadvise {
namespace {

using Code = JobCode;

struct Data {
  Site site = *load_site(embedded_site(), "site.json").value;
  Table table = *load_table(embedded_table(), "table.csv").value;
  Data() { REQUIRE(name_options(table, site).empty()); }
};

const Data& data() {
  static const Data both;
  return both;
}

CheckedScript checked(std::string file, const std::string& bytes, const Needs* needs = nullptr) {
  CheckedScript script{std::move(file), read_job_script(bytes), {}};
  script.report = check_job(script.script, data().table, data().site, needs);
  return script;
}

std::string header(const std::string& options) {
  return "#!/bin/bash -l\n#SBATCH -p gpu -q standard -A ab123 -t 1:00:00 --gres=gpu:a100_10g:1\n#SBATCH " + options + "\n./x\n";
}

// The first finding of a script as it is printed.
std::string first_of(const std::string& options) {
  const CheckedScript script = checked("job.sh", header(options));
  REQUIRE(!script.report.findings.empty());
  return job_message(script.report.findings.front());
}

struct FoundIn {
  std::string file;
  JobFinding finding;
};

// All that is found in the corpus: by itself, and for needs of which one is too large and one too small for what scripts ask for.
const std::vector<FoundIn>& corpus() {
  static const std::vector<FoundIn> found = [] {
    std::vector<FoundIn> all;
    std::vector<const Needs*> asked{nullptr};
    std::vector<Needs> needs(4);
    needs[0].gpu_memory = Bytes{6 * bytes_per_gib};
    needs[1].gpu_memory = Bytes{30 * bytes_per_gib};
    needs[2].gpu_memory = Bytes{9 * bytes_per_gib};                    // within the headroom of the smallest slice
    needs[3].measured = {{0, Duration{500 * milliseconds_per_hour}}};  // on the smallest slice, beyond every walltime
    asked.insert(asked.end(), {&needs[0], &needs[1], &needs[2], &needs[3]});
    for (const auto& entry : std::filesystem::directory_iterator(MIGADVISE_TEST_DATA "/jobscripts")) {
      if (entry.path().extension() == ".json") {
        continue;
      }
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      for (const Needs* const need : asked) {
        for (const JobFinding& finding : checked(entry.path().filename(), bytes, need).report.findings) {
          all.push_back({entry.path().filename(), finding});
        }
      }
    }
    return all;
  }();
  return found;
}

// The same finding with each word that it has replaced by a mark; with `all`, also those that it has not.
JobFinding marked(const JobFinding& finding, bool all) {
  constexpr std::size_t most = 10;
  JobFinding out = finding;
  out.args.resize(most);
  for (std::size_t i = 0; i < most; ++i) {
    const bool there = i < finding.args.size() && !finding.args[i].empty();
    out.args[i] = there || all ? fmt::format("<{}>", i) : "";
  }
  return out;
}

bool is_pasted(Code code) { return code == Code::pasted_sign || code == Code::pasted_value; }

TEST_CASE("every finding of a script has an id of its own, and they are frozen", "[job_text]") {
  for (std::size_t i = 0; i < job_code_count; ++i) {
    CHECK(job_code_id(static_cast<Code>(i)) == fmt::format("K{:03}", i + 1));
  }
  CHECK(job_code_id(Code::unknown_option) == "K012");
  CHECK(job_code_id(Code::bad_time) == "K021");
  CHECK(job_code_id(Code::too_small) == "K052");
  CHECK(job_code_id(Code::single_dash) == "K059");
  CHECK(job_code_id(Code::tight_option) == "K060");
  CHECK(job_code_id(Code::run_beyond_time) == "K061");
}

TEST_CASE("every gap of a message is filled in by what is really found", "[job_text]") {
  std::set<Code> seen;
  for (const auto& [file, finding] : corpus()) {
    CAPTURE(file, job_code_id(finding.code), finding.args, job_message(finding), job_hint(finding));
    seen.insert(finding.code);
    // A value that is empty in the script is shown as such; a sign that is not to be seen is meant as nothing.
    const bool empty_value =
        finding.args.size() > 1 && finding.args[1].empty() && finding.code >= Code::bad_number && finding.code <= Code::bad_gres;
    if (!empty_value && !is_pasted(finding.code)) {
      CHECK(job_message(marked(finding, false)) == job_message(marked(finding, true)));
    }
  }
  for (std::size_t i = 0; i < job_code_count; ++i) {
    INFO(job_code_id(static_cast<Code>(i)));
    CHECK(seen.contains(static_cast<Code>(i)));
  }
}

TEST_CASE("no message and no hint has a gap left over", "[job_text]") {
  for (const auto& [file, finding] : corpus()) {
    for (const std::string& text : {job_message(finding), job_hint(finding)}) {
      CAPTURE(file, job_code_id(finding.code), text);
      bool braces = false;
      bool quotes = false;
      bool blanks = false;
      for (const std::string& arg : finding.args) {
        braces = braces || arg.find_first_of("{}") != std::string::npos;
        quotes = quotes || arg.find('\'') != std::string::npos;
        blanks = blanks || arg.find("  ") != std::string::npos;
      }
      CHECK((braces || text.find_first_of("{}") == std::string::npos));
      CHECK((quotes || text.find("''") == std::string::npos));
      CHECK((blanks || text.find("  ") == std::string::npos));
      CHECK(!text.ends_with(' '));
      CHECK(!text.starts_with(' '));
      CHECK(text.find("did you mean ?") == std::string::npos);
      CHECK(text.find('\n') == std::string::npos);
    }
    CHECK(!job_message(finding).empty());
  }
}

TEST_CASE("a place is in its script, and what is fixable changes it", "[job_text]") {
  for (const auto& [file, finding] : corpus()) {
    CAPTURE(file, job_code_id(finding.code));
    std::ifstream in(MIGADVISE_TEST_DATA "/jobscripts/" + file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (finding.at.offset <= bytes.size()) {
      CHECK(finding.at.end() <= bytes.size());
    }
    for (const Edit& edit : finding.repair) {
      CHECK(edit.at.end() <= bytes.size());
    }
    CHECK((finding.repair.empty() || with_edits(bytes, finding.repair) != bytes));
  }
}

TEST_CASE("messages read as they should", "[job_text]") {
  CHECK(first_of("--queue=gpu") == "sbatch has no option --queue");
  CHECK(first_of("-n 0") == "--ntasks: '0' is not a whole number from 1 to 100000");
  CHECK(first_of("\xE2\x80\x93n2") == "'\xE2\x80\x93n2': U+2013 stands where '-' is meant");
  CHECK(first_of("-n2\xE2\x80\x8B") == "'-n2\\u{200B}': U+200B stands where nothing is meant");
  CHECK(first_of("-J a\xE2\x80\x8B") == "'a\\u{200B}': U+200B stands where nothing is meant, and stays in the value");
}

TEST_CASE("what a script holds is safe to print, and long words are quoted in part", "[job_text]") {
  const std::string bad = "\x1B[31m\xE2\x80\xAE\xFF\x07";
  for (const std::string& options :
       {"--" + bad, bad, "-n " + bad, "--gres=gpu:" + bad + ":1", "-p " + bad, "-q " + bad, "-A " + bad, "-t " + bad,
        "-J \xE2\x80\x8B" + bad, "-a " + bad, "--mem=" + bad, "-o $" + bad}) {
    const CheckedScript script = checked(bad + ".sh", header(options));
    for (const bool ascii : {false, true}) {
      const Style style{false, ascii, 80};
      const std::string text = write_check_text(script, data().table, style, false) + write_mended(script, 1, style);
      CAPTURE(options, text);
      for (const std::string byte : {"\x1B", "\xE2\x80\xAE", "\xFF", "\x07"}) {
        CHECK(text.find(byte) == std::string::npos);
      }
      CHECK(text.find("\\u{1B}[31m") != std::string::npos);
    }
  }
  CHECK(first_of("--" + std::string(5000, 'x')).size() < 200);
}

TEST_CASE("errors, warnings and notes are counted, and what --fix mends", "[job_text]") {
  CHECK(count_line({}) == "no findings");
  const std::vector<JobFinding> findings{{Code::empty, {}, {}, {}},
                                         {Code::bare_time, {}, {}, {}},
                                         {Code::bare_size, {}, {}, {{{0, 0}, "x"}}},
                                         {Code::time_missing, {}, {}, {{{0, 0}, "x"}}}};
  CHECK(count_line(findings) == "1 error, 2 warnings, 1 note; --fix mends 2");
  CHECK(count_of(findings, JobLevel::warning) == 2);
}

TEST_CASE("the site's own rules are called policy, and quiet leaves errors alone", "[job_text]") {
  CheckedScript script = checked("job.sh", header("--gres=gpu:a100_10g:2 --mem=64"));
  const std::string all = write_findings(script, {}, false);
  CHECK(all.find("error[K029 policy]: 2 MIG slices in one job: a job gets one\n") != std::string::npos);
  CHECK(all.find("warning[K024]") != std::string::npos);
  const std::string quiet = write_findings(script, {}, true);
  CHECK(quiet.find("error[K029 policy]") != std::string::npos);
  CHECK(quiet.find("warning") == std::string::npos);
}

}  // namespace
}  // namespace migadvise
