"""A tab and the app on the home screen keep apart: what was typed in the one is finished in the other."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.e2e import helping, mischief, people
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.text_messages import Gateway

WOMAN = people.resident("Vi Thị Hương Ly", 29)


def test_f34_a_draft_of_the_tab_is_finished_in_the_installed_app(
    counter: Server,
    pick_up: Callable[..., Phone],
    open_phone: Callable[..., BrowserContext],
    text_messages: Gateway,
) -> None:
    tab = pick_up(counter, "tab")
    tab.install()
    tab.open(f"/thu-tuc/{people.COPIES}")
    tab.begin(people.COPIES)
    tab.answer("req_name", WOMAN.name)
    tab.kept()
    # two minutes ago, because a number gets one code a minute
    with (
        mischief.on(counter, "skew=-120", "/api/sign-in/"),
        tab.page.expect_response(lambda answer: "/api/drafts/" in answer.url and answer.ok),
    ):
        helping.sign_in_by_code(tab, text_messages, WOMAN)

    # a window without an address bar is the app's own; the two profiles are two storages, as on an iPhone
    window = open_phone("app", f"--app={counter.url}", is_mobile=False)
    app = Phone(window, counter.url, look=True)
    assert app.page.evaluate("matchMedia('(display-mode: standalone)').matches")
    helping.sign_in_by_code(app, text_messages, WOMAN)
    app.open("/ho-so")
    app.page.locator(".item", has_text="Làm tiếp").click()
    app.page.wait_for_url(re.compile("/lam/"))
    expect(app.question("req_name").get_by_role("textbox")).to_have_value(WOMAN.name)
    app.seen()
