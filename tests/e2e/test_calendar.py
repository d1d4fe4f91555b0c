"""D3: the administrator sets a day off; due dates that move are listed first, and the phone agrees with the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from app.core import clock
from tests.e2e import people
from tests.e2e.desk import Desk, receive
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

WOMAN = people.resident("Cà Thị Lịch", 201)
NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1366, "height": 768}


def both_sizes(page: Page, name: str) -> None:
    """The screen as it looks at the office and on a phone."""
    picture(page, f"{name}-1366")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # the shape playwright asks for
    picture(page, f"{name}-360")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # the shape playwright asks for


def local_day(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(clock.VN)


def due_of(desk: Desk, code: str) -> datetime:
    """The due moment of a dossier as the office's list has it."""
    found = desk.context.request.get(f"{desk.url}/api/desk/inbox", params={"view": "all", "q": code}).json()
    return local_day(found["rows"][0]["due_at"])


def open_year(admin: Desk, year: int) -> None:
    """Go to the calendar of a year through the office's rooms."""
    page = admin.page
    page.get_by_role("navigation", name="Các phòng").get_by_role("link", name="Quản trị").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lịch làm việc năm")
    page.get_by_role("button", name=f"{year}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{year}")
    admin.seen()
    both_sizes(page, "lich")


def ask_for_day_off(admin: Desk, day: datetime) -> None:
    """Write a day off with its source, after what is missing was said, and look at what it moves."""
    page = admin.page
    page.get_by_role("button", name="Ghi ngày nghỉ, ngày làm bù").click()
    asks = page.get_by_role("dialog")
    look = asks.get_by_role("button", name="Xem ngày hẹn sẽ dời")
    look.click()
    expect(asks).to_contain_text("Điền mục này.")
    admin.seen()
    both_sizes(page, "lich-ghi-ngay")
    asks.get_by_label("Ngày này là").select_option(label="Nghỉ lễ")
    asks.get_by_label("Từ ngày").fill(f"{day:%Y-%m-%d}")
    asks.get_by_label("Tên ngày").fill("Nghỉ khắc phục mưa lũ")
    asks.get_by_label("Căn cứ").fill("Thông báo của UBND xã")
    asks.get_by_label("Số văn bản").fill("88/TB-UBND")
    look.click()


def save_day(admin: Desk, day: datetime) -> None:
    """Save what was looked at; the day stands in the list with its source, and the record names who set it."""
    page, asks = admin.page, admin.page.get_by_role("dialog")
    asks.get_by_role("button", name=re.compile("^Lưu")).click()
    expect(asks).to_have_count(0)
    expect(page.locator(f'[data-day="{day:%Y-%m-%d}"]')).to_contain_text("88/TB-UBND")
    expect(page.locator(".admin__history")).to_contain_text(people.ADMIN.name)
    admin.seen()
    picture(page, "lich-da-ghi")


def test_d3_a_day_off_is_previewed_then_moves_due_dates_on_server_and_phone(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(WOMAN), {})
    receive(lambda worker: sit_down(counter, worker), slip.code)
    clerk = sit_down(counter, people.CLERK)
    before = due_of(clerk, slip.code)

    admin = sit_down(counter, people.ADMIN, look=True)
    open_year(admin, before.year)
    ask_for_day_off(admin, before)
    asks = admin.page.get_by_role("dialog")
    listed = asks.locator("tr", has_text=f"{before:%H:%M}").first
    expect(asks.get_by_text("hồ sơ đổi ngày hẹn trả")).to_be_visible()
    expect(listed).to_be_visible()
    assert due_of(clerk, slip.code) == before, "nothing moved while it was only looked at"
    admin.seen()
    both_sizes(admin.page, "lich-se-doi")
    save_day(admin, before)

    after = due_of(clerk, slip.code)
    assert after > before
    phone.open_dossier(slip)
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text(f"{after:%d/%m/%Y}")
    expect(main).to_contain_text("Ngày hẹn trả đổi theo lịch làm việc")
    phone.seen()
    picture(phone.page, "lich-ho-so-tren-may")
    # what the phone reckons by itself for today is what the server would say
    phone.page.goto(f"{counter.url}/thu-tuc/{people.MARITAL_STATUS}")
    expect(phone.page.get_by_role("main")).to_contain_text(f"{after:%d/%m/%Y}")


def test_hours_of_a_counter_are_changed_from_a_day_on(counter: Server, sit_down: Callable[..., Desk]) -> None:
    admin = sit_down(counter, people.ADMIN, look=True)
    page = admin.page
    page.goto(f"{counter.url}/ban/quan-tri/gio-lam-viec")
    point = page.locator(f'[data-point="{people.COMMUNE}"]')
    expect(point).to_contain_text("13:30–17:00")
    admin.seen()
    both_sizes(page, "gio")
    point.get_by_role("button", name=re.compile("Đổi giờ")).click()
    asks = page.get_by_role("dialog")
    since = clock.today() + timedelta(days=40)
    asks.get_by_label("Áp dụng từ ngày").fill(f"{since:%Y-%m-%d}")
    asks.get_by_label("thứ Bảy, buổi 1, mở cửa").fill("7h30")
    asks.get_by_label("Căn cứ").fill("Quyết định 12/QĐ-UBND")
    asks.get_by_role("button", name="Xem ngày hẹn sẽ dời").click()
    expect(asks).to_contain_text("thứ Bảy: Mỗi buổi cần giờ mở và giờ đóng")
    asks.get_by_label("thứ Bảy, buổi 1, đóng cửa").fill("11:00")
    admin.seen()
    both_sizes(page, "gio-doi")
    asks.get_by_role("button", name="Xem ngày hẹn sẽ dời").click()
    asks.get_by_role("button", name="Lưu", exact=True).click()
    expect(asks).to_have_count(0)
    expect(point).to_contain_text(f"Từ {since:%d/%m/%Y}")
    expect(point).to_contain_text("07:30–11:00")
    admin.seen()
    picture(page, "gio-da-doi")
