#!/usr/bin/env python3
"""Runs console transcripts against the built program and compares what it prints, byte for byte.

--golden: every tests/golden/*.console (or the files named). Blocks of

    # what this shows (optional)
    $ migadvise --mem 30 --single-model
    its stdout
    [stderr]
    its stderr (this line and the text only when there is any)
    [exit 0]

  run without a shell, piped, in the repository's root, with PATH as the only variable. A stream that does not end with a line
  break is followed by the line [no final newline]; a line of output that would look like one of these marks, or like a command,
  has a backslash before it.

--markdown: every ```console block of README.md and docs/*.md (or the files named). `$ migadvise ...` lines, run by bash with the
  program in PATH, each followed by its stdout and then its stderr. A block marked ```console no-run is only shown.

--accept writes what the program prints now into the files, and shows the changes.
"""

import argparse
import contextlib
import difflib
import io
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIME_LIMIT = 120

EXIT_MARK = re.compile(r"\[exit (-?\d+)\]")
MARK_LIKE = re.compile(r"\\*(?:\$ .*|\[stderr\]|\[no final newline\]|\[exit .*\])", re.DOTALL)
NO_NEWLINE = "[no final newline]"


class TranscriptError(Exception):
    """A file that cannot be understood: line and text."""


# Text is handled as UTF-8 in which every other byte survives.


def read(path):
    return pathlib.Path(path).read_bytes().decode("utf-8", "surrogateescape")


