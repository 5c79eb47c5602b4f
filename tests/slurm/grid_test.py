#!/usr/bin/env python3
"""Does migadvise rule out exactly what Slurm refuses?

For every partition and QoS of the site file, and CPUs, host RAM, walltime and GPUs on both sides of every limit in it, each option
that migadvise calls eligible must pass `sbatch --test-only`, and each one that it rules out must not. GPU memory is left out of
it, since Slurm knows nothing of that. Whatever is recommended must pass in the words of `--format sbatch`, also where migadvise
finds partition or QoS by itself.
Prints the disagreements. Where Slurm cannot run, this says so and ends with 77.
"""

import json
import subprocess
import sys

from cluster import Cluster, Failed, account_for, concrete
from checks import options  # found by cluster's path

SCRIPT = b"#!/bin/sh\n"
TINY = ["--mem", "0.1"]  # GiB: fits everywhere
SHOWN = 30  # disagreements


def ask(binary, arguments):
    ended = subprocess.run([binary, *TINY, *arguments], capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=10)
    if ended.returncode not in (0, 1):
        raise Failed(f"migadvise {' '.join(arguments)} has ended with {ended.returncode}:\n{ended.stderr}")
    return ended.stdout


def clock(seconds):
    days, rest = divmod(seconds, 24 * 3600)
    return f"{days}-{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"


def seconds(walltime):
    """Of a walltime of the site file, "3-00:00:00" or "8:00:00"."""
    days, _, rest = walltime.rpartition("-")
    hours, minutes, last = map(int, rest.split(":"))
    return ((int(days or 0) * 24 + hours) * 60 + minutes) * 60 + last


def sides(site):
    """CPUs, host RAM in GB, walltimes and full GPUs at and just above every limit of the site file."""
    places = site["partitions"] + site["qos"]

    def found(*keys):
        return {place[key] for place in places for key in keys if key in place}

    cpus = {limit + more for limit in found("cpus_per_node", "cpus_per_job") for more in (0, 1)}
    ram = {int(limit.rstrip("G")) + more for limit in found("ram_per_node", "ram_per_job") for more in (0, 1)}
    times = {seconds(limit) + more for limit in found("walltime", "walltime_on_request") for more in (0, 1)}
    gpus = {limit + more for limit in found("gpus_per_node") for more in (0, 1)} | {1, 2}
    return sorted(cpus), [f"{amount}G" for amount in sorted(ram)], [clock(time) for time in sorted(times)], sorted(gpus)


def jobs(site):
    """What to ask for: pairs of arguments for migadvise and for sbatch. One limit at a time, then CPUs with RAM and with GPUs."""
    cpus, ram, times, gpus = sides(site)
    of_cpus = [(["--cpus", str(count)], [f"--cpus-per-task={count}"]) for count in cpus]
    of_ram = [(["--ram", amount], [f"--mem={amount}"]) for amount in ram]
    of_times = [(["--time", time], [f"--time={time}"]) for time in times]
    of_gpus = [(["--gpus", str(count)], []) for count in gpus]
    yield [], []
    yield from of_cpus + of_ram + of_times + of_gpus
    for others in (of_ram, of_gpus):
        for (cpus_asked, cpus_words), (other_asked, other_words) in ((one, other) for one in of_cpus for other in others):
            yield cpus_asked + other_asked, cpus_words + other_words


class Grid:
    def __init__(self, cluster, binary):
        self.cluster, self.binary = cluster, binary
        self.compared = self.eligible = 0
        self.wrong = []

    def hold(self, asked, words, expected, why):
        accepted, message = self.cluster.test_only(SCRIPT, words)
        self.compared += 1
        self.eligible += expected
        if accepted != expected:
            said = "eligible" if expected else "ruled out by " + ", ".join(why)
            self.wrong.append(f"migadvise {' '.join(asked)}: {said}\n        sbatch {' '.join(words)}: {message}")

    def run(self):
        site = self.cluster.site
        for partition in site["partitions"]:
            for qos in site["qos"]:
                name = concrete(qos["name"])
                place = ["--partition", partition["name"], "--qos", name]
                there = [f"--partition={partition['name']}", f"--qos={name}", f"--account={account_for(site, name)}"]
                # Where nothing goes, one job shows it.
                possible = partition["options"] and qos["name"] in partition["qos"]
                for asked, words in jobs(site) if possible else [([], [])]:
                    self.run_one([*place, *asked], [*there, *words])
        for name in [None, *(concrete(qos["name"]) for qos in site["qos"])]:
            self.run_recommended(["--qos", name] if name else [])
        for partition in site["partitions"]:
            self.run_recommended(["--partition", partition["name"]])

    def run_one(self, asked, words):
        answer = json.loads(ask(self.binary, [*asked, "--json"]))
        for option in answer["options"]:
            # Slices in a request for full GPUs are a matter of MIG, not of Slurm.
            if "whole_gpus" not in option["excluded_by"]:
                self.hold(asked, [*words, f"--gres={option['gres']}"], option["eligible"], option["excluded_by"])
        self.run_recommended(asked)

    def run_recommended(self, asked):
        request = json.loads(ask(self.binary, [*asked, "--json"]))["request"]
        words = ask(self.binary, [*asked, "--format", "sbatch"]).split()
        if words:
            # What it leaves out is the site's default, which the job script is expected to have.
            usual = self.cluster.site["defaults"]
            account = account_for(self.cluster.site, request["qos"])
            self.hold(asked, [f"--partition={usual['partition']}", f"--qos={usual['qos']}", f"--account={account}", *words], True, [])


def main():
    arguments = options(__doc__).parse_args()
    with Cluster() as cluster:
        grid = Grid(cluster, arguments.binary)
        grid.run()
    for text in grid.wrong[:SHOWN]:
        print(f"FAILED: {text}")
    print(f"slurm: {grid.compared} answers held against sbatch, {grid.eligible} of them eligible, {len(grid.wrong)} FAILED")
    return 1 if grid.wrong or not grid.eligible else 0


if __name__ == "__main__":
    sys.exit(main())
