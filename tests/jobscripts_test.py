#!/usr/bin/env python3
"""Does migadvise check find in the scripts of tests/data/jobscripts what their expected.json says, and does --fix mend no more than that?

--accept writes what it finds now into that file; what sbatch does is for tests/slurm/jobscripts_test.py to say.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import jobscripts
from checks import options

MESSAGES = pathlib.Path(__file__).resolve().parent.parent / "src" / "report" / "job_text.cpp"
ID = re.compile(r'\{Code::\w+, "(K\d{3})"')
AT_LEAST, FINE_AT_LEAST = 80, 25
# What --fix does to more than the words that are told of.
LINE_ENDS, LATE_LINES, FIRST_LINE = "K004", "K005", "K002"


def observed(check, script, needs):
    """The entry of a script but for what sbatch does, and what it found."""
    findings, _ = check.findings(script, needs)
    entry = {"finds": jobscripts.brief(findings)}
    mended = check.mended(script, needs)
    if mended != script:
        entry["left"] = jobscripts.brief(check.findings(mended, needs)[0])
    return entry


def problems_of_list(expected, names):
    problems = [f"{name} is not in expected.json" for name in names if name not in expected]
    problems += [f"{name} is in expected.json and not there" for name in expected if name not in names]
    if len(names) < AT_LEAST:
        problems.append(f"{len(names)} scripts; {AT_LEAST} are wanted")
    fine = [name for name, entry in expected.items() if not entry["finds"]]
    if len(fine) < FINE_AT_LEAST:
        problems.append(f"{len(fine)} scripts without a finding; {FINE_AT_LEAST} are wanted")
    found = {line.split()[-1] for entry in expected.values() for line in entry["finds"]}
    ids = ID.findall(MESSAGES.read_text(encoding="utf-8"))
    problems += [f"no script has {code}" for code in ids if code not in found]
    return problems + ([] if ids else ["no ids are found in job_text.cpp"])


def changed_elsewhere(script, mended, findings):
    """What --fix changed although nothing was told of there."""
    fixable = [finding for finding in findings if finding["fixable"]]
    codes = {finding["code"] for finding in fixable}
    before, after = (text.replace(b"\r\n", b"\n").split(b"\n") if LINE_ENDS in codes else text.split(b"\n") for text in (script, mended))
    if LATE_LINES in codes:
        return [] if sorted(before) == sorted(after) else ["--fix does more than to move lines"]
    if FIRST_LINE in codes:
        # The shebang is put before the first line, or freed of what stands before it.
        end = next(number for number, line in enumerate(after) if line.startswith(b"#!")) + 1
        length = min(len(before), len(after) - end)
        before, after = before[len(before) - length :], after[len(after) - length :]
        return [] if before == after else ["--fix changes more than the first line"]
    if len(before) != len(after):
        return ["--fix changes the number of lines"]
    problems = []
    for number, (old, new) in enumerate(zip(before, after), 1):
        # A word is mended from its start at most.
        starts = [old.rfind(b" ", 0, finding["column"] - 1) + 1 for finding in fixable if finding["line"] == number]
        if old != new and not starts:
            problems.append(f"--fix changes line {number}, of which nothing was told")
        elif old != new and old[: min(starts)] != new[: min(starts)]:
            problems.append(f"--fix changes line {number} before the word that was told of")
    return problems


def applied(diff, name, script, folder):
    """The script once `git apply` has made the changes of a diff; nothing when it cannot."""
    path = pathlib.Path(folder) / name
    path.write_bytes(script)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    ended = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"], input=diff, cwd=folder, env=environment, capture_output=True, timeout=60, check=False
    )
    after = path.read_bytes()
    path.unlink()
    return after if ended.returncode == 0 else None


def problems_of(check, name, entry, folder):
    script = (jobscripts.FOLDER / name).read_bytes()
    needs = entry.get("needs", [])
    findings, status = check.findings(script, needs)
    problems = []
    seen = observed(check, script, needs)
    for key in ("finds", "left"):
        if seen.get(key) != entry.get(key):
            problems.append(f"{key}: {seen.get(key)} and not {entry.get(key)}")
    if status != jobscripts.has_errors(findings):
        problems.append(f"the exit status is {status}")
    mended = check.mended(script, needs)
    if mended == script:
        return problems + [f"{finding['code']} is called fixable and stays" for finding in findings if finding["fixable"]]
    if check.mended(mended, needs) != mended:
        problems.append("mending twice changes more")
    problems += [f"{finding['code']} is left and could be mended" for finding in check.findings(mended, needs)[0] if finding["fixable"]]
    problems += changed_elsewhere(script, mended, findings)
    path = pathlib.Path(folder) / name
    path.write_bytes(script)
    diff = subprocess.run([check.binary, "check", name, "--diff", "--quiet", *needs], cwd=folder, capture_output=True, timeout=60, check=False).stdout
    if shutil.which("git") and applied(diff, name, script, folder) != mended:
        problems.append("the diff does not give what --fix gives")
    return problems


def main():
    parser = options(__doc__)
    parser.add_argument("--accept", action="store_true")
    arguments = parser.parse_args()
    check, names = jobscripts.Check(arguments.binary), jobscripts.names()
    if arguments.accept:
        before = jobscripts.read_expected() if jobscripts.EXPECTED.exists() else {}
        kept = {name: {key: value for key, value in before.get(name, {}).items() if key in ("needs", "sbatch")} for name in names}
        jobscripts.write_expected(
            {name: {**entry, **observed(check, (jobscripts.FOLDER / name).read_bytes(), entry.get("needs", []))} for name, entry in kept.items()}
        )
    expected = jobscripts.read_expected()
    problems = problems_of_list(expected, names)
    if not shutil.which("git"):
        print("jobscripts: NOT RUN: without git, no diff is applied")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            problems += [f"{name}: {problem}" for problem in problems_of(check, name, expected.get(name, {}), folder)]
    for problem in problems:
        print("jobscripts:", problem)
    print(f"jobscripts: {len(names)} scripts, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
