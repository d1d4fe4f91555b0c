"""The real catalogue, read once; each test gets a copy it may change, or a database it is loaded into."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from app.catalogue import importer
from app.catalogue.reading import Content, read
from app.db import transaction

CATALOGUE = Path(__file__).parents[2] / "catalogue"


@pytest.fixture(scope="session")
def read_content() -> Content:
    """What the real files say."""
    return read(CATALOGUE)


@pytest.fixture
def content(read_content: Content) -> Content:
    """What the real files say, to be changed at will."""
    return deepcopy(read_content)


@pytest.fixture
def store(app: Flask) -> Callable[[Content], importer.LoadReport]:
    """Keeps a content, committed as `flask catalogue load` does."""

    def keep(content: Content) -> importer.LoadReport:
        with transaction(writes=True):
            return importer.store(content)

    return keep


@pytest.fixture
def loaded(store: Callable[[Content], importer.LoadReport], content: Content) -> Content:
    """The real catalogue in the database."""
    assert not store(content).errors
    return content


class Folder:
    """A small catalogue on disk: the real one with two procedures, whose files a test spoils."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def change(self, name: str, change: Callable[[Any], None]) -> None:
        """Change a YAML file."""
        file = self.path / name
        body = yaml.safe_load(file.read_text())
        change(body)
        file.write_text(yaml.safe_dump(body, allow_unicode=True, sort_keys=False))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Birth registration (a form of its own) and the martyr allowance (a plain one), with everything around them."""
    target = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, target, ignore=shutil.ignore_patterns("procedures", "forms"))
    for name in ("procedures/1.001193.yaml", "procedures/1.010803.yaml", "forms/1.001193.yaml"):
        (target / name).parent.mkdir(exist_ok=True)
        shutil.copy(CATALOGUE / name, target / name)
    return Folder(target)
