#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "migadvise/migadvise.hpp"

using namespace migadvise;

namespace {

// The directives of one line behind `#SBATCH`, as `name=value` each.
std::vector<std::string> options_of(const std::string& line) {
  const JobScript script = read_job_script("#!/bin/bash\n#SBATCH" + line + "\ntrue\n");
  std::vector<std::string> texts;
  for (const Directive& directive : script.directives) {
    texts.push_back(directive.name.substr(2) + "=" + directive.value);
  }
  return texts;
}

std::vector<JobCode> codes_of(const std::string& bytes) {
  std::vector<JobCode> codes;
  for (const JobFinding& finding : read_job_script(bytes).findings) {
    codes.push_back(finding.code);
  }
  return codes;
}

std::string mended(const std::string& bytes) {
  const JobScript script = read_job_script(bytes);
  std::vector<Edit> edits;
  for (const JobFinding& finding : script.findings) {
    edits.insert(edits.end(), finding.repair.begin(), finding.repair.end());
  }
  return with_edits(bytes, edits);
}

std::string in_header(const std::string& lines) { return "#!/bin/bash\n" + lines + "python train.py\n"; }

using Options = std::vector<std::string>;
using Codes = std::vector<JobCode>;

}  // namespace

// What sbatch 22.05 made of each line was seen on one.
TEST_CASE("a line is taken apart as sbatch does it") {
  const std::vector<std::pair<std::string, Options>> cases{
      {" -p gpu", {"partition=gpu"}},
      {" -pgpu", {"partition=gpu"}},
      {" --partition gpu", {"partition=gpu"}},
      {" --partition=gpu", {"partition=gpu"}},
      {"--partition=gpu", {"partition=gpu"}},
      {"\t--partition\tgpu", {"partition=gpu"}},
      {" --part=gpu", {"partition=gpu"}},
      {" -p gpu -t 10 --mem=4G", {"partition=gpu", "time=10", "mem=4G"}},
      {" -Hn2", {"hold=", "ntasks=2"}},
      {" --exclusive --hold", {"exclusive=", "hold="}},
      {" --exclusive=user", {"exclusive=user"}},
      {" --comment='a b' --time=1", {"comment=a b", "time=1"}},
      {" --comment=\"a'b\"", {"comment=a'b"}},
      {" --comment=a'b c'd", {"comment=ab cd"}},
      {" --comment=a\\'b", {"comment=a'b"}},
      {" --comment=\"a\\\"b\"", {"comment=a\"b"}},
      {" --comment=''", {"comment="}},
      {" --time=1 '' --mem=3", {"time=1"}},
      {" '--time=1' \"--mem=2G\"", {"time=1", "mem=2G"}},
      {" --comment=a\\b", {"comment=ab"}},
      {" --time=1 \\", {"time=1"}},
      {" --time=1 # --mem=3", {"time=1"}},
      {" --comment=a#b --time=1", {"comment=a"}},
      {" --comment='a#b'", {"comment=a#b"}},
      {" --comment=a\\#b", {"comment=a#b"}},
      {" -p=gpu", {"partition=gpu"}},  // meant so; sbatch asks for the partition =gpu
      {"", {}},
      {"   ", {}},
  };
  for (const auto& [line, expected] : cases) {
    INFO("#SBATCH" << line);
    CHECK(options_of(line) == expected);
  }
}

TEST_CASE("only what stands before the first command counts") {
  const JobScript script = read_job_script(
      "#!/bin/bash\n"
      "\n"
      "   \n"
      "# a remark\n"
      "#SBATCH --time=1\n"
      "##SBATCH --mem=1G\n"
      "  #SBATCH --qos=low\n"
      "#SBATCH --time=2\n"
      "echo\n"
      "#SBATCH --partition=gpu\n");
  REQUIRE(script.directives.size() == 2);
  CHECK(script.find(JobOption::time)->value == "2");
  CHECK(script.find(JobOption::mem) == nullptr);
  CHECK(script.find(JobOption::partition) == nullptr);
}

