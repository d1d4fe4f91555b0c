"""Telling people: messages, the phones to ring, and the tasks for those whom nothing reaches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, select

from app import feed, jobs
from app.core import clock, errors
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db
from app.identity import operations as identity
from app.notifications import queries, rules, said
from app.notifications.models import CallTask, Message, PushAttempt, PushSubscription
from app.notifications.rules import About

BROWSERS = 10
"""So many browsers ring for one principal; the oldest makes room."""
URGENT = rules.CALLS | {"receive", "receive_automatic"}


@dataclass(frozen=True)
class Ring:
    """All that is needed to ring one phone for one message."""

    message_id: UUID
    subscription_id: UUID
    session_id: UUID | None
    endpoint: str
    p256dh: str
    auth: str
    urgent: bool


def adopt(old: str, new: str, but: Collection[UUID]) -> None:
    """What was told to a phone's own principal is for whoever took it over, read or not."""
    of_others = Message.dossier_id.is_not(None) & Message.dossier_id.in_(but)
    rows = select(Message).where(Message.principal == old, ~of_others)
    for message in db.session.scalars(rows.with_for_update()):
        message.principal = new
        feed.tell("message", message.id, [new])


identity.ON_ADOPT.append(adopt)


def tell(about: About, kind: str, owners: Collection[str], helpers: Collection[str] = ()) -> UUID:
    """Tell these principals; returns the notice's id.

    Whoever has a phone that rings is rung by a job. Where the owners must learn of it, a task to call them stands
    ready: open at once where no phone of theirs rings, else if none of them was reached in the set time.
    """
    notice, moment = uuid7(), clock.now()
    title, body = rules.words(kind, about)
    told = sorted({*owners, *helpers})
    for principal in told:
        message = Message(
            id=uuid7(),
            notice_id=notice,
            principal=principal,
            dossier_id=about.dossier_id,
            kind=kind,
            title=title,
            body=body,
            facts=rules.facts(about),
            urgent=kind in URGENT,
            at=moment,
        )
        db.session.add(message)
        db.session.flush()
        feed.tell("message", message.id, [principal])
        for subscription in queries.subscriptions_of([principal]):
            jobs.later("notifications.push", message_id=message.id, subscription_id=subscription.id)
    if kind in rules.CALLS:
        _stand_by(notice, about, kind, owners, rung=bool(queries.subscriptions_of(set(owners))))
    db.session.flush()
    return notice


def subscribe(actor: Actor, *, endpoint: str, p256dh: str, auth: str, language: str) -> PushSubscription:
    """Ring this browser for whoever is signed in on it now; the same browser again only renews."""
    moment = clock.now()
    known = queries.subscription_at(endpoint)
    if known is None:
        known = PushSubscription(id=uuid7(), endpoint=endpoint, created_at=moment)
        db.session.add(known)
    known.principal, known.device_id, known.session_id = actor.principal, actor.device_id, actor.session_id
    known.p256dh, known.auth, known.language, known.seen_at = p256dh, auth, language, moment
    db.session.flush()
    for old in queries.subscriptions_of([actor.principal])[:-BROWSERS]:
        db.session.delete(old)
    db.session.flush()
    return known


def unsubscribe(actor: Actor, endpoint: str) -> None:
    """Stop ringing a browser; nothing happens where it does not ring for this actor."""
    known = queries.subscription_at(endpoint)
    if known is not None and known.principal == actor.principal:
        db.session.delete(known)
        db.session.flush()


def arrived(message_ids: Sequence[UUID], *, opened: bool) -> None:
    """A phone says that these messages came, or were opened; unknown ids change nothing."""
    moment = clock.now()
    for message_id in message_ids:
        message = db.session.get(Message, message_id)
        if message is None:
            continue
        if opened:
            message.opened_at = message.opened_at or moment
        _reached(message)


def read(message_id: UUID, principal: str) -> Message:
    """The principal read a message in the app; raises NotFound."""
    message = queries.message(message_id, principal)
    if message.read_at is None:
        message.read_at = clock.now()
        feed.tell("message", message.id, [principal])
    _reached(message)
    return message


def finish_call(
    actor: Actor, call_id: UUID, outcome: Literal["reached", "visited", "no_answer", "wrong_number"], note: str
) -> CallTask:
    """Write down what came of a call; one that reached nobody stays open. Raises Conflict where it was done."""
    task = queries.call(call_id, actor)
    if task.done_at is not None:
        if (task.outcome, task.done_by) == (outcome, actor.name):
            return task
        raise errors.Conflict("call_done", extra={"by": task.done_by, "outcome": task.outcome})
    task.outcome, task.note, task.tried_at = outcome, note or None, clock.now()
    if outcome in {"reached", "visited"}:
        task.done_at, task.done_by = task.tried_at, actor.name
    db.session.flush()
    return task


def ring(message_id: UUID, subscription_id: UUID) -> Ring | None:
    """What a job needs to ring; nothing where the phone no longer rings for that principal or the message arrived."""
    message, known = db.session.get(Message, message_id), db.session.get(PushSubscription, subscription_id)
    if message is None or known is None or known.principal != message.principal or message.reached_at is not None:
        return None
    return Ring(message.id, known.id, known.session_id, known.endpoint, known.p256dh, known.auth, message.urgent)


def rang(message_id: UUID, subscription_id: UUID, status: int) -> None:
    """Note what the push service answered."""
    attempt = db.session.get(PushAttempt, (message_id, subscription_id))
    if attempt is None:
        attempt = PushAttempt(message_id=message_id, subscription_id=subscription_id, tries=0)
        db.session.add(attempt)
    attempt.tries += 1
    attempt.status, attempt.tried_at = status, clock.now()
    if 200 <= status < 300:
        attempt.sent_at = attempt.sent_at or attempt.tried_at
    db.session.flush()


def drop(subscription_id: UUID) -> None:
    """Forget a phone that no longer rings; calls that waited for it open now where it was the owners' last."""
    gone = db.session.get(PushSubscription, subscription_id)
    if gone is None:
        return
    principal = gone.principal
    db.session.execute(delete(PushSubscription).where(PushSubscription.id == subscription_id))
    for task in queries.sleeping_calls(principal):
        if not queries.subscriptions_of(task.owners):
            task.opens_at, task.why = clock.now(), said.WHY_CALL["push_ended"]
    db.session.flush()


def _reached(message: Message) -> None:
    if message.reached_at is not None:
        return
    message.reached_at = clock.now()
    task = queries.call_of(message.notice_id)
    if task is not None and task.done_at is None and message.principal in task.owners:
        task.done_at, task.outcome, task.done_by = message.reached_at, "in_app", ""
    db.session.flush()


def _stand_by(notice: UUID, about: About, kind: str, owners: Collection[str], *, rung: bool) -> None:
    moment = clock.now()
    db.session.add(
        CallTask(
            id=uuid7(),
            notice_id=notice,
            dossier_id=about.dossier_id,
            unit_id=about.unit_id,
            helper_unit_id=about.helper_unit_id,
            owners=sorted(owners),
            official_number=about.official_number,
            local_code=about.local_code,
            name=about.owner_name,
            phone=about.owner_phone,
            address=about.owner_address,
            helper_name=about.helper_name,
            why=said.WHY_CALL["not_reached" if rung else "no_channel"],
            say=rules.call_words(kind, about),
            created_at=moment,
            opens_at=moment + rules.REACH_WITHIN if rung else moment,
        )
    )
