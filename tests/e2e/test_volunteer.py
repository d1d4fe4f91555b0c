"""V1: a visit without network: a consent that proves something, or a refusal that leaves only a count."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import yaml
from playwright.sync_api import expect

from tests.e2e import database, desk, helping, people
from tests.e2e.phone import Phone
from tests.e2e.server import ROOT, Server

ELDER = people.resident("Quàng Thị Lả", 81)
SHY = "Lèo Thị Ín"
TEXT = yaml.safe_load((ROOT / "catalogue/texts/consent_help.yaml").read_text())


def refuse(phone: Phone) -> None:
    """Nothing goes on without evidence; a no leaves no name on the phone."""
    helping.ask(phone, SHY)
    phone.tap("Tôi đồng ý")
    wrong = phone.page.locator("#help-wrong li")
    expect(wrong).to_have_count(3)
    phone.seen()
    phone.tap("Tôi không đồng ý")
    phone.title("Giúp bà con")
    expect(phone.page.get_by_text("Đã ghi một lần không đồng ý. Máy không giữ tên hay gì khác.")).to_be_visible()
    assert SHY not in phone.page.content()


def stored_consent(server: Server) -> None:
    """The server holds one consent with its text's version and its strokes, and of the refusal a count alone."""
    asked = "SELECT resident_name, text_version, text_hash, purposes, method, evidence FROM mandate"
    [(name, version, text_hash, purposes, method, evidence)] = database.rows(server, asked)
    assert (name, version, method) == (ELDER.name, TEXT["version"], "signature")
    assert len(text_hash) == 64
    assert json.loads(purposes) == ["type", "see_status"]
    assert len(json.loads(evidence)["strokes"]) == 2
    assert database.rows(server, "SELECT count FROM mandate_refusal") == [(1,)]
    assert database.rows(server, "SELECT 1 FROM operation WHERE text LIKE :name", name=f"%{SHY}%") == []


def test_a_visit_without_network_ends_with_both_names_on_the_dossier(
    server: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., desk.Desk]
) -> None:
    phone = pick_up(server, look=True)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    phone.tap("Giúp một người")
    phone.lose_network()
    refuse(phone)
    helping.agree(phone, ELDER, [helping.TYPE, helping.SEE_STATUS])
    expect(phone.page.locator(".helping")).to_contain_text(f"Đang giúp: {ELDER.name}")
    phone.tap(re.compile("^Cấp Giấy xác nhận tình trạng hôn nhân"))
    phone.title("Cấp Giấy xác nhận tình trạng hôn nhân")
    phone.begin(people.MARITAL_STATUS)
    phone.fill(people.MARITAL_STATUS, people.single(ELDER))
    slip = phone.send()
    phone.slip_says("Đã lưu trên máy")
    phone.open("/giup")
    visit = phone.page.locator(".item", has_text=ELDER.name)
    expect(visit).to_contain_text("1 hồ sơ còn trên máy")
    phone.find_network()
    expect(visit).to_contain_text("1 hồ sơ đã gửi")
    phone.seen()

    stored_consent(server)
    clerk = sit_down(server, people.CLERK)
    clerk.find(slip.code)
    head = clerk.page.locator(".work__head")
    expect(head).to_contain_text(f"Người nộp: {ELDER.name}")
    expect(head).to_contain_text(f"Người giúp: {people.VOLUNTEER.name}")
    clerk.move("Tiếp nhận")
    clerk.state("Đã tiếp nhận")
    phone.open("/thong-bao")
    expect(phone.page.get_by_role("link", name="Hồ sơ đã được tiếp nhận")).to_be_visible()
    phone.seen()
