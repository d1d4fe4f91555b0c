"""The owner looks at the draft of her result: she agrees, says what is wrong, or her silence counts as agreement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors, ids
from app.core.access import SYSTEM, Actor
from app.db import db
from app.documents import queries as documents
from app.dossiers import facts, passing, rules, stepping
from app.dossiers.models import Dossier
from app.workflow import rules as workflow
from app.workflow.table import Party, State

AT_ONCE = 200


def answer(
    dossier: Dossier,
    *,
    agrees: bool,
    draft: str,
    reason: str,
    role: str,
    actor: Actor,
    op_id: UUID,
    device_time: datetime,
) -> None:
    """Take the owner's word on the draft she saw (`draft` is its hash).

    Raises Conflict where none waits for her or it is another one by now, Invalid where she does not say what is wrong.
    """
    shown = documents.draft_of(dossier.id)
    if dossier.state == State.CONFIRMING and (shown is None or shown.sha256 != draft):
        raise errors.Conflict("draft_changed")
    name = "confirm_draft" if agrees else "contest_draft"
    doer = workflow.Doer(frozenset({Party.OWNER}), actor.person_id)
    _move(dossier, name, doer, actor, op_id, rules.cleaned(reason), role, device_time)


def silence() -> int:
    """Count the silence of owners whose time is over as agreement, up to AT_ONCE of them; how many there were."""
    waiting = (
        select(Dossier)
        .where(Dossier.state == State.CONFIRMING.value)
        .order_by(Dossier.step_since, Dossier.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    count = 0
    for dossier in list(db.session.scalars(waiting.execution_options(populate_existing=True))):
        until = stepping.confirm_until(dossier)
        if until is None or until > clock.now():
            continue
        doer = workflow.Doer(frozenset({Party.SYSTEM}))
        _move(dossier, "draft_silence", doer, SYSTEM, ids.uuid7(), "", "system", None)
        count += 1
    return count


def _move(
    dossier: Dossier,
    name: str,
    doer: workflow.Doer,
    actor: Actor,
    op_id: UUID,
    reason: str,
    role: str,
    device_time: datetime | None,
) -> None:
    decision = workflow.decide(name, facts.facts_of(dossier), doer, clock.now(), reason)
    passing.record(decision, dossier, actor, op_id=op_id, role=role, data={}, device_time=device_time, by_owner=True)
