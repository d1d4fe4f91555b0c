"""Late is said in words to whoever waits, once for each due moment, and to nobody who is not late."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core import ids
from app.db import db
from app.dossiers import lateness, operations
from app.dossiers.models import Dossier, DossierEvent
from app.jobs import TASKS
from app.notifications.models import CallTask, Message
from tests.conftest import HeldClock
from tests.dossiers.office import MARITAL, OWNER, Office, make_dossier, make_office, sit_down


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


def act(office: Office, who: str, dossier: Dossier, name: str, reason: str = "", **data: object) -> None:
    operations.move(
        dossier.id, name, op_id=ids.uuid7(), seen=dossier.version, reason=reason, data=data, actor=office.actor(who)
    )


@pytest.fixture
def dossier(office: Office) -> Dossier:
    """Received on Wednesday 25 November, due on Monday 30 at 17:00."""
    made = make_dossier(office, code=MARITAL)
    act(office, "clerk", made, "receive")
    return made


def told(dossier: Dossier) -> list[Message]:
    return db.session.query(Message).filter_by(dossier_id=dossier.id, kind="overdue").all()


def test_c7_the_owner_is_told_in_words_when_the_due_moment_has_passed(clock: HeldClock, dossier: Dossier) -> None:
    clock.at(2026, 11, 30, 17, 0)
    assert lateness.tell_overdue() == 0, "at the stroke it is not late"
    clock.at(2026, 11, 30, 17, 1)
    assert lateness.tell_overdue() == 1
    message = told(dossier)[0]
    assert message.urgent
    assert message.body["vi"].startswith("Xã Mộc Giang xin lỗi: ")
    assert "chưa xong đúng hẹn (17:00, 30/11/2026)" in message.body["vi"]
    assert "Bà con chưa cần đến lấy" in message.body["vi"]
    event = db.session.get_one(DossierEvent, (dossier.id, dossier.version))
    assert (event.move, event.from_state, event.to_state, event.principal) == (
        "overdue",
        "received",
        "received",
        "system",
    )
    call = db.session.query(CallTask).filter_by(dossier_id=dossier.id).one()
    assert OWNER["name"] in call.say["vi"], "nobody's phone rings, so a person calls"


def test_it_is_said_once(clock: HeldClock, dossier: Dossier) -> None:
    clock.at(2026, 12, 1, 8, 0)
    assert [lateness.tell_overdue(), lateness.tell_overdue()] == [1, 0]
    clock.forward(days=30)
    assert lateness.tell_overdue() == 0
    assert len(told(dossier)) == 1


def test_a_new_due_moment_that_passes_too_is_said_again(clock: HeldClock, office: Office, dossier: Dossier) -> None:
    clock.at(2026, 11, 30, 9, 0)
    act(office, "approver", dossier, "extend", reason="Chờ xác minh", due_on="2026-12-04")
    clock.at(2026, 12, 1, 9, 0)
    assert lateness.tell_overdue() == 0, "the old moment counts no more"
    clock.at(2026, 12, 5, 9, 0)
    assert lateness.tell_overdue() == 1
    assert "17:00, 04/12/2026" in told(dossier)[0].body["vi"]


def test_who_is_asked_for_more_or_has_an_end_is_not_late(clock: HeldClock, office: Office, dossier: Dossier) -> None:
    make_dossier(office, code=MARITAL)
    act(office, "clerk", dossier, "withdraw", reason="Không cần nữa")
    clock.forward(days=90)
    assert lateness.tell_overdue() == 0


def test_a_desk_that_had_the_dossier_open_goes_on(
    app: Flask, clock: HeldClock, office: Office, dossier: Dossier
) -> None:
    seen = dossier.version
    clock.at(2026, 12, 1, 9, 0)
    TASKS["dossiers.tell_overdue"].run()
    assert dossier.version == seen + 1
    answer = sit_down(app.test_client(), "appraiser").move(dossier.id, "take_up", seen=seen)
    assert answer.status_code == 200, answer.text
