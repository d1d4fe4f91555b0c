"""Shapes of the catalogue as it is served; the files' own shapes (format.py) are most of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.catalogue.format import (
    Bank,
    Code,
    Collect,
    Day,
    Exemption,
    Expr,
    Fee,
    FieldOfWork,
    LifeEvent,
    Paper,
    Plain,
    Purpose,
    Receives,
    Result,
    Source,
    Time,
)
from app.catalogue.parts import Key, StepRule, Text
from app.core.shapes import Given, Kept, OfficeKeyOut, Sha256Hex, Shape

DeltaPart = Annotated[list[int], Field(min_length=2, max_length=2)] | str
UnitSlug = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}$")]


class FormRef(Shape):
    """The form that is filled for a procedure: `<code>@<hash>`, and how long it takes about."""

    ref: str
    kind: Literal["full", "plain"]
    minutes: int


class ProcedureOut(Shape):
    """One version of a procedure."""

    code: Code
    version: int
    hash: Sha256Hex
    aliases: list[Code]
    name: Text
    summary: Text
    field: FieldOfWork
    life_events: list[Key]
    words: list[Plain]
    level: Literal["commune", "commune_police"]
    online: Literal["full", "partial"]
    competent: Text
    receives: Receives
    who: Text
    times: list[Time]
    fees: list[Fee]
    exemptions: list[Exemption]
    papers: list[Paper]
    results: list[Result]
    delegation: Text | None = None
    collect: Collect | None = None
    steps: list[StepRule] | None = None
    """The steps inside the office where they are not the usual five; phones do not keep them."""
    steps_extra: list[Text]
    legal_basis: list[Plain]
    notes: list[Text]
    precheck: Expr | None = None
    source: Source
    confidence: Literal["high", "medium", "low"]
    check: list[Plain]
    valid_from: Day
    valid_to: Day | None = None
    form: FormRef


class CalendarYearOut(Shape):
    """Whether a year's days are published or guessed, and from what."""

    status: Literal["published", "estimated"]
    source: str


class CalendarDayOut(Shape):
    """A day that is not what its weekday says."""

    kind: Literal["holiday", "compensation", "swap_off", "swap_work"]
    name: str


class CalendarOut(Shape):
    """The holidays and swapped days of all known years."""

    years: dict[str, CalendarYearOut]
    days: dict[str, CalendarDayOut]


class Paragraphs(Shape):
    """The paragraphs of a text in both languages."""

    vi: list[str]
    en: list[str]


class VersionedText(Shape):
    """A text whose hash is recorded with what somebody agreed to after seeing it."""

    version: str
    hash: Sha256Hex
    title: Text
    body: Paragraphs
    purposes: list[Purpose] | None = None


class TextsOut(Shape):
    """The texts shown before sending, before help, and before what was said may be filled in again."""

    privacy: VersionedText
    consent_help: VersionedText
    consent_reuse: VersionedText


class BundleOut(Shape):
    """What phones keep: every procedure in force, without the bodies of forms and lists."""

    format: Literal[1]
    hash: Sha256Hex
    procedures: list[ProcedureOut]
    fields: list[FieldOfWork]
    life_events: list[LifeEvent]
    lists: dict[str, Sha256Hex]
    calendar: CalendarOut
    texts: TextsOut
    banks: list[Bank]
    office_key: OfficeKeyOut


class SinceQuery(Given):
    """The hash of the bundle a phone has."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    since: Sha256Hex | None = Field(default=None, alias="from")


class BundleDeltaOut(Shape):
    """What changed since an older bundle: the new bytes as stretches `[start, length]` of the old, and new text."""

    since: Sha256Hex = Field(alias="from")
    hash: Sha256Hex
    """The new bundle's; what a phone put together must have it."""
    parts: list[DeltaPart]


class FormOut(Kept):
    """A form definition as the engines read it (docs/catalogue.md)."""

    title: Text
    sections: list[dict[str, Any]]


class CodeListItem(Shape):
    """One entry of a code list."""

    value: str
    label: Text
    parent: str | None = None
    kind: str | None = None
    words: list[str] | None = None
    hint: Text | None = None
    example: str | None = None
    basis: str | None = None


class CodeListOut(Shape):
    """A code list; `preset` is what most people choose."""

    name: str
    source: str
    as_of: str
    preset: str | None = None
    items: list[CodeListItem]


class DoubtfulFact(Shape):
    """A procedure with facts that somebody must check: "cần kiểm tra"."""

    code: str
    name: Text
    confidence: Literal["high", "medium", "low"]
    check: list[str]
    source: Source
    legal_basis: list[str]


class ReviewOut(Shape):
    """Everything in the catalogue that is not certain, the least certain first."""

    procedures: list[DoubtfulFact]


class FormPath(Given):
    """Which form."""

    form_hash: Sha256Hex


class ListPath(Given):
    """Which version of which list."""

    name: Key
    list_hash: Sha256Hex


class ProcedurePath(Given):
    """Which procedure, also by a code it had before."""

    code: Code


class OnDay(Given):
    """The day the version must be in force on; today where none is given."""

    on: date | None = None


class PosterPath(Given):
    """The poster of a procedure at a unit."""

    slug: UnitSlug
    code: Code


class PosterSetIn(Given):
    """Posters of a unit: of the named procedures, of a life event, or of all it receives."""

    unit_id: UUID
    size: Literal["a4", "a6"]
    codes: list[Code] = Field(default_factory=list, max_length=200)
    life_event: Key | None = None


class PosterSetPath(Given):
    """Which set."""

    set_id: UUID


class PosterSetOut(Shape):
    """A set that was asked for; its PDF is there once `made_at` is."""

    set_id: UUID
    unit_id: UUID
    size: Literal["a4", "a6"]
    count: int
    pages: int
    asked_at: datetime
    made_at: datetime | None
