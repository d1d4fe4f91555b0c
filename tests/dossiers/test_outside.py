"""Looks outside one's own work: the desk is asked why, once, before a dossier is shown, and its owner reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.attachments.models import Attachment
from app.core import clock as clocks
from app.core import ids
from app.core.access import Permission
from app.db import db
from app.dossiers.models import Dossier, DossierEvent, DossierFile
from app.identity.models import AccessRecord
from app.web.api import REGISTRY
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, make_dossier, make_office, sit_down

PAPER = "birth_proof"
DOORS: dict[str, Callable[[Desk, Dossier, Dossier], TestResponse]] = {
    "dossier": lambda desk, one, _: desk.read(f"/dossiers/{one.id}"),
    "beside": lambda desk, one, _: desk.read(f"/dossiers/{one.id}/beside"),
    "opinions": lambda desk, one, _: desk.read(f"/dossiers/{one.id}/opinions"),
    "slip": lambda desk, one, _: desk.read(f"/dossiers/{one.id}/control-slip"),
    "twin": lambda desk, one, other: desk.read(f"/dossiers/{other.id}/twins/{one.id}"),
    "page": lambda desk, one, _: desk.client.get(f"/api/attachments/{page_of(one)}"),
    "note": lambda desk, one, _: desk.post(
        f"/dossiers/{one.id}/notes", {"note_id": str(ids.uuid7()), "text": "Ghi chú"}
    ),
    "printed": lambda desk, one, _: desk.post(f"/dossiers/{one.id}/control-slip", {"op_id": str(ids.uuid7())}),
}
"""Every way to see something of a dossier."""
NOT_SHOWN = {"latest", "owner", "look-reason"}
"""What speaks of a dossier and shows nothing of what is in it."""


def page_of(dossier: Dossier) -> Any:
    return db.session.query(DossierFile).filter_by(dossier_id=dossier.id).first().attachment_id  # type: ignore[union-attr]  # made with one page


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


def reasons(dossier: Dossier) -> list[str]:
    rows = db.session.query(AccessRecord).filter_by(kind="reason", object_id=str(dossier.id))
    return [row.why for row in rows.order_by(AccessRecord.at)]


def is_asked(answer: TestResponse, dossier: Dossier) -> bool:
    told = answer.get_json(silent=True) or {}
    if answer.status_code != 403 or told.get("code") != "look_reason_needed":
        return False
    assert told["dossier_id"] == str(dossier.id)
    return True


def test_ones_own_work_is_never_asked_about(app: Flask, office: Office) -> None:
    sent = make_dossier(office)
    clerk, appraiser = (sit_down(app.test_client(), who) for who in ("clerk", "appraiser"))
    assert clerk.read(f"/dossiers/{sent.id}").status_code == 200, "its step is hers"
    assert clerk.move(sent.id, "receive").status_code == 200
    assert clerk.read(f"/dossiers/{sent.id}").status_code == 200, "she acted on it today"
    assert appraiser.read(f"/dossiers/{sent.id}").status_code == 200, "its step is hers"
    assert reasons(sent) == []


def test_outside_it_she_is_asked_once_a_day_and_what_she_says_stands_on_the_record(
    app: Flask, clock: HeldClock, office: Office
) -> None:
    sent = make_dossier(office)
    desk = sit_down(app.test_client(), "appraiser")
    refused = desk.read(f"/dossiers/{sent.id}")
    assert is_asked(refused, sent)
    assert "lý do" in refused.get_json()["say"]["vi"]
    assert db.session.query(AccessRecord).filter_by(kind="dossier").count() == 0, "nothing was seen"
    known = desk.read("/look-reasons").get_json()
    assert {"asked", "check"} <= {each["key"] for each in known["usual"]}
    assert desk.say_why(sent.id, "own", "vì").status_code == 422
    assert desk.say_why(sent.id, "no such").status_code == 422
    assert desk.say_why(sent.id, "asked").status_code == 204
    assert desk.read(f"/dossiers/{sent.id}").status_code == 200
    assert reasons(sent) == ["asked: "]
    looks = desk.read(f"/dossiers/{sent.id}/beside").get_json()["looks"]
    assert looks[0]["reason"]["vi"] == "Trả lời người dân hỏi về hồ sơ"
    clock.at(2026, 11, 26, 9, 0)
    desk = sit_down(app.test_client(), "appraiser")
    assert is_asked(desk.read(f"/dossiers/{sent.id}"), sent), "another day"
    assert desk.say_why(sent.id, "own", "Đoàn kiểm tra của tỉnh yêu cầu").status_code == 204
    desk.read(f"/dossiers/{sent.id}")
    looks = desk.read(f"/dossiers/{sent.id}/beside").get_json()["looks"]
    assert [each["reason"]["vi"] for each in looks] == [
        "Đoàn kiểm tra của tỉnh yêu cầu",
        "Trả lời người dân hỏi về hồ sơ",
    ]


def test_a_closed_dossier_is_nobodys_work_after_the_day(app: Flask, clock: HeldClock, office: Office) -> None:
    sent = make_dossier(office)
    clerk = sit_down(app.test_client(), "clerk")
    assert clerk.move(sent.id, "refuse", reason="Không thuộc thẩm quyền của xã").status_code == 200
    assert clerk.read(f"/dossiers/{sent.id}").status_code == 200
    clock.at(2026, 11, 26, 9, 0)
    assert is_asked(sit_down(app.test_client(), "clerk").read(f"/dossiers/{sent.id}"), sent)


@pytest.mark.parametrize("door", sorted(DOORS))
def test_every_door_asks(app: Flask, office: Office, door: str) -> None:
    sent, other = (make_dossier(office, files=(PAPER,)) for _ in range(2))
    attached(sent)
    desk = sit_down(app.test_client(), "seal")
    assert desk.say_why(other.id).status_code == 204
    assert is_asked(DOORS[door](desk, sent, other), sent)
    assert desk.say_why(sent.id).status_code == 204
    assert not is_asked(DOORS[door](desk, sent, other), sent)


def test_no_door_to_a_dossier_of_the_desk_was_forgotten(app: Flask, office: Office) -> None:
    """Every endpoint that reads a dossier at the desk refuses before anything else is looked at."""
    sent = make_dossier(office)
    desk = sit_down(app.test_client(), "seal")
    for rule in app.url_map.iter_rules():
        if (
            "/desk/dossiers/<uuid:dossier_id>" not in rule.rule
            or REGISTRY[rule.endpoint] is not Permission.DOSSIERS_READ
        ):
            continue
        if rule.rule.rsplit("/", 1)[-1] in NOT_SHOWN or "GET" not in (rule.methods or ()):
            continue
        path = rule.rule.replace("<uuid:dossier_id>", str(sent.id)).removeprefix("/api/desk")
        path = re.sub(r"<uuid:\w+>", lambda _: str(ids.uuid7()), path)
        answer = desk.read(path)
        assert is_asked(answer, sent) or answer.status_code == 404, rule.rule


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["clerk", "appraiser", "approver", "seal"]),
        st.sampled_from([*sorted(DOORS), "say", "receive", "take_up", "next day"]),
    ),
    max_size=10,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_shows_a_dossier_outside_ones_work_without_a_reason(
    app: Flask, clock: HeldClock, office: Office, steps: list[tuple[str, str]]
) -> None:
    clock.at(2026, 11, 25, 9, 0)
    sent, other = (make_dossier(office, files=(PAPER,)) for _ in range(2))
    attached(sent)
    desks: dict[str, Desk] = {}
    said: set[tuple[str, int]] = set()
    day = 25
    for who, does in steps:
        if does == "next day":
            day, desks = day + 1, {}
            clock.at(2026, 11, day, 9, 0)
            continue
        desk = desks.setdefault(who, sit_down(app.test_client(), who))
        if does == "say":
            desk.say_why(sent.id)
            said.add((who, day))
        elif does in DOORS:
            desk.say_why(other.id)
            answer = DOORS[does](desk, sent, other)
            assert is_asked(answer, sent) == (not is_hers(sent, office, who) and (who, day) not in said)
        else:
            body = {"op_id": str(ids.uuid7()), "move": does, "seen": sent.version}
            answer = desk.post(f"/dossiers/{sent.id}/moves", body)
            if answer.status_code == 200:
                assert is_hers(sent, office, who)


def is_hers(dossier: Dossier, office: Office, who: str) -> bool:
    """Told apart anew, from what the office knows of its steps, without the program's own rule."""
    db.session.expire_all()
    at = {"submitted": "clerk", "received": "appraiser", "appraising": "appraiser"}
    me = office.people[who].id
    events = db.session.query(DossierEvent).filter_by(dossier_id=dossier.id, person_id=me).all()
    today = any(each.at.date() == clocks.now().date() for each in events)
    return at[dossier.state] == who or dossier.holder_id == me or today


def attached(dossier: Dossier) -> None:
    """Its page has come, so that only the reason stands between the desk and the picture."""
    now = clocks.now()
    row = Attachment(
        id=page_of(dossier),
        principal="device:0193-owner",
        sha256=f"{1:064x}",
        size=1000,
        claimed_type="application/pdf",
        type="application/pdf",
        state="stored",
        created_at=now,
        stored_at=now,
        bound_at=now,
    )
    db.session.add(row)
    db.session.flush()
