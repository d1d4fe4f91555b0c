"""Shapes of what a person gave before, as a sitting is offered it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.core.shapes import Given, Shape, Words


class GivenBeforeIn(Given):
    """Whose answers are looked for: the full number, and at which question for a number it was typed."""

    id_number: str = Field(pattern=r"^[0-9]{12}$")
    form_ref: str = Field(max_length=120)
    number_path: str | None = Field(default=None, max_length=80)
    """Without it, the owner's."""


class OfferedOut(Shape):
    """An answer she gave before, and where it belongs in this form."""

    path: str
    means: str
    value: Any
    unless: str | None
    """While this question is asked, the place is another person's."""
    from_code: str
    from_procedure: Words
    given_at: datetime
    again: bool
    """It is of the kind that changes: ask whether it is still true."""
    here: bool
    """She gave it a moment ago, in the sitting before this one."""


class ConsentOut(Shape):
    """A consent of hers that holds at this office."""

    dossier_id: UUID
    code: str
    procedure: Words
    given_at: datetime
    until: datetime


class GivenBeforeOut(Shape):
    """What she gave before that belongs in this form, and by which consents the office may know it."""

    offered: list[OfferedOut]
    consents: list[ConsentOut]


class EndReuseIn(Given):
    """She takes consents back at the counter."""

    op_id: UUID
    id_number: str = Field(pattern=r"^[0-9]{12}$")
    dossier_ids: list[UUID] = Field(min_length=1, max_length=60)
