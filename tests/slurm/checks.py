"""Named checks: each prints its name and how it ended."""

import traceback

from cluster import Failed


def require(condition, text):
    if not condition:
        raise Failed(text)


class Checks:
    def __init__(self):
        self.all = []

    def __call__(self, name):
        def register(function):
            self.all.append((name, function))
            return function

        return register

    def __len__(self):
        return len(self.all)

    def run(self, *given):
        """The number of those that failed. What a check returns is printed with it."""
        failures = 0
        for name, function in self.all:
            try:
                ended, text = "passed", function(*given) or ""
            except Failed as why:
                ended, text = "FAILED", str(why)
            except Exception:  # a check that breaks has not passed
                ended, text = "FAILED", traceback.format_exc()
            failures += ended == "FAILED"
            print(f"{ended}: {name}" + (f"\n        {text}" if text else ""), flush=True)
        return failures
