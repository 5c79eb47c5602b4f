#!/usr/bin/env python3
"""Holds docs/diagnostics.md to the tables of diagnostic_text.cpp, lint_text.cpp and job_text.cpp: an entry for each id, in their order.

Each entry must have its example, its repair and an exit status.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = tuple(ROOT / "src" / "report" / name for name in ("diagnostic_text.cpp", "lint_text.cpp", "job_text.cpp"))
PAGE = ROOT / "docs" / "diagnostics.md"

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
TABLE = re.compile(r"\bentries\s*\{\{(.*?)\n\s*\}\};", re.DOTALL)
ROW = re.compile(r"\{\s*Code::(\w+)\s*,\s*\"([^\"]*)\"")
ID = re.compile(r"[A-Z]\d{3}")
HEADING = re.compile(r"## ([A-Z]\d+)\b(.*)")
FENCE = re.compile(r" *(`{3,}|~{3,})")
PARTS = ("**Example.**", "**To mend it:**")
STATUS = re.compile(r"\*\*Exit status:\*\* \d+")


def ids_of_source(text):
    """Ids in the order of the table, and what is wrong with it."""
    table = TABLE.search(COMMENT.sub("", text))
    if table is None:
        return [], ["the table `entries` is not found"]
    ids = [match.group(2) for match in ROW.finditer(table.group(1))]
    problems = [f"'{word}' is not an id such as T004" for word in ids if not ID.fullmatch(word)]
    if table.group(1).count("Code::") != len(ids):
        problems.append("a row of the table is not understood")
    return ids, problems


def entries_of_page(text):
    """(id, rest of the heading, line, body) of each entry; lines within code blocks are no headings."""
    entries, fence = [], None
    for number, line in enumerate(text.split("\n"), 1):
        mark = FENCE.match(line)
        if mark and fence is None:
            fence = mark.group(1)
        elif mark and line.strip() == fence:
            fence = None
        heading = HEADING.fullmatch(line) if fence is None else None
        if heading:
            entries.append((heading.group(1), heading.group(2), number, []))
        elif fence is None and line.startswith("## "):
            entries.append((None, "", number, []))
        elif entries:
            entries[-1][3].append(line)
    return [(name, rest, number, "\n".join(body)) for name, rest, number, body in entries if name is not None]


def repeated(names):
    return sorted({name for name in names if names.count(name) > 1})


def problems_of(sources, page):
    """`sources` has the name and the text of each."""
    ids, problems = [], []
    for source, text in sources:
        found, wrong = ids_of_source(text)
        ids += found
        problems += [f"{source}: {what}" for what in wrong]
        if not found:
            problems.append(f"{source}: no ids are found")
    entries = entries_of_page(page)
    headings = [name for name, _, _, _ in entries]
    if not headings:
        problems.append(f"{PAGE.name}: no headings such as '## T004: not the name of a GPU option' are found")
    problems += [f"{name} stands twice in the sources" for name in repeated(ids)]
    problems += [f"{PAGE.name}: {name} has two entries" for name in repeated(headings)]
    problems += [f"{PAGE.name}: {name} has no entry" for name in ids if name not in headings]
    problems += [f"{PAGE.name}: {name} is no id of the sources" for name in headings if name not in ids]
    if not problems and headings != ids:
        first = next(pair for pair in zip(headings, ids) if pair[0] != pair[1])
        problems.append(f"{PAGE.name}: {first[0]} stands where {first[1]} belongs")
    for name, rest, line, body in entries:
        if not re.fullmatch(r": \S.*", rest):
            problems.append(f"{PAGE.name}:{line}: the heading of {name} says nothing behind the id")
        problems += [f"{PAGE.name}:{line}: {name} has no {part}" for part in PARTS if part not in body]
        if len(STATUS.findall(body)) != 1:
            problems.append(f"{PAGE.name}:{line}: {name} needs one line such as '**Exit status:** 65'")
    return problems, len(ids)


def main():
    problems, count = problems_of([(source.name, source.read_text(encoding="utf-8")) for source in SOURCES], PAGE.read_text(encoding="utf-8"))
    for problem in problems:
        print("diagnostics:", problem)
    print(f"diagnostics: {count} ids, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
