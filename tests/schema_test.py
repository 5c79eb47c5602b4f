#!/usr/bin/env python3
"""Holds the schemas of docs/schema to what they describe: the JSON answers of tests/golden, and site files.

Each schema is checked against JSON Schema 2020-12. Every JSON answer must be valid and answers that were spoilt on purpose must be
refused. Every good site file must be valid, and of files that were spoilt on purpose the schema and the program that loads them
must think alike, but for what a schema cannot know.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import transcripts
from checks import options

try:
    import jsonschema

    Validator = jsonschema.Draft202012Validator
except (ImportError, AttributeError) as problem:
    sys.exit(f"schema test: needs Python's jsonschema 4 or later (Debian: python3-jsonschema), with {sys.executable}: {problem}")

ROOT = pathlib.Path(__file__).resolve().parent.parent
ADVICE_SCHEMA = ROOT / "docs" / "schema" / "advice.schema.json"
SITE_SCHEMA = ROOT / "docs" / "schema" / "site.schema.json"
SITES = ROOT / "tests" / "data" / "sites"
SITE_PAGE = ROOT / "docs" / "site-file.md"
BAD_CONTENT = 65


COMMANDS = {"compare": "compare.schema.json", "cost": "cost.schema.json", "profiles": "profiles.schema.json", "lint-table": "lint.schema.json", "check": "check.schema.json"}


def strict_json(text):
    """JSON as the standard has it: no NaN, no key twice."""

    def refuse(word):
        raise ValueError(f"{word} is not JSON")

    def unique(pairs):
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            raise ValueError(f"a key stands twice: {keys}")
        return dict(pairs)

    return json.loads(text, parse_constant=refuse, object_pairs_hook=unique)


def json_answers(command):
    """(name, text) of every golden block of a command whose stdout is a JSON object; the advice command has no word."""
    for path in sorted((ROOT / "tests" / "golden").glob("*.console")):
        blocks, _ = transcripts.parse_golden(transcripts.read(path))
        for block in blocks:
            words = block.arguments()
            named = words[0] if words and words[0] in COMMANDS else ""
            if named == command and block.stdout.startswith("{"):
                yield f"{path.relative_to(ROOT)}:{block.line}", block.stdout


def objects_with(value, keys):
    """All objects anywhere in a JSON value that have these keys."""
    if isinstance(value, dict):
        if keys <= value.keys():
            yield value
        for member in value.values():
            yield from objects_with(member, keys)
    elif isinstance(value, list):
        for member in value:
            yield from objects_with(member, keys)


def spoilt(answer):
    """(what was done, the spoilt answer), several."""

    def spoil(what, change):
        spoilt_answer = copy.deepcopy(answer)
        change(spoilt_answer)
        return what, spoilt_answer

    yield spoil("unknown top-level key", lambda a: a.update(unknown_key=1))
    for key in answer:
        yield spoil(f"without {key}", lambda a, key=key: a.pop(key))
    yield spoil("schema_version as text", lambda a: a.update(schema_version=str(a["schema_version"])))
    yield spoil("another schema_version", lambda a: a.update(schema_version=a["schema_version"] + 1))
    yield spoil("options as an object", lambda a: a.update(options={}))
    yield spoil("recommendation as text", lambda a: a.update(recommendation=answer["options"][0]["option"]))
    for key in answer["options"][0]:
        yield spoil(f"first option without {key}", lambda a, key=key: a["options"][0].pop(key))
    yield spoil("unknown key in an option", lambda a: a["options"][0].update(unknown_key=1))
    yield spoil("unknown fit", lambda a: a["options"][0].update(fit="perhaps"))
    yield spoil("eligible as a number", lambda a: a["options"][0].update(eligible=1))
    if answer["recommendation"] is not None:
        for key in answer["recommendation"]:
            yield spoil(f"recommendation without {key}", lambda a, key=key: a["recommendation"].pop(key))
        yield spoil("unknown key in the recommendation", lambda a: a["recommendation"].update(unknown_key=1))
    if next(objects_with(answer, {"low", "likely", "high", "basis"}), None) is not None:
        for member, value in (("basis", "guessed"), ("low", "1")):
            yield spoil(
                f"a range with {member} {value!r}",
                lambda a, member=member, value=value: next(objects_with(a, {"low", "likely", "high", "basis"})).update({member: value}),
            )


# What is done to a good site file, and who refuses it. `both` is the rule; `loader` is for what a schema cannot know: what names
# refer to, how they compare, and how a number is written.


def set_to(*path):
    """Sets the value at a path to the last argument."""
    *keys, last, value = path

    def change(site):
        for key in keys:
            site = site[key]
        site[last] = value

    return change


def without(*path):
    *keys, last = path

    def change(site):
        for key in keys:
            site = site[key]
        site.pop(last)

    return change


def again(key):
    """Lists the first entry twice, in two objects that differ."""
    return lambda site: site[key].append({**site[key][0], **({"gres": "other"} if key == "options" else {})})


ADDITIVE = {"name": "by_type", "family": "additive", "su_per_cpu": 1, "su_per_ram": 1, "ram_unit": "4G", "su_per_factor": 1}
FLAT = {"1g.5gb": 2, "3g.20gb": 6, "full": 12}
FAMILIES = {
    "additive": ADDITIVE,
    "maximum": {**ADDITIVE, "family": "maximum"},
    "sum": {**ADDITIVE, "family": "sum"},
    "cpu_plus_gres": {"name": "by_type", "family": "cpu_plus_gres", "su_per_cpu": 1, "su_per_option": FLAT},
    "device": {"name": "by_type", "family": "device", "su_per_factor": 1},
    "slice": {"name": "by_type", "family": "slice", "su_per_option": FLAT},
}
FIGURES = {"su_per_cpu": 1, "su_per_ram": 1, "ram_unit": "4G", "su_per_factor": 1, "su_per_option": FLAT}

SPEEDS = {"name": "medium", "speeds": {"1g.5gb": {"low": 1, "likely": 1, "high": 1}, "full": {"low": 2.5, "likely": 3, "high": 4}}}


def good_changes():
    for family, charge in FAMILIES.items():
        yield f"family {family}", set_to("charges", 0, charge)
    yield "every limit of a partition", lambda site: site["partitions"][0].update(
        cpus_per_node=64, ram_per_node="512G", gpus_per_node=4, walltime="3-00:00:00"
    )
    yield "every key of a QoS", lambda site: site["qos"][1].update(
        users="all", walltime_on_request="30-00", cpus_per_job=4, ram_per_job="1.5G", jobs_at_once=1, allocation={"su": 0.5, "holder": "x"}
    )
    yield "a partition without GPUs", set_to("partitions", 0, "options", [])
    yield "a QoS with a star", lambda site: (site["qos"].append({"name": "own-*", "charged": True}), site["partitions"][0]["qos"].append("own-*"))
    yield "an allocation", set_to("allocation", {"su": 1000, "holder": "project"})
    yield "a price", set_to("price", {"per_su": 0.005, "currency": "EUR"})
    yield "a price with the least that is sold", set_to("price", {"per_su": 0, "currency": "EUR", "at_least_su": 10})
    yield "an interactive command", set_to("interactive", {"line": "shell {account} {qos} {hours}", "options": ["full"]})
    yield "a class of programs", set_to("compute_classes", [SPEEDS])
    for walltime in ("90:00", "100:00:00", "0-1", "7-23:59", "1-1:1:1", "00:01"):
        yield f"walltime {walltime}", set_to("qos", 0, "walltime", walltime)


def bad_changes():
    """(what was done, the change, whether the schema can know it)."""
    for key in ("schema_version", "name", "title", "gpu", "options", "charges", "partitions", "qos", "defaults"):
        yield f"without {key}", without(key), True
    for place, keys in (
        (("gpu",), ("name", "memory_gb")),
        (("options", 0), ("profile", "gres")),
        (("charges", 0), ("name", "family")),
        (("partitions", 0), ("name", "charge", "ram_per_cpu", "options", "qos")),
        (("qos", 0), ("name", "charged")),
        (("defaults",), ("partition", "qos", "account_placeholder")),
    ):
        for key in keys:
            yield f"{place[0]} without {key}", without(*place, key), True
        yield f"unknown key in {place[0]}", set_to(*place, "colour", 1), True
    yield "unknown key in the file", set_to("colour", 1), True
    for family, charge in FAMILIES.items():
        for key, value in FIGURES.items():
            if key in charge:
                yield f"family {family} without {key}", set_to("charges", 0, {k: v for k, v in charge.items() if k != key}), True
            else:
                yield f"family {family} with {key}", set_to("charges", 0, {**charge, key: value}), True
    yield "another family", set_to("charges", 0, "family", "flat"), True
    for path, values in (
        (("schema_version",), (2, "1", None)),
        (("name",), ("", "a b", "-x", "x" * 65, 1)),
        (("title",), ("", "a\u001bb", None, "x" * 201)),
        (("gpu", "memory_gb"), (0, -1, 1.5, 10001, "80")),
        (("options",), ([], {}, ["full"])),
        (("options", 0, "gres"), ("a;b", "")),
        (("charges", 0, "su_per_cpu"), (-1, 10001, "1")),
        (("charges", 0, "su_per_option", "full"), (-1, "1")),
        (("charges", 0, "su_per_option"), ([], 1)),
        (("partitions", 0, "ram_per_cpu"), ("0G", "4", "much", 4)),
        (("partitions", 0, "options"), ("full", ["full", "full"], [1])),
        (("partitions", 0, "qos"), ([], ["normal", "normal"], "normal")),
        (("partitions", 0, "gpus_per_node"), (0, 1001, 1.5, "4")),
        (("partitions", 0, "cpus_per_node"), (0, 100001)),
        (("partitions", 0, "ram_per_node"), ("-1G", "0K")),
        (("partitions", 0, "walltime"), ("72", "0:00", "1:60:00", "1-24:00:00", 72)),
        (("qos", 0, "name"), ("*", "a*b", "")),
        (("qos", 0, "charged"), (1, "yes", None)),
        (("qos", 0, "users"), ("", 1)),
        (("qos", 0, "jobs_at_once"), (0, "1")),
        (("qos", 1, "preempted_by"), ("normal", ["normal", "normal"])),
        (("qos", 0, "allocation"), ({"su": 1}, {"holder": "x"}, {"su": 0, "holder": "x"}, 5)),
        (("defaults", "qos"), ("own-*",)),
        (("allocation",), ({"su": -1, "holder": "x"}, {"su": 1, "holder": ""}, {"su": 1, "holder": "x", "year": 1})),
        (("price",), ({"per_su": 1}, {"currency": "EUR"}, {"per_su": -1, "currency": "EUR"}, {"per_su": 1, "currency": "€"})),
        (("interactive",), ({"line": "x"}, {"line": "x", "options": []}, {"line": "x {nodes}", "options": ["full"]})),
    ):
        for value in values:
            yield f"{'.'.join(map(str, path))} = {value!r}"[:90], set_to(*path, value), True
    for what, change in (
        ("without speeds", {"speeds": None}),
        ("of another name", {"name": "huge"}),
        ("of one option", {"speeds": {"full": {"low": 1, "likely": 1, "high": 1}}}),
        ("with an unknown key", {"colour": 1}),
        ("without a likely speed", {"speeds": {**SPEEDS["speeds"], "full": {"low": 1, "high": 1}}}),
        ("with a speed of 0", {"speeds": {**SPEEDS["speeds"], "full": {"low": 0, "likely": 1, "high": 1}}}),
        ("with a speed beyond sense", {"speeds": {**SPEEDS["speeds"], "full": {"low": 1, "likely": 1, "high": 10001}}}),
    ):
        yield f"a class {what}", set_to("compute_classes", [{**SPEEDS, **change}]), True
    yield "no classes at all", set_to("compute_classes", []), True
    yield "a class twice", set_to("compute_classes", [SPEEDS, SPEEDS]), False
    yield "speeds out of order", set_to("compute_classes", [{**SPEEDS, "speeds": {**SPEEDS["speeds"], "full": {"low": 2, "likely": 1, "high": 3}}}]), False
    yield "a speed of no option", set_to("compute_classes", [{**SPEEDS, "speeds": {**SPEEDS["speeds"], "7g.40gb": {"low": 1, "likely": 1, "high": 1}}}]), False
    yield "longer on request without a walltime", lambda site: site["qos"].append(
        {"name": "own", "charged": True, "walltime_on_request": "1-00"}
    ), True
    yield "a star in the first place", lambda site: (
        site["qos"].append({"name": "own-*", "charged": True}),
        site["partitions"][0]["qos"].insert(0, "own-*"),
    ), True
    # What only the loader knows.
    for key, value in (("charge", "gpus"), ("options", ["7g.40gb"]), ("qos", ["own"])):
        yield f"a partition that refers to no {key}", set_to("partitions", 0, key, value), False
    for key in ("partition", "qos"):
        yield f"defaults that refer to no {key}", set_to("defaults", key, "none"), False
    yield "stopped by nobody that there is", set_to("qos", 1, "preempted_by", ["none"]), False
    yield "a rate for no option", set_to("charges", 0, "su_per_option", "7g.40gb", 1), False
    yield "an option without a rate", without("charges", 0, "su_per_option", "full"), False
    yield "a profile that is none", set_to("options", 0, "profile", "banana"), False
    for key in ("options", "charges", "partitions", "qos"):
        yield f"an entry of {key} twice", again(key), False
    yield "no more on request", set_to("qos", 0, "walltime_on_request", "1-00"), False
    yield "a default QoS that goes elsewhere", lambda site: (
        site["qos"].append({"name": "own", "charged": True}),
        site["defaults"].update(qos="own"),
    ), False
    yield "filled in twice", set_to("interactive", {"line": "{qos} {qos}", "options": ["full"]}), False
    yield "a rate that vanishes", set_to("charges", 0, "su_per_cpu", 0.0000001), False


class Loader:
    """The program as it loads site files."""

    def __init__(self, binary, folder):
        self.binary, self.path = binary, pathlib.Path(folder, "site.json")

    def refuses(self, site):
        text = site if isinstance(site, str) else json.dumps(site, ensure_ascii=False)
        self.path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [str(self.binary), "--mem", "8", "--site", str(self.path)], capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode not in (0, 1, BAD_CONTENT):
            raise RuntimeError(f"status {done.returncode}: {done.stderr}")
        return done.returncode == BAD_CONTENT


def check_sites(validator, loader):
    """Failures, and how many files were looked at."""
    failures, count = [], 0
    good_files = [ROOT / "data" / "wulver" / "site.json"]
    for path in sorted(SITES.glob("*.json")):
        if not loader.refuses(path.read_text(encoding="utf-8")):
            good_files.append(path)
        else:
            count += 1
            try:
                if validator.is_valid(strict_json(path.read_text(encoding="utf-8"))):
                    failures.append(f"{path.name}: the program refuses it, the schema does not")
            except ValueError:
                pass  # no JSON to hold against a schema
    if len(good_files) < 8:
        failures.append(f"only {len(good_files)} good site files")
    for path in good_files:
        count += 1
        errors = validator.iter_errors(strict_json(path.read_text(encoding="utf-8")))
        failures += [f"{path.name}: {error.json_path}: {error.message[:400]}" for error in errors]

    example = strict_json((SITES / "example.json").read_text(encoding="utf-8"))

    def changed(change):
        site = copy.deepcopy(example)
        change(site)
        return site

    for what, change in good_changes():
        count += 1
        site = changed(change)
        failures += [f"{what}: {error.json_path}: {error.message[:400]}" for error in validator.iter_errors(site)]
        if loader.refuses(site):
            failures.append(f"{what}: the program refuses it")
    for what, change, known in bad_changes():
        count += 1
        site = changed(change)
        if validator.is_valid(site) == known:
            failures.append(f"{what}: the schema {'lets it pass' if known else 'knows it after all'}")
        if not loader.refuses(site):
            failures.append(f"{what}: the program loads it")
    return failures, count


def check_page():
    """The complete example of the page is the file that its commands use."""
    text = SITE_PAGE.read_text(encoding="utf-8")
    examples = [block for block in text.split("```json\n")[1:] if '"schema_version"' in block.split("```")[0]]
    if len(examples) != 1:
        return [f"{SITE_PAGE.name} has {len(examples)} complete site files, not one"]
    if examples[0].split("```")[0] != (SITES / "example.json").read_text(encoding="utf-8"):
        return [f"the site file of {SITE_PAGE.name} is not that of tests/data/sites/example.json"]
    return []


def load_schema(path):
    name = path.relative_to(ROOT)
    try:
        schema = strict_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        sys.exit(f"schema test: {name}: {error}")
    if schema.get("$schema") != "https://json-schema.org/draft/2020-12/schema":
        sys.exit(f"schema test: {name}: $schema is {schema.get('$schema')!r}, not 2020-12")
    try:
        Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        sys.exit(f"schema test: {name}: {error.json_path}: {error.message}")
    return Validator(schema)


def check_answers(validator):
    """Failures, and how many answers were looked at and refused."""
    failures = []
    good = []
    count = 0
    for name, text in json_answers(""):
        count += 1
        try:
            answer = strict_json(text)
        except ValueError as error:
            failures.append(f"{name}: {error}")
            continue
        errors = list(validator.iter_errors(answer))
        failures += [f"{name}: {error.json_path}: {error.message[:400]}" for error in errors]
        if not errors:
            good.append(answer)
    if count == 0:
        failures.append("no golden file has a JSON answer")

    # One answer of each kind is enough: with a recommendation and without.
    refused = 0
    for kind in (True, False):
        answer = next((answer for answer in good if (answer.get("recommendation") is not None) == kind), None)
        if answer is None:
            if count > 0:
                failures.append(f"no valid JSON answer with{'' if kind else 'out'} a recommendation to spoil")
            continue
        for what, wrong in spoilt(answer):
            if validator.is_valid(wrong):
                failures.append(f"the schema lets pass: {what}")
            else:
                refused += 1

    return failures, count, refused


def check_command(command):
    """Failures, and how many answers of a command were looked at and refused: every key of the answer must be needed."""
    schema = load_schema(ROOT / "docs" / "schema" / COMMANDS[command])
    failures = []
    count = refused = 0
    for name, text in json_answers(command):
        count += 1
        answer = strict_json(text)
        failures += [f"{name}: {error.json_path}: {error.message[:400]}" for error in schema.iter_errors(answer)]
        for what, wrong in spoilt_keys(answer):
            if schema.is_valid(wrong):
                failures.append(f"{name}: the schema lets pass: {what}")
            else:
                refused += 1
    if count < 3:
        failures.append(f"only {count} JSON answers of {command} are in tests/golden")
    return failures, count, refused


def spoilt_keys(answer):
    """(what was done, the spoilt answer): each object without each of its keys, and with one more."""

    def paths(value, path=()):
        if path and path[-1] == "figures" and isinstance(value, dict):
            return  # which there are depends on what is said
        if isinstance(value, dict):
            yield path, value
            for key, member in value.items():
                yield from paths(member, (*path, key))
        elif isinstance(value, list):
            for index, member in enumerate(value[:1]):
                yield from paths(member, (*path, index))

    for path, value in paths(answer):
        for key in (*value, None):
            wrong = copy.deepcopy(answer)
            place = wrong
            for step in path:
                place = place[step]
            if key is None:
                place["unknown_key"] = 1
            else:
                del place[key]
            yield f"{path} {'with an unknown key' if key is None else 'without ' + key}", wrong


def main():
    parser = options(__doc__)
    parser.add_argument("what", choices=("advice", "site", *COMMANDS))
    arguments = parser.parse_args()
    if arguments.what == "advice":
        failures, count, refused = check_answers(load_schema(ADVICE_SCHEMA))
        done = f"{count} answers checked, {refused} spoilt ones refused"
    elif arguments.what in COMMANDS:
        failures, count, refused = check_command(arguments.what)
        done = f"{count} answers of {arguments.what} checked, {refused} spoilt ones refused"
    else:
        with tempfile.TemporaryDirectory() as folder:
            failures, count = check_sites(load_schema(SITE_SCHEMA), Loader(arguments.binary, folder))
        failures += check_page()
        done = f"{count} site files checked"
    for text in failures:
        print("schema test:", text)
    print(f"schema test: {done}, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
