"""The journeys: the built app in a real browser, against gunicorn and a real database."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from tests.conftest import settings
from tests.e2e import browser
from tests.e2e.server import BIN, ROOT, Server, running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def furnished(make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the whole catalogue; tests get copies of it."""
    url = make_database()
    env = os.environ | settings(tmp_path_factory.mktemp("furnishing"), url) | {"FLASK_APP": "wsgi"}
    load = [str(BIN / "flask"), "catalogue", "load", "--quiet", "catalogue"]
    subprocess.run(load, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    return url


@pytest.fixture
def new_database(furnished: str, copy_database: Callable[[str], str]) -> str:
    """The address of a database of this test's own: the catalogue is there, nobody has done anything yet."""
    return copy_database(furnished)


@pytest.fixture
def server(server_env: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """A server of this test's own, with the catalogue."""
    with running(server_env, tmp_path) as started:
        yield started


@pytest.fixture
def open_phone(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a phone by its name; the same name again is the same phone after its browser was closed."""
    with ExitStack() as opened:

        def phone(name: str = "phone", *arguments: str, **options: Any) -> BrowserContext:
            context = browser.open_browser(playwright, tmp_path / name, *arguments, **(browser.PHONE | options))
            opened.callback(context.close)
            return context

        yield phone


@pytest.fixture
def office(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """The office's computer."""
    context = browser.open_browser(playwright, tmp_path / "office", **browser.OFFICE)
    yield context
    context.close()