TEST_CASE("what stops sbatch is found at its place") {
  struct Case {
    const char* description;
    std::string line;
    JobCode code;
    std::int64_t column;
    std::string mended;  // the line, or empty where there is no repair
  };
  const std::vector<Case> cases{
      {"a word of no option", "#SBATCH --job-name=my job", JobCode::stray_word, 23, ""},
      {"an option that there is not", "#SBATCH --partiton=gpu", JobCode::unknown_option, 9, "#SBATCH --partition=gpu"},
      {"an option far from all", "#SBATCH --zzzzzzz=1", JobCode::unknown_option, 9, ""},
      {"a letter that there is not", "#SBATCH -y", JobCode::unknown_option, 9, ""},
      {"an ambiguous abbreviation", "#SBATCH --gpus-per=2", JobCode::ambiguous_option, 9, ""},
      {"no value", "#SBATCH --time", JobCode::missing_value, 9, ""},
      {"no value behind a letter", "#SBATCH -t", JobCode::missing_value, 9, ""},
      {"a value too many", "#SBATCH --hold=yes", JobCode::unexpected_value, 9, "#SBATCH --hold"},
      {"an open quote", "#SBATCH --comment='a b", JobCode::unclosed_quote, 19, ""},
      {"a colon", "#SBATCH : --time=2", JobCode::stray_word, 9, ""},
      {"a blank behind =", "#SBATCH --time= 10:00", JobCode::split_option, 9, "#SBATCH --time=10:00"},
      {"a blank before =", "#SBATCH --time =10:00", JobCode::split_option, 9, "#SBATCH --time=10:00"},
      {"blanks around =", "#SBATCH --time = 10:00", JobCode::split_option, 9, "#SBATCH --time=10:00"},
      {"= behind a letter", "#SBATCH -p=gpu", JobCode::split_option, 9, "#SBATCH -p gpu"},
      {"torn dashes", "#SBATCH - -array=1-2", JobCode::split_option, 9, "#SBATCH --array=1-2"},
      {"dashes torn off", "#SBATCH -- array=1-2", JobCode::split_option, 9, "#SBATCH --array=1-2"},
      {"an en dash", "#SBATCH \u2013partition=gpu", JobCode::pasted_sign, 9, "#SBATCH --partition=gpu"},
      {"a dash and an en dash", "#SBATCH -\u2013array=1-2", JobCode::pasted_sign, 10, "#SBATCH --array=1-2"},
      {"an em dash", "#SBATCH \u2014time=1:00:00", JobCode::pasted_sign, 9, "#SBATCH --time=1:00:00"},
      {"an en dash before a letter", "#SBATCH \u2013p gpu", JobCode::pasted_sign, 9, "#SBATCH -p gpu"},
      {"a no-break blank", "#SBATCH\u00a0--time=1:00:00", JobCode::pasted_sign, 8, "#SBATCH --time=1:00:00"},
      {"an invisible character", "#SBATCH --time=1:00:00\u200b", JobCode::pasted_sign, 23, "#SBATCH --time=1:00:00"},
      {"curly quotes around a name", "#SBATCH --partition=\u201cgpu\u201d", JobCode::pasted_sign, 21,
       "#SBATCH --partition=\"gpu\""},
  };
  for (const Case& one : cases) {
    INFO(one.description);
    const std::string bytes = in_header(one.line + "\n");
    const JobScript script = read_job_script(bytes);
    REQUIRE(script.findings.size() == 1);
    CHECK(script.findings[0].code == one.code);
    CHECK(job_level(one.code) == JobLevel::error);
    CHECK(job_judge(one.code) == JobJudge::sbatch);
    CHECK(position_in(bytes, script.findings[0].at.offset) == Position{2, one.column});
    CHECK(mended(bytes) == in_header((one.mended.empty() ? one.line : one.mended) + "\n"));
  }
}

TEST_CASE("what is read goes on as it was meant behind a pasted sign") {
  const JobScript script = read_job_script(in_header("#SBATCH \u2013partition=gpu\u00a0\u2014gres=gpu:a100:1\n"));
  REQUIRE(script.find(JobOption::partition) != nullptr);
  CHECK(script.find(JobOption::partition)->value == "gpu");
  REQUIRE(script.find(JobOption::gres) != nullptr);
  CHECK(script.find(JobOption::gres)->value == "gpu:a100:1");
}

