"""V5: a volunteer's phone is lost, locked, with work that only it has. Her lead blocks it; nothing is lost or read."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import database, helping, people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import COUNT, Phone, Slip
from tests.e2e.server import Server

FIRST = people.resident("Quàng Thị Lả", 91)
SECOND = people.resident("Lường Văn Chum", 92)
MARITAL = people.MARITAL_STATUS
PAPER = "paper_earlier_residence_proof"
BLOCKED = "Máy này đã bị khóa vì được báo mất"
OF_ANYBODY = "^cl-(?!device$)"


def visit(phone: Phone, who: people.Resident) -> Slip:
    """A whole visit: consent, the form with one photo, and the slip."""
    helping.agree(phone, who, [helping.TYPE, helping.PHOTOGRAPH, helping.SEE_STATUS])
    phone.tap(re.compile("^Cấp Giấy xác nhận tình trạng hôn nhân"))
    phone.begin(MARITAL)
    phone.fill(MARITAL, people.single(who), {PAPER: [sheets.photo("NƠI Ở CŨ")]})
    return phone.send()


def block(lead: Phone, of: people.Worker) -> None:
    """The lead finds the phone among those of her group, and blocks it with a reason."""
    lead.open("/giup")
    lead.tap("Điện thoại của tổ")
    lead.title("Điện thoại của tổ")
    row = lead.page.locator("[data-phone]").filter(has_text=of.name)
    expect(row).to_have_count(1)
    expect(lead.page.locator("[data-phone]").filter(has_text="Máy bạn đang cầm")).to_contain_text(people.LEAD.name)
    row.get_by_role("button", name=f"Khóa máy của {of.name}").click()
    asked = lead.page.get_by_role("dialog", name=f"Khóa máy của {of.name}?")
    lead.seen()
    asked.get_by_role("button", name="Khóa máy").click()
    expect(asked.locator(".bad")).to_contain_text("Viết lý do")
    asked.get_by_label("Vì sao khóa?").fill("Rơi ở chợ phiên sáng nay.")
    asked.get_by_role("button", name="Khóa máy").click()
    expect(row).to_contain_text("Đã khóa")
    expect(row).to_contain_text("Lý do: Rơi ở chợ phiên sáng nay.")
    lead.seen()


def adopt(clerk: Desk, who: people.Resident, why: str, reason: str) -> None:
    """The clerk reads what waits, with its photo and the consent, and takes it in."""
    clerk.page.get_by_role("link", name=re.compile("^Chờ xét")).click()
    row = clerk.page.locator("[data-held]")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(who.name)
    expect(row).to_contain_text(people.VOLUNTEER.name)
    row.click()
    read = clerk.page.locator(".ask")
    expect(read).to_contain_text(why)
    expect(read).to_contain_text("Bổ túc hồ sơ vay vốn ngân hàng.")
    expect(read).to_contain_text(helping.PHOTOGRAPH)
    expect(read).to_contain_text("Ký trên màn hình")
    expect(clerk.page.locator(".work img")).to_be_visible()
    clerk.seen()
    clerk.page.locator("[data-move=adopt]").click()
    asked = clerk.page.get_by_role("dialog")
    asked.get_by_role("button", name="Nhận vào").click()
    expect(asked).to_contain_text("Viết lý do")
    asked.get_by_label("Vì sao nhận").fill(reason)
    asked.get_by_role("button", name="Nhận vào").click()
    expect(clerk.page.locator(".held__decision")).to_contain_text(reason)
    clerk.seen()


def says_blocked(phone: Phone) -> None:
    """Nothing but the one sentence, whoever looks."""
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(BLOCKED, timeout=30_000)


def empties_itself(phone: Phone, *never_again: str) -> None:
    """No row is left in any store, and none of these words comes back."""
    says_blocked(phone)
    none = f"async (asked) => (await ({COUNT})(asked)) === 0"
    phone.page.wait_for_function(none, arg=[OF_ANYBODY, ""], timeout=30_000)
    phone.page.reload()
    says_blocked(phone)
    shown = phone.page.content()
    assert [each for each in never_again if each in shown] == []


def give_back(lead: Phone, of: people.Worker) -> None:
    """The phone was found: the lead unblocks it with a reason."""
    lead.open("/giup/dien-thoai")
    row = lead.page.locator("[data-phone]").filter(has_text=of.name)
    row.get_by_role("button", name="Mở khóa").click()
    asked = lead.page.get_by_role("dialog")
    asked.get_by_label("Vì sao mở khóa?").fill("Đã tìm thấy.")
    asked.get_by_role("button", name="Mở khóa máy").click()
    expect(row).not_to_contain_text("Đã khóa")


def test_v5_f57_a_locked_phone_that_was_lost_hands_over_and_is_empty(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    people.lead_the_group(server.env)
    phone = pick_up(server)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    sent = visit(phone, FIRST)
    phone.expect_sent()
    phone.lose_network()
    unsent = visit(phone, SECOND)
    phone.slip_says("Đã lưu trên máy")
    # the browser is closed; whoever finds the phone opens it and meets the lock
    phone.page.reload()
    expect(phone.page.get_by_role("dialog", name=re.compile("[Mm]ở khóa"))).to_be_visible()
    assert phone.rows(OF_ANYBODY) > 0

    lead = pick_up(server, "lead", look=True)
    lead.install()
    helping.sign_in(lead, people.LEAD)
    block(lead, people.VOLUNTEER)
    phone.find_network()
    empties_itself(phone, people.VOLUNTEER.name, FIRST.name, SECOND.name, unsent.code, sent.code)
    assert database.dossiers_of(server, SECOND) == []

    clerk = sit_down(server, people.CLERK, look=True)
    adopt(clerk, SECOND, "báo mất", "Ông Chum xác nhận tại quầy.")
    assert database.dossiers_of(server, SECOND) == [(unsent.code, None, 0)]
    assert database.papers_of(server, unsent.code) == [("earlier_residence_proof", 1)]
    # what the office had before goes on as ever
    for slip in (unsent, sent):
        clerk.page.goto(f"{server.url}/ban")
        clerk.find(slip.code)
    assert database.dossiers_of(server, FIRST) == [(sent.code, None, 0)]

    give_back(lead, people.VOLUNTEER)
    phone.open("/toi")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Tôi", timeout=30_000)


def test_f62_what_a_helper_had_not_sent_when_her_account_closed_waits_and_is_taken_in(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    phone = pick_up(server)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    phone.lose_network()
    slip = visit(phone, SECOND)
    people.leave(server.env, people.VOLUNTEER)
    phone.find_network()
    phone.open("/gui-di")
    expect(phone.page.locator("main")).to_contain_text("cán bộ", timeout=40_000)
    assert database.dossiers_of(server, SECOND) == []
    clerk = sit_down(server, people.CLERK, look=True)
    adopt(clerk, SECOND, "đã đóng", "Ông Chum xác nhận tại quầy.")
    assert database.dossiers_of(server, SECOND) == [(slip.code, None, 0)]
    assert database.papers_of(server, slip.code) == [("earlier_residence_proof", 1)]
