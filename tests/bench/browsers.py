"""A phone for measuring: the built app in Chromium on the server as it is put up, its processor slowed on request."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tests.bench.ground import environment, furnish, installed
from tests.bench.submissions import database
from tests.e2e.browser import PHONE, open_browser
from tests.e2e.server import Server

_furnished: list[bytes] = []
USEFUL = ".door"
"""The first useful screen is there when the doors of life stand on the home page."""

WATCH = """
(wanted) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  }));
  const look = new MutationObserver(async () => {
    if (globalThis.usefulAt !== undefined || document.querySelector(wanted) === null) return;
    globalThis.usefulAt = null;
    look.disconnect();
    globalThis.usefulAt = await painted();
  });
  look.observe(document, { subtree: true, childList: true });
}
"""


@contextmanager
def installed_server() -> Iterator[Server]:
    """A server with the catalogue and one commune; the catalogue is loaded once for all parts of a run."""
    with database("sqlite") as (url, folder):
        if not _furnished:
            furnish(url, folder, phones=0)
            _furnished.append((folder / "cualang.db").read_bytes())
        (folder / "cualang.db").write_bytes(_furnished[0])
        with installed(environment(url, folder), folder) as server:
            yield server


@contextmanager
def served() -> Iterator[tuple[Playwright, Server, Path]]:
    """Such a server, the driver of the browsers, and a folder for profiles."""
    with (
        installed_server() as server,
        tempfile.TemporaryDirectory(prefix="bench-phone-", ignore_cleanup_errors=True) as profiles,
        sync_playwright() as playwright,
    ):
        yield playwright, server, Path(profiles)


@contextmanager
def phone(playwright: Playwright, profile: Path, **options: Any) -> Iterator[BrowserContext]:
    """A browser with a profile, closed at the end."""
    context = open_browser(playwright, profile, **(PHONE | options))
    try:
        yield context
    finally:
        context.close()


def slow(page: Page, rate: float) -> None:
    """Slow the page's processor down so many times; 1 is as fast as this machine is."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def watch_for_useful(page: Page, useful: str = USEFUL) -> None:
    """From the next page on: note when the first screen with this on it has been painted."""
    page.add_init_script(f"({WATCH})({useful!r})")


def useful_at(page: Page) -> float:
    """Milliseconds from the navigation to the first useful screen on the glass."""
    return _awaited(page, "globalThis.usefulAt")


def first_paint(page: Page) -> float:
    """Milliseconds from the navigation to the first content on the glass."""
    return _awaited(page, "performance.getEntriesByName('first-contentful-paint')[0]?.startTime")


def _awaited(page: Page, expression: str) -> float:
    """A number of the page once it is there; asked for seldom, so that the asking does not slow what is measured."""
    give_up = time.monotonic() + 60
    while (found := page.evaluate(expression)) is None:
        if time.monotonic() > give_up:
            raise TimeoutError(expression)
        page.wait_for_timeout(100)
    return float(found)
