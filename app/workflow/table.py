"""Every legal move of a dossier: from where, to where, who, what it needs, what follows (docs: product.md's table)."""

from __future__ import annotations

from typing import Any

from app.core.access import Permission
from app.workflow.vocabulary import ASKED, ENDS, FITS, RUNNING, Effect, Move, Need, Party, State

__all__ = ["ASKED", "ENDS", "FITS", "MOVES", "RUNNING", "Effect", "Move", "Need", "Party", "State"]

_E = Effect
_N = Need
_P = Permission
_DESK = (Party.DESK,)
_WITHDRAW = ("Rút hồ sơ", "Withdraw")
_STOP = ("Dừng giải quyết", "Stop")
_WITHDRAWN = (_E.END_SUPPLEMENT, _E.FORM_05, _E.SETTLE_CHARGES, _E.RELEASE, _E.TELL)
_OPENED = (_E.OPEN_SUPPLEMENT, _E.FORM_02, _E.RECKON, _E.TELL)
_SUPPLEMENTED = (State.SUBMITTED, State.RECEIVED, State.APPRAISING)
"""Where more may be asked for."""
_ASKS = (_N.ITEMS, _N.RESPOND_BY)


def _withdraw(start: State, then: tuple[Effect, ...]) -> Move:
    who = (Party.OWNER, Party.DESK)
    return Move("withdraw", start, State.WITHDRAWN, who, _WITHDRAW, _P.DOSSIERS_WITHDRAW, (_N.REASON,), then)


def _stop(start: State) -> Move:
    return Move("stop", start, State.STOPPED, _DESK, _STOP, _P.DOSSIERS_APPROVE, (_N.REASON,), _WITHDRAWN)


def _extend(here: State) -> Move:
    """Another due moment, granted with an apology before the old one has passed (form 04)."""
    label = ("Xin lỗi, hẹn lại ngày trả", "Apologise and extend")
    needs = (_N.CLOCK_RUNS, _N.NOT_OVERDUE, _N.DUE_ON, _N.REASON)
    return Move(
        "extend", here, here, _DESK, label, _P.DOSSIERS_APPROVE, needs, (_E.EXTEND, _E.RECKON, _E.FORM_04, _E.TELL)
    )


_ANSWERED = (_E.END_SUPPLEMENT, _E.RECKON, _E.TELL)


def _asks(here: State) -> tuple[Move, ...]:
    """Asking the owner for more; a second time only with an approver's word."""
    more, again = ("Yêu cầu bổ sung", "Ask for more"), ("Yêu cầu bổ sung lần nữa", "Ask for more once again")
    allow = ("Đồng ý yêu cầu bổ sung lần nữa", "Allow asking again")
    first, further = (_N.FIRST_SUPPLEMENT, *_ASKS), (_N.SUPPLEMENTED_BEFORE, *_ASKS, _N.REASON)
    may, waits = _P.DOSSIERS_SUPPLEMENT, (_N.SUPPLEMENT_WAITS, _N.REASON)
    return (
        Move("ask_supplement", here, here, _DESK, more, may, first, (_E.NOTE_SUPPLEMENT, *_OPENED)),
        Move("ask_again", here, here, _DESK, again, may, further, (_E.NOTE_SUPPLEMENT,)),
        Move("allow_supplement", here, here, _DESK, allow, _P.DOSSIERS_APPROVE, waits, _OPENED),
    )


def _answers(here: State) -> tuple[Move, ...]:
    """The request taken back, the answer of the owner or the helper, and its last page."""
    back = ("Rút yêu cầu bổ sung", "Take the request back")
    send = ("Bổ sung hồ sơ", "Send what was asked for")
    came = ("Đã nhận đủ phần bổ sung", "All that was asked for has arrived")
    own = (_N.SUPPLEMENT_THERE, _N.OWN_SUPPLEMENT, _N.REASON)
    is_open = (_N.SUPPLEMENT_OPEN,)
    return (
        Move("withdraw_supplement", here, here, _DESK, back, _P.DOSSIERS_READ, own, _ANSWERED),
        Move("answer_supplement", here, here, (Party.OWNER, Party.HELPER), send, needs=is_open),
        Move("supplement_arrived", here, here, (Party.SYSTEM,), came, needs=is_open, then=_ANSWERED),
    )


