"""Granting, using and calling back mandates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select, update

from app import feed
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.ids import uuid7
from app.core.text import nfc
from app.db import db, insert_missing
from app.mandates import queries, rules
from app.mandates.models import Mandate, MandateRefusal, MandateUse
from app.mandates.schemas import MandateGrant

By = Literal["helper", "office", "resident"]

ON_REVOKED: list[Callable[[UUID], None]] = []
"""Called with the mandate's id in the transaction in which it is called back; safe to repeat."""


def grant(
    payload: MandateGrant,
    *,
    actor: Actor,
    op_id: UUID,
    known_text: Callable[[str, str], bool],
    clock_offset: timedelta = timedelta(),
) -> Mandate:
    """Keep a consent given to the actor; the same operation again is the same mandate.

    `clock_offset` is what must be added to the phone's moments. Raises Forbidden, Invalid or Conflict.
    """
    helper_id = _helper(actor, payload.unit_id)
    if done := db.session.get(Mandate, payload.mandate_id):
        if done.op_id != op_id or done.helper_id != helper_id:
            raise errors.Conflict("mandate_taken")
        return done
    if not known_text(payload.text_version, payload.text_hash):
        raise errors.Invalid("mandate_unknown_text")
    made = _from_payload(payload, helper_id, op_id, clock_offset)
    fault = rules.grant_fault(
        granted_at=made.granted_at, expires_at=made.expires_at, method=made.method, evidence=made.evidence
    )
    if fault:
        raise errors.Invalid(fault)
    db.session.add(made)
    db.session.flush()
    feed.tell("mandate", made.id, [actor.principal])
    return made


def refuse(*, unit_id: UUID, actor: Actor, at: datetime) -> None:
    """Count that help was declined: the unit, the day, the helper, and nothing about the resident."""
    helper_id = _helper(actor, unit_id)
    row = {"unit_id": unit_id, "day": at.astimezone(clock.VN).date(), "helper_id": helper_id}
    insert_missing(MandateRefusal, **row, count=0)
    same = [getattr(MandateRefusal, name) == value for name, value in row.items()]
    db.session.execute(update(MandateRefusal).where(*same).values(count=MandateRefusal.count + 1))


def use(
    mandate_id: UUID, *, actor: Actor, purpose: str, op_id: UUID, at: datetime, dossier_id: UUID | None = None
) -> MandateUse:
    """Record an act under a mandate, made at a (corrected) moment; the same operation again changes nothing.

    Raises NotFound for another helper's mandate, Conflict where it does not cover the act. An act made in time that
    arrives after the end is taken and marked late.
    """
    mandate = db.session.get(Mandate, mandate_id, with_for_update=True)
    if mandate is None or actor.person_id is None or mandate.helper_id != actor.person_id:
        raise errors.NotFound("mandate_not_found")
    known = (MandateUse.mandate_id == mandate_id, MandateUse.op_id == op_id, MandateUse.act == purpose)
    if done := db.session.scalar(select(MandateUse).where(*known)):
        return done
    actor.need(Permission.HELP, mandate.unit_id)
    now = clock.now()
    made_at = min(at, now)
    period = rules.Period(mandate.granted_at, mandate.expires_at, mandate.revoked_at)
    if code := rules.why_not(period, mandate.purposes, purpose, made_at):
        raise errors.Conflict(code)
    made = MandateUse(
        id=uuid7(),
        mandate_id=mandate_id,
        dossier_id=dossier_id,
        op_id=op_id,
        act=purpose,
        at=made_at,
        received_at=now,
        late=now >= mandate.expires_at,
    )
    db.session.add(made)
    db.session.flush()
    feed.tell("mandate", mandate_id, [f"person:{mandate.helper_id}"])
    return made


def revoke(mandate: Mandate, *, by: By, principal: str, also_tell: Iterable[str] = ()) -> Mandate:
    """Call a mandate back from now on; again changes nothing. Those named and the helper hear of it.

    The caller has made sure that the actor is the helper, the office, or somebody who proved to be the resident.
    """
    if mandate.revoked_at is None:
        mandate.revoked_at, mandate.revoked_by, mandate.revoked_principal = clock.now(), by, principal
        db.session.flush()
        feed.tell("mandate", mandate.id, {f"person:{mandate.helper_id}", *also_tell})
        for hook in ON_REVOKED:
            hook(mandate.id)
    return mandate


def revoke_as(mandate_id: UUID, actor: Actor) -> Mandate:
    """Call a mandate back as the helper who has it or as the office of its unit; raises NotFound for anybody else."""
    mandate = queries.seen_by(mandate_id, actor)
    by: By = "helper" if mandate.helper_id == actor.person_id else "office"
    return revoke(mandate, by=by, principal=actor.principal)


def _helper(actor: Actor, unit_id: UUID) -> UUID:
    actor.need(Permission.HELP, unit_id)
    assert actor.person_id is not None
    return actor.person_id


def _from_payload(payload: MandateGrant, helper_id: UUID, op_id: UUID, offset: timedelta) -> Mandate:
    now = clock.now()
    try:
        granted_at, expires_at = rules.on_our_clock(payload.granted_at, payload.expires_at, offset, now)
    except OverflowError as error:
        raise errors.Invalid("mandate_bad_period") from error
    return Mandate(
        id=payload.mandate_id,
        op_id=op_id,
        helper_id=helper_id,
        unit_id=payload.unit_id,
        resident_name=nfc(payload.resident_name),
        resident_id_last4=nfc(payload.resident_id_last4 or "") or None,
        resident_phone=nfc(payload.resident_phone or "") or None,
        text_version=payload.text_version,
        text_hash=payload.text_hash,
        purposes=rules.cleaned(payload.purposes),
        method=payload.method,
        evidence=rules.cleaned(payload.evidence),
        more=rules.cleaned(payload.model_extra or {}),
        granted_at=granted_at,
        expires_at=expires_at,
        received_at=now,
        clock_offset_ms=offset // timedelta(milliseconds=1),
    )
