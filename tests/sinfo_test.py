#!/usr/bin/env python3
"""What `--live` does with a sinfo that answers, is missing, hangs, fails or never stops, and what it leaves of it: nothing.

Every check puts a program named sinfo of its own into PATH, prints its name and how it ended.
"""

import concurrent.futures
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time

from checks import Checks, require
from process_test import BARE, MIB, PEAK, ROOT, Program, clean

SAVED = ROOT / "tests" / "data" / "sinfo" / "bars.txt"
PATIENCE = 5  # seconds that sinfo has
LATE = 10  # seconds after which a program is taken to hang
ASKED = ["--mem", "8", "--live"]

check = Checks()


class World:
    def __init__(self, binary, folder):
        self.program = Program(binary, folder)
        self.folder = folder

    def sinfo(self, name, script, mode=0o755, interpreter="#!/bin/sh\n"):
        """A folder with a program of this name in it, for PATH."""
        place = self.folder / name
        place.mkdir()
        (place / "sinfo").write_text(interpreter + script)
        (place / "sinfo").chmod(mode)
        return place

    def ask(self, place, arguments=ASKED, **how):
        env = {"PATH": f"{place}:{BARE['PATH']}", **how.pop("env", {})}
        started = time.monotonic()
        ended = self.program.run(*arguments, env=env, hang=LATE, **how)
        return ended, time.monotonic() - started

    def numbers(self, name):
        path = self.folder / name
        return [int(word) for word in path.read_text().split()] if path.exists() else []


def require_gone(numbers):
    require(numbers, "the program did not run")
    for number in numbers:
        end = time.monotonic() + 2  # whoever inherits a process takes its time to notice its end
        while pathlib.Path(f"/proc/{number}").exists() and time.monotonic() < end:
            time.sleep(0.01)
        require(not pathlib.Path(f"/proc/{number}").exists(), f"process {number} is left")


def require_unavailable(ended, what):
    require(ended.status == 69, f"{ended}, not 69")
    require(ended.out == b"", f"something on stdout: {ended}")
    require(what in ended.err and b"\n  hint: save elsewhere" in ended.err, f"{ended}")
    require(clean(ended.err), f"a control byte on stderr: {ended}")


@check("a sinfo that answers: its words, its environment, its descriptors")
def answers(world):
    told = world.folder / "told"
    script = (
        f'{{ printf "%s\\n" "$@"; env; echo "stdin: $(wc -c)"; }} >"{told}"\n'
        f'cat "{SAVED}"\necho "a warning that is none of the answer" >&2\n'
    )
    env = {"SINFO_FORMAT": "%P", "SINFO_PARTITION": "debug", "SINFO_ALL": "1", "SLURM_TIME_FORMAT": "x", "SLURM_CONF": "/kept", "LC_ALL": "de_DE.UTF-8"}
    ended, _ = world.ask(world.sinfo("answers", script), env=env)
    require(ended.status == 0 and ended.err == b"", f"{ended}")
    require(b"  1g.10gb  a100_10g  " in ended.out and b"100  11 of 14\n" in ended.out, f"{ended}")
    saved = world.program.run("--mem", "8", "--live", str(SAVED))
    require(saved.out == ended.out and saved.status == 0, f"saved output gives another answer: {saved}")
    lines = told.read_text().splitlines()
    require(lines[:2] == ["--Node", "--partition=gpu"] and lines[2].startswith("--Format=Partition:64|,"), f"{lines[:3]}")
    require("LC_ALL=C" in lines and "SLURM_CONF=/kept" in lines, f"{lines}")
    require(not any(line.startswith(("SINFO_", "SLURM_TIME_FORMAT", "LC_ALL=de")) for line in lines), f"{lines}")
    require("stdin: 0" in lines, f"it has something to read: {lines}")
    listing = f'import os\nprint(*sorted(os.listdir("/proc/self/fd")), file=open("{told}", "w"))\nprint(open("{SAVED}").read(), end="")\n'
    place = world.sinfo("descriptors", listing, interpreter=f"#!{sys.executable}\n")
    ended, _ = world.ask(place)
    require(ended.status == 0, f"{ended}")
    # The folder that is listed is one of them.
    require(told.read_text().split() == ["0", "1", "2", "3"], f"descriptors {told.read_text()}")


