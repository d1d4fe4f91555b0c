"""The five steps as a person follows them: done by whom, here since when, or to come. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.shapes import Words
from app.dossiers.schemas import StepOut
from app.workflow.table import ENDS, MOVES, STEP_AT, STEPS, State

STEP_OF_MOVE = {move.name: move.step for move in MOVES if move.step} | {"decide": 3, "decide_draft": 3}
"""The approval is the approver's once it is given, though the step was opened by whoever proposed."""
NAMES = tuple(Words(vi=vi, en=en) for vi, en in STEPS)
_NEXT = tuple(StepOut(number=number, name=name, status="next") for number, name in enumerate(NAMES, start=1))
_SKIPPED = tuple(StepOut(number=number, name=name, status="skipped") for number, name in enumerate(NAMES, start=1))
_BROKEN_OFF = ENDS - {State.RETURNED}


@dataclass(frozen=True)
class Passed:
    """One event, as far as the steps need it."""

    move: str
    at: datetime
    by: str
    role: str | None


@dataclass(frozen=True)
class Standing:
    """Where a dossier stands, and at whose desk."""

    state: str
    since: datetime
    holder: str | None


def steps(standing: Standing, passed: Sequence[Passed]) -> list[StepOut]:
    """The five steps of a dossier, from its state and its events in order."""
    done = {STEP_OF_MOVE[each.move]: each for each in passed if each.move in STEP_OF_MOVE}
    state = State(standing.state)
    broken_off = state in _BROKEN_OFF
    here = max(done, default=0) + 1 if broken_off else STEP_AT[state]
    return [_step(number, here, standing, done, broken_off=broken_off) for number in range(1, len(STEPS) + 1)]


def current_step(state: str) -> int:
    """The step that a dossier waits for, 1 to 5; 6 when all are done, 0 where it was broken off."""
    known = State(state)
    return 0 if known in _BROKEN_OFF else STEP_AT[known]


def _step(number: int, here: int, standing: Standing, done: dict[int, Passed], *, broken_off: bool) -> StepOut:
    name = NAMES[number - 1]
    if number < here:
        event = done.get(number)
        if event is None:
            return StepOut(number=number, name=name, status="done")
        return StepOut(
            number=number, name=name, status="done", holder=event.by or None, holder_role=event.role, since=event.at
        )
    if broken_off:
        return _SKIPPED[number - 1]
    if number == here:
        return StepOut(number=number, name=name, status="here", holder=standing.holder, since=standing.since)
    return _NEXT[number - 1]
