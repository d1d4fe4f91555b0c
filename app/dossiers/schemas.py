"""Shapes of a dossier, for the phone and for the desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, Kept, OneLine, Reason, Sha256Hex, Shape, Words
from app.documents.schemas import DocumentOut
from app.dossiers.handed_schemas import HandedOut
from app.dossiers.page_schemas import AllowedOut, AttachmentOut, FilledOut, ReuseAgreed, ReusedOut
from app.dossiers.step_schemas import DeskStepOut, ResultDraftOut
from app.dossiers.supplement_schemas import SupplementOut
from app.payments.schemas import ChargeOut
from app.workbench.schemas import Asked

StateName = Literal[
    "draft",
    "submitted",
    "received",
    "appraising",
    "approving",
    "confirming",
    "signing",
    "ready",
    "returned",
    "refused",
    "stopped",
    "withdrawn",
]
Channel = Literal["prepared", "online", "direct", "post"]


class Party(Kept):
    """A person of the dossier (product.md, "The parties of a dossier")."""

    name: OneLine = ""
    id_number: str | None = None
    birth_date: str | None = None
    address: dict[str, Any] | None = None
    phone: str | None = None


class Parties(Kept):
    """Owner always; the others where there are any."""

    owner: Party
    submitter: Party | None = None
    subjects: list[Party] = Field(default_factory=list)
    witnesses: list[Party] = Field(default_factory=list)
    helper: Party | None = None


class EventOut(Shape):
    """One line of the dossier's history, in the order of `version`."""

    version: int
    at: datetime
    move: str
    from_state: StateName | None
    to_state: StateName
    by: str
    """What may be shown of who did it: a name and a role for staff, "you" for the owner."""
    role: str | None = None
    reason: Reason | None = None
    given_to: str | None = None
    """Who has it from here on, where that changed: for the office alone."""


class StepOut(Shape):
    """One of the five steps: done, here, or to come."""

    number: int
    name: Words
    status: Literal["done", "here", "next", "skipped"]
    holder: str | None = None
    holder_role: str | None = None
    since: datetime | None = None


class DueDay(Shape):
    """One day of the clock's explanation (app/workflow/deadline.py)."""

    date: date
    kind: Literal["start", "counted", "weekend", "holiday", "swap_work", "paused", "after_cutoff"]
    n: int | None = None
    name: str | None = None


class DueOut(Shape):
    """The due moment and why."""

    due_at: datetime
    estimated: bool
    starts_on: date
    value: float
    unit: str
    days: list[DueDay]
    overdue: bool
    due_soon: bool
    days_left: int | None = None
    """Working days from today to the due day; 0 is today."""


class DossierOut(Shape):
    """A dossier as its owner, submitter or helper may see it: the whole current copy."""

    dossier_id: UUID
    version: int
    procedure_code: str
    procedure_name: Words
    form_ref: str
    unit_id: UUID
    unit_name: str
    channel: Channel
    state: StateName
    outcome: Literal["granted", "rejected"] | None
    local_code: str
    official_number: str | None
    title: str
    """What the owner calls it: the procedure and for whom."""
    submitted_at: datetime
    received_at: datetime | None
    closed_at: datetime | None
    receive_before: datetime | None
    awaiting_files: int
    """How many attachments of the manifest the server does not hold yet; 0 is "Đã gửi"."""
    flags: list[str]
    steps: list[StepOut]
    due: DueOut | None
    attachments: list[AttachmentOut]
    originals_to_bring: list[str]
    """Papers whose originals must still be compared."""
    reused: list[ReusedOut] = Field(default_factory=list)
    """Papers that the office held already; a helper is not told of other dossiers."""
    filled: list[FilledOut] = Field(default_factory=list)
    """Answers as they were given before; a helper is not told of them."""
    allowed: AllowedOut | None = None
    """Whether what was said here may be filled in again; a helper is not told."""
    supplements: list[SupplementOut]
    """What was asked for again, the last one last; one at most is open."""
    charges: list[ChargeOut]
    documents: list[DocumentOut]
    draft: ResultDraftOut | None = None
    """While it waits for its owner's word: the draft of the result."""
    handed: HandedOut | None = None
    """Once it was returned: who received the result, when and how."""
    events: list[EventOut]
    answers: dict[str, Any]
    parties: Parties
    my_role: Literal["owner", "submitter", "helper"]
    helper_name: str | None
    contact: str | None
    """Phone of the office."""
    may: list[str]
    """Moves this principal may make now (withdraw, result.open, supplement, confirm)."""


class InboxRow(Shape):
    """One line of the desk's inbox."""

    dossier_id: UUID
    version: int
    local_code: str
    official_number: str | None
    state: StateName
    procedure_code: str
    procedure_name: str
    owner_name: str
    village: str | None
    channel: Channel
    submitted_at: datetime
    due_at: datetime | None
    receive_before: datetime | None
    respond_by: date | None
    """While the owner was asked for more: until when she should answer."""
    overdue: bool
    due_soon: bool
    holder: str | None
    yours: bool
    """Whether it is in this person's hands."""
    mine: bool
    assisted_by: str | None
    awaiting_files: int
    open_charge: int | None
    flags: list[str]
    labels: list[UUID]
    """The unit's labels that lie on it."""