TEST_CASE("a sign that only looks like another stays in a value that sbatch does not look into") {
  const std::string line = "#SBATCH --job-name=a\u00a0b\n";
  CHECK(codes_of(in_header(line)) == Codes{JobCode::pasted_value});
  CHECK(read_job_script(in_header(line)).find(JobOption::job_name)->value == "a\u00a0b");
  CHECK(codes_of(in_header("#SBATCH --job-name=a\u2013b --comment=\u00fcber\n")).empty());
}

TEST_CASE("comments that were meant as directives") {
  for (const std::string line :
       {" #SBATCH --time=1", "#sbatch --time=1", "#SBTACH --time=1", "#SBATH -t 1", "#\u00a0SBATCH --time=1"}) {
    INFO(line);
    CHECK(codes_of(in_header(line + "\n")) == Codes{JobCode::misspelt_line});
    CHECK(codes_of(mended(in_header(line + "\n"))).empty());
  }
  // It may be switched off on purpose.
  for (const std::string line : {"# SBATCH --time=1", "#  SBATCH -t 1", "# SBATCH \u2013time=1"}) {
    INFO(line);
    const std::string beside = in_header("#SBATCH --mem=1G\n" + line + "\n");
    CHECK(codes_of(beside) == Codes{JobCode::misspelt_line});
    CHECK(mended(beside) == beside);
    CHECK(mended(in_header(line + "\n")) != in_header(line + "\n"));  // but not all of them
  }
  for (const std::string line :
       {"# SBATCH lines follow", "##SBATCH --time=1", "### SBATCH --time=1", "# the batch -x", "#", "# -t 1",
        "# sbatch --array=1-10 job.sh", "#     sbatch --account=other job.sh", "# Sbatch \u2014 the options of Slurm",
        "# SBATCH - see the manual", "# batch -x", "#xSBATCH --mem=4G", "#sbatch --time=1 job.sh"}) {
    INFO(line);
    CHECK(codes_of(in_header(line + "\n")).empty());
  }
}

TEST_CASE("the script as a whole") {
  CHECK(codes_of("") == Codes{JobCode::empty});
  CHECK(codes_of("#SBATCH --time=1\ntrue\n") == Codes{JobCode::no_shebang});
  CHECK(mended("#SBATCH --time=1\ntrue\n") == "#!/bin/bash -l\n#SBATCH --time=1\ntrue\n");
  CHECK(mended("\xEF\xBB\xBF#!/bin/bash\ntrue\n") == "#!/bin/bash\ntrue\n");
  CHECK(mended("\n #!/bin/bash\ntrue\n") == "#!/bin/bash\ntrue\n");
  CHECK(codes_of("#!/bin/bash\r\n#SBATCH --time=1\r\ntrue\r\n") == Codes{JobCode::line_ends});
  CHECK(mended("#!/bin/bash\r\n#SBATCH --time=1\r\ntrue\r\n") == "#!/bin/bash\n#SBATCH --time=1\ntrue\n");
  CHECK(read_job_script("#!/bin/bash\r\n#SBATCH --time=1\r\n").find(JobOption::time)->value == "1");
  CHECK(codes_of(std::string("#!/bin/bash\ntr\0ue\n", 18)) == Codes{JobCode::nul_byte});
  CHECK(codes_of("#!/bin/bash").empty());
}

