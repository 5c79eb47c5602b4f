#!/usr/bin/env python3
"""Breaks src/core in small ways, one at a time, and tells which of them no test notices.

A mutant is one small change of one source: a boundary moved, a rule left out, a condition forced. All possible ones are listed in
a fixed order; a seeded sample of COUNT is drawn in which every kind and every file has its share. Each is built in a copy of the
sources under build/mutate and the tests are run on it, the fastest first, until one fails. One that does not compile is replaced
by the next of the sample; so is one that tests/mutate_equivalents.txt knows as harmless.

Exit status: 0; 1 when less than 90 % are caught or the list of equivalents is out of date; 2 when the unmutated sources fail.
--list prints what could be done. --self-test proves the tokenizer, every kind and the sample on a small source of its own.
"""

import argparse
import collections
import dataclasses
import fcntl
import fnmatch
import json
import math
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutate"
EQUIVALENTS = ROOT / "tests" / "mutate_equivalents.txt"
COPIED = ("CMakeLists.txt", "CMakePresets.json", "src", "include", "data", "tests", "docs", "README.md")
LEAST_SHARE = 90  # percent
# The optimisation of the tests' own build; no debug information, and warnings are of no interest in a mutant.
CONFIGURATION = ["-DMIGADVISE_WERROR=OFF", "-DCMAKE_CXX_FLAGS=-w", "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -D_GLIBCXX_ASSERTIONS"]
# A mutant that allocates without end must not take the machine with it.
MEMORY_LIMIT = 4 << 30
BUILD_SECONDS = 1200


# ---- tokens ----

