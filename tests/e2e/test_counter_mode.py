"""C4, counter mode: the official asks and types, the resident follows in large letters, agrees, and it is received."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import database, people
from tests.e2e.axe import assert_accessible
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone, sections
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture
from tests.e2e.text_messages import Gateway

ELDER = people.resident("Mùa Thị Súa", 161)
OTHER = people.resident("Hạng A Páo", 162)
CODE = people.MARITAL_STATUS


def begin(clerk: Desk) -> None:
    """From the room to the first question."""
    clerk.page.get_by_role("link", name="Khai tại quầy").click()
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Khai tại quầy")
    clerk.page.get_by_label("Làm việc gì cho người dân?").fill("tinh trang hon nhan")
    clerk.seen()
    picture(clerk.page, "khai-chon")
    clerk.page.get_by_role("button", name=re.compile("^Bắt đầu: Cấp Giấy xác nhận tình trạng hôn nhân")).click()
    # the lists of a form come with its first use on a computer
    expect(clerk.page.get_by_role("navigation", name="Các phần của tờ khai")).to_be_visible(timeout=40_000)


def type_in(clerk: Desk, answers: people.Answers, *, first_only: bool = False) -> None:
    """The official types section by section, until everything can be looked at."""
    hands = Phone(clerk.context, clerk.url)
    steps = clerk.page.locator(".counter__steps")
    while (step := steps.get_attribute("data-step")) and step != "kiem-tra":
        for key in sections(CODE)[step]:
            if key in answers:
                hands.answer(key, answers[key])
        if first_only:
            return
        clerk.page.get_by_role("button", name="Phần sau").click()
        expect(steps).not_to_have_attribute("data-step", step)


def sit_opposite(clerk: Desk, context: BrowserContext) -> Page:
    """The resident's side, opened with what the square on the official's screen says."""
    address = clerk.page.locator(".counter__side a.btn").get_attribute("href")
    assert address
    page = context.pages[0]
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def sign(beside: Page) -> None:
    """A signature on glass."""
    glass = beside.locator(".sign-box svg")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    assert box
    beside.mouse.move(box["x"] + 30, box["y"] + 30)
    beside.mouse.down()
    for step in range(1, 12):
        beside.mouse.move(box["x"] + 30 + step * 18, box["y"] + 30 + (step % 3) * 24)
    beside.mouse.up()


def test_c4_an_elder_is_asked_sees_it_large_signs_on_glass_and_is_received(
    server: Server, open_phone: Callable[..., BrowserContext], sit_down: Callable[..., Desk]
) -> None:
    clerk = sit_down(server, people.CLERK, look=True)
    begin(clerk)
    picture(clerk.page, "khai-bat-dau")
    beside = sit_opposite(clerk, open_phone("tablet"))
    expect(beside.locator(".beside__bar")).to_contain_text(people.CLERK.name)
    expect(clerk.page.locator(".counter__side")).to_contain_text("Đã ghép")
    type_in(clerk, people.single(ELDER), first_only=True)
    expect(beside.locator(".beside__lines")).to_contain_text(ELDER.name, ignore_case=True)
    expect(beside.locator(".is-now")).to_have_count(1)
    assert_accessible(beside)
    picture(beside, "khai-ben-nguoi-dan")
    picture(clerk.page, "khai-dang-go")

    stranger = open_phone("other").pages[0]
    stranger.goto(beside.url)
    expect(stranger.get_by_role("heading", level=2)).to_have_text("Màn hình khác đang ghép với buổi này")
    lose_the_line(clerk, beside)
    # the page is loaded anew, and nothing typed is lost
    clerk.page.reload()
    expect(clerk.page.locator('[data-path="req_name"] input')).to_have_value(ELDER.name)
    type_in(clerk, people.single(ELDER))
    agree_and_file(clerk, beside)
    number = beside.locator(".beside__lines dd").first.inner_text()
    [(code, official, missing)] = database.dossiers_of(server, ELDER)
    assert (official, missing) == (number, 0)
    clerk.page.get_by_role("link", name="Mở hồ sơ, in giấy tiếp nhận").click()
    clerk.opened(code)
    clerk.state("Đã tiếp nhận")
    expect(clerk.page.locator("main")).to_contain_text("Cán bộ khai giúp tại quầy")
    # the sitting is ended for the next person, and the other screen shows nothing of this one
    clerk.page.get_by_role("link", name="Khai tại quầy").click()
    clerk.page.get_by_role("button", name="Khai cho người tiếp theo").click()
    expect(beside.get_by_role("heading", level=2)).to_have_text("Buổi khai đã kết thúc")
    expect(beside.get_by_text(code)).to_have_count(0)
    picture(beside, "khai-ket-thuc")


def lose_the_line(clerk: Desk, beside: Page) -> None:
    """A cut line is said on both sides, and what was shown goes on when it is back."""
    clerk.context.set_offline(offline=True)
    beside.context.set_offline(offline=True)
    expect(clerk.page.get_by_text("Máy quầy mất mạng")).to_be_visible()
    expect(beside.get_by_text("Mất kết nối với quầy")).to_be_visible()
    picture(beside, "khai-mat-mang")
    clerk.context.set_offline(offline=False)
    beside.context.set_offline(offline=False)
    expect(clerk.page.get_by_text("Máy quầy mất mạng")).to_have_count(0)
    expect(beside.get_by_text("Mất kết nối với quầy")).to_have_count(0)


def agree_and_file(clerk: Desk, beside: Page) -> None:
    """The last look on both sides, the signature, the filing."""
    expect(clerk.page.locator(".counter__told")).to_contain_text(ELDER.name)
    for box in clerk.page.locator(".counter__originals input").all():
        box.check()
    picture(clerk.page, "khai-xem-lai")
    clerk.seen()
    clerk.page.get_by_role("button", name="Mời người dân xem lại").click()
    beside.get_by_role("button", name="Không", exact=True).click()
    expect(beside.get_by_role("heading", level=1)).to_have_text("Xem lại giúp cán bộ")
    sign(beside)
    picture(beside, "khai-ky")
    assert_accessible(beside)
    beside.get_by_role("button", name="Tôi đã xem và đồng ý").click()
    expect(beside.get_by_text("Bạn đã xác nhận")).to_be_visible()
    expect(clerk.page.get_by_text("Người dân đã ký trên kính")).to_be_visible()
    picture(clerk.page, "khai-da-xac-nhan")
    clerk.page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(clerk.page.locator(".counter__done")).to_contain_text("Đã tiếp nhận")
    expect(beside.get_by_role("heading", level=1)).to_have_text("Đã nhận hồ sơ của bạn")
    picture(clerk.page, "khai-xong")
    picture(beside, "khai-xong-nguoi-dan")


def test_c4_without_another_screen_she_agrees_by_a_code_on_her_phone(
    counter: Server, sit_down: Callable[..., Desk], text_messages: Gateway
) -> None:
    clerk = sit_down(counter, people.CLERK)
    begin(clerk)
    type_in(clerk, people.single(OTHER))
    clerk.page.get_by_role("button", name="Mời người dân xem lại").click()
    expect(clerk.page.locator(".counter__read")).to_contain_text("Không đồng ý cũng không sao")
    picture(clerk.page, "khai-doc-cho-nghe")
    clerk.page.get_by_role("button", name="Người dân nói: Có").click()
    clerk.page.get_by_label("Số điện thoại của người dân").fill("0912 000 062")
    clerk.page.get_by_role("button", name="Gửi mã").click()
    code = text_messages.code("0912000062")
    clerk.page.get_by_label("Mã 6 số").fill(code)
    picture(clerk.page, "khai-ma")
    clerk.page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(clerk.page.get_by_text("Người dân đã xác nhận bằng mã")).to_be_visible()
    clerk.page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(clerk.page.locator(".counter__done")).to_be_visible()
    assert len(database.dossiers_of(counter, OTHER)) == 1
