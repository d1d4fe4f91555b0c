"""What a unit, or its province for all of its communes, set about the titles and numbers of the statutory forms."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import JsonDict, Line, Model, Moment, Short, UuidPk


class LetterStyle(Model):
    """How one kind of letter is titled and numbered from a day on. Rows are only added, printed papers keep theirs."""

    __tablename__ = "letter_style"
    __table_args__ = (Index("ix_letter_style_unit", "unit_id", "kind", "from_day"),)

    id: Mapped[UuidPk]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[Short]
    level: Mapped[Short]
    """Of which procedures: those of a level, or (empty) of every other one."""
    from_day: Mapped[date]
    form: Mapped[str] = mapped_column(String(80))
    basis: Mapped[Line]
    title: Mapped[JsonDict]
    mark: Mapped[str] = mapped_column(String(40))
    shape: Mapped[str] = mapped_column(String(60))
    legal_ref: Mapped[Line]
    made_at: Mapped[Moment]
    made_by: Mapped[str] = mapped_column(String(200))