def write_atomically(path, text):
    path = pathlib.Path(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
        os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def decode(data):
    return data.decode("utf-8", "surrogateescape")


def shown(path):
    """A path as people are told it: from the repository's root where it lies below that."""
    path = pathlib.Path(path).resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def difference(before, after, name, what):
    lines = difflib.unified_diff(
        before.split("\n"), after.split("\n"), f"{name}: {what[0]}", f"{name}: {what[1]}", lineterm="", n=3
    )
    return "\n".join(lines) + "\n"


def environment(binary_folder=None):
    path = os.defpath if binary_folder is None else f"{binary_folder}{os.pathsep}{os.defpath}"
    return {"PATH": path}


def execute(command, env):
    """Exit status, stdout and stderr of a command, run in the repository's root without stdin."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return None, "", f"no end after {TIME_LIMIT} s\n"
    return done.returncode, decode(done.stdout), decode(done.stderr)


# ---- golden files ----


class Block:
    """One command of a golden file: the lines before it, and what is expected (status None: the block has no [exit] yet)."""

    def __init__(self, line, lead, command):
        self.line, self.lead, self.command = line, lead, command
        self.stdout, self.stderr, self.status = "", "", None

    def arguments(self):
        words = shlex.split(self.command)
        if not words or words[0] != "migadvise":
            raise TranscriptError(f"{self.line}: a golden file runs migadvise only: {self.command}")
        return words[1:]


def stream_lines(text):
    """A stream as the lines that stand for it in a file."""
    if not text:
        return []
    lines = text.split("\n")
    ended = lines[-1] == ""
    if ended:
        lines.pop()
    lines = ["\\" + line if MARK_LIKE.fullmatch(line) else line for line in lines]
    return lines if ended else lines + [NO_NEWLINE]


def stream_text(lines):
    """The reverse of stream_lines."""
    lines = list(lines)
    ended = not (lines and lines[-1] == NO_NEWLINE)
    if not ended:
        lines.pop()
    lines = [line[1:] if line.startswith("\\") and MARK_LIKE.fullmatch(line) else line for line in lines]
    return "\n".join(lines) + ("\n" if ended and lines else "")


def parse_golden(text, lenient=False):
    """The blocks of a golden file and the lines after the last. Lenient: a block may still lack its output and [exit]."""
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    blocks, lead, index = [], [], 0
    while index < len(lines):
        line = lines[index]
        if line == "" or line == "#" or line.startswith("# "):
            lead.append(line)
            index += 1
            continue
        if not line.startswith("$ "):
            raise TranscriptError(f"{index + 1}: neither a comment nor a command: {line}")
        block = Block(index + 1, lead, line[2:])
        lead, index, start = [], index + 1, index + 1
        while index < len(lines) and not EXIT_MARK.fullmatch(lines[index]) and not lines[index].startswith("$ "):
            index += 1
        output = lines[start:index]
        if index < len(lines) and EXIT_MARK.fullmatch(lines[index]):
            block.status = int(EXIT_MARK.fullmatch(lines[index]).group(1))
            index += 1
        elif lenient:
            while output and (output[-1] == "" or output[-1].startswith("# ")):
                lead.insert(0, output.pop())
        else:
            raise TranscriptError(f"{block.line}: the block of this command does not end with [exit N]")
        parts = [output]
        if "[stderr]" in output:
            at = output.index("[stderr]")
            parts = [output[:at], output[at + 1 :]]
        block.stdout = stream_text(parts[0])
        block.stderr = stream_text(parts[1]) if len(parts) > 1 else ""
        blocks.append(block)
    return blocks, lead


def golden_output(stdout, stderr, status):
    lines = stream_lines(stdout)
    if stderr:
        lines += ["[stderr]"] + stream_lines(stderr)
    return "\n".join(lines + [f"[exit {status}]"]) + "\n"


def check_golden(path, binary, accept):
    """The number of blocks run and of failures in one file."""
    before = read(path)
    blocks, tail = parse_golden(before, lenient=accept)
    after, failures = "", 0
    for block in blocks:
        status, stdout, stderr = execute([str(binary)] + block.arguments(), environment())
        ended = status is not None and status >= 0
        if accept and not ended:
            print(f"{shown(path)}:{block.line}: not accepted: $ {block.command}: status {status}: {stderr}")
            failures += 1
        expected = golden_output(block.stdout, block.stderr, block.status)
        actual = golden_output(stdout, stderr, status)
        if not accept and actual != expected:
            print(f"{shown(path)}:{block.line}: $ {block.command}")
            print(difference(expected, actual, "output", ("expected", "printed")))
            failures += 1
        after += "".join(line + "\n" for line in block.lead) + f"$ {block.command}\n" + actual
    after += "".join(line + "\n" for line in tail)
    if accept and failures == 0 and after != before:
        write_atomically(path, after)
        print(difference(before, after, shown(path), ("before", "accepted")))
    return len(blocks), failures


# ---- examples in Markdown ----

FENCE = re.compile(r"( *)(`{3,}|~{3,}) *([^`]*)")


def check_markdown(path, binary, accept):
    before = read(path)
    lines = before.split("\n")
    after, count, failures, index = [], 0, 0, 0
    while index < len(lines):
        opening = FENCE.fullmatch(lines[index])
        after.append(lines[index])
        index += 1
        if not opening:
            continue
        indent, fence, info = len(opening.group(1)), opening.group(2), opening.group(3).split()
        closing = re.compile(rf" *{re.escape(fence[0])}{{{len(fence)},}} *")
        start = index
        while index < len(lines) and not closing.fullmatch(lines[index]):
            index += 1
        if index == len(lines):
            raise TranscriptError(f"{start}: this block has no end")
        body = lines[start:index]
        if info[:1] == ["console"] and "no-run" not in info:
            body = [line[indent:] if line[:indent].strip() == "" else line for line in body]
            body, ran, failed = run_console_block(path, start + 1, body, binary, accept)
            body = [" " * indent + line if line else line for line in body]
            count += ran
            failures += failed
        after += body + [lines[index]]
        index += 1
    text = "\n".join(after)
    if accept and failures == 0 and text != before:
        write_atomically(path, text)
        print(difference(before, text, shown(path), ("before", "accepted")))
    return count, failures


def run_console_block(path, first_line, body, binary, accept):
    """The lines of a block with the output of now, how many commands ran, how many failed."""
    result, count, failures, index = [], 0, 0, 0
    if not body or not body[0].startswith("$ "):
        raise TranscriptError(f"{first_line}: a console block begins with a line '$ migadvise ...'")
    while index < len(body):
        line, command = first_line + index, body[index][2:]
        result.append(body[index])
        index += 1
        while command.endswith("\\") and index < len(body):  # a command over several lines, as typed into a shell
            command += "\n" + (body[index][2:] if body[index].startswith("> ") else body[index])
            result.append(body[index])
            index += 1
        if command.split()[:1] != ["migadvise"]:
            raise TranscriptError(f"{line}: only migadvise is run here (mark the block 'console no-run'): {command}")
        start = index
        while index < len(body) and not body[index].startswith("$ "):
            index += 1
        expected = body[start:index]
        status, stdout, stderr = execute(["bash", "-c", command], environment(pathlib.Path(binary).resolve().parent))
        count += 1
        printed = stdout + stderr
        actual = printed.split("\n")
        text = None
        if status is None or status < 0:
            text = f"status {status}: {stderr}"
        elif actual.pop() != "":
            text = "the output does not end with a line break, which a document cannot show"
        elif not accept and actual != expected:
            text = difference("\n".join(expected), "\n".join(actual), "output", ("documented", "printed"))
        if text is not None:
            print(f"{shown(path)}:{line}: $ {command}\n{text}")
            failures += 1
        result += actual
    return result, count, failures


# ---- all files ----


def check_files(files, check, binary, accept):
    """0 when all is as expected, 1 otherwise, also when there was nothing to run."""
    count = failures = 0
    binary = pathlib.Path(binary).resolve()
    if not os.access(binary, os.X_OK):
        print(f"{binary}: no such program")
        return 1
    for path in files:
        try:
            ran, failed = check(pathlib.Path(path), binary, accept)
        except (TranscriptError, OSError, ValueError) as error:
            print(f"{shown(path)}:{error}")
            ran, failed = 0, 1
        count += ran
        failures += failed
    if count == 0:
        print("transcripts: nothing was run")
        failures += 1
    print(f"transcripts: {len(files)} files, {count} commands run, {failures} failed")
    return 1 if failures else 0


# ---- the self-test ----

FAKE = """#!/bin/sh
case "$1" in
  hello) echo hello ;;
  bare) printf 'no line break' ;;
  both) echo out; echo err >&2; exit 3 ;;
  marks) printf '[stderr]\\n[exit 7]\\n$ migadvise x\\n\\\\[stderr]\\n[no final newline]\\n# note\\n' ;;
  bytes) printf 'caf\\303\\251 \\377 \\r\\n\\n' ;;
  words) shift; printf '<%s>\\n' "$@" ;;
  env) env | grep -v -e '^PATH=' -e '^PWD=' -e '^_=' -e '^SHLVL=' -e '^OLDPWD='; exit 0 ;;
  die) kill -9 $$ ;;
