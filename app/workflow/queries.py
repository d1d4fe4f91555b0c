"""What units decided about their handling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from app.core import clock
from app.core.access import Actor, Permission
from app.db import db
from app.units import queries as units
from app.workflow.models import ReceptionRule, UnitRelaxation
from app.workflow.rules import Pair
from app.workflow.schemas import ReceptionRuleOut, RelaxationOut


def relaxed(unit_id: UUID, on: date) -> Mapping[Pair, UnitRelaxation]:
    """The pairs of steps that one person may do at a unit on a day, each with the newest decision that says so."""
    wanted = select(UnitRelaxation).where(
        UnitRelaxation.unit_id == unit_id,
        UnitRelaxation.valid_from <= on,
        or_(UnitRelaxation.valid_to.is_(None), UnitRelaxation.valid_to > on),
    )
    found: dict[Pair, UnitRelaxation] = {}
    for row in db.session.scalars(wanted.order_by(UnitRelaxation.valid_from, UnitRelaxation.id)):
        found.update({pair: row for pair in Pair if row.pair in {"both", pair.value}})
    return found


def relaxations(actor: Actor) -> list[RelaxationOut]:
    """The decisions on record at the actor's units, the newest first."""
    rows = select(UnitRelaxation).where(UnitRelaxation.unit_id.in_(actor.units(Permission.UNITS_MANAGE)))
    newest = rows.order_by(UnitRelaxation.valid_from.desc(), UnitRelaxation.id.desc())
    return [relaxation_out(each) for each in db.session.scalars(newest)]


def relaxation_out(row: UnitRelaxation) -> RelaxationOut:
    """A decision as it is shown."""
    today = clock.today()
    return RelaxationOut(
        relaxation_id=row.id,
        unit_id=row.unit_id,
        unit_name=units.get(row.unit_id).name,
        decision=row.decision,
        decided_on=row.decided_on,
        signer=row.signer,
        pair=row.pair,  # type: ignore[arg-type]  # a name the table checks
        text=row.text,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        in_force=row.valid_from <= today and (row.valid_to is None or row.valid_to > today),
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        ended_by=row.ended_by,
    )


def reception_rules_in_force(on: date) -> list[ReceptionRule]:
    """Every rule by which a unit receives by itself on a day; one for a procedure comes before one for all."""
    wanted = select(ReceptionRule).where(
        ReceptionRule.ended_at.is_(None),
        ReceptionRule.valid_from <= on,
        or_(ReceptionRule.valid_to.is_(None), ReceptionRule.valid_to >= on),
    )
    return list(db.session.scalars(wanted.order_by(ReceptionRule.procedure_code.is_(None), ReceptionRule.id)))


def reception_rule(unit_id: UUID, procedure_code: str, on: date) -> ReceptionRule | None:
    """The rule by which a unit receives this procedure by itself on a day, if there is one."""
    for rule in reception_rules_in_force(on):
        if rule.unit_id == unit_id and rule.procedure_code in {procedure_code, None}:
            return rule
    return None


def reception_rules(actor: Actor) -> list[ReceptionRuleOut]:
    """The rules on record at the actor's units, the newest first."""
    rows = select(ReceptionRule).where(ReceptionRule.unit_id.in_(actor.units(Permission.UNITS_MANAGE)))
    newest = rows.order_by(ReceptionRule.valid_from.desc(), ReceptionRule.id.desc())
    return [reception_rule_out(each) for each in db.session.scalars(newest)]


def reception_rule_out(row: ReceptionRule) -> ReceptionRuleOut:
    """A rule as it is shown."""
    day = clock.today()
    over = row.ended_at is not None or (row.valid_to is not None and row.valid_to < day)
    return ReceptionRuleOut(
        rule_id=row.id,
        unit_id=row.unit_id,
        procedure_code=row.procedure_code,
        decision=row.decision,
        conditions=row.conditions,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state="ended" if over else "in_force" if row.valid_from <= day else "to_come",
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )
