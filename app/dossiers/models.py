"""Tables of a dossier and its event log. The log is append-only; the dossier's columns follow from it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, MaybeMoment, Model, Moment, Sha256, Short, UuidPk, append_only

SUPPLEMENT_STATES = ("waiting", "open", "answered", "withdrawn", "ended")
"""`waiting`: for an approver's word; `ended`: the dossier ended before it was answered."""


OPINION_STATES = ("open", "answered", "withdrawn", "ended")
"""`ended`: the dossier ended, or went on, before it was answered."""
_IS_OPEN = text("closed_at IS NULL")
_LIGHT = (
    *("unit_id", "id", "state", "procedure_code", "channel", "submitted_at", "complete_at", "due_at"),
    *("holder_id", "helper_id", "files_missing", "flags", "step", "procedure_version_id"),
)
"""What the inbox reads of every open dossier; answers and people are left where they lie."""


class Operation(Model):
    """Every act of a device or a desk, once, with its exact bytes and what came of it.

    The row is the proof of exactly-once: same id and same hash is answered with `result`.
    """

    __tablename__ = "operation"
    __table_args__ = (Index("ix_operation_dossier", "dossier_id"),)

    op_id: Mapped[UuidPk]
    sha256: Mapped[Sha256]
    principal: Mapped[Short]
    kind: Mapped[Short]
    dossier_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    device_seq: Mapped[int | None]
    device_time: Mapped[MaybeMoment]
    received_at: Mapped[Moment]
    text: Mapped[str]
    signature: Mapped[str | None]
    signature_good: Mapped[bool | None]
    status: Mapped[Short]
    result: Mapped[JsonDict]


