"""Shapes of the counter."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.core.shapes import Given, Kept, Shape
from app.rescue.container import DeviceRow, OpRow
from app.rescue.schemas import RescuedOut


class ScanIn(Given):
    """What a phone showed as QR frames, put together: sealed to the office, as base64url."""

    sealed: str = Field(min_length=100, max_length=40_000, pattern=r"^[\w-]+$")


class Shown(Kept):
    """What is in it: the phone's proof of its own key, and its operations, exactly as it made them."""

    v: Literal[1]

    device: DeviceRow
    operations: list[OpRow] = Field(min_length=1, max_length=20)


class ScannedOut(RescuedOut):
    """One operation that was shown, and what came of it."""

    receipt: str | None
    """What the phone reads back or is told, where the operation is here: it proves that this very text was read."""
    mine: bool
    """Whether whoever scanned it may open the dossier."""


class ScanOut(Shape):
    """What a phone showed, taken in."""

    items: list[ScannedOut]
