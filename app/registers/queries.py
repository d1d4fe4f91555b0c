"""The books read from the event log: lines of the register, the control slip of a dossier. Scoped by the actor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from app.catalogue import queries as catalogue
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.db import db
from app.dossiers import clocks, facts, knowledge, stepping
from app.dossiers.models import Dossier, DossierEvent
from app.dossiers.words import Labels, address_text
from app.registers.models import Export, PrintedSheet
from app.registers.rules import book
from app.registers.rules.book import Happened, Known, Line
from app.registers.rules.slip import Handing, Terms, slip
from app.registers.schemas import RegisterChosen
from app.units import queries as units
from app.workflow.deadline import time_for
from app.workflow.reception import receive_before

_SHEETS_SHOWN = 50
Numbered = tuple[UUID, int]
"""A dossier and its number in the register of the year."""


def unit_of(wanted: UUID | None, actor: Actor, permission: Permission = Permission.DOSSIERS_READ) -> UUID:
    """The unit that was asked for, or the actor's first by name; raises Forbidden, NotFound for another's."""
    reach = actor.units(permission)
    if wanted is not None:
        if wanted not in reach:
            raise errors.NotFound("unit_not_found")
        return wanted
    if not reach:
        raise errors.Forbidden("forbidden")
    names = units.names(set(reach))
    return min(reach, key=lambda each: (names.get(each, ""), str(each)))


def numbered(chosen: RegisterChosen, unit_id: UUID) -> list[Numbered]:
    """The chosen dossiers of a unit with their numbers of the year, in the register's order."""
    return [(row.id, int(row.n)) for row in db.session.execute(_chosen(chosen, unit_id))]


def page_of(chosen: RegisterChosen, unit_id: UUID, page: int, limit: int) -> tuple[list[Numbered], int]:
    """One page of the same, and how many there are in all."""
    whole = _chosen(chosen, unit_id)
    total = db.session.scalar(select(func.count()).select_from(whole.order_by(None).subquery())) or 0
    rows = db.session.execute(whole.offset((page - 1) * limit).limit(limit))
    return [(row.id, int(row.n)) for row in rows], total


def count(chosen: RegisterChosen, unit_id: UUID) -> int:
    """How many lines the chosen part has."""
    return db.session.scalar(select(func.count()).select_from(_chosen(chosen, unit_id).order_by(None).subquery())) or 0


def lines(wanted: Sequence[Numbered], now: datetime) -> list[tuple[UUID, Line]]:
    """The lines of these dossiers, read from their events."""
    ids = [dossier_id for dossier_id, _ in wanted]
    dossiers = {each.id: each for each in db.session.scalars(select(Dossier).where(Dossier.id.in_(ids)))}
    events = events_of(ids)
    known, labels = knowledge.current(), cache(catalogue.list_labels)
    found = []
    for dossier_id, number in wanted:
        dossier = dossiers[dossier_id]
        found.append((dossier_id, book.line(number, _known(dossier, known, labels), events.get(dossier_id, []), now)))
    return found


def events_of(dossier_ids: Collection[UUID]) -> dict[UUID, list[Happened]]:
    """What happened to these dossiers, in order."""
    rows = select(DossierEvent).where(DossierEvent.dossier_id.in_(dossier_ids))
    found: dict[UUID, list[Happened]] = {}
    for each in db.session.scalars(rows.order_by(DossierEvent.dossier_id, DossierEvent.version)):
        found.setdefault(each.dossier_id, []).append(_happened(each))
    return found


def procedures(unit_id: UUID, year: int) -> list[tuple[str, str]]:
    """The procedures that stand in a unit's register of a year, by name."""
    codes = db.session.scalars(select(Dossier.procedure_code).where(*_of_year(unit_id, year)).distinct())
    known = knowledge.current()
    return sorted(((code, str(known.latest(code).name["vi"])) for code in codes), key=lambda each: each[1])


@dataclass(frozen=True)
class Controlled:
    """A control slip as it stands at a moment."""

    rows: list[Handing]
    timing: str


def control(dossier: Dossier, now: datetime) -> Controlled:
    """The control slip of a dossier, from its events."""
    events = events_of([dossier.id]).get(dossier.id, [])
    line = book.line(0, _known(dossier, knowledge.current()), events, now)
    return Controlled(slip(events, _terms(dossier), now), line.timing if dossier.received_at else "none")


def _terms(dossier: Dossier) -> Terms:
    rule = time_for(facts.procedure(dossier)["times"], dossier.channel)
    hours, calendar = units.hours_of(dossier.unit_id), knowledge.calendar_at(dossier.unit_id)
    sent = dossier.complete_at or dossier.submitted_at
    received = dossier.received_at
    return Terms(
        rule=rule,
        received_at=received,
        receive_before=receive_before(rule, sent, hours, calendar),
        hours=hours,
        calendar=calendar,
        pauses=clocks.pauses_of(dossier) if received else [],
        extensions=clocks.extensions_of(dossier) if received else [],
        here_due=_here_due(dossier) if received else None,
    )


