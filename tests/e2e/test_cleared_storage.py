"""A browser clears what the app kept: the phone says so with the counts of the server, and takes back what is there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import people
from tests.e2e.phone import Phone
from tests.e2e.server import Server

WOMAN = people.resident("Vàng Thị Mỷ", 47)
CLEARED = "indexeddb,local_storage,cache_storage,service_workers"


def clear_what_browsers_clear(phone: Phone, url: str) -> None:
    """Everything a page can keep; cookies that only servers read outlive it."""
    session = phone.page.context.new_cdp_session(phone.page)
    phone.page.goto("about:blank")
    session.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": CLEARED})


def test_f33_a_cleared_phone_says_what_was_lost_and_takes_its_dossier_back(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(WOMAN))
    phone.open(f"/thu-tuc/{people.COPIES}")
    phone.begin(people.COPIES)
    phone.answer("req_name", WOMAN.name)
    phone.kept()
    with phone.page.expect_response(lambda answer: "/api/sync/" in answer.url and answer.ok):
        phone.open("/gui-di")
    clear_what_browsers_clear(phone, counter.url)

    phone.open()
    notice = phone.page.get_by_text("Trình duyệt đã xóa bộ nhớ của ứng dụng")
    expect(notice).to_be_visible(timeout=40_000)
    phone.open("/ho-so")
    expect(phone.page.get_by_text(slip.code)).to_have_count(0)
    notice.click()
    phone.title("Bộ nhớ trên máy này")
    expect(phone.page.get_by_text("Hồ sơ máy chủ đang giữ")).to_be_visible()
    phone.seen()
    phone.page.get_by_label("Bốn số cuối").fill("0000")
    phone.tap("Đúng, lấy về máy này")
    expect(phone.page.get_by_text("Không khớp với hồ sơ nào của máy này.")).to_be_visible()
    phone.page.get_by_label("Bốn số cuối").fill(WOMAN.last4)
    phone.tap("Đúng, lấy về máy này")
    expect(phone.page.get_by_text(re.compile("Đã lấy lại 1 hồ sơ"))).to_be_visible()
    phone.open(f"/ho-so/{slip.dossier_id}")
    phone.stands("Đã gửi")
