"""What the table allows, to whom, and why not: pure answers from plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.core import errors
from app.core.access import Permission, Role
from app.workflow.process import FIVE, Step
from app.workflow.table import ASKED, FITS, MOVES, Effect, Move, Need, Party, State


class Pair(StrEnum):
    """Two steps that one person does not do on the same dossier, unless the unit has decided so."""

    APPRAISE_APPROVE = "appraise_approve"
    APPROVE_SIGN = "approve_sign"


OUTCOMES = ("granted", "rejected")
MIN_REASON = 3


@dataclass(frozen=True)
class Facts:
    """All that the table asks about a dossier; what is not known is not held."""

    state: State
    form_valid: bool = False
    notice_shown: bool = False
    parties_named: bool = False
    files_missing: int = 0
    files_refused: int = 0
    """Attachments whose bytes are not what they claim."""
    owed_now: tuple[str, ...] = ()
    """Papers whose originals must be compared before reception and were not, nor waived."""
    owed_later: tuple[str, ...] = ()
    """The same before the result is handed over."""
    clock_runs: bool = False
    """It has a due moment: it was received, a limit is set, and nothing is awaited from the owner."""
    overdue: bool = False
    supplement_open: bool = False
    supplement_waits: bool = False
    """A further request waits for an approver's word."""
    supplements: int = 0
    """How many requests were opened."""
    supplement_by: UUID | None = None
    """Who asked for what is open or waits."""
    charge_blocks: bool = False
    draft_result: bool = False
    appraisers: frozenset[UUID] = frozenset()
    """Everybody who took it up or proposed."""
    approvers: frozenset[UUID] = frozenset()
    """Everybody who decided."""
    opinion_awaited: bool = False
    """The procedure has another office asked, and neither its answer is here nor its date has passed."""
    relaxed: frozenset[Pair] = frozenset()
    """Which two steps the unit's dated decision on record lets one person do."""
    step: Step | None = None
    """The step of its procedure at which it stands; nothing: one of the usual five."""

    @property
    def at(self) -> Step | None:
        """The step at which it stands."""
        return self.step or FIVE.here(None, self.state)


@dataclass(frozen=True)
class Doer:
    """Who wants to move: what they are to the dossier, and their permissions at its unit."""

    parties: frozenset[Party]
    person_id: UUID | None = None
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    roles: frozenset[Role] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Decision:
    """A move that is allowed and complete, ready to be recorded."""

    move: Move
    at: datetime
    reason: str
    data: Mapping[str, Any]

    @property
    def to_state(self) -> State:
        """Where the dossier stands afterwards."""
        return self.move.to

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What must follow in the same transaction."""
        return self.move.then


def find(name: str, state: State) -> Move | None:
    """The row of that name that starts here."""
    return next((move for move in MOVES if move.name == name and move.start is state), None)


def may(move: Move, doer: Doer) -> bool:
    """Whether the move is for this doer at all, by party and permission."""
    for party in move.who:
        if party not in doer.parties:
            continue
        if party is not Party.DESK or (move.allow is not None and move.allow in doer.permissions):
            return True
    return False


def why_not(move: Move, facts: Facts, doer: Doer) -> str | None:
    """The code of the first thing in the way, besides what is asked with the move; nothing when it is open."""
    if move.start is not facts.state:
        return "move_not_from_here"
    if not may(move, doer) or not _in_role(move, facts, doer):
        return "move_not_yours"
    if not fits(move, facts):
        return "move_not_now"
    for need in move.needs:
        if need not in ASKED | FITS and (code := _missing(need, facts, doer)):
            return code
    return None


def _in_role(move: Move, facts: Facts, doer: Doer) -> bool:
    """Whether the doer has the role that the procedure names for this step; its other moves are anybody's."""
    step = facts.step
    if step is None or step.only is None or move.allow is not step.nature.permission:
        return True
    return step.only in doer.roles


def fits(move: Move, facts: Facts) -> bool:
    """Whether a row is for a dossier that stands so at all; what only is in the way is for `why_not`."""
    if facts.at is not None and move.name not in facts.at.moves:
        return False
    there = facts.supplement_open or facts.supplement_waits
    holds = {
        Need.CLOCK_RUNS: facts.clock_runs,
        Need.FIRST_SUPPLEMENT: facts.supplements == 0 and not there,
        Need.SUPPLEMENTED_BEFORE: facts.supplements > 0 and not there,
        Need.SUPPLEMENT_OPEN: facts.supplement_open,
        Need.SUPPLEMENT_WAITS: facts.supplement_waits,
        Need.SUPPLEMENT_THERE: there,
    }
    return all(holds[need] for need in move.needs if need in FITS)


def open_moves(facts: Facts, doer: Doer) -> list[tuple[Move, str | None]]:
    """The rows that start here and are this doer's, those that carry the dossier on first, with what is in the way."""
    here = [
        move
        for move in MOVES
        if move.start is facts.state and may(move, doer) and fits(move, facts) and _in_role(move, facts, doer)
    ]
    ends = facts.at.nature.ends if facts.at is not None else ()
    first = sorted(here, key=lambda move: move.step is None and move.name not in ends)
    return [(move, why_not(move, facts, doer)) for move in first]


