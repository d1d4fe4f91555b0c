"""What a payment is worth to a charge, and how a booking is written: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.core.ids import parse_local_code

Status = Literal["matched", "under", "over", "duplicate", "wrong_memo", "late"]
LOOSE: frozenset[str] = frozenset({"duplicate", "wrong_memo", "late"})
"""What settles nothing until a person assigns it."""

PREFIX = "CL"
_CODE_LENGTH = 9
_NOISE = re.compile(r"[^0-9A-Z]")


def reference(local_code: str) -> str:
    """The words of a transfer: short, plain letters, since banks drop or change everything else."""
    return PREFIX + plain(local_code)


def plain(text: str) -> str:
    """The letters and digits of a text in capitals."""
    return _NOISE.sub("", text.upper())


def named_in(content: str) -> list[str]:
    """The references in a transfer's text, whatever spaces and marks a bank put between; their check must hold."""
    words = plain(content)
    found = []
    for start in re.finditer(f"(?={PREFIX})", words):
        begin = start.start() + len(PREFIX)
        code = parse_local_code(words[begin : begin + _CODE_LENGTH])
        if code and reference(code) not in found:
            found.append(reference(code))
    return found


@dataclass(frozen=True)
class Owed:
    """A charge as matching sees it: what is still to pay, and whether it can still be paid."""

    charge_id: UUID
    left: int
    closed: bool
    """Voided: the office asks for nothing any more."""


@dataclass(frozen=True)
class Match:
    """What became of a payment, and the charge it is, or seems, meant for."""

    status: Status
    charge_id: UUID | None


def match(amount: int, named: Sequence[Owed]) -> Match:
    """Choose among the charges that a transfer names: an open one first, then the one of exactly this sum."""
    still = [each for each in named if not each.closed and each.left > 0]
    exact = [each for each in still if each.left == amount]
    if len(exact) == 1:
        return judge(amount, exact[0])
    if not named or len(still) > 1:
        return Match("wrong_memo", None)
    return judge(amount, still[0] if still else named[-1])


def judge(amount: int, charge: Owed) -> Match:
    """What a payment is to one charge that is known."""
    if charge.closed:
        return Match("late", charge.charge_id)
    if charge.left <= 0:
        return Match("duplicate", charge.charge_id)
    if amount == charge.left:
        return Match("matched", charge.charge_id)
    return Match("under" if amount < charge.left else "over", charge.charge_id)


@dataclass(frozen=True)
class Leg:
    """One side of a booking."""

    account: str
    amount: int


def charged(charge_id: UUID, unit_id: UUID, amount: int) -> tuple[Leg, Leg]:
    """The office asks for money."""
    return Leg(f"due:{charge_id}", amount), Leg(f"income:{unit_id}", -amount)


def voided(charge_id: UUID, unit_id: UUID, amount: int) -> tuple[Leg, Leg]:
    """It no longer does; what was paid then stands as owed to the payer."""
    return Leg(f"due:{charge_id}", -amount), Leg(f"income:{unit_id}", amount)


def came(method: str, unit_id: UUID, amount: int, status: Status, charge_id: UUID | None) -> tuple[Leg, Leg]:
    """Money arrived, for a charge or for nobody knows what."""
    to = f"loose:{unit_id}" if status in LOOSE or charge_id is None else f"due:{charge_id}"
    return Leg(f"{method}:{unit_id}", amount), Leg(to, -amount)


def assigned(charge_id: UUID, unit_id: UUID, amount: int) -> tuple[Leg, Leg]:
    """A person found the purpose of loose money."""
    return Leg(f"loose:{unit_id}", amount), Leg(f"due:{charge_id}", -amount)


def given_back(method: str, unit_id: UUID, amount: int, charge_id: UUID | None, credit: int) -> list[Leg]:
    """Money goes back to who paid it: first what is owed to her, then what the office had taken as its own.

    `credit` is what the charge owes her (too much came, or it was voided); without a charge the money was loose.
    """
    paid = Leg(f"{method}:{unit_id}", -amount)
    if charge_id is None:
        return [paid, Leg(f"loose:{unit_id}", amount)]
    owed = min(amount, max(credit, 0))
    legs = [paid, Leg(f"due:{charge_id}", owed), Leg(f"income:{unit_id}", amount - owed)]
    return [leg for leg in legs if leg.amount]


def charge_status(amount: int, left: int, *, closed: bool) -> Literal["open", "paid", "under", "over", "void"]:
    """What a charge shows, from its balance alone."""
    if closed:
        return "void"
    if left <= 0:
        return "paid" if left == 0 else "over"
    return "open" if left == amount else "under"
