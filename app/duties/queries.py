"""What units decided about who does what, who is away, and what people have to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.core import clock
from app.core.access import Actor, Permission
from app.db import db
from app.duties.models import Absence, DutyRule, DutyTask, DutyTiming
from app.duties.rules import USUAL, Row, Timing
from app.identity import queries as people

MANAGES = (Permission.DOSSIERS_ASSIGN, Permission.DUTIES_MANAGE)
"""Who has one of these sees what has nobody else to see it."""


def rules_of(unit_id: UUID) -> list[DutyRule]:
    """The unit's rules that are in force or will be, in a steady order."""
    today = clock.today()
    there = select(DutyRule).where(
        DutyRule.unit_id == unit_id, or_(DutyRule.valid_to.is_(None), DutyRule.valid_to > today)
    )
    return list(db.session.scalars(there.order_by(DutyRule.procedure_code, DutyRule.village, DutyRule.id)))


def rows_of(unit_id: UUID) -> list[Row]:
    """The unit's rules of today as the choice reads them."""
    today = clock.today()
    return [
        Row(each.person_id, each.permission, each.procedure_code, each.village)
        for each in rules_of(unit_id)
        if each.valid_from <= today
    ]


def away(person_ids: Collection[UUID], on: date | None = None) -> dict[UUID, date]:
    """Who of these is away on a day, by default today, and until when."""
    day = on or clock.today()
    rows = select(Absence.person_id, Absence.until).where(
        Absence.person_id.in_(person_ids), Absence.since <= day, Absence.until >= day, Absence.ended_at.is_(None)
    )
    found: dict[UUID, date] = {}
    for row in db.session.execute(rows):
        found[row.person_id] = max(row.until, found.get(row.person_id, row.until))
    return found


def absences(person_ids: Collection[UUID]) -> list[Absence]:
    """The absences of these people that are not over, the next first."""
    rows = select(Absence).where(Absence.person_id.in_(person_ids), Absence.ended_at.is_(None))
    return list(db.session.scalars(rows.order_by(Absence.since, Absence.id)))


def timing_of(unit_id: UUID) -> Timing:
    """When a unit reminds today."""
    begun = select(DutyTiming).where(DutyTiming.unit_id == unit_id, DutyTiming.valid_from <= clock.today())
    row = db.session.scalar(begun.order_by(DutyTiming.valid_from.desc(), DutyTiming.id.desc()).limit(1))
    return Timing(row.remind_hours, row.lead_hours, row.quiet_hours) if row else USUAL


def lead_of(unit_id: UUID, *, but: UUID | None = None) -> UUID | None:
    """Who leads at a unit today: a leader, else an approver, else who manages its duties; nobody where all are away.

    `but`: somebody who is about to leave.
    """
    for permission in MANAGES:
        able = people.staff_with(unit_id, permission)
        gone = away([each.id for each in able])
        here = [each for each in able if each.id not in gone and each.id != but]
        leading = [each for each in here if _leads(each.id, unit_id)]
        if here:
            return (leading or here)[0].id
    return None


def _leads(person_id: UUID, unit_id: UUID) -> bool:
    return Actor(grants=people.grants_of(person_id)).may(Permission.DUTIES_MANAGE, unit_id)


def open_tasks(*which: ColumnElement[bool]) -> list[DutyTask]:
    """Tasks that are not done, the oldest first."""
    rows = select(DutyTask).where(DutyTask.done_at.is_(None), *which)
    return list(db.session.scalars(rows.order_by(DutyTask.since, DutyTask.id)))


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The condition that a task is the actor's: named, or nobody's at a unit whose duties the actor manages."""
    mine: ColumnElement[bool] = DutyTask.person_id == actor.person_id
    units = frozenset[UUID]().union(*(actor.units(each) for each in MANAGES))
    return or_(mine, DutyTask.person_id.is_(None) & DutyTask.unit_id.in_(units)) if units else mine


def known_keys(keys: Iterable[str]) -> set[str]:
    """Which of these tasks were made already, also those that are done."""
    wanted = list(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        found |= set(db.session.scalars(select(DutyTask.key).where(DutyTask.key.in_(wanted[start : start + 500]))))
    return found
