"""Many at the same instant, really committing: no number twice, nobody called twice, no half hour over its limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from app.core import clock, errors, ids
from app.core.access import Actor
from app.db import db, transaction
from app.queueing import bookings, operations, tablets
from app.queueing.models import QueueBooking, QueueTicket
from tests.dossiers.office import make_office
from tests.queueing.room import open_room
from tests.sync.together import all_at_once

NOON = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
SLOT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
T = TypeVar("T")


def settled(app: Flask) -> tuple[UUID, list[Actor]]:
    with app.app_context(), clock.at(NOON), transaction(writes=True):
        office = make_office()
        open_room(
            office.unit.id, clock.today(), points=[{"key": str(n), "name": f"Quầy {n}", "kinds": []} for n in range(8)]
        )
        return office.unit.id, [office.actor("clerk"), office.actor("appraiser")]


def work(app: Flask, do: Callable[[], T]) -> Callable[[], T | str]:
    """The same in a thread of its own, committed; a refusal is its code."""

    def run() -> T | str:
        with app.app_context(), clock.at(NOON):
            try:
                with transaction(writes=True):
                    return do()
            except errors.AppError as refused:
                return refused.code
            finally:
                db.session.remove()

    return run


def test_numbers_taken_and_called_at_once_are_each_given_once(committed_app: Flask) -> None:
    unit_id, officials = settled(committed_app)

    def take() -> str:
        return operations.take(unit_id, ids.uuid7(), "nop", priority=False, source="door").label

    taken = all_at_once([work(committed_app, take)] * 8)
    assert sorted(taken) == [f"A{number:03}" for number in range(1, 9)]

    def call(point: int) -> Callable[[], str]:
        def one() -> str:
            row = operations.call_next(ids.uuid7(), unit_id, str(point), officials[point % 2])
            return row.label if row else ""

        return one

    called = all_at_once([work(committed_app, call(point)) for point in range(8)])
    assert sorted(called) == sorted(taken)

    op_id = ids.uuid7()
    take_two = all_at_once([work(committed_app, take)] * 2)
    with committed_app.app_context(), transaction(writes=True):
        for row in db.session.scalars(select(QueueTicket).where(QueueTicket.state == "called")):
            row.state = "served"

    def same() -> str:
        row = operations.call_next(op_id, unit_id, "1", officials[0])
        return row.label if row else ""

    assert set(all_at_once([work(committed_app, same)] * 6)) == {min(take_two)}


def test_a_half_hour_is_never_over_its_limit_and_a_phone_has_one(committed_app: Flask) -> None:
    unit_id, _ = settled(committed_app)

    def book(holder: str) -> Callable[[], str]:
        def one() -> str:
            made = bookings.book(ids.uuid7(), unit_id, "nop", SLOT, holder=holder, phone=None, procedure_code=None)
            return made.state

        return one

    came = all_at_once([work(committed_app, book(f"may-{number}")) for number in range(8)])
    assert sorted(came) == ["open", "open", *["queue_slot_full"] * 6]
    with committed_app.app_context(), transaction(writes=True):
        db.session.execute(QueueBooking.__table__.delete())  # type: ignore[attr-defined]  # a table has it
    same = all_at_once([work(committed_app, book("mot-may")) for _ in range(6)])
    assert sorted(same) == ["open", *["queue_booked_already"] * 5]
    with committed_app.app_context(), transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(QueueBooking)) == 1


def test_a_code_that_many_bring_at_once_pairs_one_tablet(committed_app: Flask) -> None:
    unit_id, officials = settled(committed_app)
    with committed_app.app_context(), clock.at(NOON), transaction(writes=True):
        _, code = tablets.offer(unit_id, ids.uuid7(), "Máy ở cửa", by=officials[0], secret="bi-mat")

    def bring(key: str) -> Callable[[], str]:
        def one() -> str:
            row, _ = tablets.pair(unit_id, code, key, secret="bi-mat")
            return row.name

        return one

    came = all_at_once([work(committed_app, bring(f"khoa-cua-may-so-{number:06}")) for number in range(6)])
    assert sorted(came) == ["Máy ở cửa", *["queue_pair_code_used"] * 5]