TEST_CASE("directives behind the first command") {
  const std::string late = "#!/bin/bash\n#SBATCH --time=1\nmodule load x\n#SBATCH --mem=4G\npython a.py\n#SBATCH -p gpu";
  CHECK(codes_of(late) == Codes{JobCode::late_options});
  CHECK(mended(late) == "#!/bin/bash\n#SBATCH --time=1\n#SBATCH --mem=4G\n#SBATCH -p gpu\nmodule load x\npython a.py\n");
  CHECK(codes_of(mended(late)).empty());

  // The header says something else: which of the two was meant?
  const std::string other = "#!/bin/bash\n#SBATCH --time=1\ntrue\n#SBATCH --time=2\n";
  CHECK(codes_of(other) == Codes{JobCode::late_options});
  CHECK(mended(other) == other);

  // What a script writes into another is its data.
  for (const std::string commands :
       {"echo \"#!/bin/bash\n#SBATCH --mem=1G\npython a.py\" >job.sh\n", "echo 'a\n#SBATCH --mem=1G\n'\n",
        "cat <<A; cat <<B\na\nA\n#SBATCH --mem=1G\nB\n", "cat <<\"A\" | sort\n#SBATCH --mem=1G\nA\n"}) {
    INFO(commands);
    CHECK(codes_of("#!/bin/bash\n" + commands).empty());
  }
  CHECK(codes_of("#!/usr/bin/env python3\nTEMPLATE = \"\"\"\n#SBATCH --time=1\n\"\"\"\n").empty());
  CHECK(codes_of("#!/bin/bash\n# it's a remark\necho it\\'s <<<x \"a\"\n#SBATCH --mem=1G\n") == Codes{JobCode::late_options});

  CHECK(codes_of("#!/bin/bash\ncat >job.sh <<EOF\n#!/bin/bash\n#SBATCH --time=1\nEOF\nsbatch job.sh\n").empty());
  CHECK(codes_of("#!/bin/bash\ncat >job.sh <<-'END'\n\t#SBATCH --time=1\n#SBATCH --mem=1G\n\tEND\n#SBATCH --qos=low\n") ==
        Codes{JobCode::late_options});
}

TEST_CASE("variables are not expanded") {
  CHECK(codes_of(in_header("#SBATCH --output=$HOME/x.out\n")) == Codes{JobCode::shell_variable});
  CHECK(mended(in_header("#SBATCH --output=$HOME/x.out\n")) == in_header("#SBATCH --output=$HOME/x.out\n"));
  CHECK(mended(in_header("#SBATCH -o run-${SLURM_JOB_ID}_$SLURM_ARRAY_TASK_ID.out\n")) ==
        in_header("#SBATCH -o run-%j_%a.out\n"));
  CHECK(codes_of(in_header("#SBATCH --output=%x.%j.out --comment='5 $ each'\n")).empty());
  CHECK(codes_of(in_header("#SBATCH --job-name=`date`\n")) == Codes{JobCode::shell_variable});
  CHECK(codes_of(in_header("#SBATCH --output=~/x.out\n")) == Codes{JobCode::shell_variable});
  CHECK(mended(in_header("#SBATCH --output=~/x.$SLURM_JOB_ID\n")) == in_header("#SBATCH --output=~/x.$SLURM_JOB_ID\n"));
  CHECK(codes_of(in_header("#SBATCH --output=a~b.out\n")).empty());
}

TEST_CASE("a later line overrides an earlier one") {
  CHECK(codes_of(in_header("#SBATCH -t 1\n#SBATCH --time=2\n")) == Codes{JobCode::overridden_option});
  CHECK(codes_of(in_header("#SBATCH -t 1\n#SBATCH --time=1\n")).empty());
}

TEST_CASE("a heterogeneous job is read up to its second part") {
  const JobScript script = read_job_script(in_header("#SBATCH --time=1\n#SBATCH hetjob\n#SBATCH --time=2\n"));
  REQUIRE(script.findings.size() == 1);
  CHECK(script.findings[0].code == JobCode::several_jobs);
  CHECK(script.find(JobOption::time)->value == "1");
}

