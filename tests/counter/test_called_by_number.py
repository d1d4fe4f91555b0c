"""A sitting that begins with a number of the waiting room: the dossier's history names it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import ids
from app.db import db
from app.dossiers.models import DossierEvent
from app.queueing import operations
from app.queueing.models import QueueTicket
from tests.conftest import HeldClock
from tests.counter.test_sittings import SIGNATURE, Table
from tests.dossiers.office import Office, sit_down
from tests.queueing.room import open_room
from tests.sync.world import COPIES, Ground, sha256


@pytest.fixture
def ticket(app: Flask, clock: HeldClock, office: Office) -> QueueTicket:
    """Somebody who was called to the first counter."""
    now = clock.at(2026, 11, 25, 9, 0)
    open_room(office.unit.id, now.date())
    operations.take(office.unit.id, ids.uuid7(), "nop", priority=False, source="door")
    called = operations.call_next(ids.uuid7(), office.unit.id, "1", office.actor("clerk"))
    assert called is not None
    return called


def begin(table: Table, ticket_id: UUID) -> Any:
    given = {"sitting_id": str(table.sitting_id), "unit_id": str(table.on.unit_id), "procedure_code": COPIES}
    return table.post("/sittings", {**given, "token": table.token, "ticket_id": str(ticket_id)})


def test_the_event_of_who_typed_names_the_number(app: Flask, ticket: QueueTicket, on: Ground) -> None:
    table = Table(sit_down(app.test_client(), "clerk"), app.test_client(), on)
    assert begin(table, ids.uuid7()).status_code == 404
    for _ in range(2):
        assert begin(table, ticket.id).status_code == 200
    db.session.refresh(ticket)
    assert ticket.state == "serving"
    text = table.text()
    table.show("confirm", sha256=sha256(text))
    assert table.look().status_code == 200
    assert table.agree(sha256(text), strokes=SIGNATURE).status_code == 200
    filed = table.file(text).get_json()
    wanted = select(DossierEvent).where(
        DossierEvent.dossier_id == UUID(filed["dossier_id"]), DossierEvent.move == "typed_at_counter"
    )
    typed = db.session.scalars(wanted).one()
    assert (typed.data["ticket"], typed.reason) == ("A001", "Số thứ tự A001")
