"""What a person gave before is filled in at her next sitting, as far as she allowed, until she takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.e2e import browser, database, people, sheets
from tests.e2e.axe import assert_accessible
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone, sections
from tests.e2e.server import Server
from tests.e2e.test_counter_mode import sign, sit_opposite
from tests.e2e.test_supplement import picture

LAN = people.resident("Lường Thị Lan", 360)
MAI = people.resident("Tòng Thị Mai", 361)
HOA = people.resident("Quàng Thị Hoa", 362)
MARITAL, COPIES = "tinh trang hon nhan", "chung thuc ban sao"


def begin(clerk: Desk, words: str, name: str) -> None:
    """From the room to the first question."""
    clerk.page.get_by_label("Làm việc gì cho người dân?").fill(words)
    clerk.page.get_by_role("button", name=re.compile(f"^Bắt đầu: {name}")).click()
    expect(clerk.page.get_by_role("navigation", name="Các phần của tờ khai")).to_be_visible(timeout=40_000)


def type_what_is_open(clerk: Desk, code: str, answers: people.Answers) -> None:
    """The official types what nothing was filled in for, until everything can be looked at."""
    hands = Phone(clerk.context, clerk.url)
    steps = clerk.page.locator(".counter__steps")
    while (step := steps.get_attribute("data-step")) and step != "kiem-tra":
        for key in sections(code)[step]:
            if key in answers:
                hands.answer(key, answers[key])
        clerk.page.get_by_role("button", name="Phần sau").click()
        expect(steps).not_to_have_attribute("data-step", step)


def look_and_file(clerk: Desk, beside: Page, answer: str) -> None:
    """The question about next time, the last look, the signature, the filing."""
    for box in clerk.page.locator(".counter__originals input").all():
        box.check()
    clerk.page.get_by_role("button", name="Mời người dân xem lại").click()
    expect(beside.get_by_role("heading", level=1)).to_have_text("Cho xã điền lại lời khai này lần sau?")
    choices = beside.locator(".beside__choice")
    expect(choices).to_have_count(2)
    for choice in choices.all():
        expect(choice).to_have_attribute("aria-pressed", "false")
    in_the_dark(beside, f"dien-lai-hoi-{answer}")
    picture(beside, f"dien-lai-hoi-{answer}")
    picture(clerk.page, f"dien-lai-cho-{answer}")
    clerk.seen()
    beside.get_by_role("button", name=answer, exact=True).click()
    expect(beside.get_by_role("heading", level=1)).to_have_text("Xem lại giúp cán bộ")
    expect(beside.locator(".beside__lines > div").last).to_contain_text(answer)
    sign(beside)
    beside.get_by_role("button", name="Tôi đã xem và đồng ý").click()
    clerk.page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(clerk.page.locator(".counter__done")).to_contain_text("Đã tiếp nhận")


def in_the_dark(page: Page, name: str) -> None:
    """Light or dark, axe finds nothing."""
    for scheme in ("dark", "light"):
        page.evaluate("scheme => { document.documentElement.dataset.theme = scheme }", scheme)
        assert_accessible(page)
        picture(page, f"{name}-{scheme}")


def number(clerk: Desk) -> None:
    """Her number, typed once."""
    clerk.page.get_by_label("Số căn cước của người đang ngồi đây").fill(LAN.id_number)


def field(clerk: Desk, key: str) -> str:
    """What stands in a text field of the form."""
    return clerk.page.locator(f'[data-path="{key}"] input').first.input_value()


def test_what_she_allowed_is_filled_in_and_asked_again_until_she_takes_it_back(
    server: Server, open_phone: Callable[..., BrowserContext], sit_down: Callable[..., Desk]
) -> None:
    clerk = sit_down(server, people.CLERK, look=True)
    page = clerk.page
    page.get_by_role("link", name="Khai tại quầy").click()
    begin(clerk, MARITAL, "Cấp Giấy xác nhận tình trạng hôn nhân")
    beside = sit_opposite(clerk, open_phone("tablet"))
    number(clerk)
    expect(page.get_by_text("Không có lời khai nào được phép điền lại")).to_be_visible()
    assert field(clerk, "req_id_number").replace(" ", "") == LAN.id_number, "her number is typed once"
    told = {**people.single(LAN), "req_phone": "0912000360"}
    type_what_is_open(clerk, people.MARITAL_STATUS, told)
    look_and_file(clerk, beside, "Có")

    # another matter of the same person: the same screen goes on, and nothing is typed again
    page.get_by_role("button", name="Khai tiếp việc khác cho người này").click()
    expect(page.get_by_text("Khai tiếp cho người vừa nộp hồ sơ")).to_be_visible()
    picture(page, "dien-lai-viec-khac")
    begin(clerk, COPIES, "Chứng thực bản sao")
    expect(page.locator(".counter__side")).to_contain_text("Đã ghép")
    expect(page.locator('[data-path="req_name"] input')).to_have_value(LAN.name)
    expect(page.locator('[data-path="req_name"] .question__from')).to_contain_text("Vừa khai ở hồ sơ")
    expect(page.locator(".counter__still")).to_have_count(0)
    assert field(clerk, "req_phone").replace(" ", "") == "0912000360"
    picture(page, "dien-lai-vua-khai")
    page.get_by_role("button", name="Kết thúc buổi khai").click()
    page.get_by_role("dialog").get_by_role("button", name="Kết thúc").click()

    fill_again_and_take_back(clerk)
    rest_is_typed(clerk, server)


def fill_again_and_take_back(clerk: Desk) -> None:
    """A sitting of another day: filled in, asked whether still true, and taken back."""
    page = clerk.page
    begin(clerk, COPIES, "Chứng thực bản sao")
    number(clerk)
    expect(page.locator('[data-path="req_name"] input')).to_have_value(LAN.name)
    expect(page.locator('[data-path="req_name"] .question__from')).to_contain_text("Từ hồ sơ")
    still = page.locator(".counter__still")
    expect(still).to_contain_text("còn đúng không?")
    assert field(clerk, "req_phone") == "", "what changes is asked first"
    in_the_dark(page, "dien-lai-con-dung")
    picture(page, "dien-lai-con-dung")
    still.get_by_role("button", name=re.compile("^Còn đúng: ")).click()
    expect(still).to_have_count(0)
    assert field(clerk, "req_phone").replace(" ", "") == "0912000360"
    page.get_by_text("Đang cho xã điền lại từ 1 hồ sơ").click()
    picture(page, "dien-lai-rut")
    page.get_by_role("button", name=re.compile("^Người dân rút lại: hồ sơ ")).click()
    expect(page.get_by_text("Đã rút lại. Từ giờ không điền từ hồ sơ ấy nữa")).to_be_visible()
    expect(page.locator('[data-path="req_name"] input')).to_have_value("")
    page.get_by_role("button", name="Kết thúc buổi khai").click()
    page.get_by_role("dialog").get_by_role("button", name="Kết thúc").click()


def rest_is_typed(clerk: Desk, server: Server) -> None:
    """After that her next sitting is as if she had never allowed it, and what was filed stands."""
    begin(clerk, COPIES, "Chứng thực bản sao")
    number(clerk)
    expect(clerk.page.get_by_text("Không có lời khai nào được phép điền lại")).to_be_visible()
    assert field(clerk, "req_name") == ""
    [(_, official, missing)] = database.dossiers_of(server, LAN)
    assert (official is not None, missing) == (True, 0)


def test_her_card_before_the_counters_camera_is_her_number_and_what_stands_on_it(
    counter: Server, playwright: Playwright, tmp_path: Path
) -> None:
    card = f"{HOA.id_number}||{HOA.name}|12081994|Nữ|{people.VILLAGE}, Nậm Sương|05062021"
    seen = sheets.camera(sheets.film(card, tmp_path / "card.mjpeg"))
    context = browser.open_browser(playwright, tmp_path / "office", *seen, **(browser.PLAIN | browser.OFFICE))
    try:
        clerk = Desk(context, counter.url, people.CLERK, look=True)
        clerk.sign_in()
        clerk.page.get_by_role("link", name="Khai tại quầy").click()
        begin(clerk, MARITAL, "Cấp Giấy xác nhận tình trạng hôn nhân")
        clerk.seen()
        picture(clerk.page, "dien-lai-quet")
        clerk.page.get_by_role("button", name="Quét căn cước", exact=True).click()
        expect(clerk.page.get_by_text("Không có lời khai nào được phép điền lại")).to_be_visible(timeout=60_000)
        expect(clerk.page.get_by_role("dialog")).to_have_count(0)
        typed = clerk.page.get_by_label("Số căn cước của người đang ngồi đây").input_value()
        assert typed.replace(" ", "") == HOA.id_number
        assert field(clerk, "req_id_number").replace(" ", "") == HOA.id_number
        assert field(clerk, "req_name") == HOA.name
        clerk.seen()
        picture(clerk.page, "dien-lai-da-quet")
        clerk.page.get_by_role("button", name="Kết thúc buổi khai").click()
        clerk.page.get_by_role("dialog").get_by_role("button", name="Kết thúc").click()
    finally:
        context.close()


def test_on_her_phone_she_allows_it_with_one_tick_and_takes_it_back_without_a_network(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter, look=True)
    phone.install()
    phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    phone.begin(people.MARITAL_STATUS)
    phone.fill(people.MARITAL_STATUS, people.single(MAI))
    phone.tap("Tiếp tục đến bước gửi")
    phone.title("Gửi hồ sơ")
    tick = phone.page.get_by_role("checkbox", name="Cho xã điền lại lời khai này")
    expect(tick).not_to_be_checked()
    tick.check()
    phone.seen()
    picture(phone.page, "dien-lai-gui")
    phone.tap("Gửi hồ sơ")
    phone.page.wait_for_url(re.compile("/phieu/"))
    slip = phone.slip()
    phone.expect_sent()
    phone.open_dossier(slip)
    here = phone.page.locator(".allowed")
    expect(here).to_contain_text("bạn đã cho xã điền lại")
    picture(phone.page, "dien-lai-ho-so")
    phone.lose_network()
    phone.tap("Thôi cho điền lại")
    expect(here).to_contain_text("Máy sẽ báo xã ngay khi có mạng")
    phone.find_network()
    expect(here).to_contain_text("Bạn đã rút lại")
    phone.seen()
    picture(phone.page, "dien-lai-da-rut")
