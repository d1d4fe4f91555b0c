"""A resident signs in with a number and a code: what one phone made is hers on every phone, until she ends it there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import helping, mischief, people
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.text_messages import Gateway

WOMAN = people.resident("Vi Thị Hòa Thuận", 22)


def test_what_a_phone_sent_becomes_hers_and_comes_to_her_other_phone(
    counter: Server, pick_up: Callable[..., Phone], text_messages: Gateway
) -> None:
    one = pick_up(counter, "one", look=True)
    one.install()
    slip = one.file(people.MARITAL_STATUS, people.single(WOMAN))
    # two minutes ago, because a number gets one code a minute
    with mischief.on(counter, "skew=-120", "/api/sign-in/"):
        helping.sign_in_by_code(one, text_messages, WOMAN)
    one.open_dossier(slip)
    one.stands("Đã gửi")

    other = pick_up(counter, "other")
    helping.sign_in_by_code(other, text_messages, WOMAN)
    other.open("/ho-so")
    other.page.locator(".item", has_text="Đã gửi").click()
    other.title(re.compile(WOMAN.name))

    one.open("/toi")
    one.page.get_by_text("Những nơi đang đăng nhập").click()
    one.page.get_by_role("button", name=re.compile("^Kết thúc")).first.click()
    other.open("/toi")
    ended = other.page.get_by_role("status").filter(has_text=f"Máy này đã hết phiên đăng nhập của {WOMAN.name}.")
    expect(ended).to_be_visible()
    other.open()
    expect(other.page.locator(".sync")).to_have_text("Hết phiên đăng nhập, tin mới không tới máy này")
