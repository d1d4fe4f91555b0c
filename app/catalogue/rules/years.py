"""The years of the calendar with what was set by hand laid over them: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]


class SetDay(NamedTuple):
    """A day as an administrator set it; `workday` takes the catalogue's day back."""

    day: str
    kind: str
    name: str


class SetYear(NamedTuple):
    """Whether the notice of a year is out, and which."""

    status: str
    source: str


def laid_over(read: Mapping[int, Json], days: Iterable[SetDay], years: Mapping[int, SetYear]) -> dict[int, Json]:
    """Every year that is read or set, in the shape of its file; a day that was set goes before the file's."""
    by_year: dict[int, list[SetDay]] = {}
    for each in days:
        by_year.setdefault(int(each.day[:4]), []).append(each)
    return {
        year: _year(year, read.get(year), by_year.get(year, []), years.get(year))
        for year in sorted({*read, *by_year, *years})
    }


def _year(year: int, read: Json | None, days: list[SetDay], told: SetYear | None) -> Json:
    if read is not None and not days and told is None:
        return read
    body = read or {"year": year, "status": "estimated", "source": "", "days": []}
    found = {str(day["date"]): dict(day) for day in body["days"]}
    for each in days:
        found.pop(each.day, None)
        if each.kind != "workday":
            found[each.day] = {"date": each.day, "kind": each.kind, "name": each.name}
    status, source = (told.status, told.source) if told else (body["status"], body["source"])
    return {**body, "status": status, "source": source, "days": [found[day] for day in sorted(found)]}
