"""What the documents promise is what the code has: every setting, every command, every decision."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask

from app.config import Config
from tests.house import source

CONFIG = source.ROOT / "app" / "config.py"
DOCS = source.ROOT / "docs"
NOT_OURS = {"run", "shell", "routes", "db"}


def settings_of_the_code() -> set[str]:
    """The names that config.py asks the environment for."""
    names = set()
    for node in ast.walk(source.parsed(CONFIG)):
        if isinstance(node, ast.Call):
            texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            names |= {text for text in texts if re.fullmatch(r"[A-Z][A-Z0-9_]+", text)}
    return names


def settings_of_the_docs() -> set[str]:
    """The names in the first column of the tables."""
    text = (DOCS / "configuration.md").read_text()
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", text, flags=re.MULTILINE))


def test_the_configuration_page_names_every_setting_and_no_other() -> None:
    assert settings_of_the_docs() == settings_of_the_code()


def test_no_setting_is_read_without_a_field() -> None:
    """One setting, one field: PORT belongs to the address of a demo, `*_MS` is kept in seconds."""
    known = {field.name.upper() for field in fields(Config)} | {"PORT", "JOBS_POLL_MS"}
    assert settings_of_the_code() <= known


def commands(group: click.Group, before: str = "flask") -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        if before == "flask" and name in NOT_OURS:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def test_every_command_is_named_for_operators(bare_app: Flask) -> None:
    text = "\n".join(path.read_text() for path in [source.ROOT / "README.md", *DOCS.glob("*.md")])
    assert not [command for command in commands(bare_app.cli) if not re.search(rf"{command}\b", text)]


def test_every_command_says_what_it_does(bare_app: Flask) -> None:
    silent = []
    for name in commands(bare_app.cli):
        command: click.Command = bare_app.cli
        for word in name.split()[1:]:
            assert isinstance(command, click.Group)
            command = command.commands[word]
        if not (command.help or "").strip():
            silent.append(name)
    assert not silent


def test_every_make_target_is_explained() -> None:
    makefile = (source.ROOT / "Makefile").read_text()
    text = makefile + "".join(path.read_text() for path in [source.ROOT / "README.md", *DOCS.glob("*.md")])
    for target in ("run", "test", "check", "format", "bench", "shots", "lock", "clean", "unit"):
        assert re.search(rf"make {target}\b", text), target


DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
# a number is never given again: what points to it must not come to mean something else
RETIRED = {
    13: "was skipped; no decision ever stood under it",
    23: "how the torture runs many histories in one process: a tool's make, told in docs/torture.md",
}


def test_decisions_are_numbered_each_once_and_every_gap_has_a_reason() -> None:
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+", path.stem) for path in DECISIONS)
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert sorted([*numbers, *RETIRED]) == list(range(1, max(numbers) + 1))


def test_a_decision_is_named_only_where_it_stands() -> None:
    numbers = {path.name[:4] for path in DECISIONS}
    texts = (path for path in source.kept() if path.suffix in {".md", ".py", ".ts", ".tsx"})
    named = {
        f"{source.name(path)}: {number}"
        for path in texts
        for number in re.findall(r"decisions/(\d{4})", path.read_text())
        if number not in numbers
    }
    assert not named


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("# ")
    assert "\n## Why" in text
    assert "\n## What it costs" in text


def links(text: str) -> list[str]:
    """Where the links of a document lead, those to other sites left out."""
    found = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def test_links_between_documents_lead_somewhere() -> None:
    documents = [path for path in source.kept() if path.suffix == ".md"]
    broken = [
        f"{source.name(path)}: {target}"
        for path in documents
        for target in links(path.read_text())
        if not (path.parent / target).exists()
    ]
    assert not broken
