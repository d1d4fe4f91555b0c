"""What the office does to a dossier: moves, originals compared, draft results. Exactly once, on the version it saw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import clock, errors
from app.core.access import MATRIX, Actor, Permission
from app.db import db
from app.documents import operations as documents
from app.documents import voiding
from app.dossiers import chosen, facts, log, outside, owning, papers, passing, scope, todo
from app.dossiers.handed import HANDED
from app.dossiers.models import Dossier, DossierEvent, DossierPaper, Operation
from app.identity import queries as people
from app.workflow import queries as workflow
from app.workflow import rules
from app.workflow.table import ENDS, State

_RELAXATION = "relaxation"
_NEWS = frozenset({"files_complete", "payment", "refund", "overdue", "due_moved", "by_hand"})
"""Events that no act at a desk depends on: a page that has not seen them is not out of date."""


def move(
    dossier_id: UUID,
    name: str,
    *,
    op_id: UUID,
    seen: int,
    reason: str,
    data: Mapping[str, Any],
    actor: Actor,
) -> Dossier:
    """Make one legal move. The same op_id again changes nothing; raises a refusal that says why, or a stale version."""
    # how a result was handed over is said by app/handover alone
    data = {key: value for key, value in data.items() if key != HANDED}
    asked = {"move": name, "seen": seen, "reason": reason, "data": data}
    dossier, text = _begin(dossier_id, op_id, "desk.move", asked, actor)
    if text is None:
        return dossier
    must_be_seen(dossier, seen)
    known, doer = facts.facts_of(dossier), facts.doer_of(dossier, actor)
    decision = rules.decide(name, known, doer, clock.now(), reason, data)
    actor.need_proof(decision.move.allow)
    chosen.must_be_offered(dossier, name, data)
    relaxed = _relaxation(decision, known, doer, dossier)
    role = role_for(actor, dossier, decision.move.allow)
    given = {key: value for key, value in data.items() if key != _RELAXATION}
    passing.record(decision, dossier, actor, op_id=op_id, role=role, data={**given, **relaxed})
    return _end(dossier, op_id, "desk.move", text, actor)


def _relaxation(decision: rules.Decision, known: rules.Facts, doer: rules.Doer, dossier: Dossier) -> dict[str, Any]:
    """What the event of a move says that one person could make only by her unit's decision on record."""
    pair = rules.relaxation_used(decision.move, known, doer)
    if pair is None:
        return {}
    row = workflow.relaxed(dossier.unit_id, clock.today())[pair]
    signed = row.decided_on.isoformat() if row.decided_on else None
    return {
        _RELAXATION: {"id": str(row.id), "decision": row.decision, "decided_on": signed, "pair": pair.value},
    }


def compare(
    dossier_id: UUID, *, op_id: UUID, seen: int, paper: str, compared: bool, reason: str, actor: Actor
) -> Dossier:
    """Write down that an original was compared, waived with a reason, or neither after all."""
    asked = {"paper": paper, "seen": seen, "compared": compared, "reason": reason}
    dossier, text = _begin(dossier_id, op_id, "desk.compare", asked, actor)
    if text is None:
        return dossier
    must_be_seen(dossier, seen)
    actor.need(Permission.DOSSIERS_COMPARE, dossier.unit_id)
    if State(dossier.state) in ENDS:
        raise errors.Conflict("dossier_closed", extra={"state": dossier.state})
    if paper not in {each["key"] for each in facts.procedure(dossier).get("papers", [])}:
        raise errors.Invalid("paper_unknown", errors=[{"path": "paper", "code": "paper_unknown", "params": {}}])
    _write_paper(dossier, paper, compared=compared, reason=reason, actor=actor)
    data = {"paper": paper, "compared": compared, "waived": bool(reason) and not compared}
    note(dossier, "compare", op_id, data, actor, Permission.DOSSIERS_COMPARE, reason)
    return _end(dossier, op_id, "desk.compare", text, actor)


def draft_result(
    dossier_id: UUID,
    *,
    op_id: UUID,
    seen: int,
    pdf: bytes | None,
    title: str,
    paragraphs: list[str],
    actor: Actor,
) -> Dossier:
    """Keep the draft of the result: the given PDF, or one made from a title and paragraphs."""
    asked = {"seen": seen, "title": title, "paragraphs": paragraphs, "pdf": _sha256(pdf) if pdf else None}
    dossier, text = _begin(dossier_id, op_id, "desk.draft_result", asked, actor)
    if text is None:
        return dossier
    must_be_seen(dossier, seen)
    permission = _may_draft(dossier)
    actor.need(permission, dossier.unit_id)
    actor.need_proof(permission)
    words = {"title": title, "paragraphs": paragraphs} if pdf is None else None
    if words is not None:
        pdf = papers.plain_result(dossier, words).pdf
    shown = {"vi": title} if title else facts.procedure(dossier)["results"][0]["name"]
    kept = documents.draft_result(papers.place_of(dossier, actor), shown, pdf or b"", words)
    data = {"document_id": str(kept.id), "sha256": kept.sha256}
    note(dossier, "draft_result", op_id, data, actor, permission, "")
    return _end(dossier, op_id, "desk.draft_result", text, actor)


