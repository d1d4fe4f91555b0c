"""Tables of the catalogue: content is immutable and named by number or hash; one row a load says what is current."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, JsonList, MaybeMoment, Model, Moment, Sha256, Short, UuidPk


class Procedure(Model):
    """A procedure and which form is filled for it now."""

    __tablename__ = "procedure"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    form_hash: Mapped[str] = mapped_column(ForeignKey("form_version.hash"))
    form_full: Mapped[bool]
    form_minutes: Mapped[int]


class ProcedureAlias(Model):
    """A code that now means another procedure: codes are re-issued, printed ones live on."""

    __tablename__ = "procedure_alias"

    alias: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("procedure.code"), index=True)


class ProcedureVersion(Model):
    """The rules of a procedure from a day on; never changed, only followed by the next one."""

    __tablename__ = "procedure_version"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        Index("ix_procedure_version_in_force", "code", "valid_from", "version"),
        CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[UuidPk]
    code: Mapped[str] = mapped_column(ForeignKey("procedure.code"))
    version: Mapped[int]
    hash: Mapped[Sha256]
    body: Mapped[JsonDict]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The last day, where the procedure itself ends; a following version needs no end here."""
    loaded_at: Mapped[Moment]


class CodeList(Model):
    """One version of a code list."""

    __tablename__ = "code_list"

    name: Mapped[Short] = mapped_column(primary_key=True)
    hash: Mapped[Sha256] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    """The canonical JSON; its SHA-256 is the hash."""
    loaded_at: Mapped[Moment]


class CatalogueText(Model):
    """One version of a text that people are shown; its hash is recorded with what they agreed to."""

    __tablename__ = "catalogue_text"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    kind: Mapped[Short] = mapped_column(primary_key=True)
    hash: Mapped[Sha256] = mapped_column(primary_key=True)
    version: Mapped[Short]
    body: Mapped[JsonDict]
    loaded_at: Mapped[Moment]


class CalendarYear(Model):
    """One version of a year's holidays and swapped days."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[Sha256] = mapped_column(primary_key=True)
    body: Mapped[JsonDict]
    loaded_at: Mapped[Moment]


class CatalogueLoad(Model):
    """A load that changed something; the newest one says which lists, texts and years are current."""

    __tablename__ = "catalogue_load"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[Moment]
    index: Mapped[JsonDict]
    """`codes`, `lists` and `texts` and `years` by name with their hash, `parts` with their content.

    `procedures` has the form and the newest version of each at this load; loads of before have no such member."""


class PosterSet(Model):
    """Posters of a unit that somebody asked for, and their PDF once it is drawn."""

    __tablename__ = "poster_set"
    __table_args__ = (CheckConstraint("size IN ('a4', 'a6')", name="size"),)

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    size: Mapped[str] = mapped_column(String(2))
    codes: Mapped[JsonList]
    asked_by: Mapped[Short]
    asked_at: Mapped[Moment]
    made_at: Mapped[MaybeMoment]
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)
