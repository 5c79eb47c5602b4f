#!/usr/bin/env python3
"""Holds the sources to the parts of docs/architecture.md: who may include what, and what each part must not do.

Every violation is printed as FILE:LINE: text. --self-test proves, on small trees made for it, that each kind is found.
"""

import argparse
import pathlib
import re
import sys
import tempfile

PARTS = ("core", "input", "report", "cli")

# What each part may include beside the public headers and the standard library.
ALLOWED_PARTS = {
    "core": {"core"},
    "input": {"core", "input"},
    "report": {"core", "report"},
    "cli": set(PARTS),
}

# Third-party library: first folder of its headers, namespace, part -> how many .cpp files of that part may include it.
THIRD_PARTY = {
    "nlohmann_json": ("nlohmann", "nlohmann", {"input": 2, "report": 1}),
    "CLI11": ("CLI", "CLI", {"cli": 1}),
    "fmt": ("fmt", "fmt", {"report": None}),
}

# The whole program as a function: for tools and tests, above all parts.
TOP_HEADER = "migadvise.hpp"

# Neither core nor the public headers do I/O or look at the world.
WORLDLY_HEADERS = {
    "chrono": None,  # durations are harmless, clocks are not: see WORLDLY_NAMES
    **dict.fromkeys(["iostream", "istream", "ostream", "fstream", "sstream", "syncstream", "cstdio", "stdio.h"], "I/O"),
    **dict.fromkeys(["filesystem"], "files"),
    **dict.fromkeys(["locale", "clocale", "locale.h", "iomanip"], "the locale"),
    **dict.fromkeys(["thread", "mutex", "future", "condition_variable"], "threads"),
    **dict.fromkeys(["ctime", "time.h"], "the clock"),
}
WORLDLY_NAMES = {
    r"\b(?:system|steady|high_resolution|utc|file)_clock\b": "the clock",
    r"\b(?:secure_)?getenv\s*\(": "the environment",
    r"(?<![\w.>:])(?:std::|::)?time\s*\(\s*(?:nullptr|NULL|0|&\w+)\s*\)": "the clock",
    r"\b(?:std::)?setlocale\s*\(": "the locale",
    r"\bstd::locale\b": "the locale",
    r"\bstd::(?:cout|cerr|cin|clog)\b": "I/O",
}

EXIT = re.compile(r"(?<![\w.>])(?:std::|::)?(?:_exit|_Exit|exit|quick_exit)\s*\(")
SITE_NAME = re.compile(r"wulver|njit", re.IGNORECASE)

STANDARD_HEADERS = set(
    """
    algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits clocale
    cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib
    cstring ctime cuchar cwchar cwctype deque exception execution filesystem format forward_list fstream functional future
    initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory memory_resource mutex new
    numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore set shared_mutex
    source_location span sstream stack stdexcept stop_token streambuf string string_view strstream syncstream system_error
    thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
    """.split()
)

# Comments, literals, numbers (with ' between digits) and names, so that what merely looks like code is not taken for code.
TOKEN = re.compile(
    r"""
    (?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
  | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
  | (?P<literal>(?:u8|[uUL])?(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
  | \d(?:'?[\w.])*
  | [A-Za-z_]\w*
    """,
    re.VERBOSE | re.DOTALL,
)
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([^\n]*)", re.MULTILINE)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    return TOKEN.sub(lambda match: blank(match.group()) if match.group("comment") else match.group(), text)


def code_only(text):
    def replace(match):
        return blank(match.group()) if match.group("comment") or match.group("raw") or match.group("literal") else match.group()

    return TOKEN.sub(replace, text)


