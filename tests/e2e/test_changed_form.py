"""D2: the office publishes another form while phones hold drafts and unsent dossiers made on the one before."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import expect

from tests.e2e import database, helping, mischief, people
from tests.e2e.phone import KEPT, Phone
from tests.e2e.server import ROOT, Server, running
from tests.e2e.text_messages import Gateway

FORM, PROCEDURE = f"forms/{people.COPIES}.yaml", f"procedures/{people.COPIES}.yaml"
PURPOSE = "Bản sao dùng vào việc gì?"
CHIEN, DUNG = people.resident("Lường Thị Chiên", 41), people.resident("Lường Thị Dung", 42)
DIEN = people.resident("Lường Thị Diễn", 43)


@pytest.fixture
def reachable(server_env: dict[str, str], tmp_path: Path, text_messages: Gateway) -> Iterator[Server]:
    """A server of this test's own that sends text messages."""
    with running(server_env, tmp_path, FAULTS="1", SMS_URL=text_messages.url) as started:
        yield started


def change(path: Path, make: Callable[[dict[str, Any]], None]) -> None:
    """Edit a file of the catalogue as somebody at the office would."""
    content = yaml.safe_load(path.read_text())
    make(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


def publish(server: Server, folder: Path) -> None:
    """Two questions get other names, one is new and one goes; the fee is another one, and so is the limit."""
    shutil.copytree(ROOT / "catalogue", folder)
    old = server.flask("catalogue", "forms", people.COPIES).split()[-1]

    def form(content: dict[str, Any]) -> None:
        who, documents, papers, _statement = content["sections"]
        next(each for each in who["fields"] if each["key"] == "req_phone")["key"] = "contact_phone"
        asked = {"vi": PURPOSE, "en": "What are the copies for?"}
        who["fields"].append({"key": "purpose", "type": "text", "label": asked, "required": True})
        documents["fields"][0]["key"] = "doc_title"
        papers["fields"] = [each for each in papers["fields"] if each["key"] != "in_vneid"]
        say = {"vi": "Từ nay phải ghi bản sao dùng vào việc gì.", "en": "What the copies are for is asked now."}
        rules = [
            {"rename": "req_phone", "to": "contact_phone"},
            {"rename": "documents.doc_name", "to": "documents.doc_title"},
            {"drop": "in_vneid"},
        ]
        content["from"] = {old: {"say": say, "rules": rules}}

    def procedure(content: dict[str, Any]) -> None:
        [fee] = content["fees"]
        fee["amount"] = fee["tiers"][0]["amount"] = 3000
        content["times"][0] |= {"value": 2}

    change(folder / FORM, form)
    change(folder / PROCEDURE, procedure)
    assert "1 changed" in server.flask("catalogue", "load", "--quiet", str(folder))


def come_back(phone: Phone, path: str) -> None:
    """Open the app on a line, and stay until what is new in the catalogue is on the phone."""
    phone.find_network()
    phone.open(path)
    assert phone.page.evaluate(KEPT) == []


def begun(phone: Phone, who: people.Resident) -> None:
    """Everything is answered; nothing is sent."""
    phone.install()
    phone.open(f"/thu-tuc/{people.COPIES}")
    phone.begin(people.COPIES)
    phone.fill(people.COPIES, people.copies(who))


def sent_of(server: Server, code: str) -> tuple[str, dict[str, Any]]:
    """The form that a dossier was made on, and its answers."""
    asked = "SELECT form_hash, answers FROM dossier WHERE local_code = :code"
    [(form_hash, answers)] = database.rows(server, asked, code=code)
    return form_hash, json.loads(answers) if isinstance(answers, str) else answers


def test_f45_f47_d2_a_draft_comes_over_to_the_new_form_and_only_what_is_new_is_asked(
    server: Server, pick_up: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = pick_up(server, look=True)
    begun(phone, CHIEN)
    phone.lose_network()
    publish(server, tmp_path / "catalogue")
    come_back(phone, "/ho-so")
    phone.page.locator(".item", has_text="Làm tiếp").first.click()
    expect(phone.page.get_by_text("Tờ khai này vừa có thay đổi")).to_be_visible()
    phone.seen()
    phone.tap("Xem thay đổi")
    phone.title("Có thay đổi từ khi bạn bắt đầu khai")
    told = phone.page.locator("main")
    expect(told).to_contain_text("Từ nay phải ghi bản sao dùng vào việc gì.")
    expect(told.locator(".changes li")).to_have_text([PURPOSE, "Giấy tờ này đã có trên VNeID?"])
    expect(told).to_contain_text(re.compile("Trước: 12.000.đ, nay: 16.000.đ"))
    expect(told).to_contain_text("Trước: 1 ngày làm việc, nay: 2 ngày làm việc")
    phone.tap("Đồng ý, trả lời câu mới")

    phone.title("Câu hỏi mới")
    expect(phone.page.locator("[data-path]")).to_have_count(1)
    phone.answer("purpose", "Xin việc làm")
    phone.kept()
    phone.next()
    phone.title("Xem lại trước khi gửi")
    checked = phone.page.locator("main")
    for words in (CHIEN.name, "Bằng tốt nghiệp trung học phổ thông", "Xin việc làm"):
        expect(checked).to_contain_text(words)
    slip = phone.send()
    phone.expect_sent()
    form_hash, answers = sent_of(server, slip.code)
    assert form_hash == server.flask("catalogue", "forms", people.COPIES).split()[-1]
    [document] = answers.pop("documents")
    assert (document["doc_title"], document["doc_pages"]) == ("Bằng tốt nghiệp trung học phổ thông", 4)
    assert (answers["contact_phone"], answers["purpose"]) == (CHIEN.phone, "Xin việc làm")
    assert not {"req_phone", "in_vneid"} & set(answers)


def test_f45_d2_a_dossier_that_was_made_offline_on_the_form_before_is_taken_as_it_is(
    server: Server, pick_up: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = pick_up(server)
    before = server.flask("catalogue", "forms", people.COPIES).split()[-1]
    begun(phone, DUNG)
    phone.lose_network()
    slip = phone.send()
    phone.slip_says("Đã lưu trên máy")
    publish(server, tmp_path / "catalogue")
    come_back(phone, f"/phieu/{slip.dossier_id}")
    phone.expect_sent()
    form_hash, answers = sent_of(server, slip.code)
    assert (form_hash, answers["req_phone"]) == (before, DUNG.phone)


def sync(phone: Phone) -> None:
    """The network is there: what is new is looked for at once."""
    phone.find_network()
    phone.page.evaluate("dispatchEvent(new Event('online'))")


def test_f45_r5_a_phone_that_still_stands_on_the_old_form_meets_the_other_on_the_new_one(
    reachable: Server, pick_up: Callable[..., Phone], text_messages: Gateway, tmp_path: Path
) -> None:
    one, other = pick_up(reachable, "one", look=True), pick_up(reachable, "other", look=True)
    one.install()
    # two minutes ago, because a number gets one code a minute
    with mischief.on(reachable, "skew=-120", "/api/sign-in/"):
        helping.sign_in_by_code(one, text_messages, DIEN)
    one.open(f"/thu-tuc/{people.COPIES}")
    one.begin(people.COPIES)
    for path, value in {"req_name": DIEN.name, "req_phone": DIEN.phone}.items():
        one.answer(path, value)
    one.kept()
    sync(one)
    helping.sign_in_by_code(other, text_messages, DIEN)
    other.open("/ho-so")
    other.page.locator(".item", has_text="Làm tiếp").first.click()
    expect(other.question("req_phone").get_by_role("textbox")).to_have_value(re.compile("043"))
    other.lose_network()

    publish(reachable, tmp_path / "catalogue")
    come_back(one, "/ho-so")
    one.page.locator(".item", has_text="Làm tiếp").first.click()
    one.tap("Xem thay đổi")
    one.tap("Đồng ý, trả lời câu mới")
    one.answer("purpose", "Xin việc làm")
    one.kept()
    with one.page.expect_response(lambda answer: "/api/drafts/" in answer.url and answer.ok):
        sync(one)

    other.answer("req_phone", "0300 000 099")
    other.kept()
    sync(other)
    expect(other.question("contact_phone").get_by_role("textbox")).to_have_value(re.compile("099"))
    expect(other.question("purpose").get_by_role("textbox")).to_have_value("Xin việc làm")
    expect(other.question("req_phone")).to_have_count(0)
    expect(other.page.get_by_role("alert")).to_have_count(0)
    other.seen()
