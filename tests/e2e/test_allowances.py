"""Everything she allowed to be used again stands in one list on her phone, and the desk says what was used from it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import browser, helping, people
from tests.e2e.desk import Desk, receive
from tests.e2e.phone import Phone, Slip
from tests.e2e.server import Server
from tests.e2e.test_counter_mode import sign, sit_opposite
from tests.e2e.test_filled_again import COPIES, begin, in_the_dark, type_what_is_open
from tests.e2e.test_supplement import picture
from tests.e2e.text_messages import Gateway

HOA = people.resident("Điêu Thị Hoa Ban", 420)
PLACE = "/toi/cho-dung-lai"
TITLE = "Dữ liệu tôi cho dùng lại"


def test_she_reads_all_she_allowed_who_used_it_last_and_takes_it_back(
    counter: Server,
    pick_up: Callable[..., Phone],
    open_phone: Callable[..., BrowserContext],
    sit_down: Callable[..., Desk],
    text_messages: Gateway,
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    helping.sign_in_by_code(phone, text_messages, HOA)
    nothing_yet(phone)
    slip = allow(phone)
    receive(lambda worker: sit_down(counter, worker), slip.code)

    clerk = sit_down(counter, people.CLERK, look=True)
    file_again(clerk, open_phone)
    the_desk_says_where_answers_are_from(clerk)

    phone.open(PLACE)
    row = phone.page.locator(".account-allowance")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Cấp Giấy xác nhận tình trạng hôn nhân")
    expect(row).to_contain_text("trên điện thoại")
    expect(row.locator("div", has_text="Dùng lần cuối").last).to_contain_text(f"tại {people.COMMUNE}")
    in_the_dark(phone.page, "cho-dung-lai-dang-cho")
    take_back_without_a_network(phone)
    phone.tap(re.compile("^Mở hồ sơ "))
    expect(phone.page.locator(".allowed")).to_contain_text("Bạn đã rút lại")


def nothing_yet(phone: Phone) -> None:
    """Without a network the list was never read; with one it is empty, and says so."""
    phone.open("/toi")
    picture(phone.page, "cho-dung-lai-toi")
    phone.tap(TITLE)
    phone.title(TITLE)
    expect(phone.page.get_by_role("heading", name="Bạn chưa cho dùng lại gì")).to_be_visible()
    in_the_dark(phone.page, "cho-dung-lai-trong")


def allow(phone: Phone) -> Slip:
    """A dossier with the line ticked."""
    phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    phone.begin(people.MARITAL_STATUS)
    phone.fill(people.MARITAL_STATUS, people.single(HOA))
    phone.tap("Tiếp tục đến bước gửi")
    phone.page.get_by_role("checkbox", name="Cho xã điền lại lời khai này").check()
    phone.tap("Gửi hồ sơ")
    phone.page.wait_for_url(re.compile("/phieu/"))
    slip = phone.slip()
    phone.expect_sent()
    return slip


def file_again(clerk: Desk, open_phone: Callable[..., BrowserContext]) -> None:
    """A sitting at which what she said before stands, is agreed to again and filed."""
    page = clerk.page
    page.get_by_role("link", name="Khai tại quầy").click()
    begin(clerk, COPIES, "Chứng thực bản sao")
    beside = sit_opposite(clerk, open_phone("tablet"))
    page.get_by_label("Số căn cước của người đang ngồi đây").fill(HOA.id_number)
    expect(page.locator('[data-path="req_name"] input')).to_have_value(HOA.name)
    page.get_by_role("button", name=re.compile("^Còn đúng: ")).click()
    filled = {"req_name", "req_dob", "req_has_id", "req_id_number", "req_phone"}
    rest = {key: value for key, value in people.copies(HOA).items() if key not in filled}
    type_what_is_open(clerk, people.COPIES, rest)
    file_it(clerk, beside)


def file_it(clerk: Desk, beside: Page) -> None:
    """Not again from this one; looked at, signed, filed."""
    for box in clerk.page.locator(".counter__originals input").all():
        box.check()
    clerk.page.get_by_role("button", name="Mời người dân xem lại").click()
    beside.get_by_role("button", name="Không", exact=True).click()
    expect(beside.get_by_role("heading", level=1)).to_have_text("Xem lại giúp cán bộ")
    sign(beside)
    beside.get_by_role("button", name="Tôi đã xem và đồng ý").click()
    clerk.page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(clerk.page.locator(".counter__done")).to_contain_text("Đã tiếp nhận")


def the_desk_says_where_answers_are_from(clerk: Desk) -> None:
    """Beside each answer that stands as she gave it before: in which dossier, on which day."""
    page = clerk.page
    page.set_viewport_size(browser.OFFICE["viewport"])
    page.locator(".counter__done a.btn").click()
    notes = page.get_by_text(re.compile("^Như đã khai ở hồ sơ .* ngày .*; người dân đã xem lại$"))
    # her name, birth date, number and phone, and that she has a card
    expect(notes).to_have_count(5)
    notes.first.scroll_into_view_if_needed()
    in_the_dark(page, "cho-dung-lai-ban")


def take_back_without_a_network(phone: Phone) -> None:
    """The list as it was read last; asked once more, written down, told when the network is back."""
    phone.lose_network()
    page = phone.page
    expect(page.get_by_text("Chưa có mạng. Đây là danh sách lúc")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Rút lại: hồ sơ ")).click()
    asked = page.get_by_role("dialog", name="Thôi cho dùng lại?")
    in_the_dark(page, "cho-dung-lai-hoi")
    asked.get_by_role("button", name="Để nguyên").click()
    expect(asked).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Rút lại: hồ sơ ")).click()
    asked.get_by_role("button", name="Rút lại", exact=True).click()
    expect(page.get_by_text("Đã ghi rút lại. Máy sẽ báo xã ngay khi có mạng.")).to_be_visible()
    in_the_dark(page, "cho-dung-lai-da-ghi")
    phone.find_network()
    over = page.locator("section", has=page.get_by_role("heading", name="Đã kết thúc"))
    expect(over).to_contain_text("Bạn đã rút lại ngày")
    expect(page.get_by_role("button", name=re.compile("^Rút lại"))).to_have_count(0)
    in_the_dark(page, "cho-dung-lai-da-rut")


def test_without_a_network_a_list_that_was_never_read_says_so(counter: Server, pick_up: Callable[..., Phone]) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    phone.file(people.MARITAL_STATUS, people.single(people.resident("Lò Thị Pản", 421)))
    phone.open("/toi")
    phone.lose_network()
    phone.tap(TITLE)
    phone.title(TITLE)
    expect(phone.page.get_by_text("Danh sách này phải hỏi máy chủ, cần có mạng")).to_be_visible()
    in_the_dark(phone.page, "cho-dung-lai-khong-mang")
    phone.find_network()
    expect(phone.page.get_by_role("heading", name="Bạn chưa cho dùng lại gì")).to_be_visible()