class Check:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.violations = []
        self.third_party_users = {}  # (library, part) -> files
        self.includes = 0
        self.files = 0

    def report(self, path, line, text):
        name = path.relative_to(self.root).as_posix() if isinstance(path, pathlib.Path) else path
        self.violations.append((name, line, text))

    def run(self):
        public = self.root / "include" / "migadvise"
        self.public_headers = {path.name for path in public.glob("*.hpp")}
        for path in sorted((self.root / "include").rglob("*")):
            if path.is_file():
                if path.parent != public or path.suffix != ".hpp":
                    self.report(path, 1, "only include/migadvise/*.hpp are public headers")
                self.check_file(path, "public")
        for path in sorted((self.root / "src").rglob("*")):
            if not path.is_file():
                continue
            part = path.relative_to(self.root / "src").parts[0]
            if part in PARTS:
                if path.suffix in (".cpp", ".hpp"):
                    self.check_file(path, part)
                if path.suffix in (".cc", ".cxx", ".c", ".h", ".hh"):
                    self.report(path, 1, "sources end in .cpp and headers in .hpp")
                if part in ("core", "report"):
                    self.check_site_name(path)
            elif path.suffix in (".cpp", ".hpp"):
                self.report(path, 1, "belongs to none of the parts " + ", ".join(PARTS))
        self.check_third_party_counts()
        self.check_build_file()
        self.check_stems()
        if self.files == 0:
            self.report("src", 0, "no source found")
        return sorted(self.violations)

    # One file.

    def check_file(self, path, part):
        self.files += 1
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(without_comments(text)):
            self.includes += 1
            self.check_include(path, part, text.count("\n", 0, match.start()) + 1, match.group(1).strip())
        lines = code_only(text).split("\n")
        for number, line in enumerate(lines, 1):
            if part == "public":
                for library, (_, namespace, _) in THIRD_PARTY.items():
                    if re.search(rf"\b{namespace}\s*::|\bnamespace\s+{namespace}\b", line):
                        self.report(path, number, f"a public header shows a type of {library}")
            if part in ("core", "public"):
                for pattern, what in WORLDLY_NAMES.items():
                    if re.search(pattern, line):
                        self.report(path, number, f"{self.owner(part)} must not use {what}")
            if EXIT.search(line) and path.relative_to(self.root).as_posix() != "src/cli/main.cpp":
                self.report(path, number, "no exit below main: return a status")
        if part == "public":
            self.check_site_name(path)

    @staticmethod
    def owner(part):
        return "a public header" if part == "public" else part

    def check_include(self, path, part, line, written):
        match = re.fullmatch(r'<([^>]+)>|"([^"]+)"', written)
        if not match:
            self.report(path, line, f"an include that is neither <...> nor \"...\": {written}")
        elif match.group(1):
            self.check_angle_include(path, part, line, match.group(1))
        else:
            self.check_quoted_include(path, part, line, match.group(2))

    def check_angle_include(self, path, part, line, header):
        for library, (folder, _, places) in THIRD_PARTY.items():
            if header.split("/")[0] == folder:
                if part not in places:
                    self.report(path, line, f"{self.owner(part)} must not include {library}")
                elif path.suffix != ".cpp":
                    self.report(path, line, f"{library} may be included in a .cpp only")
                else:
                    self.third_party_users.setdefault((library, part), []).append((path, line))
                return
        if header.split("/")[0] == "migadvise":
            self.report(path, line, "the project's own headers are included with quotes")
            return
        if part in ("core", "public") and WORLDLY_HEADERS.get(header):
            self.report(path, line, f"{self.owner(part)} must not use {WORLDLY_HEADERS[header]}: <{header}>")
            return
        if header in STANDARD_HEADERS:
            return
        if header.endswith(".h") and part == "cli" and path.suffix == ".cpp":
            return  # the operating system's
        self.report(path, line, f"<{header}> is not of the C++ standard library (the system's own only in .cpp files of cli)")

    def check_quoted_include(self, path, part, line, header):
        folder, _, name = header.partition("/")
        if folder == "migadvise":
            if name not in self.public_headers:
                self.report(path, line, f"there is no public header {header}")
            elif part == "core" and name == TOP_HEADER:
                self.report(path, line, f"core must not include {header}: it stands above all parts")
        elif folder in PARTS:
            if part == "public":
                self.report(path, line, f"a public header must not include the private {header}")
            elif folder not in ALLOWED_PARTS[part]:
                self.report(path, line, f"{part} must not include {folder}: {header}")
            elif not (self.root / "src" / header).is_file():
                self.report(path, line, f"there is no src/{header}")
        else:
            self.report(path, line, f"\"{header}\" does not begin with migadvise/ or a part")

    def check_site_name(self, path):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            match = SITE_NAME.search(line)
            if match:
                self.report(path, number, f"names the site \"{match.group()}\": what is true of a site stands in data/")

    # The tree as a whole.

    def check_third_party_counts(self):
        for library, (_, _, places) in THIRD_PARTY.items():
            for part, limit in places.items():
                users = self.third_party_users.get((library, part), [])
                for path, line in users[limit:] if limit is not None else []:
                    self.report(path, line, f"{library} in more than {limit} .cpp of {part}")
        if not self.third_party_users.get(("CLI11", "cli")):
            self.report("src/cli", 0, "no .cpp includes CLI11: the parser of the options is there or this rule is out of date")

    def check_build_file(self):
        path = self.root / "src" / "CMakeLists.txt"
        if not path.is_file():
            self.report("src/CMakeLists.txt", 0, "is missing")
            return
        text = re.sub(r"#[^\n]*", lambda match: blank(match.group()), path.read_text(encoding="utf-8"))
        listed = {}
        for command in re.finditer(r"\b(add_library|add_executable|target_sources)\s*\(\s*(\w+)([^)]*)\)", text):
            target = command.group(2)
            for word in re.finditer(r"[^\s\"]+\.cpp\b", command.group(3)):
                name = word.group()
                line = text.count("\n", 0, command.start(3) + word.start()) + 1
                if name.startswith("$"):
                    continue  # made by the build
                if name in listed:
                    self.report(path, line, f"{name} is listed twice")
                listed[name] = line
                if not (self.root / "src" / name).is_file():
                    self.report(path, line, f"there is no src/{name}")
                if command.group(1) == "add_library" and target != "migadvise_" + name.split("/")[0]:
                    self.report(path, line, f"{name} is listed in {target}")
        for source in sorted((self.root / "src").rglob("*.cpp")):
            name = source.relative_to(self.root / "src").as_posix()
            if name not in listed:
                self.report(source, 1, "is not listed in src/CMakeLists.txt")
        for command in re.finditer(r"\btarget_link_libraries\s*\(\s*migadvise_(\w+)([^)]*)\)", text):
            part = command.group(1)
            for word in re.finditer(r"\bmigadvise_(\w+)", command.group(2)):
                other = word.group(1)
                if part in PARTS and other in PARTS and other not in ALLOWED_PARTS[part]:
                    line = text.count("\n", 0, command.start(2) + word.start()) + 1
                    self.report(path, line, f"{part} must not link {other}")

    def check_stems(self):
        headers = {path.relative_to(self.root / "src").with_suffix("").as_posix() for path in (self.root / "src").rglob("*.hpp")}
        public = {pathlib.PurePath(name).stem for name in self.public_headers}
        for source in sorted((self.root / "src").rglob("*.cpp")):
            stem = source.relative_to(self.root / "src").with_suffix("").as_posix()
            folder, _, name = stem.rpartition("/")
            theme = f"{folder}/{name.rpartition('_')[2]}"  # memory_rules.cpp and cost_rules.cpp are parts of rules.hpp
            if stem == "cli/main" or stem in headers or theme in headers or name in public:
                continue
            if not re.search(rf'^#include "migadvise/{re.escape(TOP_HEADER)}"', source.read_text(encoding="utf-8"), re.MULTILINE):
                self.report(source, 1, f"has no header {source.stem}.hpp beside it or in include/migadvise, nor a declaration in {TOP_HEADER}")
        for header in sorted((self.root / "src").rglob("*.hpp")):
            if header.with_suffix(".cpp").exists():
                continue
            generated = (self.root / "src" / "CMakeLists.txt").is_file() and re.search(
                rf"\}}/{re.escape(header.stem)}\.cpp", (self.root / "src" / "CMakeLists.txt").read_text(encoding="utf-8")
            )
            if not generated and self.needs_source(header):
                self.report(header, 1, f"declares functions and has no {header.stem}.cpp beside it")

    @staticmethod
    def needs_source(header):
        """Whether a header declares, at namespace level, a function that it does not define: a line that begins with a name and
        ends in ');'."""
        code = code_only(header.read_text(encoding="utf-8"))
        return re.search(r"^(?:\[\[\w+\]\]\s*)?(?!using\b|static_assert\b|template\b)[A-Za-z_][^;{}=]*\)(?:\s*(?:const|noexcept))*;", code, re.MULTILINE) is not None