esac
"""

GOLDEN_GOOD = {
    "plain": "# a note\n$ migadvise hello\nhello\n[exit 0]\n",
    "no line break": "$ migadvise bare\nno line break\n[no final newline]\n[exit 0]\n",
    "stderr and status": "$ migadvise both\nout\n[stderr]\nerr\n[exit 3]\n",
    "no output": "$ migadvise nothing\n[exit 0]\n",
    "output like marks": "$ migadvise marks\n\\[stderr]\n\\[exit 7]\n\\$ migadvise x\n\\\\[stderr]\n\\[no final newline]\n# note\n[exit 0]\n",
    "two blocks": "$ migadvise hello\nhello\n[exit 0]\n\n# second\n$ migadvise both\nout\n[stderr]\nerr\n[exit 3]\n",
    "any bytes": b"$ migadvise bytes\ncaf\xc3\xa9 \xff \r\n\n[exit 0]\n".decode("utf-8", "surrogateescape"),
    "quoted words": "$ migadvise words 'a b' \"\" c\\ d\n<a b>\n<>\n<c d>\n[exit 0]\n",
    "nothing but PATH": "$ migadvise env\n[exit 0]\n",
}
GOLDEN_BAD = {
    "wrong output": "$ migadvise hello\nhallo\n[exit 0]\n",
    "output missing": "$ migadvise hello\n[exit 0]\n",
    "blank line too many": "$ migadvise hello\nhello\n\n[exit 0]\n",
    "trailing blank": "$ migadvise hello\nhello \n[exit 0]\n",
    "line break expected": "$ migadvise bare\nno line break\n[exit 0]\n",
    "line break not expected": "$ migadvise hello\nhello\n[no final newline]\n[exit 0]\n",
    "stderr missing": "$ migadvise both\nout\n[exit 3]\n",
    "stderr as stdout": "$ migadvise both\nout\nerr\n[exit 3]\n",
    "wrong status": "$ migadvise both\nout\n[stderr]\nerr\n[exit 0]\n",
    "killed": "$ migadvise die\n[exit 0]\n",
    "exit missing": "$ migadvise hello\nhello\n",
    "exit missing before the next": "$ migadvise hello\nhello\n$ migadvise hello\nhello\n[exit 0]\n",
    "second block wrong": "$ migadvise hello\nhello\n[exit 0]\n$ migadvise hello\nhallo\n[exit 0]\n",
    "another program": "$ echo hello\nhello\n[exit 0]\n",
    "text without a command": "hello\n[exit 0]\n",
    "unclosed quote": "$ migadvise 'hello\nhello\n[exit 0]\n",
    "empty": "",
    "only comments": "# nothing here\n",
}
MARKDOWN_GOOD = {
    "plain": "text\n```console\n$ migadvise hello\nhello\n```\n",
    "two commands": "```console\n$ migadvise hello\nhello\n$ migadvise hello\nhello\n```\n",
    "stderr after stdout": "```console\n$ migadvise both\nout\nerr\n```\n",
    "a pipe": "```console\n$ migadvise both 2>/dev/null | tr a-z A-Z\nOUT\n```\n",
    "a substitution": "```console\n$ migadvise words $(migadvise hello)\n<hello>\n```\n",
    "a status": "```console\n$ migadvise both >/dev/null 2>&1; echo $?\n3\n```\n",
    "two lines": "```console\n$ migadvise words a \\\n>   b\n<a>\n<b>\n```\n",
    "in a list": "- x\n\n  ```console\n  $ migadvise hello\n  hello\n  ```\n",
    "tildes": "~~~console\n$ migadvise hello\nhello\n~~~\n",
    "beside others": "```sh\nmake\n```\n```console no-run\n$ sbatch job.sh\n```\n```console\n$ migadvise hello\nhello\n```\n",
    "inside another": "````markdown\n```console\n$ migadvise hello\nhallo\n```\n````\n```console\n$ migadvise hello\nhello\n```\n",
}
MARKDOWN_BAD = {
    "wrong output": "```console\n$ migadvise hello\nhallo\n```\n",
    "output missing": "```console\n$ migadvise hello\n```\n",
    "blank line too many": "```console\n$ migadvise hello\nhello\n\n```\n",
    "no line break": "```console\n$ migadvise bare\nno line break\n```\n",
    "another program": "```console\n$ echo hello\nhello\n```\n",
    "a longer name": "```console\n$ migadvise-more hello\nhello\n```\n",
    "no command": "```console\nhello\n```\n",
    "empty block": "```console\n```\n```console\n$ migadvise hello\nhello\n```\n",
    "no end": "```console\n$ migadvise hello\nhello\n",
    "killed": "```console\n$ migadvise die\n```\n",
    "nothing to run": "```console no-run\n$ migadvise hello\nhello\n```\n",
    "no block": "text\n",
}
# Before and after --accept, None where it must refuse.
ACCEPT = [
    (check_golden, "# note\n$ migadvise hello\nhallo\n[exit 1]\n\n# end\n", "# note\n$ migadvise hello\nhello\n[exit 0]\n\n# end\n"),
    (check_golden, "$ migadvise hello\n\n# b\n$ migadvise bare\n", "$ migadvise hello\nhello\n[exit 0]\n\n# b\n$ migadvise bare\nno line break\n[no final newline]\n[exit 0]\n"),
    (check_golden, "$ migadvise die\n", None),
    (check_golden, "# nothing\n", None),
    (check_markdown, "a\n  ```console\n  $ migadvise hello\n  x\n  ```\nb", "a\n  ```console\n  $ migadvise hello\n  hello\n  ```\nb"),
    (check_markdown, "```console\n$ echo x\n```\n", None),
]


def self_test():
    problems, tried = [], 0
    with tempfile.TemporaryDirectory() as folder:
        fake = pathlib.Path(folder, "migadvise")
        fake.write_text(FAKE, encoding="utf-8")
        fake.chmod(0o755)
        sample = pathlib.Path(folder, "sample")

        def outcome(check, text, accept=False, binary=fake):
            sample.write_bytes(text.encode("utf-8", "surrogateescape"))
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                status = check_files([sample], check, binary, accept)
            return status, printed.getvalue()

        cases = [(check_golden, GOLDEN_GOOD, 0), (check_golden, GOLDEN_BAD, 1)]
        cases += [(check_markdown, MARKDOWN_GOOD, 0), (check_markdown, MARKDOWN_BAD, 1)]
        for check, texts, expected in cases:
            for name, text in texts.items():
                tried += 1
                status, printed = outcome(check, text)
                if status != expected:
                    problems.append(f"{check.__name__}: {name}: status {status}\n{printed}")
                if expected == 0 and check is check_golden:
                    outcome(check, text, accept=True)
                    if read(sample) != text:
                        problems.append(f"accepting what is right changes it: {name}: {read(sample)!r}")
        for check, text, expected in ACCEPT:
            tried += 1
            status, printed = outcome(check, text, accept=True)
            if (status == 0) != (expected is not None) or read(sample) != (text if expected is None else expected):
                problems.append(f"accept {text!r}: status {status}, {read(sample)!r}\n{printed}")
        tried += 2
        if outcome(check_golden, GOLDEN_GOOD["plain"], binary=pathlib.Path(folder, "none"))[0] == 0:
            problems.append("a program that is not there passes")
        with contextlib.redirect_stdout(io.StringIO()):
            if check_files([], check_golden, fake, False) == 0:
                problems.append("no file at all passes")
        left = sorted(path.name for path in pathlib.Path(folder).iterdir())
        if left != ["migadvise", "sample"]:
            problems.append(f"files left behind: {left}")
    for problem in problems:
        print("transcripts self-test:", problem)
    if not problems:
        print(f"transcripts self-test: {tried} cases told apart")
    return 1 if problems else 0


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--golden", action="store_true")
    mode.add_argument("--markdown", action="store_true")
    mode.add_argument("--self-test", action="store_true")
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--binary", type=pathlib.Path, help="the built program")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()
    if arguments.binary is None:
        parser.error("--binary is needed")
    if arguments.golden:
        files, check = arguments.files or sorted((ROOT / "tests" / "golden").glob("*.console")), check_golden
    else:
        files, check = arguments.files or [ROOT / "README.md"] + sorted((ROOT / "docs").glob("*.md")), check_markdown
    return check_files(files, check, arguments.binary, arguments.accept)


if __name__ == "__main__":
    sys.exit(main())
