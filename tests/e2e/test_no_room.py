"""A phone that is full, and a window that keeps nothing: said before anything is lost, and nothing is half kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, expect

from tests.e2e import browser, firefox, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server

PAPER = "paper_earlier_residence_proof"
NAME = "Lường Thị Khuyên"
# enough for what is typed, too little for a photo
A_LITTLE = 150_000
NO_ROOM = "Máy không đủ chỗ cho ảnh"


def put_down(phone: Phone, url: str) -> int:
    """Close the browser; returns how much it keeps for the app."""
    session = phone.context.new_cdp_session(phone.page)
    used: int = session.send("Storage.getUsageAndQuota", {"origin": url})["usage"]
    phone.context.close()
    return used


def fill_up(phone: Phone, url: str, used: int) -> CDPSession:
    """The disk is nearly full, and the browser refuses what is more. It has to be told before it counts for itself.

    The page hears nothing of it: what `navigator.storage.estimate` says is always ten gigabytes more than are used.
    """
    session = phone.context.new_cdp_session(phone.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": url, "quotaSize": used + A_LITTLE})
    return session


def begin_a_draft(phone: Phone) -> str:
    """A draft with one answer, made while there was room; returns where its steps are."""
    phone.install()
    phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    phone.begin(people.MARITAL_STATUS)
    phone.answer("req_name", NAME)
    phone.kept()
    return phone.page.url.removeprefix(phone.url).rsplit("/", 1)[0]


def test_f31_a_full_phone_says_so_before_the_photo_and_keeps_what_is_typed(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter)
    draft = begin_a_draft(phone)
    used = put_down(phone, counter.url)

    phone = pick_up(counter, look=True)
    disk = fill_up(phone, counter.url, used)
    phone.open(f"{draft}/papers")
    phone.answer("reissue", "Không")
    expect(phone.page.get_by_role("status").filter(has_text=NO_ROOM)).to_contain_text("ít nhất 20 MB")
    phone.kept()
    phone.seen()

    box = phone.question(PAPER)
    with phone.page.expect_file_chooser() as chooser:
        box.get_by_text("Chụp trang 1").click()
    photo = sheets.photo("XÁC NHẬN NƠI Ở CŨ")
    chooser.value.set_files({"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo})
    expect(box.get_by_role("status").filter(has_text="Trang 1 chưa được lưu")).to_contain_text("ít nhất 20 MB")
    phone.seen()
    assert phone.rows("", "^(files|bytes)$") == 0
    phone.open(f"{draft}/requester")
    expect(phone.question("req_name").get_by_role("textbox")).to_have_value(NAME)
    phone.answer("req_name", f"{NAME} Hoa")
    phone.kept()

    phone.open(f"{draft}/papers")
    expect(phone.question("reissue").locator("input:checked")).to_have_count(1)
    expect(box.locator(".shot__n")).to_have_count(0)
    expect(phone.page.get_by_text(NO_ROOM)).to_be_visible()
    disk.send("Storage.overrideQuotaForOrigin", {"origin": counter.url})
    phone.tap("Đã dọn, thử lại")
    expect(phone.page.get_by_text(NO_ROOM)).to_have_count(0)
    phone.photograph(PAPER, [photo])
    phone.kept()
    phone.open(f"{draft}/requester")
    expect(phone.question("req_name").get_by_role("textbox")).to_have_value(f"{NAME} Hoa")


def test_f31_a_full_phone_is_told_before_a_form_is_begun(counter: Server, pick_up: Callable[..., Phone]) -> None:
    phone = pick_up(counter)
    phone.install()
    used = put_down(phone, counter.url)
    phone = pick_up(counter, look=True)
    fill_up(phone, counter.url, used)
    phone.open(f"/bat-dau/{people.MARITAL_STATUS}")
    phone.title("Dọn chỗ trước khi khai")
    expect(phone.page.get_by_text("ít nhất 20 MB")).to_be_visible()
    phone.tap("Vẫn khai ở đây")
    phone.page.wait_for_url(re.compile("/lam/"))


def test_f36_chromium_which_hides_its_private_windows_asks_before_the_first_answer(
    counter: Server, computers: Browser
) -> None:
    with computers.new_context(**browser.PHONE, **browser.HERE) as window:
        phone = Phone(window, counter.url, look=True)
        phone.install()
        phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
        phone.begin(people.MARITAL_STATUS)
        note = phone.page.get_by_text("Bạn mở bằng cửa sổ ẩn danh?")
        expect(note).to_be_visible()
        phone.seen()
        phone.tap("Tôi hiểu")
        expect(note).to_have_count(0)
        phone.page.reload()
        expect(phone.question("req_name")).to_be_visible()
        expect(note).to_have_count(0)


def test_f36_a_private_window_of_firefox_is_warned_before_the_first_draft(counter: Server, tmp_path: Path) -> None:
    with firefox.running(tmp_path / "firefox", private=True) as window:
        window.open(f"{counter.url}/thu-tuc/{people.MARITAL_STATUS}")
        window.tap("Bắt đầu")
        window.reads("Đây có vẻ là cửa sổ ẩn danh")
        window.reads("mất hẳn bản nháp, ảnh đã chụp")
        window.reads("/bat-dau/")
