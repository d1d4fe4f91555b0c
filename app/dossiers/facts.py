"""What the table of moves, the letters and the messages must know of a dossier, read once from where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor, Permission
from app.db import db, once
from app.documents import queries as documents
from app.dossiers import knowledge
from app.dossiers.models import Dossier, DossierAccess, DossierEvent, DossierFile, DossierPaper, Opinion, Supplement
from app.forms.rules.expr import Scope, holds
from app.payments import queries as payments
from app.workflow import queries as workflow
from app.workflow.process import Kind, Process, process
from app.workflow.rules import Doer, Facts
from app.workflow.table import Party, State

OWNING = ("owner", "submitter")
FEE_CHANGED = "fee_changed"
"""Under this the event of a reception keeps the fee that was shown and the one that is asked for."""


@dataclass(frozen=True)
class Owed:
    """A paper whose original the procedure wants compared, and whether that was done or waived."""

    key: str
    name: Mapping[str, Any]
    when: str
    settled: bool


def procedure(dossier: Dossier) -> dict[str, Any]:
    """The rules a dossier is handled by: those fixed at reception, before that today's."""
    if dossier.procedure_version_id is not None:
        return knowledge.fixed(dossier.procedure_version_id).body
    return knowledge.current().latest(dossier.procedure_code).body


