"""The journeys: the built app in a real browser, against gunicorn and a real database."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.conftest import settings
from tests.e2e import browser, people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import BIN, ROOT, Server, running
from tests.e2e.text_messages import Gateway
from tests.e2e.text_messages import running as text_message_gateway

expect.set_options(timeout=browser.PATIENCE_MS // 2)


def part_of(files: Mapping[str, int], part: str) -> set[str]:
    """The files of one part, named `1/2`: each file as a whole, the parts about as long, the same ones every time."""
    number, parts = (int(each) for each in part.split("/"))
    load: dict[int, int] = dict.fromkeys(range(1, parts + 1), 0)
    mine: set[str] = set()
    for name, tests in sorted(files.items(), key=lambda item: (-item[1], item[0])):
        lightest = min(load, key=lambda each: (load[each], each))
        load[lightest] += tests
        if lightest == number:
            mine.add(name)
    return mine


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """E2E_PART=1/2 runs one half of the journeys, for two halves beside each other."""
    here = [item for item in items if item.path.parent == Path(__file__).parent]
    mine = part_of(Counter(item.path.name for item in here), os.environ.get("E2E_PART", "1/1"))
    others = [item for item in here if item.path.name not in mine]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember on the test whether it failed, for what closes its browsers."""
    report = yield
    if report.when == "call":  # type: ignore[attr-defined]  # what pytest's own hooks return here
        item.failed = report.failed  # type: ignore[attr-defined]  # ours, read by `picture_if_failed`
    return report


def picture_if_failed(request: pytest.FixtureRequest, context: BrowserContext, name: str) -> None:
    """What was on the screens of a test that failed, beside its other files."""
    if not getattr(request.node, "failed", False):
        return
    for number, page in enumerate(context.pages):
        path = request.getfixturevalue("tmp_path") / f"{name}-{number}.png"
        page.screenshot(path=path)
        print(f"{page.url} looked like {path}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browsers."""
    with sync_playwright() as driver:
        yield driver


def furnish(folder: Path, url: str) -> None:
    """Put the whole catalogue, the commune and its people into an empty database."""
    env = os.environ | settings(folder, url) | {"FLASK_APP": "wsgi"}
    load = [str(BIN / "flask"), "catalogue", "load", "--quiet", "catalogue"]
    subprocess.run(load, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    people.settle(env)


@pytest.fixture(scope="session")
def furnished(make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the catalogue and the commune; tests get copies of it."""
    url = make_database()
    furnish(tmp_path_factory.mktemp("furnishing"), url)
    return url


@pytest.fixture
def new_database(furnished: str, copy_database: Callable[[str], str]) -> str:
    """The address of a database of this test's own: nobody has sent anything yet."""
    return copy_database(furnished)


@pytest.fixture
def server(server_env: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """A server of this test's own."""
    with running(server_env, tmp_path, FAULTS="1") as started:
        yield started


@pytest.fixture(scope="session")
def text_messages() -> Iterator[Gateway]:
    """Where the text messages of the shared server go."""
    with text_message_gateway() as gateway:
        yield gateway


@pytest.fixture(scope="session")
def counter(
    furnished: str,
    copy_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
    text_messages: Gateway,
) -> Iterator[Server]:
    """One server for all journeys that do not stop it and that speak of their own dossiers only."""
    folder = tmp_path_factory.mktemp("counter")
    mine = settings(folder / "instance", copy_database(furnished))
    with running(mine, folder, FAULTS="1", SMS_URL=text_messages.url) as started:
        yield started


@pytest.fixture
def open_phone(
    playwright: Playwright, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a phone's browser by its name; the same name again is the same phone after its browser was closed."""
    with ExitStack() as opened:

        def phone(name: str = "phone", *arguments: str, **options: Any) -> BrowserContext:
            context = browser.open_browser(
                playwright, tmp_path / name, *arguments, **(browser.PHONE | browser.PLAIN | options)
            )
            opened.callback(context.close)
            opened.callback(picture_if_failed, request, context, name)
            return context

        yield phone


@pytest.fixture
def pick_up(open_phone: Callable[..., BrowserContext], tmp_path: Path) -> Callable[..., Phone]:
    """Gives somebody a phone for a server; `sees` is the text of the code that its camera is held before."""

    def phone(at: Server, name: str = "phone", *, sees: str = "", look: bool = False) -> Phone:
        arguments = sheets.camera(sheets.film(sees, tmp_path / f"{name}.mjpeg")) if sees else []
        return Phone(open_phone(name, *arguments), at.url, look=look)

    return phone


@pytest.fixture(scope="session")
def computers(playwright: Playwright) -> Iterator[Browser]:
    """The office's computers: one browser, a clean profile for each official."""
    opened = playwright.chromium.launch(executable_path=browser.CHROMIUM, headless=True, args=browser.ARGUMENTS)
    yield opened
    opened.close()


@pytest.fixture
def sit_down(computers: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Desk]]:
    """Lets an official sit down and sign in."""
    with ExitStack() as opened:

        def desk(at: Server, worker: people.Worker, *, look: bool = False) -> Desk:
            context = computers.new_context(**(browser.HERE | browser.PLAIN | browser.OFFICE))
            context.set_default_timeout(browser.PATIENCE_MS)
            opened.callback(context.close)
            opened.callback(picture_if_failed, request, context, worker.username)
            seat = Desk(context, at.url, worker, look=look)
            seat.sign_in()
            return seat

        yield desk


@pytest.fixture
def office(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """The office's computer."""
    context = browser.open_browser(playwright, tmp_path / "office", **(browser.PLAIN | browser.OFFICE))
    yield context
    context.close()
