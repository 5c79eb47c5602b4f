#!/usr/bin/env python3
"""Does Slurm take what `migadvise script` and `--format sbatch` write, and do its jobs run just what was said?

With --quick a few dozen of the requests, and one job. Every check prints its name and how it ended. Where Slurm cannot run, this
says so and ends with 77.
"""

import itertools
import json
import re
import shutil
import subprocess
import sys
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from cluster import PI_ACCOUNT, ROOT, Cluster, Refused, account_for, concrete
from checks import Checks, Failed, options, require  # found by cluster's path

# What only this option and larger ones satisfy.
MEMORY = {"1g.10gb": "8", "2g.20gb": "17", "3g.40gb": "30", "full": "60"}
SMS = {"1g.10gb": "14", "2g.20gb": "28", "3g.40gb": "42", "full": "108"}
HOSTS = [
    *([], ["--cpus", "4"], ["--ram", "16G"], ["--cpus", "3", "--ram", "9G"], ["--cpus", "2", "--ram", "1500M"]),
    *(["--cpus", "40"], ["--cpus", "1", "--ram", "300G"], ["--cpus", "128", "--ram", "512G"]),
]
TASKS = [[], ["--tasks", "3"], [], ["--tasks", "12"], ["--tasks", "2", "--coupled"]]
TIMES = ["10m", "8h", "0:00:59", "1-12:00:00", "72h", "8:00:01", "30-00:00:00"]
EVERY, QUICK_EVERY = 23, 397  # of all combinations; primes that divide no list, so that all values come up
AT_LEAST, QUICK_AT_LEAST = 250, 24  # scripts to be accepted

LONG = b"it's \"$(id)\" \\ ~ [a]\t" * 5000  # 100 kB
HOSTILE = [
    b"", b" ", b"'", b'"', b"\\", b"\\'", b"'\\''", b'a"b\'c', b"a\\", b"\\n", b"\\x41", b"'; rm -rf ~", b"; touch PWNED", b"&& touch PWNED",
    b"> PWNED", b"2>&1", b"$(id)", b"`id`", b"$(touch PWNED)", b"$HOME", b"${SLURM_JOB_ID}", b"$1", b"$", b"[a,b]", b"[]", b"[1-3]", b"{a,b}",
    b"*", b"?", b"~", b"~root", b"!", b"!!", b"#", b"#SBATCH --time=1", b"#SBATCH --partition=nonsense", b"--time=1", b"--help", b"-", b"--",
    b"-x", b"--wrap=id", b"%j", b"%x.%A_%a", b"%", b"a=b", b"=", b"a\tb", b"\t", b"\xff", b"\xfe\xff", b"a\xc3", b"\xc3\xa9", b"\xe2\x80\xa8",
    b"\xc2\x85", b"\xf0\x9f\x98\x80", b"(", b")", LONG,
]  # fmt: skip

# Writes the words that it gets where the test finds them, and a line to each of its outputs.
PROGRAM = """#!/usr/bin/python3
import json, os, sys
job, task = (os.environ.get(name, "") for name in ("SLURM_JOB_ID", "SLURM_ARRAY_TASK_ID"))
with open(f"words.{os.environ.get('SLURM_ARRAY_JOB_ID', job)}.{task}", "a") as file:
    print(json.dumps([os.fsencode(word).hex() for word in sys.argv[1:]]), file=file)
print("out", os.environ.get("CUDA_VISIBLE_DEVICES", ""))
print("err", file=sys.stderr)
"""
PROGRAM_NAME = "show its%j words.py"
PROGRAM_JOB_NAME = "show_its_j_words.py"

# What a user has. What it says of GPUs is to be overruled, the rest to stay; Slurm rounds the time up to whole minutes.
OWN = """#!/bin/bash
#SBATCH --job-name=mine
#SBATCH --account={account}
#SBATCH --time=00:06:01
#SBATCH --cpus-per-task=3
#SBATCH --mem=5G
#SBATCH --output=mine.%j.txt
{more}
echo "$CUDA_VISIBLE_DEVICES"
"""
OWN_STAYS = {"JobName": "mine", "TimeLimit": "00:07:00", "NumCPUs": "3", "MinMemoryNode": "5G"}

