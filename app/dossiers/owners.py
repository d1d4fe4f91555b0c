"""What residents do to dossiers that were sent: withdraw, open the result, take over by slip, follow by code."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, true

from app import feed
from app.core import clock, ids
from app.core.access import Actor
from app.db import db
from app.documents import queries as documents
from app.dossiers import facts, passing, rules, scope, views
from app.dossiers.models import Dossier, DossierAccess
from app.dossiers.schemas import TrackOut
from app.dossiers.steps import current_step
from app.identity import operations as identity
from app.workflow import rules as workflow
from app.workflow.table import Party

_ROLE_ORDER = {"owner": 0, "submitter": 1, "helper": 2}


def own(
    dossier_id: UUID, principals: Sequence[str], *, owning: bool = True, ever: bool = False
) -> tuple[Dossier, DossierAccess] | None:
    """A dossier that is for one of these principals, locked until the commit, and by which right; nothing for others.

    With `owning`, helping does not count. With `ever`, a right that has ended is found where none stands.
    """
    dossier = db.session.get(Dossier, dossier_id, with_for_update=True, populate_existing=True)
    rows = select(DossierAccess).where(
        DossierAccess.dossier_id == dossier_id,
        DossierAccess.principal.in_(principals),
        true() if ever else DossierAccess.until.is_(None),
    )
    found = sorted(db.session.scalars(rows), key=lambda each: (each.until is not None, _ROLE_ORDER[each.role]))
    fit = [each for each in found if not owning or each.role in facts.OWNING or each.until is not None]
    return (dossier, fit[0]) if dossier is not None and fit else None


def withdraw(dossier: Dossier, *, role: str, actor: Actor, op_id: UUID, reason: str, device_time: datetime) -> None:
    """Withdraw a dossier at its owner's word; raises Conflict where it has gone too far, Invalid without a reason."""
    _move(dossier, "withdraw", role=role, actor=actor, op_id=op_id, reason=reason, device_time=device_time)


def open_result(
    dossier: Dossier, document_id: UUID, *, role: str, actor: Actor, op_id: UUID, device_time: datetime
) -> None:
    """The owner opened an electronic result: that hands it over. Raises NotFound, Conflict.

    Once it is handed over, opening it again changes nothing.
    """
    paper = documents.document(dossier.id, document_id, drafts=False)
    if paper.kind != "result" or dossier.state == "returned":
        return
    _move(dossier, "open_result", role=role, actor=actor, op_id=op_id, reason="", device_time=device_time)


def _move(
    dossier: Dossier, name: str, *, role: str, actor: Actor, op_id: UUID, reason: str, device_time: datetime
) -> None:
    doer = workflow.Doer(frozenset({Party.OWNER}), actor.person_id)
    decision = workflow.decide(name, facts.facts_of(dossier), doer, clock.now(), rules.cleaned(reason))
    passing.record(decision, dossier, actor, op_id=op_id, role=role, data={}, device_time=device_time, by_owner=True)


def claim(local_code: str, secret: str, factor: str, actor: Actor) -> UUID | None:
    """Take a dossier over with its slip; nothing when anything of it is wrong, and it takes as long."""
    asked = rules.claim_hash(secret)
    for dossier in _with_code(local_code):
        right = hmac.compare_digest(dossier.claim_hash, asked)
        known = rules.factor_fits(dossier.id, dossier.factor_hash, dossier.factor_kind, dossier.parties, factor)
        if right and known:
            give(dossier.id, actor.principal, how="claim")
            if actor.person_id and actor.device_id:
                _no_longer_the_phones(dossier.id, f"device:{actor.device_id}")
            return dossier.id
    rules.factor_fits(rules.NOBODY, asked, "word", {}, factor)
    return None


