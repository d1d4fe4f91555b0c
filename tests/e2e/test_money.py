"""A fee: the phone draws the bank's code itself, and only what stands on the office's statement makes it paid."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import desk, people
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

WOMAN = people.resident("Hà Thị Hòa Bình", 21)
ORIGINAL = "Bản chính và bản sao cần chứng thực"


def write_down(clerk: desk.Desk, number: str, amount: str, memo: str) -> None:
    """Type a line of the bank's statement."""
    for label, value in (("Số giao dịch", number), ("Số tiền (đồng)", amount), ("Nội dung chuyển khoản", memo)):
        clerk.page.get_by_label(label).fill(value)
    clerk.page.get_by_role("button", name="Ghi nhận").click()


def goes_back(clerk: desk.Desk, phone: Phone, slip: Slip) -> None:
    """Part of what was paid is given back at the counter, and the phone says so."""
    item = clerk.page.locator(".item").filter(has_text="FT26326001")
    item.get_by_role("button", name="Trả lại tiền").click()
    question = clerk.page.get_by_role("dialog")
    question.get_by_label("Số tiền").fill("2000")
    question.get_by_label("Trả bằng").select_option("cash")
    question.get_by_label("Số phiếu chi").fill("PC26-0007")
    question.get_by_label("Lý do").fill("Hộ nghèo, được miễn một bản")
    clerk.seen()
    picture(clerk.page, "tra-lai-tien")
    question.get_by_role("button", name="Ghi nhận").click()
    expect(item).to_contain_text("Đã trả lại 2.000")
    phone.open_dossier(slip)
    expect(phone.page.get_by_text("Đã trả lại bạn 2.000")).to_be_visible()
    picture(phone.page, "da-tra-lai-tien")


def test_f74_a_fee_is_paid_when_the_statement_says_so_and_not_before_whatever_became_of_the_phone(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., desk.Desk]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    slip = phone.file(people.COPIES, people.copies(WOMAN))
    clerk = sit_down(counter, people.CLERK, look=True)
    clerk.find(slip.code)
    clerk.see_original(ORIGINAL)
    clerk.move("Tiếp nhận")
    clerk.state("Đã tiếp nhận")
    phone.open_dossier(slip)
    phone.stands("Chờ bạn nộp phí")
    phone.lose_network()
    phone.open_dossier(slip)
    pay = phone.page.locator(".pay")
    expect(pay.locator(".pay__sum")).to_contain_text("12.000")
    code = phone.read_square(pay.locator(".qr"))
    assert "0000000000017" in code
    assert "540512000" in code
    memo = pay.locator(".kv dd").last.inner_text()
    assert memo in code
    expect(phone.page.get_by_role("button", name=re.compile("đã chuyển", re.IGNORECASE))).to_have_count(0)
    # she goes to her bank's app, and never comes back to this page
    phone.die()

    clerk.page.goto(f"{counter.url}/ban/thu-phi")
    write_down(clerk, "FT26326001", "11000", f"CT DEN {memo}")
    expect(clerk.page.get_by_role("status").get_by_text("Chuyển thiếu")).to_be_visible()
    phone = pick_up(counter, look=True)
    phone.open_dossier(slip)
    expect(phone.page.get_by_text("Còn thiếu")).to_be_visible()
    write_down(clerk, "FT26326002", "1000", memo.lower())
    expect(clerk.page.get_by_role("status").get_by_text("Khớp, đã thu đủ")).to_be_visible()
    clerk.seen()
    phone.open_dossier(slip)
    expect(phone.page.get_by_text("Đã nhận tiền").first).to_be_visible()
    phone.stands("Đã tiếp nhận")
    expect(phone.page.locator(".pay .qr")).to_have_count(0)
    expect(phone.page.get_by_role("button", name=re.compile("^Mở: Biên lai"))).to_be_visible()
    goes_back(clerk, phone, slip)