TEST_CASE("how programs are started, as far as a script shows") {
  const std::vector<std::pair<std::string, ProgramStart>> cases{
      {"python train.py\n", ProgramStart::once},
      {"module load foss\nexport X=1\nOMP_NUM_THREADS=4 python3.11 -u train.py > log 2>&1\n", ProgramStart::once},
      {"if [ -e x ]; then\n  time Rscript a.R\nfi\n", ProgramStart::once},
      {"./train.py --lr 1\n", ProgramStart::once},
      {"python train.py \\\n  --lr 1 \\\n  --frobnicate\n", ProgramStart::once},
      {"srun python train.py\n", ProgramStart::parallel},
      {"python prepare.py\nmpirun -n 4 ./solve\n", ProgramStart::parallel},
      {"python a.py &\npython b.py &\nwait\n", ProgramStart::parallel},
      {"python train.py --ranks $SLURM_NTASKS\n", ProgramStart::parallel},
      {"torchrun --nproc-per-node 2 train.py\n", ProgramStart::parallel},
      {"source ~/venv/bin/activate\neval \"$(conda shell.bash hook)\"\nconda activate x\npython a.py\n", ProgramStart::once},
      {"env FOO=1 BAR=2 python a.py\n", ProgramStart::once},
      {"for f in a b; do\n  cp $f x\ndone\npython a.py\n", ProgramStart::once},
      {"if ! cd x; then exit 1; fi\npython a.py\n", ProgramStart::once},
      {"source ./launch.sh\npython post.py\n", ProgramStart::unknown},
      {". ./launch.sh\npython post.py\n", ProgramStart::unknown},
      {"eval \"$LAUNCH ./solve\"\npython post.py\n", ProgramStart::unknown},
      {"env FOO=1 ./solve\npython post.py\n", ProgramStart::unknown},
      {"conda run -n x ./solve\npython post.py\n", ProgramStart::unknown},
      {"for i in 1 2; do ./solve; done\npython post.py\n", ProgramStart::unknown},
      {"if true; then ./solve; fi\npython post.py\n", ProgramStart::unknown},
      {"for i in 1 2; do\n  python a.py $i\ndone\n", ProgramStart::unknown},
      {"gmx mdrun -ntmpi 4\n", ProgramStart::unknown},
      {"./run_everything\n", ProgramStart::unknown},
      {"module load x\n", ProgramStart::unknown},
      {"", ProgramStart::unknown},
  };
  for (const auto& [commands, expected] : cases) {
    INFO(commands);
    CHECK(read_job_script("#!/bin/bash\n" + commands).programs == expected);
  }
  const JobScript script = read_job_script("#!/bin/bash\ncd x; exec python a.py\n");
  CHECK(script.bytes.substr(script.program.offset, script.program.length) == "python");
}

TEST_CASE("a line inside a text or a command of several lines is no directive that came late") {
  for (const std::string commands :
       {"printf '%s' $'it\\'s\n#SBATCH -c 2\nz'\n", "echo foo \\\n#SBATCH -c 2\n--lr 1e-4\n", "cat <<EOF\n#SBATCH -c 2\nEOF\n"}) {
    INFO(commands);
    CHECK(read_job_script("#!/bin/bash\n" + commands).findings.empty());
  }
  // Behind each of them one is seen again.
  CHECK(read_job_script("#!/bin/bash\nx $'it\\'s'\n#SBATCH -c 2\n").findings.size() == 1);
  CHECK(read_job_script("#!/bin/bash\necho a \\\n# b\n#SBATCH -c 2\n").findings.size() == 1);
}

TEST_CASE("any bytes are read, and no more than so many findings are gathered") {
  std::string many = "#!/bin/bash\n";
  for (int i = 0; i < 1000; ++i) {
    many += "#SBATCH stray\n";
  }
  CHECK(read_job_script(many).findings.size() <= max_diagnostics);
  std::string all;
  for (int i = 0; i < 256; ++i) {
    all += static_cast<char>(i);
  }
  CHECK_FALSE(read_job_script(all + "\n#SBATCH " + all).findings.empty());
}

TEST_CASE("of each level so many are gathered, and none hides an error") {
  std::string many = "#!/bin/bash\n";
  for (int i = 0; i < 1000; ++i) {
    many += "# SBATCH --requeue\n";
  }
  const JobScript script = read_job_script(many + "#SBATCH stray\n");
  REQUIRE(script.findings.size() == max_diagnostics + 1);
  CHECK(script.findings.back().code == JobCode::stray_word);
}

