"""Signing in, and a volunteer with a phone at somebody's table: asking for consent, and taking no for an answer."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import expect

from tests.e2e.people import PASSWORD, Resident, Worker
from tests.e2e.phone import Phone
from tests.e2e.text_messages import Gateway

READ = "Đã đọc to cả trang cho người ấy nghe"
TYPE = "Gõ tờ khai thay tôi"
PHOTOGRAPH = "Chụp giấy tờ của tôi"
SEE_STATUS = "Xem hồ sơ đến bước nào trong 90 ngày"
PIN = "739160"


def sign_in(phone: Phone, worker: Worker) -> None:
    """Sign in with a password for the first time, set the PIN it asks for, and come to the volunteer's room."""
    phone.open("/toi")
    give_password(phone, worker)
    set_pin(phone)
    expect(phone.page.get_by_role("heading", level=2, name=worker.name)).to_be_visible()
    phone.seen()


def give_password(phone: Phone, worker: Worker) -> None:
    """The way in for those who have a password, from the page of whoever uses the phone."""
    phone.page.get_by_text("Tình nguyện viên, cán bộ: đăng nhập bằng mật khẩu").click()
    phone.page.get_by_label("Tên đăng nhập").fill(worker.username)
    phone.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    phone.page.locator("details[open]").get_by_role("button", name="Đăng nhập").first.click()


def sign_in_by_code(phone: Phone, messages: Gateway, who: Resident) -> None:
    """A resident's way in: ask for a code, read it in the message that comes, type it."""
    phone.open("/toi")
    phone.page.get_by_label("Số điện thoại").fill(who.phone)
    phone.tap("Gửi mã cho tôi")
    code = messages.code(who.phone)
    phone.page.get_by_label("Họ và tên của bạn").fill(who.name)
    phone.page.get_by_label("Mã sáu số trong tin nhắn").fill(code)
    phone.seen()
    phone.page.get_by_role("button", name="Đăng nhập", exact=True).first.click()
    expect(phone.page.get_by_role("heading", level=2, name=who.name)).to_be_visible()
    phone.seen()


def set_pin(phone: Phone, *, pin: str = PIN, label: str = "") -> None:
    """Choose a PIN on the screen that asks for one before anything else."""
    asked = phone.page.get_by_role("dialog", name="Đặt mã khóa cho máy này")
    expect(asked).to_be_visible()
    type_new_pin(phone, pin, pin)
    asked.get_by_label("Màn hình khóa gọi bạn là gì?").fill(label)
    asked.get_by_role("button", name="Đặt mã khóa").click()
    expect(asked).to_have_count(0)
    phone.pin = pin


def type_new_pin(phone: Phone, pin: str, again: str) -> None:
    """The two fields of a PIN being chosen."""
    asked = phone.page.get_by_role("dialog")
    asked.get_by_label("Mã khóa, ít nhất 6 số").fill(pin)
    asked.get_by_label("Gõ lại mã khóa").fill(again)


def ask(phone: Phone, name: str, last4: str = "") -> None:
    """Ask who is to be helped, and come to the consent, where nothing is ticked yet."""
    phone.open("/giup")
    phone.title("Giúp bà con")
    phone.tap("Giúp một người")
    phone.title("Bạn giúp ai?")
    phone.page.get_by_label("Họ và tên người cần giúp").fill(name)
    phone.page.get_by_label("Bốn số cuối số căn cước").fill(last4)
    phone.tap("Tiếp tục, đọc cho người ấy nghe")
    phone.title(f"{name} có muốn được giúp không?")
    expect(phone.page.locator("main input:checked")).to_have_count(0)


def sign_with_a_finger(phone: Phone) -> None:
    """Two strokes in the box."""
    phone.page.get_by_label("Ký bằng ngón tay lên màn hình").check()
    box = phone.page.get_by_role("img", name="Ô ký tên: ký bằng ngón tay")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    mouse = phone.page.mouse
    for height in (0.3, 0.6):
        mouse.move(place["x"] + place["width"] * 0.2, place["y"] + place["height"] * height)
        mouse.down()
        mouse.move(place["x"] + place["width"] * 0.8, place["y"] + place["height"] * (height + 0.2), steps=6)
        mouse.up()
        box = phone.page.get_by_role("img", name="Đã có chữ ký")
        expect(box).to_be_visible()


def agree(phone: Phone, who: Resident, purposes: Sequence[str]) -> None:
    """The resident hears the text, allows things one by one, and signs."""
    ask(phone, who.name, who.last4)
    phone.page.get_by_label(READ).check()
    for purpose in purposes:
        phone.page.get_by_role("checkbox", name=purpose).check()
    sign_with_a_finger(phone)
    phone.seen()
    phone.tap("Tôi đồng ý")
    phone.page.wait_for_url("**/thu-tuc")
