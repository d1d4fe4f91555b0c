"""Who is called next, and how long it still takes.

Everybody has a place in the line of the day, in the order of coming. Appointments, people brought back and people with
precedence may be called before their place, in the order the unit set; but nobody is overtaken more than `patience`
times: from then on whoever came first goes first. So nobody waits for ever, however many others have precedence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import median
from uuid import UUID

from app.queueing.rules.plan import Plan

ENOUGH = 3
"""So many people must have been served before the day's own pace is believed."""
STEP = 5


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits."""

    id: UUID
    kind: str
    place: int
    priority: bool = False
    back: bool = False
    slot: datetime | None = None
    """The beginning of an appointment that is kept."""


@dataclass(frozen=True)
class Call:
    """That somebody with this place was called at a point."""

    place: int
    point: str


def class_of(who: Waiting, now: datetime) -> str:
    """As what somebody stands in the line: an appointment counts from its half hour on, not before."""
    if who.slot is not None and who.slot <= now:
        return "booked"
    if who.back:
        return "back"
    return "priority" if who.priority else ""


def overtaken(who: Waiting, calls: Sequence[Call], plan: Plan) -> int:
    """How often somebody who came later was called where this one could have been."""
    return sum(call.place > who.place and plan.serves(call.point, who.kind) for call in calls)


def in_order(
    plan: Plan, waiting: Sequence[Waiting], calls: Sequence[Call], now: datetime, point: str | None = None
) -> list[Waiting]:
    """Those whom a point serves in the order it would call them, if nobody else came; of all points without one."""
    left = [who for who in waiting if plan.serves(point, who.kind)]
    behind = {who.id: overtaken(who, calls, plan) for who in left}
    found: list[Waiting] = []
    while left:
        chosen = _choose(plan, left, behind, now)
        left.remove(chosen)
        found.append(chosen)
        for who in left:
            behind[who.id] += chosen.place > who.place
    return found


def next_one(
    plan: Plan, waiting: Sequence[Waiting], calls: Sequence[Call], now: datetime, point: str
) -> Waiting | None:
    """Whom a point calls next; nobody where none of those waits whom it serves."""
    left = [who for who in waiting if plan.serves(point, who.kind)]
    return _choose(plan, left, {who.id: overtaken(who, calls, plan) for who in left}, now) if left else None


def _choose(plan: Plan, left: Sequence[Waiting], behind: dict[UUID, int], now: datetime) -> Waiting:
    patient = [who for who in left if behind[who.id] >= plan.patience]
    if patient:
        return min(patient, key=lambda who: who.place)
    for name in plan.order:
        of_it = [who for who in left if class_of(who, now) == name]
        if of_it:
            return min(of_it, key=lambda who: (who.slot if name == "booked" and who.slot else now, who.place))
    return min(left, key=lambda who: who.place)


def before(plan: Plan, waiting: Sequence[Waiting], calls: Sequence[Call], now: datetime, who: Waiting) -> int:
    """How many are before somebody, at the points that serve her."""
    able = [point.key for point in plan.points if plan.serves(point.key, who.kind)]
    shared = [each for each in waiting if any(plan.serves(point, each.kind) for point in able)]
    return [each.id for each in in_order(plan, shared, calls, now)].index(who.id)


@dataclass(frozen=True)
class Estimate:
    """From and to, in minutes; `measured` where today's own pace was known."""

    low: int
    high: int
    measured: bool


def estimate(ahead: int, minutes: Sequence[float], planned: int, busy: int) -> Estimate | None:
    """How long it takes until somebody with so many before her is called; nothing where no point calls anybody.

    `minutes` are how long those took who were served last, `planned` what the unit reckons with until then, `busy`
    how many points are calling. A range, because people differ: never a moment that could be missed.
    """
    if busy < 1:
        return None
    measured = len(minutes) >= ENOUGH
    each = median(minutes) if measured else planned
    whole = ahead * each / busy
    low = int(whole * 0.7 // STEP * STEP)
    return Estimate(low, max(STEP, ceil((whole * 1.3 + each / 2) / STEP) * STEP), measured)
