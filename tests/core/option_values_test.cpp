// Values that decide neither place nor price, as sbatch 22.05 was seen to take them.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "checked_job.hpp"

using namespace migadvise;

namespace {

const std::string sound = "--gres=gpu:a100_10g:1" + std::string(whole) + " ";

JobFinding only_finding(const std::string& option) {
  const JobReport report = report_of(script_of(sound + option));
  REQUIRE(report.findings.size() == 1);
  return report.findings.front();
}

// The option once it is mended.
std::string mended_option(const std::string& option) { return mended(sound + option).substr(sound.size()); }

}  // namespace

TEST_CASE("values that sbatch takes are not told of") {
  for (const std::string option : {"--mail-type=END",
                                   "--mail-type=fail,end",
                                   "--mail-type=FAIL,",
                                   "--mail-type=TIME_LIMIT_90,ALL",
                                   "--open-mode=a",
                                   "--open-mode=Truncate",
                                   "--hint=Compute_Bound,nomultithread",
                                   "--exclusive=USER",
                                   "--exclusive=mcs",
                                   "--no-kill",
                                   "--no-kill=OFF",
                                   "-k",
                                   "--kill-on-invalid-dep=YES",
                                   "--wait-all-nodes=01",
                                   "--gres-flags=Enforce-Binding",
                                   "--time-min=10",
                                   "--tmp=0",
                                   "--threads-per-core=1",
                                   "--ntasks-per-core=2",
                                   "--signal=B:USR1@60",
                                   "--dependency=singleton",
                                   "-d afterok:1:2",
                                   "--profile=anything",
                                   "--begin=now+1hour"}) {
    INFO(option);
    CHECK(codes_of(sound + option).empty());
  }
}

TEST_CASE("values that sbatch refuses are errors") {
  const auto code_of = [](const std::string& option) {
    const JobFinding finding = only_finding(option);
    CHECK(job_level(finding.code) == JobLevel::error);
    CHECK(job_judge(finding.code) == JobJudge::sbatch);
    return finding.code;
  };
  for (const std::string option :
       {"--mail-type=ENDD", "--mail-type=END;FAIL", "--mail-type=", "--open-mode=x", "--open-mode=", "--hint=multi",
        "--exclusive=foo", "--no-kill=yes", "-kfoo", "--kill-on-invalid-dep=y", "--gres-flags=none"}) {
    INFO(option);
    CHECK(code_of(option) == JobCode::unknown_word);
  }
  // Empty words are one thing to tell of.
  CHECK(codes_of(sound + "--hint=foo,,multithread,") == Codes{JobCode::unknown_word, JobCode::unknown_word});
  CHECK(code_of("--mail-type=,") == JobCode::unknown_word);
  CHECK(code_of("--time-min=8h") == JobCode::bad_time);
  CHECK(code_of("--tmp=1.5G") == JobCode::bad_size);
  CHECK(code_of("--cores-per-socket=0") == JobCode::bad_number);
  CHECK(code_of("--signal=USR1@5:00") == JobCode::bad_form);
  CHECK(code_of("-d afterok") == JobCode::bad_form);
  CHECK(code_of("--oversubscribe=yes") == JobCode::unexpected_value);
}

TEST_CASE("every occurrence is looked at, since sbatch looks at each") {
  CHECK(codes_of(sound + "--signal=foo --signal=USR1") == Codes{JobCode::overridden_option, JobCode::bad_form});
}

TEST_CASE("a variable in a value that must have a form is told of once") {
  CHECK(codes_of(sound + "--dependency=afterok:$FIRST") == Codes{JobCode::bad_form});
  CHECK(codes_of(sound + "--comment=$USER") == Codes{JobCode::shell_variable});
}

TEST_CASE("the word of a list that is left out is told of where it stands") {
  const std::string option = "--mail-type=END,FAILL";
  const JobFinding finding = only_finding(option);
  CHECK(finding.code == JobCode::word_left_out);
  CHECK(finding.args[2] == "FAILL");
  CHECK(finding.args[3] == "FAIL");
  const std::string bytes = script_of(sound + option);
  CHECK(finding.at.offset == bytes.find("FAILL"));
  CHECK(finding.at.length == 5);
  CHECK(mended_option(option) == "--mail-type=END,FAIL");
  CHECK(mended_option("--mail-type=\"END,  FAIL, BEGN\"") == "--mail-type=\"END,FAIL,BEGIN\"");
}

TEST_CASE("a word is mended where it can only have been meant so") {
  CHECK(mended_option("--mail-type=FIAL") == "--mail-type=FAIL");
  CHECK(mended_option("--hint=nomultithred") == "--hint=nomultithread");
  CHECK(mended_option("--hint=multi") == "--hint=multi");
  CHECK(mended_option("--open-mode=overwrite") == "--open-mode=overwrite");
  CHECK(mended_option("--time-min=2h") == "--time-min=02:00:00");
  CHECK(mended_option("--tmp=1.5T") == "--tmp=1536G");
  CHECK(mended_option("-k=off") == "-koff");
  CHECK(mended_option("-d=singleton") == "-d singleton");
}

TEST_CASE("nothing is mended to its opposite") {
  for (const std::string option : {"--no-kill=on", "--kill-on-invalid-dep=on", "--mail-type=DONE", "--mail-type=END,DONE",
                                   "--mail-type=MAIL", "--oversubscribe=no", "--requeue=off", "--exclusive=top"}) {
    INFO(option);
    CHECK(mended_option(option) == option);
    CHECK(only_finding(option).repair.empty());
  }
  for (const std::string option :
       {"--mail-type=DONE", "--no-kill=nos", "--no-kill=offf", "--kill-on-invalid-dep=on", "--kill-on-invalid-dep=yess"}) {
    INFO(option);
    CHECK(only_finding(option).args[3].empty());  // nor is it hinted at
    CHECK(only_finding(option).repair.empty());
  }
  CHECK(mended_option("--oversubscribe=yes") == "--oversubscribe");
}

TEST_CASE("where nothing is near, all words of the option are told") {
  const JobFinding finding = only_finding("--open-mode=overwrite");
  CHECK(finding.args == std::vector<std::string>{"--open-mode", "overwrite", "overwrite", "", "append, truncate"});
  CHECK(only_finding("--signal=x").args == std::vector<std::string>{"--signal", "x", "B:USR1@300"});
  CHECK(only_finding("-d x").args == std::vector<std::string>{"--dependency", "x", "afterok:123456"});
  CHECK(only_finding("--time-min=12:00:00").args == std::vector<std::string>{"--time-min", "12:00:00", "10:00:00"});
}

TEST_CASE("words of later releases are taken") {
  CHECK(codes_of(sound + "--exclusive=topo").empty());
  CHECK(codes_of(sound + "--gres-flags=enforce-binding,one-task-per-sharing").empty());
}

TEST_CASE("the least time is one up to the walltime") {
  const std::string job = "--gres=gpu:a100_10g:1 -p gpu -q standard -A ab123 -t 1:00:00 ";
  CHECK(codes_of(job + "--time-min=60").empty());
  CHECK(codes_of(job + "--time-min=2:00:00 --time-min=30") == Codes{JobCode::overridden_option});
  for (const std::string time : {"61", "1:00:01", "2:00:00", "0", "UNLIMITED"}) {
    INFO(time);
    CHECK(codes_of(job + "--time-min=" + time) == Codes{JobCode::least_time});
  }
}
