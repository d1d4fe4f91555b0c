"""The competent unit is proposed and explained; what lies at a unit that has ended goes to its heir."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock as core_clock
from app.core.access import Role
from app.db import db, transaction
from app.dossiers import succession
from app.dossiers.models import Dossier, DossierEvent
from app.notifications.models import Message
from app.units import competence, operations
from app.units.models import Unit
from tests.dossiers.office import OWNER, Desk, Office, make_dossier, make_office, sit_down

BASIS = "Nghị quyết 12/NQ-UBTVQH16"
BIRTH, RESIDENCE, EXTRACT = "1.001193", "1.004222", "2.000635"


def living_in(code: str) -> dict[str, Any]:
    return {**OWNER, "address": {"province": "48", "commune": code, "line": "Thôn Bờ Đa"}}


@pytest.fixture
def office(app: Flask) -> Office:
    with transaction(writes=True):
        made = make_office()
        made.unit.official_code = "20551"
        return made


@pytest.fixture
def neighbour(office: Office) -> Unit:
    with transaction(writes=True):
        province = db.session.get_one(Unit, office.unit.parent_id)
        return operations.add(
            kind="commune", name="Xã Nậm Sương", parent=province, official_code="20599", e_identifier="H17.51"
        )


@pytest.fixture
def clerk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def filed(office: Office, **more: Any) -> Any:
    with transaction(writes=True):
        return make_dossier(office, **more).id


def proposed(clerk: Desk, dossier_id: object) -> dict[str, Any]:
    answer = clerk.read(f"/dossiers/{dossier_id}/competent-unit")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def events(dossier_id: object, move: str) -> list[DossierEvent]:
    with transaction(writes=False):
        wanted = select(DossierEvent).where(DossierEvent.dossier_id == dossier_id, DossierEvent.move == move)
        return list(db.session.scalars(wanted))


def test_the_commune_of_the_owners_address_is_proposed_and_said_why(
    office: Office, neighbour: Unit, clerk: Desk
) -> None:
    told = proposed(clerk, filed(office, owner=living_in("20599")))
    assert told["unit_id"] == str(neighbour.id)
    assert told["why"]["vi"] == "Người nộp ở Xã Nậm Sương, nên Xã Nậm Sương giải quyết."
    assert {each["unit_id"] for each in told["counters"]} == {str(neighbour.id)}


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ({"commune": "20551"}, "here"),
        ({"commune": "99999"}, "unknown"),
        ({"old": "Xã Cũ"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_a_dossier_that_lies_right_or_whose_address_says_nothing_is_not_sent_away(
    office: Office, neighbour: Unit, clerk: Desk, address: dict[str, str], verdict: str
) -> None:
    told = proposed(clerk, filed(office, owner={**OWNER, "address": address}))
    assert told["unit_id"] is None
    assert told["why"] is None
    assert told["verdict"] == verdict
    assert [each["unit_id"] for each in told["counters"]] == [str(neighbour.id)]


def test_where_any_office_may_receive_the_address_proposes_none(office: Office, neighbour: Unit, clerk: Desk) -> None:
    told = proposed(clerk, filed(office, code=EXTRACT, owner=living_in("20599")))
    assert (told["unit_id"], told["verdict"]) == (None, "any")
    assert told["counters"][0]["unit_id"] == str(neighbour.id)


def test_what_the_police_receive_goes_to_the_police_of_the_same_commune(office: Office, clerk: Desk) -> None:
    with transaction(writes=True):
        police = operations.add(
            kind="office",
            name="Công an xã Mộc Giang",
            parent=db.session.get_one(Unit, office.unit.id),
            levels=["commune_police"],
        )
    told = proposed(clerk, filed(office, code=RESIDENCE, owner=living_in("20551")))
    assert told["unit_id"] == str(police.id)
    assert told["why"]["vi"] == "Xã Mộc Giang không tiếp nhận loại thủ tục này; Công an xã Mộc Giang tiếp nhận."
    assert told["counters"] == [{"unit_id": str(police.id), "name": "Công an xã Mộc Giang, Xã Mộc Giang"}]


def test_an_address_in_a_commune_that_was_merged_means_the_one_it_is_in_now(office: Office, clerk: Desk) -> None:
    today = core_clock.today()
    with transaction(writes=True):
        province = db.session.get_one(Unit, office.unit.parent_id)
        long_ago = date(2025, 7, 1)
        old = operations.add(kind="commune", name="Xã Cũ", parent=province, official_code="20700", valid_from=long_ago)
        new = operations.add(
            kind="commune", name="Phường Mới", parent=province, official_code="20701", valid_from=long_ago
        )
        operations.succeed(old, new, kind="merged", day=today, legal_ref=BASIS)
    told = proposed(clerk, filed(office, owner=living_in("20700")))
    assert told["unit_id"] == str(new.id)
    assert told["why"]["vi"] == "Người nộp ở Phường Mới, nên Phường Mới giải quyết."


def test_forwarding_tells_the_owner_where_it_is_now_and_that_nothing_is_filed_again(
    office: Office, neighbour: Unit, clerk: Desk
) -> None:
    dossier_id = filed(office, owner=living_in("20599"))
    told = proposed(clerk, dossier_id)
    moved = clerk.move(dossier_id, "forward", reason=told["why"]["vi"], data={"unit_id": told["unit_id"]})
    # whoever forwarded it has no reach at the other office: the dossier is not hers to read any more
    assert moved.status_code in {200, 404}, moved.text
    [event] = events(dossier_id, "forward")
    assert event.reason == told["why"]["vi"]
    with transaction(writes=False):
        [message] = db.session.scalars(select(Message).where(Message.dossier_id == dossier_id))
    assert "nay do Xã Nậm Sương tiếp nhận, bạn không phải nộp lại" in message.body["vi"]
    assert "Người nộp ở Xã Nậm Sương" in message.body["vi"]


def test_only_who_may_forward_there_is_told_where_a_dossier_belongs(app: Flask, office: Office) -> None:
    dossier_id = filed(office)
    assert sit_down(app.test_client(), "appraiser").read(f"/dossiers/{dossier_id}/competent-unit").status_code == 403
    with transaction(writes=True):
        make_office(name="Xã Khác", prefix="khac-", e_identifier="H17.50.9")
    stranger = sit_down(app.test_client(), "khac-clerk")
    assert stranger.read(f"/dossiers/{dossier_id}/competent-unit").status_code == 404


def test_what_lies_at_a_unit_that_ended_goes_to_its_heir_sent_or_in_hand(
    app: Flask, office: Office, neighbour: Unit, clerk: Desk
) -> None:
    sent, in_hand = filed(office), filed(office, owner=living_in("20551"))
    assert clerk.move(in_hand, "receive").status_code == 200
    with transaction(writes=False):
        before = db.session.get_one(Dossier, in_hand)
        number, due = before.official_number, before.due_at
    with transaction(writes=True):
        old, new = db.session.get_one(Unit, office.unit.id), db.session.get_one(Unit, neighbour.id)
        operations.succeed(old, new, kind="merged", day=core_clock.today(), legal_ref=BASIS)
    with transaction(writes=True):
        assert succession.follow() == 2
    with transaction(writes=True):
        assert succession.follow() == 0
    why = (
        f"Xã Mộc Giang không còn từ ngày {core_clock.today():%d/%m/%Y} theo {BASIS}; Xã Nậm Sương tiếp quản công việc."
    )
    db.session.expire_all()
    with transaction(writes=False):
        for dossier_id, state in ((sent, "submitted"), (in_hand, "received")):
            dossier = db.session.get_one(Dossier, dossier_id)
            assert (dossier.unit_id, dossier.state) == (neighbour.id, state)
        kept = db.session.get_one(Dossier, in_hand)
        assert (kept.official_number, kept.due_at) == (number, due)
    [moved] = events(sent, "forward")
    [taken] = events(in_hand, "unit_succeeded")
    assert (moved.actor_name, moved.reason, taken.reason) == ("Hệ thống", why, why)
    with transaction(writes=False):
        wanted = select(Message).where(Message.dossier_id == in_hand, Message.kind == "unit_succeeded")
        [message] = db.session.scalars(wanted)
    assert "Xã Nậm Sương giải quyết tiếp" in message.body["vi"]
    with transaction(writes=True):
        there = Office(db.session.get_one(Unit, neighbour.id), {})
        there.hire("new-clerk", "Lò Thị Thu Hà", Role.CLERK)
    assert sit_down(app.test_client(), "new-clerk").dossier(in_hand)["dossier"]["unit_name"] == "Xã Nậm Sương"


def test_without_an_heir_a_dossier_stays_where_it_is(office: Office) -> None:
    dossier_id = filed(office)
    with transaction(writes=True):
        db.session.get_one(Unit, office.unit.id).valid_to = core_clock.today()
        assert succession.follow() == 0
    assert not events(dossier_id, "forward")


def test_an_office_goes_the_way_of_its_commune(office: Office, neighbour: Unit) -> None:
    with transaction(writes=True):
        old, new = db.session.get_one(Unit, office.unit.id), db.session.get_one(Unit, neighbour.id)
        levels = {"levels": ["commune_police"]}
        police = operations.add(kind="office", name="Công an xã cũ", parent=old, **levels)  # type: ignore[arg-type]  # one fact
        heirs = operations.add(kind="office", name="Công an xã mới", parent=new, **levels)  # type: ignore[arg-type]  # one fact
        operations.succeed(old, new, kind="merged", day=core_clock.today(), legal_ref=BASIS)
        police.valid_to = core_clock.today()
        db.session.flush()
        found = competence.competent(police, "commune_police", "own", None)
        assert found is not None
        assert (found.unit.id, found.code) == (heirs.id, "competent_heir_by")