check = Checks()


class World:
    def __init__(self, cluster, binary, quick):
        self.cluster, self.quick, self.site = cluster, quick, cluster.site
        # Where the user may run it, as `migadvise`.
        self.tools = cluster.folder / "tools"
        self.tools.mkdir()
        self.binary = self.tools / "migadvise"
        shutil.copy(binary, self.binary)
        (cluster.work / PROGRAM_NAME).write_text(PROGRAM)
        (cluster.work / PROGRAM_NAME).chmod(0o755)
        self.gres = {option["profile"]: option["gres"] for option in self.site["options"]}

    def migadvise(self, *arguments, given=None, expected=(0,)):
        how = {"input": given} if given is not None else {"stdin": subprocess.DEVNULL}
        ended = subprocess.run([self.binary, *arguments], capture_output=True, cwd=self.cluster.work, timeout=30, check=False, **how)
        if ended.returncode not in expected:
            raise Failed(f"migadvise {shown(arguments)} has ended with {ended.returncode}:\n{ended.stderr.decode(errors='replace')}")
        return ended

    def script(self, needs, command=("true",)):
        """Without the remarks. Empty where there is none."""
        ended = self.migadvise("script", *needs, "--", *command, expected=(0, 1))
        require((ended.returncode == 0) == bool(ended.stdout), f"migadvise script {shown(needs)}: status {ended.returncode} with {ended.stdout!r}")
        return ended.stdout

    def advice(self, needs):
        return self.json(*needs)

    def json(self, *arguments, **how):
        return json.loads(self.migadvise(*arguments, "--json", **how).stdout, parse_float=Decimal)

    def jobs(self):
        return set(self.cluster.squeue("--noheader", "--states=all", "--format=%A").split())

    def shell(self, line):
        environment = self.cluster.environment()
        return self.cluster.run(["bash", "-c", line], env={**environment, "PATH": f"{self.tools}:{environment['PATH']}"})

    def completes(self, job):
        ended = self.cluster.wait(job)
        require(ended == ("COMPLETED", "0:0"), f"job {job}: {ended}")


def shown(arguments):
    return " ".join(word if isinstance(word, str) else repr(word) for word in arguments)


# ---- many requests ----


def places(site):
    """Every QoS alone, every partition alone, every pair that goes together, and neither."""
    yield [], concrete(site["defaults"]["qos"])
    for qos in site["qos"]:
        yield ["--qos", concrete(qos["name"])], concrete(qos["name"])
    for partition in site["partitions"]:
        if partition["options"]:
            usual = site["defaults"]["qos"] if site["defaults"]["qos"] in partition["qos"] else partition["qos"][0]
            yield ["--partition", partition["name"]], concrete(usual)
            for qos in map(concrete, partition["qos"]):
                yield ["--partition", partition["name"], "--qos", qos], qos


def combinations(site, every):
    """Pairs: the option that they are for, and the needs, with an account and a time."""
    needs = [(option, ["--mem", size]) for option, size in MEMORY.items()]
    needs += [(option, ["--mem", "1", "--min-sms", count]) for option, count in SMS.items()]
    # --tasks is for programs that use one GPU each.
    needs += [("full", ["--mem", str(60 * count), "--gpus", str(count)]) for count in (2, 3, 4)]
    everything = itertools.product(places(site), needs, HOSTS, TASKS, TIMES)
    for (place, qos), (option, need), host, tasks, time in itertools.islice(everything, 0, None, every):
        if tasks and "--gpus" in need:
            continue
        if "--coupled" in tasks:
            need = ["--mem", str(float(need[1]) / 2), *need[2:]]
        yield option, [*need, *place, *host, *tasks, "--time", time, "--account", account_for(site, qos)]


