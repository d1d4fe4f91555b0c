"""A waiting room as a unit sets it, and people at its door."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from app.core import ids
from app.queueing import operations, queries

SLUG = "moc-giang"
HOLDER = "mot-may-dien-thoai-nao-do"


def body(**changes: Any) -> dict[str, Any]:
    """What everybody begins with, changed."""
    return deepcopy(queries.defaults()) | changes


def open_room(unit_id: UUID, since: date, **changes: Any) -> None:
    """The unit gives numbers from a day on."""
    operations.set_plan(unit_id, since, body(**changes), used=True, source="QĐ 7/QĐ-UBND", by="Quản trị")


def take(client: FlaskClient, kind: str = "nop", **more: Any) -> dict[str, Any]:
    """Take a number at the door."""
    answer = client.post(f"/api/queue/{SLUG}/tickets", json={"ticket_id": str(ids.uuid7()), "kind": kind, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def booking(slot: str, **more: Any) -> dict[str, Any]:
    """The request of an appointment."""
    return {"booking_id": str(ids.uuid7()), "kind": "nop", "slot": slot, "holder": HOLDER, **more}
