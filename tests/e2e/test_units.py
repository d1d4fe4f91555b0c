"""An administrator gives the unit a reason of its own, then merges two villages after seeing all that it brings."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_calendar import both_sizes

REASON = "Nơi cư trú không thuộc xã"
PAPER = "12/NQ-HĐND"


def room(admin: Desk, name: str) -> None:
    page = admin.page
    page.get_by_role("navigation", name="Các phòng").get_by_role("link", name="Quản trị").click()
    page.get_by_role("navigation", name="Các phần quản trị").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def a_reason_of_its_own(admin: Desk) -> None:
    """Added with its basis, put first, and one of the catalogue's ended."""
    page, asks = admin.page, admin.page.get_by_role("dialog")
    room(admin, "Mẫu câu")
    page.get_by_label("Danh sách lý do").select_option(label="Từ chối tiếp nhận (mẫu 03)")
    page.get_by_role("button", name="Thêm lý do").click()
    asks.get_by_label("Lý do", exact=True).fill(REASON)
    asks.get_by_label("Căn cứ pháp lý").fill("Luật Hộ tịch, Điều 5")
    admin.seen()
    both_sizes(page, "mau-cau-them")
    asks.get_by_role("button", name="Lưu").click()
    expect(asks).to_have_count(0)
    page.get_by_role("button", name=f"Đưa lên: {REASON}").click()
    row = page.locator(".phrase").filter(has_text=REASON)
    expect(row).to_contain_text("Của đơn vị")
    page.get_by_role("button", name="Thôi dùng: Việc này không thuộc thẩm quyền").click()
    asks.get_by_role("button", name="Thôi dùng").click()
    expect(page.get_by_text("Đã thôi dùng (1)")).to_be_visible()
    admin.seen()
    both_sizes(page, "mau-cau")


def decide(page: Page) -> None:
    asks = page.get_by_role("dialog")
    asks.get_by_label("Số văn bản").fill(PAPER)
    asks.get_by_role("button", name="Xem sẽ đổi những gì").click()
    expect(asks).to_contain_text("Có hiệu lực ngay")


def two_villages_become_one(admin: Desk) -> None:
    """A village is added, then the old one goes into it; what it brings is read first."""
    page, asks = admin.page, admin.page.get_by_role("dialog")
    room(admin, "Đơn vị")
    admin.seen()
    both_sizes(page, "don-vi")
    page.get_by_role("button", name=f"Mở {people.COMMUNE}").click()
    page.get_by_role("button", name="Thêm đơn vị bên dưới").click()
    asks.get_by_label("Tên", exact=True).fill("Bản Nà Hin Mới")
    decide(page)
    asks.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bản Nà Hin Mới")
    page.get_by_role("button", name="Về danh sách đơn vị").click()
    page.get_by_role("button", name=f"Mở {people.VILLAGE}", exact=True).click()
    page.get_by_role("button", name="Sáp nhập").click()
    asks.get_by_label("Nhập vào").select_option(label="Bản Nà Hin Mới")
    decide(page)
    expect(asks).to_contain_text("1 tổ công nghệ số thuộc về Bản Nà Hin Mới")
    admin.seen()
    both_sizes(page, "don-vi-sap-nhap")
    asks.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bản Nà Hin Mới")
    expect(page.locator(".admin__history").first).to_contain_text(f"Tiếp quản {people.VILLAGE}")
    expect(page.locator(".admin__history").first).to_contain_text(PAPER)
    admin.seen()
    both_sizes(page, "don-vi-mot")


def test_a_reason_of_the_units_own_and_two_villages_that_become_one(
    server: Server, sit_down: Callable[..., Desk]
) -> None:
    admin = sit_down(server, people.ADMIN, look=True)
    a_reason_of_its_own(admin)
    two_villages_become_one(admin)
