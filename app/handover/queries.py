"""Whose results lie ready, and the record of those that were handed over. Scoped to the actor's offices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, or_, select

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.core.error_texts import sentences
from app.core.shapes import Words
from app.db import db
from app.documents import queries as documents
from app.dossiers import facts, finding
from app.dossiers.models import Dossier
from app.dossiers.words import address_text
from app.handover import rules
from app.handover.models import Handover
from app.handover.rules import Others
from app.handover.schemas import HandoverOut, OwedPaper, WaitingOut, WaitingPerson, WaitingRow
from app.workflow import rules as workflow
from app.workflow.table import State

SHOWN = 60
"""So many dossiers are shown at most; whoever looks for more types more."""
_HAND_OVER = Permission.DOSSIERS_HAND_OVER


def waiting(q: str, actor: Actor) -> WaitingOut:
    """The people a search finds, each with everything of theirs that is ready and what is not yet.

    Without a search: those whose results have waited longest.
    """
    reach = actor.units(_HAND_OVER)
    found = _of(_found(q, reach), reach) if q.strip() else _longest(reach)
    ready = select(func.count()).where(Dossier.unit_id.in_(reach), Dossier.state == State.READY.value)
    return WaitingOut(people=_people(found, actor), ready=db.session.scalar(ready) or 0, now=clock.now())


def _longest(reach: Collection[UUID]) -> list[Dossier]:
    rows = select(Dossier).where(Dossier.unit_id.in_(reach), Dossier.state == State.READY.value)
    return list(db.session.scalars(rows.order_by(Dossier.step_since, Dossier.id).limit(SHOWN)))


def _found(q: str, reach: Collection[UUID]) -> list[UUID]:
    return finding.search(rules.code_in(q), reach)


def _of(ids: Sequence[UUID], reach: Collection[UUID]) -> list[Dossier]:
    """These, and everything open of the same people, by the number of their identity papers."""
    hits = select(Dossier.id, Dossier.owner_id_number).where(
        Dossier.id.in_(ids), Dossier.closed_at.is_(None), Dossier.state != State.DRAFT.value
    )
    rows = db.session.execute(hits).all()
    numbers = {row.owner_id_number for row in rows if row.owner_id_number}
    wanted = select(Dossier).where(
        Dossier.unit_id.in_(reach),
        Dossier.closed_at.is_(None),
        Dossier.state != State.DRAFT.value,
        or_(Dossier.owner_id_number.in_(numbers), Dossier.id.in_([row.id for row in rows])),
    )
    first = wanted.order_by(Dossier.state != State.READY.value, Dossier.step_since, Dossier.id)
    return list(db.session.scalars(first.limit(SHOWN)))


def _people(dossiers: Iterable[Dossier], actor: Actor) -> list[WaitingPerson]:
    """Grouped by whose they are; who has no number on record stands alone with each dossier."""
    found: dict[str, WaitingPerson] = {}
    for each in dossiers:
        owner = each.parties.get("owner") or {}
        key = f"{each.unit_id}:{each.owner_id_number}" if each.owner_id_number else str(each.id)
        if key not in found:
            found[key] = WaitingPerson(
                key=str(each.id),
                name=str(owner.get("name") or each.title),
                id_end=rules.end_of(each.owner_id_number or ""),
                phone_end=str(owner.get("phone") or "")[-3:],
                address=address_text(owner.get("address")),
                rows=[],
            )
        found[key].rows.append(row_of(each, actor))
    return list(found.values())


def row_of(dossier: Dossier, actor: Actor) -> WaitingRow:
    """A dossier as the counter sees it when its result is fetched."""
    body = facts.procedure(dossier)
    known = facts.facts_of(dossier, body)
    move = workflow.find("hand_over", known.state)
    code = workflow.why_not(move, known, facts.doer_of(dossier, actor)) if move else "move_not_from_here"
    owner = dossier.parties.get("owner") or {}
    ready = dossier.state == State.READY.value
    wish = str(dossier.wishes.get("return") or "office")
    return WaitingRow.model_validate(
        {
            "dossier_id": dossier.id,
            "version": dossier.version,
            "code": dossier.official_number or dossier.local_code,
            "local_code": dossier.local_code,
            "procedure_name": Words.model_validate(body["name"]),
            "owner_name": owner.get("name") or dossier.title,
            "state": dossier.state,
            "ready_since": dossier.step_since if ready else None,
            "due_at": dossier.due_at,
            "wish": wish if wish in {"office", "phone", "post"} else "office",
            "outcome": dossier.outcome,
            "result_number": _result_number(dossier.id) if ready else None,
            "owed": _owed(dossier, body) if ready else [],
            "others": others_of(body),
            "why_not": said(workflow.refusal(code, known)) if code else None,
        }
    )


def _owed(dossier: Dossier, body: dict[str, object]) -> list[OwedPaper]:
    owed = facts.originals(dossier, body)
    return [OwedPaper(key=each.key, name=Words.model_validate(each.name)) for each in owed if not each.settled]


def _result_number(dossier_id: UUID) -> str | None:
    papers = documents.documents_of(dossier_id)
    return next((each.number for each in reversed(papers) if each.kind == "result" and not each.replaced), None)


def others_of(body: dict[str, object]) -> Others:
    """Whom a procedure lets fetch its result besides the people of the dossier; it says so where not anybody may."""
    collect = body.get("collect")
    found = collect.get("others") if isinstance(collect, dict) else None
    return found if found in {"certified", "nobody"} else "anyone"


def said(fault: errors.AppError) -> Words:
    """Why something cannot be done, in both languages."""
    told = sentences(fault.code, fault.params | fault.extra)
    return Words(vi=told["vi"], en=told["en"])


def record(handover_id: UUID, actor: Actor) -> HandoverOut:
    """The record of an act at one of the actor's offices; raises NotFound."""
    found = db.session.get(Handover, handover_id)
    if found is None or not actor.may(Permission.DOSSIERS_READ, found.unit_id):
        raise errors.NotFound("handover_not_found")
    return HandoverOut.model_validate(
        {
            "handover_id": found.id,
            "at": found.at,
            "official_name": found.official_name,
            "method": found.method,
            "receiver": found.receiver,
            "id_end": rules.end_of(found.receiver_id_number),
            "capacity": found.capacity,
            "authority": found.authority,
            "certified": found.certified,
            "signed": found.signed,
            "strokes": found.strokes,
            "carrier": found.carrier,
            "tracking": found.tracking,
            "dossiers": found.dossiers,
        }
    )
