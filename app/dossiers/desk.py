"""One dossier as the desk sees it: answers and papers side by side, the moves that are open, who looked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.catalogue import queries as catalogue
from app.catalogue.rules import fees
from app.core import clock
from app.core.access import Actor
from app.core.error_texts import sentences
from app.core.shapes import Words
from app.documents import queries as documents
from app.dossiers import facts, inbox, outside, twins, views
from app.dossiers.desk_steps import desk_steps
from app.dossiers.models import Dossier
from app.dossiers.page_schemas import AttachmentOut
from app.dossiers.schemas import DeskDossierOut, OpenMove, PaperState
from app.identity import audit
from app.mandates import queries as mandates
from app.workflow import rules
from app.workflow.rules import Facts
from app.workflow.table import ASKED, Move, Need

_FORMS = frozenset({"form", "e_form"})


def view(dossier: Dossier, actor: Actor) -> DeskDossierOut:
    """Everything the desk sees of a dossier; the look is recorded. Raises Forbidden where a reason is wanting."""
    outside.must_say_why(dossier, actor)
    audit.look(actor, "dossier", dossier.id, "desk")
    body = facts.procedure(dossier)
    known = facts.facts_of(dossier, body)
    shown = views.as_out(dossier, actor.principal)
    draft = documents.draft_out(dossier.id)
    if draft is not None:
        shown.flags.append("draft_result")
    moves = rules.open_moves(known, facts.doer_of(dossier, actor))
    return DeskDossierOut(
        dossier=shown,
        form=catalogue.form_body(dossier.form_hash),
        fee_seen=facts.fee_seen(dossier.id),
        fee_now=_fee_now(dossier, body),
        papers=papers_of(dossier, body, shown.attachments),
        moves=[open_move(move, why, known) for move, why in moves],
        holder=dossier.holder_name,
        process=desk_steps(dossier, body),
        duplicates=inbox.rows(twins.alike(dossier, actor), actor),
        access_note="Lần xem này được ghi vào sổ truy cập.",
        draft=draft,
        consent=_consent(dossier),
    )


def _fee_now(dossier: Dossier, body: Mapping[str, Any]) -> int | None:
    if dossier.received_at is not None:
        return facts.fee_asked(dossier.id)
    amounts = [line.amount for line in fees.lines(body, dossier.answers, dossier.channel, clock.today(), [])]
    return None if None in amounts else sum(each for each in amounts if each is not None)


def open_move(move: Move, why: str | None, known: Facts) -> OpenMove:
    """A move as the desk shows it, with what is in the way."""
    asked = [need for need in move.needs if need in ASKED]
    error = rules.refusal(why, known) if why else None
    said = sentences(error.code, error.params | error.extra) if error else None
    return OpenMove.model_validate(
        {
            "move": move.name,
            "label": Words(vi=move.label[0], en=move.label[1]),
            "to_state": move.to.value,
            "needs_reason": Need.REASON in asked,
            "needs": [need.value for need in asked if need is not Need.REASON],
            "why_not": Words(vi=said["vi"], en=said["en"]) if said else None,
        }
    )


def papers_of(dossier: Dossier, body: Mapping[str, Any], pages: list[AttachmentOut]) -> list[PaperState]:
    """The papers asked of this dossier in the procedure's order, then pages of papers the procedure no longer names."""
    by_paper: dict[str, list[AttachmentOut]] = {}
    for page in sorted(pages, key=lambda each: each.page):
        by_paper.setdefault(page.paper, []).append(page)
    seen = {each.paper: each for each in facts.papers_seen(dossier.id)}
    found = []
    for paper in body.get("papers", []):
        key = paper["key"]
        if paper["kind"] in _FORMS or not facts.applies(paper, dossier.answers, set(by_paper)):
            continue
        row = seen.get(key)
        found.append(
            PaperState(
                key=key,
                name=Words.model_validate(paper["name"]),
                need=paper["need"],
                compare=paper["compare"],
                pages=by_paper.pop(key, []),
                compared_at=row.compared_at if row else None,
                compared_by=row.compared_by if row else None,
                waived_reason=row.waived_reason if row else None,
            )
        )
    for key, rest in by_paper.items():
        found.append(PaperState(key=key, name=Words(vi=key), need="if", compare="none", pages=rest))
    return found


def _consent(dossier: Dossier) -> dict[str, Any] | None:
    """Who helped, by which words, when."""
    if dossier.mandate_id is None:
        return None
    mandate = mandates.get(dossier.mandate_id)
    return {
        "helper_name": dossier.helper_name,
        "resident_name": mandate.resident_name,
        "method": mandate.method,
        "text_version": mandate.text_version,
        "text_hash": mandate.text_hash,
        "purposes": mandate.purposes,
        "granted_at": mandate.granted_at.isoformat().replace("+00:00", "Z"),
        "expires_at": mandate.expires_at.isoformat().replace("+00:00", "Z"),
    }