def _here_due(dossier: Dossier) -> datetime | None:
    """Until when the step at which an open dossier stands is to be done; nothing while the clock stands still."""
    step = stepping.here(dossier) if dossier.closed_at is None else None
    return stepping.dues(dossier, stepping.process_of(dossier)).get(step.key) if step else None


def _chosen(chosen: RegisterChosen, unit_id: UUID) -> Select[*tuple[Any, ...]]:
    """Numbers are counted over the whole year, whatever is chosen of it: a line has the same one on every sheet."""
    if chosen.since.year != chosen.until.year or chosen.since > chosen.until:
        raise errors.Invalid("register_period", errors=[{"path": "until", "code": "register_period", "params": {}}])
    place = func.row_number().over(order_by=(Dossier.received_at, Dossier.official_number, Dossier.id))
    year = select(Dossier.id.label("id"), place.label("n")).where(*_of_year(unit_id, chosen.since.year)).subquery()
    wanted: list[ColumnElement[bool]] = [
        Dossier.received_at >= _start(datetime.combine(chosen.since, time.min)),
        Dossier.received_at < _start(datetime.combine(chosen.until, time.min) + timedelta(days=1)),
    ]
    if chosen.procedure:
        wanted.append(Dossier.procedure_code == chosen.procedure)
    if chosen.channel:
        wanted.append(Dossier.channel == chosen.channel)
    if chosen.state:
        wanted.append(Dossier.state.in_(sorted(state.value for state in book.GROUPS[chosen.state])))
    rows = select(year.c.id, year.c.n).join(Dossier, Dossier.id == year.c.id).where(*wanted)
    return rows.order_by(year.c.n)


def _of_year(unit_id: UUID, year: int) -> Iterable[ColumnElement[bool]]:
    return (
        Dossier.unit_id == unit_id,
        Dossier.received_at >= _start(datetime(year, 1, 1)),  # noqa: DTZ001  # a wall clock, made aware in _start
        Dossier.received_at < _start(datetime(year + 1, 1, 1)),  # noqa: DTZ001  # as above
    )


def _start(wall: datetime) -> datetime:
    """The moment at which the clocks of Viet Nam show this."""
    return wall.replace(tzinfo=clock.VN)


def _happened(event: DossierEvent) -> Happened:
    return Happened(
        move=event.move,
        at=event.at,
        from_state=event.from_state,
        to_state=event.to_state,
        by=event.actor_name,
        role=event.actor_role,
        reason=event.reason or "",
        data=event.data,
    )


def _known(dossier: Dossier, known: knowledge.Knowledge, labels: Labels = catalogue.list_labels) -> Known:
    owner, submitter = dossier.parties.get("owner") or {}, dossier.parties.get("submitter") or {}
    fixed = dossier.procedure_version_id
    procedure = knowledge.fixed(fixed) if fixed else known.latest(dossier.procedure_code)
    return Known(
        official_number=dossier.official_number or "",
        local_code=dossier.local_code,
        procedure_code=dossier.procedure_code,
        procedure_name=str(procedure.name["vi"]),
        owner=str(owner.get("name") or dossier.title),
        address=address_text(owner.get("address"), labels) or address_text(submitter.get("address"), labels),
        phone=str(owner.get("phone") or submitter.get("phone") or ""),
        channel=dossier.channel,
        due_at=dossier.due_at,
        outcome=dossier.outcome,
        wish=str(dossier.wishes.get("return") or "office"),
    )


def sheet(sheet_id: UUID, actor: Actor) -> PrintedSheet:
    """A printed sheet of the actor's units; raises NotFound."""
    found = db.session.get(PrintedSheet, sheet_id)
    if found is None or not actor.may(Permission.DOSSIERS_READ, found.unit_id):
        raise errors.NotFound("sheet")
    return found


def registers_of(unit_id: UUID) -> list[PrintedSheet]:
    """The registers that a unit has printed, the latest first."""
    rows = select(PrintedSheet).where(PrintedSheet.unit_id == unit_id, PrintedSheet.kind == "form_07")
    return list(db.session.scalars(rows.order_by(PrintedSheet.made_at.desc(), PrintedSheet.id).limit(_SHEETS_SHOWN)))


def export(export_id: UUID, actor: Actor, *, locked: bool = False) -> Export:
    """A file that the actor asked for; raises NotFound once it is removed, and for another's."""
    found = db.session.get(Export, export_id, with_for_update=locked, populate_existing=locked)
    if found is None or found.person_id != actor.person_id or found.until <= clock.now():
        raise errors.NotFound("export_gone")
    return found


def exports_of(actor: Actor) -> list[Export]:
    """The files that the actor asked for within the last day, the latest first."""
    rows = select(Export).where(
        Export.person_id == actor.person_id, Export.until > clock.now(), Export.state != "cancelled"
    )
    return list(db.session.scalars(rows.order_by(Export.created_at.desc(), Export.id)))


def procedure_name(dossier: Dossier) -> str:
    """What a dossier is about, by the rules it is handled by."""
    return str(facts.procedure(dossier)["name"]["vi"])
