#include "migadvise/job_check.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "checked_job.hpp"

using namespace migadvise;

namespace {

double su_per_hour(const std::string& options) {
  const JobReport report = report_of(script_of(options));
  REQUIRE(report.charge);
  return static_cast<double>(report.charged.micro) / micro_per_unit;
}

}  // namespace

TEST_CASE("a sound script has no findings and its price") {
  const JobReport report = report_of(script_of("--gres=gpu:a100_20g:1 -c 4" + std::string(whole)));
  CHECK(codes_of(report).empty());
  CHECK(report.charged.micro == 8 * micro_per_unit);
  REQUIRE(report.at_most);
  CHECK(report.at_most->micro == 80 * micro_per_unit);
  CHECK(report.place.partition->name == "gpu");
  CHECK(wulver().table.profiles[*report.request.option].name == "2g.20gb");
}

// The examples that the Wulver documentation gives with its charges.
TEST_CASE("published examples of charges, as scripts") {
  const std::string place = " -p gpu -q standard -A ab123 -t 1:00:00";
  CHECK(su_per_hour("-n1 -c4 --gres=gpu:a100_10g:1" + place) == 6);
  CHECK(su_per_hour("-n1 -c4 --gres=gpu:a100_20g:1" + place) == 8);
  CHECK(su_per_hour("-n1 -c4 --gres=gpu:a100_40g:1" + place) == 12);
  CHECK(su_per_hour("-n1 -c4 --gres=gpu:a100:1" + place) == 20);
  CHECK(su_per_hour("-n4 --mem=64G --gres=gpu:a100:1" + place) == 32);
  CHECK(su_per_hour("-n4 --mem-per-cpu=8G --gres=gpu:a100:1" + place) == 24);
  CHECK(su_per_hour("-n1 -c20 --mem=128G --gres=gpu:a100_10g:1 -p course_gpu -q course -A x -t 8:00:00") == 34);
  CHECK(report_of(script_of("-c20 --mem=128G --gres=gpu:a100_10g:1 -p course_gpu -q course -A x -t 8:00:00")).at_most->micro ==
        272 * micro_per_unit);
  CHECK(su_per_hour("-c8 -p general -q standard -A x -t 1:00:00") == 8);
  CHECK(su_per_hour("-c8 -p bigmem -q standard -A x -t 1:00:00") == 12);
  CHECK(su_per_hour("-c4 --gres=gpu:a100_10g:1 -p debug_gpu -q debug -A x -t 1:00:00") == 0);
}

TEST_CASE("every way to ask for GPUs comes to the same") {
  for (const std::string way :
       {"--gres=gpu:a100:2", "--gres=gpu:2", "--gpus=2", "-G2", "-G a100:2", "--gpus-per-node=2", "--gpus-per-node=a100:2",
        "-n2 --gpus-per-task=1", "-N2 --gres=gpu:a100:1 --ntasks-per-node=1", "--gres=gpu:a100:2 --gpus=a100:2",
        "-n2 --gpus-per-task=1 --gpus=2", "-n8 --ntasks-per-node=4 --gres=gpu:a100:1"}) {
    INFO(way);
    const JobReport report = report_of(script_of(way + whole));
    CHECK_FALSE(report.has_errors());
    CHECK(report.request.gpus == 2);
    REQUIRE(report.charge);
    CHECK(report.charge->gpu.micro == 32 * micro_per_unit);
  }
  CHECK(report_of(script_of("--gres=gpu:0" + std::string(whole))).request.gpus == 0);
  CHECK(report_of(script_of("--gres=none" + std::string(whole))).request.gpus == 0);
}

TEST_CASE("CPUs and host RAM are counted over the whole job") {
  struct Case {
    std::string options;
    std::int64_t cpus;
    std::int64_t ram_gib;
  };
  const std::vector<Case> cases{{"", 1, 4},
                                {"-c4", 4, 16},
                                {"-n3 -c2", 6, 24},
                                {"-N2 --ntasks-per-node=4 -c2", 16, 64},
                                {"-n8 --mem=10G", 8, 10},
                                {"-N2 -n8 --mem=10G", 8, 20},
                                {"-c4 --mem-per-cpu=8G", 4, 32},
                                {"--gres=gpu:a100:2 --mem-per-gpu=30G", 1, 60},
                                {"--gres=gpu:a100:2 --cpus-per-gpu=6", 12, 48},
                                {"--exclusive", 128, 512},
                                {"--mem=0", 1, 512}};
  for (const Case& one : cases) {
    INFO(one.options);
    const JobRequest request = report_of(script_of(one.options + whole)).request;
    CHECK(request.cpus == one.cpus);
    CHECK(request.ram.value == one.ram_gib * bytes_per_gib);
  }
}

