"""Days and hours that administrators set: of the country, of a unit and what stands below it, from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors
from app.core.calendar import Notices, at_point
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db
from app.units import queries
from app.units.models import CalendarDay, CalendarNotice, Unit, UnitHours
from app.units.rules import BadHours, checked_hours

Json = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """What a day, a year or hours rest on."""

    text: str
    document: str | None = None
    document_date: date | None = None


def days_of_the_country(year: int | None = None) -> list[CalendarDay]:
    """What was set for the whole country, in the order of days."""
    return _days(CalendarDay.unit_id.is_(None), year)


def days_of(unit_ids: Sequence[UUID], year: int | None = None) -> list[CalendarDay]:
    """What was set for these units, in the order of days."""
    return _days(CalendarDay.unit_id.in_(unit_ids), year)


def _days(which: Any, year: int | None) -> list[CalendarDay]:
    rows = select(CalendarDay).where(which).order_by(CalendarDay.day, CalendarDay.id)
    if year is not None:
        rows = rows.where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    return list(db.session.scalars(rows))


def notices() -> dict[int, CalendarNotice]:
    """What was set about whole years."""
    return {row.year: row for row in db.session.scalars(select(CalendarNotice))}


def line_of(unit_id: UUID) -> list[UUID]:
    """The units whose days hold at a unit: those above it first, itself last."""
    return [*(unit.id for unit in reversed(queries.ancestors(unit_id))), unit_id]


def local_days(line: Sequence[UUID], rows: Sequence[CalendarDay]) -> dict[str, dict[str, str]]:
    """The days of a line of units as the clock reads them; the nearer unit wins."""
    found: dict[str, dict[str, str]] = {}
    for unit_id in line:
        mine = [row for row in rows if row.unit_id == unit_id]
        found.update({row.day.isoformat(): {"kind": row.kind, "name": row.name} for row in mine})
    return dict(sorted(found.items()))


def turns_of(unit_id: UUID) -> list[Json]:
    """From which day on which hours hold at a unit, in order; empty where they never changed."""
    rows = select(UnitHours).where(UnitHours.unit_id == unit_id).order_by(UnitHours.valid_from)
    return [{"since": row.valid_from.isoformat(), "hours": row.hours} for row in db.session.scalars(rows)]


def at(unit_id: UUID, country: Notices) -> Notices:
    """The calendar of a service point: that of the country with the days and hours of its own."""
    line = line_of(unit_id)
    return at_point(country, local_days(line, days_of(line)), turns_of(unit_id))


def shown() -> tuple[dict[UUID, dict[str, dict[str, str]]], dict[UUID, list[Json]]]:
    """The days and the turns of hours of every unit in force that has any, for the public list."""
    rows = list(db.session.scalars(select(CalendarDay).where(CalendarDay.unit_id.is_not(None))))
    turns: dict[UUID, list[Json]] = {}
    for row in db.session.scalars(select(UnitHours).order_by(UnitHours.unit_id, UnitHours.valid_from)):
        turns.setdefault(row.unit_id, []).append({"since": row.valid_from.isoformat(), "hours": row.hours})
    if not rows:
        return {}, turns
    found = {unit.id: local_days(line_of(unit.id), rows) for unit in queries.current()}
    return {unit_id: days for unit_id, days in found.items() if days}, turns


def below(unit_id: UUID) -> list[UUID]:
    """A unit and every unit under it."""
    children: dict[UUID, list[UUID]] = {}
    for row in db.session.execute(select(Unit.id, Unit.parent_id).where(Unit.parent_id.is_not(None))):
        children.setdefault(row.parent_id, []).append(row.id)
    found, waiting = [], [unit_id]
    while waiting:
        each = waiting.pop(0)
        found.append(each)
        waiting += children.get(each, [])
    return found


def set_day(unit_id: UUID | None, day: date, kind: str, name: str, source: Source, *, by: str) -> CalendarDay:
    """Say what a day is, in the place of what was said of it before."""
    clear_day(unit_id, day)
    row = CalendarDay(
        id=uuid7(),
        unit_id=unit_id,
        day=day,
        kind=kind,
        name=nfc(name),
        source=nfc(source.text),
        document=source.document,
        document_date=source.document_date,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def clear_day(unit_id: UUID | None, day: date) -> None:
    """Forget what was said of a day; the catalogue's word on it holds again."""
    mine = CalendarDay.unit_id.is_(None) if unit_id is None else CalendarDay.unit_id == unit_id
    for row in list(db.session.scalars(select(CalendarDay).where(mine, CalendarDay.day == day))):
        db.session.delete(row)
    db.session.flush()


def set_year(year: int, status: str, source: Source, *, by: str) -> CalendarNotice:
    """Say whether the notice of a year is out."""
    row = db.session.get(CalendarNotice, year) or CalendarNotice(year=year)
    row.status, row.source = status, nfc(source.text)
    row.document, row.document_date = source.document, source.document_date
    row.recorded_by, row.recorded_at = by, clock.now()
    db.session.add(row)
    db.session.flush()
    return row


def proposed_turns(unit: Unit, since: date, hours: Mapping[str, Any]) -> list[Json]:
    """The turns of a unit's hours as they would be with these from a day on. Raises Invalid for hours of no sense."""
    try:
        wanted = checked_hours(hours)
    except BadHours as fault:
        raise errors.Invalid("unit_bad_hours") from fault
    if not any(wanted.values()):
        raise errors.Invalid("unit_bad_hours")
    known = turns_of(unit.id) or [{"since": unit.valid_from.isoformat(), "hours": unit.hours}]
    others = [turn for turn in known if turn["since"] != since.isoformat()]
    return sorted([*others, {"since": since.isoformat(), "hours": wanted}], key=lambda turn: str(turn["since"]))


def keep_turns(unit: Unit, turns: Sequence[Json], source: str, *, by: str) -> None:
    """Keep the turns of a unit's hours; those of today become the unit's own."""
    known = {row.valid_from: row for row in db.session.scalars(select(UnitHours).where(UnitHours.unit_id == unit.id))}
    for turn in turns:
        since = date.fromisoformat(turn["since"])
        row = known.get(since)
        if row is not None and row.hours == turn["hours"]:
            continue
        row = row or UnitHours(unit_id=unit.id, valid_from=since)
        row.hours, row.source, row.recorded_by, row.recorded_at = turn["hours"], nfc(source), by, clock.now()
        db.session.add(row)
    db.session.flush()
    turn_hours(unit)


def turn_today(unit: Unit, hours: Json) -> None:
    """Where a unit's hours have changed before, note these as those from today on; else nothing."""
    if turns_of(unit.id):
        keep_turns(unit, proposed_turns(unit, clock.today(), hours), "flask unit set", by="")


def turn_hours(unit: Unit) -> bool:
    """Set a unit's hours to those of today; says whether they changed."""
    today = clock.today().isoformat()
    begun = [turn["hours"] for turn in turns_of(unit.id) if turn["since"] <= today]
    if not begun or unit.hours == begun[-1]:
        return False
    unit.hours = begun[-1]
    db.session.flush()
    return True


def turn_all() -> int:
    """Set the hours of every unit whose turn has come; how many changed."""
    planned = select(Unit).where(Unit.id.in_(select(UnitHours.unit_id)), Unit.valid_to.is_(None))
    return sum(turn_hours(unit) for unit in list(db.session.scalars(planned)))
