#!/usr/bin/env python3
"""Does a probe run end to end on a real Slurm, where one job at a time may run and stand-ins take the place of the GPU and the command?

Probes of several behaviours run at once, each as a chain of jobs; with --quick a few of them. The last line of each report, run as printed, must give the answer
that its measurements call for. Every check prints its name and how it ended. Where Slurm cannot run, this says so and ends with 77.
"""

import json
import re
import shutil
import sys

from cluster import PI_ACCOUNT, Cluster
from checks import Checks, Skipped, options, require  # found by cluster's path
from probe_stand_ins import shortened, write_programs

MINUTE = 2  # seconds
RATE = ("--rate-regex", "([0-9.]+) items/s")
# What each probe is asked for, beside its behaviour.
PROBES = {
    "scales": ("--minutes", "10"),
    "flat": ("--minutes", "10"),
    "out_of_memory_on_1g": ("--minutes", "10"),
    "endless": ("--minutes", "2", *RATE),
    "silent": ("--minutes", "2", *RATE),
    "full": ("--minutes", "10", "--qos", "low", "--options", "1g,full"),
}
QUICK = ("out_of_memory_on_1g", "endless")
LONGEST = 180  # seconds for all of them

check = Checks()


class World:
    """All probes are started at once; each has a folder of its own."""

    def __init__(self, cluster, binary, quick):
        self.cluster = cluster
        tools = cluster.folder / "tools"
        tools.mkdir()
        write_programs(tools)
        shutil.copy(binary, tools / "migadvise")
        # A script's shell is a login shell, which sets the path anew.
        (cluster.work / ".bash_profile").write_text(f"export PATH={tools}:$PATH\n")
        self.environment = {**cluster.environment(), "PATH": f"{tools}:{cluster.environment()['PATH']}"}
        self.jobs = {}
        for behaviour, options in PROBES.items():
            if quick and behaviour not in QUICK:
                continue
            folder = cluster.work / behaviour
            folder.mkdir()
            shutil.chown(folder, cluster.work.owner(), cluster.work.group())
            words = ["migadvise", "probe", *options, "--account", PI_ACCOUNT, "--output", "probe.sh", "--", "work", behaviour if behaviour != "full" else "scales"]
            ended = self.run(words, folder)
            require(ended.returncode == 0, ended.stderr)
            script = folder / "probe.sh"
            script.write_text(shortened(script.read_text(), MINUTE))
            ended = self.run(["bash", "probe.sh"], folder)
            require(ended.returncode == 0, f"{behaviour}: {ended.stdout}{ended.stderr}")
            self.jobs[behaviour] = [int(number) for number in re.findall(r"is job (\d+)", ended.stdout)]

    def run(self, words, folder):
        return self.cluster.run(words, env=self.environment, cwd=folder)

    def report(self, behaviour):
        """Its lines, once the last job has ended."""
        if behaviour not in self.jobs:
            raise Skipped("only without --quick")
        for job in self.jobs[behaviour]:
            ended = self.cluster.wait(job, LONGEST)
            require(ended == ("COMPLETED", "0:0"), f"{behaviour}: job {job}: {ended}")
        return (self.cluster.work / behaviour / "probe-work" / "report").read_text().splitlines()

    def answer(self, behaviour):
        line = self.report(behaviour)[-1]
        ended = self.run(["bash", "-c", line], self.cluster.work)
        require(ended.returncode == 0 and ended.stdout.startswith("Recommended: "), f"{line}: {ended.stdout}{ended.stderr}")
        ended = self.run(["bash", "-c", f"{line} --json"], self.cluster.work)
        answer = json.loads(ended.stdout)
        return answer["recommendation"]["option"], {run["option"]: run["hours"] for run in answer["request"]["measured"]}, answer


@check("a job for each option, on the free QoS, each on the slice that it is named after")
def jobs(world):
    for behaviour, numbers in world.jobs.items():
        world.report(behaviour)
        expected = ["a100_10g", "a100"] if behaviour == "full" else ["a100_10g", "a100_20g", "a100_40g"]
        shown = [world.cluster.show(job) for job in numbers]
        require([job["TresPerNode"] for job in shown] == [f"gres:gpu:{gres}:1" for gres in expected], f"{behaviour}: {shown}")
        place = {"gpu/low"} if behaviour == "full" else {"debug_gpu/debug"}
        require({f"{job['Partition']}/{job['QOS']}" for job in shown} == place, f"{behaviour}: {shown}")


@check("no two jobs of the QoS for tests ran at a time, and none was refused for it")
def one_at_a_time(world):
    spans = []
    for behaviour, numbers in world.jobs.items():
        if behaviour != "full":
            spans += [(world.cluster.show(job)["StartTime"], world.cluster.show(job)["EndTime"]) for job in numbers]
    spans.sort()
    require(all(one[1] <= other[0] for one, other in zip(spans, spans[1:])), f"{spans}")
    return f"{len(spans)} jobs"


@check("a command that scales: all slices are measured, and the cheapest to finish is found")
def scales(world):
    option, times, answer = world.answer("scales")
    require(list(times) == ["1g.10gb", "2g.20gb", "3g.40gb"] and times["1g.10gb"] > times["2g.20gb"] > times["3g.40gb"], f"{times}")
    require(option == "2g.20gb" and abs(answer["request"]["gpu_memory_gib"] - 5000 / 1024) < 0.01, f"{option}, {answer['request']}")


@check("as fast everywhere: the cheapest per hour")
def flat(world):
    option, times, _ = world.answer("flat")
    require(option == "1g.10gb" and len(times) == 3, f"{option}, {times}")


@check("out of memory on the smallest slice is evidence, and the chain goes on")
def out_of_memory(world):
    option, times, answer = world.answer("out_of_memory_on_1g")
    require(list(times) == ["2g.20gb", "3g.40gb"] and option in times, f"{option}, {times}")
    require(answer["options"][0]["excluded_by"] == ["gpu_memory"], f"{answer['options'][0]}")


@check("a command that never ends counts by its rate, and nothing of it is left running")
def endless(world):
    _, times, _ = world.answer("endless")
    require(abs(times["1g.10gb"] / times["3g.40gb"] - 2.8) < 0.01, f"{times}")
    left = world.cluster.run(["pgrep", "-u", "games", "-f", "sleep 1000"]).stdout.split()
    require(not left, f"still running: {left}")


@check("without a rate the run time stays unknown, and the answer says what is known")
def silent(world):
    option, times, answer = world.answer("silent")
    require(times == {} and option == "1g.10gb" and answer["request"]["gpu_memory_basis"] == "bounded", f"{option}, {answer['request']}")


@check("where the full GPU is free as well, its own memory is read, and it is measured")
def full(world):
    _, times, _ = world.answer("full")
    require(list(times) == ["1g.10gb", "full"], f"{times}")
    log = (world.cluster.work / "full" / "probe-work" / "probe.log").read_text()
    require("memory_used_mib=5000 memory_total_mib=81920" in log, log)


def main():
    parser = options(__doc__)
    parser.add_argument("--quick", action="store_true", help="a few of the behaviours")
    arguments = parser.parse_args()
    with Cluster() as cluster:
        print(f"slurm: {len(cluster.nodes)} nodes are ready after {cluster.start_seconds:.1f} s", flush=True)
        world = World(cluster, arguments.binary, arguments.quick)
        return check.run("slurm", lambda _: world)


if __name__ == "__main__":
    sys.exit(main())
