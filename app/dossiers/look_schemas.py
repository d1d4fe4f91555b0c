"""Shapes of who looked, as the one a dossier is about reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.core.shapes import Given, OneLine, Shape, Words


class SeenOut(Shape):
    """Somebody who is not its owner looked; `times` within the hour."""

    at: datetime
    by: str
    """The name; empty where no person did."""
    role: str | None
    unit_name: str
    what: Literal["dossier", "page", "document"]
    why: Literal["handling", "call", "counter", "opinion", "books", "help", "reuse"]
    times: int
    reason: Words | None = None
    """What that person said why, where it was not their own work."""


class SeenByOut(Shape):
    """Everybody who looked, the newest first."""

    looks: list[SeenOut]
    as_of: datetime


class UsualReasonOut(Shape):
    """A reason that people often have."""

    key: str
    name: Words


class LookReasonsOut(Shape):
    """The usual reasons, and how long one in other words must be at least."""

    usual: list[UsualReasonOut]
    least: int


class LookReasonIn(Given):
    """Why somebody looks: the key of a usual reason, or `own` with a text; a text may stand beside any."""

    key: str = Field(max_length=40)
    text: OneLine = Field(default="", max_length=300)
