#!/usr/bin/env python3
"""Scripts of `migadvise script` in a real bash, and the files they are written to.

Every word of a command must reach the program byte for byte, whatever it means to a shell; nothing else may happen. And a file must
hold all of a script or what it held before. Every check prints its name and how it ended.
"""

import os
import pathlib
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import threading

from checks import Checks, Skipped, require

HANG = 60  # seconds
LARGEST_ARGUMENT = 128 * 1024 - 1  # Linux takes no longer single argument
SEED = 20261130
RANDOM_COMMANDS = 150
NEEDS = ["--mem", "8", "--account", "abc", "--time", "1h"]

# Writes the words that it gets, each ended by NUL, and counts how often it runs.
DUMP = """#!/usr/bin/python3
import os, sys
with open(os.environ["DUMP"], "ab") as file:
    file.write(b"".join(os.fsencode(word) + b"\\0" for word in sys.argv) + b"\\n")
"""

HOSTILE = [
    b"", b" ", b"  ", b"'", b"''", b'"', b"\\", b"\\\\", b"\\'", b"'\\''", b"it's", b'a"b', b"$HOME", b"${HOME}", b"$(touch PWNED)",
    b"`touch PWNED`", b"'; touch PWNED; '", b"'; rm -rf ~", b"; touch PWNED", b"&& touch PWNED", b"| touch PWNED", b"> PWNED", b"<PWNED",
    b"2>&1", b"&", b"$'a'", b"$'\\n'", b'$"a"', b"[a,b]", b"[]", b"[[", b"]]", b"{a,b}", b"{1..3}", b"{", b"}", b"*", b"?", b"[a-z]*", b"**",
    b"~", b"~root", b"a=~", b"!", b"!!", b"!x", b"^a^b", b"#", b"#x", b"a#b", b"-", b"--", b"-x", b"--mem", b"--mem=8", b"--help", b"-e",
    b"=", b"a=b", b"=a", b"PATH=x", b"%", b"%1", b"%j", b"(", b")", b"()", b"a\tb", b"\t", b"\xff", b"\xfe\xff", b"a\xc3", b"\xc3\xa9",
    b"\xff1", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x85", b"\xc2\x9b31m", b"\xc2\xa0", b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80", b"\xef\xb8\x8f",
    b"time", b"if", b"#SBATCH --partition=x", b"\\n", b"\\x41", b"\\t", b"\\0", b"a\\", b"$", b"$$", b"$1", b"$@", b"@", b",", b":", b"+", b".", b"..",
]  # fmt: skip
assert not any(byte < 32 and byte != 9 or byte == 127 for word in HOSTILE for byte in word)
ALLOWED = bytes([9]) + bytes(range(32, 127)) + bytes(range(128, 256))


def short(stream):
    return repr(stream if len(stream) <= 300 else stream[:300] + b"...")


class Ended:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout or b"", done.stderr

    def __repr__(self):
        return f"status {self.status}, stdout {short(self.out)}, stderr {short(self.err)}"


