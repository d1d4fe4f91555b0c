"""The papers a dossier gets from the office: facts gathered for the letters, the PDF kept as a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app import settings
from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.money import dong
from app.db import db
from app.documents import operations as documents
from app.documents import queries as kept
from app.documents.models import Document
from app.documents.operations import Place
from app.dossiers import facts
from app.dossiers.models import Dossier, DossierFile, Supplement, SupplementItem
from app.dossiers.telling import address_of
from app.letters import operations as letters
from app.letters import rules
from app.letters.operations import Letter
from app.letters.rules import Appointment, Asked, FeeLine, Office, PaperLine, Request, Subject, Takings
from app.payments import queries as payments
from app.payments.models import Charge, Payment
from app.payments.rules import reference
from app.payments.schemas import ChargeLineOut
from app.units import queries as units
from app.units.models import Unit
from app.workflow.deadline import time_for
from app.workflow.table import RUNNING, STEP_AT, STEPS, State


def office_of(unit: Unit) -> Office:
    """The unit as the head of a paper."""
    place = rules.place(_commune_name(unit))
    return Office(unit.name, unit.kind, place, unit.address or "", unit.phone or "", unit.id)


def subject_of(dossier: Dossier) -> Subject:
    """The dossier as a paper names it."""
    owner = dossier.parties.get("owner") or {}
    submitter = dossier.parties.get("submitter") or {}
    body = facts.procedure(dossier)
    return Subject(
        code=dossier.official_number or dossier.local_code,
        local_code=dossier.local_code,
        procedure=body["name"]["vi"],
        owner=owner.get("name") or dossier.title,
        submitter=submitter.get("name") or "",
        address=address_of(owner) or address_of(submitter),
        phone=owner.get("phone") or submitter.get("phone") or "",
        level=body["level"],
    )


VOIDED_BY = {
    "form_01": Permission.DOSSIERS_RECEIVE,
    "form_02": Permission.DOSSIERS_SUPPLEMENT,
    "form_03": Permission.DOSSIERS_REFUSE,
    "form_04": Permission.DOSSIERS_APPROVE,
    "form_05": Permission.DOSSIERS_APPROVE,
}
"""Which letters may be voided, and by whose permission: who may make one may take it back."""


def voidable(dossier: Dossier, document_id: UUID, *, again: bool) -> Document:
    """A letter of this dossier that still holds; raises NotFound, or Conflict where it is none or is void."""
    found = kept.document(dossier.id, document_id, drafts=False)
    if found.kind not in VOIDED_BY or (again and (found.kind != "form_01" or State(dossier.state) not in RUNNING)):
        raise errors.Conflict("not_voidable")
    if found.void is not None and found.void["what"] == "letter":
        raise errors.Conflict("void_already")
    return found


def form_01(dossier: Dossier, actor: Actor, *, again: bool = False) -> Document:
    """Receipt of the dossier and appointment; made again it is of today, in place of one that was wrong."""
    unit, moment, body = units.get(dossier.unit_id), clock.now(), facts.procedure(dossier)
    owed = [each for each in facts.originals(dossier, body) if not each.settled]
    said = Appointment(
        papers=paper_lines(dossier, body),
        limit=rules.limit(time_for(body["times"], dossier.channel)),
        received_at=dossier.received_at or moment,
        due_at=dossier.due_at,
        estimated=bool(dossier.due.get("estimated")),
        days=dossier.due.get("days", []),
        fees=[_fee(line) for charge in payments.charges_of(dossier.id) for line in charge.lines],
        reference=reference(dossier.local_code),
        return_wish=str(dossier.wishes.get("return") or "office"),
        bring=[each.name["vi"] for each in owed],
        receiver=actor.name,
        link=f"{settings().public_url}/t/{dossier.local_code}",
    )
    letter = letters.form_01(
        office_of(unit),
        subject_of(dossier),
        said,
        count=_count(unit.id, "form_01"),
        at=moment if again else said.received_at,
    )
    return _keep(dossier, actor, letter)


def form_02(dossier: Dossier, actor: Actor, asked: Supplement, items: Sequence[SupplementItem]) -> Document:
    """Request to supplement: what, why and how, thing by thing, and until when."""
    unit = units.get(dossier.unit_id)
    said = Request(
        items=[Asked(str(item.label["vi"]), item.reason, item.guidance) for item in items],
        note=asked.note,
        respond_by=asked.respond_by,
        signer=asked.asked_by,
        link=f"{settings().public_url}/t/{dossier.local_code}",
    )
    letter = letters.form_02(
        office_of(unit), subject_of(dossier), said, count=_count(unit.id, "form_02"), at=clock.now()
    )
    return _keep(dossier, actor, letter)


def form_03(dossier: Dossier, actor: Actor, reason: str) -> Document:
    """Refusal."""
    unit = units.get(dossier.unit_id)
    count = _count(unit.id, "form_03")
    letter = letters.form_03(
        office_of(unit), subject_of(dossier), reason=reason, signer=actor.name, count=count, at=clock.now()
    )
    return _keep(dossier, actor, letter)


def form_04(dossier: Dossier, actor: Actor, reason: str, *, before: datetime | None) -> Document:
    """Apology, and the new day."""
    unit = units.get(dossier.unit_id)
    letter = letters.form_04(
        office_of(unit),
        subject_of(dossier),
        reason=reason,
        before=before,
        due_at=dossier.due_at,
        signer=actor.name,
        count=_count(unit.id, "form_04"),
        at=clock.now(),
    )
    return _keep(dossier, actor, letter)


def form_05(
    dossier: Dossier, actor: Actor, reason: str, *, came_from: State, asked_by_owner: bool, signer: str
) -> Document:
    """Notice that handling stops."""
    unit, subject = units.get(dossier.unit_id), subject_of(dossier)
    step = STEPS[STEP_AT[came_from] - 1][0]
    letter = letters.form_05(
        office_of(unit),
        subject,
        reason=reason,
        asked_by=(subject.submitter or subject.owner) if asked_by_owner else unit.name,
        step=step[0].lower() + step[1:],
        money=_money_said(dossier.id),
        signer=signer,
        count=_count(unit.id, "form_05"),
        at=clock.now(),
    )
    return _keep(dossier, actor, letter)


def receipts(dossier: Dossier, actor: Actor, charge: Charge, payment: Payment) -> list[Document]:
    """A receipt for each kind of money (phí and lệ phí apart); cash goes under the paper receipt's number."""
    unit, made = units.get(dossier.unit_id), []
    lines = [ChargeLineOut.model_validate(line) for line in charge.lines]
    for kind in dict.fromkeys(line.kind for line in lines if line.amount):
        year = clock.today().year
        number = payment.bank_ref
        if payment.method == "bank":
            number = f"{documents.next_number(f'receipt:{unit.id}:{year}'):07d}/{year}"
        said = Takings(
            fees=[_fee(line) for line in lines if line.kind == kind],
            method=payment.method,
            paid_on=payment.booked_on,
            bank_ref=payment.bank_ref if payment.method == "bank" else "",
            cashier=actor.name,
            kind=kind,
        )
        letter = letters.receipt(office_of(unit), subject_of(dossier), said, number=number, at=clock.now())
        made.append(_keep(dossier, actor, letter))
    return made


