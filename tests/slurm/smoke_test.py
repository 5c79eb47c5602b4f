#!/usr/bin/env python3
"""Does a cluster come up, run jobs on every GRES type, refuse what it must, and leave nothing behind?

Every check prints its name and how it ended. Where Slurm cannot run, this says so and ends with 77.
"""

import sys

from cluster import COURSE_ACCOUNT, OTHER_USER, USER, Cluster, account_for, concrete
from checks import Checks, require  # found by cluster's path

SCRIPT = b"""#!/bin/sh
echo "$(id -un) on $SLURM_JOB_PARTITION sees ${CUDA_VISIBLE_DEVICES:-nothing}"
"""
check = Checks()


def where(cluster, partition):
    """The arguments that lead to a partition of the site file: its first QoS, and an account that may use that."""
    return [f"--partition={partition['name']}", *with_qos(cluster, partition["qos"][0])]


def with_qos(cluster, pattern):
    qos = concrete(pattern)
    return [f"--qos={qos}", f"--account={account_for(cluster.site, qos)}"]


def gres_of(cluster, partition):
    return [option["gres"] for option in cluster.site["options"] if option["profile"] in partition["options"]]


@check("every partition of the site file is up, with an idle node")
def partitions(cluster):
    shown = sorted(set(cluster.sinfo("--noheader", "--format=%R %a %T").splitlines()))
    require(shown == sorted(f"{partition['name']} up idle" for partition in cluster.site["partitions"]), f"sinfo shows {shown}")


@check("a job runs to its end in every partition, on one instance of each of its GRES types")
def jobs(cluster):
    started = []
    for partition in cluster.site["partitions"]:
        for gres in gres_of(cluster, partition) or [None]:
            asked = [f"--gres=gpu:{gres}:1"] if gres else []
            started.append((partition["name"], gres, cluster.submit(SCRIPT, [*where(cluster, partition), *asked])))
    for name, gres, job in started:
        ended = cluster.wait(job)
        require(ended == ("COMPLETED", "0:0"), f"{name}, {gres}: {ended}")
        said = (cluster.work / f"slurm-{job}.out").read_text()
        number = said.rstrip().rpartition(" ")[2]
        require(said.startswith(f"{USER} on {name} sees ") and number.isdigit() == bool(gres), f"{name}, {gres}: the job printed {said!r}")
        held = cluster.show(job)["TRES"].split(",")
        require((f"gres/gpu:{gres}=1" in held) == bool(gres), f"{name}, {gres}: the job held {held}")
    return f"{len(started)} jobs"


@check("all full GPUs of a node go to one job")
def whole_node(cluster):
    partition = next(partition for partition in cluster.site["partitions"] if "gpus_per_node" in partition)
    count = partition["gpus_per_node"]
    job = cluster.submit(SCRIPT, [*where(cluster, partition), f"--gres=gpu:{cluster.full}:{count}"])
    ended = cluster.wait(job)
    require(ended == ("COMPLETED", "0:0"), f"{ended}")
    said = (cluster.work / f"slurm-{job}.out").read_text()
    require(said.count(",") == count - 1, f"the job printed {said!r}")


@check("the second user may use the account of the PI and not that of the course")
def other_user(cluster):
    partition = cluster.site["partitions"][0]
    accepted, message = cluster.test_only(SCRIPT, where(cluster, partition), OTHER_USER)
    require(accepted, message)
    accepted, message = cluster.test_only(SCRIPT, [*where(cluster, partition), f"--account={COURSE_ACCOUNT}"], OTHER_USER)
    require(not accepted and "Invalid account" in message, message)


@check("what the site file rules out is refused")
def refused(cluster):
    for partition in cluster.site["partitions"]:
        here, offered = where(cluster, partition), gres_of(cluster, partition)
        qos = next(qos for qos in cluster.site["qos"] if qos["name"] == partition["qos"][0])
        cases = [["--gres=gpu:nonsense:1"], ["--time=31-00:00:00"], ["--mem=100T"], ["--cpus-per-task=1000"], ["--qos=nonsense"]]
        cases += [[f"--gres=gpu:{option['gres']}:1"] for option in cluster.site["options"] if option["gres"] not in offered]
        cases += [[f"--gres=gpu:{gres}:100"] for gres in offered]
        cases += [with_qos(cluster, other["name"]) for other in cluster.site["qos"] if other["name"] not in partition["qos"]]
        if "cpus_per_job" in qos:
            cases.append([f"--cpus-per-task={qos['cpus_per_job'] + 1}"])
        if "ram_per_job" in qos:
            cases.append([f"--mem={int(qos['ram_per_job'][:-1]) + 1}{qos['ram_per_job'][-1]}"])
        require(cluster.test_only(SCRIPT, here)[0], f"{here} alone is refused")
        for case in cases:
            accepted, message = cluster.test_only(SCRIPT, [*here, *case])
            require(not accepted, f"{' '.join([*here, *case])} is accepted: {message}")


def main():
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    with Cluster() as cluster:
        print(f"slurm: {len(cluster.nodes)} nodes are ready after {cluster.start_seconds:.1f} s", flush=True)
        status = check.run("slurm", lambda _: cluster)
        # Something must be running when it is stopped.
        cluster.submit(b"#!/bin/sh\ntrap '' TERM\nsleep 1000\n", where(cluster, cluster.site["partitions"][0]))
        cluster.until(lambda: "R" in cluster.squeue("--noheader", "--format=%t"), "the last job runs")
    left = list(cluster.inside())
    clean = not left and not cluster.folder.exists()
    print(f"{'passed' if clean else 'FAILED'}: nothing is left of it" + ("" if clean else f"\n        processes {left}, folder {cluster.folder}"))
    return status if clean else 1


if __name__ == "__main__":
    sys.exit(main())