def of_recommended(advice):
    """The recommended option's terms of the charge, in SU per hour, by their names."""
    name = advice["recommendation"]["option"]
    option = next(option for option in advice["options"] if option["option"] == name)
    return next(reason["figures"] for reason in option["reasons"] if reason["rule"] == "charge")


def deserved(site, advice):
    """The codes of the warnings and notes that a request has earned."""
    request, codes = advice["request"], set()
    qos = next(qos for qos in site["qos"] if concrete(qos["name"]) == request["qos"])
    partition = next(partition for partition in site["partitions"] if partition["name"] == request["partition"])
    charge = of_recommended(advice)
    cpus, ram, gpu = (charge[f"{of}_su_per_hour"] for of in ("cpu", "ram", "gpu"))
    if qos["charged"] and cpus > gpu:
        codes.add("K054")
    more_ram = request["ram_gib"] > request["cpus"] * int(partition["ram_per_cpu"].rstrip("G"))
    if qos["charged"] and more_ram and ram - cpus > gpu:
        codes.add("K055")
    if advice["recommendation"]["jobs"] > qos.get("jobs_at_once", 1_000_000):
        codes.add("K051")
    if "walltime_on_request" in qos and request["time_hours"] > 72:
        codes.add("K046")
    return codes


def hold_check(world, needs, script):
    """What `migadvise check` says of a script, against the advice that the script was written for."""
    advice = world.advice(needs)
    recommended, request = advice["recommendation"], advice["request"]
    found = world.json("check", "-", given=script, expected=(0, 1))["scripts"][0]
    codes = sorted(finding["code"] for finding in found["findings"])
    require(codes == sorted(deserved(world.site, advice)) and found["errors"] == 0, f"check finds {found['findings']}")
    expected = {
        **{"partition": request["partition"], "qos": request["qos"], "account": request["account"], "option": recommended["option"]},
        **{"gpus": request["gpus"] or 1, "nodes": 1, "tasks": 1, "cpus": request["cpus"], "ram_gib": request["ram_gib"]},
        **{"jobs": recommended["jobs"], "walltime_hours": request["time_hours"]},
    }
    require(found["request"] == expected, f"check reads {found['request']}, not {expected}")
    for figure in ("su_per_hour", "su_per_hour_standard", "su_at_most"):
        require(found[figure] == recommended[figure], f"{figure}: {found[figure]} says check, {recommended[figure]} the advice")
    hold_figures(world.migadvise("check", "-", given=script).stdout.decode(), script.decode(), recommended)


def hold_figures(text, script, recommended):
    """The figures that check prints, and those that the script itself has in its comment."""
    text, script = (" ".join(one.replace("\n# ", " ").split()) for one in (text, script))
    jobs, per_job, at_most = (recommended[name] for name in ("jobs", "su_per_hour", "su_at_most"))
    standard = recommended["su_per_hour_standard"]
    each = f" for each of {jobs} jobs" if jobs > 1 else ""
    charged = f"{number(per_job)} SU/hour{each}"
    in_script = f"{jobs} jobs × {number(per_job)} = {number(per_job * jobs)} SU/hour" if jobs > 1 else f": {number(per_job)} SU/hour"
    if standard != per_job:
        charged += f" (QoS {'{}'} charges nothing; it would be {number(standard)})"
        in_script = f"0 SU/hour (would be {number(standard)}"
        words = [*charged.split("{}"), in_script]
    else:
        most = number(at_most, ROUND_CEILING)
        total = f"at most {most} SU" + (" for all" if jobs > 1 else "")
        words = [f" {charged}, {total} in ", in_script, f"{most} SU at most"]
    for word in words:
        require(word in text + script, f"'{word}' is not in what check prints and the script says:\n{text}\n{script}")


def number(su, rounding=ROUND_HALF_UP):
    """As people are shown it: up to two places."""
    text = str(Decimal(su).quantize(Decimal("0.01"), rounding))
    return text.rstrip("0").rstrip(".")


