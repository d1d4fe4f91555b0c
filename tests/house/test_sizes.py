"""Ceilings, so that a stranger can read any file in one sitting."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house import source

FILE_CEILING = 400
FUNCTION_CEILING = 40
CODE = (".py", ".ts", ".tsx", ".js", ".css", ".sh")


def code() -> list[Path]:
    return [path for path in source.kept() if path.suffix in CODE and "versions" not in path.parts]


def test_no_file_passes_400_lines() -> None:
    long = {source.name(path): lines for path in code() if (lines := path.read_text().count("\n")) > FILE_CEILING}
    assert not long


def test_no_function_passes_40_lines() -> None:
    """Lines of the body, without its docstring; the app's TypeScript is held by eslint."""
    long = {
        f"{source.name(path)}:{node.lineno} {node.name}": size(node)
        for path in code()
        if path.suffix == ".py"
        for node in ast.walk(source.parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and size(node) > FUNCTION_CEILING
    }
    assert not long


def size(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body
    if ast.get_docstring(node, clean=False) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def test_the_measure_counts_the_body_without_its_docstring() -> None:
    tree = ast.parse('def f():\n    """Say."""\n    a = 1\n\n    return a\n')
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert size(function) == 3


ALLOWED_TOP = {
    *("app", "pwa", "static", "migrations", "tests", "wsgi.py", "requirements.txt", "README.md", "Makefile"),
    *("pyproject.toml", "requirements-dev.txt", "docs", "catalogue", "deploy", ".ci", ".pre-commit-config.yaml"),
    *(".gitignore", "LICENSE", "CHANGELOG.md"),
}


def test_the_top_level_is_what_the_house_says() -> None:
    assert {path.relative_to(source.ROOT).parts[0] for path in source.kept()} <= ALLOWED_TOP


@pytest.mark.parametrize("word", ["utils", "helpers", "misc", "common", "service", "services", "repository", "manager"])
def test_no_module_is_named_for_nothing(word: str) -> None:
    assert not [source.name(path) for path in source.under("app", ".py") if path.stem == word]