def bodies(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The newest version of procedures, by code: for what is only shown, such as their names."""
    known = knowledge.current()
    return {code: known.latest(code).body for code in set(codes)}


def originals(dossier: Dossier, body: Mapping[str, Any]) -> list[Owed]:
    """The papers of this dossier whose originals must be compared, in the procedure's order."""
    pages = select(DossierFile.paper).where(DossierFile.dossier_id == dossier.id, DossierFile.replaced_by.is_(None))
    handed_in = set(db.session.scalars(pages))
    seen = {each.paper: each for each in papers_seen(dossier.id)}
    found = []
    for paper in body.get("papers", []):
        if paper["compare"] == "none" or not applies(paper, dossier.answers, handed_in):
            continue
        row = seen.get(paper["key"])
        settled = row is not None and (row.compared_at is not None or row.waived_at is not None)
        found.append(Owed(paper["key"], paper["name"], paper["compare"], settled))
    return found


def applies(paper: Mapping[str, Any], answers: Mapping[str, Any], handed_in: set[str]) -> bool:
    """Whether a paper is asked of this dossier: always, by its condition on the answers, or since it was handed in."""
    if paper["need"] == "always" or paper["key"] in handed_in:
        return True
    counts = {key: len(value) for key, value in answers.items() if isinstance(value, list)}
    scope = Scope(clock.today().isoformat(), dict(answers), counts)
    return "when" in paper and holds(paper["when"], scope)


def papers_seen(dossier_id: UUID) -> list[DossierPaper]:
    """What was written down about originals."""
    rows = select(DossierPaper).where(DossierPaper.dossier_id == dossier_id)
    return once(("papers_seen", dossier_id), lambda: list(db.session.scalars(rows)))


def facts_of(dossier: Dossier, body: Mapping[str, Any] | None = None) -> Facts:
    """All that the table asks about a dossier that was sent."""
    body = body if body is not None else procedure(dossier)
    owed = originals(dossier, body)
    steps = process(body, dossier.channel, confirms=dossier.outcome != "rejected")
    asked = list(db.session.scalars(select(Supplement).where(Supplement.dossier_id == dossier.id)))
    there = next((each for each in asked if each.status in {"open", "waiting"}), None)
    return Facts(
        state=State(dossier.state),
        form_valid=True,
        notice_shown=True,
        parties_named=bool(dossier.parties.get("owner", {}).get("name")),
        files_missing=dossier.files_missing,
        files_refused=int("quarantined" in dossier.flags),
        owed_now=tuple(each.key for each in owed if each.when == "reception" and not each.settled),
        owed_later=tuple(each.key for each in owed if not each.settled),
        clock_runs=dossier.due_at is not None,
        overdue=dossier.due_at is not None and dossier.due_at < clock.now(),
        supplement_open=there is not None and there.status == "open",
        supplement_waits=there is not None and there.status == "waiting",
        supplements=sum(1 for each in asked if each.opened_at is not None),
        supplement_by=there.asked_by_id if there is not None else None,
        charge_blocks=payments.blocks(dossier.id),
        draft_result=documents.draft_of(dossier.id) is not None,
        appraisers=_who_did(dossier.id, "take_up", "propose"),
        approvers=_who_did(dossier.id, "decide", "decide_draft"),
        opinion_awaited=_opinion_awaited(dossier, steps),
        relaxed=frozenset(workflow.relaxed(dossier.unit_id, clock.today())),
        step=steps.here(dossier.step, State(dossier.state)),
    )


def doer_of(dossier: Dossier, actor: Actor) -> Doer:
    """What an actor is to a dossier, and what they may do at its unit."""
    permissions = frozenset(each for each in Permission if actor.may(each, dossier.unit_id))
    parties = {Party.DESK} if Permission.DESK in permissions else set()
    if any(role in OWNING for role in _roles(dossier.id, actor)):
        parties.add(Party.OWNER)
    return Doer(frozenset(parties), actor.person_id, permissions, actor.roles(dossier.unit_id))


def _opinion_awaited(dossier: Dossier, steps: Process) -> bool:
    """Whether the procedure has another office asked, and none was, or one may still answer in time."""
    if steps.of_kind(Kind.OPINION) is None:
        return False
    asked = list(db.session.scalars(select(Opinion).where(Opinion.dossier_id == dossier.id)))
    open_ = [each for each in asked if each.status == "open"]
    heard = any(each.status == "answered" for each in asked) or bool(open_)
    return not heard or any(each.respond_by >= clock.today() for each in open_)


def told(dossier_id: UUID) -> tuple[list[str], list[str]]:
    """The principals a dossier is for: those of its owner and submitter, and those of its helpers."""
    rows = select(DossierAccess.principal, DossierAccess.role).where(
        DossierAccess.dossier_id == dossier_id, DossierAccess.until.is_(None)
    )
    found = [(row.principal, row.role) for row in db.session.execute(rows)]
    owners = [principal for principal, role in found if role in OWNING]
    return owners, [principal for principal, role in found if role not in OWNING]


def fee_seen(dossier_id: UUID) -> int | None:
    """The sum of the fee the sender was shown when she sent; nothing where the phone did not say or a part was open."""
    first = select(DossierEvent.data).where(DossierEvent.dossier_id == dossier_id, DossierEvent.version == 1)
    terms = (db.session.scalar(first) or {}).get("terms")
    if not terms:
        return None
    amounts = [line.get("amount") for line in terms.get("fees", [])]
    return None if None in amounts else sum(amounts)


def fee_asked(dossier_id: UUID) -> int | None:
    """What was asked for at the last reception, where the sender had been shown another fee; else nothing."""
    received = select(DossierEvent.data).where(DossierEvent.dossier_id == dossier_id, DossierEvent.move == "receive")
    last = db.session.scalar(received.order_by(DossierEvent.version.desc()).limit(1)) or {}
    noted = last.get(FEE_CHANGED)
    return int(noted["asked"]) if noted else None


def _roles(dossier_id: UUID, actor: Actor) -> list[str]:
    rows = select(DossierAccess.role).where(
        DossierAccess.dossier_id == dossier_id,
        DossierAccess.principal == actor.principal,
        DossierAccess.until.is_(None),
    )
    return list(db.session.scalars(rows))


def _who_did(dossier_id: UUID, *moves: str) -> frozenset[UUID]:
    rows = select(DossierEvent.person_id).where(DossierEvent.dossier_id == dossier_id, DossierEvent.move.in_(moves))
    return frozenset(each for each in db.session.scalars(rows) if each is not None)
