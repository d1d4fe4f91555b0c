"""Shapes of the protocol between phones and server (design/sync.md, sections 3 to 6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Exact, Given, Kept, OfficeKeyOut, Sha256Hex, Shape, Words
from app.dossiers.schemas import DossierOut, ManifestItem
from app.drafts.schemas import DraftOut, GoneOut
from app.mandates.schemas import MandateOut
from app.notifications.schemas import MessageOut


class SignedText(Given):
    """One operation: its exact bytes as text, their SHA-256, and the device's ES256 signature (raw r||s)."""

    text: Exact = Field(max_length=262_144)
    sha256: Sha256Hex
    signature: str | None = Field(default=None, max_length=200)
    acknowledged_in: UUID | None = None
    """The epoch in which this server had it: the phone offers it again after a restore."""


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


class DraftChange(Shape):
    kind: Literal["draft"] = "draft"
    id: UUID
    body: DraftOut


class GoneChange(Shape):
    """What was ended for a reason; phones keep what was written on it since."""

    kind: Literal["gone"] = "gone"
    id: UUID
    body: GoneOut


class ScopeOut(Shape):
    """That a dossier is no longer this principal's to see, and why. What the phone has not sent of it stays."""

    way: Literal["out"] = "out"
    reason: str
    """reassigned, closed, mandate_revoked, role_ended, adopted; later servers may name others."""
    at: datetime | None


class ScopeChange(Shape):
    kind: Literal["scope"] = "scope"
    id: UUID
    """Of the dossier."""
    body: ScopeOut


class ChangesOut(Envelope):
    """A page of the principal's feed; each change is a full current copy."""

    cursor: str
    more: bool
    changes: list[DossierChange | MessageChange | MandateChange | DraftChange | GoneChange | ScopeChange]


class PhoneRules(Shape):
    """What the office asks of the phones that hold its residents' papers."""

    pin_tries: int
    """Wrong PINs in a row until the wrapped key is deleted."""
    grace_days: int
    """So long what was fetched stays readable, and work goes on, without meeting the server."""
    lock_minutes: int
    """Idle minutes until the screen is locked."""
    key_hours: int
    """So long a locked phone goes on sending, until the key itself is forgotten."""


class ServerOut(Envelope):
    """Who this server is; the first thing a phone asks."""

    name: str
    demo: bool
    public_url: str
    vapid_public_key: str
    office_key: OfficeKeyOut
    envelopes: list[int]
    """Envelope numbers this server accepts."""
    phone_rules: PhoneRules


class HeldOut(Shape):
    """What a device last said it held, and when; `here`: in this browser, before its storage was cleared."""

    drafts: int
    unsent: int
    oldest: datetime | None
    installed: bool
    at: datetime
    here: bool


class BeforeOut(Shape):
    """What this browser held before, or what a person's other devices hold, in counts.

    `dossiers` can be given back to a device; `somebody`: a person was signed in here, and signing in brings hers back.
    """

    held: list[HeldOut]
    dossiers: int
    asks_factor: bool
    somebody: bool
    installed: bool
    """The person uses the installed app, which has a storage of its own."""


class RestoreIn(Given):
    """Take back what this browser held; the factor follows one of the dossiers, where there are any."""

    factor: str = Field(default="", max_length=12)


class RestoreOut(Shape):
    dossiers: int
