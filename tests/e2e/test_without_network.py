"""R3: a dossier made with no network at all, on a phone whose browser was killed twice on the way."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import database, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server

WOMAN = people.resident("Lò Thị Kim Oanh", 31)
CHILD = "Lò Minh Khôi Nguyên"
ANSWERS = people.birth(WOMAN, CHILD)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")], "paper_residence": [sheets.photo("SỔ TẠM TRÚ")]}


def test_f05_a_dossier_made_offline_outlives_its_browser_and_is_sent_once(
    server: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(server)
    phone.install()
    phone.open(f"/thu-tuc/{people.BIRTH}")
    server.stop()
    phone.lose_network()
    phone.page.reload()
    phone.title("Đăng ký khai sinh")
    phone.begin(people.BIRTH)
    phone.fill_section(people.BIRTH, ANSWERS, {})
    phone.next()
    phone.answer("child_name", CHILD)
    phone.kept()
    phone.die()

    phone = pick_up(server)
    phone.open()
    phone.page.locator(".mine .item").click()
    expect(phone.question("child_name").get_by_role("textbox")).to_have_value(CHILD)
    expect(phone.question("child_name").get_by_role("textbox")).to_be_focused()
    phone.fill(people.BIRTH, ANSWERS, PAPERS)
    slip = phone.send()
    phone.slip_says("Đã lưu trên máy")
    expect(phone.page.locator(".slip__note").first).to_contain_text("Chưa gửi đi.")
    phone.die()

    phone = pick_up(server)
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.slip_says("Đã lưu trên máy")
    assert database.dossiers_of(server, WOMAN) == []
    server.start()
    phone.tap("Xong, về trang chủ")
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    phone.open_dossier(slip)
    phone.stands("Đã gửi")
    listed = phone.page.locator(".paper .item__name")
    expect(listed).to_have_text(["Giấy chứng sinh, trang 1", "Giấy tờ về nơi cư trú, trang 1"])
    assert database.dossiers_of(server, WOMAN) == [(slip.code, None, 0)]
    assert database.papers_of(server, slip.code) == [("birth_record", 1), ("residence", 1)]
