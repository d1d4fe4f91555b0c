"""Shapes of units: the province, its communes, offices and villages."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from app.core.shapes import Sha256Hex, Shape


class BankOut(Shape):
    """The office's own account; never a person's."""

    bin: str
    account: str
    holder: str


class LocalDayOut(Shape):
    kind: Literal["holiday", "compensation", "swap_off", "swap_work"]
    name: str


class HoursTurnOut(Shape):
    """Opening hours from a day on."""

    since: date
    hours: dict[str, list[tuple[str, str]]]


class UnitOut(Shape):
    """A unit as anybody may see it. `levels`: whose procedures this counter receives."""

    id: UUID
    slug: str
    kind: Literal["province", "commune", "office", "village"]
    name: str
    parent_id: UUID | None
    official_code: str | None
    e_identifier: str | None
    commune_kind: Literal["xa", "phuong", "dac_khu"] | None
    address: str | None
    phone: str | None
    hours: dict[str, list[tuple[str, str]]]
    """mon…sun -> opening spans in local time."""
    days: dict[str, LocalDayOut]
    """Days that are set for this unit or one above it, by date: they go before those of the country."""
    turns: list[HoursTurnOut]
    """From which day on which hours hold, in order; empty where they never changed."""
    receives_online: bool
    levels: list[str]
    bank: BankOut | None
    old_slugs: list[str]


class UnitsOut(Shape):
    hash: Sha256Hex
    units: list[UnitOut]