def reassign(dossier_id: UUID, *, op_id: UUID, seen: int, helper_id: UUID, reason: str, actor: Actor) -> Dossier:
    """Give a dossier into another helper's care: the one before sees it no more, what she has unsent stays hers.

    Raises Invalid where the next one may not help there, or nobody says why; NotFound where nobody helps with it.
    """
    asked = {"seen": seen, "helper_id": str(helper_id), "reason": reason}
    dossier, text = _begin(dossier_id, op_id, "desk.reassign", asked, actor)
    if text is None:
        return dossier
    must_be_seen(dossier, seen)
    actor.need(Permission.DOSSIERS_FORWARD, dossier.unit_id)
    if not reason.strip():
        raise errors.Invalid("invalid", errors=[{"path": "reason", "code": "required", "params": {}}])
    if not Actor(grants=people.grants_of(helper_id)).may(Permission.HELP, dossier.unit_id):
        raise errors.Invalid("not_a_helper", errors=[{"path": "helper_id", "code": "not_a_helper", "params": {}}])
    before = scope.reassign(dossier_id, to_helper=helper_id)
    data = {"from": before, "to": f"person:{helper_id}"}
    note(dossier, "reassign", op_id, data, actor, Permission.DOSSIERS_FORWARD, reason)
    return _end(dossier, op_id, "desk.reassign", text, actor)


def void_letter(
    dossier_id: UUID, document_id: UUID, *, op_id: UUID, seen: int, reason: str, again: bool, actor: Actor
) -> Dossier:
    """Mark a letter as void, with the reason on the log; a form 01 may be made anew, under the next number.

    Raises Conflict where it is void already or is no letter, Invalid where nobody says why.
    """
    asked = {"document_id": str(document_id), "seen": seen, "reason": reason, "again": again}
    dossier, text = _begin(dossier_id, op_id, "desk.void_letter", asked, actor)
    if text is None:
        return dossier
    must_be_seen(dossier, seen)
    letter = papers.voidable(dossier, document_id, again=again)
    permission = papers.VOIDED_BY[letter.kind]
    actor.need(permission, dossier.unit_id)
    if len(reason.strip()) < rules.MIN_REASON:
        raise errors.Invalid("reason_needed", errors=[{"path": "reason", "code": "reason_needed", "params": {}}])
    made = papers.form_01(dossier, actor, again=True) if again else None
    voiding.void(letter, what=voiding.LETTER, by=actor.name, reason=reason, instead=made.number if made else None)
    data = {"document_id": str(letter.id), "kind": letter.kind, "number": letter.number}
    if made is not None:
        data["instead"] = made.number
    note(dossier, "void_letter", op_id, data, actor, permission, reason)
    return _end(dossier, op_id, "desk.void_letter", text, actor)


def hand(dossier_id: UUID, *, op_id: UUID, seen: int, act: str, to: UUID | None, reason: str, actor: Actor) -> Dossier:
    """Take a dossier (`take`), give it to somebody (`give`) or give it back (`give_back`): who has it, by hand.

    Raises Forbidden, Conflict or Invalid that says why not.
    """
    asked = {"act": act, "seen": seen, "to": str(to) if to else None, "reason": reason}
    dossier, text = _begin(dossier_id, op_id, "desk.hand", asked, actor, Permission.DOSSIERS_ASSIGN)
    if text is None:
        return dossier
    must_be_seen(dossier, seen)
    if act == "give":
        if to is None:
            raise errors.Invalid("invalid", errors=[{"path": "to", "code": "required", "params": {}}])
        owning.give(dossier, to, actor, op_id, reason)
    elif act == "take":
        owning.take(dossier, actor, op_id, reason)
    else:
        owning.give_back(dossier, actor, op_id, reason)
    todo.refresh(dossier)
    return _end(dossier, op_id, "desk.hand", text, actor)


def act(
    dossier_id: UUID,
    op_id: UUID,
    seen: int,
    kind: str,
    asked: dict[str, Any],
    actor: Actor,
    do: Callable[[Dossier], None],
) -> Dossier:
    """Do something to a dossier at the desk, exactly once, on the version that was seen."""
    dossier, text = _begin(dossier_id, op_id, kind, asked, actor)
    if text is None:
        return dossier
    must_be_seen(dossier, seen)
    do(dossier)
    return _end(dossier, op_id, kind, text, actor)


