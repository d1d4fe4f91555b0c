"""Decisions of units about their own handling, for administrators."""

from __future__ import annotations

from app.core.access import Permission
from app.web.api import Api
from app.web.session import actor
from app.workflow import operations, queries
from app.workflow.schemas import RelaxationIn, RelaxationOut, RelaxationsOut

api = Api("workflow")


@api.get("/desk/relaxations", allow=Permission.UNITS_MANAGE, answers=RelaxationsOut)
def relaxations() -> RelaxationsOut:
    """The decisions on record at the administrator's units."""
    return RelaxationsOut(relaxations=queries.relaxations(actor()))


@api.post("/desk/relaxations", allow=Permission.UNITS_MANAGE, writes=True, answers=RelaxationOut)
def relax(body: RelaxationIn) -> RelaxationOut:
    """Record that a unit lets one person do two steps of the same dossier, by its own dated decision."""
    actor().need(Permission.UNITS_MANAGE, body.unit_id)
    kept = operations.relax(
        actor(), body.unit_id, decision=body.decision, valid_from=body.valid_from, valid_to=body.valid_to
    )
    return queries.relaxation_out(kept)
