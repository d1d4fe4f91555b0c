"""What people of the office have to do beside their dossiers: closed when its cause is over, shown to its person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.core import clock
from app.core.access import SYSTEM, Actor, Permission
from app.core.calendar import WorkCalendar
from app.db import db
from app.dossiers import facts, knowledge, owning
from app.dossiers.flags import AWAITING
from app.dossiers.models import Dossier, DossierEvent, Supplement
from app.dossiers.owner_schemas import TaskCountOut, TaskOut, TasksOut
from app.duties import operations as duties
from app.duties import queries
from app.duties.models import DutyTask
from app.duties.rules import NEWS, Stands, Waiting, is_over
from app.identity import queries as people
from app.units import queries as units
from app.workflow.deadline import time_for
from app.workflow.table import RUNNING, State

QUIETLY = frozenset({owning.ASSIGN, "overdue"})
"""Events that are nobody's doing: a dossier to which only these happen waits all the same."""
_MANY = 200


def refresh(dossier: Dossier) -> None:
    """Close the tasks of a dossier whose cause is over; call after whatever changed it."""
    waiting = queries.open_tasks(DutyTask.dossier_id == dossier.id)
    if not waiting:
        return
    events = _acts(dossier.id)
    for task in waiting:
        stands = _stands(dossier, events, task)
        about = Waiting(task.kind, task.person_id, task.about, task.version)
        if is_over(about, stands, clock.now()):
            duties.close(task, SYSTEM.name)


def _acts(dossier_id: UUID) -> list[tuple[int, UUID | None]]:
    """What anybody did to a dossier: version and by whom."""
    rows = select(DossierEvent.version, DossierEvent.person_id, DossierEvent.move).where(
        DossierEvent.dossier_id == dossier_id
    )
    return [
        (row.version, row.person_id)
        for row in db.session.execute(rows)
        if row.move not in QUIETLY or row.person_id is not None
    ]


def _stands(dossier: Dossier, acts: Sequence[tuple[int, UUID | None]], task: DutyTask) -> Stands:
    return Stands(
        closed=dossier.closed_at is not None,
        running=State(dossier.state) in RUNNING,
        holder_id=dossier.holder_id,
        able=task.kind == "no_owner" and is_able(dossier),
        due_at=dossier.due_at,
        dated=task.kind == "no_date" and is_dated(dossier),
        last_act=max((version for version, _ in acts), default=0),
        acted=frozenset(who for version, who in acts if version > task.version and who is not None),
    )


def is_able(dossier: Dossier) -> bool:
    """Whether the owner of a dossier works here, is not away, and may go on with it."""
    permission = owning.permission_of(dossier)
    if permission is None:
        return True
    return dossier.holder_id is not None and owning.desk_of(dossier, permission).hindrance(dossier.holder_id) is None


def is_dated(dossier: Dossier) -> bool:
    """Whether a dossier has a next date: when it is due, to be received, or to be answered.

    Where the procedure sets no limit, the day on which somebody is asked why nothing happens is its date.
    """
    if dossier.due_at is not None or dossier.state not in {each.value for each in RUNNING}:
        return True
    if AWAITING in dossier.flags:
        asked = select(Supplement.id).where(Supplement.dossier_id == dossier.id, Supplement.status == "open")
        return db.session.scalar(asked) is not None
    rule = time_for(facts.procedure(dossier)["times"], dossier.channel)
    return rule is None or rule.get("value") is None


def calendar_of(unit_id: UUID) -> WorkCalendar:
    """When a unit works."""
    return WorkCalendar(units.hours_of(unit_id), knowledge.calendar_at(unit_id))


def count(actor: Actor) -> TaskCountOut:
    """How much an actor has to do, and how much is only told."""
    rows = select(DutyTask.kind, func.count().label("n")).where(DutyTask.done_at.is_(None), queries.seen_by(actor))
    found = {row.kind: row.n for row in db.session.execute(rows.group_by(DutyTask.kind))}
    news = sum(n for kind, n in found.items() if kind in NEWS)
    return TaskCountOut(tasks=sum(found.values()) - news, news=news)


def tasks(actor: Actor) -> TasksOut:
    """What an actor has to do, the oldest first, and what is only told, the newest first.

    Whom a dossier is about is named only to whom the desk may show dossiers.
    """
    rows = queries.open_tasks(queries.seen_by(actor))
    shown = [*rows[: 2 * _MANY]]
    dossiers = {each.id: each for each in _dossiers({row.dossier_id for row in shown})}
    bodies = facts.bodies({each.procedure_code for each in dossiers.values()})
    shown_names = people.names({row.person_id for row in shown if row.person_id})
    outs = [task_out(row, dossiers[row.dossier_id], bodies, shown_names, actor) for row in shown]
    return TasksOut(
        tasks=[each for each in outs if each.kind not in NEWS][:_MANY],
        news=[each for each in reversed(outs) if each.kind in NEWS][:_MANY],
        count=count(actor),
    )


def _dossiers(ids: Collection[UUID]) -> Sequence[Dossier]:
    return db.session.scalars(select(Dossier).where(Dossier.id.in_(ids))).all()


def task_out(
    row: DutyTask,
    dossier: Dossier,
    bodies: Mapping[str, Mapping[str, Any]],
    names: Mapping[UUID, str],
    actor: Actor,
) -> TaskOut:
    """A task as it is shown."""
    reads = actor.may(Permission.DOSSIERS_READ, dossier.unit_id)
    owner = (dossier.parties.get("owner") or {}).get("name") or dossier.title
    return TaskOut.model_validate(
        {
            "task_id": row.id,
            "kind": row.kind,
            "dossier_id": dossier.id,
            "version": dossier.version,
            "code": dossier.official_number or dossier.local_code,
            "procedure_name": bodies[dossier.procedure_code]["name"]["vi"],
            "owner_name": owner if reads else None,
            "state": dossier.state,
            "due_at": dossier.due_at,
            "holder_id": dossier.holder_id,
            "holder": dossier.holder_name,
            "for_whom": names.get(row.person_id) if row.person_id else None,
            "since": row.since,
            "about": row.about,
            "facts": row.facts,
            "opens": reads,
            "assigns": actor.may(Permission.DOSSIERS_ASSIGN, dossier.unit_id),
        }
    )


def last_act_at(dossier_ids: Collection[UUID]) -> dict[UUID, tuple[datetime, int]]:
    """When anybody last did anything to these dossiers, and the version it made."""
    rows = (
        select(
            DossierEvent.dossier_id, func.max(DossierEvent.at).label("at"), func.max(DossierEvent.version).label("v")
        )
        .where(
            DossierEvent.dossier_id.in_(dossier_ids),
            DossierEvent.move.not_in(QUIETLY) | DossierEvent.person_id.is_not(None),
        )
        .group_by(DossierEvent.dossier_id)
    )
    return {row.dossier_id: (row.at, row.v) for row in db.session.execute(rows)}
