"""What lies at a unit that has ended goes to the unit that carries on for it; whoever waits is told where it is now."""

from __future__ import annotations

from sqlalchemy import select

from app.core import clock, ids
from app.core.access import SYSTEM
from app.db import db
from app.dossiers import facts, log, passing, telling
from app.dossiers.models import Dossier
from app.units import competence
from app.units import queries as units
from app.units.models import Unit
from app.workflow import rules
from app.workflow.table import Party, State

SUCCEEDED = "unit_succeeded"
"""The event of a dossier in hand, and the kind of the message: the successor goes on with it."""
AT_ONCE = 200
_ITSELF = rules.Doer(frozenset({Party.SYSTEM}))


def follow() -> int:
    """Bring up to AT_ONCE open dossiers of ended units to their heirs; how many went. One without an heir stays."""
    ended = select(Unit.id).where(Unit.valid_to.is_not(None), Unit.valid_to <= clock.today())
    left = (
        select(Dossier)
        .where(Dossier.unit_id.in_(ended), Dossier.closed_at.is_(None))
        .order_by(Dossier.submitted_at, Dossier.id)
        .limit(AT_ONCE)
        .with_for_update()
    )
    found = list(db.session.scalars(left.execution_options(populate_existing=True)))
    return sum(1 for dossier in found if _bring(dossier))


def _bring(dossier: Dossier) -> bool:
    here, body = units.get(dossier.unit_id), facts.procedure(dossier)
    goes_to = competence.competent(here, body["level"], "any", None)
    if goes_to is None:
        return False
    reason = goes_to.why["vi"]
    data = {"unit_id": str(goes_to.unit.id), "from_unit": here.name, "to_unit": goes_to.unit.name}
    if dossier.state == State.SUBMITTED:
        decision = rules.decide("forward", facts.facts_of(dossier), _ITSELF, clock.now(), reason, data)
        passing.record(decision, dossier, SYSTEM, op_id=ids.uuid7(), role="system", data=data)
        return True
    dossier.unit_id = goes_to.unit.id
    dossier.holder_id = dossier.holder_name = None
    _append(dossier, SUCCEEDED, reason, data)
    telling.tell(dossier, SYSTEM, SUCCEEDED, reason=reason)
    return True


def _append(dossier: Dossier, name: str, reason: str, data: dict[str, str]) -> None:
    log.append(
        dossier,
        move=name,
        to_state=dossier.state,
        actor=SYSTEM,
        op_id=ids.uuid7(),
        reason=reason,
        data=dict(data),
        role="system",
    )
