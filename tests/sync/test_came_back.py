"""A dossier that a phone gives back after a restore is told apart for the office, and for nobody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers import inbox, operations
from app.dossiers.flags import CAME_BACK
from app.dossiers.models import Dossier
from app.dossiers.schemas import InboxQuery
from tests.dossiers.office import BIRTH, Office, make_dossier
from tests.sync.world import Act, Ground, Phone


def offer(phone: Phone, *acts: Act) -> list[str]:
    """Send what an earlier epoch had acknowledged; the verdicts."""
    answer = phone.push_raw([{**act.wire, "acknowledged_in": str(uuid4())} for act in acts])
    assert answer.status_code == 200, answer.get_json()
    return [str(each["status"]) for each in answer.get_json()["results"]]


def flags(act: Act) -> list[str]:
    db.session.expire_all()
    return list(db.session.get_one(Dossier, act.dossier_id).flags)


@pytest.mark.parametrize("count", [1, 3])
def test_f68_what_was_lost_and_came_back_stands_in_a_view_of_its_own(
    app: Flask, phone: Phone, on: Ground, office: Office, count: int
) -> None:
    kept, lost = phone.submission(on), [phone.submission(on) for _ in range(count)]
    phone.push(kept)
    assert offer(phone, kept, *lost) == ["duplicate"] + ["applied"] * count
    with transaction(writes=False):
        found = inbox.inbox(InboxQuery(view="came_back"), office.actor("clerk"))
    assert {row.dossier_id for row in found.rows} == {act.dossier_id for act in lost}
    assert found.counts["came_back"] == count
    assert "came_back" not in flags(kept)


def test_its_own_people_are_told_nothing(phone: Phone, on: Ground) -> None:
    act = phone.submission(on)
    (result,) = phone.push_raw([{**act.wire, "acknowledged_in": str(uuid4())}]).get_json()["results"]
    assert "came_back" in flags(act)
    assert "came_back" not in result["dossier"]["flags"]


def test_once_it_is_received_again_nothing_is_left_to_tell(office: Office) -> None:
    with transaction(writes=True):
        dossier = make_dossier(office, code=BIRTH)
        dossier.flags = [CAME_BACK]
        db.session.flush()
        clerk = office.actor("clerk")
        received = operations.move(
            dossier.id, "receive", op_id=uuid7(), seen=dossier.version, reason="", data={}, actor=clerk
        )
        assert received.official_number
        assert CAME_BACK not in received.flags
