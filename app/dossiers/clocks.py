"""The legal clock of a dossier: started at reception, read anew after whatever stops it or moves it on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from app.core import clock
from app.core.calendar import Hours, Notices, WorkCalendar, aware
from app.db import db
from app.dossiers import facts, knowledge
from app.dossiers.models import Dossier, DossierEvent, Opinion, Supplement
from app.units import queries as units
from app.workflow.deadline import Due, Extension, Pause, due, time_for
from app.workflow.process import Kind, stops_clock
from app.workflow.table import State


@dataclass(frozen=True)
class Stops:
    """What stopped the clock of some dossiers, and the due days that were granted anew."""

    pauses: Mapping[UUID, list[Pause]] = field(default_factory=dict)
    """The owner was supplementing, or another office was asked for whom the clock waits."""
    confirming: Mapping[UUID, list[Pause]] = field(default_factory=dict)
    """The owner looked at the draft: it counts only where her procedure says so."""
    granted: Mapping[UUID, list[tuple[datetime, date]]] = field(default_factory=dict)


def reckon(dossier: Dossier) -> None:
    """Set the due moment and its explanation; no due moment while the clock stands still, nothing before reception."""
    calendar = knowledge.calendar_at(dossier.unit_id)
    answer = reckoned(dossier, units.hours_of(dossier.unit_id), calendar, stops_of([dossier.id]))
    if answer is not None:
        keep(dossier, answer)


def reckoned(dossier: Dossier, hours: Hours, calendar: Notices, stops: Stops) -> Due | None:
    """When a dossier is due by this calendar; nothing before reception or where no limit is set."""
    rule = _rule(dossier)
    if rule is None or dossier.received_at is None:
        return None
    work = WorkCalendar(hours, calendar)
    return due(rule, dossier.received_at, hours, calendar, _pauses(dossier, stops), _granted(dossier, stops, work))


def keep(dossier: Dossier, answer: Due) -> None:
    """Write a reckoned due moment with its explanation on the dossier."""
    dossier.due_at, dossier.due = answer.due_at, as_kept(dossier, answer)


def as_kept(dossier: Dossier, answer: Due) -> dict[str, Any]:
    """The explanation as it lies on the dossier."""
    rule = _rule(dossier) or {}
    return {
        "due_at": answer.due_at.isoformat() if answer.due_at else None,
        "estimated": answer.estimated,
        "starts_on": answer.starts_on.isoformat(),
        "value": rule.get("value"),
        "unit": rule.get("unit"),
        "days": answer.days,
    }


def closing_on(dossier: Dossier, day: date) -> datetime:
    """The end of the office's working hours on a day, or on the first working day after it."""
    return _closing(WorkCalendar(units.hours_of(dossier.unit_id), knowledge.calendar_at(dossier.unit_id)), day)


def pauses_of(dossier: Dossier) -> list[Pause]:
    """When the clock stood still after reception, in order."""
    return _pauses(dossier, stops_of([dossier.id]))


def extensions_of(dossier: Dossier) -> list[Extension]:
    """The due moments that were granted anew, in their order."""
    work = WorkCalendar(units.hours_of(dossier.unit_id), knowledge.calendar_at(dossier.unit_id))
    return _granted(dossier, stops_of([dossier.id]), work)


def stops_of(dossier_ids: Collection[UUID]) -> Stops:
    """What stopped the clock of dossiers, and the days that were granted, in their order."""
    granted: dict[UUID, list[tuple[datetime, date]]] = defaultdict(list)
    extended = select(DossierEvent).where(DossierEvent.dossier_id.in_(dossier_ids), DossierEvent.move == "extend")
    for event in db.session.scalars(extended.order_by(DossierEvent.version)):
        granted[event.dossier_id].append((event.at, date.fromisoformat(str(event.data["due_on"]))))
    pauses: dict[UUID, list[Pause]] = defaultdict(list)
    asked = select(Supplement).where(Supplement.dossier_id.in_(dossier_ids), Supplement.opened_at.is_not(None))
    for each in db.session.scalars(asked.order_by(Supplement.number)):
        assert each.opened_at is not None
        pauses[each.dossier_id].append((each.opened_at, each.closed_at))
    others = select(Opinion).where(Opinion.dossier_id.in_(dossier_ids), Opinion.stops_clock.is_(True))
    for opinion in db.session.scalars(others.order_by(Opinion.asked_at)):
        over = clock.end_of(opinion.respond_by)
        until = min(opinion.closed_at or over, over)
        if opinion.asked_at < until:
            pauses[opinion.dossier_id].append((opinion.asked_at, until))
    return Stops(pauses, _confirming(dossier_ids), granted)


def _confirming(dossier_ids: Collection[UUID]) -> dict[UUID, list[Pause]]:
    changed = select(DossierEvent).where(
        DossierEvent.dossier_id.in_(dossier_ids),
        DossierEvent.from_state != DossierEvent.to_state,
        or_(DossierEvent.to_state == State.CONFIRMING.value, DossierEvent.from_state == State.CONFIRMING.value),
    )
    found: dict[UUID, list[Pause]] = defaultdict(list)
    for event in db.session.scalars(changed.order_by(DossierEvent.version)):
        so_far = found[event.dossier_id]
        if event.to_state == State.CONFIRMING:
            so_far.append((event.at, None))
        elif so_far:
            so_far[-1] = (so_far[-1][0], event.at)
    return found


def _pauses(dossier: Dossier, stops: Stops) -> list[Pause]:
    """What fell after reception."""
    if dossier.received_at is None:
        return []
    found = list(stops.pauses.get(dossier.id, []))
    if stops_clock(facts.procedure(dossier), Kind.CONFIRM):
        found += stops.confirming.get(dossier.id, [])
    after = [(max(since, dossier.received_at), end) for since, end in found if end is None or end > dossier.received_at]
    return sorted(after, key=lambda pause: pause[0])


def _granted(dossier: Dossier, stops: Stops, work: WorkCalendar) -> list[Extension]:
    return [Extension(at, _closing(work, day)) for at, day in stops.granted.get(dossier.id, [])]


def _rule(dossier: Dossier) -> Mapping[str, Any] | None:
    return time_for(facts.procedure(dossier)["times"], dossier.channel)


def _closing(work: WorkCalendar, day: date) -> datetime:
    return aware(work.closing(work.working_from(day)))
