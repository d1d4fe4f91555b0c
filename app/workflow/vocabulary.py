"""What the table of moves is written in: states, parties, needs, effects, and the shape of a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.access import Permission


class State(StrEnum):
    """Where a dossier stands. "Overdue" is computed and "granted" is an outcome; neither is a state."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    APPRAISING = "appraising"
    APPROVING = "approving"
    CONFIRMING = "confirming"
    """Its owner looks at the draft of the result."""
    SIGNING = "signing"
    READY = "ready"
    RETURNED = "returned"
    REFUSED = "refused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


ENDS = frozenset({State.RETURNED, State.REFUSED, State.STOPPED, State.WITHDRAWN})
RUNNING = frozenset({State.RECEIVED, State.APPRAISING, State.APPROVING, State.CONFIRMING, State.SIGNING})
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
    CLOCK_RUNS = "clock_runs"
    NOT_OVERDUE = "not_overdue"
    NO_SUPPLEMENT = "no_supplement"
    FIRST_SUPPLEMENT = "first_supplement"
    SUPPLEMENTED_BEFORE = "supplemented_before"
    SUPPLEMENT_OPEN = "supplement_open"
    SUPPLEMENT_WAITS = "supplement_waits"
    SUPPLEMENT_THERE = "supplement_there"
    OWN_SUPPLEMENT = "own_supplement"
    CHARGES_SETTLED = "charges_settled"
    DRAFT_RESULT = "draft_result"
    OPINION_HEARD = "opinion_heard"
    """Where the procedure has another office asked: it was, and its answer came or its date has passed."""
    NOT_APPRAISER = "not_appraiser"
    NOT_APPROVER = "not_approver"
    REASON = "reason"
    UNIT = "unit_id"
    OPINION = "opinion"
    OUTCOME = "outcome"
    RECEIVER = "receiver"
    ITEMS = "items"
    RESPOND_BY = "respond_by"
    DUE_ON = "due_on"


ASKED = frozenset(
    {Need.REASON, Need.UNIT, Need.OPINION, Need.OUTCOME, Need.RECEIVER, Need.ITEMS, Need.RESPOND_BY, Need.DUE_ON}
)
"""Needs that the doer answers with the move; the others are facts."""
FITS = frozenset(
    {
        Need.CLOCK_RUNS,
        Need.FIRST_SUPPLEMENT,
        Need.SUPPLEMENTED_BEFORE,
        Need.SUPPLEMENT_OPEN,
        Need.SUPPLEMENT_WAITS,
        Need.SUPPLEMENT_THERE,
    }
)
"""Facts that say whether a move is for this dossier at all: without one it is not offered."""


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
    NOTE_SUPPLEMENT = "note_supplement"
    """The request is written down; nobody is told before an approver allows it."""
    OPEN_SUPPLEMENT = "open_supplement"
    END_SUPPLEMENT = "end_supplement"
    RECKON = "reckon"
    """The clock is read anew: it stands still while a supplement is awaited."""
    FORM_02 = "form_02"
    EXTEND = "extend"
    FORM_04 = "form_04"
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
