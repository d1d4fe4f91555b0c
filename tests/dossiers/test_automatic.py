"""Reception by a unit's dated rule: what is whole and clear is received at once, by the system, and exactly once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app import jobs
from app.core import clock as core_clock
from app.core import errors
from app.core.access import Actor, Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.documents.models import Document
from app.dossiers import automatic
from app.dossiers.models import Dossier, DossierEvent
from app.notifications.models import Message
from app.units.models import Unit
from app.workflow import operations as workflow
from app.workflow import queries
from app.workflow.automatic import CONDITIONS, DOUBTS, Case, why_by_hand
from app.workflow.schemas import ReceptionRuleIn
from tests.conftest import HeldClock
from tests.dossiers.office import COPIES, Desk, Office, make_dossier, make_office, sit_down
from tests.dossiers.test_at_once import at_once, loaded_app

__all__ = ["loaded_app"]

PENSION = "1.014027"
"""No fee, and no original to be compared."""
DECISION = "Quyết định 12/QĐ-UBND ngày 20/11/2026"
CASE = Case(
    online=True,
    files_missing=0,
    owed_now=0,
    owed_later=0,
    fee=0,
    signed_in=True,
    mandate=False,
    asked_before=False,
    numbered=True,
    in_force=True,
)


def opened() -> Office:
    """A commune with the formal right to receive online, and its administrator."""
    office = make_office()
    office.unit.receives_online = True
    office.hire("admin", "Nguyễn Hữu Trí", Role.ADMIN)
    office.hire("resident", "Vi Thị Hòa")
    return office


@pytest.fixture
def office(app: Flask) -> Office:
    with transaction(writes=True):
        return opened()


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "admin")


def decided(office: Office, **more: Any) -> UUID:
    said = {"unit_id": office.unit.id, "decision": DECISION, "valid_from": core_clock.today(), **more}
    with transaction(writes=True):
        return workflow.receive_by_itself(office.actor("admin"), ReceptionRuleIn.model_validate(said)).id


def filed(office: Office, *, signed_in: bool = True, **more: Any) -> UUID:
    """A dossier that was sent whole, over the network."""
    with transaction(writes=True):
        person = office.people["resident"]
        filer = Actor(principal=f"person:{person.id}", person_id=person.id, name=person.name) if signed_in else None
        told = {"code": PENSION, "channel": "online", "principal": f"person:{person.id}", **more}
        return make_dossier(office, filer=filer, **told).id


def swept() -> None:
    """The schedule comes round, and the jobs it asks for are done."""
    with transaction(writes=True):
        jobs.later("dossiers.receive_what_is_whole")
    jobs.drain()


def now(dossier_id: UUID) -> Dossier:
    db.session.expire_all()
    with transaction(writes=False):
        return db.session.get_one(Dossier, dossier_id)


def events(dossier_id: UUID, move: str) -> list[DossierEvent]:
    with transaction(writes=False):
        wanted = select(DossierEvent).where(DossierEvent.dossier_id == dossier_id, DossierEvent.move == move)
        return list(db.session.scalars(wanted))


def test_a_whole_dossier_is_received_by_the_system_with_number_clock_slip_and_its_own_words(office: Office) -> None:
    rule_id = decided(office)
    dossier_id = filed(office)
    swept()
    dossier = now(dossier_id)
    assert dossier.state == "received"
    assert str(dossier.official_number).startswith("H17.50.2-")
    assert dossier.due_at is not None
    [event] = events(dossier_id, "receive")
    assert (event.principal, event.actor_name, event.actor_role) == ("system", "Hệ thống", "system")
    assert event.reason == f"Tự động tiếp nhận theo {DECISION}"
    assert event.data["rule_id"] == str(rule_id)
    with transaction(writes=False):
        slips = db.session.scalars(select(Document).where(Document.dossier_id == dossier_id)).all()
        [told] = db.session.scalars(select(Message).where(Message.dossier_id == dossier_id))
    assert [each.kind for each in slips] == ["form_01"]
    assert (told.kind, told.urgent) == ("receive_automatic", True)
    assert "đã tự động tiếp nhận" in told.body["vi"]
    assert str(dossier.official_number) in told.body["vi"]


def test_nothing_is_received_without_a_rule_nor_on_the_days_around_it(office: Office, clock: HeldClock) -> None:
    clock.at(2026, 11, 24, 9)
    decided(office, valid_from=date(2026, 11, 26), valid_to=date(2026, 11, 27))
    early = filed(office)
    for day, received in ((25, False), (26, True)):
        clock.at(2026, 11, day, 9)
        swept()
        assert (now(early).state == "received") is received, day
    clock.at(2026, 11, 27, 9)
    last = filed(office)
    swept()
    assert now(last).state == "received"
    clock.at(2026, 11, 28, 9)
    late = filed(office)
    swept()
    assert now(late).state == "submitted"


def test_after_the_hours_of_the_counter_the_clock_starts_with_the_next_working_morning(
    office: Office, clock: HeldClock
) -> None:
    decided_on = clock.at(2026, 11, 25, 8)
    decided(office)
    clock.at(2026, 11, 25, 21, 30)
    dossier_id = filed(office)
    swept()
    dossier = now(dossier_id)
    assert dossier.received_at is not None
    assert dossier.due["starts_on"] > "2026-11-25", decided_on


def test_a_rule_for_one_procedure_is_for_no_other_and_one_of_another_unit_for_none_here(office: Office) -> None:
    decided(office, procedure_code="1.011607")
    with transaction(writes=True):
        other = make_office(name="Xã Khác", prefix="khac-", e_identifier="H17.50.9")
        other.hire("other-admin", "Trần Văn Khác", Role.ADMIN)
    other.people["admin"] = other.people["other-admin"]
    decided(other)
    dossier_id = filed(office)
    swept()
    assert now(dossier_id).state == "submitted"
    assert not events(dossier_id, "by_hand")


@pytest.mark.parametrize("flag", DOUBTS)
def test_a_doubt_leaves_the_dossier_to_an_official_with_the_reason_for_the_office_alone(
    app: Flask, office: Office, flag: str
) -> None:
    decided(office)
    dossier_id = filed(office)
    with transaction(writes=True):
        db.session.get_one(Dossier, dossier_id).flags = [flag]
    swept()
    assert now(dossier_id).state == "submitted"
    [event] = events(dossier_id, "by_hand")
    assert event.data["codes"] == [f"by_hand_{flag}"]
    at_the_desk = sit_down(app.test_client(), "clerk").dossier(dossier_id)["dossier"]["events"]
    assert at_the_desk[-1]["reason"] == event.reason
    with transaction(writes=False):
        assert automatic.waiting() == []
    swept()
    assert len(events(dossier_id, "by_hand")) == 1


def test_an_official_receives_what_was_left_to_her(app: Flask, office: Office) -> None:
    decided(office)
    dossier_id = filed(office, signed_in=False)
    clerk = sit_down(app.test_client(), "clerk")
    seen = clerk.dossier(dossier_id)["dossier"]["version"]
    swept()
    # that it was left to her is no work of somebody else's that her page had to show first
    assert clerk.move(dossier_id, "receive", seen=seen).status_code == 200
    assert now(dossier_id).state == "received"


def test_what_is_still_on_its_way_is_received_once_the_last_byte_is_here(office: Office) -> None:
    decided(office)
    dossier_id = filed(office, missing=1)
    swept()
    assert now(dossier_id).state == "submitted"
    assert not events(dossier_id, "by_hand")
    with transaction(writes=True):
        dossier = db.session.get_one(Dossier, dossier_id)
        dossier.files_missing, dossier.complete_at = 0, core_clock.now()
    swept()
    assert now(dossier_id).state == "received"


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"channel": "prepared"}, ["by_hand_channel"]),
        ({"signed_in": False}, ["by_hand_filer"]),
        ({"code": COPIES}, ["by_hand_originals", "by_hand_fee"]),
        ({"code": "1.004873"}, ["by_hand_originals", "by_hand_fee_unknown"]),
    ],
)
def test_what_a_rule_asks_for_is_looked_at_on_the_dossier(
    office: Office, more: dict[str, Any], codes: list[str]
) -> None:
    decided(office)
    dossier_id = filed(office, **more)
    swept()
    [event] = events(dossier_id, "by_hand")
    assert event.data["codes"] == codes


@pytest.mark.parametrize(
    ("more", "conditions", "codes"),
    [
        ({}, CONDITIONS, []),
        ({"online": False}, (), ["by_hand_channel"]),
        ({"files_missing": 2}, (), ["by_hand_files"]),
        ({"owed_now": 1}, (), ["by_hand_originals"]),
        ({"owed_later": 1}, (), []),
        ({"owed_later": 1}, CONDITIONS, ["by_hand_originals"]),
        ({"fee": None}, (), ["by_hand_fee_unknown"]),
        ({"fee": 8000}, CONDITIONS, ["by_hand_fee"]),
        ({"fee": 8000}, (), []),
        ({"signed_in": False}, CONDITIONS, ["by_hand_filer"]),
        ({"signed_in": False, "mandate": True}, CONDITIONS, []),
        ({"asked_before": True}, (), ["by_hand_asked"]),
        ({"numbered": False}, (), ["by_hand_unit"]),
        ({"in_force": False}, (), ["by_hand_procedure"]),
        ({"flags": ("assisted",)}, CONDITIONS, []),
    ],
)
def test_each_thing_in_the_way_has_its_code(
    more: dict[str, Any], conditions: tuple[str, ...], codes: list[str]
) -> None:
    assert why_by_hand(replace(CASE, **more), conditions) == codes


def test_many_workers_at_once_receive_a_dossier_once(loaded_app: Flask) -> None:
    with loaded_app.app_context():
        with transaction(writes=True):
            office = opened()
        decided(office)
        dossier_id = filed(office)
    came = at_once(loaded_app, [lambda: automatic.receive(dossier_id) for _ in range(6)])
    assert sorted(map(str, came)) == ["False"] * 5 + ["True"]
    with loaded_app.app_context():
        assert len(events(dossier_id, "receive")) == 1
        with transaction(writes=False):
            assert len(db.session.scalars(select(Document).where(Document.dossier_id == dossier_id)).all()) == 1


def test_an_administrator_records_and_ends_a_rule_of_her_own_units_alone(
    app: Flask, office: Office, admin: Desk
) -> None:
    unit_id, today = str(office.unit.id), core_clock.today()
    body = {"unit_id": unit_id, "decision": DECISION, "valid_from": today.isoformat()}
    kept = admin.post("/reception-rules", body)
    assert kept.status_code == 200, kept.text
    assert (kept.get_json()["state"], kept.get_json()["recorded_by"]) == ("in_force", "Nguyễn Hữu Trí")
    assert kept.get_json()["conditions"] == list(CONDITIONS)
    assert [each["rule_id"] for each in admin.read("/reception-rules").get_json()["rules"]] == [
        kept.get_json()["rule_id"]
    ]
    for wrong, code in (
        ({"valid_to": (today - timedelta(days=1)).isoformat()}, "reception_rule_ends_first"),
        ({"valid_from": (today - timedelta(days=1)).isoformat()}, "reception_rule_in_the_past"),
    ):
        assert admin.post("/reception-rules", body | wrong).get_json()["code"] == code
    with transaction(writes=True):
        other = make_office(name="Xã Khác", prefix="khac-", e_identifier="H17.50.9")
        other.hire("other-admin", "Trần Văn Khác", Role.ADMIN)
    stranger = sit_down(app.test_client(), "other-admin")
    assert stranger.post("/reception-rules", body).status_code == 403
    assert stranger.read("/reception-rules").get_json() == {"rules": []}
    address = f"/reception-rules/{kept.get_json()['rule_id']}/end"
    assert stranger.post(address, {}).status_code == 404
    assert admin.post(address, {}).get_json()["state"] == "ended"
    assert admin.post(address, {}).get_json()["ended_by"] == "Nguyễn Hữu Trí"
    dossier_id = filed(office)
    swept()
    assert now(dossier_id).state == "submitted"


def test_a_rule_that_is_not_there_cannot_be_ended(office: Office) -> None:
    with transaction(writes=True), pytest.raises(errors.NotFound):
        workflow.end_reception_rule(office.actor("admin"), uuid7())
    with transaction(writes=False):
        assert queries.reception_rule(office.unit.id, PENSION, core_clock.today()) is None
        assert db.session.get_one(Unit, office.unit.id).receives_online