@check("an answer that comes in pieces, and one that something else keeps open, are whole and not waited for")
def in_pieces(world):
    pieces = f'while IFS= read -r line; do printf "%s\\n" "$line"; sleep 0.05; done <"{SAVED}"\n'
    kept = f'cat "{SAVED}"\nsleep 1000 &\necho $! >"{world.folder}/kept-open"\n'
    usual = world.program.run("--mem", "8", "--live", str(SAVED)).out
    for name, script in (("pieces", pieces), ("kept", kept)):
        ended, seconds = world.ask(world.sinfo(name, script))
        require(ended.status == 0 and ended.out == usual, f"{name}: {ended}")
        require(seconds < PATIENCE - 1, f"{name}: {seconds:.1f} s")
    require_gone(world.numbers("kept-open"))


@check("no sinfo, or one that cannot be run, gives 69; no shell reads it, and none in the current folder is taken")
def missing(world):
    empty = world.folder / "empty"
    empty.mkdir()
    ended = world.program.run(*ASKED, env={"PATH": str(empty)})
    require_unavailable(ended, b"error[A001]: sinfo cannot be run: No such file or directory\n")
    answer = f'touch "{world.folder}/was-run"; cat "{SAVED}"\n'
    for name, mode, interpreter, what in (
        ("not-executable", 0o644, "#!/bin/sh\n", b"Permission denied"),
        ("no-interpreter", 0o755, "", b"Exec format error"),
        ("no-such-interpreter", 0o755, "#!/no/such/thing\n", b"No such file or directory"),
    ):
        ended = world.program.run(*ASKED, env={"PATH": str(world.sinfo(name, answer, mode, interpreter))})
        require_unavailable(ended, b"error[A001]: sinfo cannot be run: " + what + b"\n")
    folder = world.folder / "folder"
    (folder / "sinfo").mkdir(parents=True)
    require_unavailable(world.program.run(*ASKED, env={"PATH": str(folder)}), b"error[A001]")
    here = world.sinfo("here", answer)
    for path in ("", ".", ":", os.path.relpath(here, ROOT)):
        require_unavailable(world.program.run(*ASKED, env={"PATH": path}), b"error[A001]")
    require(not (world.folder / "was-run").exists(), "it was run")


@check("a sinfo that ends with an error, or by a signal, gives 69 and what it said last")
def fails(world):
    refused = "echo 'sinfo: error: tried this' >&2; printf 'sinfo: fatal: no \\033[31mcontroller\\r\\n' >&2; exit 1\n"
    ended, _ = world.ask(world.sinfo("refused", refused))
    require_unavailable(ended, b"error[A003]: sinfo has ended with status 1: sinfo: fatal: no \\u{1B}[31mcontroller\n")
    talks = "for i in $(seq 300); do echo 'sinfo: error: tried that, and will again' >&2; done; echo 'sinfo: fatal: given up' >&2; exit 1\n"
    ended, _ = world.ask(world.sinfo("talks", talks))
    require_unavailable(ended, b"error[A003]: sinfo has ended with status 1: sinfo: fatal: given up\n")
    ended, _ = world.ask(world.sinfo("half", f'head -c 300 "{SAVED}"; exit 3\n'))
    require_unavailable(ended, b"error[A003]: sinfo has ended with status 3\n")
    ended, _ = world.ask(world.sinfo("killed", f'cat "{SAVED}"; kill -SEGV $$\n'))
    require_unavailable(ended, b"error[A003]: sinfo has been ended by signal 11\n")
    ended, _ = world.ask(world.sinfo("nothing", "exit 0\n"))
    require(ended.status == 69 and b"sinfo:1:1: error[N001]" in ended.err and ended.out == b"", f"{ended}")


@check("a sinfo that prints without end is ended, without its output being kept")
def endless(world):
    ended, seconds = world.ask(world.sinfo("endless", f'echo $$ >"{world.folder}/endless-id"; exec yes "gpu|n1|up|idle|"\n'))
    require_unavailable(ended, b"error[A004]: sinfo has printed more than 16 MiB\n")
    require(seconds < PATIENCE, f"{seconds:.1f} s")
    require(world.program.sanitized or ended.peak < PEAK, f"{ended.peak // MIB} MiB of host RAM")
    require_gone(world.numbers("endless-id"))