TOKEN = re.compile(
    r"""
    (?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
  | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<directive>(?<![^\n])[ \t]*\#(?:\\\n|[^\n])*)
  | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
  | (?P<character>(?:u8|[uUL])?'(?:\\.|[^'\\\n])*')
  | (?P<number>\.?\d(?:'?[\w.])*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<operator><=>|<<=|>>=|->\*|\.\.\.|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
OPENING, CLOSING = {"(": ")", "[": "]", "{": "}"}, set(")]}")


@dataclasses.dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


def tokens_of(text):
    tokens = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind not in ("comment", "directive"):
            tokens.append(Token(kind, match.group(), match.start(), match.end()))
    return tokens


class Source:
    """The tokens of a file and what belongs together in them."""

    def __init__(self, name, text):
        self.name = name
        self.text = text
        self.tokens = tokens_of(text)
        self.partner = {}  # index of a bracket -> index of the other one
        self.within = []  # for each token, the index of the innermost open bracket, or -1
        self.match_brackets()
        self.templates = set()  # tokens within <...> of a template, the angle brackets too
        self.find_templates()
        self.blocks = {i for i, token in enumerate(self.tokens) if token.text == "{" and self.is_block(i)}
        self.silent = set()  # tokens of assertions
        for i, token in enumerate(self.tokens):
            if token.text in ("assert", "static_assert") and self.at(i + 1) == "(":
                self.silent.update(range(i, self.partner[i + 1] + 1))
        self.functions = self.find_functions()

    def match_brackets(self):
        open_brackets = []
        for i, token in enumerate(self.tokens):
            if token.kind == "operator" and token.text in CLOSING:
                if not open_brackets or OPENING[self.tokens[open_brackets[-1]].text] != token.text:
                    raise ValueError(f"{self.name}: a bracket without its partner at byte {token.start}")
                self.partner[i] = open_brackets[-1]
                self.partner[open_brackets.pop()] = i
            self.within.append(open_brackets[-1] if open_brackets else -1)
            if token.kind == "operator" and token.text in OPENING:
                open_brackets.append(i)
        if open_brackets:
            raise ValueError(f"{self.name}: a bracket is never closed")

    def find_templates(self):
        # A template's < stands right behind a name; an operator has a blank there, as .clang-format says.
        for i, token in enumerate(self.tokens):
            behind_name = i > 0 and self.tokens[i - 1].kind == "name" and not self.blank_before(i)
            if token.text != "<" or i in self.templates or not (behind_name or self.at(i - 1) == "template"):
                continue
            depth = 0
            for j in range(i, len(self.tokens)):
                depth += {"<": 1, ">": -1, ">>": -2}.get(self.at(j), 0)
                if self.at(j) == ";":
                    break
                if depth <= 0:
                    self.templates.update(range(i, j + 1))
                    break

    def is_block(self, i):
        """Whether the { at `i` begins statements or declarations, not an initialiser."""
        before = self.at(i - 1)
        if before in (")", "]", "else", "do", "const", "noexcept", "mutable", "namespace"):
            return True
        if before in (";", "{", "}"):
            return self.within[i] == -1 or (self.at(self.within[i]) == "{" and self.is_block(self.within[i]))
        if self.at(i - 2) in ("namespace", "struct", "class", "union"):
            return True
        # A return type: `-> std::optional<int> {`, `-> bool {`.
        j = i - 1
        while j > 0 and (j in self.templates or self.tokens[j].kind == "name" or self.at(j) in ("::", "*", "&")):
            j -= 1
        return self.at(j) == "->" and self.at(j - 1) == ")"

    def at(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def blank_before(self, i):
        return i == 0 or self.tokens[i - 1].end < self.tokens[i].start

    def is_binary(self, i):
        """Whether the operator at `i` stands between two operands; .clang-format puts blanks around such."""
        before, after = self.tokens[i - 1] if i > 0 else None, self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if before is None or after is None or i in self.templates or not self.blank_before(i) or not self.blank_before(i + 1):
            return False
        ends_operand = before.kind != "operator" or before.text in (")", "]", "}") or i - 1 in self.templates
        return ends_operand and after.text not in (")", ",", ";", "=")

    def find_functions(self):
        """For each token the name of the outermost function, variable or type that it belongs to."""
        names, start, i = [""] * len(self.tokens), 0, 0
        while i < len(self.tokens):
            if self.at(i) == "namespace":
                while self.at(i) != "{":
                    i += 1
                i = start = i + 1
                continue
            if self.at(i) in ("(", "[") or (self.at(i) == "{" and i not in self.blocks):
                i = self.partner[i]
            if self.at(i) == ";" or self.at(i) == "}" or i in self.blocks:
                end = self.partner[i] if i in self.blocks else i
                if self.at(end + 1) == ";":
                    end += 1
                names[start : end + 1] = [self.declared_name(start, i)] * (end + 1 - start)
                i = start = end + 1
                continue
            i += 1
        return names

    def declared_name(self, start, end):
        if self.at(start) in ("struct", "class", "union", "enum", "using"):
            words = [t.text for t in self.tokens[start + 1 : end] if t.kind == "name" and t.text not in ("class", "struct")]
            return words[0] if words else ""
        name = ""
        for i in range(start, end):
            if i in self.templates:
                continue
            if self.at(i) == "operator":
                return "operator" + "".join(t.text for t in self.tokens[i + 1 : end])[:2]
            if self.tokens[i].kind == "name":
                name = self.at(i)
            elif self.at(i) in ("(", "{", "=", "["):
                break
        return name

    def line(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def code(self, first, last):
        """The text of the tokens from `first` to `last`."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


# ---- what can be broken ----

COMPARISONS = {"<": ("boundary", "<="), "<=": ("boundary", "<"), ">": ("boundary", ">="), ">=": ("boundary", ">"),
               "==": ("equality", "!="), "!=": ("equality", "==")}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "/", "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "%=": "/=",
              "++": "--", "--": "++"}
BITS = {"<<": ">>", ">>": "<<", "&": "|", "|": "&", "<<=": ">>=", ">>=": "<<=", "&=": "|=", "|=": "&="}
LOGICAL = {"&&": "||", "||": "&&"}
MIN_MAX = {"min": "max", "max": "min", "min_element": "max_element", "max_element": "min_element"}
ALGORITHMS = {"any_of": ["all_of", "none_of"], "all_of": ["any_of"], "none_of": ["any_of", "all_of"], "find_if": ["find_if_not"],
              "find_if_not": ["find_if"], "find_first_of": ["find_first_not_of", "find_last_of"],
              "find_first_not_of": ["find_first_of"], "find_last_not_of": ["find_last_of"]}


def change(source, first, last, new):
    """The edit that puts `new` in the place of tokens `first` to `last`."""
    return (source.tokens[first].start, source.tokens[last].end, new)


def comparisons(source):
    for i, token in enumerate(source.tokens):
        if token.text in COMPARISONS and source.is_binary(i):
            kind, new = COMPARISONS[token.text]
            yield kind, i, [change(source, i, i, new)]


def arithmetic(source):
    for i, token in enumerate(source.tokens):
        if token.kind != "operator" or token.text not in ARITHMETIC:
            continue
        step = token.text in ("++", "--")
        beside_text = "string" in (source.tokens[i - 1].kind, source.tokens[min(i + 1, len(source.tokens) - 1)].kind)
        if (step or source.is_binary(i)) and not beside_text:
            yield "arithmetic", i, [change(source, i, i, ARITHMETIC[token.text])]


def bits(source):
    for i, token in enumerate(source.tokens):
        if token.text in BITS and source.is_binary(i):
            yield "bits", i, [change(source, i, i, BITS[token.text])]


def logical(source):
    for i, token in enumerate(source.tokens):
        if token.text in LOGICAL and source.is_binary(i):
            yield "logical", i, [change(source, i, i, LOGICAL[token.text])]


def has_top_level(source, first, last, texts):
    i = first
    while i <= last:
        if source.at(i) in texts and i not in source.templates:
            return True
        i = source.partner[i] if source.at(i) in OPENING and source.tokens[i].kind == "operator" else i
        i += 1
    return False


def conditions(source):
    """(first, last, keyword) of every plain condition: no declaration in it."""
    for i, token in enumerate(source.tokens):
        if token.text not in ("if", "while") or source.at(i + 1) != "(":
            continue
        first, last = i + 2, source.partner[i + 1] - 1
        if first <= last and not has_top_level(source, first, last, (";", "=")):
            yield first, last, i


def negations(source):
    combining = set(COMPARISONS) | set(LOGICAL) | {"?"}
    for i, token in enumerate(source.tokens):
        if token.text == "!" and token.kind == "operator":
            yield "negation", i, [change(source, i, i, "")]
    spans = [(first, last) for first, last, _ in conditions(source)]
    for i in range(len(source.tokens) - 3):  # bool NAME = EXPRESSION;
        if source.at(i) == "bool" and source.at(i + 2) == "=" and source.tokens[i + 3].text not in ("true", "false"):
            last = i + 2
            while source.at(last + 1) != ";" and source.at(last + 1) not in CLOSING:
                last += 1
                last = source.partner[last] if source.at(last) in OPENING else last
            spans.append((i + 3, last))
    for first, last in spans:
        # !(!x) is what dropping the ! gives.
        if source.at(first) != "!" or has_top_level(source, first, last, combining):
            if source.code(first, last) not in ("true", "false"):
                yield "negation", first, [change(source, first, last, "!(" + source.code(first, last) + ")")]


def forced(source):
    for first, last, keyword in conditions(source):
        body = last + 2
        nothing = source.at(body) == "{" and source.at(body + 1) == "return" and (
            source.code(body + 1, min(body + 4, len(source.tokens) - 1)).startswith("return std::nullopt")
            or source.at(body + 2) == "nullptr"
            or (source.at(body + 2) == "{" and source.at(body + 3) == "}")
        )
        for value in ("true", "false") if source.at(keyword) == "if" else ("false",):
            if source.code(first, last) not in ("true", "false"):
                yield "early return" if nothing else "condition", first, [change(source, first, last, value)]


NUMBER = re.compile(r"(0[xX])?([0-9a-fA-F']+?)([uUlLzZ]*)")


def constants(source):
    for i, token in enumerate(source.tokens):
        match = NUMBER.fullmatch(token.text) if token.kind == "number" and i not in source.templates else None
        if match is None:
            continue
        hexadecimal, digits, suffix = match.groups()
        value = int(digits.replace("'", ""), 16 if hexadecimal else 10)
        for other in (value + 1, value - 1) if value > 0 else (1,):
            new = f"{hexadecimal}{other:X}" if hexadecimal else f"{other:,}".replace(",", "'" if "'" in digits else "")
            yield "constant", i, [change(source, i, i, new + suffix)]


def characters(source):
    for i, token in enumerate(source.tokens):
        if token.kind == "character" and len(token.text) == 3:
            for step in (1, -1):
                other = chr(ord(token.text[1]) + step)
                if other not in "'\\" and other.isprintable():
                    yield "character", i, [change(source, i, i, f"'{other}'")]


def strings(source):
    for i, token in enumerate(source.tokens):
        if token.kind == "string":
            yield "string", i, [change(source, i, i, token.text[:-1] + '_"')]
            if token.text != '""':
                yield "string", i, [change(source, i, i, '""')]


def algorithms(source):
    for i, token in enumerate(source.tokens):
        if token.kind != "name" or source.at(i - 1) not in ("::", "."):
            continue
        if token.text in MIN_MAX and source.at(i + 1) in ("(", "<") and source.at(i - 2) == "std":
            yield "min and max", i, [change(source, i, i, MIN_MAX[token.text])]
        for other in ALGORITHMS.get(token.text, []):
            yield "algorithm", i, [change(source, i, i, other)]


ENUM_KINDS = {"Verdict": "verdict", "Rounding": "rounding"}


def enumerators_of(text):
    """Name of each `enum class` -> its enumerators in order."""
    found, tokens = {}, tokens_of(text)
    for i, token in enumerate(tokens):
        if token.text == "enum" and i + 2 < len(tokens) and tokens[i + 1].text == "class":
            j = i + 3
            while tokens[j].text not in ("{", ";"):
                j += 1
            names = []
            while tokens[j].text not in ("}", ";"):
                if tokens[j].text in ("{", ",") and tokens[j + 1].kind == "name":
                    names.append(tokens[j + 1].text)
                j += 1
            found[tokens[i + 2].text] = names
    return found


def enumerators(source, enums):
    for i, token in enumerate(source.tokens):
        names = enums.get(token.text, []) if token.kind == "name" and source.at(i + 1) == "::" else []
        name = source.at(i + 2)
        if name not in names or len(names) < 2:
            continue
        place = names.index(name)
        others = [other for other in names if other != name] if token.text in ENUM_KINDS else [names[(place + 1) % len(names)]]
        for other in others:
            yield ENUM_KINDS.get(token.text, "enumerator"), i, [change(source, i + 2, i + 2, other)]


def booleans(source):
    for i, token in enumerate(source.tokens):
        if token.text in ("true", "false"):
            yield "boolean", i, [change(source, i, i, "false" if token.text == "true" else "true")]


def elements(source, brace):
    """(first, last) of each element of an initialiser in braces."""
    spans, first, i = [], brace + 1, brace + 1
    while i <= source.partner[brace]:
        if source.at(i) in OPENING:
            i = source.partner[i]
        elif source.at(i) == "," and i not in source.templates or i == source.partner[brace]:
            if first < i:
                spans.append((first, i - 1))
            first = i + 1
        i += 1
    return spans


def drop_element(source, spans, place):
    """Edit that removes one of the elements with one comma."""
    first, last = spans[place]
    if len(spans) == 1:
        return (source.tokens[first].start, source.tokens[last].end, "")
    if place + 1 < len(spans):
        return (source.tokens[first].start, source.tokens[spans[place + 1][0]].start, "")
    return (source.tokens[spans[place - 1][1]].end, source.tokens[last].end, "")


def array_entries(source):
    """Entries of std::array<TYPE, NUMBER>: left out, the size made to fit, and where each is a name two neighbours swapped."""
    for i in range(3, len(source.tokens)):
        if source.at(i) != "array" or source.at(i - 1) != "::" or source.at(i + 1) != "<":
            continue
        close, depth = i + 1, 1
        while depth > 0:
            close += 1
            depth += {"<": 1, ">": -1, ">>": -2}.get(source.at(close), 0)
        size, brace = close - 1, close + 2
        if source.tokens[size].kind != "number" or source.at(brace) != "{":
            continue
        inner = brace + 1 if source.at(brace + 1) == "{" and source.partner[brace + 1] == source.partner[brace] - 1 else brace
        spans = elements(source, inner)
        if len(spans) != int(source.at(size)) or len(spans) < 2:
            continue
        named = all(first == last and source.tokens[first].kind == "name" for first, last in spans)
        what = "rule" if source.code(i + 2, size).split(",")[0].endswith("Rule") else "entry"
        smaller = change(source, size, size, str(len(spans) - 1))
        for place, (first, last) in enumerate(spans):
            yield f"{what} dropped", first, [smaller, drop_element(source, spans, place)]
            if named and place + 1 < len(spans):
                after = spans[place + 1]
                a, b = source.code(first, last), source.code(*after)
                swapped = [change(source, first, last, b), change(source, *after, a)]
                # Told by the two names alone, so that an entry more elsewhere in the array does not change what is said.
                yield f"{what} order", first, swapped, f"{a}, {b}", f"{b}, {a}"


def figures(source):
    """Figures of a reason left out."""
    for brace, token in enumerate(source.tokens):
        if token.text != "{" or source.at(brace + 1) != "{" or source.at(brace + 2) != "FigureName":
            continue
        spans = elements(source, brace)
        for place, (first, _) in enumerate(spans):
            yield "figure dropped", first, [drop_element(source, spans, place)]


def jumps(source):
    for i, token in enumerate(source.tokens):
        if token.text in ("continue", "break") and source.at(i + 1) == ";":
            yield "jump", i, [change(source, i, i, "break" if token.text == "continue" else "continue")]
            yield "jump", i, [change(source, i, i + 1, "")]


NO_STATEMENT = set(
    """return throw goto else do delete if for while switch case default break continue try catch using typedef static constexpr
    const auto struct class enum namespace template assert static_assert public private protected friend explicit inline virtual
    extern""".split()
)


def statements(source):
    """Calls, assignments and steps left out."""
    for i, token in enumerate(source.tokens):
        block = source.within[i]
        starts = i > 0 and source.at(i - 1) in ("{", "}", ";") and block in source.blocks
        of_declarations = source.at(block - 1) == "namespace" or source.at(block - 2) in ("namespace", "struct", "class", "union")
        if not starts or of_declarations or token.text in NO_STATEMENT or not is_expression(source, i):
            continue
        last = i
        while source.at(last) != ";" and source.at(last) not in CLOSING:
            last = source.partner[last] + 1 if source.at(last) in OPENING else last + 1
        if source.at(last) == ";":
            yield "statement dropped", i, [change(source, i, last, "")]


def is_expression(source, i):
    if source.at(i) in ("++", "--", "*"):
        return True
    if source.tokens[i].kind != "name":
        return False
    # A declaration has a second name behind its type: `Needs needs;`, `std::vector<int>& all = ...`.
    while source.tokens[i].kind == "name" or source.at(i) == "::" or i in source.templates:
        if source.tokens[i].kind == "name" and i not in source.templates and source.tokens[i + 1].kind == "name":
            return False
        if i in source.templates and i + 1 not in source.templates and source.tokens[i + 1].kind == "name":
            return False
        i += 1
    return source.at(i) not in ("*", "&", "&&", "{") or source.is_binary(i)


GENERATORS = [comparisons, arithmetic, bits, logical, negations, forced, constants, characters, strings, algorithms, booleans,
              array_entries, figures, jumps, statements]


# ---- mutants ----


@dataclasses.dataclass
class Mutant:
    file: str
    line: int
    kind: str
    function: str
    old: str  # the lines that change, each trimmed, in one; or the two neighbours that change places
    new: str
    text: str  # the whole file

    def key(self):
        return (self.file, self.function, self.old, self.new)


def apply(text, edits):
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def changed_lines(old, new):
    """The lines in which the texts differ, as one line each."""
    a, b = old.split("\n"), new.split("\n")
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    join = lambda lines: " ".join(" ".join(lines).split())
    return join(a[start : len(a) - end]), join(b[start : len(b) - end])


def mutants_of(name, text, enums):
    source = Source(name, text)
    found, seen, times = [], {text}, collections.Counter()
    for generator in GENERATORS + [lambda s: enumerators(s, enums)]:
        for kind, place, edits, *told in generator(source):
            mutated = apply(text, edits)
            if place in source.silent or mutated in seen:
                continue
            seen.add(mutated)
            start, function = source.tokens[place].start, source.functions[place]
            mutant = Mutant(name, source.line(start), kind, function, *(told or changed_lines(text, mutated)), mutated)
            found.append((start, mutant))
    found.sort(key=lambda pair: pair[0])
    for _, mutant in found:
        times[mutant.key()] += 1
        if times[mutant.key()] > 1:  # the same change to the same line further down in the function
            mutant.function += f" ({times[mutant.key()]})"
    return [mutant for _, mutant in found]


def all_mutants(root):
    enums = {}
    for path in sorted(root.glob("include/migadvise/*.hpp")) + sorted(root.glob("src/core/*.hpp")):
        enums.update(enumerators_of(path.read_text(encoding="utf-8")))
    found = []
    for path in sorted([*root.glob("src/core/*.cpp"), *root.glob("src/core/*.hpp")]):
        found += mutants_of(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"), enums)
    return found


def order(mutants, seed):
    """All mutants in the order in which they are drawn: the kinds, and within a kind the files, take turns by their size."""
    strata = collections.defaultdict(list)
    for mutant in mutants:
        strata[mutant.kind, mutant.file].append(mutant)
    for (kind, file), members in strata.items():
        random.Random(f"{seed} {kind} {file}").shuffle(members)
    sizes, drawn = collections.Counter(), collections.Counter()
    for (kind, file), members in strata.items():
        sizes[kind] += len(members)
        sizes[file] += len(members)
    turn = lambda name: ((drawn[name] + 0.5) / math.sqrt(sizes[name]) if drawn[name] else 0, name)
    ordered = []
    while strata:
        kind = min({kind for kind, _ in strata}, key=turn)
        file = min({file for of, file in strata if of == kind}, key=turn)
        ordered.append(strata[kind, file].pop())
        if not strata[kind, file]:
            del strata[kind, file]
        drawn[kind] += 1
        drawn[file] += 1
    return ordered


# ---- what is known to be harmless ----


def equivalents_of(text):
    """(key -> reason) of the list, and what is wrong with it. An entry: `FILE, FUNCTION`, `- old`, `+ new`, and the reason."""
    known, problems = {}, []
    for block in re.split(r"\n\s*\n", "\n".join(line for line in text.split("\n") if not line.startswith("#"))):
        lines = [line.strip() for line in block.strip().split("\n")]
        if lines == [""]:
            continue
        head = re.fullmatch(r"(\S+), (.+)", lines[0])
        if not head or len(lines) < 4 or not lines[1].startswith("-") or not lines[2].startswith("+"):
            problems.append(f"not an entry of the form 'FILE, FUNCTION', '- old', '+ new', reason: {lines[0]}")
            continue
        key = (head[1], head[2], lines[1][1:].strip(), lines[2][1:].strip())
        if key in known:
            problems.append(f"an entry stands twice: {lines[0]}: {lines[1]}")
        known[key] = " ".join(lines[3:])
    return known, problems


def stale(known, mutants):
    keys = {mutant.key() for mutant in mutants}
    return [f"an entry matches nothing any more: {file}, {function}: - {old} + {new}" for file, function, old, new in known
            if (file, function, old, new) not in keys]


# ---- building and running ----


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, seconds, cwd, limited=False):
    """(exit status or None after `seconds`, output); when the time is up all that the command has started ends too."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                   start_new_session=True, preexec_fn=limit_memory if limited else None)
        status = None
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        output.seek(0)
        return status, output.read(1 << 20).decode("utf-8", "replace")


def synchronise(tree):
    """Brings the copy to the sources; what is the same already keeps its time, so that it is not built again."""
    wanted = set()
    for name in COPIED:
        top = ROOT / name
        for path in [top] if top.is_file() else sorted(path for path in top.rglob("*") if path.is_file()):
            if "__pycache__" in path.parts:
                continue
            target = tree / path.relative_to(ROOT)
            wanted.add(target)
            if not target.is_file() or target.read_bytes() != path.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                shutil.copymode(path, target)
    for path in [path for path in tree.rglob("*") if path.is_file() and path not in wanted]:
        path.unlink()


@dataclasses.dataclass
class Check:
    name: str
    command: list
    folder: str
    seconds: float = 0  # on the unmutated sources

    def limit(self):
        return 10 * self.seconds + 60


class Laboratory:
    """The copy of the sources, its build folder and the tests that look at what is built."""

    UNITS = "migadvise_tests"

    def __init__(self):
        self.tree, self.build_folder = WORK / "tree", WORK / "build"
        self.checks = []

    def prepare(self):
        synchronise(self.tree)
        command = ["cmake", "--preset", "dev", "-B", str(self.build_folder), *CONFIGURATION]
        status, output = run(command, BUILD_SECONDS, self.tree)
        if status != 0:
            return "the configuration failed\n" + output
        for targets in ([self.UNITS], []):
            built, output = self.build(targets)
            if not built:
                return "the unmutated sources cannot be built\n" + output
        self.find_checks()
        if [check.name for check in self.checks].count(self.UNITS) != 1 or len(self.checks) < 2:
            return "the tests are not found"
        for check in self.checks:
            began = time.monotonic()
            status, output = run(check.command, BUILD_SECONDS, check.folder, limited=True)
            check.seconds = time.monotonic() - began
            if status != 0:
                return f"the unmutated sources fail {check.name}\n{output}"
        # The unit tests come first, for all else needs more to be built; then what is fast.
        self.checks.sort(key=lambda check: (check.name != self.UNITS, check.seconds))
        return None

    def find_checks(self):
        """The unit tests as one, and every test of ctest that runs another built program; the rest cannot notice a mutant."""
        status, output = run(["ctest", "--show-only=json-v1"], 60, self.build_folder)
        for test in json.loads(output)["tests"] if status == 0 else []:
            command = test["command"]
            built = [word for word in command if word.startswith(str(self.build_folder))]
            properties = {entry["name"]: entry["value"] for entry in test.get("properties", [])}
            folder = properties.get("WORKING_DIRECTORY", str(self.build_folder))
            if pathlib.Path(command[0]).name != self.UNITS:
                self.checks += [Check(test["name"], command, folder)] if built else []
            elif all(check.name != self.UNITS for check in self.checks):
                self.checks.append(Check(self.UNITS, [command[0], "--abort", "--reporter", "compact"], folder))

    def build(self, targets):
        command = ["cmake", "--build", str(self.build_folder), "-j", str(os.cpu_count() or 1)]
        status, output = run(command + (["--target", *targets] if targets else []), BUILD_SECONDS, self.tree)
        return status == 0, output

    def try_mutant(self, mutant):
        """By what the mutant is caught; nothing when it survives; None when it cannot be built."""
        path = self.tree / mutant.file
        original = path.read_text(encoding="utf-8")
        path.write_text(mutant.text, encoding="utf-8")
        try:
            for number, check in enumerate(self.checks):
                # First what the unit tests need; what all others need only once the unit tests have passed.
                if number < 2 and not self.build([self.UNITS] if number == 0 else [])[0]:
                    return None
                status, output = run(check.command, check.limit(), check.folder, limited=True)
                if status is None:
                    return f"timeout of {check.name}"
                if status != 0:
                    return self.failure(check, output)
            return ""
        finally:
            path.write_text(original, encoding="utf-8")

    def failure(self, check, output):
        place = re.search(r"^(\S+):(\d+): failed:(.*)", output, re.MULTILINE) if check.name == self.UNITS else None
        if place is None:
            return check.name
        # Absolute, or relative to the sources as -ffile-prefix-map makes it.
        name = os.path.relpath(self.tree / place[1], self.tree)
        signal_name = re.search(r"SIG[A-Z]+", place[3])
        return f"{name}:{place[2]}" + (f" ({signal_name[0]})" if signal_name else "")


# ---- the commands ----


def verdict_of(caught, survivors):
    """(share in percent with a decimal, exit status)"""
    tried = caught + survivors
    if tried == 0:
        return "0.0", 1
    return f"{100 * caught / tried:.1f}", 0 if 100 * caught >= LEAST_SHARE * tried else 1


def draw(ordered, known, count, try_all):
    """Hands batches of the sample to `try_all` until COUNT of them could be tried; gives how many were none or are harmless."""
    waiting, tried, not_compiled, equivalent = iter(ordered), 0, 0, []
    while tried < count:
        batch = []
        for mutant in waiting:
            if mutant.key() in known:
                equivalent.append(mutant)
                continue
            batch.append(mutant)
            if tried + len(batch) == count:
                break
        if not batch:
            break
        # In the order of files: each change of file compiles one source more.
        compiled = try_all(sorted(batch, key=lambda mutant: (mutant.file, mutant.line)))
        tried += compiled
        not_compiled += len(batch) - compiled
    return not_compiled, equivalent


def show(mutant):
    print(f"       in {mutant.function}\n       - {mutant.old}\n       + {mutant.new}", flush=True)


def command_mutate(count, seed, files):
    mutants = all_mutants(ROOT)
    known, problems = equivalents_of(EQUIVALENTS.read_text(encoding="utf-8"))
    problems += stale(known, mutants)
    mutants = [mutant for mutant in mutants if fnmatch.fnmatch(pathlib.PurePath(mutant.file).name, files)]
    if not mutants:
        print(f"mutate: no source of src/core is named {files}")
        return 2
    WORK.mkdir(parents=True, exist_ok=True)
    lock = open(WORK / "lock", "w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("mutate: another run is using build/mutate")
        return 2
    began = time.monotonic()
    laboratory = Laboratory()
    wrong = laboratory.prepare()
    if wrong:
        print("mutate:", wrong)
        return 2
    print(f"mutate: {len(mutants)} candidates, sample of {count} with seed {seed}; ready after {time.monotonic() - began:.0f} s")
    print("mutate: unmutated:", ", ".join(f"{check.name} {check.seconds:.1f} s" for check in laboratory.checks), flush=True)
    began = time.monotonic()
    results = []

    def try_all(batch):
        compiled = 0
        for mutant in batch:
            outcome = laboratory.try_mutant(mutant)
            where = f"{mutant.file}:{mutant.line}: {mutant.kind}"
            if outcome is None:
                print(f"   -  does not compile: {where}", flush=True)
                continue
            compiled += 1
            results.append((mutant, outcome))
            if outcome:
                print(f"{len(results):4}  caught: {where}: by {outcome}", flush=True)
            else:
                print(f"{len(results):4}  SURVIVED: {where}")
                show(mutant)
        return compiled

    not_compiled, equivalent = draw(order(mutants, seed), known, count, try_all)
    for mutant in equivalent:
        print(f"   =  equivalent: {mutant.file}:{mutant.line}: {mutant.kind}")
    caught = sum(1 for _, outcome in results if outcome)
    timeouts = sum(1 for _, outcome in results if outcome.startswith("timeout"))
    survivors = len(results) - caught
    share, status = verdict_of(caught, survivors)
    seconds = time.monotonic() - began
    print(f"mutate: {len(results)} mutants: {caught} caught ({timeouts} by timeout), {survivors} survived; drawn beside them: "
          f"{len(equivalent)} equivalent, {not_compiled} that do not compile")
    print(f"mutate: {share} % caught, {LEAST_SHARE} % are asked for; "
          f"{seconds:.0f} s, {seconds / max(len(results), 1):.1f} s for each")
    for problem in problems:
        print(f"mutate: {EQUIVALENTS.name}: {problem}")
    return 1 if status or problems else 0


def command_list():
    mutants = all_mutants(ROOT)
    known, problems = equivalents_of(EQUIVALENTS.read_text(encoding="utf-8"))
    problems += stale(known, mutants)
    for mutant in mutants:
        print(f"{mutant.file}:{mutant.line}: {mutant.kind}" + (" (equivalent)" if mutant.key() in known else ""))
        show(mutant)
    kinds = collections.Counter(mutant.kind for mutant in mutants)
    print(f"mutate: {len(mutants)} candidates: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    for problem in problems:
        print(f"mutate: {EQUIVALENTS.name}: {problem}")
    return 1 if problems else 0


# ---- the self-test ----

ENUMS = "enum class Verdict { accept, tight, reject }; enum class Rounding { nearest, up, down }; enum class Fit { a, b, c }; "
IN_FUNCTION = "namespace n {\nint f(int a, int b) {\n%s\n}\n}\n"

# The body of a function under a head `# DESCRIPTION: KIND, KIND`, and every mutant of these kinds as `=> KIND: LINE`.
SAMPLES = r"""
# relations and their boundaries: boundary, equality
x = a < b;
y = a <= b;
z = a > b;
u = a >= b;
v = a == b;
w = a != b;
=> boundary: x = a <= b;
=> boundary: y = a < b;
=> boundary: z = a >= b;
=> boundary: u = a > b;
=> equality: v = a != b;
=> equality: w = a == b;

# a template is no relation: boundary, bits, equality
std::vector<std::pair<int, std::optional<int>>> x;
auto y = static_cast<int>(a);
z = std::array<int, 3>{} > b;
u = p->q(a);
v = a <=> b;
=> boundary: z = std::array<int, 3>{} >= b;

# sums and products: arithmetic
x = a + b;
y = a - b;
z = a * b;
u = a / b;
v = a % b;
x += 1;
y -= 1;
z *= 2;
u /= 2;
++x;
--y;
=> arithmetic: x = a - b;
=> arithmetic: y = a + b;
=> arithmetic: z = a / b;
=> arithmetic: u = a * b;
=> arithmetic: v = a / b;
=> arithmetic: x -= 1;
=> arithmetic: y += 1;
=> arithmetic: z /= 2;
=> arithmetic: u *= 2;
=> arithmetic: --x;
=> arithmetic: ++y;

# pointers, references, signs and texts are no sums: arithmetic, bits, logical
const int* const p = &a;
int& r = *p;
auto&& s = r;
return -a;
x = (*p)[1];
y = f(-1, +2);
z = "a" + t + "b";
return *p;

# shifts and masks: bits
x = a << 1;
y = a >> 1;
z = a & b;
u = a | b;
=> bits: x = a >> 1;
=> bits: y = a << 1;
=> bits: z = a | b;
=> bits: u = a & b;

# and, or: logical
x = a && b;
y = a || b;
=> logical: x = a || b;
=> logical: y = a && b;

# a negation added and dropped: negation
if (a < b) {
}
while (!a) {
}
if (!a && b) {
}
const bool c = g(a, b) || d;
bool e = true;
if (auto* p = g(a)) {
}
if (h(!a)) {
}
=> negation: if (h(a)) {
=> negation: if (!(h(!a))) {
=> negation: if (!(a < b)) {
=> negation: while (a) {
=> negation: if (a && b) {
=> negation: if (!(!a && b)) {
=> negation: const bool c = !(g(a, b) || d);

# conditions forced: condition, early return
if (a) {
  return std::nullopt;
}
if (b) {
  return {};
}
if (c) {
  return d;
}
while (e) {
}
if (auto p = g(); p) {
}
=> early return: if (true) {
=> early return: if (false) {
=> early return: if (true) {
=> early return: if (false) {
=> condition: if (true) {
=> condition: if (false) {
=> condition: while (false) {

# numbers: constant
x = 7;
y = 0;
z = 1;
u = 1'000'000;
v = 0xC0U;
std::array<int, 5> w;
a1 = b2;
=> constant: x = 8;
=> constant: x = 6;
=> constant: y = 1;
=> constant: z = 2;
=> constant: z = 0;
=> constant: u = 1'000'001;
=> constant: u = 999'999;
=> constant: v = 0xC1U;
=> constant: v = 0xBFU;

# one character: character
x = 'b';
y = '\n';
z = '&';
=> character: x = 'c';
=> character: x = 'a';
=> character: z = '%';

# texts: string
x = "a b";
y = "";
z = R"(c)";
=> string: x = "a b_";
=> string: x = "";
=> string: y = "_";

# the smaller and the larger: min and max
x = std::min(a, b);
y = std::max<int>(a, b);
z = std::max_element(p, q);
u = std::numeric_limits<int>::max();
=> min and max: x = std::max(a, b);
=> min and max: y = std::min<int>(a, b);
=> min and max: z = std::min_element(p, q);

# any, all, none, found: algorithm
x = std::any_of(p, q);
y = std::find_if(p, q);
=> algorithm: x = std::all_of(p, q);
=> algorithm: x = std::none_of(p, q);
=> algorithm: y = std::find_if_not(p, q);

# enumerators: verdict, rounding, enumerator
x = Verdict::tight;
y = Rounding::nearest;
z = Fit::c;
u = Other::a;
v = Fit::d;
=> verdict: x = Verdict::accept;
=> verdict: x = Verdict::reject;
=> rounding: y = Rounding::up;
=> rounding: y = Rounding::down;
=> enumerator: z = Fit::a;

# true and false: boolean
return true;
x = false;
is_true();
=> boolean: return false;
=> boolean: x = true;

# entries of an array: rule dropped, rule order, entry dropped, entry order
std::array<OptionRule, 3> r{judge_a, judge_b, judge_c};
std::array<std::pair<int, Unit>, 2> u{{{1, a}, {2, b}}};
std::array<int, n> v{a, b};
std::array<int, 2> w{a, b};
=> rule dropped: std::array<OptionRule, 2> r{judge_b, judge_c};
=> rule dropped: std::array<OptionRule, 2> r{judge_a, judge_c};
=> rule dropped: std::array<OptionRule, 2> r{judge_a, judge_b};
=> rule order: judge_b, judge_a
=> rule order: judge_c, judge_b
=> entry dropped: std::array<std::pair<int, Unit>, 1> u{{{2, b}}};
=> entry dropped: std::array<std::pair<int, Unit>, 1> u{{{1, a}}};
=> entry dropped: std::array<int, 1> w{b};
=> entry dropped: std::array<int, 1> w{a};
=> entry order: b, a

# figures of a reason: figure dropped
return Reason(r, {{FigureName::a, g(x, y)}, {FigureName::b, 2}});
return Reason(r, {{FigureName::c, 3}});
return Reason(r, {});
=> figure dropped: return Reason(r, {{FigureName::b, 2}});
=> figure dropped: return Reason(r, {{FigureName::a, g(x, y)}});
=> figure dropped: return Reason(r, {});

# jumps turned and left out: jump
continue;
break;
=> jump: break;
=> jump:
=> jump: continue;
=> jump:

# statements left out: statement dropped
int x = 1;
x = 2;
std::sort(p, q, [&](int c) {
  h(c);
  return c;
});
for (int i = 0; i < 3; ++i) {
  y.z[i] += 1;
}
auto k = g(x);
OptionAdvice& o = *p;
std::vector<int> v;
T* t = nullptr;
// why
++x;
#pragma x
h(x);
return x;
=> statement dropped:
=> statement dropped:
=> statement dropped:
=> statement dropped:
=> statement dropped:
=> statement dropped:
"""
NOTHING_TO_BREAK = """#include <vector>  // a < b
#define X(a) \\
  ((a) + 1)
namespace n {
// if (a < b && true) { return 1 + 2; }
/* x = a == b;
   y = 3; */
std::optional<int> f(const Needs& needs, std::span<const int> all);
using Rule = std::optional<int> (*)(const Needs& needs);
int g() {
  static_assert(a + 1 == 2, "text");
  assert(!done && a < 3);
  return h(R"x(a < b && "true" || 1 + 2)x");
}
}  // namespace n
"""
FUNCTIONS = """namespace n {
namespace {
constexpr std::array<int, 2> table{{1, 2}};
struct S {
  int member = 3;
};
}
std::optional<int> first(int a) { return 4; }
Reason::Reason(int b) : rule(b), x(5) {
  g(6);
  g(6);
}
std::int64_t Reason::operator[](int c) const { return 7; }
auto last = [](int d) -> std::optional<int> { return 8; };
}
"""
LISTED = """# a comment
f.cpp, g
- a < b
+ a <= b
It cannot be equal,
because it is odd.

f.cpp, h (2)
- drop();
+
No one sees it.
"""


def self_test_generators(expect):
    enums = enumerators_of(ENUMS)
    wanted = {"Verdict": ["accept", "tight", "reject"], "Rounding": ["nearest", "up", "down"], "Fit": ["a", "b", "c"]}
    expect(enums == wanted, f"enums: {enums}")
    tried = set()
    for sample in SAMPLES.strip().split("\n\n"):
        lines = sample.split("\n")
        description, kinds = lines[0].removeprefix("# ").split(": ")
        kinds = kinds.split(", ")
        wanted = sorted(tuple(part.strip() for part in line[3:].split(":", 1)) for line in lines if line.startswith("=> "))
        text = IN_FUNCTION % "\n".join(line for line in lines[1:] if not line.startswith("=> "))
        mutants = mutants_of("sample.cpp", text, enums)
        got = sorted((mutant.kind, mutant.new) for mutant in mutants if mutant.kind in kinds)
        expect(got == wanted, f"{description}: {got}, expected {wanted}")
        tried.update(kinds)
        for mutant in mutants:
            expect(mutant.text != text and mutant.function.split(" ")[0] == "f", f"{description}: {mutant}")
            there = mutant.old in " ".join(text.split()) and mutant.new in " ".join(mutant.text.split())
            expect(there, f"{description}: not its lines: {mutant}")
    nothing = [(mutant.kind, mutant.old) for mutant in mutants_of("sample.cpp", NOTHING_TO_BREAK, enums)]
    expect(nothing == [], f"where nothing is to be broken: {nothing}")
    mutants = mutants_of("sample.cpp", FUNCTIONS, enums)
    dropped = [mutant.line for mutant in mutants if mutant.kind == "statement dropped"]
    expect(dropped == [10, 11], f"statements are found in lines {dropped}")
    places = {(mutant.old, mutant.function, mutant.line) for mutant in mutants if mutant.kind == "constant"}
    wanted = {("constexpr std::array<int, 2> table{{1, 2}};", "table", 3), ("int member = 3;", "S", 5),
              ("std::optional<int> first(int a) { return 4; }", "first", 8),
              ("Reason::Reason(int b) : rule(b), x(5) {", "Reason", 9), ("g(6);", "Reason", 10), ("g(6);", "Reason (2)", 11),
              ("std::int64_t Reason::operator[](int c) const { return 7; }", "operator[]", 13),
              ("auto last = [](int d) -> std::optional<int> { return 8; };", "last", 14)}
    expect(places == wanted, f"functions and lines: {places ^ wanted}")
    return tried


def self_test_sample(expect):
    sizes = [("a", "x", 400), ("a", "y", 3), ("b", "x", 90), ("b", "z", 1), ("c", "y", 1)]
    mutants = [Mutant(f"{file}.cpp", line, kind, "", "", f"{file}{kind}{line}", "")
               for file, kind, count in sizes for line in range(count)]
    ordered = order(mutants, 1)
    expect(sorted(m.new for m in ordered) == sorted(m.new for m in mutants), "the order leaves some out or repeats some")
    expect(ordered == order(mutants, 1) and ordered != order(mutants, 2), "the order is not that of its seed")
    first = ordered[:12]
    kinds, files = {m.kind for m in first}, {m.file for m in first}
    expect(kinds == {"x", "y", "z"} and files == {"a.cpp", "b.cpp", "c.cpp"}, f"no share for some: {kinds}, {files}")
    drawn = collections.Counter(m.file for m in ordered[:60])
    expect(15 <= drawn["b.cpp"] < drawn["a.cpp"], f"the shares of the files: {drawn}")
    rejected, harmless = {m.new for m in ordered[:3]}, {m.key(): "" for m in ordered[4:6]}
    batches = []

    def try_all(batch):
        batches.append(batch)
        return sum(1 for mutant in batch if mutant.new not in rejected)

    not_compiled, equivalent = draw(ordered, harmless, 10, try_all)
    handed = [mutant for batch in batches for mutant in batch]
    drawn = (not_compiled, equivalent, len(handed))
    expect(drawn == (3, ordered[4:6], 13), f"drawn: {drawn}")
    wanted = sorted(m.new for m in ordered[:15] if m not in equivalent)
    expect(sorted(m.new for m in handed) == wanted, "not the first of the order are drawn")
    expect(all(batch == sorted(batch, key=lambda m: (m.file, m.line)) for batch in batches), "not in the order of files")
    expect(draw(ordered[:5], {}, 10, len) == (0, []), "a small sample does not end")
    for caught, survivors, wanted in [(60, 0, ("100.0", 0)), (9, 1, ("90.0", 0)), (899, 101, ("89.9", 1)), (0, 0, ("0.0", 1))]:
        got = verdict_of(caught, survivors)
        expect(got == wanted, f"{caught} caught, {survivors} survivors: {got}")


def self_test_equivalents(expect):
    known, problems = equivalents_of(LISTED)
    wanted = {("f.cpp", "g", "a < b", "a <= b"): "It cannot be equal, because it is odd.",
              ("f.cpp", "h (2)", "drop();", ""): "No one sees it."}
    expect(known == wanted and not problems, f"the list of equivalents: {known}, {problems}")
    for broken in ("f.cpp, g\n- a\n+ b\n", "f.cpp\n- a\n+ b\nwhy\n", "f.cpp, g\n+ a\n- b\nwhy\n", LISTED + "\n" + LISTED):
        expect(equivalents_of(broken)[1], f"taken as a list of equivalents: {broken!r}")
    there = Mutant("f.cpp", 1, "boundary", "g", "a < b", "a <= b", "")
    left = stale(known, [there])
    expect(len(left) == 1 and "h (2)" in left[0], f"entries that match nothing: {left}")


def self_test_running(expect):
    """One small file, and in the place of the tests commands that look at it."""
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory()
        laboratory.tree = pathlib.Path(folder)
        path = pathlib.Path(folder, "f.txt")
        path.write_text("whole\n", encoding="utf-8")
        built = []

        def build(targets):
            built.append(list(targets))
            return "syntax" not in path.read_text(encoding="utf-8"), ""

        laboratory.build = build
        scripts = {Laboratory.UNITS: "! grep -q units f.txt || { echo ./t.cpp:7: failed: x; exit 1; }",
                   "second": "! grep -q second f.txt", "third": "! grep -q third f.txt || sleep 60"}
        laboratory.checks = [Check(name, ["sh", "-c", script], folder) for name, script in scripts.items()]
        laboratory.checks[2].limit = lambda: 0.3
        everything = [[Laboratory.UNITS], []]
        cases = [("units", "t.cpp:7", everything[:1]), ("second", "second", everything),
                 ("third", "timeout of third", everything), ("other", "", everything), ("syntax", None, everything[:1])]
        for text, outcome, builds in cases:
            built.clear()
            got = laboratory.try_mutant(Mutant("f.txt", 1, "", "", "", "", text))
            expect(got == outcome and built == builds, f"{text}: {got!r}, built {built}")
            expect(path.read_text(encoding="utf-8") == "whole\n", f"{text}: the file is not restored")
        fatal = f"{folder}/t.cpp:3: failed: fatal error condition with message 'SIGABRT - x'"
        crash = laboratory.failure(laboratory.checks[0], fatal)
        expect(crash == "t.cpp:3 (SIGABRT)", f"a crash: {crash}")
        expect(Check("", [], "", 2.0).limit() == 80, "the limit of a test")
        hungry = run([sys.executable, "-c", f"bytearray({MEMORY_LIMIT})"], 60, folder, limited=True)
        expect(hungry[0] not in (0, None), f"memory without end: {hungry}")


def self_test():
    failures = []

    def expect(condition, text):
        if not condition:
            failures.append(text)

    tried = self_test_generators(expect)
    real = {mutant.kind for mutant in all_mutants(ROOT)}
    expect(real and real <= tried, f"kinds without a sample: {sorted(real - tried)}")
    self_test_sample(expect)
    self_test_equivalents(expect)
    self_test_running(expect)
    for text in failures:
        print("mutate self-test:", text)
    if not failures:
        print(f"mutate self-test: {len(tried)} kinds told apart")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--files", default="*", metavar="PATTERN", help="only sources of this name, such as 'job_*.cpp'")
    parser.add_argument("count", nargs="?", type=int, default=60)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()
    if arguments.list:
        return command_list()
    if arguments.count < 1:
        parser.error("COUNT is 1 or more")
    return command_mutate(arguments.count, arguments.seed, arguments.files)


if __name__ == "__main__":
    sys.exit(main())