class World:
    """The program and two empty folders: one to be in, one that is home."""

    def __init__(self, binary, folder):
        require(shutil.which("bash", path=os.defpath), "there is no bash")
        self.binary = binary
        self.folder, self.home, self.tools, self.dumped = (folder / name for name in ("work", "home", "tools", "dumped"))
        for made in (self.folder, self.home, self.tools):
            made.mkdir()
        self.dump = self.tools / "dump"
        self.dump.write_text(DUMP)
        self.dump.chmod(0o755)
        self.env = {"PATH": f"{self.tools}:{os.defpath}", "HOME": str(self.home), "DUMP": str(self.dumped), "LC_ALL": "C"}

    def run(self, *arguments, limit=None, **how):
        """`limit`: the most bytes that a file may grow to."""
        prepare = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit is not None else None
        how = {"stdout": subprocess.PIPE, **how}
        return Ended(
            subprocess.run(
                [self.binary, *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.folder, env=self.env,
                timeout=HANG, check=False, preexec_fn=prepare, **how,
            )  # fmt: skip
        )

    def script(self, *arguments, command, **how):
        return self.run("script", *NEEDS, *arguments, "--", *command, **how)

    def bash(self, *arguments, env=None, **how):
        return Ended(
            subprocess.run(
                ["bash", *arguments], stdin=subprocess.DEVNULL, capture_output=True, cwd=self.folder, env={**self.env, **(env or {})},
                timeout=HANG, check=False, **how,
            )  # fmt: skip
        )

    def leftovers(self):
        return sorted(path.name for path in self.folder.iterdir())


check = Checks()


# ---- words ----

# What is said of words that look like a line for the shell.
LIKE_A_SHELL = (b"' reaches the program as a word; ", b"' is taken as the name of ")


def require_exact(world, words, *options, env=None, program=b"dump"):
    """The script for these words runs the program once with just them, and does nothing else."""
    made = world.script(*options, command=[program, *words])
    told = [line for line in made.err.splitlines() if not any(remark in line for remark in LIKE_A_SHELL)]
    require(made.status == 0 and not told, f"{words!r}: {made}")
    # A zero byte, or a line break of DOS, and sbatch refuses the script.
    require(not any(byte < 32 and byte != 10 or byte == 127 for byte in made.out), f"{words!r}: a control character: {made}")
    lines = made.out.split(b"\n")
    require(lines[0] == b"#!/bin/bash -l" and lines[-1] == b"", f"{words!r}: {made}")
    require(len([line for line in lines if line and not line.startswith(b"#")]) == 1, f"{words!r}: more than one line is run: {made}")
    path = world.tools / "job.sh"
    path.write_bytes(made.out)
    checked = world.bash("-n", str(path))
    require(checked.status == 0 and checked.err == b"", f"{words!r}: bash -n: {checked}")
    world.dumped.unlink(missing_ok=True)
    ran = world.bash(str(path), env=env)
    require(ran.status == 0 and ran.out == b"" and ran.err == b"", f"{words!r}: {ran}\n{made}")
    dumped = world.dumped.read_bytes()
    expected = b"".join(word + b"\0" for word in words) + b"\n"
    require(dumped[dumped.index(b"\0") + 1 :] == expected, f"{words!r} became {dumped!r}\n{made}")
    require(world.leftovers() == [] and list(world.home.iterdir()) == [], f"{words!r}: a file has come up: {world.leftovers()}")
    return made


@check("hostile words, each alone, reach the program byte for byte")
def alone(world):
    for word in HOSTILE:
        require_exact(world, [word])


@check("and all of them together, in three locales, also in ASCII")
def together(world):
    for name in ("C", "C.UTF-8", "POSIX"):
        require_exact(world, HOSTILE, env={"LC_ALL": name})
        made = require_exact(world, HOSTILE, "--ascii", env={"LC_ALL": name})
        require(made.out.isascii(), f"not ASCII: {made}")


@check("random words of every byte that is accepted reach the program byte for byte")
def random_words(world):
    dice = random.Random(SEED)
    for _ in range(RANDOM_COMMANDS):
        words = []
        for _ in range(dice.randint(0, 12)):
            bytes_of_word = dice.choice([ALLOWED, ALLOWED, b"'\\\"$`\t \xff!", b"ab=-{},~"])
            words.append(bytes(dice.choice(bytes_of_word) for _ in range(dice.randint(0, 20))))
        require_exact(world, words, *dice.choice([[], ["--ascii"], ["--tasks", "3"], ["--quiet"]]))


@check("every byte is accepted or refused, and those that are accepted arrive")
def every_byte(world):
    for byte in range(1, 256):
        word = bytes([byte])
        if byte in ALLOWED:
            continue  # all of them at once below
        ended = world.script(command=[b"dump", b"a" + word])
        require(ended.status == 2 and ended.out == b"" and b"error[U017]: word 2 of the command" in ended.err, f"{word!r}: {ended}")
        require(word == b"\n" or word not in ended.err, f"{word!r} is on stderr: {ended}")
    require_exact(world, [bytes([byte]) for byte in ALLOWED] + [ALLOWED])


@check("long words and many of them, 1 MiB in all, reach the program byte for byte")
def long_words(world):
    # What made the script stands in it as well, so that the words are there twice.
    for filler in (b"a", b" ", b"'", b"\xff"):
        require_exact(world, [filler * (LARGEST_ARGUMENT // len(filler))])
    require_exact(world, [b"a b" * (LARGEST_ARGUMENT // 3)] * 8)
    require_exact(world, [b"x"] * 50_000)


@check("the first word is the name of a program, whatever it means to a shell")
def programs(world):
    for name in (b"time", b"if", b"a=b", b"!", b"{", b"[[", b"function", b"-x", b"%1", b"#x", b"a b", b"*", b"\xff", b"~x", b"a'b"):
        link = os.fsencode(world.tools) + b"/" + name
        os.symlink("dump", link)
        require_exact(world, [b"a", b"b=c"], program=name)


@check("what made the script stands in it as a comment that makes the same script when it is pasted")
def pasted(world):
    odd = world.tools / "a\nb'\t.csv"
    table = pathlib.Path(__file__).resolve().parent.parent / "data" / "wulver" / "mig-profile-comparison.csv"
    odd.write_bytes(table.read_bytes())
    made = world.script("--table", odd, "--measured", "1g = 5m", command=[b"dump", *HOSTILE])
    require(made.status == 0, f"{made}")
    calls = [line for line in made.out.split(b"\n") if line.startswith(b"# migadvise script ")]
    require(len(calls) == 1, f"{made}")
    (world.tools / "migadvise").symlink_to(world.binary)
    again = world.bash("-c", calls[0][2:])
    require(again.status == 0 and again.out == made.out, f"another script: {again}")


@check("modules are loaded first, and the command does not run without them")
def modules(world):
    made = world.script("--module", "foss/2023a", "--module", "C++", command=["dump", "x"])
    path = world.tools / "job.sh"
    path.write_bytes(made.out)
    for loads, runs in (("true", True), ('[[ $2 != "C++" ]]', False)):
        world.dumped.unlink(missing_ok=True)
        profile = world.tools / "profile"
        profile.write_text(f'module() {{ echo "$@" >&2; {loads}; }}\n')
        ran = world.bash(str(path), env={"BASH_ENV": str(profile)})
        require(ran.err == b"load foss/2023a\nload C++\n", f"{ran}")
        require(world.dumped.exists() == runs and (ran.status == 0) == runs, f"{ran}")


@check("the exit status of a script is that of its command")
def exit_status(world):
    path = world.tools / "job.sh"
    path.write_bytes(world.script(command=["bash", "-c", 'echo "$SLURM_ARRAY_TASK_ID"; exit 7']).out)
    ran = world.bash(str(path), env={"SLURM_ARRAY_TASK_ID": "3"})
    require(ran.status == 7 and ran.out == b"3\n", f"{ran}")


# ---- files ----


def text(world, *options):
    """The script that goes to stdout, with what is said of its making left out."""
    return without_call(world.script(*options, command=["./x", "a b"]).out)


def without_call(script):
    return b"\n".join(line for line in script.split(b"\n") if not line.startswith(b"# migadvise script "))


def require_written(world, ended, path, name):
    require(ended.status == 0 and ended.out == b"", f"{ended}")
    require(ended.err == f"migadvise: wrote {name}; submit it with: sbatch {name}\n".encode(), f"{ended}")
    require(without_call(path.read_bytes()) == text(world), "another script than on stdout")


def require_unwritten(world, ended, status, words, files):
    require(ended.status == status and ended.out == b"", f"{ended}, not {status}")
    require(words in ended.err and b"wrote" not in ended.err, f"{ended} does not say {words!r}")
    require(world.leftovers() == sorted(files), f"left over: {world.leftovers()}")


@check("a script goes to a file, once; --force overwrites it and keeps its mode")
def to_file(world):
    path = world.folder / "job.sh"
    require_written(world, world.script("--output", "job.sh", command=["./x", "a b"]), path, "job.sh")
    path.write_bytes(b"mine")
    path.chmod(0o751)
    refused = world.script("--output", "job.sh", command=["./x", "a b"])
    require_unwritten(world, refused, 2, b"migadvise: job.sh: error[U018]: exists already\n  hint: --force", ["job.sh"])
    require(path.read_bytes() == b"mine", "it was overwritten")
    require_written(world, world.script("--output", "job.sh", "--force", command=["./x", "a b"]), path, "job.sh")
    require(stat.S_IMODE(path.stat().st_mode) == 0o751, f"mode {path.stat().st_mode:o}")
    quiet = world.script("--output", "job.sh", "--force", "--quiet", command=["./x", "a b"])
    require(quiet.status == 0 and quiet.out + quiet.err == b"", f"{quiet}")
    require(world.leftovers() == ["job.sh"], f"{world.leftovers()}")


@check("the line to submit with can be pasted, and says when something is to be filled in")
def submit_line(world):
    for name, shown in (("a b.sh", "'a b.sh'"), ("-x.sh", "./-x.sh"), ("a\nb", "$'a\\x0ab'"), ("\u202e", "$'\\xe2\\x80\\xae'")):
        require_written(world, world.script("--output=" + name, command=["./x", "a b"]), world.folder / name, shown)
    ended = world.run("script", "--mem", "8", "--output", "open.sh", "--", "./x")
    require(ended.err.endswith(b"wrote open.sh; fill in the capitals, and then submit it with: sbatch open.sh\n"), f"{ended}")


@check("a link stays a link, and a link to nothing makes the file it names")
def links(world):
    real = world.tools / "real.sh"
    link = world.folder / "link.sh"
    link.symlink_to(real)
    require_written(world, world.script("--output", "link.sh", command=["./x", "a b"]), real, "link.sh")
    require_written(world, world.script("--output", "link.sh", "--force", command=["./x", "a b"]), real, "link.sh")
    require(link.is_symlink() and world.leftovers() == ["link.sh"], f"{world.leftovers()}")
    require(not [path for path in world.tools.iterdir() if path.name.startswith(".")], "a temporary file is left")


@check("a disk that fills up leaves the file as it was, and nothing else")
def full_disk(world):
    path = world.folder / "job.sh"
    for before in (None, b"mine"):
        if before is not None:
            path.write_bytes(before)
        files = [] if before is None else ["job.sh"]
        for limit in (0, 100):
            ended = world.script("--output", "job.sh", "--force", command=["./x"], limit=limit)
            require_unwritten(world, ended, 74, b"job.sh: error[O002]: cannot be written: File too large", files)
        require(before is None or path.read_bytes() == before, "the file has changed")


@check("a folder that is missing, or is no folder, or the name of one")
def no_folder(world):
    (world.folder / "file").write_bytes(b"")
    (world.folder / "sub").mkdir()
    for name, words in (("none/job.sh", b"No such file"), ("file/job.sh", b"Not a directory"), ("sub", b"Is a directory"), ("sub/", b"Is a directory"), ("new/", b"No such file")):
        for force in ([], ["--force"]):
            ended = world.script("--output", name, *force, command=["./x"])
            require_unwritten(world, ended, 74, f"{name}: error[O002]: cannot be written: ".encode() + words, ["file", "sub"])


@check("a folder without permission leaves the file in it as it was")
def no_permission(world):
    if os.geteuid() == 0:
        raise Skipped("root may write everywhere")
    path = world.folder / "job.sh"
    path.write_bytes(b"mine")
    world.folder.chmod(0o555)
    try:
        ended = world.script("--output", "job.sh", "--force", command=["./x"])
        require_unwritten(world, ended, 74, b"Permission denied", ["job.sh"])
        require(path.read_bytes() == b"mine", "it was overwritten")
    finally:
        world.folder.chmod(0o755)


@check("without a recommendation no file is touched")
def nothing_recommended(world):
    path = world.folder / "job.sh"
    path.write_bytes(b"mine")
    ended = world.run("script", "--mem", "90", "--output", "job.sh", "--force", "--", "./x")
    require_unwritten(world, ended, 1, b"GiB needed", ["job.sh"])
    require(path.read_bytes() == b"mine", "it was overwritten")


@check("/dev/stdout works in a pipe, before a file and behind one")
def standard_output(world):
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        ended = world.script("--output", name, command=["./x", "a b"])
        require(ended.status == 0 and ended.err == b"" and without_call(ended.out) == text(world), f"{name}: {ended}")
        path = world.folder / "redirected"
        with open(path, "wb") as file:
            file.write(b"before\n")
            file.flush()
            ended = world.script("--output", name, command=["./x", "a b"], stdout=file)
            require(ended.status == 0 and ended.err == b"", f"{name}: {ended}")
        require(without_call(path.read_bytes()) == b"before\n" + text(world), f"{name}: {path.read_bytes()!r}")
        require(world.leftovers() == ["redirected"], f"{world.leftovers()}")


@check("/dev/null takes a script, /dev/full does not")
def devices(world):
    ended = world.script("--output", "/dev/null", command=["./x"])
    require(ended.status == 0 and ended.out + ended.err == b"", f"{ended}")
    ended = world.script("--output", "/dev/full", command=["./x"])
    require_unwritten(world, ended, 74, b"/dev/full: error[O002]: cannot be written: No space left on device", [])
    require(stat.S_ISCHR(os.stat("/dev/full").st_mode) and stat.S_ISCHR(os.stat("/dev/null").st_mode), "a device is gone")


@check("a FIFO gets the script, and stays a FIFO; a reader that goes away ends it by SIGPIPE")
def fifo(world):
    path = world.folder / "fifo"
    os.mkfifo(path)
    got = []
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()), daemon=True)  # it may wait for ever
    reader.start()
    ended = world.script("--output", "fifo", command=["./x", "a b"])
    reader.join(5)
    require(ended.status == 0 and ended.out + ended.err == b"" and without_call(got[0]) == text(world), f"{ended}")
    require(stat.S_ISFIFO(path.stat().st_mode), "the FIFO is gone")
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    closer = threading.Timer(0.5, os.close, [descriptor])
    closer.start()
    ended = world.script("--output", "fifo", command=["./x", *["y" * 100_000] * 8])
    closer.join()
    require(ended.status == -signal.SIGPIPE and ended.err == b"", f"{ended}")


if __name__ == "__main__":
    sys.exit(check.main("script", __doc__, World))
