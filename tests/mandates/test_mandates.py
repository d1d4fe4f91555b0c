"""Mandates: granted with evidence, used within their bounds, called back for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import feed
from app.core import errors
from app.core.access import STRANGER, Actor, Role
from app.core.ids import uuid7
from app.db import db
from app.identity import audit
from app.identity import queries as people
from app.identity.models import Person
from app.mandates import operations, queries
from app.mandates.models import Mandate, MandateRefusal
from app.mandates.schemas import MandateGrant
from app.units.models import Unit
from tests.conftest import HeldClock
from tests.identity.makers import make_commune, make_staff, sign_in

TEXT = "a" * 64
DOSSIER = uuid7()


@pytest.fixture
def commune(app: Flask, clock: HeldClock) -> Unit:
    return make_commune()


@pytest.fixture
def helper(commune: Unit) -> Person:
    return make_staff("thang", name="Lò Văn Thắng", roles=(Role.VOLUNTEER,))


def as_actor(person: Person) -> Actor:
    return Actor(principal=f"person:{person.id}", person_id=person.id, grants=people.grants_of(person.id))


def payload(commune: Unit, clock: HeldClock, **changed: Any) -> MandateGrant:
    told: dict[str, Any] = {
        "mandate_id": uuid7(),
        "unit_id": commune.id,
        "resident_name": "Quàng Thị Lả",
        "resident_id_last4": "4321",
        "text_version": "3",
        "text_hash": TEXT,
        "purposes": ["fill", "photograph"],
        "method": "witness",
        "evidence": {"witness": "Cà Văn Inh"},
        "granted_at": clock.now,
        "expires_at": clock.now + timedelta(days=30),
    }
    return MandateGrant(**told | changed)


def known(version: str, text_hash: str) -> bool:
    return (version, text_hash) == ("3", TEXT)


def grant(helper: Person, told: MandateGrant, *, op_id: UUID | None = None, **more: Any) -> Mandate:
    return operations.grant(told, actor=as_actor(helper), op_id=op_id or uuid7(), known_text=known, **more)


def use(helper: Person, mandate: Mandate, at: datetime, **changed: Any) -> Any:
    told: dict[str, Any] = {"purpose": "fill", "op_id": uuid7(), "dossier_id": DOSSIER, "at": at}
    return operations.use(mandate.id, actor=as_actor(helper), **told | changed)


def test_a_consent_is_kept_with_its_text_its_evidence_and_both_clocks(
    commune: Unit, helper: Person, clock: HeldClock
) -> None:
    told = payload(commune, clock, granted_at=clock.now.replace(year=2023), dialect="Thái")
    offset = clock.now - told.granted_at
    told = told.model_copy(update={"expires_at": told.granted_at + timedelta(days=30)})
    mandate = grant(helper, told, clock_offset=offset)
    assert mandate.granted_at == mandate.received_at == clock.now
    assert mandate.expires_at == clock.now + timedelta(days=30)
    assert mandate.clock_offset_ms == offset // timedelta(milliseconds=1)
    assert (mandate.evidence, mandate.more) == ({"witness": "Cà Văn Inh"}, {"dialect": "Thái"})


def test_the_same_operation_again_is_the_same_mandate_and_another_with_its_id_is_refused(
    commune: Unit, helper: Person, clock: HeldClock
) -> None:
    told, op_id = payload(commune, clock), uuid7()
    assert grant(helper, told, op_id=op_id).id == grant(helper, told, op_id=op_id).id
    with pytest.raises(errors.Conflict, match="mandate_taken"):
        grant(helper, told)
    other = make_staff("binh", name="Lò Văn Bình", roles=(Role.VOLUNTEER,))
    with pytest.raises(errors.Conflict, match="mandate_taken"):
        grant(other, told, op_id=op_id)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text_hash": "b" * 64}, "mandate_unknown_text"),
        ({"text_version": "2"}, "mandate_unknown_text"),
        ({"evidence": {}}, "mandate_no_evidence"),
        ({"expires_at": datetime.fromisoformat("2026-11-23T00:00:00Z")}, "mandate_bad_period"),
    ],
)
def test_a_consent_that_proves_nothing_is_refused(
    commune: Unit, helper: Person, clock: HeldClock, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(errors.Invalid, match=code):
        grant(helper, payload(commune, clock, **changed))


def test_what_nobody_types_is_cleaned_away_before_it_is_kept(commune: Unit, helper: Person, clock: HeldClock) -> None:
    odd = {"witness": "Cà\x00 Văn Inh", "strokes": [["\ud800", 1.5]]}
    mandate = grant(helper, payload(commune, clock, evidence=odd, resident_phone="0912\x00345"))
    db.session.refresh(mandate)
    assert mandate.evidence == {"witness": "Cà Văn Inh", "strokes": [["", 1.5]]}
    assert mandate.resident_phone == "0912345"


def test_a_clock_that_is_wrong_beyond_all_years_is_refused(commune: Unit, helper: Person, clock: HeldClock) -> None:
    with pytest.raises(errors.Invalid, match="mandate_bad_period"):
        grant(helper, payload(commune, clock), clock_offset=timedelta(days=9_000 * 365))


def test_only_who_may_help_at_the_unit_is_given_a_mandate(commune: Unit, helper: Person, clock: HeldClock) -> None:
    elsewhere = make_commune("Xã Duy Xuyên")
    with pytest.raises(errors.Forbidden):
        grant(helper, payload(elsewhere, clock))
    with pytest.raises(errors.NotSignedIn):
        operations.grant(payload(commune, clock), actor=STRANGER, op_id=uuid7(), known_text=known)


def test_an_act_is_recorded_once_an_operation_and_shown_to_both_sides(
    commune: Unit, helper: Person, clock: HeldClock
) -> None:
    mandate, op_id = grant(helper, payload(commune, clock)), uuid7()
    first = use(helper, mandate, clock.now, op_id=op_id)
    clock.forward(days=60)
    assert use(helper, mandate, clock.now, op_id=op_id).id == first.id
    shown = queries.as_out(mandate)
    assert (shown.helper_name, shown.resident_name, shown.dossier_ids) == ("Lò Văn Thắng", "Quàng Thị Lả", [DOSSIER])


def test_an_act_made_in_time_that_arrives_after_the_end_is_taken_and_marked_late(
    commune: Unit, helper: Person, clock: HeldClock
) -> None:
    mandate = grant(helper, payload(commune, clock))
    made_at = clock.now + timedelta(days=29)
    clock.forward(days=40)
    assert use(helper, mandate, made_at).late
    with pytest.raises(errors.Conflict, match="mandate_expired"):
        use(helper, mandate, made_at + timedelta(days=2))


def test_a_phone_cannot_date_an_act_into_the_future(commune: Unit, helper: Person, clock: HeldClock) -> None:
    mandate = grant(helper, payload(commune, clock))
    assert use(helper, mandate, clock.now + timedelta(days=900)).at == clock.now


def test_a_phone_that_runs_seconds_ahead_may_send_the_act_right_after_the_consent(
    commune: Unit, helper: Person, clock: HeldClock
) -> None:
    phone_clock = clock.now + timedelta(seconds=2)
    mandate = grant(helper, payload(commune, clock, granted_at=phone_clock))
    assert use(helper, mandate, phone_clock).at == clock.now


def test_an_act_before_the_consent_or_beyond_its_purposes_is_refused(
    commune: Unit, helper: Person, clock: HeldClock
) -> None:
    mandate = grant(helper, payload(commune, clock))
    with pytest.raises(errors.Conflict, match="mandate_not_yet"):
        use(helper, mandate, clock.now - timedelta(hours=1))
    with pytest.raises(errors.Conflict, match="mandate_purpose_missing"):
        use(helper, mandate, clock.now, purpose="receive_messages")


def test_another_helpers_mandate_is_as_good_as_none(commune: Unit, helper: Person, clock: HeldClock) -> None:
    mandate = grant(helper, payload(commune, clock))
    other = make_staff("binh", name="Lò Văn Bình", roles=(Role.VOLUNTEER,))
    for mandate_id in (mandate.id, uuid7()):
        with pytest.raises(errors.NotFound, match="mandate_not_found"):
            operations.use(mandate_id, actor=as_actor(other), purpose="fill", op_id=uuid7(), at=clock.now)


def test_what_is_called_back_covers_nothing_more_also_not_what_was_made_before(
    commune: Unit, helper: Person, clock: HeldClock
) -> None:
    mandate = grant(helper, payload(commune, clock))
    made_at = clock.now
    clock.forward(hours=2)
    operations.revoke(mandate, by="resident", principal="device:x", also_tell=["device:x"])
    first = mandate.revoked_at
    clock.forward(hours=1)
    operations.revoke(mandate, by="office", principal="person:y")
    assert (mandate.revoked_at, mandate.revoked_by) == (first, "resident")
    with pytest.raises(errors.Conflict, match="mandate_revoked"):
        use(helper, mandate, made_at)
    db.session.commit()
    assert [row.object_id for row in feed.since("device:x", 0, 10)] == [mandate.id]
    assert [row.object_id for row in feed.since(f"person:{helper.id}", 0, 10)] == [mandate.id]


def test_a_refusal_is_counted_a_day_and_says_nothing_about_who_declined(
    commune: Unit, helper: Person, clock: HeldClock
) -> None:
    for _ in range(2):
        operations.refuse(unit_id=commune.id, actor=as_actor(helper), at=clock.now)
    operations.refuse(unit_id=commune.id, actor=as_actor(helper), at=clock.now + timedelta(hours=15))
    rows = db.session.scalars(select(MandateRefusal).order_by(MandateRefusal.day)).all()
    assert [(row.day.isoformat(), row.count) for row in rows] == [("2026-11-24", 2), ("2026-11-25", 1)]


def test_a_helper_sees_and_ends_her_own_mandates_and_no_others(
    client: FlaskClient, commune: Unit, helper: Person, clock: HeldClock
) -> None:
    mandate = grant(helper, payload(commune, clock))
    other = make_staff("binh", name="Lò Văn Bình", roles=(Role.VOLUNTEER,))
    foreign = grant(other, payload(commune, clock))
    headers = {"Authorization": f"Bearer {sign_in(client, 'thang', where='phone').get_json()['token']}"}
    shown = client.get("/api/mandates", headers=headers).get_json()["mandates"]
    assert [row["mandate_id"] for row in shown] == [str(mandate.id)]
    assert client.get(f"/api/mandates/{foreign.id}", headers=headers).status_code == 404
    assert client.post(f"/api/mandates/{foreign.id}/revoke", headers=headers).status_code == 404
    for _ in range(2):
        answer = client.post(f"/api/mandates/{mandate.id}/revoke", headers=headers)
        assert answer.status_code == 200
        assert answer.get_json()["revoked_at"] is not None
    assert mandate.revoked_by == "helper"


def test_the_office_ends_a_mandate_at_the_residents_word_and_its_look_is_recorded(
    client: FlaskClient, commune: Unit, helper: Person, clock: HeldClock
) -> None:
    mandate = grant(helper, payload(commune, clock))
    clerk = make_staff()
    me = sign_in(client).get_json()
    headers = {"X-CSRF-Token": me["csrf"]}
    assert client.post(f"/api/mandates/{mandate.id}/revoke", headers=headers).status_code == 200
    db.session.refresh(mandate)
    assert (mandate.revoked_by, mandate.revoked_principal) == ("office", f"person:{clerk.id}")
    assert [row.person_id for row in audit.looks_at("mandate", mandate.id)] == [clerk.id]
