"""Every legal move of a dossier: from where, to where, who, what it needs, what follows (docs: product.md's table)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.access import Permission


class State(StrEnum):
    """Where a dossier stands. "Overdue" is computed and "granted" is an outcome; neither is a state."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    APPRAISING = "appraising"
    APPROVING = "approving"
    SIGNING = "signing"
    READY = "ready"
    RETURNED = "returned"
    REFUSED = "refused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


ENDS = frozenset({State.RETURNED, State.REFUSED, State.STOPPED, State.WITHDRAWN})
RUNNING = frozenset({State.RECEIVED, State.APPRAISING, State.APPROVING, State.SIGNING})
"""The legal clock runs."""


class Party(StrEnum):
    """Who a doer is to the dossier."""

    OWNER = "owner"
    """Has the dossier as owner or submitter."""
    HELPER = "helper"
    """Helps under a mandate that is in force."""
    DESK = "desk"
    """Has the move's permission at the dossier's unit."""
    SYSTEM = "system"


class Need(StrEnum):
    """What must hold before a move, or come with it (ASKED)."""

    FORM_VALID = "form_valid"
    NOTICE = "notice"
    PARTIES = "parties"
    ALL_BYTES = "all_bytes"
    ORIGINALS_SEEN = "originals_seen"
    ORIGINALS_OWED = "originals_owed"
    NO_SUPPLEMENT = "no_supplement"
    CHARGES_SETTLED = "charges_settled"
    DRAFT_RESULT = "draft_result"
    NOT_APPRAISER = "not_appraiser"
    NOT_APPROVER = "not_approver"
    REASON = "reason"
    UNIT = "unit_id"
    OPINION = "opinion"
    OUTCOME = "outcome"
    RECEIVER = "receiver"


ASKED = frozenset({Need.REASON, Need.UNIT, Need.OPINION, Need.OUTCOME, Need.RECEIVER})
"""Needs that the doer answers with the move; the others are facts."""


class Effect(StrEnum):
    """What follows a move, in the same transaction."""

    FORWARD = "forward"
    NUMBER = "number"
    FIX_PROCEDURE = "fix_procedure"
    START_CLOCK = "start_clock"
    CHARGES = "charges"
    SETTLE_CHARGES = "settle_charges"
    FORM_01 = "form_01"
    FORM_03 = "form_03"
    FORM_05 = "form_05"
    HOLD = "hold"
    """The doer holds the dossier now."""
    GIVE_BACK = "give_back"
    """The appraiser who proposed holds it again."""
    RELEASE = "release"
    """Nobody holds it: whoever has the next permission may take it."""
    OUTCOME = "outcome"
    ISSUE_RESULT = "issue_result"
    TELL = "tell"


@dataclass(frozen=True)
class Move:
    """One row of the table. Moves that share a name differ in where they start."""

    name: str
    start: State
    to: State
    who: tuple[Party, ...]
    label: tuple[str, str]
    allow: Permission | None = None
    needs: tuple[Need, ...] = ()
    then: tuple[Effect, ...] = ()
    step: int | None = None


_E = Effect
_N = Need
_P = Permission
_DESK = (Party.DESK,)
_WITHDRAW = ("Rút hồ sơ", "Withdraw")
_STOP = ("Dừng giải quyết", "Stop")
_WITHDRAWN = (_E.FORM_05, _E.SETTLE_CHARGES, _E.RELEASE, _E.TELL)


def _withdraw(start: State, then: tuple[Effect, ...]) -> Move:
    who = (Party.OWNER, Party.DESK)
    return Move("withdraw", start, State.WITHDRAWN, who, _WITHDRAW, _P.DOSSIERS_WITHDRAW, (_N.REASON,), then)


def _stop(start: State) -> Move:
    return Move("stop", start, State.STOPPED, _DESK, _STOP, _P.DOSSIERS_APPROVE, (_N.REASON,), _WITHDRAWN)


