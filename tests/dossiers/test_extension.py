"""Another due moment: granted before the old one has passed, with an apology, and told to whoever waits."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from flask import Flask

from app.db import db
from app.documents import store
from app.documents.models import Document
from app.dossiers.models import Dossier
from app.notifications.models import Message
from tests.conftest import HeldClock
from tests.dossiers.office import BIRTH, MARITAL, Desk, Office, make_dossier, make_office, sit_down

WHY = "Phải xác minh nơi cư trú trước đây"


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def approver(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "approver")


def received(app: Flask, office: Office, code: str = MARITAL) -> Dossier:
    """A dossier that was received today."""
    dossier = make_dossier(office, code=code)
    answer = sit_down(app.test_client(), "clerk").move(dossier.id, "receive")
    assert answer.status_code == 200, answer.text
    return dossier


def test_c7_the_approver_extends_with_form_04_and_the_new_day_is_told(
    app: Flask, office: Office, approver: Desk, tmp_path: Path
) -> None:
    dossier = received(app, office)
    before = approver.dossier(dossier.id)["dossier"]["due"]["due_at"]
    answer = approver.move(dossier.id, "extend", data={"due_on": "2026-12-12"}, reason=WHY)
    assert answer.status_code == 200, answer.text
    shown = answer.get_json()["dossier"]
    # 12 December is a Saturday: the moment is moved to Monday
    assert shown["due"]["due_at"] == "2026-12-14T10:00:00Z"
    assert "extended" in shown["flags"]
    form = db.session.query(Document).filter_by(dossier_id=dossier.id, kind="form_04").one()
    path = tmp_path / "form_04.pdf"
    path.write_bytes(store.get(form.sha256))
    read = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    said = " ".join(read.split())
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in said
    assert "trước 17:00, thứ Hai 14/12/2026" in said
    assert WHY in said
    assert before == "2026-11-30T10:00:00Z"
    assert "trước 17:00, thứ Hai 30/11/2026" in said
    message = db.session.query(Message).filter_by(dossier_id=dossier.id, kind="extend").one()
    assert "17:00, 14/12/2026" in message.body["vi"]


@pytest.mark.parametrize(
    ("who", "data", "reason", "status", "code"),
    [
        ("clerk", {"due_on": "2026-12-11"}, WHY, 403, "move_not_yours"),
        ("approver", {"due_on": "2026-11-26"}, WHY, 422, "due_on_too_early"),
        ("approver", {"due_on": "mai"}, WHY, 422, "due_on_needed"),
        ("approver", {"due_on": "2026-12-11"}, "", 422, "reason_needed"),
    ],
)
def test_an_extension_is_refused_with_its_reason(
    app: Flask,
    office: Office,
    who: str,
    data: dict[str, str],
    reason: str,
    status: int,
    code: str,
) -> None:
    dossier = received(app, office)
    answer = sit_down(app.test_client(), who).move(dossier.id, "extend", data=data, reason=reason)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert db.session.query(Document).filter_by(dossier_id=dossier.id, kind="form_04").count() == 0


def test_what_is_overdue_is_not_extended_any_more_and_says_so(app: Flask, clock: HeldClock, office: Office) -> None:
    dossier = received(app, office, BIRTH)
    clock.at(2026, 11, 26, 9)
    approver = sit_down(app.test_client(), "approver")
    offered = {each["move"]: each["why_not"] for each in approver.dossier(dossier.id)["moves"]}
    assert offered["extend"]["vi"].startswith("Đã quá hạn trả")
    answer = approver.move(dossier.id, "extend", data={"due_on": "2026-12-11"}, reason=WHY)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "due_passed")
