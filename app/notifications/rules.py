"""What a message says, and whether a person must call where it reaches nobody: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from app.core.money import dong

_VN = timezone(timedelta(hours=7))

REACH_WITHIN = timedelta(hours=4)
"""How long a message may lie unseen on a phone that is rung before a person calls."""

Said = dict[str, str]


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
    amount_seen: int | None = None
    """The fee on the sender's screen when she sent, where it was another one."""


CALLS: frozenset[str] = frozenset({"refuse", "sign", "stop"})
"""Moves that a person must learn of, by a call where nothing else reaches them."""

_WORDS: dict[str, tuple[Said, Said]] = {
    "forward": (
        {"vi": "Hồ sơ được chuyển nơi tiếp nhận", "en": "Dossier forwarded"},
        {
            "vi": "{procedure} nay do {unit} tiếp nhận. Lý do: {reason}",
            "en": "{procedure} is now with {unit}. Reason: {reason}",
        },
    ),
    "refuse": (
        {"vi": "Hồ sơ chưa được tiếp nhận", "en": "Dossier refused"},
        {
            "vi": "{unit} không tiếp nhận {procedure}. Lý do: {reason}",
            "en": "{unit} did not take {procedure}. Reason: {reason}",
        },
    ),
    "receive": (
        {"vi": "Hồ sơ đã được tiếp nhận", "en": "Dossier received"},
        {
            "vi": "{unit} đã tiếp nhận {procedure}, số {number}. Hẹn trả: {due}.{fee_vi}",
            "en": "{unit} received {procedure}, number {number}. Due: {due}.{fee_en}",
        },
    ),
    "take_up": (
        {"vi": "Hồ sơ đang được thẩm định", "en": "Dossier being appraised"},
        {"vi": "{handler} đang thẩm định {procedure}.", "en": "{handler} is appraising {procedure}."},
    ),
    "propose": (
        {"vi": "Hồ sơ đang chờ phê duyệt", "en": "Dossier waiting for approval"},
        {"vi": "{procedure} đã trình lãnh đạo {unit}.", "en": "{procedure} is with the approver of {unit}."},
    ),
    "send_back": (
        {"vi": "Hồ sơ được xem lại một bước", "en": "One step is being looked at again"},
        {
            "vi": "{unit} đang xem lại một bước của {procedure}. Hạn trả không đổi.",
            "en": "{unit} is looking again at one step of {procedure}. The due date stays.",
        },
    ),
    "decide": (
        {"vi": "Hồ sơ đang chờ ký, đóng dấu", "en": "Dossier waiting for the stamp"},
        {"vi": "Lãnh đạo {unit} đã quyết định về {procedure}.", "en": "{unit} has decided on {procedure}."},
    ),
    "sign": (
        {"vi": "Đã có kết quả", "en": "The result is ready"},
        {
            "vi": "Kết quả {procedure} đã có. Mở ứng dụng để xem, hoặc đến {unit} để nhận.",
            "en": "The result of {procedure} is ready. Open it in the app, or fetch it at {unit}.",
        },
    ),
    "hand_over": (
        {"vi": "Đã trả kết quả", "en": "Result handed over"},
        {"vi": "{unit} đã trả kết quả {procedure}.", "en": "{unit} handed over the result of {procedure}."},
    ),
    "open_result": (
        {"vi": "Đã nhận kết quả điện tử", "en": "Electronic result opened"},
        {"vi": "Kết quả {procedure} đã được mở trên máy.", "en": "The result of {procedure} was opened on the phone."},
    ),
    "withdraw": (
        {"vi": "Hồ sơ đã được rút", "en": "Dossier withdrawn"},
        {"vi": "{procedure} đã được rút. Lý do: {reason}", "en": "{procedure} was withdrawn. Reason: {reason}"},
    ),
    "stop": (
        {"vi": "Hồ sơ dừng giải quyết", "en": "Dossier stopped"},
        {
            "vi": "{unit} dừng giải quyết {procedure}. Lý do: {reason}",
            "en": "{unit} stopped {procedure}. Reason: {reason}",
        },
    ),
    "payment": (
        {"vi": "Đã nhận tiền", "en": "Payment received"},
        {
            "vi": "{unit} đã nhận {amount} cho {procedure}. Biên lai ở trong hồ sơ.",
            "en": "{unit} received {amount} for {procedure}. The receipt is in the dossier.",
        },
    ),
}

_CALL_WORDS: dict[str, Said] = {
    "refuse": {
        "vi": "Chào {name}. {unit} chưa tiếp nhận được {procedure}, mã {code}. Lý do: {reason} "
        "Mời bà con đến hoặc gọi {phone} để được hướng dẫn.",
        "en": "Hello {name}. {unit} could not take {procedure}, code {code}. Reason: {reason} "
        "Please come or call {phone} for advice.",
    },
    "sign": {
        "vi": "Chào {name}. Kết quả {procedure}, mã {code}, đã có. Mời bà con đến {unit} nhận, "
        "mang theo căn cước và phiếu hẹn.",
        "en": "Hello {name}. The result of {procedure}, code {code}, is ready. Please fetch it at {unit} "
        "with your identity card and the appointment slip.",
    },
    "stop": {
        "vi": "Chào {name}. {unit} đã dừng giải quyết {procedure}, mã {code}. Lý do: {reason} "
        "Có gì chưa rõ, bà con gọi {phone}.",
        "en": "Hello {name}. {unit} stopped {procedure}, code {code}. Reason: {reason} Call {phone} with any question.",
    },
}

WHY_CALL: dict[str, Said] = {
    "no_channel": {
        "vi": "Không có điện thoại nào nhận thông báo của hồ sơ này.",
        "en": "No phone takes messages for this dossier.",
    },
    "not_reached": {
        "vi": "Thông báo đã gửi nhưng chưa ai mở trong thời gian định trước.",
        "en": "The message was sent, and nobody opened it in the set time.",
    },
    "push_ended": {
        "vi": "Điện thoại của bà con đã thôi nhận thông báo.",
        "en": "The phone no longer takes messages.",
    },
}


def words(kind: str, about: About) -> tuple[Said, Said]:
    """Title and body of a message in both languages."""
    title, body = _WORDS[kind]
    return title, _filled(body, about)


def call_words(kind: str, about: About) -> Said:
    """What to say on the phone or at the door."""
    return _filled(_CALL_WORDS[kind], about)


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
    filled = {}
    for language, sentence in said.items():
        values = {
            "unit": about.unit_name,
            "procedure": about.procedure.get(language) or about.procedure["vi"],
            "code": about.official_number or about.local_code,
            "number": about.official_number or "–",
            "due": moment(about.due_at),
            "handler": about.handler or about.unit_name,
            "reason": about.reason,
            "amount": dong(about.amount or 0),
            "fee_vi": fee_vi,
            "fee_en": fee_en,
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
