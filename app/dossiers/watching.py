"""Nothing waits silently: new dossiers get an owner, due moments are announced, and a nightly check proves both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from app.core import clock
from app.core.access import Permission
from app.core.calendar import WorkCalendar
from app.db import db
from app.dossiers import clocks, facts, handing, owning, todo
from app.dossiers.flags import AWAITING
from app.dossiers.models import Dossier, Supplement
from app.duties import operations as duties
from app.duties import queries
from app.duties.models import DutyTask
from app.duties.rules import Timing, after, new_day, remind_at
from app.identity import queries as people
from app.workflow.deadline import time_for
from app.workflow.table import RUNNING

AT_ONCE = 200
_AHEAD = timedelta(days=60)
"""So far ahead a reminder can lie: the longest that units may set, with every holiday between."""
_RUNNING = [each.value for each in RUNNING]
_SEPARATED = frozenset({Permission.DOSSIERS_APPROVE, Permission.DOSSIERS_SIGN})


def assign_new() -> int:
    """Name the owner of up to AT_ONCE open dossiers that are in nobody's hands; how many.

    Whoever leads hears of one that nobody may have; it is tried again by the nightly check.
    """
    asked = exists().where(DutyTask.dossier_id == Dossier.id, DutyTask.kind == "no_owner", DutyTask.done_at.is_(None))
    free = (
        select(Dossier)
        .where(Dossier.closed_at.is_(None), Dossier.holder_id.is_(None), ~asked)
        .order_by(Dossier.submitted_at, Dossier.id)
        .limit(AT_ONCE)
        .with_for_update()
    )
    found = db.session.scalars(free.execution_options(populate_existing=True)).all()
    given = 0
    for dossier in found:
        if owning.settle(dossier):
            given += 1
        else:
            handing.ask_for_owner(dossier)
    return given


@dataclass
class _Wall:
    """The calendars and times of one reading."""

    hours: dict[UUID, WorkCalendar] = field(default_factory=dict)
    timings: dict[UUID, Timing] = field(default_factory=dict)
    leads: dict[UUID, UUID | None] = field(default_factory=dict)

    def work(self, unit_id: UUID) -> WorkCalendar:
        if unit_id not in self.hours:
            self.hours[unit_id] = todo.calendar_of(unit_id)
        return self.hours[unit_id]

    def timing(self, unit_id: UUID) -> Timing:
        if unit_id not in self.timings:
            self.timings[unit_id] = queries.timing_of(unit_id)
        return self.timings[unit_id]

    def lead(self, unit_id: UUID) -> UUID | None:
        if unit_id not in self.leads:
            self.leads[unit_id] = queries.lead_of(unit_id)
        return self.leads[unit_id]


def remind() -> int:
    """Make the tasks of due moments that draw near or have passed, each once; how many are new.

    While a supplement is awaited there is no due moment, so nobody is reminded.
    """
    near = select(Dossier).where(Dossier.state.in_(_RUNNING), Dossier.due_at < clock.now() + _AHEAD)
    dossiers = db.session.scalars(near.order_by(Dossier.due_at, Dossier.id)).all()
    wall, now = _Wall(), clock.now()
    wanted = [(kind, dossier) for dossier in dossiers for kind in _kinds(dossier, wall, now)]
    known = queries.known_keys(f"{kind}:{_key(dossier)}" for kind, dossier in wanted)
    made = 0
    for kind, dossier in wanted:
        if f"{kind}:{_key(dossier)}" not in known:
            made += _remind(kind, dossier, wall, now)
    for each in {dossier.id: dossier for _, dossier in wanted}.values():
        todo.refresh(each)
    return made


def _key(dossier: Dossier) -> str:
    assert dossier.due_at is not None
    return f"{dossier.id}:{dossier.due_at:%Y%m%dT%H%M%S}"


def _kinds(dossier: Dossier, wall: _Wall, now: datetime) -> list[str]:
    """What should have been said of a due moment by now."""
    assert dossier.due_at is not None
    if dossier.due_at < now:
        return ["overdue", "overdue_lead"]
    since = dossier.received_at or dossier.submitted_at
    owner, lead = remind_at(dossier.due_at, since, wall.timing(dossier.unit_id), wall.work(dossier.unit_id))
    soon = ["remind", "apologise"] if owner <= now else []
    return [*soon, "remind_lead"] if lead <= now else soon


def _remind(kind: str, dossier: Dossier, wall: _Wall, now: datetime) -> bool:
    lead = wall.lead(dossier.unit_id)
    whom = dossier.holder_id or lead
    told: dict[str, Any] = {}
    if kind in {"remind_lead", "overdue_lead"}:
        whom = lead
        if kind == "overdue_lead" and lead == (dossier.holder_id or lead):
            return False
    if kind == "apologise":
        whom, told = _approver(dossier), {"due_on": _new_day(dossier, wall, now).isoformat()}
    shown = "overdue" if kind == "overdue_lead" else kind
    return duties.ask(
        shown,
        _key(dossier) + (":lead" if kind == "overdue_lead" else ""),
        unit_id=dossier.unit_id,
        dossier_id=dossier.id,
        person_id=whom,
        version=dossier.version,
        about=dossier.due_at,
        facts=told,
    )


def _approver(dossier: Dossier) -> UUID | None:
    """Who may grant another day: its owner where that is an approver, else whom the rules would have decide it."""
    approvers = people.staff_with(dossier.unit_id, Permission.DOSSIERS_APPROVE)
    if dossier.holder_id in {each.id for each in approvers}:
        return dossier.holder_id
    found = owning.choice_for(dossier, owning.desk_of(dossier, Permission.DOSSIERS_APPROVE))
    if found:
        return found.person_id
    gone = queries.away([each.id for each in approvers])
    return next((each.id for each in approvers if each.id not in gone), None)


def _new_day(dossier: Dossier, wall: _Wall, now: datetime) -> date:
    assert dossier.due_at is not None
    limit = time_for(facts.procedure(dossier)["times"], dossier.channel)
    return new_day(dossier.due_at, now, limit, wall.work(dossier.unit_id))


@dataclass
class Report:
    """What the nightly check found."""

    checked: int = 0
    owners: int = 0
    """Given an owner, or another one who may go on."""
    dates: int = 0
    """Given their due moment anew."""
    without_owner: list[str] = field(default_factory=list)
    without_date: list[str] = field(default_factory=list)
    quiet: int = 0
    """Tasks made since nothing had happened for long."""
    moved: int = 0
    """Open tasks that went to somebody who is there."""

    def add(self, other: Report) -> None:
        """Take in what was found in another part."""
        self.checked += other.checked
        self.owners += other.owners
        self.dates += other.dates
        self.without_owner += other.without_owner
        self.without_date += other.without_date
        self.quiet += other.quiet
        self.moved += other.moved


def open_ids() -> list[UUID]:
    """Every open dossier, in a steady order."""
    return list(db.session.scalars(select(Dossier.id).where(Dossier.closed_at.is_(None)).order_by(Dossier.id)))


def check(ids: Sequence[UUID]) -> Report:
    """See that each of these has an owner who may go on and a next date, and that none waits in silence.

    What does not is mended by rule; what cannot be is a task of whoever leads.
    """
    wall, report = _Wall(), Report()
    rows = select(Dossier).where(Dossier.id.in_(ids), Dossier.closed_at.is_(None)).order_by(Dossier.id)
    dossiers = db.session.scalars(rows.with_for_update().execution_options(populate_existing=True)).all()
    acts, asked = todo.last_act_at([each.id for each in dossiers]), _awaited(ids)
    fit: dict[tuple[UUID, Permission], frozenset[UUID]] = {}
    for dossier in dossiers:
        report.checked += 1
        _check_owner(dossier, fit, report)
        _check_date(dossier, wall, report)
        if dossier.id in acts and not _is_awaited(dossier, asked):
            report.quiet += _check_silence(dossier, acts[dossier.id], wall)
        report.moved += _readdress(dossier, wall)
        todo.refresh(dossier)
    return report


def _awaited(ids: Sequence[UUID]) -> dict[UUID, date]:
    rows = select(Supplement.dossier_id, Supplement.respond_by).where(
        Supplement.dossier_id.in_(ids), Supplement.status == "open"
    )
    return {row.dossier_id: row.respond_by for row in db.session.execute(rows)}


def _is_awaited(dossier: Dossier, asked: dict[UUID, date]) -> bool:
    """Whether the owner still has time to answer: then it is not the office that waits."""
    return AWAITING in dossier.flags and asked.get(dossier.id, date.min) >= clock.today()


def _check_owner(dossier: Dossier, fit: dict[tuple[UUID, Permission], frozenset[UUID]], report: Report) -> None:
    permission = owning.permission_of(dossier)
    if permission is None:
        return
    key = (dossier.unit_id, permission)
    if key not in fit:
        able = [each.id for each in people.staff_with(*key)]
        fit[key] = frozenset(able) - queries.away(able).keys()
    if dossier.holder_id in fit[key] and permission not in _SEPARATED:
        return
    before = dossier.holder_id
    if not owning.settle(dossier):
        report.without_owner.append(_code(dossier))
        handing.ask_for_owner(dossier)
    elif dossier.holder_id != before:
        report.owners += 1


def _check_date(dossier: Dossier, wall: _Wall, report: Report) -> None:
    if todo.is_dated(dossier):
        return
    clocks.reckon(dossier)
    if todo.is_dated(dossier):
        report.dates += 1
        return
    report.without_date.append(_code(dossier))
    duties.ask(
        "no_date",
        f"{dossier.id}:{dossier.version}",
        unit_id=dossier.unit_id,
        dossier_id=dossier.id,
        person_id=wall.lead(dossier.unit_id),
        version=dossier.version,
    )


def _check_silence(dossier: Dossier, last: tuple[datetime, int], wall: _Wall) -> bool:
    at, version = last
    span = timedelta(hours=wall.timing(dossier.unit_id).quiet_hours)
    if after(at, span, wall.work(dossier.unit_id)) > clock.now():
        return False
    return duties.ask(
        "quiet",
        f"{dossier.id}:{version}",
        unit_id=dossier.unit_id,
        dossier_id=dossier.id,
        person_id=dossier.holder_id or wall.lead(dossier.unit_id),
        version=version,
        facts={"since": at.isoformat()},
    )


def _readdress(dossier: Dossier, wall: _Wall) -> int:
    """Open tasks of people who have left or are away go to the owner, or to whoever leads."""
    moved = 0
    for task in queries.open_tasks(DutyTask.dossier_id == dossier.id, DutyTask.kind.not_in(("given", "taken"))):
        if task.person_id is not None and _is_here(task.person_id, dossier.unit_id):
            continue
        to = dossier.holder_id if task.kind in {"quiet", "remind", "overdue"} else None
        to = _approver(dossier) if task.kind == "apologise" else to or wall.lead(dossier.unit_id)
        if to is not None and to != task.person_id:
            task.person_id = to
            moved += 1
    return moved


def _is_here(person_id: UUID, unit_id: UUID) -> bool:
    return duties.works_at(person_id, unit_id) and person_id not in queries.away([person_id])


def _code(dossier: Dossier) -> str:
    return dossier.official_number or dossier.local_code
