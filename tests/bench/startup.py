#!/usr/bin/env python3
"""Time from start to answer and peak memory of migadvise, beside a hello world with iostreams that is linked in the same way.

Nothing is asserted: the figures depend on the machine. The two run in turn, so that what disturbs the machine meets both.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys

ARGUMENTS = ["--mem", "30", "--single-model"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, type=pathlib.Path, help="the build folder of the preset bench")
    parser.add_argument("--runs", type=int, default=500)
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    spawn, hello, tool = build / "tests/bench/bench_spawn", build / "tests/bench/bench_hello", build / "src/migadvise"

    def run(count):
        command = [spawn, str(count), tool, *ARGUMENTS, "--", hello]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[:-1]
        rows = [tuple(map(int, line.split())) for line in lines]
        return [row for row in rows if row[0] == 0], [row for row in rows if row[0] == 1]

    run(20)  # so that both are in memory
    tools, hellos = run(arguments.runs)
    for name, rows in (("migadvise", tools), ("hello", hellos)):
        statuses = sorted({row[3] for row in rows})
        if statuses != [0]:
            print(f"{name} ended with {statuses}: this is no measurement")
            return 1
    medians = [statistics.median(row[1] for row in rows) / 1e6 for rows in (tools, hellos)]
    pairs = statistics.median(tool[1] / hello[1] for tool, hello in zip(tools, hellos))
    print(f"{arguments.runs} runs each, in turn: migadvise {' '.join(ARGUMENTS)}; hello")
    for name, rows, median in (("migadvise", tools, medians[0]), ("hello", hellos, medians[1])):
        peak = max(row[2] for row in rows)
        print(f"  {name:10} median {median:6.3f} ms   fastest {min(row[1] for row in rows) / 1e6:6.3f} ms   peak memory {peak / 1024:5.2f} MiB")
    print(f"  ratio of the medians {medians[0] / medians[1]:.3f}, median of the ratios pair by pair {pairs:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
