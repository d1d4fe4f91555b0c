"""Shapes of who has a dossier in hand, what people have to do, and what units decide about duties."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, OneLine, Reason, Shape, Words
from app.dossiers.schemas import StateName

Step = Literal["dossiers.receive", "dossiers.appraise", "dossiers.approve", "dossiers.sign", "dossiers.hand_over"]


class CandidateOut(Shape):
    """Somebody who may make the next step, or why not today."""

    person_id: UUID
    name: str
    open: int
    """How many open dossiers they have."""
    why_not: Words | None


class OwnerOut(Shape):
    """Who has a dossier, and what this actor may do about that."""

    dossier_id: UUID
    version: int
    holder_id: UUID | None
    holder: str | None
    may_take: bool
    why_not_take: Words | None
    may_give: bool
    may_give_back: bool
    candidates: list[CandidateOut]
    """For whoever may give."""


class HandIn(Given):
    """Take, give (to whom) or give back a dossier."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    act: Literal["take", "give", "give_back"]
    to: UUID | None = None
    reason: Reason = ""


class LatestOut(Shape):
    """How far a dossier has gone, and who went last: for a page that shows an earlier version."""

    version: int
    who: str
    role: str | None
    move: str
    at: datetime | None


class TaskOut(Shape):
    """Something for a named person to look at."""

    task_id: UUID
    kind: Literal["given", "taken", "remind", "remind_lead", "apologise", "overdue", "quiet", "no_owner", "no_date"]
    dossier_id: UUID
    version: int
    code: str
    procedure_name: str
    owner_name: str | None
    state: StateName
    due_at: datetime | None
    holder_id: UUID | None
    holder: str | None
    for_whom: str | None
    since: datetime
    about: datetime | None
    facts: dict[str, Any]
    """`given`: by, why, reason; `apologise`: due_on; `quiet`: since."""
    opens: bool
    """Whether this person may open the dossier."""
    assigns: bool
    """Whether this person may give it to somebody."""


class TaskCountOut(Shape):
    """How much there is to do, and how much is only told."""

    tasks: int
    news: int


class TasksOut(Shape):
    tasks: list[TaskOut]
    news: list[TaskOut]
    count: TaskCountOut


class TaskPath(Given):
    task_id: UUID


class TaskDoneIn(Given):
    note: Reason = ""


class RuleOut(Shape):
    """A unit's rule: whom it names, for what, from when to when."""

    rule_id: UUID
    person_id: UUID
    person: str
    permission: Step | None
    procedure_code: str | None
    procedure_name: str | None
    village: str | None
    valid_from: date
    valid_to: date | None
    made_by: str


class RuleIn(Given):
    unit_id: UUID
    person_id: UUID
    permission: Step | None = None
    procedure_code: Clean | None = Field(default=None, max_length=80)
    village: OneLine | None = Field(default=None, max_length=200)
    valid_from: date
    valid_to: date | None = None


class RulePath(Given):
    rule_id: UUID


class AbsenceOut(Shape):
    absence_id: UUID
    since: date
    until: date
    reason: str
    handed: int
    """How many dossiers were handed over for the time."""


class AbsenceIn(Given):
    """Somebody of a unit is away, both days included."""

    unit_id: UUID
    person_id: UUID
    since: date
    until: date
    reason: Reason = ""


class AbsencePath(Given):
    absence_id: UUID


class ColleagueOut(Shape):
    """Somebody who works at a unit: as what, with how many open dossiers, and when away."""

    person_id: UUID
    name: str
    roles: list[str]
    steps: list[Step]
    open: int
    absences: list[AbsenceOut]


class TimingShape(Shape):
    """In working hours; eight are a day."""

    remind_hours: int
    lead_hours: int
    quiet_hours: int


class TimingIn(Given):
    unit_id: UUID
    valid_from: date
    remind_hours: int = Field(ge=1, le=400)
    lead_hours: int = Field(ge=1, le=400)
    quiet_hours: int = Field(ge=1, le=2000)


class ProcedureName(Shape):
    code: str
    name: str


class UnitDuties(Shape):
    """Who does what at one unit."""

    unit_id: UUID
    unit_name: str
    people: list[ColleagueOut]
    rules: list[RuleOut]
    villages: list[str]
    timing: TimingShape
    unowned: int
    """Open dossiers that are in nobody's hands."""


class DutiesOut(Shape):
    units: list[UnitDuties]
    procedures: list[ProcedureName]


class PersonPath(Given):
    person_id: UUID


class ColleaguePath(Given):
    unit_id: UUID
    person_id: UUID


class LeavingQuery(Given):
    to: UUID | None = None


class LeavingLine(Shape):
    """An open dossier of somebody, and who would have it."""

    dossier_id: UUID
    code: str
    procedure_name: str
    state: StateName
    due_at: datetime | None
    to: str | None
    """Nobody: it cannot be handed over as asked."""


class LeavingOut(Shape):
    person: str
    dossiers: list[LeavingLine]
    left: int
    """How many of them nobody could have."""


class LeavesIn(Given):
    """Everything somebody has at a unit goes to others: by rule, or to one named person."""

    unit_id: UUID
    to: UUID | None = None
    reason: Reason


class HandedOut(Shape):
    count: int
