"""Writing down what units decide about duties, and the tasks that follow. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.ids import uuid7
from app.db import db, insert_missing
from app.duties import queries
from app.duties.models import Absence, DutyRule, DutyTask, DutyTiming
from app.duties.rules import NEWS, Timing
from app.identity import queries as people


def add_rule(
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    *,
    permission: str | None,
    procedure_code: str | None,
    village: str | None,
    valid_from: date,
    valid_to: date | None,
) -> DutyRule:
    """A rule of a unit. Raises Invalid where it names nothing, ends first, or names nobody who works there."""
    if not (permission or procedure_code or village):
        raise _wrong("procedure_code", "rule_names_nothing")
    if valid_to is not None and valid_to <= valid_from:
        raise _wrong("valid_to", "ends_first")
    if not works_at(person_id, unit_id):
        raise _wrong("person_id", "not_staff_here")
    row = DutyRule(
        id=uuid7(),
        unit_id=unit_id,
        person_id=person_id,
        permission=permission or None,
        procedure_code=procedure_code or None,
        village=village or None,
        valid_from=valid_from,
        valid_to=valid_to,
        made_by=actor.name,
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def end_rule(actor: Actor, rule_id: UUID) -> None:
    """A rule holds no more from today on; one that has ended stays so. Raises NotFound out of reach."""
    row = db.session.get(DutyRule, rule_id)
    if row is None or not actor.may(Permission.DUTIES_MANAGE, row.unit_id):
        raise errors.NotFound("no_such_rule")
    if row.valid_to is None or row.valid_to > clock.today():
        row.valid_to = clock.today()
    db.session.flush()


def set_timing(actor: Actor, unit_id: UUID, timing: Timing, valid_from: date) -> None:
    """From a day on the unit reminds at other times; of one day the last word counts."""
    db.session.add(
        DutyTiming(
            id=uuid7(),
            unit_id=unit_id,
            valid_from=valid_from,
            remind_hours=timing.remind_hours,
            lead_hours=timing.lead_hours,
            quiet_hours=timing.quiet_hours,
            made_by=actor.name,
            made_at=clock.now(),
        )
    )
    db.session.flush()


def add_absence(actor: Actor, person_id: UUID, *, since: date, until: date, reason: str) -> Absence:
    """Somebody will be away; raises Invalid where it ends before it begins or lies in the past."""
    if until < max(since, clock.today()):
        raise _wrong("until", "ends_first")
    row = Absence(
        id=uuid7(),
        person_id=person_id,
        since=since,
        until=until,
        reason=reason,
        handed=[],
        made_by=actor.name,
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def works_at(person_id: UUID, unit_id: UUID) -> bool:
    """Whether a person has the desk of a unit today, with an account that is open."""
    return any(each.id == person_id for each in people.staff_with(unit_id, Permission.DESK))


def ask(
    kind: str,
    key: str,
    *,
    unit_id: UUID,
    dossier_id: UUID,
    person_id: UUID | None,
    version: int,
    about: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
) -> bool:
    """Make a task unless it was made before under this key; says whether it was made."""
    return insert_missing(
        DutyTask,
        id=uuid7(),
        key=f"{kind}:{key}",
        kind=kind,
        unit_id=unit_id,
        dossier_id=dossier_id,
        person_id=person_id,
        version=version,
        about=about,
        facts=dict(facts or {}),
        since=clock.now(),
    )


def finish(actor: Actor, task_id: UUID, note: str) -> DutyTask:
    """Somebody has seen to a task; the same again changes nothing. Raises NotFound where it is not theirs."""
    row = db.session.get(DutyTask, task_id, with_for_update=True)
    if row is None or not _is_for(row, actor):
        raise errors.NotFound("no_such_task")
    if row.done_at is None:
        close(row, actor.name, note)
    return row


def finish_news(actor: Actor) -> int:
    """Everything that only tells who has what now has been seen; how many there were."""
    found = queries.open_tasks(DutyTask.person_id == actor.person_id, DutyTask.kind.in_(NEWS))
    for row in found:
        close(row, actor.name, "")
    return len(found)


def close(row: DutyTask, by: str, note: str = "") -> None:
    """A task is done, or what it was made for is over."""
    row.done_at, row.done_by, row.note = clock.now(), by, note or None
    db.session.flush()


def open_for(person_id: UUID) -> list[DutyTask]:
    """What somebody has to do yet, beside what was only told."""
    return queries.open_tasks(DutyTask.person_id == person_id, DutyTask.kind.not_in(NEWS))


def pass_on(person_id: UUID, actor: Actor) -> int:
    """Nobody waits for a leaver: her tasks go to whoever leads, what she was only told is closed; how many went."""
    for told in queries.open_tasks(DutyTask.person_id == person_id, DutyTask.kind.in_(NEWS)):
        close(told, actor.name)
    found = open_for(person_id)
    for row in found:
        row.person_id = queries.lead_of(row.unit_id, but=person_id)
    db.session.flush()
    return len(found)


def _is_for(row: DutyTask, actor: Actor) -> bool:
    if row.person_id is not None:
        return row.person_id == actor.person_id
    return any(actor.may(each, row.unit_id) for each in queries.MANAGES)


def _wrong(path: str, code: str) -> errors.Invalid:
    return errors.Invalid(code, errors=[{"path": path, "code": code, "params": {}}])
