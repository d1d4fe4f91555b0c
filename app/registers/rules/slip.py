"""The control slip (form 06): who gave a dossier to whom, when, and how each step stood to its own due moment. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.calendar import Hours, Notices, local
from app.dossiers import handed
from app.registers.rules.book import Happened, Said, timing
from app.workflow.deadline import Extension, Pause, TimeRule, due
from app.workflow.table import ENDS, MOVES, STEP_AT, State

_LABELS: dict[str, Said] = {move.name: move.label for move in MOVES}
_LAST_TIMED = 4
"""Steps are timed up to the result; how soon it is fetched is up to its owner."""


@dataclass(frozen=True)
class Passed:
    """A step of the procedure that ended within a stay, as its event says: until when it was to be, and when it was."""

    name: Said
    due_at: datetime | None
    done_at: datetime


@dataclass(frozen=True)
class Handing:
    """One stay of a dossier at a step: from whom it came, who took it, when it was done, and how that stood to time."""

    step: int
    given_by: str
    given_role: str | None
    given_at: datetime
    taken_by: str
    taken_role: str | None
    taken_at: datetime | None
    done_at: datetime | None
    due_at: datetime | None
    timing: str
    notes: tuple[Said, ...]
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What the clock of a dossier runs by; `receive_before` is until when it should have been received."""

    rule: TimeRule | None
    received_at: datetime | None
    receive_before: datetime | None
    hours: Hours
    calendar: Notices
    pauses: Sequence[Pause]
    extensions: Sequence[Extension]
    here_due: datetime | None = None
    """Until when the step at which it stands is to be done."""


def slip(events: Sequence[Happened], terms: Terms, now: datetime) -> list[Handing]:
    """The stays of a dossier in order, each with its due moment."""
    return [_timed(each, terms, now) for each in _stays(events)]


def _stays(events: Sequence[Happened]) -> list[Handing]:
    found: list[Handing] = []
    for each in events:
        step = STEP_AT.get(State(each.to_state))
        here = found[-1] if found else None
        if here is not None and here.done_at is None:
            found[-1] = here = _noted(_passed(here, each), each)
        moved = each.from_state != each.to_state
        if not moved:
            continue
        if here is not None and here.step == step:
            found[-1] = replace(here, taken_by=each.by, taken_role=each.role, taken_at=each.at)
            continue
        if here is not None and here.done_at is None:
            found[-1] = _done(here, each)
        if step is not None and State(each.to_state) not in ENDS:
            found.append(Handing(step, each.by, each.role, each.at, "", None, None, None, None, "none", ()))
    return found


def _done(here: Handing, by: Happened) -> Handing:
    """A stay that an event has ended; whoever ended it had taken it, where nobody is named yet."""
    if here.taken_at is None:
        here = replace(here, taken_by=by.by, taken_role=by.role, taken_at=by.at)
    vi, en = handed.receiver(by.data, "")
    told = ((f"Người nhận kết quả: {vi}", f"Received by {en}"),) if vi else ()
    return replace(here, done_at=by.at, notes=(*here.notes, *told))


def _passed(here: Handing, each: Happened) -> Handing:
    """A stay with the step that an event says it ended."""
    said = (each.data or {}).get("step")
    if not isinstance(said, Mapping) or "due_at" not in said:
        return here
    name = said.get("name") or {}
    until = datetime.fromisoformat(said["due_at"]) if said["due_at"] else None
    words = str(name.get("vi") or said.get("key")), str(name.get("en") or name.get("vi") or said.get("key"))
    return replace(here, passed=(*here.passed, Passed(words, until, each.at)))


def _noted(here: Handing, each: Happened) -> Handing:
    """What is worth a remark: whatever moves nothing forward, and why it was done."""
    is_note = each.from_state == each.to_state or each.move in {"send_back", "stop", "withdraw", "refuse"}
    label = _LABELS.get(each.move)
    if not is_note or label is None:
        return here
    why = f": {each.reason}" if each.reason else ""
    when = f"{local(each.at):%d/%m %H:%M}"
    return replace(here, notes=(*here.notes, (f"{label[0]} {when}{why}", f"{label[1]} {when}{why}")))


def _timed(stay: Handing, terms: Terms, now: datetime) -> Handing:
    until = due_of_step(stay, terms, now)
    open_pause = any(end is None for _, end in terms.pauses)
    if stay.step > _LAST_TIMED or until is None:
        said = "none"
    elif stay.done_at is None and open_pause and stay.step > 1:
        said = "paused"
    else:
        said = timing(stay.done_at, until, now)
    # of a stay with several steps of the procedure each is told, of one with a single step the row says it all
    each = tuple(_step_said(step) for step in stay.passed) if len(stay.passed) > 1 else ()
    return replace(stay, due_at=until, timing=said, notes=(*stay.notes, *each))


def _step_said(step: Passed) -> Said:
    done = f"{local(step.done_at):%d/%m %H:%M}"
    if step.due_at is None:
        return f"{step.name[0]}: xong {done}", f"{step.name[1]}: done {done}"
    until, late = f"{local(step.due_at):%d/%m %H:%M}", step.done_at > step.due_at
    vi = f"{step.name[0]}: hạn {until}, xong {done}{' (chậm)' if late else ''}"
    return vi, f"{step.name[1]}: due {until}, done {done}{' (late)' if late else ''}"


def due_of_step(stay: Handing, terms: Terms, now: datetime) -> datetime | None:
    """Until when a stay was to be done: what the event that ended its last step says, else the due moment of the whole.

    Of later extensions a step that was done knows nothing. Events from before steps had due moments say none.
    """
    if stay.step == 1:
        return terms.receive_before
    if terms.rule is None or terms.received_at is None or stay.step > _LAST_TIMED:
        return None
    own = stay.passed[-1].due_at if stay.done_at is not None and stay.passed else None
    own = terms.here_due if stay.done_at is None else own
    if own is not None:
        return own
    at = stay.done_at or now
    pauses = [(since, until or now) for since, until in terms.pauses if since < at]
    granted = [each for each in terms.extensions if each.at <= at]
    return due(terms.rule, terms.received_at, terms.hours, terms.calendar, pauses, granted).due_at
