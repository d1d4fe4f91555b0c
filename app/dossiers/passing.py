"""A decided move is written into the log and carried out: the one way, whoever made it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.core.access import Actor
from app.dossiers import effects, log, owning, stepping, supplements
from app.dossiers.models import Dossier
from app.workflow.rules import Decision

OURS = frozenset({owning.OWNER, stepping.STEP})
"""What an event says by itself; nobody's data stands in for it."""


def record(
    decision: Decision,
    dossier: Dossier,
    actor: Actor,
    *,
    op_id: UUID,
    role: str | None,
    data: Mapping[str, Any],
    device_time: datetime | None = None,
    by_owner: bool = False,
) -> None:
    """Append the event with the step it ends and in whose hands the dossier is then, and do what follows."""
    passed = stepping.passage(decision, dossier)
    in_hand = owning.pass_on(decision, dossier, passed, actor)
    given = {key: value for key, value in data.items() if key not in OURS}
    log.append(
        dossier,
        move=decision.move.name,
        to_state=decision.to_state.value,
        actor=actor,
        op_id=op_id,
        reason=decision.reason,
        data={**given, **effects.noted(decision, dossier), **passed.data, **in_hand},
        device_time=device_time,
        role=role,
    )
    stepping.follow(dossier, passed)
    if decision.to_state is not decision.move.start:
        supplements.gone_on(dossier)
    effects.carry_out(decision, dossier, actor, by_owner=by_owner)
