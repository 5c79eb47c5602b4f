#!/usr/bin/env python3
"""Does `--live` count what a real sinfo tells: jobs on some slices, a node without a free CPU, a drained and a reserved one?

What is expected is reckoned from the jobs that were submitted, not from sinfo. Every check prints its name and how it ended. Where
Slurm cannot run, this says so and ends with 77.
"""

import json
import shutil
import sys

from cluster import COURSE_ACCOUNT, PI_ACCOUNT, Cluster
from checks import Checks, options, require  # found by cluster's path

WAITING = b"#!/bin/sh\nexec sleep 1000\n"
check = Checks()


class World:
    """What runs where, as submitted: of every node its free CPUs and MB of host RAM, and of every GRES type the used ones."""

    def __init__(self, cluster, binary):
        self.cluster = cluster
        self.options = {option["profile"]: option["gres"] for option in cluster.site["options"]}
        tools = cluster.folder / "tools"
        tools.mkdir()
        self.binary = tools / "migadvise"
        shutil.copy(binary, self.binary)  # where the user may run it
        self.nodes = {
            node["name"]: {**node, "free": node["cpus"], "ram_free": node["ram"], "used": dict.fromkeys(node["gres"], 0), "out": False}
            for node in cluster.nodes
        }

    def submit(self, node, gres=None, count=1, cpus=1, ram=4096):
        place = self.nodes[node]
        course = place["partition"] == "course_gpu"
        job = self.cluster.submit(
            WAITING,
            [
                *(f"--partition={place['partition']}", f"--nodelist={node}", f"--cpus-per-task={cpus}", f"--mem={ram}M", "--output=/dev/null"),
                *(("--qos=course", f"--account={COURSE_ACCOUNT}") if course else ("--qos=standard", f"--account={PI_ACCOUNT}")),
                *([f"--gres=gpu:{gres}:{count}"] if gres else []),
            ],
        )
        self.cluster.until(lambda: self.cluster.show(job)["JobState"] == "RUNNING", f"job {job} runs on {node}")
        place["free"] -= cpus
        place["ram_free"] -= ram
        if gres:
            place["used"][gres] += count
        return job

    def update(self, *words):
        self.cluster.root(["scontrol", *words])

    def ask(self, *arguments):
        ended = self.cluster.run([self.binary, "--json", *arguments])
        require(ended.returncode == 0, f"{arguments}: {ended.returncode}, {ended.stderr}")
        return json.loads(ended.stdout)

    def expected(self, partition, gres, cpus, ram, gpus=1):
        count = {"idle": 0, "idle_with_room": 0, "idle_planned": 0, "in_service": 0, "out_of_service": 0}
        for node in self.nodes.values():
            there = node["gres"].get(gres, 0)
            if node["partition"] != partition or not there:
                continue
            if node["out"]:
                count["out_of_service"] += there
                continue
            idle = there - node["used"][gres]
            count["in_service"] += there
            count["idle"] += idle
            count["idle_with_room"] += min(idle // gpus, node["free"] // cpus, node["ram_free"] // ram) * gpus
        return count

    def require_counts(self, partition, arguments, cpus=1, ram=4096, gpus=1):
        advice = self.ask("--live", *arguments)
        for option in advice["options"]:
            gres = self.options[option["option"]]
            expected = self.expected(partition, gres, cpus, ram, gpus if option["option"] == "full" else 1)
            require(option["live"] == expected, f"{partition} {arguments}: {option['option']} {option['live']}, expected {expected}")
        return advice


def warnings(advice):
    return {warning["code"]: warning["text"] for warning in advice["warnings"]}


@check("on an idle cluster every instance is idle, in every partition with GPUs")
def idle(world):
    for partition, arguments in (("gpu", []), ("debug_gpu", ["--qos", "debug"]), ("course_gpu", ["--qos", "course"])):
        world.require_counts(partition, ["--mem", "8", *arguments])


@check("jobs on some slices, and on all CPUs of a node, are counted")
def busy(world):
    for _ in range(3):
        world.submit("gpu-1", "a100_10g")
    world.submit("gpu-1", "a100", count=2, cpus=8)
    world.submit("gpu-1", "a100_20g", count=1, ram=65536)
    world.submit("course-gpu-1", "a100_10g", count=2, cpus=4)
    world.require_counts("gpu", ["--mem", "8"])
    world.require_counts("course_gpu", ["--mem", "8", "--qos", "course"])
    world.submit("gpu-2", "a100_40g", cpus=100, ram=10240)
    world.submit("gpu-2", cpus=28, ram=10240)
    require(world.nodes["gpu-2"]["free"] == 0, "the node has CPUs left")
    world.require_counts("gpu", ["--mem", "8"])
    world.require_counts("gpu", ["--mem", "8", "--cpus", "40"], cpus=40, ram=40 * 4096)
    world.require_counts("gpu", ["--mem", "8", "--ram", "100G"], ram=100 * 1024)
    advice = world.require_counts("gpu", ["--gpus", "3"], gpus=3)
    require("idle_without_room" in warnings(advice), f"{warnings(advice)}")


@check("of the recommended option none is idle: another one is named")
def none_idle(world):
    world.submit("gpu-1", "a100_40g", count=2)
    advice = world.require_counts("gpu", ["--mem", "30"])
    said = warnings(advice)
    # What is idle stands on the node without a free CPU.
    require("idle_without_room" in said and "full GPUs have, for 17 SU/hour" in said["idle_without_room"], f"{said}")
    require(advice["recommendation"]["option"] == "3g.40gb", "the ranking has changed")


@check("the answer to saved output is the same as to sinfo itself, in whatever shape it was saved")
def saved(world):
    asked = world.ask("--mem", "8", "--live")
    names = ("Partition", "NodeList", "Available", "StateLong", "CPUsState", "Memory", "AllocMem", "Gres", "GresUsed")
    shapes = {
        "bars": ["--Node", "--Format=" + ",".join(f"{name}:200|" for name in names)],
        "blanks": ["--Node", "--Format=" + ",".join(f"{name}:200" for name in names)],
        "another order": ["--Node", "--Format=" + ",".join(f"{name}:|" for name in reversed(names))],
        "groups": ["--Format=" + ",".join(f"{name}:200" for name in (*names, "Nodes"))],
        "short states": ["--Node", "--Format=" + ",".join(f"{name}:200" for name in names).replace("StateLong", "StateCompact")],
        "flags": ["--Node", "--Format=" + ",".join(f"{name}:200" for name in names).replace("StateLong", "StateComplete")],
        "a cluster's name": ["--Node", f"--clusters={world.cluster.site['name']}", "--Format=" + ",".join(f"{name}:200" for name in names)],
    }
    for shape, arguments in shapes.items():
        path = world.cluster.work / "saved.txt"
        path.write_text(world.cluster.sinfo(*arguments))
        require(world.ask("--mem", "8", "--live", path) == asked, f"{shape}: another answer")
    return f"{len(shapes)} shapes"


@check("output as sinfo prints it when nobody asks for more is refused")
def refused(world):
    for arguments, code in (([], "N002"), (["--Node", "--long"], "N002"), (["--noheader"], "N001"), (["--Node", "--Format=Partition,NodeList,StateLong,Gres,GresUsed"], "N004")):
        path = world.cluster.work / "refused.txt"
        path.write_text(world.cluster.sinfo(*arguments))
        ended = world.cluster.run([world.binary, "--mem", "8", "--live", path])
        require(ended.returncode == 65 and f"error[{code}]" in ended.stderr, f"{arguments}: {ended.returncode}, {ended.stderr}")


@check("drained, draining and reserved nodes are out of service, and so is a partition that is down")
def out_of_service(world):
    world.update("update", "nodename=debug-gpu-1", "state=drain", "reason=a fan is broken")
    world.nodes["debug-gpu-1"]["out"] = True
    advice = world.require_counts("debug_gpu", ["--mem", "8", "--qos", "debug"])
    require("nodes_out_of_service" in warnings(advice), f"{warnings(advice)}")
    world.update("update", "partitionname=gpu", "state=down")
    for name in ("gpu-1", "gpu-2"):
        world.nodes[name]["out"] = True
    world.require_counts("gpu", ["--mem", "8"])
    world.update("update", "partitionname=gpu", "state=up")
    for name in ("gpu-1", "gpu-2"):
        world.nodes[name]["out"] = False
    world.require_counts("gpu", ["--mem", "8"])
    world.update("create", "reservation", "reservationname=r", "starttime=now", "duration=60", "nodes=course-gpu-1", "user=root", "flags=maint,ignore_jobs")
    world.nodes["course-gpu-1"]["out"] = True
    world.cluster.until(lambda: "$" in world.cluster.sinfo("--noheader", "--nodes=course-gpu-1", "--format=%T"), "the reservation is seen")
    world.require_counts("course_gpu", ["--mem", "8", "--qos", "course"])
    # Last, as a node that is resumed does not respond for a while.
    world.update("update", "nodename=gpu-1", "state=drain", "reason=draining, as jobs run")
    world.nodes["gpu-1"]["out"] = True
    world.require_counts("gpu", ["--mem", "8"])


@check("a cluster that does not answer gives 69")
def unreachable(world):
    environment = {**world.cluster.environment(), "SLURM_CONF": "/no/such/slurm.conf"}
    ended = world.cluster.run([world.binary, "--mem", "8", "--live"], env=environment)
    require(ended.returncode == 69 and ended.stdout == "" and "error[A00" in ended.stderr, f"{ended.returncode}: {ended.stderr}")


def main():
    arguments = options(__doc__).parse_args()
    with Cluster() as cluster:
        world = World(cluster, arguments.binary)
        return check.run("slurm", lambda _: world)


if __name__ == "__main__":
    sys.exit(main())