@check("every script with account and time is accepted, and what check says of it is what the advice was")
def accepted(world):
    every, least = (QUICK_EVERY, QUICK_AT_LEAST) if world.quick else (EVERY, AT_LEAST)
    taken, without, seen, wrong = 0, 0, set(), []
    for option, needs in combinations(world.site, every):
        try:
            script = world.script(needs)
            if not script:
                without += 1
                continue
            ok, message = world.cluster.test_only(script)
            require(ok, message)
            asked = dict(re.findall(rb"^#SBATCH --([a-z-]+)=(.*)$", script, re.MULTILINE))
            kind, count = re.fullmatch(rb"gpu:(\w+):([1-4])", asked[b"gres"]).groups()
            require(kind.decode() == world.gres[option], f"{kind} is asked for, not {option}")
            hold_check(world, needs, script)
            taken += 1
            seen |= {option, asked[b"qos"].decode(), asked[b"partition"].decode(), int(count), b"array" in asked}
        except Failed as why:
            wrong.append(f"migadvise script {shown(needs)}: {why}")
    require(not wrong, f"{len(wrong)} are wrong, {taken} right:\n        " + "\n        ".join(wrong[:20]))
    require(taken >= least, f"only {taken} scripts")
    offering = [partition for partition in world.site["partitions"] if partition["options"]]
    qos = {concrete(name) for partition in offering for name in partition["qos"]}
    missing = {*world.gres, *qos, *(partition["name"] for partition in offering), 1, 2, 3, 4, True, False} - seen
    require(world.quick or not missing, f"no script for {missing}")
    return f"{taken} scripts; {without} requests got none"


@check("a script with something to fill in is refused, by sbatch for just that and by check")
def placeholders(world):
    before, count = world.jobs(), 0
    for size, qos in itertools.product(MEMORY.values(), ("standard", "low", "debug")):
        for given, reason, code in (
            ([], "--time", "K021"),
            (["--account", PI_ACCOUNT], "--time", "K021"),
            (["--time", "1h"], "account", "K043"),
        ):
            script = world.script(["--mem", size, "--qos", qos, *given])
            if not script:
                continue
            count += 1
            ok, message = world.cluster.test_only(script)
            require(not ok and reason in message, f"{size}, {given}: {message}")
            try:
                raise Failed(f"{size}, {given}: became job {world.cluster.submit(script)}")
            except Refused as why:
                require(reason in str(why), f"{size}, {given}: {why}")
            found = world.json("check", "-", given=script, expected=(1,))["scripts"][0]["findings"]
            require(code in [finding["code"] for finding in found], f"{size}, {given}: check finds {found}")
    require(count >= 30, f"only {count} scripts")
    require(world.jobs() == before, "there is a new job")
    return f"{count} scripts"


# ---- jobs ----


def program(words):
    return [f"./{PROGRAM_NAME}", *words]


def finished(world, job, tasks, words_of_runs, gpus):
    """The job has run the program with just these words in each of its tasks, and its output is where the script says."""
    work = world.cluster.work
    for task in tasks:
        name = f"{job}_{task}" if task else str(job)
        world.completes(name)
        runs = [json.loads(line) for line in (work / f"words.{job}.{task}").read_text().splitlines()]
        require(len(runs) == len(words_of_runs), f"job {name} has run it {len(runs)} times, not {len(words_of_runs)}")
        for run, words in zip(runs, words_of_runs):
            run = [bytes.fromhex(word) for word in run]
            require(run == words, f"job {name}: " + next((f"{a!r} became {b!r}" for a, b in zip(words, run) if a != b), f"{len(run)} words"))
        for kind in ("out", "err"):
            path = work / f"{PROGRAM_JOB_NAME}.{name}.{kind}"
            require(path.is_file(), f"there is no {path.name}, only {sorted(path.name for path in work.iterdir())}")
            lines = path.read_text().splitlines()
            require(len(lines) == len(words_of_runs) and all(line.startswith(kind) for line in lines), f"{path.name} has {lines[:5]}")
            if kind == "out":
                require(all(len(line[4:].split(",")) == gpus and line[4:] for line in lines), f"{gpus} GPUs, and the job sees {lines[0]}")
    require(not list(work.rglob("PWNED")), "a word was run")


