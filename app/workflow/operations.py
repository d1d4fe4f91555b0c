"""Recording what a unit decided about its own handling."""

from __future__ import annotations

from uuid import UUID

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.ids import uuid7
from app.core.text import nfc_lines
from app.db import db
from app.workflow.automatic import CONDITIONS
from app.workflow.models import ReceptionRule, UnitRelaxation
from app.workflow.schemas import ReceptionRuleIn, RelaxationIn


def relax(actor: Actor, given: RelaxationIn) -> UnitRelaxation:
    """Record a chairperson's decision that one person may do two steps of the same dossier. Raises Invalid."""
    if given.valid_to is not None and given.valid_to <= given.valid_from:
        raise errors.Invalid("relaxation_ends_first", errors=[{"path": "valid_to", "code": "invalid", "params": {}}])
    if given.decided_on > given.valid_from or given.decided_on > clock.today():
        fault = {"path": "decided_on", "code": "invalid", "params": {}}
        raise errors.Invalid("relaxation_decided_late", errors=[fault])
    row = UnitRelaxation(
        id=uuid7(),
        unit_id=given.unit_id,
        decision=given.decision,
        decided_on=given.decided_on,
        signer=given.signer,
        pair=given.pair,
        text=nfc_lines(given.text),
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def end(actor: Actor, relaxation_id: UUID) -> UnitRelaxation:
    """End a decision from today on: what was done under it stays. Raises NotFound; ending it again changes nothing."""
    row = db.session.get(UnitRelaxation, relaxation_id, with_for_update=True)
    if row is None or not actor.may(Permission.UNITS_MANAGE, row.unit_id):
        raise errors.NotFound("relaxation")
    today = clock.today()
    if row.valid_to is None or row.valid_to > today:
        # one that had not begun never holds
        row.valid_to = max(today, row.valid_from)
        row.ended_by, row.ended_at = actor.name, clock.now()
    db.session.flush()
    return row


def receive_by_itself(actor: Actor, rule: ReceptionRuleIn) -> ReceptionRule:
    """Record a unit's decision to receive by itself, from a day on. Raises Invalid for days that run backwards."""
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        raise errors.Invalid("reception_rule_ends_first", errors=[_fault("valid_to")])
    if rule.valid_from < clock.today():
        raise errors.Invalid("reception_rule_in_the_past", errors=[_fault("valid_from")])
    row = ReceptionRule(
        id=uuid7(),
        unit_id=rule.unit_id,
        procedure_code=rule.procedure_code,
        decision=rule.decision,
        conditions=[each for each in CONDITIONS if each in rule.conditions],
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        recorded_by=actor.name,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def end_reception_rule(actor: Actor, rule_id: UUID) -> ReceptionRule:
    """End a rule of one of the actor's units now; one that has ended stays as it is. Raises NotFound."""
    row = db.session.get(ReceptionRule, rule_id, with_for_update=True, populate_existing=True)
    if row is None or not actor.may(Permission.UNITS_MANAGE, row.unit_id):
        raise errors.NotFound("reception_rule_not_found")
    if row.ended_at is None:
        row.ended_at, row.ended_by = clock.now(), actor.name
        db.session.flush()
    return row


def _fault(path: str) -> dict[str, object]:
    return {"path": path, "code": "invalid", "params": {}}
