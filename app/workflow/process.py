"""The steps of a procedure as data: who does what, with which part of the time, what comes next. Pure.

A procedure that says nothing has the five steps. Every step lies in states of the table; what may be done at it are
rows of the table, so a step never allows what the law's table does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.access import Permission, Role
from app.workflow.table import MOVES, State

Json = Mapping[str, Any]
OWNER = "owner"
"""The role of the step at which nobody of the office acts."""


class Kind(StrEnum):
    """What is done at a step."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    APPRAISE = "appraise"
    OPINION = "opinion"
    """Another office is asked; part of the appraisal."""
    CHECK = "check"
    APPROVE = "approve"
    CONFIRM = "confirm"
    SIGN = "sign"
    RETURN = "return"


@dataclass(frozen=True)
class Nature:
    """What the table says of a kind of step."""

    states: frozenset[State]
    ends: tuple[str, ...]
    """The moves that carry a dossier on from it."""
    number: int
    """Which of the five steps a resident sees."""
    permission: Permission | None
    then: frozenset[Kind]
    never: frozenset[str] = frozenset()
    """Moves that start in its states and belong to other kinds."""

    @property
    def moves(self) -> frozenset[str]:
        """All that may be done at such a step."""
        return frozenset(move.name for move in MOVES if move.start in self.states) - self.never


_K = Kind
_P = Permission
_AFTER_APPRAISAL = frozenset({_K.CHECK, _K.APPROVE})
_CHECKS = frozenset({"pass_check", "check_back"})
NATURES: dict[Kind, Nature] = {
    _K.RECEIVE: Nature(
        frozenset({State.SUBMITTED}), ("receive",), 1, _P.DOSSIERS_RECEIVE, frozenset({_K.ASSIGN, _K.APPRAISE})
    ),
    _K.ASSIGN: Nature(
        frozenset({State.RECEIVED}),
        ("pass_on",),
        2,
        _P.DOSSIERS_CHECK,
        frozenset({_K.ASSIGN, _K.APPRAISE}),
        frozenset({"take_up"}),
    ),
    _K.APPRAISE: Nature(
        frozenset({State.RECEIVED, State.APPRAISING}),
        ("propose",),
        2,
        _P.DOSSIERS_APPRAISE,
        _AFTER_APPRAISAL | {_K.OPINION},
        frozenset({"pass_on"}),
    ),
    _K.OPINION: Nature(
        frozenset({State.APPRAISING}), ("propose",), 2, _P.DOSSIERS_APPRAISE, _AFTER_APPRAISAL, frozenset({"pass_on"})
    ),
    _K.CHECK: Nature(
        frozenset({State.APPROVING}),
        ("pass_check",),
        3,
        _P.DOSSIERS_CHECK,
        _AFTER_APPRAISAL,
        frozenset({"decide", "decide_draft", "send_back"}),
    ),
    _K.APPROVE: Nature(
        frozenset({State.APPROVING}),
        ("decide", "decide_draft"),
        3,
        _P.DOSSIERS_APPROVE,
        frozenset({_K.CONFIRM, _K.SIGN}),
        _CHECKS,
    ),
    _K.CONFIRM: Nature(
        frozenset({State.CONFIRMING}), ("confirm_draft", "draft_silence"), 3, None, frozenset({_K.SIGN})
    ),
    _K.SIGN: Nature(frozenset({State.SIGNING}), ("sign",), 4, _P.DOSSIERS_SIGN, frozenset({_K.RETURN})),
    _K.RETURN: Nature(frozenset({State.READY}), ("hand_over", "open_result"), 5, _P.DOSSIERS_HAND_OVER, frozenset()),
}
UNTIMED = frozenset({Kind.RECEIVE, Kind.RETURN})
"""Before the clock starts, and after the result is there: no part of the time is theirs."""
SKIPPED = frozenset({Kind.ASSIGN, Kind.OPINION, Kind.CHECK, Kind.CONFIRM})
"""Kinds that a step may be for one channel only."""


@dataclass(frozen=True)
class Step:
    """One step of a procedure, for the channel of a dossier."""

    key: str
    kind: Kind
    name: Mapping[str, str]
    role: str
    share: float
    moves: frozenset[str]
    only: Role | None = None
    """The role that the procedure names; nothing where any role with the permission will do."""
    silence: Mapping[str, Any] | None = None
    """After how long saying nothing counts as agreement."""
    clock_stops: bool = False

    @property
    def nature(self) -> Nature:
        """What the table says of it."""
        return NATURES[self.kind]


