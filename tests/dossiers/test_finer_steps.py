"""Steps finer than the five, as a procedure's data says them; and until when each step should be done."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import ids
from app.core.access import Role
from app.db import db
from app.dossiers.models import Dossier, DossierEvent
from tests.conftest import HeldClock
from tests.dossiers.office import MARITAL, Desk, Office, make_dossier, make_office, sit_down
from tests.dossiers.steps import FINE, load_steps

PASSED = ["receive", "assign", "appraise", "check"]
OPINION = {"opinion": "đủ", "outcome": "granted"}


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    made.hire("head", "Trưởng Phòng", Role.UNIT_HEAD)
    return made


def desk(app: Flask, who: str) -> Desk:
    return sit_down(app.test_client(), who)


def keep_result(at: Desk, dossier_id: object) -> None:
    version = at.dossier(dossier_id)["dossier"]["version"]
    form = {"op_id": str(ids.uuid7()), "seen": str(version), "title": "Giấy xác nhận", "body": "Họ tên"}
    assert at.send_form(f"/dossiers/{dossier_id}/results", form).status_code == 200


def offered(at: Desk, dossier_id: object) -> set[str]:
    return {each["move"] for each in at.dossier(dossier_id)["moves"]}


def standing(at: Desk, dossier_id: object) -> dict[str, str]:
    return {each["key"]: each["status"] for each in at.dossier(dossier_id)["process"]}


def ended(dossier_id: object) -> list[dict[str, Any]]:
    rows = select(DossierEvent).where(DossierEvent.dossier_id == dossier_id).order_by(DossierEvent.version)
    return [each.data["step"] for each in db.session.scalars(rows) if "step" in each.data]


def without_opinion() -> list[dict[str, Any]]:
    steps = [dict(each) for each in FINE if each["key"] != "opinion"]
    steps[2] |= {"share": 0.4, "next": "check"}
    return steps


def test_a_head_passes_on_and_checks_before_the_approver_decides(app: Flask, office: Office) -> None:
    load_steps(MARITAL, without_opinion())
    sent = make_dossier(office, code=MARITAL)
    clerk, head, appraiser, approver = (desk(app, who) for who in ("clerk", "head", "appraiser", "approver"))
    assert clerk.move(sent.id, "receive").status_code == 200
    assert "take_up" not in offered(appraiser, sent.id)
    refused = appraiser.move(sent.id, "take_up")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "move_not_now")
    assert [row["mine"] for row in head.read("/inbox").get_json()["rows"]] == [True]
    assert [row["mine"] for row in appraiser.read("/inbox", view="all").get_json()["rows"]] == [False]
    assert head.move(sent.id, "pass_on").status_code == 200
    assert "pass_on" not in offered(head, sent.id)
    assert appraiser.move(sent.id, "take_up").status_code == 200
    keep_result(appraiser, sent.id)
    pay(clerk, sent.id)
    assert appraiser.move(sent.id, "propose", data=OPINION).status_code == 200
    assert "decide" not in offered(approver, sent.id)
    assert approver.move(sent.id, "decide").get_json()["code"] == "move_not_now"
    back = head.move(sent.id, "check_back", reason="Chưa ghi căn cứ")
    assert back.get_json()["dossier"]["state"] == "appraising"
    assert appraiser.move(sent.id, "propose", data=OPINION).status_code == 200
    assert head.move(sent.id, "pass_check").status_code == 200
    assert [each for each, status in standing(head, sent.id).items() if status == "done"] == PASSED
    assert approver.move(sent.id, "decide").status_code == 200
    assert [(each["key"], each["next"]) for each in ended(sent.id)] == [
        ("receive", "assign"),
        ("assign", "appraise"),
        ("appraise", "check"),
        ("check", "appraise"),
        ("appraise", "check"),
        ("check", "approve"),
        ("approve", "sign"),
    ]
    # the resident reads of five steps, as ever
    assert len(approver.dossier(sent.id)["dossier"]["steps"]) == 5


def pay(clerk: Desk, dossier_id: object) -> None:
    for charge in clerk.dossier(dossier_id)["dossier"]["charges"]:
        if charge["status"] != "open":
            continue
        number = str(ids.uuid7())[:8]
        cash = {"op_id": str(ids.uuid7()), "charge_id": charge["charge_id"], "receipt_number": number}
        assert clerk.post("/payments/cash", {**cash, "amount": charge["amount"]}).status_code == 200


def test_who_may_make_a_move_but_does_not_have_the_role_of_the_step_is_not_offered_it(
    app: Flask, office: Office
) -> None:
    load_steps(MARITAL, without_opinion())
    sent = make_dossier(office, code=MARITAL)
    assert desk(app, "clerk").move(sent.id, "receive").status_code == 200
    approver = desk(app, "approver")
    assert "pass_on" not in offered(approver, sent.id)
    assert approver.move(sent.id, "pass_on").status_code == 403


def test_a_step_says_until_when_and_the_event_that_ends_it_whether_it_was_kept(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    sent = make_dossier(office, code=MARITAL)
    clerk, appraiser = desk(app, "clerk"), desk(app, "appraiser")
    assert clerk.move(sent.id, "receive").status_code == 200
    # 3 working days from Wednesday 09:00 are due on Monday 17:00
    due = {each["key"]: each["due_at"] for each in appraiser.dossier(sent.id)["process"]}
    assert due == {
        "receive": "2026-11-25T10:00:00Z",
        "appraise": "2026-11-27T04:00:00Z",
        "approve": "2026-11-30T02:00:00Z",
        "sign": "2026-11-30T10:00:00Z",
        "return": None,
    }
    assert appraiser.move(sent.id, "take_up").status_code == 200
    keep_result(appraiser, sent.id)
    pay(clerk, sent.id)
    clock.at(2026, 11, 27, 14, 0)
    shown = {each["key"]: each for each in desk(app, "appraiser").dossier(sent.id)["process"]}
    assert shown["appraise"]["late"] is True
    assert shown["receive"]["kept"] is True
    assert not any(each["late"] for each in shown.values() if each["key"] != "appraise")
    assert desk(app, "appraiser").move(sent.id, "propose", data=OPINION).status_code == 200
    first, second = ended(sent.id)
    assert (first["key"], first["kept"], first["due_at"]) == ("receive", True, "2026-11-25T10:00:00Z")
    assert (second["key"], second["kept"], second["due_at"]) == ("appraise", False, "2026-11-27T04:00:00Z")
    assert second["name"] == {"vi": "Thẩm định", "en": "Appraise"}


def test_a_dossier_from_before_steps_were_written_down_goes_on(app: Flask, office: Office) -> None:
    sent = make_dossier(office, code=MARITAL)
    assert desk(app, "clerk").move(sent.id, "receive").status_code == 200
    db.session.get_one(Dossier, sent.id).step = None
    db.session.flush()
    shown = {each["key"]: each["status"] for each in desk(app, "appraiser").dossier(sent.id)["process"]}
    assert shown == {"receive": "done", "appraise": "here", "approve": "next", "sign": "next", "return": "next"}
    assert desk(app, "appraiser").move(sent.id, "take_up").status_code == 200
    assert db.session.get_one(Dossier, sent.id).step == "appraise"


def test_what_was_stopped_shows_where_it_ended(app: Flask, office: Office) -> None:
    sent = make_dossier(office, code=MARITAL)
    assert desk(app, "clerk").move(sent.id, "receive").status_code == 200
    approver = desk(app, "approver")
    assert approver.move(sent.id, "stop", reason="Người nộp đã mất").status_code == 200
    shown = approver.dossier(sent.id)["process"]
    assert [each["status"] for each in shown] == ["done", "skipped", "skipped", "skipped", "skipped"]
    assert [each["by"] for each in shown] == ["Đinh Thị Ngọc Ánh", "Phạm Thị Hạnh", None, None, None]
