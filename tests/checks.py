"""Named checks: each prints its name and how it ended."""

import concurrent.futures
import contextlib
import pathlib
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

    def run(self, title, given, at_once=1):
        """The number of those that failed, or 1 when none passed. `given` makes the context whose value each gets; what a check returns is
        printed with it. So many are run at once as are told."""
        counts = {"passed": 0, "skipped": 0, "FAILED": 0}
        with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
            for (name, _), (ended, text) in zip(self.all, pool.map(lambda one: outcome(one[1], given), self.all)):
                counts[ended] += 1
                print(f"{ended}: {name}" + (f"\n        {text}" if text else ""), flush=True)
        print(f"{title}: {len(self.all)} checks, " + ", ".join(f"{count} {ended}" for ended, count in counts.items()))
        return counts["FAILED"] or int(counts["passed"] == 0)


def outcome(function, given):
    """How a check ended, and what is to be said of it."""
    try:
        with given() as value:
            return "passed", function(value) or ""
    except Skipped as why:
        return "skipped", str(why)
    except Failed as why:
        return "FAILED", str(why)
    except Exception:  # a check that breaks has not passed
        return "FAILED", traceback.format_exc()


@contextlib.contextmanager
def in_folder(make):
    """What `make` makes of a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield make(pathlib.Path(folder))
