#!/usr/bin/env python3
"""Scripts of `migadvise probe` in a real bash, with stand-ins for Slurm, the GPU and the command.

sbatch is one that runs each job at once, to its end. What a command does on each option must show in the report, and the last line
of that must give the answer that the measurements call for. Every check prints its name and how it ended.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

from checks import Checks, require
from probe_stand_ins import shortened, write_program, write_programs

HANG = 120  # seconds
MINUTE = 2  # seconds
AT_ONCE = 8  # they mostly wait
RATE = ["--rate-regex", "([0-9.]+) items/s"]

# Runs a job as Slurm does: a copy of the script under its own name, in a session of its own.
SBATCH = """#!/usr/bin/python3
import os, pathlib, shutil, subprocess, sys
options = [word for word in sys.argv[1:] if word.startswith("-")]
script, *arguments = sys.argv[1 + len(options):]
state = pathlib.Path(os.environ["STATE"])
number = 100 + len(list(state.glob("job.*")))
given = dict(option.removeprefix("--").split("=", 1) for option in options if "=" in option)
(state / f"job.{number}").write_text("\\n".join(options))
if "refuse" in os.environ and number >= int(os.environ["refuse"]):
    sys.exit("sbatch: error: Batch job submission failed: Invalid account")
spool = state / f"spool.{number}"
spool.mkdir()
shutil.copy(script, spool / "slurm_script")
environment = {**os.environ, "SLURM_JOB_ID": str(number), "GRES": given["gres"]}
with open(given["output"], "ab") as out:
    subprocess.run(["bash", spool / "slurm_script", *arguments], stdout=out, stderr=out, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
print(number)
"""
SCONTROL = '#!/bin/sh\necho "   TresPerNode=gres:$GRES"\n'

check = Checks()


class World:
    def __init__(self, binary, folder):
        require(shutil.which("bash", path=os.defpath), "there is no bash")
        self.folder, self.state, tools = folder / "work of mine", folder / "state", folder / "tools"
        for made in (self.folder, self.state, tools):
            made.mkdir()
        write_programs(tools)
        write_program(tools / "sbatch", SBATCH)
        write_program(tools / "scontrol", SCONTROL)
        (tools / "migadvise").symlink_to(binary)
        self.environment = {"PATH": f"{tools}:{os.defpath}", "HOME": str(folder), "LC_ALL": "C.UTF-8", "STATE": str(self.state)}

    def run(self, *words, more=None):
        ended = subprocess.run(
            words, capture_output=True, cwd=self.folder, env={**self.environment, **(more or {})}, timeout=HANG, check=False, stdin=subprocess.DEVNULL
        )
        return ended.returncode, ended.stdout.decode(), ended.stderr.decode()

    def write(self, *options, command):
        status, out, err = self.run("migadvise", "probe", *options, "--account", "abc", "--output", "probe.sh", "--force", "--", *command)
        require(status == 0 and out == "", f"status {status}, {out!r}, {err!r}")
        path = self.folder / "probe.sh"
        path.write_text(shortened(path.read_text(), MINUTE))
        return err

    def probe(self, *options, behaviour, minutes="10", more=None):
        """The report of a probe, as lines."""
        self.write("--minutes", minutes, *options, command=["work", behaviour])
        status, out, err = self.run("bash", "probe.sh", more=more)
        require(status == 0, f"status {status}, {out!r}, {err!r}")
        folder = self.folder / out.splitlines()[-1].removeprefix("probe: when the last of them has ended: cat ").removesuffix("/report")
        return (folder / "report").read_text().splitlines()

    def answer(self, line):
        """What the last line of a report gives, run as it was printed."""
        status, out, err = self.run("bash", "-c", line)
        require(status == 0 and out.startswith("Recommended: "), f"{line} has ended with {status}: {out!r}, {err!r}")
        status, out, err = self.run("bash", "-c", f"{line} --json")
        require(status == 0, f"{line} --json has ended with {status}: {err!r}")
        return json.loads(out)

    def left_running(self):
        """Processes that were started for this world."""
        mark = f"STATE={self.state}".encode()
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    yield (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                pass


def measured(answer):
    return {run["option"]: float(run["hours"]) for run in answer["request"]["measured"]}


def near(found, expected, share):
    return abs(found - expected) <= share * expected


@check("a command that scales: run times, GPU memory, and the option that costs the least to finish")
def scales(world):
    lines = world.probe(behaviour="scales")
    require([line.split(":")[0] for line in lines[:3]] == ["1g.10gb", "2g.20gb", "3g.40gb"], f"{lines}")
    require(all("ended after" in line and "the most GPU memory seen in use was 5000 of" in line for line in lines[:3]), f"{lines}")
    require(not any("stopped" in line for line in lines), f"{lines}")
    require(any(line.startswith("The full GPU is not measured") for line in lines), f"{lines}")
    answer = world.answer(lines[-1])
    times = measured(answer)
    require(list(times) == ["1g.10gb", "2g.20gb", "3g.40gb"], f"{times}")
    require(times["1g.10gb"] > times["2g.20gb"] > times["3g.40gb"], f"{times}")
    require(near(answer["request"]["gpu_memory_gib"], 5000 / 1024, 0.001), f"{answer['request']}")
    require(answer["recommendation"]["option"] == "2g.20gb", f"{answer['recommendation']}")
    require(answer["options"][3]["rank"] != 1, "the full GPU is recommended without having been measured")


@check("by its rates, which stand for equal work; the first ones do not count")
def by_rates(world):
    times = measured(world.answer(world.probe(*RATE, behaviour="scales")[-1]))
    require(near(times["1g.10gb"] * 3600, 10 * MINUTE, 0.001), f"the slowest is not given the time of the probe: {times}")
    for option, speed in (("2g.20gb", 1.9), ("3g.40gb", 2.8)):
        require(near(times["1g.10gb"] / times[option], speed, 0.005), f"{option}: {times}")


@check("a command that never ends and does not want to: it counts by its rate, and nothing is left of it")
def endless(world):
    lines = world.probe(*RATE, behaviour="endless", minutes="2")
    require(all("stopped after 2 minutes; rate " in line for line in lines[:3]), f"{lines}")
    require(len([line for line in lines if "may need more GPU memory later" in line]) == 1, f"{lines}")
    answer = world.answer(lines[-1])
    require(set(measured(answer)) == {"1g.10gb", "2g.20gb", "3g.40gb"}, lines[-1])
    require(answer["request"]["gpu_memory_basis"] == "bounded", f"{answer['request']}")
    require(len([warning for warning in answer["warnings"] if warning["code"] == "memory_of_stopped_run"]) == 1, f"{answer['warnings']}")
    left = list(world.left_running())
    require(not left, f"still running: {left}")


@check("a command that never ends and prints no rate: its GPU memory is known, its run time is not")
def silent(world):
    lines = world.probe(*RATE, behaviour="silent", minutes="2")
    require(any("give a larger --minutes" in line for line in lines), f"{lines}")
    answer = world.answer(lines[-1])
    require(answer["request"]["measured"] == [] and answer["recommendation"]["option"] == "1g.10gb", f"{answer['request']}")


@check("a command that is as fast everywhere: the cheapest per hour")
def flat(world):
    answer = world.answer(world.probe(behaviour="flat")[-1])
    require(answer["recommendation"]["option"] == "1g.10gb", f"{answer['recommendation']}")


@check("out of memory on the smallest slice is evidence, and the others are measured")
def out_of_memory_on_one(world):
    lines = world.probe(behaviour="out_of_memory_on_1g")
    said = "it said: torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB."
    require(": out of GPU memory after " in lines[0] and lines[0].endswith(said) and "ended after" in lines[1], f"{lines}")
    answer = world.answer(lines[-1])
    require(list(measured(answer)) == ["2g.20gb", "3g.40gb"], f"{answer['request']}")
    require("gpu_memory" in answer["options"][0]["excluded_by"], f"{answer['options'][0]}")


@check("out of memory everywhere: the full GPU, with the doubt that remains")
def out_of_memory(world):
    lines = world.probe(behaviour="out_of_memory")
    require("No run time was measured: where the command ran, the GPU had too little memory for it." in lines, f"{lines}")
    require(not any("--minutes" in line or "stopped" in line for line in lines), f"{lines}")
    answer = world.answer(lines[-1])
    require(answer["recommendation"]["option"] == "full", f"{answer['recommendation']}")
    require("memory_ceiling" in [warning["code"] for warning in answer["warnings"]], f"{answer['warnings']}")


# What the end of a command's output says of the GPU: the line that does, or nothing.
XLA = "jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: "
COMPLAINTS = [
    ("PyTorch", ["Traceback (most recent call last):", "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB."], 1),
    ("older PyTorch", ["RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB"], 0),
    ("a kernel of PyTorch", ["RuntimeError: CUDA error: out of memory"], 0),
    ("with a rank before it", ["[rank0]: torch.OutOfMemoryError: CUDA out of memory."], 0),
    ("on an AMD GPU", ["torch.OutOfMemoryError: HIP out of memory."], 0),
    ("the driver", ["CUDA_ERROR_OUT_OF_MEMORY"], 0),
    ("the runtime", ["Error 2: cudaErrorMemoryAllocation"], 0),
    ("a function of it", ["cudaMalloc failed: out of memory"], 0),
    ("a macro of many programs", ["GPUassert: out of memory kernel.cu 12"], 0),
    ("with a file in it", ["CUDA error at /src/a.cu:12: out of memory"], 0),
    ("cuBLAS", ["cublas: CUBLAS_STATUS_ALLOC_FAILED"], 0),
    ("cuDNN", ["CUDNN_STATUS_ALLOC_FAILED"], 0),
    ("CuPy", ["cupy.cuda.memory.OutOfMemoryError: Out of memory allocating 8,000 bytes"], 0),
    ("TensorFlow", ["ResourceExhaustedError: Graph execution error:", "OOM when allocating tensor on /device:GPU:0 by GPU_0_bfc", "Hint: x"], 1),
    ("TensorFlow without a GPU", ["ResourceExhaustedError: OOM when allocating tensor on /device:CPU:0 by allocator cpu"], None),
    ("JAX", [XLA + "Out of memory while trying to allocate 34359738368 bytes.", "Peak buffers:", "  Buffer 1:"], 0),
    ("JAX, by its allocator", [XLA + "Failed to allocate request for 6.27GiB (6727663616B) on device ordinal 0"], 0),
    ("JAX without a GPU", [XLA + "Out of memory allocating 34359738368 bytes."], None),
    ("JAX, only warned", ["Allocator (GPU_0_bfc) ran out of memory. The caller indicates that this is not a failure"], None),
    ("gRPC", ["RESOURCE_EXHAUSTED: Received message larger than max"], None),
    ("Java", ["java.lang.OutOfMemoryError: Java heap space"], None),
    ("the kernel", ["Out of memory: Killed process 123 (gpu_train)"], None),
    ("a host with a telling name", ["gpu-07 kernel: Out of memory: Killed process 123", "gpu07: Out of memory"], None),
    ("a folder with a telling name", ["/scratch/gpu/run.sh: out of memory", "GPU/run.sh: out of memory"], None),
    ("Python", ["numpy.core._exceptions._ArrayMemoryError: Unable to allocate 80.0 GiB"], None),
    ("pinned host RAM", ["RuntimeError: CUDA error: out of memory in cudaHostAlloc", "CUDA out of memory on the host"], None),
    ("another error later", ["CUDA out of memory, smaller batch", "KeyError: 'loss'"], None),
    ("another error later, with a rank", ["CUDA out of memory, smaller batch", "[rank0]: json.decoder.JSONDecodeError: x"], None),
    ("another error before", ["KeyError: 'cache'", "RuntimeError: CUDA out of memory."], 1),
    ("who started it tells as well", ["CUDA out of memory.", "torch.distributed.elastic.multiprocessing.errors.ChildFailedError:"], 0),
    ("behind a progress bar", ["1 %\r2 %\rCUDA out of memory.\r"], "CUDA out of memory."),
    ("long ago", ["CUDA out of memory, smaller batch", *["step"] * 200], None),
    ("not so long ago", ["CUDA out of memory.", *["note"] * 199], 0),
    ("in colour, and with a byte that no terminal should get", ["\033[1;31mCUDA out of memory.\033[0m\0"], "CUDA out of memory."),
    ("nothing", [], None),
]


@check("only what names the GPU, and ended the command, is taken for too little GPU memory")
def complaints(world):
    world.write(command=["work", "flat"])
    read = 'source <(sed -n "/^read_complaint() {/,/^}/p" probe.sh); read_complaint "$1"'
    for name, lines, expected in COMPLAINTS:
        (world.folder / "out").write_text("".join(line + "\n" for line in lines))
        status, out, err = world.run("bash", "-c", read, "bash", "out")
        wanted = "" if expected is None else expected if isinstance(expected, str) else lines[expected]
        require(status == 0 and not err and out == wanted + "\n", f"{name}: {out!r}, {err!r}")


@check("host RAM that is too little, an error behind one that was caught, and a kill from outside rule nothing out")
def not_the_gpu(world):
    for behaviour, status in (("out_of_host_ram", 1), ("caught", 1), ("killed", 137)):
        lines = world.probe("--options", "1g", behaviour=behaviour)
        require(f"failed with status {status}" in lines[0] and "was 5000 of" in lines[0], f"{behaviour}: {lines}")
        require(lines[-1] == "The command did not run on any option: nothing was measured.", f"{behaviour}: {lines}")


@check("the command, its modules and the jobs see the locale of the user, or none")
def locale(world):
    # The stand-in for sbatch, which is Python, must not add any either.
    module = {"BASH_FUNC_module%%": "() { env >>modules; }", "PYTHONCOERCECLOCALE": "0"}
    for number, given in enumerate(({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, {"LC_NUMERIC": "de_DE.UTF-8"}, {})):
        world.environment = {name: value for name, value in world.environment.items() if not name.startswith(("LC_", "LANG"))}
        world.write("--minutes", "2", "--options", "1g,2g", "--module", "CUDA/12.4", command=["env"])
        status, out, err = world.run("bash", "probe.sh", more={**module, **given})
        require(status == 0, f"{given}: {out!r}, {err!r}")
        folder = world.folder / ("probe-env" if number == 0 else f"probe-env.{number + 1}")
        for seen in (folder / "1g.10gb.out", folder / "2g.20gb.out", world.folder / "modules"):
            found = {line.partition("=")[0]: line.partition("=")[2] for line in seen.read_text().splitlines() if line.startswith(("LC_", "LANG"))}
            require(found == given, f"{seen.name}: {found}, not {given}")
        (world.folder / "modules").unlink()


@check("a job that was requeued is judged by its second run alone")
def requeued(world):
    lines = world.probe("--options", "1g", behaviour="requeued", minutes="2")
    require("ended after" in lines[0], f"{lines}")
    again = {"SLURM_JOB_ID": "100", "GRES": "gpu:a100_10g:1"}
    status, out, err = world.run("bash", "probe.sh", "measure", "0", "probe-work", more=again)
    require(status == 0 and "1g.10gb: stopped after 2 minutes" in out, f"{out!r}, {err!r}")


@check("one minute is one minute; stopped without a reading, nothing is said to be enough")
def one_minute(world):
    lines = world.probe("--options", "1g", behaviour="stopped_without_memory", minutes="1")
    require(lines[0].startswith("1g.10gb: stopped after 1 minute; how much"), f"{lines}")
    answer = world.answer(lines[-1])
    require(not any("no more than" in reason["text"] for reason in answer["recommendation"]["reasons"]), f"{answer}")
    require("memory_of_stopped_run" in [warning["code"] for warning in answer["warnings"]], f"{answer['warnings']}")
    lines = world.probe("--options", "1g", *RATE, behaviour="endless", minutes="1")
    require(any(line.endswith("does in 1 minute, by the rates.") for line in lines), f"{lines}")


@check("a command that takes all the memory that it sees: the smallest figure counts, and that it is a ceiling is said")
def takes_all(world):
    answer = world.answer(world.probe(behaviour="takes_all")[-1])
    require(near(answer["request"]["gpu_memory_gib"], 0.98 * 9728 / 1024, 0.01), f"{answer['request']}")
    require("memory_ceiling" in [warning["code"] for warning in answer["warnings"]], f"{answer['warnings']}")


@check("GPU memory that cannot be read, or not told apart from that of others, is not known")
def unread(world):
    for behaviour in ("unread", "two_slices"):
        lines = world.probe(behaviour=behaviour)
        require(all("is not known" in line for line in lines[:3]), f"{behaviour}: {lines}")
        answer = world.answer(lines[-1])
        require("memory_ceiling" in [warning["code"] for warning in answer["warnings"]], f"{answer['warnings']}")


@check("a command that fails on every option: no answer, and the reason where it can be found")
def fails(world):
    lines = world.probe(behaviour="fails")
    require(all("failed with status 3" in line for line in lines[:3]) and not any("migadvise" in line for line in lines), f"{lines}")
    require(lines[-1] == "The command did not run on any option: nothing was measured.", f"{lines}")
    log = next(world.folder.glob("probe-work/probe.log"))
    status, _, err = world.run("migadvise", "--usage", log)
    require(status == 65 and "P005" in err, f"status {status}, {err!r}")


@check("the full GPU, where it is free, is measured by its own memory")
def full_gpu(world):
    lines = world.probe("--qos", "low", "--options", "1g,full", behaviour="scales")
    require(lines[1].startswith("full: ended") and "was 5000 of 81920 MiB" in lines[1], f"{lines}")
    require(not any("not measured" in line for line in lines), f"{lines}")
    require(list(measured(world.answer(lines[-1]))) == ["1g.10gb", "full"], f"{lines}")
    log = (world.folder / "probe-work" / "probe.log").read_text()
    require(log.startswith("migadvise-probe 1\n# the command: work scales\noption=1g.10gb "), log)


@check("the jobs wait for each other, ask for nothing but the GRES beyond the script, and a second probe has a folder of its own")
def chain(world):
    world.probe("--options", "3g,1g", behaviour="flat")
    jobs = sorted(path for path in world.state.glob("job.*"))
    asked = [path.read_text().split("\n") for path in jobs]
    require([options[1] for options in asked] == ["--gres=gpu:a100_10g:1", "--gres=gpu:a100_40g:1"], f"{asked}")
    require("--dependency=afterany:100" in asked[1] and not any("dependency" in option for option in asked[0]), f"{asked}")
    lines = world.probe("--options", "1g", behaviour="flat")
    require((world.folder / "probe-work.2" / "report").exists() and "probe-work.2/probe.log" in lines[-1].replace("\\", ""), f"{lines}")


@check("sbatch probe.sh does the same as bash probe.sh")
def by_sbatch(world):
    world.write("--minutes", "10", command=["work", "flat"])
    status, out, err = world.run("sbatch", "--parsable", "--gres=gpu:a100_10g:1", "--output=first.out", "probe.sh")
    require(status == 0, f"{out!r}, {err!r}")
    # Here the other jobs run while the first is still on.
    lines = (world.folder / "probe-work" / "report").read_text().splitlines()
    status, out, err = world.run("bash", "probe.sh", "report", "probe-work")
    require(status == 0 and len(measured(world.answer(out.splitlines()[-1]))) == 3, f"{lines}, {out!r}, {err!r}")


@check("where sbatch refuses a job, that is said, and the status is not 0")
def refused(world):
    world.write("--minutes", "2", command=["work", "flat"])
    status, out, err = world.run("bash", "probe.sh", more={"refuse": "101"})
    require(status == 1 and "Invalid account" in err and "2g.20gb could not be submitted" in err, f"status {status}, {out!r}, {err!r}")


@check("every word of the command reaches the program byte for byte")
def words(world):
    hostile = ["", "a b", "'; touch PWNED; '", "$(touch PWNED)", "`touch PWNED`", "[a,b]", "*", "\\", "é", "~", "#x", "--", "-x", "a\tb", '"', "$HOME"]
    world.write("--minutes", "2", "--options", "1g", command=["work", "words", *hostile])
    status, out, err = world.run("bash", "probe.sh")
    require(status == 0, f"{out!r}, {err!r}")
    got = (world.folder / "words").read_bytes().split(b"\0")[:-1]
    require(got == [os.fsencode(word) for word in hostile], f"{got}")
    require(not list(world.folder.rglob("PWNED")), "a word was run")


@check("a module that cannot be loaded stops the command from running, and the report says so")
def modules(world):
    world.write("--minutes", "2", "--options", "1g", "--module", "CUDA/12.4", command=["work", "words"])
    status, _, _ = world.run("bash", "probe.sh")
    require(status == 0 and not (world.folder / "words").exists(), "the command ran without its module")
    report = (world.folder / "probe-work" / "report").read_text()
    require("1g.10gb: no record" in report, report)


@check("check finds nothing wrong with a probe, and prices it as free")
def checked(world):
    world.write(command=["work", "flat"])
    status, out, err = world.run("migadvise", "check", "probe.sh", "--json")
    found = json.loads(out)["scripts"][0]
    require(status == 0 and found["findings"] == [] and found["su_per_hour"] == 0, f"{found}, {err!r}")


@check("the report can be had again from anywhere, and a folder that is none is told")
def again(world):
    lines = world.probe("--options", "1g", behaviour="flat")
    folder = (world.folder / "probe-work").resolve()
    for name in ("probe-work", str(folder)):
        status, out, err = world.run("bash", "probe.sh", "report", name)
        require(status == 0 and out.splitlines()[-1] == lines[-1], f"{name}: {out!r}, {err!r}")
    status, out, err = world.run("bash", "probe.sh", "report", "none")
    require(status == 1 and "there is no probe.log in 'none'" in err, f"status {status}, {err!r}")


@check("the script is one that bash reads without a complaint, whatever is asked for")
def syntax(world):
    for options in ([], ["--qos", "low", "--options", "full"], ["--ascii", *RATE], ["--module", "a", "--module", "b"]):
        world.write(*options, command=["work", "it's"])
        status, out, err = world.run("bash", "-n", "probe.sh")
        require(status == 0 and not err, f"{options}: {err!r}")


if __name__ == "__main__":
    sys.exit(check.main("probe", __doc__, World, AT_ONCE))