@dataclass(frozen=True)
class Process:
    """The steps of one dossier, in their order."""

    steps: tuple[Step, ...]

    def here(self, key: str | None, state: State) -> Step | None:
        """The step at which a dossier in a state stands: the one written down, as long as it lies in that state."""
        there = [step for step in self.steps if state in step.nature.states]
        named = next((step for step in there if step.key == key), None)
        main = [step for step in there if step.kind not in SKIPPED]
        return named or next(iter(main or there), None)

    def of_kind(self, kind: Kind) -> Step | None:
        """The first step of a kind."""
        return next((step for step in self.steps if step.kind is kind), None)

    def after(self, step: Step | None, move: str, to: State) -> Step | None:
        """The step at which a dossier stands after a move from this one."""
        if step is None or to not in {state for each in self.steps for state in each.nature.states}:
            return self.here(None, to)
        if move in step.nature.ends:
            later = self.steps[self.steps.index(step) + 1 :]
            return next((each for each in later if to in each.nature.states and each.kind is not Kind.OPINION), None)
        return self.here(step.key, to)


def process(body: Json, channel: str, *, confirms: bool = True) -> Process:
    """The steps of a procedure version for dossiers of a channel; with or without showing its owner the draft."""
    given = body.get("steps") or []
    if not given:
        return FIVE
    by_key = {each["key"]: each for each in given}
    found: list[Json] = []
    key: str | None = given[0]["key"]
    while key is not None:
        found.append(by_key[key])
        key = by_key[key].get("next")
    mine = [
        each for each in found if each.get("channel") in (None, channel) and (confirms or each["kind"] != "confirm")
    ]
    whole = sum(float(each["share"]) for each in mine)
    confirms = any(each["kind"] == Kind.CONFIRM for each in mine)
    return Process(tuple(_step(each, whole, confirms=confirms) for each in mine))


def _step(given: Json, whole: float, *, confirms: bool) -> Step:
    kind = Kind(given["kind"])
    moves = frozenset(given.get("moves") or NATURES[kind].moves)
    if kind is Kind.APPROVE:
        moves = (moves | {"decide", "decide_draft"}) - {"decide" if confirms else "decide_draft"}
    return Step(
        key=given["key"],
        kind=kind,
        name=given["name"],
        role=given["role"],
        share=float(given["share"]) / whole,
        moves=moves,
        only=None if given["role"] == OWNER else Role(given["role"]),
        silence=given.get("silence"),
        clock_stops=given.get("clock") == "stops",
    )


def _usual(kind: Kind, vi: str, en: str, role: Role, share: float) -> Step:
    moves = NATURES[kind].moves - {"decide_draft"}
    return Step(kind.value, kind, {"vi": vi, "en": en}, role.value, share, moves)


FIVE = Process(
    (
        _usual(Kind.RECEIVE, "Tiếp nhận", "Receive", Role.CLERK, 0),
        _usual(Kind.APPRAISE, "Thẩm định", "Appraise", Role.APPRAISER, 0.6),
        _usual(Kind.APPROVE, "Phê duyệt", "Approve", Role.APPROVER, 0.2),
        _usual(Kind.SIGN, "Ký số, đóng dấu", "Sign and stamp", Role.SEAL_CLERK, 0.2),
        _usual(Kind.RETURN, "Trả kết quả", "Return the result", Role.CLERK, 0),
    )
)
"""The steps of a procedure that says nothing."""


def stops_clock(body: Json, kind: Kind) -> bool:
    """Whether the legal clock stands still at a procedure's steps of a kind."""
    return any(each["kind"] == kind and each.get("clock") == "stops" for each in body.get("steps") or ())


def only_at(steps: Sequence[Json], key: str | None) -> Role | None:
    """The role that the procedure names for a finer step; nothing where any role with the permission will do."""
    named = next((each["role"] for each in steps if each["key"] == key), None)
    return None if named in {None, OWNER} else Role(str(named))


def permission_at(steps: Sequence[Json], key: str | None) -> Permission | None:
    """Whose work a finer step of a procedure is; nothing where no such step is named."""
    kind = next((each["kind"] for each in steps if each["key"] == key), None)
    return NATURES[Kind(kind)].permission if kind else None
