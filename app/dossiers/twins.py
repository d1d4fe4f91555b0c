"""Dossiers that may be the same request sent twice: found, shown, and kept apart or merged with a reason."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from app.core import errors
from app.core.access import Actor, Permission
from app.core.text import fold
from app.db import db
from app.dossiers import log, operations, supplements, telling
from app.dossiers.flags import MERGED, SUSPECTED
from app.dossiers.models import Dossier
from app.payments import operations as payments
from app.payments import queries as charges
from app.workbench import operations as workbench
from app.workbench import queries as kept
from app.workflow.rules import MIN_REASON
from app.workflow.table import State

_AT_MOST = 10
_MAY_END = frozenset({State.SUBMITTED, State.RECEIVED, State.APPRAISING})
"""Where a dossier may still end because it goes on as another: nobody has proposed anything about it."""


def alike(dossier: Dossier, actor: Actor) -> list[UUID]:
    """Other open dossiers of the same person for the same procedure and subject that nobody found to be another."""
    if dossier.closed_at is not None:
        return []
    owner = dossier.parties.get("owner") or {}
    same = [Dossier.title == dossier.title]
    if dossier.owner_id_number:
        same.append(Dossier.owner_id_number == dossier.owner_id_number)
    elif owner.get("name"):
        same.append(Dossier.search_text == dossier.search_text)
    found = select(Dossier).where(
        Dossier.id != dossier.id,
        Dossier.procedure_code == dossier.procedure_code,
        Dossier.unit_id.in_(actor.units(Permission.DOSSIERS_READ)),
        Dossier.closed_at.is_(None),
        or_(*same),
    )
    apart = kept.apart_from(dossier.id)
    ordered = db.session.scalars(found.order_by(Dossier.submitted_at, Dossier.id))
    return [each.id for each in ordered if each.id not in apart and _may_be_same(dossier, each)][:_AT_MOST]


def _may_be_same(one: Dossier, other: Dossier) -> bool:
    """Not where both name whom it is for, and name somebody else; nor where two owners each have a number of theirs."""
    ours, theirs = _subjects(one), _subjects(other)
    if ours and theirs:
        return bool(ours & theirs)
    numbers = {one.owner_id_number, other.owner_id_number} - {None}
    return len(numbers) < 2


def _subjects(dossier: Dossier) -> set[str]:
    return {fold(str(each.get("name"))) for each in dossier.parties.get("subjects", []) if each.get("name")}


def goes_on(one: Dossier, other: Dossier) -> tuple[Dossier | None, str | None]:
    """Which of two goes on when they are merged, or why they cannot be.

    Money that came stays where it was booked, a number that was given stays in force, and no due day moves later: so
    the one with money goes on, else the one received, else the one due or sent first.
    """
    if one.unit_id != other.unit_id:
        return None, "merge_other_unit"
    if one.procedure_code != other.procedure_code:
        return None, "merge_other_procedure"
    if one.closed_at is not None or other.closed_at is not None:
        return None, "dossier_closed"
    money = {each.id: paid(each) for each in (one, other)}
    if money[one.id] and money[other.id]:
        return None, "merge_both_paid"
    first, second = sorted((one, other), key=lambda each: (money[each.id] == 0, *_pressing(each)))
    if State(second.state) not in _MAY_END:
        return None, "merge_too_late"
    if money[first.id] and _pressing(second) < _pressing(first):
        return None, "merge_paid_later_due"
    return first, None


def _pressing(dossier: Dossier) -> tuple[bool, bool, datetime, datetime]:
    """A dossier's place among those that could go on: handled already, received, due first, sent first."""
    handled = State(dossier.state) not in _MAY_END
    return not handled, dossier.received_at is None, dossier.due_at or dossier.submitted_at, dossier.submitted_at


def paid(dossier: Dossier) -> int:
    """What has been paid on a dossier."""
    return sum(each.paid for each in charges.charges_of(dossier.id))


