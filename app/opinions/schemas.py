"""Shapes of a question to another office, as it is asked, seen there, and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Given, Reason, Shape, Words

Verdict = Literal["yes", "no"]
Status = Literal["open", "answered", "withdrawn", "ended"]
Shared = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=60)]


class AskIn(Given):
    """A question to another office, with what of the dossier it may see."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    to_unit: UUID
    question: str = Field(min_length=5, max_length=4000)
    paths: Shared = Field(default_factory=list)
    """The answers that are shared."""
    papers: Shared = Field(default_factory=list)
    respond_by: date


class TakeBackIn(Given):
    """The question is no longer put."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    reason: Reason = Field(min_length=3)


class AnswerIn(Given):
    """The opinion of the office that was asked."""

    op_id: UUID
    verdict: Verdict | None = None
    answer: str = Field(min_length=2, max_length=8000)


class OpinionOut(Shape):
    """A question as the office that asked sees it, beside the dossier."""

    opinion_id: UUID
    unit_name: str
    status: Status
    question: str
    shared: list[Words]
    """What is shared, by name."""
    respond_by: date
    late: bool
    stops_clock: bool
    asked_by: str
    asked_at: datetime
    verdict: Verdict | None
    answer: str | None
    answered_by: str | None
    closed_at: datetime | None
    close_reason: str | None
    may_take_back: bool


class AskedOut(Shape):
    """The questions of a dossier, and whether one may be put now."""

    opinions: list[OpinionOut]
    may_ask: bool
    stops_clock: bool
    """Whether the legal clock would wait for the answer, as the procedure says."""


class OfficeOut(Shape):
    """An office that can be asked."""

    unit_id: UUID
    name: str


class OfficesOut(Shape):
    offices: list[OfficeOut]


class WantedRow(Shape):
    """One line of what this office is asked; nothing of it tells who the dossier is about."""

    opinion_id: UUID
    from_unit: str
    procedure_name: Words
    question: str
    respond_by: date
    late: bool
    status: Status
    asked_at: datetime


class WantedListOut(Shape):
    opinions: list[WantedRow]
    waiting: int


class SharedPage(Shape):
    attachment_id: UUID
    page: int


class SharedPaper(Shape):
    name: Words
    pages: list[SharedPage]


class WantedOut(Shape):
    """A question as the office that is asked sees it: what is shared, and no more."""

    row: WantedRow
    asked_by: str
    official_number: str | None
    form: dict[str, Any]
    """The questions whose answers are shared."""
    answers: dict[str, Any]
    paths: list[str]
    papers: list[SharedPaper]
    verdict: Verdict | None
    answer: str | None
    answered_by: str | None
    closed_at: datetime | None
    close_reason: str | None
    may_answer: bool
    access_note: str


class WantedQuery(Given):
    done: bool = False


class TakeBackPath(Given):
    dossier_id: UUID
    opinion_id: UUID


class OpinionPath(Given):
    opinion_id: UUID


class SharedPagePath(Given):
    opinion_id: UUID
    attachment_id: UUID


class SizeQuery(Given):
    size: Literal["full", "thumb"] = "full"
