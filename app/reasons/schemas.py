"""Shapes of the reasons a unit chooses from."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from app.core.shapes import Shape, Words

Use = Literal["supplement", "refuse", "stop", "extend", "send_back"]


class ReasonOut(Shape):
    """A reason that may be chosen. `text`: the words that go into the box, with what the reason rests on."""

    use: Use
    value: str
    kind: str | None
    procedure: str | None
    label: Words
    hint: Words | None
    basis: str | None
    example: str | None
    text: str


class UnitReasonsOut(Shape):
    """What may be chosen at one unit, in order."""

    unit_id: UUID
    reasons: list[ReasonOut]


class ReasonsOut(Shape):
    units: list[UnitReasonsOut]