_CONFIRMED = ("Đồng ý bản nháp", "Agree with the draft")
_DRAFT_WRONG = ("Báo bản nháp sai", "Say what is wrong with the draft")
_SILENCE = ("Hết hạn xem bản nháp, coi là đồng ý", "No answer about the draft in time: counts as agreement")


def _finer() -> tuple[Move, ...]:
    """Moves of steps that only some procedures have (app/workflow/process.py): elsewhere they are not offered."""
    pass_on, agree = ("Chuyển thẩm định", "Pass on for appraisal"), ("Đồng ý, trình lãnh đạo", "Agree and pass on")
    back, show = (
        ("Trả lại thẩm định", "Send back to the appraiser"),
        ("Phê duyệt, gửi bản nháp", "Decide, show the draft"),
    )
    owner, check = (Party.OWNER, Party.DESK), _P.DOSSIERS_CHECK
    here, draft = State.APPROVING, State.CONFIRMING
    return (
        Move("pass_on", State.RECEIVED, State.RECEIVED, _DESK, pass_on, check, (_N.NO_SUPPLEMENT,)),
        Move("pass_check", here, here, _DESK, agree, check, (_N.NOT_APPRAISER,)),
        Move("check_back", here, State.APPRAISING, _DESK, back, check, (_N.REASON,), (_E.GIVE_BACK, _E.TELL)),
        Move("decide_draft", here, draft, _DESK, show, _P.DOSSIERS_APPROVE, _DECIDES, (_E.RELEASE, _E.RECKON, _E.TELL)),
        Move("confirm_draft", draft, State.SIGNING, owner, _CONFIRMED, _P.DOSSIERS_WITHDRAW, (), (_E.RECKON, _E.TELL)),
        Move(
            "contest_draft",
            draft,
            State.APPRAISING,
            owner,
            _DRAFT_WRONG,
            _P.DOSSIERS_WITHDRAW,
            (_N.REASON,),
            (_E.GIVE_BACK, _E.RECKON, _E.TELL),
        ),
        Move("draft_silence", draft, State.SIGNING, (Party.SYSTEM,), _SILENCE, then=(_E.RECKON, _E.TELL)),
    )


_DECIDES = (_N.NOT_APPRAISER, _N.DRAFT_RESULT)

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
        (Party.DESK, Party.SYSTEM),
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
        (_E.END_SUPPLEMENT, _E.FORM_03, _E.TELL),
    ),
    Move(
        "receive",
        State.SUBMITTED,
        State.RECEIVED,
        (Party.DESK, Party.SYSTEM),
        ("Tiếp nhận", "Receive"),
        _P.DOSSIERS_RECEIVE,
        (_N.NO_SUPPLEMENT, _N.ALL_BYTES, _N.PARTIES, _N.ORIGINALS_SEEN),
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
        (_N.NO_SUPPLEMENT,),
        (_E.HOLD, _E.TELL),
        step=2,
    ),
    Move(
        "propose",
        State.APPRAISING,
        State.APPROVING,
        _DESK,
        ("Trình duyệt", "Propose"),
        _P.DOSSIERS_APPRAISE,
        (_N.OPINION, _N.OUTCOME, _N.DRAFT_RESULT, _N.NO_SUPPLEMENT, _N.OPINION_HEARD, _N.CHARGES_SETTLED),
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
        (_N.RECEIVER, _N.ORIGINALS_OWED, _N.CHARGES_SETTLED),
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
    _withdraw(State.SUBMITTED, (_E.END_SUPPLEMENT, _E.RELEASE, _E.TELL)),
    _withdraw(State.RECEIVED, _WITHDRAWN),
    _withdraw(State.APPRAISING, _WITHDRAWN),
    _stop(State.RECEIVED),
    _stop(State.APPRAISING),
    _stop(State.APPROVING),
    _extend(State.RECEIVED),
    _extend(State.APPRAISING),
    _extend(State.APPROVING),
    _extend(State.CONFIRMING),
    _extend(State.SIGNING),
    *_finer(),
    *(move for here in _SUPPLEMENTED for move in (*_asks(here), *_answers(here))),
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
    State.CONFIRMING: 3,
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
    State.CONFIRMING: 4,
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
