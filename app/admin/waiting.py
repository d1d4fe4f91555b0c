"""The waiting room as the administrator sets it: kinds, counters, limits, days without appointments, the cut-off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.admin import reach, record
from app.admin.waiting_schemas import (
    PairedOut,
    PairIn,
    TabletCodeOut,
    TabletIn,
    TabletOut,
    WaitingRoomOut,
    WaitingRoomsOut,
    WaitingTurnOut,
)
from app.core import clock
from app.core.access import Actor, Permission
from app.queueing import operations, queries, tablets
from app.queueing.models import QueueTablet
from app.queueing.schemas import QueuePlanOut, QueuePlanSaveIn
from app.units.models import Unit


def rooms(actor: Actor) -> WaitingRoomsOut:
    """The waiting rooms of the counters the actor looks after."""
    found = reach.named(reach.managed(actor, Permission.UNITS_MANAGE))
    return WaitingRoomsOut(rooms=[room(unit) for unit in found if unit.levels])


def room(unit: Unit) -> WaitingRoomOut:
    """One waiting room: what holds, what is to come, and what it would begin with."""
    today = queries.rule_on(unit.id, clock.today())
    turns = [
        WaitingTurnOut(since=row.valid_from, used=row.used, source=row.source, set_by=row.recorded_by)
        for row in queries.rules_of(unit.id)
    ]
    return WaitingRoomOut(
        unit_id=unit.id,
        name=unit.name,
        slug=unit.slug,
        used=today.used if today else False,
        plan=QueuePlanOut.model_validate(_last_set(unit.id)),
        turns=turns,
        tablets=[_tablet(row) for row in tablets.of_unit(unit.id)],
        history=record.history("waiting", unit.id),
    )


def save(actor: Actor, given: QueuePlanSaveIn) -> WaitingRoomOut:
    """Set the waiting room of a counter from a day on, on record. Raises NotFound, Invalid."""
    unit = reach.need(actor, Permission.UNITS_MANAGE, given.unit_id)
    old = queries.rule_on(unit.id, given.since)
    before = {"used": old.used, "plan": dict(old.body)} if old else {}
    body = given.plan.model_dump(mode="json")
    operations.set_plan(unit.id, given.since, body, used=given.used, source=given.source, by=actor.name)
    after = {"since": given.since.isoformat(), "used": given.used, "plan": body, "source": given.source}
    record.keep(actor, "waiting", unit.id, "set", unit_id=unit.id, before=before, after=after)
    return room(unit)


def offer(actor: Actor, given: TabletIn, *, secret: str) -> TabletCodeOut:
    """The code that pairs a tablet with the door of a counter, on record. Raises NotFound, Conflict."""
    unit = reach.need(actor, Permission.UNITS_MANAGE, given.unit_id)
    row, code = tablets.offer(unit.id, given.tablet_id, given.name, by=actor, secret=secret)
    _record(actor, row, "tablet_offered")
    return TabletCodeOut(tablet_id=row.id, code=code, until=row.code_until, room=room(unit))


def pair(unit_id: UUID, given: PairIn, *, secret: str) -> PairedOut:
    """A tablet brings its code and is paired, on record under whoever gave it. Raises NotFound, Gone, Conflict."""
    row, fresh = tablets.pair(unit_id, given.code, given.key, secret=secret)
    if fresh:
        _record(Actor(person_id=row.offered_by_id, name=row.offered_by), row, "tablet_paired")
    return PairedOut(name=row.name)


def unpair(actor: Actor, tablet_id: UUID) -> WaitingRoomOut:
    """A tablet gives no number from now on, or its code pairs none, on record. Raises NotFound."""
    row = tablets.get(tablet_id)
    unit = reach.need(actor, Permission.UNITS_MANAGE, row.unit_id)
    _record(actor, row, "tablet_unpaired" if row.paired_at else "tablet_withdrawn")
    tablets.unpair(row)
    return room(unit)


def _record(actor: Actor, row: QueueTablet, what: str) -> None:
    known = {"tablet": row.name, "tablet_id": str(row.id)}
    before, after = (known, {}) if what in ("tablet_unpaired", "tablet_withdrawn") else ({}, known)
    record.keep(actor, "waiting", row.unit_id, what, unit_id=row.unit_id, before=before, after=after)


def _tablet(row: QueueTablet) -> TabletOut:
    return TabletOut(
        tablet_id=row.id,
        name=row.name,
        offered_by=row.offered_by,
        code_until=row.code_until,
        paired_at=row.paired_at,
        used_at=row.used_at,
    )


def _last_set(unit_id: UUID) -> dict[str, Any]:
    """What was set last, also where it holds only later; what everybody begins with where nothing was."""
    known = queries.rules_of(unit_id)
    return dict(known[-1].body) if known else queries.defaults()
