"""Named checks: each prints its name and how it ended."""

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

    def run(self, title, given):
        """The number of those that failed, or 1 when none passed. `given` makes the context whose value each gets; what a check returns is
        printed with it."""
        counts = {"passed": 0, "skipped": 0, "FAILED": 0}
        for name, function in self.all:
            try:
                with given() as value:
                    ended, text = "passed", function(value) or ""
            except Skipped as why:
                ended, text = "skipped", str(why)
            except Failed as why:
                ended, text = "FAILED", str(why)
            except Exception:  # a check that breaks has not passed
                ended, text = "FAILED", traceback.format_exc()
            counts[ended] += 1
            print(f"{ended}: {name}" + (f"\n        {text}" if text else ""), flush=True)
        print(f"{title}: {len(self.all)} checks, " + ", ".join(f"{count} {ended}" for ended, count in counts.items()))
        return counts["FAILED"] or int(counts["passed"] == 0)


@contextlib.contextmanager
def in_folder(make):
    """What `make` makes of a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield make(pathlib.Path(folder))