def decide(
    name: str, facts: Facts, doer: Doer, now: datetime, reason: str = "", data: Mapping[str, Any] | None = None
) -> Decision:
    """The decision to make this move; raises the error that says why it cannot be made."""
    move = find(name, facts.state)
    if move is None:
        raise errors.Conflict("move_not_from_here", extra={"state": facts.state.value})
    if code := why_not(move, facts, doer):
        raise refusal(code, facts)
    given = dict(data or {})
    reason = reason.strip()
    for need in move.needs:
        if need in ASKED and (code := _unanswered(need, reason, given)):
            raise errors.Invalid(code, errors=[{"path": _path(need), "code": code, "params": {}}])
    return Decision(move, now, reason, given)


def refusal(code: str, facts: Facts) -> errors.AppError:
    """The error of a code, with what a person needs to put it right."""
    if code == "move_not_yours":
        return errors.Forbidden(code)
    extra: dict[str, Any] = {"state": facts.state.value}
    if code == "originals_not_seen":
        extra["papers"] = list(facts.owed_now)
    if code == "originals_still_owed":
        extra["papers"] = list(facts.owed_later)
    if code == "files_missing":
        extra["count"] = facts.files_missing
    return errors.Conflict(code, extra=extra)


def _missing(need: Need, facts: Facts, doer: Doer) -> str | None:
    """The code of a fact that is needed and does not hold."""
    if need is Need.ALL_BYTES:
        return "files_missing" if facts.files_missing else "files_refused" if facts.files_refused else None
    if need is Need.NO_SUPPLEMENT:
        return "supplement_open" if facts.supplement_open else "supplement_waits" if facts.supplement_waits else None
    if need is Need.OWN_SUPPLEMENT:
        own = doer.person_id is not None and doer.person_id == facts.supplement_by
        return None if own or Permission.DOSSIERS_APPROVE in doer.permissions else "supplement_not_yours"
    if need is Need.NOT_APPRAISER:
        return _same_person(doer, facts, Pair.APPRAISE_APPROVE)
    if need is Need.NOT_APPROVER:
        return _same_person(doer, facts, Pair.APPROVE_SIGN)
    holds, code = {
        Need.FORM_VALID: (facts.form_valid, "form_not_valid"),
        Need.NOTICE: (facts.notice_shown, "notice_not_shown"),
        Need.PARTIES: (facts.parties_named, "parties_missing"),
        Need.ORIGINALS_SEEN: (not facts.owed_now, "originals_not_seen"),
        Need.ORIGINALS_OWED: (not facts.owed_later, "originals_still_owed"),
        Need.NOT_OVERDUE: (not facts.overdue, "due_passed"),
        Need.OPINION_HEARD: (not facts.opinion_awaited, "opinion_awaited"),
        Need.CHARGES_SETTLED: (not facts.charge_blocks, "charge_open"),
        Need.DRAFT_RESULT: (facts.draft_result, "result_missing"),
    }[need]
    return None if holds else code


def _same_person(doer: Doer, facts: Facts, pair: Pair) -> str | None:
    apart = pair in pairs(facts, doer) and pair not in facts.relaxed
    return _APART[pair] if apart else None


def pairs(facts: Facts, doer: Doer) -> frozenset[Pair]:
    """Which two steps this doer would do on the same dossier by making its next move."""
    done = {Pair.APPRAISE_APPROVE: facts.appraisers, Pair.APPROVE_SIGN: facts.approvers}
    return frozenset(pair for pair, others in done.items() if doer.person_id in others)


def relaxation_used(move: Move, facts: Facts, doer: Doer) -> Pair | None:
    """The pair of steps that a unit's decision lets this doer do with this move; nothing where none is needed."""
    wanted = {Need.NOT_APPRAISER: Pair.APPRAISE_APPROVE, Need.NOT_APPROVER: Pair.APPROVE_SIGN}
    asked = {wanted[need] for need in move.needs if need in wanted}
    return next(iter(asked & pairs(facts, doer) & facts.relaxed), None)


_APART = {
    Pair.APPRAISE_APPROVE: "appraiser_does_not_approve",
    Pair.APPROVE_SIGN: "approver_does_not_sign",
}


def _path(need: Need) -> str:
    return "reason" if need is Need.REASON else f"data.{need.value}"


def _unanswered(need: Need, reason: str, data: Mapping[str, Any]) -> str | None:
    """The code of an answer that must come with the move and did not."""
    if need is Need.REASON:
        return None if len(reason) >= MIN_REASON else "reason_needed"
    value = data.get(need.value)
    if need is Need.OUTCOME:
        return None if value in OUTCOMES else "outcome_needed"
    if need is Need.UNIT:
        return None if _is_uuid(value) else "unit_needed"
    if need is Need.ITEMS:
        return None if isinstance(value, list) and value else "items_needed"
    if need is Need.RESPOND_BY:
        return None if _is_date(value) else "respond_by_needed"
    if need is Need.DUE_ON:
        return None if _is_date(value) else "due_on_needed"
    filled = isinstance(value, str) and value.strip()
    return None if filled else {Need.OPINION: "opinion_needed", Need.RECEIVER: "receiver_needed"}[need]


def _is_date(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _is_uuid(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