def give(dossier_id: UUID, principal: str, *, how: str, role: str = "owner") -> None:
    """Make a dossier a principal's own from now on; a helper stays one. Everybody it is for hears of it."""
    row = db.session.get(DossierAccess, (dossier_id, principal), with_for_update=True)
    moment = clock.now()
    if row is None:
        row = DossierAccess(dossier_id=dossier_id, principal=principal, role=role, since=moment, until=None, how=how)
        db.session.add(row)
    elif row.until is not None:
        row.role, row.since, row.until, row.why, row.how = role, moment, None, None, how
    db.session.flush()
    feed.tell("dossier", dossier_id, [principal])


def _no_longer_the_phones(dossier_id: UUID, device: str) -> None:
    """What a person took over on a phone is not there for whoever signs in on it next."""
    row = db.session.get(DossierAccess, (dossier_id, device), with_for_update=True)
    if row is not None and row.until is None:
        row.until = clock.now()
        feed.tell("dossier", dossier_id, [device])


def adopt(device: str, person: str, but: Collection[UUID]) -> None:
    """A person signed in on a phone: what the phone had is the person's now, and no longer the phone's."""
    mine = (DossierAccess.principal == device, DossierAccess.until.is_(None))
    rows = select(DossierAccess).where(*mine, DossierAccess.dossier_id.not_in(but))
    for row in list(db.session.scalars(rows.with_for_update())):
        give(row.dossier_id, person, how="adopt", role=row.role)
        scope.end(row, "adopted")


identity.ON_ADOPT.append(adopt)


def count_of(principals: Sequence[str]) -> int:
    """How many dossiers are still for one of these principals."""
    return len(_ids_of(principals))


def knows_one(principals: Sequence[str], factor: str) -> bool:
    """Whether the second factor fits one of the dossiers of these principals; looks at all of them in any case."""
    rows = db.session.scalars(select(Dossier).where(Dossier.id.in_(_ids_of(principals))))
    fits = [rules.factor_fits(each.id, each.factor_hash, each.factor_kind, each.parties, factor) for each in rows]
    return any(fits)


def _ids_of(principals: Sequence[str]) -> set[UUID]:
    rows = select(DossierAccess.dossier_id).where(
        DossierAccess.principal.in_(principals), DossierAccess.until.is_(None)
    )
    return set(db.session.scalars(rows))


def track(code: str, factor: str) -> TrackOut | None:
    """What a stranger with the second factor may know; nothing when the code or the factor is wrong, in equal time."""
    found = None
    for dossier in _named(code):
        if rules.factor_fits(dossier.id, dossier.factor_hash, dossier.factor_kind, dossier.parties, factor):
            found = dossier
    if found is None:
        rules.factor_fits(rules.NOBODY, rules.factor_hash(rules.NOBODY, ""), "word", {}, factor)
        return None
    return _tracked(found)


def _named(code: str) -> list[Dossier]:
    """The dossiers a typed code may mean: by slip, or by official number."""
    slip = ids.parse_local_code(code)
    if slip is not None:
        return _with_code(slip)
    key = ids.number_key(code)
    return list(db.session.scalars(select(Dossier).where(Dossier.number_key == key))) if key else []


def _with_code(code: str) -> list[Dossier]:
    plain = ids.parse_local_code(code) or ""
    return list(db.session.scalars(select(Dossier).where(Dossier.local_code == plain).order_by(Dossier.id)))


def _tracked(dossier: Dossier) -> TrackOut:
    around = views.gather([dossier])
    unit, events = around.units[dossier.unit_id], around.events.get(dossier.id, [])
    steps = [step.model_copy(update={"holder": None}) for step in views.steps_of(dossier, events)]
    return TrackOut.model_validate(
        {
            "local_code": dossier.local_code,
            "official_number": dossier.official_number,
            "procedure_name": views.procedure_of(dossier, around.known).name,
            "unit_name": unit.name,
            "unit_phone": unit.phone,
            "state": dossier.state,
            "step": current_step(dossier.state),
            "steps": steps,
            "awaiting_files": dossier.files_missing,
            "submitted_at": dossier.submitted_at,
            "received_at": dossier.received_at,
            "due": views.due_out(dossier, unit, around),
            "updated_at": max([each.at for each in events], default=dossier.submitted_at),
        }
    )
