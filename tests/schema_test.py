#!/usr/bin/env python3
"""Holds docs/schema/advice.schema.json and the JSON answers of tests/golden to each other.

The schema itself is checked against JSON Schema 2020-12, every JSON answer against the schema, and answers that were spoilt on
purpose must be refused.
"""

import copy
import json
import pathlib
import sys

import transcripts

try:
    import jsonschema

    Validator = jsonschema.Draft202012Validator
except (ImportError, AttributeError) as problem:
    sys.exit(f"schema test: needs Python's jsonschema 4 or later (Debian: python3-jsonschema), with {sys.executable}: {problem}")

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "docs" / "schema" / "advice.schema.json"


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


def json_answers():
    """(name, text) of every golden block whose stdout is a JSON object."""
    for path in sorted((ROOT / "tests" / "golden").glob("*.console")):
        blocks, _ = transcripts.parse_golden(transcripts.read(path))
        for block in blocks:
            if block.stdout.startswith("{"):
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


def main():
    failures = []
    try:
        schema = strict_json(SCHEMA.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        sys.exit(f"schema test: {SCHEMA.relative_to(ROOT)}: {error}")
    if schema.get("$schema") != "https://json-schema.org/draft/2020-12/schema":
        failures.append(f"{SCHEMA.relative_to(ROOT)}: $schema is {schema.get('$schema')!r}, not 2020-12")
    try:
        Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        sys.exit(f"schema test: {SCHEMA.relative_to(ROOT)}: {error.json_path}: {error.message}")
    validator = Validator(schema)

    good = []
    count = 0
    for name, text in json_answers():
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

    for text in failures:
        print("schema test:", text)
    print(f"schema test: {count} answers checked, {refused} spoilt ones refused, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