def decide(
    one_id: UUID,
    other_id: UUID,
    *,
    op_id: UUID,
    decision: str,
    seen: tuple[int, int],
    reason: str,
    actor: Actor,
) -> Dossier:
    """Keep two apart for good, or let one go on as the other; gives the one that goes on, or the first.

    The same op_id again changes nothing. Raises Invalid without a reason, Conflict where they cannot be merged.
    """
    asked = {"kind": "desk.twins", "one": str(one_id), "other": str(other_id), "decision": decision, "reason": reason}
    text = json.dumps({**asked, "seen": list(seen)}, ensure_ascii=False, sort_keys=True)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if done := log.already(op_id, sha256):
        if done.principal != actor.principal:
            raise errors.Conflict("op_reused")
        return db.session.get_one(Dossier, UUID(str(done.result["dossier_id"])))
    # always in the same order, so that two who decide at once do not wait for each other
    locked = {each: operations.for_desk(each, actor, locked=True, shown=False) for each in sorted((one_id, other_id))}
    one, other = locked[one_id], locked[other_id]
    if one is other:
        raise errors.Invalid("merge_itself", errors=[{"path": "other_id", "code": "merge_itself", "params": {}}])
    for each, version in zip((one, other), seen, strict=True):
        actor.need(Permission.DOSSIERS_MERGE, each.unit_id)
        operations.must_be_seen(each, version)
    if len(reason.strip()) < MIN_REASON:
        raise errors.Invalid("reason_needed", errors=[{"path": "reason", "code": "reason_needed", "params": {}}])
    does = _merge if decision == "merge" else _keep_apart
    stays = does(one, other, op_id, reason, actor)
    result = {"dossier_id": str(stays.id), "decision": decision}
    log.remember(op_id, sha256, actor.principal, "desk.twins", stays.id, text, result)
    db.session.flush()
    return stays


def _keep_apart(one: Dossier, other: Dossier, op_id: UUID, reason: str, actor: Actor) -> Dossier:
    workbench.keep_apart(one.id, other.id, reason, actor)
    for each, twin in ((one, other), (other, one)):
        _event(each, "kept_apart", op_id, {"other": str(twin.id), "other_code": code_of(twin)}, reason, actor)
        _look_again(each, actor)
    return one


def _merge(one: Dossier, other: Dossier, op_id: UUID, reason: str, actor: Actor) -> Dossier:
    stays, why = goes_on(one, other)
    if stays is None:
        raise errors.Conflict(why or "merge_too_late")
    ends = other if stays is one else one
    data: dict[str, Any] = {"into": str(stays.id), "into_code": code_of(stays)}
    role = operations.role_for(actor, ends, Permission.DOSSIERS_MERGE)
    log.append(
        ends,
        move="merge",
        to_state=State.WITHDRAWN.value,
        actor=actor,
        op_id=op_id,
        reason=f"{reason.rstrip(' .')}. Giải quyết tiếp ở hồ sơ {code_of(stays)}.",
        data=data,
        role=role,
    )
    supplements.end(ends, "ended")
    payments.void(ends.id, "merged")
    ends.holder_id, ends.holder_name = None, None
    ends.flags = [*(flag for flag in ends.flags if flag != SUSPECTED), MERGED]
    _event(stays, "merged_in", op_id, {"from": str(ends.id), "from_code": code_of(ends)}, reason, actor)
    db.session.flush()
    _look_again(stays, actor)
    telling.tell(ends, actor, "merge", reason=code_of(stays))
    return stays


def code_of(dossier: Dossier) -> str:
    """What a dossier is called to people: its number, before reception the code on the slip."""
    return dossier.official_number or dossier.local_code


def _event(dossier: Dossier, move: str, op_id: UUID, data: dict[str, Any], reason: str, actor: Actor) -> None:
    role = operations.role_for(actor, dossier, Permission.DOSSIERS_MERGE)
    state = dossier.state
    log.append(dossier, move=move, to_state=state, actor=actor, op_id=op_id, reason=reason, data=data, role=role)


def _look_again(dossier: Dossier, actor: Actor) -> None:
    """The suspicion ends with the last of those that look alike."""
    if SUSPECTED in dossier.flags and not alike(dossier, actor):
        dossier.flags = [flag for flag in dossier.flags if flag != SUSPECTED]
