"""The office's first useful screen on an old computer: the demo commune's inbox at 1366 x 768, four times slowed."""

from __future__ import annotations

import time

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.bench.browsers import slow, useful_at, watch_for_useful
from tests.bench.record import emit, median, times
from tests.bench.shots import demo
from tests.bench.walks import ROWS
from tests.e2e.browser import ARGUMENTS, CHROMIUM, HERE, OFFICE

CLERK = "ngoc.anh"


def measure() -> None:
    """From the address to rows on the glass, with nothing of the app on the computer and with all; then a dossier."""
    with demo() as (server, phrases, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        context = chromium.new_context(**OFFICE, **HERE)
        _sign_in(context, f"{server.url}/ban", phrases[CLERK])
        # whoever was signed in yesterday: the same session at a computer that has nothing of the app
        new = [
            chromium.new_context(storage_state=context.storage_state(), **OFFICE, **HERE) for _ in range(times(5, 2))
        ]
        emit("desk_first_rows_new_computer_4x", median([_first_rows(each, server.url) for each in new]), "ms")
        emit("desk_first_rows_4x", median([_first_rows(context, server.url) for _ in range(times(5, 2))]), "ms")
        emit("desk_dossier_opened_4x", median([_opened(context, server.url) for _ in range(times(5, 2))]), "ms")
        chromium.close()


def _sign_in(context: BrowserContext, url: str, phrase: str) -> None:
    page = context.new_page()
    page.goto(url)
    page.get_by_label("Tên đăng nhập").fill(CLERK)
    page.get_by_label("Mật khẩu").fill(phrase)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator(ROWS).first.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.close()


def _first_rows(context: BrowserContext, url: str) -> float:
    page = context.new_page()
    watch_for_useful(page, ROWS)
    slow(page, 4)
    page.goto(f"{url}/ban")
    found = useful_at(page)
    page.close()
    return found


def _opened(context: BrowserContext, url: str) -> float:
    """From the press on a row to its dossier beside the list, as a person waits for it."""
    page: Page = context.new_page()
    page.goto(f"{url}/ban")
    page.locator(ROWS).first.wait_for()
    slow(page, 4)
    begun = time.perf_counter()
    page.locator(ROWS).first.click()
    page.locator(".work__head").wait_for()
    found = (time.perf_counter() - begun) * 1000
    page.close()
    return found
