"""The shell: what a phone gets at the first visit, and what it keeps."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.e2e.server import Server

Open = Callable[..., BrowserContext]


def test_a_browser_finds_nothing_that_keeps_it_from_installing_the_app(counter: Server, open_phone: Open) -> None:
    page = open_phone().new_page()
    page.goto(counter.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    found = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    assert found["installabilityErrors"] == []


def test_the_app_opens_without_network_after_the_browser_was_closed(server: Server, open_phone: Open) -> None:
    first = open_phone("phone")
    page = first.new_page()
    page.goto(server.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    heading = page.locator("h1").first.inner_text()
    first.close()
    server.stop()
    again = open_phone("phone").new_page()
    again.goto(server.url)
    expect(again.locator("h1").first).to_have_text(heading)


def test_no_page_breaks_the_security_policy(counter: Server, open_phone: Open) -> None:
    page = open_phone().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(counter.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert said == []