class Dossier(Model):
    """One request of one person. Sent columns never change after submit; the rest follow from events."""

    __tablename__ = "dossier"
    __table_args__ = (
        Index("ix_dossier_inbox", "unit_id", "state", "due_at"),
        Index("ix_dossier_local_code", "local_code"),
        Index("ix_dossier_register", "unit_id", "received_at"),
        Index("ix_dossier_open", *_LIGHT, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_dossier_closed", "unit_id", "closed_at", "id"),
        Index("ix_dossier_holder", "holder_id", "closed_at"),
        UniqueConstraint("official_number"),
    )

    id: Mapped[UuidPk]
    version: Mapped[int]
    state: Mapped[Short]
    outcome: Mapped[str | None] = mapped_column(String(20))
    procedure_code: Mapped[Short]
    form_hash: Mapped[Sha256]
    procedure_version_id: Mapped[UUID | None]
    """Fixed at reception (product.md, "Two pins")."""
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    channel: Mapped[Short]
    local_code: Mapped[str] = mapped_column(String(12))
    official_number: Mapped[str | None] = mapped_column(String(40))
    number_key: Mapped[str | None] = mapped_column(String(40), index=True)
    """The official number without its separators, by which it is found."""
    title: Mapped[str] = mapped_column(String(400))
    answers: Mapped[JsonDict]
    parties: Mapped[JsonDict]
    search_text: Mapped[str]
    """Folded names, numbers and codes the desk may search by."""
    owner_id_number: Mapped[str | None] = mapped_column(String(20), index=True)
    claim_hash: Mapped[Sha256]
    factor_kind: Mapped[Short]
    factor_hash: Mapped[Sha256]
    """SHA-256 of `<dossier id>:<last four>`; tracking compares with it."""
    notice: Mapped[JsonDict]
    wishes: Mapped[JsonDict]
    mandate_id: Mapped[UUID | None]
    helper_id: Mapped[UUID | None]
    helper_name: Mapped[str | None] = mapped_column(String(200))
    submitted_at: Mapped[Moment]
    device_time: Mapped[MaybeMoment]
    files_missing: Mapped[int]
    complete_at: Mapped[MaybeMoment]
    """When the last byte of the manifest was held."""
    received_at: Mapped[MaybeMoment]
    closed_at: Mapped[MaybeMoment]
    due_at: Mapped[MaybeMoment]
    due: Mapped[JsonDict]
    """The clock's answer with its explanation (app/workflow/deadline.py); empty before reception."""
    holder_id: Mapped[UUID | None]
    """The person at whose desk it lies."""
    holder_name: Mapped[str | None] = mapped_column(String(200))
    step_since: Mapped[Moment]
    step: Mapped[str | None] = mapped_column(String(60))
    """The key of the step of its procedure at which it stands (app/workflow/process.py)."""
    flags: Mapped[JsonList]


class DossierEvent(Model):
    """One move or note; `version` counts them. Never changed, never removed."""

    __tablename__ = "dossier_event"
    __table_args__ = (Index("ix_dossier_event_at", "at"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Moment]
    move: Mapped[Short]
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[Short]
    principal: Mapped[Short]
    person_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    actor_role: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None]
    data: Mapped[JsonDict]
    op_id: Mapped[UUID]
    device_time: Mapped[MaybeMoment]


append_only(DossierEvent)


class DossierWord(Model):
    """A folded word by which the desk finds a dossier: of its people's names and numbers, and of its codes."""

    __tablename__ = "dossier_word"
    __table_args__ = (Index("ix_dossier_word_word", "word", "dossier_id"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)


class DossierFile(Model):
    """A line of the manifest: a page of a paper, bound to an attachment by id and hash."""

    __tablename__ = "dossier_file"
    __table_args__ = (Index("ix_dossier_file_attachment", "attachment_id"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[Sha256]
    size: Mapped[int]
    type: Mapped[Short]
    paper: Mapped[Short]
    page: Mapped[int]
    required: Mapped[bool]
    name: Mapped[str | None] = mapped_column(String(400))
    stored_at: Mapped[MaybeMoment]
    """When the server held every byte, usable or not."""
    refused: Mapped[str | None] = mapped_column(String(40))
    """Why the bytes cannot be used (an error code): nobody is shown them."""
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("supplement.id"))
    """The supplement request whose answer brought other pages of this paper: kept, and no longer counted."""


class DossierPaper(Model):
    """That the original of a paper was compared ("đã đối chiếu bản chính"), or why not; by whom and when."""

    __tablename__ = "dossier_paper"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    paper: Mapped[Short] = mapped_column(primary_key=True)
    compared_at: Mapped[MaybeMoment]
    compared_by: Mapped[str | None] = mapped_column(String(200))
    waived_at: Mapped[MaybeMoment]
    waived_by: Mapped[str | None] = mapped_column(String(200))
    waived_reason: Mapped[str | None] = mapped_column(String(2000))


class Supplement(Model):
    """A request for papers or answers that were missing or wrong; at most one of a dossier is open or waits."""

    __tablename__ = "supplement"
    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        CheckConstraint(f"status IN {SUPPLEMENT_STATES}", name="status"),
    )

    id: Mapped[UuidPk]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[int]
    status: Mapped[Short]
    asked_by_id: Mapped[UUID | None]
    asked_by: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[Moment]
    why_again: Mapped[str | None]
    """Of a further request: what the asker wrote for the approver."""
    allowed_by: Mapped[str | None] = mapped_column(String(200))
    allow_reason: Mapped[str | None]
    opened_at: Mapped[MaybeMoment]
    """When the owner was asked; from here the clock stands still."""
    respond_by: Mapped[date]
    note: Mapped[str]
    answered_at: Mapped[MaybeMoment]
    """When the answer came; its last page may still be on its way."""
    closed_at: Mapped[MaybeMoment]
    close_reason: Mapped[str | None]


class SupplementItem(Model):
    """One thing that is asked for again: an answer or a paper, why, and how to do it right."""

    __tablename__ = "supplement_item"

    supplement_id: Mapped[UUID] = mapped_column(ForeignKey("supplement.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Short]
    """answer or paper."""
    key: Mapped[str] = mapped_column(String(200))
    """The path of the answer, or the key of the paper."""
    label: Mapped[JsonDict]
    reason_code: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str]
    guidance: Mapped[str]
    example: Mapped[str | None] = mapped_column(String(80))
    """The name of a picture that shows how it should look."""
    before: Mapped[JsonDict]
    """What stood there when it was asked for: `value`."""
    note: Mapped[str | None]
    """What the owner said of it, in place of or beside a new answer."""
    brought: Mapped[JsonDict] = mapped_column(default=dict, server_default="{}")
    """The paper that answered it at the counter: `at`, `by` (who brought it, or asked that it be used again), `paper`,
    `name`, `official`, `held_from` (the code of the dossier it was handed in with, or nothing); or empty."""


class DossierAccess(Model):
    """Which principals the dossier is for; the feed goes to those whose access has not ended."""

    __tablename__ = "dossier_access"
    __table_args__ = (Index("ix_dossier_access_principal", "principal"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    principal: Mapped[Short] = mapped_column(primary_key=True)
    role: Mapped[Short]
    since: Mapped[Moment]
    until: Mapped[MaybeMoment]
    why: Mapped[str | None] = mapped_column(String(20))
    """Why it ended: reassigned, closed, mandate_revoked, role_ended, adopted."""
    how: Mapped[Short]
    """submit, claim, adopt, reassign."""


class Opinion(Model):
    """A question to another office, what of the dossier is shared with it, and what came of it."""

    __tablename__ = "opinion"
    __table_args__ = (
        Index("ix_opinion_dossier", "dossier_id"),
        Index("ix_opinion_unit", "unit_id", "status"),
        CheckConstraint(f"status IN {OPINION_STATES}", name="status"),
    )

    id: Mapped[UuidPk]
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    """The office that is asked."""
    status: Mapped[Short]
    question: Mapped[str]
    paths: Mapped[JsonList]
    """The answers that are shared."""
    papers: Mapped[JsonList]
    """The papers that are shared."""
    respond_by: Mapped[date]
    stops_clock: Mapped[bool]
    asked_by_id: Mapped[UUID | None]
    asked_by: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[Moment]
    verdict: Mapped[str | None] = mapped_column(String(20))
    """yes, no, or nothing where the answer is words alone."""
    answer: Mapped[str | None]
    answered_by: Mapped[str | None] = mapped_column(String(200))
    closed_at: Mapped[MaybeMoment]
    close_reason: Mapped[str | None]