class InboxOut(Shape):
    """A page of the inbox and how many stand behind each view."""

    rows: list[InboxRow]
    counts: dict[str, int]
    spans: dict[str, int]
    """How many of the view stand in each span of time; nothing for what is closed or searched for."""
    pinned: dict[str, int]
    """How many open ones each of the person's pinned filters finds, by its id."""
    cursor: str | None
    now: datetime


class PaperState(Shape):
    """A paper asked for, what came of it, and whether its original was seen."""

    key: str
    name: Words
    need: str
    compare: Literal["reception", "handover", "none"]
    pages: list[AttachmentOut]
    compared_at: datetime | None = None
    compared_by: str | None = None
    waived_reason: str | None = None
    """Why the original is not asked for after all."""


class OpenMove(Shape):
    """A move the table offers from here; `why_not` says why it cannot be made now."""

    move: str
    label: Words
    to_state: StateName
    needs_reason: bool
    needs: list[str]
    """Data the move takes besides the reason: unit_id, outcome, document_id, receiver, items, respond_by."""
    why_not: Words | None = None


class DeskDossierOut(Shape):
    """Everything the desk sees of one dossier."""

    dossier: DossierOut
    form: dict[str, Any]
    """The form definition the answers belong to."""
    fee_seen: int | None = None
    """The sum of the fee that stood on the sender's screen, as far as her phone said."""
    fee_now: int | None = None
    """Before reception the sum by the rules of today, nothing where a part is set by the province; after it what was
    asked for, where that is another sum than was shown."""
    papers: list[PaperState]
    moves: list[OpenMove]
    holder: str | None
    process: list[DeskStepOut]
    """The steps inside the office, with their own due moments."""
    duplicates: list[InboxRow]
    access_note: str
    draft: DocumentOut | None
    """The draft of the result, not yet issued."""
    consent: dict[str, Any] | None
    """Who helped, under which mandate text, when."""


class MoveIn(Given):
    """A change of state asked for at the desk."""

    op_id: UUID
    move: Clean = Field(max_length=80)
    seen: int = Field(ge=0, le=1_000_000)
    reason: Reason = ""
    data: dict[str, Any] = Field(default_factory=dict)


class CompareIn(Given):
    """The original of one paper was (or was not after all) seen and compared; with a reason it is waived instead."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    paper: Clean = Field(max_length=80)
    compared: bool
    reason: Reason = ""


class VoidIn(Given):
    """A letter that no longer holds, and why; `again`: a form 01 is made anew in its place."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    reason: Reason = ""
    again: bool = False


class ReassignIn(Given):
    """Another helper has the dossier in her care from now on; the reason is kept in its history."""

    op_id: UUID
    seen: int = Field(ge=0, le=1_000_000)
    helper_id: UUID
    reason: Reason = ""


class DossierPath(Given):
    dossier_id: UUID


class DocumentPath(Given):
    dossier_id: UUID
    document_id: UUID


class InboxQuery(Asked):
    """What is asked of the inbox, page by page."""

    cursor: Clean = Field(default="", max_length=200)
    limit: int = Field(default=50, ge=1, le=200)


class TrackIn(Given):
    """A code from a slip or a receipt, and the second factor (product.md)."""

    code: OneLine
    factor: OneLine


class TrackOut(Shape):
    """What a stranger with the second factor may know: no name, no identity number."""

    local_code: str
    official_number: str | None
    procedure_name: Words
    unit_name: str
    unit_phone: str | None
    state: StateName
    step: int
    steps: list[StepOut]
    awaiting_files: int
    submitted_at: datetime
    received_at: datetime | None
    due: DueOut | None
    updated_at: datetime


class ManifestItem(Kept):
    """One page that belongs to the dossier; the bytes follow."""

    attachment_id: UUID
    sha256: Sha256Hex
    size: int = Field(ge=1)
    type: str = Field(max_length=80)
    paper: str = Field(max_length=80)
    page: int = Field(ge=1, le=200)
    required: bool = True
    name: OneLine | None = None
    warned: list[OneLine] = Field(default_factory=list, max_length=8)
    """What the phone said may be hard to read: `blurred`, `dark`."""


class SecondFactor(Given):
    kind: Literal["id", "phone", "word"]
    last4: str = Field(pattern=r"^[0-9A-Za-z]{4}$")


class NoticeSeen(Kept):
    version: str
    hash: Sha256Hex
    shown_at: datetime


class SeenLine(Kept):
    """One line of the fee as the sender was shown it; no amount where the province sets it."""

    key: str = Field(max_length=60)
    amount: int | None = Field(default=None, ge=0)


class TermsSeen(Kept):
    """Under which terms the sender sent: the procedure's version, the fee and the limit on her screen, and the day."""

    procedure_hash: Sha256Hex
    on: date
    fees: list[SeenLine] = Field(default_factory=list, max_length=50)
    limit: dict[str, Any] | None = None


class SubmitPayload(Kept):
    """The payload of dossier.submit."""

    procedure_code: str = Field(max_length=40)
    unit_id: UUID
    local_code: str = Field(max_length=20)
    answers: dict[str, Any]
    parties: Parties
    submitter_authority: OneLine | None = None
    claim_hash: Sha256Hex
    second_factor: SecondFactor
    notice: NoticeSeen
    terms: TermsSeen | None = None
    reuse: ReuseAgreed | None = None
    wishes: dict[str, Any] = Field(default_factory=dict)
    draft_seen: Sha256Hex | None = None
    """The text of the draft's copy that the phone last agreed on; a later one is not in these answers."""
