// What check says of a script when the needs of the job are given.
#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "checked_job.hpp"

using namespace migadvise;

namespace {

constexpr std::int64_t hour = 3'600'000;

std::size_t option_of(std::string_view name) { return *find_option(name, wulver().table, wulver().site); }

Needs of_memory(std::int64_t gib) {
  Needs needs;
  needs.gpu_memory = Bytes{gib * bytes_per_gib};
  return needs;
}

// The finding of this code; there is just one.
JobFinding found(const JobReport& report, JobCode code) {
  const auto is_code = [&](const JobFinding& finding) { return finding.code == code; };
  REQUIRE(std::count_if(report.findings.begin(), report.findings.end(), is_code) == 1);
  return *std::find_if(report.findings.begin(), report.findings.end(), is_code);
}

}  // namespace

TEST_CASE("a need within the headroom is no error") {
  Needs needs;
  needs.gpu_memory = Bytes{9 * bytes_per_gib};
  const std::string options = "--gres=gpu:a100_10g:1" + std::string(whole);
  CHECK(codes_of(report_of(script_of(options), &needs)) == Codes{JobCode::tight_option});
  CHECK(mended(options, &needs) == options);
}

TEST_CASE("only a cheaper option is better, and only a sure one is put in place") {
  Needs needs;
  needs.gpu_memory = Bytes{12 * bytes_per_gib};
  needs.prefer = Prefer::speed;
  const std::string options = "--gres=gpu:a100_40g:1" + std::string(whole);
  CHECK(codes_of(report_of(script_of(options), &needs)).empty());

  // A run that would not end within the walltime is told of, and nothing is changed.
  Needs timed;
  timed.gpu_memory = Bytes{6 * bytes_per_gib};
  timed.measured = {{option_of("full"), Duration{10 * 3'600'000}}, {option_of("1g.10gb"), Duration{20 * 3'600'000}}};
  const std::string full = "--gres=gpu:a100:1 -p gpu -q standard -A ab123 -t 12:00:00";
  CHECK(mended(full, &timed) == full);
}

TEST_CASE("several full GPUs and needs") {
  Needs needs;
  needs.gpu_memory = Bytes{12 * bytes_per_gib};
  const std::string two = "--gres=gpu:a100:2" + std::string(whole);
  CHECK(codes_of(report_of(script_of(two), &needs)) == Codes{JobCode::better_option});
  CHECK(mended(two, &needs) == two);
  CHECK(report_of(script_of(two), &needs).findings.front().args[0] == "a job on 2 full GPUs");
  needs.single_model = true;
  CHECK(codes_of(report_of(script_of(two), &needs)) == Codes{JobCode::better_option});
  needs = {};
  needs.gpu_memory = Bytes{100 * bytes_per_gib};
  const JobReport spread = report_of(script_of(two), &needs);
  CHECK(codes_of(spread).empty());
  CHECK(spread.advice->needs.gpus == 2);
}

TEST_CASE("a job of several parts is not priced, nor held against needs") {
  Needs needs;
  needs.gpu_memory = Bytes{5 * bytes_per_gib};
  const JobReport report = report_of(
      "#!/bin/bash\n#SBATCH -p gpu -q standard -A ab123 -t 1:00:00\n#SBATCH hetjob\n#SBATCH --gres=gpu:a100:4\n./x\n", &needs);
  CHECK(codes_of(report) == Codes{JobCode::several_jobs});
  CHECK_FALSE(report.charge);
  CHECK_FALSE(report.advice);
}

