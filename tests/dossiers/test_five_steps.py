"""The five steps at the desk, over HTTP: from what a phone sent to the returned result."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import ids
from app.core.access import Role
from app.db import db
from app.dossiers.models import Dossier, DossierEvent
from app.notifications.models import Message
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, PDF, Desk, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


def desk(app: Flask, who: str) -> Desk:
    return sit_down(app.test_client(), who)


def compare_all(at: Desk, dossier_id: object) -> None:
    for paper in at.dossier(dossier_id)["papers"]:
        if paper["compare"] != "none":
            version = at.dossier(dossier_id)["dossier"]["version"]
            body = {"op_id": str(ids.uuid7()), "seen": version, "paper": paper["key"], "compared": True}
            assert at.post(f"/dossiers/{dossier_id}/originals", body).status_code == 200


def receive_birth(clerk: Desk, dossier_id: object) -> dict[str, Any]:
    received = clerk.move(dossier_id, "receive")
    assert received.status_code == 200, received.text
    shown: dict[str, Any] = received.get_json()["dossier"]
    assert shown["official_number"] == "H17.50.2-261125-0001"
    assert shown["due"]["due_at"] == "2026-11-25T10:00:00Z"
    assert [charge["amount"] for charge in shown["charges"]] == [16000]
    assert [document["kind"] for document in shown["documents"]] == ["form_01"]
    return shown


def appraise(appraiser: Desk, clerk: Desk, dossier_id: object, charge_id: str) -> None:
    opinion = {"opinion": "đủ", "outcome": "granted"}
    assert appraiser.move(dossier_id, "take_up").status_code == 200
    blocked = appraiser.move(dossier_id, "propose", data=opinion)
    assert (blocked.status_code, blocked.get_json()["code"]) == (409, "result_missing")
    version = appraiser.dossier(dossier_id)["dossier"]["version"]
    form = {"op_id": str(ids.uuid7()), "seen": str(version), "title": "Giấy khai sinh", "body": "Họ tên\nNgày sinh"}
    kept = appraiser.send_form(f"/dossiers/{dossier_id}/results", form)
    assert kept.status_code == 200, kept.text
    assert "draft_result" in kept.get_json()["dossier"]["flags"]
    assert appraiser.move(dossier_id, "propose", data=opinion).get_json()["code"] == "charge_open"
    cash = {"op_id": str(ids.uuid7()), "charge_id": charge_id, "amount": 16000, "receipt_number": "0000123"}
    assert clerk.post("/payments/cash", cash).get_json()["status"] == "matched"
    assert appraiser.move(dossier_id, "propose", data=opinion).status_code == 200


def hand_over(clerk: Desk, dossier_id: object) -> dict[str, Any]:
    owed = clerk.move(dossier_id, "hand_over", data={"receiver": "Trần Văn Lực"})
    assert owed.get_json()["code"] == "originals_still_owed"
    compare_all(clerk, dossier_id)
    done = clerk.move(dossier_id, "hand_over", data={"receiver": "Trần Văn Lực"})
    assert done.status_code == 200, done.text
    shown: dict[str, Any] = done.get_json()["dossier"]
    return shown


def test_a_birth_goes_from_the_phone_to_the_returned_result(app: Flask, office: Office) -> None:
    sent = make_dossier(office, code=BIRTH, answers={"copies_count": 2}, files=("birth_record",))
    clerk, appraiser, approver, seal = (desk(app, who) for who in ("clerk", "appraiser", "approver", "seal"))
    charge = receive_birth(clerk, sent.id)["charges"][0]
    appraise(appraiser, clerk, sent.id, charge["charge_id"])
    assert approver.move(sent.id, "decide").status_code == 200
    signed = seal.move(sent.id, "sign", data={"number": "15/2026"})
    assert signed.status_code == 200, signed.text
    result = next(each for each in signed.get_json()["dossier"]["documents"] if each["kind"] == "result")
    assert result["number"] == "15/2026"
    opened = clerk.read(f"/dossiers/{sent.id}/documents/{result['document_id']}")
    assert opened.data.startswith(b"%PDF-")
    assert (opened.mimetype, opened.headers["Content-Disposition"]) == ("application/pdf", "inline")
    returned = hand_over(clerk, sent.id)
    assert returned["state"] == "returned"
    assert [step["status"] for step in returned["steps"]] == ["done"] * 5
    told = select(Message.kind).where(Message.dossier_id == sent.id).order_by(Message.at, Message.id)
    assert list(db.session.scalars(told)) == ["receive", "take_up", "payment", "propose", "decide", "sign", "hand_over"]


def test_after_three_in_the_afternoon_a_same_day_paper_is_due_the_next_working_day(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    clock.at(2026, 11, 27, 15, 0)
    sent = make_dossier(office)
    shown = desk(app, "clerk").move(sent.id, "receive").get_json()["dossier"]
    assert shown["due"]["due_at"] == "2026-11-30T10:00:00Z"


def test_a_repeat_answers_the_same_before_the_version_is_looked_at(app: Flask, office: Office) -> None:
    sent, op_id = make_dossier(office), ids.uuid7()
    clerk = desk(app, "clerk")
    first = clerk.move(sent.id, "receive", seen=1, op_id=op_id).get_json()
    again = clerk.move(sent.id, "receive", seen=1, op_id=op_id)
    assert again.status_code == 200
    assert again.get_json()["dossier"]["version"] == first["dossier"]["version"]
    assert again.get_json()["dossier"]["official_number"] == first["dossier"]["official_number"]


def test_the_same_id_for_something_else_is_refused(app: Flask, office: Office) -> None:
    sent, op_id = make_dossier(office), ids.uuid7()
    clerk = desk(app, "clerk")
    assert clerk.move(sent.id, "receive", seen=1, op_id=op_id).status_code == 200
    other = clerk.move(sent.id, "refuse", seen=1, op_id=op_id, reason="không thuộc thẩm quyền")
    assert (other.status_code, other.get_json()["code"]) == (409, "op_reused")


def test_a_second_person_on_a_stale_page_learns_who_did_what_and_when(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    office.hire("second", "Bùi Văn Sơn", *[grant.role for grant in office.actor("clerk").grants])
    first, second = desk(app, "clerk"), desk(app, "second")
    assert first.move(sent.id, "receive", seen=1).status_code == 200
    stale = second.move(sent.id, "refuse", seen=1, reason="thiếu giấy tờ")
    told = stale.get_json()
    assert (stale.status_code, told["code"]) == (409, "stale_version")
    assert (told["who"], told["role"], told["move"]) == ("Đinh Thị Ngọc Ánh", "clerk", "receive")
    assert told["at"] == "2026-11-25T02:00:00Z"
    assert "Đinh Thị Ngọc Ánh" in told["say"]["vi"]
    assert db.session.get_one(Dossier, sent.id).state == "received"


def test_what_a_refused_move_would_have_changed_is_as_it_was(app: Flask, office: Office) -> None:
    office.unit.e_identifier = None
    sent = make_dossier(office)
    answer = desk(app, "clerk").move(sent.id, "receive")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "unit_without_identifier")
    kept = db.session.get_one(Dossier, sent.id, populate_existing=True)
    assert (kept.state, kept.version, kept.official_number) == ("submitted", 1, None)
    events = select(DossierEvent.move).where(DossierEvent.dossier_id == sent.id)
    assert list(db.session.scalars(events)) == ["submit"]


def test_f24_reception_waits_for_every_byte(app: Flask, office: Office) -> None:
    sent = make_dossier(office, missing=2)
    answer = desk(app, "clerk").move(sent.id, "receive")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "files_missing")
    assert "2" in answer.get_json()["say"]["vi"]


@pytest.mark.parametrize("who", ["appraiser", "approver", "seal"])
def test_only_a_clerk_receives(app: Flask, office: Office, who: str) -> None:
    sent = make_dossier(office)
    assert desk(app, who).move(sent.id, "receive").status_code == 403


def test_another_communes_office_sees_nothing(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    make_office(name="Xã Bên Kia", e_identifier="H17.50.3", prefix="other-")
    other = desk(app, "other-clerk")
    assert other.read(f"/dossiers/{sent.id}").status_code == 404
    assert other.move(sent.id, "receive", seen=1).status_code == 404
    assert other.read("/inbox").get_json()["rows"] == []


def test_who_appraises_does_not_approve_and_who_approves_does_not_sign(app: Flask, office: Office) -> None:
    office.hire("all", "Một Người", Role.CLERK, Role.APPRAISER, Role.APPROVER, Role.SEAL_CLERK)
    sent = make_dossier(office)
    one = desk(app, "all")
    assert one.move(sent.id, "receive").status_code == 200
    assert one.move(sent.id, "take_up").status_code == 200
    form = {"op_id": str(ids.uuid7()), "seen": "3", "file": (BytesIO(PDF), "kq.pdf")}
    assert one.send_form(f"/dossiers/{sent.id}/results", form).status_code == 200
    assert one.move(sent.id, "propose", data={"opinion": "đủ", "outcome": "granted"}).status_code == 200
    assert one.move(sent.id, "decide").get_json()["code"] == "appraiser_does_not_approve"
    assert desk(app, "approver").move(sent.id, "decide").status_code == 200
    assert one.move(sent.id, "sign").status_code == 200
