"""F83: a rescue file made without a network is opened at the office; when the phone sends too, nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e import database, people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import Server

MAN = people.resident("Sùng A Chứ", 81)
MARITAL = people.MARITAL_STATUS


def test_f83_a_rescue_file_made_offline_is_taken_in_and_the_phone_later_doubles_nothing(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    phone = pick_up(server, look=True)
    phone.install()
    phone.open(f"/thu-tuc/{MARITAL}")
    phone.lose_network()
    phone.begin(MARITAL)
    phone.fill(MARITAL, people.single(MAN), {"paper_earlier_residence_proof": [sheets.photo("NƠI Ở CŨ")]})
    slip = phone.send()
    phone.slip_says("Đã lưu trên máy")
    phone.page.goto(f"{server.url}/gui-di")
    phone.tap("Tạo tệp cứu hộ")
    with phone.page.expect_download() as saved:
        phone.tap("Lưu hoặc chia sẻ tệp")
    name = saved.value.suggested_filename
    assert name.startswith("cua-lang-cuu-ho-")
    assert name.endswith("-1-cua-1.clr")
    phone.seen()
    carried = tmp_path / name
    saved.value.save_as(carried)
    assert MAN.name.encode() not in carried.read_bytes()
    assert database.dossiers_of(server, MAN) == []

    clerk = sit_down(server, people.CLERK, look=True)
    clerk.page.get_by_role("link", name="Tệp cứu hộ").click()
    clerk.page.locator("input[type=file]").set_input_files(carried)
    part = clerk.page.locator(".rescue-part")
    expect(part).to_contain_text("Đã vào")
    expect(part).to_contain_text("1 trên 1")
    clerk.seen()
    assert database.dossiers_of(server, MAN) == [(slip.code, None, 0)]

    phone.find_network()
    phone.open("/gui-di")
    phone.title("Đã gửi hết")
    phone.open(f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    clerk.page.locator("input[type=file]").set_input_files(carried)
    expect(part).to_contain_text("Đã có từ trước")
    assert database.dossiers_of(server, MAN) == [(slip.code, None, 0)]
    assert database.papers_of(server, slip.code) == [("earlier_residence_proof", 1)]