TEST_CASE("a run that the walltime cuts off is told of, on the option of the script") {
  Needs needs;
  needs.gpu_memory = Bytes{6 * bytes_per_gib};
  needs.measured = {{option_of("1g.10gb"), Duration{11 * hour}}, {option_of("full"), Duration{3 * hour}}};
  const auto is_beyond = [&](const std::string& options) {
    const Codes codes = codes_of(report_of(script_of(options), &needs));
    return std::count(codes.begin(), codes.end(), JobCode::run_beyond_time) == 1;
  };
  const std::string slice = "--gres=gpu:a100_10g:1 -p gpu -q standard -A ab123 -t ";
  CHECK(is_beyond(slice + "10:59:00"));
  CHECK_FALSE(is_beyond(slice + "11:00:00"));
  CHECK_FALSE(is_beyond("--gres=gpu:a100:1 -p gpu -q standard -A ab123 -t 10:59:00"));
  // A prediction says what it is.
  const JobReport report = report_of(script_of("--gres=gpu:a100_20g:1 -p gpu -q standard -A ab123 -t 1:00:00"), &needs);
  const auto finding = std::find_if(report.findings.begin(), report.findings.end(),
                                    [](const JobFinding& one) { return one.code == JobCode::run_beyond_time; });
  REQUIRE(finding != report.findings.end());
  CHECK(finding->args[1].find(", predicted)") != std::string::npos);
}

TEST_CASE("needs are held against the option of the script") {
  Needs needs;
  needs.gpu_memory = Bytes{5 * bytes_per_gib};
  const std::string large = "--gres=gpu:a100_40g:1" + std::string(whole);
  const JobReport report = report_of(script_of(large), &needs);
  CHECK(codes_of(report) == Codes{JobCode::better_option});
  REQUIRE(report.advice->recommended);
  CHECK(wulver().table.profiles[*report.advice->recommended].name == "1g.10gb");
  CHECK(mended(large, &needs) == large);  // cheaper per hour may be dearer in the end
  CHECK(report_of(script_of("--gres=gpu:a100_10g:1" + std::string(whole)), &needs).findings.empty());

  needs.gpu_memory = Bytes{30 * bytes_per_gib};
  const std::string small = "--gres=gpu:a100_20g:1" + std::string(whole);
  CHECK(codes_of(report_of(script_of(small), &needs)) == Codes{JobCode::too_small});
  CHECK(mended(small, &needs) == "--gres=gpu:a100_40g:1" + std::string(whole));

  // Nothing is put in the place of what holds no single option.
  needs.gpu_memory = Bytes{500 * bytes_per_gib};
  CHECK(codes_of(report_of(script_of(large), &needs)) == Codes{JobCode::too_small});
  CHECK(mended(large, &needs) == large);
}

TEST_CASE("run times turn the answer to the needs") {
  Needs needs;
  needs.gpu_memory = Bytes{5 * bytes_per_gib};
  needs.measured = {{option_of("1g.10gb"), Duration{65 * 60'000}}, {option_of("2g.20gb"), Duration{33 * 60'000}}};
  const JobReport report = report_of(script_of("--gres=gpu:a100_10g:1" + std::string(whole)), &needs);
  CHECK(codes_of(report) == Codes{JobCode::better_option});
  CHECK(wulver().table.profiles[*report.advice->recommended].name == "2g.20gb");
}

TEST_CASE("what is too small says what is needed and what is there") {
  const std::string small = script_of("--gres=gpu:a100_10g:1" + std::string(whole));
  Needs needs = of_memory(9);
  needs.gpu_memory->value += bytes_per_gib * 51 / 100;  // 9.51 GiB
  const auto args = [&] { return found(report_of(small, &needs), JobCode::too_small).args; };
  // A need is rounded up and a capacity down.
  CHECK(args() == std::vector<std::string>{"1g.10gb", "a100_20g", "9.6 GiB", "9.4 GiB", "gpu"});
  needs = {};
  needs.min_sms = 15;
  CHECK(args() == std::vector<std::string>{"1g.10gb", "a100_20g", "15 SMs", "14 SMs", "gpu"});
  needs = {};
  needs.min_compute = Ratio{3 * micro_per_unit / 2};
  CHECK(args() == std::vector<std::string>{"1g.10gb", "a100_20g", "1.5x", "1x", "gpu"});

  // Of a table with finer figures two decimals are told.
  Table finer = wulver().table;
  finer.profiles.front().relative_compute = Ratio{1'012'500};
  needs.min_compute = Ratio{1'487'500};
  const JobFinding finding = found(check_job(read_job_script(small), finer, wulver().site, &needs), JobCode::too_small);
  CHECK(finding.args[2] == "1.49x");
  CHECK(finding.args[3] == "1.01x");
}

