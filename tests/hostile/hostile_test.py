#!/usr/bin/env python3
"""Bad input to every command: it must be refused as told, in little memory and time, and nothing of it may reach a terminal.

Each case is a command line, the exit status it must give and words that the message must hold (the option, or the place in a file).
What is refused prints nothing on stdout. Files are made in a folder of their own, {f} in a case. Checked for every case: exit status,
message, streams without control characters, peak memory under 64 MiB, CPU time under 2 s, and 10 s on the wall for a machine that is
busy with other things. What --fix and --diff print of a script is the script's own, byte for byte; of it only that is not asked.
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FILE_LIMIT = 256 * 1024  # the longest file that is read
SCRIPT_LIMIT = 4 * 1024 * 1024  # the longest job script
MOST_SCRIPTS = 1000
LOG_LIMIT = 1024 * 1024  # the longest log of a probe
NODES_LIMIT = 16 * 1024 * 1024  # the longest list of nodes
MOST_NODES = 16_000
MEMORY_KIB = 64 * 1024
script_size = SCRIPT_LIMIT  # of the large ones; with sanitizers, which take many times as long, a sixteenth
CPU_SECONDS = 2
WALL_SECONDS = 10  # against a hang without CPU time, such as waiting for a FIFO
FEWEST = 80

TABLE = (ROOT / "data" / "wulver" / "mig-profile-comparison.csv").read_bytes()
SITE = (ROOT / "data" / "wulver" / "site.json").read_bytes()
QUOTA = b"Usage for account: ab12\n  SLURM Service Units: 42 CPU Hours (of 2500 CPU Hour quota)\n"
LOG_HEAD = b"migadvise-probe 1\n"
LOG = LOG_HEAD + b"option=1g.10gb job=1 ended=finished status=0 seconds=20.5 rate=- memory_used_mib=1000 memory_total_mib=9728 readings=19\n"
NODES_HEAD = b"PARTITION|NODELIST|AVAIL|STATE|CPUS(A/I/O/T)|MEMORY|ALLOCMEM|GRES|GRES_USED|\n"
NODE = b"gpu*|n1|up|mixed|8/120/0/128|512000|32768|gpu:a100:4,gpu:a100_10g:7|gpu:a100:1(IDX:0),gpu:a100_10g:0(IDX:N/A)|\n"
NODES = NODES_HEAD + NODE
ESCAPE = "\x1b[31m"
BIDI = "\u202e"


def filled(head, filler, end, size):
    """Both ends with as much between them as makes `size` bytes."""
    return head + filler * (size - len(head) - len(end)) + end


def write_nodes(path, count, size, end=b""):
    """A list of nodes of this size with rows as wide as those that sinfo is asked for, each of another node, and blank lines."""
    row = b"".join(b"%%-%ds|" % width for width in (64, 64, 16, 32, 32, 16, 16, 256, 512)) + b"\n"
    values = NODE.rstrip(b"|\n").split(b"|")
    with open(path, "wb") as file:
        file.write(row % tuple(NODES_HEAD.rstrip(b"|\n").split(b"|")))
        for number in range(count):
            file.write(row % (values[0], b"n%d" % number, *values[2:]))
        file.write(b"\n" * (size - file.tell() - len(end)) + end)


def log_files():
    """As files(), for --usage."""
    return {
        "empty.log": b"",
        "nul.log": LOG.replace(b"1000", b"10\x0000"),
        "utf16.log": LOG.decode().encode("utf-16"),
        "limit.log": filled(LOG + b"#", b"x", b"\n", LOG_LIMIT),
        "over.log": filled(LOG + b"#", b"x", b"\n", LOG_LIMIT + 1),
        "version.log": LOG.replace(b"probe 1", b"probe 1" + b"0" * 100_000),
        "escape.log": LOG.replace(b"1g.10gb", ESCAPE.encode() + BIDI.encode()),
        "latin1.log": LOG.replace(b"finished", b"fini\xdf"),
        "word.log": LOG + b"x" * 100_000,
        "keyless.log": LOG + b"=\n" * 100_000,
        "records.log": LOG_HEAD + b"option=\n" * 100_000,
        "options.log": LOG_HEAD + b"".join(b"option=%d ended=finished\n" % number for number in range(9000)),
        "digits.log": LOG.replace(b"1000", b"9" * 100_000),
        "minus.log": LOG.replace(b"1000", b"-1000"),
        "arabic.log": LOG.replace(b"1000", "\u0661".encode()),
        "more.log": LOG.replace(b"1000", b"9999"),
        "no-runs.log": LOG_HEAD + b"\n# " + ESCAPE.encode() + b"\n",
    }


def node_files():
    """As files(), for --live."""
    many = b"".join(b"gpu|n%d|idle|gpu:4|gpu:0\n" % number for number in range(MOST_NODES + 1))
    return {
        "empty.nodes": b"",
        "nul.nodes": NODES.replace(b"mixed", b"mi\x00xed"),
        "utf16.nodes": NODES.decode().encode("utf-16"),
        "latin1.nodes": NODES.replace(b"a100:4", b"\xe4100:4"),
        "rows.nodes": b"PARTITION|NODELIST|STATE|GRES|GRES_USED\n" + many,
        "names.nodes": NODES.replace(b"gpu*", ESCAPE.encode() + BIDI.encode() + b"\xff"),
        "name.nodes": NODES.replace(b"gpu*", b"p" * 100_000),
        "state.nodes": NODES.replace(b"mixed", ESCAPE.encode() + BIDI.encode()),
        "plus.nodes": NODES.replace(b"mixed", b"+" * 100_000),
        "signs.nodes": NODES.replace(b"mixed", b"*" * 100_000),
        "digits.nodes": NODES.replace(b"a100:4", b"a100:" + b"9" * 100_000),
        "commas.nodes": NODES.replace(b"gpu:a100:4", b"," * 100_000),
        "brackets.nodes": NODES.replace(b"gpu:a100:4", b"(" * 100_000),
        "types.nodes": NODES.replace(b"gpu:a100:4", b",".join(b"gpu:t%d:1" % number for number in range(10_000))),
        "cpus.nodes": NODES.replace(b"8/120", b"/" * 100_000),
        "minus.nodes": NODES.replace(b"512000", b"-1"),
        "arabic.nodes": NODES.replace(b"512000", "\u0661".encode()),
        "head.nodes": b"GRES|" * 100_000 + b"\n",
        "blanks.nodes": b"PARTITION" + b" " * 100_000 + b"STATE GRES GRES_USED NODES\ngpu\n",
        "short.nodes": NODES + b"gpu\n" * 100_000,
        "cut.nodes": NODES_HEAD.replace(b"GRES|", b"GRES       |") + NODE,
        "twice.nodes": NODES + NODE * 9000,
        "second.nodes": NODES + NODES_HEAD,
        "elsewhere.nodes": NODES.replace(b"gpu*", b"cpu"),
    }


def files():
    """name: content of the files that cases name."""
    return {**table_and_site_files(), **log_files(), **node_files()}


def table_and_site_files():
    """As files(), for --table, --site and --quota."""
    head = b"Specification,1g.10gb,Full 80GB\n"
    small = head + b"SU Usage factor,2,16\nGlobal Memory,10.2 GB,85.2 GB\nSMs,14,108\n"
    return {
        "empty.csv": b"",
        "blank.csv": b" \n\n,,\n",
        "nul.csv": small.replace(b"14", b"1\x004"),
        "latin1.csv": small + b"Gr\xf6\xdfe,1,2\n",
        "utf16.csv": small.decode().encode("utf-16"),
        "large.csv": small + b"#" * FILE_LIMIT,
        "limit.csv": filled(small + b"Notes,", b" ", b",\n", FILE_LIMIT),
        "over.csv": filled(small + b"Notes,", b" ", b",\n", FILE_LIMIT + 1),
        "limit.json": filled(SITE, b" ", b"\n", FILE_LIMIT),
        "over.json": filled(SITE, b" ", b"\n", FILE_LIMIT + 1),
        "wide.csv": b"Specification" + b"," * 100_000 + b"\nSMs" + b"," * 100_000 + b"\n",
        "named_wide.csv": b"Specification" + b"".join(b",1g.%dgb" % i for i in range(10, 1511)) + b"\n",
        "quotes.csv": small + b'"' * 200_001,
        "open_quote.csv": small + b'"and no end',
        "separators.csv": small.replace(b",", b";"),
        "escape.csv": small.replace(b"1g.10gb", ESCAPE.encode() + b"1g.10gb"),
        "bidi.csv": small.replace(b"14", (BIDI + "14").encode()),
        "exponent.csv": small.replace(b"14", b"1e1"),
        "huge.csv": small.replace(b"10.2 GB", b"99999999999999999999 GB"),
        "negative.csv": small.replace(b"14", b"-14"),
        "hex.csv": small.replace(b"14", b"0x0e"),
        "arabic.csv": small.replace(b"14", "\u0661\u0664".encode()),
        "twice.csv": small + b"SMs,14,108\n",
        "same_option.csv": small.replace(b"Full 80GB", b"MIG 1g.10gb"),
        "no_rows.csv": head,
        "turned.csv": b"Profile,SU Usage factor,Global Memory,SMs\n1g.10gb,2,10.2 GB,14\n",
        "ragged.csv": small + b"L2 Cache Size,5 MB\n",
        "empty.json": b"",
        "list.json": b"[]",
        "cut.json": SITE[: SITE.index(b"a100_10g") + 4],
        "deep.json": b"[" * 100_000,
        "deep_objects.json": b'{"a":' * 50_000,
        "nul.json": SITE.replace(b"Wulver", b"Wul\x00ver"),
        "latin1.json": SITE.replace(b"Wulver", b"W\xfclver"),
        "escape.json": SITE.replace(b"Wulver, NJIT", b"\\u001b[31mWulver"),
        "twice.json": SITE.replace(b'"name": "wulver"', b'"name": "wulver", "name": "other"'),
        "unknown_key.json": SITE.replace(b'"title"', b'"titel"'),
        "shell.json": SITE.replace(b'"a100_10g"', b'"a100;id"'),
        "newline.json": SITE.replace(b'"a100_10g"', b'"a100\\n#SBATCH -p x"'),
        "family.json": SITE.replace(b'"additive"', b'"generous"'),
        "reference.json": SITE.replace(b'"charge": "cpu"', b'"charge": "cpus"'),
        "negative.json": SITE.replace(b'"su_per_cpu": 1,', b'"su_per_cpu": -1,'),
        "nan.json": SITE.replace(b'"su_per_cpu": 1,', b'"su_per_cpu": NaN,'),
        "infinite.json": SITE.replace(b'"su_per_cpu": 1,', b'"su_per_cpu": 1e999,'),
        "pattern.json": SITE.replace(b'["standard", "low", "high_*"]', b'["high_*"]'),
        "walltime.json": SITE.replace(b'"8:00:00"', b'"eight hours"'),
        "large.json": SITE + b" " * FILE_LIMIT,
        "many.json": SITE.replace(b'"options": [\n', b'"options": [\n' + b'{"profile": "1g.10gb", "gres": "a"},\n' * 3000),
        "empty.txt": b"",
        "nul.txt": QUOTA.replace(b"42", b"4\x002"),
        "utf16.txt": QUOTA.decode().encode("utf-16"),
        "large.txt": QUOTA + b" " * FILE_LIMIT,
        "limit.txt": filled(QUOTA, b"x", b"\n", FILE_LIMIT),
        "over.txt": filled(QUOTA, b"x", b"\n", FILE_LIMIT + 1),
        "escape.txt": QUOTA.replace(b"ab12", b"ab12\x1b]0;title\x1b[31m\x07" + BIDI.encode()),
        "shell.txt": QUOTA.replace(b"ab12", b"$(id)"),
        "latin1.txt": QUOTA.replace(b"ab12", b"\xfc\xff"),
        "long.txt": QUOTA.replace(b"ab12", b"a" * 100_000),
        "digits.txt": QUOTA.replace(b"42", b"9" * 100_000),
        "commas.txt": QUOTA.replace(b"42", b"1," * 50_000),
        "minus.txt": QUOTA.replace(b"42", b"-42"),
        "arabic.txt": QUOTA.replace(b"42", "\u0664\u0662".encode()),
        "cut.txt": QUOTA[: QUOTA.index(b"0 CPU Hour quota")],
        "open_escape.txt": QUOTA.replace(b" (of", b" \x1b[31 (of"),
        "escapes.txt": b"\x1b]" * 100_000,
        "heads.txt": b"".join(b"Usage for account: a%d\n" % i for i in range(9000)),
        "lines.txt": b"SLURM Service Units: x\n" * 10_000,
        "differs.txt": b"".join(b"SLURM Service Units: %d (No quota)\n" % i for i in range(7000)),
    }


SHEBANG = b"#!/bin/bash -l\n"
SOUND = SHEBANG + b"#SBATCH -p gpu -q standard -A ab123 -t 1:00:00 --gres=gpu:a100_10g:1\n"
HOSTILE = ESCAPE.encode() + BIDI.encode() + b"\x07\x7f\x9b31m\xc2\x9b\xff\xe2\x80"
# Each as an option takes its value: in the same word, in the next one, in quotes, alone.
NUMERIC = ("-n", "-c", "-N", "-t", "-a", "--mem", "--mem-per-cpu", "--mem-per-gpu", "--gpus", "--gpus-per-node", "--gpus-per-task",
           "--gpus-per-socket", "--cpus-per-gpu", "--ntasks-per-node", "--gres")  # fmt: skip
NAMED = ("-p", "-q", "-A", "-J", "-o", "-e", "--comment", "--constraint", "--export", "--wrap", "--exclusive", "--requeue")


def repeated(head, unit, end=b"\n", size=None):
    """`unit` as often as it goes into a script of `size` bytes, usually the longest."""
    size = size or script_size
    return head + unit * ((size - len(head) - len(end)) // len(unit)) + end


def numbered(head, unit, size=None):
    """Lines that all differ."""
    size = size or script_size
    lines = b"".join(unit % number for number in range(size // len(unit)))[: size - len(head)]
    return head + lines[: lines.rindex(b"\n") + 1]


# name: what makes the content, and an id that must be found in it, or nothing. The large ones are made when they are needed.
SCRIPTS = {
    "nothing": (lambda: b"", "K001"),
    "a-blank": (lambda: b" ", "K002"),
    "a-line-end": (lambda: b"\n", "K002"),
    "binary": (lambda: bytes(range(256)) * 64, "K003"),
    "elf": (lambda: b"\x7fELF\x02\x01\x01\0\0\0" + bytes(10_000), "K003"),
    "nul": (lambda: SOUND + b"echo \0\n", "K003"),
    "nul-in-option": (lambda: SHEBANG + b"#SBATCH -n 1\x002\n", "K003"),
    "nuls": (lambda: b"\0" * script_size, "K003"),
    "cr": (lambda: SOUND.replace(b"\n", b"\r"), "K042"),
    "cr-in-option": (lambda: SHEBANG + b"#SBATCH -n\r1\r-p\rgpu\n", "K042"),
    "utf16": (lambda: SOUND.decode().encode("utf-16"), "K002"),
    "latin1": (lambda: SHEBANG + b"#SBATCH -J \xfc -A \xfc -p \xff -n \xa0\n", "K043"),
    "signs": (lambda: SHEBANG + "#SBATCH \u2013\u2014\u2212n\u00a02 \u201cx\u201d \u200b\ufeff\n".encode(), "K009"),
    "half-sign": (lambda: SHEBANG + b"#SBATCH \xe2\x80\n#\xe2\x80\n#SBATCH \xe2", "K014"),
    "only-signs": (lambda: SHEBANG + b"#SBATCH -\n#SBATCH --\n#SBATCH =\n#SBATCH -=\n#SBATCH --=\n#SBATCH :\n#SBATCH \\\n", "K014"),
    "nonsense": (lambda: SHEBANG + b"#SBATCH -p= -q== --gres=:::, -t -:-: -a [[%%]],- -n + -N -- --mem K --gpus : -c ''\n", "K027"),
    "deep": (lambda: SHEBANG + b"#SBATCH -a " + b"[" * 50_000 + b"1" + b"]" * 50_000 + b"\n" + b"if " * 10_000 + b"$(" * 50_000 + b"`" * 9999, None),
    "late": (lambda: repeated(SOUND + b"id\n", b"#SBATCH -n2\n"), "K005"),
    "late-apart": (lambda: repeated(SOUND + b"id\n", b"#SBATCH -J\nx\n"), "K005"),
    "lines": (lambda: repeated(SHEBANG, b"#SBATCH -n2\n#SBATCH -n1\n"), "K019"),
    "lines-all-alike": (lambda: repeated(SOUND, b"#SBATCH -n2\n"), None),
    "lines-without-options": (lambda: repeated(SOUND, b"#SBATCH\n"), None),
    "lines-of-letters": (lambda: repeated(SHEBANG, b"#SBATCH -y\n"), "K012"),
    "lines-of-names": (lambda: numbered(SHEBANG, b"#SBATCH --time%d\n"), "K012"),
    "lines-cut-short": (lambda: repeated(SHEBANG, b"#SBATCH --n\n"), "K013"),
    "lines-of-variables": (lambda: repeated(SHEBANG, b"#SBATCH -o $USER\n"), "K018"),
    "lines-misspelt": (lambda: repeated(SHEBANG, b"# SBATCH -n1\n"), "K008"),
    "lines-of-pbs": (lambda: repeated(SHEBANG, b"#PBS\n"), "K006"),
    "lines-of-parts": (lambda: repeated(SHEBANG, b"#SBATCH hetjob\n"), "K007"),
    "one-line": (lambda: repeated(SHEBANG + b"#SBATCH ", b"-n2 -n1 "), None),
    "one-word": (lambda: repeated(SHEBANG + b"#SBATCH --comment=", b"x"), None),
    "one-line-of-1-MB": (lambda: repeated(SHEBANG + b"#SBATCH --comment=", b"x", size=1_000_000) + SOUND, None),
    "one-command-of-1-MB": (lambda: repeated(SOUND + b"echo ", b"x", size=1_000_000), None),
    "one-remark-of-1-MB": (lambda: repeated(SOUND + b"#", b"x", size=1_000_000), None),
    "backslashes": (lambda: repeated(SHEBANG + b"#SBATCH ", b"\\"), None),
    "torn": (lambda: repeated(SHEBANG + b"#SBATCH ", b"- -n2 "), None),
    "quotes": (lambda: b'"' * script_size, "K002"),
    "quotes-in-a-line": (lambda: repeated(SHEBANG + b"#SBATCH ", b"'"), None),
    "lines-of-quotes": (lambda: repeated(SHEBANG, b'#SBATCH "\n'), "K017"),
    "commands-of-quotes": (lambda: repeated(SOUND, b"'\"\n"), None),
    "here-documents": (lambda: repeated(SOUND, b"cat <<a\na\n"), None),
    "here-documents-open": (lambda: repeated(SOUND, b"cat <<a\n"), None),
    "here-documents-in-a-line": (lambda: repeated(SOUND + b"x ", b"<<a "), None),
    "dashes": (lambda: repeated(b"", "\u2013".encode()), "K002"),
    "dashes-in-a-line": (lambda: repeated(SHEBANG + b"#SBATCH ", "\u2013".encode()), None),
    "dashes-in-words": (lambda: repeated(SHEBANG + b"#SBATCH ", "\u2013n ".encode()), "K009"),
    "dashes-in-short-lines": (lambda: repeated(SHEBANG, "#SBATCH \u2013n2\n".encode()), "K009"),
    "dashes-in-long-lines": (lambda: repeated(SHEBANG, b"#SBATCH " + "\u2013".encode() * 21_000 + b"\n"), "K009"),
    "dashes-in-a-remark": (lambda: repeated(SOUND + b"#", "\u2013".encode()), None),
    "blanks-in-a-remark": (lambda: repeated(SOUND + b"#", "\u00a0".encode()), None),
    "line-ends": (lambda: repeated(SOUND, b"\n"), None),
    "windows": (lambda: repeated(SOUND, b"\r\n"), "K004"),
    "windows-options": (lambda: repeated(SOUND, b"#SBATCH -n1\r\n"), "K004"),
    "windows-by-turns": (lambda: repeated(SOUND, b"a\r\n\n"), "K004"),
    "commands": (lambda: repeated(SOUND + b"x ", b"; "), None),
    "redirections": (lambda: repeated(SOUND + b"x ", b">&"), None),
    "partitions": (lambda: repeated(SHEBANG + b"#SBATCH -p ", b"a,", size=60_000), "K037"),
    "gpus": (lambda: SHEBANG + b"#SBATCH --gres=" + b",".join(b"gpu:a%d:1" % i for i in range(5000)) + b"\n", "K028"),
    "indices": (lambda: repeated(SHEBANG + b"#SBATCH -a ", b"1,", size=60_000), None),
    "colons": (lambda: repeated(SHEBANG + b"#SBATCH --time=", b":", size=60_000), "K021"),
}
SCRIPTS.update(
    (f"digits{option}", (lambda option=option: SHEBANG + b"#SBATCH " + option.encode() + b" " + (b"gpu:" if option == "--gres" else b"") + b"9" * 10_000 + b"\n", None))
    for option in NUMERIC
)
SCRIPTS.update(
    (f"hostile{option}", (lambda option=option: SHEBANG + b"".join(b"#SBATCH " + option.encode() + part + HOSTILE + end + b"\n" for part, end in ((b" ", b""), (b"=", b""), (b' "', b'"'), (b"", b""))), None))
    for option in NUMERIC + NAMED
)
SCRIPTS["hostile-words"] = (lambda: b"".join(start + HOSTILE + b" -n1\n" for start in (b"#!", b"#SBATCH ", b"#SBATCH --", b"#SBATCH -", b"#", b"#PBS", b"# SBATCH -", HOSTILE, b"python ")), "K014")
SCRIPTS["hostile-program"] = (lambda: SHEBANG + b"#SBATCH -n4 -A ab123 -p gpu\n/" + HOSTILE + b".py\n", "K056")

# What check takes for a script and cannot read.
STRANGE_NAMES = {"escape": ESCAPE + ".sh", "bidi": BIDI + ".sh", "newline": "a\n+b.sh", "not UTF-8": b"\xff\xfe.sh", "blanks": "a b.sh", "quotes": '"\\.sh'}

# What a line of these begins with is refused before any file is read.
ADVICE = [
    ("nothing said", [], 2, "U009"),
    ("an empty size", ["--mem="], 2, "--mem"),
    ("a size of blanks", ["--mem", "  "], 2, "--mem"),
    ("a size of nothing", ["--mem", "0"], 2, "--mem"),
    ("minus zero", ["--mem", "-0"], 2, "--mem"),
    ("a negative size", ["--mem=-8"], 2, "--mem"),
    ("not a number", ["--mem", "NaN"], 2, "--mem"),
    ("infinity", ["--mem", "inf"], 2, "--mem"),
    ("an exponent", ["--mem", "1e999"], 2, "--mem"),
    ("hexadecimal", ["--mem", "0x10"], 2, "--mem"),
    ("a decimal comma", ["--mem", "1,5"], 2, "--mem"),
    ("twenty digits", ["--mem", "99999999999999999999"], 2, "--mem"),
    ("Arabic digits", ["--mem", "\u0663\u0660"], 2, "--mem"),
    ("full-width digits", ["--mem", "\uff13\uff10"], 2, "--mem"),
    ("an unknown unit", ["--mem", "30 GBit"], 2, "--mem"),
    ("an escape sequence", ["--mem", ESCAPE + "30"], 2, "--mem"),
    ("a bidi character", ["--mem", BIDI + "30"], 2, "--mem"),
    ("bytes that are not UTF-8", ["--mem", b"\xff\xfe30"], 2, "--mem"),
    ("a line break", ["--mem", "30\n30"], 2, "--mem"),
    ("100 KiB of digits", ["--mem", "9" * 100_000], 2, "--mem"),
    ("a missing value", ["--mem"], 2, "--mem"),
    ("an option for a value", ["--mem", "--single-model"], 2, "--mem"),
    ("given twice", ["--mem", "8", "--mem", "9"], 2, "--mem"),
    ("10,000 words", ["--mem", "8"] + ["x"] * 10_000, 2, "unknown command 'x'"),
    ("an unknown option", ["--mem", "8", "--turbo"], 2, "--turbo"),
    ("an unknown option with an escape", ["--mem", "8", "--" + ESCAPE], 2, "U001"),
    ("a flag with a value", ["--mem", "8", "--single-model=yes"], 2, "--single-model"),
    ("no tasks", ["--mem", "8", "--tasks", "0"], 2, "--tasks"),
    ("half a task", ["--mem", "8", "--tasks", "1.5"], 2, "--tasks"),
    ("too many tasks", ["--mem", "8", "--tasks", "100001"], 2, "--tasks"),
    ("coupled and one model", ["--mem", "8", "--coupled", "--single-model", "--tasks", "2"], 2, "--coupled"),
    ("coupled with nobody", ["--mem", "8", "--coupled"], 2, "--coupled"),
    ("no GPUs", ["--gpus", "0"], 2, "--gpus"),
    ("more GPUs than a node has", ["--gpus", "100000"], 1, "a node has 4"),
    ("no SMs", ["--min-sms", "none"], 2, "--min-sms"),
    ("a negative factor", ["--min-compute=-2x"], 2, "--min-compute"),
    ("no CPUs", ["--mem", "8", "--cpus", "0"], 2, "--cpus"),
    ("more CPUs than anyone has", ["--mem", "8", "--cpus", "99999999999"], 2, "--cpus"),
    ("more CPUs than a node has", ["--mem", "8", "--cpus", "100000"], 1, "a node of partition gpu has 128"),
    ("host RAM without a unit", ["--mem", "8", "--ram", "64"], 2, "64G"),
    ("host RAM beyond sense", ["--mem", "8", "--ram", "99999999T"], 2, "--ram"),
    ("a headroom of less than nothing", ["--mem", "8", "--headroom=-1"], 2, "--headroom"),
    ("a headroom beyond sense", ["--mem", "8", "--headroom", "1001"], 2, "--headroom"),
    ("an unknown preference", ["--mem", "8", "--prefer", "cheap"], 2, "--prefer"),
    ("a bare walltime", ["--mem", "8", "--time", "90"], 2, "90m"),
    ("no walltime at all", ["--mem", "8", "--time", "UNLIMITED"], 2, "--time"),
    ("a walltime of nothing", ["--mem", "8", "--time", "00:00:00"], 2, "--time"),
    ("a clock that is none", ["--mem", "8", "--time", "1:99:00"], 2, "--time"),
    ("a walltime beyond the QoS", ["--mem", "8", "--time", "4-00:00:00"], 1, "72 h"),
    ("an unknown QoS", ["--mem", "8", "--qos", "lwo"], 2, "did you mean low?"),
    ("a pattern typed as it stands", ["--mem", "8", "--qos", "high_*"], 2, "such as high_abc"),
    ("a pattern with nothing behind it", ["--mem", "8", "--qos", "high_"], 2, "such as high_abc"),
    ("a QoS that a shell would run", ["--mem", "8", "--qos", "high_$(id)"], 2, "--qos"),
    ("a QoS with a line break", ["--mem", "8", "--qos", "high_a\n#SBATCH -p x"], 2, "--qos"),
    ("an empty QoS", ["--mem", "8", "--qos", ""], 2, "--qos"),
    ("an unknown partition", ["--mem", "8", "--partition", "gpus"], 2, "did you mean gpu?"),
    ("a list of partitions", ["--mem", "8", "--partition", "gpu,debug_gpu"], 2, "--partition"),
    ("a partition without GPUs", ["--mem", "8", "--partition", "bigmem"], 1, "partition bigmem has no GPUs"),
    ("QoS and partition apart", ["--mem", "8", "--partition", "gpu", "--qos", "debug"], 1, "does not go with"),
    ("an account that is an option", ["--mem", "8", "--account=-x"], 2, "--account"),
    ("an account with a blank", ["--mem", "8", "--account", "a b"], 2, "--account"),
    ("a budget of nothing", ["--mem", "8", "--budget", "0"], 2, "--budget"),
    ("a budget in money", ["--mem", "8", "--budget", "5 USD"], 2, "--budget"),
    ("a budget below nothing", ["--mem", "8", "--budget=-5"], 2, "--budget"),
    ("an unknown format", ["--mem", "8", "--format", "yaml"], 2, "--format"),
    ("two formats", ["--mem", "8", "--format", "csv", "--json"], 2, "--json"),
    ("explaining without room", ["--mem", "8", "--explain", "--format", "gres"], 2, "--explain"),
    ("explaining quietly", ["--mem", "8", "--explain", "--quiet"], 2, "--explain"),
    ("a colour that is missing", ["--mem", "8", "--color"], 2, "--color"),
    ("JSON with a value", ["--mem", "8", "--json=yes"], 2, "--json takes no value"),
    ("a loud quiet", ["--mem", "8", "--quiet=no"], 2, "--quiet takes no value"),
    ("ASCII with a value", ["--mem", "8", "--ascii=no"], 2, "--ascii takes no value"),
    ("help with a value", ["--help=cost"], 2, "--help takes no value"),
    ("a version with a value", ["--version=1"], 2, "--version takes no value"),
    ("an empty partition", ["--mem", "8", "--partition="], 2, "--partition"),
    ("an empty account", ["--mem", "8", "--account="], 2, "--account"),
    ("an empty site", ["--mem", "8", "--site", ""], 2, "--site"),
    ("a site with an escape", ["--mem", "8", "--site", ESCAPE], 2, "--site"),
    ("jobs by their other name", ["--mem", "8", "--jobs", "0"], 2, "--jobs"),
    ("tasks by both names", ["--mem", "8", "--jobs", "2", "--tasks", "2"], 2, "more than once"),
    ("more SMs than there are", ["--min-sms", "100000"], 1, "108 SMs there, 100000 asked for"),
    ("more compute than there is", ["--min-compute", "100x"], 1, "7.7x, 100x asked for"),
    ("an unknown colour", ["--mem", "8", "--color", "red"], 2, "--color"),
    ("an unknown site", ["--mem", "8", "--site", "nowhere"], 2, "--site"),
    ("an empty path", ["--mem", "8", "--table", ""], 2, "--table"),
    ("a command behind the needs", ["--mem", "8", "profiles"], 2, "profiles"),
    ("an unknown command", ["coast", "full"], 2, "did you mean cost?"),
    ("help for nothing", ["help", "nonsense"], 2, "nonsense"),
]
COMMANDS = [
    ("cost of nothing", ["cost"], 2, "OPTION"),
    ("cost of two options", ["cost", "full", "2g.20gb"], 2, "2g.20gb"),
    ("cost of an unknown option", ["cost", "5g.50gb"], 2, "5g.50gb"),
    ("cost of an escape", ["cost", ESCAPE], 2, "OPTION"),
    ("cost of an empty word", ["cost", ""], 2, "OPTION"),
    ("cost of no hours", ["cost", "full", "--hours", "0"], 2, "--hours"),
    ("cost of negative hours", ["cost", "full", "--hours=-1"], 2, "--hours"),
    ("cost of endless hours", ["cost", "full", "--hours", "1e9"], 2, "--hours"),
    ("cost of no tasks", ["cost", "full", "--tasks", "0"], 2, "--tasks"),
    ("cost of no CPUs", ["cost", "full", "--cpus", "0"], 2, "--cpus"),
    ("cost of bare host RAM", ["cost", "full", "--ram", "4000"], 2, "write 4000M for MB, 4000G for GB"),
    ("cost of no GPUs", ["cost", "full", "--gpus", "0"], 2, "--gpus"),
    ("cost under an unknown QoS", ["cost", "full", "--qos", "lwo"], 2, "did you mean low?"),
    ("cost on an unknown partition", ["cost", "full", "--partition", ESCAPE], 2, "--partition"),
    ("cost of a limit", ["cost", "full", "--time", "1h"], 2, "--time"),
    ("cost of a budget", ["cost", "full", "--budget", "5"], 2, "--budget"),
    ("cost with an explanation", ["cost", "full", "--explain"], 2, "--explain"),
    ("cost beyond the walltime", ["cost", "full", "--hours", "73"], 1, "72 h"),
    ("cost by GPU memory", ["cost", "full", "--mem", "8"], 2, "--mem"),
    ("cost as GRES", ["cost", "full", "--format", "gres"], 2, "U012"),
    ("two slices for one job", ["cost", "1g.10gb", "--gpus", "2"], 1, "only one slice"),
    ("cost where it is not offered", ["cost", "full", "--qos", "debug"], 1, "offers only"),
    ("comparison of nothing", ["compare"], 2, "CHOICE is missing"),
    ("comparison of one", ["compare", "full"], 2, "another CHOICE is missing"),
    ("comparison of nine", ["compare"] + [f"1g:{n}" for n in range(1, 10)], 2, "U014"),
    ("comparison of 10,000", ["compare"] + ["full"] * 10_000, 2, "U014"),
    ("comparison of the same", ["compare", "full", "a100"], 2, "U005"),
    ("comparison of an unknown option", ["compare", "full", "5g.50gb"], 2, "5g.50gb"),
    ("comparison of an escape", ["compare", "full", ESCAPE], 2, "CHOICE"),
    ("comparison of a bidi character", ["compare", "full", "1g:" + BIDI + "3"], 2, "CHOICE"),
    ("comparison of bytes that are not UTF-8", ["compare", "full", b"1g:\xff"], 2, "CHOICE"),
    ("comparison of an empty word", ["compare", "full", ""], 2, "CHOICE"),
    ("comparison of a colon", ["compare", "full", ":"], 2, "CHOICE"),
    ("comparison of colons", ["compare", "full", ":" * 100_000], 2, "CHOICE"),
    ("comparison of a count alone", ["compare", "full", ":3"], 2, "CHOICE"),
    ("comparison of no jobs", ["compare", "full", "1g:0"], 2, "is not above 0"),
    ("comparison of less than no jobs", ["compare", "full", "1g:-3"], 2, "is negative"),
    ("comparison of too many jobs", ["compare", "full", "1g:100001"], 2, "is too large"),
    ("comparison of 100 KiB of jobs", ["compare", "full", "1g:" + "9" * 100_000], 2, "CHOICE"),
    ("comparison of half a job", ["compare", "full", "1g:0.5"], 2, "CHOICE"),
    ("comparison of endless jobs", ["compare", "full", "1g:1e9"], 2, "CHOICE"),
    ("comparison of Arabic jobs", ["compare", "full", "1g:\u0663"], 2, "CHOICE"),
    ("comparison of a blank count", ["compare", "full", "1g: "], 2, "CHOICE"),
    ("a run without a time", ["--mem", "6", "--measured", "1g"], 2, "no = between"),
    ("a run without an option", ["--mem", "6", "--measured", "=5m"], 2, "names no option"),
    ("a run without a unit", ["--mem", "6", "--measured", "1g=5"], 2, "5m for minutes"),
    ("a run of no time", ["--mem", "6", "--measured", "1g=0s"], 2, "not above 0"),
    ("a negative run", ["--mem", "6", "--measured", "1g=-5m"], 2, "is negative"),
    ("a run that is not a number", ["--mem", "6", "--measured", "1g=NaNh"], 2, "--measured"),
    ("a run written with an exponent", ["--mem", "6", "--measured", "1g=1e3s"], 2, "exponent"),
    ("a run of twenty years", ["--mem", "6", "--measured", "1g=7300d"], 2, "too large"),
    ("a run with terminal escapes", ["--mem", "6", "--measured", ESCAPE + "=5m"], 2, "--measured"),
    ("a run with a line break", ["--mem", "6", "--measured", "1g=5m\n6m"], 2, "--measured"),
    ("a run on an option of another GPU", ["--mem", "6", "--measured", "h100=5m"], 2, "U010"),
    ("the same run under two names", ["--mem", "6", "--measured", "1g=5m", "--measured", "10gb=5m"], 2, "U005"),
    ("a run on a slice for several GPUs", ["--mem", "6", "--gpus", "2", "--measured", "1g=5m"], 2, "U007"),
    ("a benchmark that is not there", ["--mem", "6", "--like", "gromax"], 2, "did you mean gromacs?"),
    ("a benchmark with terminal escapes", ["--mem", "6", "--like", ESCAPE], 2, "--like"),
    ("a benchmark without a name", ["--mem", "6", "--like", ""], 2, "--like"),
    ("benchmarks as arguments of sbatch", ["--like", "list", "--format", "sbatch"], 2, "U012"),
    ("a class that is not there", ["--mem", "6", "--compute", "huge"], 2, "--compute"),
    ("a class and a benchmark", ["--mem", "6", "--compute", "heavy", "--like", "qlora"], 2, "U007"),
    ("a class for several GPUs", ["--mem", "6", "--gpus", "2", "--compute", "heavy"], 2, "U007"),
    ("a run that no QoS allows", ["--mem", "6", "--measured", "1g=900h", "--measured", "full=800h"], 1, "72 h"),
    ("comparison by a time without a unit", ["compare", "full", "1g", "--measured", "1g=5"], 2, "--measured"),
    ("comparison by the same run twice", ["compare", "full", "1g", "--measured", "1g=5m", "--measured", "10gb=6m"], 2, "U005"),
    ("comparison by a run on nothing", ["compare", "full", "1g", "--measured", "9g=5m"], 2, "--measured"),
    ("comparison by class and benchmark", ["compare", "full", "1g", "--compute", "heavy", "--like", "qlora"], 2, "U007"),
    ("comparison by an unknown class", ["compare", "full", "1g", "--compute", "huge"], 2, "--compute"),
    ("comparison by an unknown benchmark", ["compare", "full", "1g", "--like", ESCAPE], 2, "--like"),
    ("comparison as CSV", ["compare", "full", "1g", "--format", "csv"], 2, "U012"),
    ("comparison by GPU memory", ["compare", "full", "1g", "--mem", "8"], 2, "--mem"),
    ("comparison by tasks", ["compare", "full", "1g", "--tasks", "3"], 2, "1g.10gb:3"),
    ("comparison with an explanation", ["compare", "full", "1g", "--explain"], 2, "--explain"),
    ("comparison under an unknown QoS", ["compare", "full", "1g", "--qos", "lwo"], 2, "did you mean low?"),
    ("comparison of what is not offered", ["compare", "full", "full:2", "--qos", "debug"], 1, "offers only"),
    ("comparison with too many CPUs", ["compare", "full", "1g:3", "--cpus", "100000"], 1, "a node of partition gpu has 128"),
    ("comparison where there are no GPUs", ["compare", "full", "1g", "--partition", "bigmem"], 1, "has no GPUs"),
    ("comparison of runs that are too long", ["compare", "full", "1g", "--measured", "1g=900h", "--measured", "full=800h"], 1, "72 h"),
    ("profiles with a word", ["profiles", "full"], 2, "full"),
    ("profiles with needs", ["profiles", "--mem", "8"], 2, "--mem"),
    ("profiles with no CPUs", ["profiles", "--cpus", "0"], 2, "--cpus"),
    ("profiles with a bare host RAM", ["profiles", "--ram", "64"], 2, "64G"),
    ("profiles by the hour", ["profiles", "--hours", "1"], 2, "--hours"),
    ("profiles as sbatch arguments", ["profiles", "--format", "sbatch"], 2, "U012"),
    ("profiles of an unknown QoS", ["profiles", "--qos", "x"], 2, "--qos"),
    ("a script of nothing", ["script"], 2, "U016"),
    ("a script without a command", ["script", "--mem", "8", "--"], 2, "nothing stands behind --"),
    ("a script of an empty program", ["script", "--mem", "8", "--", ""], 2, "U016"),
    ("a script without its mark", ["script", "--mem", "8", "./x", "--", "y"], 2, "'./x' is a word too many"),
    ("a script for no needs", ["script", "--", "./x"], 2, "U009"),
    ("a script with a line break", ["script", "--mem", "8", "--", "./x", "a\n#SBATCH --partition=x"], 2, "U017"),
    ("a script with a carriage return", ["script", "--mem", "8", "--", "./x", "a\r"], 2, "U017"),
    ("a script with an escape", ["script", "--mem", "8", "--", "./x", ESCAPE], 2, "0x1B"),
    ("a script with all of it in the program", ["script", "--mem", "8", "--", b"\x01\x1b\xff\x7f" + BIDI.encode()], 2, "word 1"),
    ("a script with 100 KiB of line breaks", ["script", "--mem", "8", "--", "\n" * 100_000], 2, "U017"),
    ("a script with 10,000 bad words", ["script", "--mem", "8", "--"] + ["\n"] * 10_000, 2, "word 50 of"),
    ("a job with a line break", ["script", "--mem", "8", "--job-name", "a\n#SBATCH -p x", "--", "x"], 2, "--job-name"),
    ("a job that a shell would run", ["script", "--mem", "8", "--job-name", "$(id)", "--", "x"], 2, "--job-name"),
    ("a job with a pattern of Slurm's", ["script", "--mem", "8", "--job-name", "%j", "--", "x"], 2, "--job-name"),
    ("a job without a name", ["script", "--mem", "8", "--job-name", "", "--", "x"], 2, "--job-name"),
    ("a job that is an option", ["script", "--mem", "8", "--job-name=-x", "--", "x"], 2, "--job-name"),
    ("a module with a line break", ["script", "--mem", "8", "--module", "a\nid", "--", "x"], 2, "--module"),
    ("a module that a shell would run", ["script", "--mem", "8", "--module", "a;id", "--", "x"], 2, "--module"),
    ("a module with an escape", ["script", "--mem", "8", "--module", ESCAPE, "--", "x"], 2, "--module"),
    ("a module that is not UTF-8", ["script", "--mem", "8", "--module", b"\xff", "--", "x"], 2, "--module"),
    ("a module without a name", ["script", "--mem", "8", "--module=", "--", "x"], 2, "--module"),
    ("an account with a line break", ["script", "--mem", "8", "--account", "a\n#SBATCH -p x", "--", "x"], 2, "--account"),
    ("a QoS with a line break, for a script", ["script", "--mem", "8", "--qos", "high_a\nb", "--", "x"], 2, "--qos"),
    ("a script to nowhere", ["script", "--mem", "8", "--output", "", "--", "x"], 2, "--output"),
    ("a script to a folder", ["script", "--mem", "8", "--output", "{f}", "--", "x"], 74, "O002"),
    ("a script to a file that is there", ["script", "--mem", "8", "--output", "{f}/empty.csv", "--", "x"], 2, "U018"),
    ("a script to a link to itself", ["script", "--mem", "8", "--output", "{f}/loop", "--force", "--", "x"], 74, "O002"),
    ("a script to a name with an escape", ["script", "--mem", "8", "--output", "{f}/none/" + ESCAPE + BIDI, "--", "x"], 74, "O002"),
    ("a script to a name of 100 KiB", ["script", "--mem", "8", "--output", "n" * 100_000, "--", "x"], 74, "O002"),
    ("force and nothing to force", ["script", "--mem", "8", "--force", "--", "x"], 2, "--force"),
    ("a script as JSON", ["script", "--mem", "8", "--format", "json", "--", "x"], 2, "U012"),
    ("a script with an explanation", ["script", "--mem", "8", "--explain", "--", "x"], 2, "--explain"),
    ("a command without the word script", ["--mem", "8", "--", "x", "--mem"], 2, "migadvise script"),
    ("a check of nothing", ["check"], 2, "FILE"),
    ("a check of an empty word", ["check", ""], 2, "FILE"),
    ("a check of too many scripts", ["check"] + ["{f}/empty.csv"] * (MOST_SCRIPTS + 1), 2, "U014"),
    ("a check of the standard input twice", ["check", "-", "-"], 2, "U005"),
    ("a check of an empty standard input", ["check", "-"], 1, "K001"),
    ("a check of a missing script", ["check", "{f}/none.sh"], 66, "F001"),
    ("a check of a missing script beside another, as JSON", ["check", "--json", "{f}/empty.csv", "{f}/none.sh"], 66, "F001"),
    ("a check of a folder", ["check", "{f}"], 66, "F003"),
    ("a check of a FIFO that nobody writes to", ["check", "{f}/fifo"], 66, "hint: - in its place reads the standard input"),
    ("a check of a link to itself", ["check", "{f}/loop"], 66, "F001"),
    ("a check of a gigabyte of nothing", ["check", "{f}/sparse"], 65, "F004"),
    ("a check of a file that is a byte too long", ["check", "{f}/over.sh"], 65, "4 MiB"),
    ("a check of zeros without end", ["check", "/dev/zero"], 66, "F003"),
    ("a check of a name with an escape", ["check", "{f}/none" + ESCAPE + BIDI], 66, "F001"),
    ("a check of a name that is not UTF-8", ["check", b"\xff\xfe" + ESCAPE.encode()], 66, "F001"),
    ("a check of a name of 100 KiB", ["check", "n" * 100_000], 66, "F001"),
    ("a check by 100 KiB of GPU memory", ["check", "{f}/empty.csv", "--mem", "9" * 100_000], 2, "--mem"),
    ("a check under a QoS", ["check", "{f}/empty.csv", "--qos", "low"], 2, "--qos"),
    ("a check as Markdown", ["check", "{f}/empty.csv", "--format", "markdown"], 2, "U012"),
    ("mending several scripts", ["check", "{f}/empty.csv", "{f}/empty.csv", "--fix"], 2, "--diff takes several"),
    ("mending and comparing", ["check", "{f}/empty.csv", "--fix", "--diff"], 2, "--fix"),
    ("mending as JSON", ["check", "{f}/empty.csv", "--fix", "--json"], 2, "--json"),
    ("a quota of an account with an escape", ["--mem", "8", "--quota", "{f}/limit.txt", "--account", ESCAPE], 2, "--account"),
    ("a quota of another account", ["--mem", "8", "--quota", "{f}/limit.txt", "--account", "ab21"], 2, "did you mean ab12?"),
    ("a quota on an empty standard input", ["--mem", "8", "--quota", "-"], 65, "standard input: error[Q001]"),
    ("a quota of a name with an escape", ["--mem", "8", "--quota", "{f}/none" + ESCAPE + BIDI], 66, "F001"),
    ("a log and a quota on the standard input", ["--usage", "-", "--quota", "-"], 2, "U005"),
    ("nodes and a quota on the standard input", ["--mem", "8", "--live", "-", "--quota=-"], 2, "U005"),
    ("a log on an empty standard input", ["--usage", "-"], 65, "standard input:1:1: error[P001]"),
    ("nodes on an empty standard input", ["--mem", "8", "--live", "-"], 65, "standard input:1:1: error[N001]"),
    ("a log of a name with an escape", ["--usage", "{f}/none" + ESCAPE + BIDI], 66, "F001"),
    ("nodes of a name with an escape", ["--mem", "8", "--live", "{f}/none" + ESCAPE + BIDI], 66, "F001"),
    ("a log of an empty name", ["--usage="], 2, "--usage"),
    ("a log for a comparison", ["compare", "full", "1g", "--usage", "{f}/limit.log"], 2, "--usage"),
    ("nodes for a script", ["script", "--mem", "8", "--live", "{f}/limit.nodes", "--", "x"], 2, "--live"),
    ("a quota for a comparison", ["compare", "full", "1g", "--quota", "{f}/limit.txt"], 2, "migadvise without a command has --quota"),
    ("a quota for a check", ["check", "{f}/empty.csv", "--quota", "{f}/limit.txt"], 2, "--quota"),
    ("lint of nothing", ["lint-table"], 2, "FILE"),
    ("lint of two files", ["lint-table", "{f}/empty.csv", "{f}/empty.csv"], 2, "U014"),
    ("lint as Markdown", ["lint-table", "{f}/empty.csv", "--format", "markdown"], 2, "U012"),
    ("lint of another table", ["lint-table", "{f}/empty.csv", "--table", "x"], 2, "--table"),
    ("lint under a QoS", ["lint-table", "{f}/empty.csv", "--qos", "low"], 2, "--qos"),
    ("lint of an empty word", ["lint-table", ""], 2, "FILE"),
    ("lint of a missing file", ["lint-table", "{f}/none.csv"], 66, "none.csv"),
    ("lint of a folder", ["lint-table", "{f}"], 66, "F003"),
]
UNREADABLE = [
    ("a missing file", "none", 66, "F001"),
    ("a folder", "", 66, "F003"),
    ("a FIFO that nobody writes to", "fifo", 66, "F003"),
    ("a link to nothing", "dangling", 66, "F001"),
    ("a link to itself", "loop", 66, "F001"),
    ("a gigabyte of nothing", "sparse", 65, "F004"),
]
# As long as a file may be.
LONGEST = ("limit.csv", "limit.json", "limit.txt", "limit.log", "limit.nodes")
DEVICES = [("zeros without end", "/dev/zero", 66, "F003"), ("nothing", "/dev/null", 66, "F003")]
OPTIONS = {".csv": "--table", ".json": "--site", ".txt": "--quota", ".log": "--usage", ".nodes": "--live"}  # that name such a file
WHOLE = None  # no place in the file is at fault
# What each broken file must be told: the code, and the place: line and column, or the bytes that begin there. A table's errors are
# findings on stdout for lint-table.
CONTENT = {
    "empty.csv": ("T001", (1, 1)), "blank.csv": ("T001", (1, 1)), "nul.csv": ("C003", b"\0"), "latin1.csv": ("C004", b"\xf6"),
    "utf16.csv": ("C004", (1, 1)), "large.csv": ("F004", WHOLE), "over.csv": ("F004", WHOLE), "over.json": ("F004", WHOLE),
    "wide.csv": ("T002", (1, 1)), "named_wide.csv": ("T003", (1, 1)), "quotes.csv": ("C001", (5, 1)), "open_quote.csv": ("C001", (5, 1)),
    "separators.csv": ("T014", (1, 1)), "escape.csv": ("T004", ESCAPE.encode()), "bidi.csv": ("T009", BIDI.encode()),
    "exponent.csv": ("T009", b"1e1"), "huge.csv": ("T011", b"9999"), "negative.csv": ("T010", b"-14"), "hex.csv": ("T012", b"0x0e"),
    "arabic.csv": ("T009", "\u0661".encode()), "twice.csv": ("T006", (5, 1)), "same_option.csv": ("T005", b"MIG 1g.10gb"),
    "no_rows.csv": ("T007", WHOLE), "turned.csv": ("T015", b"SU Usage"), "ragged.csv": ("C005", (5, 1)), "empty.json": ("J001", (1, 1)),
    "list.json": ("S003", (1, 1)), "cut.json": ("J001", b'"a100'), "deep.json": ("J002", (1, 65)), "deep_objects.json": ("J002", (1, 64 * 5 + 1)),
    "nul.json": ("J001", b"\0"), "latin1.json": ("J004", b"\xfc"), "escape.json": ("S004", b'"\\u001b'),
    "twice.json": ("J003", b'"name": "other"'), "unknown_key.json": ("S002", b'"titel"'), "shell.json": ("S004", b'"a100;id"'),
    "newline.json": ("S004", b'"a100\\n'), "family.json": ("S004", b'"generous"'), "reference.json": ("S005", b'"cpus"'),
    "negative.json": ("S004", b"-1,"), "nan.json": ("J001", b"NaN"), "infinite.json": ("J001", b"1e999"), "pattern.json": ("S004", b'"high_*"]'),
    "walltime.json": ("S004", b'"eight hours"'), "large.json": ("F004", WHOLE), "many.json": ("S004", b"["),
    "empty.txt": ("Q001", WHOLE), "nul.txt": ("Q003", b"4\0"), "utf16.txt": ("Q001", WHOLE), "large.txt": ("F004", WHOLE), "over.txt": ("F004", WHOLE),
    "escape.txt": ("Q005", b"ab12"), "shell.txt": ("Q005", b"$(id)"), "latin1.txt": ("Q005", b"\xfc"), "long.txt": ("Q005", b"aaa"),
    "digits.txt": ("Q004", b"999"), "commas.txt": ("Q003", b"1,1"), "minus.txt": ("Q003", b"-42"), "arabic.txt": ("Q003", "\u0664".encode()),
    "cut.txt": ("Q002", (2, 44)), "open_escape.txt": ("Q002", b"f 2500"), "escapes.txt": ("Q001", WHOLE), "heads.txt": ("Q009", (1001, 20)),
    "lines.txt": ("Q003", (1, 22)), "differs.txt": ("Q008", (2, 1)),
    "empty.log": ("P001", (1, 1)), "nul.log": ("P004", b"memory_used_mib"), "utf16.log": ("P001", (1, 1)), "over.log": ("F004", WHOLE),
    "version.log": ("P001", (1, 1)), "escape.log": ("P006", (2, 1)), "latin1.log": ("P004", b"ended="), "word.log": ("P002", (3, 1)),
    "keyless.log": ("P002", (3, 1)), "records.log": ("P003", (2, 1)), "options.log": ("P006", (2, 1)), "digits.log": ("P004", b"memory_used_mib"),
    "minus.log": ("P004", b"memory_used_mib"), "arabic.log": ("P004", b"memory_used_mib"), "more.log": ("P004", b"memory_used_mib"),
    "no-runs.log": ("P005", WHOLE),
    "empty.nodes": ("N001", (1, 1)), "nul.nodes": ("N007", b"mi\0"), "utf16.nodes": ("N001", (1, 1)), "latin1.nodes": ("N006", b"gpu:\xe4"),
    "over.nodes": ("F004", WHOLE), "late.nodes": ("N012", (558_560, 6)), "rows.nodes": ("N010", (16_002, 1)), "names.nodes": ("N011", WHOLE),
    "name.nodes": ("N005", (2, 1)), "state.nodes": ("N007", ESCAPE.encode()), "plus.nodes": ("N007", b"+++"), "signs.nodes": ("N007", b"***"),
    "digits.nodes": ("N006", b"gpu:a100:9"), "commas.nodes": ("N006", b",,,"), "brackets.nodes": ("N006", b"((("), "types.nodes": ("N006", b"gpu:t0"),
    "cpus.nodes": ("N005", b"///"), "minus.nodes": ("N005", b"-1|"), "arabic.nodes": ("N005", "\u0661".encode()),
    "head.nodes": ("N002", (1, 1)), "blanks.nodes": ("N007", (2, 4)), "short.nodes": ("N003", (3, 1)), "cut.nodes": ("N004", b"gpu:a100:4"),
    "twice.nodes": ("N012", (3, 6)), "second.nodes": ("N009", (3, 1)), "elsewhere.nodes": ("N011", WHOLE),
}  # fmt: skip


def option_for(name):
    """The option that names such a file."""
    return OPTIONS[name[name.index(".") :]]


def asked_with(option):
    """An advice that can have the option."""
    return [] if option == "--usage" else ["--mem", "8"]


def message_start(name, content):
    """What the message about a broken file begins with: FILE:LINE:COLUMN, columns in bytes from 1, and the code."""
    code, place = CONTENT[name]
    if isinstance(place, bytes):
        before = content[: content.index(place)]
        place = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
    return f"{name}:{place[0]}:{place[1]}: error[{code}]" if place else f"{name}: error[{code}]"


def cases():
    """(description, arguments, exit status, words, which stream holds the words, whether stdout must be empty)."""
    for description, arguments, status, words in ADVICE + COMMANDS:
        # An answer without a recommendation is an answer: it stands on stdout.
        yield description, arguments, status, words, "out" if status == 1 else "err", status != 1
    for option in OPTIONS.values():
        for description, name, status, words in UNREADABLE:
            yield f"{description}, as {option}", [*asked_with(option), option, "{f}/" + name], status, words, "err", True
        for description, path, status, words in DEVICES:
            priced = ["cost", "full"] if option in ("--table", "--site", "--quota") else asked_with(option)
            yield f"{description}, as {option}", [*priced, option, path], status, words, "err", True
    for name in LONGEST:
        option = option_for(name)
        yield f"{name} for an advice", [*asked_with(option), option, "{f}/" + name], 0, "Recommended: 1g.10gb", "out", False
    contents = files()
    for name, (code, _) in CONTENT.items():
        words = message_start(name, contents.get(name))
        option = option_for(name)
        path = "{f}/" + name
        yield f"{name} for an advice", [*asked_with(option), option, path], 65, words, "err", True
        if option == "--live":
            yield f"{name} for an advice as JSON", ["--gpus", "2", "--json", option, path], 65, words, "err", True
            continue
        if option != "--usage":
            yield f"{name} for a cost", ["cost", "full", option, path], 65, words, "err", True
        if option == "--table":
            yield f"{name} for lint-table", ["lint-table", path], 1, words, "out", False
            yield f"{name} for lint-table as JSON", ["lint-table", path, "--json"], 1, f'"code": "{code}"', "out", False
        elif option == "--site":
            yield f"{name} for lint-table", ["lint-table", "{f}/empty.csv", option, path], 65, words, "err", True
        else:
            yield f"{name} for a script", ["script", *asked_with(option), option, path, "--", "x"], 65, words, "err", True


def make_files(folder):
    for name, content in files().items():
        (folder / name).write_bytes(content)
    os.mkfifo(folder / "fifo")
    (folder / "dangling").symlink_to(folder / "nowhere")
    (folder / "loop").symlink_to(folder / "loop")
    write_nodes(folder / "limit.nodes", MOST_NODES, NODES_LIMIT)
    write_nodes(folder / "over.nodes", MOST_NODES, NODES_LIMIT + 1)
    write_nodes(folder / "late.nodes", MOST_NODES - 60, NODES_LIMIT, NODE * 60)
    with open(folder / "over.sh", "wb") as file:
        file.truncate(SCRIPT_LIMIT + 1)
    with open(folder / "sparse", "wb") as file:
        file.truncate(1 << 30)


class Seen:
    """What a run did: status (negative: the signal that ended it), both streams, peak memory, CPU seconds."""

    def __init__(self, arguments, cpu_seconds, wall_seconds=WALL_SECONDS, stdin=os.devnull, folder=None):
        outs = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
        pid = os.fork()
        if pid == 0:
            if stdin is None:
                os.close(0)
            else:
                os.dup2(os.open(stdin, os.O_RDONLY), 0)
            if folder:
                os.chdir(folder)
            os.dup2(outs[0].fileno(), 1)
            os.dup2(outs[1].fileno(), 2)
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            try:
                os.execv(arguments[0], arguments)
            finally:
                os._exit(127)
        watch = threading.Timer(wall_seconds, os.kill, (pid, signal.SIGKILL))
        watch.start()
        _, status, usage = os.wait4(pid, 0)
        watch.cancel()
        self.status = os.waitstatus_to_exitcode(status)
        self.kib = usage.ru_maxrss
        self.out, self.err = (self.content(file) for file in outs)

    @staticmethod
    def content(file):
        with file:
            file.seek(0)
            return file.read()


def unsafe(stream):
    """What of a stream must not reach a terminal."""
    try:
        text = stream.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"is not UTF-8: {error}"
    for character in text:
        if (ord(character) < 32 and character != "\n") or 127 <= ord(character) < 160 or character in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff":
            return f"has the character {character!r}"
    return None


def faults(seen, status, words, stream, silent, memory_kib):
    """What is wrong with a run: a text each."""
    if seen.status != status:
        yield f"exit status {seen.status}, not {status}"
    holder = (seen.out if stream == "out" else seen.err).decode("utf-8", "replace")
    if words not in " ".join(holder.split()):
        yield f"std{stream} does not say {words!r}: {holder[:300]!r}"
    if silent and seen.out:
        yield f"stdout is not empty: {seen.out[:200]!r}"
    for name, content in (("stdout", seen.out), ("stderr", seen.err)):
        if problem := unsafe(content):
            yield f"{name} {problem}"
    if memory_kib and seen.kib > memory_kib:
        yield f"{seen.kib} KiB of memory, more than {memory_kib}"


class Checks:
    """migadvise check, held to the same limits as everything else."""

    MODES = ([], ["--json"], ["--fix"], ["--diff"], ["--quiet", "--ascii"], ["--mem", "30"])
    SLOW = 4  # of them, for large scripts

    def __init__(self, binary, folder, sanitizer):
        self.binary, self.folder, self.sanitizer = os.path.abspath(binary), folder, sanitizer
        self.count = self.peak = 0
        self.failures = []

    def run(self, description, arguments, **how):
        slower = 20 if self.sanitizer else 1
        seen = Seen([self.binary, "check", *arguments], CPU_SECONDS * slower, WALL_SECONDS * slower, **how)
        self.count += 1
        self.peak = max(self.peak, seen.kib)
        own = {"--fix", "--diff"}.intersection(arguments)
        for stream, content in (("stdout", b"" if own else seen.out), ("stderr", seen.err)):
            self.require(description, not (problem := unsafe(content)), f"{stream} {problem}")
        self.require(description, self.sanitizer or seen.kib <= MEMORY_KIB, f"{seen.kib} KiB of memory, more than {MEMORY_KIB}")
        return seen

    def require(self, description, good, text):
        if not good:
            self.failures.append(f"check of {description}: {text}")

    def report(self, description, seen):
        """The JSON that was printed, without a doubt: strict JSON with each key once."""

        def once(pairs):
            self.require(description, len({key for key, _ in pairs}) == len(pairs), "a key stands twice")
            return dict(pairs)

        try:
            return json.loads(seen.out, object_pairs_hook=once, parse_constant=lambda word: self.require(description, False, word))
        except ValueError as error:
            self.require(description, False, f"no JSON: {error}: {seen.out[:200]!r}")
            return {"scripts": []}

    def script(self, name, content, expected):
        path = self.folder / name
        path.write_bytes(content)
        fixed = None
        for mode in self.MODES[: self.SLOW if len(content) > 1_000_000 else None]:
            description = " ".join([name, *mode])
            seen = self.run(description, [str(path), *mode])
            self.require(description, seen.status in (0, 1), f"exit status {seen.status}: {seen.err[:300]!r}")
            if mode == ["--json"]:
                for script in self.report(description, seen)["scripts"]:
                    found = [finding["code"] for finding in script["findings"]]
                    self.require(description, expected is None or expected in found, f"no {expected} in {found}")
                    self.require(description, len(found) <= 200, f"{len(found)} findings")
                    self.require(description, (seen.status == 1) == (script["errors"] > 0), f"status {seen.status} for {script['errors']} errors")
            if mode == ["--fix"]:
                fixed = seen.out
            if mode == ["--diff"]:
                self.require(description, bool(seen.out) == (fixed != content), "the diff is empty, or is not")
            if mode in (["--fix"], ["--diff"]):
                self.require(description, b"\n" in seen.err, "nothing is said of what is left")
        path.unlink()

    def standard_input(self):
        """(description, what stands there, exit status, words)."""
        for description, stdin, status, words in (
            ("standard input that is closed", None, 66, b"standard input: error[F002]"),
            ("standard input that is a folder", str(self.folder), 66, b"standard input: error[F002]"),
            ("standard input that has no end", "/dev/zero", 65, b"standard input: error[F004]"),
            ("standard input that is a byte too long", str(self.folder / "over.sh"), 65, b"standard input: error[F004]"),
        ):
            for mode in self.MODES:
                seen = self.run(description, ["-", *mode], stdin=stdin)
                self.require(description, seen.status == status and not seen.out, f"exit status {seen.status}, stdout {seen.out[:99]!r}")
                self.require(description, words in seen.err, f"stderr {seen.err[:200]!r}")

    def names(self):
        """Names with what must not be printed: told of, safe, and as git reads them."""
        slip = SOUND.replace(b"--gres", "\u2013\u2013gres".encode())
        for description, name in STRANGE_NAMES.items():
            path = os.path.join(os.fsencode(self.folder), os.fsencode(name))
            with open(path, "wb") as file:
                file.write(slip)
            for mode in self.MODES:
                seen = self.run(f"a name with {description}", [os.fsencode(name), *mode], folder=self.folder)
                self.require(description, seen.status in (0, 1), f"exit status {seen.status}")
                if mode == ["--json"]:
                    self.require(description, len(self.report(description, seen)["scripts"]) == 1, "not one script")
                if mode == ["--diff"]:
                    head = seen.out.split(b"@@")[0]
                    self.require(description, not unsafe(head.replace(b"\t\n", b"\n")), f"the head of the diff is {head!r}")
                    self.require(description, head.count(b"\n") == 2, f"the head of the diff is {head!r}")
                    self.applies(description, path, seen.out)
            os.unlink(path)

    def applies(self, description, path, diff):
        """Whether git changes just this file."""
        if not shutil.which("git"):
            return
        with tempfile.TemporaryDirectory() as place:
            copy = os.path.join(os.fsencode(place), os.path.basename(path))
            shutil.copy(path, copy)
            ended = subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=diff, cwd=place, capture_output=True, check=False)
            with open(copy, "rb") as file:
                self.require(description, ended.returncode == 0 and file.read() == SOUND, f"git apply: {ended.stderr!r}")

    def many(self):
        """As many scripts as are taken, and the same one again and again."""
        path = self.folder / "sound.sh"
        path.write_bytes(SOUND)
        seen = self.run("1000 scripts as JSON", [str(path)] * MOST_SCRIPTS + ["--json"])
        scripts = self.report("1000 scripts", seen)["scripts"]
        self.require("1000 scripts", seen.status == 0 and len(scripts) == MOST_SCRIPTS and scripts[0] == scripts[-1], f"status {seen.status}")
        large = self.folder / "large.sh"
        large.write_bytes(repeated(SOUND, b"# a remark of no great length, as there are many in large scripts\n"))
        for mode in ([], ["--json"], ["--diff"]):
            seen = self.run("40 scripts of 4 MiB", [str(large)] * 40 + mode)
            self.require("40 scripts of 4 MiB", seen.status == 0, f"status {seen.status}")

    def unreadable(self):
        if os.geteuid() == 0:
            print("hostile: NOT RUN: root may read every script")
            return
        path = self.folder / "secret.sh"
        path.write_bytes(SOUND)
        path.chmod(0)
        seen = self.run("a script without permission", [str(path)])
        self.require("a script without permission", seen.status == 66 and b"F001" in seen.err and not seen.out, f"status {seen.status}")

    def run_all(self):
        for name, (content, expected) in SCRIPTS.items():
            self.script(name, content(), expected)
        self.standard_input()
        self.names()
        self.many()
        self.unreadable()


def run_all(binary, sanitizer):
    global script_size
    script_size = SCRIPT_LIMIT // 16 if sanitizer else SCRIPT_LIMIT
    failures = []
    count = 0
    peak = 0
    with tempfile.TemporaryDirectory(prefix="migadvise-hostile-") as name:
        folder = pathlib.Path(name)
        make_files(folder)
        for description, arguments, status, words, stream, silent in cases():
            count += 1
            line = [binary] + [word if isinstance(word, bytes) else word.replace("{f}", name) for word in arguments]
            slower = 20 if sanitizer else 1
            seen = Seen(line, CPU_SECONDS * slower, WALL_SECONDS * slower)
            peak = max(peak, seen.kib)
            failures += [f"{description}: {text}" for text in faults(seen, status, words, stream, silent, 0 if sanitizer else MEMORY_KIB)]
        checks = Checks(binary, folder, sanitizer)
        checks.run_all()
        failures += checks.failures
        count += checks.count
        peak = max(peak, checks.peak)
    if count < FEWEST:
        failures.append(f"only {count} cases")
    for text in failures:
        print("hostile:", text)
    limits = "memory not held to a limit, as this build has sanitizers" if sanitizer else f"at most {peak} KiB (some of it this script's own, before the program is in its place)"
    print(f"hostile: {count} cases, {limits}, {len(failures)} failures")
    return 1 if failures else 0


def self_test():
    """Programs that do wrong must be caught, one that does right must not."""
    right = "printf 'migadvise: error[X]: --mem\\n' >&2; exit 2"
    programs = [
        ("does right", right, None),
        ("the wrong status", "printf 'error: --mem\\n' >&2; exit 3", "exit status"),
        ("no message", "exit 2", "does not say"),
        ("a stray line on stdout", "echo x; " + right, "stdout is not empty"),
        ("an escape", "printf '\\033[31m--mem\\n' >&2; exit 2", "character"),
        ("a killed program", "kill -SEGV $$", "exit status"),
        ("an endless loop", "while :; do :; done", "exit status"),
        ("100 MiB", f"exec {sys.executable} -c 'import sys; x = b\"x\" * (100 << 20); sys.stderr.write(\"--mem\"); sys.exit(2)'", "memory"),
    ]
    wrong = 0
    for description, program, expected in programs:
        seen = Seen(["/bin/sh", "-c", program], 1)
        found = list(faults(seen, 2, "--mem", "err", True, MEMORY_KIB))
        good = not found if expected is None else any(expected in text for text in found)
        if not good:
            wrong += 1
            print(f"hostile self-test: {description}: {found}")
    print(f"hostile self-test: {len(programs)} programs, {wrong} judged wrongly")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", help="the built program")
    parser.add_argument("--sanitizer", action="store_true", help="the program was built with sanitizers, which need memory and time")
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()
    if not arguments.binary:
        parser.error("--binary is missing")
    return run_all(arguments.binary, arguments.sanitizer)


if __name__ == "__main__":
    sys.exit(main())
