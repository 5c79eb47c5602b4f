#!/usr/bin/env python3
"""What only a real process shows: descriptors, signals, files of every kind, host RAM, the locale, a terminal.

Every check prints its name and how it ended; a check that cannot be made here says so. Nothing is timed: the time limits are
there so that a program that hangs fails.
"""

import contextlib
import fcntl
import locale
import os
import pathlib
import pty
import re
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time

from checks import Checks, Failed, Skipped, require

ROOT = pathlib.Path(__file__).resolve().parent.parent
HANG = 10  # seconds
MIB = 1024 * 1024
LARGEST_FILE = 256 * 1024  # that is read as a table or a site
ADDRESS_SPACE = 512 * MIB
PEAK = 64 * MIB
LARGEST_ARGUMENT = 128 * 1024 - 1  # Linux takes no longer single argument
BARE = {"PATH": os.defpath}

SMALL_TABLE = b"""Specification,1g.10gb,3g.40gb,Full 80GB
SU Usage factor,2,8,16
Global Memory,10.2 GB,42.4 GB,85.2 GB
Multiprocessors (SMs),14,42,108
"""


JOB_SCRIPT = "tests/data/jobscripts/everything-at-once.sh"
CHECKED = (["check", JOB_SCRIPT], ["check", JOB_SCRIPT, "--json"], ["check", JOB_SCRIPT, "--fix"], ["check", JOB_SCRIPT, "--diff", "--quiet"])


class Ended:
    """How a process ended: exit status (minus the signal's number for a signal), both streams, peak host RAM in bytes."""

    def __init__(self, status, out, err, peak):
        self.status, self.out, self.err, self.peak = status, out, err, peak

    def __repr__(self):
        def short(stream):
            return repr(stream if len(stream) <= 300 else stream[:300] + b"...")

        return f"status {self.status}, stdout {short(self.out)}, stderr {short(self.err)}"


class Program:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        # A sanitizer needs address space and host RAM of its own.
        self.sanitized = b"__asan_init" in binary.read_bytes()

    def run(self, *arguments, **how):
        return self.start([self.binary, *arguments], **how)

    def start(self, command, stdout=None, closed=(), env=None, limited=False, restore_signals=True, hang=HANG):
        """Runs a command without stdin. Its streams go to files, which never fill up as a pipe does."""

        def prepare():
            if limited:
                resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
            for number in closed:
                os.close(number)

        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out if stdout is None else stdout,
                stderr=err,
                env=BARE if env is None else env,
                cwd=ROOT,
                preexec_fn=prepare if limited or closed else None,
                restore_signals=restore_signals,
            )
            status, usage = wait(process, hang)
            out.seek(0)
            err.seek(0)
            return Ended(status, out.read(), err.read(), usage.ru_maxrss * 1024)


def wait(process, hang):
    end = time.monotonic() + hang
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid != 0:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage
        if time.monotonic() > end:
            process.kill()
            process.wait()
            raise Failed(f"no end after {hang} s")
        time.sleep(0.002)


check = Checks()


# ---- descriptors ----


def require_unwritten(ended):
    require(ended.status == 74, f"{ended}, not 74")
    require(b"error[O001]" in ended.err, f"nothing is said of the output: {ended}")


@check("a full disk gives 74 and a message, whatever is printed")
def full_disk(program):
    for arguments in (
        ["--mem", "30"],
        ["--mem", "30", "--json"],
        ["--mem", "30", "--format", "gres"],
        ["--mem", "90"],
        ["--help"],
        *CHECKED,
    ):
        with open("/dev/full", "wb") as full:
            require_unwritten(program.run(*arguments, stdout=full))


@check("a closed stdout gives 74 and a message")
def closed_stdout(program):
    for arguments in (["--mem", "30"], ["--mem", "30", "--json"], ["--version"], *CHECKED):
        require_unwritten(program.run(*arguments, closed=[1]))


@check("a closed stdout does not matter when nothing is printed there")
def closed_stdout_unused(program):
    ended = program.run("--mem", "nonsense", closed=[1])
    require(ended.status == 2 and b"error[U" in ended.err, f"{ended}")


