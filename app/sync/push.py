"""Operations of phones, exactly once, each with its own verdict.

What only reads (the text, its hash and signature, the form) is done before, so that the database is held for the few
rows of an operation and nothing else. New submissions that came together share a short transaction, because a sync of
the disk costs more than their rows; when anything at all is wrong with one of them, each gets a transaction of its own.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import clock, errors
from app.core.access import STRANGER, Actor
from app.core.error_texts import sentences
from app.core.shapes import Words
from app.db import db, transaction
from app.dossiers import intake, views
from app.dossiers import log as operations_log
from app.dossiers.judging import Desk
from app.dossiers.models import Dossier, Operation
from app.dossiers.schemas import DossierOut
from app.sync import authorship, quarantine, schemas, stumbles
from app.sync.authors import Authors
from app.sync.kinds import KINDS, Asker, WaitsError
from app.sync.state import ENVELOPES, Self

log = logging.getLogger(__name__)

DONE = frozenset({"applied", "duplicate"})
FINAL = frozenset({"applied", "rejected", "conflict", "quarantined"})
"""Verdicts that are kept and repeated; the others are asked again."""
UNPROVEN = frozenset({"op_reused", "bad_signature"})
"""Refusals that keep no row: the id is another's, or may be."""
TOGETHER = 10
"""So many at most share a transaction: a tenth of the syncs, and nobody else waits long for the database."""


@dataclass(frozen=True)
class Verdict:
    """What became of an operation."""

    status: str
    code: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    needs: list[UUID] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """What the table keeps of it."""
        return {"code": self.code, "params": self.params, "errors": self.errors}


@dataclass
class Item:
    """One operation on its way through."""

    given: schemas.SignedText
    op: schemas.Operation | None = None
    checked: Any = None
    doer: Actor = STRANGER
    """As whom it is done: its author."""
    signature_good: bool | None = None
    verdict: Verdict | None = None
    stumbled: str | None = None
    """The kind of failure of ours that kept it from its verdict."""

    @property
    def read(self) -> schemas.Operation:
        """The operation, once it was read."""
        assert self.op is not None
        return self.op


def push(given: Sequence[schemas.SignedText], session: Actor) -> list[schemas.OpResult]:
    """Take operations in their order and give each its verdict; never fails as a whole because of one.

    A session carries what is its principal's own and what its own phone has signed.
    """
    items = [_read(each) for each in given]
    for item in items:
        if item.verdict is None and not _may_carry(session, item.read):
            item.verdict = Verdict("retry", "not_your_operation")
    return _take(items, session)


def push_proven(given: Sequence[schemas.SignedText], carrier: Actor) -> list[schemas.OpResult]:
    """Take operations that are proven by their signatures, whoever carries them: a rescue file, a lost phone.

    Each is its author's act; the carrier's rights count for nothing.
    """
    return _take([_read(each) for each in given], carrier)


def _may_carry(session: Actor, op: schemas.Operation) -> bool:
    return op.principal == session.principal or op.device_id == session.device_id


def _take(items: list[Item], session: Actor) -> list[schemas.OpResult]:
    try:
        results = _take_all(items, session)
    except Exception as error:
        if len(items) == 1 and items[0].op is not None and items[0].verdict is None:
            # the phone halves what fails as a whole, until it is one operation that fails
            stumbles.note(items[0].read, type(error).__name__)
        raise
    for item in items:
        if item.stumbled is not None and not KINDS[item.read.kind].mark:
            stumbles.note(item.read, item.stumbled)
    return results


def _take_all(items: list[Item], session: Actor) -> list[schemas.OpResult]:
    with transaction(writes=False):
        _judge(items, session)
    for part in _parts(items):
        if not _apply_together(part, session):
            for item in part:
                _settle(item, session)
    with transaction(writes=False):
        return _results(items, session)


def _read(given: schemas.SignedText) -> Item:
    """The operation of an exact text, or why it cannot be read: that is never the phone's last word."""
    item = Item(given)
    try:
        raw = given.text.encode()
        item.op = schemas.Operation.model_validate(json.loads(raw, parse_constant=_no_number))
    except (ValueError, RecursionError):
        item.verdict = Verdict("retry", "unreadable_operation")
        return item
    if hashlib.sha256(raw).hexdigest() != given.sha256:
        item.verdict = Verdict("retry", "hash_differs")
    elif item.op.envelope not in ENVELOPES:
        item.verdict = Verdict("retry", "envelope_unknown")
    elif item.op.kind not in KINDS:
        item.verdict = Verdict("retry", "kind_unknown")
    return item


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _judge(items: Sequence[Item], session: Actor) -> None:
    """All that needs no writing: whose it is, whether it is here already, the signature, the content."""
    open_ = [item for item in items if item.op is not None and item.verdict is None]
    known = _known([item.read.op_id for item in open_])
    authors, desk = Authors([item.read for item in open_], session), Desk()
    for item in open_:
        if item.read.op_id in known:
            item.verdict = _repeated(item, *known[item.read.op_id])
        else:
            item.verdict = _objection(item, authors)
            if item.verdict is None:
                item.doer = authors.doer(item.read)
                item.verdict = _check(item, desk)


