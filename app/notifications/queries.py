"""Messages, subscriptions and call tasks as they stand."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.shapes import Words
from app.db import db
from app.notifications.models import CallTask, Message, PushSubscription
from app.notifications.schemas import CallOut, MessageOut

_MANY = 200


def message(message_id: UUID, principal: str) -> Message:
    """A principal's own message; raises NotFound."""
    found = db.session.get(Message, message_id)
    if found is None or found.principal != principal:
        raise errors.NotFound("not_found")
    return found


def message_out(message_id: UUID, principal: str) -> MessageOut | None:
    """A message for its principal's feed; nothing where it is absent or another's."""
    found = db.session.get(Message, message_id)
    return out(found) if found is not None and found.principal == principal else None


def messages_out(message_ids: Collection[UUID], principal: str) -> list[MessageOut]:
    """The same for many messages at once."""
    rows = select(Message).where(Message.id.in_(message_ids), Message.principal == principal)
    return [out(each) for each in db.session.scalars(rows)]


def out(message: Message) -> MessageOut:
    """A message as the app's inbox shows it."""
    return MessageOut(
        message_id=message.id,
        dossier_id=message.dossier_id,
        kind=message.kind,
        title=Words.model_validate(message.title),
        body=Words.model_validate(message.body),
        facts=message.facts,
        at=message.at,
        read_at=message.read_at,
        urgent=message.urgent,
    )


def subscriptions_of(principals: Collection[str]) -> list[PushSubscription]:
    """The browsers that ring for these principals, the oldest first."""
    rows = select(PushSubscription).where(PushSubscription.principal.in_(principals))
    return list(db.session.scalars(rows.order_by(PushSubscription.created_at, PushSubscription.id)))


def subscription_at(endpoint: str) -> PushSubscription | None:
    """The subscription of an endpoint, whosever it is."""
    return db.session.scalars(select(PushSubscription).where(PushSubscription.endpoint == endpoint)).one_or_none()


def call_of(notice_id: UUID) -> CallTask | None:
    """The call task of a notice, where there is one."""
    return db.session.scalars(select(CallTask).where(CallTask.notice_id == notice_id)).one_or_none()


def sleeping_calls(principal: str) -> list[CallTask]:
    """The tasks that wait for a phone of this principal to be reached."""
    rows = (
        select(CallTask)
        .join(Message, Message.notice_id == CallTask.notice_id)
        .where(Message.principal == principal, CallTask.done_at.is_(None), CallTask.opens_at > clock.now())
        .order_by(CallTask.id)
    )
    return [each for each in db.session.scalars(rows) if principal in each.owners]


def call(call_id: UUID, actor: Actor) -> CallTask:
    """A call task within the actor's reach; raises NotFound."""
    office, village = _reach(actor)
    found = db.session.get(CallTask, call_id)
    if found is None or not (found.unit_id in office or found.helper_unit_id in village):
        raise errors.NotFound("not_found")
    return found


def _reach(actor: Actor) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The units whose every call the actor may make, and those where only people who were helped are theirs to call."""
    calls = actor.units(Permission.CALLS)
    return calls & actor.units(Permission.DESK), calls


def calls_for(actor: Actor) -> list[CallOut]:
    """The open call tasks within the actor's reach, oldest first."""
    office, village = _reach(actor)
    rows = (
        select(CallTask)
        .where(CallTask.done_at.is_(None), CallTask.opens_at <= clock.now())
        .where(or_(CallTask.unit_id.in_(office), CallTask.helper_unit_id.in_(village)))
        .order_by(CallTask.opens_at, CallTask.id)
        .limit(_MANY)
    )
    return [call_out(each) for each in db.session.scalars(rows)]


def call_out(task: CallTask) -> CallOut:
    """A call task as a person reads it."""
    return CallOut(
        call_id=task.id,
        dossier_id=task.dossier_id,
        official_number=task.official_number,
        local_code=task.local_code,
        name=task.name,
        phone=task.phone,
        address=task.address,
        why=Words.model_validate(task.why),
        say=Words.model_validate(task.say),
        created_at=task.opens_at,
        helper_name=task.helper_name,
        done_at=task.done_at,
        outcome=task.outcome,
    )