def for_desk(
    dossier_id: UUID,
    actor: Actor,
    *,
    locked: bool = False,
    also: Permission = Permission.DOSSIERS_READ,
    shown: bool = True,
) -> Dossier:
    """A dossier within the actor's reach at the desk, locked until the commit where it is changed; raises NotFound.

    Raises Forbidden where it is not the actor's own work and nobody said why (outside.py), unless nothing of its
    contents is `shown`. `also`: another permission that lets somebody act on it whom its contents are not shown.
    """
    found = db.session.get(Dossier, dossier_id, with_for_update=locked, populate_existing=locked)
    if found is None or not any(actor.may(each, found.unit_id) for each in (Permission.DOSSIERS_READ, also)):
        raise errors.NotFound("dossier")
    if shown and also is Permission.DOSSIERS_READ:
        outside.must_say_why(found, actor)
    return found


def role_for(actor: Actor, dossier: Dossier, permission: Permission | None) -> str | None:
    """The role in which an actor did something: the first that gives the permission at the dossier's unit."""
    held = sorted(role.value for role in actor.roles(dossier.unit_id) if permission in MATRIX[role])
    return held[0] if held else None


def _begin(
    dossier_id: UUID,
    op_id: UUID,
    kind: str,
    asked: dict[str, Any],
    actor: Actor,
    also: Permission = Permission.DOSSIERS_READ,
) -> tuple[Dossier, str | None]:
    """The dossier, locked, and the text of the act; no text where it was done before: a repeat is never stale."""
    text = json.dumps({"dossier_id": str(dossier_id), "kind": kind, **asked}, ensure_ascii=False, sort_keys=True)
    done: Operation | None = log.already(op_id, _sha256(text.encode()))
    if done is None:
        return for_desk(dossier_id, actor, locked=True, also=also, shown=False), text
    if done.principal != actor.principal:
        raise errors.Conflict("op_reused")
    return db.session.get_one(Dossier, dossier_id), None


def _end(dossier: Dossier, op_id: UUID, kind: str, text: str, actor: Actor) -> Dossier:
    result = {"version": dossier.version, "state": dossier.state}
    log.remember(op_id, _sha256(text.encode()), actor.principal, kind, dossier.id, text, result)
    db.session.flush()
    return dossier


def note(
    dossier: Dossier,
    name: str,
    op_id: UUID,
    data: dict[str, Any],
    actor: Actor,
    permission: Permission,
    reason: str,
) -> None:
    """Append an event that changes no state."""
    role = role_for(actor, dossier, permission)
    log.append(
        dossier, move=name, to_state=dossier.state, actor=actor, op_id=op_id, reason=reason, data=data, role=role
    )


def must_be_seen(dossier: Dossier, seen: int) -> None:
    """Refuse an act on a page that others have overtaken; says who did what and when."""
    if dossier.version == seen:
        return
    since = (
        select(DossierEvent)
        .where(DossierEvent.dossier_id == dossier.id, DossierEvent.version > seen)
        .order_by(DossierEvent.version.desc())
    )
    events = [each for each in db.session.scalars(since) if each.move not in _NEWS and not owning.is_news(each)]
    if seen < dossier.version and not events:
        return
    last = events[0] if events else None
    raise errors.Conflict(
        "stale_version",
        extra={
            "who": last.actor_name if last else "",
            "role": last.actor_role if last else None,
            "move": last.move if last else "",
            "at": last.at.isoformat().replace("+00:00", "Z") if last else None,
            "state": dossier.state,
            "version": dossier.version,
        },
    )


def _may_draft(dossier: Dossier) -> Permission:
    """The permission to bring a result at this step; raises Conflict where none is brought."""
    if dossier.state == State.APPRAISING:
        return Permission.RESULTS_DRAFT
    if dossier.state == State.SIGNING:
        return Permission.DOSSIERS_SIGN
    raise errors.Conflict("no_draft_now", extra={"state": dossier.state})


def _write_paper(dossier: Dossier, paper: str, *, compared: bool, reason: str, actor: Actor) -> None:
    row = db.session.get(DossierPaper, (dossier.id, paper))
    if row is None:
        row = DossierPaper(dossier_id=dossier.id, paper=paper)
        db.session.add(row)
    moment, waived = clock.now(), bool(reason) and not compared
    row.compared_at, row.compared_by = (moment, actor.name) if compared else (None, None)
    row.waived_at, row.waived_by = (moment, actor.name) if waived else (None, None)
    row.waived_reason = reason if waived else None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
