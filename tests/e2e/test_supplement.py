"""R11, C3: something is missing. The office asks thing by thing; without a network the owner mends just that."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from app.core import clock
from tests.e2e import people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server

MOTHER = people.resident("Lường Thị Mây", 71)
CHILD = "Quàng Lường Gia Bảo"
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH MỜ")]}
RECORD = "Giấy chứng sinh"
WRONG, RIGHT = "Quàng Lường Gia Bảo", "Quàng Lường Gia Bách"


def picture(page: object, name: str) -> None:
    """A picture for whoever looks, where a folder for pictures is named."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)  # type: ignore[attr-defined]  # any page


def ask(clerk: Desk, move: str, *, again: str = "") -> None:
    """The clerk ticks the photo and the child's name, with a reason of the list and one of her own."""
    clerk.press(move)
    asks = clerk.page.get_by_role("dialog")
    paper = asks.locator(".more__item").filter(has_text=RECORD)
    paper.get_by_role("checkbox").check()
    paper.get_by_label("Lý do", exact=True).select_option(label="Ảnh mờ, không đọc được chữ")
    expect(paper.get_by_label("Cách làm")).to_have_value(re.compile("giữ yên tay"))
    if again:
        asks.get_by_label("Vì sao phải yêu cầu lần nữa?").fill(again)
    else:
        name = asks.locator(".more__item").filter(has_text=re.compile("Họ, chữ đệm, tên của bé"))
        name.get_by_role("checkbox").check()
        name.get_by_label("Ghi rõ lý do").fill("Khác với giấy chứng sinh")
    picture(clerk.page, "ban-yeu-cau")
    clerk.seen()
    asks.get_by_role("button", name=re.compile("^(Gửi yêu cầu bổ sung|Trình lãnh đạo)$")).click()
    expect(asks).to_have_count(0)


def news(phone: Phone, slip: Slip, words: str | re.Pattern[str]) -> None:
    """The dossier's page, once the phone has heard."""
    phone.open_dossier(slip)
    expect(phone.page.get_by_role("main")).to_contain_text(words)


def test_r11_the_owner_mends_what_was_asked_for_without_a_network_and_nothing_else(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, CHILD), PAPERS)
    clerk = sit_down(counter, people.CLERK, look=True)
    clerk.find(slip.code)
    ask(clerk, "Yêu cầu bổ sung")
    expect(clerk.page.locator(".asked")).to_contain_text("Đang chờ người dân")
    expect(clerk.page.locator(".acts")).to_contain_text("Tiếp nhận: Đang chờ người nộp bổ sung giấy tờ.")
    picture(clerk.page, "ban-dang-cho")

    news(phone, slip, "Cần bạn bổ sung 2 mục")
    phone.stands("Chờ bạn bổ sung")
    picture(phone.page, "ho-so-can-bo-sung")
    phone.tap("Bổ sung ngay")
    phone.title(re.compile("cần bạn bổ sung$"))
    phone.lose_network()
    mend_offline(phone)
    phone.find_network()
    phone.tap("Về hồ sơ")
    expect(phone.page.get_by_role("main")).to_contain_text("Đã nhận đủ", timeout=40_000)
    picture(phone.page, "ho-so-da-bo-sung")
    clerk.find(slip.code)
    expect(clerk.page.locator(".asked--answered")).to_contain_text("Đã bổ sung lúc")
    picture(clerk.page, "ban-da-bo-sung")


def mend_offline(phone: Phone) -> None:
    """Nothing but the two things can be changed; the page dies and comes back, and nothing of it is lost."""
    page = phone.page
    asked = page.locator(".asked-item")
    expect(asked).to_have_count(2)
    expect(page.locator("[data-path]")).to_have_count(2)
    picture(page, "bo-sung")
    phone.tap("Gửi phần bổ sung")
    expect(page.locator(".errors")).to_contain_text("Còn 2 mục chưa làm")
    phone.seen()
    phone.photograph("paper_birth_record", [sheets.photo("GIẤY CHỨNG SINH RÕ")])
    phone.answer("child_name", RIGHT)
    expect(asked.filter(has_text="Bạn đã khai")).to_contain_text(WRONG)
    picture(page, "bo-sung-xong")
    expect(page.locator(".thumb")).to_contain_text("Đã lưu trên máy lúc")
    page.reload()
    phone.title(re.compile("cần bạn bổ sung$"))
    expect(phone.question("child_name").get_by_role("textbox")).to_have_value(RIGHT)
    phone.tap("Gửi phần bổ sung")
    phone.title("Đã lưu phần bổ sung")
    picture(page, "bo-sung-da-luu")


def test_c3_asking_again_waits_for_an_approver(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    other = people.resident("Cà Thị Tươi", 72)
    phone = pick_up(counter)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(other, CHILD), PAPERS)
    clerk = sit_down(counter, people.CLERK, look=True)
    clerk.find(slip.code)
    ask(clerk, "Yêu cầu bổ sung")
    news(phone, slip, "Cần bạn bổ sung")
    phone.tap("Bổ sung ngay")
    phone.photograph("paper_birth_record", [sheets.photo("GIẤY CHỨNG SINH MỜ NỮA")])
    phone.answer("child_name", RIGHT)
    expect(phone.page.locator(".thumb")).to_contain_text("Đã lưu trên máy lúc")
    phone.tap("Gửi phần bổ sung")
    phone.title("Đã lưu phần bổ sung")
    expect(clerk.page.locator(".work__head")).to_be_visible()
    news(phone, slip, "Đã nhận đủ")

    clerk.find(slip.code)
    change = clerk.page.locator(".asked__change")
    expect(change).to_contain_text(f"Trước: {WRONG} Nay: {RIGHT}", ignore_case=True)
    ask(clerk, "Yêu cầu bổ sung lần nữa", again="Ảnh mới vẫn mờ, không đọc được ngày sinh")
    expect(clerk.page.locator(".asked--waiting")).to_contain_text("Chờ lãnh đạo đồng ý")
    phone.open_dossier(slip)
    expect(phone.page.get_by_text("Cần bạn bổ sung")).to_have_count(0)

    approver = sit_down(counter, people.APPROVER, look=True)
    approver.find(slip.code)
    expect(approver.page.locator(".asked--waiting")).to_contain_text("không đọc được ngày sinh")
    picture(approver.page, "ban-lanh-dao")
    approver.move("Đồng ý yêu cầu bổ sung lần nữa", Lý_do="Đúng là chưa đọc được")
    news(phone, slip, "Cần bạn bổ sung 1 mục")
    by = clock.today() + timedelta(days=10)
    expect(phone.page.get_by_role("main")).to_contain_text(f"{by:%d/%m/%Y}")
