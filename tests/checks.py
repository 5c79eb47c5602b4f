"""Named checks: each prints its name and how it ended. And the options of the programs that try the built one."""

import argparse
import concurrent.futures
import os
import pathlib
import sys
import tempfile
import traceback


class Skipped(Exception):
    """The check cannot be made here."""


class Failed(Exception):
    """What was checked does not do what it should."""


def require(condition, text):
    if not condition:
        raise Failed(text)


class Checks:
    """`@check("what holds")` adds a function to them."""

    def __init__(self):
        self.all = []

    def __call__(self, name):
        def register(function):
            self.all.append((name, function))
            return function

        return register

    def main(self, title, text, world, at_once=1):
        """The exit status of a whole program that says `text` of itself. `world` is also given the built program, as the first."""
        binary = options(text).parse_args().binary
        return self.run(title, lambda folder: world(binary, folder), at_once)

    def run(self, title, world, at_once=1):
        """The exit status: 1 when a check failed or none passed. `world` makes what each gets, of an empty folder that is gone afterwards;
        what a check returns is printed with it. So many are run at once as are told."""
        counts = {"passed": 0, "skipped": 0, "FAILED": 0}
        with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
            for (name, _), (ended, text) in zip(self.all, pool.map(lambda one: outcome(one[1], world), self.all)):
                counts[ended] += 1
                print(f"{ended}: {name}" + (f"\n        {text}" if text else ""), flush=True)
        print(f"{title}: {len(self.all)} checks, " + ", ".join(f"{count} {ended}" for ended, count in counts.items()))
        return 1 if counts["FAILED"] or not counts["passed"] else 0


def outcome(function, world):
    """How a check ended, and what is to be said of it."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            return "passed", function(world(pathlib.Path(folder))) or ""
    except Skipped as why:
        return "skipped", str(why)
    except Failed as why:
        return "FAILED", str(why)
    except Exception:  # a check that breaks has not passed
        return "FAILED", traceback.format_exc()


def options(text):
    """The parser of a program that says `text` of itself and tries the built one. From now on stdout takes every character."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=program, required=True, help="the built program")
    return parser


def program(path):
    if not os.access(path, os.X_OK) or os.path.isdir(path):
        raise argparse.ArgumentTypeError(f"{path}: no such program")
    return pathlib.Path(path).resolve()
