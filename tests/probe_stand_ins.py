"""Programs that stand in for the GPU in tests of `migadvise probe`: nvidia-smi, and a command whose speed and GPU memory depend on the
option that its job has. Both ask scontrol which that is, as a job under Slurm can."""

import stat

# By GRES type: MiB in all, as nvidia-smi shows them, and how many times as fast as the smallest the command runs.
OPTIONS = {"a100_10g": (9728, 1.0), "a100_20g": (19968, 1.9), "a100_40g": (40192, 2.8), "a100": (81920, 3.2)}

SHARED = f"""#!/usr/bin/python3
import os, pathlib, re, signal, subprocess, sys, time
shown = subprocess.run(["scontrol", "show", "job", os.environ["SLURM_JOB_ID"]], capture_output=True, text=True, check=True).stdout
gres = re.search(r"TresPerNode=\\S*?gpu:(\\w+):1", shown)[1]
memory, speed = {OPTIONS!r}[gres]
in_use = pathlib.Path(f".memory-{{os.environ['SLURM_JOB_ID']}}")
"""

# Beside the slice there is the GPU that it is a part of, nearly full with the jobs of others.
NVIDIA_SMI = (
    SHARED
    + """
assert sys.argv[1:] == ["-q", "-x"], sys.argv
used = in_use.read_text() if in_use.exists() else "25"
if used == "none":
    sys.exit(9)
def usage(used, total):
    return f"<fb_memory_usage>\\n<total>{total} MiB</total>\\n<reserved>1 MiB</reserved>\\n<used>{used} MiB</used>\\n<free>0 MiB</free>\\n</fb_memory_usage>"
slices = 0 if gres == "a100" else 2 if used == "two" else 1
devices = "".join(f"<mig_device>\\n<index>{number}</index>\\n{usage(used, memory)}\\n</mig_device>\\n" for number in range(slices))
print('<?xml version="1.0" ?>\\n<nvidia_smi_log>\\n<attached_gpus>1</attached_gpus>\\n<gpu id="00000000:01:00.0">')
print(f"<mig_devices>\\n{devices}</mig_devices>" if slices else "<mig_devices>None</mig_devices>")
print(usage(used, 81920) if gres == "a100" else usage(77777, 81920))
print("<bar1_memory_usage>\\n<total>131072 MiB</total>\\n<used>3 MiB</used>\\n</bar1_memory_usage>\\n</gpu>\\n</nvidia_smi_log>")
"""
)

COMMAND = (
    SHARED
    + """
behaviour, *words = sys.argv[1:]
def out_of_memory():
    in_use.write_text(str(memory - 100))
    time.sleep(1)
    print("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.", file=sys.stderr)
    sys.exit(1)
def says(*lines):
    time.sleep(4)
    print(*lines, sep="\\n", file=sys.stderr)
    sys.exit(1)
def forever(line):
    # It prints as progress bars do, does not want to end, and neither does what it has started.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen(["sleep", "1000"])
    while True:
        print(line, end="\\r", flush=True)
        time.sleep(0.2)
in_use.write_text({"unread": "none", "two_slices": "two"}.get(behaviour, "12000" if behaviour == "out_of_memory_on_1g" else "5000"))
if behaviour == "out_of_memory" or (behaviour == "out_of_memory_on_1g" and gres == "a100_10g"):
    out_of_memory()
elif behaviour == "takes_all":
    in_use.write_text(str(memory * 98 // 100))
    time.sleep(5)
elif behaviour == "fails":
    sys.exit(3)
elif behaviour == "out_of_host_ram":
    says("CUDA version: 12.4", 'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space', "std::bad_alloc: out of memory")
elif behaviour == "caught":
    says("CUDA out of memory: half the batch is tried", "step 1", "Traceback (most recent call last):", "KeyError: 'loss'")
elif behaviour == "killed":
    print("CUDA out of memory: half the batch is tried", flush=True)
    time.sleep(4)
    os.kill(os.getpid(), signal.SIGKILL)
elif behaviour == "requeued":
    if in_use.with_name("ran").exists():
        forever("once more")
    in_use.with_name("ran").touch()
elif behaviour == "stopped_without_memory":
    in_use.write_text("none")
    forever("working")
elif behaviour == "endless":
    forever(f"step 5, {10 * speed:.1f} items/s")
elif behaviour == "silent":
    forever("working")
elif behaviour == "flat":
    time.sleep(5)
elif behaviour == "words":
    pathlib.Path("words").write_bytes(b"".join(os.fsencode(word) + b"\\0" for word in words))
else:
    print("warming up: 0.5 items/s", flush=True)
    for _ in range(5):
        print(f"{10 * speed:.1f} items/s", flush=True)
    time.sleep(15 / speed)
"""
)


def write_programs(folder):
    """Writes `nvidia-smi` and `work` there."""
    for name, text in (("nvidia-smi", NVIDIA_SMI), ("work", COMMAND)):
        write_program(folder / name, text)


def write_program(path, text):
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def shortened(script, seconds):
    """The script of a probe with minutes of so few seconds, and little patience."""
    for line, instead in (("\nminute=60 ", f"\nminute={seconds} "), ("\npatience=20 ", "\npatience=1 ")):
        assert script.count(line) == 1, line
        script = script.replace(line, instead)
    return script
