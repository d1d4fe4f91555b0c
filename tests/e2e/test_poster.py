"""R1 and R6: from the code on a poster to the slip in the hand, and back to a draft that waits."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from app.catalogue.poster import address
from tests.e2e import database, desk, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server

WOMAN = people.resident("Nguyễn Phạm Hoàng Bảo Trâm", 71)
CHILD = "Trần Nguyễn Gia Hân"
LARGE = sheets.photo("GIẤY CHỨNG SINH", size=(3024, 4032))
DISCUSSED = ("Chuẩn bị gì?", "Hôm nay nộp thì bao giờ có?", "Ai làm được?", "Làm ở đâu?", "Bạn nhận được gì?")


def know_before_the_first_question(phone: Phone) -> None:
    """Documents, fee, time and office stand on the procedure's page, before anything is asked."""
    page = phone.page
    for heading in DISCUSSED:
        expect(page.get_by_role("heading", level=2, name=heading)).to_be_visible()
    facts = page.locator(".facts")
    expect(facts).to_contain_text("Lệ phí")
    expect(facts).to_contain_text("0 đ")
    expect(facts).to_contain_text("Trong ngày")
    expect(facts).to_contain_text("nếu xã nhận trước 15:00")
    expect(page.get_by_role("checkbox", name=re.compile("^Giấy chứng sinh"))).to_be_visible()
    expect(page.locator(".place").first).to_contain_text(people.COMMUNE)
    expect(page.get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("radio")).to_have_count(0)


def test_a_poster_leads_to_a_slip_and_the_slip_to_a_number_and_an_appointment(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., desk.Desk]
) -> None:
    poster = address(counter.url, people.COMMUNE_SLUG, people.BIRTH)
    phone = pick_up(counter, sees=poster)
    phone.install()
    phone.scan(poster)
    phone.title("Đăng ký khai sinh")
    know_before_the_first_question(phone)
    phone.page.get_by_role("checkbox", name=re.compile("^Giấy chứng sinh")).check()
    phone.begin(people.BIRTH)
    phone.fill(people.BIRTH, people.birth(WOMAN, CHILD), {"paper_birth_record": [LARGE]})
    for told in (CHILD, WOMAN.name, "1 trang", "Miễn phí khi làm trong 60 ngày sau khi sinh."):
        expect(phone.page.get_by_role("main")).to_contain_text(told)
    phone.tap("Tiếp tục đến bước gửi")
    expect(phone.page.locator(".notice")).to_contain_text("Bấm gửi là bạn đã xem thông tin ở trên.")
    phone.page.go_back()
    slip = phone.send()
    phone.expect_sent()
    [(notice, size)] = database.rows(
        counter,
        "SELECT notice, file.size FROM dossier JOIN dossier_file AS file ON file.dossier_id = dossier.id"
        " WHERE local_code = :code",
        code=slip.code,
    )
    assert '"version"' in str(notice)
    assert size < len(LARGE) / 2

    desk.receive(lambda worker: sit_down(counter, worker), slip.code)
    phone.page.reload()
    phone.slip_says("Đã tiếp nhận")
    phone.tap("Xem hồ sơ")
    phone.title(re.compile(CHILD))
    [(_, number, _)] = database.dossiers_of(counter, WOMAN)
    expect(phone.page.locator(".title")).to_contain_text(number)
    expect(phone.page.locator(".due")).to_contain_text("Hẹn trả")
    phone.tap("Mở: Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    expect(phone.page.get_by_role("dialog", name=re.compile("^Giấy tiếp nhận"))).to_be_visible()


def test_who_scans_the_poster_again_is_offered_the_draft_that_waits(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    poster = address(counter.url, people.COMMUNE_SLUG, people.BIRTH)
    phone = pick_up(counter, sees=poster, look=True)
    phone.install()
    phone.scan(poster)
    phone.begin(people.BIRTH)
    phone.answer("req_name", WOMAN.name)
    phone.kept()
    phone.tap("Để sau")

    phone.scan(poster)
    phone.tap("Làm tiếp bản đang dở")
    phone.title("Bạn có hồ sơ đang làm dở")
    offered = phone.page.locator(".item")
    expect(offered).to_have_count(1)
    expect(offered).to_contain_text(re.compile(r"Làm dở từ \d\d:\d\d, hôm nay"))
    offered.click()
    expect(phone.question("req_name").get_by_role("textbox")).to_have_value(WOMAN.name)

    phone.scan(poster)
    phone.begin(people.BIRTH, new=True)
    expect(phone.question("req_name").get_by_role("textbox")).to_have_value("")
    phone.answer("req_name", "Lèo Thị Duyên")
    phone.kept()
    phone.open()
    expect(phone.page.locator(".mine .item")).to_have_count(2)
