"""Whose act an operation is: what a device signed while a person used it is hers, whoever carries it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Standing = Literal["retry", "rejected", "quarantined"]


@dataclass(frozen=True)
class Behind:
    """What the server knows of who stands behind an operation."""

    device_known: bool
    signed: bool
    """The device's key signed exactly these bytes."""
    used: bool
    """The author is the device itself, or a person who has signed in on it."""
    own_session: bool = False
    """The author's own living session brings it."""
    device_lost: bool = False
    closed: bool = False
    """The author's account is closed."""
    closed_at: datetime | None = None
    last_contact: datetime | None = None
    """When the author was last heard of on that device."""


def objection(behind: Behind, *, made_at: datetime, now: datetime, grace: timedelta) -> tuple[Standing, str] | None:
    """What stands against taking an operation as its author's act, and its code; nothing where all is well.

    Without proof it is never kept, not even as a refusal: nobody may use up another's id. With proof it is never
    lost: where the author may not act any more, an officer looks at it.
    """
    if not behind.device_known:
        return "retry", "device_unknown"
    if not behind.signed:
        return "rejected", "bad_signature"
    if not behind.used and not behind.own_session:
        return "retry", "not_your_operation"
    if behind.device_lost:
        return "quarantined", "device_lost"
    if behind.closed:
        before = behind.closed_at is None or made_at <= behind.closed_at
        return ("quarantined" if before else "rejected"), "author_closed"
    if behind.own_session:
        return None
    if behind.last_contact is None or now - behind.last_contact > grace:
        return "quarantined", "authorship_old"
    return None