MOVES: tuple[Move, ...] = (
    Move(
        "submit",
        State.DRAFT,
        State.SUBMITTED,
        (Party.OWNER, Party.HELPER),
        ("Gửi hồ sơ", "Submit"),
        needs=(_N.FORM_VALID, _N.NOTICE, _N.PARTIES),
    ),
    Move(
        "forward",
        State.SUBMITTED,
        State.SUBMITTED,
        _DESK,
        ("Chuyển đơn vị có thẩm quyền", "Forward to the competent unit"),
        _P.DOSSIERS_FORWARD,
        (_N.UNIT, _N.REASON),
        (_E.FORWARD, _E.TELL),
    ),
    Move(
        "refuse",
        State.SUBMITTED,
        State.REFUSED,
        _DESK,
        ("Từ chối tiếp nhận", "Refuse"),
        _P.DOSSIERS_REFUSE,
        (_N.REASON,),
        (_E.FORM_03, _E.TELL),
    ),
    Move(
        "receive",
        State.SUBMITTED,
        State.RECEIVED,
        _DESK,
        ("Tiếp nhận", "Receive"),
        _P.DOSSIERS_RECEIVE,
        (_N.ALL_BYTES, _N.PARTIES, _N.ORIGINALS_SEEN),
        (_E.NUMBER, _E.FIX_PROCEDURE, _E.START_CLOCK, _E.CHARGES, _E.FORM_01, _E.TELL),
        step=1,
    ),
    Move(
        "take_up",
        State.RECEIVED,
        State.APPRAISING,
        _DESK,
        ("Nhận thẩm định", "Take up"),
        _P.DOSSIERS_APPRAISE,
        then=(_E.HOLD, _E.TELL),
        step=2,
    ),
    Move(
        "propose",
        State.APPRAISING,
        State.APPROVING,
        _DESK,
        ("Trình duyệt", "Propose"),
        _P.DOSSIERS_APPRAISE,
        (_N.OPINION, _N.OUTCOME, _N.DRAFT_RESULT, _N.NO_SUPPLEMENT, _N.CHARGES_SETTLED),
        (_E.OUTCOME, _E.RELEASE, _E.TELL),
        step=3,
    ),
    Move(
        "decide",
        State.APPROVING,
        State.SIGNING,
        _DESK,
        ("Phê duyệt", "Decide"),
        _P.DOSSIERS_APPROVE,
        (_N.NOT_APPRAISER,),
        (_E.RELEASE, _E.TELL),
    ),
    Move(
        "send_back",
        State.APPROVING,
        State.APPRAISING,
        _DESK,
        ("Trả lại thẩm định", "Send back to the appraiser"),
        _P.DOSSIERS_APPROVE,
        (_N.REASON,),
        (_E.GIVE_BACK, _E.TELL),
    ),
    Move(
        "send_back",
        State.SIGNING,
        State.APPROVING,
        _DESK,
        ("Trả lại phê duyệt", "Send back to the approver"),
        _P.DOSSIERS_SIGN,
        (_N.REASON,),
        (_E.RELEASE, _E.TELL),
    ),
    Move(
        "sign",
        State.SIGNING,
        State.READY,
        _DESK,
        ("Ký số, đóng dấu, phát hành", "Sign and issue"),
        _P.DOSSIERS_SIGN,
        (_N.NOT_APPROVER, _N.DRAFT_RESULT),
        (_E.ISSUE_RESULT, _E.RELEASE, _E.TELL),
        step=4,
    ),
    Move(
        "hand_over",
        State.READY,
        State.RETURNED,
        _DESK,
        ("Trả kết quả", "Hand over"),
        _P.DOSSIERS_HAND_OVER,
        (_N.RECEIVER, _N.ORIGINALS_OWED),
        (_E.TELL,),
        step=5,
    ),
    Move(
        "open_result",
        State.READY,
        State.RETURNED,
        (Party.OWNER, Party.SYSTEM),
        ("Nhận kết quả điện tử", "Open the electronic result"),
        needs=(_N.ORIGINALS_OWED,),
        then=(_E.TELL,),
        step=5,
    ),
    _withdraw(State.SUBMITTED, (_E.RELEASE, _E.TELL)),
    _withdraw(State.RECEIVED, _WITHDRAWN),
    _withdraw(State.APPRAISING, _WITHDRAWN),
    _stop(State.RECEIVED),
    _stop(State.APPRAISING),
    _stop(State.APPROVING),
)

NAMES = frozenset(move.name for move in MOVES)

STEPS: tuple[tuple[str, str], ...] = (
    ("Tiếp nhận", "Receive"),
    ("Thẩm định", "Appraise"),
    ("Phê duyệt", "Approve"),
    ("Ký số, đóng dấu", "Sign and stamp"),
    ("Trả kết quả", "Return the result"),
)

STEP_AT: dict[State, int] = {
    State.DRAFT: 0,
    State.SUBMITTED: 1,
    State.RECEIVED: 2,
    State.APPRAISING: 2,
    State.APPROVING: 3,
    State.SIGNING: 4,
    State.READY: 5,
    State.RETURNED: 6,
}
"""The step (1 to 5) that a dossier in this state waits for; 6 when all are done. Other ends have none."""

PERMISSION_AT: dict[State, Permission] = {
    State.SUBMITTED: _P.DOSSIERS_RECEIVE,
    State.RECEIVED: _P.DOSSIERS_APPRAISE,
    State.APPRAISING: _P.DOSSIERS_APPRAISE,
    State.APPROVING: _P.DOSSIERS_APPROVE,
    State.SIGNING: _P.DOSSIERS_SIGN,
    State.READY: _P.DOSSIERS_HAND_OVER,
}
"""Whose work it is: the permission of the move that carries the dossier on."""

NATIONAL: dict[State, int] = {
    State.SUBMITTED: 1,
    State.RECEIVED: 2,
    State.REFUSED: 3,
    State.APPRAISING: 4,
    State.APPROVING: 4,
    State.SIGNING: 4,
    State.WITHDRAWN: 7,
    State.STOPPED: 8,
    State.READY: 9,
    State.RETURNED: 10,
}


def national_code(state: State, *, supplement_open: bool = False, charge_blocks: bool = False) -> int:
    """The status code of the national exchange; an open request or charge shows before the handling."""
    if state in RUNNING and supplement_open:
        return 5
    if state in RUNNING and charge_blocks:
        return 6
    return NATIONAL[state]


def as_json(move: Move) -> dict[str, Any]:
    """A row as the PWA's generated types want it."""
    return {
        "name": move.name,
        "from": move.start.value,
        "to": move.to.value,
        "who": [party.value for party in move.who],
        "allow": move.allow.value if move.allow else None,
        "needs": [need.value for need in move.needs],
        "step": move.step,
        "label": {"vi": move.label[0], "en": move.label[1]},
    }
