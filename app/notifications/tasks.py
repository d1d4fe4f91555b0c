"""Ringing phones, outside any transaction; each may run twice, the phone shows one message once (Topic, and the id)."""

from __future__ import annotations

from uuid import UUID

from app import jobs, settings
from app.core import clock
from app.db import db, transaction
from app.identity import queries as identity
from app.identity.models import Session
from app.notifications import operations, push


class ServiceBusyError(Exception):
    """The push service may take it later; the job runs again."""


@jobs.task("notifications.push", outside=True)
def ring(message_id: str, subscription_id: str) -> None:
    """Ring one phone for one message; a phone that is gone for good is forgotten."""
    message, subscription = UUID(message_id), UUID(subscription_id)
    with transaction(writes=False):
        ringing = operations.ring(message, subscription)
        signed_in = ringing is not None and _signed_in(ringing.session_id)
    if ringing is None:
        return
    if not signed_in:
        with transaction(writes=True):
            operations.drop(subscription)
        return
    status = push.send(settings(), message, ringing.endpoint, ringing.p256dh, ringing.auth, urgent=ringing.urgent)
    with transaction(writes=True):
        operations.rang(message, subscription, status)
        if status in push.GONE:
            operations.drop(subscription)
    if status in push.RETRY or status >= 500:
        raise ServiceBusyError(f"the push service answered {status}")


def _signed_in(session_id: UUID | None) -> bool:
    """Whether the session that asked to be rung is alive: signing out ends the ringing."""
    session = db.session.get(Session, session_id) if session_id else None
    return session is not None and identity.is_alive(session, clock.now())
