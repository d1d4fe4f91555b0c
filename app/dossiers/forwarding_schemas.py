"""Shapes of forwarding: where a dossier belongs, and why."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from app.core.shapes import Shape, Words


class CounterOut(Shape):
    unit_id: UUID
    name: str


class CompetentOut(Shape):
    """The competent unit where that is another one than the dossier lies at; nothing where it lies right."""

    unit_id: UUID | None
    unit_name: str | None
    why: Words | None
    verdict: Literal["elsewhere", "here", "any", "unknown"]
    """`any`: every counter may receive it; `unknown`: the owner's address does not say."""
    counters: list[CounterOut]