def submitted(world, needs, words, gres, tasks=("",)):
    script = world.script([*needs, "--time", "10m"], program(words))
    job = world.cluster.submit(script)
    first = world.cluster.show(f"{job}_{tasks[0]}" if tasks[0] else job)
    require(first["TresPerNode"] == f"gres:{gres}", f"{needs}: the job got {first['TresPerNode']}")
    return job


@check("hostile words reach the program byte for byte, on every option, in an array, on two GPUs, through --output")
def words(world):
    account = ["--account", PI_ACCOUNT]
    if world.quick:
        finished(world, submitted(world, ["--mem", "8", *account], HOSTILE, "gpu:a100_10g:1"), [""], [HOSTILE], 1)
        return f"1 job, {len(HOSTILE)} words"
    started = []
    free = [concrete(qos["name"]) for qos in world.site["qos"] if not qos["charged"]]
    # One of them lets one job of a user run at a time.
    for (option, size), qos in itertools.product(MEMORY.items(), ["standard", *free]):
        if option != "full" or qos != "debug":
            gres = f"gpu:{world.gres[option]}:1"
            started.append((submitted(world, ["--mem", size, "--qos", qos, *account], HOSTILE, gres), [""], [HOSTILE], 1))
    three = ["1", "2", "3"]
    started.append((submitted(world, ["--mem", "8", "--tasks", "3", *account], HOSTILE, "gpu:a100_10g:1", three), three, [HOSTILE], 1))
    started.append((submitted(world, ["--mem", "120", "--gpus", "2", *account], HOSTILE, "gpu:a100:2"), [""], [HOSTILE], 2))
    # The line that it says to submit with, as it stands.
    where = world.cluster.work / "written for me.sh"
    call = ["script", "--mem", "8", *account, "--time", "10m", "--output", str(where), "--", *program(HOSTILE)]
    said = world.migadvise(*call).stderr.decode()
    ended = world.shell(said[said.index("sbatch ") :])
    require(ended.returncode == 0, f"{said}{ended.stderr}")
    started.append((int(ended.stdout.split()[-1]), [""], [HOSTILE], 1))
    # Each word alone: the command of each script, below the head of the first.
    alone = [world.script(["--mem", "8", *account, "--time", "10m"], program([word])) for word in HOSTILE]
    together = alone[0] + b"".join(script.rstrip(b"\n").rpartition(b"\n")[2] + b"\n" for script in alone[1:])
    started.append((world.cluster.submit(together), [""], [[word] for word in HOSTILE], 1))
    for one in started:
        finished(world, *one)
    return f"{len(started)} jobs, {len(HOSTILE)} words"


# ---- args=$(migadvise ...) && sbatch $args job.sh ----


def own_script(world, account, more=()):
    (world.cluster.work / "job.sh").write_text(OWN.format(account=account, more="\n".join(f"#SBATCH {line}" for line in more)))


def line_of(needs):
    return f"args=$(migadvise {' '.join(needs)} --format sbatch) && sbatch $args job.sh"


def by_line(world, needs):
    ended = world.shell(line_of(needs))
    require(ended.returncode == 0 and ended.stdout.startswith("Submitted batch job "), f"{line_of(needs)}: {ended.stdout}{ended.stderr}")
    return int(ended.stdout.split()[-1])


