"""Shapes of the books: the register on screen, control slips, printed sheets, exports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, Reason, Shape, Words

Timing = Literal["early", "on_time", "late", "running", "overdue", "paused", "none"]


class RegisterChosen(Given):
    """Which part of a unit's register: dossiers received from a day to a day of one year, and of these which."""

    unit_id: UUID | None = None
    """Nothing: the first unit at which the asker reads dossiers."""
    since: date
    until: date
    procedure: Clean = Field(default="", max_length=40)
    channel: Literal["", "direct", "prepared", "online", "post"] = ""
    state: Literal["", "running", "ready", "returned", "ended"] = ""


class RegisterQuery(Given):
    """A page of it; without days the present month."""

    unit_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    procedure: Clean = Field(default="", max_length=40)
    channel: Literal["", "direct", "prepared", "online", "post"] = ""
    state: Literal["", "running", "ready", "returned", "ended"] = ""
    page: int = Field(default=1, ge=1, le=100_000)
    limit: int = Field(default=50, ge=1, le=200)


class RegisterRow(Shape):
    """A line of the register."""

    dossier_id: UUID
    number: int
    official_number: str
    local_code: str
    procedure_code: str
    procedure_name: str
    sets: int
    owner: str
    address: str
    phone: str
    channel: Words
    received_at: datetime
    due_at: datetime | None
    handed_over_at: datetime | None
    ready_at: datetime | None
    returned_at: datetime | None
    ended_at: datetime | None
    state: str
    timing: Timing
    timing_name: Words
    method: Words | None
    receiver: str
    notes: list[Words]


class ProcedureChoice(Shape):
    """A procedure that stands in the register of the year."""

    code: str
    name: str


class RegisterOut(Shape):
    """A page of the register, how many lines it has in all, and what may be chosen."""

    unit_id: UUID
    unit_name: str
    rows: list[RegisterRow]
    total: int
    page: int
    pages: int
    procedures: list[ProcedureChoice]
    now: datetime


class HandingOut(Shape):
    """One stay of a dossier at a step."""

    step: int
    name: Words
    given_by: str
    given_role: str | None
    given_at: datetime
    taken_by: str
    taken_role: str | None
    taken_at: datetime | None
    done_at: datetime | None
    due_at: datetime | None
    timing: Timing
    timing_name: Words
    notes: list[Words]


class SlipOut(Shape):
    """The control slip of a dossier as it stands now."""

    dossier_id: UUID
    version: int
    code: str
    owner: str
    procedure_name: str
    received_at: datetime | None
    due_at: datetime | None
    timing: Timing
    timing_name: Words
    rows: list[HandingOut]
    now: datetime


class SheetOut(Shape):
    """A sheet that was printed and is kept."""

    sheet_id: UUID
    kind: Literal["form_06", "form_07"]
    title: Words
    number: str
    dossier_id: UUID | None
    since: date | None
    until: date | None
    rows: int
    made_at: datetime
    made_by: str
    size: int


class SheetsOut(Shape):
    sheets: list[SheetOut]


class PrintIn(RegisterChosen):
    """A part of the register to be printed under a number; the same op_id again is the same sheet."""

    op_id: UUID


class SlipIn(Given):
    """The control slip to be printed; the same op_id again is the same sheet."""

    op_id: UUID


class SheetsQuery(Given):
    unit_id: UUID | None = None


class SheetPath(Given):
    sheet_id: UUID


class InboxChosen(Given):
    """Which list of the inbox: a view, or what a search finds."""

    view: Literal[
        "mine",
        "all",
        "late",
        "soon",
        "new",
        "awaiting_files",
        "awaiting_supplement",
        "answered",
        "awaiting_payment",
        "ready",
        "came_back",
        "done",
    ] = "all"
    q: Clean = Field(default="", max_length=400)


class ExportIn(Given):
    """A table asked for as a file: a part of the register, or a list of the inbox."""

    op_id: UUID
    format: Literal["xlsx", "csv"]
    book: RegisterChosen | None = None
    box: InboxChosen | None = None


class ExportPath(Given):
    export_id: UUID


class ExportOut(Shape):
    """How far a file is."""

    export_id: UUID
    what: Literal["register", "inbox"]
    format: Literal["xlsx", "csv"]
    state: Literal["waiting", "running", "ready", "cancelled", "failed"]
    total: int
    done: int
    size: int | None
    name: str
    created_at: datetime
    until: datetime


class ExportsOut(Shape):
    exports: list[ExportOut]


class StyleIn(Given):
    """How a unit titles and numbers one kind of letter from a day on."""

    unit_id: UUID
    kind: Literal["form_01", "form_02", "form_03", "form_04", "form_05", "form_06", "form_07"]
    level: Literal["", "commune_police"] = ""
    from_day: date
    form: Clean = Field(min_length=1, max_length=80)
    basis: Clean = Field(default="", max_length=200)
    title_vi: Clean = Field(min_length=1, max_length=200)
    title_en: Clean = Field(default="", max_length=200)
    mark: Clean = Field(min_length=1, max_length=40)
    shape: Clean = Field(min_length=1, max_length=60)
    legal_ref: Reason = Field(min_length=3, max_length=400)


class StyleRow(Shape):
    """One kind of letter: what holds today, where it comes from, and what was set for a day to come."""

    kind: str
    level: str
    form: str
    basis: str
    title: Words
    mark: str
    shape: str
    example: str
    """The first number of this year, as it would be written."""
    own: bool
    """Whether the unit itself set what holds."""


class StyleChange(Shape):
    """A change that a unit set, past or to come."""

    kind: str
    level: str
    from_day: date
    form: str
    title: str
    mark: str
    shape: str
    legal_ref: str
    made_by: str
    made_at: datetime


class StylesQuery(Given):
    unit_id: UUID | None = None


class StylesOut(Shape):
    unit_id: UUID
    unit_name: str
    today: list[StyleRow]
    changes: list[StyleChange]


class DigitisedQuery(Given):
    """A month as 2026-11; nothing is the present one."""

    month: Clean = Field(default="", max_length=7)


class DigitisedFileQuery(DigitisedQuery):
    format: Literal["xlsx", "csv"]


class DigitisedRowOut(Shape):
    """Of the dossiers a unit received: with every paper here as pictures, digitised at the desk, reusing papers."""

    unit_id: UUID | None
    unit_name: str
    received: int
    whole: int
    at_counter: int
    reused: int


class DigitisedOut(Shape):
    """The figures of a month, a unit a row."""

    month: str
    running: bool
    """The month is not over: so far."""
    rows: list[DigitisedRowOut]
    total: DigitisedRowOut