def _objection(item: Item, authors: Authors) -> Verdict | None:
    """What stands against taking it as its author's act."""
    op = item.read
    behind, item.signature_good = authors.behind(op, item.given)
    made_at, grace = quarantine.made_at(op), quarantine.grace()
    objection = authorship.objection(behind, made_at=made_at, now=clock.now(), grace=grace)
    return _set_aside(item, Verdict(*objection)) if objection else None


def _set_aside(item: Item, verdict: Verdict) -> Verdict:
    """A mark of reading is not worth an officer's look."""
    if verdict.status == "quarantined" and KINDS[item.read.kind].mark:
        return replace(verdict, status="rejected")
    return verdict


def _known(op_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str, dict[str, Any]]]:
    rows = select(Operation.op_id, Operation.sha256, Operation.status, Operation.result)
    found = db.session.execute(rows.where(Operation.op_id.in_(op_ids)))
    return {row.op_id: (row.sha256, row.status, row.result) for row in found}


def _repeated(item: Item, sha256: str, status: str, result: dict[str, Any]) -> Verdict:
    """The verdict on what stands here already: the first one again, where it is the same content."""
    if sha256 != item.given.sha256:
        return Verdict("rejected", "op_reused")
    params, found = result.get("params") or {}, result.get("errors") or []
    return Verdict("duplicate" if status == "applied" else status, result.get("code"), params, found)


def _check(item: Item, desk: Desk) -> Verdict | None:
    try:
        item.checked = KINDS[item.read.kind].check(item.read, desk)
    except Exception as error:
        return _verdict_on(error, item)
    return None


