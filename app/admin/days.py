"""The calendar: a year at a glance, and days that are set with their source after what they move was shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from app.admin import reach, record
from app.admin.schemas import DayIn, DayOut, DayScopeOut, DaysIn, DaysSaveIn, MovedOut, MovingOut, YearIn, YearOut
from app.catalogue import bundle as assembling
from app.catalogue import national
from app.catalogue.rules import years
from app.catalogue.rules.years import SetDay
from app.core import errors
from app.core.access import Actor, Permission
from app.core.calendar import Notices, at_point
from app.core.shapes import Words
from app.dossiers import facts, knowledge, moving
from app.dossiers.moving import Moved
from app.units import queries as units
from app.units import worktime
from app.units.models import CalendarDay
from app.units.worktime import Source

ROWS = 200
COUNTRY = "Cả nước"


def year_of(actor: Actor, year: int) -> YearOut:
    """A year as it stands: the catalogue's days, what was set over them, and the days of the actor's units."""
    country = reach.of_the_country(actor)
    mine = reach.managed(actor, Permission.UNITS_MANAGE)
    read = national.as_read()
    told, known = worktime.notices().get(year), read.get(year)
    lines = {unit_id for each in mine for unit_id in worktime.line_of(each)}
    rows = [*worktime.days_of_the_country(year), *worktime.days_of(sorted(lines), year)]
    scopes = [DayScopeOut(unit_id=None, name=COUNTRY)] if country else []
    scopes += [DayScopeOut(unit_id=unit.id, name=unit.name) for unit in reach.named(mine) if unit.kind != "village"]
    return YearOut(
        year=year,
        years=sorted({*read, *worktime.notices(), *(row.day.year for row in worktime.days_of_the_country())}),
        status="published" if (told.status if told else (known or {}).get("status")) == "published" else "estimated",
        source=told.source if told else (known or {}).get("source", ""),
        document=told.document if told else None,
        document_date=told.document_date if told else None,
        days=_days(known, rows, mine, country=country),
        scopes=scopes,
        history=record.history("calendar", year),
    )


def _days(
    known: dict[str, Any] | None, rows: Sequence[CalendarDay], mine: frozenset[UUID], *, country: bool
) -> list[DayOut]:
    set_days = {row.day.isoformat() for row in rows if row.unit_id is None}
    names = units.names({row.unit_id for row in rows if row.unit_id})
    read = [
        DayOut(
            day=date.fromisoformat(day["date"]),
            kind=day["kind"],
            name=day["name"],
            unit_id=None,
            unit_name=None,
            source=known["source"] if known else "",
            document=None,
            document_date=None,
            set_by=None,
            set_at=None,
            mine=country,
        )
        for day in (known or {}).get("days", [])
        if day["date"] not in set_days
    ]
    found = [*read, *(_set_day(row, names, mine, country=country) for row in rows)]
    return sorted(found, key=lambda each: (each.day, each.unit_name or ""))


def _set_day(row: CalendarDay, names: dict[UUID, str], mine: frozenset[UUID], *, country: bool) -> DayOut:
    return DayOut.model_validate(
        {
            "day": row.day,
            "kind": row.kind,
            "name": row.name,
            "unit_id": row.unit_id,
            "unit_name": names.get(row.unit_id) if row.unit_id else None,
            "source": row.source,
            "document": row.document,
            "document_date": row.document_date,
            "set_by": row.recorded_by,
            "set_at": row.recorded_at,
            "mine": country if row.unit_id is None else row.unit_id in mine,
        }
    )


def preview(actor: Actor, asked: DaysIn) -> MovingOut:
    """What these days would move; nothing is saved. Raises NotFound or Conflict."""
    _need(actor, asked.unit_id)
    return moving_out(_found(asked, locked=False))


def save(actor: Actor, asked: DaysSaveIn) -> None:
    """Set the days, reckon anew what they move, and tell whoever waits longer.

    Raises Conflict where the list that was shown is no longer the one that would move.
    """
    _need(actor, asked.unit_id)
    found = _found(asked, locked=True)
    seen_is(asked.seen, found)
    source = Source(asked.source, asked.document, asked.document_date)
    before = {row.day: row for row in _rows(asked.unit_id)}
    for each in asked.days:
        old = before.get(each.day)
        kind = _becomes(asked, each, old)
        if kind is None:
            worktime.clear_day(asked.unit_id, each.day)
        else:
            worktime.set_day(asked.unit_id, each.day, kind, each.name or "Ngày làm việc", source, by=actor.name)
        record.keep(
            actor,
            "calendar",
            each.day.year,
            "set" if each.kind else "removed",
            unit_id=asked.unit_id,
            before=_as_kept(old, each.day, country=asked.unit_id is None),
            after={"day": each.day.isoformat(), "kind": each.kind, "name": each.name, "source": asked.source}
            | {"document": asked.document, "moved": sum(one.moved for one in found)},
        )
    if asked.unit_id is None:
        national.republish()
    moving.carry_out(found, actor, reason_of(asked))


def set_year(actor: Actor, asked: YearIn) -> None:
    """Say whether the notice of a year is out; due days that rest on it lose or get their "estimated"."""
    _need(actor, None)
    old = worktime.notices().get(asked.year)
    read = national.as_read().get(asked.year, {})
    before = {"status": old.status, "source": old.source} if old else {name: read.get(name) for name in _YEAR}
    source = Source(asked.source, asked.document, asked.document_date)
    worktime.set_year(asked.year, asked.status, source, by=actor.name)
    after = {"status": asked.status, "source": asked.source, "document": asked.document}
    record.keep(actor, "calendar", asked.year, "year", before=before, after=after)
    national.republish()
    found = moving.reading_anew(None, date(asked.year - 1, 1, 1), knowledge.calendar_at, locked=True)
    moving.carry_out(found, actor, asked.source)


_YEAR = ("status", "source")


def reason_of(asked: DaysIn) -> str:
    """Why due days move, in one sentence for the log and for whoever waits."""
    said = [f"{each.day:%d/%m/%Y} {each.name or 'làm việc như thường'}" for each in asked.days[:3]]
    more = f" và {len(asked.days) - 3} ngày khác" if len(asked.days) > 3 else ""
    number = f" {asked.document}" if asked.document else ""
    return f"{'; '.join(said)}{more} ({asked.source}{number})."


def seen_is(seen: str, found: Sequence[Moved]) -> None:
    """Raise Conflict where what would move is not what was shown."""
    if moving.fingerprint(found) != seen:
        raise errors.Conflict("moved_list_changed")


def moving_out(found: Sequence[Moved]) -> MovingOut:
    """What would move, as it is shown: codes and days, no names."""
    moved = [each for each in found if each.moved]
    names = units.names({each.dossier.unit_id for each in moved[:ROWS]})
    return MovingOut(
        fingerprint=moving.fingerprint(found),
        count=len(moved),
        told=sum(each.told for each in moved),
        rows=[
            MovedOut(
                dossier_id=each.dossier.id,
                code=each.dossier.official_number or each.dossier.local_code,
                unit_name=names.get(each.dossier.unit_id, ""),
                procedure=Words.model_validate(facts.procedure(each.dossier)["name"]),
                before=each.before,
                after=each.after,
                told=each.told,
            )
            for each in moved[:ROWS]
        ],
    )


def _need(actor: Actor, unit_id: UUID | None) -> None:
    if unit_id is not None:
        reach.need(actor, Permission.UNITS_MANAGE, unit_id)
    elif not reach.of_the_country(actor):
        raise errors.Conflict("calendar_of_the_province")


def _rows(unit_id: UUID | None) -> list[CalendarDay]:
    return worktime.days_of_the_country() if unit_id is None else worktime.days_of([unit_id])


def _becomes(asked: DaysIn, each: DayIn, old: CalendarDay | None) -> str | None:
    """What is kept of a day: its kind; nothing where no word of our own is needed (any more).

    A day of the catalogue's file is taken back as `workday`, and given back by removing that.
    """
    if each.kind is not None or asked.unit_id is not None or (old is not None and old.kind == "workday"):
        return each.kind
    read = national.as_read().get(each.day.year, {"days": []})
    return "workday" if any(day["date"] == each.day.isoformat() for day in read["days"]) else None


def _as_kept(row: CalendarDay | None, day: date, *, country: bool) -> dict[str, Any]:
    """What stood at a day: what was set, else (of the country) what the catalogue's file says."""
    if row is not None:
        return {"day": day.isoformat(), "kind": row.kind, "name": row.name, "source": row.source}
    read = national.as_read().get(day.year, {}) if country else {}
    said = [each for each in read.get("days", []) if each["date"] == day.isoformat()]
    return {"day": day.isoformat(), "kind": said[0]["kind"], "name": said[0]["name"]} if said else {}


