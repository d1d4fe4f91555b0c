"""docs/failure-cases.md and the tests that name its cases: found here, written there, held together by the house test.

`python -m tests.house.failure_cases` writes the tests into the document again; what people wrote in it stays.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house import source

DOCUMENT = source.ROOT / "docs" / "failure-cases.md"
ALL = tuple(f"F{number:02}" for number in range(1, 86))
# the groups as the document orders them; payments (H) are not promised to be whole yet
GROUPS = {
    "A": range(1, 16),
    "B": range(16, 31),
    "C": range(31, 39),
    "D": range(39, 49),
    "E": range(49, 59),
    "F": range(59, 66),
    "G": range(66, 73),
    "H": range(73, 80),
    "I": range(80, 86),
}
PROMISED = tuple(f"F{number:02}" for group, numbers in GROUPS.items() if group != "H" for number in numbers)
NOTHING = "- no test"
# what a person writes where no test can show a case, or not the whole of it
BY_HAND = "By hand:"

_HEADING = re.compile(r"^### (F\d\d)\b")
_LISTED = re.compile(r"^- (`.*`|no test)$")
_IN_TITLE = re.compile(r"\b(?:it|describe|test)\b[^\"'`\n]*[(,]\s*([\"'`])(F\d\d(?:, F\d\d)*)\b(.*?)\1")
# a table of cases stands between `it.each(` and the title
_AFTER_TABLE = re.compile(r"^\s*\]\)\(([\"'`])(F\d\d(?:, F\d\d)*)\b(.*?)\1", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """What the document says of one case: its own words, and the tests listed under it."""

    name: str
    words: tuple[str, ...]
    tests: tuple[str, ...]

    def says(self, word: str) -> bool:
        return any(line.startswith(word) for line in self.words)


def found() -> dict[str, list[str]]:
    """The tests that name a case, by case: in their name or docstring (Python), in their title (TypeScript)."""
    by_case: dict[str, set[str]] = {}
    for case, test in [*_python(), *_typescript()]:
        by_case.setdefault(case, set()).add(test)
    return {case: sorted(tests) for case, tests in by_case.items()}


def _python() -> Iterator[tuple[str, str]]:
    for path in source.under("tests", ".py"):
        if not path.name.startswith("test_") or path.is_relative_to(source.ROOT / "tests" / "house"):
            continue
        tree = source.parsed(path)
        yield from _tests_of(path, tree.body, source.name(path))


def _tests_of(path: Path, body: list[ast.stmt], before: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _tests_of(path, node.body, f"{before}::{node.name}")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            for case in sorted(cases_of_name(node.name) | cases_of_text(ast.get_docstring(node) or "")):
                yield case, f"{before}::{node.name}"


def cases_of_name(name: str) -> set[str]:
    """`test_f01_f04_of_two_copies` names F01 and F04."""
    leading = re.match(r"test_((?:f\d\d_)+)", name)
    return {case.upper() for case in leading[1].strip("_").split("_")} if leading else set()


def cases_of_text(text: str) -> set[str]:
    """The cases that a docstring or a title mentions."""
    return set(re.findall(r"\bF\d\d\b", text))


def _typescript() -> Iterator[tuple[str, str]]:
    for path in source.under("pwa/tests", ".ts", ".tsx"):
        if not path.name.endswith((".test.ts", ".test.tsx")):
            continue
        text = path.read_text()
        for match in [*_IN_TITLE.finditer(text), *_AFTER_TABLE.finditer(text)]:
            for case in cases_of_text(match[2]):
                yield case, f"{source.name(path)}::{match[2]}{match[3]}"


def written() -> list[Case]:
    """The cases of the document, in its order."""
    cases: list[Case] = []
    name = ""
    words: list[str] = []
    tests: list[str] = []
    for line in [*DOCUMENT.read_text().splitlines(), "### F00"]:
        heading = _HEADING.match(line)
        if heading:
            cases += [Case(name, tuple(words), tuple(tests))] if name else []
            name, words, tests = heading[1], [], []
        elif _LISTED.match(line):
            tests += [] if line == NOTHING else [line.removeprefix("- ").strip("`")]
        elif line.startswith("## "):
            cases += [Case(name, tuple(words), tuple(tests))] if name else []
            name, words, tests = "", [], []
        else:
            words.append(line)
    return cases


def rewritten(text: str, tests: dict[str, list[str]]) -> str:
    """The document with these tests under its cases and everything else as it was."""
    lines: list[str] = []
    case = ""
    for line in [*text.splitlines(), "## "]:
        heading = _HEADING.match(line)
        if case and (heading or line.startswith("## ")):
            while not lines[-1]:
                lines.pop()
            lines += ["", *([f"- `{test}`" for test in tests.get(case, [])] or [NOTHING]), ""]
            case = ""
        case = heading[1] if heading else case
        if not (case and _LISTED.match(line)):
            lines.append(line)
    return "\n".join(lines[:-1]).rstrip() + "\n"


def main() -> None:
    tests = found()
    DOCUMENT.write_text(rewritten(DOCUMENT.read_text(), tests))
    without = [case for case in ALL if case not in tests]
    print(f"{len(ALL) - len(without)} of {len(ALL)} cases have tests; without: {' '.join(without) or 'none'}")


if __name__ == "__main__":
    main()