def plain_result(dossier: Dossier, words: Mapping[str, Any], number: str = "") -> Letter:
    """A result of a title and paragraphs, as a letter not yet kept; without a number it is a draft."""
    return letters.plain_result(
        office_of(units.get(dossier.unit_id)),
        subject_of(dossier),
        title=str(words["title"]),
        paragraphs=list(words["paragraphs"]),
        signer_title="Chủ tịch",
        number=number,
        at=clock.now(),
    )


def paper_lines(dossier: Dossier, body: dict[str, Any]) -> list[PaperLine]:
    """What was handed in: the electronic form, photographed papers with their pages, originals that were seen."""
    held = select(DossierFile.paper, func.count()).where(
        DossierFile.dossier_id == dossier.id, DossierFile.stored_at.is_not(None), DossierFile.replaced_by.is_(None)
    )
    pages = {row[0]: row[1] for row in db.session.execute(held.group_by(DossierFile.paper))}
    compared = {each.paper for each in facts.papers_seen(dossier.id) if each.compared_at is not None}
    lines = [PaperLine("Tờ khai điện tử", 1, "Tệp điện tử")]
    for paper in body.get("papers", []):
        key = paper["key"]
        if paper["kind"] in {"form", "e_form"} or not (key in pages or key in compared):
            continue
        how = f"Tệp điện tử, {pages[key]} trang" if key in pages else "Xuất trình"
        seen = ", đã đối chiếu bản chính" if key in compared else ""
        lines.append(PaperLine(paper["name"]["vi"], int(paper.get("qty") or 1), how + seen))
    return lines


def place_of(dossier: Dossier, actor: Actor) -> Place:
    """Where a paper of this dossier is kept, and who makes it."""
    return Place(dossier.id, dossier.unit_id, actor.name)


def _keep(dossier: Dossier, actor: Actor, letter: Letter) -> Document:
    return documents.issue(place_of(dossier, actor), letter.kind, letter.title, letter.number, letter.pdf)


def _count(unit_id: UUID, kind: str) -> int:
    """The letter's own number: of the unit, the kind and the year."""
    return documents.next_number(f"{kind}:{unit_id}:{clock.today().year}")


def _fee(line: ChargeLineOut) -> FeeLine:
    return FeeLine(line.label.vi, line.quantity, line.amount)


def _money_said(dossier_id: UUID) -> str:
    """What form 05 says about money."""
    charges = payments.charges_of(dossier_id)
    paid = sum(charge.paid for charge in charges)
    if paid:
        return f"Đã thu {dong(paid)}; việc hoàn trả theo quy định của khoản thu. Khoản chưa nộp không phải nộp nữa."
    return "Chưa thu khoản nào; khoản đã báo (nếu có) không phải nộp nữa." if charges else "Hồ sơ không có khoản thu."


def _commune_name(unit: Unit) -> str:
    """The name of the place that stands before the date: the commune of an office, the unit's own otherwise."""
    chain: Sequence[Unit] = [unit, *units.ancestors(unit.id)]
    return next((each.name for each in chain if each.kind == "commune"), unit.name)