TEST_CASE("each thing that is wrong is found once") {
  struct Case {
    std::string options;
    JobCode code;
    std::string mended;  // empty where nothing is
  };
  const std::string slice = "--gres=gpu:a100_10g:1 ";
  const std::vector<Case> cases{
      {"--gres=gpu:a100_10g:2 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::several_slices, ""},
      {"-N2 --gres=gpu:a100_10g:1 --ntasks-per-node=1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::several_slices, ""},
      {"--gpus=a100_10g:3 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::several_slices, ""},
      {"--gres=gpu:1g.10gb:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::unknown_gres,
       "--gres=gpu:a100_10g:1 -p gpu -q standard -A ab123 -t 1:00:00"},
      {"-G 3g.40gb:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::unknown_gres,
       "-G a100_40g:1 -p gpu -q standard -A ab123 -t 1:00:00"},
      {"--gres=gpu:v100:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::unknown_gres, ""},
      {"--gres=gpu:a100_10g:1,gpu:a100_20g:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::several_kinds, ""},
      {"--gres=gpu:a100:1 --gpus=2 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::gpus_contradict, ""},
      {"--gres=gpu:a100:2 --gpus=a100:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::gpus_contradict, ""},
      {"-n2 --gpus-per-task=a100:1 --gpus=a100:3 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::gpus_contradict, ""},
      {"--gres=gpu:a100:1 --gpus=a100:2 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::gpus_twice, ""},
      {"--gres=gpu:a100_10g:1 --gpus=a100_20g:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::several_kinds, ""},
      {"--gres=a100_10g:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::bad_gres,
       "--gres=gpu:a100_10g:1 -p gpu -q standard -A ab123 -t 1:00:00"},
      {"--gres=gpus:a100:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::bad_gres,
       "--gres=gpu:a100:1 -p gpu -q standard -A ab123 -t 1:00:00"},
      {"-G gpu:a100:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::bad_gres,
       "-G a100:1 -p gpu -q standard -A ab123 -t 1:00:00"},
      {"--gres=gpu:1,gpu:a100:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::bad_gres, ""},
      {"--gpus-per-socket=a100:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::needs_option, ""},
      {slice + "-p gpu,debug_gpu -q standard -A ab123 -t 1:00:00", JobCode::partition_qos, ""},
      {slice + "-p gpu,general -q Standard -A ab123 -t 1:00:00", JobCode::empty, ""},  // nothing
      {slice + "-p gpu -q standard -A ab123 -output=x.out -t 1:00:00", JobCode::single_dash,
       slice + "-p gpu -q standard -A ab123 --output=x.out -t 1:00:00"},
      {"--gres=gpu:a:b:c -p gpu -q standard -A ab123 -t 1:00:00", JobCode::bad_gres, ""},
      {"--gres=gpu:1 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::untyped_gpu, ""},
      {"--gres=gpu:a100:5 -p gpu -q standard -A ab123 -t 1:00:00", JobCode::gpus_per_node, ""},
      {"--gres=gpu:a100:1 -p debug_gpu -q debug -A ab123 -t 1:00:00", JobCode::not_offered, ""},
      {"--gres=gpu:a100_10g:1 -p general -q standard -A ab123 -t 1:00:00", JobCode::not_offered, ""},
      {"-p gpu -q standard -A ab123 -t 1:00:00", JobCode::no_gpu, ""},
      {slice + "-p gpuu -q standard -A ab123 -t 1:00:00", JobCode::unknown_partition,
       slice + "-p gpu -q standard -A ab123 -t 1:00:00"},
      {slice + "-p gpu -q standart -A ab123 -t 1:00:00", JobCode::unknown_qos, slice + "-p gpu -q standard -A ab123 -t 1:00:00"},
      {slice + "-p gpu -q high_$PI -A ab123 -t 1:00:00", JobCode::unknown_qos, ""},
      {slice + "-p gpu -q high_* -A ab123 -t 1:00:00", JobCode::unknown_qos, ""},
      {slice + "-q standard -A ab123 -t 1:00:00", JobCode::partition_missing, ""},
      {slice + "-p gpu -A ab123 -t 1:00:00", JobCode::qos_missing, ""},
      {slice + "-p debug_gpu -q standard -A ab123 -t 1:00:00", JobCode::partition_qos,
       slice + "-p debug_gpu -q debug -A ab123 -t 1:00:00"},
      {slice + "-p debug_gpu -A ab123 -t 1:00:00", JobCode::partition_qos,
       slice + "-p debug_gpu --qos=debug -A ab123 -t 1:00:00"},
      {slice + "-p gpu -q debug -A ab123 -t 1:00:00", JobCode::partition_qos, ""},
      {slice + "-p gpu -q standard -t 1:00:00", JobCode::account_missing, ""},
      {slice + "-p gpu -q standard -A PI_UCID -t 1:00:00", JobCode::account_placeholder, ""},
      {slice + "-p gpu -q standard -A $PI_ucid -t 1:00:00", JobCode::account_placeholder, ""},
      {slice + "-p gpu -q standard -A your_account -t 1:00:00", JobCode::account_placeholder, ""},
      {slice + "-p gpu -q standard -A ab123", JobCode::time_missing, ""},
      {slice + "-p gpu -q standard -A ab123 -t 80:00:00", JobCode::time_limit, ""},
      {slice + "-p gpu -q standard -A ab123 -t 0", JobCode::time_limit, ""},
      {slice + "-p debug_gpu -q debug -A ab123 -t 9:00:00", JobCode::time_limit, ""},
      {slice + "-p gpu -q high_ab123 -A ab123 -t 10-00", JobCode::time_on_request, ""},
      {slice + "-p gpu -q standard -A ab123 -t 10h", JobCode::bad_time, slice + "-p gpu -q standard -A ab123 -t 10:00:00"},
      {slice + "-p gpu -q standard -A ab123 -t soon", JobCode::bad_time, ""},
      {slice + "-p gpu -q standard -A ab123 -t 24", JobCode::bare_time, ""},
      {slice + "-p gpu -q standard -A ab123 -t 1:00:00 --mem=2GiB", JobCode::bad_size,
       slice + "-p gpu -q standard -A ab123 -t 1:00:00 --mem=2G"},
      {slice + "-p gpu -q standard -A ab123 -t 1:00:00 --mem=64", JobCode::bare_size, ""},
      {slice + "-p gpu -q standard -A ab123 -t 1:00:00 --mem=4G --mem-per-cpu=2G", JobCode::exclusive_options, ""},
      {slice + "-p gpu -q standard -A ab123 -t 1:00:00 -c four", JobCode::bad_number, ""},
      {slice + "-p gpu -q standard -A ab123 -t 1:00:00 --array=10-1", JobCode::bad_array, ""},
      {slice + "-p debug_gpu -q debug -A ab123 -t 1:00:00 -n5", JobCode::qos_cpus, ""},
      {slice + "-p debug_gpu -q debug -A ab123 -t 1:00:00 --mem=17G", JobCode::qos_ram, ""},
      {slice + "-p debug_gpu -q debug -A ab123 -t 1:00:00 --array=1-2", JobCode::jobs_at_once, ""},
      {"-p general -q standard -A ab123 -t 1:00:00 -c4 --array=1-2", JobCode::empty, ""},  // nothing
      {slice + "-p gpu -q standard -A ab123 -t 1:00:00 -c3", JobCode::cpus_outprice, ""},
      {slice + "-p gpu -q standard -A ab123 -t 1:00:00 --mem=16G", JobCode::ram_outprice, ""},
  };
  for (const Case& one : cases) {
    INFO(one.options);
    const Codes found = codes_of(one.options);
    CHECK(found == (one.code == JobCode::empty ? Codes{} : Codes{one.code}));
    CHECK(mended(one.options) == (one.mended.empty() ? one.options : one.mended));
  }
  const auto has = [](const std::string& options, JobCode code) {
    const Codes codes = codes_of(options);
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  CHECK(has("--gres=gpu:a100:1 -c129" + std::string(whole), JobCode::node_cpus));
  CHECK_FALSE(has("--gres=gpu:a100:1 -c128" + std::string(whole), JobCode::node_cpus));
  CHECK(has("--gres=gpu:a100:1 --mem=513G" + std::string(whole), JobCode::node_ram));
  CHECK_FALSE(has("--gres=gpu:a100:1 --mem=512G" + std::string(whole), JobCode::node_ram));
  CHECK(has("--gpus-per-task=1" + std::string(whole), JobCode::needs_option));
  // GPUs for each task and on each node, as sbatch 22.05 judges them.
  CHECK_FALSE(
      has("--gres=gpu:a100:2 --gpus-per-task=a100:1 -N2 -n4 --ntasks-per-node=2" + std::string(whole), JobCode::gpus_contradict));
  CHECK_FALSE(
      has("--gres=gpu:a100:2 --gpus-per-task=a100:1 -n2 --ntasks-per-node=2" + std::string(whole), JobCode::gpus_contradict));
  CHECK(
      has("--gres=gpu:a100:1 --gpus-per-task=a100:1 -N2 -n4 --ntasks-per-node=2" + std::string(whole), JobCode::gpus_contradict));
  CHECK(has("--gres=gpu:a100:3 --gpus-per-task=a100:1 -n2 --ntasks-per-node=2" + std::string(whole), JobCode::gpus_contradict));
  // Host RAM that comes with CPUs too many is told of with them, any other for itself.
  CHECK_FALSE(has("--gres=gpu:a100:1 -c129" + std::string(whole), JobCode::node_ram));
  for (const std::string ram : {"--mem=600G", "--mem-per-cpu=8G", "--mem-per-gpu=600G"}) {
    INFO(ram);
    CHECK(has("--gres=gpu:a100:1 -c129 " + ram + whole, JobCode::node_ram));
  }
}

TEST_CASE("a job that has its node to itself is charged all of it") {
  const JobReport report = report_of(script_of("--gres=gpu:a100_10g:1 --exclusive" + std::string(whole)));
  CHECK(report.charge->gpu.micro == 64 * micro_per_unit);
  CHECK(report.charge->cpu.micro == 128 * micro_per_unit);
  const Codes codes = codes_of(report);
  CHECK(std::find(codes.begin(), codes.end(), JobCode::whole_nodes) != codes.end());
}

TEST_CASE("GPUs without a type are what the partition has") {
  const std::string course = "--gres=gpu:1 -p course_gpu -q course -A x -t 1:00:00";
  CHECK(su_per_hour(course) == 3);
  CHECK(codes_of(course) == Codes{JobCode::untyped_gpu});
  CHECK(codes_of("--gres=gpu:2 -p course_gpu -q course -A x -t 1:00:00") == Codes{JobCode::untyped_gpu, JobCode::several_slices});
  // Slices of several kinds: which one is not known, but a job gets one.
  CHECK(codes_of("--gres=gpu:1 -p debug_gpu -q debug -A x -t 1:00:00") == Codes{JobCode::untyped_gpu});
  CHECK(codes_of("--gres=gpu:2 -p debug_gpu -q debug -A x -t 1:00:00") == Codes{JobCode::untyped_gpu, JobCode::several_slices});
  CHECK_FALSE(report_of(script_of("--gres=gpu:1 -p debug_gpu -q debug -A x -t 1:00:00")).charge);
}

TEST_CASE("tasks by GPU, overcommitted tasks, nodes that others may use") {
  const auto request = [](const std::string& options) { return report_of(script_of(options + whole)).request; };
  CHECK(request("--gpus=a100:2 --ntasks-per-gpu=4").cpus == 8);
  CHECK(request("--ntasks=8 --ntasks-per-gpu=2").gpus == 4);
  CHECK(su_per_hour("--ntasks=2 --ntasks-per-gpu=2 -p course_gpu -q course -A x -t 1:00:00") == 4);
  CHECK(codes_of("--ntasks-per-gpu=2 -p general -q standard -A x -t 1:00:00") == Codes{JobCode::needs_option});
  CHECK(request("--gres=gpu:a100:1 -n4 -O").cpus == 1);
  CHECK(request("--gres=gpu:a100:1 --mincpus=32").cpus == 32);
  CHECK(request("--gres=gpu:a100:1 --mincpus=32").ram.value == 128 * bytes_per_gib);
  CHECK(request("--gres=gpu:a100:1 --mincpus=2 -c4").cpus == 4);
  CHECK(request("--gres=gpu:a100:1 --mincpus=32 -N2").cpus == 64);
  CHECK(request("--gres=gpu:a100:1 --mem-per-gpu=0").ram.value == 4 * bytes_per_gib);  // the default
  CHECK_FALSE(request("--gres=gpu:a100:1 --exclusive=user").whole_nodes);
  CHECK(request("--gres=gpu:a100:1 --exclusive").whole_nodes);
  CHECK(request("--gres=gpu:a100:1 -n129").gpus == 2);
  CHECK_FALSE(report_of(script_of("--exclusive -p general -q standard -A x -t 1:00:00")).charge);
}

TEST_CASE("what cannot be had has no price") {
  CHECK_FALSE(report_of(script_of("--gres=gpu:a100_40g:1 -p course_gpu -q course -A x -t 1:00:00")).charge);
  CHECK_FALSE(report_of(script_of("--gres=gpu:1 -p general -q standard -A x -t 1:00:00")).charge);
  CHECK_FALSE(report_of(script_of("--gres=gpu:a100:1 -p gpu -q debug -A x -t 1:00:00")).charge);
}

TEST_CASE("an array that limits itself waits for nobody") {
  const std::string debug = "--gres=gpu:a100_10g:1 -p debug_gpu -q debug -A x -t 1:00:00 ";
  CHECK(codes_of(debug + "--array=1-10%1").empty());
  CHECK(codes_of(debug + "--array=1-10%2") == Codes{JobCode::jobs_at_once});
}

TEST_CASE("no other resource is put in the place of what was asked for") {
  for (const std::string option :
       {"--cpus-per-node=4", "--cpu-per-node=4", "--cpus-per-core=2", "--ncores=4", "--mem-per-task=4G", "--gpus-per-cpu=1",
        "--ntasks-per-cpu=2", "--export-all", "--time-max=1:00:00"}) {
    INFO(option);
    const std::string options = "--gres=gpu:a100_10g:1" + std::string(whole) + " " + option;
    CHECK(codes_of(options) == Codes{JobCode::unknown_option});
    CHECK(mended(options) == options);
    CHECK(su_per_hour(options) == 3);
  }
  const std::string slice = "--gres=gpu:a100_10g:1 -A ab123 -t 10:00:00 ";
  CHECK(mended(slice + "-p gpu --qos=low,standard") == slice + "-p gpu --qos=low,standard");
  CHECK(mended(slice + "-q standard --partition=cpu") == slice + "-q standard --partition=cpu");
  CHECK(mended(slice + "-q course --partition=course_cpu") == slice + "-q course --partition=course_cpu");
  // What else can be meant by these?
  CHECK(mended(slice + "-p gpu --qso=standard") == slice + "-p gpu --qos=standard");
  CHECK(mended(slice + "-p gpu -q standrad") == slice + "-p gpu -q standard");
  CHECK(mended(slice + "-p gpu -q standard --mem-per-node=16G") == slice + "-p gpu -q standard --mem=16G");
}

TEST_CASE("a value in quotes is mended in them") {
  CHECK(mended("--gres='gpu:1g.10gb:1' -A ab123 -q standard -p \"gpu\" -t '8h'") ==
        "--gres='gpu:a100_10g:1' -A ab123 -q standard -p \"gpu\" -t '08:00:00'");
}

TEST_CASE("other resources than GPUs leave the price as it is") {
  for (const std::string gres :
       {"gpu:a100_10g:1,lscratch:ssd:100G", "lscratch:10G,gpu:a100_10g:1", "gpu:a100_10g:1,tmp:200000"}) {
    INFO(gres);
    CHECK(codes_of("--gres=" + gres + whole).empty());
    CHECK(su_per_hour("--gres=" + gres + whole) == 3);
  }
}

TEST_CASE("the hint at a list that cannot be read has the type that is in it") {
  const auto example = [](const std::string& gres) {
    return report_of(script_of("--gres=" + gres + whole)).findings.front().args.back();
  };
  CHECK(example("gpu:a100_20g:1.0") == "gpu:a100_20g:1");
  CHECK(example("gpu:v100:1.0") == "gpu:a100_10g:1");
}

TEST_CASE("nodes by their names are as many as there are names") {
  const JobReport report = report_of(script_of("--gres=gpu:a100:1 -c 2 -w n[01-03],m1" + std::string(whole)));
  CHECK(report.request.nodes == 4);
  CHECK(report.request.gpus == 4);
  CHECK(report.request.cpus == 8);
}

TEST_CASE("of exclusive and oversubscribe the later counts") {
  const auto whole_nodes = [](const std::string& options) {
    return report_of(script_of("--gres=gpu:a100:1 " + options + whole)).request.whole_nodes;
  };
  CHECK(whole_nodes("--exclusive"));
  CHECK(whole_nodes("--exclusive=exclusive"));
  CHECK(whole_nodes("--oversubscribe --exclusive"));
  CHECK_FALSE(whole_nodes("--exclusive -s"));
  CHECK_FALSE(whole_nodes("--exclusive=user"));
}

TEST_CASE("a script in which no line is read has no account either") {
  const JobReport report =
      report_of("#!/bin/bash\nmodule load x\n#SBATCH --gres=gpu:a100_10g:1" + std::string(whole) + "\n./x\n");
  CHECK(codes_of(report) == Codes{JobCode::account_missing, JobCode::late_options});
  CHECK(report.has_errors());
}

TEST_CASE("limits hold to the last unit") {
  const std::string debug = "--gres=gpu:a100_10g:1 -p debug_gpu -q debug -A ab123 ";
  CHECK(codes_of(debug + "-t 8:00:00 -c4 --mem=16G").empty());
  CHECK(codes_of(debug + "-t 8:00:01") == Codes{JobCode::time_limit});
  CHECK(codes_of("--gres=gpu:a100_10g:1 -p gpu -q standard -A ab123 -t 72:00:00").empty());
  CHECK(codes_of("--gres=gpu:a100:4 -p gpu -q standard -A ab123 -t 1:00:00").empty());
}

TEST_CASE("an array is priced with all its jobs") {
  const JobReport report = report_of(script_of("--gres=gpu:a100_10g:1 --array=1-10%3" + std::string(whole)));
  CHECK(report.request.jobs == 10);
  CHECK(report.charged.micro == 3 * micro_per_unit);
  CHECK(report.at_most->micro == 300 * micro_per_unit);
}

TEST_CASE("several tasks of a program that is started once") {
  const std::string options = "--gres=gpu:a100:1 -n4" + std::string(whole);
  CHECK(codes_of(options, "python train.py\n") == Codes{JobCode::serial_program});
  CHECK(codes_of(options, "srun python train.py\n").empty());
  CHECK(codes_of("--gres=gpu:a100:1 -c4" + std::string(whole), "python train.py\n").empty());
}

TEST_CASE("accounts that are still to be filled in") {
  for (const std::string text : {"ACCOUNT",   "xxxx",         "FIXME",       "ucid", "PI_UCID",   "pi_ucid",      "$PI_ucid",
                                 "<account>", "your_account", "YOUR-PI",     "",     "a b",       "youraccount",  "yourpi",
                                 "changeme",  "todo",         "placeholder", "xxx",  "myaccount", "account_name", "my_account",
                                 "account",   "x.your-pi",    "pi-ucid-2",   "PI",   "myPI"}) {
    INFO(text);
    CHECK(is_account_placeholder(text, wulver().site));
  }
  for (const std::string text :
       {"ab123", "lyour2", "accounting", "xx", "my_account2", "2025-fall-ds-492-ab12-cd34", "walsh", "pi-ab12"}) {
    INFO(text);
    CHECK_FALSE(is_account_placeholder(text, wulver().site));
  }
}

TEST_CASE("mending twice changes nothing more") {
  const std::array<std::string, 6> pieces{"--gres=gpu:1g.10gb:1", "--time=10h",   "\u2013\u2013qos=standart",
                                          "--partiton=gpu",       "- -array=1-4", "-A ab123"};
  for (std::size_t skipped = 0; skipped < pieces.size(); ++skipped) {
    std::string bytes = "#!/bin/bash\r\n";
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      bytes += i == skipped ? "" : "# SBATCH " + pieces[i] + "\r\n";
    }
    bytes += "true\r\n#SBATCH --mem=4GiB\r\n";
    for (int round = 0; round < 8; ++round) {
      bytes = with_edits(bytes, repairs_of(report_of(bytes).findings));
    }
    const JobReport report = report_of(bytes);
    INFO(bytes);
    CHECK(repairs_of(report.findings).empty());
    CHECK(bytes.find('\r') == std::string::npos);
  }
}

TEST_CASE("what stands on one node is what a node must hold") {
  // One task, and all that its GPUs bring: on one node.
  CHECK(codes_of("--gres=gpu:a100:4 --cpus-per-gpu=32" + std::string(whole)) == Codes{JobCode::cpus_outprice});
  CHECK(codes_of("--gres=gpu:a100:4 --cpus-per-gpu=40" + std::string(whole)) ==
        Codes{JobCode::cpus_outprice, JobCode::node_cpus});
  // Several tasks go to several nodes.
  const std::string much = "--gres=gpu:a100:1 --mem-per-cpu=300G" + std::string(whole);
  CHECK(codes_of(much + " -n2", "srun ./x\n") == Codes{JobCode::ram_outprice});
  CHECK(codes_of(much + " -n1 -c2") == Codes{JobCode::node_ram, JobCode::ram_outprice});
  // A whole node has RAM for each of its CPUs, or not.
  const std::string all = "--gres=gpu:a100:1 --exclusive -n4" + std::string(whole);
  CHECK(codes_of(all + " --mem-per-cpu=4G", "srun ./x\n") == Codes{JobCode::whole_nodes});
  const Codes beyond = codes_of(all + " --mem-per-cpu=8G", "srun ./x\n");
  CHECK(std::count(beyond.begin(), beyond.end(), JobCode::node_ram) == 1);
}

TEST_CASE("a time that means nothing has no time in its hint") {
  const JobReport report = report_of(script_of("--gres=gpu:a100_10g:1 -p gpu -q standard -A ab123 -t soon"));
  CHECK(codes_of(report) == Codes{JobCode::bad_time});
  CHECK(report.findings.front().args == std::vector<std::string>{"--time", "soon", ""});
  CHECK_FALSE(report.request.time);
}

// Nodes, tasks, CPUs, GB of host RAM and GPUs that jobs with these options were given by Slurm 22.05.
TEST_CASE("a job asks for what Slurm gives it") {
  const std::vector<std::pair<std::string, std::array<std::int64_t, 5>>> given{
      {"--gres=gpu:a100:1 --cpus-per-gpu=2", {1, 1, 2, 8, 1}},
      {"--gres=gpu:a100:1 -N2 --mem=0", {2, 2, 2, 1024, 2}},
      {"--gres=gpu:a100:1 -c4 --mem-per-cpu=0", {1, 1, 4, 512, 1}},
      {"--gres=gpu:a100:1 --mem-per-gpu=10G -N2", {2, 2, 2, 20, 2}},
      {"--gres=gpu:a100:1 --mem-per-gpu=0", {1, 1, 1, 4, 1}},
      {"--gres=gpu:a100:1 -O -n8 -c2", {1, 8, 2, 8, 1}},
      {"--gres=gpu:a100:1 -O -n8 -N2", {2, 8, 2, 8, 2}},
      {"--gres=gpu:a100:1 --mincpus=6", {1, 1, 6, 24, 1}},
      {"--gres=gpu:a100:1 --mincpus=6 -N2", {2, 2, 12, 48, 2}},
      {"--gres=gpu:a100:1 --cpus-per-gpu=6 -N2", {2, 2, 12, 48, 2}},
      {"--gres=gpu:a100:1 -n 200", {2, 200, 200, 800, 2}},
      {"--gres=gpu:a100:1 -n 100 -c2", {2, 100, 200, 800, 2}},
      {"--gres=gpu:a100:1 -n 200 --ntasks-per-node=100", {2, 200, 200, 800, 2}},
      {"--gres=gpu:a100:1 -N 4 -n2", {2, 2, 2, 8, 2}},
      {"--gres=gpu:a100:1 -N 2-4", {2, 2, 2, 8, 2}},
      {"--gres=gpu:a100:1 -N2 --ntasks-per-node=3", {2, 6, 6, 24, 2}},
      {"--gres=gpu:a100:1 --exclusive", {1, 1, 128, 512, 1}},
      {"--gres=gpu:a100:1 --exclusive -N2", {2, 2, 256, 1024, 2}},
      {"--gres=gpu:a100:1 -n3 -c2 --mem-per-cpu=3G", {1, 3, 6, 18, 1}},
      {"--gres=gpu:a100:1 -N2 -n4 -c3", {2, 4, 12, 48, 2}},
      {"--gres=gpu:a100:1 -N2 --mem=7G", {2, 2, 2, 14, 2}},
      {"--gres=gpu:a100:1 -n2 --mem-per-cpu=300G", {2, 2, 2, 600, 2}},
      {"--gres=gpu:a100:1 -n4 -c2 --mem-per-cpu=100G", {2, 4, 8, 800, 2}},
      {"--gres=gpu:a100:1 -n3 -c2 --mem-per-cpu=64G", {1, 3, 6, 384, 1}},
      {"--gres=gpu:a100:1 -n4 -O -c2 --mem-per-cpu=200G", {1, 4, 2, 400, 1}},
      {"--gres=gpu:a100:1 -n130 -O", {1, 130, 1, 4, 1}},
      {"--gres=gpu:a100:1 --ntasks-per-node=3", {1, 3, 3, 12, 1}},
      {"--gres=gpu:a100:1 --mem-per-gpu=10G", {1, 1, 1, 10, 1}},
      {"-N2 --gpus=a100:4 --gpus-per-task=a100:2", {2, 2, 2, 8, 4}},
      {"--gres=gpu:a100:1 -N 1-2 -n4 --mem-per-cpu=200G", {2, 4, 4, 800, 2}},
      {"--gres=gpu:a100:1 -N 1-2 -n200", {2, 200, 200, 800, 2}},
      {"--gpus=a100:4 --ntasks-per-gpu=2", {1, 8, 8, 32, 4}},
      {"--mem-per-gpu=3G --gpus=a100:4", {1, 1, 1, 12, 4}},
      {"--gpus=a100:4 --gpus-per-task=a100:2", {1, 2, 2, 8, 4}},
      {"--gpus-per-node=a100:2 -N2", {2, 2, 2, 8, 4}},
  };
  for (const auto& [options, expected] : given) {
    INFO(options);
    const JobRequest request = report_of(script_of(options + whole, "srun ./x\n")).request;
    const std::array<std::int64_t, 5> asked{request.nodes, request.tasks, request.cpus, request.ram.value / bytes_per_gib,
                                            request.gpus};
    CHECK(asked == expected);
  }
}

TEST_CASE("numbers without a unit are doubted while they are small") {
  const std::string job = "--gres=gpu:a100_10g:1 -p gpu -q standard -A ab123 ";
  CHECK(codes_of(job + "-t 24") == Codes{JobCode::bare_time});
  CHECK(codes_of(job + "-t 25").empty());
  CHECK(codes_of(job + "-t 72:00") == Codes{JobCode::bare_time});
  CHECK(codes_of(job + "-t 73:00").empty());
  CHECK(report_of(script_of(job + "-t 24")).findings.front().args == std::vector<std::string>{"--time", "24", "24", "24:00:00"});
  CHECK(report_of(script_of(job + "-t 8:00")).findings.front().args ==
        std::vector<std::string>{"--time", "8:00", "8", "8:00:00"});
  CHECK(codes_of(job + "-t 1:00:00 --mem=1023") == Codes{JobCode::bare_size});
  CHECK(codes_of(job + "-t 1:00:00 --mem=1024").empty());
  CHECK(codes_of(job + "-t 1:00:00 --mem-per-cpu=64") == Codes{JobCode::bare_size});
}

TEST_CASE("ways of asking for host RAM exclude each other, and so do those for CPUs") {
  const std::string job = "--gres=gpu:a100:1" + std::string(whole) + " ";
  CHECK(codes_of(job + "--mem=4G --mem-per-gpu=4G") == Codes{JobCode::exclusive_options});
  CHECK(codes_of(job + "--mem-per-cpu=4G --mem-per-gpu=4G") == Codes{JobCode::exclusive_options});
  CHECK(codes_of(job + "--mem=4G --mem-per-cpu=4G --mem-per-gpu=4G") ==
        Codes{JobCode::exclusive_options, JobCode::exclusive_options});
  const JobReport report = report_of(script_of(job + "--cpus-per-gpu=2 -c 2"));
  CHECK(codes_of(report) == Codes{JobCode::exclusive_options});
  CHECK(report.findings.front().args == std::vector<std::string>{"--cpus-per-gpu", "2", "--cpus-per-task"});
}

TEST_CASE("GPUs in all agree with those for each task, where the tasks are said") {
  const auto contradict = [](const std::string& options) {
    const Codes codes = codes_of(options + whole, "srun ./x\n");
    return std::count(codes.begin(), codes.end(), JobCode::gpus_contradict) == 1;
  };
  const std::string four = "--gpus=a100:4 --gpus-per-task=a100:1 ";
  for (const std::string tasks : {"-n2", "-N2", "-N1", "-N 2-2", "--ntasks-per-node=2"}) {
    INFO(tasks);
    CHECK(contradict(four + tasks));
  }
  for (const std::string tasks : {"", "-n4", "-N 1-2", "-N2 --ntasks-per-node=2"}) {
    INFO(tasks);
    CHECK_FALSE(contradict(four + tasks));
  }
}

TEST_CASE("tasks go to as many nodes as their host RAM needs") {
  Site site = wulver().site;
  const auto gpu = std::find_if(site.partitions.begin(), site.partitions.end(),
                                [](const Partition& partition) { return partition.name == "gpu"; });
  gpu->ram_per_node = Bytes{64 * bytes_per_gib};
  const auto nodes = [&](const std::string& options) {
    const std::string bytes = script_of("--gres=gpu:a100:1 -n32 " + options + whole, "srun ./x\n");
    return check_job(read_job_script(bytes), wulver().table, site).request.nodes;
  };
  CHECK(nodes("") == 2);
  CHECK(nodes("--mem-per-cpu=8G") == 4);
  CHECK(nodes("--mem=8G") == 1);
  CHECK(nodes("--mem-per-gpu=8G") == 1);
  CHECK(nodes("--mem-per-cpu=0") == 1);
}

TEST_CASE("host RAM for each GPU is none where there are none") {
  const JobReport report = report_of(script_of("--mem-per-gpu=3G -c2" + std::string(whole)));
  CHECK(report.request.ram == Bytes{8 * bytes_per_gib});
}
