"""At which step of its procedure a dossier stands, until when each should be done, and what ends with a move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.db import db
from app.dossiers import clocks, facts, knowledge
from app.dossiers.flags import OPINION_ANSWERED, OPINION_ASKED
from app.dossiers.models import Dossier, Opinion
from app.units import queries as units
from app.workflow import process as workflow
from app.workflow.deadline import due, time_for
from app.workflow.process import UNTIMED, Kind, Process, Step
from app.workflow.reception import receive_before
from app.workflow.rules import Decision
from app.workflow.step_times import step_dues
from app.workflow.table import ENDS, State

STEP = "step"
"""Under this the event of a move that ends a step says which, until when it should have been, and whether it was."""


@dataclass(frozen=True)
class Passage:
    """What a move does to the steps: what its event says of the one that ends, and where the dossier stands then."""

    data: Mapping[str, Any]
    key: str | None
    fresh: bool
    """Another step begins."""


def process_of(dossier: Dossier, body: Mapping[str, Any] | None = None) -> Process:
    """The steps of a dossier; a rejection is not shown as a draft first."""
    rules = body if body is not None else facts.procedure(dossier)
    return workflow.process(rules, dossier.channel, confirms=dossier.outcome != "rejected")


def here(dossier: Dossier, body: Mapping[str, Any] | None = None) -> Step | None:
    """The step at which it stands."""
    return process_of(dossier, body).here(dossier.step, State(dossier.state))


def passage(decision: Decision, dossier: Dossier) -> Passage:
    """What a decision ends and begins; call before its event is appended, which is never changed."""
    process = process_of(dossier)
    step = process.here(dossier.step, decision.move.start)
    ended = decision.to_state in ENDS
    then = None if ended else process.after(step, decision.move.name, decision.to_state)
    if step is None or step == then:
        return Passage({}, step.key if step else dossier.step, fresh=False)
    said = _said(dossier, process, step, then, decision.at)
    return Passage({STEP: said}, then.key if then else None, fresh=True)


def _said(dossier: Dossier, process: Process, step: Step, then: Step | None, at: datetime) -> dict[str, Any]:
    until = dues(dossier, process).get(step.key)
    return {
        "key": step.key,
        "kind": step.kind.value,
        "name": dict(step.name),
        "since": _iso(dossier.step_since),
        "due_at": _iso(until),
        "kept": None if until is None else at <= until,
        "next": then.key if then else None,
    }


def aside(dossier: Dossier, kind: Kind) -> Passage:
    """What turning to a step of a kind ends, within the same state; nothing where the procedure has no such step."""
    process = process_of(dossier)
    step, then = process.here(dossier.step, State(dossier.state)), process.of_kind(kind)
    if step is None or then is None or step == then or State(dossier.state) not in then.nature.states:
        return Passage({}, dossier.step, fresh=False)
    return Passage({STEP: _said(dossier, process, step, then, clock.now())}, then.key, fresh=True)


def follow(dossier: Dossier, passed: Passage) -> None:
    """The dossier stands where its move led; call after the event was appended. Who was asked is asked no longer."""
    stand(dossier, passed)
    if passed.fresh:
        _end_opinions(dossier)


def stand(dossier: Dossier, passed: Passage) -> None:
    """Write down at which step a dossier stands."""
    dossier.step = passed.key
    if passed.fresh:
        dossier.step_since = clock.now()


def _end_opinions(dossier: Dossier) -> None:
    """The dossier has gone on: what other offices have not answered is closed, and nothing is shared any more."""
    rows = select(Opinion).where(Opinion.dossier_id == dossier.id, Opinion.status == "open")
    found = list(db.session.scalars(rows.with_for_update()))
    for each in found:
        each.status, each.closed_at = "ended", clock.now()
    dossier.flags = [flag for flag in dossier.flags if flag not in {OPINION_ASKED, OPINION_ANSWERED}]
    if any(each.stops_clock for each in found):
        db.session.flush()
        clocks.reckon(dossier)


def dues(dossier: Dossier, process: Process) -> dict[str, datetime]:
    """Until when each step should be done, by key; nothing is said while the clock stands still."""
    hours, calendar = units.hours_of(dossier.unit_id), knowledge.calendar_at(dossier.unit_id)
    found: dict[str, datetime] = {}
    first = process.of_kind(Kind.RECEIVE)
    if first is not None and dossier.complete_at is not None:
        rule = time_for(facts.procedure(dossier)["times"], dossier.channel)
        found[first.key] = receive_before(rule, dossier.complete_at, hours, calendar)
    if dossier.received_at is None or dossier.due_at is None:
        return found
    timed = [step for step in process.steps if step.kind not in UNTIMED]
    shares = [step.share for step in timed]
    pauses = clocks.pauses_of(dossier)
    moments = step_dues(shares, dossier.received_at, dossier.due_at, hours, calendar, pauses)
    return found | {step.key: moment for step, moment in zip(timed, moments, strict=True)}


def confirm_until(dossier: Dossier) -> datetime | None:
    """Until when the owner may say that the draft is wrong; after it her silence counts as agreement."""
    step = here(dossier)
    if step is None or step.kind is not Kind.CONFIRM or step.silence is None:
        return None
    hours, calendar = units.hours_of(dossier.unit_id), knowledge.calendar_at(dossier.unit_id)
    return due(step.silence, dossier.step_since, hours, calendar).due_at


def _iso(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
