"""What a message says, and whether a person must call where it reaches nobody: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from app.core.money import dong
from app.notifications.said import CALLED, TOLD, Said

_VN = timezone(timedelta(hours=7))

REACH_WITHIN = timedelta(hours=4)
"""How long a message may lie unseen on a phone that is rung before a person calls."""


@dataclass(frozen=True)
class About:
    """The dossier a message is about, as plain facts."""

    dossier_id: UUID
    unit_id: UUID
    unit_name: str
    unit_phone: str | None
    procedure: Mapping[str, Any]
    local_code: str
    official_number: str | None
    state: str
    handler: str | None
    """Who receives or handles it now, by name or by office."""
    submitted_at: datetime
    received_at: datetime | None
    handled_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    owner_name: str
    owner_phone: str | None
    owner_address: str | None
    helper_name: str | None
    helper_unit_id: UUID | None = None
    reason: str = ""
    amount: int | None = None
    until: datetime | None = None
    """Until when the owner may answer."""
    amount_seen: int | None = None
    """The fee on the sender's screen when she sent, where it was another one."""


CALLS: frozenset[str] = frozenset(
    {
        "refuse",
        "sign",
        "stop",
        "ask_supplement",
        "allow_supplement",
        "supplement_spoiled",
        "extend",
        "overdue",
        "due_moved",
        "decide_draft",
    }
)
"""Moves that a person must learn of, by a call where nothing else reaches them."""


def words(kind: str, about: About) -> tuple[Said, Said]:
    """Title and body of a message in both languages."""
    title, body = TOLD[kind]
    return title, _filled(body, about)


def call_words(kind: str, about: About) -> Said:
    """What to say on the phone or at the door."""
    return _filled(CALLED[kind], about)


def facts(about: About) -> dict[str, Any]:
    """What every change of state must tell by law (Decree 224/2026, art. 15(1)(g)), with the numbers to find it by."""
    return {
        "agency": about.unit_name,
        "agency_phone": about.unit_phone,
        "handler": about.handler,
        "procedure": dict(about.procedure),
        "state": about.state,
        "local_code": about.local_code,
        "official_number": about.official_number,
        "submitted_at": _iso(about.submitted_at),
        "received_at": _iso(about.received_at),
        "handled_at": _iso(about.handled_at),
        "due_at": _iso(about.due_at),
        "returned_at": _iso(about.returned_at),
        "reason": about.reason or None,
    }


def moment(at: datetime | None) -> str:
    """A moment on the clocks of Viet Nam: 17:00, 24/02/2026."""
    return at.astimezone(_VN).strftime("%H:%M, %d/%m/%Y") if at else "–"


def _filled(said: Said, about: About) -> Said:
    other_vi = f" (lúc gửi: {dong(about.amount_seen)})" if about.amount_seen is not None else ""
    other_en = f" (when you sent it: {dong(about.amount_seen)})" if about.amount_seen is not None else ""
    fee_vi = f" Cần nộp {dong(about.amount)}{other_vi}." if about.amount else ""
    fee_en = f" To pay: {dong(about.amount)}{other_en}." if about.amount else ""
    due_vi = f" Hẹn trả: {moment(about.due_at)}." if about.due_at else ""
    due_en = f" Due: {moment(about.due_at)}." if about.due_at else ""
    filled = {}
    for language, sentence in said.items():
        values = {
            "unit": about.unit_name,
            "procedure": about.procedure.get(language) or about.procedure["vi"],
            "code": about.official_number or about.local_code,
            "number": about.official_number or "–",
            "due": moment(about.due_at),
            "until": moment(about.until),
            "handler": about.handler or about.unit_name,
            "reason": about.reason,
            "amount": dong(about.amount or 0),
            "fee_vi": fee_vi,
            "fee_en": fee_en,
            "due_vi": due_vi,
            "due_en": due_en,
            "name": about.owner_name,
            "phone": about.unit_phone or about.unit_name,
        }
        filled[language] = _put(sentence, values)
    return filled


def _put(sentence: str, values: Mapping[str, str]) -> str:
    """Fill by one pass over the sentence, so that nothing inside a value is taken for a place to fill."""
    parts = sentence.split("{")
    out = [parts[0]]
    for part in parts[1:]:
        name, rest = part.split("}", 1)
        out.extend((values[name], rest))
    return "".join(out)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
