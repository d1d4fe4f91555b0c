"""Due dates that move because a day or the hours of an office change: listed before, carried out after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from app import feed
from app.core import clock, ids
from app.core.access import Actor
from app.core.calendar import Notices, aware
from app.db import db
from app.dossiers import clocks, log, telling
from app.dossiers.models import Dossier
from app.notifications.rules import moment
from app.units import queries as units
from app.workflow.deadline import Due
from app.workflow.table import RUNNING

MOVED = "due_moved"
"""The event of the log, and the kind of the message."""
_AT_ONCE = 400


@dataclass(frozen=True)
class Moved:
    """A dossier whose clock reads differently now; `moved` where its due moment itself is another."""

    dossier: Dossier
    before: datetime | None
    answer: Due

    @property
    def after(self) -> datetime | None:
        """The due moment by the new calendar."""
        return self.answer.due_at

    @property
    def moved(self) -> bool:
        """Whether the due moment is another, and not only its explanation."""
        return self.after != self.before

    @property
    def later(self) -> bool:
        """Whether its owner would come in vain on the old day."""
        return self.before is not None and self.after is not None and self.after > self.before

    @property
    def told(self) -> bool:
        """Whether its owner is told: the new day is later, and has not passed."""
        return self.later and self.after is not None and self.after > clock.now()


def reading_anew(
    unit_ids: Collection[UUID] | None, since: date, calendar_of: Callable[[UUID], Notices], *, locked: bool = False
) -> list[Moved]:
    """The dossiers under way at these units (or at all) whose clock reads differently by a calendar.

    Only those that can be touched by what happens from a day on are read: the others were due before it.
    """
    starts = aware(datetime.combine(since, datetime.min.time()))
    wanted = select(Dossier).where(
        Dossier.state.in_([each.value for each in RUNNING]),
        Dossier.received_at.is_not(None),
        or_(Dossier.due_at.is_(None), Dossier.due_at >= starts),
    )
    if unit_ids is not None:
        wanted = wanted.where(Dossier.unit_id.in_(unit_ids))
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    dossiers = list(db.session.scalars(wanted.order_by(Dossier.due_at, Dossier.id)))
    calendars = {unit_id: calendar_of(unit_id) for unit_id in {each.unit_id for each in dossiers}}
    hours = {unit_id: units.hours_of(unit_id) for unit_id in calendars}
    found: list[Moved] = []
    for start in range(0, len(dossiers), _AT_ONCE):
        some = dossiers[start : start + _AT_ONCE]
        stops = clocks.stops_of([each.id for each in some])
        for each in some:
            answer = clocks.reckoned(each, hours[each.unit_id], calendars[each.unit_id], stops)
            if answer is not None and clocks.as_kept(each, answer) != each.due:
                found.append(Moved(each, each.due_at, answer))
    return found


def fingerprint(found: Sequence[Moved]) -> str:
    """What names a list of moved due dates: the same list has the same name."""
    lines = sorted(f"{each.dossier.id} {each.before} {each.after}" for each in found if each.moved)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def carry_out(found: Sequence[Moved], actor: Actor, reason: str) -> None:
    """Keep the new due moments: an event on each that moved, and a message to the owners of those that are later."""
    for each in found:
        clocks.keep(each.dossier, each.answer)
        if not each.moved:
            feed.tell("dossier", each.dossier.id, log.principals(each.dossier.id))
            continue
        data = {"before": _iso(each.before), "after": _iso(each.after)}
        log.append(
            each.dossier,
            move=MOVED,
            to_state=each.dossier.state,
            actor=actor,
            op_id=ids.uuid7(),
            role="admin",
            reason=reason,
            data=data,
        )
        if each.told:
            telling.tell(each.dossier, actor, MOVED, reason=f"Hẹn cũ: {moment(each.before)}. {reason}")
    db.session.flush()


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