@check("args=$(migadvise ...) && sbatch $args job.sh: the GPU is the one advised, and the rest as job.sh has it")
def args_line(world):
    requests = [(["--mem", size], f"gpu:{world.gres[option]}:1", {}) for option, size in MEMORY.items()]
    requests += [
        (["--mem", "120", "--gpus", "2"], "gpu:a100:2", {}),
        (["--mem", "8", "--qos", "debug"], "gpu:a100_10g:1", {"Partition": "debug_gpu", "QOS": "debug"}),
        (["--mem", "8", "--cpus", "4"], "gpu:a100_10g:1", {"NumCPUs": "4"}),
        (["--mem", "8", "--ram", "6G", "--time", "8m1s"], "gpu:a100_10g:1", {"MinMemoryNode": "6G", "TimeLimit": "00:09:00"}),
        (["--mem", "17", "--tasks", "3"], "gpu:a100_20g:1", {"ArrayTaskId": "1-3"}),
    ]
    started = []
    for needs, gres, changed in requests:
        own_script(world, PI_ACCOUNT, ["--gres=gpu:a100_20g:2"])
        if "ArrayTaskId" in changed:
            # Held until it has been looked at: the record of an array that waits shows all of its tasks.
            own_script(world, PI_ACCOUNT, ["--hold"])
        started.append((by_line(world, needs), needs, gres, changed))
    place = {"Partition": "gpu", "QOS": "standard", "Account": PI_ACCOUNT}
    for job, needs, gres, changed in started:
        record = world.cluster.show(job)
        for key, value in {**OWN_STAYS, **place, "TresPerNode": f"gres:{gres}", **changed}.items():
            require(record.get(key) == value, f"{line_of(needs)}: {key} is {record.get(key)}, not {value}")
        tres = record["TRES"].split(",")
        kind, count = gres.removeprefix("gpu:").split(":")
        require(f"gres/gpu:{kind}={count}" in tres and f"gres/gpu={count}" in tres, f"{line_of(needs)}: TRES is {tres}")
        if "ArrayTaskId" in changed:
            world.cluster.root(["scontrol", "release", str(job)])
        for task in ("_1", "_2", "_3") if "ArrayTaskId" in changed else ("",):
            world.completes(f"{job}{task}")
        if "ArrayTaskId" not in changed:
            said = (world.cluster.work / f"mine.{job}.txt").read_text()
            require(len(said.split(",")) == int(count) and said.strip(), f"{line_of(needs)}: the job sees {said!r}")
    return f"{len(started)} jobs"


@check("where the advice fails, sbatch is not run; without the &&, the job would run without a GPU")
def failing_advice(world):
    own_script(world, PI_ACCOUNT)
    # Of a GPU that the site has no GRES for.
    shutil.copy(ROOT / "tests" / "data" / "tables" / "another-gpu.csv", world.cluster.work)
    failing = [
        *((["--mem", "900"], 1), (["--mem", "60", "--qos", "debug"], 1), (["--mem", "8", "--time", "300h"], 1)),
        *((["--mem", "8", "--table", "another-gpu.csv"], 1), (["--mem", "eight"], 2), (["--mem", "8", "--table", "none.csv"], 66)),
    ]
    before = world.jobs()
    for needs, status in failing:
        ended = world.shell(line_of(needs))
        require(ended.returncode == status and ended.stdout == "", f"{line_of(needs)}: {ended.returncode}, not {status}; {ended.stdout}{ended.stderr}")
    require(world.jobs() == before, "sbatch was run")
    ended = world.shell("sbatch $(migadvise --mem 900 --format sbatch) job.sh")
    require(ended.returncode == 0, ended.stderr)
    job = int(ended.stdout.split()[-1])
    require(world.jobs() == before | {str(job)}, "a job that was submitted is not seen")
    world.completes(job)
    require("gres" not in world.cluster.show(job)["TRES"], "it has a GPU")


def main():
    parser = options(__doc__)
    parser.add_argument("--quick", action="store_true", help="what can be done in a few seconds")
    arguments = parser.parse_args()
    with Cluster() as cluster:
        world = World(cluster, arguments.binary, arguments.quick)
        return check.run("slurm", lambda _: world)


if __name__ == "__main__":
    sys.exit(main())