def _parts(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The operations in their order, new submissions that follow each other a few at a time."""
    for shares, alike in groupby(items, _may_share):
        run = list(alike)
        size = TOGETHER if shares else 1
        yield from (run[start : start + size] for start in range(0, len(run), size))


def _may_share(item: Item) -> bool:
    return item.verdict is None and KINDS[item.read.kind].bold


def _apply_together(items: Sequence[Item], session: Actor) -> bool:
    """Do new operations in one transaction, all or none; says whether they went through."""
    if len(items) < 2:
        return False
    done = Verdict("applied")
    try:
        with transaction(writes=True), operations_log.together():
            for item in items:
                op = item.read
                KINDS[op.kind].do(op, item.checked, _asker(item, session))
                _remember(item, done)
    except Exception:
        log.debug("one of %d operations does not go through: each by itself", len(items))
        return False
    for item in items:
        item.verdict = done
    return True


def _settle(item: Item, session: Actor) -> None:
    """See that an operation has its verdict, and that a final one is kept."""
    if item.verdict is None:
        item.verdict = _apply(item, session)
    elif item.op is not None and item.verdict.status in FINAL:
        item.verdict = _keep(item, item.verdict, session)


def _apply(item: Item, session: Actor) -> Verdict:
    """Do one operation in one transaction and keep it with its verdict, or find what an identical copy did."""
    op, kind = item.read, KINDS[item.read.kind]
    for careful in (False, True):
        try:
            with transaction(writes=True):
                if (careful or not kind.bold) and (found := operations_log.already(op.op_id)):
                    return _repeated(item, found.sha256, found.status, found.result)
                kind.do(op, item.checked, _asker(item, session, careful=careful))
                done = Verdict("applied")
                _remember(item, done)
            return done
        except IntegrityError:
            # somebody else was faster with the same thing: the second look finds it
            continue
        except Exception as error:
            refused = _verdict_on(error, item)
            return _keep(item, refused, session) if refused.status in FINAL else refused
    item.stumbled = IntegrityError.__name__
    return Verdict("retry", "failed_here")


def _asker(item: Item, session: Actor, *, careful: bool = False) -> Asker:
    """Whose act it is, and whose it becomes: what a phone made before somebody signed in on it is that person's."""
    op = item.read
    taken_over = op.principal == f"device:{session.device_id}" and session.person_id is not None
    return Asker(item.doer, session if taken_over else item.doer, careful)


def _remember(item: Item, verdict: Verdict) -> None:
    op = item.read
    if verdict.status == "applied" and item.given.acknowledged_in and op.kind == "dossier.submit":
        intake.came_back(op.dossier_id)
    operations_log.remember(
        op.op_id,
        item.given.sha256,
        op.principal,
        op.kind,
        op.dossier_id,
        item.given.text,
        verdict.kept(),
        status=verdict.status,
        device_id=op.device_id,
        device_seq=op.device_seq,
        device_time=op.device_time,
        signature=item.given.signature,
        signature_good=item.signature_good,
    )


def _keep(item: Item, verdict: Verdict, session: Actor) -> Verdict:
    """Keep a final refusal, or put the operation aside for an officer, so that every copy gets the same verdict."""
    if verdict.code in UNPROVEN:
        return verdict
    try:
        with transaction(writes=True):
            if found := operations_log.already(item.read.op_id):
                return _repeated(item, found.sha256, found.status, found.result)
            _remember(item, verdict)
            if verdict.status == "quarantined":
                quarantine.put_aside(item.read, verdict.code or "", carrier=session)
    except Exception as error:
        item.stumbled = type(error).__name__
        log.exception("the refusal of %s could not be kept", item.read.op_id)
        return Verdict("retry", "failed_here")
    return verdict


def _verdict_on(error: Exception, item: Item) -> Verdict:
    """Refused only where the content was understood; everything else is tried again."""
    params = dict(error.params | error.extra) if isinstance(error, errors.AppError) else {}
    match error:
        case WaitsError():
            return Verdict("held", error.code, needs=error.needs)
        case errors.NeedsOfficer():
            return _set_aside(item, Verdict("quarantined", error.code, params))
        case errors.Invalid():
            return Verdict("rejected", error.code, params, error.errors)
        case errors.Conflict():
            code = "no_longer_open" if error.code == "move_not_from_here" else error.code
            return Verdict("conflict", code, params, error.errors)
        case errors.NotFound():
            return Verdict("rejected", error.code, params)
        case errors.AppError():
            return Verdict("retry", error.code, params)
        case ValidationError():
            item.stumbled = type(error).__name__
            return Verdict("retry", "unreadable_operation")
    db.session.rollback()
    item.stumbled = type(error).__name__
    log.exception("operation %s of kind %s failed", item.read.op_id, item.read.kind, exc_info=error)
    return Verdict("retry", "failed_here")


def _results(items: Sequence[Item], session: Actor) -> list[schemas.OpResult]:
    dossiers = _dossiers({item.read.dossier_id for item in items if _tells_dossier(item)} - {None}, session.principal)
    return [_result(item, dossiers) for item in items]


def _whole(dossier: DossierOut) -> list[str]:
    """The contents of which no page is still to come: of two alike, the phone would take the second for stored too."""
    open_still = {each.sha256 for each in dossier.attachments if not (each.stored and each.usable)}
    return sorted({each.sha256 for each in dossier.attachments} - open_still)


def _tells_dossier(item: Item) -> bool:
    return item.op is not None and item.verdict is not None and item.verdict.status in DONE | {"conflict"}


def _dossiers(ids: set[Any], principal: str) -> dict[UUID, DossierOut]:
    """The present copies of dossiers that are this principal's."""
    if not ids:
        return {}
    mine = views.roles_of(ids, principal)
    rows = list(db.session.scalars(select(Dossier).where(Dossier.id.in_(mine))))
    return {each.dossier_id: each for each in views.many(rows, principal)}


def _result(item: Item, dossiers: dict[UUID, DossierOut]) -> schemas.OpResult:
    verdict, op = item.verdict, item.op
    assert verdict is not None
    dossier = dossiers.get(op.dossier_id) if op is not None and op.dossier_id and _tells_dossier(item) else None
    acknowledged = None
    if verdict.status in DONE:
        acknowledged = schemas.Acknowledged(sha256=item.given.sha256, attachments=_whole(dossier) if dossier else [])
    said = sentences(verdict.code, verdict.params) if verdict.code else None
    return schemas.OpResult.model_validate(
        {
            "op_id": op.op_id if op else None,
            "status": verdict.status,
            "code": verdict.code,
            "say": Words(vi=said["vi"], en=said["en"]) if said else None,
            "errors": verdict.errors,
            "needs": verdict.needs,
            "acknowledged": acknowledged,
            "dossier": dossier,
        }
    )


def answer(me: Self, nonce: str, results: list[schemas.OpResult]) -> schemas.PushOut:
    """The answer with what proves that this server gave it."""
    return schemas.PushOut(**me.envelope().model_dump(), nonce=nonce, results=results)
