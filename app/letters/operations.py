"""Setting the office's papers: facts in, a numbered PDF out. Nothing is kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core import clock, glyphs, qr, typeset
from app.letters import book_rules, queries, rules, style_rules
from app.letters.book_rules import Book, Slip
from app.letters.rules import Appointment, Data, Office, Plain, Request, Subject, Takings

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Letter:
    """A paper that was set: its kind, its title, its number and its bytes."""

    kind: str
    title: dict[str, str]
    number: str
    pdf: bytes


def form_01(office: Office, subject: Subject, said: Appointment, *, count: int, at: datetime) -> Letter:
    """Receipt of the dossier and appointment, with the QR that leads to it."""
    head, title, number = _head(office, "form_01", count, at, subject.level)
    return _set("form_01", "form_01", title, number, rules.form_01(office, subject, said, head, qr.svg(said.link)), at)


def form_02(office: Office, subject: Subject, said: Request, *, count: int, at: datetime) -> Letter:
    """Request to supplement, with the QR that leads to the dossier."""
    head, title, number = _head(office, "form_02", count, at)
    return _set("form_02", "form_02", title, number, rules.form_02(office, subject, said, head, qr.svg(said.link)), at)


def form_03(office: Office, subject: Subject, *, reason: str, signer: str, count: int, at: datetime) -> Letter:
    """Refusal, with its reason."""
    head, title, number = _head(office, "form_03", count, at, subject.level)
    said = Plain(subject.owner, rules.refusal(office, subject, reason, at), "Người tiếp nhận hồ sơ", signer)
    return _set("form_03", "notice", title, number, rules.letter(said, head), at)


def form_04(
    office: Office,
    subject: Subject,
    *,
    reason: str,
    before: datetime | None,
    due_at: datetime | None,
    signer: str,
    count: int,
    at: datetime,
) -> Letter:
    """Apology for being late, and another due moment."""
    head, title, number = _head(office, "form_04", count, at)
    paragraphs = rules.apology(office, subject, reason, before=before, due_at=due_at)
    said = Plain(subject.owner, paragraphs, "Đại diện cơ quan giải quyết", signer)
    return _set("form_04", "notice", title, number, rules.letter(said, head), at)


def form_05(
    office: Office,
    subject: Subject,
    *,
    reason: str,
    asked_by: str,
    step: str,
    money: str,
    signer: str,
    count: int,
    at: datetime,
) -> Letter:
    """Notice that handling stops."""
    head, title, number = _head(office, "form_05", count, at)
    paragraphs = rules.stop(office, subject, reason, at, asked_by=asked_by, step=step, money=money)
    said = Plain(subject.owner, paragraphs, "Đại diện cơ quan giải quyết", signer)
    return _set("form_05", "notice", title, number, rules.letter(said, head), at)


def receipt(office: Office, subject: Subject, said: Takings, *, number: str, at: datetime) -> Letter:
    """Receipt for money of one kind (phí or lệ phí)."""
    title: dict[str, str] = queries.statutory()["receipt"][said.kind]["title"]
    head = rules.head(office, title=title["vi"], number=number, form="", at=at)
    return _set("receipt", "receipt", title, number, rules.receipt(subject, said, head), at)


def plain_result(
    office: Office, subject: Subject, *, title: str, paragraphs: list[str], signer_title: str, number: str, at: datetime
) -> Letter:
    """A result of a title and paragraphs; without a number it is a draft."""
    head = rules.head(office, title=title, number=number or "…", form="", at=at)
    # A result is the people's committee's, not the counter's.
    if head["parent"]:
        head |= {"agency": head["parent"], "parent": ""}
    said = Plain(subject.owner, paragraphs, signer_title, extra={"code": subject.code})
    return _set("result", "result", {"vi": title}, number, rules.letter(said, head), at)


def form_06(office: Office, subject: Subject, said: Slip, *, count: int, at: datetime) -> Letter:
    """Control slip: every hand-over of a dossier, with the QR that leads to it."""
    head, title, number = _head(office, "form_06", count, at)
    return _set("form_06", "form_06", title, number, book_rules.form_06(subject, said, head, qr.svg(said.link)), at)


def form_07(office: Office, said: Book, *, count: int, at: datetime) -> Letter:
    """Register of a period, a line a dossier."""
    head, title, number = _head(office, "form_07", count, at)
    return _set("form_07", "form_07", title, number, book_rules.form_07(said, head), at)


def _head(office: Office, kind: str, count: int, at: datetime, level: str = "") -> tuple[Data, dict[str, str], str]:
    day = at.astimezone(clock.VN).date()
    style = queries.style(office.unit_id, kind, day, level)
    number = style_rules.number(style, count, day.year)
    return rules.head(office, title=style.title["vi"], number=number, form=style.label, at=at), style.title, number


def _set(kind: str, template: str, title: dict[str, str], number: str, data: Data, at: datetime) -> Letter:
    shown = glyphs.printable(data)
    pdf = typeset.render(_TEMPLATES / f"{template}.typ", shown, made_at=at.replace(microsecond=0))
    return Letter(kind, title, number, pdf)
