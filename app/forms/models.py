"""Versions of forms: immutable, named by the hash of their canonical text."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model, Moment, Sha256, Short


class FormVersion(Model):
    """One version of a form, kept for as long as anything may name it."""

    __tablename__ = "form_version"

    hash: Mapped[Sha256] = mapped_column(primary_key=True)
    code: Mapped[Short] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text)
    """The canonical JSON; its SHA-256 is the hash, so it is never parsed and written again."""
    loaded_at: Mapped[Moment]