@check("a sinfo that does not end within its time is ended with all that it has started, whatever it does")
def hangs(world):
    ids = f'echo $$ >>"{world.folder}/hang-ids"; sleep 1000 & echo $! >>"{world.folder}/hang-ids"\n'
    scripts = {
        "waits": ids + "wait\n",
        "ignores-signals": "trap '' TERM INT HUP QUIT PIPE\n" + ids + "while :; do sleep 1; done\n",
        "closes-its-output": ids + "exec >&- 2>&-; wait\n",
        "answers-and-stays": f'cat "{SAVED}"\n' + ids + "wait\n",
        "fills-stderr": ids + "exec yes >&2\n",
        "stops-itself": ids + "kill -STOP $$\n",
    }
    places = {name: world.sinfo(name, script) for name, script in scripts.items()}
    with concurrent.futures.ThreadPoolExecutor(len(places)) as pool:
        asked = {name: pool.submit(world.ask, place) for name, place in places.items()}
    for name, future in asked.items():
        ended, seconds = future.result()
        require_unavailable(ended, b"error[A002]: sinfo has not answered within 5 s\n")
        require(PATIENCE - 0.5 <= seconds < PATIENCE + 3, f"{name}: {seconds:.1f} s")
    numbers = world.numbers("hang-ids")
    require(len(numbers) == 2 * len(scripts), f"{numbers}")
    require_gone(numbers)


@check("whoever starts it may ignore the signals of children, or have no stdin, stdout and stderr")
def odd_starts(world):
    place = world.sinfo("odd", f'cat "{SAVED}"\n')
    env = {"PATH": f"{place}:{BARE['PATH']}"}
    ended = world.program.start(["/bin/sh", "-c", 'trap "" CHLD; exec "$@"', "sh", world.program.binary, *ASKED], env=env)
    require(ended.status == 0 and b"11 of 14" in ended.out, f"SIGCHLD ignored: {ended}")
    usual = ended.out
    for closed in ([0], [2], [0, 2]):
        ended = world.program.run(*ASKED, env=env, closed=closed)
        require(ended.status == 0 and ended.out == usual, f"closed {closed}: {ended}")
    ended = world.program.run(*ASKED, env=env, closed=[0, 1, 2])
    require(ended.status == 74, f"all closed: {ended}")


def interrupted(world, place, ids, count, number, action=signal.SIG_DFL):
    """How migadvise ends when it gets the signal as soon as sinfo has written that many ids of processes."""
    process = subprocess.Popen(
        [world.program.binary, *ASKED],
        env={"PATH": f"{place}:{BARE['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Whatever has started the tests may ignore it, as shells do in the background.
        preexec_fn=lambda: number != signal.SIGKILL and signal.signal(number, action),
    )
    try:
        end = time.monotonic() + PATIENCE - 1
        while len(world.numbers(ids)) < count and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(number)
        return process.wait(LATE)
    finally:
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()


@check("when migadvise is killed, sinfo does not stay")
def killed(world):
    place = world.sinfo("stays", f'echo $$ >"{world.folder}/stays-id"; exec sleep 1000\n')
    require(interrupted(world, place, "stays-id", 1, signal.SIGKILL) == -signal.SIGKILL, "it was not killed")
    require_gone(world.numbers("stays-id"))


@check("what ends migadvise from outside ends sinfo with all that it has started, and migadvise as it would without it")
def ended_from_outside(world):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        ids = f"ids-{number.name}"
        script = f'echo $$ >>"{world.folder}/{ids}"\nsleep 1000 | {{ echo $BASHPID >>"{world.folder}/{ids}"; cat; }} &\n'
        script += f'(echo $BASHPID >>"{world.folder}/{ids}"; exec sleep 1000) | cat\n'
        place = world.sinfo(f"pipe-{number.name}", script, interpreter="#!/bin/bash\n")
        status = interrupted(world, place, ids, 3, number)
        require(status == -number, f"{number.name}: status {status}")
        require_gone(world.numbers(ids))


@check("a signal that is ignored, as HUP under nohup, ends nothing")
def ignored(world):
    place = world.sinfo("nohup", f'echo $$ >"{world.folder}/nohup-id"; sleep 0.5; cat "{SAVED}"\n')
    status = interrupted(world, place, "nohup-id", 1, signal.SIGHUP, signal.SIG_IGN)
    require(status == 0, f"status {status}")


if __name__ == "__main__":
    sys.exit(check.main("sinfo", __doc__, World))
