"""Issued papers (letters, receipts, results) and the counters their numbers come from."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonData, JsonDict, MaybeMoment, Model, Moment, Sha256, Short, UuidPk


class Document(Model):
    """One paper of a dossier. A result is a draft until it is signed; a newer one replaces it, none is removed."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_dossier", "dossier_id", "kind"),)

    id: Mapped[UuidPk]
    dossier_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    kind: Mapped[Short]
    title: Mapped[JsonDict]
    number: Mapped[str | None] = mapped_column(String(80))
    type: Mapped[Short]
    size: Mapped[int]
    sha256: Mapped[Sha256]
    made_at: Mapped[Moment]
    made_by: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[MaybeMoment]
    """When it became a paper of the office; a draft has none."""
    words: Mapped[dict[str, object] | None] = mapped_column(JsonData)
    """What a paper made here says (title, paragraphs), so that issuing can set it again with its number."""
    signature: Mapped[dict[str, object] | None] = mapped_column(JsonData)
    """What the digital signature says; its place, until results are signed cryptographically."""
    replaced_by: Mapped[UUID | None]
    number_key: Mapped[str | None] = mapped_column(String(80), index=True)
    """The number without its separators, by which it is found (app/core/ids.py)."""
    void: Mapped[dict[str, object] | None] = mapped_column(JsonData)
    """Why it no longer holds: `what`, `at`, `by`, `reason`, `instead`, and the `sha256` and `size` of what is given out
    in its place, stamped (app/documents/voiding.py)."""


class Counter(Model):
    """The last number given under a scope, for example a unit's receipts of one year."""

    __tablename__ = "counter"

    scope: Mapped[str] = mapped_column(String(120), primary_key=True)
    last: Mapped[int]
