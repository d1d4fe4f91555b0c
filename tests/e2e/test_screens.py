"""Every screen by itself, also with nothing in it: marked as demo, titled, nothing for axe to find, light or dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import browser, people
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import Server, running

SCREENS = {
    "/": "Xin chào",
    "/thu-tuc": "Tất cả thủ tục",
    "/viec/sinh_con": "Sinh con",
    f"/thu-tuc/{people.COPIES}": "Chứng thực bản sao từ bản chính",
    "/quet": "Quét mã",
    "/ho-so": "Hồ sơ của bạn",
    "/gui-di": "Không có gì chờ gửi",
    "/bo-nho": "Bộ nhớ trên máy này",
    "/thong-bao": "Thông báo",
    "/toi": "Tôi",
    "/toi/cho-dung-lai": "Dữ liệu tôi cho dùng lại",
    "/tra-cuu": "Tra cứu hồ sơ",
    "/giup": "Giúp bà con",
    "/giup/dien-thoai": "Điện thoại",
    "/lam/khong-co": "Bắt đầu khai",
    "/phieu/khong-co": "Phiếu giữ hồ sơ",
    "/khong/co/dau": "Không có trang này",
}
ROOMS = {
    people.CLERK: {
        "/ban": "Chọn một hồ sơ ở danh sách bên trái",
        "/ban/thu-phi": "Thu phí",
        "/ban/can-goi": "Cần gọi hoặc đến nhà",
        "/ban/cuu-ho": "Tệp cứu hộ",
        "/ban/cho-xet": "Chọn một việc ở danh sách bên trái",
        "/ban/dien-thoai": "Điện thoại",
    },
    people.ADMIN: {"/ban/danh-muc": "Danh mục"},
}


@pytest.fixture
def demo(server_env: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """A server that says of itself that it is a demo."""
    with running(server_env, tmp_path, DEMO="1") as started:
        yield started


def test_axe_finds_nothing_on_any_screen_of_the_phone(demo: Server, pick_up: Callable[..., Phone]) -> None:
    phone = pick_up(demo, look=True)
    phone.install()
    for path, title in SCREENS.items():
        phone.open(path)
        phone.title(re.compile(f"^{title}"))
        expect(phone.page.get_by_text("Bản chạy thử: xã mẫu, không gửi tới ai thật")).to_be_visible()


def test_axe_finds_nothing_in_any_room_of_the_office(demo: Server, sit_down: Callable[..., Desk]) -> None:
    for worker, rooms in ROOMS.items():
        desk = sit_down(demo, worker, look=True)
        for path, words in rooms.items():
            desk.page.set_viewport_size(browser.OFFICE["viewport"])
            desk.page.goto(demo.url + path)
            # an empty list has a heading of its own, which may come before one looks
            expect(desk.page.get_by_role("heading", name=words).first).to_be_visible()
            expect(desk.page.get_by_text("Bản chạy thử: xã mẫu, không gửi tới ai thật")).to_be_visible()
            desk.seen()
            # an official with nothing but a phone reads it as well, and need not push it sideways
            desk.page.set_viewport_size(browser.PHONE["viewport"])
            assert desk.page.evaluate("document.documentElement.scrollWidth") == browser.PHONE["viewport"]["width"], (
                path
            )
