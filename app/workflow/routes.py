"""Decisions of units about their own handling, for administrators."""

from __future__ import annotations

from app.core.access import Permission
from app.web.api import Api
from app.web.session import actor
from app.workflow import operations, queries
from app.workflow.schemas import (
    ReceptionRuleIn,
    ReceptionRuleOut,
    ReceptionRulePath,
    ReceptionRulesOut,
    RelaxationIn,
    RelaxationOut,
    RelaxationPath,
    RelaxationsOut,
)

api = Api("workflow")


@api.get("/desk/relaxations", allow=Permission.UNITS_MANAGE, answers=RelaxationsOut)
def relaxations() -> RelaxationsOut:
    """The decisions on record at the administrator's units."""
    return RelaxationsOut(relaxations=queries.relaxations(actor()))


@api.post("/desk/relaxations", allow=Permission.UNITS_MANAGE, writes=True, answers=RelaxationOut)
def relax(body: RelaxationIn) -> RelaxationOut:
    """Record that a unit lets one person do two steps of the same dossier, by its chairperson's dated decision."""
    actor().need(Permission.UNITS_MANAGE, body.unit_id)
    return queries.relaxation_out(operations.relax(actor(), body))


@api.post(
    "/desk/relaxations/<uuid:relaxation_id>/end",
    allow=Permission.UNITS_MANAGE,
    writes=True,
    answers=RelaxationOut,
    problems=(404,),
)
def end(path: RelaxationPath) -> RelaxationOut:
    """End a decision from today on."""
    return queries.relaxation_out(operations.end(actor(), path.relaxation_id))


@api.get("/desk/reception-rules", allow=Permission.UNITS_MANAGE, answers=ReceptionRulesOut)
def reception_rules() -> ReceptionRulesOut:
    """The rules by which the administrator's units receive by themselves."""
    return ReceptionRulesOut(rules=queries.reception_rules(actor()))


@api.post("/desk/reception-rules", allow=Permission.UNITS_MANAGE, writes=True, answers=ReceptionRuleOut)
def receive_by_itself(body: ReceptionRuleIn) -> ReceptionRuleOut:
    """Record that a unit receives complete online dossiers by itself, by its own dated decision."""
    actor().need(Permission.UNITS_MANAGE, body.unit_id)
    return queries.reception_rule_out(operations.receive_by_itself(actor(), body))


@api.post(
    "/desk/reception-rules/<uuid:rule_id>/end",
    allow=Permission.UNITS_MANAGE,
    writes=True,
    answers=ReceptionRuleOut,
    problems=(404,),
)
def end_reception_rule(path: ReceptionRulePath) -> ReceptionRuleOut:
    """End such a rule now; what was received by it stays received."""
    return queries.reception_rule_out(operations.end_reception_rule(actor(), path.rule_id))