# ---- the self-test ----

GOOD_TREE = {
    "include/migadvise/units.hpp": "#pragma once\n#include <cstdint>\nnamespace migadvise { struct Gib {}; }\n",
    "include/migadvise/migadvise.hpp": '#pragma once\n#include "migadvise/units.hpp"\n',
    "src/core/units.cpp": '#include "migadvise/units.hpp"\n// system_clock, exit(1) and getenv("X") in a comment\n'
    'const char* text = "exit(1); std::cout"; const int big = 1\'000; char c = \'"\'; /* #include <iostream> */\n',
    "src/core/rules.hpp": '#pragma once\n#include "migadvise/units.hpp"\nint rules();\n',
    "src/core/rules.cpp": '#include "core/rules.hpp"\n#include <chrono>\nint exit_status();\n',
    "src/core/memory_rules.cpp": '#include "core/rules.hpp"\n',
    "src/core/inline.hpp": "#pragma once\ninline int one() { return 1; }\n",
    "src/input/csv.hpp": "#pragma once\n",
    "src/input/csv.cpp": '#include "input/csv.hpp"\n#include "core/rules.hpp"\n#include <nlohmann/json.hpp>\n',
    "src/input/loader.cpp": '#include "migadvise/migadvise.hpp"\n',
    "src/input/embedded_data.hpp": "#pragma once\nint embedded();\n",
    "src/report/text.hpp": "#pragma once\n",
    "src/report/text.cpp": '#include "report/text.hpp"\n#include <fmt/format.h>\n#include <nlohmann/json.hpp>\n',
    "src/cli/run.hpp": "#pragma once\n",
    "src/cli/run.cpp": '#include "cli/run.hpp"\n#include <CLI/CLI.hpp>\n#include <unistd.h>\n#include "input/csv.hpp"\n'
    '#include "report/text.hpp"\n#include "migadvise/migadvise.hpp"\n',
    "src/cli/main.cpp": '#include "cli/run.hpp"\n#include <iostream>\nint main() { std::exit(0); }\n',
    "src/CMakeLists.txt": "add_library(migadvise_core STATIC core/rules.cpp core/memory_rules.cpp core/units.cpp)\n"
    "add_library(migadvise_input STATIC input/csv.cpp input/loader.cpp ${CMAKE_CURRENT_BINARY_DIR}/embedded_data.cpp)\n"
    "target_link_libraries(migadvise_input PUBLIC migadvise_core)\n"
    "add_library(migadvise_report STATIC report/text.cpp)\n"
    "add_library(migadvise_cli STATIC cli/run.cpp)\n"
    "target_link_libraries(migadvise_cli PUBLIC migadvise_input migadvise_report)\n"
    "add_executable(migadvise cli/main.cpp)\n",
}

# File, text to add at its end ("-" removes the file), the violation expected: file, line (None: any), words.
BREAKS = [
    ("include/migadvise/units.hpp", '#include "core/rules.hpp"', "include/migadvise/units.hpp", 4, "must not include the private"),
    ("include/migadvise/units.hpp", "#include <fmt/format.h>", "include/migadvise/units.hpp", 4, "must not include fmt"),
    ("include/migadvise/units.hpp", "#include <CLI/CLI.hpp>", "include/migadvise/units.hpp", 4, "must not include CLI11"),
    ("include/migadvise/units.hpp", "#include <nlohmann/json.hpp>", "include/migadvise/units.hpp", 4, "must not include nlohmann"),
    ("include/migadvise/units.hpp", "namespace nlohmann { class json; }", "include/migadvise/units.hpp", 4, "shows a type of nlohmann"),
    ("include/migadvise/units.hpp", "#include <iostream>", "include/migadvise/units.hpp", 4, "must not use I/O"),
    ("include/migadvise/units.hpp", "#include <unistd.h>", "include/migadvise/units.hpp", 4, "not of the C++ standard library"),
    ("include/migadvise/units.hpp", '#include "migadvise/none.hpp"', "include/migadvise/units.hpp", 4, "no public header"),
    ("include/migadvise/units.hpp", "// as on Wulver", "include/migadvise/units.hpp", 4, 'names the site "Wulver"'),
    ("include/other/extra.hpp", "#pragma once", "include/other/extra.hpp", 1, "are public headers"),
    ("src/core/rules.cpp", '#include "migadvise/migadvise.hpp"', "src/core/rules.cpp", 4, "stands above all parts"),
    ("src/core/rules.cpp", '#include "input/csv.hpp"', "src/core/rules.cpp", 4, "core must not include input"),
    ("src/core/rules.cpp", '#include "report/text.hpp"', "src/core/rules.cpp", 4, "core must not include report"),
    ("src/core/rules.cpp", '  #  include "cli/run.hpp"', "src/core/rules.cpp", 4, "core must not include cli"),
    ("src/core/rules.cpp", "#include <nlohmann/json.hpp>", "src/core/rules.cpp", 4, "core must not include nlohmann"),
    ("src/core/rules.cpp", "#include <fmt/format.h>", "src/core/rules.cpp", 4, "core must not include fmt"),
    ("src/core/rules.cpp", "#include <iostream>", "src/core/rules.cpp", 4, "core must not use I/O"),
    ("src/core/rules.cpp", "#include <fstream>", "src/core/rules.cpp", 4, "core must not use I/O"),
    ("src/core/rules.cpp", "#include <cstdio>", "src/core/rules.cpp", 4, "core must not use I/O"),
    ("src/core/rules.cpp", "#include <locale>", "src/core/rules.cpp", 4, "core must not use the locale"),
    ("src/core/rules.cpp", "#include <thread>", "src/core/rules.cpp", 4, "core must not use threads"),
    ("src/core/rules.cpp", "auto t = std::chrono::steady_clock::now();", "src/core/rules.cpp", 4, "core must not use the clock"),
    ("src/core/rules.cpp", "auto t = std::time(nullptr);", "src/core/rules.cpp", 4, "core must not use the clock"),
    ("src/core/rules.cpp", 'auto* e = std::getenv("HOME");', "src/core/rules.cpp", 4, "core must not use the environment"),
    ("src/core/rules.cpp", "void stop() { std::exit(3); }", "src/core/rules.cpp", 4, "no exit below main"),
    ("src/core/rules.cpp", "#include HEADER", "src/core/rules.cpp", 4, "neither"),
    ("src/core/rules.cpp", '#include "rules.hpp"', "src/core/rules.cpp", 4, "does not begin with"),
    ("src/core/rules.cpp", '#include "core/none.hpp"', "src/core/rules.cpp", 4, "there is no src/core/none.hpp"),
    ("src/core/rules.cpp", "#include <migadvise/units.hpp>", "src/core/rules.cpp", 4, "included with quotes"),
    ("src/core/rules.cpp", "// NJIT's rule", "src/core/rules.cpp", 4, 'names the site "NJIT"'),
    ("src/report/text.cpp", 'auto s = "wulver";', "src/report/text.cpp", 4, 'names the site "wulver"'),
    ("src/report/text.cpp", '#include "input/csv.hpp"', "src/report/text.cpp", 4, "report must not include input"),
    ("src/report/text.cpp", '#include "cli/run.hpp"', "src/report/text.cpp", 4, "report must not include cli"),
    ("src/report/text.cpp", "#include <CLI/CLI.hpp>", "src/report/text.cpp", 4, "report must not include CLI11"),
    ("src/report/text.cpp", "void stop() { exit(3); }", "src/report/text.cpp", 4, "no exit below main"),
    ("src/report/text.hpp", "#include <fmt/format.h>", "src/report/text.hpp", 2, "in a .cpp only"),
    ("src/input/csv.cpp", '#include "report/text.hpp"', "src/input/csv.cpp", 4, "input must not include report"),
    ("src/input/csv.cpp", '#include "cli/run.hpp"', "src/input/csv.cpp", 4, "input must not include cli"),
    ("src/input/csv.cpp", "#include <fmt/format.h>", "src/input/csv.cpp", 4, "input must not include fmt"),
    ("src/input/csv.cpp", "#include <fcntl.h>", "src/input/csv.cpp", 4, "not of the C++ standard library"),
    ("src/input/csv.hpp", "#include <nlohmann/json.hpp>", "src/input/csv.hpp", 2, "in a .cpp only"),
    ("src/cli/run.cpp", "#include <fmt/format.h>", "src/cli/run.cpp", 7, "cli must not include fmt"),
    ("src/cli/run.cpp", "#include <nlohmann/json.hpp>", "src/cli/run.cpp", 7, "cli must not include nlohmann"),
    ("src/cli/run.cpp", "#include <boost/any.hpp>", "src/cli/run.cpp", 7, "not of the C++ standard library"),
    ("src/cli/run.cpp", "void stop() { ::_exit (3); }", "src/cli/run.cpp", 7, "no exit below main"),
    ("src/cli/main.cpp", "#include <CLI/App.hpp>", "src/cli/run.cpp", 2, "CLI11 in more than 1 .cpp of cli"),
    ("src/cli/run.cpp", "-", "src/cli", 0, "no .cpp includes CLI11"),
    ("src/extra/thing.cpp", "int x;", "src/extra/thing.cpp", 1, "belongs to none of the parts"),
    ("src/core/thing.h", "int x;", "src/core/thing.h", 1, "headers in .hpp"),
    ("src/core/lone.cpp", "int x;", "src/core/lone.cpp", 1, "has no header lone.hpp"),
    ("src/core/lone.cpp", "int x;", "src/core/lone.cpp", 1, "is not listed in src/CMakeLists.txt"),
    ("src/core/declares.hpp", "[[nodiscard]] int declares(int a,\n    int b);", "src/core/declares.hpp", 1, "has no declares.cpp"),
    ("src/core/units.cpp", "-", "src/CMakeLists.txt", 1, "there is no src/core/units.cpp"),
    ("src/CMakeLists.txt", "add_library(migadvise_more STATIC core/rules.cpp)", "src/CMakeLists.txt", 8, "core/rules.cpp is listed twice"),
    ("src/CMakeLists.txt", "add_library(migadvise_more STATIC core/rules.cpp)", "src/CMakeLists.txt", 8, "is listed in migadvise_more"),
    ("src/CMakeLists.txt", "target_link_libraries(migadvise_report\n PRIVATE migadvise_input)", "src/CMakeLists.txt", 9, "report must not link input"),
    ("src/CMakeLists.txt", "-", "src/CMakeLists.txt", 0, "is missing"),
]