TEST_CASE("of thousands of directives those that count are kept, and the others are told of") {
  std::string many = "#!/bin/bash\n#SBATCH --account=a -o $HOME/x\n#SBATCH -o y\n";
  for (int i = 0; i < 10'000; ++i) {
    many += i % 2 == 0 ? "#SBATCH --ntasks=" : "#SBATCH --tasks=";
    many += std::to_string(i) + "\n";
  }
  const JobScript script = read_job_script(many);
  CHECK(script.directives.size() < 3000);
  CHECK(script.find(JobOption::account)->value == "a");
  CHECK(script.find(JobOption::output)->value == "y");
  CHECK(script.find(JobOption::ntasks)->value == "9999");
  const auto count = [&](JobCode code) {
    return std::count_if(script.findings.begin(), script.findings.end(),
                         [&](const JobFinding& finding) { return finding.code == code; });
  };
  CHECK(count(JobCode::shell_variable) == 1);
  CHECK(count(JobCode::overridden_option) == max_diagnostics - 1);
}

TEST_CASE("of two names of one option the later counts, however much stands behind it") {
  std::string many = "#!/bin/bash\n#SBATCH --ntasks=1\n#SBATCH --tasks=2\n";
  for (int i = 0; i < 3000; ++i) {
    many += "#SBATCH --comment=x\n";
  }
  CHECK(read_job_script(many).find(JobOption::ntasks)->value == "2");
}

TEST_CASE("of a line without end the words of its beginning are read") {
  const std::string start = "#!/bin/bash\n#SBATCH --partition=gpu --qos=low --comment=" + std::string(1000, 'x');
  const std::string filler(100'000, 'y');
  for (const std::string& end :
       std::vector<std::string>{" -n 2 -c 3 -t 10 --requeue -J " + filler, " -n 2 -c 3 -t 10 --requeue -J \"" + filler + "\"",
                                " -n 2 -c 3 -t 10 --requeue --job-name=" + filler}) {
    const JobScript script = read_job_script(start + end + "\n#SBATCH --account=a\n");
    CHECK(script.findings.empty());
    CHECK(script.find(JobOption::partition)->value == "gpu");
    CHECK(script.find(JobOption::qos)->value == "low");
    CHECK(script.find(JobOption::ntasks)->value == "2");
    CHECK(script.find(JobOption::job_name) == nullptr);
    CHECK(script.find(JobOption::account)->value == "a");
  }
}

TEST_CASE("line ends of Windows are mended in a script of any length") {
  for (const int count : {3, 49'999, 50'001, 60'000}) {
    std::string windows;
    std::string sound;
    for (int i = 0; i < count; ++i) {
      windows += i == 0 ? "#!/bin/bash\n" : i == 7 ? "a\rb\n" : "x\r\n";
      sound += i == 0 ? "#!/bin/bash\n" : i == 7 ? "a\rb\n" : "x\n";
    }
    CHECK(mended(windows + "\r") == sound + "\r");
  }
}

TEST_CASE("a few late lines are moved, thousands are only told of") {
  const auto with_late = [](int count) {
    std::string bytes = "#!/bin/bash\ntrue\n";
    for (int i = 0; i < count; ++i) {
      bytes += "#SBATCH -J x\n";
    }
    return bytes;
  };
  CHECK(mended(with_late(1000)) != with_late(1000));
  CHECK(mended(with_late(1001)) == with_late(1001));
  const JobScript script = read_job_script(with_late(5000));
  REQUIRE(script.findings.size() == 1);
  CHECK(script.findings.front().args == std::vector<std::string>{"5000"});
}

TEST_CASE("edits are made in the order of the text, the first of those that overlap") {
  CHECK(with_edits("abcdef", {}) == "abcdef");
  CHECK(with_edits("abcdef", {{{4, 1}, "E"}, {{0, 2}, ""}}) == "cdEf");
  CHECK(with_edits("abcdef", {{{1, 3}, "X"}, {{2, 1}, "Y"}}) == "aXef");
  CHECK(with_edits("abc", {{{3, 0}, "d"}}) == "abcd");
}
