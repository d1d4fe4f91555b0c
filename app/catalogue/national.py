"""The years of the country: as the catalogue's files have them, with what administrators set laid over.

A change makes a new load of the catalogue that differs in its years alone, so that phones learn of it as of any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.catalogue import queries
from app.catalogue.models import CalendarYear, CatalogueLoad
from app.catalogue.rules import years
from app.core import clock, errors
from app.core.canonical import digest
from app.core.ids import uuid7
from app.db import db
from app.units import worktime
from app.units.models import CalendarDay, CalendarNotice

Json = dict[str, Any]


def read_years(index: Mapping[str, Any]) -> dict[str, str]:
    """The hash of each year as its file had it; loads of before had no others."""
    found: dict[str, str] = index.get("years_read", index["years"])
    return found


def keep(year: int, body: Json) -> str:
    """Keep a version of a year; returns its hash."""
    year_hash = digest(body)
    if db.session.get(CalendarYear, (year, year_hash)) is None:
        db.session.add(CalendarYear(year=year, hash=year_hash, body=body, loaded_at=clock.now()))
        db.session.flush()
    return year_hash


def bodies(read: Mapping[str, str]) -> dict[int, Json]:
    """The years as their files have them."""
    return {int(year): db.session.get_one(CalendarYear, (int(year), read[year])).body for year in read}


def laid_over(read: Mapping[str, str]) -> dict[str, str]:
    """The hash of each year with what administrators set laid over it."""
    whole = years.laid_over(bodies(read), _set_days(), _set_years())
    return {str(year): keep(year, body) for year, body in sorted(whole.items())}


def republish() -> None:
    """Make the years anew after a change; where nothing differs, nothing is made."""
    before = queries.latest_load()
    if before is None:
        raise errors.Unavailable("catalogue_empty")
    read = read_years(before.index)
    fresh = {**before.index, "years_read": read, "years": laid_over(read)}
    if fresh["years"] == before.index["years"]:
        return
    db.session.add(CatalogueLoad(id=uuid7(), number=before.number + 1, at=clock.now(), index=fresh))
    db.session.flush()


def as_read() -> dict[int, Json]:
    """The years of the newest load as their files have them."""
    load = queries.latest_load()
    return bodies(read_years(load.index)) if load is not None else {}


def _set_days() -> list[years.SetDay]:
    return [day_of(row) for row in worktime.days_of_the_country()]


def _set_years() -> dict[int, years.SetYear]:
    return {year: year_of(row) for year, row in worktime.notices().items()}


def day_of(row: CalendarDay) -> years.SetDay:
    """A row as the rules take it."""
    return years.SetDay(row.day.isoformat(), row.kind, row.name)


def year_of(row: CalendarNotice) -> years.SetYear:
    """A row as the rules take it."""
    return years.SetYear(row.status, row.source)
