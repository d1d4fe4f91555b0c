"""Tables of a dossier and its event log. The log is append-only; the dossier's columns follow from it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, MaybeMoment, Model, Moment, Sha256, Short, UuidPk


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
    flags: Mapped[JsonList]


class DossierEvent(Model):
    """One move or note; `version` counts them. Never changed, never removed."""

    __tablename__ = "dossier_event"

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
