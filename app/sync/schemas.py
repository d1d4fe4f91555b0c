"""Shapes of the protocol between phones and server (design/sync.md, sections 3 to 6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Given, Kept, Sha256Hex, Shape, Words
from app.dossiers.schemas import DossierOut, ManifestItem
from app.mandates.schemas import MandateOut
from app.notifications.schemas import MessageOut


class SignedText(Given):
    """One operation: its exact bytes as text, their SHA-256, and the device's ES256 signature (raw r||s)."""

    text: str = Field(max_length=262_144)
    sha256: Sha256Hex
    signature: str | None = Field(default=None, max_length=200)


class PushIn(Given):
    """At most 50 operations, in the order they were made."""

    nonce: str = Field(min_length=8, max_length=80)
    operations: list[SignedText] = Field(max_length=50)


class Operation(Kept):
    """What the exact text parses to."""

    op_id: UUID
    kind: str = Field(max_length=40)
    dossier_id: UUID | None = None
    seen: int = 0
    form_ref: str | None = Field(default=None, max_length=120)
    principal: str = Field(max_length=60)
    mandate_id: UUID | None = None
    device_id: UUID
    device_seq: int = Field(ge=0)
    device_time: datetime
    clock_offset_ms: int = 0
    envelope: int = Field(ge=1)
    payload: dict[str, Any] = Field(default_factory=dict)
    manifest: list[ManifestItem] = Field(default_factory=list, max_length=200)


class FieldRefused(Shape):
    """One field that was refused."""

    path: str
    code: str
    params: dict[str, Any] = Field(default_factory=dict)


class Acknowledged(Shape):
    """What the server holds: the operation's hash and those of its attachments."""

    sha256: Sha256Hex
    attachments: list[Sha256Hex]


class OpResult(Shape):
    """The verdict on one operation; `rejected` is final, `retry` and `held` are not."""

    op_id: UUID | None
    status: Literal[
        "applied",
        "duplicate",
        "merged",
        "conflict",
        "held",
        "rejected",
        "quarantined",
        "retry",
    ]
    code: str | None = None
    say: Words | None = None
    errors: list[FieldRefused] = Field(default_factory=list)
    needs: list[UUID] = Field(default_factory=list)
    acknowledged: Acknowledged | None = None
    dossier: DossierOut | None = None


class Envelope(Shape):
    """What proves that this server answered, and not a captive portal."""

    server_id: UUID
    epoch: UUID
    server_time: datetime


class PushOut(Envelope):
    nonce: str
    results: list[OpResult]


class ChangesQuery(Given):
    cursor: str = ""
    limit: int = Field(default=200, ge=1, le=500)


class DossierChange(Shape):
    kind: Literal["dossier"] = "dossier"
    id: UUID
    body: DossierOut


class MessageChange(Shape):
    kind: Literal["message"] = "message"
    id: UUID
    body: MessageOut


class MandateChange(Shape):
    kind: Literal["mandate"] = "mandate"
    id: UUID
    body: MandateOut


class ChangesOut(Envelope):
    """A page of the principal's feed; each change is a full current copy."""

    cursor: str
    more: bool
    changes: list[DossierChange | MessageChange | MandateChange]


class ServerOut(Envelope):
    """Who this server is; the first thing a phone asks."""

    name: str
    demo: bool
    public_url: str
    vapid_public_key: str
    envelopes: list[int]
    """Envelope numbers this server accepts."""
