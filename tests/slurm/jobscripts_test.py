#!/usr/bin/env python3
"""Does a real sbatch refuse just those scripts of tests/data/jobscripts of which migadvise check says so, before and after --fix?

Where Slurm cannot run, this says so and ends with 77. --accept writes what sbatch does into expected.json.
"""

import sys

from cluster import Cluster
from checks import options  # found by cluster's path
import jobscripts


def word(accepted):
    return "accepts" if accepted else "refuses"


def problems_of(cluster, check, name, entry):
    """What is wrong with a script, and how many scripts sbatch was asked about."""
    script, needs = (jobscripts.FOLDER / name).read_bytes(), entry.get("needs", [])
    findings, _ = check.findings(script, needs)
    accepted, message = cluster.test_only(script)
    problems = []
    if word(accepted) != entry["sbatch"]:
        problems.append(f"sbatch {word(accepted)} it; expected.json says that it {entry['sbatch']} it: {message}")
    if accepted == jobscripts.refused(findings):
        problems.append(f"sbatch {word(accepted)} it, and check finds {jobscripts.brief(findings)}: {message}")
    mended = check.mended(script, needs)
    if mended == script:
        return problems, 1
    left, _ = check.findings(mended, needs)
    accepted, message = cluster.test_only(mended)
    if accepted == jobscripts.refused(left):
        problems.append(f"once mended sbatch {word(accepted)} it, and check finds {jobscripts.brief(left)}: {message}")
    return problems, 2


def main():
    parser = options(__doc__)
    parser.add_argument("--accept", action="store_true")
    arguments = parser.parse_args()
    check, expected = jobscripts.Check(arguments.binary), jobscripts.read_expected()
    problems, asked = [], 0
    with Cluster() as cluster:
        if arguments.accept:
            for name, entry in expected.items():
                accepted, _ = cluster.test_only((jobscripts.FOLDER / name).read_bytes())
                expected[name] = {"sbatch": word(accepted), **{key: value for key, value in entry.items() if key != "sbatch"}}
            jobscripts.write_expected(expected)
        for name, entry in expected.items():
            wrong, count = problems_of(cluster, check, name, entry)
            problems += [f"{name}: {problem}" for problem in wrong]
            asked += count
    for problem in problems:
        print("slurm:", problem)
    print(f"slurm: {len(expected)} job scripts, {asked} with the mended ones, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
