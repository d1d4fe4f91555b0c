"""The waiting room: set by the administrator, numbers from the door, called at the desk, seen on wall and phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import people
from tests.e2e.axe import assert_accessible
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

SLUG = people.COMMUNE_SLUG
TABLET: dict[str, Any] = {"viewport": {"width": 1024, "height": 768}, "is_mobile": False}
WALL: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "is_mobile": False}


def set_up(admin: Desk) -> None:
    """The administrator turns the waiting room on: one appointment in a half hour, numbers until closing."""
    page = admin.page
    page.goto(f"{admin.url}/ban/quan-tri/phong-cho")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phòng chờ")
    room = page.locator(f'[data-room="{people.COMMUNE}"]')
    expect(room).to_contain_text("Chưa phát số")
    admin.seen()
    room.get_by_role("button", name=re.compile("^Phòng chờ")).click()
    page.get_by_label("Ngừng phát số trước giờ đóng cửa").fill("0")
    page.get_by_label("Hẹn mỗi nửa giờ 1").fill("1")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Điền mục này.")).to_be_visible()
    page.get_by_label("Căn cứ").fill("Quyết định 7/QĐ-UBND")
    admin.seen()
    picture(page, "phong-cho-dat")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(room).to_contain_text("Đang phát số")
    picture(page, "phong-cho")


def make_code(admin: Desk, name: str) -> str:
    """The administrator names a tablet and is shown its code; the address of the square that carries it."""
    page = admin.page
    page.get_by_role("button", name=re.compile("^Gắn máy lấy số")).first.click()
    asked = page.get_by_role("dialog")
    asked.get_by_role("button", name="Tạo mã").click()
    expect(asked.get_by_text("Điền mục này.")).to_be_visible()
    asked.get_by_label("Tên máy").fill(name)
    asked.get_by_role("button", name="Tạo mã").click()
    word = asked.locator(".waiting__word")
    expect(word).to_have_text(re.compile("^[2-9A-Z]{4} [2-9A-Z]{4}$"))
    admin.seen()
    picture(page, "phong-cho-ma-gan-may")
    return word.inner_text()


def pair(admin: Desk, door: Page) -> None:
    """A stranger's device gives no numbers; by the code it becomes the door's tablet, and the administrator sees it."""
    # whoever opens it on her own phone reads first what is for her
    expect(door.get_by_role("heading", level=2)).to_have_text(
        ["Bà con đến làm việc?", "Máy này chưa được gắn với phòng chờ"]
    )
    expect(door.get_by_text("Nộp hồ sơ")).to_be_visible()
    expect(door.get_by_role("button", name="Nộp hồ sơ")).to_have_count(0)
    assert_accessible(door)
    picture(door, "cua-chua-gan")
    code = make_code(admin, "Máy ở cửa chính")
    door.get_by_label("Mã gắn máy").fill("2222")
    door.get_by_role("button", name="Gắn máy này").click()
    expect(door.get_by_text("Nhập đủ 8 chữ và số của mã.")).to_be_visible()
    door.get_by_label("Mã gắn máy").fill("2222 3333")
    door.get_by_role("button", name="Gắn máy này").click()
    expect(door.get_by_text("Không có mã này ở đây.")).to_be_visible()
    picture(door, "cua-sai-ma")
    door.get_by_label("Mã gắn máy").fill(code)
    door.get_by_role("button", name="Gắn máy này").click()
    expect(door.get_by_role("button", name="Nộp hồ sơ")).to_be_visible()
    asked = admin.page.get_by_role("dialog")
    expect(asked.get_by_text("Đã gắn Máy ở cửa chính.")).to_be_visible()
    asked.get_by_role("button", name="Xong").click()
    expect(admin.page.locator('[data-tablet="Máy ở cửa chính"]')).to_contain_text("Chưa phát số nào")


def unpair(admin: Desk, door: Page) -> None:
    """Unpaired, the tablet shows no more buttons; the address with a code behind it pairs it again."""
    page = admin.page
    page.reload()
    row = page.locator('[data-tablet="Máy ở cửa chính"]')
    expect(row).to_contain_text("Phát số gần nhất lúc")
    admin.seen()
    picture(page, "phong-cho-may")
    row.get_by_role("button", name="Gỡ Máy ở cửa chính").click()
    picture(page, "phong-cho-go-may")
    page.get_by_role("dialog").get_by_role("button", name="Gỡ").click()
    expect(page.get_by_text("Đã gỡ Máy ở cửa chính.")).to_be_visible()
    unpaired = door.get_by_role("heading", level=2).last
    expect(unpaired).to_have_text("Máy này chưa được gắn với phòng chờ", timeout=30_000)
    code = make_code(admin, "Máy ở cửa chính")
    door.goto("about:blank")
    door.goto(f"{admin.url}/hang-doi/{SLUG}#{code.replace(' ', '')}")
    expect(door.get_by_role("button", name="Nộp hồ sơ")).to_be_visible()
    assert "#" not in door.url, "the code stays in no history"
    door.reload()
    expect(door.get_by_role("button", name="Nộp hồ sơ")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Xong").click()
    page.get_by_text("Đã thay đổi").click()
    expect(page.locator(".admin__history", has_text="Gỡ Máy ở cửa chính")).to_be_visible()


def look_from_afar(phone: Page) -> None:
    """A resident's own phone shows how many wait and the way to an appointment, and gives no number."""
    expect(phone.locator(".waitdoor__now li").first).to_have_text("Nộp hồ sơ: 2 người đang chờ")
    expect(phone.get_by_role("link", name="Đặt lịch hẹn đến quầy")).to_be_visible()
    expect(phone.get_by_role("button", name="Nộp hồ sơ")).to_have_count(0)
    assert_accessible(phone)
    picture(phone, "cua-tren-dien-thoai")