# Sources of which a number is allowed and one more is not.
COUNTED = [
    ("src/input/json%d.cpp", "#include <nlohmann/json.hpp>", 2, "nlohmann_json in more than 2 .cpp of input"),
    ("src/report/json%d.cpp", "#include <nlohmann/json.hpp>", 1, "nlohmann_json in more than 1 .cpp of report"),
]


def violations_of(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Check(folder).run()


def self_test():
    failures = []

    def expect(condition, text):
        if not condition:
            failures.append(text)

    found = violations_of(GOOD_TREE)
    expect(not found, f"the good tree has violations: {found}")
    for name, change, file, line, words in BREAKS:
        files = dict(GOOD_TREE)
        if change == "-":
            del files[name]
        else:
            files[name] = files.get(name, "") + change + "\n"
        found = violations_of(files)
        hit = any(f == file and (line is None or n == line) and words in text for f, n, text in found)
        expect(hit, f"not found: {change!r} in {name}: {file}:{line}: {words}; found: {found}")
    for pattern, change, limit, words in COUNTED:
        for extra in range(1, 4):
            files = dict(GOOD_TREE)  # which has one such source already
            for number in range(extra):
                files[pattern % number] = change + "\n"
            found = any(words in text for _, _, text in violations_of(files))
            expect(found == (extra + 1 > limit), f"{words}: with {extra + 1} found={found}")
    expect(any("no source found" in text for _, _, text in violations_of({"README.md": ""})), "an empty tree passes")
    for text in failures:
        print("architecture self-test:", text)
    if not failures:
        print(f"architecture self-test: {len(BREAKS)} breaks and {3 * len(COUNTED)} counts told apart")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()
    check = Check(arguments.root)
    violations = check.run()
    for file, line, text in violations:
        print(f"{file}:{line}: {text}")
    print(f"architecture: {check.files} files, {check.includes} includes, {len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
