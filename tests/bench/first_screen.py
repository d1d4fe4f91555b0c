"""The first visit over the line, and the start without one: a closed browser, no server, a slow phone."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright

from tests.bench.browsers import first_paint, phone, served, slow, useful_at, watch_for_useful
from tests.bench.record import emit, median, times
from tests.e2e.phone import KEPT
from tests.e2e.server import Server


def measure() -> None:
    """Shell size, then cold offline starts and offline reloads."""
    with served() as (playwright, server, profiles):
        _first_visit(playwright, server, profiles / "phone")
        server.stop()
        starts = [_offline_start(playwright, server, profiles / "phone") for _ in range(times(5, 2))]
        for name in starts[0]:
            emit(name, median([each[name] for each in starts]), "ms")


def _first_visit(playwright: Playwright, server: Server, profile: Path) -> None:
    with phone(playwright, profile) as context:
        page = context.new_page()
        loads = _Loads(page)
        watch_for_useful(page)
        page.goto(server.url)
        emit("first_visit_useful_1x", useful_at(page), "ms")
        loads.report()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        assert page.evaluate(KEPT) == []


class _Loads:
    """What came over the line for a page, as the devtools count it: headers and packed body."""

    def __init__(self, page: Page) -> None:
        self.asked: dict[str, str] = {}
        self.bodies: dict[str, int] = {}
        self.wire: dict[str, float] = {}
        devtools = page.context.new_cdp_session(page)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        self.asked[event["requestId"]] = answer["url"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        self.bodies[event["requestId"]] = int(headers.get("content-length", 0))

    def _finished(self, event: dict[str, Any]) -> None:
        self.wire[event["requestId"]] = event["encodedDataLength"]

    def report(self) -> None:
        """The shell, and apart from it what the API gave."""
        sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
        for request, wire in self.wire.items():
            url = self.asked[request]
            kind = "catalogue" if "/api/catalogue" in url else "api" if "/api/" in url else "shell"
            sums[kind] = [a + b for a, b in zip(sums[kind], (self.bodies[request], wire, 1), strict=True)]
        emit("shell_brotli", sums["shell"][0], "bytes")
        emit("shell_with_headers", sums["shell"][1], "bytes")
        emit("shell_requests", sums["shell"][2], "requests")
        emit("first_visit_catalogue_brotli", sums["catalogue"][0], "bytes")


def _offline_start(playwright: Playwright, server: Server, profile: Path) -> dict[str, float]:
    """The browser begins anew while nobody answers; then the page is loaded again."""
    found = {}
    with phone(playwright, profile) as context:
        page = context.new_page()
        watch_for_useful(page)
        slow(page, 6)
        page.goto(server.url)
        found["offline_start_first_paint_6x"] = first_paint(page)
        found["offline_start_useful_6x"] = useful_at(page)
        slow(page, 4)
        page.reload()
        found["offline_reload_first_paint_4x"] = first_paint(page)
        found["offline_reload_useful_4x"] = useful_at(page)
    return found
