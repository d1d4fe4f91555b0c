"""What stands on the control slip (form 06) and the register (form 07), made from plain facts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.letters.rules import Data, Subject, long_moment


@dataclass(frozen=True)
class SlipRow:
    """One hand-over: who gave it to whom, when, until when it was to be done, how it ended. Texts as printed."""

    step: str
    given: str
    given_at: str
    taken: str
    taken_at: str
    done_at: str
    due: str
    result: str
    note: str


@dataclass(frozen=True)
class Slip:
    """Everything a control slip adds to the office and the subject."""

    rows: Sequence[SlipRow]
    received_at: datetime | None
    due_at: datetime | None
    whole: str
    """How the dossier as a whole stands to its due moment."""
    as_of: datetime
    link: str
    signer: str


@dataclass(frozen=True)
class Book:
    """Everything a register adds to the office: its period, what was chosen, and its lines as printed."""

    period: str
    chosen: Sequence[str]
    lines: Sequence[Sequence[str]]
    as_of: datetime
    signer: str


def form_06(subject: Subject, said: Slip, head: Data, qr: str) -> Data:
    """Control slip."""
    return head | {
        "code": subject.code,
        "local_code": subject.local_code,
        "owner": subject.owner,
        "procedure": subject.procedure,
        "received": long_moment(said.received_at),
        "due": long_moment(said.due_at),
        "whole": said.whole,
        "rows": [vars(row) for row in said.rows],
        "as_of": long_moment(said.as_of),
        "link": said.link,
        "signer": said.signer,
        "qr": qr,
    }


def form_07(said: Book, head: Data) -> Data:
    """Register."""
    return head | {
        "period": said.period,
        "chosen": list(said.chosen),
        "lines": [list(line) for line in said.lines],
        "as_of": long_moment(said.as_of),
        "signer": said.signer,
    }