TEST_CASE("the answer is one to the job of the script") {
  Needs needs = of_memory(5);
  needs.gpus = 3;
  needs.cpus = 64;
  const JobReport report = report_of(script_of("--gres=gpu:a100_10g:1 -c 4 --mem=9G --array=1-5" + std::string(whole)), &needs);
  REQUIRE(report.advice);
  const Needs& asked = report.advice->needs;
  CHECK(asked.cpus == 4);
  CHECK(asked.cpus_given);
  CHECK(asked.ram == Bytes{9 * bytes_per_gib});
  CHECK(asked.time == Duration{10 * hour});
  CHECK(asked.partition == "gpu");
  CHECK(asked.qos == "standard");
  CHECK(asked.tasks == 5);
  CHECK(asked.gpus == 0);
}

TEST_CASE("a program is spread over the GPUs of a job only where there are several") {
  const Needs needs = of_memory(100);
  const std::string one = script_of("--gres=gpu:a100:1" + std::string(whole));
  const JobReport report = report_of(one, &needs);
  CHECK(codes_of(report) == Codes{JobCode::too_small});
  CHECK(report.advice->needs.gpus == 0);
}

TEST_CASE("what is better says both costs") {
  Needs needs = of_memory(5);
  const auto args = [&](const std::string& gres) {
    return found(report_of(script_of("--gres=gpu:" + gres + whole), &needs), JobCode::better_option).args;
  };
  CHECK(args("a100:1") == std::vector<std::string>{"full", "1g.10gb", "17", "3", "hour", "a100_10g", "5.67"});
  needs.measured = {{option_of("1g.10gb"), Duration{65 * 60'000}}, {option_of("2g.20gb"), Duration{33 * 60'000}}};
  CHECK(args("a100_10g:1") == std::vector<std::string>{"1g.10gb", "2g.20gb", "3.25", "2.75", "run", "a100_20g", ""});
  // What is predicted says so, and how far it is known.
  const std::string own = args("a100_40g:1")[2];
  CHECK(own.starts_with("about "));
  CHECK(own.ends_with(", predicted)"));
}

TEST_CASE("a remark does not say again what is found") {
  Needs needs = of_memory(6);
  needs.measured = {{option_of("1g.10gb"), Duration{11 * hour}}, {option_of("full"), Duration{11 * hour}}};
  const auto remarks = [&](const std::string& gres) {
    const JobReport report = report_of(script_of("--gres=gpu:" + gres + whole), &needs);
    found(report, JobCode::run_beyond_time);
    std::vector<Rule> rules;
    for (const Reason& remark : remarks_beside(report)) {
      rules.push_back(remark.rule);
    }
    return rules;
  };
  CHECK(remarks("a100_10g:1").empty());
  CHECK(remarks("a100:1") == std::vector{Rule::run_beyond_time});  // which is about the other option
}

TEST_CASE("a run that may be longer than the QoS allows is remarked") {
  Needs needs = of_memory(6);
  needs.measured = {{option_of("1g.10gb"), Duration{100 * hour}}, {option_of("full"), Duration{45 * hour}}};
  const JobReport report = report_of(script_of("--gres=gpu:a100_20g:1 -p gpu -q standard -A ab123"), &needs);
  CHECK(codes_of(report) == Codes{JobCode::time_missing});
  REQUIRE(remarks_beside(report).size() == 1);
  CHECK(remarks_beside(report).front().rule == Rule::run_near_limit);
}

TEST_CASE("where no GPU is asked for, the hint has the one that is needed") {
  const Needs needs = of_memory(30);
  const std::string none = script_of("-p gpu -q standard -A ab123 -t 10:00:00");
  CHECK(found(report_of(none), JobCode::no_gpu).args[1] == "a100_10g");
  CHECK(found(report_of(none, &needs), JobCode::no_gpu).args[1] == "a100_40g");
}
