"""Ringing phones: the key, subscriptions, and the worker's word that a message came."""

from __future__ import annotations

from app import settings
from app.core.access import Permission
from app.identity import audit
from app.notifications import operations, push, queries
from app.notifications.schemas import (
    CallDoneIn,
    CallOut,
    CallPath,
    CallsOut,
    DeliveredIn,
    PushKeyOut,
    SubscriptionEnd,
    SubscriptionIn,
    SubscriptionOut,
)
from app.web.api import Api
from app.web.session import actor

api = Api("notifications")


@api.get("/push/key", allow=Permission.PUBLIC, answers=PushKeyOut)
def push_key() -> PushKeyOut:
    """The key to subscribe with."""
    return PushKeyOut(key=push.public_key(settings()))


@api.post("/push/subscriptions", allow=Permission.PRINCIPAL, writes=True, answers=SubscriptionOut)
def subscribe(body: SubscriptionIn) -> SubscriptionOut:
    """Ring this browser for whoever is signed in on it; asked again at each start."""
    push.check_endpoint(settings(), body.endpoint)
    push.check_keys(body.p256dh, body.auth)
    kept = operations.subscribe(
        actor(), endpoint=body.endpoint, p256dh=body.p256dh, auth=body.auth, language=body.language
    )
    return SubscriptionOut(subscription_id=kept.id)


@api.delete("/push/subscriptions", allow=Permission.PRINCIPAL, writes=True)
def unsubscribe(query: SubscriptionEnd) -> None:
    """Stop ringing this browser."""
    operations.unsubscribe(actor(), query.endpoint)


@api.post("/push/deliveries", allow=Permission.PUBLIC, writes=True)
def delivered(body: DeliveredIn) -> None:
    """The worker says what came or was opened. Open to all: the id, sealed for one browser, is the proof."""
    operations.arrived(body.message_ids, opened=body.opened)


@api.get("/desk/calls", allow=Permission.CALLS, answers=CallsOut)
def calls() -> CallsOut:
    """Whom to call or visit, the longest waiting first."""
    waiting = queries.calls_for(actor())
    for each in waiting:
        audit.look(actor(), "dossier", each.dossier_id, "call")
    return CallsOut(calls=waiting)


@api.post("/desk/calls/<uuid:call_id>/done", allow=Permission.CALLS, writes=True, answers=CallOut, problems=(404, 409))
def call_done(path: CallPath, body: CallDoneIn) -> CallOut:
    """Write down what came of a call."""
    return queries.call_out(operations.finish_call(actor(), path.call_id, body.outcome, body.note))
