"""What was asked for comes: the answer of the owner or the helper, and the end of the request with its last page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.core import clock, ids
from app.core.access import SYSTEM, Actor
from app.dossiers import effects, facts, log, supplements, telling
from app.dossiers.models import Dossier
from app.dossiers.supplements import Answer
from app.workflow import rules as workflow
from app.workflow.rules import Decision
from app.workflow.table import Party


def answer(dossier: Dossier, given: Answer, *, role: str, actor: Actor, op_id: UUID, device_time: datetime) -> None:
    """Take an answer; the clock goes on once every page of it is here.

    Raises Conflict where the dossier waits for no such answer, Invalid where it is not what was asked for.
    """
    found = supplements.waiting_for(dossier.id, given.payload.supplement_id)
    party = Party.OWNER if role in facts.OWNING else Party.HELPER
    doer = workflow.Doer(frozenset({party}), actor.person_id)
    decision = workflow.decide("answer_supplement", facts.facts_of(dossier), doer, clock.now())
    data = supplements.take(dossier, found, given, actor)
    log.append(
        dossier,
        move=decision.move.name,
        to_state=decision.to_state.value,
        actor=actor,
        op_id=op_id,
        data=data,
        device_time=device_time,
        role=role,
    )
    effects.carry_out(decision, dossier, actor, by_owner=True)
    if dossier.files_missing == 0:
        complete(dossier)


def complete(dossier: Dossier) -> None:
    """Every page is here: the request that was answered ends, or is the owner's once more where a page is no use."""
    found = supplements.there(dossier.id)
    if found is None or found.answered_at is None:
        return
    if supplements.spoiled(dossier, found):
        _note("supplement_spoiled", dossier)
        telling.tell(dossier, SYSTEM, "supplement_spoiled", reason=supplements.summary(found))
        return
    doer = workflow.Doer(frozenset({Party.SYSTEM}))
    decision: Decision = workflow.decide("supplement_arrived", facts.facts_of(dossier), doer, clock.now())
    _note(decision.move.name, dossier)
    effects.carry_out(decision, dossier, SYSTEM)


def _note(move: str, dossier: Dossier) -> None:
    log.append(dossier, move=move, to_state=dossier.state, actor=SYSTEM, op_id=ids.uuid7(), role="system")
