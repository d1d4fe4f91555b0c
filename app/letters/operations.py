"""Setting the office's papers: facts in, a numbered PDF out. Nothing is kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.core import glyphs, qr, typeset
from app.letters import rules
from app.letters.rules import Appointment, Data, Office, Plain, Subject, Takings

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"


@dataclass(frozen=True)
class Letter:
    """A paper that was set: its kind, its title, its number and its bytes."""

    kind: str
    title: dict[str, str]
    number: str
    pdf: bytes


def form_01(office: Office, subject: Subject, said: Appointment, *, count: int, at: datetime) -> Letter:
    """Receipt of the dossier and appointment, with the QR that leads to it."""
    head, title, number = _head(office, "form_01", count, at)
    return _set("form_01", "form_01", title, number, rules.form_01(office, subject, said, head, qr.svg(said.link)), at)


def form_03(office: Office, subject: Subject, *, reason: str, signer: str, count: int, at: datetime) -> Letter:
    """Refusal, with its reason."""
    head, title, number = _head(office, "form_03", count, at)
    said = Plain(subject.owner, rules.refusal(office, subject, reason, at), "Người tiếp nhận hồ sơ", signer)
    return _set("form_03", "notice", title, number, rules.letter(said, head), at)


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
    title: dict[str, str] = _statutory()["receipt"][said.kind]["title"]
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


def title_of(kind: str) -> dict[str, str]:
    """The title of a statutory form as configured."""
    title: dict[str, str] = _statutory()["forms"][kind]["title"]
    return title


def _head(office: Office, kind: str, count: int, at: datetime) -> tuple[Data, dict[str, str], str]:
    told = _statutory()["forms"][kind]
    number = f"{count:02d}/{told['mark']}"
    form = f"{told['form']} ({_statutory()['basis']})"
    return rules.head(office, title=told["title"]["vi"], number=number, form=form, at=at), told["title"], number


def _set(kind: str, template: str, title: dict[str, str], number: str, data: Data, at: datetime) -> Letter:
    shown = glyphs.printable(data)
    pdf = typeset.render(_TEMPLATES / f"{template}.typ", shown, made_at=at.replace(microsecond=0))
    return Letter(kind, title, number, pdf)


@lru_cache(maxsize=1)
def _statutory() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((_HERE / "statutory.yaml").read_text(encoding="utf-8"))
    return told
