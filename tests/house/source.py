"""The tree as the house tests read it: files that git would keep, and their parsed code."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def kept() -> tuple[Path, ...]:
    """Every file that is tracked, or would be: what is ignored does not count."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(path for name in sorted(filter(None, listed)) if (path := ROOT / name).is_file())


def under(folder: str, *suffixes: str) -> list[Path]:
    """The kept files below a folder with one of the suffixes."""
    return [path for path in kept() if path.is_relative_to(ROOT / folder) and path.suffix in suffixes]


def name(path: Path) -> str:
    """A path as a person writes it."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(), filename=name(path))


def imports(path: Path) -> set[str]:
    """The modules a Python file imports, `from x import y` counted as `x` and `x.y`."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def attribute_calls(path: Path) -> list[tuple[str, int]]:
    """Every call of a dotted name, as written, with its line: `db.session.commit`."""
    calls = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))
    return [(ast.unparse(call.func), call.lineno) for call in calls if isinstance(call.func, ast.Attribute | ast.Name)]
