"""Tables of draft copies: the last agreed text of a draft that lives on phones, and which pages it names."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Line, MaybeMoment, Model, Moment, Sha256, Short, UuidPk


class DraftCopy(Model):
    """One draft of one principal; when it is gone the row stays as its tombstone.

    It has no word of the content, unless whoever ended the draft had not seen its last text: that text is what
    was left, and stays until a person decides or its time is over.
    """

    __tablename__ = "draft_copy"
    __table_args__ = (
        CheckConstraint("(gone_at IS NULL) = (gone_reason IS NULL)", name="gone_for_a_reason"),
        CheckConstraint("gone_at IS NOT NULL OR text IS NOT NULL", name="text_until_gone"),
        Index("ix_draft_copy_age", "gone_at", "saved_at"),
    )

    id: Mapped[UuidPk]
    """The draft's own id, final from its first keystroke."""
    principal: Mapped[Short] = mapped_column(index=True)
    version: Mapped[int]
    """Counts the texts; who saves names the one it saw."""
    sha256: Mapped[Sha256]
    text: Mapped[str | None] = mapped_column(Text)
    """Exactly as the phone wrote it."""
    size: Mapped[int]
    dossier_id: Mapped[UUID | None] = mapped_column(index=True)
    mandate_id: Mapped[UUID | None] = mapped_column(index=True)
    procedure_code: Mapped[Short]
    title: Mapped[Line]
    device_id: Mapped[UUID | None]
    device_label: Mapped[Line]
    """What people call the phone that saved it last."""
    saved_at: Mapped[Moment]
    gone_at: Mapped[MaybeMoment]
    gone_reason: Mapped[str | None] = mapped_column(String(20))
    """user, sent, old, mandate_ended."""


class DraftCopyFile(Model):
    """A page that a copy names: its bytes may be here before any dossier, and stay as long as the copy."""

    __tablename__ = "draft_copy_file"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft_copy.id", ondelete="CASCADE"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
