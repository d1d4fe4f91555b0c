"""A waiting room as a unit sets it, and people at its door."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from app.core import ids
from app.core.access import Actor
from app.queueing import operations, queries, tablets

SLUG = "moc-giang"
HOLDER = "mot-may-dien-thoai-nao-do"
KEY = "khoa-cua-may-tinh-bang-o-cua"


def body(**changes: Any) -> dict[str, Any]:
    """What everybody begins with, changed."""
    return deepcopy(queries.defaults()) | changes


def open_room(unit_id: UUID, since: date, **changes: Any) -> None:
    """The unit gives numbers from a day on."""
    operations.set_plan(unit_id, since, body(**changes), used=True, source="QĐ 7/QĐ-UBND", by="Quản trị")


def hang_up(unit_id: UUID, key: str = KEY) -> None:
    """A tablet is paired with the door."""
    _, code = tablets.offer(unit_id, ids.uuid7(), "Máy ở cửa", by=Actor(name="Quản trị"), secret="bi-mat")
    tablets.pair(unit_id, code, key, secret="bi-mat")


def number(**more: Any) -> dict[str, Any]:
    """The request of a number at the paired tablet."""
    return {"ticket_id": str(ids.uuid7()), "kind": "nop", "key": KEY, **more}


def take(client: FlaskClient, kind: str = "nop", **more: Any) -> dict[str, Any]:
    """Take a number at the door."""
    answer = client.post(f"/api/queue/{SLUG}/tickets", json=number(kind=kind, **more))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def booking(slot: str, **more: Any) -> dict[str, Any]:
    """The request of an appointment."""
    return {"booking_id": str(ids.uuid7()), "kind": "nop", "slot": slot, "holder": HOLDER, **more}
