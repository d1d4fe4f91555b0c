"""R5: begun on one phone, gone on with on another, and the first one's page is still open. Nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e import helping, mischief, people
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.text_messages import Gateway

FIRST = "req_name"
# a number gets one code a minute, so each journey has somebody of its own
HAU = people.resident("Vi Thị Hậu", 25)
HOA = people.resident("Vi Thị Hòa", 23)
THANH = people.resident("Vi Thị Thanh", 24)


def box(phone: Phone) -> Locator:
    """Where the first question is answered."""
    return phone.question(FIRST).get_by_role("textbox")


def go_on(phone: Phone) -> None:
    """Open the one draft there is, from the list."""
    phone.open("/ho-so")
    phone.page.locator(".item", has_text="Làm tiếp").first.click()
    phone.page.wait_for_url(re.compile("/lam/"))


def sync(phone: Phone) -> None:
    """Come back to the app: it looks for news at once, and sends what there is."""
    phone.page.evaluate("dispatchEvent(new Event('online'))")


def saved(phone: Phone) -> None:
    """The server has taken what was written here."""
    with phone.page.expect_response(lambda answer: "/api/drafts/" in answer.url and answer.ok):
        sync(phone)


def begin_on_one_and_open_on_the_other(
    one: Phone, other: Phone, counter: Server, messages: Gateway, owner: people.Resident
) -> None:
    """Signed in on both, the first question answered on one, and both with the form open."""
    one.install()
    # two minutes ago, because a number gets one code a minute
    with mischief.on(counter, "skew=-120", "/api/sign-in/"):
        helping.sign_in_by_code(one, messages, owner)
    one.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    one.begin(people.MARITAL_STATUS)
    one.answer(FIRST, "Vi Thị Hòa")
    one.kept()
    sync(one)
    helping.sign_in_by_code(other, messages, owner)
    other.open("/ho-so")
    expect(other.page.locator(".item", has_text="Làm tiếp")).to_contain_text("trên máy kia")
    other.seen()
    go_on(other)
    expect(box(other)).to_have_value("Vi Thị Hòa")


def test_f50_r5_an_old_page_overwrites_nothing_and_the_person_chooses(
    counter: Server, pick_up: Callable[..., Phone], text_messages: Gateway
) -> None:
    one, other = pick_up(counter, "one", look=True), pick_up(counter, "other", look=True)
    begin_on_one_and_open_on_the_other(one, other, counter, text_messages, HOA)
    one.lose_network()
    other.answer(FIRST, "Vi Thị Hòa Thuận")
    other.kept()
    saved(other)

    one.answer(FIRST, "Vi Thị Thuận")
    one.kept()
    one.find_network()
    sync(one)
    asked = one.page.get_by_role("alert")
    expect(asked).to_contain_text("Bạn đã ghi hai câu trả lời khác nhau")
    expect(asked).to_contain_text("Vi Thị Hòa Thuận")
    expect(box(one)).to_have_value("Vi Thị Thuận")
    one.seen()

    asked.locator("li", has_text="Vi Thị Hòa Thuận").get_by_role("button").click()
    expect(one.page.get_by_role("alert")).to_have_count(0)
    expect(box(one)).to_have_value("Vi Thị Hòa Thuận")
    one.kept()
    saved(one)
    sync(other)
    expect(other.page.get_by_role("alert")).to_have_count(0)
    expect(box(other)).to_have_value("Vi Thị Hòa Thuận")


def test_f52_a_draft_given_up_on_one_phone_leaves_what_the_other_wrote(
    counter: Server, pick_up: Callable[..., Phone], text_messages: Gateway
) -> None:
    one, other = pick_up(counter, "one"), pick_up(counter, "other", look=True)
    begin_on_one_and_open_on_the_other(one, other, counter, text_messages, THANH)
    other.lose_network()
    other.answer(FIRST, "Vi Thị Hòa Thuận")
    other.kept()
    one.tap("Bỏ bản nháp này")
    with one.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        one.page.get_by_role("dialog").get_by_role("button", name="Bỏ bản nháp", exact=True).click()
        sync(one)
    other.find_network()
    sync(other)
    expect(other.page.get_by_role("status").filter(has_text="đã được gửi hoặc đã bỏ")).to_be_visible()
    other.open("/ho-so")
    expect(other.page.get_by_text("Phần viết thêm còn giữ lại")).to_be_visible()
    other.seen()
    other.tap(re.compile("^Mở thành bản nháp mới"))
    other.page.wait_for_url(re.compile("/lam/"))
    expect(box(other)).to_have_value("Vi Thị Hòa Thuận")


def test_f52_words_that_the_phone_which_gave_the_draft_up_had_not_seen_are_kept_on_both(
    counter: Server, pick_up: Callable[..., Phone], text_messages: Gateway
) -> None:
    one, other = pick_up(counter, "one", look=True), pick_up(counter, "other", look=True)
    begin_on_one_and_open_on_the_other(one, other, counter, text_messages, HAU)
    one.lose_network()
    other.answer(FIRST, "Vi Thị Hòa Hậu")
    other.kept()
    saved(other)

    one.tap("Bỏ bản nháp này")
    one.page.get_by_role("dialog").get_by_role("button", name="Bỏ bản nháp", exact=True).click()
    one.find_network()
    with one.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        sync(one)
    sync(other)
    expect(other.page.get_by_role("status").filter(has_text="đã được gửi hoặc đã bỏ")).to_be_visible()
    for phone in (one, other):
        phone.open("/ho-so")
        sync(phone)
        expect(phone.page.get_by_text("Phần viết thêm còn giữ lại")).to_be_visible()
    expect(one.page.get_by_text("chưa thấy phần ghi sau cùng trên")).to_be_visible()
    one.seen()
    one.tap(re.compile("^Mở thành bản nháp mới"))
    one.page.wait_for_url(re.compile("/lam/"))
    expect(box(one)).to_have_value("Vi Thị Hòa Hậu")
