"""What can be settled today at the actor's offices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor, Permission
from app.core.calendar import aware, local
from app.core.shapes import Words
from app.db import db
from app.dossiers import facts, inbox, knowledge, stepping
from app.dossiers.flags import AWAITING, EXPRESS
from app.dossiers.models import Dossier
from app.express import rules
from app.express.schemas import ExpressListOut, ExpressRow
from app.units import queries as units
from app.workflow.table import RUNNING, State

_STATES = [each.value for each in (State.SUBMITTED, *RUNNING, State.READY)]


def lane(actor: Actor) -> ExpressListOut:
    """The dossiers within the actor's reach that can be settled today."""
    reach = actor.units(Permission.DOSSIERS_READ)
    open_ = select(Dossier).where(Dossier.unit_id.in_(reach), Dossier.state.in_(_STATES))
    open_ = open_.where(Dossier.procedure_code.in_(_same_day_codes()))
    found = [each for each in db.session.scalars(open_) if until(each) is not None]
    mine = {row.dossier_id for row in inbox.rows([each.id for each in found], actor) if row.mine}
    rows = [_row(each, mine=each.id in mine) for each in found]
    rows.sort(key=lambda row: (not row.marked, not row.mine, row.before, row.local_code))
    return ExpressListOut(rows=rows, now=clock.now())


def until(dossier: Dossier) -> datetime | None:
    """Until when a dossier must be received, or is due, to be settled today; nothing where it cannot be."""
    waits = dossier.files_missing or AWAITING in dossier.flags or dossier.state == State.CONFIRMING
    before = rules.cutoff(facts.procedure(dossier)["times"], dossier.channel)
    if before is None or waits or dossier.state not in _STATES:
        return None
    hours, calendar, now = units.hours_of(dossier.unit_id), knowledge.current().calendar, clock.now()
    if not rules.can_finish(before, dossier.received_at, now, hours, calendar):
        return None
    return dossier.due_at or aware(datetime.combine(local(now).date(), before))


def _same_day_codes() -> list[str]:
    """The procedures that open dossiers are of and whose present rules know a same-day hour."""
    codes = set(db.session.scalars(select(Dossier.procedure_code).where(Dossier.closed_at.is_(None)).distinct()))
    bodies = facts.bodies(codes)
    return [code for code, body in bodies.items() if any("same_day_before" in rule for rule in body["times"])]


def _row(dossier: Dossier, *, mine: bool) -> ExpressRow:
    owner: dict[str, Any] = dossier.parties.get("owner") or {}
    moment, step = until(dossier), stepping.here(dossier)
    assert moment is not None
    return ExpressRow(
        dossier_id=dossier.id,
        local_code=dossier.local_code,
        official_number=dossier.official_number,
        procedure_name=Words.model_validate(facts.procedure(dossier)["name"]),
        owner_name=owner.get("name") or dossier.title,
        state=dossier.state,  # type: ignore[arg-type]  # a name of the table
        before=moment,
        marked=EXPRESS in dossier.flags,
        mine=mine,
        waits_for=step.role if step else None,
    )
