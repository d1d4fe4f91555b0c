"""Shapes of messages, push subscriptions and the tasks "whom to call"."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.shapes import Clean, Given, Shape, Words


class MessageOut(Shape):
    """A message in the inbox of the app. The push carries only its id."""

    message_id: UUID
    dossier_id: UUID | None
    kind: str
    title: Words
    body: Words
    facts: dict[str, Any]
    """What Decree 224/2026 art. 15(1)(g) asks for: agency, handler, times of receipt, handling, return."""
    at: datetime
    read_at: datetime | None
    urgent: bool


class SubscriptionIn(Given):
    """A browser's push subscription (RFC 8030, RFC 8291)."""

    endpoint: Clean = Field(max_length=1000)
    p256dh: str = Field(max_length=200)
    auth: str = Field(max_length=100)
    language: Literal["vi", "en"] = "vi"


class SubscriptionOut(Shape):
    subscription_id: UUID


class SubscriptionEnd(Given):
    endpoint: Clean = Field(max_length=1000)


class PushKeyOut(Shape):
    """The server's public key for push (RFC 8292), as `applicationServerKey` takes it."""

    key: str


class DeliveredIn(Given):
    """The service worker's word that a push arrived; the opaque id is all it knows."""

    message_ids: list[UUID] = Field(max_length=50)
    opened: bool = False


class CallOut(Shape):
    """Somebody whom no channel reached: whom to call, and what to say."""

    call_id: UUID
    dossier_id: UUID
    official_number: str | None
    local_code: str
    name: str
    phone: str | None
    address: str | None
    why: Words
    say: Words
    created_at: datetime
    helper_name: str | None
    done_at: datetime | None
    outcome: str | None


class CallsOut(Shape):
    calls: list[CallOut]


class CallPath(Given):
    call_id: UUID


class CallDoneIn(Given):
    outcome: Literal["reached", "visited", "no_answer", "wrong_number"]
    note: Clean = Field(default="", max_length=400)