@check("a closed stderr changes neither status nor answer")
def closed_stderr(program):
    for arguments, status in ((["--mem", "30"], 0), (["--mem", "nonsense"], 2), (["--mem", "30", "--table", "/none"], 66)):
        ended, usual = program.run(*arguments, closed=[2]), program.run(*arguments)
        require(ended.status == usual.status == status, f"{ended}, not {status}")
        require(ended.out == usual.out, f"another answer: {ended}")


@check("a full disk under stderr changes no status")
def full_stderr(program):
    for arguments, status in ((["--mem", "nonsense"], 2), (["--mem", "30", "--table", "/none"], 66)):
        ended = program.start(["/bin/sh", "-c", '"$@" 2>/dev/full', "sh", program.binary, *arguments])
        require(ended.status == status and ended.out == b"", f"{ended}, not {status}")


@check("a closed stdin does not matter")
def closed_stdin(program):
    table = program.folder / "stdin.csv"
    table.write_bytes(SMALL_TABLE)
    for arguments in (["--mem", "30"], ["--mem", "30", "--table", str(table)]):
        ended, usual = program.run(*arguments, closed=[0]), program.run(*arguments)
        require(ended.status == 0 and ended.err == b"" and ended.out == usual.out, f"{ended}")


@check("stdin, stdout and stderr all closed: 74, no crash, and no file of the user's is written")
def all_closed(program):
    table = program.folder / "closed.csv"
    table.write_bytes(SMALL_TABLE)
    for arguments in (["--mem", "30"], ["--mem", "30", "--table", str(table)]):
        ended = program.run(*arguments, closed=[0, 1, 2])
        require(ended.status == 74, f"{ended}, not 74")
        require(table.read_bytes() == SMALL_TABLE, "the table was written to")
    ended = program.run("--mem", "30", "--table", "/none", closed=[0, 1, 2])
    require(ended.status == 66, f"{ended}, not 66")


# ---- pipes ----


def with_reader_gone(program, arguments=("--mem", "30"), **how):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return program.run(*arguments, stdout=writer, **how)
    finally:
        os.close(writer)


@check("a reader that is gone ends it by SIGPIPE, with nothing on stderr")
def reader_gone(program):
    ended = with_reader_gone(program)
    require(ended.status == -signal.SIGPIPE and ended.err == b"", f"{ended}")
    for arguments in CHECKED:
        ended = with_reader_gone(program, arguments)
        require(ended.status == -signal.SIGPIPE and b"O001" not in ended.err, f"{arguments}: {ended}")


@check("the same when whoever started it ignores SIGPIPE")
def reader_gone_ignored(program):
    require(signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN, "Python no longer ignores SIGPIPE: the check tests nothing")
    ended = with_reader_gone(program, restore_signals=False)
    require(ended.status == -signal.SIGPIPE and ended.err == b"", f"{ended}")


@check("| head -1 prints one line and nothing on stderr")
def head(program):
    ended = program.start(["/bin/sh", "-c", '"$1" --mem 30 | head -1', "sh", program.binary])
    require(ended.status == 0 and ended.err == b"" and ended.out.count(b"\n") == 1, f"{ended}")
    require(ended.out.startswith(b"Recommended: "), f"{ended}")


@check("in a shell: args=$(migadvise ... --format sbatch) && echo $args")
def substitution(program):
    script = 'args=$("$1" --mem "$2" --format sbatch) && echo $args'
    ended = program.start(["/bin/sh", "-c", script, "sh", program.binary, "30"])
    require(ended.status == 0 and ended.out == b"--gres=gpu:a100_40g:1\n" and ended.err == b"", f"{ended}")
    ended = program.start(["/bin/sh", "-c", script, "sh", program.binary, "90"])
    require(ended.status == 1 and ended.out == b"" and ended.err != b"", f"without a recommendation: {ended}")
    ended = program.start(["/bin/sh", "-c", script, "sh", program.binary, "nonsense"])
    require(ended.status == 2 and ended.out == b"" and ended.err != b"", f"with a bad need: {ended}")


