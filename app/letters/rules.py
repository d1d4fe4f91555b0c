"""What stands on each paper, made from plain facts: every word of a letter that is not in its template. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from app.core.money import dong, words

_VN = timezone(timedelta(hours=7))
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_KINDS_OF_UNIT = ("xã ", "phường ", "đặc khu ", "thị trấn ", "tỉnh ", "thành phố ")
_UNITS = {"working_day": "ngày làm việc", "day": "ngày", "hour": "giờ làm việc", "month": "tháng"}
_RETURN = {
    "phone": "Bản điện tử trên điện thoại của người nộp",
    "office": "Nhận trực tiếp",
    "post": "Qua bưu chính công ích",
}
COUNTER = "Trung tâm Phục vụ hành chính công"

Data = dict[str, Any]


@dataclass(frozen=True)
class Office:
    """The unit that issues a paper."""

    name: str
    kind: str
    place: str
    """The commune or city that stands before the date."""
    address: str = ""
    phone: str = ""
    unit_id: UUID | None = None
    """Whose titles and numbers stand on it."""


@dataclass(frozen=True)
class Subject:
    """The dossier a paper is about."""

    code: str
    local_code: str
    procedure: str
    owner: str
    submitter: str = ""
    address: str = ""
    phone: str = ""
    level: str = ""
    """The level of its procedure: the police have slips of their own."""


@dataclass(frozen=True)
class PaperLine:
    """A paper that was handed in: how many, and as what."""

    name: str
    quantity: int
    form: str


@dataclass(frozen=True)
class FeeLine:
    """A line of money."""

    label: str
    quantity: int
    amount: int


@dataclass(frozen=True)
class Appointment:
    """Everything form 01 adds to the office and the subject."""

    papers: Sequence[PaperLine]
    limit: str
    received_at: datetime
    due_at: datetime | None
    estimated: bool
    days: Sequence[Mapping[str, Any]]
    fees: Sequence[FeeLine]
    reference: str
    return_wish: str
    bring: Sequence[str]
    receiver: str
    link: str
    sets: int = 1


@dataclass(frozen=True)
class Asked:
    """One thing that is asked for again: what, what is wrong with it, how to do it right."""

    name: str
    reason: str
    guidance: str


@dataclass(frozen=True)
class Request:
    """Everything form 02 adds."""

    items: Sequence[Asked]
    note: str
    respond_by: date
    signer: str
    link: str


@dataclass(frozen=True)
class Takings:
    """Everything a receipt adds: what was paid, how, and to whom."""

    fees: Sequence[FeeLine]
    method: str
    paid_on: date
    bank_ref: str
    cashier: str
    kind: str = "phi"


@dataclass(frozen=True)
class Plain:
    """A letter of paragraphs."""

    addressee: str
    paragraphs: Sequence[str]
    signer_title: str
    signer: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


def form_01(office: Office, subject: Subject, said: Appointment, head: Data, qr: str) -> Data:
    """Receipt of the dossier and appointment."""
    fees = [_fee(line) for line in said.fees]
    return head | {
        "code": subject.code,
        "local_code": subject.local_code,
        "office": f"{COUNTER} {_inside(office.name)}" if office.kind == "commune" else office.name,
        "applicant": subject.owner,
        "submitter": subject.submitter,
        "address": subject.address,
        "phone": subject.phone,
        "procedure": subject.procedure,
        "papers": [{"name": p.name, "quantity": str(p.quantity), "form": p.form} for p in said.papers],
        "sets": str(said.sets),
        "limit": said.limit,
        "received": long_moment(said.received_at),
        "due": f"trước {long_moment(said.due_at)}" if said.due_at else "sẽ báo sau",
        "estimated": said.estimated,
        "why": why(said.days),
        "fees": fees,
        "total": dong(sum(line.amount for line in said.fees)),
        "reference": said.reference,
        "return_place": ", ".join(part for part in (office.name, office.address) if part),
        "return_method": _RETURN.get(said.return_wish, _RETURN["office"]),
        "bring": list(said.bring),
        "link": said.link,
        "contact": office.phone,
        "signer_left": subject.submitter or subject.owner,
        "receiver": said.receiver,
        "qr": qr,
    }


def form_02(office: Office, subject: Subject, said: Request, head: Data, qr: str) -> Data:
    """Request to supplement."""
    return head | {
        "code": subject.code,
        "addressee": subject.owner,
        "submitter": subject.submitter,
        "address": subject.address,
        "phone": subject.phone,
        "procedure": subject.procedure,
        "items": [{"name": each.name, "reason": each.reason, "guidance": each.guidance} for each in said.items],
        "note": said.note,
        "respond_by": f"{_WEEKDAYS[said.respond_by.weekday()]} {said.respond_by:%d/%m/%Y}",
        "office": office.name,
        "contact": office.phone,
        "link": said.link,
        "signer": said.signer,
        "qr": qr,
    }


def receipt(subject: Subject, said: Takings, head: Data) -> Data:
    """Receipt for money."""
    total = sum(line.amount for line in said.fees)
    return head | {
        "payer": subject.submitter or subject.owner,
        "address": subject.address,
        "code": subject.code,
        "procedure": subject.procedure,
        "fees": [_fee(line) for line in said.fees],
        "total": dong(total),
        "total_words": words(total),
        "method": "Chuyển khoản" if said.method == "bank" else "Tiền mặt",
        "paid_on": said.paid_on.strftime("%d/%m/%Y"),
        "bank_ref": said.bank_ref,
        "cashier": said.cashier,
    }


def letter(said: Plain, head: Data) -> Data:
    """A notice or a plain result."""
    return (
        head
        | {
            "addressee": said.addressee,
            "paragraphs": list(said.paragraphs),
            "signer_title": said.signer_title,
            "signer": said.signer,
        }
        | dict(said.extra)
    )


def refusal(office: Office, subject: Subject, reason: str, at: datetime) -> list[str]:
    """The words of form 03."""
    return [
        f"{office.name} đã xem hồ sơ của {subject.owner}, mã {subject.code}, về việc: {subject.procedure}.",
        f"Hồ sơ chưa đủ điều kiện tiếp nhận. Lý do: {_sentence(reason)}",
        f"Phiếu này được lập lúc {long_moment(at)}. Khi đã khắc phục lý do nêu trên, {subject.owner} có thể nộp lại.",
        *_contact(office),
    ]


def apology(
    office: Office, subject: Subject, reason: str, *, before: datetime | None, due_at: datetime | None
) -> list[str]:
    """The words of form 04: the due moment that was given, why it is not kept, and the new one."""
    about = f"hồ sơ mã {subject.code} của {subject.owner}, về việc: {subject.procedure}"
    new = f"hẹn lại thời gian trả kết quả: trước {long_moment(due_at)}"
    return [
        f"{office.name} đã tiếp nhận {about}, hẹn trả kết quả trước {long_moment(before)}.",
        f"Đến nay hồ sơ chưa giải quyết xong. Lý do: {_sentence(reason)}",
        f"{office.name} xin lỗi {subject.owner} vì sự chậm trễ này, và {new}.",
        *_contact(office),
    ]


def stop(
    office: Office, subject: Subject, reason: str, at: datetime, *, asked_by: str, step: str, money: str
) -> list[str]:
    """The words of form 05: who asked, the step reached, the decision, and the money."""
    return [
        f"Hồ sơ mã {subject.code} của {subject.owner}, về việc: {subject.procedure}.",
        f"Người đề nghị dừng: {asked_by}. Bước đã tới: {step}.",
        f"{office.name} dừng giải quyết hồ sơ từ {long_moment(at)}. Lý do: {_sentence(reason)}",
        money,
        *_contact(office),
    ]


def head(office: Office, *, title: str, number: str, form: str, at: datetime) -> Data:
    """What every paper begins with."""
    commune = office.kind == "commune"
    return {
        "title": title,
        "form": form,
        "number": number,
        "parent": "" if not commune else f"Ủy ban nhân dân\n{_inside(office.name)}",
        "agency": COUNTER if commune else office.name,
        "place_date": f"{office.place}, ngày {at.astimezone(_VN):%d} tháng {at.astimezone(_VN):%m} năm "
        f"{at.astimezone(_VN):%Y}",
        "foot": office.name,
    }


def place(unit_name: str) -> str:
    """The name before the date: a commune's own, without its kind; numbered ones keep it."""
    low = unit_name.lower()
    for kind in _KINDS_OF_UNIT:
        if low.startswith(kind) and not unit_name[len(kind) :].isdigit():
            return unit_name[len(kind) :]
    return unit_name


