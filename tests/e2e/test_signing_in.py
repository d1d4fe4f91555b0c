"""A resident signs in with a number and a code: what one phone made is hers on every phone, until she ends it there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import mischief, people
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.text_messages import Gateway

WOMAN = people.resident("Vi Thị Hòa Thuận", 22)


def sign_in(phone: Phone, messages: Gateway) -> None:
    """Ask for a code, read it in the message that comes, and type it."""
    phone.open("/toi")
    phone.page.get_by_label("Số điện thoại").fill(WOMAN.phone)
    phone.tap("Gửi mã cho tôi")
    code = messages.code(WOMAN.phone)
    phone.page.get_by_label("Họ và tên của bạn").fill(WOMAN.name)
    phone.page.get_by_label("Mã sáu số trong tin nhắn").fill(code)
    phone.seen()
    phone.tap(re.compile("^Đăng nhập$"))
    expect(phone.page.get_by_role("heading", level=2, name=WOMAN.name)).to_be_visible()
    phone.seen()


def test_what_a_phone_sent_becomes_hers_and_comes_to_her_other_phone(
    counter: Server, pick_up: Callable[..., Phone], text_messages: Gateway
) -> None:
    one = pick_up(counter, "one", look=True)
    one.install()
    slip = one.file(people.MARITAL_STATUS, people.single(WOMAN))
    # two minutes ago, because a number gets one code a minute
    with mischief.on(counter, "skew=-120", "/api/sign-in/"):
        sign_in(one, text_messages)
    one.open_dossier(slip)
    one.stands("Đã gửi")

    other = pick_up(counter, "other")
    sign_in(other, text_messages)
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
