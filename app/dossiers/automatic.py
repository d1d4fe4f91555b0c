"""Reception by the system itself, under a unit's dated rule: once, or left to an official with the reasons."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from app.catalogue import queries as catalogue
from app.catalogue.rules import fees
from app.core import clock, errors, ids
from app.core.access import SYSTEM
from app.db import db
from app.dossiers import facts, log, passing
from app.dossiers.models import Dossier, DossierEvent
from app.units import queries as units
from app.workflow import queries as workflow
from app.workflow import rules
from app.workflow.automatic import WHY, Case, why_by_hand
from app.workflow.models import ReceptionRule
from app.workflow.table import Party, State

BY_HAND = "by_hand"
"""The event that leaves a dossier to an official; it is not looked at again."""
AT_ONCE = 200
_ITSELF = rules.Doer(frozenset({Party.SYSTEM}))


def waiting() -> list[UUID]:
    """Whole dossiers that a rule of today is for, and that were neither received nor left to an official."""
    mine = [_is_for(rule) for rule in workflow.reception_rules_in_force(clock.today())]
    looked = exists().where(DossierEvent.dossier_id == Dossier.id, DossierEvent.move == BY_HAND)
    wanted = select(Dossier.id).where(
        Dossier.state == State.SUBMITTED.value, Dossier.complete_at.is_not(None), or_(false(), *mine), ~looked
    )
    return list(db.session.scalars(wanted.order_by(Dossier.complete_at, Dossier.id).limit(AT_ONCE))) if mine else []


def receive(dossier_id: UUID) -> bool:
    """Receive a dossier by its unit's rule of today, or note why an official must; whether it was received."""
    dossier = db.session.get(Dossier, dossier_id, with_for_update=True, populate_existing=True)
    if dossier is None or dossier.state != State.SUBMITTED or dossier.complete_at is None or _was_left(dossier_id):
        return False
    rule = workflow.reception_rule(dossier.unit_id, dossier.procedure_code, clock.today())
    if rule is None:
        return False
    if codes := why_by_hand(case_of(dossier), rule.conditions):
        _leave(dossier, codes)
        return False
    return _receive(dossier, rule)


def case_of(dossier: Dossier, on: date | None = None) -> Case:
    """What a rule asks about a dossier."""
    day = on or clock.today()
    body = facts.procedure(dossier)
    known = facts.facts_of(dossier, body)
    amounts = [line.amount for line in fees.lines(body, dossier.answers, dossier.channel, day, [])]
    first = select(DossierEvent.person_id).where(DossierEvent.dossier_id == dossier.id, DossierEvent.version == 1)
    return Case(
        online=dossier.channel == "online",
        files_missing=known.files_missing,
        owed_now=len(known.owed_now),
        owed_later=len(known.owed_later),
        fee=None if None in amounts else sum(each for each in amounts if each is not None),
        signed_in=db.session.scalar(first) is not None,
        mandate=dossier.mandate_id is not None,
        asked_before=known.supplements > 0 or known.supplement_open or known.supplement_waits,
        numbered=bool(units.get(dossier.unit_id).e_identifier),
        in_force=_in_force(dossier.procedure_code, day),
        flags=tuple(dossier.flags),
    )


def _receive(dossier: Dossier, rule: ReceptionRule) -> bool:
    decision = rules.decide(
        "receive",
        facts.facts_of(dossier),
        _ITSELF,
        clock.now(),
        f"Tự động tiếp nhận theo {rule.decision}",
        {"rule_id": str(rule.id)},
    )
    passing.record(decision, dossier, SYSTEM, op_id=ids.uuid7(), role="system", data=decision.data)
    return True


def _leave(dossier: Dossier, codes: list[str]) -> None:
    """Switched off for this dossier: the office reads why in its history."""
    said = "; ".join(WHY[code] for code in codes)
    log.append(
        dossier,
        move=BY_HAND,
        to_state=dossier.state,
        actor=SYSTEM,
        op_id=ids.uuid7(),
        reason=said,
        data={"codes": codes},
        role="system",
    )


def _was_left(dossier_id: UUID) -> bool:
    left = select(DossierEvent.version).where(DossierEvent.dossier_id == dossier_id, DossierEvent.move == BY_HAND)
    return db.session.scalars(left.limit(1)).first() is not None


def _is_for(rule: ReceptionRule) -> ColumnElement[bool]:
    there = Dossier.unit_id == rule.unit_id
    return there if rule.procedure_code is None else and_(there, Dossier.procedure_code == rule.procedure_code)


def _in_force(code: str, day: date) -> bool:
    try:
        catalogue.current_version(code, day)
    except errors.NotFound:
        return False
    return True