def fed(program, arguments, pieces, pause=0.0, hang=HANG):
    """What the program answers to a standard input that is a pipe, written piece by piece. It must not end before the last one."""
    process = subprocess.Popen(
        [program.binary, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BARE, cwd=ROOT
    )
    try:
        for piece in pieces:
            with contextlib.suppress(BrokenPipeError):  # it may have had enough
                process.stdin.write(piece)
                process.stdin.flush()
            time.sleep(pause)
        running = process.poll() is None
        out, err = process.communicate(timeout=hang)
    except subprocess.TimeoutExpired as late:
        raise Failed(f"no end after {hang} s") from late
    finally:
        process.kill()
        process.wait()
    return Ended(process.returncode, out, err, 0), running


@check("a job script that comes slowly through a pipe is the same as all at once, and as a file")
def slow_pipe(program):
    script = (ROOT / JOB_SCRIPT).read_bytes()
    for options in ([], ["--json"], ["--fix"], ["--diff"]):
        at_once, _ = fed(program, ["check", "-", *options], [script])
        slowly, running = fed(program, ["check", "-", *options], [script[i : i + 40] for i in range(0, len(script), 40)], pause=0.02)
        require(running, f"{options}: it did not wait for the end")
        require(at_once.status == slowly.status == 1, f"{options}: {slowly}")
        require((at_once.out, at_once.err) == (slowly.out, slowly.err) and slowly.out, f"{options}: {slowly}")
        file = program.run("check", JOB_SCRIPT, *options)
        there = JOB_SCRIPT.encode()
        require(file.status == 1, f"{options}: {file}")
        if options in ([], ["--json"]):
            # Lines are broken at another place behind a longer name.
            require(file.out.replace(there, b"standard input").split() == slowly.out.split(), f"{options}: {slowly}, as a file {file}")
        if options == ["--fix"]:
            require(file.out == slowly.out, f"{options}: another script from a pipe")


@check("standard input that is empty, has no end or is longer than a job script may be")
def other_pipes(program):
    ended, _ = fed(program, ["check", "-"], [])
    require(ended.status == 1 and b"error[K001]" in ended.out and ended.err == b"", f"{ended}")
    ended, _ = fed(program, ["check", "-"], [b"#" * MIB] * 5)
    require(ended.status == 65 and b"error[F004]" in ended.err and ended.out == b"", f"{ended}")
    endless = program.start(
        ["/bin/sh", "-c", 'exec "$1" check - </dev/zero', "sh", program.binary], limited=not program.sanitized
    )
    require(endless.status == 65 and b"error[F004]" in endless.err and endless.out == b"", f"{endless}")
    require(program.sanitized or endless.peak < PEAK, f"{endless.peak // MIB} MiB of host RAM")


@check("a closed standard input, a folder or nothing in its place")
def no_input(program):
    for arguments in (["check", "-"], ["check", "-", "--json"]):
        ended = program.run(*arguments, closed=[0])
        require(ended.status == 66 and b"standard input: error[F002]" in ended.err and ended.out == b"", f"closed: {ended}")
    ended = program.start(["/bin/sh", "-c", 'exec "$1" check - </', "sh", program.binary])
    require(ended.status == 66 and b"standard input: error[F002]" in ended.err and ended.out == b"", f"a folder: {ended}")
    ended = program.run("check", "-")
    require(ended.status == 1 and b"error[K001]" in ended.out, f"/dev/null: {ended}")


# ---- files ----


def clean(stream):
    """No control byte but the line end, and valid UTF-8 without marks that turn text around."""
    try:
        text = stream.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


def require_refused(program, path, status, options=("--table", "--site"), hang=HANG, peak=PEAK):
    for option in options:
        ended = program.run("--mem", "30", option, str(path), limited=not program.sanitized, hang=hang)
        require(ended.status == status, f"{option}: {ended}, not {status}")
        require(ended.out == b"", f"{option}: something on stdout: {ended}")
        require(ended.err.startswith(f"migadvise: {path}:".encode()), f"{option}: stderr does not name the file: {ended}")
        require(b": error[" in ended.err, f"{option}: no diagnostic: {ended}")
        require(clean(ended.err), f"{option}: a control byte or invalid UTF-8 on stderr: {ended}")
        require(program.sanitized or ended.peak < peak, f"{option}: {ended.peak // MIB} MiB of host RAM, not below {peak // MIB}")


def made(program, name, content):
    path = program.folder / name
    path.write_bytes(content)
    return path


@check("a FIFO that nobody writes to ends at once with 66")
def fifo(program):
    path = program.folder / "fifo"
    os.mkfifo(path)
    require_refused(program, path, 66, hang=5)


@check("a FIFO with a writer that sends a good table is refused alike")
def fifo_with_writer(program):
    path = program.folder / "written"
    os.mkfifo(path)
    writer = os.open(path, os.O_RDWR)
    try:
        os.write(writer, SMALL_TABLE)
        require_refused(program, path, 66, hang=5)
    finally:
        os.close(writer)


@check("a folder gives 66")
def folder(program):
    path = program.folder / "folder.csv"
    path.mkdir()
    require_refused(program, path, 66)


@check("a socket gives 66")
def unix_socket(program):
    path = program.folder / "socket"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        require_refused(program, path, 66)


@check("/dev/zero and /dev/null give 66")
def devices(program):
    require_refused(program, "/dev/zero", 66)
    require_refused(program, "/dev/null", 66)


@check("a file that is not there, a broken link, links in a ring and a name too long give 66")
def missing(program):
    require_refused(program, program.folder / "none.csv", 66)
    broken = program.folder / "broken.csv"
    broken.symlink_to("none.csv")
    require_refused(program, broken, 66)
    ring = program.folder / "ring.csv"
    ring.symlink_to("ring.csv")
    require_refused(program, ring, 66)
    ended = program.run("--mem", "30", "--table", "/" + "n" * 5000)
    require(ended.status == 66 and ended.out == b"", f"{ended}")


@check("a file without permission gives 66")
def unreadable(program):
    if os.geteuid() == 0:
        raise Skipped("root may read every file")
    path = made(program, "secret.csv", SMALL_TABLE)
    path.chmod(0)
    require_refused(program, path, 66)


@check("a file whose reading fails gives 66")
def failing_read(program):
    path = "/proc/self/mem"  # opens as a regular file; nothing can be read at its start
    try:
        with open(path, "rb") as file:
            file.read(1)
    except OSError:
        require_refused(program, path, 66)
        return
    raise Skipped(f"{path} can be read here")


@check("an empty file gives 65")
def empty(program):
    require_refused(program, made(program, "empty.csv", b""), 65)


@check("a sparse file of 1 GB gives 65")
def sparse(program):
    path = made(program, "sparse.csv", SMALL_TABLE)
    os.truncate(path, 1_000_000_000)
    require_refused(program, path, 65)


@check("a file of /proc, whose size is said to be 0, is read: 65")
def proc(program):
    require(os.stat("/proc/self/status").st_size == 0, "/proc/self/status has a size")
    require_refused(program, "/proc/self/status", 65)


@check("a good table and a good site behind symbolic links work")
def symlink(program):
    target = made(program, "target.csv", SMALL_TABLE)
    link = program.folder / "link.csv"
    link.symlink_to(target)
    site = program.folder / "site-link.json"
    site.symlink_to(ROOT / "data" / "wulver" / "site.json")
    direct = program.run("--mem", "30", "--table", str(target), "--json")
    linked = program.run("--mem", "30", "--table", str(link), "--site", str(site), "--json")
    require(direct.status == linked.status == 0 and linked.err == b"", f"{linked}")
    require(direct.out == linked.out and len(direct.out) > 100, "another answer through the link")


@check("10,000 columns give 65")
def many_columns(program):
    heads = b",".join(b"%dg.%dgb" % (i, i) for i in range(1, 10_001))
    require_refused(program, made(program, "columns.csv", b"Specification," + heads + b"\n"), 65)


@check("a single cell of 256 KiB gives 65, and so does one of a byte more")
def one_cell(program):
    require_refused(program, made(program, "cell.csv", b"a" * LARGEST_FILE), 65)
    require_refused(program, made(program, "cell-more.csv", b"a" * (LARGEST_FILE + 1)), 65)
    require_refused(program, made(program, "cell-quoted.csv", b'"' + b"a" * (LARGEST_FILE - 2) + b'"'), 65)


@check("a file of nothing but line breaks gives 65")
def empty_lines(program):
    require_refused(program, made(program, "lines.csv", b"\n" * LARGEST_FILE), 65)


@check("256 KiB of NUL bytes, of opening brackets, of quotes gives 65")
def monotony(program):
    require_refused(program, made(program, "nul.csv", b"\0" * LARGEST_FILE), 65)
    require_refused(program, made(program, "brackets.json", b"[" * LARGEST_FILE), 65)
    require_refused(program, made(program, "quotes.csv", b'"' * LARGEST_FILE), 65)


@check("escape sequences, invalid UTF-8 and text that runs backwards in a file do not reach stderr")
def hostile_content(program):
    content = b'{"\x1b[31mred\xe2\x80\xae": 1,\n\x1b]0;title\x07,\xff\xfe,\xc2\x9b31m\n'
    require_refused(program, made(program, "hostile.csv", content), 65)
    content = 'Specification,\x1b[31m\u202e,\u009b2J\r\n"\x07"x,\x7f\n'.encode()
    require_refused(program, made(program, "hostile-2.csv", content), 65)


@check("what is in the largest file that is taken costs a bounded amount of host RAM")
def largest_content(program):
    # A cell or a value costs more than its byte in the file; so much and no more.
    commas = made(program, "commas.csv", b"," * LARGEST_FILE)
    repeated = b",".join(b'"a":0' for _ in range(100))
    keys = made(program, "keys.json", b'{"b":"' + b"x" * (LARGEST_FILE - 1000) + b'",' + repeated + b"}")
    for path in (commas, keys):
        require_refused(program, path, 65)


# ---- arguments ----


@check("a very long argument gives 2 and a short message")
def long_argument(program):
    for arguments in (
        ["--mem", "3" * LARGEST_ARGUMENT],
        ["--mem=" + "3" * (LARGEST_ARGUMENT - 6)],
        ["--" + "x" * (LARGEST_ARGUMENT - 2)],
        ["x" * LARGEST_ARGUMENT],
        ["--format", "x" * LARGEST_ARGUMENT],
        ["--mem", "30"] + ["y" * LARGEST_ARGUMENT] * 8,  # 1 MiB in all
    ):
        ended = program.run(*arguments, limited=not program.sanitized)
        require(ended.status == 2 and ended.out == b"", f"{ended}, not 2")
        require(b"error[U" in ended.err and len(ended.err) < 2000, f"{len(ended.err)} bytes on stderr")
        require(program.sanitized or ended.peak < PEAK, f"{ended.peak // MIB} MiB of host RAM")


@check("an escape sequence and invalid UTF-8 in an argument give 2 and clean text")
def hostile_argument(program):
    hostile = b"30\x1b[31m\xff\xc2\x9b\x07\xe2\x80\xae\r\n\t"
    for arguments in (
        [b"--mem", hostile],
        [b"--mem=" + hostile],
        [hostile],
        [b"--" + hostile],
        [b"-" + hostile],
        [b"--mem", b"30", b"--format", hostile],
        [b"--mem", b"30", b"--site", b"s" + hostile],
    ):
        ended = program.run(*arguments)
        require(ended.status == 2 and ended.out == b"", f"{arguments}: {ended}, not 2")
        require(b"error[U" in ended.err and clean(ended.err), f"{arguments}: {ended}")
    ended = program.run(b"--mem", b"30", b"--table", b"./" + hostile)
    require(ended.status == 66 and ended.out == b"" and ended.err and clean(ended.err), f"{ended}")


@check("no arguments at all, not even a name of its own, give 2")
def no_name(program):
    ended = program.run()
    require(ended.status == 2 and b"error[U009]" in ended.err, f"{ended}")
    # An empty argv[0] as some launchers pass it.
    if not shutil.which("bash", path=os.defpath):
        raise Skipped("no bash to start it with an empty name")
    ended = program.start(["bash", "-c", 'exec -a "" "$1" --mem 30 --format gres', "bash", program.binary])
    require(ended.status == 0 and ended.out == b"gpu:a100_40g:1\n", f"{ended}")


# ---- the environment ----


def installed(name):
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return True


LOCALES = ("C", "POSIX", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "de_DE", "nonsense")


@check("no locale changes a byte")
def locales(program):
    calls = (
        ["--mem", "19.8GB", "--cpus", "3", "--ram", "37.5G"],
        ["--mem", "9.5", "--tasks", "3", "--json"],
        ["--mem", "1000"],
        ["--MEM", "1"],
        ["--mem", "30", "--prefer", "SPEED"],
        ["--mem", "30", "--table", "tests/data/tables/many-errors.csv"],
        ["--help"],
    )
    for arguments in calls:
        usual = program.run(*arguments)
        require(usual.out + usual.err != b"", f"{arguments}: nothing is printed")
        for name in LOCALES:
            for variable in ("LANG", "LC_ALL"):
                ended = program.run(*arguments, env={**BARE, variable: name, "LANGUAGE": name})
                same = (ended.status, ended.out, ended.err) == (usual.status, usual.out, usual.err)
                require(same, f"{variable}={name}: {arguments}: {ended}, usually {usual}")
    absent = [name for name in LOCALES[:-1] if not installed(name)]
    return f"not installed here: {', '.join(absent)}" if absent else ""


@check("no variable of the environment changes a byte of what is piped")
def environment(program):
    usual = program.run("--mem", "30")
    require(usual.status == 0, f"{usual}")
    hostile = {"TERM": "xterm", "COLUMNS": "40", "LINES": "5", "TZ": "Asia/Tokyo", "CLICOLOR_FORCE": "1", "FORCE_COLOR": "1"}
    for env in ({}, {**BARE, **hostile}, {**BARE, "HOME": "/none", "USER": "x" * 1000}):
        ended = program.run("--mem", "30", env=env)
        require((ended.status, ended.out, ended.err) == (0, usual.out, b""), f"{env}: {ended}")


# ---- a terminal ----

COLOR = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(program, arguments, columns, **env):
    """What a terminal of that width gets."""
    master, slave = pty.openpty()
    try:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen(
            [program.binary, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=slave,
            stderr=subprocess.PIPE,
            env={**BARE, "TERM": "xterm-256color", **env},
            cwd=ROOT,
        )
    finally:
        os.close(slave)
    printed, end = b"", time.monotonic() + HANG
    try:
        while True:
            ready, _, _ = select.select([master], [], [], max(0, end - time.monotonic()))
            if not ready:
                process.kill()
                raise Failed(f"no end after {HANG} s")
            try:
                block = os.read(master, 65536)
            except OSError:  # Linux says so when the last writer is gone
                break
            if not block:
                break
            printed += block
        error = process.communicate(timeout=HANG)[1]
    finally:
        os.close(master)
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
    require(process.returncode == 0 and error == b"", f"status {process.returncode}, stderr {error!r}")
    return printed.decode("utf-8").replace("\r\n", "\n")


def widest(text):
    """The longest line before the command to copy, which is never broken."""
    before, found, _ = COLOR.sub("", text).partition("\nSubmit")
    require(found, f"no line 'Submit': {text!r}")
    return max(len(line) for line in before.split("\n"))


@check("a terminal gets colour and its own width")
def terminal(program):
    for arguments in (["--mem", "30"], ["--mem", "9", "--cpus", "4"], ["--mem", "8", "--tasks", "3"]):
        narrow = on_terminal(program, arguments, 60)
        require("\x1b[" in narrow, f"no colour: {narrow!r}")
        plain = COLOR.sub("", narrow)
        require(clean(plain.encode()), f"more than colour: {narrow!r}")
        require(widest(narrow) <= 60, f"{widest(narrow)} columns on a terminal of 60: {plain}")
        wide = on_terminal(program, arguments, 120)
        require(80 < widest(wide) <= 120, f"{widest(wide)} columns on a terminal of 120: {COLOR.sub('', wide)}")


@check("a terminal that does not say its width gets 80 columns, and colour costs no column")
def terminal_without_width(program):
    unknown, eighty = (on_terminal(program, ["--mem", "30"], columns) for columns in (0, 80))
    require(unknown == eighty and widest(unknown) <= 80, f"{widest(unknown)} columns")
    piped = program.run("--mem", "30").out.decode()
    require(COLOR.sub("", eighty) == piped, "80 columns differ from what is piped by more than colour")


@check("NO_COLOR, TERM=dumb and --color never leave no escape on a terminal; an empty NO_COLOR does not count")
def terminal_without_color(program):
    for arguments, env in (([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"}), (["--color", "never"], {}), (["--json"], {})):
        printed = on_terminal(program, ["--mem", "30", *arguments], 60, **env)
        require("\x1b" not in printed and printed, f"{arguments} {env}: {printed!r}")
    require("\x1b[" in on_terminal(program, ["--mem", "30"], 60, NO_COLOR=""), "an empty NO_COLOR is taken as set")


if __name__ == "__main__":
    sys.exit(check.main("process", __doc__, Program))
