"""A unit's own catalogue room: posters in one file, receiving by itself on record; and where a dossier belongs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import people
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import Server

WOMAN = people.resident("Lường Thị Mây", 172)
DECISION = "Quyết định 12/QĐ-UBND ngày 20/11/2026"


def picture(page: Page, name: str) -> None:
    """A picture for whoever looks, where a folder for pictures is named."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_an_administrator_prints_posters_and_records_a_rule(counter: Server, sit_down: Callable[..., Desk]) -> None:
    admin = sit_down(counter, people.ADMIN, look=True)
    page = admin.page
    page.goto(f"{counter.url}/ban/danh-muc")
    posters = page.locator("section").filter(has=page.get_by_role("heading", name="In áp phích"))
    posters.get_by_label("Khổ giấy").select_option("a6")
    posters.get_by_role("button", name="Tạo tệp PDF").click()
    expect(posters).to_contain_text(re.compile(r"Xong: \d+ tờ, \d+ trang"), timeout=60_000)
    with page.expect_download() as saved:
        posters.get_by_role("button", name="Tải PDF").click()
    assert saved.value.suggested_filename == "ap-phich-a6.pdf"
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")

    rules = page.locator("section").filter(has=page.get_by_role("heading", name="Tự động tiếp nhận"))
    expect(rules).to_contain_text("Chưa có quy tắc nào")
    rules.get_by_role("button", name="Ghi quy tắc").click()
    expect(rules.get_by_role("alert")).to_be_visible()
    rules.get_by_label("Quyết định").fill(DECISION)
    # what was typed is there again after the page was left
    page.reload()
    expect(rules.get_by_label("Quyết định")).to_have_value(DECISION)
    rules.get_by_label("người nộp đã đăng nhập").uncheck()
    rules.get_by_role("button", name="Ghi quy tắc").click()
    expect(rules.locator("li")).to_contain_text(f"Mọi thủ tục{DECISION}")
    expect(rules.locator("li")).to_contain_text("Đang áp dụng")
    expect(rules.get_by_label("Quyết định")).to_have_value("")
    expect(rules.get_by_label("người nộp đã đăng nhập")).to_be_checked()
    admin.seen()
    picture(page, "danh-muc-1366")
    page.set_viewport_size({"width": 360, "height": 740})
    picture(page, "danh-muc-360")
    page.set_viewport_size({"width": 1366, "height": 768})
    rules.get_by_role("button", name="Chấm dứt").click()
    page.get_by_role("dialog").get_by_role("button", name="Chấm dứt").click()
    expect(rules.locator("li")).to_contain_text("Đã hết")


def test_the_desk_proposes_where_a_dossier_belongs_and_the_owner_reads_why(
    server_env: dict[str, str], server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(server)
    phone.install()
    slip = phone.file("1.011608", people.no_longer_poor(WOMAN))
    people.found_neighbour(server_env)
    clerk = sit_down(server, people.CLERK)
    clerk.find(slip.code)
    clerk.press("Chuyển đơn vị có thẩm quyền")
    asks = clerk.page.get_by_role("dialog")
    expect(asks).to_contain_text(f"Gợi ý: {people.NEIGHBOUR}")
    why = f"Người nộp ở {people.NEIGHBOUR}, nên {people.NEIGHBOUR} giải quyết."
    expect(asks).to_contain_text(why)
    clerk.seen()
    picture(clerk.page, "chuyen-1366")
    asks.get_by_role("button", name="Chọn nơi này").click()
    expect(asks.get_by_label("Lý do")).to_have_value(why)
    asks.get_by_role("button", name="Xong, thực hiện").click()
    expect(asks).to_have_count(0)
    phone.open_dossier(slip)
    expect(phone.page.get_by_role("main")).to_contain_text(people.NEIGHBOUR, timeout=40_000)
    picture(phone.page, "chuyen-ho-so-360")
