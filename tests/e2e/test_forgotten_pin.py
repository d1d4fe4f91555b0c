"""F65: a PIN nobody remembers costs a resident no work that she had sent off: it goes to the office in a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e import database, helping, mischief, people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server
from tests.e2e.text_messages import Gateway

WOMAN = people.resident("Cà Thị Ánh Nguyệt", 65)
MARITAL = people.MARITAL_STATUS
PAPER = "paper_earlier_residence_proof"


def choose_pin(phone: Phone) -> None:
    """A PIN of her own, with the second key that is offered with it."""
    phone.page.locator("summary").filter(has_text="Tôi muốn đặt mã khóa").click()
    box = phone.page.locator("details[open]")
    expect(box.get_by_role("checkbox", name="Giao cho nơi nộp một chìa khóa dự phòng")).to_be_checked()
    box.get_by_label("Mã khóa, ít nhất 6 số").fill(helping.PIN)
    box.get_by_label("Gõ lại mã khóa").fill(helping.PIN)
    phone.seen()
    box.get_by_role("button", name="Đặt mã khóa").click()
    expect(phone.page.get_by_role("button", name="Khóa ngay")).to_be_visible()


def save_what_is_sealed(phone: Phone, into: Path) -> Path:
    """From the lock screen, without the PIN and without a network."""
    phone.page.reload()
    expect(phone.page.get_by_role("dialog", name=re.compile("[Mm]ở khóa"))).to_be_visible()
    phone.tap("Quên mã khóa")
    forgotten = phone.page.get_by_role("dialog", name="Quên mã khóa")
    phone.seen()
    with phone.page.expect_download() as saved:
        forgotten.get_by_role("button", name="Lưu tệp cứu hộ trước đã").click()
    expect(forgotten.get_by_role("status")).to_contain_text("Mang tệp tới nơi nộp")
    carried = into / saved.value.suggested_filename
    assert carried.name.endswith(".clr")
    saved.value.save_as(carried)
    for told in (WOMAN.name, WOMAN.id_number):
        assert told.encode() not in carried.read_bytes()
    return carried


def start_over(phone: Phone) -> None:
    """A word typed by hand, and nothing of hers is left on the phone."""
    forgotten = phone.page.get_by_role("dialog", name="Quên mã khóa")
    forgotten.get_by_role("button", name="Xóa và làm lại từ đầu").click()
    expect(forgotten.locator(".bad")).to_contain_text("Gõ đúng chữ BỎ")
    forgotten.get_by_label(re.compile("^Gõ BỎ")).fill("BỎ")
    forgotten.get_by_role("button", name="Xóa và làm lại từ đầu").click()
    expect(phone.page.locator(".lock")).to_have_count(0)
    assert phone.rows_of_people() == 0


def shows_nothing_of(phone: Phone, slip: Slip, *more: str) -> None:
    """Neither the slip's code nor anything else that was sealed stands on a screen."""
    for path in ("/", "/ho-so", "/gui-di", "/thong-bao"):
        phone.open(path)
        shown = phone.page.locator("body").inner_text()
        assert [each for each in (slip.code, *more) if each in shown] == [], path


def take_in(clerk: Desk, carried: Path, says: str) -> None:
    """The officer opens the file that was brought to the counter."""
    clerk.page.goto(f"{clerk.url}/ban/cuu-ho")
    clerk.page.locator("input[type=file]").set_input_files(carried)
    part = clerk.page.locator(".rescue-part")
    expect(part).to_contain_text(says)
    expect(part).to_contain_text("1 trên 1")
    clerk.seen()


def test_f65_a_forgotten_pin_costs_no_work_that_was_sent_off(
    counter: Server,
    pick_up: Callable[..., Phone],
    sit_down: Callable[..., Desk],
    text_messages: Gateway,
    tmp_path: Path,
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    # two minutes ago, because a number gets one code a minute
    with mischief.on(counter, "skew=-120", "/api/sign-in/"):
        helping.sign_in_by_code(phone, text_messages, WOMAN)
    choose_pin(phone)
    phone.look = False
    phone.pin = helping.PIN
    phone.open(f"/thu-tuc/{MARITAL}")
    phone.lose_network()
    phone.begin(MARITAL)
    phone.fill(MARITAL, people.single(WOMAN), {PAPER: [sheets.photo("NƠI Ở CŨ")]})
    slip = phone.send()
    phone.slip_says("Đã lưu trên máy")

    phone.pin, phone.look = "", True
    carried = save_what_is_sealed(phone, tmp_path)
    start_over(phone)
    shows_nothing_of(phone, slip, WOMAN.name, WOMAN.last4)
    phone.look = False
    phone.find_network()
    helping.sign_in_by_code(phone, text_messages, WOMAN)
    shows_nothing_of(phone, slip)
    assert database.dossiers_of(counter, WOMAN) == []

    clerk = sit_down(counter, people.CLERK, look=True)
    take_in(clerk, carried, "Đã vào")
    take_in(clerk, carried, "Đã có từ trước")
    assert database.dossiers_of(counter, WOMAN) == [(slip.code, None, 0)]
    assert database.papers_of(counter, slip.code) == [("earlier_residence_proof", 1)]
    # what she had sealed and lost the key to is hers again, on the phone that had lost it
    phone.open(f"/ho-so/{slip.dossier_id}")
    phone.stands("Đã gửi")