def take(door: Page, kind: str) -> dict[str, Any]:
    """Press a button at the door; the number that was given."""
    with door.expect_response(re.compile("/tickets$")) as answer:
        door.get_by_role("button", name=kind).click()
    found: dict[str, Any] = answer.value.json()
    expect(door.locator(".waitslip__number")).to_have_text(found["number"])
    return found


def open_page(context: BrowserContext, url: str, heading: str) -> Page:
    page = context.pages[0]
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    return page


def test_numbers_from_the_door_to_the_counter_and_an_appointment(
    server: Server, open_phone: Callable[..., BrowserContext], sit_down: Callable[..., Desk]
) -> None:
    server.flask("unit", "set", SLUG, "--hours", "mon-sun 00:00-23:59")
    admin = sit_down(server, people.ADMIN, look=True)
    set_up(admin)

    door = open_page(open_phone("door", **TABLET), f"{server.url}/hang-doi/{SLUG}", "Lấy số thứ tự")
    pair(admin, door)
    assert_accessible(door)
    picture(door, "cua-lay-so")
    first = take(door, "Nộp hồ sơ")
    assert first["number"] == "A001"
    assert_accessible(door)
    picture(door, "cua-phieu")
    door.get_by_role("button", name="Xong").click()
    second = take(door, "Nộp hồ sơ")
    door.get_by_role("button", name="Xong").click()
    unpair(admin, door)

    wall = open_page(open_phone("wall", **WALL), f"{server.url}/bang-goi/{SLUG}", "Mời số")
    hers = open_phone("hers")
    look_from_afar(open_page(hers, f"{server.url}/hang-doi/{SLUG}", "Lấy số thứ tự"))
    phone = open_page(hers, f"{server.url}/so/{second['ticket_id']}", "Lượt của bạn")
    expect(phone.locator(".turn__big")).to_have_text("Còn 1 người trước bạn")
    clerk = sit_down(server, people.CLERK, look=True)
    call_at_the_desk(clerk, wall, phone)
    assert_accessible(wall)
    picture(wall, "bang-goi")
    cut_off(wall)
    book(phone, open_phone("another").pages[0], server)


def call_at_the_desk(clerk: Desk, wall: Page, phone: Page) -> None:
    """By keyboard: the first is called, comes, and is helped; then the next, whose phone says where to go."""
    page = clerk.page
    page.get_by_role("link", name="Gọi số").click()
    page.get_by_label("Tôi ngồi ở").select_option(label="Quầy 1")
    expect(page.locator("tr[data-number]")).to_have_count(2)
    clerk.seen()
    picture(page, "goi-so")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("g")
    expect(page.locator(".queue__number")).to_have_text("A001")
    expect(wall.locator(".callscreen__now li").first).to_contain_text("A001")
    expect(wall.locator(".callscreen__now li").first).to_contain_text("Quầy 1")
    expect(phone.locator(".turn__big")).to_have_text("Bạn là người tiếp theo", timeout=20_000)
    assert_accessible(phone)
    picture(phone, "so-cua-toi")
    page.keyboard.press("d")
    expect(page.get_by_text("Đang phục vụ từ")).to_be_visible()
    clerk.seen()
    picture(page, "goi-so-dang-phuc-vu")
    page.get_by_role("link", name="Khai giúp tại quầy").click()
    expect(page.locator(".counter__ticket")).to_contain_text("A001")
    page.go_back()
    page.get_by_role("button", name="Gọi tiếp").click()
    expect(page.locator(".queue__number")).to_have_text("A002")
    expect(phone.locator(".turn__big")).to_have_text("Mời đến Quầy 1", timeout=20_000)
    picture(phone, "so-duoc-goi")


def cut_off(wall: Page) -> None:
    """The screen says that it is cut off, and goes on by itself."""
    wall.context.set_offline(offline=True)
    expect(wall.get_by_text("Mất kết nối.")).to_be_visible()
    picture(wall, "bang-goi-mat-mang")
    wall.context.set_offline(offline=False)
    expect(wall.get_by_text("Mất kết nối.")).to_have_count(0)


def book(phone: Page, other: Page, server: Server) -> None:
    """An appointment from a procedure's page; its half hour is full for others, and it is seen without a network."""
    phone.goto(f"{server.url}/{SLUG}/{people.MARITAL_STATUS}")
    phone.get_by_role("link", name="Đặt lịch hẹn đến quầy").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đặt lịch hẹn đến quầy")
    slot = phone.locator(".booking__slots label").nth(3)
    span = slot.locator("b").inner_text()
    assert_accessible(phone)
    picture(phone, "dat-lich")
    slot.click()
    phone.get_by_role("button", name="Đặt lịch này").click()
    expect(phone.locator(".booked__when")).to_contain_text(span)
    code = phone.locator(".booked__code b").inner_text()
    assert_accessible(phone)
    picture(phone, "lich-hen")

    other.goto(f"{server.url}/hen/{SLUG}")
    taken = other.locator(".booking__slots label", has_text=span)
    expect(taken).to_contain_text("Đã đủ")
    expect(taken.locator("input")).to_be_disabled()
    picture(other, "dat-lich-day")

    phone.context.set_offline(offline=True)
    phone.evaluate("location.reload()")
    expect(phone.locator(".booked__code b")).to_have_text(code)
    phone.context.set_offline(offline=False)
    phone.get_by_role("button", name="Huỷ lịch").click()
    phone.get_by_role("dialog").get_by_role("button", name="Huỷ lịch").click()
    expect(phone.get_by_text("Đã huỷ lịch hẹn.").first).to_be_visible()
    other.reload()
    expect(other.locator(".booking__slots label", has_text=span)).to_contain_text("còn 1 chỗ")
