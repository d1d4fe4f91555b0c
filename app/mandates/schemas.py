"""Shapes of mandates: who may help whom, and by which words."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.core.shapes import Given, Kept, OneLine, Sha256Hex, Shape


class MandateGrant(Kept):
    """Payload of mandate.grant: consent given to a helper, with its evidence."""

    mandate_id: UUID
    unit_id: UUID
    resident_name: OneLine
    resident_id_last4: str | None = Field(default=None, max_length=4)
    resident_phone: str | None = Field(default=None, max_length=20)
    text_version: str = Field(max_length=40)
    text_hash: Sha256Hex
    purposes: list[str] = Field(min_length=1, max_length=20)
    method: Literal["read_aloud_yes", "signature", "witness", "thumbprint"]
    evidence: dict[str, Any] = Field(default_factory=dict)
    """Strokes of a signature, a witness's name; never an image of an ID card."""
    granted_at: AwareDatetime
    expires_at: AwareDatetime


class MandateOut(Shape):
    """A mandate as both sides see it."""

    mandate_id: UUID
    helper_name: str
    resident_name: str
    unit_id: UUID
    purposes: list[str]
    text_version: str
    method: str
    granted_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    dossier_ids: list[UUID]


class MandatePath(Given):
    mandate_id: UUID


class MandatesOut(Shape):
    mandates: list[MandateOut]