def _found(asked: DaysIn, *, locked: bool) -> list[Moved]:
    reached = None if asked.unit_id is None else worktime.below(asked.unit_id)
    since = min(each.day for each in asked.days)
    calendar_of = _as_of_the_country(asked) if asked.unit_id is None else _as_of_a_unit(asked)
    return moving.reading_anew(reached, since, calendar_of, locked=locked)


def _as_of_the_country(asked: DaysIn) -> Callable[[UUID], Notices]:
    """The calendar of any service point as it would be with these days of the country."""
    changed = {each.day: each for each in asked.days}
    rows = {row.day: row for row in worktime.days_of_the_country()}
    kept = [national.day_of(row) for day, row in rows.items() if day not in changed]
    kinds = {day: _becomes(asked, each, rows.get(day)) for day, each in changed.items()}
    kept += [SetDay(day.isoformat(), kind, changed[day].name) for day, kind in kinds.items() if kind is not None]
    told = {year: national.year_of(row) for year, row in worktime.notices().items()}
    country = assembling.calendar(years.laid_over(national.as_read(), kept, told).values())
    return lambda unit_id: worktime.at(unit_id, country)


def _as_of_a_unit(asked: DaysIn) -> Callable[[UUID], Notices]:
    """The calendar of a service point as it would be with these days of a unit."""
    changed = {each.day: each for each in asked.days}
    country = knowledge.current().calendar

    def calendar_of(unit_id: UUID) -> Notices:
        line = worktime.line_of(unit_id)
        rows = [row for row in worktime.days_of(line) if row.unit_id != asked.unit_id or row.day not in changed]
        new = [
            CalendarDay(unit_id=asked.unit_id, day=day, kind=each.kind, name=each.name)
            for day, each in changed.items()
            if each.kind is not None
        ]
        return at_point(country, worktime.local_days(line, [*rows, *new]), worktime.turns_of(unit_id))

    return calendar_of
