"""The job scripts of tests/data/jobscripts, and what its expected.json says of each.

    "time-in-hours.sh": {"sbatch": "refuses", "finds": ["6 error K021"], "left": []}

sbatch   what a real sbatch does with it: "accepts" or "refuses"
finds    what migadvise check finds, in its order: the line, the level, the id; without a line where the whole script is meant
left     the same of the script that --fix makes of it; not there when --fix changes nothing
needs    the needs that check is given with it, if any
"""

import json
import pathlib
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent / "data" / "jobscripts"
EXPECTED = FOLDER / "expected.json"


def read_expected():
    return json.loads(EXPECTED.read_text(encoding="utf-8"))


def write_expected(expected):
    lines = [f"  {json.dumps(name)}: {json.dumps(expected[name])}" for name in sorted(expected)]
    EXPECTED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def names():
    return sorted(path.name for path in FOLDER.iterdir() if path != EXPECTED)


class Check:
    """migadvise check, given scripts as bytes."""

    def __init__(self, binary):
        self.binary = binary

    def run(self, script, *arguments):
        command = [self.binary, "check", "-", *arguments]
        return subprocess.run(command, input=script, capture_output=True, timeout=60, check=False)

    def findings(self, script, needs=()):
        """What it finds, as the JSON has it, and the exit status."""
        ended = self.run(script, "--json", *needs)
        return json.loads(ended.stdout)["scripts"][0]["findings"], ended.returncode

    def mended(self, script, needs=()):
        return self.run(script, "--fix", "--quiet", *needs).stdout


def brief(findings):
    return [" ".join(str(finding[key]) for key in ("line", "level", "code") if finding[key] is not None) for finding in findings]


def has_errors(findings):
    return any(finding["level"] == "error" for finding in findings)


def refused(findings):
    """Whether sbatch would refuse a script with these findings."""
    return any(finding["level"] == "error" and finding["by"] == "sbatch" for finding in findings)
