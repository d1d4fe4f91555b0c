"""Shapes of the administrator's rooms: days, hours, and what a change would move."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.core.shapes import Given, OneLine, Sha256Hex, Shape, Words

DayKind = Literal["holiday", "compensation", "swap_off", "swap_work"]
Status = Literal["published", "estimated"]


class ChangeOut(Shape):
    """One change on record."""

    at: datetime
    by: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any]


class DayScopeOut(Shape):
    """Where the asker may set days: at a unit, or (without one) for the whole country."""

    unit_id: UUID | None
    name: str


class DayOut(Shape):
    """A day that is not what its weekday says. `set_by` is empty where it stands in the catalogue's own file."""

    day: date
    kind: Literal["holiday", "compensation", "swap_off", "swap_work", "workday"]
    name: str
    unit_id: UUID | None
    unit_name: str | None
    source: str
    document: str | None
    document_date: date | None
    set_by: str | None
    set_at: datetime | None
    mine: bool
    """Whether the asker may change it."""


class YearOut(Shape):
    """A year at a glance."""

    year: int
    years: list[int]
    status: Status
    source: str
    document: str | None
    document_date: date | None
    days: list[DayOut]
    scopes: list[DayScopeOut]
    history: list[ChangeOut]


class YearQuery(Given):
    year: int | None = Field(default=None, ge=2025, le=2100)
    """The present one where none is named."""


Seen = Annotated[str, StringConstraints(min_length=64, max_length=64, pattern=r"^[0-9a-f]{64}$")]
"""The fingerprint of the list that was shown before."""


class SourceIn(Given):
    """What a change rests on."""

    source: OneLine = Field(min_length=3)
    document: str | None = Field(default=None, max_length=80)
    document_date: date | None = None


class DayIn(Given):
    """What a day is from now on; without a kind it is what its weekday says."""

    day: date = Field(ge=date(2025, 1, 1), le=date(2100, 12, 31))
    kind: DayKind | None = None
    name: OneLine = ""


class DaysIn(SourceIn):
    """Days of the country (without a unit) or of a unit, set together: a day off and the Saturday worked for it."""

    unit_id: UUID | None
    days: list[DayIn] = Field(min_length=1, max_length=40)

    @model_validator(mode="after")
    def _each_day_once_and_named(self) -> Self:
        if len({each.day for each in self.days}) != len(self.days):
            raise ValueError("a day stands twice")
        if any(each.kind is not None and not each.name for each in self.days):
            raise ValueError("a day needs a name")
        return self


class DaysSaveIn(DaysIn):
    seen: Seen


class YearIn(SourceIn):
    year: int = Field(ge=2025, le=2100)
    status: Status


class MovedOut(Shape):
    """A dossier whose due moment a change moves; it names nobody."""

    dossier_id: UUID
    code: str
    unit_name: str
    procedure: Words
    before: datetime | None
    after: datetime | None
    told: bool
    """Whether whoever waits is told: the new day is later."""


class MovingOut(Shape):
    """What a change would move. `fingerprint` comes back with the change itself."""

    fingerprint: Sha256Hex
    count: int
    told: int
    rows: list[MovedOut]
    """The first of them."""


class TurnOut(Shape):
    """Hours from a day on."""

    since: date
    hours: dict[str, list[tuple[str, str]]]
    source: str
    set_by: str


class PointOut(Shape):
    """A service point with its hours."""

    unit_id: UUID
    name: str
    kind: str
    hours: dict[str, list[tuple[str, str]]]
    turns: list[TurnOut]
    history: list[ChangeOut]


class PointsOut(Shape):
    points: list[PointOut]


class HoursIn(Given):
    unit_id: UUID
    since: date
    hours: dict[str, list[tuple[str, str]]] = Field(max_length=7)
    source: OneLine = Field(min_length=3)


class HoursSaveIn(HoursIn):
    seen: Seen