def limit(rule: Mapping[str, Any] | None) -> str:
    """A time limit in words."""
    if rule is None or rule.get("value") is None:
        return "theo quy định của thủ tục"
    text = f"{rule['value']} {_UNITS[rule['unit']]}"
    if rule.get("same_day_before") and rule["value"] == 1:
        hour = str(rule["same_day_before"]).lstrip("0")
        return f"trong ngày; nhận sau {hour} thì trả ngày làm việc kế tiếp"
    return text


def why(days: Sequence[Mapping[str, Any]]) -> str:
    """The clock's explanation in one sentence: where the count starts, and the days that do not count."""
    if not days:
        return ""
    start = next((day for day in days if day["kind"] == "start"), days[0])
    parts = [f"Tính từ {_day(start)}"]
    if any(day["kind"] == "after_cutoff" for day in days):
        parts.append("vì nhận sau giờ làm việc")
    off = [f"{_day(day)} ({day['name']})" for day in days if day["kind"] == "holiday" and day.get("name")]
    off += [f"{_day(day)} (tạm dừng)" for day in days if day["kind"] == "paused"]
    if any(day["kind"] == "weekend" for day in days):
        off.append("ngày nghỉ cuối tuần")
    if off:
        parts.append(f"không tính {', '.join(off)}")
    worked = [_day(day) for day in days if day["kind"] == "swap_work"]
    if worked:
        parts.append(f"có tính {', '.join(worked)} làm bù")
    return "; ".join(parts) + "."


def long_moment(at: datetime | None) -> str:
    """A moment as people read it: 17:00, thứ Ba 24/02/2026."""
    if at is None:
        return "–"
    local = at.astimezone(_VN)
    return f"{local:%H:%M}, {_WEEKDAYS[local.weekday()]} {local:%d/%m/%Y}"


def _day(line: Mapping[str, Any]) -> str:
    return date.fromisoformat(str(line["date"])).strftime("%d/%m/%Y")


def _fee(line: FeeLine) -> Data:
    return {"label": line.label, "quantity": str(line.quantity), "amount": dong(line.amount)}


def _inside(name: str) -> str:
    """A unit's name inside a sentence: 'Xã Mộc Giang' becomes 'xã Mộc Giang'."""
    for kind in _KINDS_OF_UNIT:
        if name.lower().startswith(kind):
            return kind + name[len(kind) :]
    return name


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _contact(office: Office) -> list[str]:
    return [f"Cần hỏi thêm, xin gọi {office.phone} hoặc đến {office.name}."] if office.phone else []
